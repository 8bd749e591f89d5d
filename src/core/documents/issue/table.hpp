#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/machine.hpp"
#include "core/documents/messages.hpp"

/// A certificate where it is issued, as data. Source: asw.md 3.1. Rows of ours: the alarms of its list of
/// states; a partner's answer to a cancellation that was withdrawn (so that both sides agree whichever
/// message overtakes); the re-transmission of 3.0, of what was cancelled with its cancellation; back-to-back
/// quantity (R-ASW-049). Decisions of ours:
/// - The last word of customs about an item counts, whatever state it finds (R-ASW-075). So what it has used
/// or
///   refused for good is ended only as far as the issuer knows, and a use may be taken back after a check.
/// - A clarification ends with what is said anew of the items that it names; what was refused meanwhile can
///   still be clarified.
/// - TECH_ERROR does not prove that customs has nothing: a repaired certificate may have overtaken the error.
///   So its cancellation waits for the answer, where the source has CANCELLED at once.
/// - What is refused, or claimed and not used in the end, can be cancelled: customs says whether it may.
/// - On paper the data may be at customs all the same: what it says of them is booked, with an alarm, and a
///   use on paper is refused from then on. Not so of customs that says that it counts both as one.
/// - What was used or refused on paper may be checked afterwards, and is told by letter likewise.
/// - A cancellation that went by letter is answered by one: that customs carried it out, took the use back,
/// or
///   keeps it. So is one that went as data and has had no answer for days (asw.md 3.1: telephone, letter).
/// - What customs says of a certificate that was never issued, or is cancelled or closed, is answered: so it
///   learns that the page that it has is none.
/// - Once it went out, as data or on paper, it is not altered (R-ASW-012), so another original needs a new
///   certificate.
namespace lintas::documents::issue_side {

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
  draft,
  applied,
  refused,
  issued,
  sent,
  received,
  tech_error,
  paper,
  available,
  partly_utilised,
  rejected,
  reassess,
  cancel_pending,
  cancel_refused,
  expired,
  utilised,
  rejected_final,
  cancelled,
  closed,
};

/// Stored: a number is never used again for another trigger.
enum class Trigger : std::uint8_t {
  receipt = 0,
  acknowledgement,
  already_used,
  use_reversed,
  response,
  retransmit_request,
  draft,
  submit,
  remove,
  refuse,
  give_back,
  approve,
  transmit,
  print,
  cancel,
  resend,
  switch_to_data,
  paper_result,
  withdraw,
  accept_use,
  clarify,
  keep_with_another,
  drawn,
  draw_undone,
  original_cancelled,
  service_late,
  not_sent,
  no_receipt,
  no_acknowledgement,
  still_faulty,
  expiry,
  no_answer,
  refusal_open,
  no_clarification,
  no_reassessment,
  retention,
  answer_by_letter,
};

/// What the guard of a trigger found. Stored: a number is never used again for another outcome.
enum class Case : std::uint8_t {
  any = 0,
  in_time,          ///< issued before or at shipment
  retroactive,      ///< after it, marked
  ok,               ///< the certificate was taken
  faulty,           ///< it was not
  cancellation_ok,  ///< the cancellation was taken
  used_whole,
  used_in_part,
  rejected,
  pending,
  sent_before,           ///< printed after it had been sent as data, or at customs, as that says
  some_open,             ///< items that were clarified wait for their reassessment
  clarifiable,           ///< an item is refused that was not clarified yet
  never_sent,            ///< on paper only: the partner has no data, and is written to
  cancellation_refused,  ///< the cancellation was not taken: it is claimed or used
};

struct Machine {
  using State = issue_side::State;
  using Trigger = issue_side::Trigger;
  using Case = issue_side::Case;

