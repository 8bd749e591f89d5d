#include "shell/crypto/digest.hpp"

#include <array>
#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/bytes.hpp"
#include "base/hex.hpp"

namespace lintas::crypto {
namespace {

std::string hash_of(const std::vector<std::string>& texts) {
  std::vector<ByteView> parts;
  for (const std::string& text : texts) parts.push_back(as_bytes(text));
  return to_hex(sha256(parts).bytes);
}

TEST(Digest, has_the_published_values) {
  EXPECT_EQ(hash_of({}), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hash_of({"abc"}), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hash_of({std::string(1'000'000, 'a')}),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Digest, with_a_key_has_the_published_value) {  // RFC 4231, test case 2
  const std::array parts{as_bytes("what do ya want "), as_bytes("for nothing?")};
  EXPECT_EQ(to_hex(hmac_sha256(as_bytes("Jefe"), parts).bytes),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Digest, depends_on_the_bytes_and_not_on_how_they_are_cut) {
  EXPECT_EQ(hash_of({"a", "", "bc"}), hash_of({"abc"}));
}

TEST(Digest, in_pieces_is_the_same) {
  Sha256Stream stream;
  for (const std::string_view piece : {"a", "", "bc"}) stream.add(as_bytes(piece));
  EXPECT_EQ(to_hex(stream.finish().bytes), hash_of({"abc"}));
}

TEST(Digest, is_safe_from_any_thread) {
  const std::string expected = hash_of({"abc"});
  std::array<std::string, 4> found;
  std::vector<std::thread> threads;
  for (std::string& one : found) {
    threads.emplace_back([&one] {
      for (int i = 0; i < 1000; ++i) one = hash_of({"abc"});
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& one : found) EXPECT_EQ(one, expected);
}

TEST(Digest, derives_keys_as_RFC_5869_says) {
  const Bytes secret(22, std::byte{0x0B});
  const Bytes salt = from_hex("000102030405060708090a0b0c").value();
  const Bytes info = from_hex("f0f1f2f3f4f5f6f7f8f9").value();
  EXPECT_EQ(to_hex(hkdf_sha256(secret, salt, info).view()),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
  EXPECT_EQ(to_hex(hkdf_sha256(secret, {}, {}).view()),  // test case 3
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
}

}  // namespace
}  // namespace lintas::crypto
