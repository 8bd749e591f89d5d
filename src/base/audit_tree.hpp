#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/bytes.hpp"

/// The tree of the audit log (RFC 9162, section 2: leaves under 0x00, nodes under 0x01), kept as tiles of 256
/// hashes. A tile of level L holds hashes of subtrees of 256^L leaves; only full tiles are stored, open ones
/// live in memory. Whoever holds a signed head (size, root) can be shown that a later one contains it
/// unchanged.
namespace lintas {

inline constexpr std::size_t hashes_per_tile = 256;

struct Tile {
  std::uint8_t level = 0;
  std::uint64_t n = 0;  ///< position among the tiles of its level
  std::vector<Hash256> hashes;

  friend bool operator==(const Tile&, const Tile&) = default;
};

[[nodiscard]] Hash256 leaf_hash(Sha256 sha256, std::span<const ByteView> content);
[[nodiscard]] Hash256 node_hash(Sha256 sha256, const Hash256& left, const Hash256& right);

/// The growing right edge. Appending costs one hash a leaf and a little more; the root up to 255 hashes a
/// level.
class AuditTree {
 public:
  explicit AuditTree(Sha256 sha256) : sha256_(sha256) {}

  /// The tree as it was when `size` leaves had been appended. `open` has, level by level, the hashes that no
  /// full tile of the level above covers yet: level 0 the last size % 256 leaf hashes, level 1 the roots of
  /// the full tiles of level 0 not yet in a full tile of level 1, and so on.
  AuditTree(Sha256 sha256, std::uint64_t size, std::vector<std::vector<Hash256>> open);

  /// The tiles that this leaf fills, lowest level first; usually none.
  [[nodiscard]] std::vector<Tile> append(const Hash256& leaf);

  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
  /// The root over all leaves; of the empty tree the hash of nothing.
  [[nodiscard]] Hash256 root() const;

 private:
  Sha256 sha256_;
  std::uint64_t size_ = 0;
  std::vector<std::vector<Hash256>> open_;
};

/// The root of a full tile: the hash that stands for it one level up.
[[nodiscard]] Hash256 tile_root(Sha256 sha256, std::span<const Hash256> hashes);

/// Where proofs read: the hash of the `index`-th subtree of 256^level leaves.
using ReadHash = std::function<Hash256(std::uint8_t level, std::uint64_t index)>;

/// Proof that the leaf at `index` is in the tree of `size` leaves. Precondition: index < size.
[[nodiscard]] std::vector<Hash256> prove_inclusion(Sha256 sha256, std::uint64_t index, std::uint64_t size,
                                                   const ReadHash& read);
/// Proof that the tree of `old_size` leaves is the beginning of the tree of `size`. Precondition: 0 <
/// old_size <= size.
[[nodiscard]] std::vector<Hash256> prove_consistency(Sha256 sha256, std::uint64_t old_size,
                                                     std::uint64_t size, const ReadHash& read);

struct TreeHead {
  std::uint64_t size = 0;
  Hash256 root;
  friend bool operator==(const TreeHead&, const TreeHead&) = default;
};

[[nodiscard]] bool includes(Sha256 sha256, const TreeHead& head, std::uint64_t index, const Hash256& leaf,
                            std::span<const Hash256> proof);
[[nodiscard]] bool extends(Sha256 sha256, const TreeHead& old_head, const TreeHead& head,
                           std::span<const Hash256> proof);

}  // namespace lintas
