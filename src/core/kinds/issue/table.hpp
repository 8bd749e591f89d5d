#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/machine.hpp"
#include "core/kinds/messages.hpp"

/// A document of a kind that is data, where it is issued (docs/adr/0037). One table for each life: what
/// differs between them is when nothing is left of a document. Decisions of ours:
/// - Four facts are told apart: the partner's gateway has it (the receipt of its lane), its node has taken
/// it,
///   its authority has answered, it was used. None is inferred from another (asw.md 2.2): a state that never
///   answers leaves a document TAKEN, and one whose check was repaired silently may speak of use first.
/// - What is cancelled is asked, not decided alone: the receiving state may have used it up.
/// - What takes the place of another cancels it by the same step, and the cancellation names it (R-ASW-115).
/// - A use that crosses a cancellation, or comes after the last day, is booked: it was decided before.
/// - A use that cannot be, of more than is left or of what was cancelled, changes nothing, and somebody has
/// to look at it: both nodes keep the same account.
/// - What does not go as data is issued all the same, and says so.
/// - That no answer came stands, past the last day too, until one comes, or somebody looked at it; the next
/// time that the same is sent again it is told anew.
namespace lintas::kinds::issue_side {

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
  issued,
  sent,
  tech_error,
  taken,
  accepted,
  refused,
  in_use,
  used,
  cancel_requested,
  cancelled,
  replaced,
  expired,
  closed,
};

/// Stored: a number is never used again for another trigger.
enum class Trigger : std::uint8_t {
  answer = 0,
  use,
  issue,
  send,
  cancel,
  replace,
  resend,
  no_answer,
  expiry,
  retention,
  look,
};

/// What the guard of a trigger found. Stored: a number is never used again for another outcome.
enum class Case : std::uint8_t {
  any = 0,
  goes,   ///< the two states exchange documents of the kind as data
  kept,   ///< they do not
  taken,  ///< of an answer, what it says
  faulty,
  accepted,
  refused,
  cancelled,
  replaced,  ///< cancelled, and another one is in its place
  not_cancelled,
  part,        ///< something is left
  whole,       ///< nothing is
  not_booked,  ///< of a use: so much is not left, or the document is not used any more
};

struct Machine {
  using State = issue_side::State;
  using Trigger = issue_side::Trigger;
  using Case = issue_side::Case;

  static constexpr std::array states{
      StateFacts{State::none, "-", "No record", {}, "issuing authority"},
      StateFacts{
          State::issued, "ISSUED", "Issued, not sent as data", {}, "issuing authority", "expiry, retention"},
      StateFacts{State::sent, "SENT", "Sent", {}, "receiving state", "no answer, expiry"},
      StateFacts{State::tech_error,
                 "TECH_ERROR",
                 "Refused by the partner's check",
                 {},
                 "issuing authority",
                 "expiry, retention"},
      StateFacts{State::taken, "TAKEN", "Taken by the receiving state", {}, {}, "expiry, retention"},
      StateFacts{State::accepted, "ACCEPTED", "Accepted there", {}, {}, "expiry, retention"},
      StateFacts{State::refused, "REFUSED", "Refused there", {}, "issuing authority", "expiry, retention"},
      StateFacts{State::in_use, "IN_USE", "Used in part", {}, {}, "expiry, retention"},
      StateFacts{State::used, "USED", "Used up", {}, {}, "retention", true, true},
      StateFacts{State::cancel_requested,
                 "CANCEL_REQUESTED",
                 "Cancellation requested",
                 {},
                 "receiving state",
                 "no answer"},
      StateFacts{State::cancelled, "CANCELLED", "Cancelled", {}, {}, "retention", true, true},
      StateFacts{State::replaced, "REPLACED", "Replaced by another", {}, {}, "retention", true, true},
      StateFacts{State::expired, "EXPIRED", "Its last day is over", {}, {}, "retention", true, true},
      StateFacts{State::closed, "CLOSED", "Put away", {}, {}, {}, true},
  };

