#include "core/model/values/office_id.hpp"

#include <gtest/gtest.h>

#include "base/fields.hpp"
#include "tests/support/any.hpp"
#include "tests/support/rng.hpp"

namespace lintas {
namespace {

static_assert(Parsable<OfficeId>);

TEST(OfficeId, is_a_country_and_six_characters) {
  EXPECT_EQ(OfficeId::parse("MYBKH001")->str(), "MYBKH001");
  EXPECT_EQ(OfficeId::parse("MYBKH001")->country().str(), "MY");
}

TEST(OfficeId, says_what_is_wrong) {
  EXPECT_EQ(OfficeId::parse("MYBKH01").error(), OfficeIdError::length);
  EXPECT_EQ(OfficeId::parse("M1BKH001").error(), OfficeIdError::country);
  EXPECT_EQ(OfficeId::parse("MYBKH00a").error(), OfficeIdError::characters);
  EXPECT_EQ(OfficeId::parse("MYBKH-01").error(), OfficeIdError::characters);
}

TEST(OfficeId, comes_back_as_it_was) {
  test::Rng rng = test::announced_rng();
  for (int i = 0; i < 1000; ++i) {
    const OfficeId office = test::any_office(rng);
    EXPECT_EQ(OfficeId::parse(office.str()).value(), office);
    EXPECT_EQ(from_cbor<OfficeId>(to_cbor(office)).value(), office);
  }
  EXPECT_EQ(OfficeId::parse(OfficeId{}.str()).value(), OfficeId{});
}

}  // namespace
}  // namespace lintas
