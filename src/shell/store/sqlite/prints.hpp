#pragma once

#include <cstdint>
#include <optional>

#include "shell/store/sqlite/database.hpp"

/// Which keys a store belongs to, told by short prints of them: a file in their place by mistake is noticed
/// before anything is written with it. They lie in the database, so that a backup has them. Rows of the table
/// `meta`, which programs before do not look at.
namespace lintas::store {

/// 64 bits that say nothing of the key. None: nothing was kept yet.
struct Prints {
  std::optional<std::int64_t> secret = std::nullopt;
  std::optional<std::int64_t> signing_key = std::nullopt;
  friend bool operator==(const Prints&, const Prints&) = default;
};

[[nodiscard]] Prints prints_in(Database& database);
/// In a transaction of the caller. Those that are none stay as they are.
void write_prints(Database& database, const Prints& prints);

}  // namespace lintas::store
