#pragma once

#include "core/documents/verification/events.hpp"
#include "core/documents/verification/state.hpp"

namespace lintas::documents::verification {

/// The request after the event. Pure and total: an event that was stored once can always be played.
[[nodiscard]] Request evolve(Request request, const Event& event);

}  // namespace lintas::documents::verification
