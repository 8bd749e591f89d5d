#include "core/model/values/grn.hpp"

#include <array>
#include <chrono>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>

#include "base/fields.hpp"
#include "core/model/values/country.hpp"
#include "tests/support/any.hpp"
#include "tests/support/rng.hpp"

namespace lintas {
namespace {

using namespace std::chrono_literals;
using test::Damage;

static_assert(Parsable<Grn>);

GrnError fault(std::string_view text) { return Grn::parse(text).error(); }

TEST(Grn, R_ACTS_027_accepts_the_numbers_of_the_domain_files) {
  for (const std::string_view text : {"05DE3300BE0001067", "26MY0000000001G13", "26VNBCT0000007AB0",
                                      "26LA0100001234560", "23GB0000010000058"}) {
    ASSERT_TRUE(Grn::parse(text)) << text << ' ' << describe(fault(text));
    EXPECT_EQ(Grn::parse(text)->str(), text);
    EXPECT_FALSE(Grn::parse(text)->is_voucher());
  }
}

TEST(Grn, a_voucher_has_a_letter_and_six_digits_more) {
  EXPECT_TRUE(Grn::parse("26MY0000000001G13A000123").value().is_voucher());
  EXPECT_EQ(fault("26MY0000000001G130000123"), GrnError::voucher);
  EXPECT_EQ(fault("26MY0000000001G13A00012X"), GrnError::voucher);
  EXPECT_EQ(fault("26MY0000000001G13A00012"), GrnError::length);
}

TEST(Grn, says_what_is_wrong) {
  EXPECT_EQ(fault("01GB0000010000029"), GrnError::check_digit);
  EXPECT_EQ(fault("26MY0000000001G1"), GrnError::length);
  EXPECT_EQ(fault("2AMY0000000001G13"), GrnError::year);
  EXPECT_EQ(fault("26M10000000001G13"), GrnError::country);
  EXPECT_EQ(fault("26MY0000000001g13"), GrnError::characters);
}

TEST(Grn, is_issued_with_its_digit) {
  const Country my = *Country::parse("MY");
  EXPECT_EQ(Grn::issue(2026y, my, "0000000001G1")->str(), "26MY0000000001G13");
  EXPECT_EQ(Grn::issue(1999y, my, "0000000001G1").error(), GrnError::year);
  EXPECT_EQ(Grn::issue(2026y, my, "0000000001G").error(), GrnError::length);
  EXPECT_EQ(Grn::issue(2026y, my, "0000000001G ").error(), GrnError::characters);
}

TEST(Grn, what_is_issued_is_read_back_and_what_is_damaged_is_refused) {
  constexpr std::array expected{
      std::pair{Damage::check_digit, GrnError::check_digit},
      std::pair{Damage::cut, GrnError::length},
      std::pair{Damage::extended, GrnError::length},
      std::pair{Damage::year, GrnError::year},
      std::pair{Damage::country, GrnError::country},
      std::pair{Damage::lower_case, GrnError::characters},
  };
  test::Rng rng = test::announced_rng();
  for (int i = 0; i < 2000; ++i) {
    const Grn grn = test::any_grn(rng);
    EXPECT_EQ(Grn::parse(grn.str()).value(), grn);
    EXPECT_EQ(from_cbor<Grn>(to_cbor(grn)).value(), grn);
    const auto& [damage, error] = expected[rng.below(expected.size())];
    const std::string bad = test::damaged(grn.str(), damage, rng);
    EXPECT_EQ(fault(bad), error) << bad;
  }
}

TEST(Grn, R_ACTS_027_names_the_check_digit_that_is_expected) {
  EXPECT_EQ(explain(GrnError::check_digit, "26SG0000000000770"), "check digit 1 expected");
  EXPECT_EQ(explain(GrnError::length, "26"), describe(GrnError::length));
}

TEST(Grn, a_default_one_is_well_formed_and_of_no_country) {
  EXPECT_EQ(Grn::parse(Grn{}.str()).value(), Grn{});
  EXPECT_EQ(Grn{}.country(), Country{});
}

}  // namespace
}  // namespace lintas
