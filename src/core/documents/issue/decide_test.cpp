#include "core/documents/issue/decide.hpp"

#include <gtest/gtest.h>
#include <string>
#include <utility>
#include <variant>

#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/issue/commands.hpp"
#include "core/documents/issue/events.hpp"
#include "core/documents/issue/evolve.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/issue/table.hpp"
#include "tests/support/documents_stage.hpp"
#include "tests/support/field_numbers.hpp"
#include "tests/support/scenario.hpp"
#include "tests/support/transit_stage.hpp"

namespace lintas::documents::issue_side {
namespace {

using test::Step;
using test::words;
using Coverage = test::PlayedRows<Machine>;

/// A certificate of Malaysia for Thailand, at its issuer.
class Stage : public test::DocumentStage<Machine, Certificate, Event> {
 public:
  using DocumentStage::DocumentStage;

  test::Verbs verbs() {
    const auto verb = [this](std::string (Stage::*what)(const Step&)) {
      return [this, what](const Step& step) { return (this->*what)(step); };
    };
    test::Verbs all{{"now", verb(&Stage::now)},
                    {"due", verb(&Stage::due)},
                    {"alarm", verb(&Stage::alarm)},
                    {"draft", verb(&Stage::draft)},
                    {"submit", verb(&Stage::submit)},
                    {"approve", verb(&Stage::approve)},
                    {"transmit", verb(&Stage::transmit)},
                    {"print", verb(&Stage::print)},
                    {"cancel", verb(&Stage::cancel)},
                    {"answer", verb(&Stage::answered)},
                    {"switch", verb(&Stage::switch_over)},
                    {"paper", verb(&Stage::paper)},
                    {"keep", verb(&Stage::keep)},
                    {"drawn", verb(&Stage::draw_on)},
                    {"undone", verb(&Stage::undone)},
                    {"lost", verb(&Stage::lost)},
                    {"l1", verb(&Stage::l1)},
                    {"l2", verb(&Stage::l2)},
                    {"l3", verb(&Stage::l3)},
                    {"c1", verb(&Stage::c1)},
                    {"reversed", verb(&Stage::reversed)},
                    {"retransmit", verb(&Stage::again)},
                    {"clock", verb(&Stage::tick)},
                    {"items", verb(&Stage::items)},
                    {"valid_until", verb(&Stage::until)}};
    all["delete"] = [this](const Step& step) { return give<DeleteDraft>(step); };
    all["refuse"] = [this](const Step& step) { return give_for<RefuseApplication>(step); };
    all["return"] = [this](const Step& step) { return give_for<ReturnApplication>(step); };
    all["resend"] = [this](const Step& step) { return give_for<ResendCertificate>(step); };
    all["withdraw"] = [this](const Step& step) { return give_for<WithdrawCancellation>(step); };
    all["accept_use"] = [this](const Step& step) { return give_for<AcceptUse>(step); };
    all["try"] = [this](const Step& step) { return try_out(step, verbs()); };
    all["clarify"] = [this](const Step& step) {
      return play(act(played_, ClarifyRefusal{.document = {}, .text = why(step)}, context(step)));
    };
    return all;
  }

 private:
  static bool yes(const Step& step, const std::string& name, const char* otherwise) {
    return step.option(name, otherwise) == "yes";
  }
  static std::string why(const Step& step) { return words(step.option("why", "because")); }
  bool is_note(const Event& event) const override { return std::holds_alternative<Noted>(event.fact); }

