#pragma once

#include <expected>
#include <string_view>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "core/aeo/listed/commands.hpp"
#include "core/aeo/listed/letter.hpp"
#include "core/aeo/listed/messages.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/documents/wire.hpp"
#include "core/messages/forward.hpp"
#include "core/model/document_groups.hpp"

/// From messages about operators in lists to the letters that the machine understands, and back. Pure. What
/// leaves a state is what its list says (docs/adr/0050): the view has no place for a ground, a reason, an
/// officer or what the application said.
namespace lintas::aeo::listed {

using documents::Head;

/// Whether messages of this root are about operators in lists, between nodes.
[[nodiscard]] bool is_about_operators(std::string_view root);

/// What an operator agrees to be told of: AEO.RECORD. R-AEO-015 an operator of another state than the one
/// that it names, R-AEO-028 a name by which nothing can be found. `document`: what GiveConsent::document will
/// be. Precondition: it is that of an AEO.RECORD, as its schema accepts it.
[[nodiscard]] std::expected<GiveConsent, Findings> consent_of(const message::wco::Declaration& said,
                                                              const Hash256& document, Sha256 sha256);

struct Heard {
  MessageNumber number = 0;
  Letter letter;

  friend bool operator==(const Heard&, const Heard&) = default;
};

/// What it says. Not read at all: R-AEO-015, R-AEO-028 what names no record, R-DOC-021 a status or a function
/// that the message does not have. What else is wrong with a notice stands in its letter, for that benefits
/// stop counts all the same: R-AEO-001 what is no code, R-AEO-027 what is missing, or is no role. `document`:
/// what Consent::document will be. Precondition: the message is one of these, as its schema accepts it.
[[nodiscard]] std::expected<Heard, Findings> read(const message::Document& message, const Hash256& document,
                                                  Sha256 sha256);

/// The message that says it, as its schema asks. `record`: the AEO.RECORD that a notice has name and address
/// of; null for an answer, and for a notice that an operator is listed no more.
[[nodiscard]] message::Document write(MessageNumber number, const Letter& letter, const Head& head,
                                      const message::wco::Declaration* record = nullptr);

}  // namespace lintas::aeo::listed
