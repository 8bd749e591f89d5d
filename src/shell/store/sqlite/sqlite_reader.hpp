#pragma once

#include <chrono>

#include "shell/store/sqlite/database.hpp"
#include "shell/store/sqlite/reader_gate.hpp"
#include "shell/store/sqlite/reads.hpp"

namespace lintas::store {

/// A connection on which SQLite refuses everything but selects, and which does not checkpoint when it closes.
/// `look` is called before anything is read, while it may still ask for more than rows.
[[nodiscard]] Database open_reader(const DatabaseFile& file, void (*look)(Database&) = nullptr);

/// A connection that only reads, for one thread at a time. It cannot checkpoint: two connections that do can
/// corrupt a store (docs/adr/0003-store-and-outbox.md). Made by SqliteStore::reader.
class SqliteReader {
 public:
  SqliteReader(const DatabaseFile& file, ReaderGate& gate);
  SqliteReader(const SqliteReader&) = delete;
  SqliteReader& operator=(const SqliteReader&) = delete;
  ~SqliteReader() = default;

  /// Runs `work(Reads&)` on one state of the store. To be kept short: the log grows while it runs, and a
  /// question that is at work after limits::read_time_max ends in StoreFailure.
  template <class Work>
  auto read(Work work) {
    const Snapshot snapshot{*this};
    return work(reads_);
  }

 private:
  class Snapshot {
   public:
    explicit Snapshot(SqliteReader& reader);
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;
    ~Snapshot();

   private:
    ReaderGate::Pass pass_;
    SqliteReader& reader_;
  };

  ReaderGate& gate_;
  Database database_;
  Reads reads_;
  Statement begin_;
  Statement end_;
  std::chrono::steady_clock::time_point deadline_;
};

}  // namespace lintas::store
