#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/acdd/document.hpp"
#include "core/workflow/manifest_listing.hpp"

/// Customs declaration documents in daily lists. docs/adr/0034-manifests-of-certificates.md.
namespace lintas::workflow {

/// As both call it in a list: "SG A permit".
[[nodiscard]] std::string thing_of(const acdd::Permit& permit);
/// Nothing for what `thing_of` would not have written.
[[nodiscard]] std::optional<acdd::Permit> permit_of(std::string_view thing);

[[nodiscard]] const Listing& listing_of_acdds();

}  // namespace lintas::workflow
