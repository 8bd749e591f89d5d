#include "core/acdd/import/decide.hpp"

#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <variant>

#include "base/time.hpp"
#include "base/words.hpp"
#include "core/acdd/import/commands.hpp"
#include "core/acdd/import/events.hpp"
#include "core/acdd/import/evolve.hpp"
#include "core/acdd/import/state.hpp"
#include "core/acdd/import/table.hpp"
#include "core/acdd/letter.hpp"
#include "core/acdd/limits.hpp"
#include "core/acdd/matching.hpp"
#include "core/acdd/messages.hpp"
#include "core/acdd/ruling.hpp"
#include "core/refdata/calendar.hpp"
#include "tests/support/acdd_stage.hpp"
#include "tests/support/documents_stage.hpp"
#include "tests/support/scenario.hpp"
#include "tests/support/transit_stage.hpp"

namespace lintas::acdd::import_side {
namespace {

using test::Step;
using test::words;
using Coverage = test::PlayedRows<Machine>;

/// A document of Singapore at the customs of Malaysia.
class Stage : public test::AcddStage<Machine, Document, Event> {
 public:
  explicit Stage(Coverage& coverage) : DocumentStage(coverage, name_of) {}

  test::Verbs verbs() {
    const auto verb = [this](std::string (Stage::*what)(const Step&)) {
      return [this, what](const Step& step) { return (this->*what)(step); };
    };
    return {{"now", verb(&Stage::now)},
            {"due", verb(&Stage::due)},
            {"alarm", verb(&Stage::alarm)},
            {"clock", verb(&Stage::tick)},
            {"document", verb(&Stage::came)},
            {"cancel", verb(&Stage::cancelled)},
            {"report", verb(&Stage::reports)},
            {"withdraw", verb(&Stage::withdraws)},
            {"look", verb(&Stage::looks)},
            {"differences", verb(&Stage::differences)},
            {"last", verb(&Stage::last)},
            {"try", [this](const Step& step) { return try_out(step, verbs()); }}};
  }

 private:
  /// What came again has a row although it changes nothing.
  bool is_note(const Event& /*event*/) const override { return false; }
  static Permit permit(const Step& step) { return test::permit("SG", step.option("permit", "P-1")); }
  std::string play_and_keep(const Ruling& ruling) {
    if (!ruling.events.empty()) last_ = ruling.events.back();
    return play(ruling);
  }
  std::string receives(const Step& step, Trigger trigger, const Letter& letter) {
    return play_and_keep(receive(played_, trigger, letter, context(step)));
  }
  std::string came(const Step& step) {
    Letter letter{.permit = permit(step)};
    letter.version = static_cast<std::uint16_t>(std::stoi(step.option("version", "1")));
    if (step.option("readable", "yes") == "yes") letter.contents = test::acdd_contents(step);
    for (const auto& rule : test::split(step.option("faults", ""), ','))
      letter.faults.push_back({.rule = rule, .pointer = {}, .detail = {}});
    return receives(step, Trigger::document, letter);
  }
  std::string cancelled(const Step& step) {
    Letter letter{.permit = permit(step)};
    letter.version = static_cast<std::uint16_t>(std::stoi(step.option("version", "1")));
    return receives(step, Trigger::cancel, letter);
  }
  std::string reports(const Step& step) {
    return play_and_keep(act(played_,
                             ReportDeclaration{.permit = permit(step),
                                               .declaration = test::declaration_number(step.word(0)),
                                               .exporter = step.option("exporter", "UEN1"),
                                               .lines = test::declared_lines(step.option("lines", ""))},
                             context(step)));
  }
  std::string withdraws(const Step& step) {
    return play_and_keep(act(
        played_,
        WithdrawDeclaration{.permit = permit(step), .declaration = test::declaration_number(step.word(0))},
        context(step)));
  }
  std::string looks(const Step& step) {
    return play_and_keep(
        act(played_, LookAtImport{.permit = permit(step), .reason = "weighed: as exported"}, context(step)));
  }
  std::string tick(const Step& step) { return clock(step, time_passed); }
  std::string differences(const Step& /*step*/) {
    std::string text;
    for (const Difference& one : played_.judged.differences) {
      text +=
          (text.empty() ? "" : " ") + std::string{find_word(one.kind)->word} + ":" + std::to_string(one.item);
    }
    return text.empty() ? "none" : text;
  }
  /// The rules of the faults that the last event names.
  std::string last(const Step& /*step*/) {
    std::string text;
    std::visit(
        [&](const auto& fact) {
          if constexpr (requires { fact.faults; })
            for (const auto& fault : fact.faults) text += (text.empty() ? "" : " ") + fault.rule;
        },
        static_cast<const Facts&>(last_.fact));
    return text.empty() ? "nothing" : text;
  }

