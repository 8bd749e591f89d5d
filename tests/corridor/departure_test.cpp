#include <chrono>
#include <cstddef>
#include <functional>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/text.hpp"
#include "core/guarantee/commands.hpp"
#include "core/guarantee/refusal.hpp"
#include "core/guarantee/state.hpp"
#include "core/messages/document.hpp"
#include "core/model/groups.hpp"
#include "core/model/values/tin.hpp"
#include "core/registers/commands.hpp"
#include "core/registers/state.hpp"
#include "core/transit/departure/commands.hpp"
#include "core/transit/departure/decide.hpp"
#include "core/transit/departure/events.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/letters.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"
#include "core/workflow/departure_part.hpp"
#include "core/workflow/guarantee_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/registers_part.hpp"
#include "core/workflow/uses.hpp"
#include "core/workflow/warnings.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"
#include "tests/support/entries.hpp"
#include "tests/support/national_node.hpp"

/// The office of departure on the loop, with guarantees: what its part makes of messages, acts and clocks.
namespace lintas::workflow {

namespace {

using namespace std::chrono_literals;
using Kind = Reply::Kind;
using transit::departure::State;

const Instant morning = *parse_instant("2026-11-23T02:00:00Z");
constexpr std::string_view holder = "SG200012345K";
constexpr std::string_view office = "SGWDL001";

const access::Actor trader{.role = access::Role::trader, .party = std::string{holder}};
const access::Actor officer{
    .role = access::Role::officer_of_departure, .person = "officer-1", .office = std::string{office}};
const access::Actor guarantee_officer{
    .role = access::Role::officer_of_guarantee, .person = "officer-9", .office = std::string{office}};

access::Actor partner(std::string_view country) {
  return {.role = access::Role::partner_node, .party = std::string{country}};
}

OfficeId at(std::string_view code) { return OfficeId::parse(code).value(); }
Money dollars(std::int64_t cents) { return {cents, Currency::parse("SGD").value()}; }

class Departure : public testing::Test {
 protected:
  Departure() {
    (void)node.ask(test::keeper, record_entry, test::firm(holder));
    (void)register_guarantee_of(1, 1'000'00);
  }

