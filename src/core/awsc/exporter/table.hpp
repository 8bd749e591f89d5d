#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/machine.hpp"

/// The record of a certified exporter in the register of its state (docs/adr/0039). Decisions of ours:
/// - That an authorisation has ended needs no clock: what is asked is asked of a day.
/// - A record that is written anew stays suspended: only resuming ends that.
/// - What is withdrawn stays so. Whoever is certified again has another code, so that no declaration of
/// before
///   looks like one of now.
namespace lintas::awsc::exporter_side {

using machine::Leads;
using machine::Row;
using machine::StateFacts;
using machine::TriggerFacts;
using machine::Verdicts;

/// Stored: a number is never used again for another state.
enum class State : std::uint8_t { none = 0, valid, suspended, withdrawn };

/// Stored: a number is never used again for another trigger.
enum class Trigger : std::uint8_t { record = 0, suspend, resume, withdraw };

/// What the guard of a trigger found. Stored: a number is never used again for another outcome.
enum class Case : std::uint8_t { any = 0 };

struct Machine {
  using State = exporter_side::State;
  using Trigger = exporter_side::Trigger;
  using Case = exporter_side::Case;

  static constexpr std::array states{
      StateFacts{State::none, "-", "No record", {}, "certifying authority"},
      StateFacts{State::valid, "VALID", "Certified", {}, "certifying authority"},
      StateFacts{State::suspended, "SUSPENDED", "Suspended", {}, "certifying authority"},
      StateFacts{State::withdrawn, "WITHDRAWN", "Withdrawn", {}, {}, {}, true},
  };

  static constexpr std::array triggers{
      TriggerFacts{Trigger::record, "O record", "the authority writes the record, or writes it anew"},
      TriggerFacts{Trigger::suspend, "O suspend", "no declaration from now on, until it is resumed"},
      TriggerFacts{Trigger::resume, "O resume", "declarations from now on again"},
      TriggerFacts{Trigger::withdraw, "O withdraw", "no declaration from now on, for good"},
  };

  using R = Row<State, Trigger, Case>;
  // clang-format off
  static constexpr std::array rows = [] {
    using enum State;
    using T = Trigger;
    using C = Case;
    return std::array{
      R{{none},             T::record,   C::any, valid},
      R{{valid, suspended}, T::record,   C::any, Leads::same},
      R{{valid},            T::suspend,  C::any, suspended},
      R{{suspended},        T::resume,   C::any, valid},
      R{{valid, suspended}, T::withdraw, C::any, withdrawn},
    };
  }();
  // clang-format on

  static constexpr std::array<Verdicts<Trigger>, 0> verdicts{};
};

}  // namespace lintas::awsc::exporter_side
