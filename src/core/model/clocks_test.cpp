#include "core/model/clocks.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <string_view>

#include "base/time.hpp"

namespace lintas::message {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

TEST(Clocks, a_time_with_its_offset_is_written_as_it_was_read) {
  for (const std::string_view text : {"2026-11-23T18:32:00+08:00", "2026-11-23T00:02:00+06:30",
                                      "2026-11-23T18:32:00+00:00", "2026-11-23T18:32:00-03:00"}) {
    const auto time = parse_zoned(text);
    ASSERT_TRUE(time) << text;
    EXPECT_EQ(to_text(*time), text);
  }
}

TEST(Clocks, the_day_of_a_time_is_that_of_its_place) {
  const auto time = parse_zoned("2026-11-24T00:30:00+08:00");
  ASSERT_TRUE(time);
  EXPECT_EQ(time->at, parse_instant("2026-11-23T16:30:00Z"));
  EXPECT_EQ(time->offset, hours{8});
  EXPECT_EQ(time->day(), parse_day("2026-11-24"));
  EXPECT_EQ(parse_zoned("2026-11-23T24:00:00Z")->day(), parse_day("2026-11-24"));
}

TEST(Clocks, what_is_no_time_with_an_offset_is_none) {
  for (const std::string_view text :
       {"", "2026-11-23", "2026-11-23T18:32:00", "2026-02-30T18:32:00Z", "2026-11-23T18:32:00+14:00",
        "2026-11-23T18:32:00+08:60", "2026-11-23T18:32:00+0800", "2026-11-23T18:32:00.5Z",
        "2026-11-23T18:32:00 08:00"})
    EXPECT_FALSE(parse_zoned(text)) << text;
}

TEST(Clocks, dates_and_instants_go_both_ways) {
  const Instant at = parse_instant("2026-11-23T16:30:05Z").value();
  EXPECT_EQ(instant_of(date_time_of(at, minutes{390}), minutes{390}), at);
  const Day day = parse_day("2026-11-23").value();
  EXPECT_EQ(date_of(day).calendar_day(), day);
  EXPECT_EQ(start_of(date_of(day), hours{8}), parse_instant("2026-11-22T16:00:00Z"));
}

}  // namespace
}  // namespace lintas::message
