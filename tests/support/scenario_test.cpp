#include "tests/support/scenario.hpp"

#include <gtest/gtest.h>
#include <stdexcept>
#include <string>

namespace lintas::test {
namespace {

const Verbs verbs{
    {"say", [](const Step& step) { return step.option("what", "ok"); }},
    {"fail", [](const Step&) -> std::string { throw std::runtime_error("broken"); }},
    {"second", [](const Step& step) { return step.word(1); }},
};

TEST(Scenario, is_quiet_when_all_comes_out_as_written) {
  EXPECT_TRUE(play("# remark\n\nsay\nsay what=no -> no   # why\nsecond a b -> b\n", verbs).empty());
}

TEST(Scenario, tells_the_line_that_came_out_otherwise) {
  const auto differences = play("say\nsay what=no\nsay -> no\n", verbs);
  ASSERT_EQ(differences.size(), 2U);
  EXPECT_TRUE(differences[0].starts_with("line 2: "));
  EXPECT_TRUE(differences[1].ends_with("came out: ok"));
}

TEST(Scenario, cannot_pass_by_mistake) {
  EXPECT_EQ(play("", verbs).size(), 1U) << "an empty scenario";
  EXPECT_EQ(play("sya\n", verbs).size(), 1U) << "a verb nobody knows";
  EXPECT_EQ(play("fail\n", verbs).size(), 1U) << "a verb that throws";
  EXPECT_EQ(play("second a -> a\n", verbs).size(), 1U) << "a word that is missing";
  EXPECT_EQ(play("say ->\n", verbs).size(), 1U) << "nothing expected";
}

}  // namespace
}  // namespace lintas::test
