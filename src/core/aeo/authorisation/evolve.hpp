#pragma once

#include "core/aeo/authorisation/events.hpp"
#include "core/aeo/authorisation/state.hpp"

namespace lintas::aeo::authorisation {

/// What the event says becomes so. Total: nothing is refused here.
[[nodiscard]] Authorisation evolve(Authorisation authorisation, const Event& event);

}  // namespace lintas::aeo::authorisation
