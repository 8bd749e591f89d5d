#pragma once

#include "base/time.hpp"
#include "core/guarantee/profile.hpp"
#include "core/refdata/state_profile.hpp"
#include "core/workflow/part.hpp"

/// A state's own law, as the machines ask for it on a day. Days are those of UTC: a law changes at midnight
/// somewhere, and which office asks must not matter.
namespace lintas::workflow {

[[nodiscard]] const refdata::StateProfile& law_on(Day day, const Setting& setting);
[[nodiscard]] const refdata::StateProfile& law_at(Instant at, const Setting& setting);

/// What core/guarantee asks, under its names.
[[nodiscard]] guarantee::Profile guarantee_law_of(const refdata::StateProfile& profile);
[[nodiscard]] guarantee::Profile guarantee_law_at(Instant at, const Setting& setting);

}  // namespace lintas::workflow
