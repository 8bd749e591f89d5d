#pragma once

#include "core/kinds/import/events.hpp"
#include "core/kinds/import/state.hpp"

namespace lintas::kinds::import_side {

/// The document after the event. Pure and total: an event that was stored once can always be played.
[[nodiscard]] Document evolve(Document document, const Event& event);

}  // namespace lintas::kinds::import_side
