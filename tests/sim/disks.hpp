#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <utility>

#include "shell/app/store_failure.hpp"
#include "shell/store/memory/memory_archive.hpp"
#include "shell/store/memory/memory_store.hpp"
#include "shell/store/sqlite/sqlite_store.hpp"
#include "tests/sim/simulator.hpp"
#include "tests/support/crash_vfs.hpp"

namespace lintas::sim {

/// A disk that never tears: what was applied is there after a crash.
class MemoryDisk final : public Disk {
 public:
  [[nodiscard]] app::Store& open() override { return store_; }
  void crash() override { store_.crash(); }
  /// From a commit whose end nobody knows to the next start it answers nothing.
  [[nodiscard]] bool is_down() override {
    try {
      (void)store_.counters();
      return false;
    } catch (const app::StoreFailure&) {
      return true;
    }
  }
  [[nodiscard]] std::unique_ptr<app::Archive> archive() override {
    return std::make_unique<store::MemoryArchive>(store_);
  }
  void fail_next_commit(CommitFault fault, test::Random& random) override {
    using Fault = store::MemoryStore::Fault;
    if (fault == CommitFault::not_applied) {
      store_.fail_commit(1, Fault::not_applied);
    } else {
      store_.fail_commit(1, random.chance(50) ? Fault::unknown_applied : Fault::unknown_not_applied);
    }
  }

 private:
  store::MemoryStore store_;
};

/// SQLite on a disk whose power fails in the middle of things: unsynced sectors are lost, kept or torn.
class SqliteDisk final : public Disk {
 public:
  explicit SqliteDisk(std::uint64_t seed) : disk_(seed) {}

  [[nodiscard]] app::Store& open() override {
    is_full_ = false;
    store_ = std::make_unique<store::SqliteStore>(store::SqliteOptions{
        .vfs = disk_.vfs(), .room = [this] {
          return std::exchange(is_full_, false) ? 0 : std::numeric_limits<std::uint64_t>::max();
        }});
    return *store_;
  }
  void crash() override {
    if (!disk_.is_down()) disk_.fail_power_in(1);
    store_.reset();
    disk_.restart();
  }
  [[nodiscard]] bool is_down() override { return store_ == nullptr || disk_.is_down(); }
  /// The end of a commit is unknown where the power fails within it. It certainly does not happen where the
  /// disk has no room left for it; then somebody makes room.
  void fail_next_commit(CommitFault fault, test::Random& random) override {
    if (fault == CommitFault::unknown) {
      disk_.fail_power_in(1 + random.below(40));
    } else {
      is_full_ = true;
    }
  }

 private:
  test::CrashDisk disk_;
  bool is_full_ = false;  ///< when it is looked at next
  std::unique_ptr<store::SqliteStore> store_;
};

}  // namespace lintas::sim
