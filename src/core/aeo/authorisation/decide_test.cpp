#include "core/aeo/authorisation/decide.hpp"

#include <array>
#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/machine.hpp"
#include "base/time.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/authorisation/commands.hpp"
#include "core/aeo/authorisation/events.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/authorisation/table.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/law.hpp"
#include "core/aeo/limits.hpp"
#include "core/aeo/programme.hpp"
#include "core/documents/events.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/tin.hpp"
#include "core/refdata/calendar.hpp"
#include "tests/support/field_numbers.hpp"

/// What scenarios do not show: details of findings, and what was granted. The life itself:
/// scenarios_test.cpp.
namespace lintas::aeo::authorisation {
namespace {

class AuthorisationOfAnOperator : public testing::Test {
 protected:
  Context context() {
    return {.at = at,
            .by = *PersonId::parse("OFFICER1"),
            .limits =
                law().programmes.find({.state = known.home, .name = "AEO"}, *parse_day("2026-01-05"))->value,
            .calendar = calendar};
  }

  Known known{.home = *Country::parse("PH"), .shapes = &law().shapes, .barred = {}};
  refdata::Calendar calendar{};
  Instant at = *parse_instant("2026-01-05T04:00:00Z");
  Reference reference{.holder = *Tin::parse("PH201912345"), .number = *ApplicationNumber::parse("1")};
};

TEST_F(AuthorisationOfAnOperator, R_AEO_010_SaysWhatTheProgrammeHas) {
  const BeginApplication begin{{.reference = reference, .programme = "AEO", .level = "L4", .roles = {}}};
  const auto findings = act({}, begin, context(), known).answer.refused_for;
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].rule, "R-AEO-010");
  EXPECT_EQ(findings[0].pointer, "application/level");
  EXPECT_EQ(findings[0].value, "L4");
  EXPECT_EQ(findings[0].detail, "it has: L1, L2, L3");
  EXPECT_EQ(findings[1].pointer, "application/roles");
  EXPECT_EQ(findings[1].detail, "it has: importer, exporter");
}

TEST_F(AuthorisationOfAnOperator, IsGrantedAsAskedUnlessTheOfficeSaysOtherwise) {
  Authorisation authorisation;
  authorisation.state = State::validation;
  authorisation.application = {.reference = reference,
                               .programme = "AEO",
                               .level = "L2",
                               .roles = {OperatorRole::importer, OperatorRole::exporter}};
  AuthoriseOperator grant{.reference = reference,
                          .code = *Code::parse("1234-aeo-l2-567 890123456789"),
                          .level = {},
                          .roles = {},
                          .from = {},
                          .until = {},
                          .basis = "CMO 9-2020"};
  const auto authorised = [&] {
    const Ruling ruling = act(authorisation, grant, context(), known);
    return std::get<Authorised>(static_cast<const Facts&>(ruling.events.at(0).fact));
  };
  EXPECT_EQ(authorised().level, "L2");
  EXPECT_EQ(authorised().roles.size(), 2U);
  EXPECT_EQ(authorised().code.str(), "1234-AEO-L2-567/890123456789")
      << "as it is issued, not as it was typed";
  EXPECT_EQ(authorised().until, std::nullopt) << "the programme does not end an authorisation";
  EXPECT_EQ(authorised().revalidate_on, parse_day("2029-01-05"));
  grant.roles = {OperatorRole::exporter};
  EXPECT_EQ(authorised().roles, std::vector{OperatorRole::exporter});
}

TEST_F(AuthorisationOfAnOperator, R_AEO_014_KeepsEachCodeItEverHadUpToALimit) {
  Authorisation authorisation;
  authorisation.state = State::active;
  authorisation.level = "L2";
  for (std::size_t i = 0; i < aeo::bounds::codes_ever_max; ++i)
    authorisation.codes.push_back({.code = {}, .key = {}, .from = at});
  const ChangeCode change{.reference = reference,
                          .code = *Code::parse("1234-AEO-L2-567/890123456789"),
                          .until = parse_day("2026-02-28"),
                          .reason = {},
                          .basis = "CMO 9-2020"};
  EXPECT_EQ(act(authorisation, change, context(), known).answer.refused_for.at(0).rule, "R-AEO-014");
}

