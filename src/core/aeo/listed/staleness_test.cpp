#include "core/aeo/listed/staleness.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "core/aeo/law.hpp"
#include "core/model/values/country.hpp"

namespace lintas::aeo::listed {
namespace {

using namespace std::chrono_literals;

const Country malaysia = *Country::parse("MY");
const Country singapore = *Country::parse("SG");
const Day today = *parse_day("2026-11-30");
const Instant noon = *parse_instant("2026-11-30T12:00:00Z");

std::string fault_in(std::string_view rows) {
  const auto read = read_stale_rules("of,by,after,policy,from,until,source\n" + std::string{rows});
  return read ? std::string{} : read.error().front().detail;
}

TEST(StaleList, IsOneOfWhichNothingWasHeardForADay) {
  const StaleRule* rule = stale_rule(law().stale_rules, malaysia, singapore, today);
  ASSERT_NE(rule, nullptr);
  EXPECT_FALSE(staleness_of(rule, noon - 24h, noon).stale);
  EXPECT_EQ(staleness_of(rule, noon - 24h - 1ms, noon).stale, StalePolicy::use_as_known);
  EXPECT_EQ(staleness_of(rule, std::nullopt, noon).stale, StalePolicy::use_as_known) << "never";
  EXPECT_FALSE(staleness_of(nullptr, std::nullopt, noon).stale) << "no rule is of that day";
}

TEST(StaleList, IsTreatedAsThePairOfStatesSays) {
  const auto rules = read_stale_rules(
      "of,by,after,policy,from,until,source\n"
      "*,*,24 h,use_as_known,2026-01-01,,ours\n"
      "*,SG,48 h,use_as_known,2026-01-01,,ours\n"
      "MY,*,36 h,use_as_known,2026-01-01,,ours\n"
      "MY,SG,12 h,no_benefit,2026-01-01,2027-01-01,ours\n");
  ASSERT_TRUE(rules.has_value());
  const auto hours = [&](std::string_view of, std::string_view by, Day day) {
    return stale_rule(*rules, *Country::parse(of), *Country::parse(by), day)->after.count;
  };
  EXPECT_EQ(hours("MY", "SG", today), 12);
  EXPECT_EQ(hours("MY", "SG", *parse_day("2027-01-01")), 36);
  EXPECT_EQ(hours("MY", "TH", today), 36);
  EXPECT_EQ(hours("TH", "SG", today), 48);
  EXPECT_EQ(hours("TH", "VN", today), 24);
  EXPECT_EQ(stale_rule(*rules, malaysia, singapore, today)->policy, StalePolicy::no_benefit);
  EXPECT_EQ(stale_rule(*rules, malaysia, singapore, *parse_day("2025-12-31")), nullptr);
}

TEST(StaleList, R_REF_002_ARowSaysWhatIsWrong) {
  EXPECT_TRUE(fault_in("*,*,24 h,stop,2026-01-01,,ours\n").contains("neither use_as_known nor no_benefit"));
  EXPECT_TRUE(fault_in("*,*,24 d,use_as_known,2026-01-01,,ours\n").contains("not a limit of hours"));
  EXPECT_TRUE(fault_in("all,*,24 h,use_as_known,2026-01-01,,ours\n").contains("not the two letters"));
}

}  // namespace
}  // namespace lintas::aeo::listed
