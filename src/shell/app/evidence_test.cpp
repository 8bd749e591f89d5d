#include "shell/app/evidence.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/store/payload_codec.hpp"

namespace lintas::app {
namespace {

TEST(Evidence, IsUnpackedAsItWasPackedAndTakesLessRoom) {
  store::PayloadCodec codec{crypto::sha256};
  std::string text;
  for (int i = 0; i < 200; ++i) text += "<ds:Reference URI=\"cid:message@lintas\">";
  const Bytes stored = pack_evidence(codec, as_bytes(text));
  EXPECT_LT(stored.size(), text.size() / 4);
  EXPECT_EQ(as_text(unpack_evidence(codec, stored)), text);
}

TEST(Evidence, IsNeverReadFromWhatWasDamaged) {
  store::PayloadCodec codec{crypto::sha256};
  const Bytes stored = pack_evidence(codec, as_bytes("a receipt"));
  EXPECT_THROW((void)unpack_evidence(codec, ByteView{stored}.first(20)), StoreFailure);
  EXPECT_THROW((void)unpack_evidence(codec, {}), StoreFailure);
  for (std::size_t i = 2; i < stored.size(); ++i) {
    Bytes damaged = stored;
    damaged[i] ^= std::byte{1};
    try {
      EXPECT_EQ(as_text(unpack_evidence(codec, damaged)), "a receipt") << "at " << i;
    } catch (const StoreFailure&) {
      continue;
    }
  }
}

/// With as much between that is no other's as a certificate has.
std::string token(char of_whom) {
  std::string text;
  for (unsigned i = 0; i < 600; ++i)
    text += static_cast<char>('A' + (((i * i) + static_cast<unsigned>(of_whom)) % 26U));
  return "<wsse:BinarySecurityToken EncodingType=\"Base64\">" + text + "</wsse:BinarySecurityToken>";
}

TEST(Evidence, PacksCertificatesByThemselvesSoThatAStoreMayKeepEachOnce) {
  store::PayloadCodec codec{crypto::sha256};
  const std::string first = "<a>" + token('S') + "<b/>" + token('R') + "</a>";
  const std::string second = "<another>" + token('S') + "</another>";
  const Bytes stored = pack_evidence(codec, as_bytes(first));
  const Bytes of_second = pack_evidence(codec, as_bytes(second));
  EXPECT_EQ(as_text(unpack_evidence(codec, stored)), first);
  EXPECT_EQ(as_text(unpack_evidence(codec, of_second)), second);
  const auto there = certificates_in(stored);
  ASSERT_EQ(there.size(), 2U);
  ASSERT_EQ(certificates_in(of_second).size(), 1U);
  EXPECT_EQ(there[0].hash, certificates_in(of_second)[0].hash) << "the same one, wherever it stands";
  EXPECT_NE(there[0].hash, there[1].hash);
  EXPECT_LT(stored.size() - there[0].length - there[1].length, 120U) << "what is left is not theirs";
}

TEST(Evidence, WithoutOneOfItsCertificatesOrWithAnotherIsDamaged) {
  store::PayloadCodec codec{crypto::sha256};
  const std::string text = "<a>" + token('S') + "</a>";
  const Bytes stored = pack_evidence(codec, as_bytes(text));
  const auto [at, length, hash] = certificates_in(stored).front();
  Bytes without = stored;
  without.erase(without.begin() + static_cast<std::ptrdiff_t>(at),
                without.begin() + static_cast<std::ptrdiff_t>(at + length));
  EXPECT_THROW((void)unpack_evidence(codec, without), StoreFailure);
  for (std::size_t i = 0; i < stored.size(); ++i) {
    Bytes damaged = stored;
    damaged[i] ^= std::byte{1};
    try {
      EXPECT_EQ(as_text(unpack_evidence(codec, damaged)), text) << "at " << i;
    } catch (const StoreFailure&) {
      continue;
    }
  }
}

TEST(Evidence, KeepsCertificatesBesideItThatStandNowhereInIt) {
  store::PayloadCodec codec{crypto::sha256};
  const Bytes signer = copy_of(as_bytes(token('S')));
  const Bytes authority = copy_of(as_bytes(token('A')));
  for (const std::string& text : {std::string{"<named/>"}, "<a>" + token('R') + "<b/></a>"}) {
    const Bytes stored = pack_evidence(codec, as_bytes(text), std::vector{signer, authority});
    EXPECT_EQ(as_text(unpack_evidence(codec, stored)), text);
    EXPECT_EQ(certificates_beside(codec, stored), (std::vector{signer, authority}));
    const auto there = certificates_in(stored);
    ASSERT_EQ(there.size(), text.contains('R') ? 3U : 2U);
    EXPECT_EQ(there.back().hash,
              certificates_in(pack_evidence(codec, {}, std::vector<Bytes>{authority})).at(0).hash)
        << "the same one, beside whatever it lies";
    for (std::size_t i = 0; i < stored.size(); ++i) {
      Bytes damaged = stored;
      damaged[i] ^= std::byte{1};
      try {
        EXPECT_EQ(as_text(unpack_evidence(codec, damaged)), text) << "at " << i;
        EXPECT_EQ(certificates_beside(codec, damaged), (std::vector{signer, authority})) << "at " << i;
      } catch (const StoreFailure&) {
        continue;
      }
    }
  }
  EXPECT_TRUE(certificates_beside(codec, pack_evidence(codec, as_bytes("<a/>"))).empty());
  EXPECT_EQ(certificates_beside(codec, pack_evidence(codec, as_bytes("<a/>"), std::vector<Bytes>(9, signer)))
                .size(),
            4U);
  EXPECT_TRUE(
      certificates_beside(codec, pack_evidence(codec, as_bytes("<a/>"), std::vector<Bytes>{Bytes(20'000)}))
          .empty());
}

TEST(Evidence, WhatIsTooShortOrTooLongForACertificateStaysWhereItIs) {
  store::PayloadCodec codec{crypto::sha256};
  for (const std::string& text :
       {std::string{"<BinarySecurityToken>short</BinarySecurityToken>"}, std::string{"<BinarySecurityToken"},
        "<BinarySecurityToken>" + std::string(20'000, 'x') + "</BinarySecurityToken>",
        "<BinarySecurityToken>" + std::string(300, 'x')}) {
    const Bytes stored = pack_evidence(codec, as_bytes(text));
    EXPECT_TRUE(certificates_in(stored).empty());
    EXPECT_EQ(as_text(unpack_evidence(codec, stored)), text);
  }
}

}  // namespace
}  // namespace lintas::app
