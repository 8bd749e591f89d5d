#pragma once

#include "core/awsc/exporter/events.hpp"
#include "core/awsc/exporter/state.hpp"

namespace lintas::awsc::exporter_side {

[[nodiscard]] Exporter evolve(Exporter exporter, const Event& event);

}  // namespace lintas::awsc::exporter_side
