#include "shell/node/pool.hpp"

#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

#include "shell/app/service.hpp"
#include "shell/store/sqlite/sqlite_reader.hpp"

namespace lintas::node {

Pool::Pool(std::size_t threads, const Room& room, const MakeReader& make_reader, OnFailure on_failure)
    : room_(room), on_failure_(std::move(on_failure)) {
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this, make_reader] { run(make_reader); });
}

Pool::~Pool() { stop(); }

bool Pool::post(app::Share share, Work work) {
  const auto place = static_cast<std::size_t>(share);
  {
    const std::scoped_lock lock{mutex_};
    if (ending_ || queues_.weight(place) >= room_.at(place)) return false;
    queues_.push(place, std::move(work));
  }
  filled_.notify_one();
  return true;
}

void Pool::post_always(app::Share share, Work work) {
  {
    const std::scoped_lock lock{mutex_};
    queues_.push_before(static_cast<std::size_t>(share), std::move(work));
  }
  filled_.notify_one();
}

std::size_t Pool::waiting() const {
  const std::scoped_lock lock{mutex_};
  return queues_.size();
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
      filled_.wait(lock, [this] { return ending_ || !queues_.empty(); });
      if (queues_.empty()) return;
      work = queues_.pop();
    }
    try {
      work(reader);
    } catch (const std::exception& failure) {
      on_failure_(failure);
    }
  }
}

}  // namespace lintas::node
