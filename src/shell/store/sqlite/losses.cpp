#include "shell/store/sqlite/losses.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/hex.hpp"
#include "base/text.hpp"
#include "shell/app/message_names.hpp"
#include "shell/app/store.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/store/sqlite/database.hpp"
#include "shell/store/sqlite/schema.hpp"

namespace lintas::store {

using app::StoreFailure;

namespace {

/// loss/0001/0c2f99b1: which one it is, and its mark. The value is the last event that is left.
constexpr std::string_view loss_rows =
    "SELECT name, value FROM meta WHERE name >= 'loss/' AND name < 'loss0' ORDER BY name";

std::uint32_t mark_in(const std::string& name) {
  const auto bytes = from_hex(std::string_view{name}.substr(name.rfind('/') + 1));
  if (!bytes || bytes->size() != sizeof(std::uint32_t)) {
    throw StoreFailure(format("the store remembers a loss as \"{}\", which no program wrote", name),
                       StoreFailure::Outcome::not_applied);
  }
  std::uint32_t mark = 0;
  for (const std::byte byte : *bytes) mark = (mark << 8U) | std::to_integer<std::uint32_t>(byte);
  return mark;
}

}  // namespace

std::vector<app::Loss> losses(Database& database) {
  Statement statement{database, loss_rows};
  std::vector<app::Loss> found;
  for (Rows row = statement.rows(); row.next();) {
    const auto name = row.take<std::string>();
    found.push_back({.last = row.take<app::Seq>(), .mark = mark_in(name)});
  }
  return found;
}

void mark_loss(const std::filesystem::path& folder, std::uint32_t mark, std::span<const std::int64_t> spent) {
  Database database{{.path = (folder / "lintas.db").string(), .vfs = {}}, Database::Missing::refuse};
  check_known(database);
  const std::size_t earlier = losses(database).size();
  Transaction transaction{database};
  database.execute(
      format("INSERT INTO meta(name, value) SELECT 'loss/{:04}/{:08x}', coalesce(max(seq), 0) FROM event",
             earlier + 1, mark));
  for (const std::int64_t n : spent) {
    // Reads::last_number takes them for given. A clock that was set back has given none that is behind.
    database.execute(format("INSERT OR IGNORE INTO meta(name, value) VALUES('spent/{0:016}', {0})", n));
  }
  if (const auto failure = transaction.commit())
    throw StoreFailure("marking the loss: " + *failure, StoreFailure::Outcome::not_applied);
}

}  // namespace lintas::store
