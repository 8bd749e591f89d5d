#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "shell/store/sqlite/sqlite_reader.hpp"

namespace lintas::node {

/// Threads for what is neither input and output nor writing: parsing, checking, signing, rendering, reading.
/// Each has one read connection. The queue is bounded: who comes when it is full is told so before any work.
class Pool {
 public:
  /// With the connection of the thread it runs on.
  using Work = std::move_only_function<void(store::SqliteReader&)>;
  using MakeReader = std::function<store::SqliteReader()>;

  Pool(std::size_t threads, std::size_t queue_max, const MakeReader& make_reader);
  /// Does what is queued, then ends.
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  /// False if the queue is full or the pool is ending: `work` is not run.
  [[nodiscard]] bool post(Work work);
  /// Also when the queue is full: answers to what was let in before.
  void post_always(Work work);
  [[nodiscard]] std::size_t waiting() const;
  /// Takes nothing more, finishes what is queued.
  void stop();

 private:
  void run(const MakeReader& make_reader);

  const std::size_t queue_max_;
  mutable std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<Work> queue_;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace lintas::node
