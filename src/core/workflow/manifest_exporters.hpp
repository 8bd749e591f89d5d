#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/awsc/exporter.hpp"
#include "core/workflow/manifest_listing.hpp"

/// Records of certified exporters in daily lists. docs/adr/0044-registers-between-nodes.md.
namespace lintas::workflow {

/// As both call it in a list: "MY E 0217/MY07".
[[nodiscard]] std::string thing_of(const awsc::ExporterReference& exporter);
/// Nothing for what `thing_of` would not have written.
[[nodiscard]] std::optional<awsc::ExporterReference> exporter_of(std::string_view thing);

[[nodiscard]] const Listing& listing_of_exporters();

}  // namespace lintas::workflow
