#include "shell/store/sqlite/sqlite_store.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "base/audit_tree.hpp"
#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "shell/app/evidence.hpp"
#include "shell/app/store.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/store/payload_codec.hpp"
#include "shell/store/sqlite/database.hpp"
#include "shell/store/sqlite/schema.hpp"
#include "tests/contract/store_contract.hpp"
#include "tests/support/sha256.hpp"
#include "tests/support/store_rows.hpp"
#include "tests/support/temporary_folder.hpp"

namespace lintas::test {
namespace {

using app::CommitOutcome;
using app::PayloadId;
using app::Seq;
using app::StoreFailure;
using app::StreamId;
using store::Database;
using store::Reads;
using store::SqliteOptions;
using store::SqliteStore;

class SqliteHome final : public StoreHome {
 public:
  [[nodiscard]] app::Store& open() override {
    store_.reset();
    return store_.emplace(SqliteOptions{.folder = folder_.path()});
  }

 private:
  TemporaryFolder folder_;
  std::optional<SqliteStore> store_;
};

INSTANTIATE_TEST_SUITE_P(Sqlite, StoreContract,
                         testing::Values(StoreKind{"sqlite", [] { return std::make_unique<SqliteHome>(); }}),
                         kind_name);

class SqliteStoreTest : public testing::Test {
 protected:
  [[nodiscard]] SqliteOptions options() const { return {.folder = folder_.path()}; }
  [[nodiscard]] Database raw() const {
    return Database{{.path = (folder_.path() / "lintas.db").string(), .vfs = {}}, Database::Missing::create};
  }

  /// What starting on this folder is refused with.
  [[nodiscard]] std::string refusal() const {
    try {
      const SqliteStore store{options()};
      return "";
    } catch (const StoreFailure& failure) {
      return failure.what();
    }
  }

