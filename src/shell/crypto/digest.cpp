#include "shell/crypto/digest.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/types.h>
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

void Sha256Stream::Free::operator()(evp_md_ctx_st* context) const noexcept { EVP_MD_CTX_free(context); }

Sha256Stream::Sha256Stream() : context_(EVP_MD_CTX_new()) {
  require(context_ && EVP_DigestInit_ex2(context_.get(), algorithm(), nullptr) == 1,
          "hashing in memory does not fail");
}

void Sha256Stream::add(ByteView piece) {
  require(EVP_DigestUpdate(context_.get(), piece.data(), piece.size()) == 1,
          "hashing in memory does not fail");
}

Hash256 Sha256Stream::finish() {
  Hash256 hash;
  require(
      EVP_DigestFinal_ex(context_.get(), reinterpret_cast<unsigned char*>(hash.bytes.data()), nullptr) == 1,
      "hashing in memory does not fail");
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
  OPENSSL_cleanse(content.data(), content.size());  // may be a secret
  return hash;
}

Hash256 hkdf_sha256(ByteView secret, ByteView salt, ByteView info) {
  constexpr std::array<std::byte, 32> no_salt{};
  Hash256 extracted = hmac_sha256(salt.empty() ? ByteView{no_salt} : salt, std::array{secret});
  constexpr std::array first_block{std::byte{1}};
  const Hash256 key = hmac_sha256(extracted.view(), std::array{info, ByteView{first_block}});
  OPENSSL_cleanse(extracted.bytes.data(), extracted.bytes.size());
  return key;
}

}  // namespace lintas::crypto
