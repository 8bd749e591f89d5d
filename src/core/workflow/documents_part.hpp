#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/verification/events.hpp"
#include "core/documents/verification/state.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/tin.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"

/// Certificates of origin on the loop: where they are issued, with the requests to verify them, and where
/// their goods are imported (docs/adr/0029). Acts come under command_in(block, place in the machine's Act),
/// messages of partners under command_of_message(number) with a documents::Letter as content.
namespace lintas::workflow {

/// A request to verify, under the number that the asking state gave it: two states may give the same one, and
/// so may whoever writes a letter.
struct AskedRequest {
  documents::DocumentId number;
  documents::Reference certificate;  ///< which may be one that was never issued here
  std::optional<Country> from;       ///< the state that is answered; nothing: it came by letter
  documents::verification::Request request;

  friend bool operator==(const AskedRequest&, const AskedRequest&) = default;
};

/// Body of the events of a request: which one, and what happened to it.
struct RequestEvent {
  documents::DocumentId request;
  documents::Reference certificate;
  std::optional<Country> from;
  documents::verification::Event event;

  static constexpr std::string_view record = "certificate.request_event";
  static constexpr auto fields() {
    return Fields{Field{1, "request", &RequestEvent::request},
                  Field{2, "certificate", &RequestEvent::certificate}, Field{3, "from", &RequestEvent::from},
                  Field{4, "event", &RequestEvent::event}};
  }
};

/// State of a stream of the issue side.
struct Issued {
  documents::issue_side::Certificate certificate;
  std::vector<AskedRequest> requests;  ///< in the order in which they came

  /// What others call it. Of a number that nobody gave: the one they asked to verify. Nothing where it has
  /// none yet.
  [[nodiscard]] std::optional<documents::Reference> reference() const;
  /// As it stands; of one that was never asked, a request in its first state. `from`: nothing for a letter.
  [[nodiscard]] const documents::verification::Request& request(const std::optional<Country>& from,
                                                                const documents::DocumentId& number) const;
  void play(const RequestEvent& event);
};

/// The status of a row of the work list: that of the certificate; of one that has ended, of the first request
/// that is open, behind this number.
inline constexpr std::uint16_t request_statuses = 32;

/// What whoever acted is told beside "accepted".
struct DocumentReply {
  documents::Reference certificate;
  std::string state;  ///< id of the state of the certificate, "ISSUED"

  static constexpr std::string_view record = "certificate.reply";
  static constexpr auto fields() {
    return Fields{Field{1, "certificate", &DocumentReply::certificate},
                  Field{2, "state", &DocumentReply::state}};
  }
};

// ---- what follows inside the node

/// To the issue side: an original that the certificate lives on was cancelled. Content: OriginalLost.
inline constexpr CommandType lose_original = command_in(issue_block, 48);
/// To the import side: a back-to-back certificate that drew on it lives no more. Content: DrawEnded.
inline constexpr CommandType end_draw = command_in(import_block, 48);

/// To the import side: another certificate came and takes the place of this one. Content: TakenPlace.
inline constexpr CommandType take_place = command_in(import_block, 49);

/// Likewise: what took its place does so no more. Content: TakenPlace.
inline constexpr CommandType give_place_back = command_in(import_block, 50);

struct TakenPlace {
  documents::Reference certificate;
  documents::Reference by;

  static constexpr std::string_view record = "certificate.taken_place";
  static constexpr auto fields() {
    return Fields{Field{1, "certificate", &TakenPlace::certificate}, Field{2, "by", &TakenPlace::by}};
  }
};
struct OriginalLost {
  documents::Reference certificate;
  documents::Reference original;

  static constexpr std::string_view record = "certificate.original_lost";
  static constexpr auto fields() {
    return Fields{Field{1, "certificate", &OriginalLost::certificate},
                  Field{2, "original", &OriginalLost::original}};
  }
};
struct DrawEnded {
  documents::Reference certificate;
  documents::Reference by;

  static constexpr std::string_view record = "certificate.draw_ended";
  static constexpr auto fields() {
    return Fields{Field{1, "certificate", &DrawEnded::certificate}, Field{2, "by", &DrawEnded::by}};
  }
};

// ---- where they are found

/// Of another state's certificate: its state, and its number in capitals without blanks and separators.
/// People type what nodes write, so one number must not be two certificates for a blank; and two offices may
/// give one number (OCP R7.3), so it leads to the first that came, and is a reason to look.
inline constexpr KeyKind alike_keys{34};

[[nodiscard]] Key document_key(const documents::DocumentId& document);
[[nodiscard]] Key certificate_key(const documents::Reference& certificate);
/// Of what others say of a number that nobody gave here.
[[nodiscard]] Key unknown_certificate_key(const documents::Reference& certificate);
[[nodiscard]] Key application_key(const Tin& exporter, const documents::DocumentId& application);

/// The certificates of other states whose number reads like this one.
[[nodiscard]] Key alike_key(const documents::Reference& certificate);
/// Capitals and digits alone; what has none stays as it is.
[[nodiscard]] std::string folded(std::string_view typed);

/// What both nodes call a certificate, or an origin declaration that is verified: `name_of` of
/// manifest_certificates.hpp. Nothing for another name.
[[nodiscard]] std::optional<documents::Reference> certificate_called(ByteView name);

/// By this node's own name.
[[nodiscard]] Slot issue_slot(const documents::DocumentId& document);
/// By its reference, whose state says on which side it lies: of this state's own the issue side, of others'
/// the import side. So no two kinds of stream have one key. What others say of a number before it is given
/// has a stream of its own, which becomes the certificate's when it is.
/// Precondition: the state is that of the side. Else `slot_at_issue` and `slot_at_import` lead nowhere, and
/// the command is refused.
[[nodiscard]] Slot issued_slot(const documents::Reference& certificate);
[[nodiscard]] Slot import_slot(const documents::Reference& certificate);
[[nodiscard]] Slot slot_at_issue(const documents::Reference& certificate, const Setting& setting);
[[nodiscard]] Slot slot_at_import(const documents::Reference& certificate, const Setting& setting);

/// R-DOC-012: only what this state issued has an issue side here. `field` names the reference.
[[nodiscard]] std::optional<Finding> not_issued_here(const documents::Reference& certificate,
                                                     std::string_view field, const Setting& setting);
/// R-DOC-028: what this state issued itself has no import side here. R-OD-034: nor has an origin declaration
/// among certificates, which is presented by itself (origin_part.hpp).
[[nodiscard]] std::optional<Finding> not_imported_here(const documents::Reference& certificate,
                                                       std::string_view field, const Setting& setting);

}  // namespace lintas::workflow
