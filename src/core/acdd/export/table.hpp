#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/machine.hpp"
#include "core/acdd/messages.hpp"

/// An ACDD where the export was released. Source: asw.md 3.4. Decisions of ours (docs/adr/0033):
/// - A request to cancel is about the version that it names and every one before it, so that one answer is
///   enough however often a declaration was amended.
/// - An amendment is a request to cancel the version before and a new one. It waits for both answers: a
///   partner may keep versions side by side.
/// - TECH_ERROR does not prove that the partner has nothing: a repaired document may have overtaken the
/// error.
/// - An L2 to another version than the newest, or a response to another request, is evidence and no more; so
/// is
///   one that says no version where there was more than one.
/// - A response that refuses ends the waiting: the document counts there, and an alarm says so.
/// - What goes by letter is answered by letter, and an act says so.
/// - An alarm that customs looked at stands no more, until there is another one: a clock rings again, or the
///   partner refuses once more.
namespace lintas::acdd::export_side {

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
  released,
  sent,
  tech_error,
  available,
  amended,
  cancel_requested,
  cancelled,
  closed,
};

/// Stored: a number is never used again for another trigger.
enum class Trigger : std::uint8_t {
  acknowledgement = 0,
  response,
  release,
  send,
  amend,
  cancel,
  resend,
  no_answer,
  still_faulty,
  retention,
  letter,
  look,
};

/// What the guard of a trigger found. Stored: a number is never used again for another outcome.
enum class Case : std::uint8_t {
  any = 0,
  goes,                 ///< the states exchange such documents, and the trader consents where that is asked
  kept,                 ///< they do not, or the trader does not: nothing is sent
  ok,                   ///< the document was taken, and nothing else is awaited
  ok_waits,             ///< it was taken; the version before is not answered yet
  faulty,               ///< it was not
  cancellation_faulty,  ///< the request to cancel was not
  done,                 ///< what was asked is cancelled, and nothing else is awaited
  done_waits,           ///< it is cancelled; the new version is not answered yet
  refused,              ///< it is not cancelled, and nothing else is awaited
  lacks_both,
  lacks_response,
  lacks_acknowledgement,
  refused_waits,  ///< it is not cancelled; the document is not answered yet
};

struct Machine {
  using State = export_side::State;
  using Trigger = export_side::Trigger;
  using Case = export_side::Case;

  static constexpr std::array states{
      StateFacts{State::none, "-", "No record", {}, "exporter"},
      StateFacts{State::released, "EXPORT_RELEASED", "Released, not sent", {}, "export customs", "retention"},
      StateFacts{State::sent, "SENT", "Sent", {}, "import customs", "no answer"},
      StateFacts{State::tech_error,
                 "TECH_ERROR",
                 "Refused by the partner's check",
                 {},
                 "operator",
                 "alarm, retention"},
      StateFacts{State::available, "AVAILABLE", "Available at import customs", {}, {}, "retention"},
      StateFacts{State::amended, "AMENDED", "New version sent", {}, "import customs", "no answer"},
      StateFacts{State::cancel_requested,
                 "CANCEL_REQUESTED",
                 "Cancellation requested",
                 {},
                 "import customs",
                 "no answer"},
      StateFacts{State::cancelled, "CANCELLED", "Cancelled", {}, {}, {}, true},
      StateFacts{State::closed, "CLOSED", "Put away", {}, {}, {}, true},
  };

  static constexpr std::array triggers{
      TriggerFacts{Trigger::acknowledgement, "M L2", "the partner's check of what it received"},
      TriggerFacts{Trigger::response, "M ACDD.RESPONSE", "what became of the request to cancel"},
      TriggerFacts{Trigger::release, "S release", "export customs releases the export declaration",
                   "release"},
      TriggerFacts{Trigger::send, "O send", "what was released and not sent"},
      TriggerFacts{Trigger::amend, "S amend", "the export declaration is amended", "amend"},
      TriggerFacts{Trigger::cancel, "S cancel", "the export declaration is cancelled", "cancel"},
      TriggerFacts{Trigger::resend, "O resend", "mapping repaired, same version"},
      TriggerFacts{Trigger::no_answer, "C no answer", "the same octets again, and an alarm"},
      TriggerFacts{Trigger::still_faulty, "C error open", "nobody repaired or cancelled it"},
      TriggerFacts{Trigger::retention, "C retention", "kept long enough"},
      TriggerFacts{Trigger::letter, "O answered by letter", "what the partner wrote is recorded"},
      TriggerFacts{Trigger::look, "O look", "customs looked at what the alarm says", "look at the alarm"},
  };

