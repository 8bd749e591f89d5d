#include "core/webhooks/refusal.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <set>
#include <string>
#include <string_view>

#include "base/finding.hpp"
#include "base/require.hpp"

namespace lintas::webhooks {
namespace {

TEST(WebhookRefusal, has_a_rule_in_the_list) {
  std::ifstream in{LINTAS_ROOT "/data/rules.csv", std::ios::binary};
  const std::string rules{std::istreambuf_iterator<char>{in}, {}};
  for (const RefusalFacts& refusal : refusals)
    EXPECT_TRUE(rules.contains('\n' + std::string{refusal.rule} + ',')) << refusal.rule;
}

TEST(WebhookRefusal, numbers_names_and_rules_are_used_once) {
  std::set<Refusal> numbers;
  std::set<std::string_view> names;
  std::set<std::string_view> rules;
  for (const RefusalFacts& refusal : refusals) {
    EXPECT_TRUE(numbers.insert(refusal.refusal).second) << refusal.name;
    EXPECT_TRUE(names.insert(refusal.name).second) << refusal.name;
    EXPECT_TRUE(rules.insert(refusal.rule).second) << refusal.name;
  }
}

TEST(WebhookRefusal, R_HOO_203_becomes_a_finding_with_rule_and_field) {
  const Finding shown = finding(Refusal::too_many);
  EXPECT_EQ(shown.rule, "R-HOO-203");
  EXPECT_EQ(shown.pointer, "id");
  EXPECT_THROW((void)facts(static_cast<Refusal>(1)), Bug);
}

}  // namespace
}  // namespace lintas::webhooks
