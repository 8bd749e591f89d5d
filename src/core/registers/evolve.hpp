#pragma once

#include "core/registers/events.hpp"
#include "core/registers/state.hpp"

namespace lintas::registers {

/// The entry after the event. Copies facts, judges nothing.
[[nodiscard]] Entry evolve(Entry entry, const Event& event);

}  // namespace lintas::registers
