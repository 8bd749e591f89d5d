#pragma once

#include <expected>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/acdd/document.hpp"
#include "core/messages/document.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/workflow/command.hpp"
#include "shell/app/ports.hpp"

/// What a release, or an amendment, is made from: the customs declaration document as it came.
namespace lintas::app {

struct ExportDocument {
  acdd::Contents contents;    ///< as the document has them, so that what is decided is what is sent
  workflow::Payload payload;  ///< the document, which contents.document names
};

/// Refused by what `lintas check` says of it, so that nothing leaves that lacks a parameter (R-ASW-111), each
/// by its place. `day`: on which codes have to be in force where the document does not say when the goods
/// leave. API-013 where it is another message.
[[nodiscard]] std::expected<ExportDocument, Findings> export_document(const message::Document& document,
                                                                      Packer& packer,
                                                                      const refdata::Snapshot& reference,
                                                                      Day day);

}  // namespace lintas::app
