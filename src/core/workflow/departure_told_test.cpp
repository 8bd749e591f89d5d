#include "core/workflow/departure_told.hpp"

#include <gtest/gtest.h>

#include "tests/support/state_setting.hpp"

/// What becomes of rulings stands in tests/corridor/departure_test.cpp.
namespace lintas::workflow {
namespace {

TEST(DepartureTold, TakesTheClockOfTheOfficeAndNoneWhereNobodyKnowsIt) {
  const test::StateSetting setting{"SG"};
  const Instant at = *parse_instant("2026-11-23T02:00:00Z");
  EXPECT_EQ(offset_of(OfficeId::parse("SGTUS001").value(), at, setting.get()), std::chrono::minutes{480});
  EXPECT_EQ(offset_of(OfficeId::parse("SGXXX999").value(), at, setting.get()), std::chrono::minutes{0});
}

TEST(DepartureTold, ARefusalHasItsFindingAndNothingElse) {
  const Outcome outcome = refused_for({.rule = "R-TRA-090", .pointer = {}, .value = {}, .detail = {}});
  EXPECT_FALSE(outcome.answer.accepted());
  EXPECT_TRUE(outcome.events.empty());
}

}  // namespace
}  // namespace lintas::workflow
