#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "core/kinds/contents.hpp"

/// What the receiving state does with a document of a kind. Stored: as issue/commands.hpp.
namespace lintas::kinds::import_side {

struct AnswerDocument {
  Reference reference;
  bool accept = false;
  std::string reason;  ///< why it is refused; of one that is accepted it may be left out

  static constexpr std::string_view record = "kinds.answer";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &AnswerDocument::reference},
                  Field{2, "accept", &AnswerDocument::accept}, Field{3, "reason", &AnswerDocument::reason}};
  }
  friend bool operator==(const AnswerDocument&, const AnswerDocument&) = default;
};

/// `lines`: of what is consumed, how much of which; none where it is used as a whole.
struct UseDocument {
  Reference reference;
  DeclarationNumber declaration;
  std::vector<Line> lines = {};

  static constexpr std::string_view record = "kinds.use_document";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &UseDocument::reference},
                  Field{2, "declaration", &UseDocument::declaration}, Field{3, "lines", &UseDocument::lines}};
  }
  friend bool operator==(const UseDocument&, const UseDocument&) = default;
};

using Act = std::variant<AnswerDocument, UseDocument>;

}  // namespace lintas::kinds::import_side
