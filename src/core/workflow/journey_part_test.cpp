#include "core/workflow/journey_part.hpp"

#include <gtest/gtest.h>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/transit/destination/commands.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/passage/commands.hpp"
#include "core/transit/passage/events.hpp"
#include "core/transit/passage/state.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/state.hpp"

/// The tables of the part. What it makes of messages, acts and clocks stands in tests/corridor.
namespace lintas::workflow {

namespace {

TEST(JourneyPart, HasACommandForEachActOfBothMachines) {
  std::set<CommandType> types;
  for (const CommandEntry& entry : journey_part().commands) types.insert(entry.type);
  for (std::size_t i = 0; i < std::variant_size_v<transit::passage::Act>; ++i)
    EXPECT_TRUE(types.contains(command_in(passage_block, i))) << i;
  for (std::size_t i = 0; i < std::variant_size_v<transit::destination::Act>; ++i)
    EXPECT_TRUE(types.contains(command_in(destination_block, i))) << i;
}

TEST(JourneyPart, FindsAJourneyByTheNameThatPartnersUse) {
  const Mrn mrn;
  const std::string name = "J" + std::string{mrn.str()};
  const auto slot = journey_part().slot_of_name(
      as_bytes(name), exchange::Partner::parse(mrn.country().str()).value(), Setting{});
  ASSERT_TRUE(slot.has_value());
  EXPECT_EQ(std::get<Key>(slot->by), std::get<Key>(journey_slot(mrn).by));
  EXPECT_FALSE(journey_part().slot_of_name(as_bytes("D26"), exchange::Partner{}, Setting{}).has_value());
}

TEST(JourneyPart, TellsADepartureOfItsOwnStateWhatTheOfficerWrote) {
  transit::passage::Event stopped;
  stopped.sent = {180};
  stopped.fact =
      transit::passage::Stopped{.office = {}, .at = {}, .text = "the driver is taken ill", .by = {}};
  const NewEvent made = new_event(0, event_in(passage_block, stopped.fact.index()), stopped);
  const Bytes texts = to_cbor(Texts{.salt = Bytes(16), .texts = made.texts});
  const Happened happened{.type = made.type, .at = {}, .body = made.body, .texts = texts};
  const auto derived = journey_part().kinds.front().follow(State::of(Journey{}), happened);
  ASSERT_EQ(derived.size(), 1U);
  EXPECT_EQ(derived.front().type, command_of_message(180));
  EXPECT_EQ(read_content<transit::Letter>(derived.front().content).text, "the driver is taken ill");
}

}  // namespace

}  // namespace lintas::workflow
