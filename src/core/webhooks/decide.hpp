#pragma once

#include "base/decision.hpp"
#include "core/webhooks/commands.hpp"
#include "core/webhooks/events.hpp"
#include "core/webhooks/state.hpp"

/// What a subscription says to a command. Pure. Who may ask what, core/access has decided before.
namespace lintas::webhooks {

[[nodiscard]] Decision<Event> decide(const Subscription& subscription, const Command& command,
                                     const Given& given);

}  // namespace lintas::webhooks
