#include "shell/app/archive.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <vector>

#include "shell/app/store.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/store/memory/memory_archive.hpp"
#include "shell/store/memory/memory_store.hpp"
#include "shell/store/sqlite/database.hpp"
#include "shell/store/sqlite/sqlite_archive.hpp"
#include "shell/store/sqlite/sqlite_store.hpp"
#include "tests/support/store_rows.hpp"
#include "tests/support/store_workload.hpp"
#include "tests/support/temporary_folder.hpp"

/// The two archives show the same store alike, and SQLite's one is no burden to the node beside it.
namespace lintas::test {
namespace {

using app::Archive;

/// Everything, by pages of three, as a list that can be compared.
template <class Ask, class Behind>
auto paged(Ask ask, Behind behind) {
  auto all = ask(std::nullopt);
  for (auto page = all; !page.empty(); all.insert(all.end(), page.begin(), page.end())) {
    page = ask(std::optional{behind(all.back())});
  }
  return all;
}

constexpr std::size_t three = 3;

std::vector<app::EventRow> events(Archive& archive) {
  return paged(
      [&](std::optional<app::Seq> after) { return archive.events(after.value_or(app::Seq{}), three); },
      [](const app::EventRow& row) { return row.seq; });
}
std::vector<app::StreamRow> streams(Archive& archive) {
  return paged(
      [&](std::optional<app::StreamId> after) {
        return archive.streams(after.value_or(app::StreamId{}), three);
      },
      [](const app::StreamRow& row) { return row.id; });
}
std::vector<std::pair<app::Key, app::StreamId>> keys(Archive& archive) {
  return paged([&](std::optional<Bytes> after) { return archive.keys(after.value_or(Bytes{}), three); },
               [](const auto& row) { return row.first.value; });
}
std::vector<app::NumberWrite> numbers(Archive& archive) {
  return paged([&](std::optional<std::int64_t> after) { return archive.numbers(after.value_or(0), three); },
               [](const app::NumberWrite& row) { return row.n; });
}
std::vector<app::PayloadWrite> documents(Archive& archive) {
  return paged(
      [&](std::optional<app::PayloadId> after) {
        return archive.documents(after.value_or(app::PayloadId{}), three);
      },
      [](const app::PayloadWrite& row) { return row.id; });
}
std::vector<app::OutboxRow> outbox(Archive& archive) {
  return paged([&](std::optional<std::int64_t> after) { return archive.outbox(after.value_or(0), three); },
               [](const app::OutboxRow& row) { return row.id; });
}
std::vector<app::HeadRow> heads(Archive& archive) {
  return paged(
      [&](std::optional<app::HeadRow> after) {
        return archive.heads(after ? after->owner : exchange::Partner{}, after ? after->head.size : 0, three);
      },
      [](const app::HeadRow& row) { return row; });
}

class ArchiveTest : public testing::Test {
 protected:
  ArchiveTest() {
    StoreWorkload workload{11};
    for (int i = 0; i < 60; ++i) {
      const app::Batch batch = workload.next(memory_);
      EXPECT_EQ(memory_.commit(batch), app::CommitOutcome::applied);
      EXPECT_EQ(sqlite_->commit(batch), app::CommitOutcome::applied);
    }
    for (const char* owner : {"SG", "MY"}) {
      for (const std::uint64_t size : {3U, 9U, 20U, 31U, 40U}) {
        const app::HeadRow head{.owner = partner(owner),
                                .head = {.size = size, .root = hash_like(static_cast<std::int64_t>(size))},
                                .at = story_begins,
                                .signature = bytes_of("signed")};
        memory_.save_head(head);
        sqlite_->save_head(head);
      }
    }
  }
  [[nodiscard]] std::filesystem::path log() const { return folder_.path() / "lintas.db-wal"; }

