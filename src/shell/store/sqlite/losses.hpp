#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "shell/app/message_names.hpp"
#include "shell/store/sqlite/database.hpp"

/// What a store remembers of coming back from a backup that lacked its last events
/// (docs/operations/backup.md).
namespace lintas::store {

/// In the order in which they happened.
[[nodiscard]] std::vector<app::Loss> losses(Database& database);

/// Writes down, in the store of a folder that nobody works on, that it goes on behind a loss: its next events
/// have names of their own, and of each block of numbers those up to the one in `spent` count as given.
void mark_loss(const std::filesystem::path& folder, std::uint32_t mark, std::span<const std::int64_t> spent);

}  // namespace lintas::store
