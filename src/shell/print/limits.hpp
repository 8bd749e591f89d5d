#pragma once

#include <cstddef>

/// The limits of printing, as those of base/limits.hpp: each with its reason and what happens there.
namespace lintas::limits {

/// Pages of one document. More: PrintFailure. A list of 1,999 plain items has some 250; a declaration of the
/// largest size, filled with text, has a thousand.
inline constexpr std::size_t printed_pages_max = 2000;

/// Bytes of one printed document. More: PrintFailure. 999 items need some 700 KB; our client reads no more
/// than this (http_body_bytes_max).
inline constexpr std::size_t printed_bytes_max = 12UL * 1024 * 1024;

}  // namespace lintas::limits
