#include "core/workflow/departure_guarantees.hpp"

#include <gtest/gtest.h>

/// How the commands about guarantees decide stands in tests/corridor.
namespace lintas::workflow {
namespace {

TEST(DepartureGuarantees, AreAskedForWithTheGuaranteesAndPapersThatTheMovementHasThen) {
  transit::departure::Movement movement;
  movement.declaration.guarantees = {
      {.type = "1", .grn = Grn::parse("26SG0000000000771").value(), .access_code = {}, .amount = {}}};
  movement.declaration.vehicles = {
      {.registration = "A", .nationality = "SG", .motor = false, .permit = "P", .insurance_card = {}}};
  const AboutGuarantees about =
      about_guarantees(movement, {.stream = StreamId{7}, .version = 3, .type = {}, .at = {}, .body = {}});
  EXPECT_EQ(about.movement, StreamId{7});
  EXPECT_EQ(about.attempt, 3U) << "each attempt is a message of its own to the guarantee";
  ASSERT_EQ(about.grns.size(), 1U);
  ASSERT_EQ(about.papers.size(), 1U);
  const Command command{.id = DerivedCommandId{}, .type = reserve_and_release, .content = to_cbor(about)};
  const Located located = locate_guarantees(command, Setting{});
  EXPECT_EQ(located.slots.size(), 1U + 2U + 1U) << "the movement, use and account, the permit";
}

}  // namespace
}  // namespace lintas::workflow
