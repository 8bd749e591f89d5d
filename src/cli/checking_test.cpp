#include "cli/checking.hpp"

#include <gtest/gtest.h>
#include <optional>

#include "base/time.hpp"
#include "core/model/values/country.hpp"
#include "core/seed/seed.hpp"
#include "tests/support/declaration.hpp"
#include "tests/support/samples.hpp"

namespace lintas::cli {
namespace {

TEST(Checking, ADeclarationIsJudgedOnTheDayOfItsOfficeOfDeparture) {
  const Rules rules{std::nullopt};
  const auto declared = read_message(test::declaration);
  ASSERT_TRUE(declared.has_value());
  EXPECT_EQ(to_text(rules.day_of(*declared, *parse_instant("2026-11-30T15:59:00Z"))), "2026-11-30");
  EXPECT_EQ(to_text(rules.day_of(*declared, *parse_instant("2026-11-30T16:00:00Z"))), "2026-12-01")
      << "midnight in Singapore";
  const auto from_hat_yai = read_message(test::with(test::declaration, "Departure><referenceNumber>SGWDL001",
                                                    "Departure><referenceNumber>THHYI001"));
  ASSERT_TRUE(from_hat_yai.has_value());
  EXPECT_EQ(to_text(rules.day_of(*from_hat_yai, *parse_instant("2026-11-30T16:30:00Z"))), "2026-11-30")
      << "half past eleven in Hat Yai";
}

TEST(Checking, WhereNoOfficeIsNamedTheDayIsThatOfAState) {
  const auto reference = seed::reference(Country::parse("SG").value());
  const Instant at = *parse_instant("2026-11-30T16:30:00Z");
  EXPECT_EQ(to_text(day_in(Country::parse("SG").value(), at, reference)), "2026-12-01");
  EXPECT_EQ(to_text(day_in(Country::parse("TH").value(), at, reference)), "2026-11-30")
      << "half past eleven in Bangkok";
  EXPECT_EQ(to_text(day_in(Country::parse("JP").value(), at, reference)), "2026-11-30")
      << "no office of it is known";
}

}  // namespace
}  // namespace lintas::cli
