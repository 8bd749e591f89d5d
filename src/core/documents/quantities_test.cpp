#include "core/documents/quantities.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "base/time.hpp"
#include "tests/support/documents_stage.hpp"

namespace lintas::documents {
namespace {

Decimal of(const std::string& text) { return Decimal::parse(text).value(); }

Balances items() { return {{.item = 1, .quantity = of("100")}, {.item = 2, .quantity = of("0.5")}}; }

std::string rules(const Findings& findings) {
  std::string text;
  for (const Finding& one : findings) text += one.rule + " " + one.pointer + "\n";
  return text;
}

TEST(Quantities, AreClaimedUpToWhatIsFree) {
  Balances all = items();
  const std::vector<Line> lines{{1, of("60")}, {2, of("0.5")}};
  EXPECT_EQ(rules(faults_in_claim(all, lines)), "");
  claim(all, lines);
  EXPECT_EQ(test::in_words(all), "1: 40 free 60 claimed, 2: 0.5 claimed");
  EXPECT_EQ(rules(faults_in_claim(all, std::vector<Line>{{1, of("40.000001")}})),
            "R-ASW-060 lines/1/quantity\n");
  EXPECT_EQ(rules(faults_in_claim(all, std::vector<Line>{{1, of("40")}})), "");
  release(all);
  EXPECT_EQ(all, items());
}

TEST(Quantities, OfNoItemTwiceOfOneOrNoneAtAllAreRefused) {
  const std::vector<Line> lines{{3, of("1")}, {1, of("1")}, {1, of("1")}, {2, of("-1")}};
  EXPECT_EQ(rules(faults_in_claim(items(), lines)),
            "R-DOC-003 lines/1/item\nR-DOC-003 lines/3/item\nR-DOC-004 lines/4/quantity\n");
  EXPECT_EQ(rules(faults_in_claim(items(), {})), "R-DOC-003 lines\n");
  EXPECT_EQ(rules(faults_in_use(items(), std::vector<Line>{{1, of("101")}})), "R-DOC-005 lines/1/quantity\n");
}

TEST(Quantities, OfAClaimThatIsRefusedLeaveAnEarlierUse) {
  Balances all = items();
  claim(all, std::vector<Line>{{1, of("60")}});
  give(all, 1);
  claim(all, std::vector<Line>{{1, of("30")}});
  refuse(all, 1);
  EXPECT_EQ(test::in_words(all), "1: 10 free 60 used 30 refused, 2: 0.5 free");
  reinstate(all, 1);
  EXPECT_EQ(test::in_words(all), "1: 10 free 90 used, 2: 0.5 free");
}

TEST(Quantities, OfAUseAreTakenBackByACheckOnly) {
  Balances all = items();
  claim(all, std::vector<Line>{{1, of("60")}});
  give(all, 1);
  claim(all, std::vector<Line>{{1, of("40")}});
  take_back(all, 1);
  EXPECT_EQ(test::in_words(all), "1: 100 refused, 2: 0.5 free");
  reverse(all);
  EXPECT_EQ(test::in_words(all), "1: 100 free, 2: 0.5 free");
}

TEST(Quantities, OfItemsThatAreNotThereAreNotBooked) {
  Balances all = items();
  const std::vector<Line> lines{{9, of("1")}};
  claim(all, lines);
  give(all, 9);
  refuse(all, 9);
  reinstate(all, 9);
  take_back(all, 9);
  tell_used(all, 9, of("1"));
  say(all, 9, Result::u1, {});
  draw(all, lines);
  undo_draw(all, lines);
  EXPECT_EQ(all, items());
}

TEST(Quantities, UsedHereAndGoneOnElsewhereAreToldOf) {
  Balances all = items();
  draw(all, std::vector<Line>{{1, of("60")}});
  tell_used(all, 1, of("40"));
  EXPECT_FALSE(used_and_drawn(all));
  tell_used(all, 1, of("41"));
  EXPECT_TRUE(used_and_drawn(all));
}

TEST(Quantities, SayWhichWordOfCustomsIsTheLater) {
  Balances all = items();
  const Instant noon{std::chrono::hours{12}};
  EXPECT_EQ(after(all[0], noon), noon);
  say(all, 1, Result::u1, noon);
  EXPECT_GT(after(all[0], noon), noon);
  EXPECT_EQ(after(all[0], noon + std::chrono::hours{1}), noon + std::chrono::hours{1});
  // As messages tell it: no fraction of a second is lost on the way.
  EXPECT_EQ(after(all[0], noon + std::chrono::milliseconds{400}), noon + std::chrono::seconds{1});
}

TEST(Quantities, DrawnByOthersNeverExceedTheItem) {
  Balances all = items();
  draw(all, std::vector<Line>{{1, of("60")}});
  EXPECT_EQ(rules(faults_in_draw(all, std::vector<Line>{{1, of("41")}})), "R-ASW-043 lines/1/quantity\n");
  EXPECT_EQ(rules(faults_in_draw(all, std::vector<Line>{{1, of("40")}})), "");
  undo_draw(all, std::vector<Line>{{1, of("60")}});
  EXPECT_EQ(all, items());
}

TEST(Quantities, HaveLawsThatEachCanBreak) {
  EXPECT_FALSE(broken_law(items()));
  for (const auto part : {&Balance::claimed, &Balance::used, &Balance::refused, &Balance::drawn}) {
    Balances too_much = items();
    too_much[1].*part = of("0.6");
    EXPECT_TRUE(broken_law(too_much));
    Balances negative = items();
    negative[0].*part = of("-1");
    EXPECT_TRUE(broken_law(negative));
  }
}

TEST(Quantities, AsThePartnerTellsThem) {
  Balances all = items();
  tell_used(all, 1, of("60"));
  tell_used(all, 1, of("70"));
  say(all, 1, Result::u2, {});
  say(all, 2, Result::p1, {});
  EXPECT_EQ(test::in_words(all), "1: 30 free 70 used U2, 2: 0.5 free P1");
}

}  // namespace
}  // namespace lintas::documents
