#pragma once

#include "core/documents/import/events.hpp"
#include "core/documents/import/state.hpp"

namespace lintas::documents::import_side {

/// The certificate after the event. Pure and total: an event that was stored once can always be played.
[[nodiscard]] Certificate evolve(Certificate certificate, const Event& event);

}  // namespace lintas::documents::import_side
