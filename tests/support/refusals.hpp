#pragma once

#include <gtest/gtest.h>
#include <set>
#include <string_view>

namespace lintas::test {

/// Numbers are stored and names are sent: neither is given to two refusals of a module, nor is a rule.
template <class Refusals>
void expect_each_used_once(const Refusals& refusals) {
  std::set<decltype(refusals.begin()->refusal)> numbers;
  std::set<std::string_view> names;
  std::set<std::string_view> rules;
  for (const auto& refusal : refusals) {
    EXPECT_TRUE(numbers.insert(refusal.refusal).second) << refusal.name;
    EXPECT_TRUE(names.insert(refusal.name).second) << refusal.name;
    EXPECT_TRUE(rules.insert(refusal.rule).second) << refusal.name;
  }
}

}  // namespace lintas::test
