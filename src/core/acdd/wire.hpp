#pragma once

#include <expected>
#include <string_view>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/letter.hpp"
#include "core/acdd/messages.hpp"
#include "core/documents/wire.hpp"
#include "core/messages/forward.hpp"
#include "core/model/document_groups.hpp"

/// From messages about customs declaration documents to the letters that the machines understand, and back.
/// Pure. Names, addresses and the carriage stay in the document, which is stored apart.
namespace lintas::acdd {

using documents::Head;

/// Empty for a number that is none of these.
[[nodiscard]] std::string_view root_of(MessageNumber number);
/// Whether messages of this root are about customs declaration documents.
[[nodiscard]] bool is_about_acdd(std::string_view root);

/// A message as it was read.
struct Heard {
  MessageNumber number = 0;
  Letter letter;

  friend bool operator==(const Heard&, const Heard&) = default;
};

/// What it says. A document that lacks a parameter, or has a number that no machine knows, has no contents
/// but faults: it is answered by an L2. Refused by R-DOC-021 is one whose function the message does not have:
/// whether it says yes or no, nobody knows.
/// `document`: what Contents::document will be. Precondition: the message is one of these, as its schema
/// accepts it.
[[nodiscard]] std::expected<Heard, Findings> read(const message::Document& message, const Hash256& document);

/// The message that says it, as its schema asks. `document`: as it is stored, for ACDD.SEND and nothing else;
/// the version comes from the letter.
[[nodiscard]] message::Document write(MessageNumber number, const Letter& letter, const Head& head,
                                      const message::wco::Declaration* document = nullptr);

/// What a document says, as far as decisions need it: R-ASW-111, R-ACDD-002. `root`: of the message, for the
/// places.
[[nodiscard]] std::expected<Contents, Findings> contents_of(const message::wco::Declaration& document,
                                                            const Hash256& hash, std::string_view root);
/// The document alone, in a message without a head: equal for all messages that bring it.
[[nodiscard]] message::Document bare(const message::wco::Declaration& document);

}  // namespace lintas::acdd
