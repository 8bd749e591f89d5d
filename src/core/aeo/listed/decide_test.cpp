#include "core/aeo/listed/decide.hpp"

#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string>

#include "base/time.hpp"
#include "core/aeo/limits.hpp"
#include "core/aeo/listed/commands.hpp"
#include "core/aeo/listed/events.hpp"
#include "core/aeo/listed/evolve.hpp"
#include "core/aeo/listed/letter.hpp"
#include "core/aeo/listed/messages.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/aeo/listed/state.hpp"
#include "core/aeo/listed/table.hpp"
#include "core/model/values/tin.hpp"
#include "tests/support/documents_stage.hpp"
#include "tests/support/field_numbers.hpp"

namespace lintas::aeo::listed {
namespace {

using namespace std::chrono_literals;

class OperatorInAList : public testing::Test {
 protected:
  static Letter letter(std::uint32_t version, Status status) {
    return {.reference = Reference{.holder = *Tin::parse("SG201912345K"), .number = {}},
            .version = version,
            .effective = *parse_instant("2026-01-05T04:00:00Z"),
            .status = status,
            .content = Content{}};
  }
  std::string hear(const Letter& letter) {
    const Ruling ruling = notice(copy, letter, now);
    for (const Event& event : ruling.events) copy = evolve(copy, event);
    return test::outcome_of<Machine>(ruling, name_of);
  }

