#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/registers/refusal.hpp"
#include "core/registers/state.hpp"

/// What each command does in each state of an entry, as data. Conditions on its content stand in `decide`.
namespace lintas::registers {

enum class Verdict : std::uint8_t {
  row,          ///< leads to the next state, which may be the same
  record_only,  ///< was done before: accepted, nothing changes
  refuse,
};

/// In the order of the commands' variant.
enum class Trigger : std::uint8_t { register_it, change, suspend, resume, withdraw };
inline constexpr std::array triggers{Trigger::register_it, Trigger::change, Trigger::suspend, Trigger::resume,
                                     Trigger::withdraw};
inline constexpr std::array<std::string_view, triggers.size()> trigger_names{"register", "change", "suspend",
                                                                             "resume", "withdraw"};

struct StateFacts {
  Status status;
  std::string_view name;   ///< for programs, and for whoever may see the entry
  std::string_view words;  ///< for officers
  std::string_view owner;  ///< who leads out of the state
};
inline constexpr std::array states{
    StateFacts{Status::none, "none", "Not registered", "keeper of the register"},
    StateFacts{Status::valid, "valid", "Valid", "keeper of the register"},
    StateFacts{Status::suspended, "suspended", "Suspended", "keeper of the register"},
    StateFacts{Status::withdrawn, "withdrawn", "Withdrawn", "keeper of the register"},
};

struct Cell {
  Status status;
  Trigger trigger;
  Verdict verdict;
  Status next;      ///< the state itself unless the verdict is `row`
  Refusal refusal;  ///< only if the verdict is `refuse`
};

namespace detail {

constexpr Cell row(Status status, Trigger trigger, Status next) {
  return {status, trigger, Verdict::row, next, {}};
}
constexpr Cell note(Status status, Trigger trigger) {
  return {status, trigger, Verdict::record_only, status, {}};
}
constexpr Cell refuse(Status status, Trigger trigger, Refusal why) {
  return {status, trigger, Verdict::refuse, status, why};
}

}  // namespace detail

// clang-format off
inline constexpr std::array table = [] {
  using detail::row, detail::note, detail::refuse;
  using S = Status;
  using T = Trigger;
  return std::array{
    row   (S::none,      T::register_it, S::valid),
    refuse(S::none,      T::change,      Refusal::not_registered),
    refuse(S::none,      T::suspend,     Refusal::not_registered),
    refuse(S::none,      T::resume,      Refusal::not_registered),
    refuse(S::none,      T::withdraw,    Refusal::not_registered),

    refuse(S::valid,     T::register_it, Refusal::registered_already),
    row   (S::valid,     T::change,      S::valid),
    row   (S::valid,     T::suspend,     S::suspended),
    note  (S::valid,     T::resume),
    row   (S::valid,     T::withdraw,    S::withdrawn),

    refuse(S::suspended, T::register_it, Refusal::registered_already),
    row   (S::suspended, T::change,      S::suspended),
    row   (S::suspended, T::suspend,     S::suspended),        // by the authority, after the firm
    row   (S::suspended, T::resume,      S::valid),
    row   (S::suspended, T::withdraw,    S::withdrawn),

    row   (S::withdrawn, T::register_it, S::valid),            // a mandate is given again
    refuse(S::withdrawn, T::change,      Refusal::withdrawn),
    refuse(S::withdrawn, T::suspend,     Refusal::withdrawn),
    refuse(S::withdrawn, T::resume,      Refusal::withdrawn),
    row   (S::withdrawn, T::withdraw,    S::withdrawn),        // the same
  };
}();
// clang-format on

[[nodiscard]] constexpr std::size_t find_cell(Status status, Trigger trigger) {
  std::size_t i = 0;
  while (i < table.size() && (table[i].status != status || table[i].trigger != trigger)) ++i;
  return i;
}

// Every state meets every trigger once, is reached from another and can be left for another.
static_assert(table.size() == states.size() * triggers.size());
static_assert(std::ranges::all_of(states, [](const StateFacts& state) {
  return std::ranges::all_of(
      triggers, [&](Trigger trigger) { return find_cell(state.status, trigger) < table.size(); });
}));
static_assert(std::ranges::all_of(states, [](const StateFacts& state) {
  const auto leaves = [&](const Cell& cell) {
    return cell.status == state.status && cell.next != cell.status;
  };
  const auto enters = [&](const Cell& cell) { return cell.next == state.status && cell.next != cell.status; };
  return std::ranges::any_of(table, leaves) &&
         (state.status == Status::none || std::ranges::any_of(table, enters));
}));

/// How an entry stands, for whoever asked out of turn: its state in words.
[[nodiscard]] std::string standing(Status status);

/// Total: the table is complete.
[[nodiscard]] constexpr const Cell& cell_of(Status status, Trigger trigger) {
  return table[find_cell(status, trigger)];
}

}  // namespace lintas::registers
