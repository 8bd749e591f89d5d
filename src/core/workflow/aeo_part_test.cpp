#include "core/workflow/aeo_part.hpp"

#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/aeo/authorisation/commands.hpp"
#include "core/aeo/authorisation/events.hpp"
#include "core/aeo/authorisation/evolve.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/authorisation/table.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/programme.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/tin.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/seed/seed.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/office_number.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "tests/support/field_numbers.hpp"

/// Authorised operators on the loop. What the machine says stands in core/aeo.
namespace lintas::workflow {
namespace {

namespace aut = aeo::authorisation;
using access::Relation;
using access::Role;

constexpr std::string_view code = "AEOSG123456789012";

aut::Reference reference(std::string_view holder = "SG201912345K") {
  return {.holder = Tin::parse(holder).value(), .number = aut::ApplicationNumber::parse("A-2026-1").value()};
}

Setting in_singapore() {
  static const refdata::Snapshot data = seed::reference(Country::parse("SG").value());
  return {.home = Country::parse("SG").value(), .reference = &data};
}

const CommandEntry& entry(std::string_view name) {
  for (const CommandEntry& one : aeo_part().commands)
    if (one.name == name) return one;
  ADD_FAILURE() << name;
  return aeo_part().commands.front();
}

const access::Actor officer{
    .role = Role::aeo_manager, .party = {}, .person = "OFFICER1", .office = "SGTUS001"};
const access::Actor firm{.role = Role::trader, .party = "SG201912345K", .person = "P1", .office = {}};

class AuthorisedOperators : public testing::Test {
 protected:
  template <class Act>
  static Command command(std::string_view name, const Act& act, access::Actor actor = officer) {
    Command made;
    made.type = entry(name).type;
    made.at = *parse_instant("2026-01-05T04:00:00Z");
    made.actor = std::move(actor);
    made.content = to_cbor(act);
    return made;
  }
  static aut::BeginApplication application(std::string_view holder = "SG201912345K",
                                           std::string programme = "STP") {
    return {{.reference = reference(holder),
             .programme = std::move(programme),
             .level = "STP-Plus",
             .roles = {aeo::OperatorRole::exporter}}};
  }
  /// Its events move the state, as the loop does it.
  std::string_view play(const Command& asked, std::string_view name) {
    std::vector<StreamView> slots;
    for (const Slot& one : entry(name).locate(asked, in_singapore()).slots) {
      if (slots.empty()) {
        slots.push_back({.id = StreamId{7}, .kind = aeo_stream, .state = &state});
      } else if (one.kind == aeo_holder_stream) {
        slots.push_back({.id = StreamId{8}, .kind = aeo_holder_stream, .state = &holder});
      } else if (std::get<Key>(one.by) == aeo_granted_key(reference().holder, "STP")) {
        slots.push_back({.id = granted_id, .kind = aeo_stream, .state = &granted});
      } else {
        slots.push_back({.id = owner_id, .kind = aeo_stream, .state = &owner});
      }
    }
    last = entry(name).decide(asked, {.slots = slots, .asks = {}}, in_singapore());
    for (const NewEvent& event : last.events) {
      const Happened happened{
          .stream = {}, .version = 1, .type = event.type, .at = asked.at, .body = event.body};
      State& moved = event.slot == 0 ? state : holder;
      moved = aeo_part().kinds[event.slot].evolve(moved, happened);
    }
    return last.answer.accepted() ? std::string_view{"accepted"}
                                  : std::string_view{last.answer.refused_for.front().rule};
  }
  template <class Act>
  std::string_view play(std::string_view name, const Act& act) {
    return play(command(name, act), name);
  }
  void grant() {
    EXPECT_EQ(play("aeo.begin", application()), "accepted");
    EXPECT_EQ(play("aeo.submit", aut::SubmitApplication{reference()}), "accepted");
    EXPECT_EQ(play("aeo.accept", aut::AcceptApplication{.reference = reference(), .basis = "s. 6"}),
              "accepted");
    EXPECT_EQ(play("aeo.validate", aut::BeginValidation{.reference = reference(), .basis = "s. 6"}),
              "accepted");
    EXPECT_EQ(play("aeo.authorise", authorisation()), "accepted");
  }
  static aut::AuthoriseOperator authorisation() {
    return {
        .reference = reference(), .code = *aeo::Code::parse(code), .level = {}, .roles = {}, .basis = "s. 7"};
  }
  static aut::RevokeAuthorisation revocation() {
    return {.reference = reference(),
            .ground = aut::Ground::grave_breach,
            .reason = "smuggling",
            .basis = "s. 9",
            .second = PersonId::parse("OFFICER2").value()};
  }

