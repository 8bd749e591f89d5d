#pragma once

#include <algorithm>
#include <span>

#include "core/workflow/departure_part.hpp"
#include "shell/app/store.hpp"

/// A declaration that was lodged before its goods were there is kept as it came, and so is the presentation:
/// what stands is made of both when it is read (transit::completed_by).
namespace lintas::app {

/// The event that keeps the presentation, among those behind the event of the declaration; none where the
/// goods were there from the beginning, are not there yet, or an amendment came behind their presentation.
[[nodiscard]] inline const EventRow* presentation_among(std::span<const EventRow> later) {
  const auto found = std::ranges::find(later, workflow::presentation_event, &EventRow::type);
  return found == later.end() ? nullptr : &*found;
}

}  // namespace lintas::app
