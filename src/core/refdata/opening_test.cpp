#include "core/refdata/opening.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <optional>
#include <string_view>

#include "base/time.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/calendar.hpp"
#include "core/refdata/tables.hpp"

namespace lintas::refdata {
namespace {

Instant at(std::string_view text) { return *parse_instant(text); }

/// Eight hours ahead of UTC.
OfficeFacts office(std::optional<Hours> hours) {
  OfficeFacts facts;
  facts.hours = hours;
  facts.utc_offset = std::chrono::hours{8};
  return facts;
}
OfficeFacts by_day() {
  return office(Hours{.opens = std::chrono::hours{6}, .closes = std::chrono::hours{22}});
}
OfficeFacts day_and_night() {
  return office(Hours{.opens = std::chrono::hours{0}, .closes = std::chrono::hours{24}});
}

/// Rests on the seventh day and on the 25th of November.
Calendar calendar() {
  Calendar made;
  made.utc_offset = std::chrono::hours{8};
  made.weekend = 0b0000001;
  made.holidays = {*parse_day("2026-11-25")};
  return made;
}
LastMoment moment(const OfficeFacts& facts, std::string_view due) {
  return last_moment(*OfficeId::parse("SGTUS001"), facts, calendar(), at(due));
}

TEST(Opening, is_closed_from_one_evening_to_the_next_morning) {
  const Opening night{
      .open = false, .since = at("2026-11-23T14:00:00Z"), .until = at("2026-11-23T22:00:00Z")};
  EXPECT_EQ(opening_at(by_day(), at("2026-11-23T14:00:00Z")), night);
  EXPECT_EQ(opening_at(by_day(), at("2026-11-23T16:00:00Z")), night) << "it is the 24th there";
  EXPECT_EQ(opening_at(by_day(), at("2026-11-23T21:59:59.999Z")), night);
  const Opening day{.open = true, .since = at("2026-11-23T22:00:00Z"), .until = at("2026-11-24T14:00:00Z")};
  EXPECT_EQ(opening_at(by_day(), at("2026-11-23T22:00:00Z")), day);
  EXPECT_EQ(opening_at(by_day(), at("2026-11-24T13:59:59.999Z")), day);
}

TEST(Opening, of_an_office_that_never_closes_has_no_end_and_of_unknown_hours_is_not_known) {
  EXPECT_EQ(opening_at(day_and_night(), at("2026-11-23T16:00:00Z")),
            (Opening{.open = true, .since = {}, .until = {}}));
  EXPECT_FALSE(opening_at(office(std::nullopt), at("2026-11-23T16:00:00Z")).has_value());
}

TEST(LastMoment, of_a_limit_of_days_says_when_the_office_was_open_last) {
  const auto last = moment(by_day(), "2026-11-24T16:00:00Z");
  EXPECT_EQ(last.words,
            "until the end of 2026-11-24 at SGTUS001 (UTC+08:00); the office is closed then: open until "
            "2026-11-24 22:00, again from 2026-11-25 06:00");
  EXPECT_TRUE(last.working_day);
}

TEST(LastMoment, of_a_limit_of_hours_says_its_minute) {
  EXPECT_EQ(moment(by_day(), "2026-11-24T06:30:00Z").words,
            "until 2026-11-24 14:30 at SGTUS001 (UTC+08:00); the office is open then");
  EXPECT_EQ(moment(by_day(), "2026-11-24T14:00:00Z").words,
            "until 2026-11-24 22:00 at SGTUS001 (UTC+08:00); the office is open then")
      << "up to the minute in which it closes";
}

TEST(LastMoment, says_what_is_not_known_and_what_is_no_working_day) {
  EXPECT_EQ(moment(office(std::nullopt), "2026-11-25T16:00:00Z").words,
            "until the end of 2026-11-25 at SGTUS001 (UTC+08:00); its hours are not known; no working day in "
            "SG");
  EXPECT_FALSE(moment(day_and_night(), "2026-11-29T16:00:00Z").working_day) << "a Sunday";
}

TEST(LastMoment, reads_offsets_on_both_sides_of_utc) {
  EXPECT_EQ(offset_text(std::chrono::minutes{420}), "+07:00");
  EXPECT_EQ(offset_text(std::chrono::minutes{-210}), "-03:30");
  EXPECT_EQ(offset_text(std::chrono::minutes{0}), "+00:00");
}

}  // namespace
}  // namespace lintas::refdata
