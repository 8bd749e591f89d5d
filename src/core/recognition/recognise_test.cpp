#include "core/recognition/recognise.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/law.hpp"
#include "core/aeo/listed/staleness.hpp"
#include "core/aeo/programme.hpp"
#include "core/model/values/country.hpp"
#include "core/recognition/known.hpp"
#include "core/recognition/table.hpp"
#include "core/recognition/terms.hpp"

/// What a decision says, and what it rests on. Which decision comes of what: tests/scenarios/recognition.
namespace lintas::recognition {
namespace {

using aeo::authorisation::Holds;

const Country indonesia = *Country::parse("ID");
const Books books{.pairs = built_in(), .law = aeo::law(), .version = "0123456789ab"};
const When today{.at = *parse_instant("2026-11-30T04:00:00Z"), .day = *parse_day("2026-11-30")};

Known malaysian() {
  return {.state = *Country::parse("MY"),
          .list = List{.as_of = *parse_instant("2026-11-30T02:00:00Z"), .stale = {}},
          .entry = Entry{.code = "MY12345H100001",
                         .given = *parse_day("2024-03-01"),
                         .programme = "AEO",
                         .level = {},
                         .roles = {aeo::OperatorRole::exporter},
                         .holds = Holds::yes,
                         .since = *parse_instant("2024-03-01T02:00:00Z"),
                         .known_since = *parse_instant("2026-11-01T02:00:00Z"),
                         .authorised = *parse_day("2024-03-01"),
                         .version = 17}};
}
Case import() {
  return {.code = "my12345 h100001",
          .role = aeo::OperatorRole::exporter,
          .loading = "MYPKG",
          .procedure = "BC 2.0",
          .fields = {{.name = "facility_code", .value = "451"},
                     {.name = "authorisation_date", .value = "2024-03-01"}}};
}
Decision decided(const Known& known, const Case& asked) {
  return recognise(books, indonesia, known, asked, today);
}
std::string said(const Decision& decision, Question question) {
  for (const Line& line : decision.lines)
    if (line.question == question) return line.words;
  return {};
}

TEST(Recognition, IsExplainedLineByLine) {
  const Decision decision = decided(malaysian(), import());
  EXPECT_EQ(decision.outcome, Outcome::applied);
  std::string text;
  for (const Line& line : decision.lines) {
    text.append(word_of(line.question))
        .append(": ")
        .append(word_of(line.reply))
        .append(". ")
        .append(line.words) += '\n';
  }
  EXPECT_EQ(text,
            "pair: yes. ID honours operators of MY since 2024-10-01.\n"
            "code: yes. It is read as MY12345H100001; it is written with other blanks, small letters.\n"
            "list: yes. It is in MY's list as of 2026-11-30T02:00:00.000Z.\n"
            "age: yes. The list is as new as it has to be.\n"
            "status: yes. Its operator has benefits at home since 2024-03-01T02:00:00.000Z.\n"
            "programme: yes. ID honours AEO.\n"
            "role: yes. It takes part as exporter.\n"
            "loading: yes. Loaded in MYPKG.\n"
            "procedure: yes. Under BC 2.0.\n"
            "fields: yes. Declared besides the code: facility_code, authorisation_date.\n");
}

TEST(Recognition, NamesWhatItRestsOn) {
  const Decision decision = decided(malaysian(), import());
  EXPECT_EQ(decision.code, "MY12345H100001");
  EXPECT_EQ(decision.grounds.table, "0123456789ab");
  EXPECT_EQ(decision.grounds.period->from, *parse_day("2024-10-01"));
  EXPECT_EQ(decision.grounds.list, malaysian().list);
  EXPECT_EQ(decision.grounds.known_since, malaysian().entry->known_since);
  EXPECT_EQ(decision.grounds.version, 17U);
  EXPECT_EQ(decision.grounds.at, today.at);
}

TEST(Recognition, R_AEO_003_KnowsNobodyByWhatCameIntoTheListLater) {
  Known known = malaysian();
  known.entry->known_since = today.at + std::chrono::milliseconds{1};
  const Decision decision = decided(known, import());
  EXPECT_EQ(decision.outcome, Outcome::refused);
  EXPECT_EQ(decision.findings().front().rule, "R-AEO-003");
  EXPECT_EQ(said(decision, Question::status), "The list does not have the code.");
  EXPECT_EQ(decision.grounds.known_since, std::nullopt);
}

TEST(Recognition, R_AEO_044_LooksIntoNoListThatCameLater) {
  Known known = malaysian();
  known.list->as_of = today.at + std::chrono::milliseconds{1};
  const Decision decision = decided(known, import());
  EXPECT_EQ(decision.outcome, Outcome::refused);
  EXPECT_EQ(decision.findings().front().rule, "R-AEO-044");
  EXPECT_EQ(decision.grounds.list, std::nullopt);
}

TEST(Recognition, R_AEO_045_GivesNothingOnAnOldListWhereItsRuleSaysSo) {
  Known known = malaysian();
  known.list->stale = aeo::listed::StalePolicy::use_as_known;
  const Decision kept = decided(known, import());
  EXPECT_EQ(kept.outcome, Outcome::applied) << "Indonesia degrades";
  EXPECT_EQ(in_words(kept.applied()), "priority");
  known.list->stale = aeo::listed::StalePolicy::no_benefit;
  const Decision stopped = decided(known, import());
  EXPECT_EQ(stopped.outcome, Outcome::refused);
  EXPECT_EQ(stopped.findings().front().rule, "R-AEO-045");
  EXPECT_EQ(said(stopped, Question::age),
            "The list of MY is old: as of 2026-11-30T02:00:00.000Z. ID gives nothing on it.");
}

TEST(Recognition, TellsEverythingThatIsWrongAtOnce) {
  Case wrong = import();
  wrong.procedure = {};
  wrong.fields.clear();
  Known known = malaysian();
  known.entry->holds = Holds::suspended;
  const Decision decision = decided(known, wrong);
  std::string rules;
  for (const Finding& one : decision.findings()) rules.append(one.rule).append(" ");
  EXPECT_EQ(rules, "R-AEO-004 R-AEO-050 R-AEO-051 ");
  EXPECT_EQ(said(decision, Question::status),
            "At home its operator is suspended since 2024-03-01T02:00:00.000Z.");
  EXPECT_EQ(said(decision, Question::fields),
            "facility_code is missing; declare it as 451. authorisation_date is missing.");
}

TEST(Recognition, SaysWhatACodeLooksLikeAndTakesNoOther) {
  Case wrong = import();
  wrong.code = "MY12345H1OOOO1";
  const Decision decision = decided(malaysian(), wrong);
  EXPECT_EQ(decision.findings().front().rule, "R-AEO-002");
  EXPECT_TRUE(said(decision, Question::code).starts_with("It looks like MY12345H100001"))
      << said(decision, Question::code);
  EXPECT_EQ(decision.code, std::nullopt);
}

TEST(Recognition, NeverTellsTheDayOfACertificate) {
  Case wrong = import();
  wrong.fields[1].value = "2024-03-02";
  const Decision decision = decided(malaysian(), wrong);
  EXPECT_EQ(said(decision, Question::fields),
            "authorisation_date is declared as 2024-03-02; the certificate has something else.");
}

TEST(Recognition, SaysFromWhenOnAPairIsLive) {
  const When before{.at = *parse_instant("2024-09-30T04:00:00Z"), .day = *parse_day("2024-09-30")};
  Known known = malaysian();
  known.list->as_of = before.at;
  known.entry->known_since = before.at;
  const Decision decision = recognise(books, indonesia, known, import(), before);
  EXPECT_EQ(decision.outcome, Outcome::not_applied);
  EXPECT_EQ(
      said(decision, Question::pair),
      "ID tries it out with operators of MY since 2023-12-01: it is decided, and nothing is given. It is "
      "live from 2024-10-01 on.");
  EXPECT_EQ(decision.applied(), Effect{});
  EXPECT_EQ(in_words(decision.decided), "score x 0.8, priority");
}

TEST(Recognition, TellsNobodyWhatLevelAnOperatorHas) {
  Known known = malaysian();
  known.state = *Country::parse("PH");
  known.entry->code = "1234-AEO-L3-567/890123456789";
  known.entry->level = "L3";
  Case asked = import();
  asked.code = known.entry->code;
  const Decision decision = decided(known, asked);
  EXPECT_EQ(said(decision, Question::programme),
            "ID honours AEO, of level L2, and the operator is of another level.");
}

}  // namespace
}  // namespace lintas::recognition
