#include "shell/crypto/message_keys.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <gtest/gtest.h>
#include <memory>
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/types.h>
#include <openssl/x509.h>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "base/require.hpp"
#include "shell/app/ports.hpp"
#include "shell/crypto/certificates.hpp"
#include "shell/crypto/content_cipher.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/entropy.hpp"
#include "shell/crypto/handles.hpp"
#include "shell/crypto/key_agreement.hpp"
#include "shell/crypto/message_certificate.hpp"
#include "tests/support/message_pki.hpp"

namespace lintas::crypto {
namespace {

using test::Authority;

const Authority& authority() {
  static const Authority one{"Test CA"};
  return one;
}

/// Gives what it was given, once.
class Given final : public app::Entropy {
 public:
  explicit Given(Bytes bytes) : bytes_(std::move(bytes)) {}
  void fill(std::span<std::byte> out) override {
    require(bytes_.size() - at_ >= out.size(), "there is enough given");
    std::ranges::copy(ByteView{bytes_}.subspan(at_, out.size()), out.begin());
    at_ += out.size();
  }
  [[nodiscard]] std::size_t left() const { return bytes_.size() - at_; }

 private:
  Bytes bytes_;
  std::size_t at_ = 0;
};

/// A pair of keys of one party, with certificates.
struct Party {
  MessageKey signing;
  MessageKey sealing;
  MessageCertificate signing_certificate;
  MessageCertificate sealing_certificate;

  Party(MessageKey signs, MessageKey seals, CertificateUse seals_by)
      : signing(std::move(signs)),
        sealing(std::move(seals)),
        signing_certificate(authority().issue(signing, "signs", CertificateUse::signing)),
        sealing_certificate(authority().issue(sealing, "seals", seals_by)) {}
};
const Party& party(Suite suite) {
  static const Party rsa{test::rsa_key(), test::rsa_key(), CertificateUse::encipherment};
  static const Party edwards{MessageKey::generate(KeyKind::ed25519), MessageKey::generate(KeyKind::x25519),
                             CertificateUse::agreement};
  return suite == Suite::rsa ? rsa : edwards;
}
constexpr std::array suites{Suite::rsa, Suite::edwards};

const ContentKey content_key = ContentKey::from(Bytes(16, std::byte{0x5A})).value();

bool opens(const KeyOpener& opener, const KeyBlock& block) {
  const auto key = opener.open(block);
  return key && same_bytes(key->reveal(), content_key.reveal());
}

TEST(MessageKeys, AreReadAsTheyWereWritten) {
  for (const KeyKind kind : {KeyKind::rsa, KeyKind::ed25519, KeyKind::x25519}) {
    const MessageKey key = MessageKey::generate(kind);
    EXPECT_EQ(key.kind(), kind);
    const auto again = MessageKey::from_pem(key.secret_pem());
    ASSERT_TRUE(again);
    EXPECT_EQ(again->kind(), kind);
    const auto use = kind == KeyKind::x25519 ? CertificateUse::agreement : CertificateUse::signing;
    EXPECT_TRUE(again->belongs_to(authority().issue(key, "key", use)));
    EXPECT_FALSE(again->belongs_to(test::certificate_file("a-rsa.crt")));
    EXPECT_FALSE(again->belongs_to(test::certificate_file("a-ed.crt")));
    EXPECT_FALSE(again->belongs_to(test::certificate_file("b-x.crt")));
  }
}

TEST(MessageKeys, OfAnotherKindAreRefused) {
  EXPECT_EQ(MessageKey::from_pem("").error(), "this is no private key in PEM without a password");
  EXPECT_EQ(MessageKey::from_pem(TlsKey::generate().secret_pem()).error(),
            "this key is neither of RSA nor of Ed25519 or X25519");
  const Key small{EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{1024})};
  const auto certificate = authority().issue(*small, "small", CertificateUse::signing_and_encipherment);
  EXPECT_EQ(Verifier::of(certificate).error(),
            "the certificate of CN=small,C=XX has a key of RSA below 2048 bits: ask for a larger one");
  EXPECT_FALSE(KeySealer::of(certificate));
  EXPECT_EQ(make_signer(MessageKey::generate(KeyKind::x25519)).error(),
            "this key cannot sign: give the one of RSA or Ed25519");
  EXPECT_EQ(make_opener(MessageKey::generate(KeyKind::ed25519)).error(),
            "this key cannot decrypt: give the one of RSA or X25519");
  EXPECT_FALSE(Verifier::of(party(Suite::edwards).sealing_certificate));
  EXPECT_FALSE(KeySealer::of(party(Suite::edwards).signing_certificate));
}

TEST(MessageKeys, SmallOnesOfRsaAreRefused) {
  const Key small{EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{1024})};
  const Bio out{BIO_new(BIO_s_mem())};
  ASSERT_EQ(PEM_write_bio_PKCS8PrivateKey(out.get(), small.get(), nullptr, nullptr, 0, nullptr, nullptr), 1);
  EXPECT_EQ(MessageKey::from_pem(text_of(out)).error(),
            "this key has 1024 bits; RSA needs 2048: make a larger one");
}

