#include "shell/api/status_lists.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/code/compact.hpp"
#include "core/code/limits.hpp"
#include "core/code/records.hpp"
#include "core/code/status.hpp"
#include "core/code/trust.hpp"
#include "core/documents/issue/table.hpp"
#include "core/transit/departure/table.hpp"
#include "core/workflow/departure_part.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/office_number.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/store/memory/memory_store.hpp"
#include "tests/support/ed25519.hpp"
#include "tests/support/national_node.hpp"
#include "tests/support/sha256.hpp"
#include "tests/support/signed_codes.hpp"
#include "tests/support/store_reader.hpp"

namespace lintas::api {
namespace {

using namespace std::chrono_literals;
using test::handle_of;

class StatusListsTest : public testing::Test {
 public:
  StatusListsTest() { EXPECT_TRUE(reader.take_sheet(key.trust_sheet).has_value()); }

  StatusLists started_anew() {
    return StatusLists{kept,
                       [this](ByteView bytes) {
                         if (disk_full) return false;
                         kept = copy_of(bytes);
                         return true;
                       },
                       [this](Instant as_of) { told_ahead.push_back(as_of); }};
  }
  code::StatusList list_in(const Bytes& bytes) const { return code::read_list(bytes)->list; }

  const test::IssuingState state;
  const DocumentKey key{.issuer = state.issuer(),
                        .trusted = state.trusted_key(),
                        .trust_sheet = state.signed_sheet(state.sheet())};
  code::Trust reader{test::sha256, test::verify_ed25519};
  const Instant noon = test::day_in_november(6) + 12h;
  std::optional<Bytes> kept;
  bool disk_full = false;
  std::vector<Instant> told_ahead;
};

TEST_F(StatusListsTest, a_list_is_dated_before_the_look_that_it_is_made_from) {
  StatusLists lists = started_anew();
  EXPECT_FALSE(lists.young(key, noon));
  const auto bytes = lists.publish(key, {handle_of(2), handle_of(1)}, noon);
  ASSERT_TRUE(bytes.has_value());
  const code::StatusList list = list_in(*bytes);
  EXPECT_EQ(list.as_of, noon - 10s);
  EXPECT_EQ(list.until, list.as_of + 48h);
  EXPECT_TRUE(code::is_live(list, handle_of(1)));
  EXPECT_EQ(kept, bytes) << "durable before anybody has it";
  EXPECT_TRUE(reader.take_list(*bytes).has_value());
}

TEST_F(StatusListsTest, a_young_list_is_handed_out_again) {
  StatusLists lists = started_anew();
  const auto bytes = lists.publish(key, {handle_of(1)}, noon);
  EXPECT_EQ(lists.young(key, noon + 4s), bytes);
  EXPECT_FALSE(lists.young(key, noon + 5s));
  DocumentKey changed = key;
  changed.issuer.key.bytes[0] ^= std::byte{1};
  EXPECT_FALSE(lists.young(changed, noon)) << "of a key that signs no more";
}

TEST_F(StatusListsTest, what_was_released_or_has_ended_is_told_at_the_next_look) {
  StatusLists lists = started_anew();
  const auto first = lists.publish(key, {handle_of(1)}, noon);
  EXPECT_EQ(lists.publish(key, {handle_of(1)}, noon + 5s), first) << "it says what is true";
  EXPECT_EQ(lists.young(key, noon + 9s), first) << "as the look has shown";
  const auto released = lists.publish(key, {handle_of(1), handle_of(2)}, noon + 10s);
  ASSERT_TRUE(released.has_value());
  EXPECT_EQ(list_in(*released).as_of, noon);
  EXPECT_TRUE(code::is_live(list_in(*released), handle_of(2)));
  const auto ended = lists.publish(key, {handle_of(2)}, noon + 15s);
  ASSERT_TRUE(ended.has_value());
  EXPECT_FALSE(code::is_live(list_in(*ended), handle_of(1)));
  const auto dated_anew = lists.publish(key, {handle_of(2)}, noon + 15s + 5min);
  ASSERT_TRUE(dated_anew.has_value());
  EXPECT_EQ(list_in(*dated_anew).as_of, noon + 5s + 5min);
  for (const auto& one : {first, released, ended, dated_anew})
    EXPECT_TRUE(reader.take_list(*one).has_value());
}

TEST_F(StatusListsTest, SIG_015_a_list_from_before_its_key_is_nobodys) {
  StatusLists lists = started_anew();
  const auto before = lists.publish(key, {}, noon);
  DocumentKey later = key;
  later.trusted.from = noon;
  EXPECT_FALSE(lists.young(later, noon + 1s)) << "dated before the sheet's new beginning of the key";
  EXPECT_FALSE(lists.publish(later, {}, noon + 9s)) << "so would be one that is made now";
  const auto after = lists.publish(later, {}, noon + 10s);
  ASSERT_TRUE(after.has_value());
  EXPECT_NE(after, before);
  EXPECT_FALSE(code::fault_of_key(later.trusted, list_in(*after).as_of));
}

TEST_F(StatusListsTest, SIG_024_no_list_goes_back_whatever_the_clock_does) {
  std::optional<Bytes> newest;
  const auto publish = [&](StatusLists& lists, Instant now) {
    newest = lists.publish(key, {handle_of(1)}, now);
    ASSERT_TRUE(newest.has_value());
    const auto taken = reader.take_list(*newest);
    EXPECT_TRUE(taken.has_value()) << taken.error().rule;
  };
  StatusLists first = started_anew();
  publish(first, noon);
  publish(first, noon + 1h);
  const Bytes last = *newest;
  EXPECT_FALSE(first.publish(key, {handle_of(1)}, noon + 30min)) << "the clock was put back";
  StatusLists second = started_anew();
  EXPECT_FALSE(second.publish(key, {handle_of(1)}, noon)) << "and before a new start";
  EXPECT_FALSE(second.young(key, noon));
  publish(second, noon + 2h);
  EXPECT_GT(list_in(*newest).as_of, list_in(last).as_of);
}

TEST_F(StatusListsTest, SIG_025_a_list_from_under_a_clock_that_was_ahead_is_nobodys) {
  StatusLists lists = started_anew();
  const Instant ahead = noon + 24h;
  ASSERT_TRUE(lists.publish(key, {handle_of(1)}, ahead).has_value());
  EXPECT_FALSE(lists.is_ahead_of(ahead));
  StatusLists again = started_anew();
  for (StatusLists* one : {&lists, &again}) {
    EXPECT_FALSE(one->young(key, noon));
    EXPECT_FALSE(one->publish(key, {handle_of(2)}, noon + 5s)) << "what was released since is not in it";
    EXPECT_FALSE(one->publish(key, {handle_of(1)}, noon + 10s)) << "and what ended came back once";
    EXPECT_TRUE(one->is_ahead_of(noon + 10s));
  }
  EXPECT_EQ(told_ahead, (std::vector{ahead - 10s, ahead - 10s})) << "once by each life of the node";
  EXPECT_FALSE(lists.young(key, ahead + 1s)) << "time has caught up, and nobody has looked since";
  EXPECT_FALSE(lists.publish(key, {handle_of(2)}, ahead)) << "it would have the same date as the frozen one";
  const auto recovered = lists.publish(key, {handle_of(2)}, ahead + 1s);
  ASSERT_TRUE(recovered.has_value());
  EXPECT_EQ(list_in(*recovered).as_of, ahead - 9s) << "behind the one that some may have";
}

TEST_F(StatusListsTest, a_clock_that_was_set_back_by_seconds_is_waited_for) {
  StatusLists lists = started_anew();
  const auto first = lists.publish(key, {handle_of(1)}, noon);
  EXPECT_FALSE(lists.young(key, noon - 3s));
  EXPECT_EQ(lists.publish(key, {handle_of(1)}, noon - 3s), first) << "it says what the look has found";
  EXPECT_FALSE(lists.publish(key, {}, noon - 2s)) << "it does not";
  EXPECT_TRUE(lists.publish(key, {}, noon + 1s));
  EXPECT_TRUE(told_ahead.empty());
}

TEST_F(StatusListsTest, what_cannot_be_kept_is_not_handed_out) {
  StatusLists lists = started_anew();
  disk_full = true;
  EXPECT_FALSE(lists.publish(key, {}, noon));
  EXPECT_FALSE(lists.young(key, noon));
  disk_full = false;
  EXPECT_TRUE(lists.publish(key, {}, noon));
}

TEST_F(StatusListsTest, what_was_kept_and_is_damaged_is_made_anew) {
  kept = Bytes(10);
  StatusLists lists = started_anew();
  EXPECT_FALSE(lists.young(key, noon));
  EXPECT_TRUE(lists.publish(key, {}, noon));
}

TEST_F(StatusListsTest, SIG_003_more_handles_than_a_list_may_have_are_not_signed) {
  int told = 0;
  int is_signed = 0;
  DocumentKey counting = key;
  counting.issuer.sign = [&](ByteView content) {
    ++is_signed;
    return key.issuer.sign(content);
  };
  constexpr std::size_t most =
      (limits::status_list_bytes_max - limits::status_list_frame_max) / sizeof(code::Handle::bytes);
  const auto handles = [](std::size_t count) {
    std::vector<code::Handle> all(count);
    for (std::size_t i = 0; i < count; ++i)
      for (std::size_t at = 0; at < sizeof(i); ++at)
        all[i].bytes[at] = static_cast<std::byte>(i >> (8 * (sizeof(i) - 1 - at)));
    return all;
  };
  for (const auto kind : {code::Kind::accompanying_document, code::Kind::certificate}) {
    kept.reset();
    told = 0;
    is_signed = 0;
    StatusLists lists{std::nullopt,
                      [this](ByteView bytes) {
                        kept = copy_of(bytes);
                        return true;
                      },
                      {},
                      kind,
                      [&] { ++told; }};
    const auto small = lists.publish(counting, handles(1), noon);
    ASSERT_TRUE(small.has_value());
    EXPECT_FALSE(lists.is_outgrown(noon));
    EXPECT_FALSE(lists.publish(counting, handles(most + 1), noon + 5s));
    EXPECT_TRUE(lists.is_outgrown(noon + 9s));
    EXPECT_FALSE(lists.is_outgrown(noon + 10s)) << "looks again then";
    EXPECT_EQ(told, 1);
    EXPECT_EQ(is_signed, 1);
    EXPECT_EQ(kept, small) << "the last one stays";
    EXPECT_EQ(lists.last(key, noon + 10s), small);
    if (kind == code::Kind::accompanying_document) continue;
    EXPECT_FALSE(lists.publish(counting, handles(most + 1), noon + 10s));
    EXPECT_EQ(told, 1) << "once";
    const auto largest = lists.publish(counting, handles(most), noon + 15s);
    ASSERT_TRUE(largest.has_value());
    EXPECT_TRUE(code::read_list(*largest).has_value()) << "readers take it";
    EXPECT_FALSE(lists.is_outgrown(noon + 15s));
  }
}

TEST_F(StatusListsTest, R_ASW_103_a_list_of_certificates_is_relied_on_for_a_day) {
  StatusLists lists{std::nullopt, [](ByteView) { return true; }, {}, code::Kind::certificate};
  const auto bytes = lists.publish(key, {}, noon);
  ASSERT_TRUE(bytes.has_value());
  EXPECT_EQ(list_in(*bytes).until, list_in(*bytes).as_of + 24h);
}

TEST_F(StatusListsTest, the_last_one_is_there_while_a_look_lasts_as_long_as_readers_rely_on_it) {
  StatusLists lists = started_anew();
  EXPECT_FALSE(lists.last(key, noon));
  const auto bytes = lists.publish(key, {handle_of(1)}, noon);
  StatusLists again = started_anew();
  EXPECT_FALSE(again.young(key, noon + 1h));
  EXPECT_EQ(again.last(key, noon + 1h), bytes) << "it says as of when";
  EXPECT_FALSE(again.last(key, list_in(*bytes).until));
  EXPECT_FALSE(again.last(key, noon - 1h)) << "dated ahead of the clock";
  DocumentKey changed = key;
  changed.issuer.key.bytes[0] ^= std::byte{1};
  EXPECT_FALSE(again.last(changed, noon + 1h));
}

/// A store of cancelled certificates, as many as a test likes, and of events that moved them, one each.
class Cancelled : public test::StoreReader {
 public:
  explicit Cancelled(app::Store& store) : StoreReader(store) {}

