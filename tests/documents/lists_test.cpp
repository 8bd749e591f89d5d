#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/authorisation/commands.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/listed/commands.hpp"
#include "core/aeo/listed/letter.hpp"
#include "core/aeo/listed/messages.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/aeo/listed/state.hpp"
#include "core/aeo/listed/table.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/tin.hpp"
#include "core/refdata/readers.hpp"
#include "core/refdata/tables.hpp"
#include "core/workflow/aeo_list_part.hpp"
#include "core/workflow/aeo_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/warnings.hpp"
#include "tests/support/documents_world.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/samples.hpp"

/// The list of authorised operators between national nodes (ADR 0050): Singapore keeps its own, Malaysia and
/// Thailand have copies, by which they give benefits.
namespace lintas {
namespace {

using namespace std::chrono_literals;
namespace aut = aeo::authorisation;
namespace lst = aeo::listed;
using aut::Holds;
using lst::State;

/// Where an act stands among those of its machine.
template <class All, class Act, std::size_t I = 0>
constexpr std::size_t place_of() {
  if constexpr (std::same_as<std::variant_alternative_t<I, All>, Act>) {
    return I;
  } else {
    return place_of<All, Act, I + 1>();
  }
}

class Lists : public testing::Test {
 protected:
  Lists() {
    for (const std::string state : {"SG", "MY", "TH"}) world.node(state).set_partners({"SG", "MY", "TH"});
  }

  static access::Actor firm() {
    return {.role = access::Role::trader, .party = "SG201912345K", .person = "TAN", .office = {}};
  }
  static access::Actor office() {
    return {.role = access::Role::aeo_manager, .party = {}, .person = "AMY", .office = "SGTUS001"};
  }
  static std::string sunshine() {
    return test::read_file(LINTAS_ROOT "/examples/documents/sg-authorised-operator.xml");
  }

  template <class Act>
  std::string act(const access::Actor& actor, const Act& what) {
    return world.ask("SG", actor, workflow::aeo_block, place_of<aut::Act, Act>(), what);
  }
  template <class Act>
  std::string about_list(const access::Actor& actor, const Act& what) {
    return world.ask("SG", actor, workflow::aeo_listed_block, place_of<lst::Act, Act>(), what);
  }
  std::string apply() {
    return act(firm(), aut::BeginApplication{{.reference = reference,
                                              .programme = "STP",
                                              .level = "STP-Plus",
                                              .roles = {aeo::OperatorRole::exporter}}});
  }
  void grant() {
    ASSERT_EQ(apply(), "ok");
    ASSERT_EQ(act(firm(), aut::SubmitApplication{reference}), "ok");
    ASSERT_EQ(act(office(), aut::AcceptApplication{.reference = reference, .basis = "s. 89"}), "ok");
    ASSERT_EQ(act(office(), aut::BeginValidation{.reference = reference, .basis = "s. 89"}), "ok");
    ASSERT_EQ(act(office(), aut::AuthoriseOperator{.reference = reference,
                                                   .code = *aeo::Code::parse("AEOSG123456789012"),
                                                   .level = {},
                                                   .roles = {},
                                                   .from = {},
                                                   .until = {},
                                                   .basis = "s. 90"}),
              "ok");
  }
  std::string agree() { return world.agree(firm(), sunshine()); }
  void list() {
    grant();
    ASSERT_EQ(agree(), "ok");
    world.deliver_all_with_receipts();
  }
  std::string suspend() {
    return act(office(), aut::SuspendAuthorisation{
                             .reference = reference,
                             .ground = aut::Ground::conditions_in_doubt,
                             .reason = "seals were broken twice",
                             .basis = "s. 91",
                             .until = std::chrono::floor<std::chrono::days>(now) + std::chrono::days{30}});
  }
  std::string restore() {
    return act(office(),
               aut::RestoreAuthorisation{.reference = reference, .reason = "repaired", .basis = "s. 91"});
  }
  std::string change_code(std::uint32_t number) {
    return act(office(),
               aut::ChangeCode{.reference = reference,
                               .code = *aeo::Code::parse("AEOSG" + std::to_string(200000000000 + number)),
                               .until = std::chrono::floor<std::chrono::days>(now) + std::chrono::days{30},
                               .reason = {},
                               .basis = "s. 92",
                               .by_mistake = false});
  }
  std::string give_up() {
    return act(firm(), aut::WithdrawAuthorisation{.reference = reference, .reason = {}});
  }
  std::string no_consent() { return about_list(firm(), lst::WithdrawConsent{.reference = reference}); }

