#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <random>
#include <sqlite3.h>
#include <string>
#include <utility>

#include "base/text.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/store.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/store/memory/memory_store.hpp"
#include "shell/store/sqlite/database.hpp"
#include "shell/store/sqlite/sqlite_store.hpp"
#include "tests/contract/store_contract.hpp"
#include "tests/support/crash_vfs.hpp"
#include "tests/support/store_rows.hpp"
#include "tests/support/store_workload.hpp"

/// What is left of the SQLite store when the power fails, and whether this test would notice if it were less.
namespace lintas::test {
namespace {

using app::CommitOutcome;
using app::StoreFailure;
using store::MemoryStore;
using store::Reads;
using store::SqliteOptions;
using store::SqliteStore;
using store::Synchronous;

// ---- the contract, on the disk that can fail

class CrashHome final : public StoreHome {
 public:
  [[nodiscard]] app::Store& open() override {
    store_.reset();
    return store_.emplace(SqliteOptions{.folder = {}, .vfs = disk_.vfs()});
  }

 private:
  CrashDisk disk_{1};
  std::optional<SqliteStore> store_;
};

INSTANTIATE_TEST_SUITE_P(SqliteOnCrashDisk, StoreContract,
                         testing::Values(StoreKind{"crash_disk",
                                                   [] { return std::make_unique<CrashHome>(); }}),
                         kind_name);

// ---- lives that end in power cuts

enum class Verdict : std::uint8_t {
  clean,
  lost,     ///< a batch that was answered as applied is not there
  wrong,    ///< what is there was never the content of the store
  corrupt,  ///< SQLite itself says so, or cannot go on
};

struct Circumstances {
  Synchronous synchronous = Synchronous::full;
  std::optional<std::string> lie;  ///< syncs of these files are ignored
};

struct Tally {
  std::size_t commits = 0;
  std::size_t crashes_in_checkpoint = 0;
  std::size_t crashes_in_recovery = 0;
  std::size_t unknown_outcomes = 0;
};

/// One disk through several lives. The model holds what was answered as applied.
class Lives {
 public:
  Lives(std::uint64_t seed, const Circumstances& circumstances, Tally& tally)
      : random_(seed), disk_(seed), workload_(random_()), tally_(tally) {
    options_.vfs = disk_.vfs();
    options_.synchronous = circumstances.synchronous;
    open();  // the first start: a power cut in it leaves nothing that anybody was told of
    if (circumstances.lie) disk_.lie_about_syncs_of(*circumstances.lie);
  }

  [[nodiscard]] Verdict run(int crashes) {
    for (int life = 0; life < crashes; ++life) {
      try {
        live_until_power_fails();
        end_process();
        recover();
        if (const Verdict verdict = examine(); verdict != Verdict::clean) return verdict;
      } catch (const std::exception&) {
        store_.reset();
        return Verdict::corrupt;
      }
    }
    return Verdict::clean;
  }

 private:
  void open() { store_.emplace(options_); }

  void end_process() {
    store_.reset();
    disk_.restart();
  }

  void live_until_power_fails() {
    in_doubt_.reset();
    disk_.fail_power_in(1 + (random_() % 400));
    while (!disk_.is_down()) {
      app::Batch batch = workload_.next(model_);
      const CommitOutcome outcome = store_->commit(batch);
      if (outcome == CommitOutcome::unknown) in_doubt_ = std::move(batch);
      if (outcome != CommitOutcome::applied) break;
      EXPECT_EQ(model_.commit(batch), CommitOutcome::applied);
      ++tally_.commits;
      if (random_() % 12 == 0) checkpoint();
    }
    EXPECT_TRUE(disk_.is_down()) << store_->last_failure();
    tally_.unknown_outcomes += in_doubt_ ? 1U : 0U;
  }

  void checkpoint() {
    try {
      store_->checkpoint();
    } catch (const StoreFailure&) {
      ++tally_.crashes_in_checkpoint;
    }
  }

  /// The power may fail again while the store starts.
  void recover() {
    for (int attempt = 0; attempt < 2; ++attempt) {
      disk_.fail_power_in(1 + (random_() % 40));
      try {
        open();
      } catch (const StoreFailure&) {
        if (!disk_.is_down()) throw;
        ++tally_.crashes_in_recovery;
      }
      end_process();
    }
    open();
  }

  [[nodiscard]] Verdict examine() {
    if (!store_->damage().empty()) return Verdict::corrupt;
    if (in_doubt_ && store_->counters() != model_.counters()) {
      EXPECT_EQ(model_.commit(*in_doubt_), CommitOutcome::applied);
    }
    if (store_->counters().seq < model_.counters().seq) return Verdict::lost;
    return difference(*store_, model_).empty() ? Verdict::clean : Verdict::wrong;
  }

