#include "core/model/values/ahtn.hpp"

#include <gtest/gtest.h>

#include "base/fields.hpp"
#include "tests/support/any.hpp"
#include "tests/support/rng.hpp"

namespace lintas {
namespace {

static_assert(Parsable<Ahtn>);

TEST(Ahtn, has_six_or_eight_to_twelve_digits) {
  EXPECT_TRUE(Ahtn::parse("870323"));
  EXPECT_TRUE(Ahtn::parse("87032363"));
  EXPECT_TRUE(Ahtn::parse("87032363001"));
  EXPECT_TRUE(Ahtn::parse("870323630012"));
  EXPECT_EQ(Ahtn::parse("87032").error(), AhtnError::length);
  EXPECT_EQ(Ahtn::parse("8703236").error(), AhtnError::length);
  EXPECT_EQ(Ahtn::parse("8703236300123").error(), AhtnError::length);
  EXPECT_EQ(Ahtn::parse("8703.23").error(), AhtnError::length);
  EXPECT_EQ(Ahtn::parse("8703.236").error(), AhtnError::characters);
}

TEST(Ahtn, covers_its_subdivisions_and_stands_before_them) {
  const Ahtn code = *Ahtn::parse("87032363");
  const Ahtn national = *Ahtn::parse("8703236300");
  EXPECT_TRUE(code.covers(code));
  EXPECT_TRUE(code.covers(national));
  EXPECT_FALSE(national.covers(code));
  EXPECT_LT(code, national);
  EXPECT_LT(national, *Ahtn::parse("87032364"));
}

TEST(Ahtn, comes_back_as_it_was) {
  test::Rng rng = test::announced_rng();
  for (int i = 0; i < 1000; ++i) {
    const Ahtn code = test::any_ahtn(rng);
    EXPECT_EQ(Ahtn::parse(code.str()).value(), code);
  }
  EXPECT_EQ(Ahtn::parse(Ahtn{}.str()).value(), Ahtn{});
}

}  // namespace
}  // namespace lintas
