#include "core/documents/verification/decide.hpp"

#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/decimal.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/limits.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/ruling.hpp"
#include "core/documents/verification/commands.hpp"
#include "core/documents/verification/events.hpp"
#include "core/documents/verification/evolve.hpp"
#include "core/documents/verification/state.hpp"
#include "core/documents/verification/table.hpp"
#include "tests/support/documents_stage.hpp"
#include "tests/support/field_numbers.hpp"
#include "tests/support/scenario.hpp"
#include "tests/support/transit_stage.hpp"

namespace lintas::documents::verification {
namespace {

using test::Step;
using test::words;
using Coverage = test::PlayedRows<Machine>;

/// Thailand asks Malaysia about a certificate.
class Stage : public test::DocumentStage<Machine, Request, Event> {
 public:
  using DocumentStage::DocumentStage;

  test::Verbs verbs() {
    const auto verb = [this](std::string (Stage::*what)(const Step&)) {
      return [this, what](const Step& step) { return (this->*what)(step); };
    };
    return {{"now", verb(&Stage::now)},
            {"due", verb(&Stage::due)},
            {"alarm", verb(&Stage::alarm)},
            {"clock", verb(&Stage::tick)},
            {"request", verb(&Stage::asked)},
            {"record", verb(&Stage::record)},
            {"answer", verb(&Stage::answers)},
            {"visit_notice", verb(&Stage::noticed)},
            {"exporter", verb(&Stage::exporter)},
            {"decision", verb(&Stage::decided)},
            {"try", [this](const Step& step) { return try_out(step, verbs()); }}};
  }

 private:
  bool is_note(const Event& event) const override { return std::holds_alternative<Noted>(event.fact); }
  std::string receives(const Step& step, Trigger trigger) {
    if (machine::verdict<Machine>(played_.state, trigger) == machine::Verdict::early) return "early";
    return play(
        receive(played_, trigger, Letter{.certificate = test::reference("MY", "N-1")}, context(step)));
  }
  std::string asked(const Step& step) { return receives(step, Trigger::request); }
  std::string noticed(const Step& step) { return receives(step, Trigger::visit_notice); }
  std::string decided(const Step& step) { return receives(step, Trigger::decision); }
  std::string record(const Step& step) {
    return play(act(played_,
                    RecordRequest{.certificate = test::reference("MY", "N-1"),
                                  .request = {},
                                  .items = {1},
                                  .reason = words(step.option("why", "")),
                                  .received_on = parse_day(step.option("received", "2026-03-02")).value()},
                    context(step)));
  }
  std::string answers(const Step& step) {
    return play(act(played_,
                    AnswerRequest{.certificate = {}, .request = {}, .text = words(step.option("text", ""))},
                    context(step)));
  }
  std::string exporter(const Step& step) {
    return play(act(played_,
                    AnswerVisit{.certificate = {},
                                .request = {},
                                .consents = step.word(0) == "consents",
                                .text = words(step.option("text", ""))},
                    context(step)));
  }
  std::string tick(const Step& step) { return clock(step, time_passed); }
};

TEST(Verification, keeps_the_field_numbers_of_the_committed_list) {
  const auto differences =
      test::compare_with_committed<RecordRequest, AnswerRequest, AnswerVisit, Requested, Answered,
                                   VisitAnswered, VisitAsked, DecisionCame>("verification.", LINTAS_ROOT);
  EXPECT_EQ(test::joined_lines(differences.not_listed), "") << "append these to data/field-numbers.csv";
  EXPECT_EQ(test::joined_lines(differences.not_in_the_code), "")
      << "a number is never taken back or given to something else";
}

TEST(Verification, R_DOC_003_a_request_names_items_of_the_certificate_each_once) {
  const Balances certified{{.item = 1, .quantity = Decimal::of(100), .unit = {}},
                           {.item = 2, .quantity = Decimal::of(50), .unit = {}}};
  const auto rules = [&](const std::vector<std::uint16_t>& items) {
    std::string text;
    for (const Finding& one : faults_in_items(items, certified)) text += one.rule + " " + one.pointer + " ";
    return text;
  };
  EXPECT_EQ(rules({}), "") << "all of them";
  EXPECT_EQ(rules({2, 1}), "");
  EXPECT_EQ(rules({1, 77}), "R-DOC-003 items/2 ");
  EXPECT_EQ(rules({1, 1}), "R-DOC-003 items/2 ");
  EXPECT_TRUE(faults_in_items({77}, {}).empty()) << "nobody knows what it says";
}

TEST(Verification, R_DOC_017_a_letter_does_not_come_before_its_certificate) {
  const RecordRequest letter{.certificate = test::reference("MY", "N-1"),
                             .request = {},
                             .items = {},
                             .reason = "by letter",
                             .received_on = *parse_day("2026-03-01")};
  EXPECT_EQ(faults_against(letter, parse_day("2026-03-02"), {}).at(0).rule, "R-DOC-017");
  EXPECT_TRUE(faults_against(letter, parse_day("2026-03-01"), {}).empty());
  EXPECT_TRUE(faults_against(letter, std::nullopt, {}).empty());
}

TEST(Verification, R_DOC_001_the_refusal_says_of_which_request) {
  Request ended;
  ended.state = State::undecided;
  const refdata::Calendar calendar;
  const Context context{.at = parse_instant("2026-03-02T04:00:00Z").value(),
                        .by = {},
                        .limits = limits_on(parse_day("2026-03-02").value()),
                        .calendar = calendar};
  const auto ruling =
      act(ended, AnswerRequest{.certificate = {}, .request = *DocumentId::parse("V26-0031"), .text = "costs"},
          context);
  EXPECT_EQ(ruling.answer.refused_for.at(0).detail, "Request V26-0031 is in state \"No decision came\".");
}

TEST(Verification, plays_every_scenario_and_every_row_of_the_table) {
  Coverage coverage;
  test::play_folder<Stage>("documents/verification", coverage);
  EXPECT_EQ(coverage.missing(), "") << "play these rows in tests/scenarios/documents/verification";
}

}  // namespace
}  // namespace lintas::documents::verification
