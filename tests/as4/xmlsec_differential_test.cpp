// Signatures of ours and of phase4 as xmlsec verifies them, and changed ones, which both refuse. xmlsec is
// told what the profile adds to XML Signature: which attribute is an id, and that a `cid:` is a part of the
// message, digested as it is.

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <gtest/gtest.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/valid.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlstring.h>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include <xmlsec/buffer.h>
#include <xmlsec/errors.h>
#include <xmlsec/io.h>
#include <xmlsec/keysdata.h>
#include <xmlsec/list.h>
#include <xmlsec/openssl/app.h>
#include <xmlsec/openssl/crypto.h>
#include <xmlsec/strings.h>
#include <xmlsec/transforms.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>
#include <xmlsec/xmltree.h>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "shell/as4/dispatch.hpp"
#include "shell/as4/partner.hpp"
#include "shell/as4/reception.hpp"
#include "tests/support/as4_line.hpp"
#include "tests/support/as4_partners.hpp"
#include "tests/support/as4_recorded.hpp"
#include "tests/support/message_pki.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/gzip.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/reference.hpp"
#include "wire/as4/suite.hpp"

namespace lintas::as4 {
namespace {

// ---- xmlsec

constexpr std::string_view ed25519 = "http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519";
constexpr std::string_view utility =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
constexpr const char* attachment_content =
    "http://docs.oasis-open.org/wss/oasis-wss-SwAProfile-1.1#Attachment-Content-Signature-Transform";

const xmlChar* chars(const char* text) { return reinterpret_cast<const xmlChar*>(text); }
std::string_view text_of(const xmlChar* chars) { return reinterpret_cast<const char*>(chars); }

void ignore(void* /*context*/, const char* /*text*/, ...) {
}  // libxml2 speaks to a C function with any arguments

/// The parts of the message that is being verified, as they were signed: by "cid:1@a".
using Parts = std::map<std::string, Bytes>;
const Parts* parts_now = nullptr;

/// A part that is being read.
struct Reading {
  ByteView rest;
};
int is_part(const char* uri) {
  return parts_now != nullptr && std::string_view{uri}.starts_with("cid:") ? 1 : 0;
}
void* open_part(const char* uri) {
  const auto found = parts_now->find(uri);
  return found == parts_now->end() ? nullptr : new Reading{found->second};
}
int read_part(void* context, char* buffer, int length) {
  ByteView& rest = static_cast<Reading*>(context)->rest;
  const std::size_t taken = std::min(rest.size(), static_cast<std::size_t>(length));
  std::memcpy(buffer, rest.data(), taken);
  rest = rest.subspan(taken);
  return static_cast<int>(taken);
}
int close_part(void* context) {
  delete static_cast<Reading*>(context);
  return 0;
}

/// Attachment-Content-Signature-Transform of a part that is packed: its octets.
int pass_on(xmlSecTransformPtr transform, int last, xmlSecTransformCtxPtr /*context*/) {
  if (transform->status == xmlSecTransformStatusNone) transform->status = xmlSecTransformStatusWorking;
  const xmlSecSize size = xmlSecBufferGetSize(&transform->inBuf);
  if (size > 0 && (xmlSecBufferAppend(&transform->outBuf, xmlSecBufferGetData(&transform->inBuf), size) < 0 ||
                   xmlSecBufferRemoveHead(&transform->inBuf, size) < 0))
    return -1;
  if (last != 0) transform->status = xmlSecTransformStatusFinished;
  return 0;
}

xmlSecTransformId attachment_transform() {
  static const _xmlSecTransformKlass klass{.klassSize = sizeof(xmlSecTransformKlass),
                                           .objSize = sizeof(xmlSecTransform),
                                           .name = chars("attachment-content"),
                                           .href = chars(attachment_content),
                                           .usage = xmlSecTransformUsageDSigTransform,
                                           .getDataType = xmlSecTransformDefaultGetDataType,
                                           .pushBin = xmlSecTransformDefaultPushBin,
                                           .popBin = xmlSecTransformDefaultPopBin,
                                           .execute = pass_on};
  return &klass;
}

void add_ids(xmlDoc* document, xmlNode* node) {
  for (; node != nullptr; node = node->next) {
    if (node->type != XML_ELEMENT_NODE) continue;
    for (xmlAttr* one = node->properties; one != nullptr; one = one->next) {
      if (one->ns == nullptr || text_of(one->ns->href) != utility || text_of(one->name) != "Id") continue;
      const std::unique_ptr<xmlChar, void (*)(void*)> id{xmlNodeListGetString(document, one->children, 1),
                                                         [](void* text) { xmlFree(text); }};
      if (id != nullptr) xmlAddID(nullptr, document, id.get(), one);
    }
    add_ids(document, node->children);
  }
}

/// Of the library as a whole: made once, with what the profile adds.
class Xmlsec {
 public:
  static const Xmlsec& get() {
    static const Xmlsec one;
    return one;
  }

