#include "core/exchange/circuit.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/limits.hpp"
#include "base/time.hpp"

namespace lintas::exchange {

namespace {

std::chrono::milliseconds spread(std::chrono::milliseconds pause, std::uint8_t jitter) noexcept {
  return pause + (pause / 4 * jitter / 256);
}

}  // namespace

std::chrono::milliseconds RetrySchedule::pause(unsigned failures) const noexcept {
  // Doubling ends long before the shift could overflow: the longest pause is reached after a few failures.
  const unsigned doublings = std::min(failures - 1, 16U);
  return std::min(first * (1U << doublings), longest);
}

bool Circuit::open() const noexcept { return std::max(failures, undecided) >= limits::circuit_failures_max; }

std::size_t Circuit::room(Instant now, std::size_t in_flight) const noexcept {
  if (now < next_try) return 0;
  const std::size_t most = open() ? 1 : limits::in_flight_per_partner_max;
  return most - std::min(in_flight, most);
}

Circuit after_answer() noexcept { return {}; }

Circuit after_failure(Circuit circuit, Instant now, std::uint8_t jitter, RetrySchedule schedule,
                      Failure failure) noexcept {
  if (failure == Failure::own) return circuit;
  if (failure == Failure::undecided) {
    Circuit after{.failures = 0, .undecided = circuit.undecided + 1, .next_try = {}};
    if (after.open()) after.next_try = now + spread(schedule.pause(1), jitter);
    return after;
  }
  const unsigned failures = circuit.failures + 1;
  return {.failures = failures, .undecided = 0, .next_try = now + spread(schedule.pause(failures), jitter)};
}

}  // namespace lintas::exchange