  State state = State::of(aut::Authorisation{});
  State holder = State::of(AeoHolder{});
  State owner = State::of(aut::Authorisation{});  ///< who has the code that an act gives
  StreamId owner_id = StreamId::none;
  State granted = State::of(aut::Authorisation{});  ///< to the operator, last
  StreamId granted_id = StreamId::none;
  Outcome last;
};

TEST(AeoPart, HasACommandForEachAct) {
  std::set<CommandType> types;
  for (const CommandEntry& one : aeo_part().commands) types.insert(one.type);
  for (std::size_t i = 0; i < std::variant_size_v<aut::Act>; ++i)
    EXPECT_TRUE(types.contains(command_in(aeo_block, i))) << i;
  EXPECT_NE(aeo_key(reference()), aeo_key(reference("SG201912346K")));
}

TEST(AeoPart, KeepsTheFieldNumbersOfTheCommittedList) {
  const auto differences = test::compare_with_committed<AeoReply, HolderBarred>("aeo_part.", LINTAS_ROOT);
  EXPECT_EQ(differences.not_listed, std::vector<std::string>{});
  EXPECT_EQ(differences.not_in_the_code, std::vector<std::string>{});
}

TEST_F(AuthorisedOperators, AreGrantedACodeThatIsClaimed) {
  grant();
  ASSERT_EQ(last.keys.size(), 2U);
  EXPECT_EQ(last.keys[0].key, aeo_code_key(*Country::parse("SG"), *aeo::CodeKey::parse(code)));
  EXPECT_EQ(last.keys[0].slot, 0U);
  const auto reply = from_cbor<AeoReply>(last.reply).value();
  EXPECT_EQ(reply.state, "ACTIVE");
  EXPECT_EQ(reply.code, code);
  EXPECT_EQ(reply.reference, reference());
}

TEST_F(AuthorisedOperators, R_AEO_005_HaveNoCodeOfOthers) {
  owner_id = StreamId{9};
  EXPECT_EQ(play("aeo.begin", application()), "accepted");
  EXPECT_EQ(play("aeo.submit", aut::SubmitApplication{reference()}), "accepted");
  EXPECT_EQ(play("aeo.accept", aut::AcceptApplication{.reference = reference(), .basis = "s. 6"}),
            "accepted");
  EXPECT_EQ(play("aeo.validate", aut::BeginValidation{.reference = reference(), .basis = "s. 6"}),
            "accepted");
  EXPECT_EQ(play("aeo.authorise", authorisation()), "R-AEO-005");
  owner_id = StreamId{7};
  EXPECT_EQ(play("aeo.authorise", authorisation()), "accepted") << "its own of before";
  EXPECT_EQ(last.keys.size(), 1U) << "that is no code's";
}

TEST_F(AuthorisedOperators, R_AEO_005_HaveTheirOwnCodeAgainOnceTheOneOfBeforeEnded) {
  EXPECT_EQ(play("aeo.begin", application()), "accepted");
  EXPECT_EQ(play("aeo.submit", aut::SubmitApplication{reference()}), "accepted");
  EXPECT_EQ(play("aeo.accept", aut::AcceptApplication{.reference = reference(), .basis = "s. 6"}),
            "accepted");
  EXPECT_EQ(play("aeo.validate", aut::BeginValidation{.reference = reference(), .basis = "s. 6"}),
            "accepted");
  owner_id = StreamId{9};
  aut::Authorisation before;
  before.application.reference = reference("SG201912346K");
  before.state = aut::State::withdrawn;
  before.codes = {{.code = *aeo::Code::parse(code),
                   .key = *aeo::CodeKey::parse(code),
                   .from = *parse_instant("2024-01-05T04:00:00Z")}};
  owner = State::of(before);
  EXPECT_EQ(play("aeo.authorise", authorisation()), "R-AEO-005") << "of another operator";
  before.application.reference = reference();
  before.application.reference.number = *aut::ApplicationNumber::parse("A-2024-1");
  before.state = aut::State::suspended;
  owner = State::of(before);
  EXPECT_EQ(play("aeo.authorise", authorisation()), "R-AEO-005") << "it has not ended";
  before.state = aut::State::withdrawn;
  owner = State::of(before);
  EXPECT_EQ(play("aeo.authorise", authorisation()), "accepted");
  ASSERT_EQ(last.keys.size(), 3U) << "the code leads to the new one from now on";
  EXPECT_FALSE(last.keys[0].slot);
  EXPECT_EQ(last.keys[1].slot, 0U);
  EXPECT_EQ(state.as<aut::Authorisation>().codes.front().had_before, before.application.reference);
}

TEST_F(AuthorisedOperators, R_AEO_005_HaveACodeThatAnotherWasGivenByMistake) {
  grant();
  const aut::ChangeCode slip{.reference = reference(),
                             .code = *aeo::Code::parse("AEOSG123456789021"),
                             .until = {},
                             .reason = "two digits exchanged",
                             .basis = "s. 7",
                             .by_mistake = true};
  EXPECT_EQ(play("aeo.change_code", slip), "accepted");
  ASSERT_EQ(last.keys.size(), 1U);
  const auto key = *aeo::CodeKey::parse(code);
  const auto& first = state.as<aut::Authorisation>();
  EXPECT_EQ(first.codes.front().until, first.codes.back().from) << "at once";
  EXPECT_TRUE(aut::lets_go(first, key, Tin::parse("SG201912346K").value()));
  EXPECT_FALSE(aut::lets_go(first, first.codes.back().key, Tin::parse("SG201912346K").value()));
  owner = state;
  owner_id = StreamId{9};
  state = State::of(aut::Authorisation{});
  grant();
  EXPECT_EQ(state.as<aut::Authorisation>().codes.front().had_before, reference());
}

TEST_F(AuthorisedOperators, R_AEO_020_HaveOneAuthorisationUnderAProgramme) {
  EXPECT_EQ(play("aeo.begin", application()), "accepted");
  EXPECT_EQ(play("aeo.submit", aut::SubmitApplication{reference()}), "accepted");
  EXPECT_EQ(play("aeo.accept", aut::AcceptApplication{.reference = reference(), .basis = "s. 6"}),
            "accepted");
  EXPECT_EQ(play("aeo.validate", aut::BeginValidation{.reference = reference(), .basis = "s. 6"}),
            "accepted");
  aut::Authorisation other;
  other.application.reference = reference();
  other.application.reference.number = *aut::ApplicationNumber::parse("A-2024-1");
  granted_id = StreamId{9};
  for (const aut::State live : {aut::State::active, aut::State::suspended, aut::State::revalidation}) {
    other.state = live;
    granted = State::of(other);
    EXPECT_EQ(play("aeo.authorise", authorisation()), "R-AEO-020");
  }
  EXPECT_EQ(last.answer.refused_for.front().value, "SG201912345K, A-2024-1");
  other.state = aut::State::expired;
  granted = State::of(other);
  EXPECT_EQ(play("aeo.authorise", authorisation()), "accepted");
  ASSERT_EQ(last.keys.size(), 3U) << "the code, and what it is asked by next time";
  EXPECT_EQ(last.keys[2].key, aeo_granted_key(reference().holder, "STP"));
}

TEST_F(AuthorisedOperators, R_AEO_010_ApplyUnderAProgrammeOfTheState) {
  EXPECT_EQ(play("aeo.begin", application("SG201912345K", "AEO")), "R-AEO-010");
  EXPECT_EQ(last.answer.refused_for.front().detail, "it has: STP");
}

TEST_F(AuthorisedOperators, R_AEO_015_ApplyInTheirOwnState) {
  EXPECT_EQ(play("aeo.begin", application("MY201912345")), "R-AEO-015");
}

TEST_F(AuthorisedOperators, ThatWereRevokedApplyAnewOnlyBehindTheirBar) {
  grant();
  EXPECT_EQ(play("aeo.revoke", revocation()), "accepted");
  EXPECT_EQ(holder.as<AeoHolder>().barred->until, *parse_day("2029-01-05"));
  EXPECT_EQ(holder.as<AeoHolder>().barred->revoked, reference());
  EXPECT_EQ(from_cbor<AeoReply>(last.reply)->barred_until, parse_day("2029-01-05"));
  state = State::of(aut::Authorisation{});
  EXPECT_EQ(play("aeo.begin", application()), "accepted");
  EXPECT_EQ(play("aeo.submit", aut::SubmitApplication{reference()}), "accepted");
  EXPECT_EQ(state.as<aut::Authorisation>().state, aut::State::refused);
  EXPECT_EQ(from_cbor<AeoReply>(last.reply)->barred_until, parse_day("2029-01-05")) << "the end is told";
}

TEST_F(AuthorisedOperators, R_AEO_017_ThatAreBarredMeanwhileAreNotAuthorised) {
  EXPECT_EQ(play("aeo.begin", application()), "accepted");
  EXPECT_EQ(play("aeo.submit", aut::SubmitApplication{reference()}), "accepted");
  EXPECT_EQ(play("aeo.accept", aut::AcceptApplication{.reference = reference(), .basis = "s. 6"}),
            "accepted");
  EXPECT_EQ(play("aeo.validate", aut::BeginValidation{.reference = reference(), .basis = "s. 6"}),
            "accepted");
  holder = State::of(
      AeoHolder{.barred = aut::Bar{.until = *parse_day("2029-01-05"), .revoked = reference("SG201912345K")}});
  EXPECT_EQ(play("aeo.authorise", authorisation()), "R-AEO-017");
}

TEST_F(AuthorisedOperators, AreAskedForByTheFirmAndDecidedOnByTheProgrammeOffice) {
  const auto may = [&](std::string_view name, const Command& asked) {
    return !access::denied(aeo_part().grants, asked.actor, std::to_underlying(asked.type),
                           entry(name).relations(asked, {}, in_singapore()));
  };
  EXPECT_TRUE(may("aeo.begin", command("aeo.begin", application(), firm)));
  EXPECT_FALSE(may("aeo.begin", command("aeo.begin", application("SG201912346K"), firm)));
  EXPECT_FALSE(may("aeo.begin", command("aeo.begin", application(), officer)));
  EXPECT_TRUE(may("aeo.authorise", command("aeo.authorise", authorisation(), officer)));
  EXPECT_FALSE(may("aeo.authorise", command("aeo.authorise", authorisation(), firm)));
  access::Actor abroad = officer;
  abroad.office = "MYJHB001";
  EXPECT_FALSE(may("aeo.authorise", command("aeo.authorise", authorisation(), abroad)));
  EXPECT_TRUE(
      may("aeo.withdraw",
          command("aeo.withdraw", aut::WithdrawAuthorisation{.reference = reference(), .reason = ""}, firm)));
}

TEST_F(AuthorisedOperators, AreReadByThemselvesAndTheProgrammeOfficeADraftByThemselvesAlone) {
  const auto reads = [&](const access::Actor& actor) {
    const auto relations = aeo_part().kinds[0].relations(state, actor, in_singapore());
    return relations.has(Relation::own) || relations.has(Relation::office);
  };
  EXPECT_FALSE(reads(firm));
  EXPECT_EQ(play("aeo.begin", application()), "accepted");
  EXPECT_TRUE(reads(firm));
  EXPECT_FALSE(reads(officer));
  const State draft = state;
  const aut::WithdrawAuthorisation withdraw{.reference = reference(), .reason = "we wait for the merger"};
  EXPECT_EQ(play("aeo.withdraw", withdraw), "accepted");
  const access::Actor auditor{.role = Role::auditor, .party = {}, .person = "AUD", .office = {}};
  EXPECT_FALSE(reads(officer)) << "it never was submitted";
  EXPECT_FALSE(reads(auditor));
  EXPECT_TRUE(reads(firm));
  state = draft;
  EXPECT_EQ(play("aeo.submit", aut::SubmitApplication{reference()}), "accepted");
  EXPECT_TRUE(reads(officer));
  EXPECT_EQ(play("aeo.withdraw", withdraw), "accepted");
  EXPECT_TRUE(reads(officer)) << "it was submitted";
  EXPECT_TRUE(reads(auditor));
  access::Actor other = firm;
  other.party = "SG201912346K";
  EXPECT_FALSE(reads(other));
}

TEST_F(AuthorisedOperators, StandInTheListsOfTheirHolderAndOfWhoeverReadsAll) {
  EXPECT_EQ(play("aeo.begin", application()), "accepted");
  const Summary summary = aeo_part().kinds[0].summary(state);
  EXPECT_TRUE(summary.open);
  EXPECT_EQ(summary.ref, "SG201912345K, A-2026-1");
  EXPECT_EQ(summary.concerned, (std::vector<std::string>{"", "SG201912345K"}));
  EXPECT_TRUE(summary.due.has_value());
}

TEST_F(AuthorisedOperators, StandInTheListsOfEachCodeThatTheyEverHadAndOfWhatIsTakenForIt) {
  aut::Authorisation one;
  one.state = aut::State::revoked;
  one.application.reference = reference();
  one.codes = {{.code = {}, .key = *aeo::CodeKey::parse("AEOSG123456789012"), .from = {}},
               {.code = {}, .key = *aeo::CodeKey::parse("AEOSG123456789013"), .from = {}}};
  EXPECT_EQ(aeo_part().kinds[0].summary(State::of(one)).concerned,
            (std::vector<std::string>{"", "SG201912345K", "code AEOSG123456789012", "like AE05G123456789012",
                                      "code AEOSG123456789013", "like AE05G123456789013"}));
}

TEST_F(AuthorisedOperators, AreOpenAtTheProgrammeOfficeFromWhenTheyAreSubmitted) {
  const KindEntry& kind = aeo_part().kinds[0];
  EXPECT_EQ(play("aeo.begin", application()), "accepted");
  EXPECT_EQ(kind.summary(state).office, 0) << "a draft is nobody's work";
  EXPECT_EQ(play("aeo.submit", aut::SubmitApplication{reference()}), "accepted");
  EXPECT_EQ(kind.summary(state).office, programme_office_number);
}

TEST_F(AuthorisedOperators, AStatusTellsWhereTheOfficeMayHaveToAct) {
  const KindEntry& kind = aeo_part().kinds[0];
  const auto may_call = [&](aut::State one) { return kind.may_call(static_cast<std::uint16_t>(one)); };
  aut::Authorisation any;
  any.application.reference = reference();
  for (const auto& facts : aut::Machine::states) {
    any.state = facts.state;
    const bool by_turn = !kind.calls_for(State::of(any), {}, in_singapore()).empty();
    EXPECT_TRUE(may_call(facts.state) || !by_turn) << facts.id;
  }
  EXPECT_TRUE(may_call(aut::State::suspended)) << "once the day to repair is over";
  EXPECT_FALSE(may_call(aut::State::active)) << "most of what there is";
  EXPECT_FALSE(may_call(aut::State::returned)) << "the operator's turn";
}

TEST_F(AuthorisedOperators, AClockEndsWhatNobodySubmits) {
  EXPECT_EQ(play("aeo.begin", application()), "accepted");
  Command clock;
  clock.at = *state.as<aut::Authorisation>().due;
  const StreamView slot{.id = StreamId{7}, .kind = aeo_stream, .state = &state};
  const Outcome outcome = aeo_part().kinds[0].time_passed(clock, {.slots = {&slot, 1}}, in_singapore());
  ASSERT_EQ(outcome.events.size(), 1U);
  const auto event = from_cbor<aut::Event>(outcome.events[0].body).value();
  EXPECT_EQ(event.next, aut::State::ended);
}

TEST_F(AuthorisedOperators, WaitForTheOfficeWhereItIsItsTurnOrAClockSaysSo) {
  const auto calls = [&] {
    std::string names;
    for (const CommandType type : aeo_part().kinds[0].calls_for(state, {}, in_singapore())) {
      for (const CommandEntry& one : aeo_part().commands)
        if (one.type == type) names.append(names.empty() ? "" : " ").append(one.name);
    }
    return names;
  };
  EXPECT_EQ(play("aeo.begin", application()), "accepted");
  EXPECT_EQ(calls(), "") << "the operator's";
  EXPECT_EQ(play("aeo.submit", aut::SubmitApplication{reference()}), "accepted");
  EXPECT_EQ(calls(), "aeo.accept aeo.return");
  aut::Authorisation one;
  one.state = aut::State::active;
  state = State::of(one);
  EXPECT_EQ(calls(), "") << "what it may do at any time";
  one.state = aut::State::suspended;
  state = State::of(one);
  EXPECT_EQ(calls(), "") << "there is time to repair";
  one.alarm = aut::Alarm::repair_over;
  state = State::of(one);
  EXPECT_EQ(calls(), "aeo.restore");
  one.state = aut::State::revalidation;
  one.alarm.reset();
  state = State::of(one);
  EXPECT_EQ(calls(), "aeo.pass");
}

TEST_F(AuthorisedOperators, BreakALawWhereTheyHaveNoCode) {
  aut::Authorisation broken;
  broken.state = aut::State::active;
  const State before = State::of(aut::Authorisation{});
  const State after = State::of(broken);
  const Change change{.kind = aeo_stream, .before = &before, .after = &after};
  EXPECT_TRUE(aeo_part().violated({.changes = {&change, 1}, .is_whole = true}));
  grant();
  const Change good{.kind = aeo_stream, .before = &before, .after = &state};
  EXPECT_FALSE(aeo_part().violated({.changes = {&good, 1}, .is_whole = true}));
}

}  // namespace
}  // namespace lintas::workflow
