#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/machine.hpp"

/// The authorisation of an operator in its own state, from the application to its end (docs/adr/0045; source:
/// aamra.md 5.3). Decisions of ours:
/// - Application and status are one table: what was asked for, and what came of it, is one file.
/// - No clock revokes: that the time to repair is over is told to an officer, who revokes with a second one.
/// - While the conditions are looked at anew, benefits go on, and no end date passes: who asked in time does
///   not lose the status since the office is slow. The clock reminds the office; it ends what nobody renews.
/// - What is restored behind its last day is looked at anew first: `pass` gives it another one.
/// - What is suspended may be suspended anew, on another ground or until another day: no benefits meanwhile.
/// - What was submitted may be taken back by the applicant, too.
namespace lintas::aeo::authorisation {

using machine::Leads;
using machine::Row;
using machine::StateFacts;
using machine::TriggerFacts;
using machine::Verdicts;

/// Stored: a number is never used again for another state.
enum class State : std::uint8_t {
  none = 0,
  draft,
  submitted,
  returned,
  accepted,
  validation,
  corrective,
  refused,
  ended,
  active,
  suspended,
  revalidation,
  revoked,
  withdrawn,
  expired,
};

/// Stored: a number is never used again for another trigger.
enum class Trigger : std::uint8_t {
  begin = 0,
  submit,
  accept,
  give_back,
  validate,
  correct,
  corrected,
  refuse,
  authorise,
  suspend,
  restore,
  revoke,
  withdraw,
  revalidate,
  pass,
  change_code,
  idle,
  not_completed,
  overdue,
  not_corrected,
  not_repaired,
  revalidation_due,
  expiry,
  end,
  revalidation_overdue,
};

/// What the guard of a trigger found. Stored: a number is never used again for another outcome.
enum class Case : std::uint8_t {
  any = 0,
  barred,  ///< an authorisation of the holder was revoked, and the time without a new application lasts
  over,    ///< its last day passed while it was looked at anew
};

struct Machine {
  using State = authorisation::State;
  using Trigger = authorisation::Trigger;
  using Case = authorisation::Case;

  static constexpr std::array states{
      StateFacts{State::none, "-", "No application", {}, "operator"},
      StateFacts{State::draft, "DRAFT", "Draft", {}, "operator", "idle"},
      StateFacts{State::submitted, "SUBMITTED", "Submitted", {}, "programme office"},
      StateFacts{State::returned, "RETURNED", "Returned to be completed", {}, "operator", "completion"},
      StateFacts{State::accepted, "ACCEPTED", "Accepted", {}, "programme office", "decision"},
      StateFacts{State::validation, "VALIDATION", "Under validation", {}, "programme office", "decision"},
      StateFacts{State::corrective, "CORRECTIVE", "Corrective action", {}, "operator", "correction"},
      StateFacts{State::refused, "REFUSED", "Refused", {}, {}, {}, true},
      StateFacts{State::ended, "ENDED", "Ended without a decision", {}, {}, {}, true},
      StateFacts{State::active, "ACTIVE", "Active", {}, "programme office", "re-validation, end date"},
      StateFacts{State::suspended, "SUSPENDED", "Suspended", {}, "operator", "repair, end date"},
      StateFacts{State::revalidation,
                 "REVALIDATION",
                 "Under re-validation",
                 {},
                 "programme office",
                 "decision, end date"},
      StateFacts{State::revoked, "REVOKED", "Revoked", {}, {}, {}, true},
      StateFacts{State::withdrawn, "WITHDRAWN", "Given up by its holder", {}, {}, {}, true},
      StateFacts{State::expired, "EXPIRED", "Expired", {}, {}, {}, true},
  };

