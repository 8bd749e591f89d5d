#include "shell/store/sqlite/sqlite_archive.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <sqlite3.h>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/archive.hpp"
#include "shell/app/store.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/store/sqlite/database.hpp"
#include "shell/store/sqlite/reads.hpp"
#include "shell/store/sqlite/rows.hpp"
#include "shell/store/sqlite/schema.hpp"
#include "shell/store/sqlite/sqlite_reader.hpp"

namespace lintas::store {

namespace {

/// Only the recovery of a log that a crash left can keep the file from us, and it takes less.
constexpr int milliseconds_to_wait = 5000;

void look(Database& database) {
  sqlite3_busy_timeout(database.handle(), milliseconds_to_wait);
  check_known(database);
}

}  // namespace

Database open_archive(const std::filesystem::path& folder) {
  Database database = open_reader({.path = (folder / "lintas.db").string(), .vfs = {}}, look);
  database.execute("BEGIN");
  return database;
}

SqliteArchive::SqliteArchive(const std::filesystem::path& folder)
    : database_(open_archive(folder)),
      reads_(database_),
      event_(database_, format("SELECT {} FROM event WHERE seq = ?1", event_columns)),
      streams_(database_, format("SELECT {} FROM stream WHERE id > ?1 ORDER BY id LIMIT ?2", stream_columns)),
      numbers_(database_, "SELECT n, stream FROM number WHERE n > ?1 ORDER BY n LIMIT ?2"),
      documents_(database_,
                 "SELECT id, kind, dictionary, hash, bytes FROM payload WHERE id > ?1 ORDER BY id LIMIT ?2"),
      document_(database_, "SELECT hash, length(bytes) = 0 FROM payload WHERE id = ?1"),
      outbox_(database_, format("SELECT {} FROM outbox WHERE id > ?1 ORDER BY id LIMIT ?2", message_columns)),
      received_(database_,
                format("SELECT {} FROM received WHERE id > ?1 ORDER BY id LIMIT ?2", received_whole)),
      sent_(database_, format("SELECT {} FROM sent WHERE id > ?1 ORDER BY id LIMIT ?2", sent_whole)),
      heads_(database_, format("SELECT {} FROM head WHERE (owner, size) > (?1, ?2) ORDER BY owner, size "
                               "LIMIT ?3",
                               head_columns)),
      certificates_(database_),
      counters_(reads_.counters()) {}  // the first question; from here on it is one state of the store

void SqliteArchive::copy_to(const std::filesystem::path& file) {
  Database copy{{.path = file.string(), .vfs = {}}, Database::Missing::create};
  const auto fail = [&](const std::string& why) {
    throw app::StoreFailure(format("copying the store to {}: {}", file.string(), why),
                            app::StoreFailure::Outcome::not_applied);
  };
  sqlite3_backup* const run = sqlite3_backup_init(copy.handle(), "main", database_.handle(), "main");
  if (run == nullptr) fail(sqlite3_errmsg(copy.handle()));
  const int result = sqlite3_backup_step(run, -1);
  const int end = sqlite3_backup_finish(run);
  if (result != SQLITE_DONE || end != SQLITE_OK) fail(sqlite3_errstr(result == SQLITE_DONE ? end : result));
  if (const auto found = copy.ask("PRAGMA quick_check"); found != "ok")
    fail("quick_check finds " + found.value_or("nothing"));
}

std::optional<app::EventRow> SqliteArchive::event(app::Seq seq) {
  Rows row = event_.rows(seq);
  if (!row.next()) return std::nullopt;
  return event_from(row);
}

std::vector<app::StreamRow> SqliteArchive::streams(app::StreamId after, std::size_t count) {
  return all(streams_.rows(after, count), stream_from);
}

std::vector<app::NumberWrite> SqliteArchive::numbers(std::int64_t after, std::size_t count) {
  std::vector<app::NumberWrite> found;
  for (Rows row = numbers_.rows(after, count); row.next();)
    found.push_back({.n = row.take<std::int64_t>(), .stream = row.take<app::StreamId>()});
  return found;
}

std::vector<app::PayloadWrite> SqliteArchive::documents(app::PayloadId after, std::size_t count) {
  std::vector<app::PayloadWrite> found;
  for (Rows row = documents_.rows(after, count); row.next();) {
    found.push_back({.id = row.take<app::PayloadId>(),
                     .payload = {.kind = row.take<app::PayloadKind>(),
                                 .dictionary = row.take<std::uint16_t>(),
                                 .hash = row.take<Hash256>(),
                                 .bytes = row.take<Bytes>()}});
  }
  return found;
}

std::optional<app::DocumentFacts> SqliteArchive::document(app::PayloadId id) {
  Rows row = document_.rows(id);
  if (!row.next()) return std::nullopt;
  return app::DocumentFacts{.hash = row.take<Hash256>(), .erased = row.take<bool>()};
}

std::vector<app::OutboxRow> SqliteArchive::outbox(std::int64_t after, std::size_t count) {
  return all(outbox_.rows(after, count), message_from);
}

std::vector<app::ReceivedRow> SqliteArchive::received(std::int64_t after, std::size_t count) {
  std::vector<app::ReceivedRow> found;
  for (Rows row = received_.rows(after, count); row.next();)
    found.push_back(with_certificates(received_from(row), row, certificates_));
  return found;
}

std::vector<app::SentRow> SqliteArchive::sent(std::int64_t after, std::size_t count) {
  std::vector<app::SentRow> found;
  for (Rows row = sent_.rows(after, count); row.next();)
    found.push_back(with_certificates(sent_from(row), row, certificates_));
  return found;
}

std::vector<app::HeadRow> SqliteArchive::heads(exchange::Partner owner, std::uint64_t size,
                                               std::size_t count) {
  return all(heads_.rows(owner, size, count), head_from);
}

}  // namespace lintas::store
