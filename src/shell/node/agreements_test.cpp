#include "shell/node/agreements.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <gtest/gtest.h>
#include <string>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "shell/as4/partner.hpp"
#include "shell/crypto/certificates.hpp"
#include "shell/crypto/content_cipher.hpp"
#include "shell/crypto/entropy.hpp"
#include "shell/crypto/seed_file.hpp"
#include "shell/node/config.hpp"
#include "shell/node/message_certificates.hpp"
#include "shell/node/own_identity.hpp"
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
    return agreements ? "" : agreements.error();
  }
  static void append(const std::string& file, const std::string& text) {
    std::ofstream{file, std::ios::app | std::ios::binary} << text;
  }
  /// Singapore gets certificates that are good for a year longer, beside the old ones.
  void renew_singapore() {
    const auto authority = crypto::Certificate::from_pem(text_of(sg_.file("authority.pem"))).value();
    const auto key = crypto::read_signing_key(sg_.file("exchange.key")).value();
    const auto made = make_message_certificates(authority, key, "SG",
                                                {.from = now_ + hours{1}, .until = now_ + days{1000}});
    append(sg_.file("messages-signing.pem"), made.signing);
    append(sg_.file("messages-signing.key"), made.signing_keys);
    append(sg_.file("messages-sealing.pem"), made.sealing);
    append(sg_.file("messages-sealing.key"), made.sealing_keys);
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
  EXPECT_EQ(agreements_of(sg, now_)->all.front().url, "https://gateway.sg");
  expect_fit(of_sg, agreed(my), now_);
}

TEST_F(AgreementsTest, OldAndNewCertificatesStandBesideEachOther) {
  const auto before = read_own_identity(sg_.config()).value();
  renew_singapore();
  const auto kept = keep_identity(sg_.config(), now_ + hours{2});
  ASSERT_TRUE(kept) << kept.error();
  EXPECT_GT(kept->number(), before.number());
  EXPECT_EQ(read_own_identity(sg_.config()).value(), *kept) << "it is on the disk";
  EXPECT_EQ(keep_identity(sg_.config(), now_ + hours{3}).value(), *kept) << "nothing has changed since";
  // Malaysia has the old document still: what it knows of is used until the new ones are valid.
  expect_fit(agreed(my_.config()), agreed(sg_.config()), now_);
  expect_fit(agreed(sg_.config()), agreed(my_.config()), now_);
  const auto taken = take_partner({.config_file = my_.config_file(),
                                   .document_file = sg_.file("identity.lintas"),
                                   .root = sg_.root,
                                   .url = {},
                                   .now = now_ + hours{2},
                                   .environment = {}});
  ASSERT_TRUE(taken) << taken.error().what;
  const auto my = agreements_of(my_.config(), now_ + hours{2}).value();
  EXPECT_EQ(my.all.front().as4->signing.size(), 2U);
  const as4::Partner sg = agreed(sg_.config());
  EXPECT_EQ(sg.own_signing.size(), 2U);
  expect_fit(sg, *my.all.front().as4, now_ + hours{2});
  expect_fit(*my.all.front().as4, sg, now_ + hours{2});
  const auto ends = ends_of(kept->document);
  ASSERT_EQ(ends.size(), 4U);
  for (const UseEnd& end : ends) EXPECT_EQ(end.at, now_ + days{1000}) << end.use << ": the last one";
}

TEST_F(AgreementsTest, ANodeStartsWithoutAPartnerWhoseDocumentHasEnded) {
  const auto agreements = agreements_of(sg_.config(), now_ + days{4000});
  ASSERT_TRUE(agreements) << agreements.error();
  EXPECT_TRUE(agreements->all.empty());
  ASSERT_EQ(agreements->left_out.size(), 1U);
  EXPECT_TRUE(agreements->left_out.front().starts_with("partner MY: IDN-004 "))
      << agreements->left_out.front();
}

TEST_F(AgreementsTest, AnotherDocumentThanThatOfThePinnedRootStopsIt) {
  Config config = sg_.config();
  config.partners.front().root = sg_.root;
  EXPECT_TRUE(fault(config).contains("IDN-002")) << fault(config);
  config.partners.front().identity_file = sg_.file("identity.lintas");
  EXPECT_TRUE(fault(config).contains("IDN-003")) << fault(config);
  config.partners.front().identity_file = "/nowhere";
  EXPECT_TRUE(fault(config).starts_with("partner MY: /nowhere: ")) << fault(config);
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
