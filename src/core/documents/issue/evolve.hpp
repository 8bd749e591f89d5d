#pragma once

#include "core/documents/issue/events.hpp"
#include "core/documents/issue/state.hpp"

namespace lintas::documents::issue_side {

/// The certificate after the event. Pure and total: an event that was stored once can always be played.
[[nodiscard]] Certificate evolve(Certificate certificate, const Event& event);

}  // namespace lintas::documents::issue_side
