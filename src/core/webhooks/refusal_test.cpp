#include "core/webhooks/refusal.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <string>

#include "base/finding.hpp"
#include "base/require.hpp"
#include "tests/support/refusals.hpp"

namespace lintas::webhooks {
namespace {

TEST(WebhookRefusal, has_a_rule_in_the_list) {
  std::ifstream in{LINTAS_ROOT "/data/rules.csv", std::ios::binary};
  const std::string rules{std::istreambuf_iterator<char>{in}, {}};
  for (const RefusalFacts& refusal : refusals)
    EXPECT_TRUE(rules.contains('\n' + std::string{refusal.rule} + ',')) << refusal.rule;
}

TEST(WebhookRefusal, numbers_names_and_rules_are_used_once) { test::expect_each_used_once(refusals); }

TEST(WebhookRefusal, R_HOO_203_becomes_a_finding_with_rule_and_field) {
  const Finding shown = finding(Refusal::too_many);
  EXPECT_EQ(shown.rule, "R-HOO-203");
  EXPECT_EQ(shown.pointer, "id");
  EXPECT_THROW((void)facts(static_cast<Refusal>(1)), Bug);
}

}  // namespace
}  // namespace lintas::webhooks
