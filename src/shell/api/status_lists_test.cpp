#include "shell/api/status_lists.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/code/compact.hpp"
#include "core/code/records.hpp"
#include "core/code/status.hpp"
#include "core/code/trust.hpp"
#include "tests/support/ed25519.hpp"
#include "tests/support/sha256.hpp"
#include "tests/support/signed_codes.hpp"

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

}  // namespace
}  // namespace lintas::api
