#pragma once

#include <array>
#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/fault.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/messages.hpp"
#include "core/messages/forward.hpp"
#include "core/model/document_groups.hpp"

/// From messages about certificates to the letters that the machines understand, and back. Pure. What no
/// machine asks (names, addresses, packages, invoices) stays in the document, which is stored apart.
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
    MessageRoot{co_drawn, "CO.DRAWN"},
    MessageRoot{co_draw_undone, "CO.DRAW.UNDONE"},
};
/// Empty for a number that is none of these.
[[nodiscard]] std::string_view root_of(MessageNumber number);
/// Whether messages of this root are about certificates.
[[nodiscard]] bool is_about_documents(std::string_view root);

/// A message as it was read.
struct Heard {
  MessageNumber number = 0;
  Letter letter;

  friend bool operator==(const Heard&, const Heard&) = default;
};

/// What it says. Nothing but faults where a code or a number is none that the machines know: R-DOC-003,
/// R-DOC-007, R-DOC-021, R-DOC-022. Whether a certificate is right, faults_in and the rules of messages say.
/// `document`: what Contents::document will be. Precondition: the message is one between windows, as its
/// schema accepts it.
[[nodiscard]] std::expected<Heard, Findings> read(const message::Document& message, const Hash256& document);

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
/// the letter. An answer has been decided when the message was prepared. Preconditions: what the view
/// requires is there; numbers are of the message's digits.
[[nodiscard]] message::Document write(MessageNumber number, const Letter& letter, const Head& head,
                                      const message::wco::Declaration* certificate = nullptr);

/// What a certificate says, as far as decisions need it. The same faults as of `read`, their places below
/// `root`.
[[nodiscard]] std::expected<Contents, Findings> contents_of(const message::wco::Declaration& certificate,
                                                            const Hash256& hash, std::string_view root);
/// The other way: whatever `contents` has is written over, the rest stays as it is; so does the hour of the
/// day of issue, where that is the same. Precondition: the document has as many items.
void put(const Contents& contents, Day issued, std::chrono::minutes clock,
         message::wco::Declaration& certificate);
/// The certificate alone, in a message without a head and as an original: equal for all messages that bring
/// it.
[[nodiscard]] message::Document bare(const message::wco::Declaration& certificate);

// ---- what messages about documents of every kind have in common

/// A message with its head and nothing else.
[[nodiscard]] message::Document begun(std::string_view root, const Head& head);
/// What an L2 names as wrong: as much as its view takes.
void put_faults(const std::vector<Fault>& faults, message::wco::Response& shown);
[[nodiscard]] std::vector<Fault> faults_said(const message::wco::Response& said);

/// Box 8 as people read it: "WO", "40%", "CTSH + 35%", "PC 25%" (asw.md 5.4).
[[nodiscard]] std::string criterion_text(const message::wco::Origin& origin);
[[nodiscard]] message::wco::Origin origin_of(std::string_view criterion);

}  // namespace lintas::documents
