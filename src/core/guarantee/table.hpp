#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/guarantee/refusal.hpp"
#include "core/guarantee/state.hpp"

/// What each command does in each state, as data. Conditions on amounts, days and people stand in `decide`.
namespace lintas::guarantee {

enum class Verdict : std::uint8_t {
  row,          ///< leads to the next state, which may be the same
  record_only,  ///< was done before or makes no difference: accepted, nothing changes
  refuse,
};

template <class State, class Trigger>
struct Cell {
  State state;
  Trigger trigger;
  Verdict verdict;
  State next;       ///< the state itself unless the verdict is `row`
  Refusal refusal;  ///< only if the verdict is `refuse`
};

template <class State>
struct StateFacts {
  State state;
  std::string_view name;   ///< for programs, and for whoever may see the guarantee
  std::string_view words;  ///< for officers
  bool terminal = false;
  std::string_view owner;  ///< whose task it is to lead out of the state
  std::string_view timer;  ///< the clock that leads out of it or reminds the owner
};

// ---- the account

enum class AccountTrigger : std::uint8_t {
  register_it,
  change,
  suspend,
  lift,
  give_notice,
  expire,
  revoke,
  liberate,
  replace_codes,
  unlock,
};
inline constexpr std::array account_triggers{
    AccountTrigger::register_it,   AccountTrigger::change, AccountTrigger::suspend, AccountTrigger::lift,
    AccountTrigger::give_notice,   AccountTrigger::expire, AccountTrigger::revoke,  AccountTrigger::liberate,
    AccountTrigger::replace_codes, AccountTrigger::unlock};

inline constexpr std::array account_states{
    StateFacts{Status::none, "none", "Not registered", false, "office of guarantee", ""},
    StateFacts{Status::valid, "valid", "Valid", false, "office of guarantee", "validity"},
    StateFacts{Status::suspended, "suspended", "Suspended", false, "office of guarantee", "validity"},
    StateFacts{Status::expired, "expired", "Expired", false, "office of guarantee", ""},
    StateFacts{Status::revoked, "revoked", "Revoked", false, "office of guarantee", ""},
    StateFacts{Status::liberated, "liberated", "Liberated", true, "", ""},
};

namespace detail {

using A = Status;
using AT = AccountTrigger;
using AccountCell = Cell<Status, AccountTrigger>;

constexpr AccountCell row(A state, AT trigger, A next) { return {state, trigger, Verdict::row, next, {}}; }
constexpr AccountCell note(A state, AT trigger) { return {state, trigger, Verdict::record_only, state, {}}; }
constexpr AccountCell refuse(A state, AT trigger, Refusal why) {
  return {state, trigger, Verdict::refuse, state, why};
}

}  // namespace detail

// clang-format off
inline constexpr std::array account_table = [] {
  using namespace detail;
  using enum Refusal;
  return std::array{
    row   (A::none,      AT::register_it,   A::valid),
    refuse(A::none,      AT::change,        not_registered),
    refuse(A::none,      AT::suspend,       not_registered),
    refuse(A::none,      AT::lift,          not_registered),
    refuse(A::none,      AT::give_notice,   not_registered),
    refuse(A::none,      AT::expire,        not_registered),
    refuse(A::none,      AT::revoke,        not_registered),
    refuse(A::none,      AT::liberate,      not_registered),
    refuse(A::none,      AT::replace_codes, not_registered),
    refuse(A::none,      AT::unlock,        not_registered),

    refuse(A::valid,     AT::register_it,   registered_already),
    row   (A::valid,     AT::change,        A::valid),
    row   (A::valid,     AT::suspend,       A::suspended),
    note  (A::valid,     AT::lift),
    row   (A::valid,     AT::give_notice,   A::valid),
    row   (A::valid,     AT::expire,        A::expired),
    row   (A::valid,     AT::revoke,        A::revoked),
    row   (A::valid,     AT::liberate,      A::liberated),      // only a single-use guarantee that was used
    row   (A::valid,     AT::replace_codes, A::valid),
    row   (A::valid,     AT::unlock,        A::valid),

    refuse(A::suspended, AT::register_it,   registered_already),
    row   (A::suspended, AT::change,        A::suspended),
    note  (A::suspended, AT::suspend),
    row   (A::suspended, AT::lift,          A::valid),
    row   (A::suspended, AT::give_notice,   A::suspended),
    row   (A::suspended, AT::expire,        A::expired),
    row   (A::suspended, AT::revoke,        A::revoked),
    row   (A::suspended, AT::liberate,      A::liberated),      // as above
    row   (A::suspended, AT::replace_codes, A::suspended),
    row   (A::suspended, AT::unlock,        A::suspended),

    refuse(A::expired,   AT::register_it,   registered_already),
    refuse(A::expired,   AT::change,        account_ended),
    refuse(A::expired,   AT::suspend,       account_ended),
    refuse(A::expired,   AT::lift,          account_ended),
    refuse(A::expired,   AT::give_notice,   account_ended),
    note  (A::expired,   AT::expire),
    note  (A::expired,   AT::revoke),
    row   (A::expired,   AT::liberate,      A::liberated),
    refuse(A::expired,   AT::replace_codes, account_ended),
    refuse(A::expired,   AT::unlock,        account_ended),

    refuse(A::revoked,   AT::register_it,   registered_already),
    refuse(A::revoked,   AT::change,        account_ended),
    refuse(A::revoked,   AT::suspend,       account_ended),
    refuse(A::revoked,   AT::lift,          account_ended),
    refuse(A::revoked,   AT::give_notice,   account_ended),
    note  (A::revoked,   AT::expire),
    note  (A::revoked,   AT::revoke),
    row   (A::revoked,   AT::liberate,      A::liberated),
    refuse(A::revoked,   AT::replace_codes, account_ended),
    refuse(A::revoked,   AT::unlock,        account_ended),

    refuse(A::liberated, AT::register_it,   registered_already),
    refuse(A::liberated, AT::change,        account_ended),
    refuse(A::liberated, AT::suspend,       account_ended),
    refuse(A::liberated, AT::lift,          account_ended),
    refuse(A::liberated, AT::give_notice,   account_ended),
    note  (A::liberated, AT::expire),
    note  (A::liberated, AT::revoke),
    note  (A::liberated, AT::liberate),
    refuse(A::liberated, AT::replace_codes, account_ended),
    refuse(A::liberated, AT::unlock,        account_ended),
  };
}();
// clang-format on

// ---- the use

enum class UseTrigger : std::uint8_t {
  check,
  reserve,
  cancel,
  credit,
  claim,
  withdraw,
  pay,
  release,
  review
};
inline constexpr std::array use_triggers{UseTrigger::check,  UseTrigger::reserve, UseTrigger::cancel,
                                         UseTrigger::credit, UseTrigger::claim,   UseTrigger::withdraw,
                                         UseTrigger::pay,    UseTrigger::release, UseTrigger::review};

inline constexpr std::array use_states{
    StateFacts{UseState::none, "none", "Not in use", false, "office of departure", ""},
    StateFacts{UseState::used, "used", "In use", false, "office of departure", "clocks of the movement"},
    StateFacts{UseState::credited, "credited", "Credited", false, "office of departure",
               "clocks of the movement"},
    StateFacts{UseState::claimed, "claimed", "Claimed", false, "recovery officer", "claim review"},
    StateFacts{UseState::claimed_after_credit, "claimed_after_credit", "Claimed after credit", false,
               "recovery officer", "claim review"},
    StateFacts{UseState::cancelled, "cancelled", "Cancelled", false, "office of departure",
               "clocks of the movement"},
    StateFacts{UseState::released, "released", "Released", true, "", ""},
};

namespace detail {

using U = UseState;
using UT = UseTrigger;
using UseCell = Cell<UseState, UseTrigger>;

constexpr UseCell row(U state, UT trigger, U next) { return {state, trigger, Verdict::row, next, {}}; }
constexpr UseCell note(U state, UT trigger) { return {state, trigger, Verdict::record_only, state, {}}; }
constexpr UseCell refuse(U state, UT trigger, Refusal why) {
  return {state, trigger, Verdict::refuse, state, why};
}

}  // namespace detail

// clang-format off
inline constexpr std::array use_table = [] {
  using namespace detail;
  using enum Refusal;
  return std::array{
    row   (U::none,                 UT::check,    U::none),
    row   (U::none,                 UT::reserve,  U::used),
    refuse(U::none,                 UT::cancel,   no_open_use),
    refuse(U::none,                 UT::credit,   no_open_use),
    refuse(U::none,                 UT::claim,    no_open_use),
    refuse(U::none,                 UT::withdraw, no_claim),
    refuse(U::none,                 UT::pay,      no_claim),
    refuse(U::none,                 UT::release,  no_open_use),
    refuse(U::none,                 UT::review,   no_claim),

    refuse(U::used,                 UT::check,    use_open),
    refuse(U::used,                 UT::reserve,  use_open),
    row   (U::used,                 UT::cancel,   U::cancelled),
    row   (U::used,                 UT::credit,   U::credited),
    row   (U::used,                 UT::claim,    U::claimed),
    refuse(U::used,                 UT::withdraw, no_claim),
    refuse(U::used,                 UT::pay,      no_claim),
    row   (U::used,                 UT::release,  U::released),
    refuse(U::used,                 UT::review,   no_claim),

    refuse(U::credited,             UT::check,    use_open),
    refuse(U::credited,             UT::reserve,  use_open),
    refuse(U::credited,             UT::cancel,   use_open),     // arrived: only discharge ends it
    note  (U::credited,             UT::credit),
    row   (U::credited,             UT::claim,    U::claimed_after_credit),
    refuse(U::credited,             UT::withdraw, no_claim),
    refuse(U::credited,             UT::pay,      no_claim),
    row   (U::credited,             UT::release,  U::released),
    refuse(U::credited,             UT::review,   no_claim),

    refuse(U::claimed,              UT::check,    use_open),
    refuse(U::claimed,              UT::reserve,  use_open),
    refuse(U::claimed,              UT::cancel,   claim_open),
    note  (U::claimed,              UT::credit),                 // a truck that arrives late frees nothing yet
    refuse(U::claimed,              UT::claim,    claim_open),
    row   (U::claimed,              UT::withdraw, U::used),
    row   (U::claimed,              UT::pay,      U::released),
    row   (U::claimed,              UT::release,  U::released),
    row   (U::claimed,              UT::review,   U::claimed),

    refuse(U::claimed_after_credit, UT::check,    use_open),
    refuse(U::claimed_after_credit, UT::reserve,  use_open),
    refuse(U::claimed_after_credit, UT::cancel,   claim_open),
    note  (U::claimed_after_credit, UT::credit),
    refuse(U::claimed_after_credit, UT::claim,    claim_open),
    row   (U::claimed_after_credit, UT::withdraw, U::credited),
    row   (U::claimed_after_credit, UT::pay,      U::released),
    row   (U::claimed_after_credit, UT::release,  U::released),
    row   (U::claimed_after_credit, UT::review,   U::claimed_after_credit),

    row   (U::cancelled,            UT::check,    U::cancelled),
    row   (U::cancelled,            UT::reserve,  U::used),
    note  (U::cancelled,            UT::cancel),
    refuse(U::cancelled,            UT::credit,   no_open_use),
    refuse(U::cancelled,            UT::claim,    no_open_use),
    refuse(U::cancelled,            UT::withdraw, no_claim),
    refuse(U::cancelled,            UT::pay,      no_claim),
    refuse(U::cancelled,            UT::release,  no_open_use),
    refuse(U::cancelled,            UT::review,   no_claim),

    refuse(U::released,             UT::check,    use_closed),
    refuse(U::released,             UT::reserve,  use_closed),
    refuse(U::released,             UT::cancel,   use_closed),
    note  (U::released,             UT::credit),
    refuse(U::released,             UT::claim,    use_closed),
    refuse(U::released,             UT::withdraw, use_closed),
    refuse(U::released,             UT::pay,      use_closed),
    note  (U::released,             UT::release),
    note  (U::released,             UT::review),
  };
}();
// clang-format on

/// In the order of the enumerators.
inline constexpr std::array<std::string_view, account_triggers.size()> account_trigger_names{
    "register", "change", "suspend",  "lift",          "notice",
    "expire",   "revoke", "liberate", "replace codes", "unlock"};
inline constexpr std::array<std::string_view, use_triggers.size()> use_trigger_names{
    "check", "reserve", "cancel", "credit", "claim", "withdraw", "pay", "release", "review"};

// ---- what the compiler checks

/// The place of the cell; the size of the table if there is none.
template <class State, class Trigger>
[[nodiscard]] constexpr std::size_t find_cell(std::span<const Cell<State, Trigger>> table, State state,
                                              Trigger trigger) {
  std::size_t i = 0;
  while (i < table.size() && (table[i].state != state || table[i].trigger != trigger)) ++i;
  return i;
}

/// Every state meets every trigger exactly once.
template <class State, class Trigger>
[[nodiscard]] constexpr bool is_complete(std::span<const Cell<State, Trigger>> table,
                                         std::span<const StateFacts<State>> states,
                                         std::span<const Trigger> triggers) {
  if (table.size() != states.size() * triggers.size()) return false;
  for (const auto& state : states) {
    for (const Trigger trigger : triggers) {
      if (find_cell(table, state.state, trigger) == table.size()) return false;
    }
  }
  return true;
}

/// Every state can be reached from the first.
template <class State, class Trigger>
[[nodiscard]] constexpr bool all_reachable(std::span<const Cell<State, Trigger>> table,
                                           std::span<const StateFacts<State>> states) {
  std::array<bool, 256> reached{};
  reached[static_cast<std::size_t>(states.front().state)] = true;
  for (std::size_t round = 0; round < states.size(); ++round) {
    for (const auto& cell : table) {
      if (reached[static_cast<std::size_t>(cell.state)]) reached[static_cast<std::size_t>(cell.next)] = true;
    }
  }
  return std::ranges::all_of(
      states, [&](const auto& facts) { return reached[static_cast<std::size_t>(facts.state)]; });
}

/// A terminal state has no row; any other has a row that leaves it, and an owner.
template <class State, class Trigger>
[[nodiscard]] constexpr bool all_have_an_exit(std::span<const Cell<State, Trigger>> table,
                                              std::span<const StateFacts<State>> states) {
  return std::ranges::all_of(states, [&](const auto& facts) {
    const bool leaves = std::ranges::any_of(
        table, [&](const auto& cell) { return cell.state == facts.state && cell.next != facts.state; });
    const bool moves = std::ranges::any_of(
        table, [&](const auto& cell) { return cell.state == facts.state && cell.verdict == Verdict::row; });
    const bool cared_for = !facts.owner.empty() || !facts.timer.empty();
    return facts.terminal ? !moves && !cared_for : leaves && cared_for;
  });
}

static_assert(is_complete<Status, AccountTrigger>(account_table, account_states, account_triggers));
static_assert(all_reachable<Status, AccountTrigger>(account_table, account_states));
static_assert(all_have_an_exit<Status, AccountTrigger>(account_table, account_states));
static_assert(is_complete<UseState, UseTrigger>(use_table, use_states, use_triggers));
static_assert(all_reachable<UseState, UseTrigger>(use_table, use_states));
static_assert(all_have_an_exit<UseState, UseTrigger>(use_table, use_states));

/// Total: the tables are complete.
[[nodiscard]] constexpr const Cell<Status, AccountTrigger>& cell_of(Status state, AccountTrigger trigger) {
  return account_table[find_cell<Status, AccountTrigger>(account_table, state, trigger)];
}
[[nodiscard]] constexpr const Cell<UseState, UseTrigger>& cell_of(UseState state, UseTrigger trigger) {
  return use_table[find_cell<UseState, UseTrigger>(use_table, state, trigger)];
}

}  // namespace lintas::guarantee
