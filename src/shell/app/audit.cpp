#include "shell/app/audit.hpp"

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/audit_tree.hpp"
#include "base/bytes.hpp"
#include "base/cbor.hpp"
#include "base/certain.hpp"
#include "shell/app/store.hpp"

namespace lintas::app {

Hash256 leaf_of(Sha256 sha256, const EventRow& event) {
  cbor::Writer content;
  content.array(11);
  content.bytes(event.salt);
  content.integer(std::to_underlying(event.seq));
  content.integer(std::to_underlying(event.stream));
  content.integer(event.version);
  content.integer(std::to_underlying(event.prev));
  content.integer(std::to_underlying(event.type));
  content.integer(event.type_version);
  content.integer(event.at.time_since_epoch().count());
  content.bytes(event.origin);
  content.bytes(event.payload_hash ? event.payload_hash->view() : ByteView{});
  content.bytes(event.body);
  const std::array<ByteView, 1> parts{content.view()};
  return leaf_hash(sha256, parts);
}

AuditTree restore_tree(Sha256 sha256, Store& store) {
  const auto size = static_cast<std::uint64_t>(std::to_underlying(store.counters().seq));
  std::vector<std::vector<Hash256>> open(1);
  const std::uint64_t first = size / hashes_per_tile * hashes_per_tile;
  for (const EventRow& event : store.feed(Seq{static_cast<std::int64_t>(first)}, hashes_per_tile)) {
    open[0].push_back(leaf_of(sha256, event));
  }
  // Level by level: the roots of the full tiles below that no full tile of this level covers yet.
  std::uint64_t full = size / hashes_per_tile;
  for (std::uint8_t below = 0; full > 0; ++below) {
    std::vector<Hash256> roots;
    for (std::uint64_t n = full / hashes_per_tile * hashes_per_tile; n < full; ++n) {
      const auto tile = certain(store.tile(below, n), "every full tile of the audit log is stored");
      roots.push_back(tile_root(sha256, tile.hashes));
    }
    open.push_back(std::move(roots));
    full /= hashes_per_tile;
  }
  return AuditTree{sha256, size, std::move(open)};
}

}  // namespace lintas::app
