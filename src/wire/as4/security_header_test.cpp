#include "wire/as4/security_header.hpp"

#include <cstddef>
#include <expected>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "tests/support/as4_recorded.hpp"
#include "wire/as4/envelope.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/key_block.hpp"
#include "wire/as4/limits.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/reference.hpp"
#include "wire/as4/suite.hpp"
#include "wire/xml/canonical.hpp"

/// What a message says of its signature and its sealing, before any key is used.
namespace lintas::as4 {
namespace {

Suite suite_of(std::string_view name) { return name.starts_with("v1") ? Suite::rsa : Suite::edwards; }

std::expected<SecurityHeader, Refused> read(const std::string& soap, Suite suite) {
  const test::Document document{soap};
  const auto envelope = read_envelope(document.tree);
  if (!envelope) return std::unexpected{envelope.error()};
  return read_security(document.tree, envelope->security, suite);
}

const std::vector<std::string>& requests() {
  static const std::vector<std::string> names{"v1.token", "v1.issuer-serial", "v1.key-identifier",
                                              "v2.token", "v2.issuer-serial", "v2.key-identifier"};
  return names;
}

TEST(As4Security, ReadsWhatPhase4Writes) {
  for (const std::string& name : requests()) {
    const auto found = read(test::recorded_soap(name), suite_of(name));
    ASSERT_TRUE(found) << name << ": " << found.error().why;
    const SignatureHeader& signature = found->signature;
    ASSERT_EQ(signature.references.size(), 3U) << name;
    EXPECT_EQ(signature.references.front().inclusive, (std::vector<std::string>{"S12"})) << name;
    EXPECT_EQ(signature.inclusive, (std::vector<std::string>{"S12"})) << name;
    EXPECT_TRUE(signature.references.back().is_part()) << name;
    EXPECT_EQ(signature.value.size(), suite_of(name) == Suite::rsa ? 256U : 64U) << name;
    ASSERT_TRUE(found->key) << name;
    ASSERT_EQ(found->parts.size(), 1U) << name;
    EXPECT_EQ(found->parts.front().content_id, signature.references.back().target()) << name;
    EXPECT_EQ(found->parts.front().mime_type, "application/gzip") << name;
    if (name.ends_with("issuer-serial")) {
      EXPECT_EQ(std::get<IssuerSerial>(signature.signer).issuer, "CN=Test CA,O=Test,C=XX") << name;
    }
    if (suite_of(name) == Suite::rsa) {
      EXPECT_EQ(std::get<KeyTransport>(found->key->box).box.size(), 256U) << name;
    } else {
      EXPECT_EQ(std::get<KeyAgreement>(found->key->box).salt.size(), 16U) << name;
      EXPECT_EQ(std::get<KeyAgreement>(found->key->box).wrapped.size(), 24U) << name;
    }
  }
}

TEST(As4Security, ReadsTheAnswers) {
  for (const std::string& name : requests()) {
    const auto found = read(test::recorded(name + ".answer.xml"), suite_of(name));
    ASSERT_TRUE(found) << name << ": " << found.error().why;
    EXPECT_FALSE(found->key) << name;
    EXPECT_EQ(found->signature.references.size(), 2U) << name;
  }
}

Hash256 digest_of(unsigned char value) {
  Hash256 digest;
  digest.bytes.fill(std::byte{value});
  return digest;
}

SecurityText sample(Suite suite, std::string_view signed_info, const CertificateName& name) {
  SecurityText text{.signer = name,
                    .signature = Bytes(suite == Suite::rsa ? 256 : 64, std::byte{3}),
                    .signed_info = signed_info};
  text.key = SealedKey{.recipient = name, .box = KeyTransport{Bytes(256, std::byte{4})}};
  if (suite == Suite::edwards) {
    KeyAgreement box{
        .salt = Bytes(16, std::byte{5}), .info = Bytes(3, std::byte{6}), .wrapped = Bytes(24, std::byte{7})};
    box.ephemeral.fill(std::byte{8});
    text.key->box = box;
  }
  text.parts = {{.content_id = "1@sg", .mime_type = "application/gzip"},
                {.content_id = "2@sg", .mime_type = R"(text/plain; charset="utf-8")"}};
  return text;
}

std::string soap_of(const SecurityText& text) {
  const Messaging messaging = UserMessage{.info = {.id = "m1@sg", .at = Instant{}},
                                          .from = {.id = {.value = "urn:sg"}, .role = "urn:i"},
                                          .to = {.id = {.value = "urn:my"}, .role = "urn:r"},
                                          .service = {.value = "urn:s"},
                                          .action = "a",
                                          .conversation = "c"};
  return write_envelope(write_security(text), write_messaging(messaging));
}

const std::vector<CertificateName>& names() {
  static const std::vector<CertificateName> all{
      BinaryToken{"AAECAw=="},
      IssuerSerial{.issuer = R"(CN=A\, B & <C>,C=SG)", .serial = "123456789012345678901"},
      KeyIdentifier{Bytes(20, std::byte{2})}};
  return all;
}

TEST(As4Security, WhatIsWrittenIsReadAgain) {
  for (const Suite suite : {Suite::rsa, Suite::edwards}) {
    const std::vector<Reference> references{
        make_reference(messaging_id, false, digest_of(1)), make_reference(body_id, false, digest_of(2)),
        make_reference("1@sg", true, digest_of(3)), make_reference("2@sg", true, digest_of(4))};
    const std::string signed_info = write_signed_info(suite, references);
    for (const CertificateName& name : names()) {
      const SecurityText text = sample(suite, signed_info, name);
      const test::Document document{soap_of(text)};
      const auto envelope = read_envelope(document.tree);
      ASSERT_TRUE(envelope) << envelope.error().why;
      const auto found = read_security(document.tree, envelope->security, suite);
      ASSERT_TRUE(found) << found.error().why;
      EXPECT_EQ(found->signature.signer, name);
      EXPECT_EQ(found->signature.value, text.signature);
      EXPECT_EQ(found->signature.references, references);
      EXPECT_EQ(found->key, text.key);
      EXPECT_EQ(found->parts, text.parts);
      std::string canonical;
      xml::canonicalise(document.tree, found->signature.signed_info, {}, canonical);
      EXPECT_EQ(canonical, signed_info) << "what is signed is what was written";
    }
  }
}

TEST(As4Security, AMessageWithoutPayloadHasNoKey) {
  const std::string signed_info = write_signed_info(
      Suite::edwards,
      {make_reference(messaging_id, false, digest_of(1)), make_reference(body_id, false, digest_of(2))});
  const auto found =
      read(soap_of({.signer = names().front(), .signature = Bytes(64), .signed_info = signed_info}),
           Suite::edwards);
  ASSERT_TRUE(found) << found.error().why;
  EXPECT_FALSE(found->key);
  EXPECT_TRUE(found->parts.empty());
}

struct Change {
  std::string_view what;
  std::string_view from;
  std::string_view to;
  Error error;
};

void expect_refused(const std::string& soap, Suite suite, const std::vector<Change>& changes) {
  for (const Change& change : changes) {
    const auto found = read(test::replaced(soap, change.from, change.to), suite);
    ASSERT_FALSE(found) << change.what;
    EXPECT_EQ(found.error().error, change.error) << change.what << ": " << found.error().why;
  }
}

constexpr Error authentication = Error::failed_authentication;
constexpr Error decryption = Error::failed_decryption;
constexpr Error policy = Error::policy_noncompliance;

/// The catalogue of algorithms and of key references, as far as no key is needed to see it.
TEST(As4Security, WhatWasNotAgreedIsRefused) {
  const std::string rsa = test::recorded_soap("v1.token");
  expect_refused(
      rsa, Suite::rsa,
      {
          {"RSA with SHA-1", "2001/04/xmldsig-more#rsa-sha256", "2000/09/xmldsig#rsa-sha1", authentication},
          {"an HMAC", "2001/04/xmldsig-more#rsa-sha256", "2001/04/xmldsig-more#hmac-sha256", authentication},
          {"Ed25519 where RSA was agreed", "2001/04/xmldsig-more#rsa-sha256",
           "2021/04/xmldsig-more#eddsa-ed25519", authentication},
          {"an empty algorithm", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "", authentication},
          {"a truncated signature method", R"(xmldsig-more#rsa-sha256"/>)",
           R"(xmldsig-more#rsa-sha256"><ds:HMACOutputLength>8</ds:HMACOutputLength></ds:SignatureMethod>)",
           authentication},
          {"canonical form with comments", "xml-exc-c14n#\"><ec", "xml-exc-c14n#WithComments\"><ec",
           authentication},
          {"RSA 1.5", "2009/xmlenc11#rsa-oaep", "2001/04/xmlenc#rsa-1_5", decryption},
          {"OAEP with the old mask", "2009/xmlenc11#rsa-oaep", "2001/04/xmlenc#rsa-oaep-mgf1p", decryption},
          {"a mask by SHA-1", "2009/xmlenc11#mgf1sha256", "2009/xmlenc11#mgf1sha1", decryption},
          {"a label", "<xenc11:MGF", "<xenc:OAEPparams>AA==</xenc:OAEPparams><xenc11:MGF", decryption},
          {"CBC", "2009/xmlenc11#aes128-gcm", "2001/04/xmlenc#aes128-cbc", decryption},
          {"a longer key", "2009/xmlenc11#aes128-gcm", "2009/xmlenc11#aes256-gcm", decryption},
          {"the headers sealed, too", "#Attachment-Content-Only", "#Attachment-Complete", policy},
          {"another cipher transform", "#Attachment-Ciphertext-Transform", "#Attachment-Other", decryption},
          {"an envelope's element sealed", "CipherReference URI=\"cid:", "CipherReference URI=\"#", policy},
          {"data under another key", "wsse:Reference URI=\"#EK-", "wsse:Reference URI=\"#XX-", decryption},
          {"data that the key is not for", "DataReference URI=\"#ED-", "DataReference URI=\"#XX-",
           decryption},
          {"a token of another form", "#X509v3\" wsu:Id", "#X509PKIPathv1\" wsu:Id", authentication},
          {"a token in hex", "#Base64Binary", "#HexBinary", authentication},
          {"a token elsewhere", "Reference URI=\"#X509-", "Reference URI=\"#Y509-", authentication},
          {"a timestamp", "<ds:Signature ", "<wsu:Timestamp/><ds:Signature ", policy},
          {"a user name", "<ds:Signature ", "<wsse:UsernameToken/><ds:Signature ", policy},
          {"a text in the header", "<ds:Signature ", "text<ds:Signature ", policy},
          {"a key by its name", "<wsse:SecurityTokenReference wsu:Id",
           "<ds:KeyName>x</ds:KeyName><wsse:SecurityTokenReference wsu:Id", authentication},
          {"an object", "</ds:Signature>", "<ds:Object/></ds:Signature>", authentication},
          {"a signature value that is none", "<ds:SignatureValue>", "<ds:SignatureValue>*", authentication},
      });
}

