#include "core/refdata/calendar.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/require.hpp"
#include "base/time.hpp"

namespace lintas::refdata {
namespace {

Day day(std::string_view text) { return *parse_day(text); }
Instant at(std::string_view text) { return *parse_instant(text); }

/// Eight hours ahead of UTC, open from 8 to 17, closed at weekends and on two days of May.
const Calendar office{.utc_offset = std::chrono::hours{8},
                      .working_hours = {.opens = std::chrono::hours{8}, .closes = std::chrono::hours{17}},
                      .weekend = 0b1000001,
                      .holidays = {day("2026-05-01"), day("2026-05-27")}};

std::string due_after(std::string_view limit, std::string_view start) {
  return to_text(due(at(start), *parse_limit(limit), office));
}
std::string last_after(std::string_view limit, std::string_view start) {
  return to_text(last_day(day(start), *parse_limit(limit), office));
}

TEST(Limit, is_a_number_and_a_unit) {
  const Limit thirty_days{.count = 30, .unit = LimitUnit::days};
  const Limit two_working_hours{.count = 2, .unit = LimitUnit::working_hours};
  EXPECT_EQ(parse_limit("30 d"), thirty_days);
  EXPECT_EQ(parse_limit("2 wh"), two_working_hours);
  for (const char* good : {"0 d", "9999 min", "24 h", "1 wd", "7 mo"}) EXPECT_TRUE(parse_limit(good)) << good;
  for (const char* bad : {"", "d", " d", "30", "30d", "30  d", "-1 d", "10000 d", "1.5 h", "3 weeks", "3 d "})
    EXPECT_FALSE(parse_limit(bad)) << bad;
}

TEST(Limit, R_ACTS_091_of_days_ends_with_the_last_local_day) {
  EXPECT_EQ(due_after("30 d", "2026-03-01T15:59:59.999Z"), "2026-03-31T16:00:00.000Z");
  EXPECT_EQ(due_after("30 d", "2026-03-01T16:00:00Z"), "2026-04-01T16:00:00.000Z") << "already the 2nd there";
  EXPECT_EQ(due_after("0 d", "2026-03-01T00:00:00Z"), "2026-03-01T16:00:00.000Z") << "the same day";
}

TEST(Limit, of_minutes_and_hours_runs_through) {
  EXPECT_EQ(due_after("45 min", "2026-05-01T15:50:00Z"), "2026-05-01T16:35:00.000Z");
  EXPECT_EQ(due_after("24 h", "2026-05-01T15:50:00Z"), "2026-05-02T15:50:00.000Z");
}

TEST(Limit, of_working_hours_counts_only_when_the_office_works) {
  EXPECT_EQ(due_after("2 wh", "2026-05-04T01:00:00Z"), "2026-05-04T03:00:00.000Z") << "Monday 9 to 11";
  EXPECT_EQ(due_after("2 wh", "2026-05-04T08:00:00Z"), "2026-05-05T01:00:00.000Z") << "an hour on each day";
  EXPECT_EQ(due_after("2 wh", "2026-04-30T08:00:00Z"), "2026-05-04T01:00:00.000Z")
      << "over a holiday and a weekend";
  EXPECT_EQ(due_after("2 wh", "2026-05-03T20:00:00Z"), "2026-05-04T02:00:00.000Z") << "not yet open";
  EXPECT_EQ(due_after("1 wh", "2026-05-04T08:00:00Z"), "2026-05-04T09:00:00.000Z") << "as it closes";
  EXPECT_EQ(due_after("20 wh", "2026-05-04T00:00:00Z"), "2026-05-06T02:00:00.000Z") << "nine hours a day";
}

TEST(Limit, of_working_days_passes_over_weekends_and_holidays) {
  EXPECT_EQ(last_after("1 wd", "2026-04-30"), "2026-05-04");
  EXPECT_EQ(last_after("3 wd", "2026-05-26"), "2026-06-01");
  EXPECT_EQ(last_after("0 wd", "2026-05-02"), "2026-05-02");
}

TEST(Limit, of_months_ends_on_the_same_number_or_the_last_day) {
  EXPECT_EQ(last_after("7 mo", "2026-01-15"), "2026-08-15");
  EXPECT_EQ(last_after("1 mo", "2026-01-31"), "2026-02-28");
  EXPECT_EQ(last_after("36 mo", "2024-02-29"), "2027-02-28");
  EXPECT_EQ(due_after("7 mo", "2026-01-15T00:00:00Z"), "2026-08-15T16:00:00.000Z");
}

TEST(Limit, of_hours_has_no_last_day) { EXPECT_THROW((void)last_after("24 h", "2026-01-01"), Bug); }

}  // namespace
}  // namespace lintas::refdata
