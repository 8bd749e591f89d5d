#include "shell/app/executor.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/limits.hpp"
#include "base/require.hpp"
#include "shell/app/audit.hpp"
#include "shell/app/evidence.hpp"
#include "shell/app/fresh_letters.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/store/memory/memory_store.hpp"
#include "tests/support/courier.hpp"
#include "tests/support/world.hpp"

namespace lintas::app {
namespace {

using namespace std::chrono_literals;
using namespace test::courier;
using workflow::Command;
using workflow::Reply;
using Kind = workflow::Reply::Kind;

const Instant noon = *parse_instant("2026-11-23T12:00:00Z");

/// One node in Singapore with the courier's business, on a store that outlives it.
class ExecutorTest : public testing::Test {
 protected:
  ExecutorTest() { start(); }

  void start() {
    store.crash();
    executor = std::make_unique<Executor>(Executor::Ports{domain, store, entropy, packer, test::sha256});
  }

  Command http(access::Role role, CommandType type, Bytes content, const std::string& key,
               const std::string& party = "ACME") {
    workflow::HttpCommandId id;
    for (std::size_t i = 0; i < key.size() && i < id.id.size(); ++i)
      id.id[i] = static_cast<std::byte>(key[i]);
    const std::vector<ByteView> printed{content};
    id.print = test::sha256(printed);
    return {.id = id,
            .type = type,
            .at = now,
            .actor = {.role = role, .party = party},
            .content = std::move(content)};
  }
  Command opening(std::int64_t limit, const std::string& key = "open") {
    return http(access::Role::officer_of_guarantee, open_account, to_cbor(Parcel{"", "ACME", "", limit}), key,
                "");
  }
  Command parcel(const std::string& number, std::int64_t amount, std::string key = {}) {
    if (key.empty()) key = number;
    return http(access::Role::trader, send_parcel, to_cbor(Parcel{number, "ACME", "MY", amount}), key);
  }
  /// Of a supervisor, with a second one who agrees.
  Command by_two(CommandType type, Bytes content, const std::string& key) {
    Command command = http(access::Role::supervisor, type, std::move(content), key, "");
    command.second = access::Actor{.role = access::Role::supervisor, .person = "second"};
    return command;
  }
  Command from_partner(CommandType type, const std::string& number, std::uint32_t k, std::uint32_t n,
                       const std::string& id, const std::string& country = "MY") {
    const auto partner = *exchange::Partner::parse(country);
    Command command{
        .id = workflow::MessageCommandId{workflow::make_key(workflow::KeyKind::partner_message, country, id)},
        .type = type,
        .at = now,
        .actor = {.role = access::Role::partner_node, .party = country},
        .content = to_cbor(Letter{number, k}),
        .lane = workflow::LanePosition{partner, n, id}};
    command.payloads.push_back(packer.pack(letter_document, command.content));
    return command;
  }

  /// As a carrier brings it that knows it by this id; `content` tells what its sender signed.
  static Command over_the_wire(Command command, const std::string& message, std::byte content = {}) {
    command.wire = std::make_shared<const workflow::WireProof>(
        workflow::WireProof{.message = message,
                            .content = {.bytes = {content}},
                            .envelope = copy_of(as_bytes("envelope of " + message)),
                            .receipt = copy_of(as_bytes("receipt for " + message))});
    return command;
  }
  /// These as one, of this name on the wire; each has the name of its id.
  Command bundle(const std::string& name, std::vector<Command> parts, std::byte content = {}) {
    const auto carrier = over_the_wire({}, name, content).wire;
    Command made{.id = workflow::DerivedCommandId{carrier->content},
                 .type = workflow::command_bundle,
                 .at = now,
                 .actor = parts.front().actor,
                 .lane = workflow::LanePosition{parts.front().lane->partner, 0, name},
                 .wire = carrier};
    for (Command& part : parts) {
      part.wire = std::make_shared<const workflow::WireProof>(
          workflow::WireProof{.message = part.lane->message_id + "@my", .carrier = carrier});
      made.parts.push_back(std::move(part));
    }
    return made;
  }
  std::optional<ReceivedRow> claim(const std::string& message) {
    return store.received(*exchange::Partner::parse("MY"), message);
  }
  std::size_t claims() { return store.received(NewestFirst{.count = 100}).size(); }

