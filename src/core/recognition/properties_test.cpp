#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/decimal.hpp"
#include "base/time.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/law.hpp"
#include "core/aeo/listed/staleness.hpp"
#include "core/aeo/programme.hpp"
#include "core/model/values/country.hpp"
#include "core/recognition/known.hpp"
#include "core/recognition/recognise.hpp"
#include "core/recognition/table.hpp"
#include "core/recognition/terms.hpp"
#include "tests/support/random.hpp"

/// Laws of every decision, over histories of pairs, operators and cases that nobody thought of.
namespace lintas::recognition {
namespace {

using aeo::authorisation::Holds;
using test::Random;

constexpr std::uint64_t seeds = 2000;
constexpr std::array holds{Holds::yes,     Holds::not_granted, Holds::not_yet, Holds::suspended,
                           Holds::revoked, Holds::withdrawn,   Holds::expired, Holds::code_replaced};

constexpr std::array stale_policies{aeo::listed::StalePolicy::use_as_known,
                                    aeo::listed::StalePolicy::no_benefit};

struct Drawn {
  Table table;
  Country by;
  Known known;
  Case asked;
  When when;
};

const Pair pair{.by = *Country::parse("ID"), .of = *Country::parse("MY")};
const Day first_day = *parse_day("2024-01-01");

Terms terms_in(Random& random) {
  Terms terms;
  terms.programme = "AEO";
  terms.roles = {aeo::OperatorRole::exporter};
  if (random.chance(50)) terms.roles.push_back(aeo::OperatorRole::carrier);
  if (random.chance(30)) terms.loading.any_partner = true;
  if (random.chance(30)) terms.procedures = {"BC2.0"};
  if (random.chance(30)) terms.required = {"facility_code"};
  terms.effect = {.score_factor = Decimal::of(random.between(1, 10), 1),
                  .lane = Lane::yellow,
                  .random_factor = Decimal::of(random.between(1, 10), 1),
                  .priority = random.chance(50)};
  terms.stale = random.pick(std::array{Stale::keep, Stale::degrade, Stale::stop});
  return terms;
}

/// A walk through the table of states, a period of some weeks each.
Table history_in(Random& random) {
  constexpr std::array states{State::comparing, State::validating, State::pilot,
                              State::live,      State::suspended,  State::ended};
  std::vector<Table::Row> rows;
  Day day = first_day;
  std::optional<State> before;
  for (int i = 0; i < 12; ++i) {
    State next = random.pick(states);
    while (before ? !may_follow(*before, next) : !may_begin(next)) next = random.pick(states);
    const Day until = day + std::chrono::days{random.between(1, 60)};
    rows.push_back({.key = pair,
                    .from = day,
                    .until = until,
                    .value = {.state = next,
                              .terms = has_terms(next) ? terms_in(random) : Terms{},
                              .notice = needs_notice(next) ? std::optional{day} : std::nullopt,
                              .evidence = Evidence::sample},
                    .source = "drawn"});
    before = next;
    day = until;
  }
  return Table::of(std::move(rows)).value();
}

Drawn drawn(std::uint64_t seed) {
  Random random{seed};
  Drawn made{.table = history_in(random), .by = pair.by, .known = {}, .asked = {}, .when = {}};
  made.when.day = first_day + std::chrono::days{random.between(-30, 400)};
  made.when.at = std::chrono::time_point_cast<Instant::duration>(made.when.day) + std::chrono::hours{3};
  made.known.state = pair.of;
  if (!random.one_in(8)) {
    made.known.list = List{.as_of = made.when.at - std::chrono::hours{random.between(0, 48)}};
    if (random.chance(20)) made.known.list->stale = random.pick(stale_policies);
    if (!random.one_in(8)) {
      made.known.entry = Entry{.code = "MY12345H100001",
                               .given = first_day,
                               .programme = random.one_in(8) ? "OTHER" : "AEO",
                               .level = {},
                               .roles = {aeo::OperatorRole::exporter},
                               .holds = random.chance(70) ? Holds::yes : random.pick(holds),
                               .since = made.when.at,
                               .known_since = made.when.at - std::chrono::hours{random.between(0, 10'000)},
                               .authorised = first_day};
    }
  }
  made.asked = {.code = random.pick(std::array<std::string, 4>{"MY12345H100001", "my12345 h100001",
                                                               "MY12345H1O0001", "MY99999H100001"}),
                .role = random.chance(80) ? aeo::OperatorRole::exporter : aeo::OperatorRole::carrier,
                .loading = random.pick(std::array<std::string, 3>{"MYPKG", "CNSHA", ""}),
                .procedure = random.chance(70) ? "BC 2.0" : "",
                .fields = {}};
  if (random.chance(70)) made.asked.fields.push_back({.name = "facility_code", .value = "451"});
  return made;
}
/// The same question on another day, with a list that is as old then: what is known moves with the clock.
void move_to(Drawn& one, Day day) {
  const auto by = day - one.when.day;
  one.when.day = day;
  one.when.at += by;
  if (one.known.list) one.known.list->as_of += by;
  if (!one.known.entry) return;
  one.known.entry->known_since += by;
  if (one.known.entry->since) *one.known.entry->since += by;
}
Decision decided(const Drawn& one) {
  const Books books{.pairs = one.table, .law = aeo::law(), .version = "drawn"};
  return recognise(books, one.by, one.known, one.asked, one.when);
}
std::optional<State> state_of(const Drawn& one) {
  const auto* row = one.table.find(pair, one.when.day);
  return row == nullptr ? std::nullopt : std::optional{row->value.state};
}

TEST(EveryRecognition, IsAppliedOnlyWhereThePairIsLiveAndTheOperatorHasBenefits) {
  std::size_t applied = 0;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    const Drawn one = drawn(seed);
    const Decision decision = decided(one);
    if (decision.outcome != Outcome::applied) {
      EXPECT_EQ(decision.applied(), Effect{});
      continue;
    }
    ++applied;
    EXPECT_EQ(state_of(one), State::live);
    EXPECT_EQ(one.known.entry->holds, Holds::yes);
    EXPECT_TRUE(decision.findings().empty());
    EXPECT_EQ(decision.code, "MY12345H100001");
  }
  EXPECT_GT(applied, 5U) << "or the law says nothing";
}

TEST(EveryRecognition, ChangesNothingInAPilot) {
  std::size_t pilots = 0;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    const Drawn one = drawn(seed);
    if (state_of(one) != State::pilot) continue;
    const Decision decision = decided(one);
    EXPECT_NE(decision.outcome, Outcome::applied);
    const std::array given{decision.applied()};
    EXPECT_EQ(score_after(50, given), 50U);
    EXPECT_EQ(given[0], Effect{});
    if (decision.outcome == Outcome::not_applied) ++pilots;
  }
  EXPECT_GT(pilots, 5U) << "or the law says nothing";
}

TEST(EveryRecognition, IsInAPilotDecidedAsItWillBeWhenItIsLive) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    Drawn one = drawn(seed);
    if (state_of(one) != State::pilot) continue;
    const Decision tried = decided(one);
    auto row = *one.table.find(pair, one.when.day);
    row.value.state = State::live;
    one.table = Table::of({row}).value();
    const Decision real = decided(one);
    EXPECT_EQ(tried.outcome == Outcome::not_applied, real.outcome == Outcome::applied);
    EXPECT_EQ(tried.decided, real.decided);
    EXPECT_EQ(tried.findings(), real.findings());
  }
}

