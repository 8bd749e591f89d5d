#pragma once

#include <cstdint>
#include <string_view>

#include "wire/as4/names.hpp"

namespace lintas::as4 {

/// The algorithms that go together. One for each partner; nothing else is read or written to it.
enum class Suite : std::uint8_t {
  rsa = 1,      ///< eDelivery AS4 1.15 and 1.16: RSA-SHA256, RSA-OAEP with SHA-256
  edwards = 2,  ///< eDelivery AS4 2.0: Ed25519, X25519 with HKDF and AES key wrap
};

[[nodiscard]] constexpr std::string_view signature_method(Suite suite) {
  return suite == Suite::rsa ? alg::rsa_sha256 : alg::ed25519;
}

}  // namespace lintas::as4
