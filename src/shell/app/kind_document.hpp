#pragma once

#include <expected>

#include "base/finding.hpp"
#include "core/kinds/contents.hpp"
#include "core/kinds/kind.hpp"
#include "core/messages/document.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/workflow/command.hpp"
#include "shell/app/ports.hpp"

/// What is issued, or takes the place of another: a document whose kind is data, as it came.
namespace lintas::app {

struct KindDocument {
  kinds::Contents contents;   ///< as the document has them, so that what is decided is what is sent
  workflow::Payload payload;  ///< the document, which contents.document names
};

/// Refused by what `lintas check` says of it on the day of its issue, each by its place. Precondition: it is
/// one of this kind.
[[nodiscard]] std::expected<KindDocument, Findings> kind_document(const message::Document& document,
                                                                  const kinds::Kind& kind, Packer& packer,
                                                                  const refdata::Snapshot& reference);

}  // namespace lintas::app