  lst::Operator at(const std::string& state) { return world.listed_at(state, reference); }
  Holds holds(const std::string& state) {
    return lst::holds(at(state), *aeo::CodeKey::parse("AEOSG123456789012"), now, now,
                      std::chrono::floor<std::chrono::days>(now));
  }
  bool has_it(const std::string& partner) {
    const auto own = at("SG");
    const auto* told = own.shared.find(*exchange::Partner::parse(partner));
    return told != nullptr && own.shared.is_with(*told);
  }
  template <class Time>
  void pass(Time time) {
    now += time;
    world.set_time(now);
    world.ring();
  }
  void compare_lists() {
    pass(25h);
    world.deliver_lists();
    world.deliver_all_with_receipts();
  }
  /// Between Singapore and Thailand lists go as data from now on, or no more.
  void switch_to_thailand(bool on) {
    const std::string rows =
        "kind,process,from_state,to_state,on,from,until,source\noperators,issue,*,*,yes,2026-01-01,,test\n";
    const std::string off = on ? "" : "operators,issue,SG,TH,no,2026-01-01,,test\n";
    for (const std::string state : {"SG", "MY", "TH"}) {
      world.node(state).setting().change_reference([&](refdata::Tables& tables) {
        tables.document_pairs = refdata::read_document_pairs(rows + off).value();
      });
    }
  }

