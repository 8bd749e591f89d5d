#pragma once

#include <span>

#include "base/bytes.hpp"

namespace lintas::crypto {

/// SHA-256 over the parts, one after another; what the core takes as a Sha256. Safe from any thread.
[[nodiscard]] Hash256 sha256(std::span<const ByteView> parts);

}  // namespace lintas::crypto