TEST(Signers, AreVerifiedByTheirCertificateAlone) {
  const std::string content = "<ds:SignedInfo></ds:SignedInfo>";
  for (const Suite suite : suites) {
    const auto signer = make_signer(party(suite).signing).value();
    const Verifier verifier = Verifier::of(party(suite).signing_certificate).value();
    EXPECT_EQ(signer->suite(), suite);
    EXPECT_EQ(verifier.suite(), suite);
    const Bytes signature = signer->sign(as_bytes(content));
    EXPECT_TRUE(verifier.verify(as_bytes(content), signature));
    EXPECT_FALSE(verifier.verify(as_bytes("<ds:SignedInfo> </ds:SignedInfo>"), signature));
    for (const char* other : {"a-rsa.crt", "a-ed.crt"})
      EXPECT_FALSE(Verifier::of(test::certificate_file(other)).value().verify(as_bytes(content), signature));
    for (std::size_t i = 0; i < signature.size(); i += 13) {
      Bytes changed = signature;
      changed[i] ^= std::byte{1};
      EXPECT_FALSE(verifier.verify(as_bytes(content), changed)) << i;
    }
  }
}

TEST(Signers, SignaturesOfAnotherLengthAreRefused) {
  for (const Suite suite : suites) {
    const Verifier verifier = Verifier::of(party(suite).signing_certificate).value();
    const Bytes signature = make_signer(party(suite).signing).value()->sign(as_bytes("content"));
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, signature.size() - 1})
      EXPECT_FALSE(verifier.verify(as_bytes("content"), ByteView{signature}.first(size))) << size;
    Bytes longer = signature;
    longer.push_back(std::byte{0});
    EXPECT_FALSE(verifier.verify(as_bytes("content"), longer));
    longer = signature;
    longer.insert(longer.begin(), std::byte{0});
    EXPECT_FALSE(verifier.verify(as_bytes("content"), longer));
  }
}

Bytes rsa_signature(int padding, const EVP_MD* digest) {
  const DigestContext context{EVP_MD_CTX_new()};
  EVP_PKEY_CTX* parameters = nullptr;
  std::size_t size = 256;
  Bytes out(size);
  const ByteView content = as_bytes("content");
  const bool fine = EVP_DigestSignInit(context.get(), &parameters, digest, nullptr,
                                       &party(Suite::rsa).signing.native()) == 1 &&
                    EVP_PKEY_CTX_set_rsa_padding(parameters, padding) == 1 &&
                    EVP_DigestSign(context.get(), output(out), &size, input(content), content.size()) == 1;
  require(fine, "RSA signs in any way");
  return out;
}

TEST(Signers, OfRsaHaveOneFormOfSignature) {
  const Verifier verifier = Verifier::of(party(Suite::rsa).signing_certificate).value();
  const Bytes good = rsa_signature(RSA_PKCS1_PADDING, EVP_sha256());
  EXPECT_TRUE(verifier.verify(as_bytes("content"), good));
  EXPECT_EQ(make_signer(party(Suite::rsa).signing).value()->sign(as_bytes("content")), good);
  EXPECT_FALSE(verifier.verify(as_bytes("content"), rsa_signature(RSA_PKCS1_PSS_PADDING, EVP_sha256())));
  EXPECT_FALSE(verifier.verify(as_bytes("content"), rsa_signature(RSA_PKCS1_PADDING, EVP_sha1())));
  EXPECT_FALSE(verifier.verify(as_bytes("content"), rsa_signature(RSA_PKCS1_PADDING, EVP_sha512())));
}

std::string ed25519_pem(std::string_view seed_hex) {
  const Bytes seed = from_hex(seed_hex).value();
  const Key key{EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, input(seed), seed.size())};
  const Bio out{BIO_new(BIO_s_mem())};
  require(PEM_write_bio_PKCS8PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1,
          "a key can be written");
  return text_of(out);
}

