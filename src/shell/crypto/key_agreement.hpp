#pragma once

#include <optional>

#include "base/bytes.hpp"
#include "shell/crypto/content_cipher.hpp"
#include "shell/crypto/signing.hpp"

struct evp_pkey_st;

/// The steps of a key block of eDelivery AS4 2.0: X25519 (RFC 7748), HKDF (RFC 5869), AES key wrap (RFC
/// 3394). For the sources of this module; others use message_keys.hpp.
namespace lintas::crypto {

/// The key that wraps: what X25519 makes of a private key and another's public one, through HKDF with
/// SHA-256, sixteen bytes long. Nothing where the secret would be all zero: the public key has a small order,
/// and anybody knows the secret.
[[nodiscard]] std::optional<ContentKey> agree(evp_pkey_st& own, const PublicKeyBytes& other, ByteView salt,
                                              ByteView info);

/// AES-128 key wrap with the initial value of RFC 3394: 24 bytes.
[[nodiscard]] Bytes wrap_key(const ContentKey& wrapping, const ContentKey& key);
/// Nothing for another length, and for what was not wrapped with this key.
[[nodiscard]] std::optional<ContentKey> unwrap_key(const ContentKey& wrapping, ByteView wrapped);

}  // namespace lintas::crypto
