#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "core/documents/certificate.hpp"
#include "core/workflow/manifest_listing.hpp"

/// Certificates of origin in daily lists. docs/adr/0034-manifests-of-certificates.md.
namespace lintas::workflow {

/// As both call it in a list: "MY e_form_d MYPKG001 TH-26/01/00001", state, kind, office and number with a
/// blank between them. A blank in the name of an office is written %20, a % is %25.
[[nodiscard]] std::string thing_of(const documents::Reference& certificate);
/// Nothing for what `thing_of` would not have written.
[[nodiscard]] std::optional<documents::Reference> certificate_of(std::string_view thing);
/// As `slot_of_name` of the part knows it, at both ends.
[[nodiscard]] Bytes name_of(const documents::Reference& certificate);

[[nodiscard]] const Listing& listing_of_certificates();

}  // namespace lintas::workflow
