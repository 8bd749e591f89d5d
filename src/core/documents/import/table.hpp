#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/machine.hpp"
#include "core/documents/messages.hpp"

/// A certificate where its goods are imported, as data or on paper. Source: asw.md 3.1. Rows of ours: one
/// item decided while others wait (OCP R16.3, R-ASW-056), also when it is assessed again; what is left after
/// a check (R-ASW-075); a message that comes twice; a cancellation of what back-to-back certificates live on
/// (R-ASW-049). Decisions of ours:
/// - A clarification names the refusals that it answers. It waits while the certificate is decided about, and
///   opens what was refused for want of one: the issuer's clock began later than ours.
/// - What is refused or closed and was never used can be cancelled.
/// - Of a certificate and the one that takes its place only one gives preference (R-DOC-038): the older is
/// not
///   claimed once the newer is here, nor the newer while the older is claimed or used.
/// - What expired after a part of it was used can be checked as long as what was used whole.
/// - The issuer is told of a use that is kept only if something was decided; of a mere claim C1 said it.
/// - The ninety days of a check run from the issuer's L2 of the request, since that is the proof of receipt
///   that comes here; without one, from our sending.
/// - Paper and data are one certificate, counted as one (R-ASW-002): an officer records the page, and from
///   then on its life is that of data. Data that come later and agree take its place, with all that is
///   booked; those that differ wait in DIFFERS until somebody settles it, and stay here while the page is
///   kept. A page whose data are here is not recorded (R-DOC-057), unless the data cannot be read. A page on
///   which nothing hangs can be withdrawn, and what it took the place of is what it was.
/// - What its issuer could not book of what customs said is shown until customs says it anew: each response
///   says all that was said. The same is said again once the issuer can take it; not while the certificate
///   itself is in question.
namespace lintas::documents::import_side {

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
  valid,
  claimed,
  accepted,
  part_used,
  mfn,
  under_check,
  visit,
  rejected,
  reassess,
  conflict,
  expired,
  rejected_final,
  cancelled,
  closed,
  differs,
};

/// Stored: a number is never used again for another trigger.
enum class Trigger : std::uint8_t {
  certificate = 0,
  cancel,
  clarify,
  check_result,
  claim,
  release_claim,
  accept,
  refuse,
  classify,
  settle,
  settle_against,
  check,
  satisfied,
  visit,
  keep_use,
  reverse_use,
  ask_again,
  drawn,
  draw_undone,
  refusal_clock,
  classification_open,
  no_reply,
  whole_process,
  visit_steps,
  no_clarification,
  reassessing,
  conflict_open,
  expiry,
  retention,
  acknowledgement,
  record_reply,
  replaced,
  record_paper,
  take_data,
  keep_paper,
  differs_open,
  withdraw_page,
  place_given_back,
  say_again,
};

/// What the guard of a trigger found. Stored: a number is never used again for another outcome.
enum class Case : std::uint8_t {
  any = 0,
  good,     ///< valid, stored durably; of what is here on paper: they agree
  faulty,   ///< not readable, or a rule broken
  again,    ///< known, with the same content
  altered,  ///< known, with other content (R-ASW-009)
  unused,
  in_use,     ///< used in part, or back-to-back certificates live on it
  some_open,  ///< other claimed items wait
  whole,
  quantity_left,
  some_refused,     ///< an item is refused, so the document is
  clarifiable,      ///< an item is refused that the issuer has not clarified
  decided,          ///< customs has said something of an item
  differs,          ///< data of what is here on paper say another thing than the page
  differs_decided,  ///< nobody has settled yet what differs, and customs has said something of an item
  not_taken,        ///< what customs said of items could not be booked by the issuer
};

struct Machine {
  using State = import_side::State;
  using Trigger = import_side::Trigger;
  using Case = import_side::Case;

