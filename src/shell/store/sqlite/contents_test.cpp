#include "shell/store/sqlite/contents.hpp"

#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <string>

#include "core/exchange/partner.hpp"
#include "shell/app/store.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/store/sqlite/sqlite_store.hpp"
#include "tests/support/store_rows.hpp"
#include "tests/support/temporary_folder.hpp"

namespace lintas::test {
namespace {

using app::Seq;
using app::StreamId;
using store::SqliteStore;

const exchange::Partner my = *exchange::Partner::parse("MY");

/// A movement at its third event, another that has closed, two messages that wait and one that is dead.
app::Batch a_story() {
  app::Batch batch;
  batch.events = {an_event(1, 1, 1, 0), an_event(2, 1, 2, 1), an_event(3, 2, 1, 0), an_event(4, 1, 3, 2)};
  batch.streams = {{.row = {.id = StreamId{1},
                            .kind = movement_kind,
                            .version = 3,
                            .head = Seq{4},
                            .office = 7,
                            .status = 5,
                            .open = true,
                            .ref = "26SG0000010000A1J3"}},
                   {.row = {.id = StreamId{2},
                            .kind = movement_kind,
                            .version = 1,
                            .head = Seq{3},
                            .status = 9,
                            .open = false}}};
  for (const std::int64_t event : {1, 2, 4}) {
    batch.outbox.push_back({.id = app::outbox_id(Seq{event}, 0),
                            .partner = my,
                            .lane = StreamId{1},
                            .n = 1,
                            .kind = declaration_kind,
                            .dead = event == 2});
  }
  const auto stopped = [](const std::string& what) {
    return app::QuarantineRow{.at = story_begins, .what = what, .command = bytes_of("x")};
  };
  batch.quarantined = {stopped("an event follows the one before it (src/shell/store/sqlite/reads.cpp:91)"),
                       stopped("the law of 26SG0000010000A1J3"),
                       stopped("of TAN AH KOW (26SG0000010000A1J3)"),
                       stopped("said by a.cpp:1 of TAN (a TAN.cpp:12)")};
  return batch;
}

TEST(StoreContents, are_counts_and_instants_and_nothing_that_is_said) {
  const TemporaryFolder folder;
  SqliteStore store{{.folder = folder.path()}};
  ASSERT_EQ(store.commit(a_story()), app::CommitOutcome::applied) << store.last_failure();
  const store::Contents found = store::contents_of(folder.path());
  EXPECT_EQ(found.counters.seq, Seq{4});
  EXPECT_EQ(found.first_event, an_event(1, 1, 1, 0).at);
  EXPECT_EQ(found.last_event, an_event(4, 1, 3, 2).at);
  EXPECT_TRUE(found.library.starts_with("3."));
  ASSERT_EQ(found.streams.size(), 2U);
  EXPECT_FALSE(found.streams.front().open);
  EXPECT_EQ(found.streams.back().status, 5);
  EXPECT_EQ(found.streams.back().count, 1U);
  EXPECT_EQ(found.streams.back().oldest, an_event(4, 1, 3, 2).at);
  ASSERT_EQ(found.outbox.size(), 2U);
  EXPECT_EQ(found.outbox.front().count, 2U);
  EXPECT_EQ(found.outbox.front().oldest, an_event(1, 1, 1, 0).at) << "since when it waits";
  EXPECT_TRUE(found.outbox.back().dead);
  EXPECT_EQ(found.quarantined, 4U);
  ASSERT_EQ(found.quarantine.size(), 4U);
  EXPECT_EQ(found.quarantine.back().where, "reads.cpp:91") << "the newest come first";
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(found.quarantine[i].where, "") << i;
  EXPECT_TRUE(found.heads.empty());
  EXPECT_TRUE(found.losses.empty());
}

TEST(StoreContents, of_a_folder_without_a_store_cannot_be_told) {
  const TemporaryFolder folder;
  EXPECT_THROW((void)store::contents_of(folder.path()), app::StoreFailure);
}

}  // namespace
}  // namespace lintas::test