  /// Malaysia sends nothing under this number of a parcel of its own.
  Command given_up(const std::string& number, std::uint32_t n, const std::string& id) {
    Command command = from_partner(workflow::command_given_up, number, 0, n, id);
    const std::string thing = number.empty() ? "" : "I" + number;
    command.content = to_cbor(GivenUp{copy_of(as_bytes(thing))});
    command.payloads.clear();
    return command;
  }

  Reply ask(const Command& command) { return executor->run_batch(std::vector{command}).front(); }

  Reply give_up(const OutboxRow& dead, const std::string& key) {
    return ask(by_two(workflow::command_discard_letter,
                      to_cbor(LetterDecision{.id = dead.id, .reason = "told by telephone", .second = {}}),
                      key));
  }
  exchange::Lane lane_to_malaysia(const std::string& number) {
    const auto lanes = executor->stream(store.find(parcel_key("SG", number)).value())->lanes;
    return *lanes.find(*exchange::Partner::parse("MY"));
  }

  OutboxRow a_dead_letter() {
    (void)ask(opening(500));
    (void)ask(parcel("P1", 300));
    const OutboxRow dead = executor->take_outbox().front();
    executor->refused(dead.id, Death{.at = {}, .why = "EBMS:0004"});
    executor->flush();
    return dead;
  }

  template <class T>
  T state(const workflow::Key& key) {
    return executor->stream(store.find(key).value())->state.as<T>();
  }
  AccountState acme() { return state<AccountState>(account_key("ACME")); }
  ParcelStatus status(const std::string& number) {
    return state<ParcelState>(parcel_key("SG", number)).status;
  }

