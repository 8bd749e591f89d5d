#pragma once

#include <cstddef>

#include "base/decision.hpp"
#include "base/time.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/state_profile.hpp"
#include "core/registers/commands.hpp"
#include "core/registers/events.hpp"
#include "core/registers/state.hpp"

/// What a register says to a command. Pure. Who may ask what, core/access has decided before.
namespace lintas::registers {

/// What the state's own law says on the day of the command, and how far the register is filled.
struct Bounds {
  const refdata::StateProfile& law;
  Day today = {};                ///< of the command, in the state; asked where a permit may be added
  std::size_t live_permits = 0;  ///< of the state on that day; likewise
};

/// R-ACTS-020: whether the entry is one of the permits for goods in transit that `state` has given and that
/// have not ended. A suspended one keeps its place.
[[nodiscard]] bool is_live_permit(const Entry& entry, Country state, Day today);

/// All faults of what is to be written are told at once. A repetition of what was done before is accepted
/// without an event.
[[nodiscard]] Decision<Event> decide(const Entry&, const Register&, const Given&, const Bounds&);
[[nodiscard]] Decision<Event> decide(const Entry&, const Change&, const Given&, const Bounds&);
[[nodiscard]] Decision<Event> decide(const Entry&, const Suspend&, const Given&, const Bounds&);
[[nodiscard]] Decision<Event> decide(const Entry&, const Resume&, const Given&, const Bounds&);
[[nodiscard]] Decision<Event> decide(const Entry&, const Withdraw&, const Given&, const Bounds&);
[[nodiscard]] Decision<Event> decide(const Entry&, const Command&, const Given&, const Bounds&);

}  // namespace lintas::registers