  static constexpr std::array triggers{
      TriggerFacts{Trigger::answer, "M DOC.ANSWER", "what the receiving state says of it"},
      TriggerFacts{Trigger::use, "M DOC.USE", "the receiving state used it"},
      TriggerFacts{Trigger::issue, "O issue", "the authority issues it"},
      TriggerFacts{Trigger::send, "O send", "the states exchange such documents by now"},
      TriggerFacts{Trigger::cancel, "O cancel", "the authority withdraws it"},
      TriggerFacts{Trigger::replace, "S replace", "another one is issued in its place"},
      TriggerFacts{Trigger::resend, "O resend", "what kept the partner from taking it is repaired"},
      TriggerFacts{Trigger::no_answer, "C no answer", "the same octets again, and an alarm"},
      TriggerFacts{Trigger::expiry, "C expiry", "its last day is over"},
      TriggerFacts{Trigger::retention, "C retention", "kept long enough"},
      TriggerFacts{Trigger::look, "O look", "somebody looked at what the alarm says", "look at the alarm"},
  };

  using R = Row<State, Trigger, Case>;
  // clang-format off
  static constexpr std::array rows = [] {
    using enum State;
    using T = Trigger;
    using C = Case;
    return std::array{
      R{{none},                   T::issue, C::goes, sent, {doc_send}},
      R{{none},                   T::issue, C::kept, issued},
      R{{issued},                 T::send, C::any, sent, {doc_send}},
      R{{tech_error},             T::resend, C::any, sent, {doc_send}},

      R{{sent, tech_error},       T::answer, C::taken, taken},
      R{{sent, tech_error},       T::answer, C::faulty, tech_error},
      R{{sent, tech_error, taken, State::accepted, State::refused}, T::answer, C::accepted, State::accepted},
      R{{sent, tech_error, taken, State::accepted, State::refused}, T::answer, C::refused, State::refused},
      R{{sent, tech_error, taken, State::accepted, State::refused, in_use, expired}, T::use, C::part, in_use},
      R{{sent, tech_error, taken, State::accepted, State::refused, in_use, expired}, T::use, C::whole, used},
      R{{cancel_requested},       T::use, C::part, Leads::same},
      R{{cancel_requested},       T::use, C::whole, Leads::same},
      R{{issued, sent, tech_error, taken, State::accepted, State::refused, in_use, used, cancel_requested,
         State::cancelled, State::replaced, expired, closed}, T::use, C::not_booked, Leads::same},

      // What comes when its last day is over is told all the same.
      R{{expired},                T::answer, C::taken, Leads::same},
      R{{expired},                T::answer, C::faulty, Leads::same},
      R{{expired},                T::answer, C::accepted, Leads::same},
      R{{expired},                T::answer, C::refused, Leads::same},

      R{{issued},                 T::cancel, C::any, State::cancelled},
      R{{issued},                 T::replace, C::any, State::replaced},
      R{{sent, tech_error, taken, State::accepted, State::refused, in_use},
                                  T::cancel, C::any, cancel_requested, {doc_cancel}},
      R{{sent, tech_error, taken, State::accepted, State::refused, in_use},
                                  T::replace, C::any, cancel_requested, {doc_cancel}},
      R{{cancel_requested},       T::answer, C::cancelled, State::cancelled},
      R{{cancel_requested},       T::answer, C::replaced, State::replaced},
      R{{cancel_requested},       T::answer, C::not_cancelled, used},

      R{{sent},                   T::no_answer, C::any, Leads::same, {doc_send}},
      R{{cancel_requested},       T::no_answer, C::any, Leads::same, {doc_cancel}},
      R{{issued, sent, tech_error, taken, State::accepted, State::refused, in_use}, T::expiry, C::any, expired},
      R{{issued, tech_error, taken, State::accepted, State::refused, in_use, used, State::cancelled, State::replaced,
         expired},                T::retention, C::any, closed},
      R{{issued, sent, tech_error, taken, State::accepted, State::refused, in_use, used, cancel_requested,
         State::cancelled, State::replaced, expired, closed}, T::look, C::any, Leads::same},
    };
  }();

  static constexpr std::array verdicts{
      //                      - ISS SENT ERR TAKEN ACC REF PART USED CREQ CANC REPL EXP CLOSED
      Verdicts{Trigger::answer, "nnrrrrrnnrnnrn"},
      Verdicts{Trigger::use,    "nrrrrrrrrrrrrr"},
  };
  // clang-format on
};

}  // namespace lintas::kinds::issue_side
