#include "core/kinds/import/decide.hpp"

#include <functional>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

#include "base/decision.hpp"
#include "base/time.hpp"
#include "core/documents/fault.hpp"
#include "core/kinds/contents.hpp"
#include "core/kinds/import/commands.hpp"
#include "core/kinds/import/events.hpp"
#include "core/kinds/import/evolve.hpp"
#include "core/kinds/import/state.hpp"
#include "core/kinds/import/table.hpp"
#include "core/kinds/kind.hpp"
#include "core/kinds/letter.hpp"
#include "core/kinds/limits.hpp"
#include "core/kinds/messages.hpp"
#include "tests/support/documents_stage.hpp"
#include "tests/support/kind_stage.hpp"

namespace lintas::kinds::import_side {
namespace {

/// A permit of Malaysia at the authority of Singapore.
class DocumentWhereItIsReceived : public testing::Test {
 protected:
  std::string play(const Ruling& ruling) {
    for (const Event& event : ruling.events) document = evolve(document, event);
    return test::outcome_of<Machine>(ruling, name_of);
  }
  std::string comes(const Contents& contents) {
    return play(receive(document, Trigger::document, {.reference = contents.reference, .contents = contents},
                        clock.context()));
  }
  std::string faulty() {
    return play(
        receive(document, Trigger::document,
                {.reference = reference, .faults = {{.rule = "SCH-008", .pointer = {}, .detail = {}}}},
                clock.context()));
  }
  std::string cancelled(std::optional<Number> replaced_by = {}) {
    return play(receive(document, Trigger::cancel, {.reference = reference, .replaced_by = replaced_by},
                        clock.context()));
  }
  std::string answer(bool accept, std::string reason = "inspected") {
    return play(act(document,
                    AnswerDocument{.reference = reference, .accept = accept, .reason = std::move(reason)},
                    clock.context()));
  }
  std::string use(std::string_view declaration, std::vector<Line> lines = {}) {
    return play(act(document,
                    UseDocument{.reference = reference,
                                .declaration = DeclarationNumber::parse(declaration).value(),
                                .lines = std::move(lines)},
                    clock.context()));
  }
  std::string ring() {
    clock.at = *document.due;
    return play(time_passed(document, clock.context()));
  }

