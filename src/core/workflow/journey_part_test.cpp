#include "core/workflow/journey_part.hpp"

#include <algorithm>
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
#include "core/transit/destination/state.hpp"
#include "core/transit/destination/table.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/passage/commands.hpp"
#include "core/transit/passage/events.hpp"
#include "core/transit/passage/state.hpp"
#include "core/transit/passage/table.hpp"
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

/// "passage.record_passage passage.stop_goods"
std::string called_for(const Journey& journey) {
  const auto& part = journey_part();
  std::string names;
  for (const CommandType type : part.kinds.front().calls_for(State::of(journey), Instant{}, Setting{})) {
    const auto entry = std::ranges::find(part.commands, type, &CommandEntry::type);
    if (entry == part.commands.end()) return "no command of the part";
    names.append(names.empty() ? "" : " ").append(entry->name);
  }
  return names;
}

TEST(JourneyPart, AStateCallsForWhatTheOfficeHereCanDo) {
  namespace pas = transit::passage;
  namespace des = transit::destination;
  const auto border = OfficeId::parse("MYBKH001").value();
  Journey journey;
  EXPECT_EQ(called_for(journey), "");
  journey.passage.state = pas::State::expected;
  journey.passage.offices = {{.office = border}};
  EXPECT_EQ(called_for(journey), "passage.record_passage passage.stop_goods");
  journey.passage.state = pas::State::stopped;
  journey.passage.offices.front().crossing = pas::CrossingState::stopped;
  EXPECT_EQ(called_for(journey), "passage.lift_stop passage.refuse");
  journey.passage.state = pas::State::passed;
  EXPECT_EQ(called_for(journey), "");

  Journey arriving;
  arriving.arrival.state = des::State::expected;
  arriving.arrival.declared = OfficeId::parse("SGWDL001").value();
  EXPECT_EQ(called_for(arriving), "destination.record_arrival");
  arriving.arrival.state = des::State::arrived;
  EXPECT_EQ(called_for(arriving), "destination.decide_control destination.release_uncontrolled");
  arriving.arrival.simplified = true;
  EXPECT_EQ(called_for(arriving), "destination.grant_permission destination.decide_control");
  for (const auto& facts : des::Machine::states) {
    arriving.arrival.state = facts.state;
    const bool waits = facts.state != des::State::none && !facts.terminal;
    EXPECT_EQ(!called_for(arriving).empty(), waits) << facts.id;
  }
}

TEST(JourneyPart, StandsInTheListsOfEveryOfficeThatHadAPartInIt) {
  Journey journey;
  journey.passage.state = transit::passage::State::passed;
  journey.passage.offices = {{.office = OfficeId::parse("MYBKH001").value()},
                             {.office = OfficeId::parse("MYJHB001").value()}};
  EXPECT_EQ(journey_part().kinds.front().summary(State::of(journey)).concerned,
            (std::vector<std::string>{"", "MYBKH001", "MYJHB001"}));
}

TEST(JourneyPart, AnOfficeThatAskedForARecordThatNeverCameHadAPartInIt) {
  Journey journey;
  journey.passage.state = transit::passage::State::requested;
  journey.passage.mrn = Mrn::issue(std::chrono::year{2026}, *Country::parse("SG"), "000000000001").value();
  journey.passage.asked_by = OfficeId::parse("MYBKH001").value();
  const auto& kind = journey_part().kinds.front();
  EXPECT_EQ(kind.summary(State::of(journey)).concerned, (std::vector<std::string>{"", "MYBKH001"}));
  const auto ties = [&](std::string_view office) {
    return kind.relations(State::of(journey),
                          {.role = access::Role::officer_of_transit, .office = std::string{office}},
                          Setting{});
  };
  EXPECT_TRUE(ties("MYBKH001").has(access::Relation::office));
  EXPECT_FALSE(ties("MYJHB001").has(access::Relation::office));
}

TEST(JourneyPart, TheDeclaredOfficeKeepsWhatArrivedAtAnother) {
  Journey journey;
  journey.arrival.state = transit::destination::State::arrived;
  journey.arrival.mrn = Mrn::issue(std::chrono::year{2026}, *Country::parse("SG"), "000000000001").value();
  journey.arrival.declared = OfficeId::parse("THSDO001").value();
  journey.arrival.office = OfficeId::parse("THBKK001").value();
  EXPECT_EQ(journey_part().kinds.front().summary(State::of(journey)).concerned,
            (std::vector<std::string>{"", "THSDO001", "THBKK001"}));
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
