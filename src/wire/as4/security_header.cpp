#include "wire/as4/security_header.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <expected>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "wire/as4/base64.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/grammar.hpp"
#include "wire/as4/key_block.hpp"
#include "wire/as4/limits.hpp"
#include "wire/as4/mime.hpp"
#include "wire/as4/names.hpp"
#include "wire/as4/reference.hpp"
#include "wire/as4/suite.hpp"
#include "wire/xml/canonical.hpp"
#include "wire/xml/tree.hpp"

namespace lintas::as4 {

using xml::Tree;
using Node = Tree::Node;

namespace {

constexpr Error bad_signature = Error::failed_authentication;
constexpr Error bad_sealing = Error::failed_decryption;
constexpr Error bad_policy = Error::policy_noncompliance;

/// A SubjectPublicKeyInfo of X25519 (RFC 8410) is these bytes and the key: compared, never parsed.
constexpr std::array<unsigned char, 12> x25519_head{0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
                                                    0x2b, 0x65, 0x6e, 0x03, 0x21, 0x00};

struct Token {
  std::string_view id;
  std::string_view base64;
};

/// What stands in the header, before anything in it is read further.
struct Places {
  std::vector<Token> tokens;
  std::optional<Node> key;
  std::vector<Node> data;
  std::optional<Node> signature;
};

Bytes read_base64(Grammar& read, Node node, Error error) {
  const std::string_view text = read.text(node, error);
  auto bytes = from_base64(text, text.size());
  if (!bytes) read.refuse(error, format("{} is not base64", read.tree().name(node).local));
  return std::move(bytes).value_or(Bytes{});
}

/// "#id" of an element that carries the id.
bool points_to(std::string_view uri, std::string_view id) {
  return !id.empty() && uri.starts_with('#') && uri.substr(1) == id;
}

Token read_token(Grammar& read, Node node) {
  if (read.attribute(node, "EncodingType") != type::base64_binary ||
      read.attribute(node, "ValueType") != type::x509v3)
    read.refuse(bad_signature, "a token of a form that was not agreed");
  return {.id = read.tree().attribute(node, {ns::wsu, "Id"}).value_or(""),
          .base64 = read.text(node, bad_signature)};
}

Places read_places(Grammar& read, Node security) {
  Places places;
  auto inside = read.inside(security);
  while (const auto next = read.refused() ? std::nullopt : inside.peek()) {
    if (const auto token = read.may(inside, {ns::wsse, "BinarySecurityToken"})) {
      if (places.tokens.size() == bounds::tokens_max) read.refuse(bad_policy, "too many tokens");
      places.tokens.push_back(read_token(read, *token));
    } else if (const auto key = read.may(inside, {ns::xenc, "EncryptedKey"})) {
      if (std::exchange(places.key, *key)) read.refuse(bad_policy, "a second EncryptedKey");
    } else if (const auto data = read.may(inside, {ns::xenc, "EncryptedData"})) {
      if (places.data.size() == bounds::parts_max) read.refuse(bad_policy, "too many EncryptedData");
      places.data.push_back(*data);
    } else if (const auto signature = read.may(inside, {ns::ds, "Signature"})) {
      if (std::exchange(places.signature, *signature)) read.refuse(bad_signature, "a second Signature");
    } else {
      read.refuse(bad_policy, format("{} has no place in Security", read.tree().name(*next).local));
    }
  }
  read.end(inside, bad_policy);
  if (!places.signature) read.refuse(bad_policy, "not signed");
  return places;
}

CertificateName read_issuer_serial(Grammar& read, Node data, Error error) {
  auto inside = read.inside(data);
  auto parts = read.inside(read.need(inside, {ns::ds, "X509IssuerSerial"}, error));
  read.end(inside, error);
  IssuerSerial found;
  found.issuer = read.text(read.need(parts, {ns::ds, "X509IssuerName"}, error), error);
  found.serial = read.text(read.need(parts, {ns::ds, "X509SerialNumber"}, error), error);
  read.end(parts, error);
  return found;
}

CertificateName read_key_identifier(Grammar& read, Node node, Error error) {
  const std::string_view encoding = read.attribute(node, "EncodingType");
  if (read.attribute(node, "ValueType") != type::subject_key_identifier ||
      (!encoding.empty() && encoding != type::base64_binary))
    read.refuse(error, "a key identifier of a form that was not agreed");
  KeyIdentifier found{.subject_key_identifier = read_base64(read, node, error)};
  if (found.subject_key_identifier.empty()) read.refuse(error, "a key identifier that is empty");
  return found;
}

/// The only child of a KeyInfo, wsse:SecurityTokenReference, in one of the three forms.
CertificateName read_certificate_name(Grammar& read, Node key_info, const std::vector<Token>& tokens,
                                      Error error) {
  auto info = read.inside(key_info);
  auto inside = read.inside(read.need(info, {ns::wsse, "SecurityTokenReference"}, error));
  read.end(info, error);
  CertificateName found;
  if (const auto reference = read.may(inside, {ns::wsse, "Reference"})) {
    const std::string_view value_type = read.attribute(*reference, "ValueType");
    const std::string_view uri = read.attribute(*reference, "URI");
    const auto token = std::ranges::find_if(tokens, [&](const Token& t) { return points_to(uri, t.id); });
    if (token == tokens.end() || (!value_type.empty() && value_type != type::x509v3)) {
      read.refuse(error, "a token reference that leads nowhere, or to another kind of token");
    } else {
      found = BinaryToken{std::string{token->base64}};
    }
    read.empty(*reference, error);
  } else if (const auto data = read.may(inside, {ns::ds, "X509Data"})) {
    found = read_issuer_serial(read, *data, error);
  } else {
    found = read_key_identifier(read, read.need(inside, {ns::wsse, "KeyIdentifier"}, error), error);
  }
  read.end(inside, error);
  return found;
}

SignatureHeader read_signature(Grammar& read, const Places& places, Suite suite) {
  SignatureHeader found;
  if (read.refused() || !places.signature) return found;
  auto inside = read.inside(*places.signature);
  found.signed_info = read.need(inside, {ns::ds, "SignedInfo"}, bad_signature);
  found.value =
      read_base64(read, read.need(inside, {ns::ds, "SignatureValue"}, bad_signature), bad_signature);
  found.signer = read_certificate_name(read, read.need(inside, {ns::ds, "KeyInfo"}, bad_signature),
                                       places.tokens, bad_signature);
  read.end(inside, bad_signature);

  auto info = read.inside(found.signed_info);
  const Node canonical = read.need(info, {ns::ds, "CanonicalizationMethod"}, bad_signature);
  read.algorithm(canonical, alg::exc_c14n, bad_signature);
  found.inclusive = read_inclusive(read, canonical, bad_signature);
  const Node method = read.need(info, {ns::ds, "SignatureMethod"}, bad_signature);
  read.algorithm(method, signature_method(suite), bad_signature);
  read.empty(method, bad_signature);
  read.all(info, {ns::ds, "Reference"}, [&](Node reference) {
    if (found.references.size() == bounds::parts_max + 2) read.refuse(bad_signature, "too many references");
    found.references.push_back(read_reference(read, reference, bad_signature));
  });
  read.end(info, bad_signature);
  return found;
}

Bytes read_cipher_value(Grammar& read, Node cipher_data) {
  auto inside = read.inside(cipher_data);
  auto value = read_base64(read, read.need(inside, {ns::xenc, "CipherValue"}, bad_sealing), bad_sealing);
  read.end(inside, bad_sealing);
  return value;
}

void read_oaep(Grammar& read, Node method) {
  read.algorithm(method, alg::rsa_oaep, bad_sealing);
  auto inside = read.inside(method);
  read.algorithm(read.need(inside, {ns::ds, "DigestMethod"}, bad_sealing), alg::sha256, bad_sealing);
  read.algorithm(read.need(inside, {ns::xenc11, "MGF"}, bad_sealing), alg::mgf1_sha256, bad_sealing);
  read.end(inside, bad_sealing);
}

void read_derivation(Grammar& read, Node derivation, KeyAgreement& box) {
  read.algorithm(derivation, alg::hkdf, bad_sealing);
  auto method = read.inside(derivation);
  auto inside = read.inside(read.need(method, {ns::dsig_more, "HKDFParams"}, bad_sealing));
  read.end(method, bad_sealing);
  read.algorithm(read.need(inside, {ns::dsig_more, "PRF"}, bad_sealing), alg::hmac_sha256, bad_sealing);
  if (const auto salt = read.may(inside, {ns::dsig_more, "Salt"}))
    box.salt = read_base64(read, *salt, bad_sealing);
  if (const auto info = read.may(inside, {ns::dsig_more, "Info"}))
    box.info = read_base64(read, *info, bad_sealing);
  if (read.text(read.need(inside, {ns::dsig_more, "KeyLength"}, bad_sealing), bad_sealing) != "16")
    read.refuse(bad_sealing, "a key-encryption key of another length");
  read.end(inside, bad_sealing);
  if (box.salt.size() > bounds::derivation_bytes_max || box.info.size() > bounds::derivation_bytes_max)
    read.refuse(bad_sealing, "more salt or info than a derivation needs");
}

/// The agreement below the KeyInfo; gives the name of the recipient.
CertificateName read_agreement(Grammar& read, Node key_info, const std::vector<Token>& tokens,
                               KeyAgreement& box) {
  auto info = read.inside(key_info);
  const Node method = read.need(info, {ns::xenc, "AgreementMethod"}, bad_sealing);
  read.end(info, bad_sealing);
  read.algorithm(method, alg::x25519, bad_sealing);
  auto inside = read.inside(method);
  read_derivation(read, read.need(inside, {ns::xenc11, "KeyDerivationMethod"}, bad_sealing), box);
  auto originator = read.inside(read.need(inside, {ns::xenc, "OriginatorKeyInfo"}, bad_sealing));
  const Bytes key =
      read_base64(read, read.need(originator, {ns::dsig11, "DEREncodedKeyValue"}, bad_sealing), bad_sealing);
  read.end(originator, bad_sealing);
  const ByteView bytes{key};
  const ByteView head = std::as_bytes(std::span{x25519_head});
  if (bytes.size() != head.size() + box.ephemeral.size() || !same_bytes(bytes.first(head.size()), head)) {
    read.refuse(bad_sealing, "the originator's key is not of X25519");
  } else {
    std::ranges::copy(bytes.subspan(head.size()), box.ephemeral.begin());
  }
  auto recipient = read_certificate_name(read, read.need(inside, {ns::xenc, "RecipientKeyInfo"}, bad_sealing),
                                         tokens, bad_sealing);
  read.end(inside, bad_sealing);
  return recipient;
}

struct KeyHeader {
  SealedKey sealed;
  std::string_view id;
  /// The ids of the data it is for, and how often each is named. Sorted: somebody may choose a thousand.
  std::map<std::string_view, std::size_t> for_data;
  std::size_t references = 0;
};

KeyHeader read_key(Grammar& read, Node key, const Places& places, Suite suite) {
  KeyHeader found;
  found.id = read.attribute(key, "Id");
  auto inside = read.inside(key);
  const Node method = read.need(inside, {ns::xenc, "EncryptionMethod"}, bad_sealing);
  const Node key_info = read.need(inside, {ns::ds, "KeyInfo"}, bad_sealing);
  Bytes value = read_cipher_value(read, read.need(inside, {ns::xenc, "CipherData"}, bad_sealing));
  if (suite == Suite::rsa) {
    read_oaep(read, method);
    found.sealed.recipient = read_certificate_name(read, key_info, places.tokens, bad_sealing);
    found.sealed.box = KeyTransport{std::move(value)};
  } else {
    read.algorithm(method, alg::kw_aes128, bad_sealing);
    read.empty(method, bad_sealing);
    KeyAgreement box{.wrapped = std::move(value)};
    found.sealed.recipient = read_agreement(read, key_info, places.tokens, box);
    found.sealed.box = std::move(box);
  }
  if (const auto list = read.may(inside, {ns::xenc, "ReferenceList"})) {
    auto references = read.inside(*list);
    read.all(references, {ns::xenc, "DataReference"}, [&](Node one) {
      if (++found.references > bounds::parts_max) read.refuse(bad_sealing, "too many DataReference");
      const std::string_view uri = read.attribute(one, "URI");
      if (uri.size() > bounds::id_chars_max) read.refuse(bad_sealing, "a DataReference that is too long");
      if (uri.size() > 1 && uri.starts_with('#')) ++found.for_data[uri.substr(1)];
    });
    read.end(references, bad_sealing);
  }
  read.end(inside, bad_sealing);
  return found;
}

/// The KeyInfo of data, where there is one, names the one key of the message.
void read_key_of_data(Grammar& read, Node key_info, std::string_view key_id) {
  auto info = read.inside(key_info);
  auto token = read.inside(read.need(info, {ns::wsse, "SecurityTokenReference"}, bad_sealing));
  read.end(info, bad_sealing);
  const Node reference = read.need(token, {ns::wsse, "Reference"}, bad_sealing);
  read.end(token, bad_sealing);
  if (!points_to(read.attribute(reference, "URI"), key_id))
    read.refuse(bad_sealing, "data under another key than that of the message");
}

std::string read_cipher_reference(Grammar& read, Node cipher_data) {
  auto data = read.inside(cipher_data);
  const Node reference = read.need(data, {ns::xenc, "CipherReference"}, bad_policy);
  read.end(data, bad_policy);
  auto inside = read.inside(reference);
  auto transforms = read.inside(read.need(inside, {ns::xenc, "Transforms"}, bad_sealing));
  read.end(inside, bad_sealing);
  const Node transform = read.need(transforms, {ns::ds, "Transform"}, bad_sealing);
  read.end(transforms, bad_sealing);
  read.algorithm(transform, transform::attachment_ciphertext, bad_sealing);
  read.empty(transform, bad_sealing);
  const std::string_view uri = read.attribute(reference, "URI");
  const auto id = referred_id(uri);
  if (!id || uri.size() > bounds::id_chars_max) read.refuse(bad_policy, "only parts are sealed");
  return std::string{id.value_or("")};
}

SealedPart read_data(Grammar& read, Node data, const KeyHeader& key) {
  SealedPart found;
  if (read.refused()) return found;
  if (read.attribute(data, "Type") != type::content_only)
    read.refuse(bad_policy, "EncryptedData of something else than the content of a part");
  const auto named = key.for_data.find(read.attribute(data, "Id"));
  if (named == key.for_data.end() || named->second != 1)
    read.refuse(bad_sealing, "ReferenceList and EncryptedData differ");
  auto inside = read.inside(data);
  const Node method = read.need(inside, {ns::xenc, "EncryptionMethod"}, bad_sealing);
  read.algorithm(method, alg::aes128_gcm, bad_sealing);
  read.empty(method, bad_sealing);
  if (const auto key_info = read.may(inside, {ns::ds, "KeyInfo"})) read_key_of_data(read, *key_info, key.id);
  found.content_id = read_cipher_reference(read, read.need(inside, {ns::xenc, "CipherData"}, bad_sealing));
  read.end(inside, bad_sealing);
  const std::string_view mime_type = read.attribute(data, "MimeType");
  found.mime_type = mime_type.empty() ? "application/octet-stream" : mime_type;
  return found;
}

}  // namespace

std::expected<SecurityHeader, Refused> read_security(const Tree& tree, Node security, Suite suite) {
  Grammar read{tree};
  const Places places = read_places(read, security);
  SecurityHeader found;
  found.signature = read_signature(read, places, suite);
  if (places.key && !read.refused()) {
    KeyHeader key = read_key(read, *places.key, places, suite);
    for (const Node data : places.data) found.parts.push_back(read_data(read, data, key));
    if (key.references != places.data.size())
      read.refuse(bad_sealing, "ReferenceList and EncryptedData differ");
    found.key = std::move(key.sealed);
  }
  if (!places.key && !places.data.empty()) read.refuse(bad_sealing, "EncryptedData without a key");
  if (const auto& failed = read.refused()) return std::unexpected{*failed};
  return found;
}

// ---- writing

std::string write_signed_info(Suite suite, const std::vector<Reference>& references) {
  std::string out = format(
      R"(<ds:SignedInfo xmlns:ds="{}"><ds:CanonicalizationMethod Algorithm="{}"></ds:CanonicalizationMethod>)"
      R"(<ds:SignatureMethod Algorithm="{}"></ds:SignatureMethod>)",
      ns::name_of(ns::ds), alg::exc_c14n, signature_method(suite));
  // The namespace is declared above: in canonical form it is not declared once more.
  const std::string declared = format(R"( xmlns:ds="{}")", ns::name_of(ns::ds));
  for (const Reference& reference : references) {
    std::string text = reference.canonical;
    const auto at = text.find(declared);
    if (at != std::string::npos) text.erase(at, declared.size());
    out += text;
  }
  return out += "</ds:SignedInfo>";
}

namespace {

constexpr std::string_view signer_token = "sign";
constexpr std::string_view recipient_token = "seal";
constexpr std::string_view key_id = "ek";

std::string token_text(const CertificateName& name, std::string_view id) {
  const auto* token = std::get_if<BinaryToken>(&name);
  if (token == nullptr) return {};
  return format(
      R"(<wsse:BinarySecurityToken EncodingType="{}" ValueType="{}" wsu:Id="{}">{}</wsse:BinarySecurityToken>)",
      type::base64_binary, type::x509v3, id, token->base64);
}

struct NameText {
  std::string_view token_id;

