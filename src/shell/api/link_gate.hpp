#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "base/time.hpp"

/// How often is looked by links for partners: nobody keeps the node busy with one, nor with many.
namespace lintas::api {

/// Counts good links alone: a wrong one costs a few hashes and no look into the store, and to count those
/// would let anybody use up what is for the others. Safe from any thread.
class LinkGate {
 public:
  /// Whether one more look by this link is within limits::link_looks_per_minute, and those of all within
  /// links_looks_per_minute, in the minute of `now`. So it remembers at most as many links as that.
  [[nodiscard]] bool may_look(std::string_view token, Instant now);

 private:
  std::mutex mutex_;
  std::int64_t minute_ = 0;
  std::size_t all_ = 0;
  std::map<std::string, std::size_t, std::less<>> by_link_;
};

}  // namespace lintas::api
