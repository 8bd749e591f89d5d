#include "core/workflow/journey_work.hpp"

#include <algorithm>
#include <chrono>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/transit/destination/state.hpp"
#include "core/transit/destination/table.hpp"
#include "core/transit/passage/state.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {

namespace {

/// "passage.record_passage passage.stop_goods"
std::string called_for(const Journey& journey) {
  const auto commands = journey_part().commands;
  std::string names;
  for (const CommandType type : journey_calls_for(State::of(journey), Instant{}, Setting{})) {
    const auto entry = std::ranges::find(commands, type, &CommandEntry::type);
    if (entry == commands.end()) return "no command of the part";
    names.append(names.empty() ? "" : " ").append(entry->name);
  }
  return names;
}

TEST(JourneyWork, AStateCallsForWhatTheOfficeHereCanDo) {
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

TEST(JourneyWork, StandsInTheListsOfEveryOfficeThatHadAPartInIt) {
  Journey journey;
  journey.passage.state = transit::passage::State::passed;
  journey.passage.offices = {{.office = OfficeId::parse("MYBKH001").value()},
                             {.office = OfficeId::parse("MYJHB001").value()}};
  EXPECT_EQ(summary_of_journey(State::of(journey)).concerned,
            (std::vector<std::string>{"", "MYBKH001", "MYJHB001"}));
}

TEST(JourneyWork, AnOfficeThatAskedForARecordThatNeverCameHadAPartInIt) {
  Journey journey;
  journey.passage.state = transit::passage::State::requested;
  journey.passage.mrn = Mrn::issue(std::chrono::year{2026}, *Country::parse("SG"), "000000000001").value();
  journey.passage.asked_by = OfficeId::parse("MYBKH001").value();
  EXPECT_EQ(summary_of_journey(State::of(journey)).concerned, (std::vector<std::string>{"", "MYBKH001"}));
  const auto ties = [&](std::string_view office) {
    return relations_of_journey(State::of(journey),
                                {.role = access::Role::officer_of_transit, .office = std::string{office}},
                                Setting{});
  };
  EXPECT_TRUE(ties("MYBKH001").has(access::Relation::office));
  EXPECT_FALSE(ties("MYJHB001").has(access::Relation::office));
}

TEST(JourneyWork, TheDeclaredOfficeKeepsWhatArrivedAtAnother) {
  Journey journey;
  journey.arrival.state = transit::destination::State::arrived;
  journey.arrival.mrn = Mrn::issue(std::chrono::year{2026}, *Country::parse("SG"), "000000000001").value();
  journey.arrival.declared = OfficeId::parse("THSDO001").value();
  journey.arrival.office = OfficeId::parse("THBKK001").value();
  EXPECT_EQ(summary_of_journey(State::of(journey)).concerned,
            (std::vector<std::string>{"", "THSDO001", "THBKK001"}));
}

TEST(JourneyWork, OfGoodsThatWentOnTheCustomsSystemMayTellAndNobodyWaitsForIt) {
  namespace des = transit::destination;
  Journey journey;
  const auto may = [&](des::State state) {
    journey.arrival.state = state;
    std::string names;
    for (const Possible& one : possible_on_journey(State::of(journey))) {
      if (!is_of_onward(one.type)) continue;
      names += (names.empty() ? "" : ", ") + one.words;
    }
    return names;
  };
  EXPECT_EQ(may(des::State::arrived), "");
  EXPECT_EQ(may(des::State::released), "report the onward regime");
  EXPECT_EQ(may(des::State::recovered), "report the onward regime");
  journey.arrival.onward.emplace_back();
  EXPECT_EQ(may(des::State::released), "report the onward regime, withdraw the onward regime");
  EXPECT_EQ(called_for(journey), "");
}

TEST(JourneyWork, WaitsForTheEndOnlyOnceNobodyHereHasDuties) {
  Journey journey;
  journey.heard = *parse_instant("2026-11-23T02:00:00Z");
  journey.passage.mrn = Mrn::issue(std::chrono::year{2026}, *Country::parse("SG"), "000000000001").value();
  journey.passage.state = transit::passage::State::expected;
  EXPECT_FALSE(end_of_wait(journey).has_value());
  journey.passage.state = transit::passage::State::passed;
  EXPECT_EQ(end_of_wait(journey), journey.heard + limits::end_awaited);
  journey.sighting.given_up = true;
  EXPECT_FALSE(end_of_wait(journey).has_value());
}

}  // namespace

}  // namespace lintas::workflow