TEST_F(AuthorisationOfAnOperator, ARevocationBars) {
  Authorisation authorisation;
  authorisation.state = State::revalidation;
  const RevokeAuthorisation revoke{.reference = reference,
                                   .ground = Ground::conditions_not_met,
                                   .reason = "accounts",
                                   .basis = "CMO 9-2020",
                                   .second = PersonId::parse("OFFICER2").value()};
  const Ruling ruling = act(authorisation, revoke, context(), known);
  EXPECT_EQ(std::get<Revoked>(static_cast<const Facts&>(ruling.events.at(0).fact)).barred_until,
            *parse_day("2029-01-05"));
}

TEST_F(AuthorisationOfAnOperator, R_AEO_018_EachGroundLeadsWhereTheLawLetsIt) {
  Authorisation authorisation;
  const auto revoked = [&](State state, Ground ground) {
    authorisation.state = state;
    const RevokeAuthorisation revoke{.reference = reference,
                                     .ground = ground,
                                     .reason = "accounts",
                                     .basis = "CMO 9-2020",
                                     .second = PersonId::parse("OFFICER2").value()};
    const Ruling ruling = act(authorisation, revoke, context(), known);
    return ruling.answer.accepted() ? std::string{"revoked"} : ruling.answer.refused_for.front().rule;
  };
  EXPECT_EQ(revoked(State::active, Ground::grave_breach), "revoked");
  EXPECT_EQ(revoked(State::active, Ground::conditions_not_met), "R-AEO-018") << "it may be repaired first";
  EXPECT_EQ(revoked(State::suspended, Ground::grave_breach), "revoked");
  EXPECT_EQ(revoked(State::suspended, Ground::conditions_not_met), "R-AEO-018")
      << "at the operator's wish: no day was set";
  authorisation.until = parse_day("2026-01-05");
  EXPECT_EQ(revoked(State::suspended, Ground::conditions_not_met), "R-AEO-018") << "today it may be repaired";
  authorisation.until = parse_day("2026-01-04");
  EXPECT_EQ(revoked(State::suspended, Ground::conditions_not_met), "revoked");
  EXPECT_EQ(revoked(State::revalidation, Ground::conditions_not_met), "revoked");
  EXPECT_EQ(revoked(State::suspended, Ground::conditions_in_doubt), "R-AEO-018") << "a doubt ends nothing";
  EXPECT_EQ(revoked(State::suspended, Ground::asked_by_holder), "R-AEO-018") << "the holder withdraws itself";
  authorisation.state = State::active;
  const SuspendAuthorisation suspend{.reference = reference,
                                     .ground = Ground::grave_breach,
                                     .reason = "smuggling",
                                     .basis = "CMO 9-2020",
                                     .until = parse_day("2026-02-28")};
  EXPECT_EQ(act(authorisation, suspend, context(), known).answer.refused_for.front().rule, "R-AEO-018");
}

TEST_F(AuthorisationOfAnOperator, R_AEO_016_HasACodeOfTheLevelThatIsGranted) {
  Authorisation authorisation;
  authorisation.state = State::validation;
  authorisation.application = {
      .reference = reference, .programme = "AEO", .level = "L1", .roles = {OperatorRole::exporter}};
  AuthoriseOperator grant{.reference = reference,
                          .code = *Code::parse("1234-AEO-L2-567/890123456789"),
                          .level = {},
                          .roles = {},
                          .from = {},
                          .until = {},
                          .basis = "CMO 9-2020"};
  const auto refused = act(authorisation, grant, context(), known).answer.refused_for;
  ASSERT_EQ(refused.size(), 1U);
  EXPECT_EQ(refused[0].rule, "R-AEO-016");
  EXPECT_EQ(refused[0].detail, "the code says L2, granted: L1");
  grant.code = *Code::parse("1234-AEO-L1-567/890123456789");
  EXPECT_TRUE(act(authorisation, grant, context(), known).answer.accepted());
}

