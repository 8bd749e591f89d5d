#include "shell/node/agreements.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/hex.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/exchange/identity.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/command.hpp"
#include "shell/api/api.hpp"
#include "shell/as4/partner.hpp"
#include "shell/crypto/certificate_chain.hpp"
#include "shell/crypto/certificates.hpp"
#include "shell/crypto/content_cipher.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/entropy.hpp"
#include "shell/crypto/message_certificate.hpp"
#include "shell/crypto/message_keys.hpp"
#include "shell/crypto/seed_file.hpp"
#include "shell/gateway/names.hpp"
#include "shell/gateway/octets.hpp"
#include "shell/node/config.hpp"
#include "shell/node/kept_identities.hpp"
#include "shell/node/lines.hpp"
#include "shell/node/own_identity.hpp"
#include "shell/node/partners.hpp"
#include "shell/store/payload_codec.hpp"
#include "tests/support/message_pki.hpp"
#include "tests/support/neighbours.hpp"
#include "wire/as4/messaging.hpp"
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
  /// "lintas.toml:12", of a key of the partner.
  [[nodiscard]] static std::string origin_of(const Config& config, std::string_view key) {
    const auto setting = std::ranges::find(config.settings, format("partner.MY.{}", key), &Setting::key);
    EXPECT_NE(setting, config.settings.end()) << key;
    return setting == config.settings.end() ? "" : setting->origin;
  }
  static void append(const std::string& file, const std::string& text) {
    std::ofstream{file, std::ios::app | std::ios::binary} << text;
  }
};

/// What `openssl x509 -fingerprint -sha256` prints, as people put it into a configuration.
RevokedConfig revoked(const Hash256& fingerprint) {
  return {.fingerprint = fingerprint, .reason = "told by telephone on Monday"};
}

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
  EXPECT_EQ(as4::signing_now(sg, used), &sg.own_signing.back()) << "the new one, at once";
  expect_fit(sg, my, used);
  expect_fit(my, sg, used);
  for (const UseEnd& end : ends_of(kept->document))
    EXPECT_EQ(end.at, later + announced_before + message_certificate_life) << end.use << ": of the last one";
  // What has ended is left out of the next document.
  const auto after = keep_identity(sg_.config(), now_ + message_certificate_life + hours{1});
  ASSERT_TRUE(after) << after.error();
  EXPECT_EQ(after->document.signing.size(), 2U) << "one of each profile";
}

