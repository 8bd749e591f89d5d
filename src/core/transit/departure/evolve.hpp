#pragma once

#include <string_view>

#include "base/time.hpp"
#include "core/transit/departure/events.hpp"
#include "core/transit/departure/state.hpp"

namespace lintas::transit::departure {

/// The movement after the event. Total: it cannot refuse.
[[nodiscard]] Movement evolve(Movement movement, const Event& event);

/// LX1, the status in a notice.
[[nodiscard]] std::string_view notice_status(const Movement& after, const Event& event);

}  // namespace lintas::transit::departure
