#include "core/model/values/country.hpp"

#include <gtest/gtest.h>

#include "base/fields.hpp"

namespace lintas {
namespace {

static_assert(Parsable<Country>);
static_assert(Country::parse("VN").has_value());

TEST(Country, is_two_capital_letters) {
  EXPECT_EQ(Country::parse("VN")->str(), "VN");
  for (const char* text : {"", "V", "VNM", "vn", "V1", "V "}) {
    EXPECT_EQ(Country::parse(text).error(), CountryError::not_two_capitals) << text;
  }
  EXPECT_EQ(Country::parse(Country{}.str()).value(), Country{});
  EXPECT_LT(*Country::parse("MY"), *Country::parse("TH"));
}

}  // namespace
}  // namespace lintas