  static constexpr std::array states{
      StateFacts{State::none, "-", "No record", {}, "exporter"},
      StateFacts{State::draft, "DRAFT", "Draft", {}, "exporter"},
      StateFacts{State::applied, "APPLIED", "Applied", {}, "issuing authority", "service limit"},
      StateFacts{State::refused, "REFUSED", "Refused", {}, {}, {}, true},
      StateFacts{State::issued, "ISSUED", "Issued, not sent", {}, "issuing authority", "not sent, expiry"},
      StateFacts{State::sent, "SENT", "Sent", {}, "gateway", "no receipt, expiry"},
      StateFacts{State::received,
                 "RECEIVED",
                 "Received by the partner",
                 {},
                 "partner",
                 "no acknowledgement, expiry"},
      StateFacts{
          State::tech_error, "TECH_ERROR", "Refused by the partner's check", {}, "operator", "alarm, expiry"},
      StateFacts{State::paper, "PAPER", "On paper", {}, "issuing authority", "expiry"},
      StateFacts{State::available, "AVAILABLE", "Available at customs", {}, "importing customs", "expiry"},
      StateFacts{
          State::partly_utilised, "PARTLY_UTILISED", "Used in part", {}, "importing customs", "expiry"},
      StateFacts{State::rejected, "REJECTED", "Refused by customs", {}, "issuing authority", "clarification"},
      StateFacts{State::reassess, "REASSESS", "Under reassessment", {}, "importing customs", "reassessment"},
      StateFacts{
          State::cancel_pending, "CANCEL_PENDING", "Cancellation sent", {}, "importing customs", "no answer"},
      StateFacts{State::cancel_refused,
                 "CANCEL_REFUSED",
                 "Cancellation refused: already used",
                 {},
                 "issuing authority",
                 "alarm"},
      StateFacts{State::expired,
                 "EXPIRED",
                 "Expired, late acceptance possible",
                 {},
                 "importing customs",
                 "retention"},
      StateFacts{State::utilised, "UTILISED", "Used", {}, {}, {}, true, true},
      StateFacts{State::rejected_final, "REJECTED_FINAL", "Refused for good", {}, {}, {}, true, true},
      StateFacts{State::cancelled, "CANCELLED", "Cancelled", {}, {}, {}, true},
      StateFacts{State::closed, "CLOSED", "Closed unused", {}, {}, {}, true},
  };

  static constexpr std::array triggers{
      TriggerFacts{Trigger::receipt, "M L1", "signed receipt of the partner's gateway"},
      TriggerFacts{Trigger::acknowledgement, "M L2", "the partner's check of what it received"},
      TriggerFacts{Trigger::already_used, "M C1", "the certificate is used already"},
      TriggerFacts{Trigger::use_reversed, "M use reversed", "customs takes the use back"},
      TriggerFacts{Trigger::response, "M L3", "what customs says of each item"},
      TriggerFacts{Trigger::retransmit_request, "M CO.RETRANSMIT.REQ", "the partner lost data"},
      TriggerFacts{Trigger::draft, "O draft", "an application is begun or altered"},
      TriggerFacts{Trigger::submit, "O submit", "complete and authenticated"},
      TriggerFacts{Trigger::remove, "O delete", "the draft is thrown away"},
      TriggerFacts{Trigger::refuse, "O refuse", "the examination fails"},
      TriggerFacts{Trigger::give_back, "O return", "data are missing"},
      TriggerFacts{Trigger::approve, "O approve", "the certificate is issued"},
      TriggerFacts{Trigger::transmit, "S transmit", "partner switched on, exporter's word where needed",
                   "transmit"},
      TriggerFacts{Trigger::print, "O print", "partner not switched on, or technical failure"},
      TriggerFacts{Trigger::cancel, "O cancel", "by the issuing authority"},
      TriggerFacts{Trigger::resend, "O resend", "mapping repaired, same version"},
      TriggerFacts{Trigger::switch_to_data, "O switch to data", "partner switched on, paper surrendered"},
      TriggerFacts{Trigger::paper_result, "O paper result", "letter or note of the importing customs"},
      TriggerFacts{Trigger::withdraw, "O withdraw", "the cancellation, the partner being out of reach"},
      TriggerFacts{Trigger::accept_use, "O accept use", "the cancellation is given up"},
      TriggerFacts{Trigger::clarify, "O clarify", "the grounds of a refusal"},
      TriggerFacts{Trigger::keep_with_another, "O keep with another", "original, the first being cancelled"},
      TriggerFacts{Trigger::drawn, "M CO.DRAWN", "a back-to-back certificate lives on it"},
      TriggerFacts{Trigger::draw_undone, "M CO.DRAW.UNDONE", "that certificate is cancelled"},
      TriggerFacts{Trigger::original_cancelled, "S original cancelled", "an original of it was cancelled"},
      TriggerFacts{Trigger::service_late, "C service", "the application is not decided"},
      TriggerFacts{Trigger::not_sent, "C not sent", "issued and not sent"},
      TriggerFacts{Trigger::no_receipt, "C no receipt", "the same bytes again"},
      TriggerFacts{Trigger::no_acknowledgement, "C no L2", "received, never checked"},
      TriggerFacts{Trigger::still_faulty, "C error open", "nobody repaired or cancelled it"},
      TriggerFacts{Trigger::expiry, "C expiry", "the validity is over"},
      TriggerFacts{Trigger::no_answer, "C no answer", "to the cancellation"},
      TriggerFacts{Trigger::refusal_open, "C cancellation refused", "nobody accepted the use"},
      TriggerFacts{Trigger::no_clarification, "C clarification", "none was sent"},
      TriggerFacts{Trigger::no_reassessment, "C reassessment", "customs is silent"},
      TriggerFacts{Trigger::retention, "C retention", "kept long enough"},
      TriggerFacts{Trigger::answer_by_letter, "O answer by letter",
                   "of importing customs, to a cancellation"},
  };

