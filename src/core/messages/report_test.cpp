#include "core/messages/report.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/limits.hpp"
#include "core/model/format.hpp"

namespace lintas::message {
namespace {

TEST(Report, every_misfit_has_a_rule_with_text_and_remedy) {
  for (const auto misfit : {Misfit::not_listed, Misfit::too_long, Misfit::too_short, Misfit::wrong_pattern,
                            Misfit::wrong_type, Misfit::too_small, Misfit::too_large}) {
    const Rule* rule = find_rule(rule_of(misfit));
    ASSERT_NE(rule, nullptr) << rule_of(misfit);
    EXPECT_EQ(rule->level, "schema");
    EXPECT_FALSE(rule->text.empty());
    EXPECT_FALSE(rule->remedy.empty());
    EXPECT_TRUE(rule->permanent);
  }
}

TEST(Report, rules_carry_the_code_of_the_rejection_messages) {
  EXPECT_EQ(find_rule("SCH-013")->ncts, "39");
  EXPECT_EQ(find_rule("SCH-008")->ncts, "13");
  EXPECT_EQ(find_rule("WEL-001")->level, "well-formed");
  EXPECT_EQ(find_rule("SCH-999"), nullptr);
}

TEST(Report, a_long_value_is_cut_between_characters) {
  EXPECT_EQ(shown("short"), "short");
  std::string value(limits::finding_value_chars_max - 1, 'x');
  value += "\u20AC and more";
  EXPECT_EQ(shown(value), std::string(limits::finding_value_chars_max - 1, 'x'));
}

TEST(Collector, counts_lines_and_columns_from_1) {
  Collector collector{"ab\ncd\n\nef"};
  collector.add("SCH-005", "/a", {}, {}, 0);
  collector.add("SCH-005", "/b", {}, {}, 4);
  collector.add("SCH-005", "/c", {}, {}, 8);
  collector.add("SCH-005", "/d", {}, {}, 1);
  const Report report = std::move(collector).take(Level::schema, nullptr);
  const std::size_t expected[][2] = {{1, 1}, {2, 2}, {4, 2}, {1, 2}};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(report.positions[i].line, expected[i][0]) << i;
    EXPECT_EQ(report.positions[i].column, expected[i][1]) << i;
  }
}

TEST(Collector, LIM_005_ends_a_flood_of_findings) {
  Collector collector{""};
  for (std::size_t i = 0; i < 5000; ++i) collector.add("SCH-005", "/a", {}, {}, 0);
  EXPECT_TRUE(collector.full());
  const Report report = std::move(collector).take(Level::schema, nullptr);
  EXPECT_EQ(report.findings.size(), limits::findings_max + 1);
  EXPECT_EQ(report.findings.back().rule, "LIM-005");
  EXPECT_EQ(report.positions.size(), report.findings.size());
}

TEST(Collector, LIM_005_is_not_told_where_nothing_more_was_wrong) {
  Collector collector{""};
  for (std::size_t i = 0; i < limits::findings_max; ++i) collector.add("SCH-005", "/a", {}, {}, 0);
  EXPECT_FALSE(collector.full());
  const Report report = std::move(collector).take(Level::schema, nullptr);
  EXPECT_EQ(report.findings.size(), limits::findings_max);
  EXPECT_EQ(report.findings.back().rule, "SCH-005");
}

TEST(Collector, a_message_that_is_not_well_formed_has_one_finding) {
  Collector collector{"<a>"};
  collector.add("SCH-005", "/a", {}, {}, 0);
  collector.stop("WEL-014", {}, {}, 3);
  EXPECT_EQ(std::move(collector).take(Level::well_formed, nullptr).findings.size(), 1U);
}

}  // namespace
}  // namespace lintas::message
