#include "shell/crypto/signing.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <span>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "shell/app/ports.hpp"

namespace lintas::crypto {

namespace {

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};
struct FreeKey {
  void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

template <class Bytes>
auto* raw(Bytes& bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}
const unsigned char* raw(ByteView bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

}  // namespace

void SigningKey::Free::operator()(evp_pkey_st* key) const noexcept { EVP_PKEY_free(key); }

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
  std::size_t size = key.public_key_.size();
  const bool known = EVP_PKEY_get_raw_public_key(key.key_.get(), raw(key.public_key_), &size) == 1;
  require(known && size == key.public_key_.size(), "a private key has a public one");
  return key;
}

Signature SigningKey::sign(ByteView content) const {
  Signature signature{};
  std::size_t size = signature.size();
  const Context context{EVP_MD_CTX_new()};
  const bool done = EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1 &&
                    EVP_DigestSign(context.get(), raw(signature), &size, raw(content), content.size()) == 1;
  require(done && size == signature.size(), "signing in memory does not fail");
  return signature;
}

bool verify(const PublicKeyBytes& key, ByteView content, ByteView signature) {
  const std::unique_ptr<EVP_PKEY, FreeKey> loaded{
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw(ByteView{key}), key.size())};
  if (loaded == nullptr) return false;
  const Context context{EVP_MD_CTX_new()};
  return EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, loaded.get()) == 1 &&
         EVP_DigestVerify(context.get(), raw(signature), signature.size(), raw(content), content.size()) == 1;
}

}  // namespace lintas::crypto