  template <class Command>
  std::string give(const Step& step) {
    return play(act(played_, Command{}, context(step)));
  }
  template <class Command>
  std::string give_for(const Step& step) {
    return play(act(played_, Command{.document = {}, .reason = why(step)}, context(step)));
  }
  std::string draft(const Step& step) {
    return play(act(
        played_,
        DraftCertificate{.document = {}, .contents = test::contents(step), .exporter = {}, .application = {}},
        context(step)));
  }
  std::string submit(const Step& step) {
    return play(act(played_,
                    SubmitApplication{.document = {}, .authenticated = yes(step, "authenticated", "yes")},
                    context(step)));
  }
  std::string approve(const Step& step) {
    return play(
        act(played_,
            ApproveApplication{.document = {},
                               .number = *ReferenceNumber::parse(step.option("number", "TH-26/01/00001")),
                               .qualifying = test::item_numbers(step.option("items", "1,2"))},
            context(step)));
  }
  std::string transmit(const Step& step) {
    return play(act(played_, TransmitCertificate{.document = {}, .authorised = yes(step, "word", "yes")},
                    context(step)));
  }
  std::string print(const Step& step) {
    return play(act(played_, PrintCertificate{.document = {}, .reason = words(step.option("why", ""))},
                    context(step)));
  }
  std::string cancel(const Step& step) {
    CancelCertificate command{
        .document = {}, .reason = why(step), .successor = {}, .drawn_known = yes(step, "known", "no")};
    command.surrendered = yes(step, "surrendered", "no");
    if (const auto successor = step.option("successor"))
      command.successor = test::reference("MY", *successor);
    Ruling ruling = act(played_, command, context(step));
    if (yes(step, "letter", "no"))  // cancellations do not go as data between the two
      for (Event& event : ruling.events) event.by_letter = std::exchange(event.sent, {});
    return play(ruling);
  }
  /// Customs wrote that it cancelled, or took its use back; or that it keeps it.
  std::string answered(const Step& step) {
    return play(
        act(played_,
            AnsweredByLetter{
                .document = {}, .done = step.word(0) == "done", .text = words(step.option("why", "letter"))},
            context(step)));
  }
  std::string switch_over(const Step& step) {
    return play(act(played_, SwitchToData{.document = {}, .surrendered = yes(step, "surrendered", "yes")},
                    context(step)));
  }
  std::string paper(const Step& step) {
    return play(act(
        played_,
        RecordPaperResult{.document = {}, .results = test::results(step, played_.items), .text = why(step)},
        context(step)));
  }
  std::string keep(const Step& step) {
    KeepWithAnother command{.document = {}, .cancelled = test::reference("VN", step.word(0)), .original = {}};
    command.original = {.certificate = test::reference("VN", step.word(1)),
                        .issued = *parse_day("2026-02-01"),
                        .valid_until = parse_day(step.option("until", "2027-02-01")).value(),
                        .lines = {{1, Decimal::parse("40").value()}}};
    if (yes(step, "no_lines", "no")) command.original.lines.clear();
    return play(act(played_, command, context(step)));
  }
  std::string draw_on(const Step& step) {
    return play(drawn(
        played_, Drawn{test::reference("SG", step.word(0)), test::item_lines(step), *Country::parse("ID")},
        context(step)));
  }
  std::string undone(const Step& step) {
    return play(draw_undone(played_, test::reference("SG", step.word(0)), context(step)));
  }
  std::string lost(const Step& step) {
    return play(original_cancelled(played_, test::reference("VN", step.word(0)), context(step)));
  }

  std::string receives(const Step& step, Trigger trigger, const Letter& letter) {
    if (machine::verdict<Machine>(played_.state, trigger) == machine::Verdict::early) return "early";
    return play(receive(played_, trigger, letter, context(step)));
  }
  std::string l1(const Step& step) { return receives(step, Trigger::receipt, {}); }
  std::string l2(const Step& step) {
    Letter letter;
    if (step.option("of") == "cancellation") letter.answers = Answers::cancellation;
    for (const auto& rule : test::split(step.option("faults", ""), ','))
      letter.faults.push_back({.rule = rule, .pointer = {}, .detail = {}});
    return receives(step, Trigger::acknowledgement, letter);
  }
  std::string l3(const Step& step) {
    Letter letter;
    letter.results = test::results(step, played_.items);
    if (yes(step, "covers_paper", "no")) letter.covers_paper = true;
    return receives(step, Trigger::response, letter);
  }
  std::string c1(const Step& step) { return receives(step, Trigger::already_used, {}); }
  std::string reversed(const Step& step) { return receives(step, Trigger::use_reversed, {}); }
  std::string again(const Step& step) { return receives(step, Trigger::retransmit_request, {}); }
  std::string tick(const Step& step) { return clock(step, time_passed); }

