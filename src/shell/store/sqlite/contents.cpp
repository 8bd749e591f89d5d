#include "shell/store/sqlite/contents.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/store.hpp"
#include "shell/store/sqlite/database.hpp"
#include "shell/store/sqlite/losses.hpp"
#include "shell/store/sqlite/reads.hpp"
#include "shell/store/sqlite/sqlite_archive.hpp"

namespace lintas::store {

namespace {

constexpr std::size_t stopped_max = 20;

/// A promise that was broken says where at its end: "… (src/shell/app/decider.cpp:310)". The rest may name
/// what was asked.
std::string where_in(std::string_view what) {
  const std::size_t open = what.rfind('(');
  if (open == std::string_view::npos || !what.ends_with(')')) return {};
  std::string_view place = what.substr(open + 1, what.size() - open - 2);
  place.remove_prefix(place.rfind('/') == std::string_view::npos ? 0 : place.rfind('/') + 1);
  const std::size_t colon = place.find(".cpp:");
  const bool is_place = colon != std::string_view::npos && colon + 5 < place.size() &&
                        place.substr(colon + 5).find_first_not_of("0123456789") == std::string_view::npos &&
                        place.find_first_of(" ,;") == std::string_view::npos;
  return is_place ? std::string{place} : std::string{};
}

// Braces evaluate from left to right: the members stand in the order of the columns.

void read_log(Database& database, Contents& contents) {
  Statement ends{database,
                 "SELECT (SELECT at FROM event ORDER BY seq LIMIT 1), "
                 "(SELECT at FROM event ORDER BY seq DESC LIMIT 1), sqlite_version()"};
  Rows row = ends.rows();
  if (!row.next()) return;
  contents.first_event = row.take<std::optional<Instant>>();
  contents.last_event = row.take<std::optional<Instant>>();
  contents.library = row.take<std::string>();
}

void read_streams(Database& database, Contents& contents) {
  Statement statement{database,
                      "SELECT s.kind, s.open, s.status, count(*), min(e.at), max(e.at) FROM stream s "
                      "LEFT JOIN event e ON e.seq = s.head GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"};
  for (Rows row = statement.rows(); row.next();) {
    contents.streams.push_back({.kind = row.take<app::StreamKind>(),
                                .open = row.take<bool>(),
                                .status = row.take<std::uint16_t>(),
                                .count = row.take<std::uint64_t>(),
                                .oldest = row.take<std::optional<Instant>>(),
                                .newest = row.take<std::optional<Instant>>()});
  }
}

void read_outbox(Database& database, Contents& contents) {
  Statement statement{database, format("SELECT o.partner, o.kind, o.dead, count(*), min(e.at) FROM outbox o "
                                       "JOIN event e ON e.seq = o.id / {} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
                                       app::messages_per_event_max)};
  for (Rows row = statement.rows(); row.next();) {
    contents.outbox.push_back({.partner = row.take<exchange::Partner>(),
                               .kind = row.take<app::PayloadKind>(),
                               .dead = row.take<bool>(),
                               .count = row.take<std::uint64_t>(),
                               .oldest = row.take<Instant>()});
  }
}

void read_quarantine(Database& database, Contents& contents) {
  Statement count{database, "SELECT count(*) FROM quarantine"};
  if (Rows row = count.rows(); row.next()) contents.quarantined = row.take<std::uint64_t>();
  Statement statement{database, "SELECT at, what FROM quarantine ORDER BY id DESC LIMIT ?1"};
  for (Rows row = statement.rows(stopped_max); row.next();) {
    contents.quarantine.push_back({.at = row.take<Instant>(), .where = where_in(row.take<std::string>())});
  }
}

void read_heads(Database& database, Contents& contents) {
  Statement statement{database,
                      "SELECT owner, count(*), max(size), max(at) FROM head GROUP BY owner ORDER BY owner"};
  for (Rows row = statement.rows(); row.next();) {
    contents.heads.push_back({.owner = row.take<exchange::Partner>(),
                              .count = row.take<std::uint64_t>(),
                              .newest_size = row.take<std::uint64_t>(),
                              .newest = row.take<Instant>()});
  }
}

}  // namespace

Contents contents_of(const std::filesystem::path& folder) {
  Database database = open_archive(folder);
  Contents contents;
  contents.counters = Reads{database}.counters();
  read_log(database, contents);
  read_streams(database, contents);
  read_outbox(database, contents);
  read_quarantine(database, contents);
  read_heads(database, contents);
  contents.losses = losses(database);
  return contents;
}

}  // namespace lintas::store
