#include "core/workflow/law.hpp"

#include <chrono>
#include <gtest/gtest.h>

#include "base/time.hpp"
#include "core/seed/seed.hpp"

namespace lintas::workflow {

namespace {

TEST(Law, OfAStateIsThatOfTheDay) {
  const auto reference = seed::reference(Country::parse("SG").value());
  const Setting setting{.home = Country::parse("SG").value(), .reference = &reference};
  EXPECT_EQ(law_on(parse_day("2026-11-23").value(), setting).timers.discrepancies,
            (refdata::Limit{13, refdata::LimitUnit::days}));
  const guarantee::Profile law = guarantee_law_at(parse_instant("2026-11-23T08:00:00Z").value(), setting);
  EXPECT_EQ(law.state.str(), "SG");
  EXPECT_FALSE(law.waiver_allowed) << "R-ACTS-048";
  EXPECT_EQ(law.revocation_delay, std::chrono::days{16});
}

TEST(Law, ADayIsThatOfTheFirstOffice) {
  const auto reference = seed::reference(Country::parse("SG").value());
  const Setting setting{.home = Country::parse("SG").value(), .reference = &reference};
  EXPECT_EQ(to_text(day_here(parse_instant("2026-11-30T15:59:59Z").value(), setting)), "2026-11-30");
  EXPECT_EQ(to_text(day_here(parse_instant("2026-11-30T16:00:00Z").value(), setting)), "2026-12-01");
  EXPECT_EQ(clocks_here(parse_instant("2026-11-30T16:00:00Z").value(), setting), std::chrono::hours{8});
}

}  // namespace

}  // namespace lintas::workflow