  Courier domain{"SG"};
  store::MemoryStore store;
  test::SeededEntropy entropy{42};
  test::PlainPacker packer;
  std::unique_ptr<Executor> executor;
  Instant now = noon;
};

TEST_F(ExecutorTest, plays_what_follows_from_a_command_in_the_same_batch) {
  EXPECT_EQ(ask(opening(1000)).kind, Kind::accepted);
  EXPECT_EQ(ask(parcel("P1", 400)).kind, Kind::accepted);
  EXPECT_EQ(status("P1"), ParcelStatus::sent);
  EXPECT_EQ(acme().reserved, 400);
  const auto letters = executor->take_outbox();
  ASSERT_EQ(letters.size(), 3U);
  for (std::uint32_t i = 0; i < 3; ++i) EXPECT_EQ(letters[i].n, i + 1);
  EXPECT_TRUE(executor->take_outbox().empty()) << "each is given once";
}

TEST_F(ExecutorTest, a_refusal_downstream_is_a_fact_upstream) {
  (void)ask(opening(500));
  EXPECT_EQ(ask(parcel("P1", 400)).kind, Kind::accepted);
  EXPECT_EQ(ask(parcel("P2", 200)).kind, Kind::accepted)
      << "booked; that the hold was refused is known later";
  EXPECT_EQ(status("P2"), ParcelStatus::refused);
  EXPECT_EQ(acme().reserved, 400);
}

TEST_F(ExecutorTest, a_batch_sees_what_its_earlier_commands_decided) {
  const auto replies =
      executor->run_batch(std::vector{opening(500), parcel("P1", 300), parcel("P2", 300), parcel("P3", 200)});
  EXPECT_EQ(replies.size(), 4U);
  EXPECT_EQ(status("P1"), ParcelStatus::sent);
  EXPECT_EQ(status("P2"), ParcelStatus::refused);
  EXPECT_EQ(status("P3"), ParcelStatus::sent);
  EXPECT_EQ(acme().reserved, 500);
  EXPECT_EQ(acme().open_holds, 2);
}

TEST_F(ExecutorTest, answers_a_repeated_command_as_the_first_time) {
  (void)ask(opening(500));
  const Reply first = ask(parcel("P1", 300));
  for (int i = 0; i < 2; ++i) {
    const Reply again = ask(parcel("P1", 300));
    EXPECT_TRUE(again.repeated);
    EXPECT_EQ(again.kind, first.kind);
    EXPECT_EQ(again.content, first.content);
    start();  // and after a restart
  }
  EXPECT_EQ(acme().reserved, 300);
  const Reply refused = ask(parcel("P1", 300, "other key"));
  EXPECT_EQ(refused.findings.at(0).rule, "COURIER-001");
  EXPECT_EQ(ask(parcel("P1", 300, "other key")).findings.at(0).rule, "COURIER-001");
}

TEST_F(ExecutorTest, repeats_within_one_batch_have_one_effect) {
  (void)ask(opening(500));
  const auto replies = executor->run_batch(std::vector{parcel("P1", 300), parcel("P1", 300)});
  EXPECT_FALSE(replies[0].repeated);
  EXPECT_TRUE(replies[1].repeated);
  EXPECT_EQ(acme().reserved, 300);
}

TEST_F(ExecutorTest, the_same_key_for_another_request_is_a_conflict) {
  (void)ask(opening(500));
  (void)ask(parcel("P1", 300, "key"));
  EXPECT_EQ(ask(parcel("P2", 300, "key")).kind, Kind::conflict);
  EXPECT_FALSE(store.find(parcel_key("SG", "P2")));
}

TEST_F(ExecutorTest, denies_what_the_table_does_not_grant) {
  EXPECT_EQ(ask(http(access::Role::trader, open_account, to_cbor(Parcel{"", "ACME", "", 1}), "k"))
                .findings.at(0)
                .rule,
            "ACC-001");
  (void)ask(opening(500));
  auto strange = parcel("P1", 100);
  strange.actor.party = "OTHER";
  EXPECT_EQ(ask(strange).findings.at(0).rule, "ACC-002");
  EXPECT_FALSE(store.find(parcel_key("SG", "P1")));
}

TEST_F(ExecutorTest, a_denial_about_something_that_exists_is_in_the_log) {
  (void)ask(opening(500));
  (void)ask(parcel("P1", 100));
  auto strange = parcel("P1", 100, "prying");
  strange.actor.party = "OTHER";
  const Seq before = executor->counters().seq;
  EXPECT_EQ(ask(strange).kind, Kind::refused);
  const auto log = store.feed(before, 10);
  ASSERT_EQ(log.size(), 1U);
  EXPECT_EQ(log[0].type, workflow::event_denied);
  EXPECT_EQ(from_cbor<workflow::Origin>(log[0].origin)->actor.party, "OTHER");
}

TEST_F(ExecutorTest, a_bug_drops_one_command_and_keeps_it_for_the_engineers) {
  const auto replies = executor->run_batch(std::vector{
      opening(500), http(access::Role::trader, stumble, to_cbor(Parcel{"P1", "ACME", "MY", 1}), "s"),
      parcel("P2", 100)});
  EXPECT_EQ(replies[1].kind, Kind::internal);
  EXPECT_EQ(status("P2"), ParcelStatus::sent);
  ASSERT_EQ(store.quarantined().size(), 1U);
  EXPECT_NE(store.quarantined()[0].what.find("the courier stumbled"), std::string::npos);
  EXPECT_EQ(workflow::decode_command(store.quarantined()[0].command)->type, stumble);
}

TEST_F(ExecutorTest, a_decision_that_breaks_a_law_is_dropped_whole) {
  (void)ask(opening(500));
  const Reply reply = ask(
      http(access::Role::trader, overdraw, to_cbor(HoldRequest{{}, Parcel{"P1", "ACME", "MY", 501}}), "o"));
  EXPECT_EQ(reply.kind, Kind::internal);
  EXPECT_EQ(acme().reserved, 0);
  EXPECT_FALSE(store.find(hold_key("ACME", "P1")));
}

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
  EXPECT_EQ(store.history(executor->stream(store.find(parcel_key("MY", "M1")).value())->row.head)
                .back()
                .payload_hash,
            packer.pack(letter_document, to_cbor(Letter{"M1", 3})).hash)
      << "a message that waited keeps its document";
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
}

TEST_F(ExecutorTest, messages_that_come_as_one_are_decided_one_by_one_and_claimed_together) {
  const Reply reply =
      ask(bundle("bundle@my", {from_partner(letter, "M1", 1, 1, "a"), from_partner(letter, "M1", 2, 2, "b"),
                               from_partner(letter, "M2", 2, 2, "waits")}));
  EXPECT_EQ(reply.kind, Kind::accepted);
  ASSERT_EQ(reply.parts.size(), 3U);
  EXPECT_EQ(claims(), 4U);
  EXPECT_TRUE(claim("bundle@my")->is_of_bundle());
  for (const char* name : {"a@my", "b@my", "waits@my"}) {
    ASSERT_TRUE(claim(name).has_value()) << name;
    EXPECT_EQ(claim(name)->carrier, "bundle@my") << name;
    EXPECT_EQ(claim(name)->receipt, claim("bundle@my")->receipt) << name;
    EXPECT_NE(claim(name)->seq, Seq::none) << name;
  }
  const auto events = executor->head().size;
  const Reply again =
      ask(bundle("bundle@my", {from_partner(letter, "M1", 1, 1, "a"), from_partner(letter, "M1", 2, 2, "b"),
                               from_partner(letter, "M2", 2, 2, "waits")}));
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(
      ask(bundle("bundle@my", {from_partner(letter, "M1", 1, 1, "a")}, std::byte{9})).findings.at(0).rule,
      "EXC-017");
  EXPECT_EQ(executor->head().size, events);
}

TEST_F(ExecutorTest, of_messages_that_come_as_one_all_are_taken_or_none) {
  (void)ask(from_partner(letter, "M1", 1, 1, "a"));
  const auto events = executor->head().size;
  const Reply reply = ask(bundle(
      "bundle@my", {from_partner(letter, "M2", 1, 1, "b"), from_partner(letter, "M1", 1, 1, "of another"),
                    from_partner(letter, "M3", 1, 1, "c")}));
  EXPECT_EQ(reply.kind, Kind::refused);
  EXPECT_EQ(reply.findings.at(0).rule, "EXC-001");
  EXPECT_EQ(reply.parts.size(), 2U) << "up to the one at fault";
  EXPECT_EQ(claims(), 0U);
  EXPECT_EQ(executor->head().size, events);
  EXPECT_EQ(ask(over_the_wire(from_partner(letter, "M2", 1, 1, "b"), "b@my")).kind, Kind::accepted);
}

TEST_F(ExecutorTest, a_message_that_comes_alone_and_in_a_bundle_has_one_effect_whichever_is_first) {
  (void)ask(over_the_wire(from_partner(letter, "M1", 1, 1, "a"), "a@my"));
  const Reply both = ask(
      bundle("bundle@my", {from_partner(letter, "M1", 1, 1, "a"), from_partner(letter, "M1", 2, 2, "b")}));
  EXPECT_EQ(both.kind, Kind::accepted);
  EXPECT_TRUE(both.parts.at(0).repeated);
  EXPECT_FALSE(both.parts.at(1).repeated);
  EXPECT_EQ(claim("a@my")->carrier, "");
  const auto events = executor->head().size;
  for (int i = 0; i < 2; ++i)
    EXPECT_TRUE(ask(over_the_wire(from_partner(letter, "M1", 2, 2, "b"), "b@my", std::byte{5})).repeated);
  EXPECT_EQ(claim("b@my alone")->seq, Seq::none) << "with the receipt that it gets alone";
  EXPECT_EQ(
      ask(over_the_wire(from_partner(letter, "M1", 2, 2, "b"), "b@my", std::byte{6})).findings.at(0).rule,
      "EXC-017");
  const Reply others =
      ask(bundle("other@my", {from_partner(letter, "M1", 2, 2, "b"), from_partner(letter, "M1", 1, 1, "a")}));
  EXPECT_EQ(others.kind, Kind::accepted);
  EXPECT_EQ(claim("b@my")->carrier, "bundle@my") << "the first stays";
  EXPECT_EQ(claim("other@my")->seq, Seq::none);
  EXPECT_EQ(executor->head().size, events);
}

/// It does nothing where something was taken under its number, and has no event that tells it again.
TEST_F(ExecutorTest, what_does_nothing_may_come_alone_and_in_a_bundle) {
  (void)ask(from_partner(letter, "M1", 1, 1, "a"));
  const Command nothing = given_up("M1", 1, "g");
  EXPECT_EQ(ask(bundle("bundle@my", {nothing, from_partner(letter, "M1", 2, 2, "b")})).kind, Kind::accepted);
  const auto events = executor->head().size;
  EXPECT_EQ(ask(over_the_wire(nothing, "g@my", std::byte{7})).kind, Kind::accepted);
  EXPECT_TRUE(ask(over_the_wire(nothing, "g@my", std::byte{7})).repeated);
  EXPECT_EQ(ask(bundle("other@my", {nothing}, std::byte{8})).kind, Kind::accepted);
  EXPECT_EQ(executor->head().size, events);
}

/// A partner that means ill may give two things one name.
TEST_F(ExecutorTest, EXC_017_a_name_that_was_claimed_in_another_way_brings_nothing_new) {
  (void)ask(bundle("bundle@my", {from_partner(letter, "M1", 1, 1, "a")}));
  const auto events = executor->head().size;
  EXPECT_EQ(ask(over_the_wire(from_partner(letter, "M2", 1, 1, "new"), "a@my")).findings.at(0).rule,
            "EXC-017");
  EXPECT_EQ(ask(over_the_wire(from_partner(letter, "M2", 1, 1, "new"), "bundle@my", std::byte{3}))
                .findings.at(0)
                .rule,
            "EXC-017");
  Command other = bundle("other@my", {from_partner(letter, "M2", 1, 1, "new")}, std::byte{4});
  other.parts[0].wire = std::make_shared<const workflow::WireProof>(
      workflow::WireProof{.message = "a@my", .carrier = other.wire});
  EXPECT_EQ(ask(other).findings.at(0).rule, "EXC-017");
  Command own = bundle("own@my", {from_partner(letter, "M2", 1, 1, "new")}, std::byte{5});
  own.parts[0].wire = std::make_shared<const workflow::WireProof>(
      workflow::WireProof{.message = "own@my", .content = own.wire->content, .carrier = own.wire});
  EXPECT_EQ(ask(own).findings.at(0).rule, "EXC-017") << "its own name is no other's";
  EXPECT_EQ(executor->head().size, events);
}

TEST_F(ExecutorTest, a_bundle_is_written_whole_or_not_at_all) {
  const Command both =
      bundle("bundle@my", {from_partner(letter, "M1", 1, 1, "a"), from_partner(letter, "M1", 2, 2, "b")});
  store.fail_commit(1, store::MemoryStore::Fault::not_applied);
  EXPECT_EQ(ask(both).kind, Kind::busy);
  EXPECT_EQ(claims(), 0U);
  EXPECT_EQ(ask(both).kind, Kind::accepted);
  EXPECT_EQ(claims(), 3U);
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

TEST_F(ExecutorTest, a_decision_that_leaves_a_stream_without_an_event_is_a_bug_of_one_command) {
  const auto replies = executor->run_batch(std::vector{
      opening(500), http(access::Role::trader, hollow, to_cbor(Parcel{"P1", "ACME", "MY", 1}), "h"),
      parcel("P2", 100)});
  EXPECT_EQ(replies[1].kind, Kind::internal);
  EXPECT_EQ(status("P2"), ParcelStatus::sent);
  EXPECT_FALSE(store.find(account_key("hollow")));
}

TEST_F(ExecutorTest, a_message_about_something_unknown_is_refused_and_still_counted_in_its_lane) {
  const Reply reply = ask(from_partner(acknowledgement, "nowhere", 1, 1, "a"));
  EXPECT_EQ(reply.kind, Kind::refused);
  EXPECT_EQ(reply.findings.at(0).rule, "COURIER-003");
  EXPECT_TRUE(ask(from_partner(acknowledgement, "nowhere", 1, 1, "a")).repeated);
}

TEST_F(ExecutorTest, a_clock_leads_to_an_event_once) {
  (void)ask(opening(500));
  (void)ask(parcel("P1", 300));
  EXPECT_EQ(executor->next_due(), noon + overdue_after);
  EXPECT_TRUE(executor->due(noon, 10).empty());
  start();  // clocks are found again
  now = noon + overdue_after;
  const auto fired = executor->due(now, 10);
  ASSERT_EQ(fired.size(), 1U);
  EXPECT_EQ(ask(fired[0]).kind, Kind::accepted);
  EXPECT_TRUE(state<ParcelState>(parcel_key("SG", "P1")).overdue);
  EXPECT_TRUE(executor->due(now + 24h, 10).empty());
  EXPECT_TRUE(ask(fired[0]).repeated) << "a clock that was stopped meanwhile does nothing";
}

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

TEST_F(ExecutorTest, ACC_003_the_second_officer_is_one_who_may) {
  const OutboxRow dead = a_dead_letter();
  Command command = by_two(workflow::command_discard_letter,
                           to_cbor(LetterDecision{.id = dead.id, .reason = "x", .second = {}}), "g");
  command.second->role = access::Role::trader;
  EXPECT_EQ(ask(command).findings.at(0).rule, "ACC-003");
}

TEST_F(ExecutorTest, what_is_denied_leaves_the_stream_as_it_was) {
  (void)ask(opening(1000));
  (void)ask(parcel("P1", 400));
  const auto before = executor->stream(store.find(parcel_key("SG", "P1")).value())->row;
  const auto denied = [&](int i) {
    return ask(http(access::Role::trader, send_parcel, to_cbor(Parcel{"P1", "ACME", "MY", 400}),
                    "k" + std::to_string(i), "OTHER"));
  };
  for (std::size_t i = 0; i < 2 * limits::denials_noted_per_hour; ++i) {
    auto trial = http(access::Role::trader, send_parcel, to_cbor(Parcel{"P1", "ACME", "MY", 400}),
                      "t" + std::to_string(i), "OTHER");
    trial.at = now;
    EXPECT_EQ(executor->consider(trial).reply.findings.at(0).rule, "ACC-002");
  }
  for (std::size_t i = 0; i < limits::denials_noted_per_hour + 5; ++i)
    EXPECT_EQ(denied(static_cast<int>(i)).findings.at(0).rule, "ACC-002");
  EXPECT_EQ(executor->stream(before.id)->row, before);
  const auto events = store.feed(before.head, 1000);
  const auto notes = std::ranges::count(events, workflow::event_denied, &EventRow::type);
  EXPECT_EQ(static_cast<std::size_t>(notes), limits::denials_noted_per_hour);
  now += 1h;
  (void)denied(1000);
  const auto last =
      from_cbor<workflow::DenialRecord>(body_of(store.feed(before.head, 1000).back()).fields_of_type);
  EXPECT_EQ(last->unnoted, 5U);
  EXPECT_EQ(last->stream, before.id);
  start();
  (void)denied(1001);
}

TEST_F(ExecutorTest, what_is_refused_is_noted_and_leaves_the_version_that_a_colleague_has_seen) {
  (void)ask(opening(1000));
  (void)ask(parcel("P1", 400));
  const StreamId id = store.find(parcel_key("SG", "P1")).value();
  const auto before = executor->stream(id);
  EXPECT_EQ(before->changed, before->row.version);
  EXPECT_EQ(ask(parcel("P1", 400, "again")).findings.at(0).rule, "COURIER-001");
  const auto noted = executor->stream(id);
  EXPECT_EQ(noted->changed, before->changed);
  EXPECT_EQ(noted->row.version, before->row.version + 1) << "the row is guarded by every event";
  EXPECT_EQ(store.history(noted->row.head).back().type, workflow::event_refused);
  Command seen = parcel("P1", 400, "seen");
  seen.expected = before->changed;
  EXPECT_EQ(ask(seen).findings.at(0).rule, "COURIER-001") << "it is judged";
  Command unseen = parcel("P1", 400, "unseen");
  unseen.expected = before->changed - 1;
  EXPECT_EQ(ask(unseen).kind, Kind::stale);
  start();
  EXPECT_EQ(executor->stream(id)->changed, before->changed) << "it follows from the events";
  (void)ask(from_partner(acknowledgement, "P1", 1, 1, "a1"));
  EXPECT_EQ(executor->stream(id)->changed, executor->stream(id)->row.version);
}

TEST_F(ExecutorTest, a_state_that_other_streams_move_has_the_version_of_its_last_change_too) {
  (void)ask(opening(1000));
  const StreamId id = store.find(account_key("ACME")).value();
  const auto is_changed_by = [&](const Command& command) {
    const std::uint32_t seen = executor->stream(id)->changed;
    (void)ask(command);
    const std::uint32_t now_seen = executor->stream(id)->changed;
    for (const std::uint8_t program :
         {domain.state_version, static_cast<std::uint8_t>(domain.state_version + 1)}) {
      domain.state_version = program;
      start();
      EXPECT_EQ(executor->stream(id)->changed, now_seen) << "as stored, and folded again";
    }
    return now_seen != seen;
  };
  EXPECT_FALSE(is_changed_by(opening(1000, "again"))) << "it is refused";
  EXPECT_TRUE(is_changed_by(parcel("P1", 400)));
  EXPECT_FALSE(is_changed_by(opening(1000, "once more")));
  EXPECT_FALSE(is_changed_by(opening(1000, "and again")));
  EXPECT_TRUE(is_changed_by(parcel("P2", 400)));
}

TEST_F(ExecutorTest, every_command_that_hits_a_bug_is_told_once) {
  EXPECT_EQ(ask(from_partner(letter, "M1", 7, 1, "bad")).kind, Kind::accepted) << "held, and answered so";
  EXPECT_EQ(executor->take_quarantined().size(), 1U);
  EXPECT_TRUE(executor->take_quarantined().empty());
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

TEST_F(ExecutorTest, a_batch_that_was_certainly_not_written_is_decided_again) {
  store.fail_commit(1, store::MemoryStore::Fault::not_applied);
  const auto replies = executor->run_batch(std::vector{opening(500), parcel("P1", 300), parcel("P2", 100)});
  for (const Reply& reply : replies) EXPECT_EQ(reply.kind, Kind::accepted);
  EXPECT_EQ(acme().reserved, 400);
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

TEST_F(ExecutorTest, a_command_that_cannot_be_written_fails_alone) {
  (void)ask(opening(500));
  for (std::size_t nth : {1U, 2U, 4U}) store.fail_commit(nth, store::MemoryStore::Fault::not_applied);
  // Commit 1 both, 2 the first alone, 3 the second alone.
  const auto replies = executor->run_batch(std::vector{parcel("P1", 300), parcel("P2", 100)});
  EXPECT_EQ(replies[0].kind, Kind::busy);
  EXPECT_EQ(replies[1].kind, Kind::accepted);
  EXPECT_EQ(acme().reserved, 100);
}

TEST_F(ExecutorTest, an_unknown_outcome_ends_the_process_without_an_answer) {
  for (const auto fault :
       {store::MemoryStore::Fault::unknown_applied, store::MemoryStore::Fault::unknown_not_applied}) {
    const bool written = fault == store::MemoryStore::Fault::unknown_applied;
    const std::string number = written ? "P1" : "P2";
    if (written) (void)ask(opening(1000));
    store.fail_commit(1, fault);
    try {
      (void)ask(parcel(number, 300));
      FAIL() << "nothing may be answered";
    } catch (const StoreFailure& failure) {
      EXPECT_FALSE(failure.safe_to_retry());
    }
    start();
    const Reply again = ask(parcel(number, 300));
    EXPECT_EQ(again.kind, Kind::accepted);
    EXPECT_EQ(again.repeated, written);
  }
  EXPECT_EQ(acme().reserved, 600);
}

TEST_F(ExecutorTest, whichever_commit_fails_however_repeating_gives_the_same_end) {
  using Fault = store::MemoryStore::Fault;
  const auto day = [&] {  // a client's day; true when everything was answered
    std::vector<Command> commands{opening(500), parcel("P1", 300), parcel("P2", 300), parcel("P3", 100)};
    for (std::uint32_t k = 1; k <= 3; ++k)
      commands.push_back(from_partner(acknowledgement, "P1", k, k, "a" + std::to_string(k)));
    for (const Command& command : commands) {
      if (ask(command).kind == Kind::busy) return false;
    }
    return true;
  };
  for (const Fault fault : {Fault::not_applied, Fault::unknown_applied, Fault::unknown_not_applied}) {
    for (std::size_t nth = 1; nth <= 7; ++nth) {
      executor.reset();
      std::destroy_at(&store);
      std::construct_at(&store);
      start();
      store.fail_commit(nth, fault);
      for (bool done = false; !done;) {
        try {
          done = day();
        } catch (const StoreFailure&) {
          start();
        }
      }
      EXPECT_EQ(status("P1"), ParcelStatus::closed) << nth;
      EXPECT_EQ(status("P2"), ParcelStatus::refused) << nth;
      EXPECT_EQ(acme().reserved, 100) << nth;
      EXPECT_EQ(acme().open_holds, 1) << nth;
      EXPECT_TRUE(store.quarantined().empty()) << nth;
    }
  }
}

TEST_F(ExecutorTest, a_kept_state_of_another_program_is_folded_again) {
  (void)ask(opening(1000));
  (void)ask(parcel("P1", 300));
  (void)ask(parcel("P2", 200));
  for (std::uint32_t k = 1; k <= 3; ++k)
    (void)ask(from_partner(acknowledgement, "P1", k, k, "a" + std::to_string(k)));
  EXPECT_EQ(status("P1"), ParcelStatus::closed);
  const AccountState before = acme();
  EXPECT_EQ(before.reserved, 200);
  domain.state_version = 2;
  start();
  EXPECT_EQ(acme(), before);
}

TEST_F(ExecutorTest, a_cache_of_one_stream_gives_the_same_answers) {
  executor = std::make_unique<Executor>(Executor::Ports{domain, store, entropy, packer, test::sha256}, 1);
  (void)ask(opening(1000));
  for (int i = 0; i < 5; ++i) (void)ask(parcel("P" + std::to_string(i), 150));
  for (int i = 0; i < 5; ++i) {
    for (std::uint32_t k = 1; k <= 3; ++k) {
      (void)ask(from_partner(acknowledgement, "P" + std::to_string(i), k, k,
                             std::to_string(i) + "a" + std::to_string(k)));
    }
  }
  EXPECT_EQ(acme().reserved, 0);
  EXPECT_EQ(acme().open_holds, 0);
}

TEST_F(ExecutorTest, the_audit_tree_goes_on_after_a_restart) {
  (void)ask(opening(1'000'000));
  for (int i = 0; i < 120; ++i) (void)ask(parcel("P" + std::to_string(i), 1));
  const TreeHead head = executor->head();
  EXPECT_EQ(head.size, static_cast<std::uint64_t>(std::to_underlying(executor->counters().seq)));
  EXPECT_GT(head.size, 256U);
  start();
  EXPECT_EQ(executor->head(), head);
  AuditTree again{test::sha256};
  for (const EventRow& event : store.feed(Seq::none, 100'000))
    (void)again.append(leaf_of(test::sha256, event));
  EXPECT_EQ(again.root(), head.root) << "every leaf follows from the stored row";
}

}  // namespace
}  // namespace lintas::app
