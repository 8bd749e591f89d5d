#include "shell/crypto/digest.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <openssl/evp.h>
#include <span>

#include "base/bytes.hpp"
#include "base/require.hpp"

namespace lintas::crypto {

namespace {

struct Free {
  void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
  void operator()(EVP_MD* digest) const noexcept { EVP_MD_free(digest); }
};

/// Fetched once: a look-up by name at each hash would cost more than the hash of an event.
const EVP_MD* algorithm() {
  static const std::unique_ptr<EVP_MD, Free> fetched{EVP_MD_fetch(nullptr, "SHA256", nullptr)};
  require(fetched != nullptr, "the cryptographic library has SHA-256");
  return fetched.get();
}

}  // namespace

Hash256 sha256(std::span<const ByteView> parts) {
  thread_local const std::unique_ptr<EVP_MD_CTX, Free> context{EVP_MD_CTX_new()};
  Hash256 hash;
  bool fine = EVP_DigestInit_ex2(context.get(), algorithm(), nullptr) == 1;
  for (const ByteView part : parts)
    fine = fine && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
  fine = fine &&
         EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(hash.bytes.data()), nullptr) == 1;
  require(fine, "hashing in memory does not fail");
  return hash;
}

Hash256 hmac_sha256(ByteView key, std::span<const ByteView> parts) {
  Bytes content;
  for (const ByteView part : parts) content.insert(content.end(), part.begin(), part.end());
  Hash256 hash;
  std::size_t size = 0;
  const auto* made = EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA256", nullptr, key.data(), key.size(),
                               reinterpret_cast<const unsigned char*>(content.data()), content.size(),
                               reinterpret_cast<unsigned char*>(hash.bytes.data()), hash.bytes.size(), &size);
  require(made != nullptr && size == hash.bytes.size(), "hashing in memory does not fail");
  return hash;
}

Hash256 hkdf_sha256(ByteView secret, ByteView salt, ByteView info) {
  const Hash256 extracted = hmac_sha256(salt, std::array{secret});
  constexpr std::array first_block{std::byte{1}};
  return hmac_sha256(extracted.view(), std::array{info, ByteView{first_block}});
}

}  // namespace lintas::crypto
