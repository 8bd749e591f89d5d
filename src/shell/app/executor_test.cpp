#include "shell/app/executor.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <variant>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/limits.hpp"
#include "core/access/access.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/audit.hpp"
#include "shell/app/store.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/app/stream.hpp"
#include "shell/store/memory/memory_store.hpp"
#include "tests/support/courier.hpp"
#include "tests/support/executor_fixture.hpp"
#include "tests/support/kept_identity.hpp"

namespace lintas::app {
namespace {

using namespace std::chrono_literals;
using namespace test::courier;
using Kind = workflow::Reply::Kind;

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

/// The interface goes by the clock, which was a little ahead; the writer dates no command before an earlier
/// one.
TEST_F(ExecutorTest, a_clock_that_is_set_back_into_the_period_before_does_nothing_twice) {
  constexpr std::chrono::days period{limits::command_answers_kept};
  const Instant begin = std::chrono::floor<std::chrono::days>(noon) +
                        (period - std::chrono::floor<std::chrono::days>(noon).time_since_epoch() % period);
  now = begin + 20min;
  Command first = opening(500);
  Command again = first;
  const auto print = std::get<workflow::HttpCommandId>(first.id).print;
  const Hash256 client{.bytes = {std::byte{7}}};
  first.id = workflow::http_command_id(begin + 20min, client, print);
  again.id = workflow::http_command_id(begin - 35min, client, print);
  EXPECT_EQ(ask(first).kind, Kind::accepted);
  const auto events = executor->head().size;
  EXPECT_TRUE(ask(again).repeated);
  again.id = workflow::http_command_id(begin - 35min, client, Hash256{});
  EXPECT_EQ(ask(again).kind, Kind::conflict);
  EXPECT_EQ(executor->head().size, events);
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

TEST_F(ExecutorTest, a_decision_that_leaves_a_stream_without_an_event_is_a_bug_of_one_command) {
  const auto replies = executor->run_batch(std::vector{
      opening(500), http(access::Role::trader, hollow, to_cbor(Parcel{"P1", "ACME", "MY", 1}), "h"),
      parcel("P2", 100)});
  EXPECT_EQ(replies[1].kind, Kind::internal);
  EXPECT_EQ(status("P2"), ParcelStatus::sent);
  EXPECT_FALSE(store.find(account_key("hollow")));
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

TEST_F(ExecutorTest, a_batch_that_was_certainly_not_written_is_decided_again) {
  store.fail_commit(1, store::MemoryStore::Fault::not_applied);
  const auto replies = executor->run_batch(std::vector{opening(500), parcel("P1", 300), parcel("P2", 100)});
  for (const Reply& reply : replies) EXPECT_EQ(reply.kind, Kind::accepted);
  EXPECT_EQ(acme().reserved, 400);
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

/// They say who vouched for whoever signed a message, long after another one has taken its place.
TEST_F(ExecutorTest, an_identity_document_is_kept_once_and_in_the_order_of_coming_into_force) {
  const auto keep = [&](std::string_view country, std::uint32_t number, std::string_view document) {
    return ask(
        test::keeping_identity(*exchange::Partner::parse(country), as_bytes(document), packer, now, number));
  };
  EXPECT_FALSE(keep("MY", 1, "first of Malaysia").repeated);
  EXPECT_FALSE(keep("SG", 1, "our own").repeated);
  EXPECT_FALSE(keep("MY", 2, "second of Malaysia").repeated);
  EXPECT_TRUE(keep("MY", 2, "second of Malaysia").repeated);
  start();
  EXPECT_TRUE(keep("MY", 1, "first of Malaysia").repeated) << "whatever came between";
  const auto stream = store.find(workflow::make_key(workflow::KeyKind::identities, "MY", ""));
  ASSERT_TRUE(stream.has_value());
  EXPECT_EQ(store.stream(*stream)->kind, identities_stream);
  std::string all;
  for (const EventRow& event : store.history(store.stream(*stream)->head)) {
    EXPECT_EQ(event.type, workflow::event_identity_kept);
    all += as_text(packer.unpack(store.payload(event.payload).value()));
    all += '\n';
  }
  EXPECT_EQ(all, "first of Malaysia\nsecond of Malaysia\n");
}

}  // namespace
}  // namespace lintas::app
