#include "core/sandbox/offices.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <gtest/gtest.h>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/model/values/country.hpp"
#include "core/seed/seed.hpp"
#include "core/transit/statuses.hpp"
#include "tests/support/golden.hpp"

namespace lintas::sandbox {
namespace {

using namespace std::chrono_literals;

std::vector<std::string> words(std::string_view text) {
  std::istringstream in{std::string{text}};
  std::vector<std::string> all;
  for (std::string one; in >> one;) all.push_back(one);
  return all;
}

/// What an officer sees, and what the officer does then; "-": waits.
struct Line {
  std::string_view lrn;
  Desk desk;
  std::string_view state;
  std::string_view acts;
  std::string_view expected;
  std::string_view happened = "";
  bool crossed = false;
};

std::string act_of(const Line& line) {
  const auto acts = words(line.acts);
  const auto happened = words(line.happened);
  const Deed* deed = next({.lrn = line.lrn,
                           .desk = line.desk,
                           .state = line.state,
                           .crossed = line.crossed,
                           .acts = acts,
                           .happened = happened});
  return deed == nullptr ? "-" : std::string{deed->act};
}

constexpr std::string_view of_accepted =
    "departure.decide_control departure.release departure.refuse_release departure.ask_amendment "
    "departure.invalidate";
constexpr std::string_view of_controlled = "departure.release departure.refuse_release departure.invalidate";
constexpr std::string_view of_asked =
    "departure.decide_control departure.decide_cancellation departure.invalidate";
constexpr std::string_view of_border = "passage.record_passage passage.record_incident passage.stop_goods";
constexpr std::string_view of_stopped = "passage.lift_stop passage.refuse passage.record_incident";
constexpr std::string_view of_arrived = "destination.decide_control destination.release_uncontrolled";
constexpr std::string_view of_result = "destination.record_result";

TEST(SandboxOffices, DoWhatTheBeginningOfTheLrnAsks) {
  using enum Desk;
  const std::array lines{
      // The good way, of every LRN that begins like no scenario.
      Line{"2026-0417", departure, "ACC", of_accepted, "departure.release"},
      Line{"control-1", departure, "ACC", of_accepted, "departure.release"},
      Line{"2026-0417", departure, "ACC", of_asked, "departure.decide_cancellation"},
      Line{"2026-0417", departure, "GUA", of_asked, "departure.decide_cancellation"},
      Line{"2026-0417", departure, "GUA", "departure.invalidate", "-"},
      Line{"2026-0417", departure, "REL", "departure.invalidate departure.accept_proof", "-"},
      Line{"2026-0417", transit, "ATR", of_border, "passage.record_passage"},
      Line{"2026-0417", transit, "INS", of_border, "passage.record_passage", "", true},
      Line{"2026-0417", transit, "REQ", "passage.pass_on_the_tad", "-"},
      Line{"2026-0417", destination, "AAR", "destination.record_arrival", "destination.record_arrival"},
      Line{"2026-0417", destination, "-", "destination.record_arrival", "-"},
      Line{"2026-0417", destination, "ARR", of_arrived, "destination.release_uncontrolled"},
      Line{"2026-0417", destination, "ARR", "destination.grant_permission destination.decide_control",
           "destination.grant_permission"},
      Line{"2026-0417", destination, "ULP", "destination.take_over", "-"},
      Line{"2026-0417", destination, "URR", "destination.accept_remarks", "destination.accept_remarks"},

      Line{"CONTROL-1", departure, "ACC", of_accepted, "departure.decide_control"},
      Line{"CONTROL-1", departure, "CTL", "departure.record_control_result",
           "departure.record_control_result"},
      Line{"CONTROL-1", departure, "ACC", of_controlled, "departure.release", "departure.control_recorded"},
      Line{"MINOR-1", departure, "ACC", of_accepted, "departure.decide_control"},
      Line{"MINOR-1", departure, "RRQ", "departure.invalidate", "-"},
      Line{"MINOR-1", departure, "ACC", of_controlled, "departure.release", "departure.release_answered"},
      Line{"REFUSE-1", departure, "ACC", of_accepted, "departure.refuse_release"},
      Line{"AMEND-1", departure, "ACC", of_accepted, "departure.ask_amendment"},
      Line{"AMEND-1", departure, "AMD", "departure.withdraw_request", "-", "departure.amendment_requested"},
      Line{"AMEND-1", departure, "ACC", of_accepted, "departure.release",
           "departure.amendment_requested departure.amended"},
      Line{"HOLD-1", departure, "ACC", of_accepted, "-"},
      Line{"HOLD-1", departure, "ACC", of_asked, "departure.decide_cancellation"},
      Line{"DENY-1", departure, "ACC", of_accepted, "-"},
      Line{"DENY-1", departure, "ACC", of_asked, "departure.decide_cancellation"},
      Line{"DENY-1", departure, "ACC", of_accepted, "departure.release", "departure.cancellation_decided"},
      Line{"INVALIDATE-1", departure, "ACC", of_accepted, "departure.invalidate"},

      Line{"STOP-1", transit, "ATR", of_border, "passage.stop_goods"},
      Line{"STOP-1", transit, "STP", of_stopped, "passage.lift_stop", "passage.stopped"},
      Line{"STOP-1", transit, "ATR", of_border, "passage.record_passage", "", true},
      Line{"NOPASS-1", transit, "ATR", of_border, "passage.stop_goods"},
      Line{"NOPASS-1", transit, "STP", of_stopped, "passage.refuse", "passage.stopped"},
      Line{"NOPASS-1", departure, "REL", "departure.invalidate", "-"},
      Line{"NOPASS-1", departure, "REL", "departure.invalidate", "departure.invalidate",
           "departure.passage_refused"},
      Line{"INCIDENT-1", transit, "ATR", of_border, "passage.record_incident"},
      Line{"INCIDENT-1", transit, "ATR", of_border, "passage.record_passage", "passage.incident_recorded"},
      Line{"DIVERT-1", destination, "-", "destination.record_arrival", "destination.record_arrival"},
      Line{"DIVERT-1", destination, "AAR", "destination.record_arrival", "destination.record_arrival"},
      Line{"NOTIFY-1", destination, "AAR", "destination.record_arrival", "-"},
      Line{"NOTIFY-1", destination, "ARR", of_arrived, "destination.release_uncontrolled"},
      Line{"INSPECT-1", destination, "ARR", of_arrived, "destination.decide_control"},
      Line{"INSPECT-1", destination, "CTL", of_result, "destination.record_result"},
      Line{"DISCREPANCY-1", destination, "ARR", of_arrived, "destination.decide_control"},
      Line{"DISCREPANCY-1", departure, "DIS", "departure.resolve_discrepancies",
           "departure.resolve_discrepancies"},
  };
  for (const Line& line : lines)
    EXPECT_EQ(act_of(line), line.expected) << line.lrn << ' ' << line.state << ": " << line.acts;
}

TEST(SandboxOffices, AnOfficerAsksForNothingThatTheStateDoesNotTake) {
  for (const Scenario& scenario : scenarios()) {
    for (const Deed& deed : deeds()) {
      const Line line{scenario.beginning, deed.desk, deed.state, "exchange.drop_parked", "-"};
      EXPECT_EQ(act_of(line), "-") << scenario.beginning << ' ' << deed.act;
    }
  }
}

TEST(SandboxOffices, EveryScenarioEndsInAStatusThatThereIs) {
  for (const Scenario& scenario : scenarios()) {
    EXPECT_EQ(&scenario_of(std::string{scenario.beginning} + "-1"), &scenario) << scenario.beginning;
    const auto statuses = transit::public_statuses();
    EXPECT_NE(std::ranges::find(statuses, scenario.ends), statuses.end()) << scenario.ends;
  }
}

/// From Tuas over two posts of Malaysia to Sadao.
Road road() {
  return {.departure = "SGTUS001",
          .transit = {"MYTJK001", "MYBKH001"},
          .destination = "THSDO001",
          .crossed = {},
          .arrived = {}};
}

TEST(SandboxOffices, GoodsAreShownAtOneOfficeAfterTheOther) {
  const auto reference = seed::reference(Country::parse("SG").value());
  const Day today = *parse_day("2026-11-23");
  const auto stop = [&](const Road& at, std::string_view lrn = "1") {
    return next_stop(at, scenario_of(lrn), reference, today);
  };
  Road on = road();
  EXPECT_EQ(stop(on), (Stop{.desk = Desk::transit, .office = "MYTJK001", .drive = 30min}));
  on.crossed = {"MYTJK001"};
  EXPECT_EQ(stop(on), (Stop{.desk = Desk::transit, .office = "MYBKH001", .drive = 16h}));
  on.crossed.emplace_back("MYBKH001");
  EXPECT_EQ(stop(on), (Stop{.desk = Desk::destination, .office = "THSDO001", .drive = 30min}));
  EXPECT_EQ(stop(on, "DIVERT-1").office, "THARN001");
  on.arrived = "THHYI001";
  EXPECT_EQ(stop(on), (Stop{.desk = Desk::destination, .office = "THHYI001", .drive = 0min}));
}

TEST(SandboxOffices, WhatDepartsAtItsFirstOfficeOfTransitIsNotShownThere) {
  const auto reference = seed::reference(Country::parse("SG").value());
  Road on = road();
  on.transit.insert(on.transit.begin(), "SGTUS001");
  EXPECT_EQ(next_stop(on, scenario_of("1"), reference, *parse_day("2026-11-23")).office, "MYTJK001");
}

TEST(SandboxOffices, ThePageShowsTheTables) {
  const std::string page = test::read_file(LINTAS_ROOT "/docs/sandbox.md");
  for (const std::string& table : {scenario_table(), deed_table(), undertaking_table()})
    EXPECT_TRUE(page.contains(table)) << "put this into docs/sandbox.md:\n" << table;
}

}  // namespace
}  // namespace lintas::sandbox