TEST_F(AgreementsTest, DocumentsThatANodeGoesByAreKeptAsTheyWereSigned) {
  const auto agreements = agreements_of(sg_.config(), now_);
  ASSERT_TRUE(agreements) << agreements.error();
  store::PayloadCodec packer{crypto::sha256};
  const std::string own = text_of(sg_.file("identity.lintas"));
  const auto commands = to_keep(*agreements, copy_of(as_bytes(own)), packer, now_);
  ASSERT_EQ(commands.size(), 2U);
  const std::array kept{own, text_of(my_.file("identity.lintas"))};
  const std::array states{"SG", "MY"};
  for (std::size_t i = 0; i < commands.size(); ++i) {
    ASSERT_EQ(commands[i].payloads.size(), 1U);
    EXPECT_EQ(as_text(packer.unpack(commands[i].payloads.front())), kept.at(i));
    const auto said = from_cbor<workflow::IdentityRecord>(commands[i].content);
    ASSERT_TRUE(said.has_value());
    EXPECT_EQ(said->state, exchange::Partner::parse(states.at(i))->number());
    EXPECT_NE(said->number, 0U);
  }
  EXPECT_TRUE(to_keep({}, copy_of(as_bytes(own)), packer, now_).empty()) << "nothing is exchanged";
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
  EXPECT_TRUE(malaysia.what.contains(": partner MY: IDN-004 ")) << malaysia.what;
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
  EXPECT_TRUE(fault(config).starts_with(origin_of(config, "identity_file") + ": partner MY: /nowhere: "))
      << fault(config);
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

TEST_F(AgreementsTest, ACertificateThatTheOperatorRevokedCountsNoMore) {
  Config sg = sg_.config();
  const as4::Partner before = agreed(sg);
  sg.revoked = {revoked(before.signing.front().certificate->fingerprint())};
  const as4::Partner after = agreed(sg);
  EXPECT_TRUE(after.signing.empty());
  EXPECT_EQ(after.sealing.size(), before.sealing.size()) << "the others do";
  ASSERT_EQ(after.revoked.size(), 1U);
  EXPECT_EQ(after.revoked.front().purpose, crypto::KeyPurpose::signing);
  const std::string& why = after.revoked.front().why;
  EXPECT_TRUE(why.contains(to_hex(sg.revoked.front().fingerprint.bytes))) << why;
  EXPECT_TRUE(why.ends_with("by [[revoked]]: told by telephone on Monday")) << why;
  sg.revoked.push_back(revoked(before.sealing.front().certificate->fingerprint()));
  EXPECT_TRUE(agreed(sg).sealing.empty()) << "the agreement stands: what is for it waits";
}

TEST_F(AgreementsTest, WhatARevokedAuthorityIssuedIsRevoked) {
  Config sg = sg_.config();
  const auto document = read_identity_of(sg.partners.front()).value().document;
  sg.revoked = {revoked(crypto::MessageCertificate::from_der(document.authorities.front())->fingerprint())};
  const as4::Partner after = agreed(sg);
  EXPECT_TRUE(after.signing.empty() && after.sealing.empty());
  ASSERT_EQ(after.revoked.size(), 2U);
  EXPECT_TRUE(after.revoked.front().why.contains("its issuer, by [[revoked]]: "))
      << after.revoked.front().why;
}

TEST_F(AgreementsTest, ARevokedDelegationLeavesThePartnerOutUntilThereIsALaterOne) {
  Config sg = sg_.config();
  const auto document = read_identity_of(sg.partners.front()).value().document;
  sg.revoked = {revoked(crypto::sha256(std::array{ByteView{document.delegation}}))};
  const std::string why = fault(sg);
  EXPECT_TRUE(
      why.contains("is revoked by [[revoked]]: told by telephone on Monday; take a document under a "
                   "later delegation"))
      << why;
  EXPECT_FALSE(agreements_of(sg, now_)->left_out.front().reach)
      << "who signed with that key may have written where to ask";
}

TEST_F(AgreementsTest, ALineThatIsKnownByWhatIsRevokedIsNotBelieved) {
  Config sg = sg_.config();
  const auto document = read_identity_of(sg.partners.front()).value().document;
  sg.revoked = {revoked(document.tls_certificates.front())};
  EXPECT_TRUE(fault(sg).contains("everything that its line is known by is revoked")) << fault(sg);
  EXPECT_FALSE(agreements_of(sg, now_)->left_out.front().reach);
}

TEST_F(AgreementsTest, IDN_005_ACertificateThatTheNewerDocumentLeavesOutDoesNotComeBack) {
  const PartnerConfig malaysia = sg_.config().partners.front();
  const auto document = [&] { return text_of(my_.file("identity.lintas")); };
  const Instant later = now_ + message_certificate_life - renewed_before;
  ASSERT_TRUE(renew_certificates(my_.config(), later).value());
  ASSERT_TRUE(keep_identity(my_.config(), later));
  const std::string both = document();
  ASSERT_TRUE(take_newer(sg_.config(), malaysia, as_bytes(both), later).value());
  const auto signing_at = [&](Instant now) {
    return agreements_of(sg_.config(), now)->all.front().as4->signing;
  };
  ASSERT_EQ(signing_at(later).size(), 2U);
  const auto dropped = signing_at(later).front().certificate->fingerprint();
  // Its people take the first one off: the key is lost.
  std::string left;
  const auto both_of_a_use = crypto::Certificate::all_from_pem(text_of(my_.file("messages-signing.pem")));
  for (const auto& one : both_of_a_use.value())
    if (one.fingerprint() != dropped) left += one.pem();
  std::ofstream{my_.file("messages-signing.pem"), std::ios::binary} << left;
  ASSERT_TRUE(keep_identity(my_.config(), later + hours{1}));
  ASSERT_TRUE(take_newer(sg_.config(), malaysia, as_bytes(document()), later + hours{1}).value());
  ASSERT_EQ(signing_at(later + hours{1}).size(), 1U);
  const auto again = take_newer(sg_.config(), malaysia, as_bytes(both), later + hours{2});
  ASSERT_FALSE(again);
  EXPECT_TRUE(again.error().starts_with("IDN-005 ")) << again.error();
  ASSERT_EQ(signing_at(later + hours{2}).size(), 1U);
  EXPECT_NE(signing_at(later + hours{2}).front().certificate->fingerprint(), dropped);
}

TEST_F(AgreementsTest, WhatAPartnerDoesNotListIsNotSentAndWhatItSendsIsTakenAllTheSame) {
  const PartnerConfig malaysia = sg_.config().partners.front();
  const auto hand_out = [&](std::vector<exchange::MessageKind> kinds, hours later) {
    exchange::IdentityDocument document = read_own_identity(my_.config()).value().document;
    document.capabilities.messages = std::move(kinds);
    document.number += static_cast<std::uint32_t>(later.count());
    const auto key = crypto::read_signing_key(my_.file("exchange.key")).value();
    const Bytes bytes = exchange::sign_identity(document, {key.public_key()}, crypto::sha256,
                                                [&](ByteView content) { return key.sign(content); });
    EXPECT_TRUE(take_newer(sg_.config(), malaysia, bytes, now_).value());
  };
  const std::vector<std::string> all = agreed(sg_.config()).mode.actions;
  EXPECT_EQ(all.back(), gateway::names::bundle_action) << "both take several messages as one";
  hand_out({{.type = "IE001", .versions = {1}},
            {.type = "IE003", .versions = {2, 1}},
            {.type = "IE050", .versions = {2}},
            {.type = "IE999", .versions = {1}}},
           hours{1});
  as4::PMode mode = agreed(sg_.config()).mode;
  EXPECT_EQ(mode.actions, (std::vector<std::string>{"IE001", "IE003"}))
      << "not in a version that we do not write";
  EXPECT_EQ(mode.taken, all) << "what we take our own document says";
  Config narrow = sg_.config();
  narrow.partners.front().actions = {"IE003", "IE006"};
  mode = agreed(narrow).mode;
  EXPECT_EQ(mode.actions, std::vector<std::string>{"IE003"});
  const std::string bundle{gateway::names::bundle_action};
  EXPECT_EQ(mode.taken, (std::vector<std::string>{"IE003", "IE006", bundle}))
      << "our document lists bundles, so it may send them";
  std::vector<exchange::MessageKind> kinds;
  for (const std::string& type : all) kinds.push_back({.type = type, .versions = {1}});
  hand_out(std::move(kinds), hours{2});
  EXPECT_EQ(agreed(sg_.config()).mode.actions, all) << "its newer document has them again";
  EXPECT_FALSE(gateway::takes_bundles(agreed(narrow).mode)) << "none go out that were not agreed on";
  narrow.partners.front().actions.push_back(bundle);
  mode = agreed(narrow).mode;
  EXPECT_EQ(mode.actions, narrow.partners.front().actions);
  EXPECT_EQ(mode.taken, narrow.partners.front().actions) << "named once";
}

TEST_F(AgreementsTest, ADocumentIsAskedUnderFromTheDayOnWhichItGotItsPlace) {
  const PartnerConfig malaysia = sg_.config().partners.front();
  const exchange::Identity identity = read_identity_of(malaysia).value();
  const Instant issued = identity.document.issued;
  const auto far = std::chrono::floor<Instant::duration>(std::chrono::system_clock::now()) + hours{1};
  EXPECT_GT(taken_at(malaysia, identity, std::max(far, issued + hours{1})), issued)
      << "its file is younger than what stands in it";
  EXPECT_EQ(taken_at(malaysia, identity, issued), issued) << "and of no instant to come";
}

/// Malaysia's access point is another product: Singapore has its certificates as files, Malaysia has
/// Singapore's identity document all the same.
class AgreementsByHand : public AgreementsTest {
 protected:
  [[nodiscard]] Config by_hand() const {
    Config sg = sg_.config();
    sg.partners = {PartnerConfig{}};
    PartnerConfig& malaysia = sg.partners.front();
    malaysia.country = "MY";
    malaysia.url = "https://as4.my/msh";
    malaysia.profile = as4::Suite::rsa;
    malaysia.signing_certificates_file = my_.file("messages-signing.pem");
    malaysia.sealing_certificates_file = my_.file("messages-sealing.pem");
    return sg;
  }
};

TEST_F(AgreementsByHand, AreThoseOfAnIdentityDocument) {
  Config my = my_.config();
  my.partners.front().profile = as4::Suite::rsa;
  const as4::Partner of_sg = agreed(by_hand());
  const as4::Partner of_my = agreed(my);
  EXPECT_EQ(of_sg.mode.suite, as4::Suite::rsa);
  EXPECT_EQ(of_sg.mode.partner.id, of_my.mode.home.id);
  EXPECT_EQ(of_sg.mode.service, of_my.mode.service);
  std::vector<std::string> of_a_document = of_sg.mode.actions;
  of_a_document.emplace_back(gateway::names::bundle_action);
  EXPECT_EQ(of_my.mode.actions, of_a_document) << "that bundles are taken, a document alone says";
  expect_fit(of_sg, of_my, now_);
  expect_fit(of_my, of_sg, now_);
}

TEST_F(AgreementsByHand, ANextCertificateIsUsedOnceTheOneThatThePartnerKnowsHasEnded) {
  const auto agreed_at = [&](Instant now) { return agreements_of(by_hand(), now)->all.front(); };
  EXPECT_TRUE(to_bring(agreed_at(now_), now_).empty()) << "there is one alone";
  const Instant later = now_ + message_certificate_life - renewed_before;
  ASSERT_TRUE(renew_certificates(sg_.config(), later).value());
  const Agreement told = agreed_at(later);
  const Instant end = told.as4->own_signing.front().certificate->not_after();
  const auto brought = to_bring(told, later);
  ASSERT_EQ(brought.size(), 2U) << "from the first day on, before it is valid";
  EXPECT_EQ(brought[0].purpose, crypto::KeyPurpose::signing);
  EXPECT_EQ(brought[0].certificate, told.as4->own_signing.back().certificate);
  EXPECT_EQ(brought[0].before, end);
  EXPECT_EQ(brought[1].purpose, crypto::KeyPurpose::sealing);
  const Instant both = later + announced_before + hours{1};
  const Agreement used = agreed_at(both);
  EXPECT_EQ(as4::signing_now(*used.as4, both), &used.as4->own_signing.front());
  EXPECT_EQ(as4::signing_now(*used.as4, end + hours{1}), &used.as4->own_signing.back());
  const auto ends = certificate_ends(by_hand(), both);
  const auto is_told = [&](std::string_view whose) {
    return std::ranges::any_of(
        ends, [&](const CertificateEnd& one) { return one.whose == whose && one.at == end; });
  };
  EXPECT_TRUE(is_told("our signing for MY") && is_told("our sealing for MY"));
}

TEST_F(AgreementsByHand, SayByWhichKeysHeadersAreOthers) {
  const Config before = by_hand();
  const auto changed = [&](auto change) {
    Config now = before;
    change(now.partners.front());
    return changed_in_headers(configured_mode(before, before.partners.front()),
                              configured_mode(now, now.partners.front()));
  };
  using Keys = std::vector<std::string_view>;
  EXPECT_EQ(changed([](PartnerConfig& p) {
              p.url = "https://elsewhere.my/msh";
              p.actions = {"IE001"};
              p.naming = as4::Naming::issuer_serial;
              p.payload_mib = 1;
            }),
            Keys{})
      << "of these nothing stands in what is signed";
  EXPECT_EQ(changed([](PartnerConfig& p) {
              p.party_id = "my-customs";
              p.own_party_id = "sg-customs";
            }),
            (Keys{"party_id", "own_party_id"}));
  EXPECT_EQ(changed([](PartnerConfig& p) {
              p.party_type = "";
              p.agreement = "";
              p.service = "customs";
              p.service_type = "urn:my";
            }),
            (Keys{"party_type", "agreement", "service", "service_type"}));
  EXPECT_EQ(changed([](PartnerConfig& p) { p.mep = as4::Mep::two_way; }), Keys{"mep"})
      << "an answer that waits names its question from then on";
}

TEST_F(AgreementsByHand, SayWhatItsPModeSays) {
  Config sg = by_hand();
  PartnerConfig& malaysia = sg.partners.front();
  malaysia.party_id = "my-customs";
  malaysia.own_party_id = "sg-customs";
  malaysia.party_type = "";
  malaysia.agreement = "";
  malaysia.service = "customs";
  malaysia.service_type = "urn:my:service";
  malaysia.actions = {"IE001", "IE003"};
  malaysia.retry = {.first = std::chrono::minutes{1}, .longest = std::chrono::hours{1}};
  malaysia.mep = as4::Mep::two_way;
  const auto agreements = agreements_of(sg, now_);
  ASSERT_EQ(agreements->all.size(), 1U) << agreements->left_out.front().what;
  const as4::PMode& mode = agreements->all.front().as4->mode;
  EXPECT_EQ(mode.partner.id, (as4::Typed{.value = "my-customs"}));
  EXPECT_EQ(mode.mep, as4::Mep::two_way);
  EXPECT_EQ(mode.home.id, (as4::Typed{.value = "sg-customs"}));
  EXPECT_EQ(mode.agreement, as4::Typed{});
  EXPECT_EQ(mode.service, (as4::Typed{.value = "customs", .type = "urn:my:service"}));
  EXPECT_EQ(mode.actions, malaysia.actions);
  const auto links = links_of(sg, *agreements);
  ASSERT_EQ(links.size(), 1U);
  EXPECT_EQ(links.front().url.target, "/msh");
  EXPECT_EQ(links.front().retry, malaysia.retry);
  EXPECT_FALSE(links.front().introduces_itself) << "it is asked for no document";
  EXPECT_FALSE(links.front().public_only) << "the operator gave the address";
  EXPECT_TRUE(links.front().admits({})) << "known by its signatures";
  EXPECT_FALSE(partners_tls(sg, *agreements)->clients_have_to_show);
}

TEST_F(AgreementsByHand, SayWhatItsConnectionsHaveToShow) {
  Config sg = by_hand();
  const auto refuses = [&] { return partners_tls(sg, *agreements_of(sg, now_))->clients_have_to_show; };
  EXPECT_FALSE(refuses()) << "nothing was agreed on";
  sg.partners.front().tls_clients_file = my_.file("tls.pem");
  EXPECT_TRUE(refuses());
  const auto shown = crypto::Certificate::from_pem(*read_file(my_.file("tls.pem"), Secrecy::open));
  const auto agreements = agreements_of(sg, now_);
  const auto links = links_of(sg, *agreements);
  ASSERT_EQ(links.size(), 1U);
  EXPECT_EQ(links.front().clients, std::vector{shown->fingerprint()});
  EXPECT_FALSE(links.front().admits({}));
  const auto lines = line_certificates(sg, *agreements);
  const auto& told = lines.at(links.front().partner);
  EXPECT_EQ(std::ranges::count(told, "its_line_client", &api::PartnerLine::Certificate::use), 1)
      << "its end is told";
  sg.revoked.push_back({.fingerprint = shown->fingerprint(), .reason = "stolen"});
  EXPECT_TRUE(fault(sg).contains("tls_clients_file: everything in it is revoked")) << fault(sg);
}

TEST_F(AgreementsByHand, HaveBundlesTakenOfWhoeverHoldsOurDocumentAndSendNoneThatWereNotAgreedOn) {
  const std::string bundle{gateway::names::bundle_action};
  EXPECT_TRUE(gateway::takes_bundles(agreed(my_.config()).mode)) << "it has our document, which lists them";
  Config sg = by_hand();
  std::vector<std::string>& actions = sg.partners.front().actions;
  const std::vector<std::string> all = agreed(sg).mode.actions;
  const auto expect_taken = [&](std::vector<std::string> by_themselves) {
    by_themselves.push_back(bundle);
    EXPECT_EQ(agreed(sg).mode.taken, by_themselves);
    EXPECT_FALSE(gateway::takes_bundles(agreed(sg).mode)) << "another product sees no bundle";
  };
  expect_taken(all);
  actions = {"IE001", "IE003"};
  expect_taken(actions);
  actions.push_back(bundle);
  EXPECT_TRUE(gateway::takes_bundles(agreed(sg).mode)) << "their operators have agreed on them";
  EXPECT_EQ(agreed(sg).mode.taken, actions) << "named once";
}

TEST_F(AgreementsByHand, ACertificateCountsByItselfUnlessAnAuthorityIsNamed) {
  Config sg = by_hand();
  sg.partners.front().profile = as4::Suite::edwards;
  expect_fit(agreed(sg), agreed(my_.config()), now_);
  sg.partners.front().authorities_file = my_.file("authority.pem");
  expect_fit(agreed(sg), agreed(my_.config()), now_);
  sg.partners.front().authorities_file = sg_.file("authority.pem");
  EXPECT_TRUE(fault(sg).contains("its issuer is none of those that are trusted")) << fault(sg);
}

TEST_F(AgreementsByHand, NameTheKeyOfAFileThatCannotBeRead) {
  Config sg = by_hand();
  sg.partners.front().sealing_certificates_file = my_.file("messages-sealing.key");
  EXPECT_TRUE(fault(sg).starts_with(origin_of(sg, "country") + ": partner MY: sealing_certificates_file: "))
      << "of a file that no line of the configuration names: " << fault(sg);
  EXPECT_TRUE(fault(sg).ends_with("there is no certificate in PEM")) << fault(sg);
  sg.partners.front().sealing_certificates_file = my_.file("messages-signing.pem");
  EXPECT_TRUE(fault(sg).contains("has no ")) << fault(sg);
  sg.settings.push_back(
      {.key = "partner.MY.sealing_certificates_file", .value = "/nowhere", .origin = "lintas.toml:27"});
  sg.partners.front().sealing_certificates_file = "/nowhere";
  EXPECT_TRUE(fault(sg).starts_with("lintas.toml:27: partner MY: sealing_certificates_file: ")) << fault(sg);
}

/// Malaysia has an authority of its own, which issued its certificates of profile 2.0.
class AgreementsUnderAnAuthority : public AgreementsTest {
 protected:
  AgreementsUnderAnAuthority() {
    std::ofstream{my_.file("authority.pem"), std::ios::binary} << authority_.certificate().pem()
                                                               << root_.certificate().pem();
    serial_ = reissue("messages-signing", crypto::KeyKind::ed25519, crypto::CertificateUse::signing);
    (void)reissue("messages-sealing", crypto::KeyKind::x25519, crypto::CertificateUse::agreement);
    introduce(my_.config(), at_);
  }
  /// Singapore takes what Malaysia says of itself.
  void introduce(const Config& my, Instant at) const {
    const auto kept = keep_identity(my, at);
    ASSERT_TRUE(kept) << kept.error();
    const std::string document = text_of(my_.file("identity.lintas"));
    const auto taken = take_newer(sg_.config(), sg_.config().partners.front(), as_bytes(document), at);
    ASSERT_TRUE(taken) << taken.error();
  }
  /// Malaysia announces its next certificate for signing; its serial.
  [[nodiscard]] std::string announce(const test::Authority& issuer) const {
    const auto key = crypto::MessageKey::generate(crypto::KeyKind::ed25519);
    const auto next =
        issuer.issue(key, "NTA.MY", crypto::CertificateUse::signing, {.from = days{5}, .until = days{15}});
    append(my_.file("messages-signing.pem"), next.certificate().pem());
    append(my_.file("messages-signing.key"), key.secret_pem());
    introduce(my_.config(), at_ + hours{1});
    return next.serial();
  }
  [[nodiscard]] as4::Partner agreed_with_list(const std::string& pem) const {
    const auto agreements = agreements_of(with_list(pem), at_ + hours{1});
    EXPECT_EQ(agreements->all.size(), 1U) << agreements->left_out.front().what;
    return *agreements->all.front().as4;
  }
  /// Singapore with these lists. What stands in the way; "" for nothing.
  [[nodiscard]] Config with_list(const std::string& pem) const {
    Config sg = sg_.config();
    sg.partners.front().revocation_list_file = (place_.path() / "lists.pem").string();
    std::ofstream{sg.partners.front().revocation_list_file, std::ios::binary} << pem;
    return sg;
  }
  [[nodiscard]] std::string list(const test::Authority& issuer, const std::vector<std::string>& serials,
                                 Instant next) const {
    return crypto::RevocationList::issue(issuer.certificate(), issuer.key(), serials,
                                         {.issued = now_, .next = next})
        .pem();
  }
  [[nodiscard]] std::string fault_of(const Config& config) const {
    const auto agreements = agreements_of(config, at_);
    return agreements->left_out.empty() ? "" : agreements->left_out.front().what;
  }

  static constexpr test::Validity month{.from = -days{15}, .until = days{15}};
  const Instant at_ = now_ + hours{1};
  test::Authority root_{"root", month};
  test::Authority authority_{root_, "state", month};
  std::string serial_;  ///< of the one for signing

 private:
  std::string reissue(const std::string& name, crypto::KeyKind kind, crypto::CertificateUse use) const {
    const auto key = crypto::MessageKey::generate(kind);
    const auto issued = authority_.issue(key, "NTA.MY", use, month);
    const std::string file = (my_.folder / name).string();
    std::string pem = issued.certificate().pem();
    // Those of RSA are signed by themselves.
    const auto before = crypto::Certificate::all_from_pem(text_of(file + ".pem"));
    for (const auto& one : before.value()) {
      const auto read = crypto::MessageCertificate::from_der(one.der()).value();
      if (read.issuer() == read.subject()) pem += one.pem();
    }
    std::ofstream{file + ".pem", std::ios::binary} << pem;
    append(file + ".key", key.secret_pem());
    return issued.serial();
  }
};

TEST_F(AgreementsUnderAnAuthority, AListOfTheAuthorityIsHeeded) {
  const auto none = agreements_of(with_list(list(authority_, {}, now_ + days{2})), at_);
  ASSERT_EQ(none->all.size(), 1U) << none->left_out.front().what;
  EXPECT_TRUE(none->all.front().as4->revoked.empty());
  const auto one = agreements_of(with_list(list(authority_, {serial_}, now_ + days{2})), at_);
  ASSERT_EQ(one->all.size(), 1U) << one->left_out.front().what;
  const as4::Partner& malaysia = *one->all.front().as4;
  EXPECT_TRUE(malaysia.signing.empty());
  EXPECT_EQ(malaysia.sealing.size(), 1U);
  ASSERT_EQ(malaysia.revoked.size(), 1U);
  EXPECT_TRUE(malaysia.revoked.front().why.contains("it was revoked")) << malaysia.revoked.front().why;
}

TEST_F(AgreementsUnderAnAuthority, ACertificateIsKnownWithThoseAboveItAtBothEnds) {
  const std::vector above{authority_.certificate().der(), root_.certificate().der()};
  const auto known = agreements_of(sg_.config(), at_);
  ASSERT_EQ(known->all.size(), 1U) << known->left_out.front().what;
  EXPECT_EQ(known->all.front().as4->signing.front().above, above);
  const auto own = read_own_keys(my_.config());
  ASSERT_TRUE(own) << own.error();
  EXPECT_EQ(own->signing.front().above, above);
}

TEST_F(AgreementsUnderAnAuthority, AListOfTheRootThatRevokesTheAuthorityIsHeeded) {
  const std::string of_authority = list(authority_, {}, now_ + days{2});
  const auto authority = crypto::MessageCertificate::from_der(authority_.certificate().der()).value();
  const auto fine = agreements_of(with_list(of_authority + list(root_, {}, now_ + days{2})), at_);
  ASSERT_EQ(fine->all.size(), 1U) << fine->left_out.front().what;
  EXPECT_EQ(fine->all.front().as4->signing.size(), 1U);
  const auto revoked =
      agreements_of(with_list(of_authority + list(root_, {authority.serial()}, now_ + days{2})), at_);
  ASSERT_EQ(revoked->all.size(), 1U) << revoked->left_out.front().what;
  const as4::Partner& malaysia = *revoked->all.front().as4;
  EXPECT_TRUE(malaysia.signing.empty() && malaysia.sealing.empty()) << "whoever has its key may issue any";
  ASSERT_EQ(malaysia.revoked.size(), 2U);
  EXPECT_TRUE(malaysia.revoked.front().why.contains("CN=state")) << malaysia.revoked.front().why;
  const std::string old = fault_of(with_list(of_authority + list(root_, {}, now_ + std::chrono::minutes{1})));
  EXPECT_TRUE(old.contains("is too old; fetch the one of today")) << old;
}

TEST_F(AgreementsUnderAnAuthority, ARootThatHasEndedLeavesTheAuthorityBelowAsItIs) {
  const test::Authority ended{"ended", {.from = -days{15}, .until = -days{6}}};
  const test::Authority below{ended, "below", month};
  std::ofstream{my_.file("authority.pem"), std::ios::binary | std::ios::app} << ended.certificate().pem()
                                                                             << below.certificate().pem();
  (void)announce(below);
  const std::string lists = list(authority_, {}, now_ + days{2}) + list(below, {}, now_ + days{2});
  EXPECT_EQ(agreed_with_list(lists).signing.size(), 2U);
}

TEST_F(AgreementsUnderAnAuthority, TheEndOfAnAuthorityBeforeItsCertificateIsTold) {
  const auto end_of = [](const Config& config, Instant now) -> std::optional<Instant> {
    const auto ends = certificate_ends(config, now);
    const auto found = std::ranges::find(ends, "MY authority", &CertificateEnd::whose);
    return found == ends.end() ? std::nullopt : std::optional{found->at};
  };
  EXPECT_EQ(end_of(sg_.config(), at_), std::nullopt) << "it ends with what it has issued";
  const test::Authority short_lived{"short", {.from = -days{15}, .until = days{10}}};
  append(my_.file("authority.pem"), short_lived.certificate().pem());
  (void)announce(short_lived);
  EXPECT_EQ(end_of(sg_.config(), at_ + hours{1}), test::noon + days{10});
}

TEST_F(AgreementsUnderAnAuthority, ACertificateCountsNoLongerThanTheAuthorityThatIssuedIt) {
  const test::Authority short_lived{"short", {.from = -days{15}, .until = days{10}}};
  append(my_.file("authority.pem"), short_lived.certificate().pem());
  const std::string next = announce(short_lived);
  const auto agreements = agreements_of(sg_.config(), at_ + hours{1});
  ASSERT_EQ(agreements->all.size(), 1U) << agreements->left_out.front().what;
  const as4::Partner& malaysia = *agreements->all.front().as4;
  const auto entry = std::ranges::find(
      malaysia.signing, next, [](const as4::PartnerSigning& one) { return one.certificate->serial(); });
  ASSERT_NE(entry, malaysia.signing.end());
  EXPECT_TRUE(entry->counts_at(test::noon + days{10}));
  EXPECT_FALSE(entry->counts_at(test::noon + days{11})) << "though it is valid itself until day 15";
}

TEST_F(AgreementsUnderAnAuthority, TheLifeOfTheListThatEndsFirstIsTold) {
  const Config sg = with_list(list(authority_, {}, now_ + days{6}) + list(root_, {}, now_ + days{90}));
  const auto agreements = agreements_of(sg, at_);
  ASSERT_EQ(agreements->all.size(), 1U) << agreements->left_out.front().what;
  const auto first = list_that_ends_first(agreements->all.front(), now_ + days{4});
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->next, now_ + days{6});
  EXPECT_DOUBLE_EQ(life_left(*first, now_ + days{4}), 1.0 / 3);
  EXPECT_EQ(life_left(*first, now_ + days{7}), 0);
  EXPECT_EQ(life_left(*first, now_ - days{1}), 1);
  const auto without = agreements_of(sg_.config(), at_);
  EXPECT_FALSE(list_that_ends_first(without->all.front(), at_).has_value());
}

