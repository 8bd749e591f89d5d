#include <algorithm>
#include <fstream>
#include <functional>
#include <gtest/gtest.h>
#include <iterator>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/text.hpp"
#include "core/guarantee/commands.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/registers/commands.hpp"
#include "core/registers/import.hpp"
#include "core/registers/state.hpp"
#include "core/transit/departure/commands.hpp"
#include "core/transit/departure/state.hpp"
#include "core/workflow/departure_part.hpp"
#include "core/workflow/guarantee_part.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/registers_part.hpp"
#include "tests/support/entries.hpp"
#include "tests/support/national_node.hpp"

/// The registers on the loop, and what a departure asks of them.
namespace lintas::workflow {
namespace {

using Kind = Reply::Kind;
using transit::departure::State;

const Instant morning = *parse_instant("2026-11-23T02:00:00Z");

const access::Actor transport{.role = access::Role::transport_authority, .person = "transport-1"};
const access::Actor officer{
    .role = access::Role::officer_of_departure, .person = "officer-1", .office = "SGTUS001"};

OfficeId at(std::string_view code) { return OfficeId::parse(code).value(); }
Money dollars(std::int64_t cents) { return {cents, Currency::parse("SGD").value()}; }
Grn grn() {
  return Grn::issue(std::chrono::year{2026}, Country::parse("SG").value(), "000000000001").value();
}

std::string rules_of(const Reply& reply) {
  std::string text;
  for (const Finding& finding : reply.findings) text += format("{} {}; ", finding.rule, finding.pointer);
  return text;
}

class Registers : public testing::Test {
 protected:
  Registers() {
    std::ifstream file{LINTAS_ROOT "/examples/registers.csv"};
    const std::string csv{std::istreambuf_iterator<char>{file}, {}};
    const auto rows = registers::read_entries(csv);
    EXPECT_TRUE(rows.has_value());
    for (const registers::Imported& row : *rows) entries.push_back(row.content);
  }

  Reply record(const registers::Content& content, const access::Actor& by = test::keeper) {
    return node.ask(by, record_entry, registers::Register{content});
  }
  void bring_in() {
    for (const registers::Content& content : entries) ASSERT_EQ(rules_of(record(content)), "");
  }
  template <class Facts>
  registers::Content& entry(const std::function<bool(const Facts&)>& wanted) {
    for (registers::Content& content : entries) {
      const auto* facts = std::get_if<Facts>(&content.facts);
      if (facts != nullptr && wanted(*facts)) return content;
    }
    throw std::logic_error("no such entry among the examples");
  }
  registers::Content& trader(std::string_view tin) {
    return entry<registers::Trader>([&](const auto& facts) { return facts.tin.str() == tin; });
  }
  registers::Content& permit(std::string_view number) {
    return entry<registers::Permit>([&](const auto& facts) { return facts.number.str() == number; });
  }
  registers::Content& card(std::string_view number) {
    return entry<registers::Insurance>([&](const auto& facts) { return facts.number.str() == number; });
  }
  registers::Content& mandate(std::string_view holder) {
    return entry<registers::Mandate>([&](const auto& facts) { return facts.holder.str() == holder; });
  }
  registers::Content& authorisation(std::string_view number) {
    return entry<registers::Authorisation>([&](const auto& facts) { return facts.number.str() == number; });
  }
  registers::Entry stored(const registers::EntryKey& key) {
    return node.state<registers::Entry>(entry_slot(key));
  }

  Reply declare() { return node.ask(declarant, command_of_message(15), letter); }

