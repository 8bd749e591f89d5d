#include <algorithm>
#include <cstdint>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <utility>

#include "base/bytes.hpp"
#include "core/access/access.hpp"
#include "core/attachments/letter.hpp"
#include "core/attachments/records.hpp"
#include "core/exchange/limits.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/audit.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/kinds.hpp"
#include "shell/app/evidence.hpp"
#include "shell/app/executor.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/store/memory/memory_store.hpp"
#include "tests/support/courier.hpp"
#include "tests/support/executor_fixture.hpp"
#include "tests/support/national_node.hpp"

/// Messages of partners in the loop: their order, what is held, what a carrier is given for them.
namespace lintas::app {
namespace {

using namespace std::chrono_literals;
using namespace test::courier;
using Kind = workflow::Reply::Kind;

TEST_F(ExecutorTest, applies_a_lane_in_order_and_parks_what_overtakes) {
  EXPECT_EQ(ask(from_partner(letter, "M1", 3, 3, "c")).kind, Kind::accepted)
      << "we have it: that is what a receipt says";
  EXPECT_EQ(ask(from_partner(letter, "M1", 2, 2, "b")).kind, Kind::accepted);
  const auto in = [&] { return state<ParcelState>(parcel_key("MY", "M1")).done; };
  EXPECT_EQ(in(), 0U);
  start();  // what waits survives
  EXPECT_EQ(ask(from_partner(letter, "M1", 1, 1, "a")).kind, Kind::accepted);
  EXPECT_EQ(in(), 3U);
  const auto sent = executor->take_outbox();
  ASSERT_EQ(sent.size(), 3U);
  EXPECT_EQ(sent[2].n, 3U);
  const auto last =
      store.history(executor->stream(store.find(parcel_key("MY", "M1")).value())->row.head).back();
  EXPECT_EQ(last.type, letter_received);
  EXPECT_EQ(store.payload(last.payload)->kind, letter_document) << "a message that waited keeps its document";
}

TEST_F(ExecutorTest, a_partners_repeat_has_no_second_effect) {
  (void)ask(from_partner(letter, "M1", 1, 1, "a"));
  EXPECT_TRUE(ask(from_partner(letter, "M1", 1, 1, "a")).repeated);
  EXPECT_EQ(ask(from_partner(letter, "M1", 1, 1, "a2")).findings.at(0).rule, "EXC-001")
      << "a number is used once";
  (void)ask(from_partner(letter, "M1", 3, 3, "c"));
  EXPECT_TRUE(ask(from_partner(letter, "M1", 3, 3, "c")).repeated) << "also while it waits";
}

TEST_F(ExecutorTest, a_message_that_is_taken_claims_the_id_that_the_wire_knows_it_by) {
  const Command message = over_the_wire(from_partner(letter, "M1", 1, 1, "a"), "a@my");
  EXPECT_EQ(ask(message).kind, Kind::accepted);
  const auto row = claim("a@my");
  ASSERT_TRUE(row.has_value());
  EXPECT_EQ(row->at, now);
  EXPECT_EQ(as_text(row->receipt), "receipt for a@my");
  EXPECT_EQ(store.feed(Seq{std::to_underlying(row->seq) - 1}, 1).front().stream,
            store.find(parcel_key("MY", "M1")).value())
      << "the claim leads to what came of it";
  const Counters before = executor->counters();
  start();
  const Reply again = ask(message);
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(executor->counters(), before);
  EXPECT_EQ(claims(), 1U);
}

TEST_F(ExecutorTest, two_copies_of_a_message_in_one_batch_are_one_claim) {
  const Command message = over_the_wire(from_partner(letter, "M1", 1, 1, "a"), "a@my");
  const auto replies = executor->run_batch(std::vector{message, message});
  EXPECT_FALSE(replies.at(0).repeated);
  EXPECT_TRUE(replies.at(1).repeated);
  EXPECT_EQ(claims(), 1U);
}

TEST_F(ExecutorTest, EXC_017_another_content_under_an_id_of_the_wire_changes_nothing) {
  (void)ask(over_the_wire(from_partner(letter, "M1", 1, 1, "a"), "a@my"));
  const auto before = claim("a@my");
  const auto counters = executor->counters();
  const Reply reply = ask(over_the_wire(from_partner(letter, "M1", 1, 2, "b"), "a@my", std::byte{9}));
  EXPECT_EQ(reply.findings.at(0).rule, "EXC-017");
  EXPECT_NE(workflow::not_taken(reply), nullptr);
  EXPECT_EQ(claim("a@my"), before);
  EXPECT_EQ(executor->counters(), counters);
}

TEST_F(ExecutorTest, the_same_message_under_another_id_of_the_wire_gets_a_claim_and_has_no_second_effect) {
  (void)ask(over_the_wire(from_partner(letter, "M1", 1, 1, "a"), "a@my"));
  const auto counters = executor->counters();
  EXPECT_TRUE(ask(over_the_wire(from_partner(letter, "M1", 1, 1, "a"), "second@my")).repeated);
  EXPECT_EQ(executor->counters(), counters);
  EXPECT_EQ(claim("second@my")->seq, Seq::none);
}

TEST_F(ExecutorTest, a_refusal_that_leaves_nothing_behind_claims_nothing) {
  (void)ask(from_partner(letter, "M1", 1, 1, "a"));
  const Reply taken_number = ask(over_the_wire(from_partner(letter, "M1", 1, 1, "b"), "b@my"));
  EXPECT_EQ(taken_number.findings.at(0).rule, "EXC-001");
  EXPECT_EQ(ask(over_the_wire(given_up("", 1, "c"), "c@my")).findings.at(0).rule, "EXC-014");
  EXPECT_EQ(claims(), 0U);
}

TEST_F(ExecutorTest, what_waits_is_held_or_is_refused_by_the_business_is_taken) {
  (void)ask(over_the_wire(from_partner(letter, "M1", 2, 2, "waits"), "waits@my"));
  EXPECT_TRUE(claim("waits@my").has_value());
  const Reply refused =
      ask(over_the_wire(from_partner(acknowledgement, "unknown", 1, 1, "refused"), "refused@my"));
  EXPECT_EQ(refused.kind, Kind::refused);
  EXPECT_TRUE(claim("refused@my").has_value());
}

TEST_F(ExecutorTest, what_was_signed_is_kept_unless_the_document_of_the_event_says_it) {
  const auto signed_so = [&](Command command, const std::string& message, bool follows) {
    Command carried = over_the_wire(std::move(command), message);
    auto wire = *carried.wire;
    wire.as_signed = copy_of(as_bytes("octets of " + message));
    wire.follows_from_document = follows;
    carried.wire = std::make_shared<const workflow::WireProof>(std::move(wire));
    return carried;
  };
  const auto kept = [&](const std::string& message) {
    const auto row = claim(message);
    return row && !row->as_signed.empty() ? std::string{as_text(unpack_evidence(packer, row->as_signed))}
                                          : "";
  };
  (void)ask(signed_so(from_partner(letter, "M1", 1, 1, "a"), "a@my", true));
  EXPECT_EQ(claim("a@my").has_value(), true);
  EXPECT_EQ(kept("a@my"), "") << "the document is there, and it follows from that";
  (void)ask(signed_so(from_partner(letter, "M2", 1, 1, "b"), "b@my", false));
  EXPECT_EQ(kept("b@my"), "octets of b@my") << "another program has packed it";
  (void)ask(signed_so(from_partner(letter, "M3", 2, 2, "waits"), "waits@my", true));
  EXPECT_EQ(kept("waits@my"), "") << "what waits has its document";
  (void)ask(signed_so(given_up("M3", 1, "c"), "c@my", true));
  ASSERT_TRUE(claim("c@my").has_value());
  EXPECT_EQ(kept("c@my"), "octets of c@my") << "it has no document";
  (void)ask(signed_so(from_partner(letter, "M1", 1, 1, "a"), "again@my", true));
  EXPECT_EQ(claim("again@my").has_value(), true);
  EXPECT_EQ(kept("again@my"), "") << "it moved nothing: the first one says it";
  (void)ask(signed_so(given_up("M1", 1, "d"), "d@my", true));
  EXPECT_EQ(kept("d@my"), "octets of d@my") << "it moved nothing, and there is no first one";
}

/// Its octets are for whoever may read the file, and the evidence for whoever reads the exchange.
TEST(ExecutorOfANationalNode, of_a_part_of_a_file_nothing_is_kept_as_it_was_signed) {
  test::NationalNode node{"SG", noon, workflow::national_parts()};
  const auto malaysia = *exchange::Partner::parse("MY");
  const attachments::Letter said{
      .document = attachments::DocumentName{.state = "MY", .kind = "e_form_d", .office = "A", .number = "1"},
      .size = 9};
  std::uint32_t n = 1;  // the first of the lane is missing, so they wait
  const auto keeps = [&](attachments::MessageNumber number) {
    const std::string id = "M" + std::to_string(++n);
    Command command = node.command({.role = access::Role::partner_node, .party = "MY"},
                                   workflow::command_of_message(number), said);
    command.id = workflow::MessageCommandId{workflow::make_key(workflow::KeyKind::partner_message, "MY", id)};
    command.lane = workflow::LanePosition{malaysia, n, id};
    workflow::WireProof wire{.message = id + "@my"};
    wire.as_signed = copy_of(as_bytes("packed otherwise"));
    command.wire = std::make_shared<const workflow::WireProof>(std::move(wire));
    EXPECT_EQ(node.ask(command).kind, Kind::accepted);
    const auto row = node.store().received(malaysia, id + "@my");
    EXPECT_TRUE(row.has_value());
    return row && !row->as_signed.empty();
  };
  EXPECT_TRUE(keeps(attachments::files_listed));
  EXPECT_FALSE(keeps(attachments::file_part));
}

TEST_F(ExecutorTest, a_claim_is_written_with_what_the_message_did_or_not_at_all) {
  const Command message = over_the_wire(from_partner(letter, "M1", 1, 1, "a"), "a@my");
  store.fail_commit(1, store::MemoryStore::Fault::not_applied);
  EXPECT_EQ(ask(message).kind, Kind::busy);
  EXPECT_EQ(claims(), 0U);
  store.fail_commit(1, store::MemoryStore::Fault::unknown_applied);
  EXPECT_THROW((void)ask(message), StoreFailure);
  start();
  EXPECT_EQ(claims(), 1U);
  EXPECT_TRUE(ask(message).repeated);
}

TEST_F(ExecutorTest, the_proof_of_a_receipt_is_written_with_it) {
  (void)ask(opening(500));
  (void)ask(parcel("P1", 300));
  const auto letters = executor->take_outbox();
  const auto proof = [&](std::size_t i) {
    return SentRow{.id = letters[i].id,
                   .partner = letters[i].partner,
                   .at = now,
                   .message = "m" + std::to_string(i),
                   .envelope = copy_of(as_bytes("ours")),
                   .receipt = copy_of(as_bytes("theirs"))};
  };
  executor->receipted(letters[0].id, proof(0));
  executor->receipted(letters[1].id, proof(1));
  executor->receipted(letters[2].id);
  // Asked for again before the receipt of the second was written: it goes once more.
  Command again = from_partner(workflow::command_resend_asked, "P1", 0, 0, "r1");
  again.content = to_cbor(ResendRequest{copy_of(as_bytes("OP1")), 2, 2});
  (void)ask(again);
  EXPECT_EQ(store.sent(letters[0].id), proof(0));
  EXPECT_EQ(store.sent(letters[1].id), std::nullopt);
  EXPECT_EQ(store.sent(letters[2].id), std::nullopt);
  executor->receipted(letters[1].id, proof(1));
  executor->flush();
  EXPECT_EQ(store.sent(letters[1].id), proof(1));
  EXPECT_TRUE(store.outbox().empty());
}

TEST_F(ExecutorTest, lanes_of_two_partners_do_not_wait_for_each_other) {
  (void)ask(from_partner(letter, "X1", 2, 2, "b", "MY"));
  (void)ask(from_partner(letter, "X1", 1, 1, "a", "TH"));
  EXPECT_EQ(state<ParcelState>(parcel_key("TH", "X1")).done, 1U);
}

TEST_F(ExecutorTest, an_early_message_of_a_partner_without_numbers_waits) {
  (void)ask(from_partner(letter, "M1", 2, 0, "b"));
  (void)ask(from_partner(letter, "M1", 3, 0, "c"));
  EXPECT_EQ(state<ParcelState>(parcel_key("MY", "M1")).done, 0U);
  (void)ask(from_partner(letter, "M1", 1, 0, "a"));
  EXPECT_EQ(state<ParcelState>(parcel_key("MY", "M1")).done, 3U);
}

TEST_F(ExecutorTest, a_message_that_waits_for_a_day_is_told_of_once) {
  (void)ask(from_partner(letter, "M1", 2, 0, "b"));
  EXPECT_EQ(executor->next_due(), noon + limits::parked_wait_max);
  start();  // the deadline is found again
  now = noon + limits::parked_wait_max;
  const auto fired = executor->due(now, 10);
  ASSERT_EQ(fired.size(), 1U);
  EXPECT_EQ(ask(fired[0]).kind, Kind::accepted);
  EXPECT_EQ(store.feed(Seq::none, 1000).back().type, workflow::event_waits_too_long);
  EXPECT_FALSE(executor->next_due());
  (void)ask(from_partner(letter, "M1", 1, 0, "a"));
  EXPECT_EQ(state<ParcelState>(parcel_key("MY", "M1")).done, 2U) << "it is still taken in its turn";
}

TEST_F(ExecutorTest, a_message_that_hits_a_bug_is_held_until_an_officer_decides) {
  EXPECT_EQ(ask(from_partner(letter, "M1", 7, 1, "bad")).kind, Kind::accepted)
      << "refused, it would come again for ever";
  EXPECT_EQ(store.quarantined().size(), 1U);
  (void)ask(from_partner(letter, "M1", 1, 2, "good"));
  EXPECT_EQ(state<ParcelState>(parcel_key("MY", "M1")).done, 0U);
  const DropParked drop{store.find(parcel_key("MY", "M1")).value(), exchange::Partner::parse("MY")->number(),
                        "bad"};
  EXPECT_EQ(
      ask(http(access::Role::trader, workflow::command_drop_parked, to_cbor(drop), "d1")).findings.at(0).rule,
      "ACC-001");
  EXPECT_EQ(ask(http(access::Role::supervisor, workflow::command_drop_parked, to_cbor(drop), "d2"))
                .findings.at(0)
                .rule,
            "EXC-005");
  EXPECT_EQ(ask(by_two(workflow::command_drop_parked, to_cbor(drop), "d2b")).kind, Kind::accepted);
  EXPECT_EQ(state<ParcelState>(parcel_key("MY", "M1")).done, 1U) << "the lane goes on";
  EXPECT_EQ(ask(by_two(workflow::command_drop_parked, to_cbor(drop), "d3")).findings.at(0).rule, "EXC-002");
}

/// The command of the parked message of this id is gone, as by an erasure.
void erase_waiting(store::MemoryStore& store, std::string_view id) {
  for (const EventRow& event : store.feed(Seq::none, 1000)) {
    if (event.type != workflow::event_parked) continue;
    const auto body = from_cbor<workflow::EventBody>(event.body).value();
    if (body.received->message_id != id) continue;
    const auto record = from_cbor<ParkedRecord>(body.fields_of_type).value();
    ASSERT_EQ(store.commit(Batch{.erased = {record.command.id}}), CommitOutcome::applied);
    return;
  }
  FAIL() << "nothing waits under " << id;
}

TEST_F(ExecutorTest, a_waiting_message_that_cannot_be_read_is_held_and_blames_no_other) {
  (void)ask(from_partner(letter, "M1", 2, 2, "b"));
  (void)ask(from_partner(letter, "M1", 2, 3, "c"));
  erase_waiting(store, "b");
  start();
  EXPECT_EQ(ask(from_partner(letter, "M1", 1, 1, "a")).kind, Kind::accepted);
  EXPECT_EQ(state<ParcelState>(parcel_key("MY", "M1")).done, 1U) << "the one that came is applied";
  ASSERT_EQ(store.quarantined().size(), 1U);
  const StreamId stream = store.find(parcel_key("MY", "M1")).value();
  const auto parked = executor->stream(stream)->lanes.parked;
  ASSERT_EQ(parked.size(), 2U);
  EXPECT_EQ(std::ranges::count(parked, exchange::ParkedFor::held, &exchange::Parked::reason), 1);
  EXPECT_TRUE(ask(from_partner(letter, "M1", 2, 2, "b")).repeated);
  const DropParked drop{stream, exchange::Partner::parse("MY")->number(), "b"};
  EXPECT_EQ(ask(by_two(workflow::command_drop_parked, to_cbor(drop), "d")).kind, Kind::accepted);
  EXPECT_EQ(state<ParcelState>(parcel_key("MY", "M1")).done, 2U)
      << "an officer decides, and the lane goes on";
  EXPECT_EQ(store.quarantined().size(), 1U);
}

TEST_F(ExecutorTest, a_gap_is_asked_for_by_a_waiting_message_that_can_be_read) {
  (void)ask(from_partner(letter, "M1", 3, 3, "c"));
  (void)ask(from_partner(letter, "M1", 4, 4, "d"));
  erase_waiting(store, "c");
  start();
  now = *executor->next_due();
  EXPECT_EQ(ask(executor->due(now, 10).at(0)).kind, Kind::accepted);
  EXPECT_EQ(executor->take_outbox().size(), 1U);
  EXPECT_EQ(store.quarantined().size(), 1U);
  erase_waiting(store, "d");
  start();
  (void)executor->take_outbox();
  now += limits::gap_ask_again;
  EXPECT_EQ(ask(executor->due(now, 10).at(0)).kind, Kind::accepted) << "the clocks of the stream go on";
  EXPECT_EQ(executor->take_outbox().size(), 0U) << "nothing says what it is called there";
  EXPECT_EQ(store.quarantined().size(), 2U);
}

TEST_F(ExecutorTest, a_message_that_can_neither_be_decided_nor_held_is_refused_and_holds_up_nothing) {
  Command unreadable = over_the_wire(from_partner(letter, "M1", 1, 1, "bad"), "wire-1");
  unreadable.content = copy_of(as_bytes("nothing that has a place"));
  const Reply reply = ask(unreadable);
  ASSERT_EQ(reply.kind, Kind::refused) << "a fault of this node would be tried for ever";
  EXPECT_EQ(reply.findings.at(0).rule, "EXC-012");
  EXPECT_NE(workflow::not_taken(reply), nullptr) << "its sender has a dead letter";
  EXPECT_EQ(store.quarantined().size(), 1U) << "once";
  EXPECT_FALSE(claim("wire-1").has_value()) << "and it may come again when the fault is mended";
  EXPECT_EQ(ask(from_partner(letter, "M1", 1, 1, "good")).kind, Kind::accepted);
}

TEST_F(ExecutorTest, a_message_of_a_kind_that_no_partner_may_send_is_not_lost_by_a_bug) {
  const Reply reply = ask(over_the_wire(from_partner(stumble, "M1", 1, 1, "bad"), "wire-1"));
  EXPECT_EQ(reply.findings.at(0).rule, "EXC-012");
  EXPECT_FALSE(claim("wire-1").has_value());
  EXPECT_EQ(store.quarantined().size(), 1U);
}

TEST_F(ExecutorTest, whoever_never_may_learns_and_keeps_nothing_by_a_bug) {
  const Reply reply =
      ask(http(access::Role::auditor, send_parcel, copy_of(as_bytes("nothing that has a place")), "n"));
  EXPECT_EQ(reply.kind, Kind::refused);
  EXPECT_EQ(reply.findings.at(0).rule, "ACC-001");
  EXPECT_TRUE(store.quarantined().empty());
}

TEST_F(ExecutorTest, a_message_behind_a_gap_cannot_be_dropped_before_those_missing) {
  (void)ask(from_partner(letter, "M1", 1, 1, "a"));
  (void)ask(from_partner(letter, "M1", 3, 3, "c"));
  const DropParked drop{store.find(parcel_key("MY", "M1")).value(), exchange::Partner::parse("MY")->number(),
                        "c"};
  EXPECT_EQ(ask(by_two(workflow::command_drop_parked, to_cbor(drop), "d")).findings.at(0).rule, "EXC-003");
  (void)ask(from_partner(letter, "M1", 2, 2, "b"));
  EXPECT_EQ(state<ParcelState>(parcel_key("MY", "M1")).done, 3U);
}

TEST_F(ExecutorTest, what_is_missing_is_asked_for_once_while_the_request_waits) {
  (void)ask(from_partner(letter, "M1", 3, 3, "c"));
  const auto clocks_ring_until = [&](Instant end) {
    for (auto due = executor->next_due(); due && *due <= end; due = executor->next_due()) {
      now = *due;
      for (const Command& fired : executor->due(now, 10)) EXPECT_EQ(ask(fired).kind, Kind::accepted);
    }
    now = end;
  };
  clocks_ring_until(noon + 30 * 24h);
  ASSERT_EQ(store.outbox().size(), 1U) << "the partner is away";
  executor->receipted(store.outbox().front().id);
  executor->flush();
  clocks_ring_until(now + limits::gap_ask_again);
  EXPECT_EQ(store.outbox().size(), 1U) << "and did not send it";
}

TEST_F(ExecutorTest, two_may_drop_what_waits_behind_a_gap_that_nobody_fills) {
  (void)ask(from_partner(letter, "M1", 1, 1, "a"));
  (void)ask(from_partner(letter, "M1", 3, 3, "of an earlier life"));
  const StreamId stream = store.find(parcel_key("MY", "M1")).value();
  const DropParked drop{stream, exchange::Partner::parse("MY")->number(), "of an earlier life"};
  now += limits::gap_in_vain - 1ms;
  EXPECT_EQ(ask(by_two(workflow::command_drop_parked, to_cbor(drop), "d")).findings.at(0).rule, "EXC-003");
  now += 1ms;
  EXPECT_EQ(ask(by_two(workflow::command_drop_parked, to_cbor(drop), "d2")).kind, Kind::accepted);
  EXPECT_TRUE(executor->stream(stream)->lanes.parked.empty());
  start();
  EXPECT_EQ(executor->stream(stream)->lanes.find(*exchange::Partner::parse("MY"))->applied, 1U);
  EXPECT_EQ(ask(from_partner(letter, "M1", 2, 2, "b")).kind, Kind::accepted) << "nothing was skipped";
  EXPECT_TRUE(ask(from_partner(letter, "M1", 3, 3, "of an earlier life")).repeated) << "gone for good";
  EXPECT_EQ(ask(from_partner(letter, "M1", 3, 3, "c")).kind, Kind::accepted) << "its sender begins anew";
  EXPECT_EQ(state<ParcelState>(parcel_key("MY", "M1")).done, 3U);
}

TEST_F(ExecutorTest, a_denied_message_is_taken_in_its_turn_and_never_out_of_it) {
  EXPECT_EQ(ask(from_partner(letter, "K1", 2, 2, "b", "KH")).kind, Kind::accepted)
      << "it waits, and is judged in its turn";
  EXPECT_EQ(ask(from_partner(letter, "K1", 1, 1, "a", "KH")).findings.at(0).rule, "ACC-002");
  const auto lanes = executor->stream(store.find(parcel_key("KH", "K1")).value())->lanes;
  EXPECT_EQ(lanes.find(*exchange::Partner::parse("KH"))->applied, 2U);
  EXPECT_TRUE(lanes.parked.empty());
  EXPECT_EQ(state<ParcelState>(parcel_key("KH", "K1")).done, 0U);
  EXPECT_EQ(ask(from_partner(letter, "K1", 1, 1, "x", "KH")).findings.at(0).rule, "EXC-001")
      << "the lane does not go back";
}

TEST_F(ExecutorTest, what_a_waiting_message_says_is_not_in_the_log) {
  Command secret = from_partner(letter, "somebodys-name", 2, 2, "b");
  (void)ask(secret);
  for (const EventRow& event : store.feed(Seq::none, 100)) {
    EXPECT_EQ(as_text(event.body).find("somebodys-name"), std::string_view::npos);
    EXPECT_EQ(as_text(event.origin).find("somebodys-name"), std::string_view::npos);
  }
}

TEST_F(ExecutorTest, a_request_to_send_again_stands_in_no_lane_whatever_it_says) {
  (void)ask(opening(500));
  (void)ask(parcel("P1", 300));
  Command again = from_partner(workflow::command_resend_asked, "P1", 0, 7, "r1");
  again.content = to_cbor(ResendRequest{copy_of(as_bytes("OP1")), 1, 3});
  EXPECT_EQ(ask(again).kind, Kind::accepted);
  (void)ask(from_partner(acknowledgement, "P1", 1, 1, "a1"));
  EXPECT_EQ(state<ParcelState>(parcel_key("SG", "P1")).done, 1U);
}

TEST_F(ExecutorTest, a_message_about_something_unknown_is_refused_and_still_counted_in_its_lane) {
  const Reply reply = ask(from_partner(acknowledgement, "nowhere", 1, 1, "a"));
  EXPECT_EQ(reply.kind, Kind::refused);
  EXPECT_EQ(reply.findings.at(0).rule, "COURIER-003");
  EXPECT_TRUE(ask(from_partner(acknowledgement, "nowhere", 1, 1, "a")).repeated);
}

TEST_F(ExecutorTest, a_lane_goes_on_behind_what_its_sender_gave_up) {
  (void)ask(from_partner(letter, "M1", 1, 2, "b"));
  EXPECT_EQ(state<ParcelState>(parcel_key("MY", "M1")).done, 0U) << "it waits for number 1";
  EXPECT_EQ(ask(given_up("M1", 1, "a")).kind, Kind::accepted);
  EXPECT_EQ(state<ParcelState>(parcel_key("MY", "M1")).done, 1U);
  const auto stream = executor->stream(store.find(parcel_key("MY", "M1")).value());
  EXPECT_EQ(stream->lanes.find(*exchange::Partner::parse("MY"))->applied, 2U);
  const auto events = store.history(stream->row.head);
  EXPECT_EQ(std::ranges::count(events, workflow::event_given_up, &EventRow::type), 1);
  EXPECT_TRUE(ask(given_up("M1", 1, "a")).repeated);
  start();
  EXPECT_EQ(executor->stream(stream->row.id)->lanes, stream->lanes);
}

TEST_F(ExecutorTest, the_first_thing_heard_of_a_parcel_may_be_that_a_message_was_given_up) {
  EXPECT_EQ(ask(given_up("M1", 1, "a")).kind, Kind::accepted);
  EXPECT_EQ(ask(from_partner(letter, "M1", 1, 2, "b")).kind, Kind::accepted);
  EXPECT_EQ(state<ParcelState>(parcel_key("MY", "M1")).done, 1U);
}

TEST_F(ExecutorTest, a_number_that_was_taken_is_not_given_up_any_more) {
  (void)ask(from_partner(letter, "M1", 1, 1, "a"));
  const Seq before = executor->counters().seq;
  EXPECT_EQ(ask(given_up("M1", 1, "g")).kind, Kind::accepted) << "its sender need not send it again";
  EXPECT_EQ(executor->counters().seq, before);
  EXPECT_EQ(state<ParcelState>(parcel_key("MY", "M1")).done, 1U);
}

TEST_F(ExecutorTest, what_was_given_up_waits_for_those_before_it_and_asks_for_them) {
  EXPECT_EQ(ask(given_up("M1", 2, "g")).kind, Kind::accepted);
  now = *executor->next_due();
  (void)ask(executor->due(now, 10).at(0));
  const auto sent = executor->take_outbox();
  ASSERT_EQ(sent.size(), 1U);
  const auto request = from_cbor<ResendRequest>(store.payload(sent[0].payload)->bytes);
  EXPECT_EQ(as_text(request.value().thing), "OM1");
  EXPECT_EQ(request->last, 1U);
  (void)ask(from_partner(letter, "M1", 1, 1, "a"));
  (void)ask(from_partner(letter, "M1", 2, 3, "c"));
  EXPECT_EQ(state<ParcelState>(parcel_key("MY", "M1")).done, 2U);
}

TEST_F(ExecutorTest, EXC_014_what_is_given_up_of_a_thing_without_a_name_leaves_nothing_behind) {
  const Reply reply = ask(given_up("", 1, "a"));
  EXPECT_EQ(reply.findings.at(0).rule, "EXC-014");
  EXPECT_EQ(executor->counters(), Counters{});
}

}  // namespace
}  // namespace lintas::app
