#pragma once

#include <span>
#include <string>

#include "shell/store/sqlite/database.hpp"

namespace lintas::store {

/// One PRAGMA and the value it must have. `set` is not enough: some are fixed when the file is made, and some
/// depend on the file layer.
struct Setting {
  const char* name;
  std::string value;
};

/// Sets each one and reads it back. Throws StoreFailure with what to do if another value is in force.
void apply_settings(Database& database, std::span<const Setting> settings);

}  // namespace lintas::store
