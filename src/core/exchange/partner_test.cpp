#include "core/exchange/partner.hpp"

#include <gtest/gtest.h>
#include <set>
#include <string>

namespace lintas::exchange {
namespace {

TEST(Partner, is_a_country_and_a_number_and_back) {
  std::set<std::uint32_t> numbers;
  for (char a = 'A'; a <= 'Z'; ++a) {
    for (char b = 'A'; b <= 'Z'; ++b) {
      const std::string text{a, b};
      const auto partner = Partner::parse(text);
      ASSERT_TRUE(partner);
      EXPECT_EQ(partner->str(), text);
      EXPECT_EQ(Partner::of(partner->number()), partner);
      numbers.insert(partner->number());
    }
  }
  EXPECT_EQ(numbers.size(), 676U);
}

TEST(Partner, refuses_what_is_no_country) {
  for (const char* text : {"", "S", "SGP", "sg", "1A"}) EXPECT_FALSE(Partner::parse(text)) << text;
  EXPECT_FALSE(Partner::of(0));
  EXPECT_FALSE(Partner::of(677));
}

}  // namespace
}  // namespace lintas::exchange