  Instant now = *parse_instant("2026-03-02T04:00:00Z");
  test::DocumentsWorld world{now, {"MY", "SG", "TH"}};
  lst::Reference reference{.holder = *Tin::parse("SG201912345K"),
                           .number = *aut::ApplicationNumber::parse("A-2026-1")};
};

TEST_F(Lists, AnOperatorIsToldToNobodyBeforeItAgrees) {
  grant();
  EXPECT_EQ(world.on_the_way(), "");
  ASSERT_EQ(agree(), "ok");
  EXPECT_EQ(world.on_the_way(), "AEO.NOTICE>MY AEO.NOTICE>TH");
  EXPECT_FALSE(has_it("MY"));
  world.deliver_all_with_receipts();
  EXPECT_TRUE(has_it("MY"));
  EXPECT_TRUE(has_it("TH"));
  EXPECT_EQ(holds("MY"), Holds::yes);
  EXPECT_EQ(lst::picture_of(at("MY")), lst::picture_of(at("SG")));
}

TEST_F(Lists, WhoAgreesBeforeItIsGrantedIsToldWithTheGrant) {
  ASSERT_EQ(agree(), "R-AEO-029") << "nothing was applied for";
  ASSERT_EQ(apply(), "ok");
  ASSERT_EQ(agree(), "ok");
  EXPECT_EQ(world.on_the_way(), "");
  EXPECT_EQ(at("SG").state, State::agreed);
  ASSERT_EQ(act(firm(), aut::SubmitApplication{reference}), "ok");
  ASSERT_EQ(act(office(), aut::AcceptApplication{.reference = reference, .basis = "s. 89"}), "ok");
  ASSERT_EQ(act(office(), aut::BeginValidation{.reference = reference, .basis = "s. 89"}), "ok");
  EXPECT_EQ(world.on_the_way(), "") << "of an application nobody is told";
  ASSERT_EQ(act(office(), aut::AuthoriseOperator{.reference = reference,
                                                 .code = *aeo::Code::parse("AEOSG123456789012"),
                                                 .level = {},
                                                 .roles = {},
                                                 .from = {},
                                                 .until = {},
                                                 .basis = "s. 90"}),
            "ok");
  EXPECT_EQ(world.on_the_way(), "AEO.NOTICE>MY AEO.NOTICE>TH");
}

/// The fields of aamra.md 3.6, and no more.
TEST_F(Lists, NothingElseLeavesTheState) {
  grant();
  ASSERT_EQ(agree(), "ok");
  ASSERT_EQ(suspend(), "ok");
  ASSERT_EQ(world.way().size(), 4U);
  for (const test::Carried& one : world.way()) {
    const std::string_view text = as_text(one.wire.body);
    EXPECT_TRUE(text.contains("Sunshine Foods Pte Ltd"));
    EXPECT_TRUE(text.contains("STP-Plus"));
    for (const std::string_view word :
         {"seals were broken twice", "conditions_in_doubt", "s. 90", "s. 91", "AMY", "TAN", "SGTUS001"})
      EXPECT_FALSE(text.contains(word)) << word;
  }
}

TEST_F(Lists, ASuspensionGoesWithTheStepThatMakesItAndCountsAtOnce) {
  list();
  pass(30 * 24h);
  world.deliver_all_with_receipts();
  ASSERT_EQ(suspend(), "ok");
  EXPECT_EQ(world.on_the_way(), "AEO.NOTICE>MY AEO.NOTICE>TH");
  const Instant suspended = now;
  pass(2min);
  EXPECT_EQ(holds("MY"), Holds::yes) << "by what is known there";
  world.deliver_all_with_receipts();
  EXPECT_EQ(holds("MY"), Holds::suspended);
  EXPECT_EQ(holds("TH"), Holds::suspended);
  const auto copy = at("MY");
  EXPECT_EQ(lst::as_known(copy, suspended, suspended + 1min)->status, lst::Status::active);
  EXPECT_EQ(lst::as_known(copy, suspended, now)->status, lst::Status::suspended);
  EXPECT_TRUE(has_it("TH"));
  EXPECT_FALSE(at("SG").due);
  ASSERT_EQ(restore(), "ok");
  world.deliver_all_with_receipts();
  EXPECT_EQ(holds("MY"), Holds::yes);
}

/// Fifteen minutes (aamra.md 5.3, inferred).
TEST_F(Lists, WhatIsUrgentAndNotAnsweredIsAnAlarm) {
  list();
  ASSERT_EQ(suspend(), "ok");
  ASSERT_EQ(world.deliver_with_receipt(0), "ok");  // Malaysia is up
  ASSERT_EQ(world.deliver_with_receipt(1), "ok");
  ASSERT_EQ(at("SG").awaited.size(), 1U);
  pass(14min);
  EXPECT_TRUE(lst::overdue(at("SG")).empty());
  pass(1min);
  EXPECT_EQ(lst::overdue(at("SG")), std::vector{*exchange::Partner::parse("TH")});
  EXPECT_EQ(workflow::alarms_of(workflow::aeo_listed_stream, workflow::State::of(at("SG"))),
            std::vector<std::string>{"list: TH has not answered what is urgent"});
  pass(5h);
  EXPECT_EQ(lst::overdue(at("SG")).size(), 1U) << "once, and until it answers";
  world.deliver_all_with_receipts();
  EXPECT_TRUE(lst::overdue(at("SG")).empty());
  EXPECT_EQ(holds("TH"), Holds::suspended);
}

TEST_F(Lists, WhereConsentEndsTheCopiesKeepNoName) {
  list();
  switch_to_thailand(false);
  pass(24h);
  world.deliver_all_with_receipts();
  ASSERT_EQ(no_consent(), "ok");
  EXPECT_EQ(world.on_the_way(), "AEO.NOTICE>MY") << "the one to Thailand goes once lists do again";
  EXPECT_FALSE(as_text(world.way().front().wire.body).contains("Sunshine"));
  EXPECT_FALSE(as_text(world.way().front().wire.body).contains("AEOSG"));
  world.deliver_all_with_receipts();
  EXPECT_EQ(holds("MY"), Holds::not_granted);
  EXPECT_EQ(at("MY").said.back().content.consent, lst::Consent{});
  ASSERT_EQ(suspend(), "ok");
  EXPECT_EQ(world.on_the_way(), "") << "whatever becomes of it at home";
  switch_to_thailand(true);
  compare_lists();
  EXPECT_EQ(holds("TH"), Holds::not_granted);
  ASSERT_EQ(agree(), "ok");
  world.deliver_all_with_receipts();
  EXPECT_EQ(holds("MY"), Holds::suspended);
}

TEST_F(Lists, WhatHasEndedIsToldToWhomItWasTold) {
  switch_to_thailand(false);
  list();
  ASSERT_EQ(give_up(), "ok");
  world.deliver_all_with_receipts();
  EXPECT_EQ(holds("MY"), Holds::withdrawn);
  switch_to_thailand(true);
  for (int day = 0; day < 4; ++day) compare_lists();
  EXPECT_EQ(at("TH").state, State::none) << "it has nothing to recognise there";
}

TEST_F(Lists, R_ASW_102_WhatIsNotSwitchedOnIsNotSentAndIsToldOnceItIs) {
  switch_to_thailand(false);
  list();
  EXPECT_EQ(at("TH").state, State::none);
  pass(48h);
  ASSERT_EQ(suspend(), "ok");
  world.deliver_all_with_receipts();
  switch_to_thailand(true);
  compare_lists();
  EXPECT_EQ(at("TH").state, State::suspended) << "the daily walk finds who was never told";
  EXPECT_TRUE(has_it("TH"));
  compare_lists();
  EXPECT_EQ(world.on_the_way(), "");
}

TEST_F(Lists, WhatWasLostIsHealedWithinADay) {
  grant();
  ASSERT_EQ(agree(), "ok");
  world.lose_all();
  EXPECT_EQ(at("MY").state, State::none);
  compare_lists();
  EXPECT_EQ(holds("MY"), Holds::yes);
  EXPECT_EQ(holds("TH"), Holds::yes);
  ASSERT_EQ(give_up(), "ok");
  world.lose_all();
  compare_lists();
  EXPECT_EQ(holds("MY"), Holds::withdrawn);
  EXPECT_EQ(holds("TH"), Holds::withdrawn);
  EXPECT_TRUE(lst::overdue(at("SG")).empty());
}

TEST_F(Lists, R_AEO_015_NobodySpeaksOfTheListOfAnother) {
  list();
  lst::Letter letter{.reference = reference, .version = 2, .effective = now, .status = lst::Status::revoked};
  letter.content = at("SG").said.back().content;
  const lst::Letter answer{.reference = reference, .version = 1};
  EXPECT_EQ(world.hear_of("TH", "MY", lst::aeo_notice, letter, 1), "R-AEO-015");
  EXPECT_EQ(world.hear_of("SG", "MY", lst::aeo_notice, letter, 1), "R-AEO-015") << "this state's own";
  EXPECT_EQ(world.hear_of("TH", "MY", lst::aeo_ack, answer, 1), "R-AEO-015");
  EXPECT_EQ(holds("TH"), Holds::yes);
}

TEST_F(Lists, AStopCountsWhereWhatTheRecordSaysIsNotTaken) {
  list();
  ASSERT_EQ(suspend(), "ok");
  const test::Carried sent = world.way().front();
  world.lose();
  const std::string damaged = test::with(std::string{as_text(sent.wire.body)}, ">EX<", ">EXP<");
  ASSERT_EQ(world.arrive(sent, as_bytes(damaged)), "ok");
  world.deliver_all_with_receipts();
  EXPECT_EQ(holds("MY"), Holds::suspended);
  EXPECT_EQ(at("SG").shared.find(*exchange::Partner::parse("MY"))->refused_for,
            std::vector<std::string>{"R-AEO-027"})
      << "the programme office sees that";
}

TEST_F(Lists, WhatAPartnerSaysOtherwiseIsToldAgain) {
  list();
  lst::Letter answer{.reference = reference, .version = 1};
  answer.digest = "7KQX2M9A4T0ZB1C6";
  ASSERT_EQ(world.hear_of("SG", "MY", lst::aeo_ack, answer, 0), "ok") << "beside its lane";
  EXPECT_FALSE(has_it("MY"));
  ASSERT_EQ(about_list(office(), lst::TellAgain{.reference = reference, .reason = "Malaysia was restored"}),
            "ok");
  world.deliver_all_with_receipts();
  EXPECT_TRUE(has_it("MY"));
  EXPECT_EQ(at("TH").heard, 2U);
}

TEST_F(Lists, WhoMayWhat) {
  list();
  EXPECT_EQ(about_list(office(), lst::WithdrawConsent{.reference = reference}), "ACC-001")
      << "consent is the operator's";
  EXPECT_EQ(about_list(firm(), lst::TellAgain{.reference = reference, .reason = "asked"}), "ACC-001");
  access::Actor other = firm();
  other.party = "SG201912345X";
  EXPECT_EQ(about_list(other, lst::WithdrawConsent{.reference = reference}), "ACC-002");
  EXPECT_EQ(world.agree(other, sunshine()), "ACC-002");
}

// ---- whatever happens on the way

class OperatorListsUnderFaults : public Lists, public testing::WithParamInterface<std::uint32_t> {
 protected:
  std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>{0, n - 1}(random); }
  void something() {
    switch (below(6)) {
      case 0: (void)agree(); break;
      case 1: (void)no_consent(); break;
      case 2: (void)suspend(); break;
      case 3: (void)restore(); break;
      case 4: (void)change_code(++codes); break;
      default:
        (void)world.agree(firm(), test::with(sunshine(), "12 Tuas", std::to_string(13 + below(3)) + " Tuas"));
        break;
    }
  }
  void carry() {
    for (std::size_t steps = below(8); steps > 0 && !world.way().empty(); --steps) {
      const std::size_t which = below(world.way().size());
      switch (below(6)) {
        case 0: world.lose_all(); break;
        case 1: (void)world.deliver(which, true); break;
        default: (void)world.deliver_with_receipt(which); break;
      }
    }
  }

