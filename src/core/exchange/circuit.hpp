#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/limits.hpp"
#include "base/time.hpp"

/// When to try a partner again. A partner that does not answer is tried for ever, ever more rarely: not
/// answering is no reason to give a message up. When to try one message again: attempts.hpp.
namespace lintas::exchange {

/// Pauses between attempts: doubled from the first to the longest. Precondition: first <= longest.
struct RetrySchedule {
  std::chrono::milliseconds first = limits::retry_delay_first;
  std::chrono::milliseconds longest = limits::retry_delay_max;

  /// The pause behind so many failures in a row. Precondition: failures > 0.
  [[nodiscard]] std::chrono::milliseconds pause(unsigned failures) const noexcept;

  friend bool operator==(const RetrySchedule&, const RetrySchedule&) = default;
};

/// Why an attempt came to nothing.
enum class Failure : std::uint8_t {
  no_answer = 1,    ///< nothing, or nothing more, over a connection: the partner may be away
  undecided = 2,    ///< an answer that neither takes the message nor refuses it: the partner is there
  unreachable = 3,  ///< nothing was posted, for want of a connection or an agreement: away as well
  own = 4,          ///< nothing was posted, for we cannot write this message: no word about the partner
};

/// What is known of a partner by the attempts at all its messages.
struct Circuit {
  unsigned failures = 0;   ///< in a row without an answer
  unsigned undecided = 0;  ///< answers in a row that decided nothing
  Instant next_try;        ///< not before

  /// It does not answer, or decides nothing: one probe at a time instead of everything.
  [[nodiscard]] bool open() const noexcept;
  /// How many messages may be under way to the partner now, `in_flight` being so already.
  [[nodiscard]] std::size_t room(Instant now, std::size_t in_flight) const noexcept;

  friend bool operator==(const Circuit&, const Circuit&) = default;
};

/// It took a message, or refused it for good.
[[nodiscard]] Circuit after_answer() noexcept;
/// Nobody answers: everything pauses, ever longer. An answer that decides nothing may be one message's fault:
/// the others go on, until several in a row say the same; then the partner is probed, each time after the
/// first pause, for it is there. `jitter` in 0 … 255 spreads nodes that lost the same partner over a quarter
/// of the pause. A fault of our own changes nothing.
[[nodiscard]] Circuit after_failure(Circuit circuit, Instant now, std::uint8_t jitter,
                                    RetrySchedule schedule = {},
                                    Failure failure = Failure::no_answer) noexcept;

}  // namespace lintas::exchange
