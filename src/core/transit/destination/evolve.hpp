#pragma once

#include "core/transit/destination/events.hpp"
#include "core/transit/destination/state.hpp"

namespace lintas::transit::destination {

/// What the arrival is after the event. Total: it cannot refuse.
[[nodiscard]] Arrival evolve(Arrival arrival, const Event& event);

}  // namespace lintas::transit::destination
