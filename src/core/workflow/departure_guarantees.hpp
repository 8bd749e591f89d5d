#pragma once

#include "core/transit/departure/state.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/departure_part.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"

/// What follows from events of a movement and moves its guarantees: check at acceptance, papers and
/// reservation at release, freeing at the end. Content of each: AboutGuarantees.
namespace lintas::workflow {

[[nodiscard]] AboutGuarantees about_guarantees(const transit::departure::Movement& movement,
                                               const Happened& event);

[[nodiscard]] Located locate_guarantees(const Command& command, const Setting& setting);
[[nodiscard]] Outcome decide_check(const Command& command, const Situation& situation,
                                   const Setting& setting);
[[nodiscard]] Outcome decide_reserve(const Command& command, const Situation& situation,
                                     const Setting& setting);
[[nodiscard]] Outcome decide_free(const Command& command, const Situation& situation, const Setting& setting);
[[nodiscard]] Outcome decide_credit(const Command& command, const Situation& situation,
                                    const Setting& setting);

}  // namespace lintas::workflow
