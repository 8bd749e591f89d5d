#include "core/refdata/opening.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include "base/text.hpp"
#include "base/time.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/calendar.hpp"
#include "core/refdata/tables.hpp"

namespace lintas::refdata {

namespace {

/// "2026-11-25 22:00". Hours and limits are of whole minutes where they are not of days.
std::string minute_text(Instant instant, std::chrono::minutes offset) {
  const std::string text = to_text(instant + offset);
  constexpr std::size_t day_characters = 10;
  constexpr std::size_t time_characters = 5;
  return format("{} {}", text.substr(0, day_characters), text.substr(day_characters + 1, time_characters));
}

std::string end_text(Instant due, std::chrono::minutes offset) {
  const bool at_midnight = Instant{day_of(due, offset)} == due + offset;
  if (!at_midnight) return format("until {}", minute_text(due, offset));
  return format("until the end of {}", to_text(day_of(due - Instant::duration{1}, offset)));
}

std::string opening_text(const std::optional<Opening>& opening, std::chrono::minutes offset) {
  if (!opening) return "its hours are not known";
  if (opening->open) return "the office is open then";
  std::string text = "the office is closed then";
  if (opening->since && opening->until) {
    text += format(": open until {}, again from {}", minute_text(*opening->since, offset),
                   minute_text(*opening->until, offset));
  }
  return text;
}

}  // namespace

std::optional<Opening> opening_at(const OfficeFacts& office, Instant at) {
  if (!office.hours) return std::nullopt;
  constexpr std::chrono::days day{1};
  const Hours& hours = *office.hours;
  if (hours.closes - hours.opens >= day) return Opening{.open = true, .since = {}, .until = {}};
  const Instant midnight = Instant{day_of(at, office.utc_offset)} - office.utc_offset;
  const Instant opens = midnight + hours.opens;
  const Instant closes = midnight + hours.closes;
  if (at < opens) return Opening{.open = false, .since = closes - day, .until = opens};
  if (at < closes) return Opening{.open = true, .since = opens, .until = closes};
  return Opening{.open = false, .since = closes, .until = opens + day};
}

LastMoment last_moment(const OfficeId& id, const OfficeFacts& office, const Calendar& calendar, Instant due) {
  const Instant last = due - Instant::duration{1};
  LastMoment moment{.opening = opening_at(office, last),
                    .working_day = calendar.is_working_day(day_of(last, office.utc_offset)),
                    .words = {}};
  moment.words = format("{} at {} (UTC{}); {}", end_text(due, office.utc_offset), id.str(),
                        offset_text(office.utc_offset), opening_text(moment.opening, office.utc_offset));
  if (!moment.working_day) moment.words += format("; no working day in {}", id.country().str());
  return moment;
}

std::string offset_text(std::chrono::minutes offset) {
  const std::chrono::hh_mm_ss ahead{std::chrono::abs(offset)};
  return format("{}{:02}:{:02}", offset < std::chrono::minutes{0} ? '-' : '+', ahead.hours().count(),
                ahead.minutes().count());
}

}  // namespace lintas::refdata
