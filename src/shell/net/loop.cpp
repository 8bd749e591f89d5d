#include "shell/net/loop.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/error_code.hpp>
#include <chrono>
#include <future>
#include <memory>
#include <thread>
#include <utility>

#include "shell/net/loop_io.hpp"

namespace lintas::net {

namespace asio = boost::asio;

Loop::Loop() : io_(std::make_shared<Io>()) {
  io_->thread = std::thread{[this] { io_->context.run(); }};
}

Loop::~Loop() {
  io_->context.stop();
  io_->thread.join();
}

void Loop::post(Work work) {
  asio::post(io_->context, [work = std::move(work)]() mutable { work(); });
}

void Loop::after(std::chrono::milliseconds pause, Work work) {
  auto timer = std::make_unique<asio::steady_timer>(io_->context, pause);
  auto& waiting = *timer;
  waiting.async_wait(
      [timer = std::move(timer), work = std::move(work)](const boost::system::error_code& error) mutable {
        if (error != asio::error::operation_aborted) work();
      });
}

void Loop::call(Work work) {
  if (is_current_thread()) return work();
  std::packaged_task<void()> task{[&work] { work(); }};
  auto done = task.get_future();
  post([&task] { task(); });
  done.get();
}

bool Loop::is_current_thread() const noexcept { return std::this_thread::get_id() == io_->thread.get_id(); }

}  // namespace lintas::net
