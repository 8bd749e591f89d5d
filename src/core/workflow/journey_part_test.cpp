#include "core/workflow/journey_part.hpp"

#include <gtest/gtest.h>
#include <set>
#include <string>
#include <variant>

#include "core/model/values/mrn.hpp"
#include "core/transit/destination/commands.hpp"
#include "core/transit/passage/commands.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"

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

}  // namespace

}  // namespace lintas::workflow
