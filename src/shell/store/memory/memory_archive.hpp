#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/audit_tree.hpp"
#include "base/bytes.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/archive.hpp"
#include "shell/app/store.hpp"
#include "shell/store/memory/memory_store.hpp"

namespace lintas::store {

/// What lies in a store of the simulator, which must not change meanwhile.
class MemoryArchive final : public app::Archive {
 public:
  explicit MemoryArchive(MemoryStore& store) : store_(store) {}

  [[nodiscard]] app::Counters counters() override { return store_.counters(); }
  [[nodiscard]] std::vector<app::EventRow> events(app::Seq after, std::size_t count) override {
    return store_.feed(after, count);
  }
  [[nodiscard]] std::optional<app::EventRow> event(app::Seq seq) override;
  [[nodiscard]] std::vector<app::StreamRow> streams(app::StreamId after, std::size_t count) override {
    return store_.streams(after, count);
  }
  [[nodiscard]] std::optional<app::StreamRow> stream(app::StreamId id) override { return store_.stream(id); }
  [[nodiscard]] std::vector<std::pair<app::Key, app::StreamId>> keys(ByteView after,
                                                                     std::size_t count) override {
    return store_.find_all({}, after, count);
  }
  [[nodiscard]] std::vector<app::NumberWrite> numbers(std::int64_t after, std::size_t count) override {
    return store_.numbers(after, count);
  }
  [[nodiscard]] std::vector<app::PayloadWrite> documents(app::PayloadId after, std::size_t count) override {
    return store_.documents(after, count);
  }
  [[nodiscard]] std::optional<app::DocumentFacts> document(app::PayloadId id) override;
  [[nodiscard]] std::vector<app::OutboxRow> outbox(std::int64_t after, std::size_t count) override {
    return store_.outbox(after, count);
  }
  [[nodiscard]] std::vector<app::ReceivedRow> received(std::int64_t after, std::size_t count) override {
    return store_.received(after, count);
  }
  [[nodiscard]] std::vector<app::SentRow> sent(std::int64_t after, std::size_t count) override {
    return store_.sent(after, count);
  }
  [[nodiscard]] std::optional<Tile> tile(std::uint8_t level, std::uint64_t n) override {
    return store_.tile(level, n);
  }
  [[nodiscard]] std::vector<app::HeadRow> heads(exchange::Partner owner, std::uint64_t size,
                                                std::size_t count) override {
    return store_.heads(owner, size, count);
  }

 private:
  MemoryStore& store_;
};

}  // namespace lintas::store
