#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

#include "base/audit_tree.hpp"
#include "base/bytes.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/archive.hpp"
#include "shell/app/store.hpp"
#include "shell/store/sqlite/certificates.hpp"
#include "shell/store/sqlite/database.hpp"
#include "shell/store/sqlite/prints.hpp"
#include "shell/store/sqlite/reads.hpp"

namespace lintas::store {

/// A connection to the store of a folder in one read transaction; SqliteArchive says what it is to a node.
[[nodiscard]] Database open_archive(const std::filesystem::path& folder);

/// The store of a folder in one read transaction, from construction to destruction, whether a node works on
/// it or not. It takes no lock that a node waits for, never checkpoints, and changes nothing; a node that
/// writes meanwhile cannot start its log over until this ends. Throws StoreFailure if the folder holds no
/// store that this program knows.
class SqliteArchive final : public app::Archive {
 public:
  explicit SqliteArchive(const std::filesystem::path& folder);

  /// Copies this state of the store into a new file, page by page, and lets SQLite check what was written
  /// (quick_check). Durable when it returns. Throws StoreFailure.
  ///
  /// SQLite's backup in one step, not VACUUM INTO: the pages as they are need no sorting and no memory,
  /// erased content is in none of them (secure_delete), and nothing has to be attached, which readers may not
  /// do. The transaction holds the state, so the copy never begins anew while the node writes.
  void copy_to(const std::filesystem::path& file);

  [[nodiscard]] app::Counters counters() override { return counters_; }
  [[nodiscard]] std::vector<app::EventRow> events(app::Seq after, std::size_t count) override {
    return reads_.feed(after, count);
  }
  [[nodiscard]] std::optional<app::EventRow> event(app::Seq seq) override;
  [[nodiscard]] std::vector<app::StreamRow> streams(app::StreamId after, std::size_t count) override;
  [[nodiscard]] std::optional<app::StreamRow> stream(app::StreamId id) override { return reads_.stream(id); }
  [[nodiscard]] std::vector<std::pair<app::Key, app::StreamId>> keys(ByteView after,
                                                                     std::size_t count) override {
    return reads_.find_all({}, after, count);
  }
  [[nodiscard]] std::vector<app::NumberWrite> numbers(std::int64_t after, std::size_t count) override;
  [[nodiscard]] std::vector<app::PayloadWrite> documents(app::PayloadId after, std::size_t count) override;
  [[nodiscard]] std::optional<app::DocumentFacts> document(app::PayloadId id) override;
  [[nodiscard]] std::vector<app::OutboxRow> outbox(std::int64_t after, std::size_t count) override;
  [[nodiscard]] std::vector<app::ReceivedRow> received(std::int64_t after, std::size_t count) override;
  [[nodiscard]] std::vector<app::SentRow> sent(std::int64_t after, std::size_t count) override;
  [[nodiscard]] std::optional<Tile> tile(std::uint8_t level, std::uint64_t n) override {
    return reads_.tile(level, n);
  }
  [[nodiscard]] std::vector<app::HeadRow> heads(exchange::Partner owner, std::uint64_t size,
                                                std::size_t count) override;
  /// The newest head of an owner.
  [[nodiscard]] std::optional<app::HeadRow> last_head(exchange::Partner owner) {
    return reads_.last_head(owner);
  }
  /// Which keys the store belongs to, as far as that was kept.
  [[nodiscard]] Prints prints() { return prints_in(database_); }

 private:
  Database database_;
  Reads reads_;
  Statement event_;
  Statement streams_;
  Statement numbers_;
  Statement documents_;
  Statement document_;
  Statement outbox_;
  Statement received_;
  Statement sent_;
  Statement heads_;
  CertificateReads certificates_;
  app::Counters counters_;
};

}  // namespace lintas::store
