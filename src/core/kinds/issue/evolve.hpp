#pragma once

#include "core/kinds/issue/events.hpp"
#include "core/kinds/issue/state.hpp"

namespace lintas::kinds::issue_side {

/// The document after the event. Pure and total: an event that was stored once can always be played.
[[nodiscard]] Document evolve(Document document, const Event& event);

}  // namespace lintas::kinds::issue_side
