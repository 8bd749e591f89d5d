#include "base/near.hpp"

#include <array>
#include <gtest/gtest.h>
#include <string_view>

namespace lintas {
namespace {

constexpr std::array<std::string_view, 6> names{"CS", "FW", "WH", "WX", "2", "grossMass"};

std::string_view near(std::string_view text) { return near_name(names, text).value_or(""); }

TEST(Near, a_name_in_other_letters_or_with_blanks) {
  EXPECT_EQ(near("cs"), "CS");
  EXPECT_EQ(near(" C S"), "CS");
  EXPECT_EQ(near("GrossMass"), "grossMass");
}

TEST(Near, a_name_with_one_other_character) {
  EXPECT_EQ(near("FV"), "FW");
  EXPECT_EQ(near("F"), "FW");
  EXPECT_EQ(near("FWD"), "FW");
  EXPECT_EQ(near("grosMass"), "grossMass");
  EXPECT_EQ(near("grossMasss"), "grossMass");
  EXPECT_EQ(near("grassMass"), "grossMass");
}

TEST(Near, nothing_where_several_are_as_near_or_none_is) {
  EXPECT_EQ(near("WY"), "");
  EXPECT_EQ(near("W"), "");
  EXPECT_EQ(near("ZZ"), "");
  EXPECT_EQ(near("netMass"), "");
  EXPECT_EQ(near("1"), "");
  EXPECT_EQ(near(""), "");
  EXPECT_EQ(near_name({}, "x"), std::nullopt);
}

}  // namespace
}  // namespace lintas
