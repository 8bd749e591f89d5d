#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"

/// Why a machine says no. The texts stand in data/rules.csv; here is which rule, where, and what stood there.
namespace lintas::transit {

/// CL180 code of a finding's rule, for messages.
[[nodiscard]] std::uint16_t error_code(std::string_view rule);
/// Findings in the form that messages and events carry.
[[nodiscard]] std::vector<Fault> faults_of(const Findings& findings);

[[nodiscard]] Finding missing(std::string_view field);
[[nodiscard]] Finding unknown_movement(std::string_view mrn);
[[nodiscard]] Finding lrn_in_use(std::string_view lrn);
[[nodiscard]] Finding not_amendable(std::string_view field);
[[nodiscard]] Finding amendment_after_control();
/// The declaration that a presentation completes is not the one that stands now.
[[nodiscard]] Finding amended_meanwhile();
[[nodiscard]] Finding cancellation_is_open();
[[nodiscard]] Finding nothing_to_cancel();
[[nodiscard]] Finding control_was_done();
[[nodiscard]] Finding unknown_result(std::string_view code);
[[nodiscard]] Finding limit_in_the_past(Day limit);
[[nodiscard]] Finding limit_not_later(Day limit);
[[nodiscard]] Finding needs_four_eyes();
/// A partner reports for an office that is not its own.
[[nodiscard]] Finding office_of_another_state(std::string_view office);

namespace detail {
[[nodiscard]] Finding out_of_sequence(std::string_view state, std::string_view trigger);
}

/// Functional error 92: the table has no row for it in this state.
template <class Machine>
[[nodiscard]] Finding out_of_sequence(typename Machine::State state, typename Machine::Trigger trigger) {
  return detail::out_of_sequence(Machine::states[std::to_underlying(state)].name,
                                 Machine::triggers[std::to_underlying(trigger)].key);
}

/// The number of the message that a trigger is.
template <class Triggers, class Trigger>
[[nodiscard]] constexpr Ie ie_of(const Triggers& triggers, Trigger trigger) {
  Ie ie = 0;
  for (const char digit : triggers[std::to_underlying(trigger)].key.substr(1)) {
    if (digit < '0' || digit > '9') break;
    ie = static_cast<Ie>((ie * 10) + (digit - '0'));
  }
  return ie;
}

}  // namespace lintas::transit
