#include "core/documents/import/decide.hpp"

#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <variant>

#include "base/decimal.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/import/code_on_page.hpp"
#include "core/documents/import/commands.hpp"
#include "core/documents/import/events.hpp"
#include "core/documents/import/evolve.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/import/table.hpp"
#include "core/documents/limits.hpp"
#include "core/documents/results.hpp"
#include "core/documents/ruling.hpp"
#include "tests/support/documents_stage.hpp"
#include "tests/support/field_numbers.hpp"
#include "tests/support/scenario.hpp"
#include "tests/support/transit_stage.hpp"

namespace lintas::documents::import_side {
namespace {

using test::Step;
using test::words;
using Coverage = test::PlayedRows<Machine>;

/// A certificate of Malaysia for Thailand, at the Thai customs.
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
                    {"certificate", verb(&Stage::came)},
                    {"cancel", verb(&Stage::cancelled)},
                    {"clarify", verb(&Stage::clarified)},
                    {"reply", verb(&Stage::replied)},
                    {"claim", verb(&Stage::claims)},
                    {"release", verb(&Stage::releases)},
                    {"accept", verb(&Stage::accepts)},
                    {"refuse", verb(&Stage::refuses)},
                    {"classify", verb(&Stage::classifies)},
                    {"settle", verb(&Stage::settles)},
                    {"check", verb(&Stage::checks)},
                    {"satisfied", verb(&Stage::ends)},
                    {"visit", verb(&Stage::visits)},
                    {"keep", verb(&Stage::keeps)},
                    {"reverse", verb(&Stage::reverses)},
                    {"ask_again", verb(&Stage::asks)},
                    {"drawn", verb(&Stage::draw_on)},
                    {"undone", verb(&Stage::undone)},
                    {"replaced", verb(&Stage::replaced_by)},
                    {"in_its_place", verb(&Stage::in_its_place)},
                    {"clock", verb(&Stage::tick)},
                    {"items", verb(&Stage::items)},
                    {"last", verb(&Stage::last)},
                    {"clock_from", verb(&Stage::choose)},
                    {"l2", verb(&Stage::acknowledged)},
                    {"l2_error", verb(&Stage::not_taken)},
                    {"given_back", verb(&Stage::given_back)},
                    {"record_reply", verb(&Stage::letter)},
                    {"paper", verb(&Stage::records)},
                    {"take_data", verb(&Stage::takes_data)},
                    {"keep_paper", verb(&Stage::keeps_paper)},
                    {"withdraw_page", verb(&Stage::withdraws_page)},
                    {"letter_of_cancellation", verb(&Stage::cancelled_by_letter)},
                    {"came", verb(&Stage::came_as)},
                    {"utilise", verb(&Stage::utilises)},
                    {"uses", verb(&Stage::uses)},
                    {"say_again", verb(&Stage::says_again)}};
    all["try"] = [this](const Step& step) { return try_out(step, verbs()); };
    return all;
  }

 private:
  static bool yes(const Step& step, const std::string& name, const char* otherwise) {
    return step.option(name, otherwise) == "yes";
  }
  static std::string why(const Step& step) { return words(step.option("why", "because")); }
  /// A certificate that came again has a row although it changes nothing.
  bool is_note(const Event& event) const override {
    return std::holds_alternative<Noted>(event.fact) && event.trigger != Trigger::certificate;
  }
  template <class Command>
  std::string give(const Step& step, const Command& command) {
    return play_and_keep(act(played_, command, context(step)));
  }
  std::string play_and_keep(const Ruling& ruling) {
    if (!ruling.events.empty()) last_ = ruling.events.back();
    return play(ruling);
  }
  std::string receives(const Step& step, Trigger trigger, const Letter& letter) {
    std::optional<Reference> alike;
    if (const auto page = step.option("beside")) alike = test::reference("MY", *page);
    if (machine::verdict<Machine>(played_.state, trigger) == machine::Verdict::early) return "early";
    return play_and_keep(receive(played_, trigger, letter, context(step), alike));
  }

  std::string came(const Step& step) {
    Letter letter;
    if (yes(step, "readable", "yes")) letter.contents = test::contents(step);
    letter.issued = parse_day(step.option("issued", "2026-03-02")).value();
    for (const auto& rule : test::split(step.option("faults", ""), ','))
      letter.faults.push_back({.rule = rule, .pointer = {}, .detail = {}});
    return receives(step, Trigger::certificate, letter);
  }
  std::string cancelled(const Step& step) {
    Letter letter;
    if (const auto successor = step.option("successor")) letter.successor = test::reference("MY", *successor);
    return receives(step, Trigger::cancel, letter);
  }
  /// All that is refused, or the items that are named; `stale`: as it was refused once before.
  std::string clarified(const Step& step) {
    Letter letter;
    for (const std::uint16_t number : test::item_numbers(step.option("items", ""))) {
      const Balance& item = *find(played_.items, number);
      letter.results.push_back({.item = number,
                                .result = item.result.value_or(Result{}),
                                .quantity = item.used,
                                .decided = yes(step, "stale", "no") ? Instant{Instant::duration{1}}
                                                                    : item.decided.value_or(Instant{})});
    }
    return receives(step, Trigger::clarify, letter);
  }
  static DocumentId request_of(const Step& step) { return *DocumentId::parse(step.option("request", "R-1")); }
  std::string replied(const Step& step) {
    return receives(step, Trigger::check_result, Letter{.request = request_of(step)});
  }
  std::string letter(const Step& step) {
    return give(step, RecordReply{.certificate = {}, .request = request_of(step), .text = why(step)});
  }
  std::string acknowledged(const Step& step) {
    return receives(step, Trigger::acknowledgement,
                    Letter{.answers = Answers::other, .request = request_of(step)});
  }

  /// Of what customs told; `of=response`: as the function says, with the instant of what was `said`;
  /// `request`: of a request to verify.
  std::string not_taken(const Step& step) {
    Letter letter{.faults = {{.rule = step.option("rule", "R-DOC-005"), .pointer = {}, .detail = {}}},
                  .answers = Answers::other};
    if (step.option("of", "") == "response") letter.answers = Answers::response;
    if (const auto said = step.option("said")) letter.said = parse_instant(*said).value();
    if (step.option("request")) letter.request = request_of(step);
    return receives(step, Trigger::acknowledgement, letter);
  }

  /// A page; `code`: what it is by its own code, "paper", "copy", or "unreadable"; `said`: what is said of
  /// the code.
  std::string records(const Step& step) {
    const Contents page = test::contents(step);
    RecordPaper command{.certificate = page.reference,
                        .importer = page.importer,
                        .issued = parse_day(step.option("issued", "2026-03-02")).value(),
                        .items = page.items,
                        .flags = page.flags,
                        .replaces = page.replaces,
                        .originals = page.originals,
                        .code = step.option("code", "")};
    const std::string said = step.option("said", command.code.empty() ? "none" : "read");
    if (said != "nothing") command.page_code = read_word<CodeOnPage>(said);
    std::optional<PageCode> code;
    if (!command.code.empty() && command.code != "unreadable") {
      code = PageCode{.certificate = test::reference("MY", step.option("code_of", "-")),
                      .issued = parse_day(step.option("code_issued", "2026-03-02")).value(),
                      .importer = page.importer,
                      .is_the_certificate = command.code == "paper",
                      .content = page.document};
    }
    return play_and_keep(act(played_, command, code, context(step)));
  }
  std::string takes_data(const Step& step) {
    return give(step, TakeData{.certificate = {}, .reason = why(step)});
  }
  std::string withdraws_page(const Step& step) {
    return give(step, WithdrawPage{.certificate = {}, .reason = why(step)});
  }
  std::string keeps_paper(const Step& step) {
    return give(step, KeepPaper{.certificate = {}, .reason = why(step)});
  }
  std::string cancelled_by_letter(const Step& step) {
    return give(step, RecordCancellation{.certificate = {}, .text = why(step), .successor = {}});
  }
  std::string came_as(const Step& /*step*/) { return std::string{find_word(played_.came)->word}; }

  std::string claims(const Step& step) {
    ClaimPreference command{.certificate = {},
                            .declaration = step.word(0),
                            .invoices = test::split(step.option("invoices", "INV-1"), ','),
                            .lines = test::item_lines(step),
                            .through_non_member = yes(step, "through_non_member", "no"),
                            .through_bill = yes(step, "through_bill", "no"),
                            .arrived = {},
                            .force_majeure = words(step.option("force_majeure", ""))};
    if (command.declaration == "none") command.declaration.clear();
    if (const auto day = step.option("arrived")) command.arrived = parse_day(*day).value();
    return give(step, command);
  }
  std::string utilises(const Step& step) {
    UtiliseItems command;
    command.declaration = step.word(0);
    command.invoices = test::split(step.option("invoices", "INV-1"), ',');
    command.lines = test::item_lines(step);
    return give(step, command);
  }
  std::string says_again(const Step& step) { return give(step, SayAgain{}); }
  /// "D-1 1=60 2=50; D-2 1=40"
  std::string uses(const Step& /*step*/) {
    std::string text;
    for (const Use& use : played_.uses) {
      text += (text.empty() ? "" : "; ") + use.declaration;
      for (const Line& line : use.lines) text += " " + std::to_string(line.item) + "=" + line.quantity.str();
    }
    return text.empty() ? "none" : text;
  }
  std::string releases(const Step& step) {
    return give(step, ReleaseClaim{.certificate = {}, .declaration = step.word(0)});
  }
  std::string accepts(const Step& step) {
    return give(step, AcceptItems{.certificate = {},
                                  .items = test::item_numbers(step.word(0)),
                                  .minor_discrepancy = yes(step, "minor", "no"),
                                  .text = words(step.option("text", ""))});
  }
  std::string refuses(const Step& step) {
    return give(step, RefuseItems{.certificate = {},
                                  .items = test::item_numbers(step.word(0)),
                                  .result = read_result(step.word(1)).value_or(Result{}),
                                  .reason = why(step)});
  }
  std::string classifies(const Step& step) {
    return give(step, ClassifyOtherwise{
                          .certificate = {}, .items = test::item_numbers(step.word(0)), .reason = why(step)});
  }
  std::string settles(const Step& step) {
    return give(step, SettleClassification{
                          .certificate = {}, .in_favour = step.word(0) == "for", .reason = why(step)});
  }
  std::string checks(const Step& step) {
    return give(step, CheckOrigin{.certificate = {},
                                  .items = test::item_numbers(step.word(0)),
                                  .random = yes(step, "random", "no"),
                                  .reason = words(step.option("why", "")),
                                  .request = request_of(step)});
  }
  std::string ends(const Step& step) {
    return give(step, EndCheck{.certificate = {}, .text = words(step.option("text", ""))});
  }
  std::string visits(const Step& step) {
    return give(step, NotifyVisit{.certificate = {}, .all_notified = yes(step, "notified", "yes")});
  }
  std::string keeps(const Step& step) { return give(step, KeepUse{.certificate = {}, .reason = why(step)}); }
  std::string reverses(const Step& step) {
    return give(step, ReverseUse{.certificate = {}, .reason = why(step)});
  }
  std::string asks(const Step& step) { return give(step, AskAgain{}); }
  std::string draw_on(const Step& step) {
    return play_and_keep(
        drawn(played_, Drawn{test::reference("TH", step.word(0)), test::item_lines(step)}, context(step)));
  }
  std::string undone(const Step& step) {
    return play_and_keep(draw_undone(played_, test::reference("TH", step.word(0)), context(step)));
  }
  std::string replaced_by(const Step& step) {
    return play_and_keep(replaced(played_, test::reference("MY", step.word(0)), context(step)));
  }
  std::string given_back(const Step& step) {
    return play_and_keep(place_given_back(played_, test::reference("MY", step.word(0)), context(step)));
  }
  /// Whether another one can be claimed in its place.
  std::string in_its_place(const Step& /*step*/) {
    const auto faults = faults_in_replacing(played_);
    return faults.empty() ? "ok" : faults.front().rule;
  }
  std::string tick(const Step& step) { return clock(step, time_passed); }
  std::string items(const Step& /*step*/) { return test::in_words(played_.items); }

  /// What the last event says beside its row.
  std::string last(const Step& /*step*/) {
    std::string text;
    const auto add = [&](std::string_view word) { text += (text.empty() ? "" : " ") + std::string{word}; };
    if (const auto* decided = std::get_if<Decided>(&last_.fact)) {
      for (const ItemResult& one : decided->results) {
        add(std::to_string(one.item) + "=" + std::string{facts_of(one.result)->code} + ":" +
            one.quantity.str());
      }
      if (decided->refund) add("refund");
      if (decided->late_refusal) add("late");
      if (decided->claimed) add("claimed " + to_text(*decided->claimed));
    }
    if (const auto* claimed = std::get_if<Claimed>(&last_.fact)) add(claimed->late ? "late" : "in time");
    if (const auto* cancel = std::get_if<CancelReceived>(&last_.fact)) {
      for (const Reference& one : cancel->drawn) add(one.number.str());
    }
    if (const auto* done = std::get_if<Done>(&last_.fact); done != nullptr && done->gives_back)
      add("gives back " + std::string{done->gives_back->number.str()});
    if (const auto* received = std::get_if<Received>(&last_.fact)) {
      if (received->gives_back) add("gives back " + std::string{received->gives_back->number.str()});
      if (received->page_code) add(find_word(*received->page_code)->word);
    }
    if (const auto* differing = std::get_if<Differing>(&last_.fact)) {
      add(differing->faults.front().rule);
      for (const Fault& one : differing->faults) add(one.pointer);
    }
    return text.empty() ? "nothing" : text;
  }
  /// The refusal clock of the state: of the claim, or by the letter of the treaty.
  std::string choose(const Step& step) {
    limits_.refusal_clock = step.word(0) == "receipt" ? RefusalClock::receipt : RefusalClock::claim;
    return "ok";
  }

  Event last_;
};

