#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"

/// A subscription to the feed: whoever has it is told of each event at an address of its own (webhook). The
/// feed is the truth; a subscription is a place in it, and what is told leaves again from that place until
/// the subscriber has it.
namespace lintas::webhooks {

/// Stored: a number is never used again.
enum class Status : std::uint8_t {
  none = 0,
  live = 1,     ///< each event that its owner may see is delivered, in order
  paused = 2,   ///< by its owner or an administrator: nothing is sent, nothing is lost
  stopped = 3,  ///< by the node, which says why
  removed = 4,  ///< the end
};

/// Why the node stopped.
enum class Why : std::uint8_t {
  failing = 1,  ///< no answer of 2xx for limits::webhook_failing_max
  gone = 2,     ///< the subscriber answered 410
  no_key = 3,   ///< the API key that it was made or resumed with is good no more
};

struct Subscription {
  Status status = Status::none;
  access::Actor owner;
  Hash256 key;  ///< what it delivers is what this API key may see
  std::string id;
  std::string url;
  std::vector<std::string> events;  ///< names of those wanted; none: all
  std::uint32_t generation = 0;     ///< of the secret, from 1
  std::optional<Instant> rotated;   ///< when the last generation took the place of the one before
  /// Everything up to this place of the feed was delivered, or is not for it.
  std::int64_t delivered = 0;
  std::uint32_t round = 0;  ///< counts how often it was sent back: what was on its way then counts no more
  std::optional<Instant> failing_since;
  std::optional<Why> why;  ///< of a stopped one

  static constexpr std::string_view record = "webhooks.subscription";
  static constexpr auto fields() {
    return std::tuple{Field{1, "status", &Subscription::status},
                      Field{2, "owner", &Subscription::owner},
                      Field{3, "key", &Subscription::key},
                      Field{4, "id", &Subscription::id},
                      Field{5, "url", &Subscription::url},
                      Field{6, "events", &Subscription::events},
                      Field{7, "generation", &Subscription::generation},
                      Field{8, "rotated", &Subscription::rotated},
                      Field{9, "delivered", &Subscription::delivered},
                      Field{10, "round", &Subscription::round},
                      Field{11, "failing_since", &Subscription::failing_since},
                      Field{12, "why", &Subscription::why}};
  }
  friend bool operator==(const Subscription&, const Subscription&) = default;
};

}  // namespace lintas::webhooks
