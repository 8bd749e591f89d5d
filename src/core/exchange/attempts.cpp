#include "core/exchange/attempts.hpp"

#include <cstdint>

#include "base/time.hpp"
#include "core/exchange/circuit.hpp"
#include "core/exchange/limits.hpp"

namespace lintas::exchange {

bool Attempts::is_passed_over() const noexcept {
  return failures >= limits::message_failures_max && passed_over >= limits::message_passed_over_max;
}

Attempts after_failure(Attempts attempts, Instant now, std::uint64_t decided,
                       RetrySchedule schedule) noexcept {
  const bool is_passed_over_again = attempts.failures > 0 && decided > attempts.decided;
  const unsigned failures = attempts.failures + 1;
  return {.failures = failures,
          .passed_over = attempts.passed_over + (is_passed_over_again ? 1U : 0U),
          .decided = decided,
          .rests_until = now + schedule.pause(failures)};
}

}  // namespace lintas::exchange