TEST_F(AgreementsUnderAnAuthority, AnotherListInItsFileIsSeen) {
  EXPECT_EQ(marks_of_lists(sg_.config()), "") << "there is none";
  const Config sg = with_list(list(authority_, {}, now_ + days{2}));
  const std::string before = marks_of_lists(sg);
  EXPECT_EQ(marks_of_lists(sg), before);
  (void)with_list(list(authority_, {serial_}, now_ + days{2}));
  EXPECT_NE(marks_of_lists(sg), before);
  std::filesystem::remove(sg.partners.front().revocation_list_file);
  EXPECT_TRUE(marks_of_lists(sg).ends_with("is not there\n"));
}

TEST_F(AgreementsUnderAnAuthority, AListThatSaysNothingOfTodayLeavesThePartnerOut) {
  const auto fault = [&](const std::string& pem) { return fault_of(with_list(pem)); };
  const std::string old = fault(list(authority_, {}, now_ + std::chrono::minutes{1}));
  EXPECT_TRUE(old.contains("is too old; fetch the one of today")) << old;
  const test::Authority forger{"state", month};
  const std::string forged = fault(list(forger, {}, now_ + days{2}));
  EXPECT_TRUE(forged.contains("was signed by another")) << forged;
  const test::Authority stranger{"stranger", month};
  const std::string of_another = fault(list(stranger, {}, now_ + days{2}));
  EXPECT_TRUE(of_another.contains("there is no list of revoked certificates of its issuer")) << of_another;
  const std::string unread = fault("nothing");
  EXPECT_TRUE(unread.ends_with("lists.pem: there is no list of revoked certificates in PEM")) << unread;
  Config nowhere = sg_.config();
  nowhere.partners.front().revocation_list_file = "/nowhere";
  EXPECT_TRUE(fault_of(nowhere).contains(": partner MY: /nowhere: ")) << fault_of(nowhere);
}