/// However many there are, and however long somebody makes the names.
TEST(As4Security, EachPayloadIsNamedByItsKeyOnce) {
  const std::vector<Reference> references{make_reference(messaging_id, false, digest_of(1)),
                                          make_reference(body_id, false, digest_of(2))};
  const std::string signed_info = write_signed_info(Suite::edwards, references);
  SecurityText text = sample(Suite::edwards, signed_info, names().front());
  text.parts.clear();
  for (std::size_t i = 0; i < bounds::parts_max; ++i)
    text.parts.push_back({.content_id = format("{}@sg", i), .mime_type = "application/gzip"});
  const std::string soap = soap_of(text);
  const auto found = read(soap, Suite::edwards);
  ASSERT_TRUE(found) << found.error().why;
  EXPECT_EQ(found->parts, text.parts);
  const std::string one = "DataReference URI=\"#ed0\"";
  const std::string too_long = format("DataReference URI=\"#{}\"", std::string(bounds::id_chars_max, 'x'));
  const std::string one_more = format("{}/><xenc:{}", one, one);
  expect_refused(soap, Suite::edwards,
                 {{"twice, and another not at all", one, "DataReference URI=\"#ed1\"", decryption},
                  {"nothing", one, "DataReference URI=\"\"", decryption},
                  {"by something that is no id", one, "DataReference URI=\"ed0\"", decryption},
                  {"by a name that is too long", one, too_long, decryption},
                  {"once more than there are payloads", one, one_more, decryption}});
}