  app::Counters counters() override {
    return {.seq = begun, .stream = app::StreamId{streams}, .payload = {}};
  }
  std::optional<app::StreamRow> stream(app::StreamId id) override {
    if (++asked == fails_at) throw app::StoreFailure("too slow", app::StoreFailure::Outcome::not_applied);
    return app::StreamRow{.id = id,
                          .kind = workflow::issue_stream,
                          .status = std::to_underlying(documents::issue_side::State::cancelled),
                          .ref = std::to_string(std::to_underlying(id))};
  }
  /// An event moves the stream of its number.
  std::vector<app::EventRow> feed(app::Seq after, std::size_t count) override {
    std::vector<app::EventRow> rows;
    for (auto seq = std::to_underlying(after) + 1; seq <= events && rows.size() < count; ++seq)
      rows.push_back({.seq = app::Seq{seq}, .stream = app::StreamId{seq}});
    return rows;
  }

  app::Seq begun{};
  std::int64_t streams = 0;
  std::int64_t events = 0;
  int asked = 0;
  int fails_at = 0;  ///< the read that fails, once
};

class CancellationsTest : public testing::Test {
 public:
  bool look() { return all.look(node.domain(), handle, reader); }
  std::size_t count() const { return all.handles().size(); }

  const std::array<const workflow::Part*, 1> parts{&workflow::documents_part()};
  test::NationalNode node{"SG", test::day_in_november(6), parts};
  Cancelled reader{node.store()};
  Cancellations all;
  std::function<void()> meanwhile;
  const Cancellations::MakeHandle handle = [this](std::string_view name) {
    if (meanwhile) meanwhile();
    code::Handle made;
    std::ranges::copy_n(test::sha256(std::array{as_bytes(name)}).bytes.begin(), 8, made.bytes.begin());
    return made;
  };
};

TEST_F(CancellationsTest, a_read_that_fails_leaves_nothing_out) {
  constexpr int walked = 7;
  constexpr int moved = 5;
  for (int nth = 1; nth <= walked + moved; ++nth) {
    Cancellations anew;
    Cancelled store{node.store()};
    store.begun = app::Seq{walked};
    store.streams = walked;
    store.events = walked + moved;
    store.fails_at = nth;
    EXPECT_THROW((void)anew.look(node.domain(), handle, store), app::StoreFailure);
    EXPECT_TRUE(anew.look(node.domain(), handle, store)) << nth;
    EXPECT_EQ(anew.handles().size(), std::size_t{walked + moved}) << nth;
    EXPECT_EQ(store.asked, walked + moved + 1) << "and what was noted is not read again";
  }
}

TEST_F(CancellationsTest, streams_are_walked_in_pieces) {
  reader.streams = 50'001;
  EXPECT_FALSE(look());
  EXPECT_EQ(count(), 50'000U);
  EXPECT_TRUE(look());
  EXPECT_EQ(count(), 50'001U);
}

TEST_F(CancellationsTest, the_log_is_read_page_by_page_and_in_pieces) {
  EXPECT_TRUE(look()) << "nothing yet";
  reader.events = 2'500;
  EXPECT_TRUE(look()) << "three pages at once";
  EXPECT_EQ(count(), 2'500U);
  reader.events += 50'000;
  EXPECT_FALSE(look()) << "the last page was full: there may be more";
  EXPECT_EQ(count(), 52'500U);
  EXPECT_TRUE(look());
  reader.events += 50'001;
  EXPECT_FALSE(look());
  EXPECT_TRUE(look());
  EXPECT_EQ(count(), 102'501U);
}

TEST_F(CancellationsTest, nobody_waits_for_a_look_of_somebody_else) {
  reader.streams = 2;
  int others = 0;
  meanwhile = [&] {
    std::thread second{[&] {
      EXPECT_FALSE(all.look(node.domain(), handle, reader)) << "told at once to come again";
      EXPECT_LE(count(), 2U);
      ++others;
    }};
    second.join();
  };
  EXPECT_TRUE(look());
  EXPECT_EQ(others, 2);
}

class LiveHandles : public testing::Test {
 public:
  /// At an office that no reference data has.
  void on_the_list(std::string_view mrn, std::uint16_t status, std::string_view office = "SGOLD001",
                   workflow::StreamKind kind = workflow::departure_stream) {
    batch.streams.push_back({.row = {.id = app::StreamId{std::ssize(batch.streams) + 1},
                                     .kind = kind,
                                     .version = 1,
                                     .office = workflow::office_number(office),
                                     .status = status,
                                     .ref = std::string{mrn}}});
  }
  std::vector<std::string> live() {
    EXPECT_EQ(store.commit(batch), app::CommitOutcome::applied);
    std::vector<std::string> found;
    test::StoreReader reader{store};
    (void)live_handles(
        [&](std::string_view reference) {
          found.emplace_back(reference);
          return code::Handle{};
        },
        reader);
    return found;
  }

  static constexpr auto released = std::to_underlying(transit::departure::State::released);
  app::Batch batch;
  store::MemoryStore store;
};

TEST_F(LiveHandles, SIG_023_a_movement_of_an_office_that_is_gone_holds_as_long_as_it_is_on_the_road) {
  on_the_list("M1", released);
  on_the_list("M2", std::to_underlying(transit::departure::State::written_off));
  on_the_list("M3", released, "SGWDL001");
  on_the_list("M4", released, "SGOLD001", workflow::journey_stream);
  EXPECT_EQ(live(), (std::vector<std::string>{"M1", "M3"}));
}

TEST_F(LiveHandles, SIG_023_what_waits_for_an_officer_is_on_the_road_all_the_same) {
  on_the_list("M1", released + workflow::calling_status);
  on_the_list("M2", std::to_underlying(transit::departure::State::cancelled) + workflow::calling_status);
  EXPECT_EQ(live(), std::vector<std::string>{"M1"});
}

}  // namespace
}  // namespace lintas::api
