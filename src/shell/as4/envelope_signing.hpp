#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "shell/as4/partner.hpp"
#include "wire/as4/envelope.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/reference.hpp"
#include "wire/as4/security_header.hpp"
#include "wire/xml/tree.hpp"

/// The signature over an envelope: made, and verified. Who may have signed is agreed on beforehand.
namespace lintas::as4 {

struct SignedEnvelope {
  std::string soap;
  std::vector<Reference> references;  ///< Messaging, Body, then the parts
  std::vector<Bytes> certificates;    ///< as certificates_beside has them
};

/// What of a message is not in its envelope.
struct Parts {
  std::vector<Reference> references = {};
  std::optional<SealedKey> key = {};
  std::vector<SealedPart> sealed = {};
};

/// Signs with our certificate that is valid now. Refused with EBMS:0004 if none is: an operator has to bring
/// one.
[[nodiscard]] std::expected<SignedEnvelope, Refused> sign_envelope(const Partner& partner,
                                                                   const Messaging& messaging, Instant now,
                                                                   Parts parts = {});

/// Whether the envelope was signed by the partner: the signer named is one of its certificates and valid now,
/// the signature fits, it covers Messaging and Body, each once, and their digests fit. In this order, so that
/// a stranger costs one comparison, and a forger one verification and no private key. The parts' digests are
/// the caller's to compare. EBMS:0101 for whatever does not fit, EBMS:0103 where something is not covered.
/// The certificates are those beside the envelope that show who signed it (certificates_beside).
[[nodiscard]] std::expected<std::vector<Bytes>, Refused> verify_envelope(const xml::Tree& tree,
                                                                         const Envelope& envelope,
                                                                         const SecurityHeader& security,
                                                                         const Partner& partner, Instant now);

}  // namespace lintas::as4
