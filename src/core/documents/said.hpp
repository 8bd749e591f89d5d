#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/messages.hpp"
#include "core/messages/program.hpp"
#include "core/model/clocks.hpp"
#include "core/model/document_groups.hpp"
#include "core/model/values/unit.hpp"

/// From messages about certificates to what the machines ask of them, and back. Pure. What no machine asks
/// (names, addresses, packages, invoices) stays in the document, which is stored apart.
namespace lintas::documents {

/// Which root on the wire is which message. A signed receipt (L1) is no message: the gateway has it.
struct MessageRoot {
  MessageNumber number = 0;
  std::string_view root;
};
inline constexpr std::array message_roots{
    MessageRoot{co_issue, "CO.ISSUE"},
    MessageRoot{co_cancel, "CO.CANCEL"},
    MessageRoot{co_retransmit_request, "CO.RETRANSMIT.REQ"},
    MessageRoot{co_retransmit, "CO.RETRANSMIT"},
    MessageRoot{co_response, "CO.RESPONSE"},
    MessageRoot{co_clarify, "CO.CLARIFY"},
    MessageRoot{co_verify_request, "CO.VERIFY.REQ"},
    MessageRoot{co_verify_result, "CO.VERIFY.RESULT"},
    MessageRoot{co_verify_decision, "CO.VERIFY.DECISION"},
    MessageRoot{visit_notice, "CO.VISIT.NOTICE"},
    MessageRoot{l3_use_reversed, "CO.REVERSAL"},
    MessageRoot{l2_ok, "CO.ACK"},  ///< both: the function says which
    MessageRoot{l2_error, "CO.ACK"},
    MessageRoot{c1_conflict, "CO.CONFLICT"},
};
/// Empty for a number that is none of these.
[[nodiscard]] std::string_view root_of(MessageNumber number);

/// What customs says of an item, with what box 4 shows beside it.
struct ItemAnswer {
  ItemResult result;
  std::optional<Unit> unit;
  Day decided;
  std::string declaration;  ///< the import declaration that used the item; may be empty
  std::string reason;       ///< may be empty

  friend bool operator==(const ItemAnswer&, const ItemAnswer&) = default;
};

/// What a message says. Which members have a value follows from the view of the message.
struct Said {
  MessageNumber number = 0;
  std::optional<Reference> certificate;  ///< missing only where an L2 refuses what nobody could read
  std::uint16_t version = 0;             ///< 0 where it is not said
  std::optional<message::ZonedTime> at;  ///< of issue or decision; requests have none
  std::optional<Contents> contents;      ///< of the certificate itself
  std::optional<Reference> successor;    ///< of a cancellation: what takes its place
  std::optional<DocumentId> request;     ///< the sender's identifier of a verification
  std::vector<std::uint16_t> items;      ///< that a request is about; none: all
  bool random = false;                   ///< a verification without a doubt
  std::vector<ItemAnswer> answers;
  Findings faults;   ///< of an L2: rule, place, words
  std::string text;  ///< reason or answer in words

  friend bool operator==(const Said&, const Said&) = default;
};

/// Nothing but faults where a code or a number is none that the machines know: R-DOC-003, R-DOC-007,
/// R-DOC-021, R-DOC-022. Whether a certificate is right, faults_in and the rules of messages say. `hash` is
/// that of the message's bytes. Precondition: the document is one between windows, as its schema accepts it.
[[nodiscard]] std::expected<Said, Findings> read(const message::Document& document, const Hash256& hash);

/// What stands at the top of a message.
struct Head {
  std::string sender;
  std::string recipient;
  Instant prepared;
  std::string identification;
  std::optional<std::string> correlation;  ///< the message that is answered
};

/// The message that says it, as its schema asks. `certificate` is the document as it is stored, for CO.ISSUE
/// and CO.RETRANSMIT, and nothing else; what was decided since then (number, day of issue, marks) comes from
/// what is said. Preconditions: what the view requires is there; numbers are of the message's digits.
[[nodiscard]] message::Document write(const Said& said, const Head& head,
                                      const message::wco::Declaration* certificate = nullptr);

/// What a certificate says, as far as decisions need it. The same faults as of `read`, their places below
/// `root`.
[[nodiscard]] std::expected<Contents, Findings> contents_of(const message::wco::Declaration& certificate,
                                                            const Hash256& hash, std::string_view root);
/// The other way: whatever `contents` has is written over, the rest stays as it is. Precondition: the
/// document has as many items.
void put(const Contents& contents, const message::ZonedTime& issued, message::wco::Declaration& certificate);

/// Box 8 as people read it: "WO", "40%", "CTSH + 35%", "PC 25%" (asw.md 5.4).
[[nodiscard]] std::string criterion_text(const message::wco::Origin& origin);
[[nodiscard]] message::wco::Origin origin_of(std::string_view criterion);

}  // namespace lintas::documents
