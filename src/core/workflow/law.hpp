#pragma once

#include "core/guarantee/profile.hpp"
#include "core/refdata/state_profile.hpp"
#include "core/transit/ruling.hpp"

/// A state's own law, as the machines ask for it: its dated profile under their names.
namespace lintas::workflow {

[[nodiscard]] transit::Terms terms_of(const refdata::StateProfile& profile);
[[nodiscard]] guarantee::Profile guarantee_law_of(const refdata::StateProfile& profile);

}  // namespace lintas::workflow
