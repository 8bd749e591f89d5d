#pragma once

#include <cstdint>
#include <optional>

#include "base/time.hpp"

/// When an event is tried again that its subscriber has not taken: the schedule of Standard Webhooks.
namespace lintas::webhooks {

/// What an answer means; no answer has no status. Redirects are not followed: a subscriber that moved says so
/// to us, not to whoever reads its answers.
enum class Taken : std::uint8_t { yes, later, never };
[[nodiscard]] Taken judge(std::optional<std::uint16_t> status) noexcept;

struct Attempts {
  unsigned failures = 0;  ///< in a row
  Instant next;           ///< not before

  friend bool operator==(const Attempts&, const Attempts&) = default;
};

/// `jitter` in 0 … 255 spreads those that failed together over a tenth of the pause.
[[nodiscard]] Attempts after_failure(Attempts attempts, Instant now, std::uint8_t jitter) noexcept;

/// Whether it is time. A clock that was set back makes no pause longer than the longest.
[[nodiscard]] bool may_try(const Attempts& attempts, Instant now) noexcept;

/// Whether it is time to stop trying.
[[nodiscard]] bool has_failed_too_long(std::optional<Instant> failing_since, Instant now) noexcept;

}  // namespace lintas::webhooks
