#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/aeo/listed/record.hpp"
#include "core/workflow/manifest_listing.hpp"

/// Authorised operators of lists in daily lists. docs/adr/0050-lists-of-operators-between-nodes.md.
namespace lintas::workflow {

/// As both call it in a list: "SG O SG201912345K A-2026-1".
[[nodiscard]] std::string thing_of(const aeo::listed::Reference& reference);
/// Nothing for what `thing_of` would not have written.
[[nodiscard]] std::optional<aeo::listed::Reference> operator_of(std::string_view thing);

[[nodiscard]] const Listing& listing_of_operators();

}  // namespace lintas::workflow
