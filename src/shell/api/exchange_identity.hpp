#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/code/cose.hpp"
#include "core/exchange/identity.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/service.hpp"

/// Identity documents as they were kept in the log (ADR 0046), read again for people: who vouched for whoever
/// signed a message. No signature is proved here: the node has proved them before it went by them, and
/// whoever doubts it gets the octets to prove them again.
namespace lintas::api {

/// A document, taken apart into what OpenSSL can look at.
struct KeptIdentity {
  Bytes document;  ///< as it was signed
  exchange::IdentityDocument said;
  exchange::Delegation delegation;
  Bytes signed_document;  ///< the octets that the exchange key signed
  code::SignatureBytes document_signature{};
  Bytes signed_delegation;  ///< and those that the root signed
  code::SignatureBytes delegation_signature{};
  std::string root;  ///< its fingerprint
};
/// Nothing for what is no identity document.
[[nodiscard]] std::optional<KeptIdentity> read_kept_identity(Bytes document, Sha256 sha256);

/// All documents of a state that were kept, read once for however many signatures.
class KeptIdentities {
 public:
  KeptIdentities(exchange::Partner state, app::Reader& reader, app::Packer& packer, Sha256 sha256);

  /// The one that names this certificate of a signer, in DER: that was in force here at that instant, or the
  /// first one. Null where none that was kept names it.
  [[nodiscard]] const KeptIdentity* naming(ByteView signer, Instant at) const;

 private:
  struct Row {
    Instant since;  ///< it was in force here
    KeptIdentity identity;
  };
  std::vector<Row> rows_;  ///< in this order
};

/// A public key of Ed25519 as RFC 8410 writes it in DER, for OpenSSL.
[[nodiscard]] Bytes der_of(const code::PublicKey& key);

}  // namespace lintas::api
