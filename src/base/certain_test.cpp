#include "base/certain.hpp"

#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <source_location>
#include <string_view>
#include <utility>

#include "base/require.hpp"

namespace lintas {
namespace {

TEST(Certain, is_what_the_optional_holds_and_not_a_copy_of_it) {
  const std::optional<int> seven = 7;
  EXPECT_EQ(certain(seven, "seven is a number"), 7);
  EXPECT_EQ(&certain(seven, "seven is a number"), &*seven);
}

TEST(Certain, hands_over_what_is_made_for_the_call) {
  auto made = std::make_optional(std::make_unique<int>(7));
  const std::unique_ptr<int> mine = certain(std::move(made), "it was made above");
  EXPECT_EQ(*mine, 7);
}

TEST(Certain, an_empty_one_is_our_bug_where_it_was_said) {
  const auto line_above = std::source_location::current().line();
  try {
    static_cast<void>(certain(std::optional<int>{}, "there is a number"));
    FAIL() << "nothing is no number";
  } catch (const Bug& bug) {
    EXPECT_EQ(std::string_view{bug.what()}, "there is a number");
    EXPECT_EQ(bug.where().line(), line_above + 2);
    EXPECT_TRUE(std::string_view{bug.where().file_name()}.ends_with("certain_test.cpp"));
  }
  const std::optional<int> none;
  EXPECT_THROW(static_cast<void>(certain(none, "there is a number")), Bug);
}

}  // namespace
}  // namespace lintas
