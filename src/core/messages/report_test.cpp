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

}  // namespace
}  // namespace lintas::message
