#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "core/documents/certificate.hpp"
#include "core/model/values/tin.hpp"

/// What exporter and issuing authority do with a certificate. Stored: places in the variant and field numbers
/// are never used again for something else. Who acts, and when, comes with the command; what is switched on
/// between which states (R27.2), whoever makes the command has looked up.
namespace lintas::documents::issue_side {

struct DraftCertificate {
  DocumentId document;
  Contents contents;
  Tin exporter;
  DocumentId application;  ///< the exporter's own number of it: the same number is one application

  static constexpr std::string_view record = "issue.draft";
  static constexpr auto fields() {
    return Fields{Field{1, "document", &DraftCertificate::document},
                  Field{2, "contents", &DraftCertificate::contents},
                  Field{3, "exporter", &DraftCertificate::exporter},
                  Field{4, "application", &DraftCertificate::application}};
  }
  friend bool operator==(const DraftCertificate&, const DraftCertificate&) = default;
};

struct SubmitApplication {
  DocumentId document;
  bool authenticated = false;  ///< the application is, electronically (OCP R28)

  static constexpr std::string_view record = "issue.submit";
  static constexpr auto fields() {
    return Fields{Field{1, "document", &SubmitApplication::document},
                  Field{2, "authenticated", &SubmitApplication::authenticated}};
  }
  friend bool operator==(const SubmitApplication&, const SubmitApplication&) = default;
};

struct DeleteDraft {
  DocumentId document;

  static constexpr std::string_view record = "issue.delete";
  static constexpr auto fields() { return Fields{Field{1, "document", &DeleteDraft::document}}; }
  friend bool operator==(const DeleteDraft&, const DeleteDraft&) = default;
};

struct RefuseApplication {
  DocumentId document;
  std::string reason;

  static constexpr std::string_view record = "issue.refuse";
  static constexpr auto fields() {
    return Fields{Field{1, "document", &RefuseApplication::document},
                  Field{2, "reason", &RefuseApplication::reason}};
  }
  friend bool operator==(const RefuseApplication&, const RefuseApplication&) = default;
};

struct ReturnApplication {
  DocumentId document;
  std::string reason;

  static constexpr std::string_view record = "issue.return";
  static constexpr auto fields() {
    return Fields{Field{1, "document", &ReturnApplication::document},
                  Field{2, "reason", &ReturnApplication::reason}};
  }
  friend bool operator==(const ReturnApplication&, const ReturnApplication&) = default;
};

/// Each item was examined on its own, and of a back-to-back certificate each original; the office gives the
/// number. Kind, originals and what is replaced are those of the application: whoever makes the command looks
/// them up, and the decision is made on their certificates too.
struct ApproveApplication {
  DocumentId document;
  ReferenceNumber number;
  std::vector<std::uint16_t> qualifying;  ///< items
  Kind kind = Kind::form_d;
  std::vector<Reference> originals;
  std::optional<Reference> replaces = {};

  static constexpr std::string_view record = "issue.approve";
  static constexpr auto fields() {
    return Fields{Field{1, "document", &ApproveApplication::document},
                  Field{2, "number", &ApproveApplication::number},
                  Field{3, "qualifying", &ApproveApplication::qualifying},
                  Field{4, "kind", &ApproveApplication::kind},
                  Field{5, "originals", &ApproveApplication::originals},
                  Field{6, "replaces", &ApproveApplication::replaces}};
  }
  friend bool operator==(const ApproveApplication&, const ApproveApplication&) = default;
};

struct TransmitCertificate {
  DocumentId document;
  bool authorised = true;  ///< by the exporter, where the state asks for it

  static constexpr std::string_view record = "issue.transmit";
  static constexpr auto fields() {
    return Fields{Field{1, "document", &TransmitCertificate::document},
                  Field{3, "authorised", &TransmitCertificate::authorised}};
  }
  friend bool operator==(const TransmitCertificate&, const TransmitCertificate&) = default;
};

/// On paper: this kind is not exchanged with the state as data, or the technical failure that `reason` names.
struct PrintCertificate {
  DocumentId document;
  std::string reason;

  static constexpr std::string_view record = "issue.print";
  static constexpr auto fields() {
    return Fields{Field{1, "document", &PrintCertificate::document},
                  Field{3, "reason", &PrintCertificate::reason}};
  }
  friend bool operator==(const PrintCertificate&, const PrintCertificate&) = default;
};

struct CancelCertificate {
  DocumentId document;
  std::string reason;
  std::optional<Reference> successor;  ///< the new certificate that names this one
  bool drawn_known = false;            ///< back-to-back certificates live on it, and all the same (R-ASW-049)
  bool surrendered = false;            ///< the paper, of one that is on paper alone

