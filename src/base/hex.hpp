#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace lintas {

/// Two lower-case digits a byte.
[[nodiscard]] std::string to_hex(ByteView bytes);

/// Accepts both cases; nothing for an odd length or another character.
[[nodiscard]] std::optional<Bytes> from_hex(std::string_view text);

}  // namespace lintas
