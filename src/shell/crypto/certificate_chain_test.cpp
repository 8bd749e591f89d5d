#include "shell/crypto/certificate_chain.hpp"

#include <chrono>
#include <expected>
#include <gtest/gtest.h>
#include <memory>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "shell/crypto/certificates.hpp"
#include "shell/crypto/handles.hpp"
#include "shell/crypto/message_certificate.hpp"
#include "shell/crypto/message_keys.hpp"
#include "tests/support/message_pki.hpp"

namespace lintas::crypto {
namespace {

using Reason = CertificateFault::Reason;
using std::chrono::hours;
using test::Authority;
using test::noon;

std::vector<Certificate> certificates_of(const std::vector<const Authority*>& authorities) {
  std::string pem;
  for (const Authority* one : authorities) pem += one->certificate().pem();
  return authorities.empty() ? std::vector<Certificate>{} : Certificate::all_from_pem(pem).value();
}

/// What comes of a certificate for signing.
struct Asked {
  std::vector<const Authority*> roots;
  std::vector<const Authority*> between{};
  std::vector<RevocationList> lists{};
  KeyPurpose purpose = KeyPurpose::signing;
  Instant now = noon;

  [[nodiscard]] std::expected<void, CertificateFault> about(const MessageCertificate& leaf) const {
    const auto trusted = certificates_of(roots);
    const auto intermediates = certificates_of(between);
    return verify_chain(leaf, {.roots = trusted, .intermediates = intermediates, .lists = lists}, purpose,
                        now);
  }
  [[nodiscard]] Reason refusal(const MessageCertificate& leaf) const {
    const auto said = about(leaf);
    EXPECT_FALSE(said);
    return said ? Reason{255} : said.error().reason;
  }
};

class CertificateChain : public testing::Test {
 protected:
  static RevocationList list(const Authority& by, const std::vector<std::string>& serials,
                             RevocationList::Validity validity = {noon - hours{1}, noon + hours{1}}) {
    return RevocationList::issue(by.certificate(), by.key(), serials, validity);
  }
  static std::vector<RevocationList> only(RevocationList one) {
    std::vector<RevocationList> out;
    out.push_back(std::move(one));
    return out;
  }
  [[nodiscard]] MessageCertificate leaf_of(const Authority& by, test::Validity validity = {}) const {
    return by.issue(key_, "partner", CertificateUse::signing, validity);
  }

