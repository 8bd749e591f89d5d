#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/machine.hpp"
#include "core/aeo/listed/messages.hpp"

/// An authorised operator in the list of its state, and in the copies of others (docs/adr/0050). Decisions of
/// ours:
/// - The list says what the authorisation says: it has no acts of its own but those about telling.
/// - Without the consent of its holder there is nothing to tell. Where that ends, those who were told hear
///   that it is listed no more.
/// - What has ended stays so: who is authorised anew has another record.
namespace lintas::aeo::listed {

using machine::Leads;
using machine::Row;
using machine::StateFacts;
using machine::TriggerFacts;
using machine::Verdicts;

/// Stored: a number is never used again for another state.
enum class State : std::uint8_t {
  none = 0,
  agreed,
  active,
  revalidation,
  suspended,
  revoked,
  withdrawn,
  expired,
  unlisted,
};

/// Stored: a number is never used again for another trigger.
enum class Trigger : std::uint8_t {
  consent = 0,
  withdraw_consent,
  publish,
  tell,
  acknowledgement,
  unanswered,
  tell_again,
  notice,
  bring_in,
};

/// What the guard of a trigger found. Stored: a number is never used again for another outcome.
enum class Case : std::uint8_t {
  any = 0,
  not_granted,  ///< there is an application at most
  active,
  revalidation,
  suspended,
  revoked,
  withdrawn,
  expired,
  unlisted,
  again,    ///< of a notice: it is known here, or a later one
  refused,  ///< not to be taken: a rule is broken, or it contradicts what is known
};

struct Machine {
  using State = listed::State;
  using Trigger = listed::Trigger;
  using Case = listed::Case;

  static constexpr std::array states{
      StateFacts{State::none, "-", "Not listed", {}, "operator"},
      StateFacts{State::agreed, "AGREED", "Agreed, not granted yet", {}, "programme office"},
      StateFacts{State::active, "ACTIVE", "Listed, active", {}, "programme office"},
      StateFacts{State::revalidation, "REVALIDATION", "Listed, under re-validation", {}, "programme office"},
      StateFacts{State::suspended, "SUSPENDED", "Listed, suspended", {}, "programme office"},
      StateFacts{State::revoked, "REVOKED", "Listed, revoked", {}, "operator"},
      StateFacts{State::withdrawn, "WITHDRAWN", "Listed, given up", {}, "operator"},
      StateFacts{State::expired, "EXPIRED", "Listed, expired", {}, "operator"},
      StateFacts{State::unlisted, "UNLISTED", "Listed no more", {}, "operator"},
  };

  static constexpr std::array triggers{
      TriggerFacts{Trigger::consent, "O consent", "the operator agrees that other states are told of it"},
      TriggerFacts{Trigger::withdraw_consent, "O withdraw consent", "the operator agrees no more"},
      TriggerFacts{Trigger::publish, "S publish", "the authorisation says something else than the list"},
      TriggerFacts{Trigger::tell, "S tell", "a partner is told how the operator stands"},
      TriggerFacts{Trigger::acknowledgement, "M AEO.ACK", "what the partner says of what it was told"},
      TriggerFacts{Trigger::unanswered, "C unanswered", "a partner has not answered what is urgent"},
      TriggerFacts{Trigger::tell_again, "O tell again", "each partner is told anew how the operator stands"},
      TriggerFacts{Trigger::notice, "M AEO.NOTICE",
                   "the state that authorised the operator says how it stands"},
      TriggerFacts{Trigger::bring_in, "O bring in",
                   "somebody brings in what a state without a node publishes"},
  };

