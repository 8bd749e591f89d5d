#pragma once

#include "core/documents/import/events.hpp"
#include "core/documents/import/state.hpp"

namespace lintas::documents::import_side {

/// What a decision about an item in this state does to its quantity: only a check takes an earlier use back,
/// and only a reassessment gives what was refused.
void book(Balances& items, State state, std::uint16_t item, Result result);

/// The certificate after the event. Pure and total: an event that was stored once can always be played.
[[nodiscard]] Certificate evolve(Certificate certificate, const Event& event);

}  // namespace lintas::documents::import_side
