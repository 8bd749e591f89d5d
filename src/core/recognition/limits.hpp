#pragma once

#include <cstddef>

/// Every limit of recognition between states, with its reason and with what happens there.
namespace lintas::recognition::bounds {

/// Rows of a table. More: R-AEO-055. Ten states make ninety pairs; a pair has four states at the least on its
/// way, and other terms once in years.
inline constexpr std::size_t rows_max = 10'000;

/// Fields of one declaration that are held against what a pair asks for. More are a bad question: the longest
/// rule that is published asks for three.
inline constexpr std::size_t fields_max = 16;

}  // namespace lintas::recognition::bounds
