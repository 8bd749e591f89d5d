#pragma once

#include "core/awsc/import/events.hpp"
#include "core/awsc/import/state.hpp"

namespace lintas::awsc::import_side {

[[nodiscard]] Declaration evolve(Declaration declaration, const Event& event);

}  // namespace lintas::awsc::import_side
