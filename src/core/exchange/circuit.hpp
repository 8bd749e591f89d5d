#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/limits.hpp"
#include "base/time.hpp"

/// When to try a partner again. A partner that does not answer is tried for ever, ever more rarely: not
/// answering is no reason to give a message up (a permanent refusal is, and is not counted here).
namespace lintas::exchange {

/// Pauses between attempts: doubled from the first to the longest. Precondition: first <= longest.
struct RetrySchedule {
  std::chrono::milliseconds first = limits::retry_delay_first;
  std::chrono::milliseconds longest = limits::retry_delay_max;

  friend bool operator==(const RetrySchedule&, const RetrySchedule&) = default;
};

struct Circuit {
  unsigned failures = 0;  ///< in a row
  Instant next_try;       ///< not before

  /// Unreachable: one probe at a time instead of everything.
  [[nodiscard]] bool open() const noexcept;
  /// How many messages may be under way to the partner now, `in_flight` being so already.
  [[nodiscard]] std::size_t room(Instant now, std::size_t in_flight) const noexcept;

  friend bool operator==(const Circuit&, const Circuit&) = default;
};

[[nodiscard]] Circuit after_answer() noexcept;
/// `jitter` in 0 … 255 spreads nodes that lost the same partner over a quarter of the pause.
[[nodiscard]] Circuit after_failure(Circuit circuit, Instant now, std::uint8_t jitter,
                                    RetrySchedule schedule = {}) noexcept;

}  // namespace lintas::exchange
