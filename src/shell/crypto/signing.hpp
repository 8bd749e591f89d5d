#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>

#include "base/bytes.hpp"
#include "shell/app/ports.hpp"

struct evp_pkey_st;

namespace lintas::crypto {

using Signature = std::array<std::byte, 64>;
using PublicKeyBytes = std::array<std::byte, 32>;

/// Signs with Ed25519 (RFC 8032), by libsodium: half of OpenSSL's time (ADR 0026). The private half never
/// leaves the object and does not print.
class SigningKey {
 public:
  /// A new key.
  [[nodiscard]] static SigningKey generate(app::Entropy& entropy);
  /// The key of a seed, as RFC 8032 calls the 32 bytes that are kept secret.
  [[nodiscard]] static SigningKey from_seed(const std::array<std::byte, 32>& seed);

  [[nodiscard]] Signature sign(ByteView content) const;
  [[nodiscard]] const PublicKeyBytes& public_key() const noexcept { return public_key_; }

  struct Free {
    void operator()(evp_pkey_st* key) const noexcept;
  };
  /// For certificates that are issued with it.
  [[nodiscard]] evp_pkey_st& native() const noexcept { return *key_; }

 private:
  SigningKey() = default;

  /// The seed and the public key behind it, as libsodium has it.
  using Secret = std::array<std::byte, 64>;
  struct Wipe {
    void operator()(Secret* secret) const noexcept;
  };

  std::unique_ptr<evp_pkey_st, Free> key_;
  std::unique_ptr<Secret, Wipe> secret_;
  PublicKeyBytes public_key_{};
};

/// False for any content, signature or key that does not fit, also for a signature of another length, one
/// that is not in its canonical form, and a key of small order, which anybody can sign for.
[[nodiscard]] bool verify(const PublicKeyBytes& key, ByteView content, ByteView signature);

}  // namespace lintas::crypto
