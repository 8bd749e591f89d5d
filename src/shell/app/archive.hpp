#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/audit_tree.hpp"
#include "base/bytes.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/store.hpp"

namespace lintas::app {

/// A stored document without its content.
struct DocumentFacts {
  Hash256 hash;
  bool erased = false;
};

/// Everything that lies in a store, as one state of it and range by range: for `verify`, which looks at all
/// of it and keeps little of it. Ranges begin behind `after`, ascend, and hold at most `count` rows. For one
/// thread. Throws StoreFailure when the world fails, and where a column holds what no program ever wrote.
class Archive {
 public:
  Archive() = default;
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;
  virtual ~Archive() = default;

  [[nodiscard]] virtual Counters counters() = 0;
  [[nodiscard]] virtual std::vector<EventRow> events(Seq after, std::size_t count) = 0;
  [[nodiscard]] virtual std::optional<EventRow> event(Seq seq) = 0;
  [[nodiscard]] virtual std::vector<StreamRow> streams(StreamId after, std::size_t count) = 0;
  [[nodiscard]] virtual std::optional<StreamRow> stream(StreamId id) = 0;
  [[nodiscard]] virtual std::vector<std::pair<Key, StreamId>> keys(ByteView after, std::size_t count) = 0;
  [[nodiscard]] virtual std::vector<NumberWrite> numbers(std::int64_t after, std::size_t count) = 0;
  /// Erased ones have no bytes.
  [[nodiscard]] virtual std::vector<PayloadWrite> documents(PayloadId after, std::size_t count) = 0;
  [[nodiscard]] virtual std::optional<DocumentFacts> document(PayloadId id) = 0;
  [[nodiscard]] virtual std::vector<OutboxRow> outbox(std::int64_t after, std::size_t count) = 0;
  [[nodiscard]] virtual std::vector<ReceivedRow> received(std::int64_t after, std::size_t count) = 0;
  [[nodiscard]] virtual std::vector<SentRow> sent(std::int64_t after, std::size_t count) = 0;
  [[nodiscard]] virtual std::optional<Tile> tile(std::uint8_t level, std::uint64_t n) = 0;
  /// By owner, then size.
  [[nodiscard]] virtual std::vector<HeadRow> heads(exchange::Partner owner, std::uint64_t size,
                                                   std::size_t count) = 0;
};

}  // namespace lintas::app
