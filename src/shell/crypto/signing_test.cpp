#include "shell/crypto/signing.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <string>

#include "base/hex.hpp"
#include "shell/crypto/entropy.hpp"

namespace lintas::crypto {
namespace {

SigningKey key_of(const std::string& seed_hex) {
  std::array<std::byte, 32> seed{};
  std::ranges::copy(*from_hex(seed_hex), seed.begin());
  return SigningKey::from_seed(seed);
}

TEST(Signing, has_the_published_values) {
  // RFC 8032, 7.1, tests 1 and 3.
  const SigningKey first = key_of("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
  EXPECT_EQ(to_hex(first.public_key()), "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_EQ(to_hex(first.sign({})),
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
            "d25bf5f0595bbe24655141438e7a100b");
  const SigningKey third = key_of("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7");
  EXPECT_EQ(to_hex(third.sign(*from_hex("af82"))),
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
            "4a7c15e9716ed28dc027beceea1ec40a");
}

TEST(Signing, is_verified_by_the_public_key_only_and_unchanged) {
  SystemEntropy entropy;
  const SigningKey key = SigningKey::generate(entropy);
  const SigningKey other = SigningKey::generate(entropy);
  const std::string content = "head of the log";
  Signature signature = key.sign(as_bytes(content));
  EXPECT_TRUE(verify(key.public_key(), as_bytes(content), signature));
  EXPECT_FALSE(verify(other.public_key(), as_bytes(content), signature));
  EXPECT_FALSE(verify(key.public_key(), as_bytes("head of another"), signature));
  EXPECT_FALSE(verify(key.public_key(), as_bytes(content), ByteView{signature}.first(63)));
  signature[10] ^= std::byte{1};
  EXPECT_FALSE(verify(key.public_key(), as_bytes(content), signature));
}

}  // namespace
}  // namespace lintas::crypto
