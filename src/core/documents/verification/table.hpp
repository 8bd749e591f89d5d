#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/machine.hpp"
#include "core/documents/messages.hpp"

/// A request to verify a certificate, at its issuer: one for each request, because a certificate may be
/// checked twice and the ninety days run here. Source: asw.md 3.1. Rows of ours: a decision that comes while
/// a visit is asked is taken, too; a request that nobody answered ends as one that nobody decided.
namespace lintas::documents::verification {

using machine::Leads;
using machine::Row;
using machine::Sent;
using machine::StateFacts;
using machine::TriggerFacts;
using machine::Verdict;
using machine::Verdicts;

/// Stored: a number is never used again for another state.
enum class State : std::uint8_t { none = 0, requested, answered, visit_asked, verified, undecided };

/// Stored: a number is never used again for another trigger.
enum class Trigger : std::uint8_t {
  request = 0,
  visit_notice,
  decision,
  answer,
  answer_visit,
  answer_due,
  consent_due,
  no_decision,
};

enum class Case : std::uint8_t {
  any = 0,
  by_letter,  ///< nobody waits for an acknowledgement of the gateway
};

struct Machine {
  using State = verification::State;
  using Trigger = verification::Trigger;
  using Case = verification::Case;

  static constexpr std::array states{
      StateFacts{State::none, "-", "No request", {}, "importing customs"},
      StateFacts{State::requested,
                 "VERIFY_REQUESTED",
                 "Verification requested",
                 {},
                 "issuing authority",
                 "answer, decision"},
      StateFacts{State::answered, "ANSWERED", "Answered", {}, "importing customs", "decision"},
      StateFacts{
          State::visit_asked, "VISIT_ASKED", "Visit asked", {}, "issuing authority, exporter", "consent"},
      StateFacts{State::verified, "VERIFIED", "Decision received", {}, {}, {}, true},
      StateFacts{State::undecided, "UNDECIDED", "No decision came", {}, {}, {}, true},
  };

  static constexpr std::array triggers{
      TriggerFacts{Trigger::request, "M CO.VERIFY.REQ", "the importing state asks", "record request"},
      TriggerFacts{Trigger::visit_notice, "M visit notice", "the importing state wants to visit"},
      TriggerFacts{Trigger::decision, "M CO.VERIFY.DECISION", "what the importing state decided"},
      TriggerFacts{Trigger::answer, "O answer", "by the issuing authority"},
      TriggerFacts{Trigger::answer_visit, "O consent or refusal", "of the exporter"},
      TriggerFacts{Trigger::answer_due, "C answer", "warning, alarm, and the ninety days themselves"},
      TriggerFacts{Trigger::consent_due, "C consent", "the exporter did not answer"},
      TriggerFacts{Trigger::no_decision, "C decision", "none came"},
  };

  using R = Row<State, Trigger, Case>;
  // clang-format off
  static constexpr std::array rows = [] {
    using enum State;
    using T = Trigger;
    using C = Case;
    return std::array{
      R{{none},        T::request, C::any, requested, {l2_ok}},
      R{{none},        T::request, C::by_letter, requested},
      R{{requested},   T::answer, C::any, answered, {co_verify_result}},
      R{{requested},   T::answer_due, C::any, Leads::same},
      R{{requested, answered, visit_asked}, T::decision, C::any, verified},
      // The answer may have come by letter, or never: the visit takes its place.
      R{{requested, answered}, T::visit_notice, C::any, visit_asked},
      R{{requested, answered}, T::no_decision, C::any, undecided},
      R{{visit_asked}, T::answer_visit, C::any, answered, {co_verify_result}},
      R{{visit_asked}, T::consent_due, C::any, answered, {co_verify_result}},
    };
  }();

  static constexpr std::array verdicts{
      //                            - REQ ANS VIS VER UND
      Verdicts{Trigger::request,      "rnnnnn"},
      Verdicts{Trigger::visit_notice, "errnnn"},
      Verdicts{Trigger::decision,     "errrnn"},
  };
  // clang-format on
};

}  // namespace lintas::documents::verification