  using R = Row<State, Trigger, Case>;
  // clang-format off
  static constexpr std::array rows = [] {
    using enum State;
    using T = Trigger;
    using C = Case;
    return std::array{
      R{{none},                   T::release, C::goes, sent, {acdd_send}},
      R{{none},                   T::release, C::kept, released},
      R{{released},               T::send, C::any, sent, {acdd_send}},
      R{{released},               T::amend, C::goes, sent, {acdd_send}},
      R{{released},               T::amend, C::kept, Leads::same},
      R{{released},               T::cancel, C::any, cancelled},

      R{{sent, tech_error},       T::acknowledgement, C::ok, available},
      R{{sent, amended},          T::acknowledgement, C::faulty, tech_error},
      R{{tech_error},             T::acknowledgement, C::faulty, Leads::same},
      R{{sent},                   T::no_answer, C::any, Leads::same, {acdd_send}},
      R{{tech_error},             T::resend, C::goes, sent, {acdd_send}},
      R{{tech_error},             T::resend, C::lacks_response, State::amended, {acdd_send}},
      R{{tech_error},             T::still_faulty, C::any, Leads::same},

      R{{sent, tech_error, available, State::amended}, T::amend, C::any, State::amended, {acdd_cancel, acdd_send}},
      R{{State::amended},         T::acknowledgement, C::ok, available},
      R{{State::amended},         T::acknowledgement, C::ok_waits, Leads::same},
      R{{tech_error},             T::acknowledgement, C::ok_waits, State::amended},
      R{{State::amended},         T::response, C::done, available},
      R{{State::amended, tech_error}, T::response, C::done_waits, Leads::same},
      R{{State::amended},         T::no_answer, C::lacks_both, Leads::same, {acdd_cancel, acdd_send}},
      R{{State::amended},         T::no_answer, C::lacks_response, Leads::same, {acdd_cancel}},
      R{{State::amended},         T::no_answer, C::lacks_acknowledgement, Leads::same, {acdd_send}},
      R{{tech_error},             T::still_faulty, C::lacks_response, Leads::same, {acdd_cancel}},

      R{{sent, tech_error, available, State::amended}, T::cancel, C::any, cancel_requested, {acdd_cancel}},
      R{{cancel_requested},       T::response, C::done, cancelled},
      R{{cancel_requested},       T::no_answer, C::any, Leads::same, {acdd_cancel}},
      // What still comes about the document itself.
      R{{cancel_requested},       T::acknowledgement, C::ok, Leads::same},
      R{{cancel_requested},       T::acknowledgement, C::faulty, Leads::same},
      R{{tech_error, State::amended, cancel_requested}, T::acknowledgement, C::cancellation_faulty, Leads::same},
      R{{State::amended, cancel_requested}, T::response, C::refused, available},
      R{{State::amended, tech_error}, T::response, C::refused_waits, Leads::same},
      R{{cancel_requested},       T::response, C::refused_waits, sent},

      R{{sent, tech_error, State::amended}, T::letter, C::ok, available},
      R{{sent, State::amended},   T::letter, C::faulty, tech_error},
      R{{cancel_requested},       T::letter, C::done, cancelled},
      R{{cancel_requested},       T::letter, C::refused, available},
      R{{cancel_requested},       T::letter, C::refused_waits, sent},

      R{{sent, tech_error, available, State::amended, cancel_requested}, T::look, C::any, Leads::same},
      R{{released, tech_error, available}, T::retention, C::any, closed},
    };
  }();

  static constexpr std::array verdicts{
      //                               - REL SENT ERR AVAIL AMEND CREQ CANC CLOSED
      Verdicts{Trigger::acknowledgement, "nnrrnrrnn"},
      Verdicts{Trigger::response,        "nnnrnrrnn"},
  };
  // clang-format on
};

}  // namespace lintas::acdd::export_side
