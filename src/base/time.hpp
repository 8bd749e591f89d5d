#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace lintas {

/// A point in time, UTC, in milliseconds since 1970: what events carry and legal clocks run on.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// A day of the calendar. Which instants belong to it depends on the office (its offset from UTC), see
/// day_of.
using Day = std::chrono::sys_days;

/// The day at a place whose clocks are `offset` ahead of UTC.
[[nodiscard]] constexpr Day day_of(Instant instant, std::chrono::minutes offset) noexcept {
  return std::chrono::floor<std::chrono::days>(instant + offset);
}

/// "2026-11-23". Years 1 to 9999, a day that exists.
[[nodiscard]] std::optional<Day> parse_day(std::string_view text);
[[nodiscard]] std::string to_text(Day day);

/// "2026-11-23T18:32:00Z", with up to three digits of a second's fraction; the Z is required, "24:00:00" is
/// not accepted.
[[nodiscard]] std::optional<Instant> parse_instant(std::string_view text);

/// Always with milliseconds: "2026-11-23T18:32:00.000Z".
[[nodiscard]] std::string to_text(Instant instant);

}  // namespace lintas
