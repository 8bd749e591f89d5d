#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/key_block.hpp"
#include "wire/as4/reference.hpp"
#include "wire/as4/suite.hpp"
#include "wire/xml/tree.hpp"

/// The header wsse:Security by its grammar alone: what it says is signed, sealed, and with whose keys. No key
/// is used here, and nothing is believed: reference.hpp and shell/crypto compare and verify. The grammar is
/// closed, so that there is nothing an attacker may move things to: one signature, one content key for all
/// parts, no indirection, no timestamp, no token of another kind. Sources: WS-Security 1.1.1, X.509 Token
/// Profile, SwA Profile 1.1, XML Encryption 1.1, RFC 9231; eDelivery AS4 1.15 and 2.0.
namespace lintas::as4 {

/// How a message names a certificate; the one that is meant is known beforehand and compared.
struct BinaryToken {
  std::string base64;  ///< of its DER, as it was written
  friend bool operator==(const BinaryToken&, const BinaryToken&) = default;
};
struct IssuerSerial {
  std::string issuer;  ///< a distinguished name
  std::string serial;  ///< decimal
  friend bool operator==(const IssuerSerial&, const IssuerSerial&) = default;
};
struct KeyIdentifier {
  Bytes subject_key_identifier;
  friend bool operator==(const KeyIdentifier&, const KeyIdentifier&) = default;
};
using CertificateName = std::variant<BinaryToken, IssuerSerial, KeyIdentifier>;

struct SealedKey {
  CertificateName recipient;
  KeyBlock box;
  friend bool operator==(const SealedKey&, const SealedKey&) = default;
};

/// A MIME part whose octets are AES-128-GCM under the content key.
struct SealedPart {
  std::string content_id;
  std::string mime_type;  ///< before sealing; not signed, and says in which form the content is digested
  friend bool operator==(const SealedPart&, const SealedPart&) = default;
};

struct SignatureHeader {
  CertificateName signer;
  Bytes value;
  std::vector<Reference> references;
  /// The node and the prefixes that its canonical form is to be made with.
  xml::Tree::Node signed_info = xml::Tree::Node::document;
  std::vector<std::string> inclusive;
};

struct SecurityHeader {
  SignatureHeader signature;
  std::optional<SealedKey> key;
  std::vector<SealedPart> parts;
};

/// Reads the element wsse:Security. Refused with EBMS:0101 what is wrong with the signature, with EBMS:0102
/// what is wrong with the sealing, with EBMS:0103 what is missing or has no place here.
[[nodiscard]] std::expected<SecurityHeader, Refused> read_security(const xml::Tree& tree,
                                                                   xml::Tree::Node security, Suite suite);

/// ds:SignedInfo in canonical form: what is signed.
[[nodiscard]] std::string write_signed_info(Suite suite, const std::vector<Reference>& references);

/// What a header to be written has: as SecurityHeader, with the SignedInfo that was signed.
struct SecurityText {
  CertificateName signer;
  Bytes signature;
  std::string_view signed_info;
  std::optional<SealedKey> key = {};
  std::vector<SealedPart> parts = {};
};
/// The element wsse:Security, in the order that strict receivers ask for: token, key, parts, token,
/// signature.
[[nodiscard]] std::string write_security(const SecurityText& security);

}  // namespace lintas::as4
