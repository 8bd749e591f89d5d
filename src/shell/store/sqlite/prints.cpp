#include "shell/store/sqlite/prints.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "shell/store/sqlite/database.hpp"

namespace lintas::store {

namespace {

struct Row {
  std::string_view name;
  std::optional<std::int64_t> Prints::* print;
};
constexpr std::array rows{Row{"print/secret", &Prints::secret},
                          Row{"print/signing_key", &Prints::signing_key}};

}  // namespace

Prints prints_in(Database& database) {
  Prints found;
  for (const Row& row : rows) {
    if (const auto value = database.ask(format("SELECT value FROM meta WHERE name = '{}'", row.name)))
      found.*row.print = std::stoll(*value);
  }
  return found;
}

void write_prints(Database& database, const Prints& prints) {
  for (const Row& row : rows) {
    if (const auto print = prints.*row.print)
      database.execute(format("INSERT OR REPLACE INTO meta(name, value) VALUES('{}', {})", row.name, *print));
  }
}

}  // namespace lintas::store
