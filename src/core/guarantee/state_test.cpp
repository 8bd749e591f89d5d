#include "core/guarantee/state.hpp"

#include <cstdint>
#include <gtest/gtest.h>

#include "base/money.hpp"

namespace lintas::guarantee {
namespace {

std::int64_t available(std::int64_t reference, std::int64_t guaranteed, const Sums& sums,
                       Kind kind = Kind::comprehensive) {
  const Currency myr = *Currency::parse("MYR");
  return Header{.kind = kind,
                .reference_amount = Money{reference, myr},
                .guaranteed_amount = Money{guaranteed, myr},
                .sums = sums}
      .available();
}

TEST(GuaranteeState, what_was_paid_takes_its_part_of_the_reference_amount) {
  EXPECT_EQ(available(1000, 1000, {}), 1000);
  EXPECT_EQ(available(1000, 1000, {.reserved = 300, .paid = 600}), 100);
  EXPECT_EQ(available(1000, 500, {.paid = 200}), 600);
  EXPECT_EQ(available(1000, 500, {.paid = 500}), 0);
  EXPECT_EQ(available(1000, 300, {.paid = 100}), 666) << "rounded down";
  EXPECT_EQ(available(1000, 2000, {.paid = 900}), 1000) << "what is guaranteed on top is paid from first";
  EXPECT_EQ(available(1000, 0, {.reserved = 400}, Kind::waiver), 600);
}

TEST(GuaranteeState, what_is_left_to_be_claimed_limits_new_uses) {
  EXPECT_EQ(available(1000, 1000, {.reserved = 100, .claimed = 700}), 300);
  EXPECT_EQ(available(1000, 1000, {.reserved = 700, .claimed = 100}), 300);
  EXPECT_EQ(available(1000, 500, {.reserved = 100, .claimed = 500}), 0);
}

TEST(GuaranteeState, lowered_terms_leave_nothing_or_less) {
  EXPECT_EQ(available(200, 200, {.reserved = 300}), -100);
  EXPECT_EQ(available(1000, 100, {.paid = 300}), 0);
  EXPECT_EQ(available(INT64_MAX, INT64_MAX, {.paid = 1}), INT64_MAX - 1) << "a product of amounts fits";
}

}  // namespace
}  // namespace lintas::guarantee
