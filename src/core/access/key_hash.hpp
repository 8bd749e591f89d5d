#pragma once

#include <cstddef>

/// A key of the interface is named by its hash: SHA-256 in hexadecimal digits, or so much of its start that
/// it is the only one.
namespace lintas::access {

inline constexpr std::size_t key_hash_chars = 64;

/// Fewer name too many keys.
inline constexpr std::size_t key_hash_chars_min = 8;

}  // namespace lintas::access
