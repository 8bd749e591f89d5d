#include "core/acdd/export/decide.hpp"

#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <variant>

#include "base/time.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/export/commands.hpp"
#include "core/acdd/export/events.hpp"
#include "core/acdd/export/evolve.hpp"
#include "core/acdd/export/state.hpp"
#include "core/acdd/export/table.hpp"
#include "core/acdd/letter.hpp"
#include "core/acdd/limits.hpp"
#include "core/acdd/messages.hpp"
#include "core/acdd/ruling.hpp"
#include "core/refdata/calendar.hpp"
#include "tests/support/acdd_stage.hpp"
#include "tests/support/documents_stage.hpp"
#include "tests/support/scenario.hpp"
#include "tests/support/transit_stage.hpp"

namespace lintas::acdd::export_side {
namespace {

using test::Step;
using test::words;
using Coverage = test::PlayedRows<Machine>;

/// Singapore releases an export to Malaysia.
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
            {"release", verb(&Stage::releases)},
            {"send", verb(&Stage::sends)},
            {"amend", verb(&Stage::amends)},
            {"cancel", verb(&Stage::cancels)},
            {"resend", verb(&Stage::resends)},
            {"l2", verb(&Stage::checked)},
            {"response", verb(&Stage::answered)},
            {"kept", verb(&Stage::kept)},
            {"version", verb(&Stage::version)},
            {"letter", verb(&Stage::wrote)},
            {"look", verb(&Stage::looks)},
            {"last", verb(&Stage::last)},
            {"try", [this](const Step& step) { return try_out(step, verbs()); }}};
  }

 private:
  bool is_note(const Event& event) const override { return std::holds_alternative<Noted>(event.fact); }
  static std::string why(const Step& step) { return words(step.option("why", "because")); }
  static bool yes(const Step& step, const std::string& name) { return step.option(name, "no") == "yes"; }
  template <class Command>
  std::string give(const Step& step, const Command& command) {
    return play(act(played_, command, yes(step, "asked"), context(step)));
  }
  static Permit permit(const Step& step) { return test::permit("SG", step.option("permit", "P-1")); }

  std::string releases(const Step& step) {
    return give(step, ReleaseExport{.contents = test::acdd_contents(step), .consent = yes(step, "consent")});
  }
  std::string sends(const Step& step) {
    return give(step, SendDocument{.permit = permit(step), .consent = yes(step, "consent")});
  }
  std::string amends(const Step& step) {
    return give(step, AmendExport{.contents = test::acdd_contents(step), .reason = why(step)});
  }
  std::string cancels(const Step& step) {
    return give(step, CancelExport{.permit = permit(step), .reason = why(step)});
  }
  std::string resends(const Step& step) {
    return give(step, ResendDocument{.permit = permit(step), .reason = why(step)});
  }
  std::string looks(const Step& step) {
    return give(step, LookAtExport{.permit = permit(step), .reason = why(step)});
  }
  std::string wrote(const Step& step) {
    return give(
        step, AnsweredByLetter{
                  .permit = permit(step), .done = step.option("done", "yes") == "yes", .reason = why(step)});
  }
  /// Answers say their version, unless they are told to say none: 0.
  Letter letter(const Step& step, std::uint16_t version) const {
    Letter letter{.permit = permit(step)};
    letter.version = static_cast<std::uint16_t>(std::stoi(step.option("version", std::to_string(version))));
    for (const auto& rule : test::split(step.option("faults", ""), ','))
      letter.faults.push_back({.rule = rule, .pointer = {}, .detail = {}});
    if (step.option("of", "document") == "cancellation") letter.answers = Answers::cancellation;
    letter.refuses = step.option("cancelled", "yes") == "no";
    return letter;
  }
  std::string checked(const Step& step) {
    const bool bad = step.option("faults").has_value() || yes(step, "error");
    const bool of_cancellation = step.option("of", "document") == "cancellation";
    return play_and_keep(receive(played_, bad ? l2_error : l2_ok,
                                 letter(step, of_cancellation ? played_.asked : played_.contents.version),
                                 context(step)));
  }
  std::string answered(const Step& step) {
    return play_and_keep(receive(played_, acdd_response, letter(step, played_.asked), context(step)));
  }
  std::string tick(const Step& step) { return clock(step, time_passed); }
  std::string kept(const Step& /*step*/) {
    std::string text;
    for (const auto& fault : played_.kept) text += (text.empty() ? "" : " ") + fault.rule;
    return text.empty() ? "nothing" : text;
  }
  std::string version(const Step& /*step*/) { return std::to_string(played_.contents.version); }
  std::string play_and_keep(const Ruling& ruling) {
    if (!ruling.events.empty()) last_ = ruling.events.back();
    return play(ruling);
  }
  /// What the last message is kept as, with the rules of its faults.
  std::string last(const Step& /*step*/) {
    std::string text;
    std::visit(
        [&](const auto& fact) {
          if constexpr (requires { fact.message; }) text = name_of(fact.message);
          if constexpr (requires { fact.faults; })
            for (const auto& fault : fact.faults) text += (text.empty() ? "" : " ") + fault.rule;
        },
        static_cast<const Facts&>(last_.fact));
    return text.empty() ? "nothing" : text;
  }

  Event last_;
};

