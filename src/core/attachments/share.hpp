#pragma once

#include <cstdint>

#include "base/decision.hpp"
#include "core/attachments/records.hpp"

/// What one owner has here at a time: the octets of all files that it brought and that have not been put
/// away, whether a document names them or not. Else a party could fill the disk in some weeks with drafts.
namespace lintas::attachments {

using ShareDecision = Decision<ShareEvent>;

/// R-ATT-019: with this file it would have more than `most`. Precondition: it was not counted.
[[nodiscard]] ShareDecision grow(const ShareState& state, const File& file, std::int64_t most);
/// Precondition: it was counted.
[[nodiscard]] ShareDecision shrink(const ShareState& state, std::int64_t bytes);

[[nodiscard]] ShareState evolve(ShareState state, const ShareEvent& event);

}  // namespace lintas::attachments
