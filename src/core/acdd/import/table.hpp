#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/machine.hpp"
#include "core/acdd/messages.hpp"

/// An ACDD where its goods are imported. Source: asw.md 3.4. It is a signal of risk: no row grants or blocks
/// anything (R-ASW-110). Decisions of ours (docs/adr/0033):
/// - A newer version takes the place of what is here, and is compared anew with what was declared.
/// - A request to cancel is about the version that it names and every one before it, whether or not they
/// came:
///   it is booked and answered at once. What waited for a version that was given up would wait for ever, and
///   all that comes behind it.
/// - A declaration may be reported before the document comes, and after it is cancelled: customs sees both.
/// - What was cancelled, and is sent once more, stays cancelled.
/// - Goods that are declared under a permit of which no document comes are a signal, too. One that cannot be
///   read is none. A document that comes after all is compared as any other.
/// - What was put away and is declared again is as it was before: compared, cancelled, or without a document.
/// - An alarm that customs looked at stands no more, until something else is declared or a comparison comes
///   out otherwise.
namespace lintas::acdd::import_side {

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
  matched,
  mismatch,
  stale,
  cancelled,
  closed,
  unannounced,
};

/// Stored: a number is never used again for another trigger.
enum class Trigger : std::uint8_t {
  document = 0,
  cancel,
  report,
  withdraw,
  no_arrival,
  retention,
  look,
  no_document,
};

/// What the guard of a trigger found. Stored: a number is never used again for another outcome.
enum class Case : std::uint8_t {
  any = 0,
  good,       ///< the document, and no declaration refers to it
  matches,    ///< what is declared is what was exported
  differs,    ///< it is not
  faulty,     ///< not readable, or a rule broken
  again,      ///< known, with the same content
  altered,    ///< known, with other content
  overtaken,  ///< of a version that is not here any more, or was cancelled before it came
  here,       ///< the request is about what is here, or of what never came
  gone,       ///< it is about what is not here any more
  none_left,  ///< no declaration refers to it any more
  none_came,  ///< no document of it ever did
};

struct Machine {
  using State = import_side::State;
  using Trigger = import_side::Trigger;
  using Case = import_side::Case;

  static constexpr std::array states{
      StateFacts{State::none, "-", "No record", {}, "export customs", "no document"},
      StateFacts{State::tech_error,
                 "TECH_ERROR",
                 "Not readable or invalid",
                 {},
                 "export customs",
                 "no document, retention"},
      StateFacts{State::available, "AVAILABLE", "Goods awaited", {}, "importer", "no arrival"},
      StateFacts{State::matched, "MATCHED", "As declared at import", {}, {}, "retention"},
      StateFacts{State::mismatch, "MISMATCH", "Differs from what is declared", {}, "customs", "retention"},
      StateFacts{State::stale, "STALE", "Goods not declared in time", {}, "customs", "retention"},
      StateFacts{State::cancelled, "CANCELLED", "Cancelled", {}, {}, "retention", true, true},
      StateFacts{State::closed, "CLOSED", "Put away", {}, {}, {}, true, true},
      StateFacts{State::unannounced, "NO_DOCUMENT", "Declared, no document came", {}, "customs", "retention"},
  };

  static constexpr std::array triggers{
      TriggerFacts{Trigger::document, "M ACDD.SEND", "released, amended or sent again"},
      TriggerFacts{Trigger::cancel, "M ACDD.CANCEL.REQ", "export customs asks to cancel it"},
      TriggerFacts{Trigger::report, "S report", "an import declaration refers to it", "report"},
      TriggerFacts{Trigger::withdraw, "S withdraw", "that declaration is cancelled", "withdraw"},
      TriggerFacts{Trigger::no_arrival, "C no arrival", "nothing was declared in time"},
      TriggerFacts{Trigger::retention, "C retention", "kept long enough"},
      TriggerFacts{Trigger::look, "O look", "customs looked at what the alarm says", "look at the alarm"},
      TriggerFacts{Trigger::no_document, "C no document", "no document came under the permit declared"},
  };

  using R = Row<State, Trigger, Case>;
  // clang-format off
  static constexpr std::array rows = [] {
    using enum State;
    using T = Trigger;
    using C = Case;
    return std::array{
      R{{none, tech_error, available, stale, cancelled, closed}, T::document, C::good, available, {l2_ok}},
      R{{none, tech_error, matched, mismatch, cancelled, closed, unannounced},
                                  T::document, C::matches, matched, {l2_ok}},
      R{{none, tech_error, matched, mismatch, cancelled, closed, unannounced},
                                  T::document, C::differs, mismatch, {l2_ok}},
      R{{none},                   T::document, C::faulty, tech_error, {l2_error}},
      R{{tech_error, available, matched, mismatch, stale, cancelled, closed, unannounced},
                                  T::document, C::faulty, Leads::same, {l2_error}},
      R{{available, matched, mismatch, stale, closed}, T::document, C::again, Leads::same, {l2_ok}},
      R{{available, matched, mismatch, stale, closed}, T::document, C::altered, Leads::same, {l2_error}},
      R{{tech_error, available, matched, mismatch, stale, cancelled, closed, unannounced},
                                  T::document, C::overtaken, Leads::same, {l2_ok}},

      R{{none, tech_error, available, matched, mismatch, stale, closed, unannounced},
                                  T::cancel, C::here, cancelled, {acdd_response}},
      R{{tech_error, available, matched, mismatch, stale, cancelled, closed, unannounced},
                                  T::cancel, C::gone, Leads::same, {acdd_response}},

      R{{available, matched, mismatch, stale, closed}, T::report, C::matches, matched},
      R{{available, matched, mismatch, stale, closed}, T::report, C::differs, mismatch},
      R{{none, tech_error, cancelled, unannounced}, T::report, C::any, Leads::same},
      R{{closed},                 T::report, C::gone, cancelled},
      R{{closed},                 T::report, C::faulty, tech_error},
      R{{closed},                 T::report, C::none_came, none},
      R{{matched, mismatch},      T::withdraw, C::none_left, available},
      R{{mismatch},               T::withdraw, C::matches, matched},
      R{{matched, mismatch},      T::withdraw, C::differs, mismatch},
      R{{none, tech_error, cancelled, closed, unannounced}, T::withdraw, C::any, Leads::same},
      R{{unannounced},            T::withdraw, C::none_left, none},
      R{{unannounced},            T::withdraw, C::faulty, tech_error},

      R{{available},              T::no_arrival, C::any, stale},
      R{{none, tech_error},       T::no_document, C::any, unannounced},
      R{{mismatch, stale, cancelled, unannounced}, T::look, C::any, Leads::same},
      R{{tech_error, matched, mismatch, stale, cancelled, unannounced}, T::retention, C::any, closed},
    };
  }();

  static constexpr std::array verdicts{
      //                        - ERR AVAIL MATCH MISM STALE CANC CLOSED NODOC
      Verdicts{Trigger::document, "rrrrrrrrr"},
      Verdicts{Trigger::cancel,   "rrrrrrrrr"},
  };
  // clang-format on
};

}  // namespace lintas::acdd::import_side