  static transit::Letter example() {
    transit::Letter letter;
    auto& declared = letter.declaration.emplace();
    declared.lrn = Lrn::parse("L-1").value();
    declared.holder = Tin::parse("SG198803456D").value();
    declared.representative = Tin::parse("SG201912345K").value();
    declared.route = {.departure = at("SGTUS001"),
                      .transit = {at("MYTJK001"), at("MYBKH001"), at("THSDO001")},
                      .destination = at("THBKK001")};
    declared.limit_proposed = *parse_day("2026-12-10");
    declared.guarantees = {
        {.type = "1", .grn = grn(), .access_code = AccessCodeHash{}, .amount = dollars(100'00)}};
    declared.at_risk = dollars(100'00);
    declared.vehicles = {{.registration = "XE1234K",
                          .nationality = "SG",
                          .motor = true,
                          .permit = "SG-CBP-000123",
                          .insurance_card = "BC-SG-7788"},
                         {.registration = "TRB567A",
                          .nationality = "SG",
                          .motor = false,
                          .permit = "SG-CBP-000124",
                          .insurance_card = {}}};
    return letter;
  }

  transit::Letter letter = example();
  access::Actor declarant{.role = access::Role::declarant, .party = "SG201912345K", .person = "declarant-1"};
  std::vector<registers::Content> entries;
  const std::vector<const Part*> parts{&registers_part(), &guarantee_part(), &departure_part(),
                                       &manifest_part()};
  test::NationalNode node{"SG", morning, parts};
};

TEST_F(Registers, TheExamplesAreTakenAndADeclarationUnderThemIsAccepted) {
  bring_in();
  EXPECT_EQ(rules_of(declare()), "");
}

TEST_F(Registers, AFileIsBroughtInAgainWithItsChanges) {
  bring_in();
  bring_in();
  const auto key = registers::key_of(permit("SG-CBP-000123").facts);
  const auto before = stored(key);
  permit("SG-CBP-000123").valid_until = *parse_day("2027-12-31");
  bring_in();
  EXPECT_NE(stored(key), before);
  EXPECT_EQ(stored(key).valid_until, *parse_day("2027-12-31"));
  ASSERT_EQ(node.ask(test::keeper, withdraw_entry, registers::Withdraw{.key = key, .second = {}}).kind,
            Kind::accepted);
  bring_in();
  EXPECT_EQ(stored(key).status, registers::Status::valid) << "what was withdrawn is registered anew";
}

TEST_F(Registers, EachKeepsWhatIsHisToKeep) {
  EXPECT_EQ(rules_of(record(permit("SG-CBP-000123"), transport)), "");
  EXPECT_EQ(rules_of(record(trader("SG201912345K"), transport)), "ACC-002 ; ");
  const access::Actor firm{
      .role = access::Role::firm_administrator, .party = "SG198803456D", .person = "admin-1"};
  EXPECT_EQ(rules_of(record(mandate("SG198803456D"), firm)), "");
  EXPECT_EQ(rules_of(record(mandate("MY199301234567"), firm)), "ACC-002 ; ");
  EXPECT_EQ(rules_of(record(trader("SG198803456D"), firm)), "ACC-002 ; ");
  EXPECT_EQ(rules_of(record(trader("SG198803456D"), officer)), "ACC-001 ; ");
}

TEST_F(Registers, R_REG_104_AFirmDoesNotResumeTheMandateThatTheKeeperSuspended) {
  const access::Actor firm{
      .role = access::Role::firm_administrator, .party = "SG198803456D", .person = "admin-1"};
  const registers::Content& content = mandate("SG198803456D");
  const registers::EntryKey key = registers::key_of(content.facts);
  const auto suspend = [&](const access::Actor& by) {
    return rules_of(node.ask(by, suspend_entry, registers::Suspend{.key = key}));
  };
  const auto resume = [&](const access::Actor& by) {
    return rules_of(node.ask(by, resume_entry, registers::Resume{.key = key}));
  };
  ASSERT_EQ(rules_of(record(content, firm)), "");
  EXPECT_EQ(suspend(firm), "");
  EXPECT_EQ(resume(firm), "");
  EXPECT_EQ(suspend(test::keeper), "");
  EXPECT_EQ(resume(firm), "R-REG-104 key; ");
  EXPECT_EQ(rules_of(record(content, firm)), "") << "what it says is still the firm's to change";
  EXPECT_EQ(stored(key).status, registers::Status::suspended);
  EXPECT_EQ(resume(test::keeper), "");
}

constexpr std::size_t most_permits = 500;

class Permits : public Registers {
 protected:
  void give_all_but(std::size_t free) {
    for (std::size_t n = 0; n < most_permits - free; ++n) ASSERT_EQ(give(n), "") << n;
  }
  std::string give(std::size_t n) {
    auto& facts = std::get<registers::Permit>(content.facts);
    facts.number = registers::EntryNumber::parse(format("SG-{:04}", n)).value();
    return rules_of(record(content));
  }

  registers::Content& content = permit("SG-CBP-000123");
};

TEST_F(Permits, R_ACTS_020_OneBeyondThoseOfTheAgreementIsNotRegistered) {
  give_all_but(0);
  EXPECT_EQ(give(most_permits), "R-ACTS-020 number; ");
  auto& facts = std::get<registers::Permit>(content.facts);
  facts.issued_by = Country::parse("MY").value();
  EXPECT_EQ(give(most_permits), "") << "another state counts its own";
  facts.issued_by = Country::parse("SG").value();
  registers::Withdraw withdraw{.key = registers::permit_key(facts.issued_by, "SG-0007"), .second = {}};
  ASSERT_EQ(rules_of(node.ask(transport, withdraw_entry, withdraw)), "");
  EXPECT_EQ(give(most_permits), "") << "a place is free again";
}

TEST_F(Permits, R_ACTS_020_OneOfAnotherAgreementIsMadeOneOfThisOnlyWhereThereIsAPlace) {
  give_all_but(1);
  auto& facts = std::get<registers::Permit>(content.facts);
  facts.agreement = registers::Agreement::afafist;
  ASSERT_EQ(give(most_permits), "");
  ASSERT_EQ(give(most_permits + 1), "");
  facts.agreement = registers::Agreement::acts;
  EXPECT_EQ(give(most_permits), "");
  EXPECT_EQ(give(most_permits + 1), "R-ACTS-020 number; ");
}

TEST_F(Permits, R_ACTS_020_OneThatHasEndedHoldsNoPlace) {
  content.valid_until = *parse_day("2026-12-31");
  give_all_but(1);
  content.valid_until.reset();
  ASSERT_EQ(give(most_permits - 1), "");
  EXPECT_EQ(give(most_permits), "R-ACTS-020 number; ");
  node.set_time(*parse_instant("2026-12-31T15:00:00Z"));
  EXPECT_EQ(give(most_permits), "R-ACTS-020 number; ") << "the last day is a day of validity";
  node.set_time(*parse_instant("2026-12-31T22:00:00Z"));
  EXPECT_EQ(give(most_permits), "") << "it is the morning of 1 January in the state";
  registers::Withdraw withdraw{.key = registers::permit_key(Country::parse("SG").value(), "SG-0007"),
                               .second = {}};
  EXPECT_EQ(rules_of(node.ask(transport, withdraw_entry, withdraw)), "") << "of one that has ended";
  content.valid_until = *parse_day("2027-12-31");
  EXPECT_EQ(give(8), "") << "it is given for another year";
}

class Asked : public Registers {
 public:
  using Registers::authorisation;
  using Registers::card;
  using Registers::declarant;
  using Registers::letter;
  using Registers::mandate;
  using Registers::permit;
  using Registers::trader;
  transit::Declaration& declared() { return *letter.declaration; }
};

const Day yesterday = *parse_day("2026-11-22");
const Day soon = *parse_day("2026-12-05");
constexpr std::string_view unit_1 = "Consignment/DepartureTransportMeans[1]/identificationNumber";
constexpr std::string_view unit_2 = "Consignment/DepartureTransportMeans[2]/identificationNumber";
constexpr std::string_view paper = "Consignment/SupportingDocument/referenceNumber";
constexpr std::string_view last_day = "Consignment/SupportingDocument/complementOfInformation";
constexpr std::string_view holder = "HolderOfTheTransitProcedure/identificationNumber";
constexpr std::string_view agent = "Representative/identificationNumber";
constexpr std::string_view authorised = "Authorisation/referenceNumber";
constexpr std::string_view sealed = "Consignment/TransportEquipment/Seal/identifier";

struct Row {
  std::string_view what;
  void (*change)(Asked&);
  std::string_view rule;
  std::string_view place;
};

void seal(Asked& t, std::string_view seal) {
  t.declared().special_seals = "ATT-SG-0007";
  t.letter.new_seals = {Seal::parse("SGATT000007").value(), Seal::parse(seal).value()};
}

void simplify(Asked& t) {
  t.declared().simplified = true;
  t.declared().authorisation = "ATT-SG-0007";
}

const Row table[] = {
    {"holder not registered", [](Asked& t) { t.declared().holder = Tin::parse("SG1").value(); }, "R-ACTS-001",
     holder},
    {"holder's account over", [](Asked& t) { t.trader("SG198803456D").valid_until = yesterday; },
     "R-ACTS-001", holder},
    {"holder a natural person",
     [](Asked& t) { std::get<registers::Trader>(t.trader("SG198803456D").facts).legal_person = false; },
     "R-ACTS-002", holder},
    {"agent no broker",
     [](Asked& t) {
       std::get<registers::Trader>(t.trader("SG201912345K").facts).roles = {registers::TraderRole::carrier};
     },
     "R-ACTS-001", agent},
    {"mandate over", [](Asked& t) { t.mandate("SG198803456D").valid_until = yesterday; }, "R-ACTS-003",
     agent},
    {"a person whom the firm did not name", [](Asked& t) { t.declarant.person = "declarant-2"; },
     "R-ACTS-003", "messageSender"},
    {"no permit named", [](Asked& t) { t.declared().vehicles[1].permit.clear(); }, "R-ACTS-018", unit_2},
    {"permit not registered", [](Asked& t) { t.declared().vehicles[1].permit = "SG-CBP-9"; }, "R-ACTS-018",
     paper},
    {"permit ends before the limit date", [](Asked& t) { t.permit("SG-CBP-000124").valid_until = soon; },
     "R-ACTS-018", paper},
    {"permit of the other unit", [](Asked& t) { t.declared().vehicles[1].permit = "SG-CBP-000123"; },
     "R-ACTS-019", unit_2},
    {"permit under AFAFIST",
     [](Asked& t) {
       std::get<registers::Permit>(t.permit("SG-CBP-000123").facts).agreement = registers::Agreement::afafist;
     },
     "R-ACTS-021", paper},
    {"no card named", [](Asked& t) { t.declared().vehicles[0].insurance_card.clear(); }, "R-ACTS-022",
     unit_1},
    {"card does not insure in Thailand",
     [](Asked& t) {
       std::get<registers::Insurance>(t.card("BC-SG-7788").facts).states = {Country::parse("MY").value()};
     },
     "R-ACTS-022", paper},
    {"permit is declared to last longer than it does",
     [](Asked& t) { t.declared().vehicles[1].permit_until = *parse_day("2029-03-31"); }, "R-ACTS-036",
     last_day},
    {"card is declared to last longer than it does",
     [](Asked& t) { t.declared().vehicles[0].card_until = *parse_day("2029-01-15"); }, "R-ACTS-036",
     last_day},
    {"card is declared for a state that it does not insure in",
     [](Asked& t) { t.declared().vehicles[0].card_states = {Country::parse("VN").value()}; }, "R-ACTS-036",
     paper},
    {"authorisation not registered",
     [](Asked& t) {
       simplify(t);
       t.declared().authorisation = "ATT-1";
     },
     "R-REG-401", authorised},
    {"authorisation without the right",
     [](Asked& t) {
       simplify(t);
       std::get<registers::Authorisation>(t.authorisation("ATT-SG-0007").facts).rights = {
           registers::Right::special_seals};
     },
     "R-REG-402", authorised},
    {"other premises",
     [](Asked& t) {
       simplify(t);
       t.declared().premises = "SG-JURONG-2";
     },
     "R-REG-402", "Consignment/LocationOfGoods/additionalIdentifier"},
    {"special seal of no approved series", [](Asked& t) { seal(t, "SGATT000501"); }, "R-ACTS-061", sealed},
    {"special seals without the right",
     [](Asked& t) {
       seal(t, "SGATT000008");
       t.letter.new_seals.pop_back();
       auto& facts = std::get<registers::Authorisation>(t.authorisation("ATT-SG-0007").facts);
       facts.rights = {registers::Right::simplified_departure};
       facts.seals.clear();
     },
     "R-ACTS-061", sealed},
    {"a convoy", [](Asked& t) { t.declared().vehicles.resize(21, t.declared().vehicles[1]); }, "R-TRA-110",
     "Consignment/DepartureTransportMeans"},
};

class AskedOfRegisters : public Asked, public testing::WithParamInterface<Row> {};

TEST_P(AskedOfRegisters, R_ACTS_001_002_003_018_019_021_022_036_061_R_REG_401_402_R_TRA_110) {
  GetParam().change(*this);
  if (GetParam().what == "holder not registered") declared().representative.reset();
  if (!declared().representative) declarant = {.role = access::Role::trader, .party = "SG1"};
  bring_in();
  EXPECT_EQ(rules_of(declare()), format("{} {}; ", GetParam().rule, GetParam().place)) << GetParam().what;
}
INSTANTIATE_TEST_SUITE_P(Table, AskedOfRegisters, testing::ValuesIn(table), [](const auto& row) {
  std::string name{row.param.what};
  std::ranges::replace_if(name, [](char c) { return c == ' ' || c == '\''; }, '_');
  return name;
});

TEST_F(Registers, R_ACTS_061_SealsOfAnApprovedSeriesAreTaken) {
  bring_in();
  letter.declaration->special_seals = "ATT-SG-0007";
  letter.new_seals = {Seal::parse("SGATT000001").value(), Seal::parse("SGATT000500").value()};
  EXPECT_EQ(rules_of(declare()), "");
}

TEST_F(Registers, R_ACTS_061_APresentationWithSpecialSealsIsAskedForThem) {
  bring_in();
  letter.declaration->pre_lodged = true;
  ASSERT_EQ(rules_of(declare()), "");
  letter.office = letter.declaration->route.departure;
  letter.declaration->special_seals = "ATT-SG-0007";
  letter.new_seals = {Seal::parse("SGATT000501").value()};
  EXPECT_EQ(rules_of(node.ask(declarant, command_of_message(170), letter)),
            format("R-ACTS-061 {}; ", sealed));
}

TEST_F(Registers, AnAmendmentIsAskedLikeADeclaration) {
  bring_in();
  ASSERT_EQ(rules_of(declare()), "");
  letter.declaration->vehicles[0].permit = "SG-CBP-9";
  EXPECT_EQ(rules_of(node.ask(declarant, command_of_message(13), letter)), format("R-ACTS-018 {}; ", paper));
}

TEST_F(Registers, R_ACTS_036_WhatTheRegisterHoldsIsDeclaredAndTaken) {
  bring_in();
  letter.declaration->vehicles[0].permit_until = permit("SG-CBP-000123").valid_until;
  letter.declaration->vehicles[0].card_until = card("BC-SG-7788").valid_until;
  letter.declaration->vehicles[0].card_states = {Country::parse("TH").value()};
  EXPECT_EQ(rules_of(declare()), "");
}

TEST_F(Registers, R_ACTS_018_APresentationIsAskedLikeADeclaration) {
  bring_in();
  letter.declaration->pre_lodged = true;
  ASSERT_EQ(rules_of(declare()), "");
  letter.office = letter.declaration->route.departure;
  const auto present = [&] { return rules_of(node.ask(declarant, command_of_message(170), letter)); };
  permit("SG-CBP-000123").valid_until = yesterday;
  trader("SG198803456D").valid_until = yesterday;
  bring_in();
  EXPECT_EQ(present(), format("R-ACTS-001 {}; R-ACTS-018 {}; ", holder, paper));
  permit("SG-CBP-000123").valid_until.reset();
  trader("SG198803456D").valid_until.reset();
  bring_in();
  EXPECT_EQ(present(), "");
}

/// The registers with a movement that an agent has declared.
class Agent : public Registers {
 protected:
  Agent() {
    bring_in();
    const Reply declared = declare();
    EXPECT_EQ(rules_of(declared), "");
    mrn = read_content<MovementReply>(declared.content).mrn.value();
    request.mrn = mrn;
    auto& named = request.declaration.emplace();
    named.lrn = letter.declaration->lrn;
    named.holder = letter.declaration->holder;
    named.representative = letter.declaration->representative;
    named.route.departure = letter.declaration->route.departure;
    request.office = named.route.departure;
  }

  std::string ask_cancellation(const access::Actor& by) {
    return rules_of(node.ask(by, command_of_message(14), request));
  }
  std::string amend() {
    transit::Letter amended = letter;
    amended.mrn = mrn;
    amended.declaration->limit_proposed = *parse_day("2026-12-09");
    return rules_of(node.ask(declarant, command_of_message(13), amended));
  }

  Mrn mrn;
  transit::Letter request;
  const registers::EntryKey its_mandate = registers::key_of(mandate("SG198803456D").facts);
};

TEST_F(Agent, R_ACTS_003_ActsForItsPrincipalOnlyWhileTheMandateHolds) {
  ASSERT_EQ(rules_of(node.ask(test::keeper, suspend_entry, registers::Suspend{.key = its_mandate})), "");
  EXPECT_EQ(amend(), "ACC-002 ; ");
  EXPECT_EQ(ask_cancellation(declarant), "ACC-002 ; ");
  ASSERT_EQ(rules_of(node.ask(test::keeper, resume_entry, registers::Resume{.key = its_mandate})), "");
  EXPECT_EQ(amend(), "");
  mandate("SG198803456D").valid_until = *parse_day("2026-11-23");
  ASSERT_EQ(rules_of(record(mandate("SG198803456D"))), "");
  node.set_time(*parse_instant("2026-11-23T15:59:00Z"));
  EXPECT_EQ(amend(), "") << "the last day";
  node.set_time(*parse_instant("2026-11-23T16:01:00Z"));
  EXPECT_EQ(ask_cancellation(declarant), "ACC-002 ; ") << "at the office it is the day after";
  const access::Actor principal{.role = access::Role::trader, .party = "SG198803456D"};
  EXPECT_EQ(ask_cancellation(principal), "") << "whose movement it is needs nobody's leave";
}

TEST_F(Agent, R_ACTS_018_ALimitThatHasPassedSinceItWasProposedProposesNone) {
  permit("SG-CBP-000123").valid_until = *parse_day("2026-12-12");
  ASSERT_EQ(rules_of(record(permit("SG-CBP-000123"))), "");
  node.set_time(*parse_instant("2026-12-09T02:00:00Z"));
  EXPECT_EQ(amend(), "") << "the last day of the limit";
  node.set_time(*parse_instant("2026-12-11T02:00:00Z"));
  EXPECT_EQ(amend(), format("R-ACTS-018 {}; ", paper)) << "the way takes longer than the permit lasts";
}

TEST_F(Agent, R_ACTS_003_OfAnotherPrincipalItIsNoAgent) {
  request.declaration->holder = Tin::parse("SG200712345M").value();
  EXPECT_EQ(ask_cancellation(declarant), "ACC-002 ; ") << "that mandate holds, but not for this movement";
}

TEST_F(Agent, R_ACTS_003_APersonWhoLeftTheFirmAsksForNothingMore) {
  const auto key = registers::declarant_key(Tin::parse("SG201912345K").value(), "declarant-1");
  ASSERT_EQ(rules_of(node.ask(test::keeper, withdraw_entry, registers::Withdraw{.key = key, .second = {}})),
            "");
  EXPECT_EQ(ask_cancellation(declarant), "R-ACTS-003 messageSender; ");
  declarant.person.clear();
  EXPECT_EQ(ask_cancellation(declarant), "") << "software of the firm is the firm";
}

TEST_F(Registers, R_ACTS_003_WhoHasNoMandateLearnsNothingOfTheDepositsOfAFirm) {
  bring_in();
  guarantee::RegisterGuarantee deposit;
  deposit.grn = grn();
  deposit.holder = letter.declaration->holder;
  deposit.office = letter.declaration->route.departure;
  deposit.reference_amount = dollars(100'00);
  deposit.valid_from = *parse_day("2026-01-01");
  deposit.terms =
      guarantee::CashDeposit{.binding = std::nullopt, .receipt = Receipt::parse("R-0815").value()};
  ASSERT_EQ(rules_of(node.ask(
                {.role = access::Role::officer_of_guarantee, .person = "officer-9", .office = "SGTUS001"},
                register_guarantee, deposit)),
            "");
  const auto declare_on = [&](std::string_view receipt) {
    letter.declaration->guarantees = {{.type = "3",
                                       .grn = {},
                                       .access_code = {},
                                       .amount = dollars(100'00),
                                       .receipt = Receipt::parse(receipt).value()}};
    return rules_of(declare());
  };
  const std::string not_found = "R-TRA-112 Guarantee[1]/otherGuaranteeReference; ";
  EXPECT_EQ(declare_on("R-0816"), not_found);
  const registers::EntryKey key = registers::key_of(mandate("SG198803456D").facts);
  ASSERT_EQ(rules_of(node.ask(test::keeper, suspend_entry, registers::Suspend{.key = key})), "");
  const std::string without = declare_on("R-0815");
  EXPECT_NE(without.find("R-ACTS-003"), std::string::npos) << without;
  EXPECT_EQ(without, declare_on("R-0816")) << "a right receipt looks like a wrong one";
  ASSERT_EQ(rules_of(node.ask(test::keeper, resume_entry, registers::Resume{.key = key})), "");
  EXPECT_EQ(declare_on("R-0815"), "");
}

TEST_F(Registers, R_ACTS_035_ReleaseAsksAgainWithTheLimitDateThatIsSet) {
  bring_in();
  guarantee::RegisterGuarantee command;
  command.approval.second = PersonId::parse("officer-8").value();
  command.grn = grn();
  command.holder = letter.declaration->holder;
  command.office = at("SGWDL001");
  command.reference_amount = dollars(1'000'00);
  command.valid_from = *parse_day("2026-01-01");
  command.access_codes = {AccessCodeHash{}};
  command.terms = guarantee::MultipleJourneys{
      .guarantor = {.tin = Tin::parse("SGBANK").value(), .approved = true}, .weekly_debt = dollars(1'00)};
  ASSERT_EQ(rules_of(node.ask(
                {.role = access::Role::officer_of_guarantee, .person = "officer-9", .office = "SGWDL001"},
                register_guarantee, command)),
            "");
  const Reply declared = declare();
  ASSERT_EQ(rules_of(declared), "");
  const Mrn mrn = read_content<MovementReply>(declared.content).mrn.value();
  const auto state = [&] {
    return node.state<transit::departure::Movement>(departure_slot(mrn, node.domain().setting())).state;
  };
  ASSERT_EQ(state(), State::accepted);

  const auto release = [&](std::optional<Day> limit) {
    (void)node.ask(officer, command_in(departure_block, 2),
                   transit::departure::Release{.mrn = mrn, .limit = limit});
    return state();
  };
  EXPECT_EQ(release(*parse_day("2027-01-20")), State::accepted) << "the card ends on 15 January";
  permit("SG-CBP-000124").valid_until = yesterday;
  EXPECT_EQ(rules_of(record(permit("SG-CBP-000124"))), "");
  EXPECT_EQ(release({}), State::accepted) << "the permit has ended since";
  permit("SG-CBP-000124").valid_until = *parse_day("2027-03-31");
  EXPECT_EQ(rules_of(record(permit("SG-CBP-000124"))), "");
  // An account that ends does not keep the goods (R-ACTS-005).
  trader("SG198803456D").valid_until = yesterday;
  EXPECT_EQ(rules_of(record(trader("SG198803456D"))), "");
  EXPECT_EQ(release({}), State::released);
}

}  // namespace
}  // namespace lintas::workflow
