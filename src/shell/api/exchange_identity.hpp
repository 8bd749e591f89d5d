#pragma once

#include <optional>
#include <string>
#include <string_view>

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

/// The document of that state that names this certificate of a signer, in DER: the one that was in force here
/// at that instant, or the first one. Nothing where none that was kept names it.
[[nodiscard]] std::optional<KeptIdentity> identity_naming(ByteView signer, exchange::Partner state,
                                                          Instant at, app::Reader& reader,
                                                          app::Packer& packer, Sha256 sha256);

/// A public key of Ed25519 as RFC 8410 writes it in DER, for OpenSSL.
[[nodiscard]] Bytes der_of(const code::PublicKey& key);

}  // namespace lintas::api
