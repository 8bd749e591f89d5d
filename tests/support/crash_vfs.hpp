#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace lintas::test {

class CrashWorld;

/// A disk in memory whose power can fail, offered to SQLite as a file layer (VFS) under a name of its own.
/// One seed decides what each power cut leaves: of every 512-byte sector written since the last sync of its
/// file the old or the new content, each by itself, so that writes are torn, lost and reordered; and the old
/// or the new length. What was synced stays.
///
/// Not modelled: loss of folder entries, decay of what was synced, and damage to a sector beside the one
/// written (SQLite's own layer assumes the same, SQLITE_IOCAP_POWERSAFE_OVERWRITE). For one thread.
class CrashDisk {
 public:
  explicit CrashDisk(std::uint64_t seed);
  CrashDisk(const CrashDisk&) = delete;
  CrashDisk& operator=(const CrashDisk&) = delete;
  ~CrashDisk();

  /// What to open files by.
  [[nodiscard]] const std::string& vfs() const noexcept;

  /// The power fails in the nth operation from now on (1: the next). Operations are opening, reading,
  /// writing, truncating, syncing and deleting a file; behind the power cut each fails.
  void fail_power_in(std::size_t operations);
  [[nodiscard]] bool is_down() const noexcept;
  /// The power is back. Every file must have been closed; locks and shared memory are gone.
  void restart();

  /// From now on a sync of files whose name ends so does nothing and says it did; "" is every file.
  void lie_about_syncs_of(std::string suffix);

  [[nodiscard]] std::size_t operations() const noexcept;
  [[nodiscard]] std::size_t syncs() const noexcept;
  /// How often a handle other than the database's first took a lock that only a writer takes: the write or
  /// the checkpoint slot of the shared memory, or the whole file for itself. Two who do can corrupt a store.
  [[nodiscard]] std::size_t foreign_writer_locks() const noexcept;

 private:
  std::unique_ptr<CrashWorld> world_;
};

}  // namespace lintas::test