  TemporaryFolder folder_;
  store::MemoryStore memory_;
  std::optional<store::SqliteStore> sqlite_{std::in_place, store::SqliteOptions{.folder = folder_.path()}};
};

TEST_F(ArchiveTest, shows_the_same_in_memory_and_on_the_disk) {
  store::MemoryArchive memory{memory_};
  store::SqliteArchive sqlite{folder_.path()};
  EXPECT_EQ(memory.counters(), sqlite.counters());
  EXPECT_GT(events(memory).size(), 60U);
  EXPECT_EQ(events(memory), events(sqlite));
  EXPECT_EQ(streams(memory), streams(sqlite));
  EXPECT_GT(keys(memory).size(), 0U);
  EXPECT_EQ(keys(memory), keys(sqlite));
  EXPECT_GT(numbers(memory).size(), 0U);
  EXPECT_EQ(numbers(memory), numbers(sqlite));
  EXPECT_GT(outbox(memory).size(), 0U);
  EXPECT_EQ(outbox(memory), outbox(sqlite));
  EXPECT_EQ(heads(memory).size(), 10U);
  EXPECT_EQ(heads(memory), heads(sqlite));
  const auto kept = documents(memory);
  const auto stored = documents(sqlite);
  ASSERT_EQ(kept.size(), stored.size());
  std::size_t erased = 0;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    EXPECT_EQ(kept[i].id, stored[i].id);
    EXPECT_EQ(kept[i].payload, stored[i].payload);
    for (Archive* archive : {static_cast<Archive*>(&memory), static_cast<Archive*>(&sqlite)}) {
      const auto facts = archive->document(kept[i].id);
      ASSERT_TRUE(facts);
      EXPECT_EQ(facts->hash, kept[i].payload.hash);
      EXPECT_EQ(facts->erased, kept[i].payload.bytes.empty());
    }
    if (kept[i].payload.bytes.empty()) ++erased;
  }
  EXPECT_GT(erased, 0U);
}

TEST_F(ArchiveTest, says_what_is_not_there) {
  store::MemoryArchive memory{memory_};
  store::SqliteArchive sqlite{folder_.path()};
  for (Archive* archive : {static_cast<Archive*>(&memory), static_cast<Archive*>(&sqlite)}) {
    EXPECT_EQ(archive->event(app::Seq{1})->seq, app::Seq{1});
    EXPECT_FALSE(archive->event(app::Seq{1'000'000}));
    EXPECT_FALSE(archive->stream(app::StreamId{1'000'000}));
    EXPECT_FALSE(archive->document(app::PayloadId{1'000'000}));
    EXPECT_FALSE(archive->tile(0, 1'000'000));
  }
}

TEST_F(ArchiveTest, is_one_state_while_the_node_goes_on_writing) {
  store::SqliteArchive before{folder_.path()};
  const auto at_first = before.counters();
  StoreWorkload workload{12};
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(sqlite_->commit(workload.next(*sqlite_)), app::CommitOutcome::applied);
  EXPECT_EQ(before.counters(), at_first);
  EXPECT_EQ(events(before).back().seq, at_first.seq);
  EXPECT_GT(store::SqliteArchive{folder_.path()}.counters().seq, at_first.seq);
}

TEST_F(ArchiveTest, never_copies_the_log) {
  sqlite_.reset();
  // What a process leaves that was killed: a log that nobody has copied.
  {
    store::Database writer{{.path = (folder_.path() / "lintas.db").string(), .vfs = {}},
                           store::Database::Missing::refuse};
    writer.execute("PRAGMA wal_autocheckpoint = 0");
    writer.execute("INSERT INTO quarantine(at, what, command) VALUES(1, 'x', x'00')");
    std::filesystem::copy(folder_.path(), folder_.path() / "killed");
  }
  const auto killed = folder_.path() / "killed";
  std::filesystem::remove(killed / "lintas.db-shm");
  const auto bytes = std::filesystem::file_size(killed / "lintas.db-wal");
  ASSERT_GT(bytes, 0U);
  {
    EXPECT_EQ(store::SqliteArchive{killed}.counters(), memory_.counters());
  }
  EXPECT_EQ(std::filesystem::file_size(killed / "lintas.db-wal"), bytes);
  store::SqliteStore node{{.folder = killed}};
  EXPECT_EQ(node.quarantined().size(), memory_.quarantined().size() + 1) << "and nothing is lost";
}

TEST_F(ArchiveTest, refuses_what_is_no_store_of_ours) {
  EXPECT_THROW(store::SqliteArchive{folder_.path() / "nowhere"}, app::StoreFailure);
  const auto other = folder_.path() / "other";
  std::filesystem::create_directory(other);
  {
    store::Database foreign{{.path = (other / "lintas.db").string(), .vfs = {}},
                            store::Database::Missing::create};
    foreign.execute("CREATE TABLE somebody(name TEXT)");
  }
  EXPECT_THROW(store::SqliteArchive{other}, app::StoreFailure);
  {
    store::Database empty{{.path = (other / "new.db").string(), .vfs = {}}, store::Database::Missing::create};
    empty.execute("PRAGMA user_version = 0");
  }
  std::filesystem::rename(other / "new.db", other / "lintas.db");
  EXPECT_THROW(store::SqliteArchive{other}, app::StoreFailure) << "one that is not migrated";
}

}  // namespace
}  // namespace lintas::test
