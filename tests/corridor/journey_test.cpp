#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/model/values/mrn.hpp"
#include "core/registers/commands.hpp"
#include "core/registers/state.hpp"
#include "core/transit/destination/commands.hpp"
#include "core/transit/inspection.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/onward.hpp"
#include "core/transit/passage/commands.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/registers_part.hpp"
#include "shell/app/executor.hpp"
#include "tests/support/entries.hpp"
#include "tests/support/field_numbers.hpp"
#include "tests/support/national_node.hpp"

/// A movement of Singapore in Malaysia, which it passes, and where others end: what the part makes of
/// messages, acts and clocks on the loop.
namespace lintas::workflow {

namespace {

using namespace std::chrono_literals;
using Kind = Reply::Kind;
namespace pas = transit::passage;
namespace des = transit::destination;

const Instant morning = *parse_instant("2026-11-23T02:00:00Z");

OfficeId at(std::string_view code) { return OfficeId::parse(code).value(); }
access::Actor officer_of(access::Role role, std::string_view office) {
  return {.role = role, .person = "officer-1", .office = std::string{office}};
}

class JourneyOnTheLoop : public testing::Test {
 protected:
  static Mrn movement(const std::string& country = "SG") {
    return Mrn::issue(std::chrono::year{2026}, *Country::parse(country), "000000000001").value();
  }
  transit::Letter letter() {
    transit::Letter made;
    made.mrn = mrn;
    return made;
  }
  /// Of the consignee, at its own premises under this authorisation.
  transit::Letter simplified_arrival(std::string authorisation) {
    transit::Letter made = letter();
    made.office = at("MYPKG001");
    made.trader = Tin::parse(consignee.party).value();
    made.simplified = true;
    made.authorisation = std::move(authorisation);
    return made;
  }
  /// A trader at destination, in the register of this state.
  void know(std::string_view tin) {
    const registers::Trader trader{
        .tin = Tin::parse(tin).value(), .legal_person = true, .roles = {registers::TraderRole::consignee}};
    ASSERT_EQ(node.ask(test::keeper, record_entry,
                       registers::Register{.content = {.facts = trader,
                                                       .valid_from = *parse_day("2026-01-01"),
                                                       .valid_until = {},
                                                       .details = {}}})
                  .kind,
              Kind::accepted);
  }
  transit::Letter record(std::string_view destination) {
    transit::Letter made = letter();
    made.declaration.emplace().route = {.departure = at("SGWDL001"),
                                        .transit = {at("MYJHB001"), at("MYBKH001"), at("THSDO001")},
                                        .destination = at(destination)};
    made.limit = *parse_day("2026-12-01");
    return made;
  }
  /// The n-th message on the lane of a partner.
  Reply hear(std::uint16_t ie, const transit::Letter& said, std::uint32_t n, const std::string& from = "SG") {
    const std::string id = from + std::to_string(n) + "-" + std::to_string(ie);
    Command command =
        node.command({.role = access::Role::partner_node, .party = from}, command_of_message(ie), said);
    command.id = MessageCommandId{make_key(KeyKind::partner_message, from, id)};
    command.lane = LanePosition{*exchange::Partner::parse(from), n, id};
    return node.ask(command);
  }
  template <class Act>
  Reply act(access::Role role, std::string_view office, std::uint16_t block, std::size_t place, Act act) {
    act.mrn = mrn;
    act.office = at(office);
    return node.ask(officer_of(role, office), command_in(block, place), act);
  }
  Reply pass(std::string_view office) {
    return act(access::Role::officer_of_transit, office, passage_block, 1, pas::RecordPassage{});
  }
  Journey journey() { return node.state<Journey>(journey_slot(mrn)); }
  std::string sent() {
    std::string text;
    for (const auto& row : node.executor().take_outbox()) {
      text += std::to_string(std::to_underlying(row.kind) - message_block) + ">" + row.partner.str() + " ";
    }
    return text;
  }

