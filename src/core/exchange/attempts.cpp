#include "core/exchange/attempts.hpp"

#include <algorithm>
#include <cstdint>

#include "base/time.hpp"
#include "core/exchange/circuit.hpp"
#include "core/exchange/limits.hpp"

namespace lintas::exchange {

bool Attempts::is_passed_over() const noexcept {
  return failures >= limits::message_failures_max && passed_over >= limits::message_passed_over_max;
}

Instant Attempts::next_try() const noexcept { return std::max(rests_until, waits_until); }

Attempts after_failure(Attempts attempts, Instant now, std::uint64_t decided, RetrySchedule schedule,
                       Failure failure, bool is_probe) noexcept {
  if (failure == Failure::unreachable || (is_probe && failure != Failure::own)) {
    ++attempts.in_vain;
    attempts.waits_until = now + schedule.pause(attempts.in_vain);
    if (failure != Failure::unreachable) attempts.was_posted = true;
    return attempts;
  }
  if (attempts.failures > 0 && decided > attempts.decided) ++attempts.passed_over;
  ++attempts.failures;
  attempts.decided = decided;
  attempts.rests_until = now + schedule.pause(attempts.failures);
  return attempts;
}

Attempts after_return(Attempts attempts) noexcept {
  attempts.in_vain = 0;
  attempts.waits_until = {};
  return attempts;
}

}  // namespace lintas::exchange