  static constexpr std::array triggers{
      TriggerFacts{Trigger::begin, "O begin", "the operator writes the application, or writes it anew"},
      TriggerFacts{Trigger::submit, "O submit", "the operator asks for a decision"},
      TriggerFacts{Trigger::accept, "O accept", "it is complete; the time for the decision begins"},
      TriggerFacts{Trigger::give_back, "O return", "it is incomplete; what is missing is told"},
      TriggerFacts{Trigger::validate, "O validate", "the office looks at papers, then at premises"},
      TriggerFacts{Trigger::correct, "O correct", "defects that can be repaired, until a day"},
      TriggerFacts{Trigger::corrected, "O corrected", "the defects are repaired"},
      TriggerFacts{Trigger::refuse, "O refuse", "the conditions are not met"},
      TriggerFacts{Trigger::authorise, "O authorise", "the conditions are met; the code is given"},
      TriggerFacts{Trigger::suspend, "O suspend", "no benefits from now on"},
      TriggerFacts{Trigger::restore, "O restore", "benefits from now on again"},
      TriggerFacts{Trigger::revoke, "O revoke", "no benefits from now on, for good"},
      TriggerFacts{Trigger::withdraw, "O withdraw", "the operator takes it back or gives it up"},
      TriggerFacts{Trigger::revalidate, "O revalidate", "the conditions are looked at anew"},
      TriggerFacts{Trigger::pass, "O pass", "the conditions are still met"},
      TriggerFacts{Trigger::change_code, "O change code", "the operator has another code"},
      TriggerFacts{Trigger::idle, "C idle", "nobody submits the draft"},
      TriggerFacts{Trigger::not_completed, "C not completed", "the day to complete it is over"},
      TriggerFacts{Trigger::overdue, "C overdue", "the time for the decision is over"},
      TriggerFacts{Trigger::not_corrected, "C not corrected", "the day to repair the defects is over"},
      TriggerFacts{Trigger::not_repaired, "C not repaired", "the day until which it is suspended is over"},
      TriggerFacts{Trigger::revalidation_due, "C re-validation due", "it is time to look at it anew"},
      TriggerFacts{Trigger::expiry, "C expiry", "its last day is over"},
      TriggerFacts{Trigger::end, "O end", "its last day is over, and nobody renews it"},
      TriggerFacts{Trigger::revalidation_overdue, "C re-validation overdue",
                   "the time to look at it anew is over, or its last day"},
  };

  using R = Row<State, Trigger, Case>;
  // clang-format off
  static constexpr std::array rows = [] {
    using enum State;
    using T = Trigger;
    using C = Case;
    return std::array{
      R{{none},                              T::begin,       C::any,    draft},
      R{{draft, returned},                   T::begin,       C::any,    Leads::same},
      R{{draft, returned},                   T::submit,      C::any,    submitted},
      R{{draft, returned},                   T::submit,      C::barred, refused},
      R{{submitted},                         T::accept,      C::any,    accepted},
      R{{submitted},                         T::accept,      C::barred, refused},
      R{{submitted},                         T::give_back,   C::any,    returned},
      R{{accepted},                          T::validate,    C::any,    validation},
      R{{validation},                        T::correct,     C::any,    corrective},
      R{{corrective},                        T::corrected,   C::any,    validation},
      R{{validation, corrective},            T::refuse,      C::any,    refused},
      R{{validation},                        T::authorise,   C::any,    active},
      R{{draft, submitted, returned, accepted, validation, corrective},
                                             T::withdraw,    C::any,    ended},

      R{{active, revalidation},              T::suspend,     C::any,    suspended},
      R{{suspended},                         T::suspend,     C::any,    Leads::same},
      R{{suspended},                         T::restore,     C::any,    active},
      R{{suspended},                         T::restore,     C::over,   revalidation},
      R{{active, suspended, revalidation},   T::revoke,      C::any,    revoked},
      R{{active, suspended, revalidation},   T::withdraw,    C::any,    withdrawn},
      R{{suspended, revalidation},           T::end,         C::any,    expired},
      R{{active},                            T::revalidate,  C::any,    revalidation},
      R{{revalidation},                      T::pass,        C::any,    active},
      R{{active, suspended, revalidation},   T::change_code, C::any,    Leads::same},

      R{{draft},                             T::idle,             C::any, ended},
      R{{returned},                          T::not_completed,    C::any, ended},
      R{{accepted, validation},              T::overdue,          C::any, Leads::same},
      R{{corrective},                        T::not_corrected,    C::any, refused},
      R{{suspended},                         T::not_repaired,     C::any, Leads::same},
      R{{active},                            T::revalidation_due, C::any, revalidation},
      R{{active, suspended},                 T::expiry,           C::any, expired},
      R{{revalidation},                      T::revalidation_overdue, C::any, Leads::same},
    };
  }();
  // clang-format on

  static constexpr std::array<Verdicts<Trigger>, 0> verdicts{};
};

}  // namespace lintas::aeo::authorisation
