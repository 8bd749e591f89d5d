#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "shell/app/ports.hpp"
#include "shell/as4/partner.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/reference.hpp"

/// A message to a partner: made once, sent as often as it takes, and what the partner's answer proves.
namespace lintas::as4 {

struct OutgoingPayload {
  std::string content_id;  ///< of our own making: letters, digits, `.`, `-`, `@`
  std::string type;        ///< "application/xml"
  ByteView content;
  std::vector<Property> properties = {};  ///< of the business
};

/// What is posted. Every attempt is these octets, so that the partner knows a repetition by its id and its
/// digests.
struct Outgoing {
  std::string message_id;
  std::string content_type;
  Bytes body;
  std::vector<Reference> references;  ///< what a receipt has to name
  std::string soap;                   ///< the envelope in it
  /// That show who signed it, in DER: ours unless it stands in the envelope, and the authorities above it.
  std::vector<Bytes> certificates = {};
};

/// Packs, seals, signs. `message` has no parts yet; its parties, roles, service and agreement are those of
/// the partner's P-Mode. Refused with EBMS:0004 where no certificate of ours or of the partner is valid now.
[[nodiscard]] std::expected<Outgoing, Refused> make_outgoing(const Partner& partner, UserMessage message,
                                                             const std::vector<OutgoingPayload>& payloads,
                                                             Instant now, app::Entropy& entropy);

/// A user message of the agreement, without id, time, action and conversation.
[[nodiscard]] UserMessage addressed(const PMode& mode);
/// The test of an agreement.
[[nodiscard]] UserMessage test_message(const PMode& mode);

/// What became of a message, as far as an answer proves it.
struct Answer {
  enum class Kind : std::uint8_t {
    receipt,  ///< signed by the partner, for this message, with the digests that were sent
    error,    ///< a signal of errors that the partner signed, alone or beside a Fault of SOAP
    differs,  ///< a receipt that the partner signed for this message, with other digests: people compare
    doubtful  ///< anything else: nobody knows what became of it, and it is sent again
  };
  Kind kind = Kind::doubtful;
  std::vector<ErrorLine> errors = {};    ///< of an error, also of one that is not signed
  std::string soap = {};                 ///< of what the partner signed: octet by octet as it was verified
  std::vector<Bytes> certificates = {};  ///< of the partner, that show who signed that, in DER
  std::string why = {};                  ///< for our log, where it is doubtful
};

/// The answer to a message that was sent with this id and these references. Under any HTTP status: partners
/// differ. An error that is not signed by the partner decides nothing.
[[nodiscard]] Answer read_answer(const Partner& partner, std::string_view message_id,
                                 const std::vector<Reference>& references, std::string_view content_type,
                                 ByteView body, Instant now);

// ---- what a received message is answered with, each a signed envelope of `application/soap+xml`

inline constexpr std::string_view soap_type = "application/soap+xml; charset=utf-8";

/// Non-repudiation of receipt. Given only after everything is stored that it says was received.
[[nodiscard]] std::expected<std::string, Refused> make_receipt(const Partner& partner,
                                                               std::string_view ref_to_message,
                                                               const std::vector<Reference>& references,
                                                               std::string id, Instant now);

/// Whether an envelope of ours names the certificate that we sign with now, in the profile of now. One that
/// does not may prove nothing to the partner any more, who judges by the certificates that it has now.
[[nodiscard]] bool is_signed_as_now(const Partner& partner, std::string_view soap, Instant now);

/// Signed for a partner whose signature was found good, with the code that tells it what to mend, and in
/// words where `detail` has some.
[[nodiscard]] std::expected<std::string, Refused> make_error(const Partner& partner,
                                                             std::string_view ref_to_message, Error error,
                                                             std::string id, Instant now,
                                                             std::string detail = {});

/// For anybody else: one code, whatever was wrong, and no signature.
[[nodiscard]] std::string make_error_for_strangers(std::string id, Instant now);

}  // namespace lintas::as4
