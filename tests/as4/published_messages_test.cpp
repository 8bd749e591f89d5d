// Messages of other products that have been published, and one signature of another library. Their licences
// let them be used but not be handed on under ours, so they are not in the tree: `./dev vectors` fetches
// them. What is not there is skipped, and told.
//
// Each was verified by an independent program before it was listed. Here our canonical form, digests and
// verification have to come to the same, and where our profile is stricter the row says by which check it
// refuses.

#include <algorithm>
#include <array>
#include <cstddef>
#include <expected>
#include <filesystem>
#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "shell/as4/envelope_signing.hpp"
#include "shell/as4/partner.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/message_certificate.hpp"
#include "shell/crypto/message_keys.hpp"
#include "shell/crypto/signing.hpp"
#include "tests/support/as4_recorded.hpp"
#include "tests/support/golden.hpp"
#include "wire/as4/base64.hpp"
#include "wire/as4/envelope.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/grammar.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/names.hpp"
#include "wire/as4/reference.hpp"
#include "wire/as4/security_header.hpp"
#include "wire/as4/suite.hpp"
#include "wire/xml/canonical.hpp"
#include "wire/xml/tree.hpp"

namespace lintas::as4 {
namespace {

using test::Document;
using xml::Tree;
using Node = Tree::Node;

/// Where `./dev vectors` puts them.
std::string fetched(std::string_view file) { return format("{}/build/vectors/{}", LINTAS_ROOT, file); }

#define SKIP_UNLESS_FETCHED(file)              \
  if (!std::filesystem::exists(fetched(file))) \
  GTEST_SKIP() << (file) << " is not there: ./dev vectors fetches it"

/// The SOAP part, which is text; what stands around it may be anything.
Document soap_of(std::string_view file) {
  const std::string text = test::read_file(fetched(file));
  const auto envelope = text.find("Envelope");
  require(envelope != std::string::npos, "there is an envelope");
  const auto open = text.rfind('<', envelope);
  const auto close = text.rfind("Envelope>");
  return Document{text.substr(open, close + std::string_view{"Envelope>"}.size() - open)};
}

void add_elements(const Tree& tree, Node node, std::vector<Node>& out) {
  out.push_back(node);
  for (auto child = tree.first_child(node); child; child = tree.next(*child)) {
    if (tree.kind(*child) == Tree::Kind::element) add_elements(tree, *child, out);
  }
}
std::vector<Node> elements_of(const Tree& tree) {
  std::vector<Node> out;
  add_elements(tree, tree.root(), out);
  return out;
}

Node the_only(const Tree& tree, const Tree::Name& name) {
  const std::vector<Node> all = elements_of(tree);
  const auto is = [&](Node node) { return tree.is(node, name); };
  require(std::ranges::count_if(all, is) == 1, "the element stands once");
  return *std::ranges::find_if(all, is);
}

/// A child of the signature, wherever the signature stands.
Node of_signature(const Tree& tree, std::string_view local) { return the_only(tree, {ns::ds, local}); }

std::string canonical(const Tree& tree, Node node, const std::vector<std::string>& inclusive) {
  std::string out;
  xml::canonicalise(tree, node, std::vector<std::string_view>{inclusive.begin(), inclusive.end()}, out);
  return out;
}

/// What is signed, read without the closed grammar of the header around it.
struct Signed {
  std::string info;  ///< in canonical form
  Bytes value;
  std::vector<Reference> references;
};
Signed signed_of(const Tree& tree) {
  Grammar read{tree};
  const Node info = of_signature(tree, "SignedInfo");
  auto inside = read.inside(info);
  const Node method = read.need(inside, {ns::ds, "CanonicalizationMethod"});
  Signed found{.info = canonical(tree, info, read_inclusive(read, method, Error::other)),
               .value = from_base64(tree.value(of_signature(tree, "SignatureValue")).value(), 1024).value()};
  (void)read.need(inside, {ns::ds, "SignatureMethod"});
  read.all(inside, {ns::ds, "Reference"},
           [&](Node one) { found.references.push_back(read_reference(read, one, Error::other)); });
  read.end(inside);
  EXPECT_FALSE(read.refused()) << read.refused()->why;
  return found;
}

/// Messaging and Body have the digests that their sender signed.
void expect_digests(const Tree& tree) {
  std::size_t fitting = 0;
  for (const Reference& reference : signed_of(tree).references) {
    if (reference.is_part()) continue;
    for (const Node node : elements_of(tree)) {
      if (tree.attribute(node, {ns::wsu, "Id"}) != reference.target()) continue;
      const std::string form = canonical(tree, node, reference.inclusive);
      EXPECT_EQ(crypto::sha256(std::array{as_bytes(form)}), reference.digest) << reference.uri;
      ++fitting;
    }
  }
  EXPECT_EQ(fitting, 2U);
}

/// That of the token which the signature names.
Certificate signer_of(const Tree& tree) {
  std::string_view uri;
  for (const Node info : elements_of(tree)) {
    if (!tree.is(info, {ns::ds, "KeyInfo"}) || !tree.is(*tree.parent(info), {ns::ds, "Signature"})) continue;
    std::vector<Node> below;
    add_elements(tree, info, below);
    for (const Node node : below) {
      if (tree.is(node, {ns::wsse, "Reference"}))
        uri = tree.attribute(node, {xml::Namespace::none, "URI"}).value();
    }
  }
  for (const Node node : elements_of(tree)) {
    if (!tree.is(node, {ns::wsse, "BinarySecurityToken"})) continue;
    if (tree.attribute(node, {ns::wsu, "Id"}) != uri.substr(1)) continue;
    const Bytes der = from_base64(tree.value(node).value(), 4096).value();
    return std::make_shared<const crypto::MessageCertificate>(
        crypto::MessageCertificate::from_der(der).value());
  }
  require(false, "the signature names a token");
  return nullptr;
}

/// Who signed it as a partner: agreed on beforehand, as every partner's certificate is.
Partner partner_with(const Certificate& certificate) {
  Partner partner;
  partner.signing.push_back(
      {.certificate = certificate,
       .key = std::make_shared<const crypto::Verifier>(crypto::Verifier::of(*certificate).value())});
  return partner;
}

/// RSSBus, of a gas network to a trader, by the algorithms of 1.15 to the letter. The key for its payload was
/// never published; all before that key is used is proved.
TEST(PublishedMessages, RssbusIsReadAndVerifiedUpToTheContentKey) {
  constexpr std::string_view file = "as4net/rssbus_message.as4";
  SKIP_UNLESS_FETCHED(file);
  const Document document = soap_of(file);
  const Tree& tree = document.tree;
  const Instant sent = parse_instant("2018-01-12T10:09:17Z").value();

  const auto envelope = read_envelope(tree);
  ASSERT_TRUE(envelope) << envelope.error().why;
  const auto security = read_security(tree, envelope->security, Suite::rsa);
  ASSERT_TRUE(security) << security.error().why;
  const Certificate signer = signer_of(tree);
  EXPECT_TRUE(means(security->signature.signer, *signer));
  const auto verified = verify_envelope(tree, *envelope, *security, partner_with(signer), sent);
  EXPECT_TRUE(verified) << verified.error().why;

  const auto messaging = read_messaging(tree, envelope->messaging);
  ASSERT_TRUE(messaging) << messaging.error().why;
  const auto& message = std::get<UserMessage>(*messaging);
  EXPECT_EQ(message.from.id.value, "21X-NL-A-A0A0A-Z");
  EXPECT_EQ(message.to.id.value, "12XBKW-HANDEL--X");
  EXPECT_EQ(message.service.value, "A06");
  EXPECT_EQ(message.conversation, "");
  ASSERT_EQ(security->parts.size(), 1U);
  ASSERT_EQ(message.parts.size(), 1U);
  EXPECT_EQ(security->parts.front().content_id, message.parts.front().content_id);
  ASSERT_TRUE(security->key);
  EXPECT_FALSE(means(security->key->recipient, *signer)) << "sealed for the other one";
  EXPECT_EQ(std::get<KeyTransport>(security->key->box).box.size(), 256U);

  const auto late = parse_instant("2018-11-04T00:00:00Z").value();
  EXPECT_EQ(verify_envelope(tree, *envelope, *security, partner_with(signer), late).error().error,
            Error::failed_authentication)
      << "when its certificate had ended";
  const auto edwards = read_security(tree, envelope->security, Suite::edwards);
  ASSERT_FALSE(edwards);
  EXPECT_EQ(edwards.error().error, Error::failed_authentication) << "of a partner of 2.0";
}

TEST(PublishedMessages, RssbusIsRefusedWhenAnythingSignedWasChanged) {
  constexpr std::string_view file = "as4net/rssbus_message.as4";
  SKIP_UNLESS_FETCHED(file);
  const std::string text = *soap_of(file).text;
  const Certificate signer = signer_of(soap_of(file).tree);
  const auto refused = [&](std::string_view what, std::string_view by) {
    const Document document{test::replaced(text, what, by)};
    const auto envelope = read_envelope(document.tree);
    const auto security = read_security(document.tree, envelope.value().security, Suite::rsa);
    const auto verified = verify_envelope(document.tree, *envelope, security.value(), partner_with(signer),
                                          parse_instant("2018-01-12T10:09:17Z").value());
    return verified ? std::optional<Error>{} : verified.error().error;
  };
  EXPECT_FALSE(refused("<soapenv:Header ", "<soapenv:Header  "))
      << "between attributes there may be any blanks";
  EXPECT_EQ(refused(">A06<", ">A07<"), Error::failed_authentication);
  EXPECT_EQ(refused("<soapenv:Body ", "<soapenv:Body soapenv:role=\"\" "), Error::failed_authentication);
  EXPECT_EQ(refused("xmlns:xsd=\"http://www.w3.org/1999/XMLSchema\"", "xmlns:xsd=\"urn:other\""),
            Error::failed_authentication)
      << "a prefix that the list of the signature writes out";
  EXPECT_EQ(refused("bu5rDJwgZ/", "bu5rDJwgZa"), Error::failed_authentication);
}

/// AS4.NET asks for messages of a channel: verified, and refused, for nobody here holds any ready.
TEST(PublishedMessages, APullIsVerifiedAndRefusedAsNotSupported) {
  constexpr std::string_view file = "as4net/as4-soap-signed-pullrequest.xml";
  SKIP_UNLESS_FETCHED(file);
  const Document document = soap_of(file);
  const auto envelope = read_envelope(document.tree);
  ASSERT_TRUE(envelope) << envelope.error().why;
  const auto security = read_security(document.tree, envelope->security, Suite::rsa);
  ASSERT_TRUE(security) << security.error().why;
  const auto verified =
      verify_envelope(document.tree, *envelope, *security, partner_with(signer_of(document.tree)),
                      parse_instant("2017-06-12T11:50:37Z").value());
  EXPECT_TRUE(verified) << verified.error().why;
  const auto messaging = read_messaging(document.tree, envelope->messaging);
  ASSERT_FALSE(messaging);
  EXPECT_EQ(messaging.error().error, Error::feature_not_supported);
}

/// Its form and its digests fit, its key is too small to be agreed on, and its property stands twice.
TEST(PublishedMessages, AKeyOf1024BitsCannotBeAgreedOn) {
  constexpr std::string_view file = "as4net/as4-soap-signed-message.txt";
  SKIP_UNLESS_FETCHED(file);
  const Document document = soap_of(file);
  const auto envelope = read_envelope(document.tree);
  ASSERT_TRUE(envelope) << envelope.error().why;
  const auto security = read_security(document.tree, envelope->security, Suite::rsa);
  EXPECT_TRUE(security) << security.error().why;
  expect_digests(document.tree);
  const auto verifier = crypto::Verifier::of(*signer_of(document.tree));
  ASSERT_FALSE(verifier);
  EXPECT_NE(verifier.error().find("below 2048 bits"), std::string::npos) << verifier.error();
  const auto messaging = read_messaging(document.tree, envelope->messaging);
  ASSERT_FALSE(messaging);
  EXPECT_EQ(messaging.error().error, Error::value_inconsistent);
}

/// The same under the token of another one, who did not sign it: also for somebody who has agreed on that
/// one.
TEST(PublishedMessages, ATokenThatDidNotSignIsRefused) {
  constexpr std::string_view file = "as4net/as4-soap-untrusted-signed-message.txt";
  SKIP_UNLESS_FETCHED(file);
  const Document document = soap_of(file);
  const auto envelope = read_envelope(document.tree);
  ASSERT_TRUE(envelope) << envelope.error().why;
  const auto security = read_security(document.tree, envelope->security, Suite::rsa);
  ASSERT_TRUE(security) << security.error().why;
  expect_digests(document.tree);
  const auto verified =
      verify_envelope(document.tree, *envelope, *security, partner_with(signer_of(document.tree)),
                      parse_instant("2016-09-23T12:33:22Z").value());
  ASSERT_FALSE(verified);
  EXPECT_EQ(verified.error().error, Error::failed_authentication);
  EXPECT_EQ(verified.error().why, "the signature does not fit");
}

/// The first again, and its body has an id that nothing signed names.
TEST(PublishedMessages, ABodyUnderAnotherIdIsNotSigned) {
  constexpr std::string_view file = "as4net/as4-soap-wrong-signed-message.txt";
  SKIP_UNLESS_FETCHED(file);
  const Document document = soap_of(file);
  const auto envelope = read_envelope(document.tree);
  ASSERT_TRUE(envelope) << envelope.error().why;
  const auto security = read_security(document.tree, envelope->security, Suite::rsa);
  ASSERT_TRUE(security) << security.error().why;
  EXPECT_TRUE(std::ranges::none_of(security->signature.references, [&](const Reference& reference) {
    return reference.target() == envelope->body_id;
  }));
}

/// What another algorithm than the profile's makes unreadable for us, though all that we can compute fits.
struct Other {
  std::string_view file;
  Error error;
  std::string_view by;
  bool has_token = true;  ///< and its signature is of RSA-SHA256, so it is verified too
  friend std::ostream& operator<<(std::ostream& out, const Other& other) { return out << other.file; }
};
class OtherAlgorithms : public testing::TestWithParam<Other> {};

TEST_P(OtherAlgorithms, AreRefusedThoughTheDigestsFit) {
  const Other& other = GetParam();
  SKIP_UNLESS_FETCHED(other.file);
  const Document document = soap_of(other.file);
  const auto envelope = read_envelope(document.tree);
  ASSERT_TRUE(envelope) << envelope.error().why;
  const auto security = read_security(document.tree, envelope->security, Suite::rsa);
  ASSERT_FALSE(security) << other.by;
  EXPECT_EQ(security.error().error, other.error) << security.error().why;
  expect_digests(document.tree);
  if (!other.has_token) return;
  const Signed found = signed_of(document.tree);
  const auto verifier = crypto::Verifier::of(*signer_of(document.tree));
  ASSERT_TRUE(verifier) << verifier.error();
  EXPECT_TRUE(verifier->verify(as_bytes(found.info), found.value));
  EXPECT_FALSE(verifier->verify(as_bytes(found.info + ' '), found.value));
}

INSTANTIATE_TEST_SUITE_P(PublishedMessages, OtherAlgorithms,
                         testing::Values(Other{.file = "as4net/as4_flame_envelope.as4",
                                               .error = Error::failed_decryption,
                                               .by = "OAEP without its digest, which is SHA-1 then"},
                                         Other{.file = "as4net/c3_minderreceiveagent_request.as4",
                                               .error = Error::failed_decryption,
                                               .by = "OAEP with the mask of SHA-1"},
                                         Other{.file = "as4net/as4-encrypted-signed-issuerserial.as4",
                                               .error = Error::failed_authentication,
                                               .by = "RSA-SHA384",
                                               .has_token = false},
                                         Other{.file = "as4net/as4-encrypted-signed-keyidentifier.as4",
                                               .error = Error::failed_authentication,
                                               .by = "RSA-SHA384",
                                               .has_token = false}));

/// xmlsec's: signed over inclusive canonical form, which is the same here since nothing around it is in
/// scope; its reference is to a whole document without the signature, which our grammar knows nothing of.
TEST(PublishedMessages, ASignatureOfEd25519ByXmlsecIsVerified) {
  constexpr std::string_view file = "xmlsec/enveloped-sha256-eddsa-ed25519.xml";
  constexpr std::string_view key_file = "xmlsec/eddsa-ed25519-pubkey.pem";
  SKIP_UNLESS_FETCHED(file);
  SKIP_UNLESS_FETCHED(key_file);
  const Document document{test::read_file(fetched(file))};
  const Tree& tree = document.tree;
  const std::string pem = test::read_file(fetched(key_file));
  const auto first = pem.find('\n');
  const Bytes der =
      from_base64(std::string_view{pem}.substr(first, pem.find("-----END") - first), 64).value();
  crypto::PublicKeyBytes key{};
  ASSERT_EQ(der.size(), 12 + key.size());  // RFC 8410, 4
  std::ranges::copy(ByteView{der}.subspan(12), key.begin());
  // Inclusive form writes all that is declared: of what is signed one prefix, of what is around it none.
  const std::string info = canonical(tree, of_signature(tree, "SignedInfo"), {"dsig"});
  const Bytes value = from_base64(tree.value(of_signature(tree, "SignatureValue")).value(), 64).value();
  EXPECT_TRUE(crypto::verify(key, as_bytes(info), value));
  EXPECT_FALSE(crypto::verify(key, as_bytes(test::replaced(info, "SsyG", "SsyH")), value));

  Grammar read{tree};
  (void)read_reference(read, the_only(tree, {ns::ds, "Reference"}), Error::failed_authentication);
  EXPECT_TRUE(read.refused());
}

}  // namespace
}  // namespace lintas::as4

/// 77 where nothing failed and something was skipped: ctest tells it so.
int main(int count, char** arguments) {
  testing::InitGoogleTest(&count, arguments);
  const int failed = RUN_ALL_TESTS();
  return failed == 0 && testing::UnitTest::GetInstance()->skipped_test_count() > 0 ? 77 : failed;
}