  test::DocClock clock;
  Reference reference = test::doc_contents().reference;
  Document document;
};

TEST_F(DocumentWhereItIsReceived, is_taken_answered_and_used_line_by_line) {
  EXPECT_EQ(comes(test::doc_contents()), "AVAILABLE sends DOC.ANSWER");
  EXPECT_EQ(answer(true, ""), "ACCEPTED sends DOC.ANSWER");
  EXPECT_EQ(use("D-1", {test::doc_line(1, "60")}), "IN_USE sends DOC.USE");
  EXPECT_EQ(use("D-2", {test::doc_line(1, "40"), test::doc_line(2, "20")}), "USED sends DOC.USE");
}

TEST_F(DocumentWhereItIsReceived, R_KIND_036_only_what_is_left_is_used) {
  comes(test::doc_contents());
  use("D-1", {test::doc_line(1, "60")});
  EXPECT_EQ(use("D-2", {test::doc_line(1, "40.5")}), "R-KIND-036");
  EXPECT_EQ(use("D-2", {test::doc_line(3, "1")}), "R-KIND-036");
  EXPECT_EQ(use("D-2", {test::doc_line(2, "1"), test::doc_line(2, "1")}), "R-KIND-036");
  EXPECT_EQ(use("D-2", {test::doc_line(2, "0")}), "R-KIND-036");
  EXPECT_EQ(use("D-2"), "R-KIND-036") << "a document that is consumed is not used as a whole";
  Line other = test::doc_line(1, "1");
  other.unit = Unit::parse("KGM").value();
  EXPECT_EQ(use("D-2", {other}), "R-KIND-036");
}

TEST_F(DocumentWhereItIsReceived, R_KIND_036_a_document_that_is_used_as_a_whole_has_no_lines) {
  comes(test::doc_contents(Life::issued_used));
  EXPECT_EQ(use("D-1", {test::doc_line(1, "1")}), "R-KIND-036");
  EXPECT_EQ(use("D-1"), "USED sends DOC.USE");
}

TEST_F(DocumentWhereItIsReceived, R_KIND_037_a_declaration_uses_it_once) {
  comes(test::doc_contents());
  use("D-1", {test::doc_line(1, "1")});
  EXPECT_EQ(use("D-1", {test::doc_line(1, "1")}), "R-KIND-037");
}

TEST_F(DocumentWhereItIsReceived, R_KIND_038_what_is_not_used_up_is_not_used) {
  comes(test::doc_contents(Life::issued_replaced));
  EXPECT_EQ(use("D-1"), "R-KIND-038");
}

TEST_F(DocumentWhereItIsReceived, R_KIND_039_more_uses_than_are_counted_are_refused) {
  comes(test::doc_contents());
  for (std::size_t i = 0; i < bounds::uses_max; ++i)
    ASSERT_EQ(use("D-" + std::to_string(i), {test::doc_line(1, "0.1")}), "IN_USE sends DOC.USE");
  EXPECT_EQ(use("D-last", {test::doc_line(1, "0.1")}), "R-KIND-039");
}

TEST_F(DocumentWhereItIsReceived, what_was_refused_is_not_used) {
  comes(test::doc_contents(Life::issued_used));
  EXPECT_EQ(answer(false, ""), "R-DOC-002") << "a refusal says why";
  EXPECT_EQ(answer(false), "REFUSED sends DOC.ANSWER");
  EXPECT_EQ(use("D-1"), "R-DOC-001");
  EXPECT_EQ(answer(true), "ACCEPTED sends DOC.ANSWER");
  EXPECT_EQ(use("D-1"), "USED sends DOC.USE");
}

TEST_F(DocumentWhereItIsReceived, a_cancellation_counts_before_the_document_comes) {
  EXPECT_EQ(cancelled(), "CANCELLED sends DOC.ANSWER");
  EXPECT_EQ(comes(test::doc_contents()), "CANCELLED sends DOC.ANSWER");
  EXPECT_EQ(use("D-1", {test::doc_line(1, "1")}), "R-DOC-001");
}

TEST_F(DocumentWhereItIsReceived, what_is_used_up_is_not_cancelled_and_what_is_left_is) {
  comes(test::doc_contents());
  use("D-1", {test::doc_line(1, "1")});
  EXPECT_EQ(cancelled(test::doc_number("T-2")), "REPLACED sends DOC.ANSWER");
  document = {};
  comes(test::doc_contents(Life::issued_used));
  use("D-1");
  EXPECT_EQ(cancelled(), "USED sends DOC.ANSWER");
}

TEST_F(DocumentWhereItIsReceived, R_KIND_035_what_is_altered_under_its_number_is_answered_and_not_taken) {
  comes(test::doc_contents());
  Contents altered = test::doc_contents();
  altered.lines[0].quantity = Decimal::parse("1000").value();
  altered.document.bytes[0] = std::byte{2};
  const auto ruling =
      receive(document, Trigger::document, {.reference = reference, .contents = altered}, clock.context());
  ASSERT_EQ(ruling.events.size(), 1U);
  const auto& fact = std::get<documents::Noted>(static_cast<const Facts&>(ruling.events[0].fact));
  EXPECT_EQ(fact.faults.at(0).rule, "R-KIND-035");
  EXPECT_EQ(comes(test::doc_contents()), "AVAILABLE sends DOC.ANSWER") << "the same is taken once";
}

TEST_F(DocumentWhereItIsReceived, the_same_document_is_known_whatever_the_table_of_the_day_makes_of_it) {
  comes(test::doc_contents());
  Contents by_another_table = test::doc_contents();
  by_another_table.life = Life::issued_replaced;
  by_another_table.valid_until = parse_day("2028-06-30");
  by_another_table.lines.clear();
  const auto ruling = receive(document, Trigger::document,
                              {.reference = reference, .contents = by_another_table}, clock.context());
  ASSERT_EQ(ruling.events.size(), 1U);
  EXPECT_EQ(ruling.events[0].when, Case::again);
  by_another_table.life = Life::issued_consumed;
  const Letter found_faulty{.reference = reference,
                            .contents = by_another_table,
                            .faults = {{.rule = "R-KIND-010", .pointer = {}, .detail = {}}}};
  const auto faulty_now = receive(document, Trigger::document, found_faulty, clock.context());
  ASSERT_EQ(faulty_now.events.size(), 1U);
  EXPECT_EQ(faulty_now.events[0].when, Case::again) << "it was taken";
}

TEST_F(DocumentWhereItIsReceived, what_cannot_be_read_is_answered_and_repaired) {
  EXPECT_EQ(faulty(), "TECH_ERROR sends DOC.ANSWER");
  EXPECT_EQ(document.contents.reference, reference);
  EXPECT_EQ(comes(test::doc_contents()), "AVAILABLE sends DOC.ANSWER");
  EXPECT_EQ(faulty(), "AVAILABLE sends DOC.ANSWER");
}

TEST_F(DocumentWhereItIsReceived, what_is_repaired_after_it_was_put_away_is_taken_all_the_same) {
  faulty();
  EXPECT_EQ(ring(), "CLOSED");
  EXPECT_EQ(faulty(), "CLOSED sends DOC.ANSWER");
  Contents corrected = test::doc_contents();
  corrected.valid_until = parse_day("2031-06-30");
  EXPECT_EQ(comes(corrected), "AVAILABLE sends DOC.ANSWER");
  document = {};
  faulty();
  ring();
  EXPECT_EQ(comes(test::doc_contents()), "EXPIRED sends DOC.ANSWER") << "its last day is over by then";
}

TEST_F(DocumentWhereItIsReceived, its_last_day_ends_it) {
  comes(test::doc_contents());
  EXPECT_EQ(ring(), "EXPIRED");
  EXPECT_EQ(use("D-1", {test::doc_line(1, "1")}), "R-DOC-001");
  document = {};
  EXPECT_EQ(comes(test::doc_contents()), "EXPIRED sends DOC.ANSWER") << "what comes after it";
  EXPECT_EQ(ring(), "CLOSED");
}

TEST_F(DocumentWhereItIsReceived, every_row_is_played_in_each_of_its_states) {
  std::vector<std::function<Ruling(const Document&)>> moves;
  const auto message = [this](Trigger trigger, const Letter& letter) {
    return [=, this](const Document& one) { return receive(one, trigger, letter, clock.context()); };
  };
  Contents good = test::doc_contents();
  Contents for_ever = good;
  for_ever.valid_until.reset();
  Contents over = good;
  over.valid_until = over.issued = *parse_day("2026-01-05");
  Contents altered = good;
  altered.document.bytes[0] = std::byte{2};
  for (const Contents& contents : {good, for_ever, over, altered})
    moves.push_back(message(Trigger::document, {.reference = reference, .contents = contents}));
  moves.push_back(message(Trigger::document, {.reference = reference,
                                              .faults = {{.rule = "SCH-008", .pointer = {}, .detail = {}}}}));
  moves.push_back(message(Trigger::cancel, {.reference = reference}));
  moves.push_back(message(Trigger::cancel, {.reference = reference, .replaced_by = test::doc_number("T-2")}));
  for (const bool accept : {true, false}) {
    moves.push_back([=, this](const Document& one) {
      return act(one, AnswerDocument{.reference = reference, .accept = accept, .reason = "seen"},
                 clock.context());
    });
  }
  for (const auto& use : {test::doc_use("D-1", {test::doc_line(1, "60")}),
                          test::doc_use("D-2", {test::doc_line(1, "40"), test::doc_line(2, "20")}),
                          test::doc_use("D-3", {test::doc_line(1, "100"), test::doc_line(2, "20")}),
                          test::doc_use("D-4", {test::doc_line(1, "5")})}) {
    moves.push_back([=, this](const Document& one) {
      return act(one, UseDocument{.reference = reference, .declaration = use.declaration, .lines = use.lines},
                 clock.context());
    });
  }
  moves.push_back([this](const Document& one) {
    if (!one.due) return Ruling{};
    test::DocClock later = clock;
    later.at = *one.due;
    return time_passed(one, later.context());
  });
  const auto alike = [](const Document& one) {
    return std::to_string(std::to_underlying(one.state)) + (one.replaced_by ? " replaced" : "") +
           (one.given_up ? " given up" : "") + (one.received ? " received" : "") + " " +
           std::to_string(one.uses.size()) + (one.contents.valid_until ? "" : " for ever");
  };
  const auto is_note = [](const Event&) { return false; };
  EXPECT_EQ((test::played_everywhere<Machine, Document, Event>(moves, alike, is_note).missing()), "");
}

}  // namespace
}  // namespace lintas::kinds::import_side
