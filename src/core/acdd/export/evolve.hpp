#pragma once

#include <optional>

#include "core/acdd/export/events.hpp"
#include "core/acdd/export/state.hpp"

namespace lintas::acdd::export_side {

/// The document after the event. Pure and total: an event that was stored once can always be played.
[[nodiscard]] Document evolve(Document document, const Event& event);

/// The alarm that stands behind the event, for whoever sees the event alone. Events of an earlier edition say
/// that alone which they raise.
[[nodiscard]] std::optional<Alarm> alarm_behind(const Event& event);

}  // namespace lintas::acdd::export_side
