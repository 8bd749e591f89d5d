#include "core/transit/ruling.hpp"

#include <chrono>
#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "base/time.hpp"
#include "core/refdata/calendar.hpp"
#include "core/refdata/state_profile.hpp"

namespace lintas::transit {
namespace {

using namespace std::chrono_literals;
using refdata::LimitUnit;

/// An office eight hours ahead of UTC that works from eight to five, not on Sundays nor on 24 December.
class Office : public testing::Test {
 protected:
  Office() {
    law.working_hours = {.opens = 8h, .closes = 17h};
    law.weekend = 1;
    law.holidays = {*parse_day("2026-12-24")};
  }
  [[nodiscard]] Context at(const char* instant) const {
    return {.at = *parse_instant(instant), .utc_offset = 8h, .by = {}, .law = law};
  }
  refdata::StateProfile law;
};

TEST_F(Office, CountsWorkingHoursOverNightAndHoliday) {
  // Wednesday at four in the afternoon: one hour is left, Thursday is a holiday.
  const Context context = at("2026-12-23T08:00:00Z");
  EXPECT_EQ(to_text(context.due({2, LimitUnit::working_hours})), "2026-12-25T01:00:00.000Z");
  EXPECT_EQ(to_text(context.due({2, LimitUnit::hours})), "2026-12-23T10:00:00.000Z");
}

TEST_F(Office, EndsALimitOfDaysWithTheLocalDay) {
  const Context late = at("2026-12-23T17:00:00Z");  // it is Thursday already
  EXPECT_EQ(to_text(late.due({1, LimitUnit::days})), "2026-12-25T16:00:00.000Z");
  EXPECT_EQ(to_text(late.due({1, LimitUnit::working_days})), "2026-12-25T16:00:00.000Z");
  EXPECT_EQ(to_text(late.due({2, LimitUnit::working_days})), "2026-12-26T16:00:00.000Z");
}

TEST_F(Office, CountsFromTheEndOfADay) {
  const Context context = at("2026-12-20T08:00:00Z");
  const Day limit = *parse_day("2026-12-23");
  EXPECT_EQ(to_text(context.due_after(limit, {1, LimitUnit::days})), "2026-12-24T16:00:00.000Z");
  EXPECT_EQ(to_text(context.due_after(limit, {1, LimitUnit::working_days})), "2026-12-25T16:00:00.000Z");
  EXPECT_EQ(to_text(context.due_after(limit, {6, LimitUnit::hours})), "2026-12-23T22:00:00.000Z");
}

TEST_F(Office, NamesTheLastDayOfALimit) {
  const Context late = at("2026-12-23T17:00:00Z");  // it is Thursday already
  EXPECT_EQ(to_text(late.last_day({8, LimitUnit::days})), "2027-01-01");
  EXPECT_EQ(to_text(late.last_day({1, LimitUnit::hours})), "2026-12-24");
}

TEST_F(Office, AsksDepartureLessAndLessOften) {
  law.timers.record_request = {1, LimitUnit::minutes};
  const Context context = at("2026-12-20T08:00:00Z");
  EXPECT_EQ(context.ask_again(1) - context.at, 1min);
  EXPECT_EQ(context.ask_again(4) - context.at, 8min);
  EXPECT_EQ(context.ask_again(1000) - context.at, limits::record_request_pause_max);
}

}  // namespace
}  // namespace lintas::transit
