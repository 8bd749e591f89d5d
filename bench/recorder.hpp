#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/audit_tree.hpp"
#include "base/bytes.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/store.hpp"
#include "shell/store/sqlite/sqlite_store.hpp"

namespace lintas::bench {

/// Processor time of the calling thread: what else runs on the machine is not in it.
[[nodiscard]] inline std::chrono::nanoseconds thread_time() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec};
}

/// Passes everything on, keeps the batches, if wanted, and the time they took.
class Recorder final : public app::Store {
 public:
  explicit Recorder(store::SqliteStore& store) : store_(store) {}

  [[nodiscard]] app::CommitOutcome commit(const app::Batch& batch) override {
    if (keeps_batches) batches.push_back(batch);
    const auto begin = std::chrono::steady_clock::now();
    const auto thread_begin = thread_time();
    const auto outcome = store_.commit(batch);
    store_.checkpoint_if_due();
    processor_time += thread_time() - thread_begin;
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
    seconds += elapsed.count();
    ++commits;
    return outcome;
  }
  [[nodiscard]] app::Counters counters() override { return store_.counters(); }
  [[nodiscard]] std::optional<app::StreamRow> stream(app::StreamId id) override { return store_.stream(id); }
  [[nodiscard]] std::vector<app::EventRow> history(app::Seq head) override { return store_.history(head); }
  [[nodiscard]] std::optional<app::StreamId> find(const app::Key& key) override { return store_.find(key); }
  [[nodiscard]] std::vector<std::pair<app::Key, app::StreamId>> find_all(ByteView prefix, ByteView after,
                                                                         std::size_t count) override {
    return store_.find_all(prefix, after, count);
  }
  [[nodiscard]] std::optional<app::StreamId> numbered(std::int64_t n) override { return store_.numbered(n); }
  [[nodiscard]] std::optional<std::int64_t> last_number(std::int64_t first, std::int64_t last) override {
    return store_.last_number(first, last);
  }
  [[nodiscard]] std::optional<app::CommandRow> command(const std::array<std::byte, 18>& id) override {
    return store_.command(id);
  }
  [[nodiscard]] std::optional<app::Payload> payload(app::PayloadId id) override { return store_.payload(id); }
  [[nodiscard]] std::vector<app::EventRow> feed(app::Seq after, std::size_t count) override {
    return store_.feed(after, count);
  }
  [[nodiscard]] std::vector<app::StreamRow> open_streams() override { return store_.open_streams(); }
  [[nodiscard]] std::vector<app::OutboxRow> outbox() override { return store_.outbox(); }
  [[nodiscard]] std::vector<app::OutboxRow> outbox(const app::NewestFirst& part) override {
    return store_.outbox(part);
  }
  [[nodiscard]] std::vector<app::OutboxRow> dead_letters(const app::NewestFirst& part) override {
    return store_.dead_letters(part);
  }
  [[nodiscard]] std::vector<app::OutboxRow> dead_letters(std::int64_t after, std::size_t count) override {
    return store_.dead_letters(after, count);
  }
  [[nodiscard]] std::optional<app::OutboxRow> outbox_row(std::int64_t id) override {
    return store_.outbox_row(id);
  }
  [[nodiscard]] std::optional<app::ReceivedRow> received(exchange::Partner partner,
                                                         std::string_view message) override {
    return store_.received(partner, message);
  }
  [[nodiscard]] std::vector<app::ReceivedRow> received(const app::NewestFirst& part) override {
    return store_.received(part);
  }
  [[nodiscard]] std::vector<std::string> further_ways(exchange::Partner partner, std::string_view message,
                                                      std::size_t count) override {
    return store_.further_ways(partner, message, count);
  }
  [[nodiscard]] std::optional<app::SentRow> sent(std::int64_t id) override { return store_.sent(id); }
  [[nodiscard]] std::vector<app::SentRow> sent(const app::NewestFirst& part) override {
    return store_.sent(part);
  }
  [[nodiscard]] std::optional<Tile> tile(std::uint8_t level, std::uint64_t n) override {
    return store_.tile(level, n);
  }
  [[nodiscard]] std::vector<app::QuarantineRow> quarantined() override { return store_.quarantined(); }
  void save_head(const app::HeadRow& head) override { store_.save_head(head); }
  [[nodiscard]] std::optional<app::HeadRow> last_head(exchange::Partner owner) override {
    return store_.last_head(owner);
  }
  [[nodiscard]] bool drop_commands_before(std::uint16_t day) override {
    return store_.drop_commands_before(day);
  }

  bool keeps_batches = true;
  std::vector<app::Batch> batches;
  std::atomic<std::size_t> commits = 0;
  double seconds = 0;
  std::chrono::nanoseconds processor_time{};

 private:
  store::SqliteStore& store_;
};

}  // namespace lintas::bench