  Event last_;
};

TEST(AcddImport, R_ACDD_005_no_more_declarations_and_lines_refer_to_it_than_are_kept) {
  const refdata::Calendar calendar;
  const Limits limits;
  const Context context{
      .at = *parse_instant("2026-03-02T04:00:00Z"), .by = {}, .limits = limits, .calendar = calendar};
  ReportDeclaration report{.permit = test::permit("SG", "P-1"),
                           .declaration = test::declaration_number("D-1"),
                           .exporter = {},
                           .lines = test::declared_lines("08109010:1")};
  Document document;
  for (std::size_t i = 0; i < declarations_max; ++i) {
    document.declarations.push_back({.declaration = test::declaration_number("D-" + std::to_string(i)),
                                     .exporter = {},
                                     .lines = report.lines});
  }
  EXPECT_TRUE(act(document, report, context).answer.accepted()) << "in the place of what it said before";
  report.declaration = test::declaration_number("another");
  EXPECT_EQ(act(document, report, context).answer.refused_for.at(0).rule, "R-ACDD-005");
  report.lines.resize(lines_max + 1, report.lines.front());
  EXPECT_EQ(act(Document{}, report, context).answer.refused_for.at(0).rule, "R-ACDD-005");
}

TEST(AcddImport, WhoLooksSaysWhatCameOfIt) {
  const refdata::Calendar calendar;
  const Limits limits;
  const Context context{
      .at = *parse_instant("2026-03-02T04:00:00Z"), .by = {}, .limits = limits, .calendar = calendar};
  Document document;
  document.state = State::mismatch;
  document.alarm = Alarm::differs;
  const auto rule = [&](const std::string& reason) {
    const auto ruling = act(document, LookAtImport{.permit = {}, .reason = reason}, context);
    return ruling.answer.accepted() ? "" : ruling.answer.refused_for.at(0).rule;
  };
  EXPECT_EQ(rule(""), "R-DOC-002");
  EXPECT_EQ(rule("weighed"), "");
}

TEST(AcddImport, EachEventSaysTheAlarmThatStandsBehindIt) {
  const refdata::Calendar calendar;
  const Limits limits;
  const Context context{
      .at = *parse_instant("2026-03-02T04:00:00Z"), .by = {}, .limits = limits, .calendar = calendar};
  Document document;
  const auto told = [&](const Ruling& ruling) {
    const Event& event = ruling.events.at(0);
    document = evolve(document, event);
    EXPECT_EQ(alarm_behind(event), document.alarm);
    return alarm_behind(event);
  };
  const ReportDeclaration report{.permit = test::permit("SG", "P-1"),
                                 .declaration = test::declaration_number("D-1"),
                                 .exporter = {},
                                 .lines = test::declared_lines("08109010:1")};
  EXPECT_EQ(told(act(document, report, context)), std::nullopt);
  EXPECT_EQ(told(time_passed(document, context)), Alarm::no_document);
  const LookAtImport look{.permit = report.permit, .reason = "asked the broker"};
  const Letter unreadable{.permit = report.permit, .version = 1, .faults = {{"SCH-001", "", ""}}};
  EXPECT_EQ(told(receive(document, Trigger::document, unreadable, context)), Alarm::no_document);
  EXPECT_EQ(told(act(document, look, context)), std::nullopt);
  EXPECT_EQ(told(receive(document, Trigger::document, unreadable, context)), std::nullopt);
  Letter letter{.permit = report.permit};
  letter.contents = test::acdd_contents(test::parse_step("document", 1).value());
  letter.version = 1;
  EXPECT_EQ(told(receive(document, Trigger::document, letter, context)), Alarm::differs);
  EXPECT_EQ(told(receive(document, Trigger::document, letter, context)), Alarm::differs) << "the same again";
  EXPECT_EQ(told(receive(document, Trigger::document, unreadable, context)), Alarm::differs);
  EXPECT_EQ(told(receive(document, Trigger::cancel, letter, context)), Alarm::declared_cancelled);
  EXPECT_EQ(told(receive(document, Trigger::cancel, letter, context)), Alarm::declared_cancelled) << "again";
  EXPECT_EQ(told(receive(document, Trigger::document, letter, context)), Alarm::declared_cancelled)
      << "overtaken";
  EXPECT_EQ(told(act(document, WithdrawDeclaration{report.permit, report.declaration}, context)),
            std::nullopt);
  letter.contents->version = 2;
  letter.version = 2;
  EXPECT_EQ(told(receive(document, Trigger::document, letter, context)), std::nullopt);
  EXPECT_EQ(told(time_passed(document, context)), Alarm::not_declared);
}

TEST(AcddImport, plays_every_scenario_and_every_row_of_the_table) {
  Coverage coverage;
  test::play_folder<Stage>("acdd/import", coverage);
  EXPECT_EQ(coverage.missing(), "") << "play these rows in tests/scenarios/acdd/import";
}

}  // namespace
}  // namespace lintas::acdd::import_side
