#include "shell/node/agreements.hpp"

#include <algorithm>
#include <chrono>
#include <gtest/gtest.h>
#include <string>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "shell/as4/partner.hpp"
#include "shell/crypto/content_cipher.hpp"
#include "shell/crypto/entropy.hpp"
#include "shell/node/config.hpp"
#include "shell/node/lines.hpp"
#include "shell/node/own_identity.hpp"
#include "shell/node/partners.hpp"
#include "tests/support/neighbours.hpp"
#include "wire/as4/pmode.hpp"
#include "wire/as4/suite.hpp"

namespace lintas::node {
namespace {

using std::chrono::days;
using std::chrono::hours;

class AgreementsTest : public test::Neighbours {
 protected:
  AgreementsTest() {
    EXPECT_EQ(take(sg_, my_, my_.root), "");
    EXPECT_EQ(take(my_, sg_, sg_.root), "");
  }
  [[nodiscard]] as4::Partner agreed(const Config& config) const {
    const auto agreements = agreements_of(config, now_);
    EXPECT_TRUE(agreements) << agreements.error();
    EXPECT_EQ(agreements->all.size(), 1U);
    return *agreements->all.front().as4;
  }
  [[nodiscard]] std::string fault(const Config& config) const {
    const auto agreements = agreements_of(config, now_);
    if (!agreements) return agreements.error();
    return agreements->left_out.empty() ? "" : agreements->left_out.front().what;
  }
  static void append(const std::string& file, const std::string& text) {
    std::ofstream{file, std::ios::app | std::ios::binary} << text;
  }
};

/// What the one signs and seals, the other verifies and opens.
void expect_fit(const as4::Partner& sender, const as4::Partner& receiver, Instant now) {
  const auto* const signs = as4::current(sender.own_signing, now);
  const auto* const verifies = as4::current(receiver.signing, now);
  ASSERT_TRUE(signs != nullptr && verifies != nullptr);
  EXPECT_EQ(signs->certificate->der(), verifies->certificate->der());
  const Bytes content(100);
  EXPECT_TRUE(verifies->key->verify(content, signs->key->sign(content)));
  const auto* const seals = as4::current(sender.sealing, now);
  const auto* const opens = as4::current(receiver.own_sealing, now);
  ASSERT_TRUE(seals != nullptr && opens != nullptr);
  EXPECT_EQ(seals->certificate->der(), opens->certificate->der());
  crypto::SystemEntropy entropy;
  const auto key = crypto::ContentKey::draw(entropy);
  EXPECT_TRUE(opens->key->open(seals->key->seal(key, entropy)));
}

TEST_F(AgreementsTest, AreTheSameAtBothEnds) {
  const as4::Partner of_sg = agreed(sg_.config());
  const as4::Partner of_my = agreed(my_.config());
  EXPECT_EQ(of_sg.mode.suite, as4::Suite::edwards) << "both have it";
  EXPECT_EQ(of_sg.mode.home.id, of_my.mode.partner.id);
  EXPECT_EQ(of_sg.mode.partner.id, of_my.mode.home.id);
  EXPECT_EQ(of_sg.mode.actions, of_my.mode.actions);
  expect_fit(of_sg, of_my, now_);
  expect_fit(of_my, of_sg, now_);
}

TEST_F(AgreementsTest, SayWhatIsConfigured) {
  Config sg = sg_.config();
  Config my = my_.config();
  for (Config* one : {&sg, &my}) one->partners.front().profile = as4::Suite::rsa;
  sg.partners.front().naming = as4::Naming::key_identifier;
  sg.partners.front().payload_mib = 1;
  sg.partners.front().url = "https://gateway.sg";
  const as4::Partner of_sg = agreed(sg);
  EXPECT_EQ(of_sg.mode.suite, as4::Suite::rsa);
  EXPECT_EQ(of_sg.mode.naming, as4::Naming::key_identifier);
  EXPECT_EQ(of_sg.mode.payload_bytes_max, 1024U * 1024);
  EXPECT_EQ(agreements_of(sg, now_)->all.front().reach.url, "https://gateway.sg");
  expect_fit(of_sg, agreed(my), now_);
}

TEST_F(AgreementsTest, AnAddressOfTheDocumentIsPublicUnlessTheOperatorSaysOtherwise) {
  Config sg = sg_.config();
  EXPECT_FALSE(agreements_of(sg, now_)->all.front().reach.public_only) << "made for this machine";
  sg.exchange.private_addresses = false;
  EXPECT_TRUE(agreements_of(sg, now_)->all.front().reach.public_only);
  sg.partners.front().url = "https://10.1.2.3:8443";
  EXPECT_FALSE(agreements_of(sg, now_)->all.front().reach.public_only) << "the operator's own word";
}

TEST_F(AgreementsTest, CertificatesAreRenewedInTimeAndAnnouncedBeforeTheyAreUsed) {
  const auto before = read_own_identity(sg_.config()).value();
  EXPECT_FALSE(renew_certificates(sg_.config(), now_).value()) << "there is time";
  const Instant later = now_ + message_certificate_life - renewed_before;
  EXPECT_TRUE(renew_certificates(sg_.config(), later).value());
  EXPECT_FALSE(renew_certificates(sg_.config(), later).value()) << "once";
  const auto kept = keep_identity(sg_.config(), later);
  ASSERT_TRUE(kept) << kept.error();
  EXPECT_GT(kept->number(), before.number());
  EXPECT_EQ(read_own_identity(sg_.config()).value(), *kept) << "it is on the disk";
  EXPECT_EQ(keep_identity(sg_.config(), later + hours{1}).value(), *kept) << "nothing has changed since";
  const auto agreed_at = [&](const Config& config, Instant now) {
    const auto agreements = agreements_of(config, now);
    EXPECT_TRUE(agreements) << agreements.error();
    return *agreements->all.front().as4;
  };
  // Malaysia has the old document still: until the new certificates are valid the old ones are used.
  expect_fit(agreed_at(my_.config(), later), agreed_at(sg_.config(), later), later);
  expect_fit(agreed_at(sg_.config(), later), agreed_at(my_.config(), later), later);
  const PartnerConfig singapore = my_.config().partners.front();
  const std::string document = text_of(sg_.file("identity.lintas"));
  EXPECT_TRUE(take_newer(my_.config(), singapore, as_bytes(document), later).value());
  EXPECT_FALSE(take_newer(my_.config(), singapore, as_bytes(document), later).value());
  const Instant used = later + announced_before + hours{1};
  const as4::Partner my = agreed_at(my_.config(), used);
  const as4::Partner sg = agreed_at(sg_.config(), used);
  EXPECT_EQ(my.signing.size(), 2U);
  EXPECT_EQ(as4::current(sg.own_signing, used), &sg.own_signing.back()) << "the new one";
  expect_fit(sg, my, used);
  expect_fit(my, sg, used);
  for (const UseEnd& end : ends_of(kept->document))
    EXPECT_EQ(end.at, later + announced_before + message_certificate_life) << end.use << ": of the last one";
  // What has ended is left out of the next document.
  const auto after = keep_identity(sg_.config(), now_ + message_certificate_life + hours{1});
  ASSERT_TRUE(after) << after.error();
  EXPECT_EQ(after->document.signing.size(), 2U) << "one of each profile";
}

TEST_F(AgreementsTest, CertificatesOfAnotherAuthorityAreNotRenewed) {
  Config config = sg_.config();
  config.exchange.authorities_file = my_.file("authority.pem");
  EXPECT_FALSE(renew_certificates(config, now_ + message_certificate_life).value());
}

TEST_F(AgreementsTest, ANodeStartsWithoutAPartnerWhoseDocumentHasEnded) {
  const auto agreements = agreements_of(sg_.config(), now_ + days{4000});
  ASSERT_TRUE(agreements) << agreements.error();
  EXPECT_TRUE(agreements->all.empty());
  ASSERT_EQ(agreements->left_out.size(), 1U);
  const LeftOut& malaysia = agreements->left_out.front();
  EXPECT_TRUE(malaysia.what.starts_with("partner MY: IDN-004 ")) << malaysia.what;
  ASSERT_TRUE(malaysia.reach) << "it is asked for its newer one";
  EXPECT_EQ(malaysia.reach->url, "https://127.0.0.1:8443");
  const auto links = links_of(sg_.config(), *agreements);
  ASSERT_EQ(links.size(), 1U);
  EXPECT_EQ(links.front().agreement, nullptr);
}

TEST_F(AgreementsTest, AnotherDocumentThanThatOfThePinnedRootIsNotTaken) {
  Config config = sg_.config();
  config.partners.front().root = sg_.root;
  EXPECT_TRUE(fault(config).contains("IDN-002")) << fault(config);
  config.partners.front().identity_file = sg_.file("identity.lintas");
  EXPECT_TRUE(fault(config).contains("IDN-003")) << fault(config);
  config.partners.front().root = my_.root;
  config.partners.front().identity_file = my_.file("identity.lintas");
  EXPECT_EQ(fault(config), "");
  config.partners.front().identity_file = "/nowhere";
  EXPECT_TRUE(fault(config).starts_with("partner MY: /nowhere: ")) << fault(config);
}

TEST_F(AgreementsTest, WhatIsWrongWithOnePartnerKeepsNobodyFromTheOthers) {
  Config config = sg_.config();
  config.partners.push_back(config.partners.front());
  config.partners.front().identity_file = "/nowhere";
  const auto agreements = agreements_of(config, now_);
  ASSERT_TRUE(agreements) << agreements.error();
  EXPECT_EQ(agreements->all.size(), 1U);
  ASSERT_EQ(agreements->left_out.size(), 1U);
  EXPECT_FALSE(agreements->left_out.front().reach) << "nobody knows where it is";
}

TEST_F(AgreementsTest, NothingLeavesThatPartnersWouldRefuse) {
  const auto refusal = [&](auto change) {
    Config config = sg_.config();
    change(config.exchange);
    const auto kept = keep_identity(config, now_);
    return kept ? "" : kept.error();
  };
  EXPECT_TRUE(refusal([&](ExchangeConfig& e) {
                e.authorities_file = my_.file("authority.pem");
              }).contains("none of those that are trusted"));
  EXPECT_TRUE(refusal([&](ExchangeConfig& e) {
                e.signing_certificates_file = sg_.file("messages-sealing.pem");
              }).contains("has no digitalSignature"));
  EXPECT_TRUE(refusal([&](ExchangeConfig& e) {
                e.key_file = my_.file("exchange.key");
              }).contains("the root has not signed"));
  EXPECT_TRUE(refusal([&](ExchangeConfig& e) {
                e.identity_file = my_.file("identity.lintas");
              }).contains("is the document of MY, not of SG"));
}

TEST_F(AgreementsTest, EachCertificateHasItsKey) {
  Config config = sg_.config();
  config.exchange.signing_keys_file = sg_.file("messages-sealing.key");
  const auto own = read_own_keys(config);
  ASSERT_FALSE(own);
  EXPECT_TRUE(own.error().starts_with(sg_.file("messages-signing.pem") + ": the key of the certificate of "))
      << own.error();
}

}  // namespace
}  // namespace lintas::node
