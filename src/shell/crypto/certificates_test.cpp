#include "shell/crypto/certificates.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string>

#include "base/require.hpp"
#include "base/time.hpp"

namespace lintas::crypto {
namespace {

const Instant from = parse_instant("2026-11-23T00:00:00Z").value();
const Instant until = parse_instant("2027-11-23T12:34:56Z").value();

CertificateRequest node(const std::string& name) {
  return {.common_name = name,
          .country = "SG",
          .hosts = {"node.example", "127.0.0.1", "::1"},
          .not_before = from,
          .not_after = until};
}

TEST(Certificates, are_read_as_they_were_written) {
  const TlsKey key = TlsKey::generate();
  const Certificate certificate = self_signed(key, node("node SG"));
  EXPECT_EQ(certificate.subject(), "CN=node SG,C=SG");
  EXPECT_EQ(certificate.not_after(), until);
  const auto again = Certificate::from_pem(certificate.pem());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->fingerprint(), certificate.fingerprint());
  const auto key_again = TlsKey::from_pem(key.secret_pem());
  ASSERT_TRUE(key_again);
  EXPECT_EQ(X509_check_private_key(&certificate.native(), &key_again->native()), 1);
  EXPECT_NE(self_signed(key, node("node SG")).fingerprint(), certificate.fingerprint())
      << "serial numbers differ";
}

TEST(Certificates, are_signed_by_their_authority_and_no_other) {
  const TlsKey root_key = TlsKey::generate();
  const Certificate root = self_signed(
      root_key,
      {.common_name = "root", .not_before = from, .not_after = until, .use = CertificateUse::authority});
  const TlsKey key = TlsKey::generate();
  const Certificate leaf = signed_by(root, root_key, key, node("node MY"));
  EXPECT_EQ(X509_verify(&leaf.native(), &root_key.native()), 1);
  EXPECT_NE(X509_verify(&leaf.native(), &key.native()), 1);
  EXPECT_EQ(X509_check_issued(&root.native(), &leaf.native()), X509_V_OK);
  EXPECT_EQ(X509_check_ca(&root.native()), 1);
  EXPECT_EQ(X509_check_ca(&leaf.native()), 0);
}

TEST(Certificates, other_texts_are_none) {
  EXPECT_FALSE(Certificate::from_pem(""));
  EXPECT_FALSE(Certificate::from_pem(TlsKey::generate().secret_pem()));
  EXPECT_FALSE(TlsKey::from_pem("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"));
  const std::string ed25519 =
      "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
      "-----END PRIVATE KEY-----\n";
  EXPECT_EQ(TlsKey::from_pem(ed25519).error(), "the key is not one of P-256");
  CertificateRequest bad = node("node");
  bad.hosts = {"a,DNS:b"};
  EXPECT_THROW((void)self_signed(TlsKey::generate(), bad), Bug);
}

}  // namespace
}  // namespace lintas::crypto