  static constexpr std::array states{
      StateFacts{State::none, "-", "No record", {}, "issuing side"},
      StateFacts{State::tech_error, "TECH_ERROR", "Not readable or invalid", {}, "issuing side"},
      StateFacts{State::valid, "VALID", "Valid, not claimed", {}, "importer", "expiry"},
      StateFacts{State::claimed, "CLAIMED", "Claimed by a declaration", {}, "customs", "refusal clock"},
      StateFacts{State::accepted, "ACCEPTED", "Preference given", {}, {}, "retention"},
      StateFacts{State::part_used, "PART_USED", "Quantity left", {}, "importer", "expiry"},
      StateFacts{
          State::mfn, "MFN", "Released at the higher rate, classification open", {}, "customs", "alarm"},
      StateFacts{State::under_check,
                 "UNDER_CHECK",
                 "Retroactive check",
                 {},
                 "issuing authority",
                 "reply, whole process"},
      StateFacts{State::visit, "VISIT", "Visit", {}, "customs", "steps of the visit, whole process"},
      StateFacts{State::rejected,
                 "REJECTED",
                 "Preference refused",
                 {},
                 "issuing authority, importer",
                 "clarification"},
      StateFacts{State::reassess, "REASSESS", "Assessed again", {}, "customs", "alarm"},
      StateFacts{State::conflict,
                 "CONFLICT",
                 "Cancelled by the issuer although claimed or used",
                 {},
                 "customs",
                 "alarm"},
      StateFacts{State::expired, "EXPIRED", "Expired, late acceptance possible", {}, "importer", "retention"},
      StateFacts{State::rejected_final, "REJECTED_FINAL", "Refused for good", {}, {}, {}, true, true},
      StateFacts{State::cancelled, "CANCELLED", "Cancelled", {}, {}, {}, true},
      StateFacts{State::closed, "CLOSED", "Closed", {}, {}, {}, true, true},
      StateFacts{State::differs, "DIFFERS", "Paper and data differ", {}, "customs", "alarm"},
  };

  static constexpr std::array triggers{
      TriggerFacts{Trigger::certificate, "M certificate", "as issued, re-issued or sent again"},
      TriggerFacts{Trigger::cancel, "M CO.CANCEL", "the issuer cancels or replaces it, also by letter",
                   "record cancellation"},
      TriggerFacts{Trigger::clarify, "M CO.CLARIFY", "the issuer clarifies the grounds of a refusal"},
      TriggerFacts{Trigger::check_result, "M CO.VERIFY.RESULT", "the issuer's reply to a check"},
      TriggerFacts{Trigger::claim, "S claim", "a declaration quotes the number and invoices", "claim"},
      TriggerFacts{Trigger::release_claim, "S release claim", "the declaration is cancelled or amended",
                   "release claim"},
      TriggerFacts{Trigger::accept, "O accept", "items, whole or in part, with minor discrepancies at most"},
      TriggerFacts{Trigger::refuse, "O refuse", "items, each for a reason"},
      TriggerFacts{Trigger::classify, "O classification differs", "released at the higher rate"},
      TriggerFacts{Trigger::settle, "O settled", "the claimed code is right, or as good"},
      TriggerFacts{Trigger::settle_against, "O settled against", "the claimed code is wrong"},
      TriggerFacts{Trigger::check, "O check", "random, or reasonable doubt with reasons"},
      TriggerFacts{Trigger::satisfied, "O satisfied", "with the reply, or the visit"},
      TriggerFacts{Trigger::visit, "O visit", "notice to four parties"},
      TriggerFacts{Trigger::keep_use, "O keep use", "the use stays on record"},
      TriggerFacts{Trigger::reverse_use, "O reverse use", "declaration corrected, duty collected"},
      TriggerFacts{Trigger::ask_again, "O ask again", "for the certificate, after loss of data"},
      TriggerFacts{Trigger::drawn, "S drawn", "a back-to-back certificate lives on it"},
      TriggerFacts{Trigger::draw_undone, "S draw undone", "that certificate is cancelled"},
      TriggerFacts{Trigger::refusal_clock, "C refusal clock", "a claim is not decided"},
      TriggerFacts{Trigger::classification_open, "C open classification", "nobody settled it"},
      TriggerFacts{Trigger::no_reply, "C reply", "of the issuer: refuse, visit or wait"},
      TriggerFacts{Trigger::whole_process, "C whole process", "of a check: decide"},
      TriggerFacts{Trigger::visit_steps, "C visit steps", "consent, or the visit itself"},
      TriggerFacts{Trigger::no_clarification, "C clarification", "none came"},
      TriggerFacts{Trigger::reassessing, "C reassessment", "customs has not assessed again"},
      TriggerFacts{Trigger::conflict_open, "C conflict", "nobody decided"},
      TriggerFacts{Trigger::expiry, "C expiry", "the validity is over"},
      TriggerFacts{Trigger::retention, "C retention", "kept long enough"},
      TriggerFacts{Trigger::acknowledgement, "M L2", "the issuer's check of what it received"},
      TriggerFacts{Trigger::record_reply, "O record reply", "the issuer's reply to a check, by letter"},
      TriggerFacts{Trigger::replaced, "S replaced", "a certificate came that takes its place"},
      TriggerFacts{Trigger::record_paper, "O record paper", "presented with a declaration"},
      TriggerFacts{Trigger::take_data, "O take data",
                   "they hold, and what was used on paper is used of them"},
      TriggerFacts{Trigger::keep_paper, "O keep paper", "the page holds, and its issuer is asked"},
      TriggerFacts{Trigger::differs_open, "C paper and data", "nobody settled what differs"},
      TriggerFacts{Trigger::withdraw_page, "O withdraw page",
                   "it was recorded wrongly, and nothing hangs on it"},
      TriggerFacts{Trigger::place_given_back, "S place given back",
                   "the page that took its place was withdrawn, or recorded wrongly"},
      TriggerFacts{Trigger::say_again, "O say again", "what its issuer did not take"},
  };

