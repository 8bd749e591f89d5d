#include "core/awsc/exporter/decide.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/awsc/exporter.hpp"
#include "core/awsc/exporter/commands.hpp"
#include "core/awsc/exporter/events.hpp"
#include "core/awsc/exporter/evolve.hpp"
#include "core/awsc/exporter/state.hpp"
#include "core/awsc/exporter/table.hpp"
#include "core/awsc/letter.hpp"
#include "core/awsc/limits.hpp"
#include "core/awsc/messages.hpp"
#include "core/exchange/partner.hpp"
#include "core/exchange/shared_record.hpp"
#include "core/model/values/country.hpp"
#include "tests/support/documents_stage.hpp"

namespace lintas::awsc::exporter_side {
namespace {

/// A maker of gloves in the register of Malaysia.
class RecordOfACertifiedExporter : public testing::Test {
 protected:
  static Hash256 name(int number) {
    Hash256 print;
    print.bytes[1] = static_cast<std::byte>(number % 256);
    print.bytes[2] = static_cast<std::byte>(number / 256);
    return print;
  }
  Record content() {
    return {.reference = reference,
            .holder = "MY201101012345",
            .valid_from = *parse_day("2026-01-05"),
            .valid_until = *parse_day("2028-01-04"),
            .products = {{.number = 1, .description = "Examination gloves", .code = "401512", .criteria = {}},
                         {.number = 2, .description = "Household gloves", .code = "401519", .criteria = {}}},
            .signatories = {name(1), name(2)},
            .document = {}};
  }
  std::string play(const Ruling& ruling) {
    for (const Event& event : ruling.events) {
      EXPECT_EQ(from_cbor<Event>(to_cbor(event)).value(), event);  // what is stored is what happened
      exporter = evolve(exporter, event);
    }
    return test::outcome_of<Machine>(ruling, name_of);
  }
  Context context() {
    return {.at = at,
            .by = PersonId::parse("OFFICER1").value(),
            .form_of_codes = form,
            .of_another_state = of_another_state};
  }
  std::string record(Record said) {
    return play(act(exporter, RecordExporter{.content = std::move(said)}, context()));
  }
  std::string suspend(std::string reason = "conditions not met") {
    return play(
        act(exporter, SuspendExporter{.reference = reference, .reason = std::move(reason)}, context()));
  }
  std::string resume() {
    return play(act(exporter, ResumeExporter{.reference = reference, .reason = "mended"}, context()));
  }
  std::string withdraw(std::string reason = "false declarations") {
    return play(
        act(exporter, WithdrawExporter{.reference = reference, .reason = std::move(reason)}, context()));
  }
  static Instant day(std::string_view text) { return *parse_instant(std::string{text} + "T04:00:00Z"); }
  std::string listed(std::string_view on) {
    const auto extract = as_of(exporter, day(on));
    if (!extract) return "no record";
    std::string text{Machine::states[std::to_underlying(extract->standing.state)].id};
    for (const Product& product : extract->products) text += " " + product.code;
    return text + " " + std::to_string(extract->signatories.size());
  }