TEST_F(AgreementsUnderAnAuthority, AListIsAskedAboutWhatIsToComeAsItCountsBeforeTheNextLook) {
  const std::string next = announce(authority_);
  EXPECT_EQ(agreed_with_list(list(authority_, {}, now_ + days{2})).signing.size(), 2U);
  const as4::Partner malaysia = agreed_with_list(list(authority_, {next}, now_ + days{2}));
  EXPECT_EQ(malaysia.signing.size(), 1U);
  ASSERT_EQ(malaysia.revoked.size(), 1U);
  EXPECT_TRUE(malaysia.revoked.front().why.contains("it was revoked")) << malaysia.revoked.front().why;
}

/// Whoever issues a certificate chooses its names.
TEST_F(AgreementsUnderAnAuthority, ACertificateThatNamesItselfAsItsIssuerIsAskedAboutAllTheSame) {
  const test::Authority namesake{"NTA.MY", month};
  append(my_.file("authority.pem"), namesake.certificate().pem());
  const std::string next = announce(namesake);
  const auto lists = [&](const std::vector<std::string>& serials) {
    return list(authority_, {}, now_ + days{2}) + list(namesake, serials, now_ + days{2});
  };
  EXPECT_EQ(agreed_with_list(lists({})).signing.size(), 2U);
  const as4::Partner revoked = agreed_with_list(lists({next}));
  EXPECT_EQ(revoked.signing.size(), 1U);
  EXPECT_EQ(revoked.revoked.size(), 1U) << "its authority's list speaks of it";
}

