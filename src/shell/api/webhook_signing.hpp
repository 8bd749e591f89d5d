#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

/// Signatures of what is delivered, as Standard Webhooks has them (spec/standard-webhooks.md 1.0.0).
namespace lintas::api {

/// Base64 with padding (RFC 4648 4).
[[nodiscard]] std::string base64(ByteView bytes);

/// A secret as it is shown to the subscriber: "whsec_…".
[[nodiscard]] std::string secret_text(ByteView secret);
/// A public key likewise: "whpk_…".
[[nodiscard]] std::string public_key_text(ByteView key);

using Hmac = std::function<Hash256(ByteView key, std::span<const ByteView> parts)>;
using Sign = std::function<Bytes(ByteView content)>;

struct Signed {
  std::string_view id;
  std::int64_t timestamp = 0;  ///< seconds since 1970
  ByteView body;
};
/// The header webhook-signature: "v1,…" by each secret, the newest first, then "v1a,…" by `sign`.
[[nodiscard]] std::string signatures_of(const Signed& message, std::span<const Bytes> secrets,
                                        const Hmac& hmac, const Sign& sign);

}  // namespace lintas::api
