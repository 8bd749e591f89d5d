#pragma once

#include <expected>
#include <string_view>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "core/awsc/letter.hpp"
#include "core/awsc/messages.hpp"
#include "core/documents/wire.hpp"
#include "core/messages/forward.hpp"
#include "core/model/document_groups.hpp"

/// From messages about records of certified exporters to the letters that the machine understands, and back.
/// Pure. What leaves a state is what the regional register has (OCP R2.4): name and address, code, days,
/// products, signatories, and that it was suspended or withdrawn. Neither the firm's identifier in its state
/// nor who decided, nor why, is in a notice: its view has no place for them.
namespace lintas::awsc {

using documents::Head;

/// Whether messages of this root are about records of certified exporters, between nodes.
[[nodiscard]] bool is_about_exporters(std::string_view root);

struct Heard {
  MessageNumber number = 0;
  Letter letter;

  friend bool operator==(const Heard&, const Heard&) = default;
};

/// What it says. R-OD-012 for a record that nothing can be found by, R-DOC-021 for a status or a function
/// that the message does not have. `document`: what Record::document will be. Precondition: the message is
/// one of these, as its schema accepts it.
[[nodiscard]] std::expected<Heard, Findings> read(const message::Document& message, const Hash256& document,
                                                  Sha256 sha256);

/// The message that says it, as its schema asks. `record`: the CE.RECORD of which a notice takes what may
/// leave the state; null for an answer.
[[nodiscard]] message::Document write(MessageNumber number, const Letter& letter, const Head& head,
                                      const message::wco::Declaration* record = nullptr);

}  // namespace lintas::awsc
