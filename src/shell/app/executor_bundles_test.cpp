#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/executor.hpp"
#include "shell/store/memory/memory_store.hpp"
#include "tests/support/courier.hpp"
#include "tests/support/executor_fixture.hpp"

/// Messages of partners that come as one: taken whole or not at all, and decided one by one.
namespace lintas::app {
namespace {

using namespace test::courier;
using Kind = workflow::Reply::Kind;

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

/// A store of when any text was a MessageId, say.
TEST_F(ExecutorTest, a_way_that_has_the_name_of_a_message_is_taken_and_that_stays) {
  (void)ask(over_the_wire(from_partner(letter, "M1", 1, 1, "a"), "a@my"));
  (void)ask(over_the_wire(from_partner(letter, "M1", 2, 2, "b"), "a@my in two@my"));
  const auto before = claim("a@my in two@my");
  const Reply both =
      ask(bundle("two@my", {from_partner(letter, "M1", 1, 1, "a"), from_partner(letter, "M1", 3, 3, "c")}));
  EXPECT_EQ(both.kind, Kind::accepted);
  EXPECT_TRUE(both.parts.at(0).repeated);
  EXPECT_TRUE(claim("c@my").has_value());
  EXPECT_EQ(claim("a@my in two@my"), before);
}

/// After a start between post and receipt its sender puts it into another bundle, or sends it alone, and has
/// the receipt of that: so the receiver keeps each way.
TEST_F(ExecutorTest, a_message_that_comes_again_in_another_way_has_a_claim_for_each) {
  (void)ask(over_the_wire(from_partner(letter, "M1", 1, 1, "a"), "a@my"));
  (void)ask(bundle("one@my", {from_partner(letter, "M1", 1, 1, "a"), from_partner(letter, "M1", 2, 2, "b")}));
  (void)ask(bundle("two@my", {from_partner(letter, "M1", 2, 2, "b"), from_partner(letter, "M1", 1, 1, "a")}));
  (void)ask(over_the_wire(from_partner(letter, "M1", 2, 2, "b"), "b@my", std::byte{5}));
  const auto partner = *exchange::Partner::parse("MY");
  EXPECT_EQ(store.further_ways(partner, "a@my", 9),
            (std::vector<std::string>{"a@my in one@my", "a@my in two@my"}));
  EXPECT_EQ(store.further_ways(partner, "b@my", 9),
            (std::vector<std::string>{"b@my in two@my", "b@my alone"}));
  EXPECT_EQ(claim("a@my in two@my")->carrier, "two@my");
  EXPECT_EQ(claim("a@my in two@my")->receipt, claim("two@my")->receipt);
  EXPECT_EQ(claim("a@my in two@my")->seq, Seq::none);
  const std::size_t before = claims();
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(
        ask(bundle("two@my", {from_partner(letter, "M1", 2, 2, "b"), from_partner(letter, "M1", 1, 1, "a")}))
            .repeated);
    EXPECT_TRUE(ask(over_the_wire(from_partner(letter, "M1", 2, 2, "b"), "b@my", std::byte{5})).repeated);
  }
  EXPECT_EQ(claims(), before) << "of a way that is known nothing more is kept";
}

/// Its event is written when its turn has come, with an answer: what it came with then tells it again.
TEST_F(ExecutorTest, a_message_that_waited_may_come_again_alone) {
  const auto message = [&](std::uint32_t n, const std::string& id, std::string_view document) {
    Command made = from_partner(letter, "M1", n, n, id);
    made.payloads.front() = packer.pack(letter_document, as_bytes(document));
    return made;
  };
  (void)ask(bundle("bundle@my", {message(2, "b", "second"), message(3, "c", "third")}));
  EXPECT_TRUE(ask(over_the_wire(message(2, "b", "second"), "b@my", std::byte{5})).repeated) << "it waits";
  (void)ask(from_partner(letter, "M1", 1, 1, "a"));
  const auto events = executor->head().size;
  EXPECT_TRUE(ask(over_the_wire(message(3, "c", "third"), "c@my", std::byte{6})).repeated) << "it is applied";
  EXPECT_EQ(ask(bundle("other@my", {message(3, "c", "another")}, std::byte{7})).findings.at(0).rule,
            "EXC-016");
  EXPECT_EQ(executor->head().size, events);
}

/// A request to send again has no document that could tell it from what comes under its name.
TEST_F(ExecutorTest, EXC_016_another_kind_of_message_under_an_identification_is_no_repetition) {
  (void)ask(opening(500));
  (void)ask(parcel("P1", 300));
  const auto missed = [&](std::uint32_t first) {
    Command command = from_partner(workflow::command_resend_asked, "P1", 0, 0, "x");
    command.content = to_cbor(ResendRequest{copy_of(as_bytes("OP1")), first, first});
    command.payloads.clear();
    return command;
  };
  EXPECT_EQ(ask(over_the_wire(missed(1), "x@my")).kind, Kind::accepted);
  const auto events = executor->head().size;
  const Command letter_named_so = from_partner(letter, "M1", 1, 1, "x");
  EXPECT_EQ(ask(bundle("b@my", {letter_named_so, from_partner(letter, "M1", 2, 2, "y")})).findings.at(0).rule,
            "EXC-016");
  EXPECT_EQ(ask(over_the_wire(letter_named_so, "other@my")).findings.at(0).rule, "EXC-016")
      << "no receipt for what has no effect";
  EXPECT_EQ(ask(over_the_wire(missed(2), "second@my")).findings.at(0).rule, "EXC-016") << "it misses another";
  EXPECT_TRUE(ask(over_the_wire(missed(1), "third@my")).repeated);
  EXPECT_EQ(executor->head().size, events);
  EXPECT_EQ(claims(), 2U);
}

TEST_F(ExecutorTest, EXC_016_what_stands_in_place_of_a_message_is_told_by_what_it_says) {
  (void)ask(from_partner(letter, "M1", 1, 1, "a"));
  EXPECT_EQ(ask(over_the_wire(given_up("M1", 2, "a"), "g@my")).findings.at(0).rule, "EXC-016")
      << "swallowed, its lane would wait for this number for ever";
  EXPECT_EQ(ask(over_the_wire(given_up("M1", 3, "g"), "g@my")).kind, Kind::accepted) << "it waits";
  EXPECT_EQ(ask(bundle("b@my", {given_up("M2", 3, "g")})).findings.at(0).rule, "EXC-016");
  EXPECT_EQ(ask(over_the_wire(given_up("M2", 3, "g"), "h@my")).findings.at(0).rule, "EXC-016");
  EXPECT_TRUE(ask(over_the_wire(given_up("M1", 3, "g"), "h@my")).repeated);
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

/// Its messages go one by one then, and do not show it.
TEST_F(ExecutorTest, a_bug_of_the_whole_bundle_is_kept_with_the_names_of_its_messages) {
  Command both =
      bundle("bundle@my", {from_partner(letter, "M1", 1, 1, "a"), from_partner(letter, "M1", 2, 2, "b")});
  both.parts[1].lane->partner = *exchange::Partner::parse("TH");  // of somebody else
  const Reply reply = ask(both);
  EXPECT_EQ(reply.kind, Kind::refused);
  EXPECT_EQ(reply.findings.at(0).rule, "EXC-012");
  EXPECT_EQ(claims(), 0U);
  ASSERT_EQ(store.quarantined().size(), 1U);
  EXPECT_TRUE(store.quarantined()[0].what.ends_with(" of a@my, b@my")) << store.quarantined()[0].what;
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

}  // namespace
}  // namespace lintas::app
