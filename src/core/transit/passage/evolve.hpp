#pragma once

#include "core/transit/passage/events.hpp"
#include "core/transit/passage/state.hpp"

namespace lintas::transit::passage {

/// What the passage is after the event. Total: it cannot refuse.
[[nodiscard]] Passage evolve(Passage passage, const Event& event);

}  // namespace lintas::transit::passage
