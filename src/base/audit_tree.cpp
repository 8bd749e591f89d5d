#include "base/audit_tree.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"

namespace lintas {

namespace {

constexpr std::array leaf_prefix{std::byte{0}};
constexpr std::array node_prefix{std::byte{1}};

/// The largest power of two below `size`: where RFC 9162 splits. Precondition: size > 1.
constexpr std::uint64_t split_of(std::uint64_t size) { return std::bit_floor(size - 1); }

/// Root over consecutive subtrees of one size, of which only the last may be smaller.
Hash256 fold(Sha256 sha256, std::span<const Hash256> hashes) {
  if (hashes.size() == 1) return hashes.front();
  const std::size_t split = split_of(hashes.size());
  return node_hash(sha256, fold(sha256, hashes.first(split)), fold(sha256, hashes.subspan(split)));
}

/// Root of the leaves begin … end, read from the tiles in the largest pieces they have.
Hash256 range_root(Sha256 sha256, std::uint64_t begin, std::uint64_t end, const ReadHash& read) {
  const std::uint64_t size = end - begin;
  const int height = std::countr_zero(size);
  if (std::has_single_bit(size) && height % 8 == 0) {
    return read(static_cast<std::uint8_t>(height / 8), begin >> static_cast<unsigned>(height));
  }
  const std::uint64_t split = begin + split_of(size);
  return node_hash(sha256, range_root(sha256, begin, split, read), range_root(sha256, split, end, read));
}

}  // namespace

Hash256 leaf_hash(Sha256 sha256, std::span<const ByteView> content) {
  std::vector<ByteView> parts{leaf_prefix};
  parts.insert(parts.end(), content.begin(), content.end());
  return sha256(parts);
}

Hash256 node_hash(Sha256 sha256, const Hash256& left, const Hash256& right) {
  const std::array<ByteView, 3> parts{node_prefix, left.bytes, right.bytes};
  return sha256(parts);
}

Hash256 tile_root(Sha256 sha256, std::span<const Hash256> hashes) {
  require(hashes.size() == hashes_per_tile, "only a full tile has a root");
  return fold(sha256, hashes);
}

AuditTree::AuditTree(Sha256 sha256, std::uint64_t size, std::vector<std::vector<Hash256>> open)
    : sha256_(sha256), size_(size), open_(std::move(open)) {
  std::uint64_t covered = 0;
  std::uint64_t weight = 1;
  for (const auto& level : open_) {
    require(level.size() < hashes_per_tile, "an open tile is not full");
    covered += weight * level.size();
    weight *= hashes_per_tile;
  }
  require(covered == size_, "the open tiles add up to the size of the tree");
}

std::vector<Tile> AuditTree::append(const Hash256& leaf) {
  std::vector<Tile> full;
  Hash256 hash = leaf;
  std::uint64_t position = size_++;
  for (std::uint8_t level = 0;; ++level) {
    if (level == open_.size()) open_.emplace_back();
    open_[level].push_back(hash);
    if (open_[level].size() < hashes_per_tile) return full;
    hash = tile_root(sha256_, open_[level]);
    position /= hashes_per_tile;
    full.push_back({.level = level, .n = position, .hashes = std::exchange(open_[level], {})});
  }
}

Hash256 AuditTree::root() const {
  std::vector<Hash256> smaller;  // root of all levels below, none or one
  for (const auto& level : open_) {
    std::vector<Hash256> hashes = level;
    hashes.insert(hashes.end(), smaller.begin(), smaller.end());
    if (!hashes.empty()) smaller.assign(1, fold(sha256_, hashes));
  }
  return smaller.empty() ? sha256_({}) : smaller.front();
}

std::vector<Hash256> prove_inclusion(Sha256 sha256, std::uint64_t index, std::uint64_t size,
                                     const ReadHash& read) {
  require(index < size, "the leaf is in the tree");
  std::vector<Hash256> from_root;
  std::uint64_t begin = 0;
  std::uint64_t end = size;
  while (end - begin > 1) {
    const std::uint64_t split = begin + split_of(end - begin);
    const bool left = index < split;
    from_root.push_back(left ? range_root(sha256, split, end, read) : range_root(sha256, begin, split, read));
    (left ? end : begin) = split;
  }
  return {from_root.rbegin(), from_root.rend()};
}

std::vector<Hash256> prove_consistency(Sha256 sha256, std::uint64_t old_size, std::uint64_t size,
                                       const ReadHash& read) {
  require(old_size > 0 && old_size <= size, "the older tree is not empty and not larger");
  std::vector<Hash256> from_root;
  std::uint64_t begin = 0;
  std::uint64_t end = size;
  while (old_size != end) {
    const std::uint64_t split = begin + split_of(end - begin);
    const bool left = old_size <= split;
    from_root.push_back(left ? range_root(sha256, split, end, read) : range_root(sha256, begin, split, read));
    (left ? end : begin) = split;
  }
  // The old root itself is known to the verifier where the walk never turned right.
  if (begin != 0) from_root.push_back(range_root(sha256, begin, end, read));
  return {from_root.rbegin(), from_root.rend()};
}

bool includes(Sha256 sha256, const TreeHead& head, std::uint64_t index, const Hash256& leaf,
              std::span<const Hash256> proof) {
  if (index >= head.size) return false;
  std::uint64_t node = index;
  std::uint64_t last = head.size - 1;
  Hash256 hash = leaf;
  for (const Hash256& sibling : proof) {
    if (last == 0) return false;
    if ((node & 1U) != 0 || node == last) {
      hash = node_hash(sha256, sibling, hash);
      while ((node & 1U) == 0 && node != 0) {
        node >>= 1U;
        last >>= 1U;
      }
    } else {
      hash = node_hash(sha256, hash, sibling);
    }
    node >>= 1U;
    last >>= 1U;
  }
  return last == 0 && hash == head.root;
}

bool extends(Sha256 sha256, const TreeHead& old_head, const TreeHead& head, std::span<const Hash256> proof) {
  if (old_head.size == 0) return proof.empty();
  if (old_head.size > head.size) return false;
  if (old_head.size == head.size) return proof.empty() && old_head.root == head.root;
  std::vector<Hash256> path;
  if (std::has_single_bit(old_head.size)) path.push_back(old_head.root);
  path.insert(path.end(), proof.begin(), proof.end());
  if (path.empty()) return false;
  std::uint64_t node = old_head.size - 1;
  std::uint64_t last = head.size - 1;
  const int even = std::countr_one(node);
  node >>= static_cast<unsigned>(even);
  last >>= static_cast<unsigned>(even);
  Hash256 old_root = path.front();
  Hash256 root = path.front();
  for (const Hash256& hash : std::span{path}.subspan(1)) {
    if (last == 0) return false;
    if ((node & 1U) != 0 || node == last) {
      old_root = node_hash(sha256, hash, old_root);
      root = node_hash(sha256, hash, root);
      while ((node & 1U) == 0 && node != 0) {
        node >>= 1U;
        last >>= 1U;
      }
    } else {
      root = node_hash(sha256, root, hash);
    }
    node >>= 1U;
    last >>= 1U;
  }
  return last == 0 && old_root == old_head.root && root == head.root;
}

}  // namespace lintas
