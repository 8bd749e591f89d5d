#pragma once

#include <chrono>

#include "core/refdata/calendar.hpp"
#include "core/refdata/state_profile.hpp"

namespace lintas::test {

/// A state's law with the usual limits and a calendar without nights and holidays, so that scenarios can
/// count.
[[nodiscard]] inline refdata::StateProfile plain_law() {
  using enum refdata::LimitUnit;
  refdata::StateProfile law;
  law.timers = {.presentation = {30, days},
                .auto_release = {45, minutes},
                .control_documents = {2, hours},
                .control_physical = {8, hours},
                .control_physical_large = {2, days},
                .guarantee_amendment = {5, days},
                .amendment_requested = {5, days},
                .release_request = {5, days},
                .cancellation_decision = {1, working_days},
                .record_request = {1, minutes},
                .passage_expiry = {8, days},
                .transit_limit = {8, days},
                .transit_longest = {30, days},
                .arrival_overdue = {8, days},
                .refused_arrival = {30, days},
                .stopped = {24, hours},
                .stay = {30, days},
                .arrival = {1, days},
                .unloading_permission = {0, minutes},
                .unloading_remarks = {3, days},
                .control_results = {3, days},
                .control_results_exceptional = {6, days},
                .discrepancies = {13, days},
                .enquiry_start = {7, days}};
  law.automatic_release = true;
  law.working_hours = {.opens = std::chrono::hours{0}, .closes = std::chrono::hours{24}};
  return law;
}

}  // namespace lintas::test
