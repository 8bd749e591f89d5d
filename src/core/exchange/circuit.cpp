#include "core/exchange/circuit.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/limits.hpp"
#include "base/time.hpp"

namespace lintas::exchange {

bool Circuit::open() const noexcept { return failures >= limits::circuit_failures_max; }

std::size_t Circuit::room(Instant now, std::size_t in_flight) const noexcept {
  if (now < next_try) return 0;
  const std::size_t most = open() ? 1 : limits::in_flight_per_partner_max;
  return most - std::min(in_flight, most);
}

Circuit after_answer() noexcept { return {}; }

Circuit after_failure(Circuit circuit, Instant now, std::uint8_t jitter, RetrySchedule schedule) noexcept {
  // Doubling ends long before the shift could overflow: the longest pause is reached after a few failures.
  const unsigned doublings = std::min(circuit.failures, 16U);
  const auto pause = std::min(schedule.first * (1U << doublings), schedule.longest);
  return {.failures = circuit.failures + 1, .next_try = now + pause + (pause / 4 * jitter / 256)};
}

}  // namespace lintas::exchange