  Operator copy;
  Instant now = *parse_instant("2026-03-05T04:00:00Z");
};

TEST_F(OperatorInAList, IsNotHeldFromAnInstantThatIsStillToCome) {
  Letter later = letter(1, Status::active);
  later.effective = now + 1h;  // the clock of that node is ahead
  hear(later);
  EXPECT_EQ(copy.said.front().from, now);
  EXPECT_EQ(copy.said.front().known, now);
}

TEST_F(OperatorInAList, IsKeptSoOftenAndThenStopsAlone) {
  copy.said.resize(bounds::said_ever_max, Said{.version = 1, .from = now, .known = now, .content = {}});
  copy.state = State::active;
  copy.heard = 1;
  EXPECT_EQ(hear(letter(2, Status::active)), "ACTIVE sends AEO.ACK");
  EXPECT_EQ(copy.said.size(), bounds::said_ever_max) << "R-AEO-024";
  EXPECT_EQ(hear(letter(3, Status::suspended)), "SUSPENDED sends AEO.ACK");
  EXPECT_EQ(copy.said.size(), bounds::said_ever_max + 1);
  EXPECT_EQ(hear(letter(4, Status::active)), "SUSPENDED sends AEO.ACK");
  EXPECT_EQ(hear(letter(5, Status::revoked)), "REVOKED sends AEO.ACK");
  EXPECT_EQ(hear(letter(6, Status::unlisted)), "UNLISTED sends AEO.ACK");
  EXPECT_EQ(hear(letter(7, Status::active)), "UNLISTED sends AEO.ACK");
  EXPECT_EQ(copy.said.size(), bounds::said_ever_max + 3);
}

TEST_F(OperatorInAList, HasAnOldVersionAlready) {
  hear(letter(3, Status::suspended));
  EXPECT_EQ(hear(letter(2, Status::active)), "SUSPENDED sends AEO.ACK");
  EXPECT_EQ(copy.heard, 3U);
}

TEST_F(OperatorInAList, IsAskedForConsentNoOftenerThanIsKept) {
  Operator one;
  one.said.resize(bounds::said_ever_max);
  const GiveConsent command{.reference = {}, .document = {}, .print = {}};
  const Context context{.at = now, .by = {}, .today = day_of(now, {})};
  EXPECT_EQ(test::outcome_of<Machine>(act(one, command, std::nullopt, context)), "R-AEO-024");
}

TEST_F(OperatorInAList, IsToldAgainForAReason) {
  const Context context{.at = now, .by = {}, .today = day_of(now, {})};
  EXPECT_EQ(test::outcome_of<Machine>(act(copy, TellAgain{.reference = {}, .reason = ""}, context)),
            "R-DOC-002");
}

/// A stop is told from when it was made, also where the notice of it was lost and something else was said
/// meanwhile.
TEST_F(OperatorInAList, IsSuspendedSinceItWas) {
  Operator one;
  one.state = State::suspended;
  one.said = {
      {.version = 1, .from = now, .known = now, .status = Status::active, .content = {}},
      {.version = 2, .from = now + 1h, .known = now + 1h, .status = Status::suspended, .content = {}},
      {.version = 3, .from = now + 2h, .known = now + 2h, .status = Status::suspended, .content = {}}};
  one.shared.version = 3;
  EXPECT_EQ(letter_of(one).version, 3U);
  EXPECT_EQ(letter_of(one).effective, now + 1h);
}

TEST_F(OperatorInAList, IsBroughtInAsItsStatePublishesIt) {
  const Context context{.at = now, .by = {}, .today = day_of(now, {})};
  BringIn command{
      .reference = *letter(1, Status::active).reference,
      .effective = now - 48h,
      .grant =
          {.programme = "AEO", .level = {}, .roles = {}, .authorised = {}, .valid_from = {}, .codes = {}},
      .consent = {}};
  const auto bring = [&] {
    const Ruling ruling = act(copy, command, context);
    for (const Event& event : ruling.events) copy = evolve(copy, event);
    return test::outcome_of<Machine>(ruling, name_of);
  };
  EXPECT_EQ(bring(), "ACTIVE");
  EXPECT_EQ(copy.said.back().from, now - 48h);
  EXPECT_EQ(copy.said.back().known, now) << "and nobody knew it before";
  EXPECT_EQ(bring(), "nothing") << "the same file again";
  command.status = Status::suspended;
  EXPECT_EQ(bring(), "SUSPENDED") << "from when it was active";
  command.effective = now - 24h;
  EXPECT_EQ(bring(), "SUSPENDED") << "the instant is corrected";
  EXPECT_EQ(copy.said.back().from, now - 24h);
  EXPECT_EQ(bring(), "nothing");
  command.effective = now - 73h;
  EXPECT_EQ(bring(), "nothing") << "as it stands since";
  command.status = Status::active;
  EXPECT_EQ(bring(), "R-AEO-033") << "what was brought in is of later";
  command.effective = now + 1h;
  EXPECT_EQ(bring(), "R-AEO-033") << "nobody knows what will be";
  command.effective.reset();
  EXPECT_EQ(bring(), "ACTIVE");
  command.status = Status::revoked;
  EXPECT_EQ(bring(), "REVOKED");
  command.status = Status::active;
  EXPECT_EQ(bring(), "R-AEO-025");
  EXPECT_EQ(copy.heard, 0U);
  EXPECT_EQ(hear(letter(1, Status::revoked)), "REVOKED sends AEO.ACK") << "its node has the last word";
}

TEST_F(OperatorInAList, AnAnswerToWhatWasNeverToldEndsNoClock) {
  const exchange::Partner malaysia = *exchange::Partner::parse("MY");
  Operator one;
  one.state = State::suspended;
  one.shared.version = 2;
  one.shared.tell(malaysia, 2);
  one.awaited = {{.partner = malaysia, .version = 2, .since = now}};
  const auto answers = [&](std::uint32_t version) {
    const Letter letter{.reference = {}, .version = version};
    for (const Event& event : acknowledge(one, malaysia, letter, now).events) one = evolve(one, event);
    return one.awaited.size();
  };
  EXPECT_EQ(answers(3), 1U);
  EXPECT_EQ(answers(1), 1U);
  EXPECT_EQ(answers(2), 0U);
}

TEST_F(OperatorInAList, WhatIsBroughtInOfTheSameDayIsBehindWhatWasBefore) {
  const Context context{.at = now, .by = {}, .today = day_of(now, {})};
  BringIn command{
      .reference = *letter(1, Status::active).reference,
      .effective = {},
      .grant =
          {.programme = "AEO", .level = {}, .roles = {}, .authorised = {}, .valid_from = {}, .codes = {}},
      .consent = {}};
  for (const Event& event : act(copy, command, context).events) copy = evolve(copy, event);
  command.status = Status::suspended;
  command.effective = now - 4h;  // its day
  for (const Event& event : act(copy, command, context).events) copy = evolve(copy, event);
  EXPECT_EQ(copy.state, State::suspended);
  EXPECT_EQ(copy.said.back().from, now);
}

TEST_F(OperatorInAList, WhatWasBroughtInEndsNothingForItsState) {
  const Context context{.at = now, .by = {}, .today = day_of(now, {})};
  const BringIn wrong{
      .reference = *letter(1, Status::active).reference,
      .status = Status::revoked,
      .effective = {},
      .grant =
          {.programme = "AEO", .level = {}, .roles = {}, .authorised = {}, .valid_from = {}, .codes = {}},
      .consent = {}};
  for (const Event& event : act(copy, wrong, context).events) copy = evolve(copy, event);
  ASSERT_EQ(copy.state, State::revoked);
  EXPECT_EQ(hear(letter(1, Status::active)), "ACTIVE sends AEO.ACK");
  EXPECT_EQ(hear(letter(2, Status::revoked)), "REVOKED sends AEO.ACK");
  EXPECT_EQ(hear(letter(3, Status::active)), "REVOKED sends AEO.ACK") << "R-AEO-025: its state has ended it";
}

TEST(RecordsOfLists, KeepTheFieldNumbersOfTheCommittedList) {
  const auto differences =
      test::compare_with_committed<Letter, GiveConsent, WithdrawConsent, TellAgain, BringIn, BroughtIn,
                                   Consented, ConsentWithdrawn, Published, Told, Acknowledged, Unanswered,
                                   ToldAgain, Notified, NotTaken, ListedCode, Grant, Consent, Content,
                                   Extract, Missing>("aeo_listed.", LINTAS_ROOT);
  std::string lines;
  for (const auto& row : differences.not_listed) lines += row + '\n';
  EXPECT_EQ(lines, "") << "append these to data/field-numbers.csv";
  lines.clear();
  for (const auto& row : differences.not_in_the_code) lines += row + '\n';
  EXPECT_EQ(lines, "") << "these are in no event or command any more";
}

}  // namespace
}  // namespace lintas::aeo::listed
