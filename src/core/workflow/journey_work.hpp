#pragma once

#include <optional>
#include <vector>

#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

/// A journey as work: where it stands in the work list, whose turn it is, whom it concerns.
namespace lintas::workflow {

/// When it is no longer waited for the end that departure has not told; nothing while offices here have
/// duties, and once it is told.
[[nodiscard]] std::optional<Instant> end_of_wait(const Journey& journey);

[[nodiscard]] Summary summary_of_journey(const State& state);
/// Of the office whose turn it is: the other's acts are not in its list.
[[nodiscard]] std::vector<CommandType> journey_calls_for(const State& state, Instant now,
                                                         const Setting& setting);
/// Of the machines that have a part in it; goods may always arrive here.
[[nodiscard]] std::vector<Possible> possible_on_journey(const State& state);
[[nodiscard]] access::Relations relations_of_journey(const State& state, const access::Actor& actor,
                                                     const Setting& setting);

}  // namespace lintas::workflow