TEST(EveryRecognition, DependsOnItsInputsAlone) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    const Decision once = decided(drawn(seed));
    const Decision again = decided(drawn(seed));
    EXPECT_EQ(once.outcome, again.outcome);
    EXPECT_EQ(once.lines, again.lines);
    EXPECT_EQ(once.decided, again.decided);
  }
}

TEST(EveryRecognition, IsRefusedBeforeAnythingIsWrittenDown) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    Drawn one = drawn(seed);
    move_to(one, first_day - std::chrono::days{1});
    const Decision decision = decided(one);
    EXPECT_EQ(decision.outcome, Outcome::refused);
    EXPECT_EQ(decision.findings().front().rule, "R-AEO-040");
  }
}

TEST(EveryRecognition, IsNotAppliedBeforeTheSwitchOn) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    Drawn one = drawn(seed);
    Random random{seed};
    // The table of the program: pilot, and live from 1 October 2024 on.
    one.table = built_in();
    move_to(one, *parse_day("2024-10-01") - std::chrono::days{random.between(1, 500)});
    EXPECT_NE(decided(one).outcome, Outcome::applied);
  }
}

TEST(EveryRecognition, CountsNothingThatWasKnownLater) {
  std::size_t lost = 0;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    Drawn one = drawn(seed);
    Random random{seed};
    const auto later = one.when.at + std::chrono::milliseconds{random.between(1, 1'000'000'000)};
    if (!one.known.entry) continue;
    if (decided(one).outcome != Outcome::refused) ++lost;
    one.known.entry->known_since = later;
    Drawn other = one;
    other.known.entry.reset();
    EXPECT_EQ(decided(one).outcome, Outcome::refused);
    EXPECT_EQ(decided(one).lines, decided(other).lines) << "as of a code that is in no list";
    one.known.list->as_of = later;
    other.known.list.reset();
    EXPECT_EQ(decided(one).lines, decided(other).lines) << "as where no list is";
  }
  EXPECT_GT(lost, 5U) << "or the law says nothing";
}

TEST(EveryRecognition, IsWorthNoMoreOnAnOldList) {
  std::size_t less = 0;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    Drawn one = drawn(seed);
    if (!one.known.list) continue;
    one.known.list->stale.reset();
    const Decision fresh = decided(one);
    one.known.list->stale = aeo::listed::StalePolicy::use_as_known;
    const Decision old = decided(one);
    one.known.list->stale = aeo::listed::StalePolicy::no_benefit;
    const Decision stopped = decided(one);
    EXPECT_TRUE(old.outcome == Outcome::refused || old.outcome == fresh.outcome);
    EXPECT_EQ(stopped.outcome, Outcome::refused);
    EXPECT_EQ(stopped.decided, Effect{});
    const std::array both{fresh.decided, old.decided};
    EXPECT_EQ(together(both), fresh.decided);
    if (old.decided != fresh.decided) ++less;
  }
  EXPECT_GT(less, 5U) << "or the law says nothing";
}

TEST(EveryRecognition, IsTheSameHoweverLongTheOperatorWasKnown) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    Drawn one = drawn(seed);
    Random random{seed};
    if (!one.known.entry) continue;
    const Decision before = decided(one);
    one.known.entry->known_since -= std::chrono::milliseconds{random.between(1, 1'000'000'000)};
    EXPECT_EQ(decided(one).lines, before.lines);
    EXPECT_EQ(decided(one).decided, before.decided);
  }
}

TEST(EveryRecognition, AnswersEveryQuestionOnceAndExplainsEachRefusal) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    const Decision decision = decided(drawn(seed));
    ASSERT_EQ(decision.lines.size(), question_words.size());
    for (std::size_t i = 0; i < question_words.size(); ++i) {
      EXPECT_EQ(decision.lines[i].question, question_words[i].value);
      EXPECT_FALSE(decision.lines[i].words.empty());
      EXPECT_EQ(decision.lines[i].finding.has_value(), decision.lines[i].reply == Reply::no);
    }
    EXPECT_EQ(decision.findings().empty(), decision.outcome != Outcome::refused);
  }
}

}  // namespace
}  // namespace lintas::recognition
