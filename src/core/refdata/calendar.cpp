#include "core/refdata/calendar.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "base/require.hpp"
#include "base/time.hpp"
#include "core/model/values/chars.hpp"

namespace lintas::refdata {

namespace {

Day after_months(Day start, int count) {
  const std::chrono::year_month_day day{start};
  const std::chrono::year_month_day there = day + std::chrono::months{count};
  return there.ok() ? Day{there} : Day{there.year() / there.month() / std::chrono::last};
}

Day after_working_days(Day start, int count, const Calendar& calendar) {
  Day day = start;
  for (int left = count; left > 0;) {
    day += std::chrono::days{1};
    if (calendar.is_working_day(day)) --left;
  }
  return day;
}

Instant midnight_before(Day day, const Calendar& calendar) { return Instant{day} - calendar.utc_offset; }

Instant after_working_time(Instant start, std::chrono::milliseconds left, const Calendar& calendar) {
  for (Day day = day_of(start, calendar.utc_offset);; day += std::chrono::days{1}) {
    if (!calendar.is_working_day(day)) continue;
    const Instant midnight = midnight_before(day, calendar);
    const Instant begins = std::max(start, midnight + calendar.working_hours.opens);
    const Instant ends = midnight + calendar.working_hours.closes;
    if (begins >= ends) continue;
    if (begins + left <= ends) return begins + left;
    left -= ends - begins;
  }
}

}  // namespace

std::optional<Limit> parse_limit(std::string_view text) {
  constexpr std::array units{
      std::pair{std::string_view{"min"}, LimitUnit::minutes},
      std::pair{std::string_view{"h"}, LimitUnit::hours},
      std::pair{std::string_view{"wh"}, LimitUnit::working_hours},
      std::pair{std::string_view{"d"}, LimitUnit::days},
      std::pair{std::string_view{"wd"}, LimitUnit::working_days},
      std::pair{std::string_view{"mo"}, LimitUnit::months},
  };
  const std::size_t blank = text.find(' ');
  if (blank == 0 || blank > 4) return std::nullopt;
  const std::string_view digits = text.substr(0, blank);
  if (!std::ranges::all_of(digits, is_digit)) return std::nullopt;
  int count = 0;
  (void)std::from_chars(digits.data(), digits.data() + digits.size(), count);
  const auto* unit =
      std::ranges::find(units, text.substr(blank + 1), &std::pair<std::string_view, LimitUnit>::first);
  if (unit == units.end()) return std::nullopt;
  return Limit{.count = count, .unit = unit->second};
}

bool Calendar::is_working_day(Day day) const {
  const unsigned bit = 1U << std::chrono::weekday{day}.c_encoding();
  return (weekend & bit) == 0 && !std::ranges::binary_search(holidays, day);
}

Day last_day(Day start, Limit limit, const Calendar& calendar) {
  switch (limit.unit) {
    case LimitUnit::days: return start + std::chrono::days{limit.count};
    case LimitUnit::working_days: return after_working_days(start, limit.count, calendar);
    case LimitUnit::months: return after_months(start, limit.count);
    case LimitUnit::minutes:
    case LimitUnit::hours:
    case LimitUnit::working_hours: break;
  }
  require(false, "a limit of hours has no last day");
  std::unreachable();
}

Instant due(Instant start, Limit limit, const Calendar& calendar) {
  switch (limit.unit) {
    case LimitUnit::minutes: return start + std::chrono::minutes{limit.count};
    case LimitUnit::hours: return start + std::chrono::hours{limit.count};
    case LimitUnit::working_hours:
      return after_working_time(start, std::chrono::hours{limit.count}, calendar);
    case LimitUnit::days:
    case LimitUnit::working_days:
    case LimitUnit::months:
      return end_of(last_day(day_of(start, calendar.utc_offset), limit, calendar), calendar);
  }
  std::unreachable();
}

Instant end_of(Day day, const Calendar& calendar) {
  return midnight_before(day + std::chrono::days{1}, calendar);
}

}  // namespace lintas::refdata
