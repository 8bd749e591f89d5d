#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "shell/api/exchange_identity.hpp"
#include "shell/app/store.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/reference.hpp"
#include "wire/as4/security_header.hpp"
#include "wire/as4/suite.hpp"

/// Envelopes and receipts of AS4 as they are kept, read again for people: an operator who looks at a message,
/// a court that is shown one. No key is used here: whoever took them in has verified them, and whoever doubts
/// it gets the octets to verify them again.
namespace lintas::api {

struct Proof {
  as4::Messaging messaging;
  as4::Suite suite = as4::Suite::edwards;
  std::vector<as4::Reference> references;  ///< everything that the signature covers
  as4::CertificateName signer;
  Bytes signature;
  std::string signed_info;  ///< in canonical form: the octets that were signed
  std::string header;       ///< eb:Messaging likewise: those that its reference has the digest of
  /// Certificates that were kept beside it, in DER: the signer's, unless it stands in it, and those above.
  std::vector<Bytes> beside = {};
  /// Of several payloads, each a message, the one that is looked at: its content id.
  std::string part = {};
};
/// Nothing for what is no signed envelope.
[[nodiscard]] std::optional<Proof> read_proof(std::string_view soap);

/// What a partner signed about a message of ours, of rows that do not say: a receipt, or an error that says
/// that it took the message. Nothing where it cannot be read.
[[nodiscard]] std::optional<app::ProofKind> kind_of_proof(std::string_view soap);

[[nodiscard]] const as4::MessageInfo& info_of(const Proof& proof);
/// The signer's certificate in DER form, where the envelope carries it or it was kept beside that.
[[nodiscard]] std::optional<Bytes> certificate_of(const Proof& proof);
/// The digest of the payload that is looked at, which is the one that there is or `part`; nothing where it is
/// none of several.
[[nodiscard]] std::optional<Hash256> payload_digest(const Proof& proof);
/// Whether the receipt names everything that was signed, with the same digests.
[[nodiscard]] bool confirms(const Proof& receipt, const Proof& message);

/// What was signed as that payload of a message, as far as it can be had again.
struct SignedPayload {
  Bytes content;
  std::string_view type;  ///< of what stands in `content`
  bool fits = false;      ///< its digest is the one that was signed
};
/// `content` is what the message said, of that type. Packing is a pure function of it, but of the program
/// that packs, too: packed by others it may be other octets, and then the content itself is given.
[[nodiscard]] SignedPayload as_signed(const Proof& message, Bytes content, std::string_view type,
                                      Sha256 sha256);
/// The octets that were kept for that.
[[nodiscard]] SignedPayload kept_as_signed(const Proof& message, Bytes octets, Sha256 sha256);

/// A file of evidence.
struct Exhibit {
  std::string name;
  std::string_view type;
  Bytes content;
};

/// What is told of a message beside its octets.
struct EvidenceFacts {
  std::string id;  ///< as the list of messages has it
  std::string from;
  std::string to;
  std::string identification;
  std::string type;
  std::string about;
  std::string at;
};

/// How a message came again otherwise than at first: the signature of its sender and the receipt of then.
/// Precondition: the octets were read as the proofs.
struct FurtherWay {
  std::string at;  ///< when it came
  std::string envelope;
  Proof message;
  std::optional<SignedPayload> payload = {};
  std::string receipt;
  std::optional<Proof> confirmation = {};
  std::optional<KeptIdentity> signer = {};     ///< who vouched for the signer of the message then
  std::optional<KeptIdentity> confirmer = {};  ///< and for that of the receipt
};
/// What evidence has beside envelope, payload and receipt of a message.
struct Beside {
  /// Of a part of a file, whose octets are for who may read the document that it comes with: what was signed
  /// but for these, as XML. Empty where it is not known.
  std::string frame = {};
  bool is_of_file = false;  ///< it is such a part
  std::vector<FurtherWay> again = {};
  bool has_more = false;                       ///< it came again in more ways than these
  std::optional<KeptIdentity> signer = {};     ///< who vouched for the signer of the message
  std::optional<KeptIdentity> confirmer = {};  ///< and for that of the receipt
};

/// A text that says what is there and how to check it with OpenSSL alone, and everything that it takes.
/// Precondition: the octets were read as the proofs.
struct Evidence {
  std::string text;
  std::vector<Exhibit> exhibits;
};
[[nodiscard]] Evidence evidence_of(const EvidenceFacts& facts, std::string_view envelope,
                                   const Proof& message, const std::optional<SignedPayload>& payload,
                                   std::string_view receipt, const std::optional<Proof>& confirmation,
                                   const Beside& beside = {});

/// As one file: a mail (RFC 5322, RFC 2046) with the text and an attachment for each exhibit. The node is
/// built with no library for archives, and a form of our own would be one thing more to believe; this one
/// every mail program opens, and `python3 -m email` or munpack takes apart.
inline constexpr std::string_view evidence_type = "message/rfc822";
[[nodiscard]] std::string mail_of(std::string_view subject, const Evidence& evidence);

}  // namespace lintas::api
