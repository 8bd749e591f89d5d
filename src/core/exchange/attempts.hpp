#pragma once

#include <cstdint>

#include "base/time.hpp"
#include "core/exchange/circuit.hpp"

/// When to try one message again. It rests after each failure, whatever the reason, so that one that a
/// partner cannot answer holds its own lane (lanes.hpp) and nothing else; and one that fails again and again
/// while the partner takes others is told apart from a partner that is away. So a failure counts against a
/// message only where the message may be at fault: not where nobody was reached, and not where it was the
/// probe of a partner that answered nobody.
namespace lintas::exchange {

/// The attempts at one message in this life of the node.
struct Attempts {
  unsigned failures = 0;      ///< in a row, of those that count against it
  unsigned passed_over = 0;   ///< before how many of them the partner had decided others since the last one
  std::uint64_t decided = 0;  ///< how many the partner had decided at the last of them
  Instant rests_until;        ///< for those; before all instants of a clock where there are none
  unsigned in_vain = 0;       ///< the other failures, since the partner was there last
  Instant waits_until;        ///< for those
  bool was_posted = false;    ///< by one of them: the partner may have it

  /// Not before; before all instants of a clock in one that was not tried.
  [[nodiscard]] Instant next_try() const noexcept;
  /// The partner takes others and not this one: it is the message, and people decide about it.
  [[nodiscard]] bool is_passed_over() const noexcept;

  friend bool operator==(const Attempts&, const Attempts&) = default;
};

/// `decided`: how many messages the partner has taken or refused so far. `is_probe`: the partner was away, or
/// decided nothing, before this attempt. No jitter: one message of one node has nobody to be spread among.
[[nodiscard]] Attempts after_failure(Attempts attempts, Instant now, std::uint64_t decided,
                                     RetrySchedule schedule = {}, Failure failure = Failure::no_answer,
                                     bool is_probe = false) noexcept;
/// The partner is there again: what failed for its absence waits no longer.
[[nodiscard]] Attempts after_return(Attempts attempts) noexcept;

}  // namespace lintas::exchange
