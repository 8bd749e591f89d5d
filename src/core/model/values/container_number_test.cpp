#include "core/model/values/container_number.hpp"

#include <gtest/gtest.h>

#include "base/fields.hpp"
#include "tests/support/any.hpp"
#include "tests/support/rng.hpp"

namespace lintas {
namespace {

static_assert(Parsable<ContainerNumber>);

TEST(ContainerNumber, takes_what_the_schema_takes) {
  EXPECT_TRUE(ContainerNumber::parse("C"));
  EXPECT_TRUE(ContainerNumber::parse("31 80 066 3221-5"));
  EXPECT_EQ(ContainerNumber::parse("").error(), ContainerNumberError::length);
  EXPECT_EQ(ContainerNumber::parse("CSQU30543830000000").error(), ContainerNumberError::length);
  EXPECT_EQ(ContainerNumber::parse("CSQU305438\t").error(), ContainerNumberError::characters);
  EXPECT_EQ(ContainerNumber::parse(" CSQU3054383").error(), ContainerNumberError::blank_at_end);
  EXPECT_EQ(ContainerNumber::parse("CSQU3054383 ").error(), ContainerNumberError::blank_at_end);
}

TEST(ContainerNumber, warns_only_where_ISO_6346_applies) {
  EXPECT_FALSE(ContainerNumber::parse("CSQU3054383")->looks_mistyped());
  EXPECT_TRUE(ContainerNumber::parse("CSQU3054384")->looks_mistyped());
  EXPECT_TRUE(ContainerNumber::parse("CSQU3045383")->looks_mistyped());
  EXPECT_FALSE(ContainerNumber::parse("CSQX3054384")->looks_mistyped());
  EXPECT_FALSE(ContainerNumber::parse("CSQU30543843")->looks_mistyped());
  EXPECT_FALSE(ContainerNumber::parse("31 80 066 3221-5")->looks_mistyped());
}

TEST(ContainerNumber, comes_back_as_it_was) {
  test::Rng rng = test::announced_rng();
  for (int i = 0; i < 1000; ++i) {
    const ContainerNumber container = test::any_container(rng);
    EXPECT_EQ(ContainerNumber::parse(container.str()).value(), container);
  }
  EXPECT_EQ(ContainerNumber::parse(ContainerNumber{}.str()).value(), ContainerNumber{});
}

}  // namespace
}  // namespace lintas
