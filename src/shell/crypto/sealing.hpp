#pragma once

#include <array>
#include <cstddef>
#include <optional>

#include "base/bytes.hpp"

/// Content that only its node can read, change or make: AES-SIV with two keys of 128 bits (RFC 5297). The
/// same content is sealed to the same bytes, and no nonce has to be kept.
namespace lintas::crypto {

/// Of a use of its own, as all keys are.
using SealingKey = std::array<std::byte, 32>;

/// By so much what is sealed is longer than its content.
inline constexpr std::size_t seal_size = 16;

/// Safe from any thread. Precondition: there is content.
[[nodiscard]] Bytes seal(const SealingKey& key, ByteView content);
/// Nothing for what `seal` never made with this key. Safe from any thread.
[[nodiscard]] std::optional<Bytes> open_sealed(const SealingKey& key, ByteView sealed);

}  // namespace lintas::crypto
