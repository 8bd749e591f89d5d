#include <gtest/gtest.h>
#include <string>

#include "shell/app/executor.hpp"
#include "shell/app/fresh_letters.hpp"
#include "shell/store/memory/memory_store.hpp"
#include "tests/support/courier.hpp"
#include "tests/support/executor_fixture.hpp"

/// What the loop sends: the outbox, receipts, letters that cannot go, and what is decided about them.
namespace lintas::app {
namespace {

using namespace std::chrono_literals;
using namespace test::courier;
using Kind = workflow::Reply::Kind;

TEST_F(ExecutorTest, asks_a_partner_for_what_a_lane_misses) {
  (void)ask(from_partner(letter, "M1", 2, 2, "b"));
  now = *executor->next_due();
  EXPECT_EQ(now, noon + limits::gap_ask_after);
  (void)ask(executor->due(now, 10).at(0));
  const auto sent = executor->take_outbox();
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].kind, workflow::payload_resend_request);
  EXPECT_EQ(sent[0].n, 0U);
  const auto request = from_cbor<ResendRequest>(store.payload(sent[0].payload)->bytes);
  EXPECT_EQ(request->first, 1U);
  EXPECT_EQ(request->last, 1U);
  EXPECT_EQ(executor->next_due(), now + limits::gap_ask_again);
}

TEST_F(ExecutorTest, sends_again_what_a_partner_lost) {
  (void)ask(opening(500));
  (void)ask(parcel("P1", 300));
  const auto letters = executor->take_outbox();
  executor->receipted(letters[0].id);
  executor->receipted(letters[1].id);
  executor->flush();
  ASSERT_EQ(store.outbox().size(), 1U);
  Command again = from_partner(workflow::command_resend_asked, "P1", 0, 0, "r1");
  again.content = to_cbor(ResendRequest{copy_of(as_bytes("OP1")), 2, 3});
  EXPECT_EQ(ask(again).kind, Kind::accepted);
  const auto resent = executor->take_outbox();
  ASSERT_EQ(resent.size(), 1U) << "the second; the third is still on its way";
  EXPECT_EQ(resent[0], letters[1]) << "under its own id and number";
}

TEST_F(ExecutorTest, receipts_leave_the_outbox_and_dead_letters_stay_in_it) {
  (void)ask(opening(500));
  (void)ask(parcel("P1", 300));
  const auto letters = executor->take_outbox();
  executor->receipted(letters[0].id);
  executor->refused(letters[1].id, Death{.at = {}, .why = "EBMS:0004 EXC-014"});
  executor->flush();
  ASSERT_EQ(store.outbox().size(), 2U);
  EXPECT_TRUE(store.outbox()[0].dead);
  start();
  const auto waiting = executor->take_outbox();
  ASSERT_EQ(waiting.size(), 2U);
  EXPECT_TRUE(waiting[0].dead) << "it holds its lane after a start too";
  EXPECT_EQ(waiting[0].death, (Death{.at = {}, .why = "EBMS:0004 EXC-014"})) << "and says why";
  EXPECT_FALSE(waiting[1].dead);
}

TEST_F(ExecutorTest, ACC_001_nothing_is_looked_up_for_who_never_decides_about_letters) {
  const OutboxRow dead = a_dead_letter();
  const auto asked = [&](std::int64_t id, const std::string& key) {
    return ask(http(access::Role::trader, workflow::command_revive_letter,
                    to_cbor(LetterDecision{.id = id, .reason = "let me see", .second = {}}), key));
  };
  const Seq before = executor->counters().seq;
  EXPECT_EQ(asked(dead.id, "there").findings.at(0), asked(dead.id + 1, "not there").findings.at(0));
  EXPECT_EQ(asked(dead.id, "again").findings.at(0).rule, "ACC-001");
  EXPECT_EQ(executor->counters().seq, before);
}

TEST_F(ExecutorTest, an_officer_has_a_dead_letter_sent_once_more) {
  const OutboxRow dead = a_dead_letter();
  const Bytes decision =
      to_cbor(LetterDecision{.id = dead.id, .reason = "their clock was wrong", .second = {}});
  EXPECT_EQ(
      ask(http(access::Role::trader, workflow::command_revive_letter, decision, "r0")).findings.at(0).rule,
      "ACC-001");
  EXPECT_EQ(ask(http(access::Role::supervisor, workflow::command_revive_letter, decision, "r1")).kind,
            Kind::accepted);
  EXPECT_FALSE(store.outbox()[0].dead);
  const auto again = executor->take_outbox();
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].id, dead.id);
  EXPECT_FALSE(again[0].dead);
  EXPECT_FALSE(again[0].death);
  EXPECT_EQ(store.feed(Seq{std::to_underlying(executor->counters().seq) - 1}, 1).at(0).type,
            workflow::event_revived);
  EXPECT_EQ(ask(http(access::Role::supervisor, workflow::command_revive_letter, decision, "r2"))
                .findings.at(0)
                .rule,
            "EXC-004");
}

