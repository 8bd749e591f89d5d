#include "core/workflow/departure_guarantees.hpp"

#include <gtest/gtest.h>
#include <optional>

#include "core/model/values/tin.hpp"
#include "core/transit/departure/events.hpp"
#include "core/transit/departure/evolve.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/movement.hpp"

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

/// An earlier program noted no sender with the event. What an agent lodged then is not counted against the
/// holder when its release is tried now.
TEST(DepartureGuarantees, R_ACTS_045_AnOldDeclarationIsOfTheAgentThatItNames) {
  namespace dep = transit::departure;
  const Tin holder = Tin::parse("SG200012345K").value();
  const Tin agent = Tin::parse("SG198803456D").value();
  const Tin proved = Tin::parse("SG199001234A").value();
  const auto lodged = [&](std::optional<Tin> representative, std::optional<Tin> sender) {
    transit::Declaration declaration;
    declaration.holder = holder;
    declaration.representative = representative;
    const dep::Submitted fact{
        .declaration = declaration, .faults = {}, .mrn = {}, .accepted = {}, .sender = sender};
    return dep::evolve({}, {.next = dep::State::accepted, .due = {}, .day = {}, .sent = {28}, .fact = fact});
  };
  EXPECT_EQ(sender_of(lodged(agent, std::nullopt)), agent);
  EXPECT_EQ(sender_of(lodged(std::nullopt, std::nullopt)), holder);
  EXPECT_EQ(sender_of(lodged(agent, proved)), proved) << "whomever the message names";
}

}  // namespace
}  // namespace lintas::workflow