  std::vector<const Part*> parts{&registers_part(), &journey_part(), &manifest_part()};
  const access::Actor consignee{.role = access::Role::trader, .party = "MY199801023456"};
  test::NationalNode node{"MY", morning, parts};
  Mrn mrn = movement();
};

TEST_F(JourneyOnTheLoop, tells_departure_of_each_passage) {
  EXPECT_EQ(hear(50, record("THBKK001"), 1).kind, Kind::accepted);
  EXPECT_EQ(pass("MYJHB001").kind, Kind::accepted);
  EXPECT_EQ(sent(), "118>SG ");
  EXPECT_EQ(pass("MYBKH001").kind, Kind::accepted);
  EXPECT_EQ(journey().passage.state, pas::State::passed);
  EXPECT_EQ(sent(), "118>SG ");
}

TEST_F(JourneyOnTheLoop, R_ACTS_080_a_replacement_vehicle_has_a_permit_that_holds_or_is_excepted) {
  const auto permit = [&](std::string_view plate, std::string_view until) {
    const registers::Permit facts{.number = registers::EntryNumber::parse("MY-CBP-000001").value(),
                                  .issued_by = Country::parse("MY").value(),
                                  .plate = registers::Plate::parse(plate).value(),
                                  .carrier = Tin::parse("MY199801023456").value(),
                                  .states = {}};
    return node
        .ask({.role = access::Role::transport_authority, .person = "transport-1"}, record_entry,
             registers::Register{.content = {.facts = facts,
                                             .valid_from = *parse_day("2026-01-01"),
                                             .valid_until = *parse_day(until),
                                             .details = {}}})
        .kind;
  };
  (void)hear(50, record("THBKK001"), 1);
  ASSERT_EQ(pass("MYJHB001").kind, Kind::accepted);
  pas::RecordIncident incident;
  incident.incident.code = transit::IncidentCode::other_vehicle;
  incident.incident.text = "engine";
  incident.incident.vehicle = transit::Vehicle{.registration = "JQK1",
                                               .nationality = "MY",
                                               .motor = true,
                                               .permit = "MY-CBP-000001",
                                               .insurance_card = "BC-1"};
  const auto told = [&] {
    const Reply reply = act(access::Role::officer_of_transit, "MYJHB001", passage_block, 6, incident);
    return reply.findings.empty() ? std::string{"taken"}
                                  : reply.findings.front().rule + " " + reply.findings.front().pointer;
  };
  EXPECT_EQ(told(), "R-ACTS-080 incident/vehicle/permit") << "nobody registered it";
  ASSERT_EQ(permit("JQK1", "2026-11-30"), Kind::accepted);
  EXPECT_EQ(told(), "R-ACTS-080 incident/vehicle/permit") << "it ends before the limit date, 1 December";
  ASSERT_EQ(permit("WXY2", "2027-12-31"), Kind::accepted);
  EXPECT_EQ(told(), "R-ACTS-080 incident/vehicle/registration") << "it is of another vehicle";
  incident.incident.permit_excepted = true;
  EXPECT_EQ(told(), "taken") << "the authority lets it go on without";
  incident.incident.permit_excepted = false;
  ASSERT_EQ(permit("JQK1", "2027-12-31"), Kind::accepted);
  EXPECT_EQ(told(), "taken");
}

TEST_F(JourneyOnTheLoop, takes_what_overtakes_in_its_turn) {
  transit::Letter ended = letter();
  EXPECT_EQ(hear(10, ended, 2).kind, Kind::accepted) << "it waits for the record";
  EXPECT_EQ(hear(50, record("THBKK001"), 1).kind, Kind::accepted);
  EXPECT_EQ(journey().passage.state, pas::State::closed);
}

TEST_F(JourneyOnTheLoop, a_record_of_both_roles_hears_each_message_in_both) {
  transit::Letter record_here = record("MYKUL001");
  record_here.declaration->route.transit = {at("MYJHB001")};
  (void)hear(1, record_here, 1);
  (void)hear(50, record_here, 2);
  (void)hear(10, letter(), 3);
  EXPECT_EQ(journey().passage.state, pas::State::closed);
  EXPECT_EQ(journey().arrival.state, des::State::cancelled);
}

TEST_F(JourneyOnTheLoop, an_authorised_consignee_waits_as_long_as_its_authorisation_says) {
  const registers::Authorisation authorisation{.number = registers::EntryNumber::parse("ATT-MY-0001").value(),
                                               .holder = Tin::parse("MY199801023456").value(),
                                               .rights = {registers::Right::simplified_arrival},
                                               .offices = {at("MYPKG001")},
                                               .premises = {registers::EntryNumber::parse("PKG1").value()},
                                               .seals = {},
                                               .goods_excluded = {},
                                               .unloading_wait_minutes = 45};
  ASSERT_EQ(node.ask(test::keeper, record_entry,
                     registers::Register{.content = {.facts = authorisation,
                                                     .valid_from = *parse_day("2026-01-01"),
                                                     .valid_until = {},
                                                     .details = {}}})
                .kind,
            Kind::accepted);
  know(consignee.party);
  (void)hear(1, record("MYPKG001"), 1);
  transit::Letter arrival = simplified_arrival("ATT-MY-0001");
  const Reply nowhere = node.ask(consignee, command_of_message(7), arrival);
  ASSERT_EQ(nowhere.kind, Kind::refused);
  EXPECT_EQ(nowhere.findings.front().rule, "R-REG-402");
  EXPECT_EQ(nowhere.findings.front().pointer, "Consignment/LocationOfGoods/additionalIdentifier");
  arrival.premises = "PKG1";
  ASSERT_EQ(node.ask(consignee, command_of_message(7), arrival).kind, Kind::accepted);
  EXPECT_EQ(journey().arrival.due, morning + 45min);
}

TEST_F(JourneyOnTheLoop, R_ACTS_003_a_person_is_known_to_the_firm_at_destination_too) {
  know(consignee.party);
  (void)hear(1, record("MYPKG001"), 1);
  const Tin firm = Tin::parse("MY199801023456").value();
  transit::Letter arrival = letter();
  arrival.office = at("MYPKG001");
  arrival.trader = firm;
  const access::Actor person{
      .role = access::Role::declarant, .party = "MY199801023456", .person = "declarant-1"};
  const Reply unknown = node.ask(person, command_of_message(7), arrival);
  ASSERT_EQ(unknown.kind, Kind::refused);
  EXPECT_EQ(unknown.findings.front().rule, "R-ACTS-003");
  EXPECT_EQ(unknown.findings.front().pointer, "messageSender");
  const registers::Declarant declarant{.firm = firm, .person = PersonId::parse("declarant-1").value()};
  ASSERT_EQ(node.ask(test::keeper, record_entry,
                     registers::Register{.content = {.facts = declarant,
                                                     .valid_from = *parse_day("2026-01-01"),
                                                     .valid_until = {},
                                                     .details = {}}})
                .kind,
            Kind::accepted);
  EXPECT_EQ(node.ask(person, command_of_message(7), arrival).kind, Kind::accepted);
}

TEST_F(JourneyOnTheLoop, goods_without_a_record_ask_departure_and_keep_asking) {
  const auto present = [&] {
    return act(access::Role::officer_of_transit, "MYJHB001", passage_block, 0, pas::PresentGoods{});
  };
  EXPECT_EQ(pass("MYJHB001").findings.front().rule, "R-ACTS-073");
  EXPECT_EQ(present().kind, Kind::accepted);
  EXPECT_EQ(sent(), "114>SG ");
  node.set_time(morning + 2min);
  node.ring();
  EXPECT_EQ(sent(), "114>SG ");
  transit::Letter answer = record("THBKK001");
  EXPECT_EQ(hear(115, answer, 1).kind, Kind::accepted);
  EXPECT_EQ(journey().passage.state, pas::State::expected);
}

TEST_F(JourneyOnTheLoop, a_movement_that_departure_does_not_know_is_not_let_through) {
  transit::Letter unknown = letter();
  unknown.office = at("MYJHB001");
  unknown.positive = false;
  unknown.reason = "1";
  (void)act(access::Role::officer_of_transit, "MYJHB001", passage_block, 0, pas::PresentGoods{});
  EXPECT_EQ(hear(115, unknown, 1).kind, Kind::accepted);
  EXPECT_EQ(journey().passage.state, pas::State::refused);

  know("MY200201034567");
  transit::Letter arrival = letter();
  arrival.office = at("MYJHB001");
  arrival.trader = Tin::parse("MY200201034567").value();
  const access::Actor trader{.role = access::Role::trader, .party = "MY200201034567"};
  (void)node.ask(trader, command_of_message(7), arrival);
  EXPECT_EQ(hear(3, unknown, 2).kind, Kind::accepted);
  EXPECT_EQ(journey().arrival.state, des::State::refused);
}

TEST_F(JourneyOnTheLoop, an_arrival_is_advised_and_its_result_told) {
  transit::Letter ends_here = record("MYKUL001");
  EXPECT_EQ(hear(1, ends_here, 1).kind, Kind::accepted);
  EXPECT_EQ(
      act(access::Role::officer_of_destination, "MYJHB001", destination_block, 0, des::RecordArrival{}).kind,
      Kind::accepted);
  EXPECT_EQ(sent(), "6>SG ");
  EXPECT_EQ(
      act(access::Role::officer_of_destination, "MYBKH001", destination_block, 4, des::ReleaseUncontrolled{})
          .findings.front()
          .rule,
      "ACC-002")
      << "the goods are elsewhere";
  EXPECT_EQ(
      act(access::Role::officer_of_destination, "MYJHB001", destination_block, 4, des::ReleaseUncontrolled{})
          .kind,
      Kind::accepted);
  EXPECT_EQ(sent(), "18>SG ");
  transit::Letter again = letter();
  again.office = at("MYJHB001");
  again.trader = Tin::parse("MY200201034567").value();
  const access::Actor trader{.role = access::Role::trader, .party = "MY200201034567"};
  EXPECT_EQ(node.ask(trader, command_of_message(7), again).findings.front().rule, "R-ACTS-078");
}

TEST_F(JourneyOnTheLoop, the_customs_system_tells_of_no_office_under_which_regime_the_goods_went_on) {
  const access::Actor clearance{.role = access::Role::national_system, .party = "CLEARANCE"};
  des::ReportOnward said;
  said.mrn = mrn;
  said.declaration = *transit::NationalDeclaration::parse("D26-9");
  said.regime = transit::Regime::warehouse;
  const auto tell = [&](const access::Actor& who) {
    return node.ask(who, command_in(destination_block, 9), said);
  };
  EXPECT_EQ(tell(clearance).findings.front().rule, "ACC-002") << "nothing is known of the movement";
  ASSERT_EQ(hear(1, record("MYKUL001"), 1).kind, Kind::accepted);
  EXPECT_EQ(tell(clearance).findings.front().rule, "R-TRA-092") << "transit is not over";
  const auto arrived = [&](std::size_t place, auto act_of_office) {
    return act(access::Role::officer_of_destination, "MYJHB001", destination_block, place, act_of_office)
        .kind;
  };
  ASSERT_EQ(arrived(0, des::RecordArrival{}), Kind::accepted);
  ASSERT_EQ(arrived(4, des::ReleaseUncontrolled{}), Kind::accepted);
  (void)sent();
  EXPECT_EQ(tell(clearance).kind, Kind::accepted);
  EXPECT_EQ(sent(), "") << "departure is not told";
  EXPECT_EQ(journey().arrival.onward.size(), 1U);
  EXPECT_EQ(tell(officer_of(access::Role::supervisor, "MYJHB001")).kind, Kind::accepted) << "where they are";
  EXPECT_EQ(tell(officer_of(access::Role::supervisor, "MYKUL001")).findings.front().rule, "ACC-002");
  EXPECT_EQ(tell({.role = access::Role::national_system, .party = "CLEARANCE", .office = "MYKUL001"})
                .findings.front()
                .rule,
            "ACC-002")
      << "a system of one office speaks for that";
  EXPECT_EQ(journey().arrival.onward.size(), 1U) << "the same is told";
  EXPECT_EQ(node.ask(clearance, command_in(destination_block, 10),
                     des::WithdrawOnward{.mrn = mrn, .declaration = said.declaration})
                .kind,
            Kind::accepted);
  EXPECT_TRUE(journey().arrival.onward.empty());
}

TEST_F(JourneyOnTheLoop, a_trader_names_an_office_of_destination_and_itself) {
  transit::Letter arrival = letter();
  arrival.office = at("THBKK001");
  arrival.trader = Tin::parse("MY200201034567").value();
  const access::Actor trader{.role = access::Role::trader, .party = "MY200201034567"};
  EXPECT_EQ(node.ask(trader, command_of_message(7), arrival).findings.front().rule, "R-ROA-012");
  EXPECT_EQ(node.ask(trader, command_of_message(44), arrival).findings.front().rule, "R-TRA-090");
  arrival.office = at("MYJHB001");
  arrival.trader = Tin::parse("MY2").value();
  EXPECT_EQ(node.ask(trader, command_of_message(7), arrival).findings.front().rule, "ACC-002");
  arrival.trader = Tin::parse("MY200201034567").value();
  know("MY200201034567");
  EXPECT_EQ(node.ask(trader, command_of_message(7), arrival).kind, Kind::accepted);
  EXPECT_EQ(sent(), "2>SG ");
}

TEST_F(JourneyOnTheLoop, R_ACTS_001_who_read_an_MRN_off_a_TAD_does_not_say_that_its_goods_are_here) {
  (void)hear(1, record("MYPKG001"), 1);
  transit::Letter arrival = letter();
  arrival.office = at("MYJHB001");
  arrival.trader = Tin::parse("MY200201034567").value();
  const access::Actor trader{.role = access::Role::trader, .party = "MY200201034567"};
  const Reply stranger = node.ask(trader, command_of_message(7), arrival);
  ASSERT_EQ(stranger.kind, Kind::refused);
  EXPECT_EQ(stranger.findings.front().rule, "R-ACTS-001");
  EXPECT_EQ(stranger.findings.front().pointer, "TraderAtDestination/identificationNumber");
  EXPECT_EQ(journey().arrival.state, des::State::expected);
  EXPECT_EQ(sent(), "") << "departure is told nothing";
  know("MY200201034567");
  EXPECT_EQ(node.ask(trader, command_of_message(7), arrival).kind, Kind::accepted);
}

TEST_F(JourneyOnTheLoop, R_REG_401_nobody_unloads_by_permission_without_an_authorisation) {
  know(consignee.party);
  const transit::Letter arrival = simplified_arrival("MY-ACE-000001");
  const Reply refused = node.ask(consignee, command_of_message(7), arrival);
  ASSERT_EQ(refused.kind, Kind::refused);
  EXPECT_EQ(refused.findings.front().rule, "R-REG-401");
  EXPECT_EQ(refused.findings.front().pointer, "Authorisation/referenceNumber");

  des::RecordArrival recorded{.simplified = true};
  EXPECT_EQ(act(access::Role::officer_of_destination, "MYPKG001", destination_block, 0, recorded)
                .findings.front()
                .rule,
            "R-TRA-101")
      << "whoever unloads answers for it";
}

TEST_F(JourneyOnTheLoop, what_one_machine_can_take_never_waits_for_the_other) {
  transit::Letter record_here = record("MYKUL001");
  record_here.declaration->route.transit = {};
  (void)hear(1, record_here, 1);
  (void)act(access::Role::officer_of_transit, "MYJHB001", passage_block, 0, pas::PresentGoods{});
  ASSERT_EQ(journey().passage.state, pas::State::requested);
  transit::Letter incident = letter();
  incident.office = at("SGWDL001");
  EXPECT_EQ(hear(181, incident, 2).kind, Kind::accepted);
  transit::Letter answer = record("MYKUL001");
  answer.positive = true;
  EXPECT_EQ(hear(115, answer, 3).kind, Kind::accepted);
  EXPECT_NE(journey().passage.state, pas::State::requested) << "the answer did not wait behind the incident";
}

TEST_F(JourneyOnTheLoop, only_the_state_of_departure_tells_of_the_movement) {
  EXPECT_EQ(hear(50, record("THBKK001"), 1, "TH").findings.front().rule, "ACC-002");
}

TEST_F(JourneyOnTheLoop, notices_show_the_movement_at_any_time_and_contradictions_are_told) {
  transit::Letter notice = letter();
  notice.notice = 2;
  notice.status = "PAS";
  notice.limit = *parse_day("2026-12-01");
  EXPECT_EQ(hear(1095, notice, 1).kind, Kind::accepted) << "of a movement without a record here";
  EXPECT_EQ(journey().sighting.newest()->status, "PAS");
  EXPECT_EQ(journey().sighting.gaps().size(), 1U);
  notice.status = "ARR";
  EXPECT_EQ(hear(1095, notice, 2).findings.front().rule, "R-STS-001");
  EXPECT_EQ(sent(), "906>SG ");
  EXPECT_EQ(hear(49, letter(), 3).findings.front().rule, "R-TRA-092");
  EXPECT_EQ(sent(), "906>SG ");
}

TEST_F(JourneyOnTheLoop, an_extended_limit_is_what_the_offices_of_the_route_count_by) {
  (void)hear(50, record("MYPKG001"), 1);
  (void)hear(1, record("MYPKG001"), 2);
  transit::Letter notice = letter();
  notice.notice = 1;
  notice.status = "LIM";
  notice.limit = *parse_day("2026-12-20");
  EXPECT_EQ(hear(1095, notice, 3).kind, Kind::accepted);
  EXPECT_EQ(journey().passage.limit, notice.limit);
  EXPECT_EQ(journey().arrival.limit, notice.limit);
  notice.notice = 3;
  notice.limit = *parse_day("2026-12-24");
  (void)hear(1095, notice, 4);
  notice.notice = 2;
  notice.limit = *parse_day("2026-12-22");
  (void)hear(1095, notice, 5);
  EXPECT_EQ(journey().passage.limit, *parse_day("2026-12-24")) << "the highest number is the newest";
}

TEST_F(JourneyOnTheLoop, notices_that_are_missing_are_asked_for) {
  (void)hear(50, record("THBKK001"), 1);
  transit::Letter notice = letter();
  notice.notice = 2;
  notice.status = "PAS";
  (void)hear(1095, notice, 2);
  EXPECT_EQ(sent(), "");
  node.set_time(morning + 11min);
  node.ring();
  EXPECT_EQ(sent(), "1096>SG ");
  (void)hear(1095, notice, 3);
  node.set_time(morning + 12h);
  node.ring();
  EXPECT_EQ(sent(), "") << "the newest one is the whole picture";
}

TEST_F(JourneyOnTheLoop, an_officer_acts_for_its_own_office_only) {
  (void)hear(50, record("THBKK001"), 1);
  pas::RecordPassage command{.mrn = mrn, .office = at("MYBKH001"), .inspection = {}};
  EXPECT_EQ(node.ask(officer_of(access::Role::officer_of_transit, "MYJHB001"), command_in(passage_block, 1),
                     command)
                .findings.front()
                .rule,
            "ACC-002");
}

TEST(JourneyRecords, keep_the_field_numbers_of_the_committed_list) {
  const auto differences = test::compare_with_committed<JourneyReply>("journey.", LINTAS_ROOT);
  std::string lines;
  for (const auto& row : differences.not_listed) lines += row + '\n';
  EXPECT_EQ(lines, "") << "append these to data/field-numbers.csv";
  EXPECT_TRUE(differences.not_in_the_code.empty());
}

}  // namespace

}  // namespace lintas::workflow
