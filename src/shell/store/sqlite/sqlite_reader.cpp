#include "shell/store/sqlite/sqlite_reader.hpp"

#include <array>
#include <chrono>
#include <sqlite3.h>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/store/sqlite/database.hpp"
#include "shell/store/sqlite/reader_gate.hpp"
#include "shell/store/sqlite/settings.hpp"

namespace lintas::store {

namespace {

/// How many steps of SQLite's machine pass between two looks at the clock: some ten microseconds.
constexpr int steps_between_looks = 1000;

/// Selects and the transactions around them; nothing else. `query_only` alone lets PRAGMA wal_checkpoint
/// pass.
int allow_reading(void*, int action, const char*, const char*, const char*, const char*) {
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_FUNCTION:
    case SQLITE_TRANSACTION: return SQLITE_OK;
    default: return SQLITE_DENY;
  }
}

}  // namespace

Database open_reader(const DatabaseFile& file, void (*look)(Database&)) {
  Database database{file, Database::Missing::refuse};
  sqlite3_db_config(database.handle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(database.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  if (look != nullptr) look(database);
  const std::array<Setting, 6> settings{{{"wal_autocheckpoint", "0"},
                                         {"query_only", "1"},
                                         {"mmap_size", "0"},
                                         {"temp_store", "2"},
                                         {"trusted_schema", "0"},
                                         {"cache_size", format("-{}", limits::reader_cache_kib)}}};
  apply_settings(database, settings);
  sqlite3_set_authorizer(database.handle(), allow_reading, nullptr);
  return database;
}

SqliteReader::SqliteReader(const DatabaseFile& file, ReaderGate& gate)
    : gate_(gate),
      database_(open_reader(file)),
      reads_(database_),
      begin_(database_, "BEGIN"),
      end_(database_, "ROLLBACK") {
  const auto out_of_time = [](void* deadline) {
    return std::chrono::steady_clock::now() > *static_cast<std::chrono::steady_clock::time_point*>(deadline)
               ? 1
               : 0;
  };
  sqlite3_progress_handler(database_.handle(), steps_between_looks, out_of_time, &deadline_);
}

SqliteReader::Snapshot::Snapshot(SqliteReader& reader) : pass_(reader.gate_), reader_(reader) {
  reader.deadline_ = std::chrono::steady_clock::now() + limits::read_time_max;
  reader.begin_.run();
}

SqliteReader::Snapshot::~Snapshot() {
  // An interrupted question has ended the transaction already.
  if (sqlite3_get_autocommit(reader_.database_.handle()) != 0) return;
  try {
    reader_.end_.run();
  } catch (const app::StoreFailure&) {  // NOLINT(bugprone-empty-catch): see below
    // Still open, it makes the next BEGIN fail: loud enough, and nothing is lost.
  }
}

}  // namespace lintas::store
