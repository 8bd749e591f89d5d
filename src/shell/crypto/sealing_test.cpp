#include "shell/crypto/sealing.hpp"

#include <algorithm>
#include <cstddef>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/hex.hpp"

namespace lintas::crypto {
namespace {

SealingKey key_of(std::byte first) {
  SealingKey key{};
  key.fill(first);
  return key;
}
const Bytes content{as_bytes("26SG0000010000A1J0").begin(), as_bytes("26SG0000010000A1J0").end()};

TEST(Sealing, OpensWhatItSealed) {
  const Bytes sealed = seal(key_of(std::byte{1}), content);
  EXPECT_EQ(sealed.size(), content.size() + seal_size);
  EXPECT_EQ(open_sealed(key_of(std::byte{1}), sealed), content);
  EXPECT_EQ(seal(key_of(std::byte{1}), content), sealed) << "the same content is the same token";
}

TEST(Sealing, OpensNothingElse) {
  const Bytes sealed = seal(key_of(std::byte{1}), content);
  EXPECT_FALSE(open_sealed(key_of(std::byte{2}), sealed).has_value());
  EXPECT_FALSE(open_sealed(key_of(std::byte{1}), {}).has_value());
  EXPECT_FALSE(open_sealed(key_of(std::byte{1}), ByteView{sealed}.first(seal_size)).has_value());
  EXPECT_FALSE(open_sealed(key_of(std::byte{1}), ByteView{sealed}.first(sealed.size() - 1)).has_value());
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    Bytes changed = sealed;
    changed[i] ^= std::byte{1};
    EXPECT_FALSE(open_sealed(key_of(std::byte{1}), changed).has_value()) << i;
  }
}

/// As another library seals it without associated data (the examples of RFC 5297 have some).
TEST(Sealing, IsThatOfTheStandard) {
  SealingKey key{};
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<std::byte>(i);
  EXPECT_EQ(to_hex(seal(key, as_bytes("lintas"))), "5944da64fb48138c98a9b50bd555a2a071eb63dbf751");
}

}  // namespace
}  // namespace lintas::crypto
