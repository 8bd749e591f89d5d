#include "shell/crypto/key_agreement.hpp"

#include <cstddef>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/types.h>
#include <optional>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "shell/crypto/content_cipher.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/handles.hpp"
#include "shell/crypto/signing.hpp"

namespace lintas::crypto {

namespace {

constexpr std::size_t secret_size = 32;
constexpr std::size_t wrapped_size = ContentKey::size + 8;

const EVP_CIPHER* algorithm() {
  static const Cipher fetched{EVP_CIPHER_fetch(nullptr, "AES-128-WRAP", nullptr)};
  require(fetched != nullptr, "the cryptographic library has AES key wrap");
  return fetched.get();
}

CipherContext begin(const ContentKey& wrapping, int encrypting) {
  CipherContext context{EVP_CIPHER_CTX_new()};
  require(context != nullptr, "there is memory for a cipher");
  EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
  require(EVP_CipherInit_ex2(context.get(), algorithm(), input(wrapping.reveal()), nullptr, encrypting,
                             nullptr) == 1,
          "a key of 16 bytes is taken");
  return context;
}

}  // namespace

std::optional<ContentKey> agree(evp_pkey_st& own, const PublicKeyBytes& other, ByteView salt, ByteView info) {
  const Key peer{EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nullptr, input(other), other.size())};
  const KeyContext context{EVP_PKEY_CTX_new(&own, nullptr)};
  Wiped<secret_size> secret;
  std::size_t size = secret_size;
  // OpenSSL refuses an all-zero secret by itself.
  const bool agreed = peer && context && EVP_PKEY_derive_init(context.get()) == 1 &&
                      EVP_PKEY_derive_set_peer(context.get(), peer.get()) == 1 &&
                      EVP_PKEY_derive(context.get(), output(secret.bytes()), &size) == 1 &&
                      size == secret_size;
  if (!agreed) {
    ERR_clear_error();
    return std::nullopt;
  }
  Hash256 block = hkdf_sha256(secret.view(), salt, info);
  auto key = ContentKey::from(block.view().first(ContentKey::size));
  OPENSSL_cleanse(block.bytes.data(), block.bytes.size());
  return key;
}

Bytes wrap_key(const ContentKey& wrapping, const ContentKey& key) {
  const CipherContext context = begin(wrapping, 1);
  Bytes wrapped(wrapped_size);
  int size = 0;
  const bool fine = EVP_CipherUpdate(context.get(), output(wrapped), &size, input(key.reveal()),
                                     static_cast<int>(ContentKey::size)) == 1;
  require(fine && static_cast<std::size_t>(size) == wrapped_size, "wrapping in memory does not fail");
  return wrapped;
}

std::optional<ContentKey> unwrap_key(const ContentKey& wrapping, ByteView wrapped) {
  if (wrapped.size() != wrapped_size) return std::nullopt;  // of a key of another length
  const CipherContext context = begin(wrapping, 0);
  Wiped<wrapped_size> key;  // longer than the key: the library uses what is behind while it works
  int size = 0;
  const bool fine = EVP_CipherUpdate(context.get(), output(key.bytes()), &size, input(wrapped),
                                     static_cast<int>(wrapped.size())) == 1;
  ERR_clear_error();
  if (!fine || static_cast<std::size_t>(size) != ContentKey::size) return std::nullopt;
  return ContentKey::from(key.view().first(ContentKey::size));
}

}  // namespace lintas::crypto
