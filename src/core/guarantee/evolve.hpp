#pragma once

#include "core/guarantee/events.hpp"
#include "core/guarantee/state.hpp"

namespace lintas::guarantee {

/// The state after the event. Copies facts, judges nothing; an event of a use changes the use and its header.
[[nodiscard]] Header evolve(Header header, const AccountEvent& event);
[[nodiscard]] Header evolve(Header header, const UseEvent& event);
[[nodiscard]] Use evolve(Use use, const UseEvent& event);

/// Whether the event can change the header. One that cannot may also be about a GRN that is not registered.
[[nodiscard]] bool concerns_header(const UseEvent& event);

}  // namespace lintas::guarantee
