#include "core/model/values/tin.hpp"

#include <gtest/gtest.h>

#include "base/fields.hpp"
#include "tests/support/any.hpp"
#include "tests/support/rng.hpp"

namespace lintas {
namespace {

static_assert(Parsable<Tin>);

TEST(Tin, is_a_country_and_what_the_state_calls_the_trader) {
  EXPECT_EQ(Tin::parse("SG201912345K")->str(), "SG201912345K");
  EXPECT_EQ(Tin::parse("SG201912345K")->country().str(), "SG");
  EXPECT_EQ(Tin::parse("VN0101234567-001")->str(), "VN0101234567-001");
}

TEST(Tin, says_what_is_wrong) {
  EXPECT_EQ(Tin::parse("SG").error(), TinError::length);
  EXPECT_EQ(Tin::parse("SG1234567890123456").error(), TinError::length);
  EXPECT_EQ(Tin::parse("S1201912345K").error(), TinError::country);
  EXPECT_EQ(Tin::parse("sg201912345K").error(), TinError::country);
  EXPECT_EQ(Tin::parse("SG2019 2345K").error(), TinError::characters);
  EXPECT_EQ(Tin::parse("SG2019é").error(), TinError::characters);
}

TEST(Tin, comes_back_as_it_was) {
  test::Rng rng = test::announced_rng();
  for (int i = 0; i < 1000; ++i) {
    const Tin tin = test::any_tin(rng);
    EXPECT_EQ(Tin::parse(tin.str()).value(), tin);
    EXPECT_EQ(from_cbor<Tin>(to_cbor(tin)).value(), tin);
  }
  EXPECT_EQ(Tin::parse(Tin{}.str()).value(), Tin{});
}

}  // namespace
}  // namespace lintas
