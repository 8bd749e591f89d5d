#include "core/webhooks/attempts.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/limits.hpp"
#include "base/time.hpp"

namespace lintas::webhooks {

namespace {

using namespace std::chrono_literals;
/// Behind the first attempt. The last one is repeated.
constexpr std::array<std::chrono::milliseconds, 9> pauses{5s, 5min, 30min, 2h, 5h, 10h, 14h, 20h, 24h};

}  // namespace

Taken judge(std::optional<std::uint16_t> status) noexcept {
  constexpr std::uint16_t gone = 410;
  if (status && *status / 100 == 2) return Taken::yes;
  return status == gone ? Taken::never : Taken::later;
}

Attempts after_failure(Attempts attempts, Instant now, std::uint8_t jitter) noexcept {
  const auto pause = pauses.at(std::min<std::size_t>(attempts.failures, pauses.size() - 1));
  return {.failures = attempts.failures + 1, .next = now + pause + (pause / 10 * jitter / 256)};
}

bool may_try(const Attempts& attempts, Instant now) noexcept {
  constexpr auto longest = pauses.back() + (pauses.back() / 10);
  return attempts.next <= now || attempts.next - now > longest;
}

bool has_failed_too_long(std::optional<Instant> failing_since, Instant now) noexcept {
  return failing_since && now - *failing_since >= limits::webhook_failing_max;
}

}  // namespace lintas::webhooks
