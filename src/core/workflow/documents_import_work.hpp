#pragma once

#include <cstddef>
#include <vector>

#include "base/time.hpp"
#include "core/documents/import/state.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

/// A certificate where its goods are imported as work: where it stands in the work list, what leads it on,
/// and which declarations it is found by.
namespace lintas::workflow {

/// Places in the acts of the import side.
inline constexpr std::size_t place_of_utilise = 18;
inline constexpr std::size_t place_of_say_again = 19;

[[nodiscard]] bool is_claimed(const documents::import_side::Certificate& certificate);
/// A declaration may bring it, or more of it, to any office that clears imports.
[[nodiscard]] bool may_be_claimed(const documents::import_side::Certificate& certificate);

/// One that is not here is named by whoever asked for it, and waits in the list of that office for an answer.
[[nodiscard]] Summary summary_of_imported(const State& state);
[[nodiscard]] std::vector<CommandType> import_calls_for(const State& state, Instant now,
                                                        const Setting& setting);
[[nodiscard]] std::vector<Possible> possible_with_imported(const State& state);

}  // namespace lintas::workflow