  [[nodiscard]] bool knows(std::string_view algorithm) const {
    return xmlSecTransformIdListFindByHref(xmlSecTransformIdsGet(), chars(std::string{algorithm}.c_str()),
                                           xmlSecTransformUsageAny) != xmlSecTransformIdUnknown;
  }

  /// Whether the signature of the envelope fits, by the key of that certificate, over that many things.
  [[nodiscard]] bool verifies(const std::string& soap, const std::string& certificate, std::size_t references,
                              const Parts& parts = {}) const {
    constexpr int quiet = XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET;
    const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> document{
        xmlReadMemory(soap.data(), static_cast<int>(soap.size()), nullptr, nullptr, quiet), &xmlFreeDoc};
    if (document == nullptr) return false;
    add_ids(document.get(), xmlDocGetRootElement(document.get()));
    xmlNode* const signature =
        xmlSecFindNode(xmlDocGetRootElement(document.get()), xmlSecNodeSignature, xmlSecDSigNs);
    if (signature == nullptr) return false;
    const std::unique_ptr<xmlSecDSigCtx, decltype(&xmlSecDSigCtxDestroy)> context{
        xmlSecDSigCtxCreate(nullptr), &xmlSecDSigCtxDestroy};
    context->signKey = xmlSecOpenSSLAppKeyLoadMemory(reinterpret_cast<const xmlSecByte*>(certificate.data()),
                                                     static_cast<xmlSecSize>(certificate.size()),
                                                     xmlSecKeyDataFormatCertPem, nullptr, nullptr, nullptr);
    require(context->signKey != nullptr, "xmlsec reads our certificates");
    parts_now = &parts;
    const bool ran = xmlSecDSigCtxVerify(context.get(), signature) == 0;
    parts_now = nullptr;
    return ran && context->status == xmlSecDSigStatusSucceeded &&
           xmlSecPtrListGetSize(&context->signedInfoReferences) == references;
  }

