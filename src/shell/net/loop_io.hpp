#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <mutex>
#include <thread>

#include "shell/net/loop.hpp"

namespace lintas::net {

/// The inside of a loop, for the files of this module.
struct Loop::Io {
  // One thread: the locks inside are then needed for post() only.
  boost::asio::io_context context{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard{context.get_executor()};
  std::thread thread;
};

}  // namespace lintas::net
