#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/fields.hpp"
#include "core/kinds/contents.hpp"
#include "core/model/values/office_id.hpp"

/// What an authority does with a document of a kind. Stored: places in the variant and field numbers are
/// never used again for something else. Who acts, and when, comes with the command.
namespace lintas::kinds::issue_side {

/// The document comes with it; whoever makes the command reads the contents from that. `contents.replaces`
/// names the one that it takes the place of.
struct IssueDocument {
  Contents contents;
  std::optional<OfficeId> office = {};  ///< whoever acts says it of itself

  static constexpr std::string_view record = "kinds.issue";
  static constexpr auto fields() {
    return Fields{Field{1, "contents", &IssueDocument::contents}, Field{2, "office", &IssueDocument::office}};
  }
  friend bool operator==(const IssueDocument&, const IssueDocument&) = default;
};

/// The states exchange such documents by now.
struct SendDocument {
  Reference reference;

  static constexpr std::string_view record = "kinds.send";
  static constexpr auto fields() { return Fields{Field{1, "reference", &SendDocument::reference}}; }
  friend bool operator==(const SendDocument&, const SendDocument&) = default;
};

struct CancelDocument {
  Reference reference;
  std::string reason;

  static constexpr std::string_view record = "kinds.cancel";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &CancelDocument::reference},
                  Field{2, "reason", &CancelDocument::reason}};
  }
  friend bool operator==(const CancelDocument&, const CancelDocument&) = default;
};

/// The same document, made anew.
struct ResendDocument {
  Reference reference;
  std::string reason;

  static constexpr std::string_view record = "kinds.resend";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &ResendDocument::reference},
                  Field{2, "reason", &ResendDocument::reason}};
  }
  friend bool operator==(const ResendDocument&, const ResendDocument&) = default;
};

/// Somebody looked at what the alarm says, and did about it what there was to do.
struct LookAtDocument {
  Reference reference;
  std::string reason;  ///< what came of it

  static constexpr std::string_view record = "kinds.look_at";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &LookAtDocument::reference},
                  Field{2, "reason", &LookAtDocument::reason}};
  }
  friend bool operator==(const LookAtDocument&, const LookAtDocument&) = default;
};

using Act = std::variant<IssueDocument, SendDocument, CancelDocument, ResendDocument, LookAtDocument>;

}  // namespace lintas::kinds::issue_side
