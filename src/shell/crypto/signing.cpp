#include "shell/crypto/signing.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <sodium/core.h>
#include <sodium/crypto_sign.h>
#include <sodium/utils.h>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "shell/app/ports.hpp"

namespace lintas::crypto {

namespace {

template <class Bytes>
auto* raw(Bytes& bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}
const unsigned char* raw(ByteView bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

void start_library() {
  static const bool started = sodium_init() >= 0;
  require(started, "libsodium starts on any machine");
}

}  // namespace

void SigningKey::Free::operator()(evp_pkey_st* key) const noexcept { EVP_PKEY_free(key); }
void SigningKey::Wipe::operator()(Secret* secret) const noexcept {
  sodium_memzero(secret->data(), secret->size());
  delete secret;  // NOLINT(cppcoreguidelines-owning-memory): this is its owner
}

SigningKey SigningKey::generate(app::Entropy& entropy) {
  std::array<std::byte, 32> seed{};
  entropy.fill(seed);
  SigningKey key = from_seed(seed);
  OPENSSL_cleanse(seed.data(), seed.size());
  return key;
}

SigningKey SigningKey::from_seed(const std::array<std::byte, 32>& seed) {
  SigningKey key;
  key.key_.reset(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, raw(ByteView{seed}), seed.size()));
  require(key.key_ != nullptr, "any 32 bytes are a seed");
  start_library();
  key.secret_.reset(new Secret{});
  crypto_sign_seed_keypair(raw(key.public_key_), raw(*key.secret_), raw(ByteView{seed}));
  return key;
}

Signature SigningKey::sign(ByteView content) const {
  Signature signature{};
  crypto_sign_detached(raw(signature), nullptr, raw(content), content.size(), raw(ByteView{*secret_}));
  return signature;
}

bool verify(const PublicKeyBytes& key, ByteView content, ByteView signature) {
  start_library();
  return signature.size() == crypto_sign_BYTES &&
         crypto_sign_verify_detached(raw(signature), raw(content), content.size(), raw(ByteView{key})) == 0;
}

}  // namespace lintas::crypto