TEST_F(ExecutorTest, EXC_024_a_letter_that_was_known_before_it_was_sent_keeps_that_when_it_is_revived) {
  (void)ask(opening(500));
  (void)ask(parcel("P1", 300));
  const OutboxRow letter = executor->take_outbox().front();
  const Death known{.at = {}, .why = "EXC-024: never sent from here before; it answers EBMS:4001"};
  executor->refused(letter.id, known);
  executor->flush();
  const Bytes decision = to_cbor(LetterDecision{.id = letter.id, .reason = "they forgot it", .second = {}});
  EXPECT_EQ(ask(http(access::Role::supervisor, workflow::command_revive_letter, decision, "r1")).kind,
            Kind::accepted);
  const auto again = executor->take_outbox();
  ASSERT_EQ(again.size(), 1U);
  EXPECT_FALSE(again[0].dead);
  EXPECT_EQ(again[0].death, known);
  EXPECT_EQ(store.outbox_row(letter.id)->death, known) << "over a start, too";
}

TEST_F(ExecutorTest, a_dead_letter_whose_cause_is_mended_waits_again) {
  const OutboxRow dead = a_dead_letter();
  (void)executor->take_outbox();
  executor->revived(dead.id);
  EXPECT_TRUE(executor->owes_receipts());
  executor->flush();
  EXPECT_FALSE(executor->owes_receipts());
  EXPECT_FALSE(store.outbox_row(dead.id)->dead);
  const auto again = executor->take_outbox();
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].id, dead.id);
  EXPECT_FALSE(again[0].dead || again[0].death);
  executor->revived(dead.id);
  executor->revived(1'000'000);
  EXPECT_FALSE(executor->owes_receipts()) << "it waits already, and the other is not there";
}

TEST_F(ExecutorTest, a_letter_that_dies_and_is_mended_before_anything_is_written_waits) {
  (void)ask(opening(500));
  (void)ask(parcel("P1", 300));
  const auto letters = executor->take_outbox();
  executor->refused(letters[0].id, Death{.at = {}, .why = "not agreed"});
  executor->revived(letters[0].id);
  executor->flush();
  EXPECT_FALSE(store.outbox_row(letters[0].id)->dead);
  const auto again = executor->take_outbox();
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].id, letters[0].id);
}

TEST_F(ExecutorTest, a_letter_that_officers_decide_about_while_it_is_mended_is_as_they_decided) {
  const OutboxRow dead = a_dead_letter();
  (void)executor->take_outbox();
  executor->revived(dead.id);
  EXPECT_EQ(give_up(dead, "g").kind, Kind::accepted);
  EXPECT_EQ(executor->take_discarded().size(), 1U);
  EXPECT_FALSE(store.outbox_row(dead.id));
  for (const OutboxRow& row : executor->take_outbox()) EXPECT_NE(row.id, dead.id);
  EXPECT_FALSE(executor->owes_receipts());
}

TEST_F(ExecutorTest, an_officer_who_has_seen_another_state_of_the_movement_decides_nothing_about_its_letter) {
  const OutboxRow dead = a_dead_letter();
  const auto decision = [&](std::uint32_t seen, const std::string& key) {
    Command command = http(
        access::Role::supervisor, workflow::command_revive_letter,
        to_cbor(LetterDecision{.id = dead.id, .reason = "their clock was wrong", .second = {}}), key, "");
    command.expected = seen;
    return command;
  };
  const std::uint32_t version = executor->stream(dead.lane)->row.version;
  EXPECT_EQ(ask(decision(version - 1, "r1")).kind, Kind::stale);
  EXPECT_TRUE(store.outbox()[0].dead);
  EXPECT_EQ(ask(decision(version, "r2")).kind, Kind::accepted);
}

TEST_F(ExecutorTest, EXC_005_two_officers_give_a_dead_letter_up) {
  const OutboxRow dead = a_dead_letter();
  const Bytes decision = to_cbor(LetterDecision{.id = dead.id, .reason = "told by telephone", .second = {}});
  EXPECT_EQ(ask(http(access::Role::supervisor, workflow::command_discard_letter, decision, "g1"))
                .findings.at(0)
                .rule,
            "EXC-005");
  EXPECT_EQ(ask(by_two(workflow::command_discard_letter, decision, "g2")).kind, Kind::accepted);
  const auto gone = executor->take_discarded();
  ASSERT_EQ(gone.size(), 1U);
  EXPECT_EQ(gone[0].id, dead.id);
  for (const OutboxRow& row : store.outbox()) EXPECT_NE(row.id, dead.id);
  EXPECT_EQ(ask(by_two(workflow::command_discard_letter, decision, "g3")).findings.at(0).rule, "EXC-004");
  start();
  EXPECT_EQ(store.outbox().size(), executor->take_outbox().size());
}

