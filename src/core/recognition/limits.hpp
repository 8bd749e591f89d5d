#pragma once

#include <cstddef>
#include <cstdint>

/// Every limit of recognition between states, with its reason and with what happens there.
namespace lintas::recognition::bounds {

/// Rows of a table. More: R-AEO-055. Ten states make ninety pairs; a pair has four states at the least on its
/// way, and other terms once in years.
inline constexpr std::size_t rows_max = 10'000;

/// Fields of one declaration that are held against what a pair asks for. More are a bad question: the longest
/// rule that is published asks for three.
inline constexpr std::size_t fields_max = 16;

/// The least factor of a score or of a rate, in hundredths: 0.01. Less: R-AEO-058. By 0 nothing would ever be
/// looked at, whatever else is known of the goods; the strongest effect that is published (aamra.md 6.2) is
/// 0.14.
inline constexpr std::int64_t factor_min_hundredths = 1;

}  // namespace lintas::recognition::bounds