TEST(AcddExport, EachEventSaysTheAlarmThatStandsBehindIt) {
  const refdata::Calendar calendar;
  const Limits limits;
  const Context context{.at = *parse_instant("2026-03-02T04:00:00Z"),
                        .by = {},
                        .limits = limits,
                        .calendar = calendar,
                        .as_data = true};
  Document document;
  const auto told = [&](const Ruling& ruling) {
    const Event& event = ruling.events.at(0);
    document = evolve(document, event);
    EXPECT_EQ(alarm_behind(event), document.alarm);
    return alarm_behind(event);
  };
  const auto does = [&](const auto& command) { return told(act(document, command, false, context)); };
  const Permit permit = test::permit("SG", "P-1");
  Letter letter{.permit = permit, .version = 1};
  const auto hears = [&](MessageNumber number) { return told(receive(document, number, letter, context)); };
  const auto look = [&] { return does(LookAtExport{.permit = permit, .reason = "told them"}); };
  const Contents contents = test::acdd_contents(test::parse_step("release", 1).value());

  EXPECT_EQ(does(ReleaseExport{.contents = contents, .consent = true}), std::nullopt);
  EXPECT_EQ(told(time_passed(document, context)), Alarm::no_answer);
  EXPECT_EQ(hears(acdd_response), Alarm::no_answer) << "evidence";
  EXPECT_EQ(look(), std::nullopt);
  EXPECT_EQ(hears(acdd_response), std::nullopt);

  // What was refused stands behind whatever comes next.
  EXPECT_EQ(does(CancelExport{.permit = permit, .reason = "not shipped"}), std::nullopt);
  letter.refuses = true;
  EXPECT_EQ(hears(acdd_response), Alarm::cancel_refused);
  EXPECT_EQ(document.state, State::sent);
  EXPECT_EQ(told(time_passed(document, context)), Alarm::no_answer);
  EXPECT_EQ(look(), Alarm::cancel_refused) << "the one behind";
  letter.faults = {{"SCH-001", "", ""}};
  EXPECT_EQ(hears(l2_error), Alarm::cancel_refused);
  EXPECT_EQ(does(ResendDocument{.permit = permit, .reason = "repaired"}), Alarm::cancel_refused);
  EXPECT_EQ(does(AnsweredByLetter{.permit = permit, .done = false, .reason = "letter 12"}),
            Alarm::cancel_refused);
  EXPECT_EQ(hears(l2_ok), Alarm::cancel_refused);
  EXPECT_EQ(document.state, State::available);
  EXPECT_EQ(look(), std::nullopt);

  EXPECT_EQ(does(AmendExport{.contents = contents, .reason = "weighed again"}), std::nullopt);
  letter.answers = Answers::cancellation;
  EXPECT_EQ(hears(l2_error), Alarm::cancel_faulty);
  letter.answers = Answers::document;
  letter.refuses = false;
  EXPECT_EQ(hears(acdd_response), Alarm::cancel_faulty) << "it stands until somebody looks";
}

TEST(AcddExport, plays_every_scenario_and_every_row_of_the_table) {
  Coverage coverage;
  test::play_folder<Stage>("acdd/export", coverage);
  EXPECT_EQ(coverage.missing(), "") << "play these rows in tests/scenarios/acdd/export";
}

}  // namespace
}  // namespace lintas::acdd::export_side
