#pragma once

#include <array>
#include <cstddef>
#include <variant>

#include "base/bytes.hpp"

/// The key of a message's parts, sealed for the recipient: what stands in xenc:EncryptedKey.
namespace lintas::as4 {

/// eDelivery AS4 1.x: RSA-OAEP encrypts it.
struct KeyTransport {
  Bytes box;
  friend bool operator==(const KeyTransport&, const KeyTransport&) = default;
};

/// eDelivery AS4 2.0: wrapped under what X25519 and HKDF make of two keys.
struct KeyAgreement {
  std::array<std::byte, 32> ephemeral{};  ///< the sender's public key, made for this message alone
  Bytes salt;
  Bytes info;
  Bytes wrapped;
  friend bool operator==(const KeyAgreement&, const KeyAgreement&) = default;
};

using KeyBlock = std::variant<KeyTransport, KeyAgreement>;

}  // namespace lintas::as4
