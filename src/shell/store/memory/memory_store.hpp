#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/audit_tree.hpp"
#include "base/bytes.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/store.hpp"

namespace lintas::store {

class Undo;

/// The store of the simulator: rows in maps, and failures on request. It outlives the process that uses it,
/// as a disk does.
class MemoryStore final : public app::Store {
 public:
  enum class Fault : std::uint8_t {
    not_applied,
    unknown_applied,      ///< the answer is unknown; the batch is there after the crash
    unknown_not_applied,  ///< the answer is unknown; the batch is lost
  };

  /// The `nth` commit from now on (1: the next one) fails so, once.
  void fail_commit(std::size_t nth, Fault fault) { faults_[commits_ + nth] = fault; }
  /// The process has ended, for whatever reason, and the next one finds the last batch that was applied.
  void crash() noexcept { lost_ = false; }

  [[nodiscard]] app::CommitOutcome commit(const app::Batch& batch) override;

  [[nodiscard]] app::Counters counters() override;
  [[nodiscard]] std::optional<app::StreamRow> stream(app::StreamId id) override;
  [[nodiscard]] std::vector<app::EventRow> history(app::Seq head) override;
  [[nodiscard]] std::optional<app::StreamId> find(const app::Key& key) override;
  [[nodiscard]] std::vector<std::pair<app::Key, app::StreamId>> find_all(ByteView prefix, ByteView after,
                                                                         std::size_t count) override;
  [[nodiscard]] std::optional<app::StreamId> numbered(std::int64_t n) override;
  [[nodiscard]] std::optional<std::int64_t> last_number(std::int64_t first, std::int64_t last) override;
  [[nodiscard]] std::optional<app::CommandRow> command(const std::array<std::byte, 18>& id) override;
  [[nodiscard]] std::optional<app::Payload> payload(app::PayloadId id) override;
  [[nodiscard]] std::vector<app::EventRow> feed(app::Seq after, std::size_t count) override;
  [[nodiscard]] std::vector<app::StreamRow> open_streams() override;
  [[nodiscard]] std::vector<app::OutboxRow> outbox() override;
  [[nodiscard]] std::optional<app::OutboxRow> outbox_row(std::int64_t id) override;
  [[nodiscard]] std::vector<app::OutboxRow> outbox(const app::NewestFirst& part) override;
  [[nodiscard]] std::vector<app::OutboxRow> dead_letters(const app::NewestFirst& part) override;
  [[nodiscard]] std::vector<app::OutboxRow> dead_letters(std::int64_t after, std::size_t count) override;
  [[nodiscard]] std::optional<app::ReceivedRow> received(exchange::Partner partner,
                                                         std::string_view message) override;
  [[nodiscard]] std::vector<app::ReceivedRow> received(const app::NewestFirst& part) override;
  [[nodiscard]] std::vector<std::string> further_ways(exchange::Partner partner, std::string_view message,
                                                      std::size_t count) override;
  [[nodiscard]] std::optional<app::SentRow> sent(std::int64_t id) override;
  [[nodiscard]] std::vector<app::SentRow> sent(const app::NewestFirst& part) override;
  [[nodiscard]] std::optional<Tile> tile(std::uint8_t level, std::uint64_t n) override;
  [[nodiscard]] std::vector<app::QuarantineRow> quarantined() override;

  void save_head(const app::HeadRow& head) override;
  [[nodiscard]] std::optional<app::HeadRow> last_head(exchange::Partner owner) override;
  [[nodiscard]] bool drop_commands_before(std::uint16_t period) override;

  // ---- what MemoryArchive asks beside that

  [[nodiscard]] std::vector<app::StreamRow> streams(app::StreamId after, std::size_t count) const;
  [[nodiscard]] std::vector<app::NumberWrite> numbers(std::int64_t after, std::size_t count) const;
  /// Erased ones have no bytes.
  [[nodiscard]] std::vector<app::PayloadWrite> documents(app::PayloadId after, std::size_t count) const;
  [[nodiscard]] std::vector<app::OutboxRow> outbox(std::int64_t after, std::size_t count) const;
  [[nodiscard]] std::vector<app::ReceivedRow> received(std::int64_t after, std::size_t count) const;
  [[nodiscard]] std::vector<app::SentRow> sent(std::int64_t after, std::size_t count) const;
  [[nodiscard]] std::vector<app::HeadRow> heads(exchange::Partner owner, std::uint64_t size,
                                                std::size_t count) const;

 private:
  using TilePlace = std::pair<std::uint8_t, std::uint64_t>;

  /// Nothing is answered between an unknown outcome and the crash that has to follow it.
  void check_usable() const;
  [[nodiscard]] bool write(const app::Batch& batch, Undo& undo);
  [[nodiscard]] bool write_new_rows(const app::Batch& batch, Undo& undo);
  void write_stream(const app::StreamWrite& write, Undo& undo);
  [[nodiscard]] bool write_key(const app::KeyWrite& write, Undo& undo);
  [[nodiscard]] bool write_evidence(const app::Batch& batch, Undo& undo);
  void mark(std::int64_t message, bool dead, const std::optional<app::Death>& death, Undo& undo);
  void erase(app::PayloadId id, Undo& undo);

  std::map<app::PayloadId, app::PayloadWrite> payloads_;  ///< an erased one has no bytes
  std::map<app::Seq, app::EventRow> events_;
  std::map<TilePlace, Tile> tiles_;
  std::map<app::StreamId, app::StreamRow> streams_;
  std::map<app::Key, app::StreamId> keys_;
  std::map<std::int64_t, app::NumberWrite> numbers_;
  std::map<std::int64_t, app::OutboxRow> outbox_;
  std::map<std::array<std::byte, 18>, app::CommandRow> commands_;
  std::map<std::int64_t, app::ReceivedRow> received_;
  std::map<std::pair<exchange::Partner, std::string>, std::int64_t> claims_;  ///< ids of received_
  std::map<std::int64_t, app::SentRow> sent_;
  std::map<std::int64_t, app::QuarantineRow> quarantined_;
  std::map<std::pair<exchange::Partner, std::uint64_t>, app::HeadRow> heads_;

  std::map<std::size_t, Fault> faults_;  ///< by the number of the commit
  std::size_t commits_ = 0;
  bool lost_ = false;
};

}  // namespace lintas::store
