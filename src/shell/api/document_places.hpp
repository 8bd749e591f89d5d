#pragma once

#include <span>
#include <string>
#include <string_view>

/// Where the message of a document has what its machine speaks of: every kind has a table, all are walked
/// alike.
namespace lintas::api {

struct Place {
  std::string_view field;    ///< of the document, or of an item: "permit/number"
  std::string_view element;  ///< below the document, or below the item; empty: that itself
};

/// "items/2/hs" as the path of the element in the message of that root. A field that has none of its own is
/// told by the one that it is part of; what has none at all, as what is said beside the message, keeps its
/// name.
[[nodiscard]] std::string place_in(std::string_view root, std::span<const Place> fields,
                                   std::span<const Place> fields_of_item, std::string_view pointer);

}  // namespace lintas::api
