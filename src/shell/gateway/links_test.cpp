#include "shell/gateway/links.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <string>

#include "base/bytes.hpp"
#include "shell/net/http.hpp"
#include "tests/support/as4_nodes.hpp"

namespace lintas::gateway {
namespace {

Hash256 fingerprint(unsigned char first) {
  Hash256 made;
  made.bytes[0] = std::byte{first};
  return made;
}

/// NTA.MY, whose certificate 1 was signed by 2, which 3 signed.
net::Peer malaysia() {
  return {.address = "192.0.2.7",
          .certificate = net::PeerCertificate{.fingerprint = fingerprint(1),
                                              .common_name = "NTA.MY",
                                              .chain = {fingerprint(1), fingerprint(2), fingerprint(3)}}};
}

PartnerLink link() {
  return {.partner = test::malaysia, .url = {}, .tls = nullptr, .certificates = {}, .signers = {}};
}

TEST(PartnerLink, AdmitsTheCertificatesAndSignersOfItsPartner) {
  PartnerLink by_signer = link();
  by_signer.signers = {fingerprint(3)};
  EXPECT_TRUE(by_signer.admits(malaysia()));
  EXPECT_FALSE(by_signer.admits({.address = "192.0.2.7", .certificate = {}})) << "it shows none";
  net::Peer other = malaysia();
  other.certificate->common_name = "NTA.TH";
  EXPECT_FALSE(by_signer.admits(other));
  PartnerLink by_certificate = link();
  by_certificate.certificates = {fingerprint(1)};
  EXPECT_TRUE(by_certificate.admits(other)) << "whatever its name";
  by_certificate.certificates = {fingerprint(9)};
  EXPECT_FALSE(by_certificate.admits(malaysia()));
}

TEST(PartnerLink, AdmitsOfAnotherProductWhatItWasAgreedToShowWhateverItsName) {
  net::Peer product = malaysia();
  product.certificate->common_name = "as4.customs.my";
  for (unsigned char agreed = 1; agreed <= 3; ++agreed) {
    PartnerLink by_hand = link();
    by_hand.clients = {fingerprint(9), fingerprint(agreed)};
    EXPECT_TRUE(by_hand.is_known_by_line());
    EXPECT_TRUE(by_hand.admits(product)) << +agreed;
    EXPECT_FALSE(by_hand.admits({.address = "192.0.2.7", .certificate = {}})) << "it shows none";
    by_hand.revoked = {fingerprint(1)};
    EXPECT_FALSE(by_hand.admits(product));
    by_hand.revoked.clear();
    by_hand.clients = {fingerprint(9)};
    EXPECT_FALSE(by_hand.admits(product)) << "another one's";
  }
  EXPECT_FALSE(link().is_known_by_line());
  EXPECT_TRUE(link().admits(product)) << "nothing was agreed on";
}

TEST(PartnerLink, AdmitsNothingThatIsRevokedOrSignedByWhatIs) {
  for (unsigned char revoked = 1; revoked <= 3; ++revoked) {
    PartnerLink by_signer = link();
    by_signer.signers = {fingerprint(3)};
    by_signer.revoked = {fingerprint(revoked)};
    EXPECT_FALSE(by_signer.admits(malaysia())) << +revoked;
    by_signer.revoked = {fingerprint(9)};
    EXPECT_TRUE(by_signer.admits(malaysia()));
  }
}

}  // namespace
}  // namespace lintas::gateway