  ExporterReference reference{.state = *Country::parse("MY"), .code = *AuthorisationCode::parse("0217/MY07")};
  std::string form = "9999/XXXX";
  Instant at = day("2026-01-05");
  bool of_another_state = false;
  Exporter exporter;
};

TEST_F(RecordOfACertifiedExporter, IsWrittenSuspendedResumedAndWithdrawn) {
  EXPECT_EQ(suspend(), "R-DOC-001");
  EXPECT_EQ(record(content()), "VALID");
  EXPECT_EQ(resume(), "R-DOC-001");
  EXPECT_EQ(suspend(), "SUSPENDED");
  EXPECT_EQ(suspend(), "R-DOC-001");
  EXPECT_EQ(resume(), "VALID");
  EXPECT_EQ(withdraw(), "WITHDRAWN");
  EXPECT_EQ(record(content()), "R-DOC-001") << "who is certified again has another code";
  EXPECT_EQ(withdraw(), "R-DOC-001");
}

TEST_F(RecordOfACertifiedExporter, ThatIsSuspendedIsWithdrawnToo) {
  EXPECT_EQ(record(content()), "VALID");
  EXPECT_EQ(suspend(), "SUSPENDED");
  EXPECT_EQ(withdraw(), "WITHDRAWN");
}

TEST_F(RecordOfACertifiedExporter, WrittenAnewStaysSuspended) {
  EXPECT_EQ(record(content()), "VALID");
  EXPECT_EQ(suspend(), "SUSPENDED");
  auto more = content();
  more.valid_until = *parse_day("2029-01-04");
  EXPECT_EQ(record(more), "SUSPENDED");
  EXPECT_EQ(exporter.content.valid_until, *parse_day("2029-01-04"));
}

TEST_F(RecordOfACertifiedExporter, WrittenTheSameChangesNothing) {
  EXPECT_EQ(record(content()), "VALID");
  const Exporter before = exporter;
  at += std::chrono::hours{24};
  auto again = content();
  again.document.bytes[0] = std::byte{4};  // in another message
  EXPECT_EQ(record(again), "VALID");
  EXPECT_EQ(exporter.standings, before.standings);
  EXPECT_EQ(exporter.products, before.products);
  EXPECT_EQ(exporter.signatories, before.signatories);
  EXPECT_EQ(exporter.content.document, again.document);
}

TEST_F(RecordOfACertifiedExporter, IsNotStoppedWithoutAReason) {
  EXPECT_EQ(record(content()), "VALID");
  EXPECT_EQ(suspend(""), "R-DOC-002");
  EXPECT_EQ(withdraw(""), "R-DOC-002");
}

TEST_F(RecordOfACertifiedExporter, SaysWhatItSaidAtAnyInstant) {
  EXPECT_EQ(record(content()), "VALID");
  at = day("2026-03-01");
  auto changed = content();
  changed.products.pop_back();  // household gloves
  changed.products.push_back(
      {.number = 3, .description = "Surgical gloves", .code = "40151210", .criteria = {}});
  changed.signatories = {name(2)};
  EXPECT_EQ(record(changed), "VALID");
  at = day("2026-05-01");
  EXPECT_EQ(suspend(), "SUSPENDED");
  at = day("2026-06-01");
  EXPECT_EQ(resume(), "VALID");
  at = day("2026-07-01");
  EXPECT_EQ(record(content()), "VALID");  // as it was at first
  at = day("2026-09-01");
  EXPECT_EQ(withdraw(), "WITHDRAWN");

  EXPECT_EQ(listed("2026-01-04"), "no record");
  EXPECT_EQ(listed("2026-01-05"), "VALID 401512 401519 2");
  EXPECT_EQ(listed("2026-02-28"), "VALID 401512 401519 2");
  EXPECT_EQ(listed("2026-03-01"), "VALID 401512 40151210 1");
  EXPECT_EQ(listed("2026-05-31"), "SUSPENDED 401512 40151210 1");
  EXPECT_EQ(listed("2026-06-30"), "VALID 401512 40151210 1");
  EXPECT_EQ(listed("2026-07-01"), "VALID 401512 401519 2");
  EXPECT_EQ(listed("2027-01-01"), "WITHDRAWN 401512 401519 2");
}

TEST_F(RecordOfACertifiedExporter, OfAnotherStateCountsFromItsFirstDayWhenItIsBroughtIn) {
  of_another_state = true;
  at = day("2026-10-01");
  EXPECT_EQ(record(content()), "VALID");
  EXPECT_EQ(listed("2026-01-04"), "no record");
  EXPECT_EQ(listed("2026-01-05"), "VALID 401512 401519 2");
  // What changes later changed when it was brought in.
  at = day("2026-11-01");
  auto fewer = content();
  fewer.products.pop_back();
  EXPECT_EQ(record(fewer), "VALID");
  EXPECT_EQ(listed("2026-10-31"), "VALID 401512 401519 2");
  EXPECT_EQ(listed("2026-11-01"), "VALID 401512 2");
}

TEST_F(RecordOfACertifiedExporter, R_OD_016_OfAnotherStateCountsFromAnInstantThatIsKnown) {
  const auto suspended_from = [&](std::string_view from) {
    return play(act(exporter,
                    SuspendExporter{.reference = reference, .reason = "not met", .effective = day(from)},
                    context()));
  };
  const auto recorded_from = [&](std::string_view from) {
    return play(act(exporter, RecordExporter{.content = content(), .effective = day(from)}, context()));
  };
  at = day("2026-10-01");
  EXPECT_EQ(recorded_from("2026-09-01"), "R-OD-016") << "this state's own says it from now on";
  of_another_state = true;
  EXPECT_EQ(recorded_from("2026-10-02"), "R-OD-016") << "not yet to come";
  EXPECT_EQ(recorded_from("2026-01-04"), "R-OD-016") << "before its first day";
  EXPECT_EQ(recorded_from("2026-03-01"), "VALID");
  EXPECT_EQ(listed("2026-02-28"), "no record");
  EXPECT_EQ(suspended_from("2026-02-28"), "R-OD-016") << "the register did not have it yet";
  EXPECT_EQ(suspended_from("2026-10-02"), "R-OD-016");
  EXPECT_EQ(suspended_from("2026-04-01"), "SUSPENDED");
  EXPECT_EQ(listed("2026-03-31"), "VALID 401512 401519 2");
  EXPECT_EQ(listed("2026-04-01"), "SUSPENDED 401512 401519 2");
}

TEST_F(RecordOfACertifiedExporter, WithItsProductsNumberedAnewHasTheSameProducts) {
  EXPECT_EQ(record(content()), "VALID");
  auto again = content();
  for (Product& product : again.products) product.number += 100;
  at += std::chrono::hours{24};
  EXPECT_EQ(record(again), "VALID");
  ASSERT_EQ(exporter.products.size(), 2U) << "a record is not used up by its numbers";
  EXPECT_EQ(exporter.products[0].product.number, 101U);
  EXPECT_EQ(exporter.products[0].span.from, day("2026-01-05"));
  again.products[0].criteria = {"CTH"};
  EXPECT_EQ(record(again), "VALID");
  EXPECT_EQ(exporter.products.size(), 3U) << "under another criterion it is listed anew";
}

TEST_F(RecordOfACertifiedExporter, OfAnotherStateThatBeginsLaterIsInTheRegisterBefore) {
  of_another_state = true;
  at = day("2026-01-02");
  EXPECT_EQ(record(content()), "VALID");
  EXPECT_EQ(listed("2026-01-02"), "VALID 401512 401519 2");
  EXPECT_FALSE(as_of(exporter, at).value().holds_on(*parse_day("2026-01-04")));
}

TEST_F(RecordOfACertifiedExporter, HoldsOnItsDaysAlone) {
  EXPECT_EQ(record(content()), "VALID");
  const auto extract = as_of(exporter, at).value();
  EXPECT_FALSE(extract.holds_on(*parse_day("2026-01-04")));
  EXPECT_TRUE(extract.holds_on(*parse_day("2026-01-05")));
  EXPECT_TRUE(extract.holds_on(*parse_day("2028-01-04")));
  EXPECT_FALSE(extract.holds_on(*parse_day("2028-01-05")));
  EXPECT_EQ(suspend(), "SUSPENDED");
  EXPECT_FALSE(as_of(exporter, at).value().holds_on(*parse_day("2026-06-01")));
}

TEST_F(RecordOfACertifiedExporter, R_OD_011_has_a_code_of_the_form_that_its_state_gives) {
  reference.code = *AuthorisationCode::parse("217-MY07");
  EXPECT_EQ(record(content()), "R-OD-011");
  form = "";
  EXPECT_EQ(record(content()), "VALID");
  form = "9999/XXXX";  // of another day: what stands keeps its code
  auto more = content();
  more.holder = "MY201101012346";
  EXPECT_EQ(record(more), "VALID");
}

TEST_F(RecordOfACertifiedExporter, R_OD_015_keeps_all_that_it_ever_said_up_to_a_limit) {
  EXPECT_EQ(record(content()), "VALID");
  for (std::size_t i = 0; exporter.products.size() + 999 <= bounds::products_ever_max; ++i) {
    auto other = content();
    other.products.clear();
    for (std::uint32_t number = 1; number <= 999; ++number) {
      other.products.push_back({.number = number,
                                .description = std::to_string(i) + " " + std::to_string(number),
                                .code = "401512",
                                .criteria = {}});
    }
    at += std::chrono::hours{24};
    ASSERT_EQ(record(other), "VALID");
  }
  auto last = content();
  last.products.clear();
  for (std::uint32_t number = 1; number <= 999; ++number)
    last.products.push_back({.number = number,
                             .description = "last " + std::to_string(number),
                             .code = "401512",
                             .criteria = {}});
  EXPECT_EQ(record(last), "R-OD-015");
  EXPECT_EQ(withdraw(), "WITHDRAWN");
}

// ---- between the nodes (docs/adr/0044)

/// The record as its source tells it, and as another state's node takes it.
class RecordBetweenTheNodes : public RecordOfACertifiedExporter {
 protected:
  Letter told(std::uint32_t version, Status status = Status::certified) {
    Letter letter{.reference = reference, .version = version};
    letter.effective = at;
    letter.status = status;
    letter.content = content();
    letter.content->holder.clear();
    return letter;
  }
  std::string hear(const Letter& letter) {
    const auto ruling = notice(exporter, letter, at);
    EXPECT_EQ(ruling.events.size(), 1U) << "each is answered";
    std::string outcome = play(ruling);
    EXPECT_TRUE(outcome.ends_with(answered)) << outcome;
    outcome.resize(outcome.size() - std::min(outcome.size(), answered.size()));
    const auto& fact = static_cast<const Facts&>(ruling.events.front().fact);
    const auto* stopped = std::get_if<Notified>(&fact);
    if (stopped != nullptr && !stopped->faults.empty()) return outcome + " " + stopped->faults.front().rule;
    const auto* refused = std::get_if<NotTaken>(&fact);
    if (refused == nullptr) return outcome;
    return refused->faults.empty() ? "known" : refused->faults.front().rule;
  }
  static constexpr std::string_view answered = " sends CE.ACK";
  const exchange::Partner thailand = exchange::Partner::parse("TH").value();
  const exchange::Partner singapore = exchange::Partner::parse("SG").value();
};

TEST_F(RecordBetweenTheNodes, IsToldOnceForEachChangeToEachPartner) {
  EXPECT_EQ(record(content()), "VALID");
  const std::array both{thailand, singapore};
  EXPECT_EQ(tell(exporter, both, at).events.size(), 2U);
  play(tell(exporter, both, at));
  EXPECT_TRUE(tell(exporter, both, at).events.empty());
  EXPECT_EQ(suspend(), "SUSPENDED");
  EXPECT_EQ(tell(exporter, {&both.front(), 1}, at).events.size(), 1U);
  EXPECT_EQ(exporter.shared.version, 2U);
}

TEST_F(RecordBetweenTheNodes, IsToldWholeAndFromWhenOn) {
  EXPECT_EQ(record(content()), "VALID");
  const Instant first = at;
  auto letters = letters_for(exporter, thailand);
  ASSERT_EQ(letters.size(), 1U);
  EXPECT_EQ(letters.front().effective, first);
  play(tell(exporter, {&thailand, 1}, at));
  at = day("2026-03-01");
  EXPECT_EQ(suspend(), "SUSPENDED");
  letters = letters_for(exporter, thailand);
  ASSERT_EQ(letters.size(), 1U);
  EXPECT_EQ(letters.front().effective, at);
  EXPECT_EQ(letters.front().status, Status::suspended);
  EXPECT_EQ(letters.front().version, 2U);
  // Who hears of it only now learns that it was certified before.
  letters = letters_for(exporter, singapore);
  ASSERT_EQ(letters.size(), 2U);
  EXPECT_EQ(letters[0].effective, first);
  EXPECT_EQ(letters[0].status, Status::certified);
  EXPECT_EQ(letters[0].version, 1U);
  EXPECT_EQ(letters[1].effective, at);
  EXPECT_EQ(letters[1].version, 2U);
}

TEST_F(RecordBetweenTheNodes, IsToldFromItsBeginningToWhomDidNotTakeTheFirst) {
  EXPECT_EQ(record(content()), "VALID");
  const Instant first = at;
  play(tell(exporter, {&thailand, 1}, at));
  play(acknowledge(exporter, thailand,
                   {.reference = reference, .version = 1, .faults = {{.rule = "LST-001"}}}, at));
  at = day("2026-02-01");
  auto fewer = content();
  fewer.products.pop_back();
  EXPECT_EQ(record(fewer), "VALID");
  const auto letters = letters_for(exporter, thailand);
  ASSERT_EQ(letters.size(), 1U);
  EXPECT_EQ(letters.front().effective, first);
  EXPECT_EQ(letters.front().version, 2U);
  EXPECT_EQ(letters.front().content, exporter.content);
}

TEST_F(RecordBetweenTheNodes, IsToldWithEachTimeThatItWasSuspended) {
  EXPECT_EQ(record(content()), "VALID");
  const Instant first = at;
  play(tell(exporter, {&thailand, 1}, at));
  at = day("2026-03-01");
  const Instant suspended = at;
  EXPECT_EQ(suspend(), "SUSPENDED");
  at = day("2026-04-01");
  auto more = content();
  more.valid_until = *parse_day("2029-01-04");
  EXPECT_EQ(record(more), "SUSPENDED");
  const auto while_suspended = letters_for(exporter, thailand);
  ASSERT_EQ(while_suspended.size(), 1U);
  EXPECT_EQ(while_suspended.front().effective, suspended) << "not from when it was written anew";
  EXPECT_EQ(while_suspended.front().version, 3U);
  at = day("2026-06-01");
  EXPECT_EQ(resume(), "VALID");
  const auto said = [](const Letter& letter) {
    return std::to_string(letter.version) + " " + std::to_string(std::to_underlying(letter.status)) + " " +
           to_text(*letter.effective);
  };
  const auto to_thailand = letters_for(exporter, thailand);
  ASSERT_EQ(to_thailand.size(), 2U);
  EXPECT_EQ(said(to_thailand[0]), "2 2 " + to_text(suspended));
  EXPECT_EQ(said(to_thailand[1]), "4 1 " + to_text(at));
  const auto to_singapore = letters_for(exporter, singapore);
  ASSERT_EQ(to_singapore.size(), 3U);
  EXPECT_EQ(said(to_singapore[0]), "1 1 " + to_text(first));
  EXPECT_EQ(said(to_singapore[1]), said(to_thailand[0]));
  EXPECT_EQ(said(to_singapore[2]), said(to_thailand[1]));
}

/// As many messages as an event sends.
TEST_F(RecordBetweenTheNodes, IsToldWithItsBeginningAndItsNewestChangesWhereThereWereMany) {
  EXPECT_EQ(record(content()), "VALID");
  const Instant first = at;
  for (int i = 0; i < 20; ++i) {
    at += std::chrono::hours{24};
    EXPECT_EQ(suspend(), "SUSPENDED");
    at += std::chrono::hours{24};
    EXPECT_EQ(resume(), "VALID");
  }
  const auto letters = letters_for(exporter, singapore);
  ASSERT_EQ(letters.size(), bounds::letters_max);
  EXPECT_EQ(letters[0].effective, first);
  EXPECT_EQ(letters[1].version, 41U - bounds::letters_max + 2U);
  EXPECT_EQ(letters.back().version, 41U);
}

/// As where the notice of the withdrawal was given up: it cannot be made again.
TEST_F(RecordBetweenTheNodes, IsToldAgainUnderTheNextVersionAndFromWhenItStandsSo) {
  const auto told_again = [&](std::string reason = "given up in Thailand") {
    return play(
        act(exporter, TellExporterAgain{.reference = reference, .reason = std::move(reason)}, context()));
  };
  EXPECT_EQ(told_again(), "R-DOC-001");
  EXPECT_EQ(record(content()), "VALID");
  at = day("2026-03-01");
  EXPECT_EQ(withdraw(), "WITHDRAWN");
  play(tell(exporter, {&thailand, 1}, at));
  const Exporter before = exporter;
  at = day("2026-04-01");
  EXPECT_EQ(told_again(""), "R-DOC-002");
  EXPECT_EQ(told_again(), "WITHDRAWN");
  EXPECT_EQ(exporter.standings, before.standings);
  EXPECT_EQ(exporter.products, before.products);
  EXPECT_EQ(tell(exporter, {&thailand, 1}, at).events.size(), 1U);
  const auto letters = letters_for(exporter, thailand);
  ASSERT_EQ(letters.size(), 1U);
  EXPECT_EQ(letters.front().version, 3U);
  EXPECT_EQ(letters.front().status, Status::withdrawn);
  EXPECT_EQ(letters.front().effective, day("2026-03-01"));
}

TEST_F(RecordBetweenTheNodes, IsKnownByWhomItWasTaken) {
  EXPECT_EQ(record(content()), "VALID");
  play(tell(exporter, {&thailand, 1}, at));
  play(acknowledge(exporter, thailand, {.reference = reference, .version = 1}, at));
  EXPECT_TRUE(exporter.shared.find(thailand)->has_it());
  EXPECT_EQ(exporter.state, State::valid) << "how it stands nobody else says";
}

TEST_F(RecordBetweenTheNodes, StandsInTheCopyAsItIsToldFromThenOn) {
  EXPECT_EQ(hear(told(1)), "VALID");
  at = day("2026-05-01");
  EXPECT_EQ(hear(told(2, Status::suspended)), "SUSPENDED");
  at = day("2026-06-01");
  auto resumed = told(3);
  resumed.content->products.pop_back();
  EXPECT_EQ(hear(resumed), "VALID");
  at = day("2026-07-03");
  auto withdrawn = told(4, Status::withdrawn);
  withdrawn.content->products.pop_back();
  withdrawn.effective = day("2026-07-01");  // it was on its way for two days
  EXPECT_EQ(hear(withdrawn), "WITHDRAWN");
  EXPECT_EQ(exporter.heard, 4U);
  EXPECT_EQ(listed("2026-01-05"), "VALID 401512 401519 2");
  EXPECT_EQ(listed("2026-05-01"), "SUSPENDED 401512 401519 2");
  EXPECT_EQ(listed("2026-06-30"), "VALID 401512 2");
  EXPECT_EQ(listed("2026-07-01"), "WITHDRAWN 401512 2");
}

TEST_F(RecordBetweenTheNodes, TakesTheNewestThoughThoseBeforeItAreMissing) {
  EXPECT_EQ(hear(told(5, Status::suspended)), "SUSPENDED");
  EXPECT_EQ(hear(told(4)), "known");
  EXPECT_EQ(hear(told(5, Status::suspended)), "known");
  EXPECT_EQ(exporter.state, State::suspended);
}

TEST_F(RecordBetweenTheNodes, DoesNotCountFromAnInstantToCome) {
  auto early = told(1);
  early.effective = at + std::chrono::hours{1};
  EXPECT_EQ(hear(early), "VALID");
  EXPECT_EQ(exporter.standings.front().at, at);
}

TEST_F(RecordBetweenTheNodes, R_OD_031_IsNotTakenTwiceUnderOneVersion) {
  EXPECT_EQ(hear(told(1)), "VALID");
  EXPECT_EQ(hear(told(1, Status::suspended)), "R-OD-031");
  EXPECT_EQ(exporter.state, State::valid);
}

TEST_F(RecordBetweenTheNodes, R_OD_030_StaysWithdrawn) {
  EXPECT_EQ(hear(told(1)), "VALID");
  EXPECT_EQ(hear(told(2, Status::withdrawn)), "WITHDRAWN");
  EXPECT_EQ(hear(told(3)), "R-OD-030");
  EXPECT_EQ(hear(told(4, Status::withdrawn)), "WITHDRAWN") << "what it says otherwise is taken";
}

TEST_F(RecordBetweenTheNodes, IsNotTakenWithAFault) {
  auto faulty = told(1);
  faulty.faults = {{.rule = "R-OD-004", .pointer = "/CE.NOTICE/Declaration", .detail = {}}};
  EXPECT_EQ(hear(faulty), "R-OD-004");
  EXPECT_EQ(exporter.state, State::none);
  EXPECT_EQ(hear(told(1)), "VALID") << "once it is mended";
}

/// As where it names a criterion that this node's lists do not have yet. No later notice would heal it.
TEST_F(RecordBetweenTheNodes, IsStoppedWhateverElseTheNoticeSays) {
  const auto faulty = [&](std::uint32_t version, Status status) {
    auto letter = told(version, status);
    letter.faults = {{.rule = "LST-001", .pointer = "/CE.NOTICE/Declaration", .detail = {}}};
    letter.content->products.pop_back();
    return letter;
  };
  EXPECT_EQ(hear(faulty(1, Status::suspended)), "LST-001") << "it is not known here";
  EXPECT_EQ(exporter.state, State::none);
  EXPECT_EQ(hear(told(1)), "VALID");
  EXPECT_EQ(hear(faulty(2, Status::certified)), "LST-001");
  EXPECT_EQ(hear(faulty(1, Status::withdrawn)), "LST-001") << "what is older stops nothing";
  at = day("2026-05-01");
  EXPECT_EQ(hear(faulty(3, Status::suspended)), "SUSPENDED LST-001");
  EXPECT_EQ(exporter.content.products.size(), 2U);
  EXPECT_EQ(hear(faulty(4, Status::suspended)), "LST-001") << "that it knows";
  EXPECT_EQ(hear(faulty(5, Status::certified)), "LST-001");
  EXPECT_EQ(exporter.state, State::suspended) << "and goods that are not known are not let in";
  at = day("2026-06-01");
  EXPECT_EQ(hear(faulty(6, Status::withdrawn)), "WITHDRAWN LST-001");
  EXPECT_EQ(listed("2026-04-30"), "VALID 401512 401519 2");
  EXPECT_EQ(listed("2026-06-01"), "WITHDRAWN 401512 401519 2");
  EXPECT_EQ(hear(faulty(7, Status::suspended)), "LST-001");
  EXPECT_EQ(exporter.state, State::withdrawn);
}

TEST_F(RecordBetweenTheNodes, R_OD_015_IsStoppedThoughItHasTooMuch) {
  EXPECT_EQ(hear(told(1)), "VALID");
  auto end = told(2, Status::withdrawn);
  end.content->signatories.clear();
  for (std::size_t i = 0; i <= bounds::signatories_ever_max; ++i)
    end.content->signatories.push_back(name(static_cast<int>(i)));
  EXPECT_EQ(hear(end), "WITHDRAWN R-OD-015");
}

}  // namespace
}  // namespace lintas::awsc::exporter_side
