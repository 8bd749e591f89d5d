#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/refdata/tables.hpp"

/// Legal time: limits as the law writes them, counted on the calendar of an office. Pure; safe from any
/// thread.
namespace lintas::refdata {

enum class LimitUnit : std::uint8_t {
  minutes = 1,
  hours = 2,
  working_hours = 3,  ///< within the working hours of working days
  days = 4,           ///< whole local days, holidays too
  working_days = 5,
  months = 6,
};

/// How long the law gives: "45 min", "24 h", "2 wh", "30 d", "1 wd", "7 mo".
struct Limit {
  int count = 0;
  LimitUnit unit = LimitUnit::days;

  friend bool operator==(const Limit&, const Limit&) = default;
};

/// Count from 0 to 9999, a blank, the unit.
[[nodiscard]] std::optional<Limit> parse_limit(std::string_view text);

/// The days of the week, Sunday first, as bits of `Calendar::weekend`; never all seven.
using WeekdayBits = std::uint8_t;

/// The calendar that limits at an office are counted on.
struct Calendar {
  std::chrono::minutes utc_offset{};
  Hours working_hours{.opens = std::chrono::hours{0}, .closes = std::chrono::hours{24}};
  WeekdayBits weekend = 0;
  std::vector<Day> holidays;  ///< sorted

  [[nodiscard]] bool is_working_day(Day day) const;
};

/// The last day of a limit that began on `start`, which itself is not counted: 0 days end on the same day, 30
/// days on the 30th after it. A month ends on the day of the same number, or on the last of its month.
/// Precondition: the unit is days, working days or months.
[[nodiscard]] Day last_day(Day start, Limit limit, const Calendar& calendar);

/// The first instant at which the limit is over. Limits of days are over when their last local day is; with
/// working hours, only the time in which the office works counts.
[[nodiscard]] Instant due(Instant start, Limit limit, const Calendar& calendar);

/// The first instant after the local day.
[[nodiscard]] Instant end_of(Day day, const Calendar& calendar);

}  // namespace lintas::refdata
