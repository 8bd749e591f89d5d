#include "core/guarantee/refusal.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <map>
#include <set>
#include <string>

#include "base/finding.hpp"
#include "base/require.hpp"
#include "core/refdata/csv.hpp"

namespace lintas::guarantee {
namespace {

std::map<std::string, refdata::CsvRow> committed_rules() {
  std::ifstream in{LINTAS_ROOT "/data/rules.csv", std::ios::binary};
  const auto csv = refdata::Csv::parse(std::string{std::istreambuf_iterator<char>{in}, {}});
  std::map<std::string, refdata::CsvRow> rules;
  if (!csv) return rules;
  for (const auto& row : csv->rows()) EXPECT_TRUE(rules.emplace(row.cells[0], row).second) << row.cells[0];
  return rules;
}

TEST(Refusal, has_a_rule_with_the_same_wire_code_and_permanence) {
  const auto rules = committed_rules();
  for (const RefusalFacts& refusal : refusals) {
    const auto rule = rules.find(std::string{refusal.rule});
    ASSERT_NE(rule, rules.end()) << refusal.rule;
    const auto& cells = rule->second.cells;
    EXPECT_EQ(cells[1], refusal.wire_code) << refusal.name;
    EXPECT_EQ(cells[3], refusal.may_succeed_later ? "no" : "yes") << refusal.name;
    EXPECT_FALSE(cells[4].empty() || cells[5].empty() || cells[6].empty())
        << "text, remedy or source: " << refusal.rule;
  }
}

TEST(Refusal, every_rule_of_guarantees_is_used) {
  std::set<std::string> used{"R-ACTS-043", "R-GUA-003", "R-GUA-004", "R-GUA-005"};  // of the amount at risk
  for (const RefusalFacts& refusal : refusals) used.emplace(refusal.rule);
  for (const auto& [id, rule] : committed_rules()) {
    EXPECT_TRUE(!id.starts_with("R-GUA-") || used.contains(id)) << id;
  }
}

TEST(Refusal, numbers_and_names_are_used_once) {
  std::set<Refusal> numbers;
  std::set<std::string_view> names;
  for (const RefusalFacts& refusal : refusals) {
    EXPECT_TRUE(numbers.insert(refusal.refusal).second) << refusal.name;
    EXPECT_TRUE(names.insert(refusal.name).second) << refusal.name;
  }
}

TEST(Refusal, becomes_a_finding_with_rule_and_field) {
  const Finding shown = finding(Refusal::amount_not_sufficient, "lines[1]/");
  EXPECT_EQ(shown.rule, "R-ACTS-012");
  EXPECT_EQ(shown.pointer, "lines[1]/amount");
  EXPECT_TRUE(shown.value.empty()) << "what is left of a guarantee is told to nobody here";
  EXPECT_THROW((void)facts(static_cast<Refusal>(1)), Bug);
}

}  // namespace
}  // namespace lintas::guarantee
