#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace lintas::store {

/// Where readers pass in and out, so that the writer can have a moment without any: a reader pins the log
/// from where it began, and under constant reading the log would never start over. Safe from any thread.
class ReaderGate {
 public:
  /// One reader inside, from construction to destruction.
  class Pass {
   public:
    explicit Pass(ReaderGate& gate) : gate_(gate) {
      std::unique_lock lock{gate_.mutex_};
      gate_.changed_.wait(lock, [&] { return !gate_.closed_; });
      ++gate_.inside_;
    }
    Pass(const Pass&) = delete;
    Pass& operator=(const Pass&) = delete;
    ~Pass() {
      {
        const std::lock_guard lock{gate_.mutex_};
        --gate_.inside_;
      }
      gate_.changed_.notify_all();
    }

   private:
    ReaderGate& gate_;
  };

  /// Runs `work` while nobody is inside. New readers wait meanwhile; if those inside do not leave in time,
  /// they stay, `work` is not run, and the answer is false.
  template <class Work>
  [[nodiscard]] bool alone(std::chrono::milliseconds patience, Work work) {
    std::unique_lock lock{mutex_};
    closed_ = true;
    const bool empty = changed_.wait_for(lock, patience, [&] { return inside_ == 0; });
    closed_ = false;
    changed_.notify_all();  // they wake up and wait for the mutex
    if (empty) work();
    return empty;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t inside_ = 0;
  bool closed_ = false;
};

}  // namespace lintas::store
