#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/machine.hpp"
#include "core/awsc/messages.hpp"

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
enum class Trigger : std::uint8_t {
  record = 0,
  suspend,
  resume,
  withdraw,
  tell,
  acknowledgement,
  notice,
  tell_again
};

/// What the guard of a trigger found. Stored: a number is never used again for another outcome.
enum class Case : std::uint8_t {
  any = 0,
  valid,  ///< of a notice, what it says
  suspended,
  withdrawn,
  again,    ///< it is known here, or a later one
  refused,  ///< not to be taken: a rule is broken, or it contradicts what is known
};

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
      TriggerFacts{Trigger::tell, "S tell", "a partner is told how the record stands"},
      TriggerFacts{Trigger::acknowledgement, "M CE.ACK", "what the partner says of what it was told"},
      TriggerFacts{Trigger::notice, "M CE.NOTICE",
                   "the state that keeps the register says how the record stands"},
      TriggerFacts{Trigger::tell_again, "O tell again", "each partner is told anew how the record stands"},
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
      R{{valid, suspended}, T::withdraw, C::any, State::withdrawn},

      R{{valid, suspended, State::withdrawn}, T::tell_again, C::any, Leads::same},
      R{{valid, suspended, State::withdrawn}, T::tell, C::any, Leads::same, {ce_notice}},
      R{{valid, suspended, State::withdrawn}, T::acknowledgement, C::any, Leads::same},

      R{{none, valid, suspended}, T::notice, C::valid, State::valid, {ce_ack}},
      R{{none, valid, suspended}, T::notice, C::suspended, State::suspended, {ce_ack}},
      R{{none, valid, suspended, State::withdrawn}, T::notice, C::withdrawn, State::withdrawn, {ce_ack}},
      R{{none, valid, suspended, State::withdrawn}, T::notice, C::again, Leads::same, {ce_ack}},
      R{{none, valid, suspended, State::withdrawn}, T::notice, C::refused, Leads::same, {ce_ack}},
    };
  }();

  static constexpr std::array verdicts{
      //                               - VALID SUSP WDN
      Verdicts{Trigger::acknowledgement, "xrrr"},
      Verdicts{Trigger::notice,          "rrrr"},
  };
  // clang-format on
};

}  // namespace lintas::awsc::exporter_side
