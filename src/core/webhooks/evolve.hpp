#pragma once

#include "core/webhooks/events.hpp"
#include "core/webhooks/state.hpp"

namespace lintas::webhooks {

/// The subscription after the event. Copies facts, judges nothing.
[[nodiscard]] Subscription evolve(Subscription subscription, const Event& event);

}  // namespace lintas::webhooks
