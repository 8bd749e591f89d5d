#pragma once

#include <chrono>
#include <cstdint>

#include "base/time.hpp"
#include "core/model/scalars.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/snapshot.hpp"

/// Between instants and the local dates and times of messages.
namespace lintas::transit {

[[nodiscard]] inline std::chrono::minutes offset_at(const refdata::View& reference, const OfficeId& office) {
  const auto* row = reference.office(office);
  return row == nullptr ? std::chrono::minutes{} : row->value.utc_offset;
}

/// Precondition: value.has().
[[nodiscard]] inline Instant instant_of(message::DateTime value, std::chrono::minutes offset) {
  return Instant{value.date.calendar_day()} + std::chrono::hours{value.hour} +
         std::chrono::minutes{value.minute} + std::chrono::seconds{value.second} - offset;
}

/// The first instant of a day. Precondition: value.has().
[[nodiscard]] inline Instant start_of(message::Date value, std::chrono::minutes offset) {
  return Instant{value.calendar_day()} - offset;
}

[[nodiscard]] inline message::Date date_of(Day day) {
  const std::chrono::year_month_day date{day};
  return {.year = static_cast<std::int16_t>(static_cast<int>(date.year())),
          .month = static_cast<std::uint8_t>(static_cast<unsigned>(date.month())),
          .day = static_cast<std::uint8_t>(static_cast<unsigned>(date.day()))};
}

/// Without the fraction of the second.
[[nodiscard]] inline message::DateTime date_time_of(Instant instant, std::chrono::minutes offset) {
  const auto local = std::chrono::floor<std::chrono::seconds>(instant + offset);
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::hh_mm_ss time{local - day};
  return {.date = date_of(day),
          .hour = static_cast<std::uint8_t>(time.hours().count()),
          .minute = static_cast<std::uint8_t>(time.minutes().count()),
          .second = static_cast<std::uint8_t>(time.seconds().count())};
}

}  // namespace lintas::transit
