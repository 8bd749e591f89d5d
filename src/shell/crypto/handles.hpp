#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/types.h>
#include <openssl/x509.h>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

/// For the sources of this module: handles of OpenSSL that free themselves, and bytes as it takes them.
namespace lintas::crypto {

template <auto free>
struct FreeBy {
  void operator()(auto* thing) const noexcept { free(thing); }
};
using Bio = std::unique_ptr<BIO, FreeBy<BIO_free_all>>;
using BigNumber = std::unique_ptr<BIGNUM, FreeBy<BN_free>>;
using Key = std::unique_ptr<EVP_PKEY, FreeBy<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, FreeBy<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, FreeBy<EVP_MD_CTX_free>>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, FreeBy<EVP_CIPHER_CTX_free>>;
using Cipher = std::unique_ptr<EVP_CIPHER, FreeBy<EVP_CIPHER_free>>;

[[nodiscard]] inline const unsigned char* input(ByteView bytes) noexcept {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
[[nodiscard]] inline unsigned char* output(std::span<std::byte> bytes) noexcept {
  return reinterpret_cast<unsigned char*>(bytes.data());
}

/// The text must outlive it.
[[nodiscard]] inline Bio reader_of(std::string_view text) {
  return Bio{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
}

[[nodiscard]] inline std::string text_of(const Bio& bio) {
  char* data = nullptr;
  const auto size = BIO_ctrl(bio.get(), BIO_CTRL_INFO, 0, static_cast<void*>(&data));
  return size > 0 ? std::string{data, static_cast<std::size_t>(size)} : std::string{};
}

/// For PEM_read_…: what has a password is refused rather than asked for on the terminal.
inline int no_password(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*data*/) { return 0; }

/// A second owner of the same key.
[[nodiscard]] inline Key share(EVP_PKEY& key) noexcept {
  EVP_PKEY_up_ref(&key);
  return Key{&key};
}

/// Bytes that are overwritten when they go. Do not print.
template <std::size_t size_>
class Wiped {
 public:
  Wiped() = default;
  Wiped(const Wiped&) = delete;
  Wiped& operator=(const Wiped&) = delete;
  ~Wiped() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

  [[nodiscard]] std::span<std::byte, size_> bytes() noexcept { return bytes_; }
  [[nodiscard]] std::span<const std::byte, size_> view() const noexcept { return bytes_; }

 private:
  std::array<std::byte, size_> bytes_{};
};

}  // namespace lintas::crypto