/// RFC 8032, 7.1, tests 1 and 3.
TEST(Signers, OfEd25519HaveThePublishedValues) {
  const auto first =
      MessageKey::from_pem(ed25519_pem("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
          .value();
  const auto certificate = authority().issue(first, "first", CertificateUse::signing);
  const Bytes signature = make_signer(first).value()->sign({});
  EXPECT_EQ(to_hex(signature),
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
            "d25bf5f0595bbe24655141438e7a100b");
  EXPECT_TRUE(Verifier::of(certificate).value().verify({}, signature));
  const auto third =
      MessageKey::from_pem(ed25519_pem("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"))
          .value();
  EXPECT_EQ(to_hex(make_signer(third).value()->sign(from_hex("af82").value())),
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
            "4a7c15e9716ed28dc027beceea1ec40a");
}

/// Else each signature would have a second one, S + L.
TEST(Signers, OfEd25519HaveOneWayToWriteS) {
  const Bytes order = from_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010").value();
  const Verifier verifier = Verifier::of(party(Suite::edwards).signing_certificate).value();
  const auto signer = make_signer(party(Suite::edwards).signing).value();
  for (int round = 0; round < 8; ++round) {
    const std::string content = std::to_string(round);
    Bytes signature = signer->sign(as_bytes(content));
    ASSERT_TRUE(verifier.verify(as_bytes(content), signature));
    unsigned carry = 0;
    for (std::size_t i = 0; i < 32; ++i) {
      carry += std::to_integer<unsigned>(signature[32 + i]) + std::to_integer<unsigned>(order[i]);
      signature[32 + i] = static_cast<std::byte>(carry & 0xFFU);
      carry >>= 8U;
    }
    EXPECT_FALSE(verifier.verify(as_bytes(content), signature));
  }
}

Key public_key(int kind, std::string_view hex) {
  const Bytes raw = from_hex(hex).value();
  return Key{EVP_PKEY_new_raw_public_key(kind, nullptr, input(raw), raw.size())};
}

/// Under the first of them, R = the same point and S = 0 is a signature of every content.
TEST(Signers, KeysOfSmallOrderAreRefused) {
  for (const std::string_view point : {"0100000000000000000000000000000000000000000000000000000000000000",
                                       "0100000000000000000000000000000000000000000000000000000000000080",
                                       "0000000000000000000000000000000000000000000000000000000000000000",
                                       "0000000000000000000000000000000000000000000000000000000000000080",
                                       "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                                       "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                                       "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                                       "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                                       "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                                       "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                                       "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"}) {
    const Key key = public_key(EVP_PKEY_ED25519, point);
    const auto certificate = authority().issue(*key, "small order", CertificateUse::signing);
    EXPECT_EQ(
        Verifier::of(certificate).error(),
        "the certificate of CN=small order,C=XX has a public key that anybody can sign for: do not trust "
        "it")
        << point;
  }
}

TEST(KeyBlocks, AreOpenedByTheirOwnerAlone) {
  SystemEntropy entropy;
  for (const Suite suite : suites) {
    const KeySealer sealer = KeySealer::of(party(suite).sealing_certificate).value();
    const auto opener = make_opener(party(suite).sealing).value();
    EXPECT_EQ(sealer.suite(), suite);
    EXPECT_EQ(opener->suite(), suite);
    const KeyBlock block = sealer.seal(content_key, entropy);
    EXPECT_TRUE(opens(*opener, block));
    EXPECT_NE(sealer.seal(content_key, entropy), block);
    for (const KeyKind kind : {KeyKind::rsa, KeyKind::x25519})
      EXPECT_FALSE(make_opener(MessageKey::generate(kind)).value()->open(block));
  }
}

TEST(KeyBlocks, OfRsaAreRefusedWhenChanged) {
  SystemEntropy entropy;
  const auto opener = make_opener(party(Suite::rsa).sealing).value();
  const KeyBlock block =
      KeySealer::of(party(Suite::rsa).sealing_certificate).value().seal(content_key, entropy);
  const Bytes& box = std::get<KeyTransport>(block).box;
  ASSERT_EQ(box.size(), 256U);
  for (std::size_t i = 0; i < box.size(); i += 51) {
    Bytes changed = box;
    changed[i] ^= std::byte{1};
    EXPECT_FALSE(opener->open(KeyTransport{changed})) << i;
  }
  for (const std::size_t size : {0U, 1U, 255U})
    EXPECT_FALSE(opener->open(KeyTransport{copy_of(ByteView{box}.first(size))})) << size;
  Bytes longer = box;
  longer.insert(longer.begin(), std::byte{0});
  EXPECT_FALSE(opener->open(KeyTransport{longer}));
  EXPECT_FALSE(opener->open(KeyTransport{Bytes(256, std::byte{0xFF})})) << "above the modulus";
}

struct Padding {
  int kind = RSA_PKCS1_OAEP_PADDING;
  const EVP_MD* digest = EVP_sha256();
  const EVP_MD* mask = EVP_sha256();
  std::string label{};
};

void choose(EVP_PKEY_CTX* context, const Padding& padding) {
  bool fine = EVP_PKEY_CTX_set_rsa_padding(context, padding.kind) == 1;
  if (padding.kind == RSA_PKCS1_OAEP_PADDING) {
    fine = fine && EVP_PKEY_CTX_set_rsa_oaep_md(context, padding.digest) == 1 &&
           EVP_PKEY_CTX_set_rsa_mgf1_md(context, padding.mask) == 1;
    if (!padding.label.empty())
      fine = fine && EVP_PKEY_CTX_set0_rsa_oaep_label(context, OPENSSL_strdup(padding.label.c_str()),
                                                      static_cast<int>(padding.label.size())) == 1;
  }
  require(fine, "RSA encrypts in any way");
}

KeyBlock box_of(ByteView content, const Padding& padding) {
  const KeyContext context{EVP_PKEY_CTX_new(&party(Suite::rsa).sealing.native(), nullptr)};
  require(EVP_PKEY_encrypt_init(context.get()) == 1, "RSA encrypts");
  choose(context.get(), padding);
  std::size_t size = 256;
  KeyTransport out{.box = Bytes(size)};
  require(EVP_PKEY_encrypt(context.get(), output(out.box), &size, input(content), content.size()) == 1,
          "RSA encrypts");
  return out;
}

TEST(KeyBlocks, OfRsaHaveOneFormOfPadding) {
  const auto opener = make_opener(party(Suite::rsa).sealing).value();
  EXPECT_TRUE(opens(*opener, box_of(content_key.reveal(), {})));
  EXPECT_FALSE(opener->open(box_of(content_key.reveal(), {.digest = EVP_sha1(), .mask = EVP_sha1()})));
  EXPECT_FALSE(opener->open(box_of(content_key.reveal(), {.mask = EVP_sha1()})));
  EXPECT_FALSE(opener->open(box_of(content_key.reveal(), {.digest = EVP_sha1()})));
  EXPECT_FALSE(opener->open(box_of(content_key.reveal(), {.label = "label"})));
  EXPECT_FALSE(opener->open(box_of(content_key.reveal(), {.kind = RSA_PKCS1_PADDING})));
  EXPECT_FALSE(opener->open(box_of(Bytes(32), {}))) << "a key of AES-256";
  EXPECT_FALSE(opener->open(box_of(Bytes(15), {})));
}

TEST(KeyBlocks, OfRsaAreSealedInThatForm) {
  SystemEntropy entropy;
  const KeyBlock block =
      KeySealer::of(party(Suite::rsa).sealing_certificate).value().seal(content_key, entropy);
  const Bytes& box = std::get<KeyTransport>(block).box;
  const KeyContext context{EVP_PKEY_CTX_new(&party(Suite::rsa).sealing.native(), nullptr)};
  ASSERT_EQ(EVP_PKEY_decrypt_init(context.get()), 1);
  choose(context.get(), {});
  Bytes opened(256);
  std::size_t size = opened.size();
  ASSERT_EQ(EVP_PKEY_decrypt(context.get(), output(opened), &size, input(box), box.size()), 1);
  EXPECT_TRUE(same_bytes(ByteView{opened}.first(size), content_key.reveal()));
}

KeyAgreement agreement() {
  SystemEntropy entropy;
  const KeySealer sealer = KeySealer::of(party(Suite::edwards).sealing_certificate).value();
  return std::get<KeyAgreement>(sealer.seal(content_key, entropy));
}

TEST(KeyBlocks, OfX25519AreRefusedWhenChanged) {
  const auto opener = make_opener(party(Suite::edwards).sealing).value();
  const KeyAgreement good = agreement();
  ASSERT_TRUE(opens(*opener, good));
  EXPECT_EQ(good.salt.size(), 16U);
  EXPECT_TRUE(good.info.empty());
  KeyAgreement bad = good;
  bad.ephemeral[5] ^= std::byte{1};
  EXPECT_FALSE(opener->open(bad));
  bad = good;
  bad.salt[0] ^= std::byte{1};
  EXPECT_FALSE(opener->open(bad));
  bad = good;
  bad.info = Bytes(1);
  EXPECT_FALSE(opener->open(bad));
  bad = good;
  bad.wrapped.pop_back();
  EXPECT_FALSE(opener->open(bad));
  bad.wrapped = Bytes(40);
  EXPECT_FALSE(opener->open(bad));
}

/// Each block would open where the secret of zeros is taken.
TEST(KeyBlocks, OfX25519WithAPublicKeyOfSmallOrderAreRefused) {
  const auto opener = make_opener(party(Suite::edwards).sealing).value();
  const Bytes salt(16, std::byte{3});
  const auto wrapping = ContentKey::from(hkdf_sha256(Bytes(32), salt, {}).view().first(16)).value();
  for (const std::string_view point : {"0000000000000000000000000000000000000000000000000000000000000000",
                                       "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                                       "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"}) {
    KeyAgreement block{.ephemeral = {}, .salt = salt, .info = {}, .wrapped = wrap_key(wrapping, content_key)};
    std::ranges::copy(from_hex(point).value(), block.ephemeral.begin());
    EXPECT_FALSE(opener->open(block)) << point;
    const Key key = public_key(EVP_PKEY_X25519, point);
    const auto certificate = authority().issue(*key, "small order", CertificateUse::agreement);
    EXPECT_EQ(
        KeySealer::of(certificate).error(),
        "the certificate of CN=small order,C=XX has a public key that keeps nothing secret: do not trust "
        "it");
  }
}

/// The first secret has the public key 02 18 …, which a Java peer takes for one of DSA.
TEST(KeyBlocks, OfX25519DrawTheEphemeralKeyAgain) {
  const Bytes trap = from_hex("8833000000000000000000000000000000000000000000000000000000000000").value();
  const Bytes second = from_hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb").value();
  const Key trapped{EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, input(trap), trap.size())};
  PublicKeyBytes shown{};
  std::size_t size = shown.size();
  ASSERT_EQ(EVP_PKEY_get_raw_public_key(trapped.get(), output(shown), &size), 1);
  ASSERT_EQ(to_hex(ByteView{shown}.first(2)), "0218");
  Bytes bytes = trap;
  bytes.insert(bytes.end(), second.begin(), second.end());
  bytes.insert(bytes.end(), 16, std::byte{9});
  Given given{bytes};
  const KeySealer sealer = KeySealer::of(party(Suite::edwards).sealing_certificate).value();
  const auto block = std::get<KeyAgreement>(sealer.seal(content_key, given));
  EXPECT_EQ(to_hex(block.ephemeral), "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
  EXPECT_EQ(block.salt, Bytes(16, std::byte{9}));
  EXPECT_EQ(given.left(), 0U);
  EXPECT_TRUE(opens(*make_opener(party(Suite::edwards).sealing).value(), block));
}

TEST(MessageKeys, AreSafeFromAnyThread) {
  for (const Suite suite : suites) {
    const auto signer = make_signer(party(suite).signing).value();
    const auto opener = make_opener(party(suite).sealing).value();
    const Verifier verifier = Verifier::of(party(suite).signing_certificate).value();
    const KeySealer sealer = KeySealer::of(party(suite).sealing_certificate).value();
    std::array<int, 4> good{};
    std::vector<std::thread> threads;
    for (int& mine : good) {
      threads.emplace_back([&] {
        SystemEntropy entropy;
        for (int i = 0; i < 10; ++i) {
          const std::string content = std::to_string(i);
          const bool fine = verifier.verify(as_bytes(content), signer->sign(as_bytes(content))) &&
                            opens(*opener, sealer.seal(content_key, entropy));
          mine += fine ? 1 : 0;
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    for (const int mine : good) EXPECT_EQ(mine, 10);
  }
}

TEST(MessageKeys, AFileMayHoldSeveral) {
  const auto first = MessageKey::generate(KeyKind::ed25519);
  const auto second = MessageKey::generate(KeyKind::x25519);
  const auto all =
      MessageKey::all_from_pem("mine\n" + first.secret_pem() + "# the next\n" + second.secret_pem());
  ASSERT_TRUE(all) << all.error();
  ASSERT_EQ(all->size(), 2U);
  EXPECT_EQ(all->at(0).secret_pem(), first.secret_pem());
  EXPECT_EQ(all->at(1).kind(), KeyKind::x25519);
  EXPECT_EQ(MessageKey::all_from_pem("").error(), "there is no private key in PEM");
  EXPECT_EQ(MessageKey::all_from_pem(first.secret_pem() + "-----BEGIN PRIVATE KEY-----\nAAAA\n").error(),
            "key 2 of the file: this is no private key in PEM without a password")
      << "none is passed over";
}

}  // namespace
}  // namespace lintas::crypto
