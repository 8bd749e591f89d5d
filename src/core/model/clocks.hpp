#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "core/model/scalars.hpp"

/// Between instants and the local dates and times of messages.
namespace lintas::message {

/// Precondition: value.has().
[[nodiscard]] inline Instant instant_of(DateTime value, std::chrono::minutes offset) {
  return Instant{value.date.calendar_day()} + std::chrono::hours{value.hour} +
         std::chrono::minutes{value.minute} + std::chrono::seconds{value.second} - offset;
}

/// The first instant of a day. Precondition: value.has().
[[nodiscard]] inline Instant start_of(Date value, std::chrono::minutes offset) {
  return Instant{value.calendar_day()} - offset;
}

[[nodiscard]] inline Date date_of(Day day) {
  const std::chrono::year_month_day date{day};
  return {.year = static_cast<std::int16_t>(static_cast<int>(date.year())),
          .month = static_cast<std::uint8_t>(static_cast<unsigned>(date.month())),
          .day = static_cast<std::uint8_t>(static_cast<unsigned>(date.day()))};
}

/// Without the fraction of the second.
[[nodiscard]] inline DateTime date_time_of(Instant instant, std::chrono::minutes offset) {
  const auto local = std::chrono::floor<std::chrono::seconds>(instant + offset);
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::hh_mm_ss time{local - day};
  return {.date = date_of(day),
          .hour = static_cast<std::uint8_t>(time.hours().count()),
          .minute = static_cast<std::uint8_t>(time.minutes().count()),
          .second = static_cast<std::uint8_t>(time.seconds().count())};
}

/// An instant with the clock of the place where it was written.
struct ZonedTime {
  Instant at;
  std::chrono::minutes offset{};

  [[nodiscard]] Day day() const { return day_of(at, offset); }
  friend bool operator==(const ZonedTime&, const ZonedTime&) = default;
};

/// "2026-11-23T18:32:00+08:00", the format zoned_time; nothing if the text is not of that form.
[[nodiscard]] std::optional<ZonedTime> parse_zoned(std::string_view text);

/// Without the fraction of the second. Precondition: the offset is less than 14 hours either way.
[[nodiscard]] std::string to_text(const ZonedTime& time);

}  // namespace lintas::message