TEST_F(ExecutorTest, a_letter_that_was_given_up_has_something_under_its_number) {
  const OutboxRow dead = a_dead_letter();
  (void)executor->take_outbox();
  EXPECT_EQ(give_up(dead, "g").kind, Kind::accepted);
  const auto sent = executor->take_outbox();
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].kind, workflow::payload_given_up);
  EXPECT_EQ(sent[0].partner, dead.partner);
  EXPECT_EQ(sent[0].lane, dead.lane);
  EXPECT_EQ(sent[0].n, dead.n);
  EXPECT_NE(sent[0].id, dead.id) << "it is another message";
  const auto notice = from_cbor<GivenUp>(store.payload(sent[0].payload)->bytes);
  EXPECT_EQ(as_text(notice.value().thing), "IP1") << "as the partner calls it";
  EXPECT_EQ(lane_to_malaysia("P1").sent, 3U) << "the next message has the next number";

  executor->receipted(sent[0].id);
  executor->flush();
  start();
  (void)executor->take_outbox();
  Command again = from_partner(workflow::command_resend_asked, "P1", 0, 0, "r1");
  again.content = to_cbor(ResendRequest{copy_of(as_bytes("OP1")), 1, 1});
  EXPECT_EQ(ask(again).kind, Kind::accepted);
  const auto resent = executor->take_outbox();
  ASSERT_EQ(resent.size(), 1U);
  EXPECT_EQ(resent[0], sent[0]) << "the letter itself does not come back";
}

TEST_F(ExecutorTest, what_stands_in_place_of_a_letter_is_given_up_for_good) {
  const OutboxRow dead = a_dead_letter();
  (void)executor->take_outbox();
  (void)give_up(dead, "g1");
  const OutboxRow first = executor->take_outbox().at(0);
  executor->refused(first.id);
  executor->flush();
  EXPECT_EQ(give_up(first, "g2").kind, Kind::accepted);
  EXPECT_TRUE(executor->take_outbox().empty()) << "the partner would refuse it again, without end";
  for (const OutboxRow& row : store.outbox()) EXPECT_NE(row.n, dead.n) << "its lane goes on";
}

TEST_F(ExecutorTest, a_letter_that_is_asked_for_while_it_is_given_up_does_not_come_back) {
  const OutboxRow dead = a_dead_letter();
  (void)executor->take_outbox();
  Command again = from_partner(workflow::command_resend_asked, "P1", 0, 0, "r1");
  again.content = to_cbor(ResendRequest{copy_of(as_bytes("OP1")), 1, 1});
  const Command discard =
      by_two(workflow::command_discard_letter,
             to_cbor(LetterDecision{.id = dead.id, .reason = "told by telephone", .second = {}}), "g");
  (void)executor->run_batch(std::vector{again, discard});
  for (const OutboxRow& row : store.outbox()) EXPECT_NE(row.id, dead.id);
  const auto sent = executor->take_outbox();
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].kind, workflow::payload_given_up);
}

TEST_F(ExecutorTest, a_request_without_number_is_given_up_without_a_word) {
  (void)ask(from_partner(letter, "M1", 2, 2, "b"));
  now = *executor->next_due();
  (void)ask(executor->due(now, 10).at(0));
  const OutboxRow request = executor->take_outbox().at(0);
  executor->refused(request.id);
  executor->flush();
  EXPECT_EQ(give_up(request, "g").kind, Kind::accepted);
  EXPECT_TRUE(store.outbox().empty());
}

TEST_F(ExecutorTest, ACC_003_the_second_officer_is_one_who_may) {
  const OutboxRow dead = a_dead_letter();
  Command command = by_two(workflow::command_discard_letter,
                           to_cbor(LetterDecision{.id = dead.id, .reason = "x", .second = {}}), "g");
  command.second->role = access::Role::trader;
  EXPECT_EQ(ask(command).findings.at(0).rule, "ACC-003");
}

TEST_F(ExecutorTest, a_receipt_that_comes_twice_counts_once) {
  (void)ask(opening(500));
  (void)ask(parcel("P1", 300));
  const auto letters = executor->take_outbox();
  executor->receipted(letters[0].id);
  executor->receipted(letters[0].id);
  executor->refused(letters[0].id);
  executor->flush();
  executor->receipted(letters[0].id);
  executor->flush();
  EXPECT_EQ(store.outbox().size(), 2U);
}

TEST_F(ExecutorTest, hands_on_letters_that_were_written_as_they_are_stored) {
  FreshLetters letters;
  executor =
      std::make_unique<Executor>(Executor::Ports{domain, store, entropy, packer, test::sha256, &letters});
  (void)ask(opening(500));
  store.fail_commit(1, store::MemoryStore::Fault::not_applied);
  EXPECT_EQ(ask(parcel("P1", 300)).kind, Kind::busy);
  for (Seq next = workflow::next(executor->counters().seq); next <= Seq{10}; next = workflow::next(next))
    EXPECT_FALSE(letters.take(outbox_id(next, 0))) << "what was not written does not leave";
  EXPECT_EQ(ask(parcel("P1", 300)).kind, Kind::accepted);
  const auto sent = executor->take_outbox();
  ASSERT_FALSE(sent.empty());
  for (const OutboxRow& row : sent) {
    const auto letter = letters.take(row.id);
    ASSERT_TRUE(letter.has_value());
    EXPECT_EQ(*letter->content, packer.unpack(store.payload(row.payload).value()));
    EXPECT_EQ(letter->at, now);
  }
}

}  // namespace
}  // namespace lintas::app
