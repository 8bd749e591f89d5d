#pragma once

#include <array>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "shell/app/service.hpp"
#include "shell/node/turns.hpp"
#include "shell/store/sqlite/sqlite_reader.hpp"

namespace lintas::node {

/// Threads for what is neither input and output nor writing: parsing, checking, signing, rendering, reading.
/// Each has one read connection. Each share has a queue, and they are served in turn, so that nobody waits
/// for more than a few pieces of others' work; who comes when his is full is told so before any work.
class Pool {
 public:
  /// With the connection of the thread it runs on.
  using Work = std::move_only_function<void(store::SqliteReader&)>;
  using MakeReader = std::function<store::SqliteReader()>;
  /// What a piece of work has thrown: it ends that work alone. On the thread of the pool.
  using OnFailure = std::function<void(const std::exception&)>;

  /// How much may wait, by share.
  using Room = std::array<std::size_t, app::share_count>;

  Pool(std::size_t threads, const Room& room, const MakeReader& make_reader, OnFailure on_failure);
  /// Does what is queued, then ends.
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  /// False if the share is full or the pool is ending: `work` is not run.
  [[nodiscard]] bool post(app::Share share, Work work);
  /// However full its queue is, and before what waits there: an answer to what was let in before.
  void post_always(app::Share share, Work work);
  [[nodiscard]] std::size_t waiting() const;
  /// Takes nothing more, finishes what is queued.
  void stop();

 private:
  void run(const MakeReader& make_reader);

  const Room room_;
  const OnFailure on_failure_;
  mutable std::mutex mutex_;
  std::condition_variable filled_;
  Turns<Work, app::share_count> queues_;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace lintas::node
