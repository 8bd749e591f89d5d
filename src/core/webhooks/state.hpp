#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
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

/// Which secret: it is derived, and nobody keeps it.
struct SecretName {
  std::uint32_t generation = 0;  ///< from 1
  /// Of the node's last loss when it was made. A store that came back from a backup gives generations a
  /// second time, and no secret.
  std::optional<std::uint32_t> mark;

  friend bool operator==(const SecretName&, const SecretName&) = default;
};

/// A secret that another one took the place of. It signs as well for limits::webhook_old_secret: that the
/// answer with the new one was lost, or that a receiver is slow to take it, breaks nothing.
struct FormerSecret {
  std::uint32_t generation = 0;
  std::optional<std::uint32_t> mark;
  Instant replaced;

  static constexpr std::string_view record = "webhooks.former_secret";
  static constexpr auto fields() {
    return Fields{Field{1, "generation", &FormerSecret::generation}, Field{2, "mark", &FormerSecret::mark},
                  Field{3, "replaced", &FormerSecret::replaced}};
  }
  friend bool operator==(const FormerSecret&, const FormerSecret&) = default;
};

[[nodiscard]] bool signs_at(const FormerSecret& secret, Instant now) noexcept;

/// Former secrets that sign at once; one more change is refused (R-HOO-204), for it would take from a
/// receiver the secret that it knows. Each costs a signature with each post.
inline constexpr std::size_t former_secrets_max = 3;

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
  std::optional<Why> why;             ///< of a stopped one
  std::optional<std::uint32_t> mark;  ///< of the secret
  std::vector<FormerSecret> former;   ///< those of the day before the last change and since, the oldest first

  [[nodiscard]] SecretName secret() const { return {.generation = generation, .mark = mark}; }
  /// Those that sign at `now`, the newest first.
  [[nodiscard]] std::vector<SecretName> secrets_at(Instant now) const;

  static constexpr std::string_view record = "webhooks.subscription";
  static constexpr auto fields() {
    return Fields{Field{1, "status", &Subscription::status},
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
                  Field{12, "why", &Subscription::why},
                  Field{13, "mark", &Subscription::mark},
                  Field{14, "former", &Subscription::former}};
  }
  friend bool operator==(const Subscription&, const Subscription&) = default;
};

}  // namespace lintas::webhooks
