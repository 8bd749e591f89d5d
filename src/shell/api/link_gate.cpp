#include "shell/api/link_gate.hpp"

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "shell/api/link_limits.hpp"

namespace lintas::api {

LinkGate::Pass LinkGate::pass(std::string_view token, std::string_view maker, Instant now) {
  const std::scoped_lock lock{mutex_};
  const auto minute = std::chrono::floor<std::chrono::minutes>(now).time_since_epoch().count();
  if (minute != minute_) {
    minute_ = minute;
    all_ = 0;
    by_link_.clear();
    by_maker_.clear();
  }
  const auto known = by_link_.find(token);
  if (known != by_link_.end() && known->second.shows_nothing) return Pass::shows_nothing;
  if (known != by_link_.end() && known->second.looks >= limits::link_looks_per_minute) return Pass::wait;
  const auto of_maker = by_maker_.find(maker);
  if (of_maker != by_maker_.end() && of_maker->second >= limits::links_looks_per_maker_per_minute)
    return Pass::wait;
  if (all_ >= limits::links_looks_per_minute) return Pass::wait;
  ++by_link_[std::string{token}].looks;
  ++by_maker_[std::string{maker}];
  ++all_;
  return Pass::look;
}

void LinkGate::note_shows_nothing(std::string_view token) {
  const std::scoped_lock lock{mutex_};
  // A look that began in the minute before is forgotten already.
  if (const auto known = by_link_.find(token); known != by_link_.end()) known->second.shows_nothing = true;
}

std::chrono::seconds LinkGate::rest_of_minute(Instant now) {
  const auto next = std::chrono::floor<std::chrono::minutes>(now) + std::chrono::minutes{1};
  return std::chrono::ceil<std::chrono::seconds>(next - now);
}

}  // namespace lintas::api
