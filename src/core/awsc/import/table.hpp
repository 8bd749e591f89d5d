#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/machine.hpp"
#include "core/documents/messages.hpp"

/// An origin declaration where it is presented (docs/adr/0039). Decisions of ours:
/// - Each item is decided on by itself and used once it is accepted, whatever becomes of the others
/// (R-ASW-056).
/// - The sixty days of a refusal count from the presentation: of a declaration nothing comes before it
/// (R-ASW-072).
/// - Who presented it wrongly presents it again, as long as nothing of it was used.
/// - A check (OCP R18) is that of a certificate, by the same messages (docs/adr/0052): its items wait for its
/// end, and are then given preference or refused; what was accepted of the others is used meanwhile. What was
/// used of an item before its check stays on record, whatever becomes of its preference.
/// - All that nobody has decided on is checked or decided before (R-ASW-056), so that a check leaves nothing
/// open and the sixty days of a refusal need no pause.
namespace lintas::awsc::import_side {

using documents::co_verify_decision;
using documents::co_verify_request;
using documents::visit_notice;
using machine::Leads;
using machine::Row;
using machine::StateFacts;
using machine::TriggerFacts;
using machine::Verdicts;

/// Stored: a number is never used again for another state.
enum class State : std::uint8_t {
  none = 0,
  presented,
  accepted,
  refused,
  used,
  withdrawn,
  closed,
  under_check,
  visit,
};

/// Stored: a number is never used again for another trigger.
enum class Trigger : std::uint8_t {
  present = 0,
  accept,
  refuse,
  use,
  reassess,
  withdraw,
  warning,
  refusal,
  retention,
  check,
  check_result,
  acknowledgement,
  satisfied,
  visit,
  record_reply,
  no_reply,
  whole_process,
  visit_steps,
};

/// What the guard of a trigger found. Stored: a number is never used again for another outcome.
enum class Case : std::uint8_t {
  any = 0,
  more,     ///< items are left that nobody has decided on
  decided,  ///< none is, and of accepted ones something is left
  spent,    ///< none is, and nothing is left
  nothing,  ///< none is, and none was accepted
  again,    ///< the same declaration, with another import
};

struct Machine {
  using State = import_side::State;
  using Trigger = import_side::Trigger;
  using Case = import_side::Case;

  static constexpr std::array states{
      StateFacts{State::none, "-", "No record", {}, "importer"},
      StateFacts{State::presented, "PRESENTED", "Presented, not decided", {}, "customs", "refusal clock"},
      StateFacts{State::accepted, "ACCEPTED", "Preference given", {}, "importer", "retention"},
      StateFacts{State::refused, "REFUSED", "Preference refused", {}, "exporter", "retention"},
      StateFacts{State::used, "USED", "Used up", {}, {}, "retention", true, true},
      StateFacts{State::withdrawn, "WITHDRAWN", "Presentation withdrawn", {}, "importer", "retention"},
      StateFacts{State::closed, "CLOSED", "Put away", {}, {}, {}, true},
      StateFacts{State::under_check,
                 "UNDER_CHECK",
                 "Retroactive check",
                 {},
                 "authority of the exporter",
                 "reply, whole process"},
      StateFacts{State::visit, "VISIT", "Visit", {}, "customs", "steps of the visit, whole process"},
  };