  TemporaryFolder folder_;
};

app::Batch a_large_document(std::int64_t id, std::size_t bytes) {
  app::Batch batch;
  batch.payloads = {a_payload(id)};
  batch.payloads.front().payload.bytes = Bytes(bytes, std::byte{'x'});
  batch.events = {an_event(id, id, 1, 0)};
  return batch;
}

/// One row for each table that a batch can write.
app::Batch a_batch_of_every_kind() {
  app::Batch batch;
  batch.payloads = {a_payload(9)};
  batch.events = {an_event(1, 5, 1, 0)};
  batch.tiles = {{.level = 0, .n = 0, .hashes = std::vector<Hash256>(hashes_per_tile, hash_like(1))}};
  batch.streams = {begun(a_stream(5, 1, 1))};
  batch.keys = {{key_of("ACME", "1"), StreamId{5}}};
  batch.numbers = {{.n = 1, .stream = StreamId{5}}};
  batch.outbox = {a_message(1, "SG", 1)};
  batch.commands = {a_command(1, 1)};
  batch.received = {a_received("TH", "M1", 1), a_received("TH", "M2", 0)};
  batch.received.back().carrier = "bundle";
  batch.sent = {a_sent(7, "TH")};
  store::PayloadCodec packer{test::sha256};
  batch.sent.front().envelope = signed_by(packer, 'S', "ours");
  batch.quarantined = {{.at = story_begins, .what = "a law", .command = bytes_of("command")}};
  return batch;
}

TEST_F(SqliteStoreTest, a_certificate_is_kept_once_and_damage_to_it_is_found_where_it_is_used) {
  store::PayloadCodec packer{test::sha256};
  const std::string text{as_text(app::unpack_evidence(packer, signed_by(packer, 'S', "ours")))};
  app::Batch batch;
  for (const std::int64_t id : {7, 8, 9}) {
    batch.sent.push_back(a_sent(id, "TH"));
    batch.sent.back().envelope = signed_by(packer, 'S', "ours");
    batch.sent.back().receipt = signed_by(packer, 'T', "theirs");
  }
  ASSERT_EQ(SqliteStore{options()}.commit(batch), CommitOutcome::applied);
  EXPECT_EQ(raw().ask("SELECT count(*) FROM certificate"), "2");
  EXPECT_EQ(raw().ask("SELECT max(length(envelope)) < 200 FROM sent"), "1") << "it has none of its own";
  const auto envelope_of = [&](std::int64_t id) {
    return std::string{as_text(app::unpack_evidence(packer, SqliteStore{options()}.sent(id)->envelope))};
  };
  EXPECT_EQ(envelope_of(8), text);
  raw().execute("DELETE FROM certificate WHERE id = 1");
  EXPECT_THROW((void)envelope_of(8), StoreFailure);
  raw().execute("UPDATE sent SET certificates = x'00ffffffff'");
  EXPECT_THROW((void)envelope_of(8), StoreFailure);
}

TEST_F(SqliteStoreTest, a_certificate_beside_what_it_signed_is_kept_once_too) {
  store::PayloadCodec packer{test::sha256};
  const std::vector<Bytes> beside{Bytes(600, std::byte{'s'}), Bytes(700, std::byte{'r'})};
  app::Batch batch;
  for (const std::int64_t id : {7, 8, 9}) {
    batch.sent.push_back(a_sent(id, "TH"));
    batch.sent.back().envelope = app::pack_evidence(packer, bytes_of("ours"), beside);
    batch.sent.back().receipt = app::pack_evidence(packer, bytes_of("theirs"), beside);
  }
  ASSERT_EQ(SqliteStore{options()}.commit(batch), CommitOutcome::applied);
  EXPECT_EQ(raw().ask("SELECT count(*) FROM certificate"), "2");
  const Bytes envelope = SqliteStore{options()}.sent(8)->envelope;
  EXPECT_EQ(as_text(app::unpack_evidence(packer, envelope)), "ours");
  EXPECT_EQ(app::certificates_beside(packer, envelope), beside);
  raw().execute("DELETE FROM certificate WHERE id = 2");
  EXPECT_THROW((void)app::unpack_evidence(packer, SqliteStore{options()}.sent(8)->envelope), StoreFailure);
}

TEST_F(SqliteStoreTest, a_certificate_that_two_releases_pack_differently_is_whole_for_both) {
  store::PayloadCodec before{test::sha256, {}};
  store::PayloadCodec after{test::sha256};
  // What the dictionary knows by heart stands for a certificate that it packs better.
  const std::string envelope =
      "<wsse:BinarySecurityToken>"
      R"(xmlns:ds="http://www.w3.org/2000/09/xmldsig#" )"
      R"(xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd" )"
      R"(xmlns:wsu="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd")"
      "</wsse:BinarySecurityToken>";
  const Bytes plain = app::pack_evidence(before, as_bytes(envelope));
  const Bytes with_dictionary = app::pack_evidence(after, as_bytes(envelope));
  ASSERT_FALSE(app::certificates_in(plain).empty());
  ASSERT_NE(app::certificates_in(plain).front().length, app::certificates_in(with_dictionary).front().length);
  app::Batch batch;
  for (const auto& [id, packed] : {std::pair{7, plain}, std::pair{8, with_dictionary}, std::pair{9, plain}}) {
    batch.sent.push_back(a_sent(id, "TH"));
    batch.sent.back().envelope = packed;
  }
  ASSERT_EQ(SqliteStore{options()}.commit(batch), CommitOutcome::applied);
  EXPECT_EQ(raw().ask("SELECT count(*) FROM certificate"), "2");
  EXPECT_EQ(SqliteStore{options()}.sent(7)->envelope, plain);
  EXPECT_EQ(SqliteStore{options()}.sent(8)->envelope, with_dictionary);
  EXPECT_EQ(SqliteStore{options()}.sent(9)->envelope, plain);
}

// ---- starting

TEST_F(SqliteStoreTest, one_process_at_a_time) {
  const SqliteStore store{options()};
  EXPECT_NE(refusal().find("stop the node first"), std::string::npos);
}

TEST_F(SqliteStoreTest, refuses_a_folder_that_is_not_there) {
  EXPECT_THROW((SqliteStore{SqliteOptions{.folder = folder_.path() / "nowhere"}}), StoreFailure);
}

TEST_F(SqliteStoreTest, refuses_the_file_of_another_program_and_leaves_it_alone) {
  raw().execute("CREATE TABLE theirs(x)");
  EXPECT_NE(refusal().find("belongs to another program"), std::string::npos);
  EXPECT_EQ(raw().ask("PRAGMA journal_mode"), "delete");
}

TEST_F(SqliteStoreTest, refuses_what_is_no_database) {
  std::ofstream{folder_.path() / "lintas.db"} << std::string(5000, 'x');
  EXPECT_NE(refusal().find("file is not a database"), std::string::npos);
}

TEST_F(SqliteStoreTest, refuses_settings_that_it_did_not_choose) {
  raw().execute("PRAGMA page_size = 8192; PRAGMA application_id = 1280200787");
  EXPECT_NE(refusal().find("page_size of the store is 8192 and has to be 4096"), std::string::npos);
}

// ---- migrations

TEST_F(SqliteStoreTest, a_migration_is_applied_once_and_whole) {
  {
    const SqliteStore store{options()};
  }
  std::vector<store::Migration> steps{store::migrations().begin(), store::migrations().end()};
  const int last = steps.back().version;
  steps.push_back({.version = last + 1, .needs = last, .sql = "CREATE TABLE more(x); SELECT no_such_thing"});
  Database database = raw();
  EXPECT_THROW(store::migrate(database, steps), StoreFailure);
  EXPECT_EQ(database.ask("SELECT count(*) FROM sqlite_schema WHERE name = 'more'"), "0");
  EXPECT_EQ(database.ask("PRAGMA user_version"), std::to_string(last));

  steps.back().sql = "CREATE TABLE more(x)";
  store::migrate(database, steps);
  store::migrate(database, steps);
  EXPECT_EQ(database.ask("PRAGMA user_version"), std::to_string(last + 1));
}

TEST_F(SqliteStoreTest, the_release_before_runs_on_an_expanded_schema_and_not_on_a_contracted_one) {
  {
    const SqliteStore store{options()};
  }
  std::vector<store::Migration> steps{store::migrations().begin(), store::migrations().end()};
  const int last = steps.back().version;
  steps.push_back({.version = last + 1, .needs = last, .sql = "CREATE TABLE more(x)"});
  Database database = raw();
  store::migrate(database, steps);
  EXPECT_EQ(refusal(), "");

  steps.push_back({.version = last + 2, .needs = last + 1, .sql = "DROP TABLE quarantine"});
  store::migrate(database, steps);
  EXPECT_NE(refusal().find("start the newer release"), std::string::npos);
}

TEST(SqliteStoreSteps, a_store_of_each_earlier_step_opens_and_has_what_came_since) {
  const auto steps = store::migrations();
  for (std::size_t count = 1; count < steps.size(); ++count) {
    SCOPED_TRACE(count);
    const TemporaryFolder folder;
    {
      Database database{{.path = (folder.path() / "lintas.db").string(), .vfs = {}},
                        Database::Missing::create};
      store::migrate(database, steps.first(count));
      database.execute("INSERT INTO outbox(id, partner, lane, n, kind, payload, dead) VALUES(16, " +
                       std::to_string(partner("MY").number()) + ", 5, 1, 80, 9, 1)");
      constexpr std::size_t with_evidence = 2;
      if (count >= with_evidence)
        database.execute("INSERT INTO sent(id, partner, at, message, envelope, receipt) VALUES(32, " +
                         std::to_string(partner("MY").number()) + ", 7, 'M32', x'', x'')");
    }
    SqliteStore store{SqliteOptions{.folder = folder.path()}};
    const auto dead = store.dead_letters(0, 9);
    ASSERT_EQ(dead.size(), 1U);
    app::OutboxRow expected = a_message(16, "MY", 1);
    expected.dead = true;
    EXPECT_EQ(dead.front(), expected);
    EXPECT_EQ(store.outbox(app::NewestFirst{.partner = partner("MY"), .count = 9}), dead);
    for (const app::SentRow& row : store.sent(app::NewestFirst{.count = 9}))
      EXPECT_EQ(row.proof, app::ProofKind::of_before) << "nobody has written it down";
  }
}

TEST_F(SqliteStoreTest, writes_every_table_of_a_later_release_that_added_columns) {
  {
    const SqliteStore store{options()};
  }
  std::vector<std::string> tables;
  {
    Database database = raw();
    const std::string next = "SELECT min(name) FROM sqlite_schema WHERE type = 'table' AND name > '";
    for (std::string last; auto name = database.ask(next + last + "'"); last = tables.back()) {
      if (name->empty()) break;
      tables.push_back(*name);
      database.execute("ALTER TABLE " + *name + " ADD COLUMN later INTEGER NOT NULL DEFAULT 7");
    }
  }
  EXPECT_EQ(tables.size(), 15U);

  {
    SqliteStore store{options()};
    ASSERT_EQ(store.commit(a_batch_of_every_kind()), CommitOutcome::applied) << store.last_failure();
    store.save_head({.owner = partner("MY"), .head = {.size = 1, .root = hash_like(1)}, .at = story_begins});
    EXPECT_EQ(store.stream(StreamId{5}), a_stream(5, 1, 1));
    EXPECT_EQ(store.history(Seq{1}), std::vector{an_event(1, 5, 1, 0)});
  }
  Database database = raw();
  for (const std::string& table : tables)
    EXPECT_EQ(database.ask("SELECT later FROM " + table), "7") << table << " has a row";
}

// ---- room

TEST_F(SqliteStoreTest, is_read_only_before_the_disk_is_full) {
  std::uint64_t room = limits::disk_reserve_bytes;
  SqliteOptions with_room = options();
  with_room.room = [&] { return room; };
  SqliteStore store{with_room};
  EXPECT_EQ(store.commit(a_large_document(1, 10)), CommitOutcome::applied);
  --room;
  EXPECT_EQ(store.commit(a_large_document(2, 10)), CommitOutcome::not_applied);
  EXPECT_NE(store.last_failure().find("make room"), std::string::npos);
  EXPECT_TRUE(store.read_only());
  EXPECT_EQ(store.counters().seq, Seq{1}) << "reading goes on";
  ++room;
  EXPECT_EQ(store.commit(a_large_document(2, 10)), CommitOutcome::applied);
}

TEST_F(SqliteStoreTest, copies_the_log_when_it_is_due_and_earlier_when_idle) {
  SqliteStore store{options()};
  constexpr std::size_t document = 3UL * 1024 * 1024;
  std::int64_t id = 0;
  while (store.log_bytes() <= limits::log_bytes_idle_checkpoint) {
    store.idle();
    ASSERT_EQ(store.commit(a_large_document(++id, document)), CommitOutcome::applied);
  }
  store.checkpoint_if_due();
  EXPECT_GT(store.log_bytes(), limits::log_bytes_idle_checkpoint);
  store.idle();
  EXPECT_EQ(store.log_bytes(), 0U);

  while (store.log_bytes() <= limits::log_bytes_checkpoint) {
    ASSERT_EQ(store.commit(a_large_document(++id, document)), CommitOutcome::applied);
    ASSERT_LT(id, 100);
  }
  store.checkpoint_if_due();
  EXPECT_EQ(store.log_bytes(), 0U);
  ASSERT_EQ(store.commit(a_large_document(++id, 10)), CommitOutcome::applied);
  EXPECT_LT(store.log_bytes(), document) << "the log has started over";
  EXPECT_TRUE(store.damage().empty());
}

// ---- readers

TEST_F(SqliteStoreTest, a_reader_sees_one_state_while_the_writer_goes_on) {
  SqliteStore store{options()};
  ASSERT_EQ(store.commit(a_large_document(1, 10)), CommitOutcome::applied);
  store::SqliteReader reader = store.reader();
  reader.read([&](Reads& reads) {
    EXPECT_EQ(reads.counters().seq, Seq{1});
    EXPECT_EQ(store.commit(a_large_document(2, 10)), CommitOutcome::applied);
    EXPECT_EQ(reads.counters().seq, Seq{1});
  });
  EXPECT_EQ(reader.read([](Reads& reads) { return reads.feed(Seq{1}, 9).size(); }), 1U);
}

TEST_F(SqliteStoreTest, a_reader_has_the_work_list_of_an_office_in_portions) {
  SqliteStore store{options()};
  app::Batch batch;
  for (std::int64_t id = 1; id <= 5; ++id) {
    app::StreamRow row = a_stream(id, 1, 0);
    row.office = id % 2;
    batch.streams.push_back(begun(row));
  }
  ASSERT_EQ(store.commit(batch), CommitOutcome::applied);
  store::SqliteReader reader = store.reader();
  const auto list = [&](StreamId after) {
    return reader.read([&](Reads& reads) { return reads.open_streams(1, after, 2); });
  };
  const auto first = list(StreamId::none);
  ASSERT_EQ(first.size(), 2U);
  const auto second = list(first.back().id);
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(second.front().id, StreamId{5});
}

TEST_F(SqliteStoreTest, a_reader_finds_each_office_that_has_open_streams) {
  SqliteStore store{options()};
  app::Batch batch;
  constexpr std::pair<std::int64_t, bool> rows[] = {{0, true}, {7, true}, {9, false}, {7, true}, {12, true}};
  std::int64_t id = 0;
  for (const auto& [office, open] : rows) {
    app::StreamRow row = a_stream(++id, 1, 0);
    row.office = office;
    row.open = open;
    batch.streams.push_back(begun(row));
  }
  ASSERT_EQ(store.commit(batch), CommitOutcome::applied);
  store::SqliteReader reader = store.reader();
  const auto next = [&](std::int64_t after) {
    return reader.read([&](Reads& reads) { return reads.office_at_work(after); });
  };
  EXPECT_EQ(next(0), 7) << "0 is no office";
  EXPECT_EQ(next(7), 12) << "nothing is open at the ninth";
  EXPECT_EQ(next(12), std::nullopt);
}

TEST_F(SqliteStoreTest, a_question_without_end_is_interrupted_and_the_reader_lives_on) {
  SqliteStore store{options()};
  app::Batch batch;
  constexpr std::int64_t keys = 20'000;
  for (std::int64_t id = 1; id <= keys; ++id)
    batch.keys.push_back({key_of("t", std::to_string(id)), StreamId{1}});
  ASSERT_EQ(store.commit(batch), CommitOutcome::applied);
  store::SqliteReader reader = store.reader();
  EXPECT_THROW(reader.read([](Reads& reads) {
    while (true) (void)reads.find_all({}, {}, keys);
  }),
               StoreFailure);
  EXPECT_EQ(reader.read([](Reads& reads) { return reads.find_all({}, {}, 3).size(); }), 3U);
}

TEST_F(SqliteStoreTest, waiting_readers_make_room_for_a_log_that_never_had_a_moment) {
  SqliteStore store{options()};
  store::SqliteReader long_reader = store.reader();
  long_reader.read([&](Reads& reads) {
    EXPECT_EQ(reads.counters().seq, Seq::none);
    for (std::int64_t id = 1; store.log_bytes() <= limits::log_bytes_reader_gate; ++id) {
      ASSERT_EQ(store.commit(a_large_document(id, 8UL * 1024 * 1024)), CommitOutcome::applied);
    }
    store.checkpoint_if_due();  // waits for its time, then lets the reader be
    EXPECT_GT(store.log_bytes(), limits::log_bytes_reader_gate);
  });
  store.checkpoint_if_due();
  EXPECT_EQ(store.log_bytes(), 0U);
}

TEST_F(SqliteStoreTest, readers_of_other_threads_see_whole_batches) {
  SqliteStore store{options()};
  constexpr std::int64_t batches = 300;
  const auto watch = [&] {
    store::SqliteReader reader = store.reader();
    std::int64_t seen = 0;
    while (seen < batches) {
      reader.read([&](Reads& reads) {
        const app::Counters counters = reads.counters();
        EXPECT_EQ(static_cast<std::int64_t>(counters.seq), static_cast<std::int64_t>(counters.payload));
        EXPECT_GE(static_cast<std::int64_t>(counters.seq), seen);
        seen = static_cast<std::int64_t>(counters.seq);
      });
    }
  };
  std::thread first{watch};
  std::thread second{watch};
  for (std::int64_t id = 1; id <= batches; ++id) {
    EXPECT_EQ(store.commit(a_large_document(id, 20'000)), CommitOutcome::applied);
    if (id % 50 == 0) store.checkpoint_if_due();
  }
  first.join();
  second.join();
}

}  // namespace
}  // namespace lintas::test
