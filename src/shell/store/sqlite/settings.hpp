#pragma once

#include <span>
#include <string>
#include <utility>

#include "shell/store/sqlite/database.hpp"

namespace lintas::store {

/// The name of a PRAGMA, and the value that it must have.
using Setting = std::pair<const char*, std::string>;

/// Sets each one and reads it back: some are fixed when the file is made, and some depend on the file layer.
/// Throws StoreFailure with what to do if another value is in force.
void apply_settings(Database& database, std::span<const Setting> settings);

}  // namespace lintas::store
