#include "shell/store/sqlite/losses.hpp"

#include <array>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <vector>

#include "shell/app/message_names.hpp"
#include "shell/app/store.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/store/sqlite/database.hpp"
#include "shell/store/sqlite/sqlite_archive.hpp"
#include "shell/store/sqlite/sqlite_store.hpp"
#include "tests/support/store_rows.hpp"
#include "tests/support/temporary_folder.hpp"

namespace lintas::test {
namespace {

using app::Loss;
using app::Seq;
using store::SqliteStore;

constexpr std::int64_t block = std::int64_t{1} << 40U;

class StoreWithLosses : public testing::Test {
 protected:
  StoreWithLosses() { write(1, block); }
  /// One more event, and a number that is given by it.
  void write(std::int64_t event, std::int64_t number) const {
    SqliteStore store{{.folder = folder_.path()}};
    app::Batch batch;
    batch.events = {an_event(event, event, 1, 0)};
    batch.numbers = {{.n = number, .stream = app::StreamId{event}}};
    ASSERT_EQ(store.commit(batch), app::CommitOutcome::applied);
  }
  [[nodiscard]] std::vector<Loss> losses() const { return SqliteStore{{.folder = folder_.path()}}.losses(); }
  [[nodiscard]] std::optional<std::int64_t> last_number(std::int64_t first, std::int64_t last) const {
    return SqliteStore{{.folder = folder_.path()}}.last_number(first, last);
  }

  TemporaryFolder folder_;
};

TEST_F(StoreWithLosses, remembers_none_while_nothing_was_lost) {
  EXPECT_TRUE(losses().empty());
  EXPECT_EQ(last_number(block, (2 * block) - 1), block);
}

TEST_F(StoreWithLosses, counts_what_may_have_been_given_as_given_in_its_block_only) {
  store::mark_loss(folder_.path(), 0xC2F99B1U, std::array{block + 1000, (2 * block) + 7});
  EXPECT_EQ(losses(), (std::vector<Loss>{{.last = Seq{1}, .mark = 0xC2F99B1U}}));
  EXPECT_EQ(last_number(block, (2 * block) - 1), block + 1000);
  EXPECT_EQ(last_number(2 * block, (3 * block) - 1), (2 * block) + 7);
  EXPECT_EQ(last_number(3 * block, (4 * block) - 1), std::nullopt);
  write(2, block + 1001);
  EXPECT_EQ(last_number(block, (2 * block) - 1), block + 1001) << "it goes on behind";
}

TEST_F(StoreWithLosses, keeps_several_in_their_order) {
  store::mark_loss(folder_.path(), 9, std::array{block + 10});
  store::mark_loss(folder_.path(), 3, std::array{block + 10});
  write(2, block + 11);
  store::mark_loss(folder_.path(), 5, std::array{block + 20});
  EXPECT_EQ(losses(),
            (std::vector<Loss>{
                {.last = Seq{1}, .mark = 9}, {.last = Seq{1}, .mark = 3}, {.last = Seq{2}, .mark = 5}}));
  EXPECT_EQ(last_number(block, (2 * block) - 1), block + 20);
}

TEST_F(StoreWithLosses, a_folder_without_a_store_has_none_to_mark) {
  const TemporaryFolder empty;
  EXPECT_THROW(store::mark_loss(empty.path(), 1, {}), app::StoreFailure);
}

TEST(StoreCopy, is_the_state_that_the_archive_shows_while_the_store_goes_on) {
  const TemporaryFolder folder;
  SqliteStore store{{.folder = folder.path()}};
  const auto write = [&](std::int64_t event) {
    app::Batch batch;
    batch.events = {an_event(event, event, 1, 0)};
    ASSERT_EQ(store.commit(batch), app::CommitOutcome::applied);
  };
  write(1);
  const TemporaryFolder place;
  store::SqliteArchive archive{folder.path()};
  write(2);
  archive.copy_to(place.path() / "lintas.db");
  write(3);
  SqliteStore copy{{.folder = place.path()}};
  EXPECT_EQ(copy.counters().seq, Seq{1});
  EXPECT_TRUE(copy.damage().empty());
  EXPECT_EQ(store.counters().seq, Seq{3}) << "and nobody is disturbed";
  EXPECT_THROW(archive.copy_to("/nowhere/lintas.db"), app::StoreFailure);
}

}  // namespace
}  // namespace lintas::test
