#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/machine.hpp"

/// An origin declaration where it is presented (docs/adr/0039). Decisions of ours:
/// - Each item is decided on by itself and used once it is accepted, whatever becomes of the others
/// (R-ASW-056).
/// - The sixty days of a refusal count from the presentation: of a declaration nothing comes before it
/// (R-ASW-072).
/// - Who presented it wrongly presents it again, as long as nothing of it was used.
namespace lintas::awsc::import_side {

using machine::Leads;
using machine::Row;
using machine::StateFacts;
using machine::TriggerFacts;
using machine::Verdicts;

/// Stored: a number is never used again for another state.
enum class State : std::uint8_t { none = 0, presented, accepted, refused, used, withdrawn, closed };

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
  };

  using R = Row<State, Trigger, Case>;
  // clang-format off
  static constexpr std::array rows = [] {
    using enum State;
    using T = Trigger;
    using C = Case;
    return std::array{
      R{{none, withdrawn},     T::present,  C::any,     presented},
      R{{presented, accepted, refused, used}, T::present, C::again, Leads::same},
      R{{presented},           T::accept,   C::more,    Leads::same},
      R{{presented},           T::accept,   C::decided, accepted},
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
    };
  }();
  // clang-format on

  static constexpr std::array<Verdicts<Trigger>, 0> verdicts{};
};

}  // namespace lintas::awsc::import_side
