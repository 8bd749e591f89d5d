#include "shell/app/claims.hpp"

#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "shell/app/store.hpp"
#include "shell/store/memory/memory_store.hpp"
#include "tests/support/store_reader.hpp"
#include "tests/support/store_rows.hpp"

namespace lintas::app {
namespace {

using namespace std::chrono_literals;

const Instant noon = *parse_instant("2026-11-23T12:00:00Z");

/// What Malaysia sent, beside Thailand's, which has its claims between.
class ClaimsTest : public testing::Test {
 protected:
  void add(std::string_view from, Seq seq, Instant at) {
    auto row = test::a_received(from, "M" + std::to_string(++rows_), std::to_underlying(seq));
    row.at = at;
    ASSERT_EQ(store_.commit(Batch{.received = {std::move(row)}}), CommitOutcome::applied);
  }
  /// A message with its event; gives its number.
  Seq take(Instant at) {
    add("TH", Seq{++events_}, at);
    add("MY", Seq{++events_}, at);
    return Seq{events_};
  }
  /// What comes again in another way, and moves nothing.
  void repeat(int times, Instant at) {
    for (int i = 0; i < times; ++i) add("MY", Seq::none, at);
  }
  Seq claimed_with(Seq seq, Instant at) {
    EventRow event;
    event.seq = seq;
    event.at = at;
    const auto row = claim_with(reader_, test::partner("MY"), event);
    if (!row) return Seq::none;
    EXPECT_EQ(row->partner, test::partner("MY"));
    return row->seq;
  }

 private:
  store::MemoryStore store_;
  test::StoreReader reader_{store_};
  std::int64_t rows_ = 0;
  std::int64_t events_ = 0;
};

/// A clock that ran ahead is put right, and a new life of the node begins by it: later events have earlier
/// instants.
TEST_F(ClaimsTest, AreFoundByTheirEventsAlsoWhereTheClockWentBack) {
  std::vector<std::pair<Seq, Instant>> taken;
  const auto take_at = [&](Instant at) { taken.emplace_back(take(at), at); };
  const auto expect_all = [&] {
    for (const auto& [seq, at] : taken) EXPECT_EQ(claimed_with(seq, at), seq);
  };
  take_at(noon);
  take_at(noon + 365 * 24h);
  for (int i = 1; i <= 3; ++i) take_at(noon + i * 1min);
  expect_all();
  for (int i = 4; i <= 13; ++i) take_at(noon + i * 1min);
  expect_all();
}

TEST_F(ClaimsTest, AreFoundBetweenThoseOfWhatMovedNothing) {
  std::vector<Seq> taken;
  repeat(3, noon);
  for (const int times : {0, 1, 200, 2}) {
    taken.push_back(take(noon));
    repeat(times, noon);
  }
  for (const Seq seq : taken) EXPECT_EQ(claimed_with(seq, noon), seq);
}

TEST_F(ClaimsTest, OfAnotherPartnerOrOfNothingAreNone) {
  EXPECT_EQ(claimed_with(Seq{1}, noon), Seq::none);
  repeat(5, noon);
  EXPECT_EQ(claimed_with(Seq{1}, noon), Seq::none);
  for (int i = 0; i < 5; ++i) (void)take(noon);
  EXPECT_EQ(claimed_with(Seq{2}, noon), Seq{2});
  EXPECT_EQ(claimed_with(Seq{3}, noon), Seq::none) << "Thailand's";
  EXPECT_EQ(claimed_with(Seq{99}, noon), Seq::none);
}

}  // namespace
}  // namespace lintas::app