  MessageKey key_ = MessageKey::generate(KeyKind::ed25519);
  Authority root_{"root"};
  Authority middle_{root_, "middle"};
};

TEST_F(CertificateChain, ReachesARoot) {
  EXPECT_TRUE((Asked{.roots = {&root_}}.about(leaf_of(root_))));
  EXPECT_TRUE((Asked{.roots = {&root_}, .between = {&middle_}}.about(leaf_of(middle_))));
  EXPECT_TRUE((Asked{.roots = {&middle_}}.about(leaf_of(middle_)))) << "which need not sign itself";
}

TEST_F(CertificateChain, ReachesTheAuthorityOfTheRecordedMessages) {
  const auto roots = Certificate::all_from_pem(test::key_file("ca.crt")).value();
  for (const auto& [name, purpose] : {std::pair{"a-rsa.crt", KeyPurpose::signing},
                                      {"a-ed.crt", KeyPurpose::signing},
                                      {"b-rsa.crt", KeyPurpose::sealing},
                                      {"b-x.crt", KeyPurpose::sealing}})
    EXPECT_TRUE(verify_chain(test::certificate_file(name), {.roots = roots}, purpose, noon)) << name;
}

TEST_F(CertificateChain, OfAnUnknownIssuerIsRefused) {
  const Authority stranger{"root"};
  const auto said = Asked{.roots = {&stranger}}.about(leaf_of(root_));
  ASSERT_FALSE(said);
  EXPECT_EQ(said.error().reason, Reason::unknown_issuer) << "the same name does not make it the same";
  EXPECT_EQ(said.error().message,
            "the certificate of CN=partner,C=XX: its issuer is none of those that are trusted; add the "
            "authority, or one between, if it is right");
  EXPECT_EQ((Asked{.roots = {&root_}}.refusal(leaf_of(middle_))), Reason::unknown_issuer);
  EXPECT_EQ((Asked{.roots = {}}.refusal(leaf_of(root_))), Reason::unknown_issuer);
  EXPECT_EQ((Asked{.roots = {&stranger}, .between = {&root_}}.refusal(leaf_of(root_))),
            Reason::unknown_issuer)
      << "what a partner sends along is not trusted";
}

TEST_F(CertificateChain, HasFourCertificatesAtMost) {
  const Authority lower{middle_, "lower"};
  const Authority lowest{lower, "lowest"};
  EXPECT_TRUE((Asked{.roots = {&root_}, .between = {&middle_, &lower}}.about(leaf_of(lower))));
  EXPECT_EQ((Asked{.roots = {&root_}, .between = {&middle_, &lower, &lowest}}.refusal(leaf_of(lowest))),
            Reason::chain_too_long);
}

TEST_F(CertificateChain, IsValidNowInEachOfItsCertificates) {
  EXPECT_EQ((Asked{.roots = {&root_}}.refusal(leaf_of(root_, test::expired))), Reason::expired);
  EXPECT_EQ((Asked{.roots = {&root_}}.refusal(leaf_of(root_, test::not_yet_valid))), Reason::not_yet_valid);
  const Authority old{root_, "old", test::expired};
  const auto said = Asked{.roots = {&root_}, .between = {&old}}.about(leaf_of(old));
  ASSERT_FALSE(said);
  EXPECT_EQ(said.error().reason, Reason::issuer_not_valid_now);
  EXPECT_EQ(
      said.error().message,
      "the certificate of CN=old,C=XX above that of CN=partner,C=XX: it is no longer valid; ask for the "
      "one that follows it");
  const Authority old_root{"old root", test::expired};
  EXPECT_EQ((Asked{.roots = {&old_root}}.refusal(leaf_of(old_root))), Reason::issuer_not_valid_now);
}

TEST_F(CertificateChain, IsOfThoseWhoMayIssue) {
  const Authority none{root_, "none", {}, CertificateUse::signing};
  EXPECT_EQ((Asked{.roots = {&root_}, .between = {&none}}.refusal(leaf_of(none))),
            Reason::issuer_wrong_usage);
}

TEST_F(CertificateChain, IsAskedForThePurpose) {
  EXPECT_EQ((Asked{.roots = {&root_}, .purpose = KeyPurpose::sealing}.refusal(leaf_of(root_))),
            Reason::wrong_usage);
}

TEST_F(CertificateChain, OfARevokedCertificateIsRefused) {
  const auto good = leaf_of(root_);
  const auto bad = leaf_of(root_);
  ASSERT_NE(good.serial(), bad.serial());
  const Asked asked{.roots = {&root_}, .lists = only(list(root_, {"7", bad.serial()}))};
  EXPECT_TRUE(asked.about(good));
  EXPECT_EQ(asked.refusal(bad), Reason::revoked);
  EXPECT_TRUE((Asked{.roots = {&root_}}.about(bad))) << "nobody asked";
}

TEST_F(CertificateChain, HeedsListsOfThoseAbove) {
  const auto leaf = leaf_of(middle_);
  const auto middle = MessageCertificate::from_der(middle_.certificate().der()).value();
  Asked asked{.roots = {&root_}, .between = {&middle_}, .lists = only(list(middle_, {}))};
  EXPECT_TRUE(asked.about(leaf)) << "that of the root is not asked for";
  asked.lists.push_back(list(root_, {middle.serial()}));
  EXPECT_EQ(asked.refusal(leaf), Reason::issuer_revoked);
}

TEST_F(CertificateChain, NeedsAListOfItsIssuerThatIsOfToday) {
  const auto leaf = leaf_of(root_);
  const Authority other{"other"};
  EXPECT_EQ((Asked{.roots = {&root_}, .lists = only(list(other, {}))}.refusal(leaf)),
            Reason::no_revocation_list);
  EXPECT_EQ(
      (Asked{.roots = {&root_}, .lists = only(list(root_, {}, {noon - hours{9}, noon - hours{1}}))}.refusal(
          leaf)),
      Reason::revocation_list_unusable);
  EXPECT_EQ(
      (Asked{.roots = {&root_}, .lists = only(list(root_, {}, {noon + hours{1}, noon + hours{9}}))}.refusal(
          leaf)),
      Reason::revocation_list_unusable);
  const Authority forger{"root"};
  const auto said = Asked{.roots = {&root_},
                          .lists = only(RevocationList::issue(root_.certificate(), forger.key(), {},
                                                              {noon - hours{1}, noon + hours{1}}))}
                        .refusal(leaf);
  EXPECT_EQ(said, Reason::revocation_list_unusable) << "signed by another";
}

TEST_F(CertificateChain, OfWhatIsToComeAsksTheListsOfToday) {
  const auto leaf = leaf_of(root_, test::not_yet_valid);
  const auto verdict = [&](const MessageCertificate& one, const Authority& by,
                           const std::vector<RevocationList>& lists) {
    return verify_chain_to_come(one, {.roots = {&by.certificate(), 1}, .lists = lists}, KeyPurpose::signing,
                                noon);
  };
  EXPECT_TRUE(verdict(leaf, root_, only(list(root_, {}))));
  EXPECT_EQ(verdict(leaf, root_, only(list(root_, {leaf.serial()}))).error().reason, Reason::revoked);
  EXPECT_EQ(verdict(leaf, root_, only(list(middle_, {}))).error().reason, Reason::no_revocation_list);
  EXPECT_EQ(verdict(leaf, root_, only(list(root_, {}, {noon - hours{9}, noon - hours{1}}))).error().reason,
            Reason::revocation_list_unusable);
  const Authority next{"next", test::not_yet_valid};
  const auto below = leaf_of(next, test::not_yet_valid);
  EXPECT_TRUE(verdict(below, next, only(list(next, {}))));
  EXPECT_EQ(verdict(below, next, only(list(next, {below.serial()}))).error().reason, Reason::revoked);
  EXPECT_EQ(verdict(below, root_, only(list(root_, {}))).error().reason, Reason::unknown_issuer);
}

TEST_F(CertificateChain, KnowsWhoseKeySignedACertificate) {
  EXPECT_TRUE(is_issued_by(middle_.certificate(), root_.certificate()));
  EXPECT_TRUE(is_issued_by(root_.certificate(), root_.certificate()));
  EXPECT_FALSE(is_issued_by(root_.certificate(), middle_.certificate()));
  const Authority namesake{"root"};
  EXPECT_FALSE(is_issued_by(middle_.certificate(), namesake.certificate())) << "a name alone signs nothing";
}

TEST_F(CertificateChain, KnowsWhatIsSignedByItself) {
  const auto rsa = test::rsa_key();
  EXPECT_TRUE(is_signed_by_itself(root_.certificate()));
  EXPECT_TRUE(
      is_signed_by_itself(self_signed(rsa.native(), test::request_of("node", CertificateUse::signing))))
      << "though it may issue nothing";
  EXPECT_FALSE(is_signed_by_itself(middle_.certificate()));
  const auto namesake = root_.issue(key_, "root", CertificateUse::signing);
  EXPECT_EQ(namesake.issuer(), namesake.subject());
  EXPECT_FALSE(is_signed_by_itself(namesake.certificate())) << "whatever its names";
}

TEST_F(CertificateChain, KnowsThoseAboveACertificateAsFarAsTheyAreThere) {
  const Authority other{"other"};
  const auto leaf = leaf_of(middle_);
  const auto above = [](const Certificate& one, const std::vector<const Authority*>& known) {
    return those_above(one, certificates_of(known));
  };
  EXPECT_EQ(above(leaf.certificate(), {&root_, &other, &middle_}),
            (std::vector{middle_.certificate().der(), root_.certificate().der()}));
  EXPECT_EQ(above(leaf.certificate(), {&middle_}), (std::vector<Bytes>{middle_.certificate().der()}));
  EXPECT_TRUE(above(leaf.certificate(), {&root_}).empty()) << "its issuer is not there";
  EXPECT_TRUE(above(root_.certificate(), {&root_, &middle_}).empty()) << "it is signed by itself";
}

TEST_F(CertificateChain, ListsAreReadAsTheyWereWritten) {
  const std::string pem = list(root_, {"7"}).pem();
  EXPECT_EQ(RevocationList::from_pem(pem).value().pem(), pem);
  EXPECT_EQ(RevocationList::from_pem(root_.certificate().pem()).error(),
            "this is no list of revoked certificates in PEM");
  EXPECT_EQ(RevocationList::from_der(root_.certificate().der()).error(),
            "this is no list of revoked certificates in DER");
  const auto both = RevocationList::all_from_pem(pem + list(middle_, {}).pem());
  ASSERT_TRUE(both) << both.error();
  ASSERT_EQ(both->size(), 2U);
  EXPECT_EQ(both->front().pem(), pem);
  EXPECT_EQ(RevocationList::all_from_pem("").error(), "there is no list of revoked certificates in PEM");
  EXPECT_EQ(RevocationList::all_from_pem(pem + "-----BEGIN X509 CRL-----\nx\n").error(),
            "list 2 of the file: this is no list of revoked certificates in PEM");
}

/// For ever it would be the one of today, whatever was revoked since.
TEST_F(CertificateChain, AListThatDoesNotSayWhenTheNextOneComesIsNone) {
  const std::unique_ptr<X509_CRL, FreeBy<X509_CRL_free>> endless{X509_CRL_new()};
  const RevocationList whole = list(root_, {"7"});
  ASSERT_EQ(X509_CRL_set_issuer_name(endless.get(), X509_CRL_get_issuer(&whole.native())), 1);
  ASSERT_EQ(X509_CRL_set1_lastUpdate(endless.get(), X509_CRL_get0_lastUpdate(&whole.native())), 1);
  ASSERT_GT(X509_CRL_sign(endless.get(), &root_.key().native(), EVP_sha256()), 0);
  const Bio pem{BIO_new(BIO_s_mem())};
  ASSERT_EQ(PEM_write_bio_X509_CRL(pem.get(), endless.get()), 1);
  const auto said = RevocationList::from_pem(text_of(pem));
  ASSERT_FALSE(said);
  EXPECT_TRUE(said.error().contains("nextUpdate")) << said.error();
}

/// What a node makes for itself: an authority with a key of Ed25519, and RSA that vouches for itself.
TEST_F(CertificateChain, ReachesAnAuthorityOfEd25519AndACertificateThatIsTrustedByItself) {
  const auto authority_key = MessageKey::generate(KeyKind::ed25519);
  const auto authority =
      self_signed(authority_key.native(), test::request_of("authority", CertificateUse::authority));
  const auto sealed = MessageKey::generate(KeyKind::x25519);
  const auto sealing =
      MessageCertificate::from_der(signed_by(authority, authority_key.native(), sealed.native(),
                                             test::request_of("node", CertificateUse::agreement))
                                       .der())
          .value();
  EXPECT_TRUE(verify_chain(sealing, {.roots = {&authority, 1}}, KeyPurpose::sealing, noon));
  const auto rsa = test::rsa_key();
  for (const auto& [use, purpose] : {std::pair{CertificateUse::signing, KeyPurpose::signing},
                                     {CertificateUse::encipherment, KeyPurpose::sealing}}) {
    const auto made = self_signed(rsa.native(), test::request_of("node", use));
    const auto leaf = MessageCertificate::from_der(made.der()).value();
    EXPECT_TRUE(check_usable(leaf, Suite::rsa, purpose, noon));
    EXPECT_TRUE(verify_chain(leaf, {.roots = {&made, 1}}, purpose, noon));
    EXPECT_EQ(verify_chain(leaf, {.roots = {&authority, 1}}, purpose, noon).error().reason,
              Reason::unknown_issuer);
  }
}

}  // namespace
}  // namespace lintas::crypto
