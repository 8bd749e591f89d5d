#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "base/time.hpp"

/// How often is looked by links for partners: nobody keeps the node busy with one, nor with many, and nobody
/// uses up what is for the links of others.
namespace lintas::api {

/// Counts looks into the store, of links that were sealed here: a wrong one costs a few hashes and no look,
/// and to count those would let anybody use up what is for the others. Safe from any thread.
class LinkGate {
 public:
  enum class Pass : std::uint8_t {
    look,           ///< and it is counted
    shows_nothing,  ///< as a look in this minute has found
    wait,           ///< until the minute is over
  };

  /// Whether one more look by this link is within limits::link_looks_per_minute, those of all links that its
  /// maker gave out within links_looks_per_maker_per_minute, and those of everybody within
  /// links_looks_per_minute, in the minute of `now`. So it remembers at most as many links as that.
  [[nodiscard]] Pass pass(std::string_view token, std::string_view maker, Instant now);

  /// After a look: the link was taken back, or its maker sees the movement no more. In this minute nobody
  /// looks by it again, so that one whom it was taken from uses up one look, and not those of the partners
  /// who still have links of that maker.
  void note_shows_nothing(std::string_view token);

  /// Until looks are counted anew.
  [[nodiscard]] static std::chrono::seconds rest_of_minute(Instant now);

 private:
  struct OfLink {
    std::size_t looks = 0;
    bool shows_nothing = false;
  };

  std::mutex mutex_;
  std::int64_t minute_ = 0;
  std::size_t all_ = 0;
  std::map<std::string, OfLink, std::less<>> by_link_;
  std::map<std::string, std::size_t, std::less<>> by_maker_;
};

}  // namespace lintas::api