  using R = Row<State, Trigger, Case>;
  // clang-format off
  static constexpr std::array rows = [] {
    using enum State;
    using T = Trigger;
    using C = Case;
    return std::array{
      R{{none, unlisted},                        T::consent, C::not_granted,  agreed},
      R{{none, unlisted},                        T::consent, C::active,       State::active},
      R{{none, unlisted},                        T::consent, C::revalidation, State::revalidation},
      R{{none, unlisted},                        T::consent, C::suspended,    State::suspended},
      R{{agreed, active, revalidation, suspended}, T::consent, C::any,        Leads::same},
      R{{agreed, active, revalidation, suspended, revoked, State::withdrawn, expired},
                                                 T::withdraw_consent, C::any, State::unlisted},

      R{{agreed, active, revalidation, suspended}, T::publish, C::active,       State::active},
      R{{agreed, active, revalidation, suspended}, T::publish, C::revalidation, State::revalidation},
      R{{agreed, active, revalidation, suspended}, T::publish, C::suspended,    State::suspended},
      R{{agreed, active, revalidation, suspended}, T::publish, C::revoked,      State::revoked},
      R{{agreed, active, revalidation, suspended}, T::publish, C::withdrawn,    State::withdrawn},
      R{{agreed, active, revalidation, suspended}, T::publish, C::expired,      State::expired},

      R{{active, revalidation, suspended, revoked, State::withdrawn, expired, unlisted},
                                                 T::tell, C::any, Leads::same, {aeo_notice}},
      R{{active, revalidation, suspended, revoked, State::withdrawn, expired, unlisted},
                                                 T::acknowledgement, C::any, Leads::same},
      R{{active, revalidation, suspended, revoked, State::withdrawn, expired, unlisted},
                                                 T::unanswered, C::any, Leads::same},
      R{{active, revalidation, suspended, revoked, State::withdrawn, expired, unlisted},
                                                 T::tell_again, C::any, Leads::same},

      R{{none, active, revalidation, suspended, unlisted, revoked, State::withdrawn, expired},
                                                 T::notice, C::active, State::active, {aeo_ack}},
      R{{none, active, revalidation, suspended, unlisted, revoked, State::withdrawn, expired},
                                                 T::notice, C::revalidation, State::revalidation, {aeo_ack}},
      R{{none, active, revalidation, suspended, unlisted, revoked, State::withdrawn, expired},
                                                 T::notice, C::suspended, State::suspended, {aeo_ack}},
      R{{none, active, revalidation, suspended, unlisted, revoked, State::withdrawn, expired},
                                                 T::notice, C::revoked, State::revoked, {aeo_ack}},
      R{{none, active, revalidation, suspended, unlisted, revoked, State::withdrawn, expired},
                                                 T::notice, C::withdrawn, State::withdrawn, {aeo_ack}},
      R{{none, active, revalidation, suspended, unlisted, revoked, State::withdrawn, expired},
                                                 T::notice, C::expired, State::expired, {aeo_ack}},
      R{{none, active, revalidation, suspended, unlisted, revoked, State::withdrawn, expired},
                                                 T::notice, C::unlisted, State::unlisted, {aeo_ack}},
      R{{active, revalidation, suspended, unlisted, revoked, State::withdrawn, expired},
                                                 T::notice, C::again, Leads::same, {aeo_ack}},
      R{{none, active, revalidation, suspended, unlisted, revoked, State::withdrawn, expired},
                                                 T::notice, C::refused, Leads::same, {aeo_ack}},

      R{{none, active, revalidation, suspended, unlisted}, T::bring_in, C::active,       State::active},
      R{{none, active, revalidation, suspended, unlisted}, T::bring_in, C::revalidation, State::revalidation},
      R{{none, active, revalidation, suspended, unlisted}, T::bring_in, C::suspended,    State::suspended},
      R{{none, active, revalidation, suspended, unlisted, revoked}, T::bring_in, C::revoked, State::revoked},
      R{{none, active, revalidation, suspended, unlisted, State::withdrawn}, T::bring_in, C::withdrawn,
                                                 State::withdrawn},
      R{{none, active, revalidation, suspended, unlisted, expired}, T::bring_in, C::expired, State::expired},
      R{{active, revalidation, suspended, revoked, State::withdrawn, expired},
                                                 T::bring_in, C::unlisted, State::unlisted},
    };
  }();

  static constexpr std::array verdicts{
      //                               - AGR ACT REV SUS RVK WDN EXP UNL
      Verdicts{Trigger::acknowledgement, "xxrrrrrrr"},
      Verdicts{Trigger::notice,          "rxrrrrrrr"},
  };
  // clang-format on
};

}  // namespace lintas::aeo::listed