  std::mt19937 random{GetParam()};
  std::uint32_t codes = 0;
};

TEST_P(OperatorListsUnderFaults, EachCopyEqualsItsSourceAfterATimeOfCalm) {
  grant();
  for (int i = 0; i < 25; ++i) {
    something();
    carry();
    if (below(3) == 0) switch_to_thailand(below(2) == 0);
    if (below(4) == 0) {
      pass(std::chrono::hours{1 + static_cast<int>(below(40))});
      if (below(2) == 0) world.deliver_lists();
    }
  }
  if (below(3) == 0) {
    (void)give_up();
    for (std::size_t days = below(4); days > 0; --days) compare_lists();
  }
  if (below(2) == 0) world.lose_all();
  switch_to_thailand(true);
  for (int day = 0; day < 6; ++day) compare_lists();
  const auto own = at("SG");
  for (const std::string state : {"MY", "TH"}) {
    const auto* told = own.shared.find(*exchange::Partner::parse(state));
    if (told == nullptr) {
      EXPECT_EQ(at(state).state, State::none) << state;
      continue;
    }
    EXPECT_EQ(lst::picture_of(at(state)), lst::picture_of(own)) << state;
    EXPECT_EQ(at(state).heard, own.shared.version) << state;
    EXPECT_TRUE(has_it(state)) << state;
  }
  EXPECT_TRUE(own.awaited.empty());
  EXPECT_EQ(world.on_the_way(), "");
}

INSTANTIATE_TEST_SUITE_P(Seeds, OperatorListsUnderFaults, testing::Range(1U, 31U));

}  // namespace
}  // namespace lintas
