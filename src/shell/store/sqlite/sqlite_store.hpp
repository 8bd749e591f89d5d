#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/audit_tree.hpp"
#include "base/bytes.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/message_names.hpp"
#include "shell/app/store.hpp"
#include "shell/store/sqlite/database.hpp"
#include "shell/store/sqlite/folder.hpp"
#include "shell/store/sqlite/losses.hpp"
#include "shell/store/sqlite/prints.hpp"
#include "shell/store/sqlite/reader_gate.hpp"
#include "shell/store/sqlite/reads.hpp"
#include "shell/store/sqlite/sqlite_reader.hpp"
#include "shell/store/sqlite/writes.hpp"

namespace lintas::store {

/// What a commit waits for. Only `full` keeps every answered command through a power cut; the others are for
/// loading a store that can be loaded again, and for tests that must see the difference.
enum class Synchronous : std::uint8_t { off = 0, normal = 1, full = 2 };

struct SqliteOptions {
  std::filesystem::path folder;  ///< of the node: database, write-ahead log and lock lie in it
  std::string vfs;               ///< file layer of a test, without folder and lock; empty: the system's
  Synchronous synchronous = Synchronous::full;
  std::function<std::uint64_t()> room;  ///< bytes left on the disk; not set: what the system says
};

/// The store of a node: one SQLite file, one connection that writes and copies the log (checkpoints), batches
/// that are one transaction each. Opening it recovers what a crash left and brings the schema up to date; it
/// refuses to start (StoreFailure, with what to do) on settings that would lose data.
/// Readers come from `reader()` and end before the store does.
class SqliteStore final : public app::Store {
 public:
  explicit SqliteStore(const SqliteOptions& options);

  /// A connection of its own for a thread of the pool. Safe from any thread.
  [[nodiscard]] SqliteReader reader() { return SqliteReader{file_, gate_}; }

  [[nodiscard]] app::CommitOutcome commit(const app::Batch& batch) override;
  /// Why the last commit was not applied or is unknown, for the log.
  [[nodiscard]] const std::string& last_failure() const noexcept { return last_failure_; }
  /// Why nothing is written at present: no room on the disk, or a log that a reader holds. Commits are
  /// certainly not applied then, and the node is not ready.
  [[nodiscard]] std::optional<std::string> read_only() const;

  /// Copies the log if it is long enough to be worth a pause. To be called between batches.
  void checkpoint_if_due();
  /// The same while there is nothing else to do, at a lower threshold.
  void idle();
  /// Copies what no reader needs, however little it is; waits for nobody.
  void checkpoint();
  [[nodiscard]] std::size_t log_bytes() const noexcept;
  /// What is lost of it, for the names of its messages.
  [[nodiscard]] std::vector<app::Loss> losses() { return store::losses(database_); }
  /// Which keys it belongs to, as far as that was kept.
  [[nodiscard]] Prints prints() { return prints_in(database_); }
  /// To be called between batches. Throws StoreFailure.
  void keep_prints(const Prints& prints);
  /// What SQLite's own check of the whole file finds; empty for a sound one. Takes minutes on a large store.
  [[nodiscard]] std::vector<std::string> damage();

  [[nodiscard]] app::Counters counters() override { return reads().counters(); }
  [[nodiscard]] std::optional<app::StreamRow> stream(app::StreamId id) override { return reads().stream(id); }
  [[nodiscard]] std::vector<app::EventRow> history(app::Seq head) override { return reads().history(head); }
  [[nodiscard]] std::optional<app::StreamId> find(const app::Key& key) override { return reads().find(key); }
  [[nodiscard]] std::vector<std::pair<app::Key, app::StreamId>> find_all(ByteView prefix, ByteView after,
                                                                         std::size_t count) override {
    return reads().find_all(prefix, after, count);
  }
  [[nodiscard]] std::optional<app::StreamId> numbered(std::int64_t n) override { return reads().numbered(n); }
  [[nodiscard]] std::optional<std::int64_t> last_number(std::int64_t first, std::int64_t last) override {
    return reads().last_number(first, last);
  }
  [[nodiscard]] std::optional<app::CommandRow> command(const std::array<std::byte, 18>& id) override {
    return reads().command(id);
  }
  [[nodiscard]] std::optional<app::Payload> payload(app::PayloadId id) override {
    return reads().payload(id);
  }
  [[nodiscard]] std::vector<app::EventRow> feed(app::Seq after, std::size_t count) override {
    return reads().feed(after, count);
  }
  [[nodiscard]] std::vector<app::StreamRow> open_streams() override { return reads().open_streams(); }
  [[nodiscard]] std::vector<app::OutboxRow> outbox() override { return reads().outbox(); }
  [[nodiscard]] std::optional<app::OutboxRow> outbox_row(std::int64_t id) override {
    return reads().outbox_row(id);
  }
  [[nodiscard]] std::vector<app::OutboxRow> outbox(const app::NewestFirst& part) override {
    return reads().outbox(part);
  }
  [[nodiscard]] std::vector<app::OutboxRow> dead_letters(const app::NewestFirst& part) override {
    return reads().dead_letters(part);
  }
  [[nodiscard]] std::vector<app::OutboxRow> dead_letters(std::int64_t after, std::size_t count) override {
    return reads().dead_letters(after, count);
  }
  [[nodiscard]] std::optional<app::ReceivedRow> received(exchange::Partner partner,
                                                         std::string_view message) override {
    return reads().received(partner, message);
  }
  [[nodiscard]] std::vector<app::ReceivedRow> received(const app::NewestFirst& part) override {
    return reads().received(part);
  }
  [[nodiscard]] std::vector<std::string> further_ways(exchange::Partner partner, std::string_view message,
                                                      std::size_t count) override {
    return reads().further_ways(partner, message, count);
  }
  [[nodiscard]] std::optional<app::SentRow> sent(std::int64_t id) override { return reads().sent(id); }
  [[nodiscard]] std::vector<app::SentRow> sent(const app::NewestFirst& part) override {
    return reads().sent(part);
  }
  [[nodiscard]] std::optional<Tile> tile(std::uint8_t level, std::uint64_t n) override {
    return reads().tile(level, n);
  }
  [[nodiscard]] std::vector<app::QuarantineRow> quarantined() override { return reads().quarantined(); }
  [[nodiscard]] std::optional<app::HeadRow> last_head(exchange::Partner owner) override {
    return reads().last_head(owner);
  }

  void save_head(const app::HeadRow& head) override;
  [[nodiscard]] bool drop_commands_before(std::uint16_t period) override;

 private:
  /// Nothing is answered behind an unknown outcome: what the connection shows need not be on the disk.
  void check_usable() const;
  /// Questions between two commits see one state, since nobody else writes, and the transaction they are
  /// asked in becomes that of the next commit: each by itself would lock and unlock the file.
  [[nodiscard]] Reads& reads() {
    check_usable();
    if (!in_transaction()) begin_reading_.run();
    return reads_;
  }
  [[nodiscard]] bool in_transaction() const noexcept;
  template <class Work>
  [[nodiscard]] app::CommitOutcome transact(Work work);
  template <class Work>
  void apply(Work work);

  std::optional<NodeLock> lock_;
  DatabaseFile file_;
  std::function<std::uint64_t()> room_;
  Database database_;
  Reads reads_;
  Writes writes_;
  Statement begin_reading_;
  Statement end_reading_;
  ReaderGate gate_;
  std::size_t log_frames_ = 0;  ///< in the log and not yet copied, as far as SQLite told
  bool usable_ = true;
  std::string last_failure_;
};

}  // namespace lintas::store
