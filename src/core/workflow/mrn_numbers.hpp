#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/mrn.hpp"
#include "core/workflow/domain.hpp"

/// MRNs are the node's counter behind a keyed permutation: each number once, found again without an index,
/// and nobody can guess the next or count a competitor's (design 3).
namespace lintas::workflow {

using MrnKey = std::array<std::byte, 16>;

/// The counter of a year, 2^40 numbers.
[[nodiscard]] NumberBlock mrn_block(std::chrono::year year);

/// What a node may have given at most by `now`, whatever it gave: the last such number of each block that
/// could be in use. For a store that lost what happened last, and goes on behind. A second has room for more
/// numbers than a node can give, so that a later answer always lies behind all that was given since an
/// earlier one.
[[nodiscard]] std::vector<std::int64_t> numbers_spent_by(Instant now);

/// The MRN of a number of its year's block.
[[nodiscard]] Mrn mrn_of(std::int64_t number, Country home, const MrnKey& key, Sha256 sha256);

/// The number behind an MRN of ours; nothing for one that we never could have issued.
[[nodiscard]] std::optional<std::int64_t> number_of(const Mrn& mrn, Country home, const MrnKey& key,
                                                    Sha256 sha256);

}  // namespace lintas::workflow
