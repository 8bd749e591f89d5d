#include "core/acdd/limits.hpp"

#include <gtest/gtest.h>
#include <set>
#include <string_view>

#include "core/refdata/calendar.hpp"

namespace lintas::acdd {
namespace {

TEST(Limits, HaveEachItsSource) {
  std::set<std::string_view> keys;
  const Limits limits;
  for (const LimitFacts& facts : limit_facts) {
    keys.insert(facts.key);
    EXPECT_TRUE(facts.source.contains("local setting (inferred)")) << facts.key;
    EXPECT_GT((limits.*facts.limit).count, 0) << facts.key;
  }
  EXPECT_EQ(keys.size(), limit_facts.size());
  EXPECT_EQ(sizeof(Limits) / sizeof(refdata::Limit), limit_facts.size());
}

}  // namespace
}  // namespace lintas::acdd
