#pragma once

#include <string_view>

/// Codes of messages about customs declaration documents. Lists: data/codelists/codes.csv.
namespace lintas::acdd {

/// CL910: goods declaration for exportation.
inline constexpr std::string_view document_type = "830";
/// States whose law asks for the trader's consent before a document leaves (R-ASW-112).
inline constexpr std::string_view consent_states = "CL909";

}  // namespace lintas::acdd
