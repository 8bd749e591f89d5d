#include "core/documents/statistics.hpp"

#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/decimal.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/fault.hpp"
#include "core/documents/import/events.hpp"
#include "core/documents/issue/events.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/verification/events.hpp"
#include "core/model/values/country.hpp"

namespace lintas::documents {
namespace {

using namespace std::chrono_literals;
namespace iss = issue_side;
namespace imp = import_side;
namespace ver = verification;

const Instant morning = *parse_instant("2026-11-23T02:00:00Z");
const Day today = *parse_day("2026-12-31");

Contents contents() {
  Contents made;
  made.reference = {.state = Country::parse("MY").value(),
                    .office = IssuingOffice::parse("MYPKG001").value(),
                    .number = ReferenceNumber::parse("1").value()};
  made.importer = Country::parse("TH").value();
  made.items = {{.number = 1, .hs = {}, .criterion = "WO", .quantity = Decimal::of(100), .unit = {}},
                {.number = 2, .hs = {}, .criterion = "WO", .quantity = Decimal::of(50), .unit = {}}};
  return made;
}
iss::Event issue(iss::Trigger trigger, iss::State next, iss::Fact fact, std::chrono::milliseconds after,
                 std::vector<MessageNumber> sent = {}, iss::Case when = iss::Case::any) {
  return {.next = next,
          .trigger = trigger,
          .when = when,
          .at = morning + after,
          .due = {},
          .sent = std::move(sent),
          .fact = std::move(fact)};
}
void issue_and_send(Teller& teller) {
  teller.play(issue(
      iss::Trigger::draft, iss::State::draft,
      iss::Drafted{.contents = contents(), .by = {}, .document = {}, .exporter = {}, .application = {}}, 0h));
  teller.play(issue(iss::Trigger::approve, iss::State::issued,
                    iss::Approved{.number = ReferenceNumber::parse("1").value(),
                                  .issued = *parse_day("2026-11-23"),
                                  .valid_until = *parse_day("2027-11-23"),
                                  .by = {}},
                    1h));
  teller.play(issue(iss::Trigger::transmit, iss::State::sent, iss::Done{}, 2h, {co_issue}));
}
iss::Event l2(std::vector<Fault> faults, std::chrono::milliseconds after) {
  const bool good = faults.empty();
  return issue(iss::Trigger::acknowledgement, good ? iss::State::available : iss::State::tech_error,
               iss::Acknowledged{.faults = std::move(faults)}, after, {},
               good ? iss::Case::ok : iss::Case::faulty);
}
iss::Event l3(Result first, Result second, std::chrono::milliseconds after) {
  const auto quantity = [](Result result, std::int64_t all) {
    return result == Result::u1 ? Decimal::of(all) : Decimal{};
  };
  return issue(
      iss::Trigger::response, iss::State::utilised,
      iss::Responded{
          .results =
              {{.item = 1, .result = first, .quantity = quantity(first, 100), .decided = morning + after},
               {.item = 2, .result = second, .quantity = quantity(second, 50), .decided = morning + after}},
          .text = {},
          .by = {}},
      after);
}

TEST(Story, CountsNothingBeforeTheCertificateIsIssued) {
  Teller teller;
  teller.play(issue(
      iss::Trigger::draft, iss::State::draft,
      iss::Drafted{.contents = contents(), .by = {}, .document = {}, .exporter = {}, .application = {}}, 0h));
  Tally tally;
  tally.count(std::nullopt, teller.story());
  EXPECT_TRUE(tally.rows({.from = today - std::chrono::days{100}, .to = today, .today = today}).empty());
}

TEST(Story, TellsEachLevelAndWhenItWasReached) {
  Teller teller;
  issue_and_send(teller);
  teller.play(issue(iss::Trigger::receipt, iss::State::received, iss::Acknowledged{}, 2h + 30s));
  teller.play(l2({{.rule = "R-ASW-011", .pointer = "a", .detail = {}},
                  {.rule = "R-ASW-011", .pointer = "b", .detail = {}}},
                 2h + 5min));
  teller.play(l2({}, 8h + 1h));
  teller.play(l3(Result::u1, Result::n2, 2h + 50h));
  const Figures figures = figures_of(teller.story());
  EXPECT_EQ(figures.begun, 1U);
  EXPECT_EQ(figures.sent, 1U);
  EXPECT_EQ(figures.received, 1U);
  EXPECT_EQ(figures.available, 1U);
  EXPECT_EQ(figures.faulty, 1U);
  EXPECT_EQ(figures.faults, (std::map<std::string, std::uint32_t>{{"R-ASW-011", 1}})) << "once a certificate";
  EXPECT_EQ(figures.refused, 1U);
  EXPECT_EQ(figures.given, 0U);
  EXPECT_EQ(figures.silent, 0U);
  EXPECT_EQ(figures.results, (std::map<std::string, std::uint32_t>{{"N2", 1}, {"U1", 1}}));
  EXPECT_EQ(quantile(figures.to_receipt, 500), "1min");
  EXPECT_EQ(quantile(figures.to_check, 500), "1d");
  EXPECT_EQ(quantile(figures.to_answer, 500), "3d");
}

TEST(Story, OfAnApplicationThatGoesOnElsewhereIsCountedThere) {
  Teller teller;
  issue_and_send(teller);
  teller.play(issue(iss::Trigger::approve, iss::State::none, iss::Done{}, 3h));
  EXPECT_FALSE(teller.story().begun.has_value());
}

TEST(Story, TellsWhichQuestionsWereAnsweredInTime) {
  Teller teller;
  issue_and_send(teller);
  const auto ask = [&](const std::string& number, std::chrono::milliseconds answered) {
    ver::Event asked;
    asked.at = morning;
    asked.fact = ver::Requested{};
    teller.play(number, asked);
    if (answered == 0ms) return;
    ver::Event said;
    said.at = morning + answered;
    said.fact = ver::Answered{};
    teller.play(number, said);
  };
  ask("TH R-1", 89 * 24h);
  ask("TH R-2", 91 * 24h);
  ask("TH R-3", 0ms);
  const Figures figures = figures_of(teller.story());
  EXPECT_EQ(figures.asked, 3U);
  EXPECT_EQ(figures.answered_in_time, 1U);
  EXPECT_EQ(figures.answered_late, 1U);
}

TEST(Story, OfACertificateThatIsImportedBeginsWithItsComing) {
  Teller teller;
  imp::Event event;
  event.at = morning;
  event.next = imp::State::valid;
  event.trigger = imp::Trigger::certificate;
  event.when = imp::Case::good;
  event.fact = imp::Received{.contents = contents(),
                             .issued = *parse_day("2026-11-20"),
                             .valid_until = *parse_day("2027-11-20"),
                             .remarks = {}};
  teller.play(event);
  const Story& story = teller.story();
  EXPECT_FALSE(story.issued_here);
  EXPECT_EQ(story.importer.str(), "TH");
  EXPECT_EQ(figures_of(story).silent, 1U);
  EXPECT_EQ(figures_of(story).sent, 0U);
  EXPECT_TRUE(story.checked.has_value());
}

TEST(Story, OfACertificateThatIsPresentedOnPaperHasNoCheckUntilItsDataCome) {
  Teller teller;
  imp::Received page{.contents = contents(),
                     .issued = *parse_day("2026-11-20"),
                     .valid_until = *parse_day("2027-11-20"),
                     .remarks = {},
                     .came = imp::Came::paper};
  imp::Event event;
  event.at = morning;
  event.next = imp::State::valid;
  event.trigger = imp::Trigger::record_paper;
  event.fact = page;
  teller.play(event);
  EXPECT_TRUE(teller.story().begun.has_value());
  EXPECT_FALSE(teller.story().checked.has_value());
  page.came = imp::Came::both;
  event.trigger = imp::Trigger::certificate;
  event.fact = page;
  teller.play(event);
  EXPECT_TRUE(teller.story().checked.has_value());
}

TEST(Story, DataThatDifferWereCheckedWhenTheyCame) {
  Teller teller;
  imp::Event event;
  event.at = morning;
  event.next = imp::State::differs;
  event.trigger = imp::Trigger::certificate;
  event.fact = imp::Differing{.contents = contents(),
                              .issued = *parse_day("2026-11-20"),
                              .valid_until = *parse_day("2027-11-20"),
                              .remarks = {},
                              .faults = {}};
  teller.play(event);
  EXPECT_EQ(teller.story().checked, morning);
}

/// What was counted is taken out again before the certificate is counted as it stands.
TEST(Tally, CountsACertificateOnceHoweverOftenItMoves) {
  Teller teller;
  Tally tally;
  const auto next = [&](const iss::Event& event) {
    const Story before = teller.story();
    teller.play(event);
    tally.count(before, teller.story());
  };
  issue_and_send(teller);
  tally.count(std::nullopt, teller.story());
  next(l2({}, 3h));
  next(l3(Result::p1, Result::p1, 5h));
  next(l3(Result::u1, Result::u1, 6h));
  const auto rows = tally.rows({.from = *parse_day("2026-11-01"), .to = today, .today = today});
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows.front().cell.day, *parse_day("2026-11-01"));
  EXPECT_EQ(rows.front().figures.begun, 1U);
  EXPECT_EQ(rows.front().figures.pending, 0U);
  EXPECT_EQ(rows.front().figures.given, 1U);
  EXPECT_EQ(total_of(rows.front().figures.to_answer), 1U);
}

TEST(Tally, CallsSilentOnlyWhatHadItsTime) {
  Teller teller;
  issue_and_send(teller);
  teller.play(l2({}, 3h));
  Tally tally;
  tally.count(std::nullopt, teller.story());
  const auto silent = [&](Day day) {
    return tally
        .rows({.from = *parse_day("2026-11-23"),
               .to = day,
               .period = Period::day,
               .today = day,
               .silent = std::chrono::days{30}})
        .front()
        .figures.silent;
  };
  EXPECT_EQ(silent(*parse_day("2026-12-22")), 0U);
  EXPECT_EQ(silent(*parse_day("2026-12-23")), 1U);
  EXPECT_TRUE(tally.rows({.from = *parse_day("2026-11-24"), .to = today, .today = today}).empty());
}

TEST(Latencies, AreToldByTheBucketInWhichTheyLie) {
  Latencies latencies{};
  EXPECT_EQ(quantile(latencies, 500), "");
  latencies.at(0) = 9;
  latencies.at(10) = 1;
  EXPECT_EQ(quantile(latencies, 500), "1min");
  EXPECT_EQ(quantile(latencies, 900), "1min");
  EXPECT_EQ(quantile(latencies, 901), "more");
}

TEST(ACount, IsHiddenBelowTheLeast) {
  EXPECT_EQ(published(0, 5), "0");
  EXPECT_EQ(published(4, 5), "<5");
  EXPECT_EQ(published(5, 5), "5");
  EXPECT_EQ(published(1, 1), "1");
}

}  // namespace
}  // namespace lintas::documents
