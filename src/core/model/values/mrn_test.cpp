#include "core/model/values/mrn.hpp"

#include <array>
#include <chrono>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>

#include "base/fields.hpp"
#include "core/model/values/check_digit.hpp"
#include "core/model/values/country.hpp"
#include "tests/support/any.hpp"
#include "tests/support/rng.hpp"

namespace lintas {
namespace {

using namespace std::chrono_literals;
using test::Damage;

static_assert(Parsable<Mrn>);

MrnError fault(std::string_view text) { return Mrn::parse(text).error(); }

TEST(Mrn, R_ACTS_027_accepts_the_numbers_of_the_domain_files) {
  for (const std::string_view text : {"18GB0000601001EBD1", "18GB0000601001EB15", "26KHACTS000000A1J7",
                                      "26MYBKH000000042J2", "26SGTUS000000123J0", "26THSDO000000031J0",
                                      "23GB0000608W8QAKJ7", "26LA000101A1B2C3J0", "26LA010100000014J0"}) {
    ASSERT_TRUE(Mrn::parse(text)) << text << ' ' << describe(fault(text));
    EXPECT_EQ(Mrn::parse(text)->str(), text);
  }
}

TEST(Mrn, R_ACTS_027_refuses_a_year_after_24_without_procedure_letter) {
  EXPECT_EQ(fault("26KHACTS0000000A18"), MrnError::procedure_letter);
  EXPECT_EQ(fault("26MYBKH00000000425"), MrnError::procedure_letter);
}

TEST(Mrn, says_what_is_wrong) {
  EXPECT_EQ(fault(""), MrnError::length);
  EXPECT_EQ(fault("26KHACTS000000A1J"), MrnError::length);
  EXPECT_EQ(fault("2XKHACTS000000A1J7"), MrnError::year);
  EXPECT_EQ(fault("26K1ACTS000000A1J7"), MrnError::country);
  EXPECT_EQ(fault("26KHACTs000000A1J7"), MrnError::characters);
  EXPECT_EQ(fault("26KHACTS000000A1J8"), MrnError::check_digit);
  EXPECT_EQ(fault("23CH9876AB889012J4"), MrnError::check_digit);
  EXPECT_EQ(fault("97IT9876AB88901235"), MrnError::procedure_letter);
}

TEST(Mrn, tells_country_and_procedure) {
  const Mrn mrn = *Mrn::parse("26KHACTS000000A1J7");
  EXPECT_EQ(mrn.country().str(), "KH");
  EXPECT_EQ(mrn.procedure(), 'J');
  EXPECT_EQ(Mrn::parse("18GB0000601001EBD1")->procedure(), std::nullopt);
}

TEST(Mrn, both_forms_hold_in_year_24) {
  for (const std::string body : {"24MY0000000000001", "24MY000000000000J"}) {
    EXPECT_TRUE(Mrn::parse(body + check_digit(body))) << body;
  }
  const std::string old_form = "25MY0000000000001";
  EXPECT_EQ(fault(old_form + check_digit(old_form)), MrnError::procedure_letter);
}

TEST(Mrn, R_ACTS_027_is_issued_with_letter_J_only) {
  const Country my = *Country::parse("MY");
  EXPECT_EQ(Mrn::issue(2026y, my, "BKH000000042")->str(), "26MYBKH000000042J2");
  EXPECT_EQ(Mrn::issue(2024y, my, "BKH000000042").error(), MrnError::year);
  EXPECT_EQ(Mrn::issue(2100y, my, "BKH000000042").error(), MrnError::year);
  EXPECT_EQ(Mrn::issue(2026y, my, "BKH00000004").error(), MrnError::length);
  EXPECT_EQ(Mrn::issue(2026y, my, "BKH00000004a").error(), MrnError::characters);
}

TEST(Mrn, what_is_issued_is_read_back_and_what_is_damaged_is_refused) {
  constexpr std::array expected{
      std::pair{Damage::check_digit, MrnError::check_digit},
      std::pair{Damage::cut, MrnError::length},
      std::pair{Damage::extended, MrnError::length},
      std::pair{Damage::year, MrnError::year},
      std::pair{Damage::country, MrnError::country},
      std::pair{Damage::lower_case, MrnError::characters},
      std::pair{Damage::procedure_letter, MrnError::procedure_letter},
  };
  test::Rng rng = test::announced_rng();
  for (int i = 0; i < 2000; ++i) {
    const Mrn mrn = test::any_mrn(rng);
    EXPECT_EQ(Mrn::parse(mrn.str()).value(), mrn);
    EXPECT_EQ(from_cbor<Mrn>(to_cbor(mrn)).value(), mrn);
    const auto& [damage, error] = expected[rng.below(expected.size())];
    const std::string bad = test::damaged(mrn.str(), damage, rng);
    EXPECT_EQ(fault(bad), error) << bad;
  }
}

TEST(Mrn, R_ACTS_027_names_the_check_digit_that_is_expected) {
  EXPECT_EQ(explain(MrnError::check_digit, "26MYBKH000000042J3"), "check digit 2 expected");
  EXPECT_EQ(explain(MrnError::length, "26"), describe(MrnError::length));
}

TEST(Mrn, a_default_one_is_well_formed_and_of_no_country) {
  EXPECT_EQ(Mrn::parse(Mrn{}.str()).value(), Mrn{});
  EXPECT_EQ(Mrn{}.country(), Country{});
}

}  // namespace
}  // namespace lintas
