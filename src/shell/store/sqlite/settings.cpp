#include "shell/store/sqlite/settings.hpp"

#include <span>
#include <string>

#include "base/text.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/store/sqlite/database.hpp"

namespace lintas::store {

void apply_settings(Database& database, std::span<const Setting> settings) {
  for (const auto& [name, value] : settings) {
    database.execute(format("PRAGMA {} = {}", name, value));
    const std::string found = database.ask(format("PRAGMA {}", name)).value_or("unknown");
    if (found == value) continue;
    throw app::StoreFailure(
        format(
            "{} of the store is {} and has to be {}: restore it from a backup of this program, or load its "
            "content into a new folder",
            name, found, value),
        app::StoreFailure::Outcome::not_applied);
  }
}

}  // namespace lintas::store
