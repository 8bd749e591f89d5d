#include "core/refdata/state_profile.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "core/model/values/ahtn.hpp"
#include "core/model/values/tin.hpp"
#include "tests/support/profiles.hpp"

namespace lintas::refdata {
namespace {

StateProfile singapore() {
  const StateLaws laws = test::law_of_tree(LINTAS_ROOT, "SG");
  return laws.rows().back().value.profile;
}

TEST(Profiles, R_ACTS_013_R_ACTS_014_say_which_goods_cannot_move) {
  auto law = singapore();
  const auto rule = [&](std::string_view code) {
    const auto exclusion = law.exclusion_of(*Ahtn::parse(code));
    return exclusion ? std::string{exclusion->rule} + ' ' + std::string{exclusion->prefix} : std::string{};
  };
  EXPECT_EQ(rule("22083000"), "R-ACTS-014 2208");
  EXPECT_EQ(rule("24022090"), "R-ACTS-014 24");
  EXPECT_EQ(rule("22021010"), "");
  law.goods_prohibited = {{.digits = "2402"}};
  law.goods_excluded = {{.digits = "22021010"}};
  EXPECT_EQ(rule("24022090"), "R-ACTS-013 2402");
  EXPECT_EQ(rule("22021010"), "R-ACTS-013 22021010");
  EXPECT_EQ(rule("220210"), "") << "a shorter code may be other goods";
}

TEST(Profiles, know_the_shapes_of_their_numbers) {
  const auto law = singapore();
  const auto has = [&](std::string_view tin) { return law.has_shape(*Tin::parse(tin)); };
  EXPECT_TRUE(has("SG201912345K"));
  EXPECT_TRUE(has("SG53012345D"));
  EXPECT_TRUE(has("SGT08LL1234A"));
  EXPECT_FALSE(has("SG2019123456"));
  EXPECT_FALSE(has("SG201912345"));
  const TinShape any{.text = "X9-A"};
  EXPECT_TRUE(any.fits(*Tin::parse("MYQ1-B")));
  EXPECT_TRUE(any.fits(*Tin::parse("MY71-B")));
  EXPECT_FALSE(any.fits(*Tin::parse("MY71/B")));
}

}  // namespace
}  // namespace lintas::refdata