  std::mt19937_64 random_;
  CrashDisk disk_;
  SqliteOptions options_;
  StoreWorkload workload_;
  MemoryStore model_;
  std::optional<SqliteStore> store_;
  std::optional<app::Batch> in_doubt_;
  Tally& tally_;
};

constexpr int crashes_per_seed = 3;

/// LINTAS_CRASH_SEEDS makes it more, for the long test.
std::uint64_t seeds_of_this_run() {
  const char* wanted = std::getenv("LINTAS_CRASH_SEEDS");  // NOLINT(concurrency-mt-unsafe): one thread
  return wanted == nullptr ? 150 : std::strtoull(wanted, nullptr, 10);
}

struct Outcomes {
  std::array<std::size_t, 4> of{};
  Tally tally;
  [[nodiscard]] std::size_t operator[](Verdict verdict) const {
    return of.at(static_cast<std::size_t>(verdict));
  }
  [[nodiscard]] std::string text() const {
    return format(
        "{} clean, {} lost, {} wrong, {} corrupt; {} commits, {} unknown, {} crashes in a checkpoint, {} in "
        "recovery",
        of[0], of[1], of[2], of[3], tally.commits, tally.unknown_outcomes, tally.crashes_in_checkpoint,
        tally.crashes_in_recovery);
  }
};

Outcomes run_seeds(std::uint64_t seeds, const Circumstances& circumstances) {
  Outcomes outcomes;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const Verdict verdict = Lives{seed, circumstances, outcomes.tally}.run(crashes_per_seed);
    ++outcomes.of.at(static_cast<std::size_t>(verdict));
  }
  return outcomes;
}

TEST(StoreCrash, loses_nothing_that_was_answered) {
  const std::uint64_t seeds = seeds_of_this_run();
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    Tally tally;
    ASSERT_EQ((Lives{seed, {}, tally}.run(crashes_per_seed)), Verdict::clean) << "seed " << seed;
  }
}

TEST(StoreCrash, reaches_every_kind_of_moment) {
  const Outcomes outcomes = run_seeds(20, {});
  RecordProperty("outcomes", outcomes.text());
  EXPECT_EQ(outcomes[Verdict::clean], 20U) << outcomes.text();
  EXPECT_GT(outcomes.tally.crashes_in_checkpoint, 0U);
  EXPECT_GT(outcomes.tally.crashes_in_recovery, 0U);
  EXPECT_GT(outcomes.tally.unknown_outcomes, 0U);
}

/// Each of these is a way to lose data. A test that did not see it would not be one.
TEST(StoreCrash, sees_what_a_weaker_setting_or_a_lying_disk_loses) {
  const std::array<std::pair<const char*, Circumstances>, 5> ways{{
      {"no syncs", {.synchronous = Synchronous::off, .lie = {}}},
      {"syncs at checkpoints only", {.synchronous = Synchronous::normal, .lie = {}}},
      {"a disk that ignores every sync", {.synchronous = Synchronous::full, .lie = ""}},
      {"a disk that ignores syncs of the log", {.synchronous = Synchronous::full, .lie = "-wal"}},
      {"a disk that ignores syncs of the database", {.synchronous = Synchronous::full, .lie = ".db"}},
  }};
  for (const auto& [way, circumstances] : ways) {
    const Outcomes outcomes = run_seeds(20, circumstances);
    EXPECT_LT(outcomes[Verdict::clean], 20U) << way << ": " << outcomes.text();
    RecordProperty(way, outcomes.text());
  }
}

TEST(StoreCrash, a_run_is_its_seed) {
  const std::string once = run_seeds(3, {}).text();
  EXPECT_EQ(run_seeds(3, {}).text(), once);
}

// ---- one writer

TEST(StoreCrash, readers_never_take_a_lock_of_the_writer) {
  CrashDisk disk{1};
  StoreWorkload workload{1};
  {
    SqliteStore store{SqliteOptions{.folder = {}, .vfs = disk.vfs()}};
    {
      store::SqliteReader reader = store.reader();
      for (int i = 0; i < 50; ++i) {
        EXPECT_EQ(store.commit(workload.next(store)), CommitOutcome::applied);
        reader.read([](Reads& reads) { EXPECT_FALSE(reads.feed(app::Seq::none, 10).empty()); });
        if (i % 10 == 0) store.checkpoint();
      }
    }
  }
  EXPECT_EQ(disk.foreign_writer_locks(), 0U);
}

TEST(StoreCrash, sees_a_second_connection_that_checkpoints_or_closes_last) {
  CrashDisk disk{1};
  const store::DatabaseFile file{.path = "lintas.db", .vfs = disk.vfs()};
  std::optional<SqliteStore> store{std::in_place, SqliteOptions{.folder = {}, .vfs = disk.vfs()}};
  StoreWorkload workload{1};
  ASSERT_EQ(store->commit(workload.next(*store)), CommitOutcome::applied);
  store::Database careless{file, store::Database::Missing::refuse};
  careless.execute("PRAGMA query_only = 1");
  ASSERT_TRUE(careless.ask("SELECT count(*) FROM event"));
  EXPECT_EQ(disk.foreign_writer_locks(), 0U);
  careless.execute("PRAGMA wal_checkpoint");
  const std::size_t behind_checkpoint = disk.foreign_writer_locks();
  EXPECT_GT(behind_checkpoint, 0U);
  store.reset();
  {
    const store::Database last = std::move(careless);
  }
  EXPECT_GT(disk.foreign_writer_locks(), behind_checkpoint);
}

template <class Connection>
concept CanCheckpoint = requires(Connection& connection) { connection.checkpoint(); };

TEST(StoreCrash, a_reader_cannot_checkpoint_or_write) {
  CrashDisk disk{1};
  SqliteStore store{SqliteOptions{.folder = {}, .vfs = disk.vfs()}};
  static_assert(CanCheckpoint<SqliteStore> && !CanCheckpoint<store::SqliteReader>);
  store::Database connection = store::open_reader({.path = "lintas.db", .vfs = disk.vfs()});
  EXPECT_TRUE(connection.ask("SELECT count(*) FROM event"));
  for (const char* sql : {"PRAGMA wal_checkpoint", "INSERT INTO meta VALUES('x', 1)", "PRAGMA query_only = 0",
                          "ATTACH 'other.db' AS other", "DROP TABLE event", "VACUUM"}) {
    EXPECT_THROW(connection.execute(sql), StoreFailure) << sql;
  }
  EXPECT_EQ(disk.foreign_writer_locks(), 0U);
}

}  // namespace
}  // namespace lintas::test