TEST_F(AgreementsUnderAnAuthority, WhatIsToComeAndNoListSpeaksOfIsLeftOutAlone) {
  const test::Authority other{"other", month};
  append(my_.file("authority.pem"), other.certificate().pem());
  (void)announce(other);
  const as4::Partner malaysia = agreed_with_list(list(authority_, {}, now_ + days{2}));
  EXPECT_EQ(malaysia.signing.size(), 1U);
  EXPECT_TRUE(malaysia.revoked.empty());
  const as4::Partner both =
      agreed_with_list(list(authority_, {}, now_ + days{2}) + list(other, {}, now_ + days{2}));
  EXPECT_EQ(both.signing.size(), 2U);
}

TEST_F(AgreementsUnderAnAuthority, WithItGoesWhatItIssuedThroughOthers) {
  Config sg = sg_.config();
  sg.revoked = {revoked(root_.certificate().fingerprint())};
  const auto agreements = agreements_of(sg, at_);
  ASSERT_EQ(agreements->all.size(), 1U) << agreements->left_out.front().what;
  const as4::Partner& malaysia = *agreements->all.front().as4;
  EXPECT_TRUE(malaysia.signing.empty() && malaysia.sealing.empty());
  ASSERT_EQ(malaysia.revoked.size(), 2U);
  EXPECT_TRUE(malaysia.revoked.front().why.contains("its issuer, by [[revoked]]: "))
      << malaysia.revoked.front().why;
}

TEST_F(AgreementsUnderAnAuthority, OfALineGoesWithTheRootAboveIt) {
  Config my = my_.config();
  my.exchange.tls_authorities_file = (place_.path() / "tls.pem").string();
  std::ofstream{my.exchange.tls_authorities_file, std::ios::binary} << authority_.certificate().pem();
  introduce(my, at_ + hours{1});
  Config sg = sg_.config();
  const auto reach = [&] { return agreements_of(sg, at_ + hours{1})->all.front().reach; };
  ASSERT_EQ(reach().tls_authorities.size(), 1U);
  sg.revoked = {revoked(root_.certificate().fingerprint())};
  const auto after = agreements_of(sg, at_ + hours{1});
  EXPECT_TRUE(after->all.empty());
  EXPECT_TRUE(after->left_out.front().what.contains("everything that its line is known by is revoked"))
      << after->left_out.front().what;
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