TEST(As4Security, AnAgreementThatWasNotAgreedIsRefused) {
  expect_refused(
      test::recorded_soap("v2.key-identifier"), Suite::edwards,
      {
          {"RSA where Ed25519 was agreed", "2021/04/xmldsig-more#eddsa-ed25519",
           "2001/04/xmldsig-more#rsa-sha256", authentication},
          {"another curve", "2021/04/xmldsig-more#x25519", "2021/04/xmldsig-more#x448", decryption},
          {"a key of another curve", "MCowBQYDK2VuAyEA", "MCowBQYDK2VwAyEA", decryption},
          {"another derivation", "2021/04/xmldsig-more#hkdf\"", "2009/xmlenc11#ConcatKDF\"", decryption},
          {"another hash in it", "#hmac-sha256", "#hmac-sha1", decryption},
          {"a longer key", "KeyLength>16", "KeyLength>32", decryption},
          {"another wrapping", "2001/04/xmlenc#kw-aes128", "2001/04/xmlenc#kw-aes256", decryption},
          {"an empty key identifier", ">9F9D9BtgP732vo3mRAA5t+PVZOc=<", "><", decryption},
      });
}

TEST(As4Security, WhatIsMissingOrThereTwiceIsRefused) {
  const std::string soap = test::recorded_soap("v1.token");
  const auto cut = [&](std::string_view first, std::string_view last) {
    const auto begin = soap.find(first);
    const auto end = soap.find(last, begin) + last.size();
    return std::pair{begin, end};
  };
  const auto [signature, signature_end] = cut("<ds:Signature ", "</ds:Signature>");
  const auto [key, key_end] = cut("<xenc:EncryptedKey", "</xenc:EncryptedKey>");
  const auto without = [&](std::size_t begin, std::size_t end) {
    return soap.substr(0, begin) + soap.substr(end);
  };
  const std::string edwards = test::recorded_soap("v2.key-identifier");
  const std::string nobody =
      test::replaced(test::replaced(edwards, "<xenc:RecipientKeyInfo>", "<xenc:Other>"),
                     "</xenc:RecipientKeyInfo>", "</xenc:Other>");
  EXPECT_EQ(read(nobody, Suite::edwards).error().error, decryption) << "sealed for nobody";
  EXPECT_EQ(read(without(signature, signature_end), Suite::rsa).error().error, policy) << "not signed";
  EXPECT_EQ(read(without(key, key_end), Suite::rsa).error().error, decryption) << "data without a key";
  std::string twice = soap;
  twice.insert(signature, R"(<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/>)");
  EXPECT_EQ(read(twice, Suite::rsa).error().error, authentication) << "a signature by somebody else";
  twice = soap;
  twice.insert(key, R"(<xenc:EncryptedKey xmlns:xenc="http://www.w3.org/2001/04/xmlenc#"/>)");
  EXPECT_EQ(read(twice, Suite::rsa).error().error, policy) << "a second key";
}

}  // namespace
}  // namespace lintas::as4
