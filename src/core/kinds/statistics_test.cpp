#include "core/kinds/statistics.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "core/documents/statistics.hpp"
#include "core/kinds/contents.hpp"
#include "core/kinds/import/commands.hpp"
#include "core/kinds/import/decide.hpp"
#include "core/kinds/import/evolve.hpp"
#include "core/kinds/import/state.hpp"
#include "core/kinds/issue/commands.hpp"
#include "core/kinds/issue/decide.hpp"
#include "core/kinds/issue/evolve.hpp"
#include "core/kinds/issue/state.hpp"
#include "core/kinds/kind.hpp"
#include "core/kinds/letter.hpp"
#include "core/kinds/messages.hpp"
#include "core/model/values/country.hpp"
#include "tests/support/kind_stage.hpp"

namespace lintas::kinds {
namespace {

using namespace std::chrono_literals;

class FiguresOfAKind : public testing::Test {
 protected:
  void play(const issue_side::Ruling& ruling) {
    for (const issue_side::Event& event : ruling.events) {
      issued = issue_side::evolve(issued, event);
      at_issue.play(event);
    }
  }
  void play(const import_side::Ruling& ruling) {
    for (const import_side::Event& event : ruling.events) {
      received = import_side::evolve(received, event);
      at_receipt.play(event);
    }
  }
  void issue() {
    play(issue_side::act(issued, issue_side::IssueDocument{.contents = test::doc_contents()},
                         clock.context()));
  }
  void hear(MessageNumber number, Letter letter) {
    letter.reference = reference;
    play(issue_side::receive(issued, number, letter, clock.context()));
  }
  void come(std::vector<documents::Fault> faults = {}) {
    Letter letter{.reference = reference};
    if (faults.empty()) letter.contents = test::doc_contents();
    letter.faults = std::move(faults);
    play(import_side::receive(received, import_side::Trigger::document, letter, clock.context()));
  }
  static documents::Figures figures(const Teller& teller) { return documents::figures_of(teller.story()); }

  test::DocClock clock;
  Reference reference = test::doc_contents().reference;
  issue_side::Document issued;
  import_side::Document received;
  Teller at_issue;
  Teller at_receipt;
};

TEST_F(FiguresOfAKind, TellWhereItWentAndWhatBecameOfIt) {
  issue();
  EXPECT_EQ(at_issue.story().kind, "timber");
  EXPECT_EQ(at_issue.story().importer, *Country::parse("SG"));
  EXPECT_EQ(figures(at_issue).sent, 1U);
  EXPECT_EQ(figures(at_issue).available, 0U);
  clock.at += 20min;
  hear(doc_answer, {.answer = Answer::taken});
  EXPECT_EQ(figures(at_issue).available, 1U);
  EXPECT_EQ(figures(at_issue).silent, 1U) << "no answer yet";
  EXPECT_EQ(documents::quantile(figures(at_issue).to_check, 500), "1h");
  clock.at += 5h;
  hear(doc_answer, {.answer = Answer::refused, .text = "soil"});
  const auto after = figures(at_issue);
  EXPECT_EQ(after.refused, 1U);
  EXPECT_EQ(after.silent, 0U);
  EXPECT_EQ(after.results.at("REF"), 1U);
  EXPECT_EQ(documents::quantile(after.to_answer, 500), "6h");
}

TEST_F(FiguresOfAKind, CountAUseAsAnAnswerWhereThereIsNoOther) {
  issue();
  hear(doc_answer, {.answer = Answer::taken});
  hear(doc_use, {.use = test::doc_use("D-1", {test::doc_line(1, "100")})});
  EXPECT_EQ(figures(at_issue).part, 1U);
  EXPECT_EQ(figures(at_issue).silent, 0U);
  hear(doc_use, {.use = test::doc_use("D-2", {test::doc_line(2, "20")})});
  EXPECT_EQ(figures(at_issue).given, 1U);
  hear(doc_use, {.use = test::doc_use("D-3", {test::doc_line(2, "20")})});
  EXPECT_EQ(figures(at_issue).conflicts, 1U) << "it cannot be booked";
}

TEST_F(FiguresOfAKind, CountFaultsByTheirRulesOnBothSides) {
  const std::vector<documents::Fault> faults{{.rule = "R-KIND-010", .pointer = "a", .detail = {}},
                                             {.rule = "R-KIND-010", .pointer = "b", .detail = {}}};
  issue();
  hear(doc_answer, {.faults = faults, .answer = Answer::faulty});
  EXPECT_EQ(figures(at_issue).faulty, 1U);
  EXPECT_EQ(figures(at_issue).faults.at("R-KIND-010"), 1U) << "documents, not findings";
  come(faults);
  EXPECT_FALSE(at_receipt.story().begun.has_value()) << "it is counted once it can be read";
  come();
  EXPECT_EQ(figures(at_receipt).begun, 1U);
  EXPECT_EQ(figures(at_receipt).faulty, 1U) << "mended since or not";
}

TEST_F(FiguresOfAKind, TellTheSameWhereItIsReceived) {
  come();
  EXPECT_FALSE(at_receipt.story().issued_here);
  EXPECT_EQ(at_receipt.story().issuer, *Country::parse("MY"));
  EXPECT_EQ(figures(at_receipt).silent, 1U);
  clock.at += 30h;
  play(import_side::act(received,
                        import_side::AnswerDocument{.reference = reference, .accept = true, .reason = "good"},
                        clock.context()));
  EXPECT_EQ(figures(at_receipt).given, 1U);
  EXPECT_EQ(figures(at_receipt).results.at("ACC"), 1U);
  EXPECT_EQ(documents::quantile(figures(at_receipt).to_answer, 500), "3d");
}

}  // namespace
}  // namespace lintas::kinds
