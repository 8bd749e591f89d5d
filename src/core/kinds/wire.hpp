#pragma once

#include <expected>
#include <string_view>

#include "base/finding.hpp"
#include "core/documents/wire.hpp"
#include "core/kinds/kind.hpp"
#include "core/kinds/letter.hpp"
#include "core/kinds/messages.hpp"
#include "core/messages/document.hpp"
#include "core/messages/forward.hpp"

/// From messages about documents of kinds to the letters that the machines understand, and back. Pure. What a
/// document says beyond that stays in it; it is stored apart.
namespace lintas::kinds {

using documents::Head;

/// Whether messages of this root are about documents of kinds: their own, and what is said about them.
[[nodiscard]] bool is_about_kinds(std::string_view root, const Kinds& kinds);

/// A message as it was read.
struct Heard {
  MessageNumber number = 0;
  Letter letter;

  friend bool operator==(const Heard&, const Heard&) = default;
};

/// What a message about a document says: R-DOC-021 a function that it does not have, R-KIND-031 a number,
/// R-KIND-034 a kind or a quantity that nobody knows. Precondition: the message is DOC.CANCEL, DOC.ANSWER or
/// DOC.USE, as its schema accepts it.
[[nodiscard]] std::expected<Heard, Findings> read(const message::Document& message, const Kinds& kinds);

/// The message that says it, as its schema asks. Precondition: the number is none of doc_send.
[[nodiscard]] message::Document write(MessageNumber number, const Letter& letter, const Head& head);
/// A document as it is stored, under another head.
[[nodiscard]] message::Document headed(const Kind& kind, const message::Message& document, const Head& head);
/// The document alone, in a message without a head: equal for all messages that bring it.
[[nodiscard]] message::Document bare(const Kind& kind, const message::Message& document);

}  // namespace lintas::kinds