  static Grn grn(unsigned n) {
    return Grn::issue(std::chrono::year{2026}, Country::parse("SG").value(),
                      "00000000000" + std::to_string(n))
        .value();
  }
  static guarantee::RegisterGuarantee guarantee_of(unsigned n, std::int64_t limit) {
    guarantee::RegisterGuarantee command;
    command.approval.second = PersonId::parse("officer-8").value();
    command.grn = grn(n);
    command.holder = Tin::parse(holder).value();
    command.office = at(office);
    command.reference_amount = dollars(limit);
    command.valid_from = *parse_day("2026-01-01");
    command.access_codes = {AccessCodeHash{}};
    command.terms = guarantee::MultipleJourneys{
        .guarantor = {.tin = Tin::parse("SGBANK").value(), .approved = true}, .weekly_debt = dollars(1'00)};
    return command;
  }
  Reply register_guarantee_of(unsigned n, std::int64_t limit) {
    return node.ask(guarantee_officer, workflow::register_guarantee, guarantee_of(n, limit));
  }

  transit::Letter declaration(const std::string& lrn, std::int64_t amount) {
    transit::Letter letter;
    auto& declared = letter.declaration.emplace();
    declared.lrn = Lrn::parse(lrn).value();
    declared.holder = Tin::parse(holder).value();
    declared.route = {
        .departure = at(office), .transit = {at("MYJHB001"), at("THSDO001")}, .destination = at("THBKK001")};
    declared.guarantees = {
        {.type = "1", .grn = grn(1), .access_code = AccessCodeHash{}, .amount = dollars(amount)}};
    declared.at_risk = dollars(amount);
    return letter;
  }
  Reply deposit_at(std::string_view where, unsigned n, std::string_view receipt) {
    guarantee::RegisterGuarantee command;
    command.grn = grn(n);
    command.holder = Tin::parse(holder).value();
    command.office = at(where);
    command.reference_amount = dollars(100'00);
    command.valid_from = *parse_day("2026-01-01");
    command.terms =
        guarantee::CashDeposit{.binding = std::nullopt, .receipt = Receipt::parse(receipt).value()};
    return node.ask(guarantee_officer, workflow::register_guarantee, command);
  }
  Reply declare_on_deposit(const std::string& lrn, std::string_view receipt) {
    transit::Letter letter = declaration(lrn, 100'00);
    letter.declaration->guarantees = {{.type = "3",
                                       .grn = {},
                                       .access_code = {},
                                       .amount = dollars(100'00),
                                       .receipt = Receipt::parse(receipt).value()}};
    return node.ask(trader, command_of_message(15), letter);
  }
  Reply declare(const std::string& lrn, std::int64_t amount) {
    return node.ask(trader, command_of_message(15), declaration(lrn, amount));
  }
  static Mrn mrn_in(const Reply& reply) { return read_content<MovementReply>(reply.content).mrn.value(); }
  transit::departure::Movement movement(const Mrn& mrn) {
    return node.state<transit::departure::Movement>(departure_slot(mrn, node.domain().setting()));
  }
  guarantee::Header header() {
    return node.state<guarantee::Header>({.kind = account_stream, .by = account_key(grn(1))});
  }
  /// What the trader reads in the IE055 that was written last, of each guarantee its GRN and the codes of
  /// CL252: "26SG0000000000025 G09;". The declaration is not kept here, as if it had been erased.
  std::string invalid_guarantees(const Mrn& mrn) {
    const app::EventRow last = node.store().feed(app::Seq::none, 1'000).back();
    const auto event = read_content<transit::departure::Event>(app::body_of(last).fields_of_type);
    EXPECT_EQ(event.sent, std::vector<transit::Ie>{55});
    const auto today = std::chrono::floor<std::chrono::days>(last.at);
    const auto document = transit::write_letter(55, transit::departure::letter_of(movement(mrn), event),
                                                {.sender = "NTA.SG",
                                                 .recipient = std::string{holder},
                                                 .prepared = last.at,
                                                 .identification = "SG-1",
                                                 .correlation = {},
                                                 .reference = node.setting().get().reference->at(today)},
                                                nullptr);
    std::string told;
    for (const auto& guarantee : document.message.guarantee_reference) {
      told.append(guarantee.grn);
      for (const auto& reason : guarantee.invalid_guarantee_reason) told.append(" ").append(reason.code);
      told.append(";");
    }
    return told;
  }
  Reply release(const Mrn& mrn) {
    return node.ask(officer, command_in(departure_block, 2),
                    transit::departure::Release{.mrn = mrn, .limit = {}});
  }
  Reply hear(std::string_view country, std::uint16_t ie, const Mrn& mrn, std::string_view where,
             std::string code = {}) {
    transit::Letter letter;
    letter.mrn = mrn;
    letter.office = at(where);
    if (!code.empty()) letter.result = transit::ControlResult{.code = code, .day = *parse_day("2026-11-25")};
    return node.ask(partner(country), command_of_message(ie), letter);
  }
  std::string sent() {
    std::string text;
    for (const auto& row : node.executor().take_outbox()) {
      text += std::to_string(std::to_underlying(row.kind) - message_block) + ">" + row.partner.str() + " ";
    }
    return text;
  }

  std::vector<const Part*> parts{&registers_part(), &guarantee_part(), &departure_part(), &manifest_part()};
  test::NationalNode node{"SG", morning, parts};
};

TEST_F(Departure, CarriesADeclarationToItsDischarge) {
  const Reply declared = declare("L-1", 400'00);
  ASSERT_EQ(declared.kind, Kind::accepted)
      << (declared.findings.empty() ? "" : declared.findings[0].rule + declared.findings[0].value);
  const Mrn mrn = mrn_in(declared);
  EXPECT_EQ(movement(mrn).state, State::accepted);
  EXPECT_EQ(header().sums.reserved, 0) << "a check reserves nothing";

  EXPECT_EQ(release(mrn).kind, Kind::accepted);
  EXPECT_EQ(movement(mrn).state, State::released);
  EXPECT_EQ(header().sums.reserved, 400'00);
  EXPECT_EQ(sent(), "1>TH 50>MY 50>TH 1095>MY 1095>TH ");

  EXPECT_EQ(hear("MY", 118, mrn, "MYJHB001").kind, Kind::accepted);
  EXPECT_EQ(movement(mrn).public_status(), "in_transit");
  EXPECT_EQ(sent(), "1095>MY 1095>TH ");
  EXPECT_EQ(hear("TH", 6, mrn, "THBKK001").kind, Kind::accepted);
  EXPECT_EQ(hear("TH", 18, mrn, "THBKK001", "A1").kind, Kind::accepted);
  EXPECT_EQ(movement(mrn).state, State::written_off);
  EXPECT_EQ(header().sums.reserved, 0) << "what was reserved is free again";
  EXPECT_EQ(header().sums.open_uses, 0U);
}

TEST_F(Departure, R_ACTS_046_WhereTheLawSaysSoAnArrivalFreesTheReferenceAmount) {
  node.setting().change_law([](refdata::StateProfile& law) { law.guarantee.credit_at_arrival = true; });
  const Mrn mrn = mrn_in(declare("L-1", 400'00));
  (void)release(mrn);
  ASSERT_EQ(header().sums.reserved, 400'00);
  EXPECT_EQ(hear("TH", 6, mrn, "THBKK001").kind, Kind::accepted);
  EXPECT_EQ(header().sums.reserved, 0);
  EXPECT_EQ(header().sums.credited, 400'00) << "the guarantor is still liable";
  EXPECT_EQ(hear("TH", 18, mrn, "THBKK001", "A1").kind, Kind::accepted);
  EXPECT_EQ(movement(mrn).state, State::written_off);
  EXPECT_EQ(header().sums, guarantee::Sums{});
}

TEST_F(Departure, R_GUA_of_two_declarations_that_race_for_the_last_of_a_guarantee_one_is_released) {
  const Mrn first = mrn_in(declare("L-1", 700'00));
  const Mrn second = mrn_in(declare("L-2", 700'00));
  (void)release(first);
  (void)release(second);
  EXPECT_EQ(movement(first).state, State::released);
  EXPECT_EQ(movement(second).state, State::guarantee_problem);
  EXPECT_EQ(header().sums.reserved, 700'00);
}

TEST_F(Departure, AGuaranteeThatDoesNotDoKeepsTheMrn) {
  const Reply reply = declare("L-1", 5'000'00);
  ASSERT_EQ(reply.kind, Kind::accepted);
  EXPECT_EQ(movement(mrn_in(reply)).state, State::guarantee_problem);
}

TEST_F(Departure, R_ACTS_010_AnLrnIsUsedOnceUntilItsDeclarationIsCancelled) {
  const Mrn mrn = mrn_in(declare("L-1", 100'00));
  const Reply again = declare("L-1", 100'00);
  ASSERT_EQ(again.kind, Kind::refused);
  EXPECT_EQ(again.findings.front().rule, "R-ACTS-010");
  transit::departure::Invalidate invalidate{.mrn = mrn, .reason = "typed twice", .second = {}};
  EXPECT_EQ(node.ask(officer, command_in(departure_block, 7), invalidate).kind, Kind::accepted);
  EXPECT_EQ(declare("L-1", 100'00).kind, Kind::accepted);
}

TEST_F(Departure, R_TRA_109_R_ACTS_016_002_NamesEverythingThatIsWrongWithADeclaration) {
  transit::Letter letter = declaration("L-1", 100'00);
  letter.declaration->route.departure = at("MYJHB001");
  letter.declaration->route.transit.clear();
  const Reply reply = node.ask(trader, command_of_message(15), letter);
  ASSERT_EQ(reply.kind, Kind::refused);
  ASSERT_EQ(reply.findings.size(), 3U);
  EXPECT_EQ(reply.findings[0].rule, "R-TRA-109");
  EXPECT_EQ(reply.findings[1].rule, "R-ACTS-016");
  EXPECT_EQ(reply.findings[2].rule, "R-ACTS-002");
}

TEST_F(Departure, OnlyTheOfficeConcernedAndTheStatesOfTheRouteMayActOnIt) {
  const Mrn mrn = mrn_in(declare("L-1", 100'00));
  access::Actor elsewhere = officer;
  elsewhere.office = "SGTUA001";
  const transit::departure::Release command{.mrn = mrn, .limit = {}};
  EXPECT_EQ(node.ask(elsewhere, command_in(departure_block, 2), command).findings.front().rule, "ACC-002");
  (void)release(mrn);
  EXPECT_EQ(hear("KH", 118, mrn, "KHBVT001").findings.front().rule, "ACC-002");
}

TEST_F(Departure, R_ACTS_010_WhatIsHeardOfACancelledMovementFreesNobodysLrn) {
  const Mrn first = mrn_in(declare("L-1", 100'00));
  (void)release(first);
  const access::Actor supervisor{
      .role = access::Role::supervisor, .person = "officer-7", .office = std::string{office}};
  transit::departure::Invalidate invalidate{
      .mrn = first, .reason = "goods destroyed", .second = PersonId::parse("officer-8").value()};
  ASSERT_EQ(node.ask(supervisor, command_in(departure_block, 7), invalidate).kind, Kind::accepted);
  ASSERT_EQ(movement(first).state, State::cancelled);
  ASSERT_EQ(declare("L-1", 100'00).kind, Kind::accepted) << "it is free once";
  EXPECT_EQ(hear("MY", 118, first, "MYJHB001").kind, Kind::accepted) << "late, and noted";
  EXPECT_EQ(declare("L-1", 100'00).findings.front().rule, "R-ACTS-010");
}

TEST_F(Departure, AnEndBehindTheReleaseIsToldAgainToWhoeverMissedIt) {
  const Mrn mrn = mrn_in(declare("L-1", 100'00));
  (void)release(mrn);
  ASSERT_EQ(header().sums.reserved, 100'00);
  const access::Actor supervisor{
      .role = access::Role::supervisor, .person = "officer-7", .office = std::string{office}};
  const transit::departure::Invalidate invalidate{
      .mrn = mrn, .reason = "goods destroyed", .second = PersonId::parse("officer-8").value()};
  ASSERT_EQ(node.ask(supervisor, command_in(departure_block, 7), invalidate).kind, Kind::accepted);
  EXPECT_EQ(header().sums, guarantee::Sums{}) << "what was reserved is free";
  (void)sent();
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(hear("TH", 1096, mrn, "THBKK001").kind, Kind::accepted);
    EXPECT_EQ(sent(), "1095>TH ");
  }
  EXPECT_EQ(hear("MY", 2, mrn, "MYJHB001").kind, Kind::accepted);
  EXPECT_EQ(hear("TH", 6, mrn, "THBKK001").kind, Kind::accepted) << "the truck drove on";
  EXPECT_TRUE(movement(mrn).calls());
  EXPECT_EQ(node.ask(supervisor, command_in(departure_block, 12),
                     transit::departure::LookAt{.mrn = mrn, .reason = "asked Bangkok"})
                .kind,
            Kind::accepted);
  EXPECT_FALSE(movement(mrn).calls());
  EXPECT_EQ(movement(mrn).state, State::cancelled);
  EXPECT_EQ(header().sums, guarantee::Sums{}) << "freed once";
}

TEST_F(Departure, DestinationIsAnsweredWhateverEndedTheMovement) {
  const Mrn mrn = mrn_in(declare("L-1", 100'00));
  (void)release(mrn);
  (void)hear("TH", 6, mrn, "THBKK001");
  const transit::departure::AcceptProof proof{.mrn = mrn, .proof = "TH-2026-7"};
  ASSERT_EQ(node.ask(officer, command_in(departure_block, 10), proof).kind, Kind::accepted);
  (void)sent();
  ASSERT_EQ(hear("TH", 18, mrn, "THBKK001", "B1").kind, Kind::accepted);
  EXPECT_EQ(sent(), "");
  const transit::departure::ResolveDiscrepancies resolve{.mrn = mrn, .reason = "counted again"};
  ASSERT_EQ(node.ask(officer, command_in(departure_block, 9), resolve).kind, Kind::accepted);
  EXPECT_EQ(sent(), "49>TH ");
  EXPECT_EQ(header().sums, guarantee::Sums{}) << "freed once";
  EXPECT_EQ(node.ask(officer, command_in(departure_block, 9), resolve).findings.front().rule, "R-TRA-092");
}

TEST_F(Departure, R_ACTS_060_NothingLeavesThatIsNeitherSealedNorSaidNotToBeSealable) {
  transit::Letter letter = declaration("L-1", 100'00);
  letter.declaration->unsealed = true;
  const Mrn mrn = mrn_in(node.ask(trader, command_of_message(15), letter));
  (void)release(mrn);
  EXPECT_EQ(movement(mrn).state, State::accepted);
  letter.mrn = mrn;
  letter.declaration->unsealed = false;
  ASSERT_EQ(node.ask(trader, command_of_message(13), letter).kind, Kind::accepted);
  (void)release(mrn);
  EXPECT_EQ(movement(mrn).state, State::released);
}

TEST_F(Departure, R_ACTS_035_AReleaseThatFailedLeavesNoLimitDateToJudgeTheNextGuaranteeBy) {
  guarantee::RegisterGuarantee short_one = guarantee_of(2, 1'000'00);
  short_one.valid_until = *parse_day("2026-11-30");
  ASSERT_EQ(node.ask(guarantee_officer, workflow::register_guarantee, short_one).kind, Kind::accepted);
  transit::Letter letter = declaration("L-1", 400'00);
  letter.declaration->guarantees.front().grn = grn(2);
  const Mrn mrn = mrn_in(node.ask(trader, command_of_message(15), letter));
  const auto release_until = [&](std::string_view day) {
    return node.ask(officer, command_in(departure_block, 2),
                    transit::departure::Release{.mrn = mrn, .limit = parse_day(day)});
  };
  (void)release_until("2026-12-05");
  ASSERT_EQ(movement(mrn).state, State::guarantee_problem);
  EXPECT_EQ(movement(mrn).limit, std::nullopt) << "nothing was released that has to arrive by then";

  letter.mrn = mrn;
  ASSERT_EQ(node.ask(trader, command_of_message(13), letter).kind, Kind::accepted);
  EXPECT_EQ(movement(mrn).state, State::accepted) << "it may do for a shorter time";
  (void)release_until("2026-11-28");
  EXPECT_EQ(movement(mrn).state, State::released);
  EXPECT_EQ(movement(mrn).limit, parse_day("2026-11-28"));
}

TEST_F(Departure, R_TRA_111_APartnerSpeaksForOfficesOfItsOwn) {
  const Mrn mrn = mrn_in(declare("L-1", 100'00));
  (void)release(mrn);
  EXPECT_EQ(hear("TH", 118, mrn, "MYJHB001").findings.front().rule, "R-TRA-111");
  EXPECT_EQ(hear("MY", 6, mrn, "THBKK001").findings.front().rule, "R-TRA-111");
  EXPECT_EQ(hear("TH", 6, mrn, "THBKK001").kind, Kind::accepted);
  EXPECT_EQ(hear("MY", 18, mrn, "MYJHB001", "A1").findings.front().rule, "R-TRA-111")
      << "the goods are in Thailand";
  EXPECT_EQ(movement(mrn).state, State::arrived);
  EXPECT_EQ(hear("TH", 18, mrn, "THBKK001", "A1").kind, Kind::accepted);
  EXPECT_EQ(movement(mrn).state, State::written_off);
}

/// An MRN is printed on the TAD, and goods do arrive where nobody thought: the record is given, and departure
/// hears of it.
TEST_F(Departure, AStateOffTheRouteGetsTheRecordAndAnOfficerIsCalled) {
  const Mrn mrn = mrn_in(declare("L-1", 100'00));
  (void)release(mrn);
  (void)sent();
  EXPECT_EQ(hear("LA", 114, mrn, "THNKH001").findings.front().rule, "R-TRA-111")
      << "a state asks for an office of its own";
  EXPECT_FALSE(movement(mrn).calls());
  EXPECT_EQ(hear("LA", 114, mrn, "LAFBR001").kind, Kind::accepted);
  EXPECT_EQ(sent(), "115>LA ");
  EXPECT_TRUE(movement(mrn).calls());
  const auto alarms = alarms_of(movement(mrn));
  ASSERT_EQ(alarms.size(), 1U);
  EXPECT_NE(alarms.front().find("LAFBR001"), std::string::npos) << alarms.front();

  EXPECT_EQ(hear("MY", 118, mrn, "MYJHB001").kind, Kind::accepted);
  EXPECT_EQ(sent(), "1095>MY 1095>TH 1095>LA ") << "who has the record hears of the goods";
  EXPECT_EQ(node.ask(officer, command_in(departure_block, 12),
                     transit::departure::LookAt{.mrn = mrn, .reason = "the carrier was asked"})
                .kind,
            Kind::accepted);
  EXPECT_FALSE(movement(mrn).calls());
  EXPECT_EQ(hear("TH", 6, mrn, "THBKK001").kind, Kind::accepted);
  EXPECT_EQ(sent(), "24>TH 24>LA 1095>MY 1095>TH 1095>LA ");
}

/// Malaysia was cut off, acted on the accompanying document, and tells of it when Thailand's result is late.
TEST_F(Departure, ASecondArrivalTakesNoMovementFromTheStateWhereTheGoodsAre) {
  const Mrn mrn = mrn_in(declare("L-1", 100'00));
  (void)release(mrn);
  (void)hear("TH", 6, mrn, "THBKK001");
  node.set_time(*movement(mrn).due);
  node.ring();
  ASSERT_EQ(movement(mrn).state, State::enquiry_recommended);
  EXPECT_EQ(movement(mrn).public_status(), "arrived") << "as the other states see it";
  (void)sent();

  EXPECT_EQ(hear("MY", 6, mrn, "MYJHB001").kind, Kind::accepted);
  EXPECT_EQ(sent(), "") << "nobody is told of another arrival";
  EXPECT_TRUE(movement(mrn).calls()) << "an officer looks at it";
  EXPECT_EQ(movement(mrn).arrival->office, at("THBKK001"));
  EXPECT_EQ(hear("MY", 118, mrn, "MYJHB001").kind, Kind::accepted);
  EXPECT_EQ(sent(), "") << "goods that arrived are not on the road";

  EXPECT_EQ(hear("TH", 18, mrn, "THBKK001", "A1").kind, Kind::accepted);
  EXPECT_EQ(movement(mrn).state, State::written_off);
  EXPECT_EQ(header().sums, guarantee::Sums{});
}

TEST_F(Departure, TheAnswerToDiscrepanciesCanBeWritten) {
  const Mrn mrn = mrn_in(declare("L-1", 100'00));
  (void)release(mrn);
  (void)hear("TH", 6, mrn, "THBKK001");
  (void)hear("TH", 18, mrn, "THBKK001", "B1");
  ASSERT_EQ(movement(mrn).state, State::discrepancies);
  (void)sent();
  ASSERT_EQ(node.ask(officer, command_in(departure_block, 9),
                     transit::departure::ResolveDiscrepancies{.mrn = mrn, .reason = "counted again"})
                .kind,
            Kind::accepted);
  for (const auto& row : node.executor().take_outbox()) {
    if (row.kind != payload_of_message(49)) continue;
    const auto letter = read_content<transit::Letter>(node.store().payload(row.payload)->bytes);
    ASSERT_TRUE(letter.office.has_value());
    EXPECT_EQ(letter.office->str(), "THBKK001");
    return;
  }
  FAIL() << "IE049 is sent to the state of destination";
}

TEST_F(Departure, ADepositIsUsedByItsReceiptForOneJourney) {
  ASSERT_EQ(deposit_at(office, 2, "R-0815").kind, Kind::accepted);
  const Mrn mrn = mrn_in(declare_on_deposit("L-1", "R-0815"));
  EXPECT_EQ(movement(mrn).state, State::accepted);
  EXPECT_EQ(movement(mrn).declaration.guarantees.front().grn, grn(2));
  EXPECT_EQ(release(mrn).kind, Kind::accepted);
  EXPECT_EQ(movement(mrn).state, State::released);
  const guarantee::Header held =
      node.state<guarantee::Header>({.kind = account_stream, .by = account_key(grn(2))});
  EXPECT_EQ(held.sums.reserved, 100'00);
  EXPECT_EQ(held.used_by, mrn);
  const Mrn second = mrn_in(declare_on_deposit("L-2", "R-0815"));
  EXPECT_EQ(movement(second).state, State::guarantee_problem) << "a deposit is for one journey";
  EXPECT_EQ(invalid_guarantees(second), format("{} G09 G10;", grn(2).str()))
      << "the amount is on the road, and the deposit has its movement";
}

TEST_F(Departure, R_TRA_112_ADepositThatTheOfficeOfDepartureDoesNotHoldForTheHolderIsNotFound) {
  EXPECT_EQ(declare_on_deposit("L-1", "R-0815").findings.front().rule, "R-TRA-112");
  ASSERT_EQ(deposit_at(office, 2, "R-0815").kind, Kind::accepted);
  const Reply other = declare_on_deposit("L-1", "R-0816");
  ASSERT_EQ(other.kind, Kind::refused);
  EXPECT_EQ(other.findings.front().rule, "R-TRA-112");
  EXPECT_EQ(other.findings.front().pointer, "Guarantee[1]/otherGuaranteeReference");
  EXPECT_EQ(other.findings.front().value, "R-0816");
}

TEST_F(Departure, R_GUA_322_AnOfficeWritesNoReceiptTwice) {
  ASSERT_EQ(deposit_at(office, 2, "R-0815").kind, Kind::accepted);
  EXPECT_EQ(deposit_at(office, 3, "R-0815").findings.front().rule, "R-GUA-322");
  EXPECT_EQ(deposit_at(office, 3, "R-0816").kind, Kind::accepted);
}

TEST_F(Departure, R_TRA_090_ToldAboutAMovementThatIsNotThere) {
  EXPECT_EQ(release(Mrn{}).findings.front().rule, "R-TRA-090");
}

TEST_F(Departure, AnswersARequestForAMovementThatWasNeverIssuedInTheNegative) {
  const Mrn never = Mrn::issue(std::chrono::year{2026}, Country::parse("SG").value(), "000000000001").value();
  const auto ask = [&](std::uint16_t ie, std::uint32_t n, std::string_view where) {
    transit::Letter letter;
    letter.mrn = never;
    letter.office = at(where);
    const std::string id = "TH" + std::to_string(n);
    Command command = node.command(partner("TH"), command_of_message(ie), letter);
    command.id = MessageCommandId{make_key(KeyKind::partner_message, "TH", id)};
    command.lane = LanePosition{*exchange::Partner::parse("TH"), n, id};
    return node.ask(command);
  };
  EXPECT_EQ(ask(114, 1, "THSDO001").kind, Kind::accepted);
  EXPECT_EQ(sent(), "115>TH ");
  EXPECT_TRUE(ask(114, 1, "THSDO001").repeated);
  EXPECT_EQ(ask(118, 3, "THSDO001").kind, Kind::accepted) << "it waits for the one before it";
  EXPECT_EQ(ask(2, 2, "THBKK001").kind, Kind::accepted);
  EXPECT_EQ(sent(), "3>TH ");
  EXPECT_EQ(ask(6, 4, "THBKK001").findings.front().rule, "R-TRA-090");
  EXPECT_EQ(sent(), "");
  for (const auto& row : node.store().open_streams())
    EXPECT_NE(row.kind, departure_stream) << "nobody has anything to do";

  const auto& letters = node.store().outbox();
  ASSERT_EQ(letters.size(), 2U);
  const auto answer =
      from_cbor<transit::Letter>(node.store().payload(letters.front().payload)->bytes).value();
  EXPECT_EQ(answer.mrn, never);
  EXPECT_FALSE(answer.positive);
  EXPECT_EQ(answer.reason, "1");
  EXPECT_EQ(answer.correlation, "TH1") << "R0008: the request that it answers";
  const auto second = from_cbor<transit::Letter>(node.store().payload(letters.back().payload)->bytes).value();
  EXPECT_EQ(second.correlation, "TH2");
}

TEST_F(Departure, TellsAStateThatMissedNoticesTheNewestOneAgainAndNobodyElse) {
  const Mrn mrn = mrn_in(declare("L-1", 400'00));
  (void)release(mrn);
  (void)hear("MY", 118, mrn, "MYJHB001");
  (void)sent();
  EXPECT_EQ(hear("TH", 1096, mrn, "THBKK001").kind, Kind::accepted);
  EXPECT_EQ(sent(), "1095>TH ");
  EXPECT_EQ(movement(mrn).notices, 2U) << "it is no new one";
  EXPECT_EQ(hear("KH", 1096, mrn, "KHBVT001").findings.front().rule, "ACC-002");
}

TEST_F(Departure, R_TRA_090_AMovementOfAnotherStateIsNotAskedForHere) {
  const Mrn theirs =
      Mrn::issue(std::chrono::year{2026}, Country::parse("MY").value(), "000000000001").value();
  EXPECT_EQ(hear("TH", 2, theirs, "THBKK001").findings.front().rule, "R-TRA-090");
}

TEST_F(Departure, ClocksLeadOn) {
  const Mrn mrn = mrn_in(declare("L-1", 100'00));
  (void)release(mrn);
  node.set_time(morning + std::chrono::days{60});
  node.ring();
  EXPECT_EQ(movement(mrn).state, State::enquiry_recommended);
  EXPECT_EQ(header().sums.reserved, 100'00) << "nothing is freed before the goods are found";
}

/// Whatever a guarantee lacks is found when the declaration is checked: the movement has its MRN by then, and
/// another guarantee is all that it waits for.
TEST_F(Departure, R_ACTS_012_AGuaranteeThatDoesNotDoKeepsTheMrnWhateverItLacks) {
  using guarantee::Refusal;
  struct Lack {
    std::string_view of;
    Refusal reason;
    std::string_view code;  ///< of CL252, as IE055 says it
    std::function<void(guarantee::RegisterGuarantee&)> registered = [](auto&) {};
    std::function<void(transit::GuaranteeLine&)> declared = [](auto&) {};
  };
  const Lack lacks[] = {
      {.of = "it is too small",
       .reason = Refusal::amount_not_sufficient,
       .code = "G09",
       .declared = [](auto& line) { line.amount = dollars(5'000'00); }},
      {.of = "it has expired",
       .reason = Refusal::not_valid,
       .code = "G02",
       .registered = [](auto& command) { command.valid_until = *parse_day("2026-11-24"); }},
      {.of = "it is of another holder",
       .reason = Refusal::other_holder,
       .code = "G04",
       .registered = [](auto& command) { command.holder = Tin::parse("SG200099999Z").value(); }},
      {.of = "no office here has registered it",
       .reason = Refusal::unknown_guarantee,
       .code = "G01",
       .declared = [](auto& line) { line.grn = grn(9); }},
      {.of = "it is of another country",
       .reason = Refusal::other_country,
       .code = "G08",
       .declared =
           [](auto& line) {
             line.grn =
                 Grn::issue(std::chrono::year{2026}, Country::parse("MY").value(), "000000000001").value();
           }},
      {.of = "its access code is wrong",
       .reason = Refusal::access_code_wrong,
       .code = "G03",
       .declared = [](auto& line) { line.access_code->bytes.front() = std::byte{1}; }},
  };
  unsigned n = 1;  // the guarantee of all tests
  for (const Lack& lack : lacks) {
    SCOPED_TRACE(lack.of);
    node.set_time(morning);
    guarantee::RegisterGuarantee command = guarantee_of(++n, 1'000'00);
    lack.registered(command);
    ASSERT_EQ(node.ask(guarantee_officer, workflow::register_guarantee, command).kind, Kind::accepted);
    node.set_time(morning + std::chrono::days{2});
    const auto declared_with = [&](const std::string& lrn, auto change) {
      transit::Letter letter = declaration(lrn, 400'00);
      letter.declaration->guarantees.front().grn = grn(n);
      change(letter.declaration->guarantees.front());
      return std::pair{node.ask(trader, command_of_message(15), letter),
                       letter.declaration->guarantees.front().grn};
    };
    const auto [reply, used] = declared_with(format("L-{}", n), lack.declared);
    ASSERT_EQ(reply.kind, Kind::accepted);
    const Mrn mrn = mrn_in(reply);
    EXPECT_EQ(movement(mrn).state, State::guarantee_problem);
    EXPECT_EQ(movement(mrn).mrn, mrn);
    EXPECT_EQ(invalid_guarantees(mrn), format("{} {};", used.str(), lack.code));
    const auto use = node.state<guarantee::Use>({.kind = use_stream, .by = use_key(used, mrn)});
    ASSERT_TRUE(use.last_check.has_value());
    EXPECT_EQ(use.last_check->reasons, std::vector{lack.reason}) << "this and nothing else is wrong with it";
    EXPECT_EQ(declared_with(format("L-{}", n), lack.declared).first.findings.front().rule, "R-ACTS-010")
        << "the movement is there, and has its LRN";
  }
}

/// Nor does it with an amount below what is at risk, of which no guarantee knows.
TEST_F(Departure, R_GUA_005_AnAmountBelowWhatIsAtRiskIsNotSufficientToo) {
  transit::Letter letter = declaration("L-1", 400'00);
  letter.declaration->guarantees.front().amount = dollars(399'99);
  const Mrn mrn = mrn_in(node.ask(trader, command_of_message(15), letter));
  EXPECT_EQ(movement(mrn).state, State::guarantee_problem);
  EXPECT_EQ(invalid_guarantees(mrn), format("{} G09;", grn(1).str()));
}

/// A deposit is named by its receipt: what it is refused for is told under the GRN of its account.
TEST_F(Departure, R_ACTS_012_WhatADepositLacksIsToldUnderItsGrn) {
  ASSERT_EQ(deposit_at(office, 2, "R-0815").kind, Kind::accepted);
  const auto told_of = [&](const std::string& lrn, std::int64_t at_risk, auto change) {
    transit::Letter letter = declaration(lrn, at_risk);
    auto& lines = letter.declaration->guarantees;
    lines = {{.type = "3",
              .grn = {},
              .access_code = {},
              .amount = dollars(at_risk),
              .receipt = Receipt::parse("R-0815").value()}};
    change(lines);
    const Mrn mrn = mrn_in(node.ask(trader, command_of_message(15), letter));
    EXPECT_EQ(movement(mrn).state, State::guarantee_problem) << lrn;
    return invalid_guarantees(mrn);
  };
  const std::string deposit{grn(2).str()};
  EXPECT_EQ(told_of("L-1", 100'01, [](auto&) {}), deposit + " G09;") << "it holds a cent less";
  EXPECT_EQ(told_of("L-2", 100'00, [](auto& lines) { lines[0].amount = dollars(99'99); }), deposit + " G09;")
      << "less than what is at risk is declared on it";
  const auto beside = [](auto& lines) {
    lines.insert(lines.begin(), {.type = "1",
                                 .grn = grn(1),
                                 .access_code = AccessCodeHash{},
                                 .amount = dollars(1'00),
                                 .receipt = std::nullopt});
  };
  EXPECT_EQ(told_of("L-3", 100'01, beside), deposit + " G09;") << "the sound one beside it is not named";
  const Mrn first = mrn_in(declare_on_deposit("L-4", "R-0815"));
  ASSERT_EQ(release(first).kind, Kind::accepted);
  EXPECT_EQ(told_of("L-5", 1'00, [](auto&) {}), deposit + " G09 G10;");
}

/// A client of a broker, which has its mandate, and the broker with a guarantee of its own. Who a declaration
/// names is its sender's choice; whose codes are compared and counted is not.
class ClientAndBroker : public Departure {
 protected:
  ClientAndBroker() {
    EXPECT_EQ(node.ask(test::keeper, record_entry, test::firm(client)).kind, Kind::accepted);
    const registers::Register mandate{
        .content = {.facts = registers::Mandate{.holder = Tin::parse(client).value(),
                                                .agent = Tin::parse(broker).value()},
                    .valid_from = *parse_day("2026-01-01"),
                    .valid_until = {},
                    .details = {}}};
    EXPECT_EQ(node.ask(test::keeper, record_entry, mandate).kind, Kind::accepted);
    guarantee::RegisterGuarantee of_client = guarantee_of(2, 1'000'00);
    of_client.holder = Tin::parse(client).value();
    EXPECT_EQ(node.ask(guarantee_officer, workflow::register_guarantee, of_client).kind, Kind::accepted);
  }

  /// Of the client, naming its broker, on one of the guarantees.
  transit::Letter of_client(const std::string& lrn, unsigned guarantee, bool right_code) {
    transit::Letter letter = declaration(lrn, 100'00);
    letter.declaration->holder = Tin::parse(client).value();
    letter.declaration->representative = Tin::parse(broker).value();
    transit::GuaranteeLine& line = letter.declaration->guarantees.front();
    line.grn = grn(guarantee);
    if (!right_code) line.access_code->bytes.front() = std::byte{1};
    return letter;
  }
  guarantee::Header header_of(unsigned n) {
    return node.state<guarantee::Header>({.kind = account_stream, .by = account_key(grn(n))});
  }
  /// What the guarantee had against the movement when it was asked last.
  std::vector<guarantee::Refusal> reasons_of(unsigned guarantee, const Mrn& mrn) {
    return node.state<guarantee::Use>({.kind = use_stream, .by = use_key(grn(guarantee), mrn)})
        .last_check->reasons;
  }

  static constexpr std::string_view client = "SG198803456D";
  static constexpr std::string_view broker = holder;  ///< of guarantee 1; guarantee 2 is the client's
  const access::Actor of_the_client{.role = access::Role::trader, .party = std::string{client}};
  const access::Actor of_the_broker{.role = access::Role::declarant, .party = std::string{broker}};
};

TEST_F(ClientAndBroker, R_ACTS_045_NobodyIsLockedOutByBeingNamedAsTheRepresentative) {
  for (const std::string_view lrn : {"C-1", "C-2", "C-3", "C-4", "C-5", "C-6"}) {
    const Reply reply =
        node.ask(of_the_client, command_of_message(15), of_client(std::string{lrn}, 1, false));
    ASSERT_EQ(reply.kind, Kind::accepted);
    EXPECT_EQ(reasons_of(1, mrn_in(reply)), std::vector{guarantee::Refusal::other_holder})
        << "no code is compared for who is neither its holder nor an agent of the holder";
  }
  EXPECT_TRUE(header().failures.empty());
  const Reply own = declare("B-1", 100'00);
  EXPECT_EQ(movement(mrn_in(own)).state, State::accepted) << "the broker goes on with its own guarantee";
  const Reply oracle = node.ask(of_the_client, command_of_message(15), of_client("C-7", 1, true));
  EXPECT_EQ(reasons_of(1, mrn_in(oracle)), std::vector{guarantee::Refusal::other_holder})
      << "nor is a right code told from a wrong one";
}

TEST_F(ClientAndBroker, R_ACTS_045_AnAmendmentNamesNobodyElseAsItsSenderEither) {
  const Reply reply = node.ask(of_the_client, command_of_message(15), of_client("C-1", 2, false));
  const Mrn mrn = mrn_in(reply);
  ASSERT_EQ(movement(mrn).state, State::guarantee_problem);
  for (int n = 0; n < 6; ++n) {
    transit::Letter amended = of_client("C-1", 1, false);
    amended.mrn = mrn;
    ASSERT_EQ(node.ask(of_the_client, command_of_message(13), amended).kind, Kind::accepted);
    EXPECT_EQ(reasons_of(1, mrn), std::vector{guarantee::Refusal::other_holder});
  }
  EXPECT_TRUE(header().failures.empty());
}

TEST_F(ClientAndBroker, R_ACTS_045_CodesAreCountedAgainstWhoSentThem) {
  const auto counted = [&] { return header_of(2).failures; };
  const Reply by_client = node.ask(of_the_client, command_of_message(15), of_client("C-1", 2, false));
  EXPECT_EQ(reasons_of(2, mrn_in(by_client)), std::vector{guarantee::Refusal::access_code_wrong});
  ASSERT_EQ(counted().size(), 1U);
  EXPECT_EQ(counted().front().sender.str(), client) << "though it names its broker";

  const auto by_broker = node.ask(of_the_broker, command_of_message(15), of_client("C-2", 2, false));
  ASSERT_EQ(by_broker.kind, Kind::accepted);
  ASSERT_EQ(counted().size(), 2U);
  EXPECT_EQ(counted().back().sender.str(), broker) << "an agent of the holder, by its mandate";

  transit::Letter mended = of_client("C-2", 2, true);
  mended.mrn = mrn_in(by_broker);
  ASSERT_EQ(node.ask(of_the_client, command_of_message(13), mended).kind, Kind::accepted);
  ASSERT_EQ(counted().size(), 1U) << "the right code is forgiven to who gave it";
  EXPECT_EQ(counted().front().sender.str(), broker);

  ASSERT_EQ(release(*mended.mrn).kind, Kind::accepted);
  EXPECT_EQ(movement(*mended.mrn).state, State::released);
}

TEST_F(ClientAndBroker, R_ACTS_012_WhatIsLeftIsToldNobodyWhoNamesAnAgent) {
  const auto told = [&](transit::Letter letter, std::string_view lrn) {
    letter.declaration->lrn = Lrn::parse(lrn).value();
    letter.declaration->guarantees.front().amount = dollars(5'000'00);
    const Mrn mrn = mrn_in(node.ask(of_the_client, command_of_message(15), letter));
    EXPECT_EQ(reasons_of(2, mrn), std::vector{guarantee::Refusal::amount_not_sufficient});
    const app::EventRow last = node.store().feed(app::Seq::none, 1'000).back();
    const auto event = read_content<transit::departure::Event>(app::body_of(last).fields_of_type);
    return std::get<transit::departure::GuaranteeRefused>(event.fact).faults.front().detail;
  };
  transit::Letter alone = of_client("C-1", 2, true);
  alone.declaration->representative.reset();
  EXPECT_EQ(told(alone, "C-1"), "short by 4000.00 SGD, available 1000.00 SGD");
  EXPECT_EQ(told(of_client("C-2", 2, true), "C-2"), "") << "its broker reads it, too";
}

/// The codes are of who lodged them, whoever says that the goods are there.
TEST_F(ClientAndBroker, R_ACTS_045_APresentationBringsTheCodesOfWhoLodgedThem) {
  transit::Letter lodged = of_client("C-1", 2, false);
  lodged.declaration->pre_lodged = true;
  ASSERT_EQ(node.ask(of_the_client, command_of_message(15), lodged).kind, Kind::accepted);
  transit::Letter presented = lodged;
  presented.office = at(office);
  const Reply reply = node.ask(of_the_broker, command_of_message(170), presented);
  ASSERT_EQ(reply.kind, Kind::accepted);
  ASSERT_EQ(header_of(2).failures.size(), 1U);
  EXPECT_EQ(header_of(2).failures.front().sender.str(), client);
}

}  // namespace

}  // namespace lintas::workflow
