#include "shell/api/link_gate.hpp"

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "shell/api/link_limits.hpp"

namespace lintas::api {

bool LinkGate::may_look(std::string_view token, Instant now) {
  const std::scoped_lock lock{mutex_};
  const auto minute = std::chrono::floor<std::chrono::minutes>(now).time_since_epoch().count();
  if (minute != minute_) {
    minute_ = minute;
    all_ = 0;
    by_link_.clear();
  }
  if (all_ >= limits::links_looks_per_minute) return false;
  std::size_t& looks = by_link_[std::string{token}];
  if (looks >= limits::link_looks_per_minute) return false;
  ++looks;
  ++all_;
  return true;
}

}  // namespace lintas::api