  static constexpr std::string_view record = "issue.cancel";
  static constexpr auto fields() {
    return Fields{Field{1, "document", &CancelCertificate::document},
                  Field{2, "reason", &CancelCertificate::reason},
                  Field{3, "successor", &CancelCertificate::successor},
                  Field{4, "drawn_known", &CancelCertificate::drawn_known},
                  Field{5, "surrendered", &CancelCertificate::surrendered}};
  }
  friend bool operator==(const CancelCertificate&, const CancelCertificate&) = default;
};

struct ResendCertificate {
  DocumentId document;
  std::string reason;

  static constexpr std::string_view record = "issue.resend";
  static constexpr auto fields() {
    return Fields{Field{1, "document", &ResendCertificate::document},
                  Field{2, "reason", &ResendCertificate::reason}};
  }
  friend bool operator==(const ResendCertificate&, const ResendCertificate&) = default;
};

struct SwitchToData {
  DocumentId document;
  bool surrendered = false;  ///< the paper

  static constexpr std::string_view record = "issue.switch_to_data";
  static constexpr auto fields() {
    return Fields{Field{1, "document", &SwitchToData::document},
                  Field{3, "surrendered", &SwitchToData::surrendered}};
  }
  friend bool operator==(const SwitchToData&, const SwitchToData&) = default;
};

/// What the importing customs wrote on paper or in a letter.
struct RecordPaperResult {
  DocumentId document;
  std::vector<ItemResult> results;
  std::string text;

  static constexpr std::string_view record = "issue.paper_result";
  static constexpr auto fields() {
    return Fields{Field{1, "document", &RecordPaperResult::document},
                  Field{2, "results", &RecordPaperResult::results},
                  Field{3, "text", &RecordPaperResult::text}};
  }
  friend bool operator==(const RecordPaperResult&, const RecordPaperResult&) = default;
};

struct WithdrawCancellation {
  DocumentId document;
  std::string reason;

  static constexpr std::string_view record = "issue.withdraw";
  static constexpr auto fields() {
    return Fields{Field{1, "document", &WithdrawCancellation::document},
                  Field{2, "reason", &WithdrawCancellation::reason}};
  }
  friend bool operator==(const WithdrawCancellation&, const WithdrawCancellation&) = default;
};

struct AcceptUse {
  DocumentId document;
  std::string reason;

  static constexpr std::string_view record = "issue.accept_use";
  static constexpr auto fields() {
    return Fields{Field{1, "document", &AcceptUse::document}, Field{2, "reason", &AcceptUse::reason}};
  }
  friend bool operator==(const AcceptUse&, const AcceptUse&) = default;
};

struct ClarifyRefusal {
  DocumentId document;
  std::string text;

  static constexpr std::string_view record = "issue.clarify";
  static constexpr auto fields() {
    return Fields{Field{1, "document", &ClarifyRefusal::document}, Field{2, "text", &ClarifyRefusal::text}};
  }
  friend bool operator==(const ClarifyRefusal&, const ClarifyRefusal&) = default;
};

/// The back-to-back certificate lives on another original in place of the cancelled one.
struct KeepWithAnother {
  DocumentId document;
  Reference cancelled;
  Original original;

  static constexpr std::string_view record = "issue.keep_with_another";
  static constexpr auto fields() {
    return Fields{Field{1, "document", &KeepWithAnother::document},
                  Field{2, "cancelled", &KeepWithAnother::cancelled},
                  Field{3, "original", &KeepWithAnother::original}};
  }
  friend bool operator==(const KeepWithAnother&, const KeepWithAnother&) = default;
};

/// Importing customs answered a cancellation by letter.
struct AnsweredByLetter {
  DocumentId document;
  bool done = false;  ///< it is cancelled there too: nothing is used, or the use was taken back
  std::string text;

  static constexpr std::string_view record = "issue.answered_by_letter";
  static constexpr auto fields() {
    return Fields{Field{1, "document", &AnsweredByLetter::document},
                  Field{2, "done", &AnsweredByLetter::done}, Field{3, "text", &AnsweredByLetter::text}};
  }
  friend bool operator==(const AnsweredByLetter&, const AnsweredByLetter&) = default;
};

using Act = std::variant<DraftCertificate, SubmitApplication, DeleteDraft, RefuseApplication,
                         ReturnApplication, ApproveApplication, TransmitCertificate, PrintCertificate,
                         CancelCertificate, ResendCertificate, SwitchToData, RecordPaperResult,
                         WithdrawCancellation, AcceptUse, ClarifyRefusal, KeepWithAnother, AnsweredByLetter>;

}  // namespace lintas::documents::issue_side
