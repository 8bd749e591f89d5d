#pragma once

#include <optional>
#include <vector>

#include "core/acdd/document.hpp"
#include "core/acdd/import/events.hpp"
#include "core/acdd/import/state.hpp"
#include "core/acdd/matching.hpp"

namespace lintas::acdd::import_side {

/// The document after the event. Pure and total: an event that was stored once can always be played.
[[nodiscard]] Document evolve(Document document, const Event& event);

/// The alarm that stands behind the event, for whoever sees the event alone. Events of an earlier edition say
/// none but those of clocks.
[[nodiscard]] std::optional<Alarm> alarm_behind(const Event& event);

/// The declarations with this one in the place of what it said before, or behind the others.
[[nodiscard]] std::vector<Declared> with(std::vector<Declared> declarations, const Declared& declared);
[[nodiscard]] std::vector<Declared> without(std::vector<Declared> declarations,
                                            const DeclarationNumber& declaration);

}  // namespace lintas::acdd::import_side
