#include "core/guarantee/refusal.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

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

TEST(Refusal, is_told_apart_from_every_other_by_rule_and_field) {
  std::set<std::pair<std::string_view, std::string_view>> told;
  for (const RefusalFacts& refusal : refusals)
    EXPECT_TRUE(told.emplace(refusal.rule, refusal.field).second) << refusal.name;
}

TEST(Refusal, is_said_in_words_to_people) {
  const auto rules = committed_rules();
  for (const RefusalFacts& refusal : refusals) {
    const Finding shown = finding(refusal.refusal);
    for (const std::string& text :
         {shown.value, shown.detail, rules.at(shown.rule).cells[4], rules.at(shown.rule).cells[5]})
      EXPECT_FALSE(text.contains('_')) << refusal.name << ": " << text;
  }
}

TEST(Refusal, becomes_a_finding_with_rule_and_field) {
  const Finding shown = finding(Refusal::amount_not_sufficient, "lines[1]/");
  EXPECT_EQ(shown.rule, "R-ACTS-012");
  EXPECT_EQ(shown.pointer, "lines[1]/amount");
  EXPECT_TRUE(shown.value.empty()) << "what is left of a guarantee is told to nobody here";
  EXPECT_TRUE(shown.detail.empty()) << "the text of the rule says what is wrong";
  EXPECT_EQ(finding(Refusal::amount_not_sufficient, {}, "short by 1.00 SGD").detail, "short by 1.00 SGD");
  EXPECT_THROW((void)facts(static_cast<Refusal>(1)), Bug);
}

}  // namespace
}  // namespace lintas::guarantee