  using R = Row<State, Trigger, Case>;
  // clang-format off
  static constexpr std::array rows = [] {
    using enum State;
    using T = Trigger;
    using C = Case;
    return std::array{
      R{{none, tech_error},       T::certificate, C::good, valid, {l2_ok}},
      R{{none, tech_error},       T::record_paper, C::any, valid},
      R{{valid, expired},         T::withdraw_page, C::any, none},
      // Its number is here as that of a page, written otherwise: an officer says whether they are two.
      R{{none, tech_error},       T::certificate, C::differs, State::differs, {l2_ok}},
      // Data of what was recorded from paper. What was used on paper is told with them.
      R{{valid, claimed, expired}, T::certificate, C::good, Leads::same, {l2_ok}},
      R{{claimed, accepted, part_used, mfn, under_check, visit, rejected, reassess, expired, rejected_final},
                                  T::certificate, C::decided, Leads::same, {l2_ok, co_response}},
      R{{valid, claimed, accepted, part_used, mfn, under_check, visit, rejected, reassess, expired,
         rejected_final},         T::certificate, C::differs, State::differs, {l2_ok}},
      R{{State::differs},         T::certificate, C::good, Leads::previous, {l2_ok}},
      R{{State::differs},         T::certificate, C::decided, Leads::previous, {l2_ok, co_response}},
      R{{State::differs},         T::certificate, C::differs, Leads::same, {l2_ok}},
      R{{State::differs},         T::take_data, C::any, Leads::previous},
      R{{State::differs},         T::take_data, C::decided, Leads::previous, {co_response}},
      R{{State::differs},         T::keep_paper, C::any, Leads::previous},
      // A page that was kept: its data are still here, and can be taken as soon as all that is booked fits.
      R{{valid, claimed, expired}, T::take_data, C::any, Leads::previous},
      R{{claimed, accepted, part_used, mfn, under_check, visit, rejected, reassess, expired, rejected_final},
                                  T::take_data, C::decided, Leads::previous, {co_response}},
      R{{State::differs},         T::release_claim, C::any, Leads::same},
      R{{State::conflict},        T::certificate, C::good, Leads::same, {l2_ok}},
      R{{State::conflict},        T::certificate, C::differs, Leads::same, {l2_ok}},
      R{{State::differs},         T::differs_open, C::any, Leads::same},
      R{{State::differs},         T::refusal_clock, C::any, Leads::same},
      R{{State::differs},         T::no_reply, C::any, Leads::same},
      R{{State::differs},         T::whole_process, C::any, Leads::same},
      R{{State::differs},         T::visit_steps, C::any, Leads::same},
      R{{none},                   T::certificate, C::faulty, tech_error, {l2_error}},
      R{{tech_error},             T::certificate, C::faulty, Leads::same, {l2_error}},
      R{{valid, claimed, accepted, part_used, mfn, under_check, visit, rejected, reassess, State::conflict, expired,
         rejected_final, cancelled, closed, State::differs},
                                  T::certificate, C::again, Leads::same, {l2_ok}},
      R{{valid, claimed, accepted, part_used, mfn, under_check, visit, rejected, reassess, State::conflict, expired,
         rejected_final, cancelled, closed, State::differs},
                                  T::certificate, C::altered, Leads::same, {l2_error}},
      R{{none, valid, claimed, accepted, part_used, mfn, under_check, visit, rejected, reassess, State::conflict,
         expired, State::differs}, T::ask_again, C::any, Leads::same, {co_retransmit_request}},

      R{{valid, part_used},       T::claim, C::any, claimed},
      R{{expired},                T::claim, C::any, claimed},
      R{{claimed},                T::release_claim, C::any, Leads::previous},
      R{{claimed},                T::accept, C::some_open, Leads::same, {co_response}},
      R{{claimed},                T::accept, C::whole, accepted, {co_response}},
      R{{claimed},                T::accept, C::quantity_left, part_used, {co_response}},
      R{{claimed},                T::accept, C::some_refused, rejected, {co_response}},
      R{{claimed},                T::classify, C::any, mfn, {co_response}},
      R{{claimed, accepted, part_used, expired}, T::check, C::any, under_check, {co_verify_request, co_response}},
      R{{claimed},                T::refuse, C::some_open, Leads::same, {co_response}},
      R{{claimed},                T::refuse, C::some_refused, rejected, {co_response}},
      R{{claimed},                T::refusal_clock, C::any, Leads::same},

      R{{mfn},                    T::settle, C::whole, accepted, {co_response}},
      R{{mfn},                    T::settle, C::quantity_left, part_used, {co_response}},
      R{{mfn},                    T::settle, C::some_refused, rejected, {co_response}},
      R{{mfn},                    T::settle_against, C::some_refused, rejected, {co_response}},
      R{{mfn},                    T::classification_open, C::any, Leads::same},

      R{{under_check, visit, State::differs}, T::check_result, C::any, Leads::same},
      R{{under_check, visit},     T::record_reply, C::any, Leads::same},
      R{{under_check, visit, State::differs}, T::acknowledgement, C::any, Leads::same},
      R{{claimed, accepted, part_used, mfn, under_check, visit, rejected, reassess, State::conflict, expired,
         rejected_final, State::differs}, T::acknowledgement, C::not_taken, Leads::same},
      R{{claimed, accepted, part_used, mfn, under_check, visit, rejected, reassess, expired, rejected_final},
                                  T::say_again, C::any, Leads::same, {co_response}},
      R{{under_check, visit},     T::satisfied, C::whole, accepted, {co_verify_decision, co_response}},
      R{{under_check, visit},     T::satisfied, C::quantity_left, part_used, {co_verify_decision, co_response}},
      R{{under_check, visit},     T::satisfied, C::some_refused, rejected, {co_verify_decision, co_response}},
      R{{under_check},            T::visit, C::any, visit, {visit_notice}},
      R{{under_check, visit},     T::refuse, C::some_refused, rejected, {co_verify_decision, co_response}},
      R{{under_check},            T::no_reply, C::any, Leads::same},
      R{{under_check, visit},     T::whole_process, C::any, Leads::same},
      R{{visit},                  T::visit_steps, C::any, Leads::same},

      R{{rejected, rejected_final}, T::clarify, C::any, reassess},
      R{{rejected},               T::no_clarification, C::any, rejected_final},
      R{{reassess},               T::accept, C::whole, accepted, {co_response}},
      R{{reassess},               T::accept, C::quantity_left, part_used, {co_response}},
      R{{reassess},               T::accept, C::some_open, Leads::same, {co_response}},
      R{{reassess},               T::accept, C::some_refused, rejected_final, {co_response}},
      R{{reassess},               T::accept, C::clarifiable, rejected, {co_response}},
      R{{reassess},               T::refuse, C::some_open, Leads::same, {co_response}},
      R{{reassess},               T::refuse, C::some_refused, rejected_final, {co_response}},
      R{{reassess},               T::refuse, C::clarifiable, rejected, {co_response}},
      R{{reassess},               T::reassessing, C::any, Leads::same},

      R{{tech_error},             T::cancel, C::unused, cancelled, {l2_ok}},
      R{{valid, expired, rejected, rejected_final, closed, State::differs},
                                  T::cancel, C::unused, cancelled, {l2_ok}},
      R{{valid, expired, rejected, rejected_final, State::differs},
                                  T::cancel, C::in_use, State::conflict, {c1_conflict}},
      R{{closed},                 T::cancel, C::in_use, Leads::same, {c1_conflict}},
      R{{claimed, accepted, part_used, mfn, under_check, visit, reassess},
                                  T::cancel, C::any, State::conflict, {c1_conflict}},
      R{{State::conflict},        T::cancel, C::any, Leads::same, {c1_conflict}},
      R{{cancelled},              T::cancel, C::any, Leads::same, {l2_ok}},
      R{{State::conflict},        T::keep_use, C::any, Leads::previous},
      R{{State::conflict},        T::keep_use, C::decided, Leads::previous, {co_response}},
      R{{State::conflict},        T::keep_use, C::differs, State::differs},
      R{{State::conflict},        T::keep_use, C::differs_decided, State::differs, {co_response}},
      R{{State::conflict},        T::reverse_use, C::any, cancelled, {l3_use_reversed}},
      R{{State::conflict},        T::conflict_open, C::any, Leads::same},

      R{{valid, part_used},       T::expiry, C::any, expired},
      R{{accepted, expired},      T::retention, C::any, closed},

      R{{valid, claimed, accepted, part_used}, T::drawn, C::any, Leads::same, {co_drawn}},
      R{{valid, claimed, accepted, part_used, mfn, under_check, visit, rejected, reassess, State::conflict, expired,
         rejected_final, cancelled, State::differs}, T::draw_undone, C::any, Leads::same, {co_draw_undone}},
      R{{tech_error, valid, claimed, accepted, part_used, mfn, under_check, visit, rejected, reassess,
         State::conflict, expired, State::differs}, T::replaced, C::any, Leads::same},
      // Also of a page that was withdrawn meanwhile: what took its place would be remembered for good.
      R{{none, tech_error, valid, claimed, accepted, part_used, mfn, under_check, visit, rejected, reassess,
         State::conflict, expired, State::differs}, T::place_given_back, C::any, Leads::same},
    };
  }();

  /// In the order of the states: - TECH_ERROR VALID CLAIMED | ACCEPTED PART_USED MFN UNDER_CHECK | VISIT
  /// REJECTED REASSESS CONFLICT | EXPIRED REJECTED_FINAL CANCELLED CLOSED | DIFFERS.
  static constexpr std::array verdicts{
      Verdicts{Trigger::certificate,  "rrrr" "rrrr" "rrrr" "rrrr" "r"},
      Verdicts{Trigger::cancel,       "errr" "rrrr" "rrrr" "rrrr" "r"},
      Verdicts{Trigger::clarify,      "eene" "nnee" "eree" "nrnn" "e"},
      Verdicts{Trigger::check_result, "eenn" "nnnr" "rnnn" "nnnn" "r"},
      Verdicts{Trigger::acknowledgement, "nnnr" "rrrr" "rrrr" "rrnn" "r"},
  };
  // clang-format on
};

}  // namespace lintas::documents::import_side
