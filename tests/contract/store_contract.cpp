#include "tests/contract/store_contract.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/audit_tree.hpp"
#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/store.hpp"
#include "shell/store/payload_codec.hpp"
#include "tests/support/sha256.hpp"
#include "tests/support/store_rows.hpp"

namespace lintas::test {
namespace {

using app::Batch;
using app::CommitOutcome;
using app::Counters;
using app::EventRow;
using app::HeadRow;
using app::Key;
using app::OutboxRow;
using app::PayloadId;
using app::Seq;
using app::StreamId;
using app::StreamRow;

constexpr StreamId stream_1{1};
constexpr StreamId stream_2{2};

/// One movement begins: its document, its event, its row and the key it is found by.
Batch a_movement_begins() {
  Batch batch;
  batch.payloads = {a_payload(1)};
  EventRow event = an_event(1, 1, 1, 0);
  event.origin = bytes_of("trader 7 by command 12");
  event.payload = PayloadId{1};
  event.payload_hash = hash_like(1);
  batch.events = {event};
  batch.streams = {begun(a_stream(1, 1, 1))};
  batch.keys = {{.key = key_of("trader", "LRN-1"), .stream = stream_1}};
  return batch;
}

#define ASSERT_APPLIED(batch) ASSERT_EQ(store().commit(batch), CommitOutcome::applied)
#define ASSERT_NOT_APPLIED(batch) ASSERT_EQ(store().commit(batch), CommitOutcome::not_applied)

// ---- what was applied is read as it was written

TEST_P(StoreContract, is_empty_at_first) {
  EXPECT_EQ(store().counters(), Counters{});
  EXPECT_EQ(store().stream(stream_1), std::nullopt);
  EXPECT_EQ(store().payload(PayloadId{1}), std::nullopt);
  EXPECT_EQ(store().find(key_of("trader", "LRN-1")), std::nullopt);
  EXPECT_TRUE(store().history(Seq::none).empty());
  EXPECT_TRUE(store().feed(Seq::none, 10).empty());
  EXPECT_TRUE(store().open_streams().empty());
  EXPECT_TRUE(store().outbox().empty());
  EXPECT_TRUE(store().quarantined().empty());
}

TEST_P(StoreContract, gives_back_every_field_of_what_was_written) {
  const Batch batch = a_movement_begins();
  ASSERT_APPLIED(batch);
  for (const char* life : {"this", "next"}) {
    SCOPED_TRACE(life);
    EXPECT_EQ(store().stream(stream_1), batch.streams.front().row);
    EXPECT_EQ(store().history(Seq{1}), batch.events);
    EXPECT_EQ(store().feed(Seq::none, 10), batch.events);
    EXPECT_EQ(store().payload(PayloadId{1}), batch.payloads.front().payload);
    EXPECT_EQ(store().find(batch.keys.front().key), stream_1);
    reopen();
  }
}

TEST_P(StoreContract, keeps_what_is_absent_apart_from_what_is_empty) {
  Batch batch;
  batch.events = {an_event(1, 1, 1, 0)};
  batch.events.front().body.clear();
  StreamRow row = a_stream(1, 1, 1);
  row.due.reset();
  row.ref.clear();
  row.state.clear();
  StreamRow due_at_the_epoch = a_stream(2, 1, 0);
  due_at_the_epoch.due = Instant{};
  batch.streams = {begun(row), begun(due_at_the_epoch)};
  ASSERT_APPLIED(batch);
  EXPECT_EQ(store().feed(Seq::none, 1), batch.events);
  EXPECT_EQ(store().stream(stream_1), row);
  EXPECT_EQ(store().stream(stream_2), due_at_the_epoch);
}

TEST_P(StoreContract, takes_an_empty_batch) {
  ASSERT_APPLIED(Batch{});
  EXPECT_EQ(store().counters(), Counters{});
}

TEST_P(StoreContract, goes_on_counting_where_the_last_process_ended) {
  Batch batch = a_movement_begins();
  batch.events.push_back(an_event(2, 2, 1, 0));
  batch.streams.push_back(begun(a_stream(2, 1, 2)));
  ASSERT_APPLIED(batch);
  const Counters expected{.seq = Seq{2}, .stream = stream_2, .payload = PayloadId{1}};
  EXPECT_EQ(store().counters(), expected);
  reopen();
  EXPECT_EQ(store().counters(), expected);
}

// ---- events

TEST_P(StoreContract, tells_the_history_of_one_stream_oldest_first) {
  Batch batch;
  batch.events = {an_event(1, 1, 1, 0), an_event(2, 2, 1, 0), an_event(3, 1, 2, 1), an_event(4, 1, 3, 3)};
  ASSERT_APPLIED(batch);
  EXPECT_EQ(store().history(Seq{4}),
            (std::vector<EventRow>{batch.events[0], batch.events[2], batch.events[3]}));
  EXPECT_EQ(store().history(Seq{3}), (std::vector<EventRow>{batch.events[0], batch.events[2]}));
  EXPECT_EQ(store().history(Seq{2}), (std::vector<EventRow>{batch.events[1]}));
}

TEST_P(StoreContract, a_history_that_is_not_in_the_log_is_a_bug) {
  EXPECT_THROW((void)store().history(Seq{1}), Bug);
}

TEST_P(StoreContract, feeds_the_log_in_portions) {
  Batch batch;
  for (std::int64_t seq = 1; seq <= 7; ++seq) batch.events.push_back(an_event(seq, seq, 1, 0));
  ASSERT_APPLIED(batch);
  std::vector<EventRow> read;
  while (true) {
    const auto portion = store().feed(read.empty() ? Seq::none : read.back().seq, 3);
    if (portion.empty()) break;
    EXPECT_LE(portion.size(), 3U);
    read.insert(read.end(), portion.begin(), portion.end());
  }
  EXPECT_EQ(read, batch.events);
}

// ---- a batch is all or nothing

/// A batch that touches every table, with one row that the store must refuse.
Batch everything_and(const Batch& refused) {
  Batch batch = refused;
  batch.payloads.insert(batch.payloads.begin(), a_payload(51));
  batch.events.insert(batch.events.begin(), an_event(51, 51, 1, 0));
  batch.streams.insert(batch.streams.begin(), begun(a_stream(51, 1, 51)));
  batch.keys.insert(batch.keys.begin(), {.key = key_of("another", "LRN-51"), .stream = StreamId{51}});
  batch.numbers.insert(batch.numbers.begin(), {.n = 51, .stream = StreamId{51}});
  batch.outbox.insert(batch.outbox.begin(), a_message(51, "MY", 1));
  batch.commands.insert(batch.commands.begin(), a_command(51, 51));
  batch.received.insert(batch.received.begin(), a_received("MY", "51", 51));
  batch.sent.insert(batch.sent.begin(), a_sent(51, "MY"));
  batch.tiles.insert(batch.tiles.begin(), {.level = 0, .n = 51, .hashes = {hashes_per_tile, hash_like(51)}});
  batch.quarantined.push_back({.id = 0, .at = story_begins, .what = "a broken promise", .command = {}});
  return batch;
}

void expect_nothing_of_everything(app::Store& store) {
  EXPECT_EQ(store.payload(PayloadId{51}), std::nullopt);
  EXPECT_TRUE(store.feed(Seq{50}, 10).empty());
  EXPECT_EQ(store.stream(StreamId{51}), std::nullopt);
  EXPECT_EQ(store.find(key_of("another", "LRN-51")), std::nullopt);
  EXPECT_EQ(store.numbered(51), std::nullopt);
  EXPECT_TRUE(std::ranges::none_of(store.outbox(), [](const OutboxRow& row) { return row.id == 51; }));
  EXPECT_EQ(store.command(command_id(51, 51)), std::nullopt);
  EXPECT_EQ(store.received(partner("MY"), "51"), std::nullopt);
  EXPECT_EQ(store.sent(51), std::nullopt);
  EXPECT_EQ(store.tile(0, 51), std::nullopt);
  EXPECT_TRUE(store.quarantined().empty());
}

TEST_P(StoreContract, refuses_a_second_row_under_the_same_id_and_the_whole_batch_with_it) {
  Batch first = a_movement_begins();
  first.numbers = {{.n = 7, .stream = stream_1}};
  first.outbox = {a_message(16, "MY", 1)};
  first.commands = {a_command(1, 1)};
  first.received = {a_received("TH", "M1", 1)};
  first.tiles = {{.level = 1, .n = 0, .hashes = {hashes_per_tile, hash_like(1)}}};
  ASSERT_APPLIED(first);

  std::vector<std::pair<const char*, Batch>> refused(8);
  refused[0] = {"payload", {.payloads = first.payloads}};
  refused[1] = {"event", {.events = {an_event(1, 2, 1, 0)}}};
  refused[2] = {"key", {.keys = {{.key = first.keys.front().key, .stream = stream_2}}}};
  refused[3] = {"number", {.numbers = {{.n = 7, .stream = stream_2}}}};
  refused[4] = {"message", {.outbox = {a_message(16, "TH", 2)}}};
  refused[5] = {"command", {.commands = {a_command(1, 1)}}};
  refused[6] = {"tile", {.tiles = first.tiles}};
  refused[7] = {"message of a partner", {.received = {a_received("TH", "M1", 2)}}};
  for (const auto& [what, batch] : refused) {
    SCOPED_TRACE(what);
    ASSERT_NOT_APPLIED(everything_and(batch));
    expect_nothing_of_everything(store());
    reopen();
    expect_nothing_of_everything(store());
  }
  EXPECT_EQ(store().find(first.keys.front().key), stream_1);
  EXPECT_EQ(store().numbered(7), stream_1);
  ASSERT_APPLIED(everything_and(Batch{}));
}

TEST_P(StoreContract, a_stream_of_another_version_is_a_bug_and_nothing_is_applied) {
  ASSERT_APPLIED(a_movement_begins());
  const auto expect_bug = [&](app::StreamWrite write) {
    Batch batch;
    batch.streams = {std::move(write)};
    EXPECT_THROW((void)store().commit(everything_and(batch)), Bug);
    expect_nothing_of_everything(store());
    EXPECT_EQ(store().stream(stream_1), a_stream(1, 1, 1));
  };
  expect_bug(begun(a_stream(1, 1, 1)));    // not new
  expect_bug(stepped(a_stream(1, 3, 1)));  // behind
  expect_bug(stepped(a_stream(2, 2, 1)));  // not there
  reopen();
  EXPECT_EQ(store().stream(stream_1), a_stream(1, 1, 1));
  ASSERT_APPLIED(everything_and(Batch{}));
}

// ---- streams

TEST_P(StoreContract, a_stream_steps_from_version_to_version) {
  ASSERT_APPLIED(a_movement_begins());
  StreamRow row = a_stream(1, 2, 9);
  row.ref = "an MRN at last";
  row.due.reset();
  Batch batch;
  batch.streams = {stepped(row)};
  ASSERT_APPLIED(batch);
  EXPECT_EQ(store().stream(stream_1), row);
}

TEST_P(StoreContract, an_unchanged_state_stays_as_it_is_stored) {
  ASSERT_APPLIED(a_movement_begins());
  Batch batch;
  batch.streams = {stepped(a_stream(1, 2, 1))};
  batch.streams.front().state_changed = false;
  batch.streams.front().row.state.clear();
  ASSERT_APPLIED(batch);
  StreamRow expected = a_stream(1, 2, 1);
  expected.state = a_stream(1, 1, 1).state;
  EXPECT_EQ(store().stream(stream_1), expected);
}

TEST_P(StoreContract, the_work_list_has_the_open_streams) {
  Batch batch;
  batch.streams = {begun(a_stream(1, 1, 0)), begun(a_stream(2, 1, 0)), begun(a_stream(3, 1, 0))};
  ASSERT_APPLIED(batch);
  StreamRow closed = a_stream(2, 2, 0);
  closed.open = false;
  batch.streams = {stepped(closed)};
  ASSERT_APPLIED(batch);
  EXPECT_EQ(store().open_streams(), (std::vector<StreamRow>{a_stream(1, 1, 0), a_stream(3, 1, 0)}));
  EXPECT_EQ(store().stream(stream_2), closed);

  StreamRow noted = closed;  // a late fact of a closed stream
  noted.version = 3;
  batch.streams = {stepped(noted)};
  ASSERT_APPLIED(batch);
  EXPECT_EQ(store().stream(stream_2), noted);
  EXPECT_EQ(store().open_streams().size(), 2U);
}

TEST_P(StoreContract, a_stream_moves_to_another_office_or_opens_again_only_when_the_write_says_so) {
  ASSERT_APPLIED(a_movement_begins());
  StreamRow moved = a_stream(1, 2, 1);
  moved.office = 99;
  Batch batch;
  batch.streams = {stepped(moved)};
  EXPECT_THROW((void)store().commit(batch), Bug);
  batch.streams.front().office_moved = true;
  ASSERT_APPLIED(batch);
  EXPECT_EQ(store().stream(stream_1), moved);

  StreamRow closed = moved;
  closed.version = 3;
  closed.open = false;
  batch.streams = {stepped(closed)};
  ASSERT_APPLIED(batch);

  StreamRow again = moved;
  again.version = 4;
  batch.streams = {stepped(again)};
  EXPECT_THROW((void)store().commit(batch), Bug);
  batch.streams.front().office_moved = true;
  ASSERT_APPLIED(batch);
  EXPECT_EQ(store().open_streams(), std::vector<StreamRow>{again});
}

// ---- keys and numbers

TEST_P(StoreContract, a_key_is_claimed_freed_and_claimed_again) {
  const Key key = key_of("trader", "LRN-1");
  Batch batch;
  batch.keys = {{.key = key, .stream = stream_1}};
  ASSERT_APPLIED(batch);
  ASSERT_NOT_APPLIED(batch);
  batch.keys = {{.key = key, .stream = StreamId::none}};
  ASSERT_APPLIED(batch);
  EXPECT_EQ(store().find(key), std::nullopt);
  ASSERT_APPLIED(batch);  // free stays free
  batch.keys = {{.key = key, .stream = stream_2}};
  ASSERT_APPLIED(batch);
  EXPECT_EQ(store().find(key), stream_2);
  batch.keys = {{.key = key, .stream = StreamId::none}, {.key = key, .stream = stream_1}};
  ASSERT_APPLIED(batch);
  EXPECT_EQ(store().find(key), stream_1);
}

TEST_P(StoreContract, keys_of_an_owner_are_read_in_portions) {
  Batch batch;
  const std::array<const char*, 5> identifiers{"a", "b", "b\xff", "c", "d"};
  std::int64_t id = 0;
  for (const char* owner : {"other", "trader", "trader2"}) {
    for (const char* identifier : identifiers)
      batch.keys.push_back({.key = key_of(owner, identifier), .stream = StreamId{++id}});
  }
  std::ranges::reverse(batch.keys);  // the store sorts
  ASSERT_APPLIED(batch);

  const Bytes prefix = key_of("trader", "").value;
  std::vector<std::pair<Key, StreamId>> read;
  while (true) {
    const ByteView after = read.empty() ? ByteView{} : ByteView{read.back().first.value};
    const auto portion = store().find_all(prefix, after, 2);
    if (portion.empty()) break;
    EXPECT_LE(portion.size(), 2U);
    read.insert(read.end(), portion.begin(), portion.end());
  }
  ASSERT_EQ(read.size(), identifiers.size());
  for (std::size_t i = 0; i < read.size(); ++i) {
    EXPECT_EQ(read[i].first, key_of("trader", identifiers.at(i)));
    EXPECT_EQ(read[i].second, StreamId{static_cast<std::int64_t>(identifiers.size() + i + 1)});
  }
  EXPECT_EQ(store().find_all(key_of("trader", "b").value, {}, 10).size(), 2U);
  EXPECT_EQ(store().find_all({}, {}, 100).size(), 15U);
  EXPECT_TRUE(store().find_all(key_of("nobody", "").value, {}, 10).empty());
  EXPECT_TRUE(store().find_all(prefix, key_of("trader2", "").value, 10).empty());
}

TEST_P(StoreContract, the_last_number_of_a_block_is_known) {
  constexpr std::int64_t block = std::int64_t{3} << 40U;
  Batch batch;
  batch.numbers = {{.n = block + 1, .stream = stream_1},
                   {.n = block + 2, .stream = stream_2},
                   {.n = (2 * block) + 9, .stream = stream_1}};
  ASSERT_APPLIED(batch);
  EXPECT_EQ(store().numbered(block + 2), stream_2);
  EXPECT_EQ(store().numbered(block + 3), std::nullopt);
  EXPECT_EQ(store().last_number(block, (2 * block) - 1), block + 2);
  EXPECT_EQ(store().last_number(block + 1, block + 1), block + 1);
  EXPECT_EQ(store().last_number(block + 3, 2 * block), std::nullopt);
}

// ---- messages to partners

TEST_P(StoreContract, a_message_stays_in_the_outbox_until_its_receipt) {
  Batch batch;
  batch.outbox = {a_message(16, "MY", 1), a_message(17, "TH", 1), a_message(32, "MY", 2)};
  ASSERT_APPLIED(batch);
  EXPECT_EQ(store().outbox(), batch.outbox);
  Batch receipt;
  receipt.receipted = {17};
  ASSERT_APPLIED(receipt);
  reopen();
  EXPECT_EQ(store().outbox(), (std::vector<OutboxRow>{batch.outbox[0], batch.outbox[2]}));
}

TEST_P(StoreContract, a_message_is_found_by_its_id) {
  Batch batch;
  batch.outbox = {a_message(16, "MY", 1), a_message(17, "TH", 1), a_message(32, "MY", 2)};
  ASSERT_APPLIED(batch);
  EXPECT_EQ(store().outbox_row(17), batch.outbox[1]);
  EXPECT_EQ(store().outbox_row(18), std::nullopt);
  Batch news;
  news.dead = {{.id = 16}};
  news.receipted = {17};
  ASSERT_APPLIED(news);
  reopen();
  EXPECT_TRUE(store().outbox_row(16)->dead);
  EXPECT_EQ(store().outbox_row(17), std::nullopt);
  EXPECT_EQ(store().outbox_row(32), batch.outbox[2]);
}

TEST_P(StoreContract, a_message_of_a_partner_is_claimed_once) {
  Batch batch;
  batch.events = {an_event(1, 1, 1, 0)};
  batch.received = {a_received("MY", "M1", 1), a_received("TH", "M1", 1)};
  ASSERT_APPLIED(batch);
  reopen();
  const auto claim = store().received(partner("MY"), "M1");
  ASSERT_TRUE(claim.has_value());
  EXPECT_GT(claim->id, 0);
  app::ReceivedRow expected = batch.received.front();
  expected.id = claim->id;
  EXPECT_EQ(*claim, expected);
  EXPECT_TRUE(store().received(partner("TH"), "M1").has_value()) << "ids are their sender's own";
  EXPECT_EQ(store().received(partner("MY"), "M2"), std::nullopt);
  Batch twice;
  twice.received = {a_received("MY", "M2", 2), a_received("MY", "M2", 3)};
  ASSERT_NOT_APPLIED(twice);
  EXPECT_EQ(store().received(partner("MY"), "M2"), std::nullopt);
  EXPECT_EQ(store().received(partner("MY"), "M1"), expected);
}

TEST_P(StoreContract, certificates_that_many_messages_share_are_in_each) {
  store::PayloadCodec packer{test::sha256};
  Batch batch;
  batch.outbox = {a_message(16, "MY", 1), a_message(17, "MY", 2)};
  ASSERT_APPLIED(batch);
  Batch more;
  for (const char* const message : {"M1", "M2"}) {
    more.received.push_back(a_received("MY", message, 0));
    more.received.back().envelope = signed_by(packer, 'M', message);
    more.received.back().receipt = signed_by(packer, 'S', message);
  }
  more.receipted = {16, 17};
  for (const std::int64_t id : more.receipted) {
    more.sent.push_back(a_sent(id, "MY"));
    more.sent.back().envelope = signed_by(packer, 'S', "ours");
  }
  ASSERT_APPLIED(more);
  reopen();
  for (const app::ReceivedRow& row : more.received) {
    const auto kept = store().received(row.partner, row.message);
    ASSERT_TRUE(kept.has_value());
    EXPECT_EQ(kept->envelope, row.envelope);
    EXPECT_EQ(kept->receipt, row.receipt);
  }
  for (const app::SentRow& row : more.sent) EXPECT_EQ(store().sent(row.id), row);
}

/// What one envelope carried is kept as if each had one of its own.
TEST_P(StoreContract, messages_that_went_as_one_have_its_evidence_each) {
  store::PayloadCodec packer{test::sha256};
  Batch batch;
  batch.outbox = {a_message(16, "MY", 1), a_message(17, "MY", 2), a_message(18, "MY", 3),
                  a_message(19, "TH", 1)};
  ASSERT_APPLIED(batch);
  const auto carried = [&](auto row) {
    row.carrier = "bundle@my";
    row.envelope = signed_by(packer, 'M', "all of them");
    row.receipt = signed_by(packer, 'S', "all of them");
    return row;
  };
  Batch more;
  more.received = {carried(a_received("MY", "bundle@my", 0)), carried(a_received("MY", "M1", 0)),
                   carried(a_received("MY", "M2", 0)), a_received("MY", "M3", 0)};
  more.receipted = {16, 17};
  for (const std::int64_t id : more.receipted) more.sent.push_back(carried(a_sent(id, "MY")));
  ASSERT_APPLIED(more);
  Batch later;  // the rest of the same, and another one's of the same name
  later.receipted = {18, 19};
  later.sent = {carried(a_sent(18, "MY")), carried(a_sent(19, "TH"))};
  later.sent.back().envelope = signed_by(packer, 'T', "of another partner");
  ASSERT_APPLIED(later);
  reopen();
  for (const app::ReceivedRow& row : more.received) {
    auto kept = store().received(row.partner, row.message);
    ASSERT_TRUE(kept.has_value());
    kept->id = 0;
    EXPECT_EQ(*kept, row);
  }
  for (const Batch* one : {&more, &later}) {
    for (const app::SentRow& row : one->sent) EXPECT_EQ(store().sent(row.id), row);
  }
  const auto list = store().received(app::NewestFirst{.count = 10});
  ASSERT_EQ(list.size(), 4U);
  EXPECT_EQ(list.front().carrier, "");
  EXPECT_EQ(list.back().carrier, "bundle@my");
  EXPECT_TRUE(list.back().is_of_bundle());
  EXPECT_TRUE(list.back().envelope.empty()) << "lists have no evidence";
  EXPECT_EQ(store().sent(app::NewestFirst{.count = 1}).front().carrier, "bundle@my");
}

TEST_P(StoreContract, further_ways_of_a_message_are_found_by_its_name) {
  Batch batch;
  batch.received = {a_received("MY", "M1", 1),          a_received("MY", "M1 in b2@my", 0),
                    a_received("MY", "M1 alone", 0),    a_received("MY", "M10 alone", 0),
                    a_received("MY", "M1@my alone", 0), a_received("TH", "M1 in b1@th", 0),
                    a_received("MY", "M1 in b1@my", 0)};
  ASSERT_APPLIED(batch);
  reopen();
  const auto malaysia = *exchange::Partner::parse("MY");
  EXPECT_EQ(store().further_ways(malaysia, "M1", 9),
            (std::vector<std::string>{"M1 in b2@my", "M1 alone", "M1 in b1@my"}))
      << "as they came, whatever their sender has called them";
  EXPECT_EQ(store().further_ways(malaysia, "M1", 2), (std::vector<std::string>{"M1 in b2@my", "M1 alone"}));
  EXPECT_TRUE(store().further_ways(malaysia, "M2", 9).empty());
}

TEST_P(StoreContract, the_first_proof_of_a_message_stays) {
  Batch batch;
  batch.outbox = {a_message(16, "MY", 1), a_message(17, "TH", 1)};
  ASSERT_APPLIED(batch);
  Batch receipts;
  receipts.receipted = {16, 17};
  receipts.sent = {a_sent(16, "MY")};  // the other one went by a way that proves nothing
  ASSERT_APPLIED(receipts);
  EXPECT_EQ(store().sent(16), a_sent(16, "MY"));
  EXPECT_EQ(store().sent(17), std::nullopt);
  ASSERT_APPLIED((Batch{.outbox = {a_message(16, "MY", 1)}}));  // sent again
  Batch again;
  again.receipted = {16};
  again.sent = {a_sent(16, "MY")};
  again.sent.front().receipt = bytes_of("another receipt");
  ASSERT_APPLIED(again);
  reopen();
  EXPECT_EQ(store().sent(16), a_sent(16, "MY"));
  EXPECT_TRUE(store().outbox().empty());
}

TEST_P(StoreContract, evidence_is_read_newest_first_in_portions) {
  Batch batch;
  for (std::int64_t n = 1; n <= 5; ++n) {
    batch.received.push_back(a_received(n == 2 ? "TH" : "MY", "M" + std::to_string(n), n));
    batch.sent.push_back(a_sent(n * 16, n == 4 ? "TH" : "MY"));
  }
  ASSERT_APPLIED(batch);
  reopen();
  using app::NewestFirst;
  const auto names = [](const auto& rows) {
    std::string all;
    for (const auto& row : rows) all += row.message + " ";
    return all;
  };
  const auto newest = store().received(NewestFirst{.count = 2});
  EXPECT_EQ(names(newest), "M5 M4 ");
  EXPECT_EQ(names(store().received(NewestFirst{.before = newest.back().id, .count = 9})), "M3 M2 M1 ");
  EXPECT_EQ(names(store().received(NewestFirst{.partner = partner("MY"), .count = 3})), "M5 M4 M3 ");
  EXPECT_EQ(
      names(store().received(NewestFirst{.partner = partner("MY"), .before = newest.back().id, .count = 9})),
      "M3 M1 ");
  EXPECT_EQ(names(store().received(NewestFirst{.partner = partner("LA"), .count = 9})), "");
  EXPECT_EQ(names(store().sent(NewestFirst{.count = 2})), "M80 M64 ");
  EXPECT_EQ(names(store().sent(NewestFirst{.before = 64, .count = 9})), "M48 M32 M16 ");
  EXPECT_EQ(names(store().sent(NewestFirst{.partner = partner("MY"), .before = 80, .count = 2})), "M48 M32 ");
}

TEST_P(StoreContract, lists_come_without_evidence) {
  Batch batch;
  batch.received = {a_received("MY", "M1", 1), a_received("TH", "M2", 2)};
  for (app::ReceivedRow& row : batch.received) row.as_signed = bytes_of("packed by another program");
  batch.sent = {a_sent(16, "MY"), a_sent(32, "TH")};
  ASSERT_APPLIED(batch);
  reopen();
  using app::NewestFirst;
  for (const auto& of : {std::optional<exchange::Partner>{}, std::optional{partner("MY")}}) {
    app::ReceivedRow received = *store().received(partner("MY"), "M1");
    EXPECT_FALSE(received.envelope.empty() || received.receipt.empty() || received.as_signed.empty());
    received.envelope = received.receipt = received.as_signed = {};
    EXPECT_EQ(store().received(NewestFirst{.partner = of, .count = 9}).back(), received);
    app::SentRow sent = a_sent(16, "MY");
    EXPECT_FALSE(sent.envelope.empty() || sent.receipt.empty());
    sent.envelope = sent.receipt = {};
    EXPECT_EQ(store().sent(NewestFirst{.partner = of, .count = 9}).back(), sent);
  }
}

TEST_P(StoreContract, the_outbox_is_read_page_by_page_while_messages_come_and_go) {
  Batch batch;
  for (std::int64_t n = 1; n <= 6; ++n)
    batch.outbox.push_back(a_message(n * 16, n % 2 == 0 ? "TH" : "MY", static_cast<std::uint32_t>(n)));
  ASSERT_APPLIED(batch);
  Batch death;
  death.dead = {{.id = 16}, {.id = 32}, {.id = 80}};
  ASSERT_APPLIED(death);
  reopen();
  using app::NewestFirst;
  const auto ids = [](const std::vector<OutboxRow>& rows) {
    std::vector<std::int64_t> all;
    for (const OutboxRow& row : rows) all.push_back(row.id);
    return all;
  };
  using Ids = std::vector<std::int64_t>;
  const auto first = store().outbox(NewestFirst{.count = 2});
  EXPECT_EQ(first, (std::vector<OutboxRow>{*store().outbox_row(96), *store().outbox_row(80)}));
  Batch news;
  news.outbox = {a_message(112, "MY", 7)};
  news.receipted = {96};
  ASSERT_APPLIED(news);
  EXPECT_EQ(ids(store().outbox(NewestFirst{.before = first.back().id, .count = 9})), (Ids{64, 48, 32, 16}));
  EXPECT_EQ(ids(store().outbox(NewestFirst{.count = 1})), (Ids{112}));
  EXPECT_EQ(ids(store().outbox(NewestFirst{.partner = partner("MY"), .count = 2})), (Ids{112, 80}));
  EXPECT_EQ(ids(store().outbox(NewestFirst{.partner = partner("TH"), .before = 64, .count = 9})), (Ids{32}));
  EXPECT_TRUE(store().outbox(NewestFirst{.partner = partner("LA"), .count = 9}).empty());

  EXPECT_EQ(ids(store().dead_letters(NewestFirst{.count = 2})), (Ids{80, 32}));
  EXPECT_EQ(ids(store().dead_letters(NewestFirst{.before = 32, .count = 9})), (Ids{16}));
  EXPECT_EQ(ids(store().dead_letters(NewestFirst{.partner = partner("MY"), .count = 9})), (Ids{80, 16}));
  EXPECT_EQ(ids(store().dead_letters(0, 2)), (Ids{16, 32}));
  EXPECT_EQ(ids(store().dead_letters(32, 2)), (Ids{80}));
  Batch revival;
  revival.revived = {32};
  ASSERT_APPLIED(revival);
  EXPECT_EQ(ids(store().dead_letters(0, 9)), (Ids{16, 80}));
}

TEST_P(StoreContract, a_dead_letter_can_be_revived) {
  Batch batch;
  batch.outbox = {a_message(16, "MY", 1), a_message(32, "MY", 2)};
  ASSERT_APPLIED(batch);
  const app::Death refusal{.at = story_begins, .why = "EBMS:0004 EXC-014: Nothing is known by this name."};
  Batch death;
  death.dead = {{.id = 16, .death = refusal}};
  ASSERT_APPLIED(death);
  reopen();
  EXPECT_TRUE(store().outbox().at(0).dead);
  EXPECT_EQ(store().outbox().at(0).death, refusal);
  EXPECT_EQ(store().outbox_row(16), store().dead_letters(0, 9).at(0));
  EXPECT_FALSE(store().outbox().at(1).dead);
  Batch revival;
  revival.revived = {16};
  ASSERT_APPLIED(revival);
  EXPECT_EQ(store().outbox(), batch.outbox);
  ASSERT_APPLIED((Batch{.dead = {{.id = 16}}}));
  EXPECT_EQ(store().outbox().at(0).death, std::nullopt) << "what was said before is no reason any more";
}

/// However often it is revived: by that answer it is never delivered.
TEST_P(StoreContract, EXC_024_that_a_message_was_known_before_it_was_sent_stays_with_it) {
  Batch batch;
  batch.outbox = {a_message(16, "MY", 1)};
  ASSERT_APPLIED(batch);
  const app::Death known{.at = story_begins,
                         .why = "EXC-024: never sent from here before; it answers EBMS:4001"};
  ASSERT_APPLIED((Batch{.dead = {{.id = 16, .death = known}}}));
  Batch revival;
  revival.revived = {16};
  ASSERT_APPLIED(revival);
  reopen();
  const auto row = store().outbox_row(16).value();
  EXPECT_FALSE(row.dead);
  EXPECT_EQ(row.death, known);
  EXPECT_EQ(store().outbox().at(0), row);
  EXPECT_TRUE(store().dead_letters(0, 9).empty());
}

TEST_P(StoreContract, a_word_about_a_message_that_is_not_there_is_a_bug) {
  std::vector<Batch> wrong(3);
  wrong[0].receipted = {16};
  wrong[1].dead = {{.id = 16}};
  wrong[2].revived = {16};
  for (const Batch& batch : wrong) {
    EXPECT_THROW((void)store().commit(everything_and(batch)), Bug);
    expect_nothing_of_everything(store());
  }
}

// ---- answers, documents, bugs, the audit log

TEST_P(StoreContract, answers_are_kept_by_period_and_dropped_by_period) {
  Batch batch;
  batch.commands = {a_command(0x00FF, 1), a_command(0x0100, 2), a_command(0x0100, 3), a_command(0x0101, 4)};
  ASSERT_APPLIED(batch);
  EXPECT_EQ(store().command(command_id(0x0100, 3)), batch.commands[2]);
  EXPECT_EQ(store().command(command_id(0x0100, 4)), std::nullopt);
  EXPECT_TRUE(store().drop_commands_before(0x0100));
  EXPECT_FALSE(store().drop_commands_before(0x0100)) << "none is left";
  EXPECT_EQ(store().command(command_id(0x00FF, 1)), std::nullopt);
  EXPECT_EQ(store().command(command_id(0x0100, 2)), batch.commands[1]);
  EXPECT_TRUE(store().drop_commands_before(0x0101));
  reopen();
  EXPECT_EQ(store().command(command_id(0x0100, 3)), std::nullopt);
  EXPECT_EQ(store().command(command_id(0x0101, 4)), batch.commands[3]);
}

TEST_P(StoreContract, an_erased_document_is_gone_and_the_log_still_has_its_hash) {
  ASSERT_APPLIED(a_movement_begins());
  Batch batch;
  batch.erased = {PayloadId{1}};
  ASSERT_APPLIED(batch);
  reopen();
  EXPECT_EQ(store().payload(PayloadId{1}), std::nullopt);
  EXPECT_EQ(store().history(Seq{1}).front().payload_hash, hash_like(1));
  EXPECT_EQ(store().counters().payload, PayloadId{1}) << "its id is never given again";
  batch.erased = {PayloadId{2}};
  EXPECT_THROW((void)store().commit(batch), Bug);
}

TEST_P(StoreContract, what_was_signed_is_erased_with_the_document_that_says_the_same) {
  Batch batch = a_movement_begins();
  batch.events.push_back(an_event(2, 1, 2, 1));
  batch.received = {a_received("MY", "M1", 1), a_received("MY", "M2", 2), a_received("MY", "M3", 0)};
  for (app::ReceivedRow& row : batch.received) row.as_signed = bytes_of("packed by another program");
  ASSERT_APPLIED(batch);
  reopen();
  EXPECT_EQ(store().received(partner("MY"), "M1")->as_signed, bytes_of("packed by another program"));
  ASSERT_APPLIED((Batch{.erased = {PayloadId{1}}}));
  reopen();
  app::ReceivedRow expected = batch.received.front();
  expected.id = store().received(partner("MY"), "M1")->id;
  expected.as_signed.clear();
  EXPECT_EQ(store().received(partner("MY"), "M1"), expected) << "the rest of the evidence stays";
  for (const char* other : {"M2", "M3"})
    EXPECT_FALSE(store().received(partner("MY"), other)->as_signed.empty()) << other;
}

TEST_P(StoreContract, commands_that_hit_a_bug_are_numbered_as_they_come) {
  Batch batch;
  batch.quarantined = {{.id = 0, .at = story_begins, .what = "first", .command = bytes_of("one")},
                       {.id = 0, .at = story_begins, .what = "second", .command = {}}};
  ASSERT_APPLIED(batch);
  ASSERT_APPLIED(batch);
  reopen();
  const auto rows = store().quarantined();
  ASSERT_EQ(rows.size(), 4U);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    app::QuarantineRow expected = batch.quarantined[i % 2];
    expected.id = static_cast<std::int64_t>(i + 1);
    EXPECT_EQ(rows[i], expected);
  }
}

TEST_P(StoreContract, keeps_full_tiles_of_the_audit_tree) {
  Tile low{.level = 0, .n = 3, .hashes = {}};
  for (std::size_t i = 0; i < hashes_per_tile; ++i)
    low.hashes.push_back(hash_like(static_cast<std::int64_t>(i)));
  const Tile high{.level = 1, .n = 3, .hashes = {hashes_per_tile, hash_like(7)}};
  Batch batch;
  batch.tiles = {low, high};
  ASSERT_APPLIED(batch);
  reopen();
  EXPECT_EQ(store().tile(0, 3), low);
  EXPECT_EQ(store().tile(1, 3), high);
  EXPECT_EQ(store().tile(0, 2), std::nullopt);
}

TEST_P(StoreContract, knows_the_newest_head_of_each_owner) {
  const auto head = [](const char* owner, std::uint64_t size) {
    return HeadRow{.owner = partner(owner),
                   .head = {.size = size, .root = hash_like(static_cast<std::int64_t>(size))},
                   .at = story_begins + std::chrono::milliseconds{size},
                   .signature = bytes_of("signed by " + std::string{owner})};
  };
  EXPECT_EQ(store().last_head(partner("MY")), std::nullopt);
  store().save_head(head("MY", 300));
  store().save_head(head("MY", 200));
  store().save_head(head("TH", 900));
  reopen();
  EXPECT_EQ(store().last_head(partner("MY")), head("MY", 300));
  EXPECT_EQ(store().last_head(partner("TH")), head("TH", 900));
  HeadRow signed_again = head("MY", 300);
  signed_again.at += std::chrono::hours{1};
  store().save_head(signed_again);
  EXPECT_EQ(store().last_head(partner("MY")), signed_again);
  HeadRow shorter = head("MY", 250);
  shorter.at += std::chrono::hours{2};
  store().save_head(shorter);
  EXPECT_EQ(store().last_head(partner("MY")), shorter) << "the newest is the one signed last";
}

}  // namespace

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(StoreContract);

}  // namespace lintas::test
