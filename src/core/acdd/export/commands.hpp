#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/fields.hpp"
#include "core/acdd/document.hpp"
#include "core/model/values/office_id.hpp"

/// What export customs does with an ACDD. Stored: places in the variant and field numbers are never used
/// again for something else. Who acts, and when, comes with the command.
namespace lintas::acdd::export_side {

/// The export declaration is released. `contents.document`: hash of the document that comes with it. Whoever
/// makes the command reads the contents from that; nothing here compares the two.
struct ReleaseExport {
  Contents contents;
  bool consent = false;                 ///< of the trader, where the state asks for it (R-ASW-112)
  std::optional<OfficeId> office = {};  ///< where it is released, if at one; whoever acts says it of itself

  static constexpr std::string_view record = "acdd.release";
  static constexpr auto fields() {
    return Fields{Field{1, "contents", &ReleaseExport::contents},
                  Field{2, "consent", &ReleaseExport::consent}, Field{3, "office", &ReleaseExport::office}};
  }
  friend bool operator==(const ReleaseExport&, const ReleaseExport&) = default;
};

/// The trader has consented, or the states exchange such documents by now.
struct SendDocument {
  Permit permit;
  bool consent = false;

  static constexpr std::string_view record = "acdd.send";
  static constexpr auto fields() {
    return Fields{Field{1, "permit", &SendDocument::permit}, Field{2, "consent", &SendDocument::consent}};
  }
  friend bool operator==(const SendDocument&, const SendDocument&) = default;
};

/// The export declaration is amended; the version follows from the one before. The document comes with it.
struct AmendExport {
  Contents contents;
  std::string reason;

  static constexpr std::string_view record = "acdd.amend";
  static constexpr auto fields() {
    return Fields{Field{1, "contents", &AmendExport::contents}, Field{2, "reason", &AmendExport::reason}};
  }
  friend bool operator==(const AmendExport&, const AmendExport&) = default;
};

struct CancelExport {
  Permit permit;
  std::string reason;

  static constexpr std::string_view record = "acdd.cancel";
  static constexpr auto fields() {
    return Fields{Field{1, "permit", &CancelExport::permit}, Field{2, "reason", &CancelExport::reason}};
  }
  friend bool operator==(const CancelExport&, const CancelExport&) = default;
};

/// The same version, made anew; where it goes as data.
struct ResendDocument {
  Permit permit;
  std::string reason;

  static constexpr std::string_view record = "acdd.resend";
  static constexpr auto fields() {
    return Fields{Field{1, "permit", &ResendDocument::permit}, Field{2, "reason", &ResendDocument::reason}};
  }
  friend bool operator==(const ResendDocument&, const ResendDocument&) = default;
};

/// The partner answered by letter what is awaited: it has the document, and cancelled what it was asked to
/// cancel; or it does not.
struct AnsweredByLetter {
  Permit permit;
  bool done = false;
  std::string reason;  ///< what the letter says

  static constexpr std::string_view record = "acdd.answered_by_letter";
  static constexpr auto fields() {
    return Fields{Field{1, "permit", &AnsweredByLetter::permit}, Field{2, "done", &AnsweredByLetter::done},
                  Field{3, "reason", &AnsweredByLetter::reason}};
  }
  friend bool operator==(const AnsweredByLetter&, const AnsweredByLetter&) = default;
};

/// Customs looked at what the alarm says, and did about it what there was to do.
struct LookAtExport {
  Permit permit;
  std::string reason;  ///< what came of it

  static constexpr std::string_view record = "acdd.look_at";
  static constexpr auto fields() {
    return Fields{Field{1, "permit", &LookAtExport::permit}, Field{2, "reason", &LookAtExport::reason}};
  }
  friend bool operator==(const LookAtExport&, const LookAtExport&) = default;
};

using Act = std::variant<ReleaseExport, SendDocument, AmendExport, CancelExport, ResendDocument,
                         AnsweredByLetter, LookAtExport>;

}  // namespace lintas::acdd::export_side