  using R = Row<State, Trigger, Case>;
  // clang-format off
  static constexpr std::array rows = [] {
    using enum State;
    using T = Trigger;
    using C = Case;
    return std::array{
      R{{none},                   T::draft, C::any, draft},
      R{{draft},                  T::draft, C::any, Leads::same},
      R{{draft},                  T::submit, C::any, applied},
      R{{draft},                  T::remove, C::any, closed},
      R{{applied},                T::refuse, C::any, refused},
      R{{applied},                T::give_back, C::any, draft},
      R{{applied},                T::approve, C::in_time, issued},
      R{{applied},                T::approve, C::retroactive, issued},
      R{{applied},                T::service_late, C::any, Leads::same},

      R{{issued},                 T::transmit, C::any, sent, {co_issue}},
      R{{issued, sent, received}, T::print, C::any, paper},
      R{{issued, paper},          T::cancel, C::any, cancelled},
      R{{paper},                  T::cancel, C::sent_before, cancel_pending, {co_cancel}},
      R{{rejected},               T::cancel, C::never_sent, cancelled},
      R{{issued},                 T::not_sent, C::any, Leads::same},

      R{{sent},                   T::receipt, C::any, received},
      R{{sent},                   T::no_receipt, C::any, Leads::same, {co_issue}},
      R{{sent, received},         T::acknowledgement, C::ok, available},
      R{{sent, received},         T::acknowledgement, C::faulty, tech_error},
      R{{received},               T::no_acknowledgement, C::any, Leads::same},
      R{{tech_error},             T::acknowledgement, C::ok, available},  // of what was sent once more
      R{{tech_error},             T::resend, C::any, sent, {co_issue}},
      R{{tech_error},             T::still_faulty, C::any, Leads::same},

      R{{paper},                  T::switch_to_data, C::any, sent, {co_issue}},
      R{{paper, partly_utilised, rejected, reassess, expired, utilised, rejected_final},
                                  T::paper_result, C::used_whole, utilised},
      R{{paper, partly_utilised, rejected, reassess, expired, utilised, rejected_final},
                                  T::paper_result, C::used_in_part, partly_utilised},
      R{{paper, partly_utilised, rejected, reassess, expired, utilised, rejected_final},
                                  T::paper_result, C::pending, Leads::same},
      R{{paper, partly_utilised, rejected, utilised}, T::paper_result, C::rejected, rejected},
      R{{reassess, expired, rejected_final}, T::paper_result, C::rejected, rejected_final},
      R{{reassess},               T::paper_result, C::some_open, Leads::same},
      R{{reassess},               T::paper_result, C::clarifiable, rejected},
      // A use that overtakes its cancellation, or is told behind it.
      R{{cancel_pending},         T::paper_result, C::used_whole, cancel_refused},
      R{{cancel_pending},         T::paper_result, C::used_in_part, cancel_refused},
      R{{cancel_pending},         T::paper_result, C::rejected, Leads::same},
      R{{cancel_pending, cancel_refused}, T::paper_result, C::pending, Leads::same},
      R{{cancel_refused},         T::paper_result, C::used_whole, Leads::same},
      R{{cancel_refused},         T::paper_result, C::used_in_part, Leads::same},
      R{{cancel_refused},         T::paper_result, C::rejected, rejected},
      R{{paper, issued, sent, received, tech_error, available, partly_utilised},
                                  T::expiry, C::any, expired},

      R{{sent, received, tech_error, available, partly_utilised, rejected, cancel_refused},
                                  T::cancel, C::any, cancel_pending, {co_cancel}},
      R{{cancel_pending},         T::acknowledgement, C::cancellation_ok, cancelled},
      R{{cancel_pending},         T::already_used, C::any, cancel_refused},
      R{{cancel_pending},         T::response, C::used_whole, cancel_refused},
      R{{cancel_pending},         T::response, C::used_in_part, cancel_refused},
      R{{cancel_pending},         T::response, C::rejected, Leads::same},
      R{{cancel_pending},         T::no_answer, C::any, Leads::same, {co_cancel}},
      R{{cancel_pending},         T::withdraw, C::any, Leads::previous},
      // What still comes about the certificate itself: its answer, not that of the cancellation.
      R{{cancel_pending},         T::receipt, C::any, Leads::same},
      R{{cancel_pending},         T::acknowledgement, C::ok, Leads::same},
      R{{cancel_pending},         T::acknowledgement, C::faulty, Leads::same},
      // The partner carried out, or refused, what was withdrawn.
      R{{sent, received, tech_error, paper, available, partly_utilised, rejected, reassess, cancel_refused, expired,
         utilised, rejected_final}, T::acknowledgement, C::cancellation_ok, cancelled},
      R{{sent, received, tech_error, paper, available, partly_utilised},
                                  T::already_used, C::any, cancel_refused},
      R{{sent, received, tech_error, paper, available, partly_utilised, rejected, reassess, cancel_pending,
         cancel_refused, expired, utilised, rejected_final},
                                  T::answer_by_letter, C::cancellation_ok, cancelled},
      R{{sent, received, tech_error, paper, available, partly_utilised, cancel_pending},
                                  T::answer_by_letter, C::cancellation_refused, cancel_refused},
      R{{cancel_refused},         T::accept_use, C::any, utilised},
      R{{cancel_refused},         T::refusal_open, C::any, Leads::same},
      R{{sent, received, tech_error, paper, available, partly_utilised, rejected, reassess, cancel_pending,
         cancel_refused, expired, utilised, rejected_final}, T::use_reversed, C::any, cancelled},

      R{{paper, available, partly_utilised, rejected, reassess, expired, utilised, rejected_final},
                                  T::response, C::used_whole, utilised},
      R{{paper, available, partly_utilised, rejected, reassess, expired, utilised, rejected_final},
                                  T::response, C::used_in_part, partly_utilised},
      R{{paper, available, partly_utilised, rejected, cancel_refused, utilised},
                                  T::response, C::rejected, rejected},
      R{{paper, available, partly_utilised, rejected, reassess, cancel_pending, cancel_refused, expired, utilised,
         rejected_final},         T::response, C::pending, Leads::same},
      R{{cancel_refused},         T::response, C::used_whole, Leads::same},
      R{{cancel_refused},         T::response, C::used_in_part, Leads::same},
      R{{rejected},               T::clarify, C::any, reassess, {co_clarify}},
      R{{rejected},               T::clarify, C::never_sent, reassess},
      R{{rejected},               T::no_clarification, C::any, rejected_final},
      R{{reassess, expired, rejected_final}, T::response, C::rejected, rejected_final},
      R{{reassess},               T::response, C::some_open, Leads::same},
      R{{reassess},               T::response, C::clarifiable, rejected},
      R{{reassess},               T::no_reassessment, C::any, Leads::same},
      R{{expired},                T::retention, C::any, closed},

      R{{sent, received, tech_error, available, partly_utilised, rejected, reassess, cancel_pending,
         cancel_refused, expired, utilised, rejected_final},
                                  T::retransmit_request, C::any, Leads::same, {co_retransmit}},
      R{{cancelled},              T::retransmit_request, C::any, Leads::same, {co_retransmit, co_cancel}},
      R{{paper, available, partly_utilised, rejected, reassess, cancel_pending, cancel_refused, expired, utilised,
         rejected_final},         T::drawn, C::any, Leads::same},
      R{{paper, available, partly_utilised, rejected, reassess, cancel_pending, cancel_refused, expired, utilised,
         rejected_final, cancelled}, T::draw_undone, C::any, Leads::same},
      R{{issued, sent, received, tech_error, paper, available, partly_utilised, rejected, reassess,
         cancel_pending, cancel_refused, expired, utilised},
                                  T::original_cancelled, C::any, Leads::same},
      R{{issued},                 T::keep_with_another, C::any, Leads::same},
    };
  }();

