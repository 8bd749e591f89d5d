#include "core/documents/limits.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <set>
#include <string_view>

#include "base/time.hpp"
#include "core/refdata/calendar.hpp"

namespace lintas::documents {
namespace {

const Limits& on(const char* day) { return limits_on(parse_day(day).value()); }

TEST(Limits, HoldByTheDayOfIssue) {
  EXPECT_EQ(on("2022-04-30").retroactive_mark.count, 3);
  EXPECT_EQ(on("2022-05-01").retroactive_mark.count, 0);
  EXPECT_EQ(on("2010-01-01").retroactive_mark.count, 3);
}

TEST(Limits, HaveEachItsSource) {
  std::set<std::string_view> keys;
  const Limits limits;
  for (const LimitFacts& facts : limit_facts) {
    keys.insert(facts.key);
    EXPECT_FALSE(facts.source.empty()) << facts.key;
    EXPECT_TRUE((limits.*facts.limit).count > 0 || facts.key == "retroactive_mark") << facts.key;
  }
  EXPECT_EQ(keys.size(), limit_facts.size());
  // One for each member, and the parameter that is none.
  EXPECT_EQ(sizeof(Limits) / sizeof(refdata::Limit), limit_facts.size());
}

TEST(Limits, AreThoseOfTheTreaty) {
  const Limits& limits = on("2026-03-02");
  EXPECT_EQ(limits.validity, refdata::parse_limit("12 mo"));
  EXPECT_EQ(limits.refusal, refdata::parse_limit("60 d"));
  EXPECT_EQ(limits.answer, refdata::parse_limit("90 d"));
  EXPECT_EQ(limits.check_whole, refdata::parse_limit("180 d"));
  EXPECT_EQ(limits.retention, refdata::parse_limit("36 mo"));
}

}  // namespace
}  // namespace lintas::documents
