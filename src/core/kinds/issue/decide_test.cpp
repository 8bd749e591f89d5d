#include "core/kinds/issue/decide.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <gtest/gtest.h>
#include <string>
#include <variant>
#include <vector>

#include "base/decision.hpp"
#include "base/time.hpp"
#include "core/documents/events.hpp"
#include "core/kinds/contents.hpp"
#include "core/kinds/issue/commands.hpp"
#include "core/kinds/issue/events.hpp"
#include "core/kinds/issue/evolve.hpp"
#include "core/kinds/issue/state.hpp"
#include "core/kinds/issue/table.hpp"
#include "core/kinds/kind.hpp"
#include "core/kinds/letter.hpp"
#include "core/kinds/limits.hpp"
#include "core/kinds/messages.hpp"
#include "tests/support/documents_stage.hpp"
#include "tests/support/kind_stage.hpp"

namespace lintas::kinds::issue_side {
namespace {

/// A permit of Malaysia at the authority that issued it.
class DocumentWhereItIsIssued : public testing::Test {
 protected:
  std::string play(const Ruling& ruling) {
    for (const Event& event : ruling.events) document = evolve(document, event);
    return test::outcome_of<Machine>(ruling, name_of);
  }
  std::string issue(Life life = Life::issued_consumed, bool as_data = true) {
    return play(act(document, IssueDocument{.contents = test::doc_contents(life)}, clock.context(as_data)));
  }
  std::string answer(Answer answer) {
    return play(receive(document, doc_answer, {.reference = document.contents.reference, .answer = answer},
                        clock.context()));
  }
  std::string use(std::string_view declaration, std::vector<Line> lines = {}) {
    return play(receive(
        document, doc_use,
        {.reference = document.contents.reference, .use = test::doc_use(declaration, std::move(lines))},
        clock.context()));
  }
  std::string cancel() {
    return play(act(document, CancelDocument{.reference = document.contents.reference, .reason = "lost"},
                    clock.context()));
  }
  std::string look(std::string reason = "told them by telephone") {
    return play(act(document,
                    LookAtDocument{.reference = document.contents.reference, .reason = std::move(reason)},
                    clock.context()));
  }
  std::string ring() {
    clock.at = *document.due;
    return play(time_passed(document, clock.context()));
  }

