#include "base/decimal.hpp"

#include <cstdint>
#include <gtest/gtest.h>
#include <limits>
#include <rapidcheck/gtest.h>
#include <string>

#include "base/require.hpp"

namespace lintas {
namespace {

Decimal d(std::string_view text) { return Decimal::parse(text).value(); }

TEST(Decimal, reads_and_writes_exact_numbers) {
  for (const std::string text : {"0", "1", "-1", "0.5", "-0.000001", "1234.56", "9223372036854775807"}) {
    EXPECT_EQ(d(text).str(), text);
  }
  EXPECT_EQ(d("001.50").str(), "1.5");
  EXPECT_EQ(d("-0").str(), "0");
  EXPECT_EQ(d("1.5000000").str(), "1.5") << "zeros beyond six places lose nothing";
}

TEST(Decimal, money_is_written_with_all_its_places) {
  EXPECT_EQ(with_all_places(94'313'560, 2), "943135.60");
  EXPECT_EQ(with_all_places(1'492'000, 2), "14920.00");
  EXPECT_EQ(with_all_places(-5, 2), "-0.05");
  EXPECT_EQ(with_all_places(0, 2), "0.00");
  EXPECT_EQ(with_all_places(14'920, 0), "14920") << "dong have no cents";
  EXPECT_THROW((void)with_all_places(1, 7), Bug);
}

TEST(Decimal, refuses_what_is_no_number_or_does_not_fit) {
  for (const char* text : {"", "-", ".", "1.", ".5", "+1", "1e3", " 1", "1,5", "1.2.3", "--1"}) {
    EXPECT_EQ(Decimal::parse(text).error(), DecimalError::not_a_number) << text;
  }
  EXPECT_EQ(Decimal::parse("0.0000001").error(), DecimalError::too_precise);
  EXPECT_EQ(Decimal::parse("9223372036854775808").error(), DecimalError::overflow);
  EXPECT_THROW((void)Decimal::of(1, 7), Bug);
}

TEST(Decimal, adds_exactly_and_never_wraps) {
  EXPECT_EQ(d("0.1").plus(d("0.2")), d("0.3"));
  EXPECT_EQ(d("1").minus(d("1.000001")), d("-0.000001"));
  const Decimal most = Decimal::of(std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(most.plus(d("1")).error(), DecimalError::overflow);
  EXPECT_EQ(most.plus(d("0.1")).error(), DecimalError::overflow);
  EXPECT_EQ(most.plus(d("0")), most);
}

TEST(Decimal, rounds_a_tax_line_half_up) {
  EXPECT_EQ(d("3924434.76").rounded(0, Rounding::half_up), d("3924435"));
  EXPECT_EQ(d("2.5").rounded(0, Rounding::half_up), d("3"));
  EXPECT_EQ(d("2.4").rounded(0, Rounding::half_up), d("2"));
  EXPECT_EQ(d("-2.5").rounded(0, Rounding::half_up), d("-3"));
}

TEST(Decimal, rounds_a_guarantee_up) {
  EXPECT_EQ(d("1237.777561").rounded(2, Rounding::up), d("1237.78"));
  EXPECT_EQ(d("1237.770001").rounded(2, Rounding::up), d("1237.78"));
  EXPECT_EQ(d("1237.77").rounded(2, Rounding::up), d("1237.77"));
}

TEST(Decimal, multiplies_and_divides_with_wide_intermediates) {
  EXPECT_EQ(d("1234.56").times(d("25430.5"), 2, Rounding::half_up), d("31395478.08"));
  EXPECT_EQ(d("31395478.08").times(d("0.125"), 0, Rounding::half_up), d("3924435"));
  EXPECT_EQ(d("1").over(d("3"), 6, Rounding::half_up), d("0.333333"));
  EXPECT_EQ(d("1").over(d("3"), 6, Rounding::up), d("0.333334"));
  EXPECT_EQ(d("-7").over(d("-2"), 0, Rounding::half_up), d("4"));
  EXPECT_EQ(d("1").over(d("0"), 2, Rounding::up).error(), DecimalError::division_by_zero);
  const Decimal most = Decimal::of(std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(most.times(most, 0, Rounding::half_up).error(), DecimalError::overflow);
  EXPECT_EQ(most.over(most, 6, Rounding::half_up), d("1"));
  EXPECT_EQ(most.over(d("0.000001"), 6, Rounding::half_up).error(), DecimalError::overflow);
}

TEST(Decimal, compares_by_value) {
  EXPECT_EQ(d("1.50"), d("1.5"));
  EXPECT_LT(d("-1"), d("0.000001"));
  EXPECT_GT(d("9223372036854775807"), d("9223372036854.775807"));
}

RC_GTEST_PROP(DecimalLaws, text_goes_back_to_the_same_value, (std::int64_t mantissa)) {
  RC_PRE(mantissa != std::numeric_limits<std::int64_t>::min());
  const int places = *rc::gen::inRange(0, Decimal::places_max + 1);
  const Decimal value = Decimal::of(mantissa, places);
  RC_ASSERT(Decimal::parse(value.str()).value() == value);
}

RC_GTEST_PROP(DecimalLaws, a_sum_minus_one_part_is_the_other, (std::int32_t a, std::int32_t b)) {
  const Decimal left = Decimal::of(a, *rc::gen::inRange(0, 7));
  const Decimal right = Decimal::of(b, *rc::gen::inRange(0, 7));
  RC_ASSERT(left.plus(right)->minus(right).value() == left);
}

RC_GTEST_PROP(DecimalLaws, rounding_up_never_falls_short, (std::int32_t a, std::int32_t b)) {
  RC_PRE(a > 0 && b > 0);
  const Decimal exact = Decimal::of(a, 3).times(Decimal::of(b, 3), 6, Rounding::up).value();
  RC_ASSERT(Decimal::of(a, 3).times(Decimal::of(b, 3), 2, Rounding::up).value() >= exact);
}

}  // namespace
}  // namespace lintas