  /// In the order of the states: - DRAFT APPLIED REFUSED ISSUED | SENT RECEIVED TECH_ERROR PAPER AVAILABLE |
  /// PARTLY_UTILISED REJECTED REASSESS CANCEL_PENDING CANCEL_REFUSED | EXPIRED UTILISED REJECTED_FINAL
  /// CANCELLED CLOSED.
  static constexpr std::array verdicts{
      Verdicts{Trigger::receipt,            "nnnnn" "rnnnn" "nnnrn" "nnnnn"},
      Verdicts{Trigger::acknowledgement,    "nnnnn" "rrrrr" "rrrrr" "rrrnn"},
      Verdicts{Trigger::already_used,       "nnnnn" "rrrrr" "rnnrn" "nnnnn"},
      Verdicts{Trigger::use_reversed,       "nnnnn" "rrrrr" "rrrrr" "rrrnn"},
      Verdicts{Trigger::response,           "xxxxx" "eeerr" "rrrrr" "rrrxx"},
      Verdicts{Trigger::retransmit_request, "xxxxx" "rrrxr" "rrrrr" "rrrrx"},
      Verdicts{Trigger::drawn,              "xxxxx" "eeerr" "rrrrr" "rrrxx"},
      Verdicts{Trigger::draw_undone,        "nnnnn" "eeerr" "rrrrr" "rrrrn"},
  };
  // clang-format on
};

}  // namespace lintas::documents::issue_side
