#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace lintas {

/// Bytes as the characters that a QR code packs best (RFC 9285): three for two bytes, two for a last one.
[[nodiscard]] std::string to_base45(ByteView bytes);

/// Nothing for another character, a length that no bytes give, or a group above its bytes.
[[nodiscard]] std::optional<Bytes> from_base45(std::string_view text);

}  // namespace lintas
