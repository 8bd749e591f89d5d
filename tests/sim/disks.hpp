#pragma once

#include "shell/store/memory/memory_store.hpp"
#include "tests/sim/simulator.hpp"

namespace lintas::sim {

/// A disk that never tears: what was applied is there after a crash.
class MemoryDisk final : public Disk {
 public:
  [[nodiscard]] app::Store& open() override { return store_; }
  void crash() override { store_.crash(); }
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

}  // namespace lintas::sim