TEST(ImportSide, keeps_the_field_numbers_of_the_committed_list) {
  const auto differences =
      test::compare_with_committed<ClaimPreference, ReleaseClaim, AcceptItems, RefuseItems, ClassifyOtherwise,
                                   SettleClassification, CheckOrigin, EndCheck, NotifyVisit, KeepUse,
                                   ReverseUse, AskAgain, RecordReply, RecordPaper, TakeData, KeepPaper,
                                   RecordCancellation, WithdrawPage, UtiliseItems, SayAgain, Received, Faulty,
                                   Done, Claimed, ClaimReleased, Decided, Opened, UseReversed, CancelReceived,
                                   ClarificationCame, Replaced, Differing, PlaceGivenBack, NotTaken>(
          "import.", LINTAS_ROOT);
  EXPECT_EQ(test::joined_lines(differences.not_listed), "") << "append these to data/field-numbers.csv";
  EXPECT_EQ(test::joined_lines(differences.not_in_the_code), "")
      << "a number is never taken back or given to something else";
}

TEST(ImportSide, AUseIsRefusedByTheLineOfItsAct) {
  Certificate certificate;
  certificate.state = State::part_used;
  certificate.valid_until = parse_day("2027-03-01").value();
  certificate.contents = test::contents(test::parse_step("certificate", 1).value());
  certificate.items = balances_of(certificate.contents.items);
  certificate.items[0].used = Decimal::of(60);
  certificate.uses = {{.declaration = "D-1", .lines = {{1, Decimal::of(60)}}}};
  const test::Noon noon;
  UtiliseItems use;
  use.declaration = "D-1";
  use.invoices = {"INV-1"};
  use.lines = {{1, Decimal::of(60)}, {2, Decimal::of(51)}};
  const auto pointer_of_refusal = [&] {
    const Ruling ruling = act(certificate, use, noon.context);
    return ruling.answer.accepted() ? "accepted" : ruling.answer.refused_for.front().pointer;
  };
  EXPECT_EQ(pointer_of_refusal(), "lines/2/quantity") << "the first was used before";
  certificate.state = State::claimed;
  certificate.declaration = "D-1";
  EXPECT_EQ(pointer_of_refusal(), "lines/2") << "it has not claimed the second";
}

TEST(ImportSide, plays_every_scenario_and_every_row_of_the_table) {
  Coverage coverage;
  test::play_folder<Stage>("documents/import", coverage);
  EXPECT_EQ(coverage.missing(), "") << "play these rows in tests/scenarios/documents/import";
}

}  // namespace
}  // namespace lintas::documents::import_side
