#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "core/awsc/declaration.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/quantities.hpp"
#include "core/kinds/contents.hpp"
#include "core/model/values/office_id.hpp"

/// What importing customs does with an origin declaration. Stored: places in the variant and field numbers
/// are never used again for something else. Who acts, and when, comes with the command.
namespace lintas::awsc::import_side {

/// It was presented with an import. The declaration comes with it; whoever makes the command reads the
/// contents from that.
struct PresentDeclaration {
  DeclarationContents contents;
  std::optional<OfficeId> office = {};  ///< whoever acts says it of itself

  static constexpr std::string_view record = "origin.present";
  static constexpr auto fields() {
    return Fields{Field{1, "contents", &PresentDeclaration::contents},
                  Field{2, "office", &PresentDeclaration::office}};
  }
  friend bool operator==(const PresentDeclaration&, const PresentDeclaration&) = default;
};

/// Preference is given for items; for all that nobody has decided on where none are named.
struct AcceptItems {
  DeclarationReference reference;
  std::vector<std::uint32_t> items = {};
  std::string late = {};  ///< why it may be presented after its validity

  static constexpr std::string_view record = "origin.accept";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &AcceptItems::reference}, Field{2, "items", &AcceptItems::items},
                  Field{3, "late", &AcceptItems::late}};
  }
  friend bool operator==(const AcceptItems&, const AcceptItems&) = default;
};

/// Preference is refused for items; for all that nobody has decided on where none are named. A check ends
/// with it: what of its items is not refused, was found in order.
struct RefuseItems {
  DeclarationReference reference;
  std::vector<std::uint32_t> items = {};
  documents::Result result{};
  std::string reason;

  static constexpr std::string_view record = "origin.refuse";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &RefuseItems::reference}, Field{2, "items", &RefuseItems::items},
                  Field{3, "result", &RefuseItems::result}, Field{4, "reason", &RefuseItems::reason}};
  }
  friend bool operator==(const RefuseItems&, const RefuseItems&) = default;
};

/// An import declaration takes so much of which items.
struct UseDeclaration {
  DeclarationReference reference;
  kinds::DeclarationNumber declaration;
  std::vector<kinds::Line> lines;

  static constexpr std::string_view record = "origin.use";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &UseDeclaration::reference},
                  Field{2, "declaration", &UseDeclaration::declaration},
                  Field{3, "lines", &UseDeclaration::lines}};
  }
  friend bool operator==(const UseDeclaration&, const UseDeclaration&) = default;
};

/// What was refused is decided on again: the exporter or its authority has said more (R-ASW-074).
struct ReassessItems {
  DeclarationReference reference;
  std::string reason;

  static constexpr std::string_view record = "origin.reassess";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &ReassessItems::reference},
                  Field{2, "reason", &ReassessItems::reason}};
  }
  friend bool operator==(const ReassessItems&, const ReassessItems&) = default;
};

/// It was recorded wrongly, or the import does not take place, and nobody has decided on it: it may be
/// presented again.
struct WithdrawPresentation {
  DeclarationReference reference;
  std::string reason;

  static constexpr std::string_view record = "origin.withdraw";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &WithdrawPresentation::reference},
                  Field{2, "reason", &WithdrawPresentation::reason}};
  }
  friend bool operator==(const WithdrawPresentation&, const WithdrawPresentation&) = default;
};

/// The authority of the exporter's state is asked to verify items; all that preference was not refused for
/// where none are named. Not random: then `reason` says what is doubted.
struct CheckDeclaration {
  DeclarationReference reference;
  std::vector<std::uint32_t> items = {};
  bool random = false;
  std::string reason = {};
  documents::DocumentId request;  ///< our number of it: the authority answers under it

  static constexpr std::string_view record = "origin.check";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &CheckDeclaration::reference},
                  Field{2, "items", &CheckDeclaration::items}, Field{3, "random", &CheckDeclaration::random},
                  Field{4, "reason", &CheckDeclaration::reason},
                  Field{5, "request", &CheckDeclaration::request}};
  }
  friend bool operator==(const CheckDeclaration&, const CheckDeclaration&) = default;
};

/// The reply satisfies: what was checked gets its preference. `late` as of AcceptItems.
struct EndCheck {
  DeclarationReference reference;
  std::string text = {};
  std::string late = {};

  static constexpr std::string_view record = "origin.satisfied";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &EndCheck::reference}, Field{2, "text", &EndCheck::text},
                  Field{3, "late", &EndCheck::late}};
  }
  friend bool operator==(const EndCheck&, const EndCheck&) = default;
};

/// The notice went to exporter or producer, its authority, customs there, and importer (OCP R19.2).
struct NotifyVisit {
  DeclarationReference reference;
  bool all_notified = false;

  static constexpr std::string_view record = "origin.visit";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &NotifyVisit::reference},
                  Field{2, "all_notified", &NotifyVisit::all_notified}};
  }
  friend bool operator==(const NotifyVisit&, const NotifyVisit&) = default;
};

/// The authority replied to a check by letter.
struct RecordReply {
  DeclarationReference reference;
  documents::DocumentId request;  ///< that it replies to, by our number
  std::string text;

  static constexpr std::string_view record = "origin.record_reply";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &RecordReply::reference}, Field{2, "request", &RecordReply::request},
                  Field{3, "text", &RecordReply::text}};
  }
  friend bool operator==(const RecordReply&, const RecordReply&) = default;
};

using Act = std::variant<PresentDeclaration, AcceptItems, RefuseItems, UseDeclaration, ReassessItems,
                         WithdrawPresentation, CheckDeclaration, EndCheck, NotifyVisit, RecordReply>;

}  // namespace lintas::awsc::import_side