TEST_F(AuthorisationOfAnOperator, R_AEO_010_IsEachRoleOnce) {
  const BeginApplication begin{{.reference = reference,
                                .programme = "AEO",
                                .level = "L1",
                                .roles = {OperatorRole::exporter, OperatorRole::exporter}}};
  EXPECT_EQ(act({}, begin, context(), known).answer.refused_for.front().rule, "R-AEO-010");
}

TEST_F(AuthorisationOfAnOperator, R_AEO_021_IsForNoRoleThatNobodyAskedFor) {
  Authorisation authorisation;
  authorisation.state = State::validation;
  authorisation.application = {
      .reference = reference, .programme = "AEO", .level = "L2", .roles = {OperatorRole::exporter}};
  AuthoriseOperator grant{.reference = reference,
                          .code = *Code::parse("1234-AEO-L2-567/890123456789"),
                          .level = {},
                          .roles = {OperatorRole::importer, OperatorRole::exporter},
                          .from = {},
                          .until = {},
                          .basis = "CMO 9-2020"};
  const auto refused = act(authorisation, grant, context(), known).answer.refused_for;
  ASSERT_EQ(refused.size(), 1U);
  EXPECT_EQ(refused[0].rule, "R-AEO-021");
  EXPECT_EQ(refused[0].value, "importer");
  EXPECT_EQ(refused[0].detail, "asked for: exporter");
  grant.roles = {OperatorRole::exporter};
  EXPECT_TRUE(act(authorisation, grant, context(), known).answer.accepted());
}

TEST_F(AuthorisationOfAnOperator, R_AEO_011_R_AEO_012_HasNoDaysBehindWhatAnybodyLivesToSee) {
  Authorisation authorisation;
  authorisation.state = State::active;
  const ChangeCode change{.reference = reference,
                          .code = *Code::parse("1234-AEO-L2-567/890123456789"),
                          .until = parse_day("9999-12-31"),
                          .reason = {},
                          .basis = "CMO 9-2020"};
  authorisation.level = "L2";
  EXPECT_EQ(act(authorisation, change, context(), known).answer.refused_for.front().rule, "R-AEO-011");
  authorisation.state = State::validation;
  authorisation.application = {
      .reference = reference, .programme = "AEO", .level = "L2", .roles = {OperatorRole::exporter}};
  const AuthoriseOperator grant{.reference = reference,
                                .code = *Code::parse("1234-AEO-L2-567/890123456789"),
                                .level = {},
                                .roles = {},
                                .from = parse_day("9999-12-31"),
                                .until = {},
                                .basis = "CMO 9-2020"};
  EXPECT_EQ(act(authorisation, grant, context(), known).answer.refused_for.front().rule, "R-AEO-012");
}

TEST_F(AuthorisationOfAnOperator, R_AEO_011_SaysWhichDaysMayBeSetWhereOneIsMissing) {
  Authorisation authorisation;
  authorisation.state = State::active;
  authorisation.level = "L2";
  const SuspendAuthorisation suspend{.reference = reference,
                                     .ground = Ground::conditions_in_doubt,
                                     .reason = "the seals",
                                     .basis = "CMO 9-2020",
                                     .until = {}};
  const auto why = [&](const auto& command) {
    const auto findings = act(authorisation, command, context(), known).answer.refused_for;
    EXPECT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings.front().pointer, "until");
    return findings.front().rule + ": " + findings.front().detail;
  };
  EXPECT_EQ(why(suspend), "R-AEO-011: this ground needs one, 2026-01-05 to 2046-01-20");
  const ChangeCode change{.reference = reference,
                          .code = *Code::parse("1234-AEO-L2-567/890123456789"),
                          .until = {},
                          .reason = {},
                          .basis = "CMO 9-2020"};
  EXPECT_EQ(why(change),
            "R-AEO-011: until when the code before holds, for what is on its way with it, 2026-01-05 to "
            "2046-01-20");
}

