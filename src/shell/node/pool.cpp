#include "shell/node/pool.hpp"

#include <cstddef>
#include <mutex>
#include <utility>

#include "shell/store/sqlite/sqlite_reader.hpp"

namespace lintas::node {

Pool::Pool(std::size_t threads, std::size_t queue_max, const MakeReader& make_reader)
    : queue_max_(queue_max) {
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this, make_reader] { run(make_reader); });
}

Pool::~Pool() { stop(); }

bool Pool::post(Work work) {
  {
    const std::scoped_lock lock{mutex_};
    if (ending_ || queue_.size() >= queue_max_) return false;
    queue_.push_back(std::move(work));
  }
  filled_.notify_one();
  return true;
}

void Pool::post_always(Work work) {
  {
    const std::scoped_lock lock{mutex_};
    queue_.push_back(std::move(work));
  }
  filled_.notify_one();
}

std::size_t Pool::waiting() const {
  const std::scoped_lock lock{mutex_};
  return queue_.size();
}

void Pool::stop() {
  {
    const std::scoped_lock lock{mutex_};
    ending_ = true;
  }
  filled_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void Pool::run(const MakeReader& make_reader) {
  store::SqliteReader reader = make_reader();
  for (;;) {
    Work work;
    {
      std::unique_lock lock{mutex_};
      filled_.wait(lock, [this] { return ending_ || !queue_.empty(); });
      if (queue_.empty()) return;
      work = std::move(queue_.front());
      queue_.pop_front();
    }
    work(reader);
  }
}

}  // namespace lintas::node