  static constexpr std::array triggers{
      TriggerFacts{Trigger::present, "O present", "it is presented with an import"},
      TriggerFacts{Trigger::accept, "O accept", "preference is given for items"},
      TriggerFacts{Trigger::refuse, "O refuse", "preference is refused for items"},
      TriggerFacts{Trigger::use, "O use", "an import declaration takes a quantity"},
      TriggerFacts{Trigger::reassess, "O reassess", "what was refused is decided on again"},
      TriggerFacts{Trigger::withdraw, "O withdraw", "the presentation is withdrawn"},
      TriggerFacts{Trigger::warning, "C refusal warning", "the days of a refusal are nearly over"},
      TriggerFacts{Trigger::refusal, "C refusal", "the days of a refusal are over"},
      TriggerFacts{Trigger::retention, "C retention", "kept long enough"},
      TriggerFacts{Trigger::check, "O check", "random, or reasonable doubt with reasons"},
      TriggerFacts{Trigger::check_result, "M CO.VERIFY.RESULT", "the reply of the exporter's authority"},
      TriggerFacts{Trigger::acknowledgement, "M L2", "its check of what it received"},
      TriggerFacts{Trigger::satisfied, "O satisfied", "with the reply, or the visit"},
      TriggerFacts{Trigger::visit, "O visit", "notice to four parties"},
      TriggerFacts{Trigger::record_reply, "O record reply", "the authority's reply, by letter"},
      TriggerFacts{Trigger::no_reply, "C reply", "of the authority: refuse, visit or wait"},
      TriggerFacts{Trigger::whole_process, "C whole process", "of a check: decide"},
      TriggerFacts{Trigger::visit_steps, "C visit steps", "consent, or the visit itself"},
  };

  using R = Row<State, Trigger, Case>;
  // clang-format off
  static constexpr std::array rows = [] {
    using enum State;
    using T = Trigger;
    using C = Case;
    return std::array{
      R{{none, withdrawn},     T::present,  C::any,     presented},
      R{{presented, accepted, refused, used, under_check, State::visit}, T::present, C::again, Leads::same},
      R{{presented},           T::accept,   C::more,    Leads::same},
      R{{presented},           T::accept,   C::decided, accepted},
      R{{presented},           T::accept,   C::spent,   used},
      R{{presented},           T::refuse,   C::more,    Leads::same},
      R{{presented},           T::refuse,   C::decided, accepted},
      R{{presented},           T::refuse,   C::spent,   used},
      R{{presented},           T::refuse,   C::nothing, refused},
      R{{presented},           T::use,      C::more,    Leads::same},
      R{{accepted},            T::use,      C::decided, Leads::same},
      R{{accepted},            T::use,      C::spent,   used},
      R{{accepted, refused, used}, T::reassess, C::any, presented},
      R{{presented},           T::withdraw, C::any,     withdrawn},
      R{{presented},           T::warning,  C::any,     Leads::same},
      R{{presented},           T::refusal,  C::any,     Leads::same},
      R{{accepted, refused, used, withdrawn}, T::retention, C::any, closed},
      R{{presented, accepted, used}, T::check,  C::any, under_check, {co_verify_request}},
      R{{under_check, State::visit}, T::check_result, C::any, Leads::same},
      R{{under_check, State::visit}, T::record_reply, C::any, Leads::same},
      R{{under_check, State::visit}, T::acknowledgement, C::any, Leads::same},
      R{{under_check, State::visit}, T::use,       C::more,    Leads::same},
      R{{under_check, State::visit}, T::satisfied, C::decided, accepted, {co_verify_decision}},
      R{{under_check, State::visit}, T::satisfied, C::spent,   used,     {co_verify_decision}},
      R{{under_check, State::visit}, T::refuse,    C::decided, accepted, {co_verify_decision}},
      R{{under_check, State::visit}, T::refuse,    C::spent,   used,     {co_verify_decision}},
      R{{under_check, State::visit}, T::refuse,    C::nothing, refused,  {co_verify_decision}},
      R{{under_check},        T::visit,        C::any, State::visit, {visit_notice}},
      R{{under_check},        T::no_reply,     C::any, Leads::same},
      R{{under_check, State::visit}, T::whole_process, C::any, Leads::same},
      R{{State::visit},       T::visit_steps,  C::any, Leads::same},
    };
  }();

  static constexpr std::array verdicts{
      //                               - PRE ACC REF USE WIT CLO UND VIS
      Verdicts{Trigger::check_result,    "nnnnnnnrr"},
      Verdicts{Trigger::acknowledgement, "nnnnnnnrr"},
  };
  // clang-format on
};

}  // namespace lintas::awsc::import_side