TEST_F(AuthorisationOfAnOperator, R_AEO_014_KeepsHowOftenItChangesUpToALimit) {
  Authorisation authorisation;
  authorisation.state = State::active;
  authorisation.standings.resize(aeo::bounds::standings_ever_max);
  const BeginRevalidation again{.reference = reference, .reason = {}, .basis = "CMO 9-2020"};
  EXPECT_EQ(act(authorisation, again, context(), known).answer.refused_for.front().rule, "R-AEO-014");
  const SuspendAuthorisation suspend{.reference = reference,
                                     .ground = Ground::conditions_not_met,
                                     .reason = "accounts",
                                     .basis = "CMO 9-2020",
                                     .until = parse_day("2026-02-28")};
  EXPECT_TRUE(act(authorisation, suspend, context(), known).answer.accepted())
      << "benefits stop all the same";
  authorisation.state = State::submitted;
  const ReturnApplication give_back{
      .reference = reference, .reason = "accounts", .until = *parse_day("2026-02-28"), .basis = "CMO 9-2020"};
  EXPECT_EQ(act(authorisation, give_back, context(), known).answer.refused_for.front().rule, "R-AEO-014");
}

TEST_F(AuthorisationOfAnOperator, R_DOC_002_WhatMayBeLeftOutIsOneLineWhereItIsWritten) {
  Authorisation authorisation;
  authorisation.state = State::active;
  const WithdrawAuthorisation withdraw{.reference = reference, .reason = "two\nlines"};
  EXPECT_EQ(act(authorisation, withdraw, context(), known).answer.refused_for.front().rule, "R-DOC-002");
}

TEST_F(AuthorisationOfAnOperator, R_AEO_019_IsEndedByTheOfficeBehindItsLastDayAlone) {
  Authorisation authorisation;
  authorisation.state = State::revalidation;
  const EndAuthorisation end{.reference = reference, .reason = {}, .basis = "CMO 9-2020"};
  const auto told = [&] { return act(authorisation, end, context(), known).answer.refused_for.front(); };
  EXPECT_EQ(told().rule, "R-AEO-019");
  EXPECT_EQ(told().detail, "it has no last day");
  authorisation.valid_until = parse_day("2026-01-05");
  EXPECT_EQ(told().detail, "its last day: 2026-01-05");
  authorisation.valid_until = parse_day("2026-01-04");
  EXPECT_TRUE(act(authorisation, end, context(), known).answer.accepted());
}

TEST_F(AuthorisationOfAnOperator, R_DOC_001_SaysThatItsDayIsOverBeforeTheClockRings) {
  Authorisation authorisation;
  authorisation.state = State::active;
  authorisation.revalidate_on = parse_day("2026-01-03");
  const BeginRevalidation again{.reference = reference, .reason = {}, .basis = "CMO 9-2020"};
  EXPECT_TRUE(act(authorisation, again, context(), known).answer.accepted()) << "that ends nothing";
  authorisation.valid_until = parse_day("2026-01-04");
  const auto findings = act(authorisation, again, context(), known).answer.refused_for;
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "R-DOC-001");
  EXPECT_EQ(
      findings[0].detail,
      "The authorisation is in state \"Active\", and its day was over at 2026-01-05T00:00:00.000Z: that ends "
      "it.");
}

