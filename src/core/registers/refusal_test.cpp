#include "core/registers/refusal.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <set>
#include <string>
#include <string_view>

#include "base/finding.hpp"
#include "base/require.hpp"
#include "core/refdata/csv.hpp"
#include "tests/support/refusals.hpp"

namespace lintas::registers {
namespace {

TEST(RegisterRefusal, has_a_rule_of_the_same_permanence) {
  std::ifstream in{LINTAS_ROOT "/data/rules.csv", std::ios::binary};
  const auto csv = refdata::Csv::parse(std::string{std::istreambuf_iterator<char>{in}, {}});
  ASSERT_TRUE(csv);
  std::set<std::string> known;
  for (const auto& row : csv->rows()) {
    for (const RefusalFacts& refusal : refusals) {
      if (row.cells[0] != refusal.rule) continue;
      known.insert(row.cells[0]);
      EXPECT_FALSE(row.cells[4].contains('_') || row.cells[5].contains('_')) << "people read it";
      EXPECT_EQ(row.cells[3], refusal.may_succeed_later ? "no" : "yes") << refusal.name;
    }
  }
  for (const RefusalFacts& refusal : refusals)
    EXPECT_TRUE(known.contains(std::string{refusal.rule})) << refusal.rule;
}

TEST(RegisterRefusal, numbers_names_and_rules_are_used_once) { test::expect_each_used_once(refusals); }

TEST(RegisterRefusal, R_REG_203_becomes_a_finding_with_rule_and_field) {
  const Finding shown = finding(Refusal::four_eyes);
  EXPECT_EQ(shown.rule, "R-REG-203");
  EXPECT_EQ(shown.pointer, "") << "it is the key of a colleague, no field";
  EXPECT_TRUE(shown.detail.empty()) << "the text of the rule says what is wrong";
  EXPECT_EQ(finding(Refusal::number_shape, "as SG201912345K").detail, "as SG201912345K");
  EXPECT_THROW((void)facts(static_cast<Refusal>(1)), Bug);
}

}  // namespace
}  // namespace lintas::registers