  std::string items(const Step& /*step*/) { return test::in_words(played_.items); }
  std::string until(const Step& /*step*/) { return to_text(played_.valid_until.value()); }
};

TEST(IssueSide, keeps_the_field_numbers_of_the_committed_list) {
  const auto differences = test::compare_with_committed<
      DraftCertificate, SubmitApplication, DeleteDraft, RefuseApplication, ReturnApplication,
      ApproveApplication, TransmitCertificate, PrintCertificate, CancelCertificate, ResendCertificate,
      SwitchToData, RecordPaperResult, WithdrawCancellation, AcceptUse, ClarifyRefusal, KeepWithAnother,
      AnsweredByLetter, Drafted, Done, Approved, Acknowledged, Responded, CancellationSent, OriginalCancelled,
      OriginalReplaced, Clarified, GoneOn>("issue.", LINTAS_ROOT);
  EXPECT_EQ(test::joined_lines(differences.not_listed), "") << "append these to data/field-numbers.csv";
  EXPECT_EQ(test::joined_lines(differences.not_in_the_code), "")
      << "a number is never taken back or given to something else";
}

// 3.15 TNE are not 3.15 KGM.
TEST(IssueSide, R_DOC_023_a_quantity_is_told_in_the_unit_of_its_item) {
  Certificate certificate;
  certificate.state = State::available;
  certificate.items = {{.item = 1, .quantity = Decimal::of(100), .unit = Unit::parse("KGM").value()}};
  const refdata::Calendar calendar;
  const Context context{.at = parse_instant("2026-03-02T04:00:00Z").value(),
                        .by = {},
                        .limits = limits_on(parse_day("2026-03-02").value()),
                        .calendar = calendar};
  Letter letter;
  letter.results = {{.item = 1, .result = Result::u2, .quantity = Decimal::of(3), .decided = context.at}};
  const auto outcome = [&](std::string_view unit) {
    letter.results[0].unit = Unit::parse(unit).value();
    const auto event = receive(certificate, Trigger::response, letter, context).events.at(0);
    const auto* noted = std::get_if<Noted>(&event.fact);
    return noted == nullptr ? "booked" : noted->faults.at(0).rule;
  };
  EXPECT_EQ(outcome("KGM"), "booked");
  EXPECT_EQ(outcome("TNE"), "R-DOC-023");
}

TEST(IssueSide, R_DOC_026_so_many_certificates_live_on_it_and_no_more) {
  Certificate certificate;
  certificate.state = State::available;
  certificate.items = {{.item = 1, .quantity = Decimal::of(1'000'000), .unit = {}}};
  const auto draw = [](std::size_t i) {
    return Drawn{
        .by = test::reference("SG", std::to_string(i)), .lines = {{1, Decimal::of(1)}}, .importer = {}};
  };
  for (std::size_t i = 1; i < draws_max; ++i) certificate.drawn.push_back(draw(i));
  const refdata::Calendar calendar;
  const Context context{.at = parse_instant("2026-03-02T04:00:00Z").value(),
                        .by = {},
                        .limits = limits_on(parse_day("2026-03-02").value()),
                        .calendar = calendar};
  const Event last = drawn(certificate, draw(draws_max), context).events.at(0);
  ASSERT_TRUE(std::holds_alternative<DrawnOn>(last.fact));
  certificate = evolve(std::move(certificate), last);
  const Event further = drawn(certificate, draw(draws_max + 1), context).events.at(0);
  ASSERT_TRUE(std::holds_alternative<Noted>(further.fact));
  EXPECT_EQ(std::get<Noted>(further.fact).faults.at(0).rule, "R-DOC-026");
  EXPECT_EQ(further.sent, std::vector<MessageNumber>{l2_error});
}

TEST(IssueSide, plays_every_scenario_and_every_row_of_the_table) {
  Coverage coverage;
  test::play_folder<Stage>("documents/issue", coverage);
  EXPECT_EQ(coverage.missing(), "") << "play these rows in tests/scenarios/documents/issue";
}

}  // namespace
}  // namespace lintas::documents::issue_side