/// aamra.md 5.3: no act is forgotten in any state.
TEST_F(AuthorisationOfAnOperator, R_DOC_001_EachActIsTakenWhereTheTableHasARowAndNowhereElse) {
  const Application asked{
      .reference = reference, .programme = "AEO", .level = "L2", .roles = {OperatorRole::exporter}};
  const std::string words = "words";
  const Code code = *Code::parse("1234-AEO-L2-567/890123456789");
  const auto later = *parse_day("2026-02-28");
  const auto second = PersonId::parse("OFFICER2").value();
  const std::array<std::pair<Trigger, Act>, std::variant_size_v<Act>> acts{{
      {Trigger::begin, BeginApplication{asked}},
      {Trigger::submit, SubmitApplication{reference}},
      {Trigger::accept, AcceptApplication{.reference = reference, .basis = words}},
      {Trigger::give_back,
       ReturnApplication{.reference = reference, .reason = words, .until = later, .basis = words}},
      {Trigger::validate, BeginValidation{.reference = reference, .basis = words}},
      {Trigger::correct,
       RequireCorrection{.reference = reference, .reason = words, .until = later, .basis = words}},
      {Trigger::corrected, RecordCorrection{.reference = reference, .basis = words}},
      {Trigger::refuse, RefuseApplication{.reference = reference, .reason = words, .basis = words}},
      {Trigger::authorise, AuthoriseOperator{.reference = reference,
                                             .code = code,
                                             .level = {},
                                             .roles = {},
                                             .from = {},
                                             .until = {},
                                             .basis = words}},
      {Trigger::suspend, SuspendAuthorisation{.reference = reference,
                                              .ground = Ground::conditions_not_met,
                                              .reason = words,
                                              .basis = words,
                                              .until = later}},
      {Trigger::restore, RestoreAuthorisation{.reference = reference, .reason = words, .basis = words}},
      {Trigger::revoke, RevokeAuthorisation{.reference = reference,
                                            .ground = Ground::grave_breach,
                                            .reason = words,
                                            .basis = words,
                                            .second = second}},
      {Trigger::withdraw, WithdrawAuthorisation{.reference = reference, .reason = {}}},
      {Trigger::revalidate, BeginRevalidation{.reference = reference, .reason = {}, .basis = words}},
      {Trigger::pass, PassRevalidation{.reference = reference, .until = {}, .basis = words}},
      {Trigger::change_code,
       ChangeCode{.reference = reference, .code = code, .until = later, .reason = {}, .basis = words}},
      {Trigger::end, EndAuthorisation{.reference = reference, .reason = {}, .basis = words}},
  }};
  std::size_t taken = 0;
  for (const auto& facts : Machine::states) {
    Authorisation authorisation;
    authorisation.state = facts.state;
    authorisation.application = asked;
    authorisation.level = "L2";
    for (const auto& [trigger, one] : acts) {
      if (trigger == Trigger::end) {  // its last day passed while it was looked at anew
        authorisation.valid_until = parse_day("2026-01-04");
        authorisation.since = at;
      }
      const Ruling ruling =
          std::visit([&](const auto& command) { return act(authorisation, command, context(), known); }, one);
      const std::string_view about = Machine::triggers[std::to_underlying(trigger)].words();
      if (machine::has_row<Machine>(facts.state, trigger)) {
        EXPECT_TRUE(ruling.answer.accepted()) << facts.id << about;
        ++taken;
      } else {
        ASSERT_EQ(ruling.answer.refused_for.size(), 1U) << facts.id << about;
        EXPECT_EQ(ruling.answer.refused_for[0].rule, "R-DOC-001") << facts.id << about;
      }
    }
  }
  EXPECT_EQ(taken, 36U) << "as aamra.md 5.3 has them, and what may be taken back besides";
}

TEST(AuthorisationRecords, KeepTheFieldNumbersOfTheCommittedList) {
  const auto differences = test::compare_with_committed<
      Reference, Bar, Application, BeginApplication, SubmitApplication, AcceptApplication, ReturnApplication,
      BeginValidation, RequireCorrection, RecordCorrection, RefuseApplication, AuthoriseOperator,
      SuspendAuthorisation, RestoreAuthorisation, RevokeAuthorisation, WithdrawAuthorisation,
      BeginRevalidation, PassRevalidation, ChangeCode, EndAuthorisation, Begun, Submitted, Barred, Accepted,
      Returned, ValidationBegun, CorrectionRequired, Corrected, Refused, Authorised, Suspended, Restored,
      Revoked, Withdrawn, RevalidationBegun, Passed, CodeChanged, Ended>("aeo.", LINTAS_ROOT);
  std::string lines;
  for (const auto& line : differences.not_listed) lines += line + '\n';
  EXPECT_EQ(lines, "") << "add these lines to data/field-numbers.csv";
  EXPECT_EQ(differences.not_in_the_code, std::vector<std::string>{}) << "a field is never removed or changed";
}

}  // namespace
}  // namespace lintas::aeo::authorisation
