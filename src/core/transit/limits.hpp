#pragma once

#include <cstddef>

/// Limits of what a movement keeps, beside those of src/base/limits.hpp.
namespace lintas::limits {

/// Incidents of one movement that departure keeps to tell them with a record: IE003 has place for nine. The
/// oldest is left out first; all of them stand in the history.
inline constexpr std::size_t incidents_told_max = 9;

}  // namespace lintas::limits
