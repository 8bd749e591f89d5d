#include "shell/api/exchange_proof.hpp"

#include <algorithm>
#include <array>
#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "shell/as4/partner.hpp"
#include "shell/crypto/digest.hpp"
#include "tests/support/as4_nodes.hpp"
#include "tests/support/world.hpp"
#include "wire/as4/base64.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/pmode.hpp"
#include "wire/as4/reference.hpp"
#include "wire/as4/suite.hpp"

namespace lintas::api {
namespace {

Hash256 digest(ByteView content) { return crypto::sha256(std::array{content}); }

class ExchangeProof : public testing::TestWithParam<as4::Suite> {
 public:
  ExchangeProof() {
    octets = test::octets_of(passage, test::shared_agreement(test::malaysia, GetParam()), entropy);
    const as4::Outgoing& message = octets->message;
    receipt = as4::make_receipt(test::agreement(test::singapore, GetParam()), message.message_id,
                                message.references, "receipt@nta.sg", test::time_of_recording())
                  .value();
  }

  test::SeededEntropy entropy{3};
  test::Passage passage;
  std::shared_ptr<const gateway::Octets> octets;
  std::string receipt;
};

INSTANTIATE_TEST_SUITE_P(EachSuite, ExchangeProof, testing::Values(as4::Suite::edwards, as4::Suite::rsa));

TEST_P(ExchangeProof, WhatWasSignedIsFoundAgainOctetByOctet) {
  const auto proof = read_proof(octets->message.soap);
  ASSERT_TRUE(proof);
  EXPECT_EQ(proof->suite, GetParam());
  EXPECT_EQ(info_of(*proof).id, octets->message.message_id);
  const as4::Partner known = test::agreement(test::singapore, GetParam());
  const auto& signer = known.signing.front();
  EXPECT_TRUE(signer.key->verify(as_bytes(proof->signed_info), proof->signature));
  EXPECT_EQ(certificate_of(*proof), std::optional{signer.certificate->der()});
  const auto header = std::ranges::find(proof->references, "#msg", &as4::Reference::uri);
  ASSERT_NE(header, proof->references.end());
  EXPECT_EQ(header->digest, digest(as_bytes(proof->header)));
}

TEST_P(ExchangeProof, TheContentFitsTheDigestAndAnotherOneDoesNot) {
  const auto proof = read_proof(octets->message.soap);
  ASSERT_TRUE(proof);
  const std::string xml = test::passage_xml(passage);
  const auto packed = as_signed(*proof, copy_of(as_bytes(xml)), "application/xml", crypto::sha256);
  EXPECT_TRUE(packed.fits);
  EXPECT_EQ(packed.type, as4::gzip_type);
  EXPECT_EQ(digest(packed.content), payload_digest(*proof));
  const auto other = as_signed(*proof, copy_of(as_bytes(xml + " ")), "application/xml", crypto::sha256);
  EXPECT_FALSE(other.fits);
  EXPECT_EQ(other.type, "application/xml");
}

TEST_P(ExchangeProof, WhatAnotherProgramHasPackedIsShownAsItWasKept) {
  const as4::Outgoing sent =
      test::sent_by_another_program(passage, test::agreement(test::malaysia, GetParam()), entropy);
  const auto proof = read_proof(sent.soap);
  ASSERT_TRUE(proof);
  const std::string xml = test::passage_xml(passage);
  EXPECT_FALSE(as_signed(*proof, copy_of(as_bytes(xml)), "application/xml", crypto::sha256).fits)
      << "nobody can pack it so again";
  const auto payload = kept_as_signed(*proof, test::packed_otherwise(as_bytes(xml)), crypto::sha256);
  EXPECT_TRUE(payload.fits);
  EXPECT_EQ(payload.type, as4::gzip_type);
  const Evidence made = evidence_of({}, sent.soap, *proof, payload, receipt, read_proof(receipt));
  const auto exhibit = std::ranges::find(made.exhibits, "payload.gz", &Exhibit::name);
  ASSERT_NE(exhibit, made.exhibits.end());
  // What the text says to do: the digest of the file is the one that stands beside cid:… above.
  EXPECT_TRUE(made.text.contains("openssl dgst -sha256 -binary payload.gz | openssl base64")) << made.text;
  const std::string line = as4::to_base64(digest(exhibit->content).view());
  const auto cid = made.text.find("  cid:");
  ASSERT_NE(cid, std::string::npos);
  EXPECT_TRUE(made.text.substr(cid, made.text.find('\n', cid) - cid).ends_with(line)) << made.text;
  EXPECT_FALSE(kept_as_signed(*proof, copy_of(as_bytes(xml)), crypto::sha256).fits);
}

TEST_P(ExchangeProof, WhatWasNotPackedIsShownInTheFormThatWasSigned) {
  as4::Partner plain = test::agreement(test::malaysia, GetParam());
  plain.mode.compresses = false;
  const auto sent = test::octets_of(passage, std::make_shared<const as4::Partner>(plain), entropy);
  const auto proof = read_proof(sent->message.soap);
  ASSERT_TRUE(proof);
  const auto payload =
      as_signed(*proof, copy_of(as_bytes(test::passage_xml(passage))), "application/xml", crypto::sha256);
  EXPECT_TRUE(payload.fits);
  EXPECT_EQ(payload.type, "application/xml");
  EXPECT_EQ(digest(payload.content), payload_digest(*proof));
}

TEST_P(ExchangeProof, AReceiptConfirmsItsMessageAlone) {
  const auto message = read_proof(octets->message.soap);
  const auto confirmation = read_proof(receipt);
  ASSERT_TRUE(message && confirmation);
  EXPECT_TRUE(confirms(*confirmation, *message));
  EXPECT_FALSE(confirms(*message, *message));
  passage.id = "MY2";
  const auto other = test::octets_of(passage, test::shared_agreement(test::malaysia, GetParam()), entropy);
  EXPECT_FALSE(confirms(*confirmation, read_proof(other->message.soap).value()));
}

TEST_P(ExchangeProof, OfOneThatWentWithOthersItsOwnPayloadIsShown) {
  const test::Passage second{.id = "MY2", .n = 2};
  const auto both =
      test::bundle_of({passage, second}, test::bundling_agreement(test::malaysia, GetParam()), entropy);
  auto proof = read_proof(both->message.soap);
  ASSERT_TRUE(proof);
  EXPECT_EQ(payload_digest(*proof), std::nullopt) << "nobody said which";
  proof->part = "MY2@nta.my";
  const auto payload =
      as_signed(*proof, copy_of(as_bytes(test::passage_xml(second))), "application/xml", crypto::sha256);
  EXPECT_TRUE(payload.fits);
  EXPECT_FALSE(
      as_signed(*proof, copy_of(as_bytes(test::passage_xml(passage))), "application/xml", crypto::sha256)
          .fits)
      << "what another one says";
  const Evidence made = evidence_of({}, both->message.soap, *proof, payload, receipt, read_proof(receipt));
  EXPECT_TRUE(made.text.contains(both->message.message_id)) << made.text;
  EXPECT_TRUE(made.text.contains("whose reference begins with cid:MY2@nta.my")) << made.text;
}

/// After a start between post and receipt the sender holds the receipt of another way.
TEST_P(ExchangeProof, FurtherWaysAreExhibitsWithTheirOwnReceipts) {
  const auto both = test::bundle_of({passage, {.id = "MY2", .n = 2}},
                                    test::bundling_agreement(test::malaysia, GetParam()), entropy);
  const std::string other_receipt =
      as4::make_receipt(test::agreement(test::singapore, GetParam()), both->message.message_id,
                        both->message.references, "receipt-2@nta.sg", test::time_of_recording())
          .value();
  const auto message = read_proof(octets->message.soap);
  FurtherWay way{.at = "2026-11-23T23:10:00.000Z",
                 .envelope = both->message.soap,
                 .message = read_proof(both->message.soap).value(),
                 .receipt = other_receipt,
                 .confirmation = read_proof(other_receipt)};
  way.message.part = octets->message.message_id;
  const auto payload =
      as_signed(*message, copy_of(as_bytes(test::passage_xml(passage))), "application/xml", crypto::sha256);
  way.payload = payload;
  const auto made_of = [&](const FurtherWay& one, bool has_more) {
    return evidence_of({}, octets->message.soap, *message, payload, receipt, read_proof(receipt),
                       {.again = {one}, .has_more = has_more});
  };
  const Evidence made = made_of(way, false);
  const auto exhibit = [&](const Evidence& all, std::string_view name) {
    const auto found = std::ranges::find(all.exhibits, name, &Exhibit::name);
    return found == all.exhibits.end() ? Bytes{} : found->content;
  };
  EXPECT_EQ(as_text(exhibit(made, "again-1.xml")), both->message.soap);
  EXPECT_EQ(as_text(exhibit(made, "again-1-receipt.xml")), other_receipt);
  for (const Exhibit& one : made.exhibits) EXPECT_TRUE(made.text.contains(one.name)) << one.name;
  EXPECT_TRUE(made.text.contains(both->message.message_id)) << made.text;
  EXPECT_TRUE(made.text.contains("What it says has the digest that it has above.")) << made.text;
  EXPECT_TRUE(exhibit(made, "again-1-payload.gz").empty()) << "it is the same";
  EXPECT_FALSE(made.text.contains("More ways"));
  EXPECT_TRUE(made_of(way, true).text.contains("More ways are kept"));

  way.message.part = "MY2@nta.my";  // as if it had been packed otherwise
  way.payload->fits = false;
  EXPECT_FALSE(exhibit(made_of(way, false), "again-1-payload.gz").empty());
  way.payload.reset();
  EXPECT_TRUE(made_of(way, false).text.contains("What it said there is not kept here")) << made.text;
}

TEST_P(ExchangeProof, TheEvidenceSaysHowToCheckItAndHoldsWhatThatTakes) {
  const auto message = read_proof(octets->message.soap);
  const auto confirmation = read_proof(receipt);
  ASSERT_TRUE(message && confirmation);
  const auto payload =
      as_signed(*message, copy_of(as_bytes(test::passage_xml(passage))), "application/xml", crypto::sha256);
  const Evidence made = evidence_of({.id = "MY:MY1@nta.my\r\nBcc: x",
                                     .from = "NTA.MY",
                                     .to = "NTA.SG",
                                     .identification = "MY1",
                                     .type = "IE118",
                                     .about = {},
                                     .at = "2026-11-23T23:00:00Z"},
                                    octets->message.soap, *message, payload, receipt, confirmation);
  for (const Exhibit& one : made.exhibits) EXPECT_TRUE(made.text.contains(one.name)) << one.name;
  EXPECT_EQ(made.exhibits.size(), 11U);
  EXPECT_TRUE(made.text.contains("names the same things with the same digests")) << made.text;
  EXPECT_TRUE(made.text.contains(GetParam() == as4::Suite::rsa ? "openssl dgst -sha256 -verify" : "-rawin"));
  const std::string mail = mail_of("Evidence of message MY:MY1@nta.my\r\nBcc: x", made);
  EXPECT_TRUE(
      mail.starts_with("Subject: Evidence of message MY:MY1@nta.my??Bcc: x\r\nMIME-Version: 1.0\r\n"));
  EXPECT_TRUE(mail.ends_with("--=_lintas_evidence--\r\n"));
  for (std::size_t at = 0; at < mail.size();) {
    const auto end = mail.find("\r\n", at);
    ASSERT_NE(end, std::string::npos);
    EXPECT_LE(end - at, 120U);
    at = end + 2;
  }
}

TEST_P(ExchangeProof, TheEvidenceHasTheCertificatesAlsoWhereTheyAreOnlyNamed) {
  as4::Partner agreed = test::agreement(test::malaysia, GetParam());
  agreed.mode.naming = as4::Naming::issuer_serial;
  const auto sent = test::octets_of(passage, std::make_shared<const as4::Partner>(agreed), entropy);
  auto message = read_proof(sent->message.soap);
  auto confirmation = read_proof(receipt);
  ASSERT_TRUE(message && confirmation);
  const auto before = evidence_of({}, sent->message.soap, *message, {}, receipt, confirmation);
  EXPECT_TRUE(before.text.contains("ask the signer for it, as message-signer.cer")) << before.text;
  EXPECT_EQ(certificate_of(*message), std::nullopt);
  const Bytes signer = agreed.own_signing.front().certificate->der();
  const Bytes root = test::recorded_root();
  message->beside = {signer, root};
  confirmation->beside = {root};  // whose signer stands in it
  EXPECT_EQ(certificate_of(*message), signer);
  const Evidence made = evidence_of({}, sent->message.soap, *message, {}, receipt, confirmation);
  const auto exhibit = [&](std::string_view name) {
    const auto found = std::ranges::find(made.exhibits, name, &Exhibit::name);
    return found == made.exhibits.end() ? Bytes{} : found->content;
  };
  EXPECT_EQ(exhibit("message-signer.cer"), signer);
  EXPECT_EQ(exhibit("message-authority-1.cer"), root);
  EXPECT_EQ(exhibit("receipt-signer.cer"),
            test::agreement(test::singapore, GetParam()).own_signing.front().certificate->der());
  EXPECT_EQ(exhibit("receipt-authority-1.cer"), root);
  EXPECT_FALSE(made.text.contains("ask the signer")) << made.text;
  EXPECT_TRUE(made.text.contains("-trusted message-authority-1.cer message-signer.cer")) << made.text;
  EXPECT_TRUE(made.text.contains("-trusted receipt-authority-1.cer receipt-signer.cer")) << made.text;
}

TEST(ReadProof, TellsNothingOfWhatIsNoEnvelope) {
  EXPECT_FALSE(read_proof(""));
  EXPECT_FALSE(read_proof("<a/>"));
  EXPECT_FALSE(read_proof("--boundary\r\nContent-Type: application/soap+xml\r\n\r\n"));
}

}  // namespace
}  // namespace lintas::api
