#include "core/transit/refusal.hpp"

#include <gtest/gtest.h>

namespace lintas::transit {

namespace {

TEST(Refusals, NameTheirRule) {
  EXPECT_EQ(unknown_movement("26SG").rule, "R-TRA-090");
  EXPECT_EQ(lrn_in_use("L-1").rule, "R-ACTS-010");
  EXPECT_EQ(error_code("R-TRA-090"), 90);
  EXPECT_EQ(error_code("R-TRA-092"), 92);
  EXPECT_EQ(error_code("R-ACTS-010"), 14);
}

}  // namespace

}  // namespace lintas::transit
