#include "core/workflow/warnings.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/aeo/authorisation/events.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/documents/issue/state.hpp"
#include "core/model/values/office_id.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/departure/table.hpp"
#include "core/transit/destination/state.hpp"
#include "core/transit/destination/table.hpp"
#include "core/transit/notice.hpp"
#include "core/transit/passage/state.hpp"
#include "core/workflow/aeo_part.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/state.hpp"
#include "tests/support/documents_stage.hpp"
#include "tests/support/state_setting.hpp"

namespace lintas::workflow {
namespace {

namespace dep = transit::departure;
namespace iss = documents::issue_side;
namespace pas = transit::passage;
namespace des = transit::destination;

OfficeId office(std::string_view text) { return OfficeId::parse(text).value(); }

/// "R-ROA-013 offices MYBKH001 (not accounted for: MYTJK001) passage.confirm_held; "
std::string told(const std::vector<Warning>& warnings, const Part& part) {
  std::string text;
  for (const Warning& one : warnings) {
    const Finding& finding = one.finding;
    text += finding.rule + " " + finding.pointer;
    if (!finding.value.empty()) text += " " + finding.value;
    if (!finding.detail.empty()) text += " (" + finding.detail + ")";
    if (one.leads_on) {
      const auto entry = std::ranges::find(part.commands, *one.leads_on, &CommandEntry::type);
      text += " " + (entry == part.commands.end() ? "no act" : std::string{entry->name});
    }
    text += "; ";
  }
  return text;
}
std::string told(const dep::Movement& movement) { return told(warnings_of(movement), departure_part()); }
std::string told(const Journey& journey, const std::vector<OfficeId>& route = {}) {
  return told(warnings_of(journey, route), journey_part());
}

TEST(Warnings, R_TRA_102_a_request_for_cancellation_waits_for_its_decision) {
  dep::Movement movement;
  movement.state = dep::State::accepted;
  EXPECT_EQ(told(movement), "");
  movement.cancellation_asked = true;
  EXPECT_EQ(told(movement), "R-TRA-102 cancellation_asked departure.decide_cancellation; ");
  movement.state = dep::State::cancelled;
  EXPECT_EQ(told(movement), "");
}

TEST(Warnings, R_ASW_102_and_095_a_certificate_that_no_data_can_go_of_is_told_from_the_draft_on) {
  test::StateSetting malaysia{"MY"};
  const Instant now = *parse_instant("2026-03-02T02:00:00Z");
  Issued issued;
  iss::Certificate& certificate = issued.certificate;
  certificate.contents = test::contents(test::parse_step("draft", 1).value());
  const auto said = [&] { return told(warnings_of(issued, now, malaysia.get()), documents_part()); };
  for (const auto state : {iss::State::draft, iss::State::applied, iss::State::issued}) {
    certificate.state = state;
    EXPECT_EQ(said(), "");
  }
  certificate.contents.importer = *Country::parse("TL");
  EXPECT_EQ(said(), "R-ASW-102 importer TL (Not exchanged as data with TL) issue.print; ");
  certificate.contents.importer = *Country::parse("TH");
  malaysia.set_partners({"SG"});
  EXPECT_EQ(said(), "R-ASW-095 importer TH (No partner for TH) issue.print; ");
  certificate.state = iss::State::sent;
  certificate.transmitted = true;
  EXPECT_EQ(said(),
            "R-ASW-095 importer TH (No partner for TH: what was sent is kept here until there is one) "
            "issue.print; ");
  certificate.state = iss::State::cancelled;
  EXPECT_EQ(said(), "") << "it has ended";
  malaysia.set_partners({"SG", "TH"});
  certificate.state = iss::State::sent;
  EXPECT_EQ(said(), "");
}

TEST(Warnings, R_ROA_014_departure_is_told_which_offices_were_silent) {
  dep::Movement movement;
  movement.state = dep::State::released;
  movement.declaration.route.transit = {office("MYTJK001"), office("MYBKH001")};
  EXPECT_EQ(told(movement), "") << "the goods are on the way";
  movement.state = dep::State::arrived;
  movement.arrival = transit::Crossing{.office = office("THSDO001"), .at = {}};
  EXPECT_EQ(told(movement), "R-ROA-014 crossings (not reported: MYTJK001 MYBKH001); ");
  movement.crossings = {{.office = office("MYTJK001"), .at = {}}};
  EXPECT_EQ(told(movement), "R-ROA-014 crossings (not reported: MYBKH001); ");
  movement.crossings.push_back({.office = office("MYBKH001"), .at = {}});
  EXPECT_EQ(told(movement), "");
}

TEST(Warnings, R_ROA_013_a_held_passage_names_the_offices_before_it) {
  Journey journey;
  journey.passage.state = pas::State::expected;
  journey.passage.offices = {{.office = office("MYTJK001")}, {.office = office("MYBKH001")}};
  EXPECT_EQ(told(journey), "");
  journey.passage.offices.back().crossing = pas::CrossingState::held;
  EXPECT_EQ(told(journey), "R-ROA-013 offices MYBKH001 (not accounted for: MYTJK001) passage.confirm_held; ");
}

TEST(Warnings, R_ROA_014_destination_is_told_by_the_record_the_notices_and_its_own_offices) {
  const std::vector<OfficeId> route{office("MYTJK001"), office("MYBKH001"), office("THSDO001")};
  Journey journey;
  journey.arrival.state = des::State::expected;
  EXPECT_EQ(told(journey, route), "") << "the goods are on the way";
  journey.arrival.state = des::State::arrived;
  journey.arrival.office = office("THBKK001");
  journey.arrival.at = Instant{};
  EXPECT_EQ(told(journey), "") << "nothing is known of a route";
  EXPECT_EQ(told(journey, route), "R-ROA-014 offices (not reported: MYTJK001 MYBKH001 THSDO001); ");
  journey.sighting.notices = {transit::Notice{.number = 1, .status = "PAS"}};
  journey.sighting.notices.back().crossings = {{.office = office("MYTJK001"), .at = {}}};
  journey.passage.offices = {{.office = office("THSDO001"), .crossing = pas::CrossingState::passed}};
  EXPECT_EQ(told(journey, route), "R-ROA-014 offices (not reported: MYBKH001); ");
  journey.arrival.state = des::State::elsewhere;
  EXPECT_EQ(told(journey, route), "");
}

TEST(Warnings, what_clocks_and_contradictions_raised_is_told_of_each_machine) {
  Journey journey;
  EXPECT_TRUE(alarms_of(journey).empty());
  journey.passage.alarm = pas::Alarm::stay_limit;
  journey.arrival.alarm = des::Alarm::results_overdue;
  journey.sighting.contradicted = true;
  EXPECT_EQ(alarms_of(journey),
            (std::vector<std::string>{"passage: stay limit", "destination: control results overdue",
                                      "notices: one number came with two contents"}));
}

TEST(Warnings, what_a_clock_raised_of_an_authorisation_is_told) {
  aeo::authorisation::Authorisation authorisation;
  const auto told = [&] { return alarms_of(aeo_stream, State::of(authorisation)); };
  EXPECT_TRUE(told().empty());
  authorisation.alarm = aeo::authorisation::Alarm::repair_over;
  EXPECT_EQ(told(), std::vector<std::string>{"authorisation: repair over"});
}

TEST(Warnings, what_calls_for_an_officer_of_departure_is_told) {
  dep::Movement movement;
  EXPECT_TRUE(alarms_of(movement).empty());
  movement.refused = true;
  movement.evidence = true;
  movement.unanswered = *OfficeId::parse("THBKK001");
  EXPECT_EQ(alarms_of(movement),
            (std::vector<std::string>{
                "departure: a passage was refused for good",
                "departure: a report says otherwise than what is known here, or a partner refused a message",
                "departure: THBKK001 found discrepancies behind the end and waits for an answer"}));
}

}  // namespace
}  // namespace lintas::workflow
