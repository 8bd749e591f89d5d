#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/kinds/contents.hpp"
#include "core/workflow/manifest_listing.hpp"

/// Documents of kinds that are data in daily lists. docs/adr/0037-documents-of-kinds-that-are-data.md.
namespace lintas::workflow {

/// As both call it in a list: "TH K phyto TH-PC-2026-0041873".
[[nodiscard]] std::string thing_of(const kinds::Reference& document);
/// Nothing for what `thing_of` would not have written.
[[nodiscard]] std::optional<kinds::Reference> doc_of(std::string_view thing);

[[nodiscard]] const Listing& listing_of_kinds();

}  // namespace lintas::workflow
