#pragma once

#include <expected>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "core/awsc/declaration.hpp"
#include "core/messages/document.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/workflow/command.hpp"
#include "shell/app/ports.hpp"

/// What is presented to customs: an origin declaration as it came.
namespace lintas::app {

struct OriginDeclaration {
  awsc::DeclarationContents contents;  ///< as it has them, so that what is decided is what is kept
  workflow::Payload payload;           ///< the declaration, which contents.document names
};

/// Refused by what `lintas check` says of it on its own day, each by its place. API-013 where it is another
/// message.
[[nodiscard]] std::expected<OriginDeclaration, Findings> origin_declaration(
    const message::Document& document, Packer& packer, const refdata::Snapshot& reference, Sha256 sha256);

}  // namespace lintas::app
