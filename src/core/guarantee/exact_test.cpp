#include "core/guarantee/exact.hpp"

#include <cstdint>
#include <gtest/gtest.h>
#include <limits>
#include <string_view>

#include "base/decimal.hpp"
#include "base/require.hpp"
#include "tests/support/rng.hpp"

namespace lintas::guarantee {
namespace {

Exact exact(std::string_view text) { return Exact{*Decimal::parse(text)}; }

TEST(Exact, rounds_the_half_away_from_zero_and_only_once) {
  EXPECT_EQ(exact("0.005").rounded(2), 1);
  EXPECT_EQ(exact("-0.005").rounded(2), -1);
  EXPECT_EQ(exact("0.004999").rounded(2), 0);
  // 0.0449996 is 0.045 at six places, which would make 0.05; rounded once it is 0.04.
  EXPECT_EQ((exact("0.449996") / exact("10")).rounded(2), 4);
  EXPECT_EQ((exact("1") / exact("3")).rounded(6), 333333);
  EXPECT_EQ((exact("2") / exact("3")).rounded(6), 666667);
  EXPECT_EQ((exact("-2") / exact("-3")).rounded(0), 1);
  EXPECT_EQ((exact("1") / exact("-2")).rounded(0), -1);
}

TEST(Exact, loses_nothing_on_the_way) {
  const Exact third = exact("1") / exact("3");
  EXPECT_EQ((third + third + third).rounded(6), 1'000'000);
  EXPECT_EQ((third * exact("25430.5") / exact("25430.5") * exact("3")).rounded(6), 1'000'000);
}

TEST(Exact, obeys_the_laws_of_fractions) {
  test::Rng rng = test::announced_rng();
  for (int i = 0; i < 2000; ++i) {
    const auto any = [&] {
      return Exact{Decimal::of(rng.between(1, 1'000'000), static_cast<int>(rng.below(7)))};
    };
    const Exact a = any();
    const Exact b = any();
    const Exact c = any();
    EXPECT_EQ((a + b).rounded(6), (b + a).rounded(6));
    EXPECT_EQ(((a + b) * c).rounded(6), (a * c + b * c).rounded(6));
    EXPECT_EQ((a / c + b / c).rounded(6), ((a + b) / c).rounded(6));
    EXPECT_EQ((a * b / b).rounded(6), a.rounded(6));
  }
}

TEST(Exact, remembers_that_it_overflowed) {
  const Exact huge = Exact{Decimal::of(std::numeric_limits<std::int64_t>::max())};
  EXPECT_EQ(huge.rounded(0), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(huge.rounded(1).error(), DecimalError::overflow);
  EXPECT_EQ((huge + huge).rounded(0).error(), DecimalError::overflow);
  EXPECT_EQ((huge * huge / huge / huge).rounded(0), 1);
  const Exact lost = huge * huge * huge;
  EXPECT_EQ((lost / huge).rounded(0).error(), DecimalError::overflow);
  EXPECT_EQ((exact("0") * lost).rounded(0).error(), DecimalError::overflow);
  EXPECT_EQ((lost + exact("1")).rounded(0).error(), DecimalError::overflow);
  EXPECT_THROW((void)(exact("1") / exact("0")), Bug);
}

}  // namespace
}  // namespace lintas::guarantee