  test::DocClock clock;
  Document document;
};

TEST_F(DocumentWhereItIsIssued, shows_four_facts_apart) {
  EXPECT_EQ(issue(), "SENT sends DOC.SEND");
  EXPECT_FALSE(document.taken || document.answered);
  EXPECT_EQ(answer(Answer::taken), "TAKEN");
  EXPECT_TRUE(document.taken && !document.answered);
  EXPECT_EQ(answer(Answer::accepted), "ACCEPTED");
  EXPECT_TRUE(document.answered);
  EXPECT_TRUE(document.uses.empty());
  EXPECT_EQ(use("D-1", {test::doc_line(1, "60")}), "IN_USE");
  EXPECT_EQ(use("D-2", {test::doc_line(1, "40"), test::doc_line(2, "20")}), "USED");
}

TEST_F(DocumentWhereItIsIssued, is_used_at_once_where_its_kind_is_not_consumed) {
  issue(Life::issued_used);
  EXPECT_EQ(use("D-1"), "USED") << "a state that never answers may use all the same";
}

TEST_F(DocumentWhereItIsIssued, a_use_that_cannot_be_changes_nothing_and_somebody_looks_at_it) {
  issue();
  answer(Answer::taken);
  use("D-1", {test::doc_line(1, "60")});
  const auto refused = [&](std::string_view declaration, std::vector<Line> lines) {
    const std::string told = use(declaration, std::move(lines));
    if (document.not_booked.empty()) return told + ", booked";
    return told + ", " + document.not_booked.back().faults.front().rule;
  };
  EXPECT_EQ(refused("D-2", {test::doc_line(1, "40.5")}), "IN_USE, R-KIND-036") << "more than is left";
  EXPECT_EQ(refused("D-3", {test::doc_line(3, "1")}), "IN_USE, R-KIND-036") << "of a line that is not there";
  EXPECT_EQ(refused("D-4", {test::doc_line(1, "-50")}), "IN_USE, R-KIND-036") << "it does not grow";
  EXPECT_EQ(refused("D-5", {}), "IN_USE, R-KIND-036") << "of no line";
  EXPECT_EQ(refused("D-1", {test::doc_line(2, "1")}), "IN_USE, R-KIND-037") << "the declaration used it";
  EXPECT_EQ(document.uses.size(), 1U);
  EXPECT_EQ(left_of(document.contents, document.uses, test::doc_line(1, "1"))->str(), "40");
  EXPECT_EQ(document.not_booked.size(), 5U);
  EXPECT_EQ(document.alarm, Alarm::use_not_booked);
  EXPECT_EQ(use("D-6", {test::doc_line(1, "40"), test::doc_line(2, "20")}), "USED");
  EXPECT_EQ(document.alarm, Alarm::use_not_booked) << "it stands until somebody looked";
}

TEST_F(DocumentWhereItIsIssued, R_KIND_038_what_is_not_used_up_stands_whatever_the_partner_says) {
  issue(Life::issued_replaced);
  answer(Answer::accepted);
  EXPECT_EQ(use("D-1"), "ACCEPTED");
  EXPECT_TRUE(document.uses.empty());
  ASSERT_EQ(document.not_booked.size(), 1U);
  EXPECT_EQ(document.not_booked[0].faults[0].rule, "R-KIND-038");
}

TEST_F(DocumentWhereItIsIssued, R_KIND_039_more_uses_than_are_counted_are_not_booked) {
  issue();
  for (std::size_t i = 0; i < bounds::uses_max; ++i)
    ASSERT_EQ(use("D-" + std::to_string(i), {test::doc_line(1, "0.1")}), "IN_USE");
  EXPECT_EQ(use("D-last", {test::doc_line(1, "0.1")}), "IN_USE");
  EXPECT_EQ(document.uses.size(), bounds::uses_max);
  ASSERT_EQ(document.not_booked.size(), 1U);
  EXPECT_EQ(document.not_booked[0].faults[0].rule, "R-KIND-039");
}

TEST_F(DocumentWhereItIsIssued, what_is_over_is_not_used_and_another_declaration_uses_nothing_twice) {
  issue(Life::issued_used);
  use("D-1");
  EXPECT_EQ(use("D-1"), "USED") << "told twice is one use";
  EXPECT_TRUE(document.not_booked.empty());
  EXPECT_EQ(use("D-2"), "USED");
  EXPECT_EQ(document.uses.size(), 1U);
  ASSERT_EQ(document.not_booked.size(), 1U);
  EXPECT_EQ(document.not_booked[0].faults[0].rule, "R-KIND-036");
  document = {};
  issue(Life::issued_used);
  answer(Answer::taken);
  cancel();
  answer(Answer::cancelled);
  EXPECT_EQ(use("D-1"), "CANCELLED");
  EXPECT_TRUE(document.uses.empty());
  ASSERT_EQ(document.not_booked.size(), 1U);
  EXPECT_EQ(document.not_booked[0].faults[0].rule, "R-DOC-001");
  EXPECT_EQ(document.alarm, Alarm::use_not_booked);
}

TEST_F(DocumentWhereItIsIssued, is_kept_where_the_states_do_not_exchange_such_documents) {
  EXPECT_EQ(issue(Life::issued_used, false), "ISSUED");
  EXPECT_EQ(play(act(document, SendDocument{.reference = document.contents.reference}, clock.context(false))),
            "R-ASW-102");
  EXPECT_EQ(play(act(document, SendDocument{.reference = document.contents.reference}, clock.context())),
            "SENT sends DOC.SEND");
}

TEST_F(DocumentWhereItIsIssued, is_cancelled_where_it_is_received_or_not_at_all) {
  issue();
  answer(Answer::taken);
  EXPECT_EQ(cancel(), "CANCEL_REQUESTED sends DOC.CANCEL");
  EXPECT_EQ(answer(Answer::cancelled), "CANCELLED");
}

TEST_F(DocumentWhereItIsIssued, a_use_that_crosses_a_cancellation_is_booked) {
  issue(Life::issued_used);
  answer(Answer::taken);
  cancel();
  EXPECT_EQ(use("D-1"), "CANCEL_REQUESTED");
  EXPECT_EQ(answer(Answer::not_cancelled), "USED");
  EXPECT_EQ(document.uses.size(), 1U);
}

TEST_F(DocumentWhereItIsIssued, is_replaced_by_another_and_names_it) {
  issue();
  EXPECT_EQ(play(replace(document, test::doc_number("T-2"), clock.context())),
            "CANCEL_REQUESTED sends DOC.CANCEL");
  EXPECT_EQ(document.replaced_by, test::doc_number("T-2"));
  EXPECT_EQ(answer(Answer::cancelled), "REPLACED");
}

TEST_F(DocumentWhereItIsIssued, R_KIND_033_only_what_holds_is_replaced) {
  EXPECT_EQ(play(replace(document, test::doc_number("T-2"), clock.context())), "R-KIND-033");
  issue(Life::issued_used);
  use("D-1");
  EXPECT_EQ(play(replace(document, test::doc_number("T-2"), clock.context())), "R-KIND-033");
}

TEST_F(DocumentWhereItIsIssued, R_KIND_032_contents_make_sense) {
  Contents contents = test::doc_contents();
  contents.receiver = contents.reference.state;
  EXPECT_EQ(play(act(document, IssueDocument{.contents = contents}, clock.context())), "R-KIND-032");
}

TEST_F(DocumentWhereItIsIssued, the_same_goes_again_until_it_is_answered_and_the_last_day_ends_it) {
  issue();
  EXPECT_EQ(ring(), "SENT sends DOC.SEND");
  EXPECT_EQ(document.alarm, Alarm::no_answer);
  answer(Answer::taken);
  EXPECT_FALSE(document.alarm.has_value());
  EXPECT_EQ(ring(), "EXPIRED");
  EXPECT_EQ(clock.at, *parse_instant("2026-06-30T16:00:00Z"))
      << "the end of June by the clock of the authority";
  EXPECT_EQ(ring(), "CLOSED");
}

TEST_F(DocumentWhereItIsIssued, an_alarm_ends_when_somebody_looked_at_it) {
  EXPECT_EQ(look(), "R-DOC-001");
  issue();
  EXPECT_EQ(look(), "R-KIND-041");
  ring();
  EXPECT_EQ(look(""), "R-DOC-002") << "it says what came of it";
  EXPECT_EQ(look(), "SENT");
  EXPECT_FALSE(document.alarm.has_value());
  EXPECT_EQ(ring(), "SENT sends DOC.SEND") << "the clock goes on, and tells it anew";
  EXPECT_EQ(document.alarm, Alarm::no_answer);
  use("D-1", {test::doc_line(3, "1")});
  EXPECT_EQ(document.alarm, Alarm::use_not_booked);
  EXPECT_EQ(look(), "SENT");
  EXPECT_TRUE(document.not_booked.empty());
  EXPECT_EQ(document.alarm, Alarm::no_answer) << "it was not shown, so nobody has looked at it";
  EXPECT_EQ(look(), "SENT");
  EXPECT_FALSE(document.alarm.has_value());
  EXPECT_EQ(look(), "R-KIND-041");
}

TEST_F(DocumentWhereItIsIssued, an_alarm_whose_cause_is_over_does_not_appear_behind_another) {
  issue();
  ring();
  use("D-1", {test::doc_line(3, "1")});
  ring();
  EXPECT_EQ(document.alarm, Alarm::use_not_booked);
  answer(Answer::taken);
  EXPECT_EQ(document.alarm, Alarm::use_not_booked);
  look();
  EXPECT_FALSE(document.alarm.has_value()) << "it was answered meanwhile";
}

TEST_F(DocumentWhereItIsIssued, an_answer_that_comes_late_ends_the_alarm) {
  Contents contents = test::doc_contents();
  contents.valid_until = parse_day("2026-03-10");
  play(act(document, IssueDocument{.contents = contents}, clock.context()));
  while (document.state == State::sent) ring();
  EXPECT_EQ(document.state, State::expired);
  EXPECT_EQ(document.alarm, Alarm::no_answer) << "that its last day is over answers nothing";
  EXPECT_EQ(answer(Answer::taken), "EXPIRED");
  EXPECT_TRUE(document.taken.has_value());
  EXPECT_FALSE(document.alarm.has_value());
  EXPECT_EQ(answer(Answer::accepted), "EXPIRED");
  EXPECT_TRUE(document.answered.has_value());
}

TEST_F(DocumentWhereItIsIssued, a_late_answer_to_a_cancellation_ends_the_alarm) {
  issue();
  answer(Answer::taken);
  cancel();
  ring();
  EXPECT_EQ(document.alarm, Alarm::no_answer);
  EXPECT_EQ(answer(Answer::cancelled), "CANCELLED");
  EXPECT_FALSE(document.alarm.has_value());
}

TEST_F(DocumentWhereItIsIssued, what_stands_until_it_is_replaced_has_no_clock) {
  Contents contents = test::doc_contents(Life::issued_replaced);
  contents.valid_until.reset();
  play(act(document, IssueDocument{.contents = contents}, clock.context()));
  answer(Answer::taken);
  EXPECT_FALSE(document.due.has_value());
}

TEST_F(DocumentWhereItIsIssued, what_is_said_out_of_turn_is_evidence) {
  issue(Life::issued_used);
  use("D-1");
  EXPECT_EQ(answer(Answer::accepted), "USED");
  EXPECT_EQ(use("D-1"), "USED");
  EXPECT_EQ(document.uses.size(), 1U);
}

TEST_F(DocumentWhereItIsIssued, every_row_is_played_in_each_of_its_states) {
  std::vector<std::function<Ruling(const Document&)>> moves;
  const Reference reference = test::doc_contents().reference;
  for (const bool as_data : {true, false}) {
    moves.push_back([=, this](const Document& one) {
      return act(one, IssueDocument{.contents = test::doc_contents()}, clock.context(as_data));
    });
  }
  for (const auto& word : words_for(Answer{})) {
    moves.push_back([=, this, said = word.value](const Document& one) {
      return receive(one, doc_answer, {.reference = reference, .answer = said}, clock.context());
    });
  }
  for (const auto& use :
       {test::doc_use("D-1", {test::doc_line(1, "60")}),
        test::doc_use("D-2", {test::doc_line(1, "100"), test::doc_line(2, "20")}),
        test::doc_use("D-3", {test::doc_line(1, "5")}), test::doc_use("D-4", {test::doc_line(3, "5")}),
        test::doc_use("D-5", {test::doc_line(1, "40"), test::doc_line(2, "20")})}) {
    moves.push_back([=, this](const Document& one) {
      return receive(one, doc_use, {.reference = reference, .use = use}, clock.context());
    });
  }
  moves.push_back(
      [=, this](const Document& one) { return act(one, SendDocument{reference}, clock.context()); });
  moves.push_back([=, this](const Document& one) {
    return act(one, CancelDocument{reference, "lost"}, clock.context());
  });
  moves.push_back([=, this](const Document& one) {
    return act(one, ResendDocument{reference, "mended"}, clock.context());
  });
  moves.push_back([=, this](const Document& one) {
    return act(one, LookAtDocument{reference, "told them"}, clock.context());
  });
  moves.push_back(
      [this](const Document& one) { return replace(one, test::doc_number("T-2"), clock.context()); });
  moves.push_back([this](const Document& one) {
    if (!one.due) return Ruling{};
    test::DocClock later = clock;
    later.at = *one.due;
    return time_passed(one, later.context());
  });
  const auto alike = [](const Document& one) {
    return std::to_string(std::to_underlying(one.state)) + (one.replaced_by ? " replaced" : "") +
           (one.alarm ? " alarm" : "") + (one.not_booked.empty() ? " " : " not booked ") +
           std::to_string(one.uses.size()) + (one.contents.valid_until ? "" : " for ever") +
           (one.state == State::sent && one.due ? to_text(*one.due) : "");
  };
  // One without a last day is put away by the clock alone.
  moves.push_back([this](const Document& one) {
    Contents contents = test::doc_contents();
    contents.valid_until.reset();
    return act(one, IssueDocument{.contents = contents}, clock.context());
  });
  moves.push_back([this](const Document& one) {
    Contents contents = test::doc_contents();
    contents.valid_until.reset();
    return act(one, IssueDocument{.contents = contents}, clock.context(false));
  });
  const auto is_note = [](const Event& event) {
    return std::holds_alternative<documents::Noted>(static_cast<const Facts&>(event.fact));
  };
  EXPECT_EQ((test::played_everywhere<Machine, Document, Event>(moves, alike, is_note).missing()), "");
}

}  // namespace
}  // namespace lintas::kinds::issue_side
