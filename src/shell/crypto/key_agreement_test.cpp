#include "shell/crypto/key_agreement.hpp"

#include <algorithm>
#include <cstddef>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <string_view>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/handles.hpp"

namespace lintas::crypto {
namespace {

PublicKeyBytes public_of(std::string_view hex) {
  PublicKeyBytes out{};
  std::ranges::copy(from_hex(hex).value(), out.begin());
  return out;
}
Key private_of(std::string_view hex) {
  const Bytes raw = from_hex(hex).value();
  return Key{EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, input(raw), raw.size())};
}
ContentKey key_of(std::string_view hex) { return ContentKey::from(from_hex(hex).value()).value(); }

/// RFC 7748, 6.1: Bob's private key and Alice's public one. Then HKDF, which has values of its own.
TEST(KeyAgreement, ComesToTheSecretThatIsPublished) {
  const Key bob = private_of("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
  const PublicKeyBytes alice = public_of("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
  const Bytes secret = from_hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742").value();
  const auto key = agree(*bob, alice, as_bytes("salt"), as_bytes("info"));
  ASSERT_TRUE(key);
  const Hash256 derived = hkdf_sha256(secret, as_bytes("salt"), as_bytes("info"));
  EXPECT_TRUE(same_bytes(key->reveal(), derived.view().first(16)));
}

/// RFC 3394, 4.1.
TEST(KeyAgreement, WrapsToThePublishedValue) {
  const ContentKey wrapping = key_of("000102030405060708090a0b0c0d0e0f");
  const ContentKey key = key_of("00112233445566778899aabbccddeeff");
  const Bytes wrapped = wrap_key(wrapping, key);
  EXPECT_EQ(to_hex(wrapped), "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5");
  const auto again = unwrap_key(wrapping, wrapped);
  ASSERT_TRUE(again);
  EXPECT_TRUE(same_bytes(again->reveal(), key.reveal()));
}

TEST(KeyAgreement, UnwrapsNothingElse) {
  const ContentKey wrapping = key_of("000102030405060708090a0b0c0d0e0f");
  const Bytes wrapped = wrap_key(wrapping, key_of("00112233445566778899aabbccddeeff"));
  for (std::size_t i = 0; i < wrapped.size(); ++i) {
    Bytes changed = wrapped;
    changed[i] ^= std::byte{1};
    EXPECT_FALSE(unwrap_key(wrapping, changed)) << i;
    EXPECT_FALSE(unwrap_key(wrapping, ByteView{wrapped}.first(i))) << i;
  }
  EXPECT_FALSE(unwrap_key(key_of("000102030405060708090a0b0c0d0e0e"), wrapped));
  // RFC 3394, 4.3 has a key of 32 bytes; this is one under the same key of 16, and unwraps without the check.
  const CipherContext context{EVP_CIPHER_CTX_new()};
  EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
  const Cipher cipher{EVP_CIPHER_fetch(nullptr, "AES-128-WRAP", nullptr)};
  const Bytes long_key(32, std::byte{7});
  Bytes long_wrapped(40);
  int size = 0;
  ASSERT_EQ(EVP_EncryptInit_ex2(context.get(), cipher.get(), input(wrapping.reveal()), nullptr, nullptr), 1);
  ASSERT_EQ(EVP_EncryptUpdate(context.get(), output(long_wrapped), &size, input(long_key), 32), 1);
  ASSERT_EQ(size, 40);
  EXPECT_FALSE(unwrap_key(wrapping, long_wrapped));
}

/// What a library without the check makes of them is known to everybody: a secret of zeros.
TEST(KeyAgreement, RefusesPublicKeysOfSmallOrder) {
  const Key own = private_of("0100000000000000000000000000000000000000000000000000000000000040");
  for (const std::string_view point : {"0000000000000000000000000000000000000000000000000000000000000000",
                                       "0100000000000000000000000000000000000000000000000000000000000000",
                                       "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                                       "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                                       "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                                       "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                                       "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"})
    EXPECT_FALSE(agree(*own, public_of(point), {}, {})) << point;
  EXPECT_TRUE(
      agree(*own, public_of("0900000000000000000000000000000000000000000000000000000000000000"), {}, {}))
      << "the base point";
}

TEST(KeyAgreement, DependsOnSaltAndInfo) {
  const Key own = private_of("0100000000000000000000000000000000000000000000000000000000000040");
  const PublicKeyBytes base = public_of("0900000000000000000000000000000000000000000000000000000000000000");
  const auto plain = agree(*own, base, {}, {});
  const auto salted = agree(*own, base, as_bytes("salt"), {});
  const auto informed = agree(*own, base, as_bytes("salt"), as_bytes("info"));
  ASSERT_TRUE(plain && salted && informed);
  EXPECT_FALSE(same_bytes(plain->reveal(), salted->reveal()));
  EXPECT_FALSE(same_bytes(salted->reveal(), informed->reveal()));
}

}  // namespace
}  // namespace lintas::crypto
