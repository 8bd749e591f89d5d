#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <functional>
#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "shell/as4/dispatch.hpp"
#include "shell/as4/partner.hpp"
#include "shell/as4/reception.hpp"
#include "shell/crypto/certificates.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/message_certificate.hpp"
#include "shell/crypto/message_keys.hpp"
#include "tests/support/as4_line.hpp"
#include "tests/support/as4_partners.hpp"
#include "tests/support/as4_recorded.hpp"
#include "tests/support/message_pki.hpp"
#include "wire/as4/envelope.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/gzip.hpp"
#include "wire/as4/key_block.hpp"
#include "wire/as4/limits.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/names.hpp"
#include "wire/as4/pmode.hpp"
#include "wire/as4/reference.hpp"
#include "wire/as4/security_header.hpp"
#include "wire/as4/sink.hpp"
#include "wire/as4/suite.hpp"

/// The catalogue of attacks: what is done to a message, by a stranger on its way or by a partner that means
/// ill, what it is refused for, and how far it comes. Attacks that need a store or a socket stand with the
/// gateway and with src/shell/net; certificates that are refused when they are loaded, with
/// src/shell/crypto: docs/internals/as4-attacks.md says where each row of the catalogue is.
namespace lintas::as4 {
namespace {

using test::Forgery;
using test::Line;

/// How far an attack comes.
struct Reach {
  bool is_told = false;      ///< the partner signed it and is told the code; a stranger is told nothing
  bool is_opened = false;    ///< the private key was used for it, once
  std::size_t payloads = 0;  ///< that are proved before it is refused, and given up with it
};

struct Attack {
  std::string_view what;
  std::function<void(Forgery&)> change;
  Error error;
  Reach reach;
  /// Which check it was that saw it, as our log has it: where in the document stands behind that.
  std::string why;
  std::optional<Suite> only{};  ///< where it is of one suite
};

using Change = std::function<void(Forgery&)>;
using E = Error;
constexpr Reach stranger{};
constexpr Reach partner{.is_told = true};
constexpr Reach opened(std::size_t payloads) {
  return {.is_told = true, .is_opened = true, .payloads = payloads};
}

/// The first place at that step goes.
Change at(Forgery::Step Forgery::* step, std::string from, std::string to) {
  return [=](Forgery& forged) {
    forged.*step = [=](std::string& text) { text = test::replaced(std::move(text), from, to); };
  };
}
/// By somebody who can change what goes by.
Change on_its_way(std::string from, std::string to) {
  return at(&Forgery::whole, std::move(from), std::move(to));
}
Change in_soap(std::function<void(std::string&)> change) {
  return [change = std::move(change)](Forgery& forged) { forged.soap = change; };
}
Change in_whole(std::function<void(std::string&)> change) {
  return [change = std::move(change)](Forgery& forged) { forged.whole = change; };
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}
std::string numbered(std::string_view before, std::string_view after, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += format("{}{}{}", before, i, after);
  return all;
}

/// From the first text to the end of the second.
std::string cut(std::string_view text, std::string_view first, std::string_view last) {
  const auto begin = text.find(first);
  const auto end = text.find(last, begin);
  EXPECT_TRUE(begin != std::string_view::npos && end != std::string_view::npos) << first;
  return std::string{text.substr(begin, end + last.size() - begin)};
}
std::string messaging_of(std::string_view soap) { return cut(soap, "<eb:Messaging ", "</eb:Messaging>"); }

/// Each of these attributes writes out its namespace anew, wherever it stands.
std::string swelling_attributes() { return numbered(" n", ":x=''", 50); }
std::string swelling_declarations() {
  std::string all;
  for (int i = 0; i < 50; ++i) all += format(" xmlns:n{}='urn:{}:{}'", i, i, std::string(240, 'x'));
  return all;
}
/// Half a megabyte becomes twelve, in a header whose SignedInfo is the partner's.
void swell(std::string& soap) {
  soap = test::replaced(soap, "<S12:Envelope", "<S12:Envelope" + swelling_declarations());
  soap = test::replaced(
      soap, "</eb:PayloadInfo>",
      numbered("<eb:PartInfo href='cid:x", "'" + swelling_attributes() + "/>", 900) + "</eb:PayloadInfo>");
}

/// The same text in UTF-16.
std::string utf_16(std::string_view text) {
  std::string wide{"\xFF\xFE"};
  for (const char c : text) (wide += c) += '\0';
  return wide;
}

// ---- XML

std::vector<Attack> of_xml() {
  const std::string envelope = "<S12:Envelope";
  const auto declared = [&](std::string text) { return on_its_way(envelope, text + envelope); };
  const auto said = [](std::string text) { return on_its_way(">declare<", ">" + text + "<"); };
  const std::string laughs = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"" + repeated("&a;", 10) +
                             "\"><!ENTITY c \"" + repeated("&b;", 10) + "\">]>";
  return {
      {"a DOCTYPE", declared("<!DOCTYPE x>"), E::invalid_header, stranger, "a document type is declared"},
      {"an entity of its own", declared("<!DOCTYPE x [<!ENTITY a \"b\">]>"), E::invalid_header, stranger,
       "a document type is declared"},
      {"a billion laughs", in_soap([=](std::string& soap) {
         soap = test::replaced(test::replaced(soap, envelope, laughs + envelope), ">declare<", ">&c;<");
       }),
       E::invalid_header, stranger, "a document type is declared"},
      {"an external entity", declared("<!DOCTYPE x SYSTEM \"file:///etc/passwd\">"), E::invalid_header,
       stranger, "a document type is declared"},
      {"an entity that nobody declared", said("declare&a;"), E::invalid_header, stranger,
       "a reference is unknown"},
      {"a reference to a character that is none", said("declare&#0;"), E::invalid_header, stranger,
       "a reference is unknown"},
      {"100,000 attributes", on_its_way("<eb:Messaging", "<eb:Messaging" + numbered(" a", "=''", 100'000)),
       E::invalid_header, stranger, "there are too many attributes"},
      {"depth 10,000", said(repeated("<a>", 10'000) + repeated("</a>", 10'000)), E::invalid_header, stranger,
       "elements are nested too deep"},
      {"10,000 namespaces on one element",
       on_its_way("<eb:Messaging", "<eb:Messaging" + numbered(" xmlns:n", "='urn:n'", 10'000)),
       E::invalid_header, stranger, "there are too many namespaces at one place"},
      {"10,000 namespaces one beside another", said(numbered("<a xmlns='urn:", "'/>", 10'000)),
       E::invalid_header, stranger, "there are too many namespaces"},
      // Deeper than fifty is refused for that.
      {"namespaces one below another",
       said(numbered("<a xmlns:p", "='urn:x' xmlns:q='urn:x'>", 50) + repeated("</a>", 50)),
       E::invalid_header, stranger, "there are too many namespaces at one place"},
      {"32,001 elements", said(repeated("<a/>", bounds::soap_tree.nodes_max + 1)), E::invalid_header,
       stranger, "there are too many nodes"},
      {"10,000 properties",
       on_its_way("</eb:MessageProperties>",
                  numbered("<eb:Property name='p", "'/>", 10'000) + "</eb:MessageProperties>"),
       E::invalid_header, stranger, "too many properties"},
      {"10,000 references of one key",
       on_its_way("</xenc:ReferenceList>",
                  repeated("<xenc:DataReference URI='#x'/>", 10'000) + "</xenc:ReferenceList>"),
       E::failed_decryption, stranger, "too many DataReference"},
      {"a namespace to be written out at each digest", in_soap([](std::string& soap) {
         soap = test::replaced(soap, "<S12:Envelope",
                               "<S12:Envelope xmlns:p='urn:" + std::string(250, 'x') + "'");
         soap = test::replaced(soap, "<ds:DigestValue>", "<ds:DigestValue p:x=''>");
       }),
       E::failed_authentication, stranger, "DigestValue has attributes"},
      {"a header that swells in canonical form", in_soap(swell), E::failed_authentication, stranger,
       "the canonical form of Messaging is too long"},
      {"a namespace of a megabyte",
       on_its_way("<S12:Envelope", "<S12:Envelope xmlns:p='urn:" + std::string(1'000'000, 'x') + "'"),
       E::invalid_header, stranger, "a namespace is too long"},
      {"a SOAP part that is too long", declared("<!--" + std::string(bounds::soap_bytes_max, ' ') + "-->"),
       E::mime_inconsistency, stranger, "the SOAP part is too long"},
      {"octets that are no UTF-8", said("declare\xFF"), E::invalid_header, stranger, "it is not UTF-8"},
      {"UTF-8 longer than it need be",
       said("\xC1\xA4"
            "eclare"),
       E::invalid_header, stranger, "it is not UTF-8"},
      {"half of a surrogate pair", said("declare\xED\xA0\x80"), E::invalid_header, stranger,
       "it is not UTF-8"},
      {"UTF-16", in_soap([](std::string& soap) { soap = utf_16(soap); }), E::invalid_header, stranger,
       "it is not UTF-8"},
      {"another encoding declared", on_its_way("encoding=\"UTF-8\"", "encoding=\"UTF-16\""),
       E::invalid_header, stranger, "it is of another version or encoding"},
      {"XML 1.1", on_its_way("version=\"1.0\"", "version=\"1.1\""), E::invalid_header, stranger,
       "it is of another version or encoding"},
      {"an attribute twice", on_its_way("S12:mustUnderstand", "a=\"1\" a=\"2\" S12:mustUnderstand"),
       E::invalid_header, stranger, "an attribute is repeated"},
      {"an attribute twice under two prefixes",
       on_its_way("<eb:Messaging ", "<eb:Messaging xmlns:p='urn:x' xmlns:q='urn:x' p:a='' q:a='' "),
       E::invalid_header, stranger, "an attribute is repeated"},
      {"a prefix that is not bound", said("<p:a/>"), E::invalid_header, stranger,
       "a prefix is bound to nothing"},
      {"two Bodies", on_its_way("<S12:Body", "<S12:Body></S12:Body><S12:Body"), E::invalid_header, stranger,
       "Body is not expected"},
      {"two Messaging",
       on_its_way("<eb:Messaging", "<eb:Messaging xmlns:eb='" + std::string{ns::name_of(ns::eb)} +
                                       "'></eb:Messaging><eb:Messaging"),
       E::invalid_header, stranger, "a second Messaging"},
      {"two Messaging, the first copied", in_soap([](std::string& soap) {
         const std::string copy = messaging_of(soap);
         soap = test::replaced(soap, copy, test::replaced(copy, "\"msg\"", "\"other\"") + copy);
       }),
       E::invalid_header, stranger, "a second Messaging"},
      {"two Security",
       on_its_way("</wsse:Security>", "</wsse:Security><wsse:Security xmlns:wsse='" +
                                          std::string{ns::name_of(ns::wsse)} + "'></wsse:Security>"),
       E::invalid_header, stranger, "a second Security"},
      {"two Security, the first copied", in_soap([](std::string& soap) {
         std::string copy = cut(soap, "<wsse:Security ", "</wsse:Security>");
         for (const std::string_view id : {"sign", "seal", "ek", "ed0", "ed1", "ed2"})
           copy = test::replaced(copy, format("Id=\"{}\"", id), format("Id=\"{}-2\"", id));
         soap = test::replaced(soap, "<eb:Messaging", copy + "<eb:Messaging");
       }),
       E::invalid_header, stranger, "a second Security"},
      {"two Security, one of another namespace",
       on_its_way("</wsse:Security>", "</wsse:Security><wsse:Security xmlns:wsse='urn:x'/>"),
       E::invalid_header, stranger, "the header Security is not known"},
      {"an instruction in what is signed", said("decl<?x?>are"), E::invalid_header, stranger,
       "it has a processing instruction"},
      {"an instruction before the envelope", declared("<?x y?>"), E::invalid_header, stranger,
       "it has a processing instruction"},
      {"something behind the envelope", on_its_way("</S12:Envelope>", "</S12:Envelope><x/>"),
       E::invalid_header, stranger, "something stands after the root element"},
      {"no envelope", in_soap([](std::string& soap) { soap.clear(); }), E::invalid_header, stranger,
       "there is no element"},
  };
}

/// A whole signature over the same things, by a party with a good certificate of its own.
std::string signed_by_another(const Forgery& forged, std::string_view soap) {
  const std::string info = cut(soap, "<ds:SignedInfo", "</ds:SignedInfo>");
  const OwnSigning& other = forged.line.b.own_signing.front();
  const std::string security = write_security({.signer = name_of(*other.certificate, Naming::key_identifier),
                                               .signature = other.key->sign(as_bytes(info)),
                                               .signed_info = info});
  return cut(security, "<ds:Signature", "</ds:Signature>");
}
Change signed_twice(bool before) {
  return [=](Forgery& forged) {
    forged.soap = [&forged, before](std::string& soap) {
      const std::string genuine = cut(soap, "<ds:Signature>", "</ds:Signature>");
      const std::string other = signed_by_another(forged, soap);
      soap = test::replaced(soap, genuine, before ? other + genuine : genuine + other);
    };
  };
}

// ---- signatures wrapped around something else

/// A fresh header takes the place of the one that is signed, which is kept where `keep` puts it.
Change moved(std::function<std::string(std::string soap, const std::string& signed_one)> keep,
             std::string fresh_id = "fresh") {
  return in_soap([=](std::string& soap) {
    const std::string signed_one = messaging_of(soap);
    const std::string fresh = test::replaced(test::replaced(signed_one, ">C4<", ">C5<"), "wsu:Id=\"msg\"",
                                             "wsu:Id=\"" + fresh_id + "\"");
    soap = keep(test::replaced(soap, signed_one, fresh), signed_one);
  });
}
Change moved_before(std::string place, std::string open = {}, std::string close = {}) {
  return moved([=](std::string soap, const std::string& signed_one) {
    return test::replaced(std::move(soap), place, open + signed_one + close + place);
  });
}

std::vector<Attack> of_wrapping() {
  const std::string foreign = "<x:W xmlns:x=\"urn:x\">";
  return {
      {"the signed header under a foreign one", moved_before("<eb:Messaging", foreign, "</x:W>"),
       E::invalid_header, stranger, "the header W is not known"},
      {"the signed header beside the fresh one", moved_before("</S12:Header>"), E::invalid_header, stranger,
       "a second Messaging"},
      {"the signed header between the two parts of the envelope", moved_before("<S12:Body"),
       E::invalid_header, stranger, "Body is expected"},
      {"the signed header in the Body", moved_before("</S12:Body>"), E::feature_not_supported, stranger,
       "Body has something in it"},
      {"the signed header in Security", moved_before("<ds:Signature>"), E::policy_noncompliance, stranger,
       "Messaging has no place in Security"},
      {"the signed header in an Object of the signature",
       moved_before("</ds:Signature>", "<ds:Object>", "</ds:Object>"), E::failed_authentication, stranger,
       "Object is not expected"},
      {"the signed header in the fresh one", moved_before("</eb:Messaging>"), E::feature_not_supported,
       stranger, "bundles are not taken"},
      {"the signed header in a property of the fresh one", moved_before("C5</eb:Property>"),
       E::invalid_header, stranger, "Property has more than a text"},
      {"a fresh header with the id of the signed one, which is gone",
       moved([](std::string soap, const std::string&) { return soap; }, "msg"), E::failed_authentication,
       stranger, "Messaging is not what was signed"},
      {"the id of the header once more in Security", on_its_way("Id=\"ek\"", "Id=\"msg\""),
       E::failed_authentication, stranger, "the id msg stands twice"},
      {"the id in another namespace", on_its_way("wsu:Id=\"msg\"", "eb:Id=\"msg\""), E::policy_noncompliance,
       stranger, "Messaging is not signed"},
      {"the id without a namespace", on_its_way("wsu:Id=\"msg\"", "Id=\"msg\""), E::policy_noncompliance,
       stranger, "Messaging is not signed"},
      {"the id in another case", on_its_way("wsu:Id=\"msg\"", "wsu:ID=\"msg\""), E::policy_noncompliance,
       stranger, "Messaging is not signed"},
      {"xml:id", on_its_way("wsu:Id=\"msg\"", "xml:id=\"msg\""), E::invalid_header, stranger, "xml:id"},
      {"no id", on_its_way("wsu:Id=\"msg\"", ""), E::policy_noncompliance, stranger,
       "Messaging is not signed"},
      {"the signed Body moved, a fresh one in its place", in_soap([](std::string& soap) {
         const std::string body = cut(soap, "<S12:Body", "</S12:Body>");
         soap = test::replaced(soap, body, test::replaced(body, "\"body\"", "\"fresh\""));
         soap = test::replaced(soap, "<eb:Messaging", body + "<eb:Messaging");
       }),
       E::invalid_header, stranger, "the header Body is not known"},
      {"another Body, the signed one gone", on_its_way("wsu:Id=\"body\"", "wsu:Id=\"other\""),
       E::policy_noncompliance, stranger, "Body is not signed"},
      {"a reference to the whole document", at(&Forgery::signed_info, "URI=\"#msg\"", "URI=\"\""),
       E::failed_authentication, stranger, "a Reference to nothing, or with more than a URI"},
      {"a reference by an expression", at(&Forgery::signed_info, "#msg", "#xpointer(/)"),
       E::policy_noncompliance, stranger, "Messaging is not signed"},
      {"a reference to a file", at(&Forgery::signed_info, "#msg", "file:///etc/passwd"),
       E::failed_authentication, stranger, "a Reference to nothing, or with more than a URI"},
      {"two references to the header",
       [](Forgery& forged) { forged.references = [](auto& all) { all.push_back(all.front()); }; },
       E::failed_authentication, stranger, "two references to msg"},
      {"two references to one payload",
       [](Forgery& forged) { forged.references = [](auto& all) { all.push_back(all.back()); }; },
       E::policy_noncompliance, partner, "more is signed than there is"},
      {"two references to one payload, none to another",
       [](Forgery& forged) { forged.references = [](auto& all) { all.at(3) = all.at(2); }; },
       E::policy_noncompliance, partner, "the payload 2@a is not signed"},
      {"a further reference to nothing",
       [](Forgery& forged) {
         forged.references = [](auto& all) { all.push_back(make_reference("other", false, {})); };
       },
       E::policy_noncompliance, partner, "more is signed than there is"},
      {"a further reference to a part that nobody announced",
       [](Forgery& forged) {
         forged.references = [](auto& all) { all.push_back(make_reference("9@a", true, {})); };
       },
       E::policy_noncompliance, partner, "more is signed than there is"},
      {"the header not signed",
       [](Forgery& forged) { forged.references = [](auto& all) { all.erase(all.begin()); }; },
       E::policy_noncompliance, stranger, "Messaging is not signed"},
      {"the Body not signed",
       [](Forgery& forged) { forged.references = [](auto& all) { all.erase(all.begin() + 1); }; },
       E::policy_noncompliance, stranger, "Body is not signed"},
      {"nothing signed", [](Forgery& forged) { forged.references = [](auto& all) { all.clear(); }; },
       E::policy_noncompliance, stranger, "Messaging is not signed"},
      {"a second signature", on_its_way("<ds:Signature>", "<ds:Signature/><ds:Signature>"),
       E::failed_authentication, stranger, "a second Signature"},
      {"a second signature by another party, before the partner's", signed_twice(true),
       E::failed_authentication, stranger, "a second Signature"},
      {"a second signature by another party, behind the partner's", signed_twice(false),
       E::failed_authentication, stranger, "a second Signature"},
      {"no signature", in_soap([](std::string& soap) {
         soap = test::replaced(soap, cut(soap, "<ds:Signature>", "</ds:Signature>"), "");
       }),
       E::policy_noncompliance, stranger, "not signed"},
      {"no Security", in_soap([](std::string& soap) {
         soap = test::replaced(soap, cut(soap, "<wsse:Security ", "</wsse:Security>"), "");
       }),
       E::policy_noncompliance, stranger, "no Security"},
      {"Security for another role", on_its_way("<wsse:Security", "<wsse:Security S12:role=\"urn:next\""),
       E::invalid_header, stranger, "a header for another role"},
      {"the header for another role", on_its_way("<eb:Messaging", "<eb:Messaging S12:role=\"urn:next\""),
       E::invalid_header, stranger, "a header for another role"},
      {"the signature of another message of the partner",
       [](Forgery& forged) {
         forged.soap = [&line = forged.line](std::string& soap) {
           Forgery other{line};
           other.message.info.id = "m0@a";
           std::string old;
           other.soap = [&](std::string& text) { old = text; };
           (void)other.make();
           soap = test::replaced(soap, cut(soap, "<wsse:Security ", "</wsse:Security>"),
                                 cut(old, "<wsse:Security ", "</wsse:Security>"));
         };
       },
       E::failed_authentication, stranger, "Messaging is not what was signed"},
  };
}

// ---- what was signed, changed on its way

Change called(std::string message_id) {
  return [id = std::move(message_id)](Forgery& forged) { forged.message.info.id = id; };
}

std::vector<Attack> of_content() {
  return {
      {"another action", on_its_way("<eb:Action>declare", "<eb:Action>destroy"), E::processing_mode_mismatch,
       stranger, "no agreement fits"},
      {"another conversation", on_its_way("26SG000000000001J5", "26SG000000000002J5"),
       E::failed_authentication, stranger, "Messaging is not what was signed"},
      {"another final recipient", on_its_way(">C4<", ">C5<"), E::failed_authentication, stranger,
       "Messaging is not what was signed"},
      {"another sender", on_its_way(">party-a<", ">party-c<"), E::processing_mode_mismatch, stranger,
       "no agreement fits"},
      {"another receiver", on_its_way(">party-b<", ">party-c<"), E::processing_mode_mismatch, stranger,
       "no agreement fits"},
      {"another agreement", on_its_way(">urn:as4:agreement<", ">urn:other<"), E::processing_mode_mismatch,
       stranger, "no agreement fits"},
      {"another id", on_its_way(">m1@a<", ">m2@a<"), E::failed_authentication, stranger,
       "Messaging is not what was signed"},
      {"another time", on_its_way("2026-11-24T", "2026-11-25T"), E::failed_authentication, stranger,
       "Messaging is not what was signed"},
      {"a digest", on_its_way("<ds:DigestValue>", "<ds:DigestValue>AAAA"), E::failed_authentication, stranger,
       "a digest that is none"},
      {"a signature value", on_its_way("<ds:SignatureValue>", "<ds:SignatureValue>AAAA"),
       E::failed_authentication, stranger, "the signature does not fit"},
      {"a message that its partner sends in the other direction",
       [](Forgery& forged) { std::swap(forged.message.from, forged.message.to); },
       E::processing_mode_mismatch, stranger, "no agreement fits"},
      {"an agreement that nobody made", [](Forgery& forged) { forged.message.agreement.value = "urn:other"; },
       E::processing_mode_mismatch, stranger, "no agreement fits"},
      {"an action that nobody agreed on", [](Forgery& forged) { forged.message.action = "destroy"; },
       E::processing_mode_mismatch, stranger, "no agreement fits"},
      {"a party of another scheme", [](Forgery& forged) { forged.message.from.id.type = "urn:other"; },
       E::processing_mode_mismatch, stranger, "no agreement fits"},
      {"two parties on a side",
       at(&Forgery::messaging, "<eb:Role>", "<eb:PartyId>party-c</eb:PartyId><eb:Role>"),
       E::processing_mode_mismatch, stranger, "a side has one PartyId"},
      {"no original sender",
       [](Forgery& forged) { forged.message.properties.erase(forged.message.properties.begin()); },
       E::processing_mode_mismatch, partner, "the property originalSender is missing"},
      {"no final recipient", [](Forgery& forged) { forged.message.properties.pop_back(); },
       E::processing_mode_mismatch, partner, "the property finalRecipient is missing"},
      {"a MessageId with a blank", called("m1@a alone"), E::invalid_header, partner,
       "the MessageId is none of RFC 2822"},
      {"a MessageId of two lines", called("m1@a\nm2@a"), E::invalid_header, partner,
       "the MessageId is none of RFC 2822"},
      {"a MessageId with a blank of another alphabet",
       called("m1@a\xC2\xA0"
              "alone"),
       E::invalid_header, partner, "the MessageId is none of RFC 2822"},
      {"a MessageId in angle brackets", called("<m1@a>"), E::invalid_header, partner,
       "the MessageId is none of RFC 2822"},
      {"a MessageId without a place", called("m1"), E::invalid_header, partner,
       "the MessageId is none of RFC 2822"},
      {"a MessageId without a name", called("@a"), E::invalid_header, partner,
       "the MessageId is none of RFC 2822"},
      {"two messages in one",
       at(&Forgery::messaging, "</eb:UserMessage>", "</eb:UserMessage><eb:UserMessage></eb:UserMessage>"),
       E::feature_not_supported, stranger, "bundles are not taken"},
      {"a pull",
       [](Forgery& forged) {
         forged.messaging = [](std::string& text) {
           const auto first = text.find("<eb:UserMessage>");
           text = text.substr(0, first) +
                  "<eb:SignalMessage><eb:MessageInfo><eb:Timestamp>2026-11-24T00:00:00Z</eb:Timestamp>"
                  "<eb:MessageId>p1@a</eb:MessageId></eb:MessageInfo><eb:PullRequest></eb:PullRequest>"
                  "</eb:SignalMessage></eb:Messaging>";
         };
       },
       E::feature_not_supported, stranger, "messages are pushed here"},
      {"a payload in the Body", at(&Forgery::body, "></S12:Body>", "><x></x></S12:Body>"),
       E::feature_not_supported, stranger, "Body has something in it"},
      {"a payload somewhere else", at(&Forgery::messaging, "cid:1@a", "http://a/1"),
       E::external_payload_error, stranger, "a payload is no part of the message"},
  };
}

// ---- algorithms

/// The second way to write S of a signature of Ed25519: with the order of the group added.
void add_the_order(Bytes& signature) {
  constexpr std::array<unsigned char, 32> order{
      0xED, 0xD3, 0xF5, 0x5C, 0x1A, 0x63, 0x12, 0x58, 0xD6, 0x9C, 0xF7, 0xA2, 0xDE, 0xF9, 0xDE, 0x14,
      0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};
  unsigned carry = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    carry += std::to_integer<unsigned>(signature.at(32 + i)) + order.at(i);
    signature.at(32 + i) = static_cast<std::byte>(carry & 0xFFU);
    carry >>= 8U;
  }
}

Change with_block(std::function<void(KeyAgreement&)> change) {
  return [change = std::move(change)](Forgery& forged) {
    forged.key = [change](SealedKey& key) { change(std::get<KeyAgreement>(key.box)); };
  };
}
Change with_signature(std::function<void(Bytes&)> change) {
  return [change = std::move(change)](Forgery& forged) { forged.signature = change; };
}

std::vector<Attack> of_signing() {
  const auto method = [](std::string from, std::string to) {
    return at(&Forgery::signed_info, std::move(from), std::move(to));
  };
  const std::string c14n = "http://www.w3.org/2001/10/xml-exc-c14n#";
  const std::string transform = "<ds:Transform Algorithm=\"" + c14n;
  const std::string part = "http://docs.oasis-open.org/wss/oasis-wss-SwAProfile-1.1#Attachment-";
  std::vector<Attack> attacks{
      {"a digest of SHA-1", method("2001/04/xmlenc#sha256", "2000/09/xmldsig#sha1"), E::failed_authentication,
       stranger, "DigestMethod is not of the agreed algorithm: http://www.w3.org/2000/09/xmldsig#sha1"},
      {"RSA with SHA-1", method("2001/04/xmldsig-more#rsa-sha256", "2000/09/xmldsig#rsa-sha1"),
       E::failed_authentication, stranger,
       "SignatureMethod is not of the agreed algorithm: http://www.w3.org/2000/09/xmldsig#rsa-sha1",
       Suite::rsa},
      {"RSA with PSS", method("2001/04/xmldsig-more#rsa-sha256", "2007/05/xmldsig-more#sha256-rsa-MGF1"),
       E::failed_authentication, stranger,
       "SignatureMethod is not of the agreed algorithm: "
       "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1",
       Suite::rsa},
      {"a key of RSA, said to be of Ed25519",
       method("2001/04/xmldsig-more#rsa-sha256", "2021/04/xmldsig-more#eddsa-ed25519"),
       E::failed_authentication, stranger,
       "SignatureMethod is not of the agreed algorithm: http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519",
       Suite::rsa},
      {"a key of Ed25519, said to be of RSA",
       method("2021/04/xmldsig-more#eddsa-ed25519", "2001/04/xmldsig-more#rsa-sha256"),
       E::failed_authentication, stranger,
       "SignatureMethod is not of the agreed algorithm: http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
       Suite::edwards},
      {"an HMAC", method("2001/04/xmldsig-more#rsa-sha256", "2001/04/xmldsig-more#hmac-sha256"),
       E::failed_authentication, stranger,
       "SignatureMethod is not of the agreed algorithm: http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
       Suite::rsa},
      {"an HMAC of one octet",
       method("rsa-sha256\"></ds:SignatureMethod>",
              "hmac-sha256\"><ds:HMACOutputLength>8</ds:HMACOutputLength></ds:SignatureMethod>"),
       E::failed_authentication, stranger,
       "SignatureMethod is not of the agreed algorithm: http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
       Suite::rsa},
      {"no algorithm", method("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", ""),
       E::failed_authentication, stranger, "SignatureMethod is not of the agreed algorithm: ", Suite::rsa},
      {"a signature of Ed25519 in its second form", with_signature(add_the_order), E::failed_authentication,
       stranger, "the signature does not fit", Suite::edwards},
      {"a signature cut short", with_signature([](Bytes& value) { value.pop_back(); }),
       E::failed_authentication, stranger, "the signature does not fit"},
      {"a signature with an octet more", with_signature([](Bytes& value) { value.push_back({}); }),
       E::failed_authentication, stranger, "the signature does not fit"},
      {"an empty signature", with_signature([](Bytes& value) { value.clear(); }), E::failed_authentication,
       stranger, "the signature does not fit"},
      {"a signature of zeros", with_signature([](Bytes& value) { std::ranges::fill(value, std::byte{}); }),
       E::failed_authentication, stranger, "the signature does not fit"},
      {"a method of canonical form that the signer chose",
       method("<ds:CanonicalizationMethod Algorithm=\"" + c14n,
              "<ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116"),
       E::failed_authentication, stranger,
       "CanonicalizationMethod is not of the agreed algorithm: http://www.w3.org/TR/1999/REC-xslt-19991116"},
      {"the MIME headers signed, too",
       method(part + "Content-Signature-Transform", part + "Complete-Signature-Transform"),
       E::failed_authentication, stranger,
       "Transform is not of the agreed algorithm: "
       "http://docs.oasis-open.org/wss/oasis-wss-SwAProfile-1.1#Attachment-Complete-Signature-Transform"},
      {"a second transform",
       method("</ds:Transforms>", "<ds:Transform Algorithm=\"" + c14n + "\"></ds:Transform></ds:Transforms>"),
       E::failed_authentication, stranger, "Transform is not expected"},
  };
  for (const std::string_view other :
       {"http://www.w3.org/TR/1999/REC-xpath-19991116", "http://www.w3.org/2002/06/xmldsig-filter2",
        "http://www.w3.org/TR/1999/REC-xslt-19991116",
        "http://www.w3.org/2000/09/xmldsig#enveloped-signature", "http://www.w3.org/2000/09/xmldsig#base64",
        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
        "http://www.w3.org/2001/10/xml-exc-c14n#WithComments"}) {
    attacks.push_back({other, method(transform, "<ds:Transform Algorithm=\"" + std::string{other}),
                       E::failed_authentication, stranger,
                       "Transform is not of the agreed algorithm: " + std::string{other}});
  }
  return attacks;
}

std::vector<Attack> of_sealing() {
  const auto rsa = [](std::string from, std::string to) {
    return on_its_way("2009/xmlenc11#" + std::move(from), std::move(to));
  };
  // With each of them the shared secret is zero, whatever our key is: all seven that there are (the points of
  // small order of Curve25519 and of its twist, and the two ways more to write 0 and 1).
  const auto point = [](std::string_view hex) {
    return with_block([octets = from_hex(hex).value()](KeyAgreement& box) {
      ASSERT_EQ(octets.size(), box.ephemeral.size());
      std::ranges::copy(octets, box.ephemeral.begin());
    });
  };
  return {
      {"RSA 1.5", rsa("rsa-oaep", "2001/04/xmlenc#rsa-1_5"), E::failed_decryption, stranger,
       "EncryptionMethod is not of the agreed algorithm: http://www.w3.org/2001/04/xmlenc#rsa-1_5",
       Suite::rsa},
      {"OAEP with the old mask", rsa("rsa-oaep", "2001/04/xmlenc#rsa-oaep-mgf1p"), E::failed_decryption,
       stranger,
       "EncryptionMethod is not of the agreed algorithm: http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p",
       Suite::rsa},
      {"a mask by SHA-1", rsa("mgf1sha256", "2009/xmlenc11#mgf1sha1"), E::failed_decryption, stranger,
       "MGF is not of the agreed algorithm: http://www.w3.org/2009/xmlenc11#mgf1sha1", Suite::rsa},
      {"a label of OAEP", on_its_way("<xenc11:MGF", "<xenc:OAEPparams>AA==</xenc:OAEPparams><xenc11:MGF"),
       E::failed_decryption, stranger, "MGF is expected", Suite::rsa},
      {"CBC", rsa("aes128-gcm", "2001/04/xmlenc#aes128-cbc"), E::failed_decryption, stranger,
       "EncryptionMethod is not of the agreed algorithm: http://www.w3.org/2001/04/xmlenc#aes128-cbc"},
      {"a longer key than agreed", rsa("aes128-gcm", "2009/xmlenc11#aes256-gcm"), E::failed_decryption,
       stranger,
       "EncryptionMethod is not of the agreed algorithm: http://www.w3.org/2009/xmlenc11#aes256-gcm"},
      {"no cipher", on_its_way("http://www.w3.org/2009/xmlenc11#aes128-gcm", ""), E::failed_decryption,
       stranger, "EncryptionMethod is not of the agreed algorithm: "},
      {"a key-encryption key of another length", on_its_way("KeyLength>16", "KeyLength>32"),
       E::failed_decryption, stranger, "a key-encryption key of another length", Suite::edwards},
      {"another derivation", on_its_way("2021/04/xmldsig-more#hkdf\"", "2009/xmlenc11#ConcatKDF\""),
       E::failed_decryption, stranger,
       "KeyDerivationMethod is not of the agreed algorithm: http://www.w3.org/2009/xmlenc11#ConcatKDF",
       Suite::edwards},
      {"a derivation by SHA-1", on_its_way("#hmac-sha256", "#hmac-sha1"), E::failed_decryption, stranger,
       "PRF is not of the agreed algorithm: http://www.w3.org/2001/04/xmldsig-more#hmac-sha1",
       Suite::edwards},
      {"another curve", on_its_way("MCowBQYDK2VuAyEA", "MCowBQYDK2VwAyEA"), E::failed_decryption, stranger,
       "the originator's key is not of X25519", Suite::edwards},
      {"an ephemeral key of zeros", point("0000000000000000000000000000000000000000000000000000000000000000"),
       E::failed_decryption, opened(0), "the content key cannot be opened", Suite::edwards},
      {"an ephemeral key of order 1",
       point("0100000000000000000000000000000000000000000000000000000000000000"), E::failed_decryption,
       opened(0), "the content key cannot be opened", Suite::edwards},
      {"an ephemeral key of order 8",
       point("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"), E::failed_decryption,
       opened(0), "the content key cannot be opened", Suite::edwards},
      {"an ephemeral key of the other order 8",
       point("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"), E::failed_decryption,
       opened(0), "the content key cannot be opened", Suite::edwards},
      {"an ephemeral key of p - 1", point("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
       E::failed_decryption, opened(0), "the content key cannot be opened", Suite::edwards},
      {"an ephemeral key of p, which is 0",
       point("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"), E::failed_decryption,
       opened(0), "the content key cannot be opened", Suite::edwards},
      {"an ephemeral key of p + 1, which is 1",
       point("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"), E::failed_decryption,
       opened(0), "the content key cannot be opened", Suite::edwards},
      {"a wrapped key of 40 octets", with_block([](KeyAgreement& box) { box.wrapped.resize(40); }),
       E::failed_decryption, opened(0), "the content key cannot be opened", Suite::edwards},
      {"another salt", with_block([](KeyAgreement& box) { box.salt.front() ^= std::byte{1}; }),
       E::failed_decryption, opened(0), "the content key cannot be opened", Suite::edwards},
      {"more salt than a derivation needs", with_block([](KeyAgreement& box) { box.salt.resize(1'000); }),
       E::failed_decryption, stranger, "more salt or info than a derivation needs", Suite::edwards},
      {"another box of RSA",
       [](Forgery& forged) {
         forged.key = [](SealedKey& key) { std::get<KeyTransport>(key.box).box.at(9) ^= std::byte{1}; };
       },
       E::failed_decryption, opened(0), "the content key cannot be opened", Suite::rsa},
      {"a box of RSA cut short",
       [](Forgery& forged) {
         forged.key = [](SealedKey& key) { std::get<KeyTransport>(key.box).box.pop_back(); };
       },
       E::failed_decryption, opened(0), "the content key cannot be opened", Suite::rsa},
      {"a tag cut short",
       [](Forgery& forged) {
         forged.sealed = [](auto& contents) { contents.back().resize(contents.back().size() - 4); };
       },
       E::failed_decryption, opened(2), "a payload was changed on its way"},
      {"no tag", [](Forgery& forged) { forged.sealed = [](auto& contents) { contents.back().resize(12); }; },
       E::failed_decryption, opened(2), "a payload was changed on its way"},
      {"nothing sealed",
       [](Forgery& forged) { forged.sealed = [](auto& contents) { contents.back() = {}; }; },
       E::failed_decryption, opened(2), "a payload was changed on its way"},
      {"an IV twice under one key", [](Forgery& forged) { forged.repeats_iv = true; }, E::failed_decryption,
       opened(2), "two payloads under one IV, which gives both away"},
      {"sealed for somebody else",
       [](Forgery& forged) {
         forged.line.b.own_sealing.front().certificate = forged.line.a.own_sealing.front().certificate;
       },
       E::failed_decryption, partner, "sealed for a certificate that is not ours"},
      {"sealed for a key of ours that is gone", [](Forgery& forged) { forged.line.b.own_sealing.clear(); },
       E::failed_decryption, partner, "sealed for a certificate that is not ours"},
      {"sealed for nobody", in_soap([](std::string& soap) {
         soap = test::replaced(soap, cut(soap, "<xenc:RecipientKeyInfo>", "</xenc:RecipientKeyInfo>"), "");
       }),
       E::failed_decryption, stranger, "RecipientKeyInfo is expected", Suite::edwards},
      {"a second content key", on_its_way("<xenc:EncryptedKey", "<xenc:EncryptedKey/><xenc:EncryptedKey"),
       E::policy_noncompliance, stranger, "a second EncryptedKey"},
      {"a payload under another key", on_its_way("<wsse:Reference URI=\"#ek\"", "<wsse:Reference URI=\"#x\""),
       E::failed_decryption, stranger, "data under another key than that of the message"},
      {"a payload that the key is not for",
       on_its_way("DataReference URI=\"#ed0\"", "DataReference URI=\"#x\""), E::failed_decryption, stranger,
       "ReferenceList and EncryptedData differ"},
  };
}

// ---- keys

/// Somebody whom we do not know, with a certificate of the same authority's making.
OwnSigning somebody(Suite suite, crypto::CertificateUse use = crypto::CertificateUse::signing) {
  static const test::Authority authority{"Other CA"};
  const auto key =
      suite == Suite::rsa ? test::rsa_key() : crypto::MessageKey::generate(crypto::KeyKind::ed25519);
  auto certificate = authority.issue(key, "party-a", use);
  return {.certificate = std::make_shared<const crypto::MessageCertificate>(std::move(certificate)),
          .key = crypto::make_signer(key).value()};
}
Suite suite_of(const Forgery& forged) { return forged.line.a.mode.suite; }
/// The signer is named in another of the three ways.
Change named(std::function<CertificateName(const crypto::MessageCertificate&)> name) {
  return [name = std::move(name)](Forgery& forged) { forged.signer_name = name(*forged.signer.certificate); };
}

/// The token of the signer, which stands there no more.
std::string taken_token(std::string& soap) {
  const std::string sign = "<wsse:BinarySecurityToken ";
  const auto first = soap.rfind(sign);
  std::string text = cut(std::string_view{soap}.substr(first), sign, "</wsse:BinarySecurityToken>");
  soap.erase(first, text.size());
  return text;
}
/// As it stood in Security, in something else.
std::string in_header(std::string_view open, std::string_view close, std::string_view text) {
  return format("{} xmlns:wsse=\"{}\" xmlns:wsu=\"{}\">{}{}", open, ns::name_of(ns::wsse),
                ns::name_of(ns::wsu), text, close);
}

std::vector<Attack> of_keys() {
  const std::string x509v3 = "#X509v3\" wsu:Id=\"sign\"";
  const auto token = [&](std::string value_type) {
    return on_its_way(x509v3, std::move(value_type) + "\" wsu:Id=\"sign\"");
  };
  return {
      {"signed by somebody, and saying so",
       [](Forgery& forged) {
         forged.signer = somebody(suite_of(forged));
         forged.signer_name = name_of(*forged.signer.certificate, Naming::token);
       },
       E::failed_authentication, stranger, "signed by none of the partner's certificates"},
      {"signed by somebody in the partner's name",
       [](Forgery& forged) { forged.signer.key = somebody(suite_of(forged)).key; }, E::failed_authentication,
       stranger, "the signature does not fit"},
      {"with the id of a message that the partner may send one day, by somebody",
       [](Forgery& forged) {
         forged.message.info.id = "m2@a";
         forged.signer.key = somebody(suite_of(forged)).key;
       },
       E::failed_authentication, stranger, "the signature does not fit"},
      {"signed by another partner, whom we know",
       [](Forgery& forged) {
         forged.signer = forged.line.b.own_signing.front();
         forged.signer_name = name_of(*forged.signer.certificate, Naming::token);
       },
       E::failed_authentication, stranger, "signed by none of the partner's certificates"},
      {"another's certificate agreed on",
       [](Forgery& forged) {
         forged.line.b.signing = test::recorded_partner(suite_of(forged), 'a', 'b').signing;
         forged.line.b.sealing.clear();
       },
       E::failed_authentication, stranger, "signed by none of the partner's certificates"},
      {"with a certificate that was revoked",
       [](Forgery& forged) {
         forged.line.b.revoked.push_back({.certificate = forged.line.b.signing.front().certificate,
                                          .purpose = crypto::KeyPurpose::signing,
                                          .why = "CN=party-a: stolen"});
         forged.line.b.signing.clear();
       },
       E::failed_authentication, stranger, "signed with a certificate that is revoked: CN=party-a: stolen"},
      {"with the partner's certificate for another use",
       [](Forgery& forged) {
         forged.signer = somebody(suite_of(forged), crypto::CertificateUse::encipherment);
         forged.signer_name = name_of(*forged.signer.certificate, Naming::token);
         forged.line.b.sealing.front().certificate = forged.signer.certificate;
       },
       E::failed_authentication, stranger, "signed with the partner's certificate for sealing"},
      {"nobody agreed on",
       [](Forgery& forged) {
         forged.line.b.signing.clear();
         forged.line.b.sealing.clear();
       },
       E::failed_authentication, stranger, "signed by none of the partner's certificates"},
      {"before the certificate is valid",
       [](Forgery& forged) { forged.line.now = *parse_instant("2026-11-23T00:00:00Z"); },
       E::failed_authentication, stranger,
       "the signer's certificate is valid from 2026-11-23T16:24:48.000Z on"},
      {"after it has expired",
       [](Forgery& forged) { forged.line.now = *parse_instant("2037-01-01T00:00:00Z"); },
       E::failed_authentication, stranger, "the signer's certificate has ended at 2036-11-20T16:24:48.000Z"},
      {"a key identifier of somebody else", named([](const auto& certificate) {
         Bytes other = certificate.subject_key_identifier();
         other.front() ^= std::byte{1};
         return KeyIdentifier{other};
       }),
       E::failed_authentication, stranger, "signed by none of the partner's certificates"},
      {"the beginning of a key identifier", named([](const auto& certificate) {
         Bytes some = certificate.subject_key_identifier();
         some.pop_back();
         return KeyIdentifier{some};
       }),
       E::failed_authentication, stranger, "signed by none of the partner's certificates"},
      {"no key identifier", named([](const auto&) { return KeyIdentifier{}; }), E::failed_authentication,
       stranger, "a key identifier that is empty"},
      {"an issuer whose parts stand in another order", named([](const auto& certificate) {
         return IssuerSerial{.issuer = "C=XX,O=Test,CN=Test CA", .serial = certificate.serial()};
       }),
       E::failed_authentication, stranger, "signed by none of the partner's certificates"},
      {"a serial number in hex", named([](const auto& certificate) {
         return IssuerSerial{.issuer = certificate.issuer(), .serial = "0x" + certificate.serial()};
       }),
       E::failed_authentication, stranger, "signed by none of the partner's certificates"},
      {"a negative serial number", named([](const auto& certificate) {
         return IssuerSerial{.issuer = certificate.issuer(), .serial = "-" + certificate.serial()};
       }),
       E::failed_authentication, stranger, "signed by none of the partner's certificates"},
      {"a path of certificates", token("#X509PKIPathv1"), E::failed_authentication, stranger,
       "a token of a form that was not agreed"},
      {"a token of another form", token("#PKCS7"), E::failed_authentication, stranger,
       "a token of a form that was not agreed"},
      {"a token that is nowhere",
       on_its_way("<wsse:Reference URI=\"#sign\"", "<wsse:Reference URI=\"#other\""),
       E::failed_authentication, stranger,
       "a token reference that leads nowhere, or to another kind of token"},
      {"a token that is the header",
       on_its_way("<wsse:Reference URI=\"#sign\"", "<wsse:Reference URI=\"#msg\""), E::failed_authentication,
       stranger, "a token reference that leads nowhere, or to another kind of token"},
      {"a token by its address",
       on_its_way("<wsse:Reference URI=\"#sign\"", "<wsse:Reference URI=\"http://a/certificate\""),
       E::failed_authentication, stranger,
       "a token reference that leads nowhere, or to another kind of token"},
      {"a token in another header", in_soap([](std::string& soap) {
         const std::string text = taken_token(soap);
         soap = test::replaced(soap, "<eb:Messaging", in_header("<x", "</x>", text) + "<eb:Messaging");
       }),
       E::invalid_header, stranger, "the header x is not known"},
      {"a token in Security for another role", in_soap([](std::string& soap) {
         const std::string text = taken_token(soap);
         soap = test::replaced(
             soap, "<eb:Messaging",
             in_header("<wsse:Security S12:role=\"urn:next\"", "</wsse:Security>", text) + "<eb:Messaging");
       }),
       E::invalid_header, stranger, "a header for another role"},
      {"a token in the header of the message", in_soap([](std::string& soap) {
         const std::string text = taken_token(soap);
         soap = test::replaced(soap, "</eb:Messaging>", in_header("<x", "</x>", text) + "</eb:Messaging>");
       }),
       E::feature_not_supported, stranger, "bundles are not taken"},
      {"a third token",
       on_its_way("<ds:Signature>", "<wsse:BinarySecurityToken EncodingType=\"" +
                                        std::string{type::base64_binary} + "\" ValueType=\"" +
                                        std::string{type::x509v3} +
                                        "\">AA==</wsse:BinarySecurityToken><ds:Signature>"),
       E::policy_noncompliance, stranger, "too many tokens"},
      {"a key by its value",
       on_its_way("<ds:KeyInfo><wsse:SecurityTokenReference><wsse:Reference URI=\"#sign\"",
                  "<ds:KeyInfo><ds:KeyValue/><wsse:SecurityTokenReference><wsse:Reference URI=\"#sign\""),
       E::failed_authentication, stranger, "SecurityTokenReference is expected"},
      {"a key that is fetched",
       on_its_way("<ds:KeyInfo><wsse:SecurityTokenReference><wsse:Reference URI=\"#sign\"",
                  "<ds:KeyInfo><ds:RetrievalMethod URI=\"file:///etc/passwd\"/><wsse:SecurityTokenReference>"
                  "<wsse:Reference URI=\"#sign\""),
       E::failed_authentication, stranger, "SecurityTokenReference is expected"},
      {"a timestamp", on_its_way("<ds:Signature>", "<wsu:Timestamp/><ds:Signature>"), E::policy_noncompliance,
       stranger, "Timestamp has no place in Security"},
      {"a user's name", on_its_way("<ds:Signature>", "<wsse:UsernameToken/><ds:Signature>"),
       E::policy_noncompliance, stranger, "UsernameToken has no place in Security"},
  };
}

// ---- attachments

std::string head(std::string_view boundary, std::string_view rest) {
  return format("\r\n--{}\r\n{}", boundary, rest);
}
constexpr std::string_view boundary = "lintas-0123456789";

Change part(std::size_t index, bool Forgery::Part::* what) {
  return [=](Forgery& forged) { forged.parts.at(index).*what = false; };
}

std::vector<Attack> of_attachments() {
  const std::string id = "Content-ID: <2@a>";
  const std::string extra = head(boundary, "Content-Type: text/plain\r\nContent-ID: <9@a>\r\n\r\nhello") +
                            "\r\n--lintas-0123456789--";
  const std::string end = "\r\n--lintas-0123456789--";
  const auto renamed = [&](std::string to) { return on_its_way(id, "Content-ID: " + std::move(to)); };
  const auto content_only = std::string{type::content_only};
  return {
      {"a further part, not signed", on_its_way(end, extra), E::mime_inconsistency, opened(3),
       "the part 9@a is not announced"},
      {"10,000 further parts", in_whole([=](std::string& text) {
         text = test::replaced(
             text, end, numbered("\r\n--lintas-0123456789\r\nContent-ID: <x", "@a>\r\n\r\nx", 10'000) + end);
       }),
       E::mime_inconsistency, opened(3), "the part x0@a is not announced"},
      {"1,001 payloads",
       [](Forgery& forged) {
         for (std::size_t i = forged.parts.size(); i < 1'001; ++i)
           forged.parts.push_back(Forgery::plain(format("{}@a", i + 1), "a/b", "x"));
       },
       E::mime_inconsistency, stranger, "too many parts"},
      {"a payload that is not there", part(1, &Forgery::Part::is_there), E::mime_inconsistency, opened(2),
       "a payload that is announced is missing"},
      {"the last payload not there", part(2, &Forgery::Part::is_there), E::mime_inconsistency, opened(2),
       "a payload that is announced is missing"},
      {"a payload that is not announced", part(1, &Forgery::Part::is_announced), E::policy_noncompliance,
       partner, "more is signed than there is"},
      {"a payload that is not signed", part(1, &Forgery::Part::is_signed), E::policy_noncompliance, partner,
       "the payload 2@a is not signed"},
      {"a payload that is not sealed", part(1, &Forgery::Part::is_sealed), E::policy_noncompliance, partner,
       "the payload 2@a is not sealed"},
      {"no payload sealed",
       [](Forgery& forged) {
         for (auto& one : forged.parts) one.is_sealed = false;
       },
       E::policy_noncompliance, partner, "the payload 1@a is not sealed"},
      {"a payload announced twice",
       [](Forgery& forged) {
         forged.message.parts.push_back({.content_id = "2@a", .properties = forged.parts.at(1).properties});
       },
       E::mime_inconsistency, partner, "two PartInfo of 2@a"},
      {"a Content-ID twice", renamed("<1@a>"), E::mime_inconsistency, opened(1),
       "two parts have the same Content-ID"},
      {"the Content-ID of the SOAP part", renamed("<soap@lintas>"), E::mime_inconsistency, opened(1),
       "two parts have the same Content-ID"},
      {"a Content-ID in two headers", on_its_way(id, id + "\r\n" + id), E::mime_inconsistency, opened(1),
       "a header stands twice in a part"},
      {"a Content-ID in another case", renamed("<2@A>"), E::mime_inconsistency, opened(1),
       "the part 2@A is not announced"},
      {"a Content-ID with percent signs", renamed("<2%40a>"), E::mime_inconsistency, opened(1),
       "the part 2%40a is not announced"},
      // RFC 2392 has it so. Whether two names are one would be read in two ways: here they are two.
      {"an href with percent signs for a Content-ID without",
       [](Forgery& forged) {
         forged.parts.at(1).id = "2%40a";
         forged.whole = [](std::string& text) {
           text = test::replaced(text, "Content-ID: <2%40a>", "Content-ID: <2@a>");
         };
       },
       E::mime_inconsistency, opened(1), "the part 2@a is not announced"},
      {"no Content-ID", on_its_way(id + "\r\n", ""), E::mime_inconsistency, opened(1),
       "a part has no Content-ID"},
      {"two payloads exchanged",
       [](Forgery& forged) {
         forged.whole = [](std::string& text) {
           text = test::replaced(text, "Content-ID: <1@a>", "Content-ID: <x@a>");
           text = test::replaced(text, "Content-ID: <2@a>", "Content-ID: <1@a>");
           text = test::replaced(text, "Content-ID: <x@a>", "Content-ID: <2@a>");
         };
       },
       E::failed_authentication, opened(0), "a payload is not what was signed"},
      {"a payload and its key exchanged for others",
       [](Forgery& forged) {
         // The key block is not signed, and the public key is known to all: the digest decides.
         forged.references = [](auto& all) {
           all.back().digest.bytes.front() ^= std::byte{1};
           all.back() = make_reference("3@a", true, all.back().digest);
         };
       },
       E::failed_authentication, opened(2), "a payload is not what was signed"},
      {"an octet of a payload",
       [](Forgery& forged) {
         forged.sealed = [](auto& contents) { contents.back().at(40) ^= std::byte{1}; };
       },
       E::failed_decryption, opened(2), "a payload was changed on its way"},
      {"sealed as another type than it is signed",
       on_its_way(R"(MimeType="application/gzip")", R"(MimeType="text/plain")"), E::failed_authentication,
       opened(0), "a packed payload that is sealed as something else"},
      {"the header sealed", on_its_way("CipherReference URI=\"cid:1@a\"", "CipherReference URI=\"#msg\""),
       E::policy_noncompliance, stranger, "only parts are sealed"},
      {"the Body sealed", on_its_way("CipherReference URI=\"cid:1@a\"", "CipherReference URI=\"#body\""),
       E::policy_noncompliance, stranger, "only parts are sealed"},
      {"sealed data in the Body",
       at(&Forgery::body, "></S12:Body>",
          "><xenc:EncryptedData xmlns:xenc=\"http://www.w3.org/2001/04/xmlenc#\" "
          "Type=\"http://www.w3.org/2001/04/xmlenc#Content\"><xenc:CipherData><xenc:CipherValue>AA=="
          "</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData></S12:Body>"),
       E::feature_not_supported, stranger, "Body has something in it"},
      {"an element sealed", on_its_way(content_only, "http://www.w3.org/2001/04/xmlenc#Element"),
       E::policy_noncompliance, stranger, "EncryptedData of something else than the content of a part"},
      {"the MIME headers sealed, too", on_its_way("#Attachment-Content-Only", "#Attachment-Complete"),
       E::policy_noncompliance, stranger, "EncryptedData of something else than the content of a part"},
      {"sealed data for no payload",
       [](Forgery& forged) {
         forged.parts.at(1).is_announced = forged.parts.at(1).is_signed = forged.parts.at(1).is_there = false;
       },
       E::policy_noncompliance, partner, "more is sealed than there is"},
      {"the last part cut", in_whole([](std::string& text) { text.resize(text.size() - 300); }),
       E::mime_inconsistency, opened(2), "the last boundary is missing"},
      {"no last boundary", in_whole([=](std::string& text) { text.erase(text.rfind(end)); }),
       E::mime_inconsistency, opened(2), "the last boundary is missing"},
      {"something behind the last boundary", in_whole([](std::string& text) { text += "hello"; }),
       E::mime_inconsistency, opened(3), "the body goes on after its last boundary"},
      {"something before the first boundary", in_whole([](std::string& text) { text.insert(0, "hello"); }),
       E::mime_inconsistency, stranger, "the body does not begin with its boundary"},
      {"a boundary inside a payload", in_whole([](std::string& text) {
         text.insert(text.find(">\r\n\r\n", text.find("<3@a>")) + 50, head(boundary, ""));
       }),
       E::failed_decryption, opened(2), "a payload was changed on its way"},
      {"a boundary of 71 characters", at(&Forgery::content_type, std::string{boundary}, std::string(71, 'b')),
       E::mime_inconsistency, stranger, "there is no boundary as RFC 2046 has it"},
      {"no boundary", at(&Forgery::content_type, "boundary=", "border="), E::mime_inconsistency, stranger,
       "there is no boundary as RFC 2046 has it"},
      {"another type of body", at(&Forgery::content_type, "multipart/related", "multipart/mixed"),
       E::mime_inconsistency, stranger, "the body is neither SOAP in UTF-8 nor related to it"},
      {"text/xml as the body", at(&Forgery::content_type, "application/soap+xml", "text/xml"),
       E::mime_inconsistency, stranger, "the body is neither SOAP in UTF-8 nor related to it"},
      {"another part to start with", at(&Forgery::content_type, "<soap@lintas>", "<1@a>"),
       E::mime_inconsistency, stranger, "the first part is not the one to start with"},
      {"a SOAP part of another character set", on_its_way("charset=utf-8", "charset=utf-16"),
       E::mime_inconsistency, stranger, "the first part is not SOAP in UTF-8"},
      {"a head of a megabyte", on_its_way(id, "X: " + std::string(1'000'000, 'x') + "\r\n" + id),
       E::mime_inconsistency, opened(1), "the head of a part is too long"},
      {"1,000 headers in a part", on_its_way(id, numbered("X", ": y\r\n", 1'000) + id), E::mime_inconsistency,
       opened(1), "a part has too many headers"},
      {"base64", on_its_way("Transfer-Encoding: binary\r\n" + id, "Transfer-Encoding: base64\r\n" + id),
       E::mime_inconsistency, opened(1), "the transfer encoding of a part changes its octets"},
      {"quoted-printable",
       on_its_way("Transfer-Encoding: binary\r\n" + id, "Transfer-Encoding: quoted-printable\r\n" + id),
       E::mime_inconsistency, opened(1), "the transfer encoding of a part changes its octets"},
      {"parts within a part", in_whole([=](std::string& text) {
         const auto type = text.rfind("application/octet-stream", text.find(id));
         text.replace(type, 24, "multipart/mixed; boundary=x");
       }),
       E::mime_inconsistency, opened(1), "there are parts within a part"},
      {"SOAP alone where payloads are announced",
       [](Forgery& forged) {
         forged.soap = [&forged](std::string& soap) {
           forged.whole = [soap](std::string& text) { text = soap; };
         };
         forged.content_type = [](std::string& text) { text = soap_type; };
       },
       E::mime_inconsistency, opened(0), "a payload that is announced is missing"},
  };
}

// ---- compression

/// The first payload is this gzip, or what should be one.
Change packed_as(std::function<void(Bytes&)> change) {
  return [change = std::move(change)](Forgery& forged) { change(forged.parts.front().content); };
}
Change announced(std::function<void(std::vector<Property>&)> change) {
  return [change = std::move(change)](Forgery& forged) { change(forged.parts.front().properties); };
}

/// As small as zeros become.
Bytes bomb(std::size_t zeros) {
  Bytes packed;
  BytesSink end{packed};
  DeflateSink deflated{end, 9};
  EXPECT_TRUE(deflated.take(Bytes(zeros)) && deflated.close());
  return packed;
}

std::vector<Attack> of_compression() {
  return {
      {"a damaged gzip", packed_as([](Bytes& gzip) { gzip.at(20) ^= std::byte{1}; }),
       E::decompression_failure, opened(0), "incorrect data check"},
      {"a gzip with another checksum",
       packed_as([](Bytes& gzip) { gzip.at(gzip.size() - 8) ^= std::byte{1}; }), E::decompression_failure,
       opened(0), "incorrect data check"},
      {"a gzip cut short", packed_as([](Bytes& gzip) { gzip.pop_back(); }), E::decompression_failure,
       opened(0), "the gzip is cut short"},
      {"something behind the gzip", packed_as([](Bytes& gzip) { gzip.push_back({}); }),
       E::decompression_failure, opened(0), "something follows the member of gzip"},
      {"two gzips", packed_as([](Bytes& gzip) {
         const Bytes copy = gzip;
         gzip.insert(gzip.end(), copy.begin(), copy.end());
       }),
       E::decompression_failure, opened(0), "something follows the member of gzip"},
      {"a bomb within what was agreed",
       [](Forgery& forged) {
         forged.line.b.mode.payload_bytes_max = 64UL * 1024 * 1024;
         forged.parts.front().content = bomb(20'000'000);
       },
       E::decompression_failure, opened(0), "the payload grows more than payloads do"},
      {"a bomb beyond what was agreed", packed_as([](Bytes& gzip) { gzip = as4::gzip(Bytes(20'000'000)); }),
       E::decompression_failure, opened(0), "the payload is larger than agreed"},
      {"a payload larger than agreed",
       [](Forgery& forged) { forged.line.b.mode.payload_bytes_max = forged.line.pdf.size() - 1; },
       E::decompression_failure, opened(2), "the payload is larger than agreed"},
      {"a payload larger than agreed, not compressed",
       [](Forgery& forged) {
         forged.parts.front() = Forgery::plain("1@a", "application/pdf", forged.line.pdf);
         forged.line.b.mode.payload_bytes_max = forged.line.pdf.size() - 1;
       },
       E::mime_inconsistency, opened(0), "a payload is larger than agreed"},
      {"no gzip, though it is said to be one",
       packed_as([](Bytes& gzip) { gzip = copy_of(as_bytes("<a></a>")); }), E::decompression_failure,
       opened(0), "incorrect header check"},
      {"no type", announced([](auto& properties) { properties.erase(properties.begin()); }),
       E::value_inconsistent, stranger, "a compressed part without MimeType"},
      {"another compression",
       announced([](auto& properties) { properties.back().value = "application/zip"; }),
       E::value_inconsistent, stranger, "another compression than gzip"},
      {"a compression twice", announced([](auto& properties) { properties.push_back(properties.back()); }),
       E::value_inconsistent, stranger, "the Property CompressionType stands twice"},
      {"a character set that is no name",
       announced([](auto& properties) { properties.push_back({.name = "CharacterSet", .value = "utf 8!"}); }),
       E::value_inconsistent, stranger, "CharacterSet is no name of an encoding"},
      {"an empty character set",
       announced([](auto& properties) { properties.push_back({.name = "CharacterSet", .value = ""}); }),
       E::value_inconsistent, stranger, "CharacterSet is no name of an encoding"},
      {"XML that declares another encoding than the header", announced([](auto& properties) {
         properties.push_back({.name = "CharacterSet", .value = "iso-8859-1"});
       }),
       E::value_inconsistent, partner, "the payload 1@a is XML, and its CharacterSet is iso-8859-1"},
      {"XML in another encoding than the header, not compressed and without MimeType",
       [](Forgery& forged) {
         forged.parts.front() = Forgery::plain("1@a", "application/xml", forged.line.xml);
         forged.parts.front().properties = {{.name = "CharacterSet", .value = "utf-16"}};
       },
       E::value_inconsistent, partner, "the payload 1@a is XML, and its CharacterSet is utf-16"},
      {"XML that swells in canonical form",
       [](Forgery& forged) {
         const std::string text = "<r" + swelling_declarations() + ">" +
                                  repeated("<a" + swelling_attributes() + "/>", 3'000) + "</r>";
         forged.line.b.mode.payload_bytes_max = 8UL * 1024 * 1024;
         forged.parts.front() = Forgery::plain("1@a", "application/xml", text);
       },
       E::failed_authentication, opened(0), "signed XML: its canonical form is too long"},
      {"XML that cannot be read, not compressed",
       [](Forgery& forged) {
         forged.parts.front() = Forgery::plain("1@a", "application/xml", "<!DOCTYPE a><a/>");
       },
       E::failed_authentication, opened(0), "signed XML: a document type is declared"},
  };
}

struct Group {
  std::string_view of;
  std::vector<Attack> (*attacks)();
};

class As4Attacks : public ::testing::TestWithParam<Group> {};

/// The octet at which a document is not what it should be depends on names and keys.
std::string_view without_place(std::string_view why) {
  const auto at = why.rfind(" at ");
  const bool is_place = at != std::string_view::npos && at + 4 < why.size() &&
                        why.find_first_not_of("0123456789", at + 4) == std::string_view::npos;
  return is_place ? why.substr(0, at) : why;
}

TEST_P(As4Attacks, AreRefused) {
  for (const Suite suite : test::as4_suites) {
    for (const Attack& attack : GetParam().attacks()) {
      if (attack.only.value_or(suite) != suite) continue;
      SCOPED_TRACE(format("{}, suite {}", attack.what, static_cast<int>(suite)));
      Line line{suite};
      Forgery forged{line};
      attack.change(forged);
      const auto received = line.receive(forged.make());
      if (received) {
        ADD_FAILURE() << "was taken";
        continue;
      }
      const Refusal& refusal = received.error();
      EXPECT_EQ(code_of(refusal.refused.error), code_of(attack.error));
      EXPECT_EQ(without_place(refusal.refused.why), attack.why);
      EXPECT_EQ(refusal.partner != nullptr, attack.reach.is_told);
      EXPECT_EQ(line.opener->used(), attack.reach.is_opened ? 1 : 0);
      EXPECT_TRUE(line.spool.contents.empty() || attack.reach.is_opened) << "no place for a payload yet";
      EXPECT_EQ(line.spool.whole, attack.reach.payloads);
      for (const auto& content : line.spool.contents)
        EXPECT_LE(content->size(), line.b.mode.payload_bytes_max) << "kept is no more than was agreed";
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Catalogue, As4Attacks,
                         ::testing::Values(Group{"Xml", of_xml}, Group{"Wrapping", of_wrapping},
                                           Group{"Content", of_content}, Group{"Signing", of_signing},
                                           Group{"Sealing", of_sealing}, Group{"Keys", of_keys},
                                           Group{"Attachments", of_attachments},
                                           Group{"Compression", of_compression}),
                         [](const auto& one) { return std::string{one.param.of}; });

// ---- what only looks like an attack

struct Harmless {
  std::string_view what;
  Change change;
};

std::vector<Harmless> harmless() {
  const std::string id = "Content-ID: <2@a>";
  return {
      {"nothing", [](Forgery&) {}},
      {"a byte order mark", in_soap([](std::string& soap) { soap.insert(0, "\xEF\xBB\xBF"); })},
      {"a comment within a value", on_its_way(">declare<", ">decl<!-- x -->are<")},
      {"a comment that hides the end of a value", on_its_way(">C4<", "><!-- -->C4<")},
      {"a section of character data", on_its_way(">declare<", "><![CDATA[decl]]>are<")},
      {"a reference to a character", on_its_way(">declare<", ">decl&#97;re<")},
      {"the references in another order",
       [](Forgery& forged) { forged.references = [](auto& all) { std::ranges::reverse(all); }; }},
      {"the parts in another order",
       [](Forgery& forged) {
         forged.whole = [](std::string& text) {
           const std::string first =
               cut(text, "\r\n--lintas-0123456789\r\nContent-Type: application/octet", "<1@a>");
           const auto begin = text.find(first);
           const auto next = text.find("\r\n--lintas-0123456789", begin + first.size());
           const std::string whole = text.substr(begin, next - begin);
           text.erase(begin, whole.size());
           text.insert(text.rfind("\r\n--lintas-0123456789--"), whole);
         };
       }},
      {"a Content-ID without brackets", on_its_way(id, "Content-ID: 2@a")},
      {"a type without `start`", at(&Forgery::content_type, "; start=\"<soap@lintas>\"", "")},
      {"a name of a header in another case", on_its_way(id, "content-id: <2@a>")},
      {"a signer whose token has line breaks", on_its_way("wsu:Id=\"sign\">", "wsu:Id=\"sign\">\n")},
      {"a signature value with line breaks", on_its_way("<ds:SignatureValue>", "<ds:SignatureValue>\n")},
      {"an issuer with blanks behind its commas", named([](const auto& certificate) {
         return IssuerSerial{.issuer = "CN=Test CA, O=Test, C=XX", .serial = certificate.serial()};
       })},
      {"a MessageId as phase4 gives it", called("f667d505-2504-4fc3-b4dd-bd91ff78e6e5@phase4")},
      {"a MessageId as Holodeck and Domibus give it",
       called("0e7d3f63-5d2a-4a3c-9f0e-3b7a0b0c2f11@ap_1.customs.example.org")},
      {"a MessageId with what an atom of mail may have", called("a!#$%&'*+-/=?^_`{|}~.1@[192.0.2.1]")},
      {"an issuer in quotation marks and with what need not be escaped", named([](const auto& certificate) {
         return IssuerSerial{.issuer = R"(CN="Test CA",O=Te\73t,C=XX)", .serial = certificate.serial()};
       })},
      {"a clock that goes a day before ours",
       [](Forgery& forged) { forged.message.info.at += std::chrono::hours{24}; }},
      {"a clock that is a day behind ours",
       [](Forgery& forged) { forged.message.info.at -= std::chrono::hours{24}; }},
      {"a character set",
       announced([](auto& properties) { properties.push_back({.name = "CharacterSet", .value = "utf-8"}); })},
      {"a text in another character set",
       [](Forgery& forged) {
         forged.parts.at(1).properties.push_back({.name = "CharacterSet", .value = "iso-8859-1"});
       }},
      {"payloads that are not compressed",
       [](Forgery& forged) {
         forged.parts = {Forgery::plain("1@a", "application/xml", forged.line.xml),
                         Forgery::plain("2@a", "text/plain", forged.line.text),
                         Forgery::plain("3@a", "application/pdf", forged.line.pdf)};
       }},
  };
}

/// It is taken, and as what it is: no reader of the header or of a payload sees anything else.
TEST(As4Attacks, WhatOnlyLooksLikeOneIsTaken) {
  for (const Suite suite : test::as4_suites) {
    for (const Harmless& one : harmless()) {
      SCOPED_TRACE(format("{}, suite {}", one.what, static_cast<int>(suite)));
      Line line{suite};
      Forgery forged{line};
      one.change(forged);
      const auto received = line.receive(forged.make());
      if (!received) {
        ADD_FAILURE() << received.error().refused.why;
        continue;
      }
      EXPECT_EQ(received->message, forged.message);
      ASSERT_EQ(received->payloads.size(), 3U);
      EXPECT_EQ(received->payloads.front().content_id, "1@a") << "the order is that of the header";
      ASSERT_EQ(line.spool.contents.size(), 3U);
      std::vector<std::string_view> contents;
      for (const auto& content : line.spool.contents) contents.push_back(as_text(*content));
      for (const std::string* wanted : {&line.xml, &line.text, &line.pdf})
        EXPECT_TRUE(std::ranges::find(contents, std::string_view{*wanted}) != contents.end());
    }
  }
}

TEST(As4Attacks, AThousandPayloadsAreNone) {
  for (const Suite suite : test::as4_suites) {
    Line line{suite};
    Forgery forged{line};
    for (std::size_t i = forged.parts.size(); i < bounds::parts_max; ++i)
      forged.parts.push_back(
          Forgery::packed(format("{}@a", i + 1), "text/plain", format("number {}", i + 1)));
    const auto received = line.receive(forged.make());
    ASSERT_TRUE(received) << received.error().refused.why;
    ASSERT_EQ(line.spool.contents.size(), bounds::parts_max);
    EXPECT_EQ(as_text(*line.spool.contents.back()), "number 1000");
  }
}

/// A certificate that was renewed for the same key has the same key identifier: whichever is valid counts.
TEST(As4Attacks, TwoCertificatesWithOneKeyIdentifierAreNone) {
  const test::Authority authority{"CA"};
  const auto renewed = [&](const std::string& name, crypto::CertificateUse use, test::Validity validity) {
    return std::make_shared<const crypto::MessageCertificate>(
        authority.issue(test::recorded_key(name), name, use, validity));
  };
  for (const Suite suite : test::as4_suites) {
    Line line{suite};
    line.now = test::noon;
    line.a.mode.naming = Naming::key_identifier;
    const bool is_rsa = suite == Suite::rsa;
    const std::string signing = is_rsa ? "a-rsa" : "a-ed";
    const std::string sealing = is_rsa ? "b-rsa" : "b-x";
    const auto seals = is_rsa ? crypto::CertificateUse::encipherment : crypto::CertificateUse::agreement;
    const PartnerSigning good = line.b.signing.front();
    const auto old = renewed(signing, crypto::CertificateUse::signing, test::expired);
    ASSERT_EQ(old->subject_key_identifier(), good.certificate->subject_key_identifier());
    line.b.signing.insert(line.b.signing.begin(), {.certificate = old, .key = good.key});
    const OwnSealing own = line.b.own_sealing.front();
    line.b.own_sealing.insert(line.b.own_sealing.begin(),
                              {.certificate = renewed(sealing, seals, test::expired), .key = own.key});
    const auto received = line.receive(line.send());
    EXPECT_TRUE(received) << received.error().refused.why;
    line.b.signing = {{.certificate = old, .key = good.key}};
    EXPECT_FALSE(line.receive(line.send())) << "one that has expired alone";
  }
}

/// Two keys of a partner under one identifier, by chance or because somebody has made it so: each is tried,
/// and a third one is nobody's.
TEST(As4Attacks, TwoKeysUnderOneKeyIdentifierAreTriedOneAfterTheOther) {
  for (const Suite suite : test::as4_suites) {
    Line line{suite};
    line.a.mode.naming = Naming::key_identifier;
    const OwnSigning other = somebody(suite);
    const PartnerSigning good = line.b.signing.front();
    const PartnerSigning twin{
        .certificate = good.certificate,
        .key = std::make_shared<const crypto::Verifier>(crypto::Verifier::of(*other.certificate).value())};
    const OwnSealing own = line.b.own_sealing.front();
    const auto key = test::recorded_key(suite == Suite::rsa ? "a-rsa" : "a-x");
    const OwnSealing own_twin{.certificate = own.certificate, .key = crypto::make_opener(key).value()};
    line.b.signing = {twin, good};
    line.b.own_sealing = {own_twin, own};
    const auto by_the_second = line.receive(line.send());
    EXPECT_TRUE(by_the_second) << by_the_second.error().refused.why;
    EXPECT_EQ(line.opener->used(), 1);
    Forgery forged{line};
    forged.signer.key = other.key;
    EXPECT_TRUE(line.receive(forged.make())) << "the first one is the partner's, too";
    line.b.signing = {twin};
    const auto by_none = line.receive(line.send());
    ASSERT_FALSE(by_none);
    EXPECT_EQ(by_none.error().refused.why, "the signature does not fit");
    line.b.signing = {good};
    line.b.own_sealing = {own_twin};
    const auto opened_by_none = line.receive(line.send());
    ASSERT_FALSE(opened_by_none);
    EXPECT_EQ(opened_by_none.error().refused.why, "the content key cannot be opened");
  }
}

/// Both sign, judge certificates and answer by their own clocks; neither judges by that of the other.
TEST(As4Attacks, ADayBetweenTwoClocksIsNone) {
  for (const Suite suite : test::as4_suites) {
    for (const auto skew : {std::chrono::hours{24}, std::chrono::hours{-24}}) {
      Line line{suite};
      line.now = test::noon + skew;
      const Outgoing sent = line.send();
      line.now = test::noon;
      const auto received = line.receive(sent);
      ASSERT_TRUE(received) << received.error().refused.why;
      EXPECT_EQ(received->message.info.at, test::noon + skew) << "it is taken as it was written";
      const auto receipt = make_receipt(line.b, sent.message_id, received->references, "r1@b", line.now);
      const Answer answer = read_answer(line.a, sent.message_id, sent.references, soap_type,
                                        as_bytes(receipt.value()), test::noon + skew);
      EXPECT_EQ(answer.kind, Answer::Kind::receipt) << answer.why;
    }
  }
}

// ---- answers

/// What comes back for a message, and what it proves.
struct Reply {
  std::string_view what;
  /// The answer that party a reads to what it sent.
  std::function<std::string(Line&, const Outgoing&)> make;
  Answer::Kind kind;
  std::string_view type = soap_type;
};

std::string receipt_for(const Partner& by, const Outgoing& sent, Instant now) {
  return make_receipt(by, sent.message_id, sent.references, "r1@b", now).value();
}

/// As Domibus and Harmony write it beside their signal.
constexpr std::string_view fault_text =
    "<S12:Fault><S12:Code><S12:Value>S12:Receiver</S12:Value></S12:Code><S12:Reason><S12:Text "
    "xml:lang=\"en\">The message cannot be decompressed.</S12:Text></S12:Reason></S12:Fault>";
/// Header and Body signed, with something in the Body.
std::string signed_answer(const Partner& by, const Messaging& messaging, std::string_view in_body) {
  const auto digest_of = [](std::string_view text) { return crypto::sha256(std::array{as_bytes(text)}); };
  const std::string header = write_messaging(messaging);
  const std::string body = test::replaced(body_text(), "></S12:Body>", format(">{}</S12:Body>", in_body));
  const std::string info =
      write_signed_info(by.mode.suite, {make_reference(messaging_id, false, digest_of(header)),
                                        make_reference(body_id, false, digest_of(body))});
  const OwnSigning& own = by.own_signing.front();
  const std::string security = write_security({.signer = name_of(*own.certificate, Naming::token),
                                               .signature = own.key->sign(as_bytes(info)),
                                               .signed_info = info});
  return test::replaced(write_envelope(security, header), body_text(), body);
}
std::string fault_of(const Partner& by, std::string_view message, Instant now,
                     std::string_view in_body = fault_text) {
  return signed_answer(by,
                       ErrorSignal{.info = {.id = "e1@b", .at = now, .ref_to_message = std::string{message}},
                                   .errors = {{.code = "EBMS:0303",
                                               .short_description = "DecompressionFailure",
                                               .ref_to_message = std::string{message}}}},
                       in_body);
}

std::vector<Reply> replies() {
  constexpr auto proved = Answer::Kind::receipt;
  constexpr auto error = Answer::Kind::error;
  constexpr auto doubtful = Answer::Kind::doubtful;
  constexpr auto differs = Answer::Kind::differs;  // the partner says so itself
  const auto receipt = [](std::function<void(std::vector<Reference>&)> change) {
    return [change = std::move(change)](Line& line, const Outgoing& sent) {
      std::vector<Reference> references = sent.references;
      change(references);
      return make_receipt(line.b, sent.message_id, references, "r1@b", line.now).value();
    };
  };
  const auto on_way = [](std::string from, std::string to) {
    return [=](Line& line, const Outgoing& sent) {
      return test::replaced(receipt_for(line.b, sent, line.now), from, to);
    };
  };
  return {
      {"a receipt", receipt([](auto&) {}), proved},
      {"a receipt in another order", receipt([](auto& all) { std::ranges::reverse(all); }), proved},
      {"a receipt by somebody else",
       [](Line& line, const Outgoing& sent) { return receipt_for(line.a, sent, line.now); }, doubtful},
      {"a receipt by somebody else in the partner's name",
       [](Line& line, const Outgoing& sent) {
         Partner forger = line.b;
         forger.own_signing.front().key = line.a.own_signing.front().key;
         return receipt_for(forger, sent, line.now);
       },
       doubtful},
      {"a receipt for another message",
       [](Line& line, const Outgoing& sent) {
         return make_receipt(line.b, "m0@a", sent.references, "r1@b", line.now).value();
       },
       doubtful},
      {"a receipt for fewer things", receipt([](auto& all) { all.pop_back(); }), differs},
      {"a receipt for more things",
       receipt([](auto& all) { all.push_back(make_reference("9@a", true, {})); }), differs},
      {"a receipt for one thing twice", receipt([](auto& all) { all.back() = all.at(2); }), differs},
      {"a receipt with another digest",
       receipt([](auto& all) { all.back() = make_reference("3@a", true, {}); }), differs},
      {"a receipt changed on its way to be for this message", on_way(">m1@a<", ">m1@b<"), doubtful},
      {"a receipt without Security",
       [](Line& line, const Outgoing& sent) {
         std::string text = receipt_for(line.b, sent, line.now);
         return test::replaced(text, cut(text, "<wsse:Security ", "</wsse:Security>"), "");
       },
       doubtful},
      {"a receipt without non-repudiation", on_way("<ebbp:MessagePartNRInformation>", "<ebbp:Other>"),
       doubtful},
      {"a receipt under a foreign header", on_way("<eb:Messaging", "<x><eb:Messaging"), doubtful},
      {"a receipt and something in the Body", on_way("></S12:Body>", "><x></x></S12:Body>"), doubtful},
      {"an error that the partner signed",
       [](Line& line, const Outgoing&) {
         return make_error(line.b, "m1@a", E::decompression_failure, "e1@b", line.now).value();
       },
       error},
      {"an error about another message",
       [](Line& line, const Outgoing&) {
         return make_error(line.b, "m0@a", E::decompression_failure, "e1@b", line.now).value();
       },
       doubtful},
      {"an error that somebody else signed",
       [](Line& line, const Outgoing&) {
         return make_error(line.a, "m1@a", E::decompression_failure, "e1@b", line.now).value();
       },
       doubtful},
      {"an error that nobody signed",
       [](Line& line, const Outgoing&) { return make_error_for_strangers("e1@b", line.now); }, doubtful},
      {"a message",
       [](Line& line, const Outgoing&) {
         UserMessage message = test_message(line.b.mode);
         message.info = {.id = "t1@b", .at = line.now, .ref_to_message = "m1@a"};
         message.conversation = "t1";
         return std::string{as_text(make_outgoing(line.b, message, {}, line.now, line.entropy).value().body)};
       },
       doubtful},
      {"what was sent", [](Line&, const Outgoing& sent) { return std::string{as_text(sent.body)}; },
       doubtful},
      {"nothing", [](Line&, const Outgoing&) { return std::string{}; }, doubtful},
      {"a page", [](Line&, const Outgoing&) { return std::string{"<html><body>Welcome</body></html>"}; },
       doubtful, "text/html"},
      {"a signed error beside a Fault",
       [](Line& line, const Outgoing&) { return fault_of(line.b, "m1@a", line.now); }, error},
      {"a signed error beside a Fault about another message",
       [](Line& line, const Outgoing&) { return fault_of(line.b, "m0@a", line.now); }, doubtful},
      {"a signed error beside a Fault by somebody else",
       [](Line& line, const Outgoing&) { return fault_of(line.a, "m1@a", line.now); }, doubtful},
      {"a signed error and a Fault that the partner did not sign",
       [](Line& line, const Outgoing&) {
         return test::replaced(make_error(line.b, "m1@a", E::other, "e1@b", line.now).value(), "></S12:Body>",
                               format(">{}</S12:Body>", fault_text));
       },
       doubtful},
      {"a signed error beside a Fault that says something else by now",
       [](Line& line, const Outgoing&) {
         return test::replaced(fault_of(line.b, "m1@a", line.now), "S12:Receiver", "S12:Sender");
       },
       doubtful},
      {"an error beside a Fault that nobody signed",
       [](Line& line, const Outgoing&) {
         return test::replaced(make_error_for_strangers("e1@b", line.now), "></S12:Body>",
                               format(">{}</S12:Body>", fault_text));
       },
       doubtful},
      {"a signed error beside two Faults",
       [](Line& line, const Outgoing&) {
         return fault_of(line.b, "m1@a", line.now, format("{}{}", fault_text, fault_text));
       },
       doubtful},
      {"a receipt beside a Fault",
       [](Line& line, const Outgoing& sent) {
         return signed_answer(line.b,
                              Receipt{.info = {.id = "r1@b", .at = line.now, .ref_to_message = "m1@a"},
                                      .parts = sent.references},
                              fault_text);
       },
       doubtful},
      {"an error of SOAP alone",
       [](Line&, const Outgoing&) {
         return std::string{R"(<S12:Envelope xmlns:S12="http://www.w3.org/2003/05/soap-envelope"><S12:Body>)"
                            "<S12:Fault></S12:Fault></S12:Body></S12:Envelope>"};
       },
       doubtful},
      {"an answer that is too long",
       [](Line&, const Outgoing&) { return std::string(bounds::soap_bytes_max + 1, ' '); }, doubtful},
  };
}

/// Whoever cannot prove it says nothing about a message: it is neither delivered nor given up.
TEST(As4Attacks, AnAnswerDecidesOnlyIfThePartnerSignedIt) {
  for (const Suite suite : test::as4_suites) {
    for (const Reply& reply : replies()) {
      Line line{suite};
      const Outgoing sent = line.send();
      const std::string answer = reply.make(line, sent);
      const Answer read =
          read_answer(line.a, sent.message_id, sent.references, reply.type, as_bytes(answer), line.now);
      EXPECT_EQ(read.kind, reply.kind) << reply.what << ": " << read.why;
      const bool is_plain = reply.kind == Answer::Kind::receipt || reply.kind == Answer::Kind::error;
      EXPECT_EQ(read.why.empty(), is_plain) << reply.what;
    }
  }
}

/// After a certificate has expired its signatures prove nothing any more.
TEST(As4Attacks, AnAnswerByAnExpiredCertificateIsDoubtful) {
  for (const Suite suite : test::as4_suites) {
    Line line{suite};
    const Outgoing sent = line.send();
    const std::string answer = receipt_for(line.b, sent, line.now);
    const Answer read = read_answer(line.a, sent.message_id, sent.references, soap_type, as_bytes(answer),
                                    *parse_instant("2037-01-01T00:00:00Z"));
    EXPECT_EQ(read.kind, Answer::Kind::doubtful);
  }
}

}  // namespace
}  // namespace lintas::as4
