#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <openssl/evp.h>

#include "base/bytes.hpp"
#include "base/require.hpp"

/// Ed25519 for tests of the core, which takes it as values.
namespace lintas::test {

inline bool verify_ed25519(const std::array<std::byte, 32>& key, ByteView content, ByteView signature) {
  const auto raw = [](const auto& bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); };
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> loaded{
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw(key), key.size()), &EVP_PKEY_free};
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
  return loaded != nullptr &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, loaded.get()) == 1 &&
         EVP_DigestVerify(context.get(), raw(signature), signature.size(), raw(content), content.size()) == 1;
}

/// A key that everybody may know.
class ThrowAwayKey {
 public:
  explicit ThrowAwayKey(const std::array<std::byte, 32>& seed) : seed_(seed) {
    const auto key = load();
    std::size_t size = public_key_.size();
    const bool known = EVP_PKEY_get_raw_public_key(
                           key.get(), reinterpret_cast<unsigned char*>(public_key_.data()), &size) == 1;
    require(known, "a private key has a public one");
  }
  /// Of a seed of one byte, again and again.
  explicit ThrowAwayKey(unsigned char byte) : ThrowAwayKey(repeated(byte)) {}

  [[nodiscard]] const std::array<std::byte, 32>& public_key() const { return public_key_; }
  [[nodiscard]] std::array<std::byte, 64> sign(ByteView content) const {
    const auto key = load();
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
    std::array<std::byte, 64> signature{};
    std::size_t size = signature.size();
    const bool done =
        EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                       reinterpret_cast<const unsigned char*>(content.data()), content.size()) == 1;
    require(done, "signing in memory does not fail");
    return signature;
  }

 private:
  using Loaded = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

  static std::array<std::byte, 32> repeated(unsigned char byte) {
    std::array<std::byte, 32> seed{};
    seed.fill(std::byte{byte});
    return seed;
  }
  [[nodiscard]] Loaded load() const {
    return {EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr,
                                         reinterpret_cast<const unsigned char*>(seed_.data()), seed_.size()),
            &EVP_PKEY_free};
  }

  std::array<std::byte, 32> seed_;
  std::array<std::byte, 32> public_key_{};
};

}  // namespace lintas::test
