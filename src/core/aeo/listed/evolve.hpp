#pragma once

#include "core/aeo/listed/events.hpp"
#include "core/aeo/listed/state.hpp"

namespace lintas::aeo::listed {

/// What the event says becomes so. Total: nothing is refused here.
[[nodiscard]] Operator evolve(Operator one, const Event& event);

}  // namespace lintas::aeo::listed