 private:
  Xmlsec() {
    const bool is_ready = xmlSecInit() == 0 && xmlSecOpenSSLAppInit(nullptr) == 0 &&
                          xmlSecOpenSSLInit() == 0 && xmlSecTransformIdsRegister(attachment_transform()) == 0;
    require(is_ready, "xmlsec begins");
    xmlSecErrorsDefaultCallbackEnableOutput(0);  // what does not fit is what half of the cases are about
    xmlSetGenericErrorFunc(nullptr, ignore);
    xmlSecIOCleanupCallbacks();  // no files, no network
    const bool reads = xmlSecIORegisterCallbacks(is_part, open_part, read_part, close_part) == 0;
    require(reads, "xmlsec asks us for parts");
  }
};

// ---- what is signed

/// An envelope, the file of the certificate that signed it, and what was signed.
struct Signed {
  std::string what;
  std::string soap;
  std::string certificate;
  std::size_t references = 2;
  Parts parts = {};
};

std::string certificate_of(char party, Suite suite) {
  return test::key_file(std::string{party} + (suite == Suite::rsa ? "-rsa.crt" : "-ed.crt"));
}

Outgoing test_of(test::Line& line) {
  UserMessage message = test_message(line.a.mode);
  message.info = {.id = "t1@a", .at = line.now};
  message.conversation = "t1";
  return make_outgoing(line.a, message, {}, line.now, line.entropy).value();
}

std::vector<Signed> ours(Suite suite) {
  test::Line line{suite};
  std::vector<Signed> all;
  for (const Naming naming : {Naming::token, Naming::issuer_serial, Naming::key_identifier}) {
    line.a.mode.naming = line.b.mode.naming = naming;
    const std::string how = format(", named in way {}", static_cast<int>(naming));
    const Outgoing sent = line.send();
    all.push_back({.what = "a message" + how,
                   .soap = sent.soap,
                   .certificate = certificate_of('a', suite),
                   .references = 5,
                   .parts = {{"cid:1@a", as4::gzip(as_bytes(line.xml))},
                             {"cid:2@a", as4::gzip(as_bytes(line.text))},
                             {"cid:3@a", as4::gzip(as_bytes(line.pdf))}}});
    all.push_back(
        {.what = "a test" + how, .soap = test_of(line).soap, .certificate = certificate_of('a', suite)});
    all.push_back({.what = "a receipt" + how,
                   .soap = make_receipt(line.b, sent.message_id, sent.references, "r1@b", line.now).value(),
                   .certificate = certificate_of('b', suite)});
    all.push_back({.what = "an error" + how,
                   .soap = make_error(line.b, sent.message_id, Error::failed_decryption, "e1@b", line.now,
                                      "<what> & \"why\"\r\n\xE0\xB8\x81")
                               .value(),
                   .certificate = certificate_of('b', suite)});
  }
  return all;
}

class XmlsecDifferential : public testing::TestWithParam<Suite> {
 protected:
  void SetUp() override {
    if (GetParam() == Suite::edwards && !Xmlsec::get().knows(ed25519))
      GTEST_SKIP() << "SKIPPED: xmlsec knows Ed25519 from 1.3.10 on, this one does not; RSA is compared";
  }
};

TEST_P(XmlsecDifferential, WhatWeSignXmlsecVerifies) {
  for (const Signed& one : ours(GetParam())) {
    SCOPED_TRACE(one.what);
    EXPECT_TRUE(Xmlsec::get().verifies(one.soap, one.certificate, one.references, one.parts));
    const std::string of_another = one.certificate == certificate_of('a', GetParam())
                                       ? certificate_of('b', GetParam())
                                       : certificate_of('a', GetParam());
    EXPECT_FALSE(Xmlsec::get().verifies(one.soap, of_another, one.references, one.parts))
        << "the key is that of the certificate, not of what stands in the message";
    EXPECT_FALSE(Xmlsec::get().verifies(one.soap, one.certificate, one.references + 1, one.parts))
        << "nor of more than it has signed";
    for (const auto& [id, content] : one.parts) {
      Parts changed = one.parts;
      changed.at(id).at(content.size() / 2) ^= std::byte{1};
      EXPECT_FALSE(Xmlsec::get().verifies(one.soap, one.certificate, one.references, changed)) << id;
    }
  }
}

TEST_P(XmlsecDifferential, WhatPhase4SignedIsVerifiedByBoth) {
  const std::string version = GetParam() == Suite::rsa ? "v1" : "v2";
  for (const std::string_view form : {"token", "issuer-serial", "key-identifier"}) {
    for (const std::string_view kind : {"", ".duplicate", ".tampered"}) {
      const std::string name = version + '.' + std::string{form} + std::string{kind} + ".answer.xml";
      EXPECT_TRUE(Xmlsec::get().verifies(test::recorded(name), certificate_of('b', GetParam()), 2)) << name;
    }
  }
}

/// Begin and end of what a change of the sender's signature, or of what it covers, may lie in.
std::vector<std::pair<std::size_t, std::size_t>> signed_places(std::string_view soap) {
  std::vector<std::pair<std::size_t, std::size_t>> places;
  for (const auto& [first, last] : {std::pair{"<eb:Messaging", "</eb:Messaging>"},
                                    {"<S12:Body", "</S12:Body>"},
                                    {"<ds:SignedInfo", "</ds:SignedInfo>"},
                                    {"<ds:SignatureValue>", "</ds:SignatureValue>"}}) {
    const auto begin = soap.find(first);
    const auto end = soap.find(last, begin);
    EXPECT_TRUE(begin != std::string_view::npos && end != std::string_view::npos) << first;
    places.emplace_back(begin, end);
  }
  return places;
}

/// Octets all over a message. Where something is signed both say the same of each, and nearly always no:
/// another name in a declaration of a namespace that is declared above as well is not in the canonical form.
/// Elsewhere we refuse what xmlsec refuses, and more. What is taken is the same message.
TEST_P(XmlsecDifferential, AChangedOctetIsRefusedByBoth) {
  constexpr std::size_t step = 3;
  test::Line line{GetParam()};
  const Outgoing sent = test_of(line);
  const std::string certificate = certificate_of('a', GetParam());
  ASSERT_TRUE(Xmlsec::get().verifies(sent.soap, certificate, 2));
  ASSERT_EQ(as_text(sent.body), sent.soap) << "a test has no parts";
  const auto unchanged = line.receive(sent);
  ASSERT_TRUE(unchanged);
  const auto places = signed_places(sent.soap);
  std::size_t refused_by_both = 0;
  std::size_t taken_by_both = 0;
  for (std::size_t at = 0; at < sent.soap.size(); at += step) {
    std::string changed = sent.soap;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    const bool verified = Xmlsec::get().verifies(changed, certificate, 2);
    const auto received = line.receive(sent.content_type, as_bytes(changed));
    EXPECT_TRUE(!received || received->message == unchanged->message) << at;
    const bool is_signed = std::ranges::any_of(
        places, [at](const auto& place) { return place.first <= at && at < place.second; });
    EXPECT_TRUE(is_signed ? verified == received.has_value() : verified || !received)
        << at << ": " << changed.substr(at, 40);
    refused_by_both += is_signed && !verified ? 1 : 0;
    taken_by_both += is_signed && verified ? 1 : 0;
  }
  EXPECT_GT(refused_by_both, 800U);
  EXPECT_LT(taken_by_both, 8U);
}

INSTANTIATE_TEST_SUITE_P(Suites, XmlsecDifferential, testing::ValuesIn(test::as4_suites),
                         [](const auto& suite) { return suite.param == Suite::rsa ? "Rsa" : "Edwards"; });

}  // namespace
}  // namespace lintas::as4
