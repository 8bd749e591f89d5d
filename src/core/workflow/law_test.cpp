#include "core/workflow/law.hpp"

#include <chrono>
#include <gtest/gtest.h>

#include "base/time.hpp"
#include "core/seed/seed.hpp"

namespace lintas::workflow {

namespace {

using namespace std::chrono_literals;

TEST(Law, OfAStateIsItsProfileUnderTheNamesOfTheMachines) {
  const auto reference = seed::reference(Country::parse("SG").value());
  const auto view = reference.at(parse_day("2026-11-23").value());
  const transit::Terms terms = terms_of(view.home());
  EXPECT_EQ(terms.presentation, std::chrono::days{30});
  EXPECT_EQ(terms.discrepancies, std::chrono::days{13});
  EXPECT_EQ(terms.control, 8h);
  const guarantee::Profile law = guarantee_law_of(view.home());
  EXPECT_EQ(law.state.str(), "SG");
  EXPECT_FALSE(law.waiver_allowed) << "R-ACTS-048";
  EXPECT_EQ(law.revocation_delay, std::chrono::days{16});
}

}  // namespace

}  // namespace lintas::workflow
