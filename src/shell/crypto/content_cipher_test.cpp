#include "shell/crypto/content_cipher.hpp"

#include <algorithm>
#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "shell/crypto/entropy.hpp"

namespace lintas::crypto {
namespace {

ContentKey key_of(std::string_view hex) { return ContentKey::from(from_hex(hex).value()).value(); }
ContentIv iv_of(std::string_view hex) {
  ContentIv iv{};
  std::ranges::copy(from_hex(hex).value(), iv.begin());
  return iv;
}
Bytes some(std::size_t size) {
  Bytes out(size);
  for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<std::byte>(i * 7);
  return out;
}
const ContentKey key = key_of("feffe9928665731c6d6a8f9467308308");
const ContentIv iv = iv_of("cafebabefacedbaddecaf888");

/// McGrew and Viega, The Galois/Counter Mode of Operation, appendix B, as submitted to NIST: cases 1 to 3.
TEST(ContentCipher, HasThePublishedValues) {
  const ContentKey zero = key_of("00000000000000000000000000000000");
  const ContentIv no_iv{};
  const std::string head = to_hex(no_iv);
  EXPECT_EQ(to_hex(encrypt_content(zero, no_iv, {})), head + "58e2fccefa7e3061367f1d57a4e7455a");
  EXPECT_EQ(to_hex(encrypt_content(zero, no_iv, Bytes(16))),
            head + "0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf");
  const Bytes content = from_hex(
                            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                            "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255")
                            .value();
  EXPECT_EQ(to_hex(encrypt_content(key, iv, content)),
            "cafebabefacedbaddecaf888"
            "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
            "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091473f5985"
            "4d5c2af327cd64a62cf35abd2ba6fab4");
}

TEST(ContentCipher, GivesTheSameInPiecesOfAnySize) {
  const Bytes content = some(1000);
  const Bytes whole = encrypt_content(key, iv, content);
  EXPECT_EQ(whole.size(), content.size() + content_overhead);
  for (const std::size_t step : {1U, 5U, 11U, 12U, 13U, 15U, 16U, 17U, 28U, 29U, 500U, 2000U}) {
    Bytes under;
    Encryptor encryptor{key, iv};
    for (std::size_t at = 0; at < content.size(); at += step)
      encryptor.add(ByteView{content}.subspan(at, std::min(step, content.size() - at)), under);
    encryptor.finish(under);
    EXPECT_EQ(under, whole) << step;
    Bytes plain;
    Decryptor decryptor{key};
    for (std::size_t at = 0; at < whole.size(); at += step)
      decryptor.add(ByteView{whole}.subspan(at, std::min(step, whole.size() - at)), plain);
    EXPECT_TRUE(decryptor.finish()) << step;
    EXPECT_EQ(plain, content) << step;
  }
}

TEST(ContentCipher, HoldsBackNoMoreThanTheTag) {
  const Bytes whole = encrypt_content(key, iv, some(100));
  Bytes plain;
  Decryptor decryptor{key};
  decryptor.add(ByteView{whole}.first(12 + 60), plain);
  EXPECT_EQ(plain.size(), 60U - content_tag_size);
  decryptor.add({}, plain);
  EXPECT_EQ(plain.size(), 60U - content_tag_size);
}

TEST(ContentCipher, TakesAnEmptyPart) {
  EXPECT_EQ(decrypt_content(key, encrypt_content(key, iv, {})), Bytes{});
  Bytes under;
  Encryptor encryptor{key, iv};
  encryptor.finish(under);
  EXPECT_EQ(under, encrypt_content(key, iv, {}));
}

TEST(ContentCipher, RefusesWhatWasChangedOrCut) {
  const Bytes whole = encrypt_content(key, iv, some(40));
  ASSERT_TRUE(decrypt_content(key, whole));
  for (std::size_t i = 0; i < whole.size(); ++i) {
    Bytes changed = whole;
    changed[i] ^= std::byte{1};
    EXPECT_FALSE(decrypt_content(key, changed)) << i;
    EXPECT_FALSE(decrypt_content(key, ByteView{whole}.first(i))) << "a short tag too: " << i;
  }
  Bytes longer = whole;
  longer.push_back(std::byte{0});
  EXPECT_FALSE(decrypt_content(key, longer));
  EXPECT_FALSE(decrypt_content(key_of("feffe9928665731c6d6a8f9467308309"), whole));
}

TEST(ContentCipher, DrawsKeysAndIvs) {
  SystemEntropy entropy;
  EXPECT_FALSE(same_bytes(ContentKey::draw(entropy).reveal(), ContentKey::draw(entropy).reveal()));
  EXPECT_NE(draw_iv(entropy), draw_iv(entropy));
  EXPECT_FALSE(ContentKey::from(Bytes(15)));
  EXPECT_FALSE(ContentKey::from(Bytes(32)));
}

}  // namespace
}  // namespace lintas::crypto
