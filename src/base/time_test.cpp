#include "base/time.hpp"

#include <gtest/gtest.h>

namespace lintas {
namespace {

using namespace std::chrono_literals;

TEST(Time, reads_and_writes_days) {
  EXPECT_EQ(to_text(*parse_day("2026-11-23")), "2026-11-23");
  EXPECT_TRUE(parse_day("2028-02-29"));
  EXPECT_FALSE(parse_day("2026-02-29"));
  EXPECT_FALSE(parse_day("2026-13-01"));
  EXPECT_FALSE(parse_day("0000-01-01"));
  EXPECT_FALSE(parse_day("2026-1-01"));
  EXPECT_FALSE(parse_day("2026-11-23 "));
  EXPECT_FALSE(parse_day("2569/11/23"));
}

TEST(Time, reads_and_writes_instants) {
  EXPECT_EQ(to_text(*parse_instant("2026-11-23T18:32:01Z")), "2026-11-23T18:32:01.000Z");
  EXPECT_EQ(to_text(*parse_instant("2026-11-23T18:32:01.5Z")), "2026-11-23T18:32:01.500Z");
  EXPECT_EQ(to_text(*parse_instant("1969-12-31T23:59:59.999Z")), "1969-12-31T23:59:59.999Z");
  EXPECT_FALSE(parse_instant("2026-11-23T18:32:01"));
  EXPECT_FALSE(parse_instant("2026-11-23T24:00:00Z"));
  EXPECT_FALSE(parse_instant("2026-11-23T18:32:60Z"));
  EXPECT_FALSE(parse_instant("2026-11-23T18:32:01.Z"));
  EXPECT_FALSE(parse_instant("2026-11-23T18:32:01.1234Z"));
  EXPECT_FALSE(parse_instant("2026-11-23T18:32:01+08:00"));
}

TEST(Time, a_day_is_that_of_the_office) {
  const Instant evening = *parse_instant("2026-11-23T17:30:00Z");
  EXPECT_EQ(to_text(day_of(evening, 0min)), "2026-11-23");
  EXPECT_EQ(to_text(day_of(evening, 7h)), "2026-11-24") << "half past midnight in Sadao";
}

}  // namespace
}  // namespace lintas
