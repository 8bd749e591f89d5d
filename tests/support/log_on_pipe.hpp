#pragma once

#include <array>
#include <cstddef>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <string>
#include <unistd.h>

#include "base/require.hpp"
#include "base/time.hpp"
#include "shell/node/log.hpp"

namespace lintas::node {

/// A log that is read back. Its clock stands still.
class LogOnPipe : public testing::Test {
  static std::array<int, 2> opened() {
    std::array<int, 2> ends{};
    require(::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) == 0, "there is a pipe");
    return ends;
  }

 protected:
  explicit LogOnPipe(Level lowest = Level::debug)
      : log_{ends_[1], lowest, [] { return parse_instant("2026-11-23T22:00:00.5Z").value(); }} {}
  ~LogOnPipe() override {
    ::close(ends_[0]);
    ::close(ends_[1]);
  }
  /// What came since it was last asked.
  [[nodiscard]] std::string written() const {
    std::string out(10'000, '\0');
    const auto count = ::read(ends_[0], out.data(), out.size());
    out.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return out;
  }

  std::array<int, 2> ends_ = opened();
  Log log_;
};

}  // namespace lintas::node
