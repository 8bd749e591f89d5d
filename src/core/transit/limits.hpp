#pragma once

#include <cstddef>

/// Limits of what a movement keeps, beside those of src/base/limits.hpp.
namespace lintas::limits {

/// Incidents of one movement that departure keeps to tell them with a record: IE003 has place for nine. The
/// oldest is left out first; all of them stand in the history.
inline constexpr std::size_t incidents_told_max = 9;

}  // namespace lintas::limits

namespace lintas::transit {

/// National declarations under which the goods of one movement went on. More is refused (R-ROA-016): a
/// consignment has at most 99 house consignments, and a declaration is of one consignee.
inline constexpr std::size_t onward_declarations_max = 99;

/// Number of an item in a declaration (schema n..5, 1999 of them at most).
inline constexpr unsigned onward_item_max = 1999;

}  // namespace lintas::transit
