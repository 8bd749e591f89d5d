#pragma once

#include <chrono>

#include "base/time.hpp"
#include "core/guarantee/profile.hpp"
#include "core/refdata/state_profile.hpp"
#include "core/workflow/part.hpp"

/// A state's own law, as the machines ask for it on a day. Days are those of UTC: a law changes at midnight
/// somewhere, and which office asks must not matter.
namespace lintas::workflow {

[[nodiscard]] const refdata::StateProfile& law_on(Day day, const Setting& setting);
[[nodiscard]] const refdata::StateProfile& law_at(Instant at, const Setting& setting);

/// How far the clocks of this state's first office are ahead of UTC: of what is of no office.
[[nodiscard]] std::chrono::minutes clocks_here(Instant at, const Setting& setting);
/// The day there.
[[nodiscard]] Day day_here(Instant at, const Setting& setting);

/// What core/guarantee asks, under its names.
[[nodiscard]] guarantee::Profile guarantee_law_of(const refdata::StateProfile& profile);
[[nodiscard]] guarantee::Profile guarantee_law_at(Instant at, const Setting& setting);

}  // namespace lintas::workflow
