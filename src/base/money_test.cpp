#include "base/money.hpp"

#include <cstdint>
#include <gtest/gtest.h>
#include <limits>

namespace lintas {
namespace {

constexpr Currency myr = *Currency::parse("MYR");
constexpr Currency thb = *Currency::parse("THB");

TEST(Money, adds_and_subtracts_in_one_currency) {
  EXPECT_EQ(add(Money{150, myr}, Money{50, myr}), (Money{200, myr}));
  EXPECT_EQ(subtract(Money{150, myr}, Money{200, myr}), (Money{-50, myr}));
  EXPECT_EQ(add(Money{1, myr}, Money{1, thb}).error(), MoneyError::currency_mismatch);
}

TEST(Money, does_not_wrap) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(add(Money{most, myr}, Money{1, myr}).error(), MoneyError::overflow);
  EXPECT_EQ(subtract(Money{-2, myr}, Money{most, myr}).error(), MoneyError::overflow);
}

TEST(Currency, is_three_capital_letters) {
  EXPECT_TRUE(Currency::parse("SGD"));
  EXPECT_FALSE(Currency::parse("sgd"));
  EXPECT_FALSE(Currency::parse("SG"));
  EXPECT_FALSE(Currency::parse("SGD1"));
}

}  // namespace
}  // namespace lintas
