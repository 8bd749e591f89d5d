#pragma once

#include "base/time.hpp"
#include "core/transit/departure/events.hpp"
#include "core/transit/departure/state.hpp"

namespace lintas::transit::departure {

/// The movement after the event. Total: it cannot refuse.
[[nodiscard]] Movement evolve(Movement movement, const Event& event);

}  // namespace lintas::transit::departure
