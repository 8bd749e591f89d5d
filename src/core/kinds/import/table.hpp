#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/machine.hpp"
#include "core/kinds/messages.hpp"

/// A document of a kind that is data, where it is received (docs/adr/0037). Decisions of ours:
/// - It is answered as soon as it is here (L2). What the authority makes of it (L3) is an act, may never
/// come, and
///   may change while nothing is used.
/// - What was refused is not used; what nobody has answered yet may be.
/// - A cancellation counts, and is answered, whether or not the document came. Only what is used up stays so;
/// of
///   what is used in part the rest is cancelled.
/// - What was cancelled and is sent once more stays cancelled.
/// - What comes again is the same if its print is, whatever the kind's table makes of it today.
namespace lintas::kinds::import_side {

using machine::Leads;
using machine::Row;
using machine::Sent;
using machine::StateFacts;
using machine::TriggerFacts;
using machine::Verdict;
using machine::Verdicts;

/// Stored: a number is never used again for another state.
enum class State : std::uint8_t {
  none = 0,
  tech_error,
  available,
  accepted,
  refused,
  in_use,
  used,
  cancelled,
  replaced,
  expired,
  closed,
};

/// Stored: a number is never used again for another trigger.
enum class Trigger : std::uint8_t {
  document = 0,
  cancel,
  answer,
  use,
  expiry,
  retention,
};

/// What the guard of a trigger found. Stored: a number is never used again for another outcome.
enum class Case : std::uint8_t {
  any = 0,
  good,
  over,       ///< good, and its last day is over
  faulty,     ///< not readable, or a rule broken
  again,      ///< known, with the same content; cancelled before
  altered,    ///< known, with other content
  overtaken,  ///< cancelled before it came
  here,       ///< what is cancelled holds yet
  replaced,   ///< likewise, and another one is in its place
  gone,       ///< it is used up
  accepts,
  refuses,
  part,   ///< something is left
  whole,  ///< nothing is
};

struct Machine {
  using State = import_side::State;
  using Trigger = import_side::Trigger;
  using Case = import_side::Case;

  static constexpr std::array states{
      StateFacts{State::none, "-", "No record", {}, "issuing state"},
      StateFacts{
          State::tech_error, "TECH_ERROR", "Not readable or invalid", {}, "issuing state", "retention"},
      StateFacts{State::available, "AVAILABLE", "Available", {}, "authority", "expiry, retention"},
      StateFacts{State::accepted, "ACCEPTED", "Accepted", {}, "importer", "expiry, retention"},
      StateFacts{State::refused, "REFUSED", "Refused", {}, {}, "expiry, retention"},
      StateFacts{State::in_use, "IN_USE", "Used in part", {}, "importer", "expiry, retention"},
      StateFacts{State::used, "USED", "Used up", {}, {}, "retention", true, true},
      StateFacts{State::cancelled, "CANCELLED", "Cancelled", {}, {}, "retention", true, true},
      StateFacts{State::replaced, "REPLACED", "Replaced by another", {}, {}, "retention", true, true},
      StateFacts{State::expired, "EXPIRED", "Its last day is over", {}, {}, "retention", true, true},
      StateFacts{State::closed, "CLOSED", "Put away", {}, {}, {}, true, true},
  };

  static constexpr std::array triggers{
      TriggerFacts{Trigger::document, "M DOC.SEND", "issued or sent again"},
      TriggerFacts{Trigger::cancel, "M DOC.CANCEL", "the issuing state withdraws it"},
      TriggerFacts{Trigger::answer, "O answer", "the authority accepts or refuses it", "answer"},
      TriggerFacts{Trigger::use, "O use", "an import declaration uses it", "use"},
      TriggerFacts{Trigger::expiry, "C expiry", "its last day is over"},
      TriggerFacts{Trigger::retention, "C retention", "kept long enough"},
  };

  using R = Row<State, Trigger, Case>;
  // clang-format off
  static constexpr std::array rows = [] {
    using enum State;
    using T = Trigger;
    using C = Case;
    return std::array{
      // One that was put away without ever having been taken is taken as any other.
      R{{none, tech_error, closed}, T::document, C::good, available, {doc_answer}},
      R{{none, tech_error, closed}, T::document, C::over, expired, {doc_answer}},
      R{{none},                   T::document, C::faulty, tech_error, {doc_answer}},
      R{{tech_error, available, accepted, refused, in_use, used, cancelled, State::replaced, expired, closed},
                                  T::document, C::faulty, Leads::same, {doc_answer}},
      R{{available, accepted, refused, in_use, used, expired, closed},
                                  T::document, C::again, Leads::same, {doc_answer}},
      R{{available, accepted, refused, in_use, used, expired, closed},
                                  T::document, C::altered, Leads::same, {doc_answer}},
      R{{cancelled, State::replaced, closed}, T::document, C::overtaken, Leads::same, {doc_answer}},

      R{{none, tech_error, available, accepted, refused, in_use, expired, closed},
                                  T::cancel, C::here, cancelled, {doc_answer}},
      R{{none, tech_error, available, accepted, refused, in_use, expired, closed},
                                  T::cancel, C::replaced, State::replaced, {doc_answer}},
      R{{used, closed},           T::cancel, C::gone, Leads::same, {doc_answer}},
      R{{cancelled, State::replaced, closed}, T::cancel, C::again, Leads::same, {doc_answer}},

      R{{available, accepted, refused}, T::answer, C::accepts, accepted, {doc_answer}},
      R{{available, accepted, refused}, T::answer, C::refuses, refused, {doc_answer}},
      R{{available, accepted, in_use},  T::use, C::part, in_use, {doc_use}},
      R{{available, accepted, in_use},  T::use, C::whole, used, {doc_use}},

      R{{available, accepted, refused, in_use}, T::expiry, C::any, expired},
      R{{tech_error, available, accepted, refused, in_use, used, cancelled, State::replaced, expired},
                                  T::retention, C::any, closed},
    };
  }();

  static constexpr std::array verdicts{
      //                        - ERR AVAIL ACC REF PART USED CANC REPL EXP CLOSED
      Verdicts{Trigger::document, "rrrrrrrrrrr"},
      Verdicts{Trigger::cancel,   "rrrrrrrrrrr"},
  };
  // clang-format on
};

}  // namespace lintas::kinds::import_side
