#pragma once

#include <chrono>
#include <cstddef>

namespace lintas::kinds::bounds {

/// Rows of a kind's table. More: R-KIND-001. One of an SPS certificate has 120.
inline constexpr std::size_t rows_max = 1000;
/// Groups inside each other. Deeper: R-KIND-004. An SPS certificate has six; messages have room for 32.
inline constexpr std::size_t depth_max = 16;
/// Fields of one group. More: R-KIND-004. The machine of messages has a bit for each of 64.
inline constexpr std::size_t fields_max = 60;
/// How often a group may occur. Goods have up to 999 lines, other lists fewer.
inline constexpr int occurrences_max = 9999;
/// The longest time to answer, to hold and to keep that a kind may name: what is longer is a slip of the pen.
inline constexpr int answer_days_max = 366;
inline constexpr int months_max = 1200;

/// Declarations that use one document, each told to the issuing state. More: R-KIND-039.
inline constexpr std::size_t uses_max = 200;

}  // namespace lintas::kinds::bounds
