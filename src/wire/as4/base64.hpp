#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace lintas::as4 {

/// Base64 as XML carries it (RFC 4648, section 4; XML Schema, base64Binary), on one line.
[[nodiscard]] std::string to_base64(ByteView bytes);

/// Strict, so that no two texts but for blanks mean one value: filled up to groups of four, no bits beyond
/// the last octet, nothing after the filling. The four blanks of XML may stand before, between and after
/// groups, where peers break their lines. Nothing for any other text, and for more than `bytes_max` octets,
/// before making room for them.
[[nodiscard]] std::optional<Bytes> from_base64(std::string_view text, std::size_t bytes_max);

}  // namespace lintas::as4