  std::string operator()(const BinaryToken& /*token*/) const {
    return format(R"(<wsse:Reference URI="#{}" ValueType="{}"/>)", token_id, type::x509v3);
  }
  std::string operator()(const IssuerSerial& name) const {
    std::string issuer;
    xml::escape_text(name.issuer, issuer);
    return format(
        "<ds:X509Data><ds:X509IssuerSerial><ds:X509IssuerName>{}</ds:X509IssuerName><ds:X509SerialNumber>{}"
        "</ds:X509SerialNumber></ds:X509IssuerSerial></ds:X509Data>",
        issuer, name.serial);
  }
  std::string operator()(const KeyIdentifier& name) const {
    return format(R"(<wsse:KeyIdentifier EncodingType="{}" ValueType="{}">{}</wsse:KeyIdentifier>)",
                  type::base64_binary, type::subject_key_identifier, to_base64(name.subject_key_identifier));
  }
};

std::string reference_text(const CertificateName& name, std::string_view token_id) {
  return format("<wsse:SecurityTokenReference>{}</wsse:SecurityTokenReference>",
                std::visit(NameText{token_id}, name));
}

struct BoxText {
  std::string recipient;  ///< its SecurityTokenReference

  std::string operator()(const KeyTransport& box) const {
    return format(
        R"(<xenc:EncryptionMethod Algorithm="{}"><ds:DigestMethod Algorithm="{}"/>)"
        R"(<xenc11:MGF xmlns:xenc11="{}" Algorithm="{}"/></xenc:EncryptionMethod><ds:KeyInfo>{}</ds:KeyInfo>)"
        "<xenc:CipherData><xenc:CipherValue>{}</xenc:CipherValue></xenc:CipherData>",
        alg::rsa_oaep, alg::sha256, ns::name_of(ns::xenc11), alg::mgf1_sha256, recipient, to_base64(box.box));
  }
  std::string operator()(const KeyAgreement& box) const {
    Bytes key = copy_of(std::as_bytes(std::span{x25519_head}));
    key.insert(key.end(), box.ephemeral.begin(), box.ephemeral.end());
    const std::string info =
        box.info.empty() ? std::string{} : format("<dm:Info>{}</dm:Info>", to_base64(box.info));
    return format(
        R"(<xenc:EncryptionMethod Algorithm="{}"/><ds:KeyInfo><xenc:AgreementMethod Algorithm="{}">)"
        R"(<xenc11:KeyDerivationMethod xmlns:xenc11="{}" Algorithm="{}"><dm:HKDFParams xmlns:dm="{}">)"
        R"(<dm:PRF Algorithm="{}"/><dm:Salt>{}</dm:Salt>{}<dm:KeyLength>16</dm:KeyLength></dm:HKDFParams>)"
        R"(</xenc11:KeyDerivationMethod><xenc:OriginatorKeyInfo><dsig11:DEREncodedKeyValue xmlns:dsig11="{}">{})"
        "</dsig11:DEREncodedKeyValue></xenc:OriginatorKeyInfo><xenc:RecipientKeyInfo>{}</"
        "xenc:RecipientKeyInfo>"
        "</xenc:AgreementMethod></ds:KeyInfo><xenc:CipherData><xenc:CipherValue>{}</xenc:CipherValue>"
        "</xenc:CipherData>",
        alg::kw_aes128, alg::x25519, ns::name_of(ns::xenc11), alg::hkdf, ns::name_of(ns::dsig_more),
        alg::hmac_sha256, to_base64(box.salt), info, ns::name_of(ns::dsig11), to_base64(key), recipient,
        to_base64(box.wrapped));
  }
};

std::string data_text(const SealedPart& part, std::size_t number) {
  std::string mime_type;
  xml::escape_attribute(part.mime_type, mime_type);
  std::string content_id;
  xml::escape_attribute(part.content_id, content_id);
  return format(
      R"(<xenc:EncryptedData Id="ed{}" MimeType="{}" Type="{}"><xenc:EncryptionMethod Algorithm="{}"/>)"
      R"(<ds:KeyInfo><wsse:SecurityTokenReference xmlns:wsse11="{}" wsse11:TokenType="{}">)"
      R"(<wsse:Reference URI="#{}"/></wsse:SecurityTokenReference></ds:KeyInfo><xenc:CipherData>)"
      R"(<xenc:CipherReference URI="cid:{}"><xenc:Transforms><ds:Transform Algorithm="{}"/></xenc:Transforms>)"
      "</xenc:CipherReference></xenc:CipherData></xenc:EncryptedData>",
      number, mime_type, type::content_only, alg::aes128_gcm, ns::name_of(ns::wsse11), type::encrypted_key,
      key_id, content_id, transform::attachment_ciphertext);
}

std::string key_text(const SealedKey& key, const std::vector<SealedPart>& parts) {
  std::string references;
  for (std::size_t i = 0; i < parts.size(); ++i)
    references += format(R"(<xenc:DataReference URI="#ed{}"/>)", i);
  return format(
      R"(<xenc:EncryptedKey Id="{}">{}<xenc:ReferenceList>{}</xenc:ReferenceList></xenc:EncryptedKey>)",
      key_id, std::visit(BoxText{reference_text(key.recipient, recipient_token)}, key.box), references);
}

}  // namespace

std::string write_security(const SecurityText& security) {
  std::string out = format(
      R"(<wsse:Security xmlns:ds="{}" xmlns:wsse="{}" xmlns:wsu="{}" xmlns:xenc="{}" S12:mustUnderstand="true">)",
      ns::name_of(ns::ds), ns::name_of(ns::wsse), ns::name_of(ns::wsu), ns::name_of(ns::xenc));
  if (security.key) {
    out += token_text(security.key->recipient, recipient_token);
    out += key_text(*security.key, security.parts);
    for (std::size_t i = 0; i < security.parts.size(); ++i) out += data_text(security.parts[i], i);
  }
  out += token_text(security.signer, signer_token);
  out += format(
      "<ds:Signature>{}<ds:SignatureValue>{}</ds:SignatureValue><ds:KeyInfo>{}</ds:KeyInfo></ds:Signature>",
      security.signed_info, to_base64(security.signature), reference_text(security.signer, signer_token));
  return out += "</wsse:Security>";
}

}  // namespace lintas::as4
