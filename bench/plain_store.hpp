#pragma once

#include <cstddef>
#include <filesystem>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "shell/store/sqlite/database.hpp"

namespace lintas::bench {

/// A floor for stores: rows appended to one plain table of SQLite under the settings of the node's store,
/// the log copied as often.
class PlainStore {
 public:
  /// In a folder of its own, which is there.
  explicit PlainStore(const std::filesystem::path& folder)
      : database_(open(folder)), insert_(database_, "INSERT INTO plain(bytes) VALUES(?1)") {}

  /// One durable transaction; `fill` is given what inserts a row.
  template <class Fill>
  void commit(Fill fill) {
    store::Transaction transaction{database_};
    fill([&](ByteView row) {
      insert_.run(row);
      log_bytes_ += row.size();
    });
    require(!transaction.commit(), "a batch of the floor is applied");
    log_bytes_ += 2 * std::size_t{4096};
    if (log_bytes_ < std::size_t{64} * 1024 * 1024) return;
    database_.execute("PRAGMA wal_checkpoint(PASSIVE)");
    log_bytes_ = 0;
  }

 private:
  static store::Database open(const std::filesystem::path& folder) {
    store::Database database{{.path = (folder / "floor.db").string(), .vfs = {}},
                             store::Database::Missing::create};
    database.execute(
        "PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA "
        "wal_autocheckpoint = 0; PRAGMA cache_size = -65536; CREATE TABLE plain(id INTEGER PRIMARY KEY, "
        "bytes BLOB)");
    return database;
  }

  store::Database database_;
  store::Statement insert_;
  std::size_t log_bytes_ = 0;
};

}  // namespace lintas::bench
