#include "shell/store/sqlite/sqlite_store.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <sqlite3.h>
#include <string>
#include <utility>
#include <vector>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "shell/app/store.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/store/sqlite/database.hpp"
#include "shell/store/sqlite/folder.hpp"
#include "shell/store/sqlite/prints.hpp"
#include "shell/store/sqlite/schema.hpp"
#include "shell/store/sqlite/settings.hpp"

namespace lintas::store {

using app::CommitOutcome;
using app::StoreFailure;

namespace {

constexpr std::size_t page_bytes = 4096;
constexpr std::size_t log_frame_bytes = page_bytes + 24;

/// The first release with STRICT tables is 3.37; this one is the oldest we have measured.
constexpr int oldest_library = 3'040'000;

/// Everything that decides what a crash leaves, or what erasing leaves. The page size must come before the
/// log: it is fixed with the first page.
std::array<Setting, 10> writer_settings(Synchronous synchronous) {
  return {{{"page_size", std::to_string(page_bytes)},
           {"journal_mode", "wal"},
           {"synchronous", std::to_string(static_cast<int>(synchronous))},
           {"wal_autocheckpoint", "0"},
           {"journal_size_limit", "-1"},  // overwriting a log costs half of growing one
           {"secure_delete", "1"},        // what is erased must not stay in free pages
           {"mmap_size", "0"},
           {"temp_store", "2"},
           {"trusted_schema", "0"},
           {"cache_size", format("-{}", limits::writer_cache_kib)}}};
}

Database open_writer(const DatabaseFile& file, Synchronous synchronous) {
  if (sqlite3_libversion_number() < oldest_library) {
    throw StoreFailure(format("SQLite {} is too old: install 3.40 or newer", sqlite3_libversion()),
                       StoreFailure::Outcome::not_applied);
  }
  Database database{file, Database::Missing::create};
  sqlite3_db_config(database.handle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  check_owner(database);
  apply_settings(database, writer_settings(synchronous));
  migrate(database, migrations());
  return database;
}

/// Files of the system are locked; those of a test's file layer are nobody else's.
std::optional<NodeLock> lock_of(const SqliteOptions& options) {
  if (!options.vfs.empty()) return std::nullopt;
  return std::optional<NodeLock>{std::in_place, options.folder};
}

std::function<std::uint64_t()> room_of(const SqliteOptions& options) {
  if (options.room) return options.room;
  if (!options.vfs.empty()) return [] { return std::numeric_limits<std::uint64_t>::max(); };
  return [folder = options.folder] { return free_bytes(folder); };
}

}  // namespace

SqliteStore::SqliteStore(const SqliteOptions& options)
    : lock_(lock_of(options)),
      file_{.path = (options.folder / "lintas.db").string(), .vfs = options.vfs},
      room_(room_of(options)),
      database_(open_writer(file_, options.synchronous)),
      reads_(database_),
      writes_(database_),
      begin_reading_(database_, "BEGIN"),
      end_reading_(database_, "COMMIT") {
  if (lock_) sync_folder(options.folder);
  const auto remember_length = [](void* frames, sqlite3*, const char*, int length) {
    *static_cast<std::size_t*>(frames) = static_cast<std::size_t>(length);
    return SQLITE_OK;
  };
  sqlite3_wal_hook(database_.handle(), remember_length, &log_frames_);
  checkpoint();  // of what the last process left; from here on the length is known
}

void SqliteStore::check_usable() const {
  if (!usable_) throw StoreFailure(last_failure_, StoreFailure::Outcome::unknown);
}

/// Runs `work` in a transaction. Before COMMIT every failure is a rollback; from COMMIT on nobody can say,
/// and asking the disk again could be answered with a lie.
template <class Work>
CommitOutcome SqliteStore::transact(Work work) {
  check_usable();
  try {
    Transaction transaction{database_};
    work();
    const auto failure = transaction.commit();
    if (!failure) return CommitOutcome::applied;
    last_failure_ = *failure;
    usable_ = false;
    return CommitOutcome::unknown;
  } catch (const StoreFailure& failure) {
    last_failure_ = failure.what();
    return CommitOutcome::not_applied;
  }
}

CommitOutcome SqliteStore::commit(const app::Batch& batch) {
  if (const auto reason = read_only()) {
    last_failure_ = *reason;
    return CommitOutcome::not_applied;
  }
  return transact([&] { writes_.write(batch); });
}

std::optional<std::string> SqliteStore::read_only() const {
  if (const std::uint64_t room = room_(); room < limits::disk_reserve_bytes) {
    return format("the disk has {} bytes left and the store keeps {} in reserve: make room", room,
                  limits::disk_reserve_bytes);
  }
  if (log_bytes() > limits::log_bytes_max) {
    return format("the log is {} bytes long: a reader holds it, end that reader", log_bytes());
  }
  return std::nullopt;
}

std::size_t SqliteStore::log_bytes() const noexcept { return log_frames_ * log_frame_bytes; }

void SqliteStore::checkpoint_if_due() {
  if (log_bytes() > limits::log_bytes_reader_gate &&
      gate_.alone(limits::read_time_max, [this] { checkpoint(); })) {
    return;
  }
  if (log_bytes() > limits::log_bytes_checkpoint) checkpoint();
}

void SqliteStore::idle() {
  if (log_bytes() > limits::log_bytes_idle_checkpoint) checkpoint();
}

bool SqliteStore::in_transaction() const noexcept { return sqlite3_get_autocommit(database_.handle()) == 0; }

/// PASSIVE: the only mode that waits for nobody. Once all is copied, the next commit starts the log over.
void SqliteStore::checkpoint() {
  check_usable();
  if (in_transaction()) end_reading_.run();  // what is being read cannot be copied over
  int frames = 0;
  int copied = 0;
  if (sqlite3_wal_checkpoint_v2(database_.handle(), "main", SQLITE_CHECKPOINT_PASSIVE, &frames, &copied) !=
      SQLITE_OK) {
    last_failure_ = format("copying the log: {}", sqlite3_errmsg(database_.handle()));
    usable_ = false;
    check_usable();
  }
  log_frames_ = static_cast<std::size_t>(frames - copied);
}

std::vector<std::string> SqliteStore::damage() {
  check_usable();
  Statement check{database_, "PRAGMA integrity_check"};
  Rows rows = check.rows();
  std::vector<std::string> findings;
  while (rows.next()) {
    std::string finding = rows.take<std::string>();
    if (finding != "ok") findings.push_back(std::move(finding));
  }
  return findings;
}

template <class Work>
void SqliteStore::apply(Work work) {
  switch (transact(work)) {
    case CommitOutcome::applied: return;
    case CommitOutcome::not_applied: throw StoreFailure(last_failure_, StoreFailure::Outcome::not_applied);
    case CommitOutcome::unknown: throw StoreFailure(last_failure_, StoreFailure::Outcome::unknown);
  }
}

void SqliteStore::keep_prints(const Prints& prints) {
  apply([&] { write_prints(database_, prints); });
}

void SqliteStore::save_head(const app::HeadRow& head) {
  apply([&] { writes_.write_head(head); });
}

bool SqliteStore::drop_commands_before(std::uint16_t period) {
  int dropped = 0;
  apply([&] { dropped = writes_.drop_commands_before(period, limits::commands_dropped_at_once); });
  return dropped != 0;
}

}  // namespace lintas::store
