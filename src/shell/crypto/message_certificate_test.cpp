#include "shell/crypto/message_certificate.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <string>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "base/time.hpp"
#include "shell/crypto/certificates.hpp"
#include "shell/crypto/handles.hpp"
#include "shell/crypto/message_keys.hpp"
#include "tests/support/message_pki.hpp"

namespace lintas::crypto {
namespace {

using Reason = CertificateFault::Reason;
using test::Authority;
using test::certificate_file;
using test::noon;

const Authority& authority() {
  static const Authority one{"Test CA"};
  return one;
}

/// What `openssl x509` says of the same file.
TEST(MessageCertificate, HasEverythingThatItIsNamedBy) {
  const MessageCertificate one = certificate_file("a-rsa.crt");
  EXPECT_EQ(one.subject(), "CN=party-a rsa,O=Test,C=XX");
  EXPECT_EQ(one.issuer(), "CN=Test CA,O=Test,C=XX");
  EXPECT_EQ(one.serial(), "2");
  EXPECT_EQ(to_text(one.not_before()), "2026-11-23T16:24:48.000Z");
  EXPECT_EQ(to_text(one.not_after()), "2036-11-20T16:24:48.000Z");
  EXPECT_EQ(one.key_kind(), KeyKind::rsa);
  EXPECT_EQ(one.key_bits(), 2048);
  EXPECT_EQ(to_hex(one.fingerprint().view()),
            "a6ea0573488531fd190065e9b5be65b0cdcb894c1ca57d7f6639f08b3e7ca4d5");
  EXPECT_EQ(to_hex(one.subject_key_identifier()), "d7be654535059b6dcc5c792ca814320afcde186c");
  std::string body = test::key_file("a-rsa.crt");
  body = body.substr(body.find("-----\n") + 6);
  body = body.substr(0, body.find("-----END"));
  std::erase(body, '\n');
  EXPECT_EQ(one.base64(), body);
  EXPECT_EQ(certificate_file("a-ed.crt").key_kind(), KeyKind::ed25519);
  EXPECT_EQ(certificate_file("b-x.crt").key_kind(), KeyKind::x25519);
  EXPECT_EQ(certificate_file("ca.crt").serial(), "517923111786331666540892952005552812107351866561")
      << "beyond 64 bits";
}

TEST(MessageCertificate, IsReadFromBothForms) {
  const MessageCertificate one = certificate_file("b-x.crt");
  const auto again = MessageCertificate::from_der(one.der());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->fingerprint(), one.fingerprint());
  Bytes longer = one.der();
  longer.push_back(std::byte{0});
  EXPECT_EQ(MessageCertificate::from_der(longer).error(), "this is no certificate in DER");
  EXPECT_FALSE(MessageCertificate::from_der(ByteView{one.der()}.first(one.der().size() - 1)));
  EXPECT_FALSE(MessageCertificate::from_der({}));
  EXPECT_EQ(MessageCertificate::from_pem("").error(), "this is no certificate in PEM");
  EXPECT_EQ(MessageCertificate::from_pem(test::key_file("b-x.key")).error(),
            "this is a private key and no certificate: give the file of the certificate, and do not pass the "
            "key on");
}

TEST(MessageCertificate, IsNamedByIssuerAndSerial) {
  const MessageCertificate one = certificate_file("a-rsa.crt");
  EXPECT_TRUE(one.is_named_by("CN=Test CA,O=Test,C=XX", "2"));
  EXPECT_TRUE(one.is_named_by("CN=Test CA, O=Test, C=XX", "2"));
  EXPECT_TRUE(one.is_named_by("CN=\"Test CA\",O=T\\65st,C=XX", "2"));
  EXPECT_FALSE(one.is_named_by("C=XX,O=Test,CN=Test CA", "2"));
  for (const char* serial : {"3", "-2", "02", "+2", "0x2", "2 ", ""})
    EXPECT_FALSE(one.is_named_by("CN=Test CA,O=Test,C=XX", serial)) << serial;
}

TEST(MessageCertificate, WithANegativeSerialNumberIsRefused) {
  const MessageCertificate good = certificate_file("a-rsa.crt");
  Bytes der = good.der();
  const Bytes serial = from_hex("a003020102020102").value();  // version 3, then the number 2
  const auto found = std::ranges::search(der, serial);
  ASSERT_FALSE(found.empty());
  found.back() = std::byte{0xFE};
  EXPECT_EQ(MessageCertificate::from_der(der).error(),
            "the certificate of CN=party-a rsa,O=Test,C=XX has a negative serial number: ask for one that "
            "follows RFC 5280");
}

TEST(MessageCertificate, FitsTheSuiteAndThePurpose) {
  const MessageKey rsa = test::rsa_key();
  const MessageKey ed = MessageKey::generate(KeyKind::ed25519);
  const MessageKey x = MessageKey::generate(KeyKind::x25519);
  const auto both = authority().issue(rsa, "both", CertificateUse::signing_and_encipherment);
  EXPECT_TRUE(check_usable(both, Suite::rsa, KeyPurpose::signing, noon));
  EXPECT_TRUE(check_usable(both, Suite::rsa, KeyPurpose::sealing, noon));
  const auto signs = authority().issue(ed, "signs", CertificateUse::signing);
  EXPECT_TRUE(check_usable(signs, Suite::edwards, KeyPurpose::signing, noon));
  const auto seals = authority().issue(x, "seals", CertificateUse::agreement);
  EXPECT_TRUE(check_usable(seals, Suite::edwards, KeyPurpose::sealing, noon));
  EXPECT_EQ(
      check_usable(signs, Suite::edwards, KeyPurpose::sealing, noon).error().message,
      "the certificate of CN=signs,C=XX has a key of Ed25519; this profile encrypts with X25519: use the "
      "certificate for that, or the other profile");
  EXPECT_EQ(check_usable(both, Suite::edwards, KeyPurpose::signing, noon).error().reason,
            Reason::other_kind_of_key);
  EXPECT_EQ(check_usable(seals, Suite::rsa, KeyPurpose::sealing, noon).error().reason,
            Reason::other_kind_of_key);
  const Key curve{EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")};
  const auto other = authority().issue(*curve, "other", CertificateUse::signing);
  EXPECT_EQ(other.key_kind(), KeyKind::other);
  EXPECT_EQ(
      check_usable(other, Suite::rsa, KeyPurpose::signing, noon).error().message,
      "the certificate of CN=other,C=XX has a key of another kind; this profile signs with RSA: use the "
      "certificate for that, or the other profile");
}

TEST(MessageCertificate, OfAShortKeyIsRefused) {
  const Key key{EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{1024})};
  const auto one = authority().issue(*key, "short", CertificateUse::signing);
  const auto said = check_usable(one, Suite::rsa, KeyPurpose::signing, noon);
  EXPECT_EQ(said.error().reason, Reason::key_too_small);
  EXPECT_EQ(
      said.error().message,
      "the key of the certificate of CN=short,C=XX has 1024 bits; RSA needs 2048: ask for a certificate of "
      "a larger key");
}

TEST(MessageCertificate, OfAnotherUsageIsRefused) {
  const MessageKey rsa = test::rsa_key();
  const auto signs = authority().issue(rsa, "signs", CertificateUse::signing);
  const auto said = check_usable(signs, Suite::rsa, KeyPurpose::sealing, noon);
  EXPECT_EQ(said.error().reason, Reason::wrong_usage);
  EXPECT_EQ(
      said.error().message,
      "the key usage of the certificate of CN=signs,C=XX has no keyEncipherment: use the certificate that "
      "was issued for encryption");
  const auto seals = authority().issue(rsa, "seals", CertificateUse::encipherment);
  EXPECT_EQ(
      check_usable(seals, Suite::rsa, KeyPurpose::signing, noon).error().message,
      "the key usage of the certificate of CN=seals,C=XX has no digitalSignature: use the certificate that "
      "was issued for signing");
  const MessageKey x = MessageKey::generate(KeyKind::x25519);
  const auto wrong = authority().issue(x, "x", CertificateUse::encipherment);
  EXPECT_EQ(check_usable(wrong, Suite::edwards, KeyPurpose::sealing, noon).error().reason,
            Reason::wrong_usage);
}

TEST(MessageCertificate, IsUsedWhileItIsValid) {
  const MessageKey ed = MessageKey::generate(KeyKind::ed25519);
  const auto use = CertificateUse::signing;
  const auto old = authority().issue(ed, "old", use, test::expired);
  const auto said = check_usable(old, Suite::edwards, KeyPurpose::signing, noon);
  EXPECT_EQ(said.error().reason, Reason::expired);
  EXPECT_EQ(said.error().message,
            "the certificate of CN=old,C=XX was valid until 2026-11-28T11:00:00.000Z: ask for the one that "
            "follows it");
  const auto next = authority().issue(ed, "next", use, test::not_yet_valid);
  EXPECT_EQ(
      check_usable(next, Suite::edwards, KeyPurpose::signing, noon).error().message,
      "the certificate of CN=next,C=XX is valid from 2026-11-28T13:00:00.000Z on: use the one before it "
      "until then, and see whether the clock is right");
  const auto now = authority().issue(ed, "now", use);
  EXPECT_TRUE(check_usable(now, Suite::edwards, KeyPurpose::signing, now.not_before()));
  EXPECT_TRUE(check_usable(now, Suite::edwards, KeyPurpose::signing, now.not_after()));
  EXPECT_FALSE(now.valid_at(now.not_before() - std::chrono::milliseconds{1}));
  EXPECT_FALSE(now.valid_at(now.not_after() + std::chrono::milliseconds{1}));
}

}  // namespace
}  // namespace lintas::crypto
