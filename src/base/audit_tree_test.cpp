#include "base/audit_tree.hpp"

#include <gtest/gtest.h>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/hex.hpp"
#include "tests/support/sha256.hpp"

namespace lintas {
namespace {

/// A tree with everything a node would store: the leaves, and the full tiles.
struct Log {
  AuditTree tree{test::sha256};
  std::vector<Hash256> leaves;
  std::map<std::pair<unsigned, std::uint64_t>, Tile> tiles;

  void append(std::string_view content) {
    const std::vector<ByteView> parts{as_bytes(content)};
    leaves.push_back(leaf_hash(test::sha256, parts));
    for (Tile& tile : tree.append(leaves.back())) {
      const std::pair place{unsigned{tile.level}, tile.n};
      tiles.emplace(place, std::move(tile));
    }
  }

  [[nodiscard]] ReadHash reader() const {
    return [this](std::uint8_t level, std::uint64_t index) {
      if (level == 0) return leaves.at(index);
      return tile_root(test::sha256, tiles.at({level - 1U, index}).hashes);
    };
  }
};

/// The definition of RFC 9162, 2.1.1, written down.
Hash256 root_by_definition(std::span<const Hash256> leaves) {
  if (leaves.empty()) return test::sha256({});
  if (leaves.size() == 1) return leaves.front();
  std::size_t split = 1;
  while (split * 2 < leaves.size()) split *= 2;
  return node_hash(test::sha256, root_by_definition(leaves.first(split)),
                   root_by_definition(leaves.subspan(split)));
}

TEST(AuditTree, has_the_published_roots) {
  // Inputs and roots of the reference tests of certificate transparency.
  const std::vector<std::pair<const char*, const char*>> vectors{
      {"", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
      {"00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
      {"10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
      {"2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
      {"3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
      {"40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
      {"5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
      {"606162636465666768696a6b6c6d6e6f",
       "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
  };
  Log log;
  for (const auto& [input, root] : vectors) {
    log.append(as_text(*from_hex(input)));
    EXPECT_EQ(to_hex(log.tree.root().bytes), root);
  }
}

TEST(AuditTree, of_nothing_is_the_hash_of_nothing) {
  EXPECT_EQ(to_hex(AuditTree{test::sha256}.root().bytes),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(AuditTree, agrees_with_the_definition_across_tiles) {
  Log log;
  for (int i = 0; i < 700; ++i) {
    log.append(std::to_string(i));
    if (i < 20 || i % 64 < 2 || i == 255 || i == 511 || i > 690) {
      ASSERT_EQ(log.tree.root(), root_by_definition(log.leaves)) << "after leaf " << i;
    }
  }
  EXPECT_EQ(log.tiles.size(), 2U);
}

TEST(AuditTree, fills_a_tile_of_the_second_level) {
  Log log;
  for (int i = 0; i < (256 * 256) + 3; ++i) log.append(std::to_string(i));
  EXPECT_EQ(log.tiles.size(), 257U);
  EXPECT_TRUE(log.tiles.contains({1U, 0U}));
  EXPECT_EQ(log.tree.root(), root_by_definition(log.leaves));
}

TEST(AuditTree, can_be_restored_from_its_open_tiles) {
  Log log;
  for (int i = 0; i < 600; ++i) log.append(std::to_string(i));
  const std::vector<Hash256> open_leaves{log.leaves.begin() + 512, log.leaves.end()};
  const std::vector<Hash256> open_tiles{tile_root(test::sha256, log.tiles.at({0U, 0U}).hashes),
                                        tile_root(test::sha256, log.tiles.at({0U, 1U}).hashes)};
  AuditTree restored{test::sha256, 600, {open_leaves, open_tiles}};
  EXPECT_EQ(restored.root(), log.tree.root());
  EXPECT_EQ(restored.append(log.leaves.front()), log.tree.append(log.leaves.front()));
  EXPECT_EQ(restored.root(), log.tree.root());
}

TEST(AuditTree, proves_every_leaf_and_refuses_another) {
  Log log;
  for (std::uint64_t size = 1; size <= 300; ++size) {
    log.append(std::to_string(size));
    if (size > 40 && size % 37 != 0) continue;
    const TreeHead head{size, log.tree.root()};
    for (std::uint64_t index = 0; index < size; ++index) {
      const auto proof = prove_inclusion(test::sha256, index, size, log.reader());
      ASSERT_TRUE(includes(test::sha256, head, index, log.leaves[index], proof)) << index << " of " << size;
      ASSERT_FALSE(includes(test::sha256, head, index, log.leaves[index == 0 && size > 1 ? 1 : 0], proof) &&
                   index != 0);
      ASSERT_FALSE(includes(test::sha256, head, index + 1, log.leaves[index], proof));
    }
  }
}

TEST(AuditTree, proves_that_it_only_grew_and_notices_a_rewrite) {
  Log log;
  std::vector<Hash256> roots{log.tree.root()};
  for (std::uint64_t size = 1; size <= 300; ++size) {
    log.append(std::to_string(size));
    roots.push_back(log.tree.root());
    if (size > 40 && size % 37 != 0) continue;
    for (std::uint64_t old_size = 1; old_size <= size; ++old_size) {
      const auto proof = prove_consistency(test::sha256, old_size, size, log.reader());
      ASSERT_TRUE(extends(test::sha256, {old_size, roots[old_size]}, {size, roots[size]}, proof))
          << old_size << " in " << size;
      ASSERT_FALSE(extends(test::sha256, {old_size, roots[old_size - 1]}, {size, roots[size]}, proof));
    }
  }
}

TEST(AuditTree, rejects_open_tiles_that_do_not_add_up) {
  EXPECT_THROW((AuditTree{test::sha256, 2, {{Hash256{}}}}), Bug);
}

}  // namespace
}  // namespace lintas
