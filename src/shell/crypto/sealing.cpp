#include "shell/crypto/sealing.hpp"

#include <cstddef>
#include <memory>
#include <openssl/evp.h>
#include <optional>

#include "base/bytes.hpp"
#include "base/require.hpp"

namespace lintas::crypto {

namespace {

struct Free {
  void operator()(EVP_CIPHER_CTX* context) const noexcept { EVP_CIPHER_CTX_free(context); }
  void operator()(EVP_CIPHER* cipher) const noexcept { EVP_CIPHER_free(cipher); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, Free>;

const EVP_CIPHER* algorithm() {
  static const std::unique_ptr<EVP_CIPHER, Free> fetched{EVP_CIPHER_fetch(nullptr, "AES-128-SIV", nullptr)};
  require(fetched != nullptr, "the cryptographic library has AES-SIV");
  return fetched.get();
}

const unsigned char* raw(ByteView bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }
unsigned char* raw(Bytes& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

Context begin(const SealingKey& key, bool sealing) {
  Context context{EVP_CIPHER_CTX_new()};
  const bool fine = context != nullptr && EVP_CipherInit_ex2(context.get(), algorithm(), raw(key), nullptr,
                                                             sealing ? 1 : 0, nullptr) == 1;
  require(fine, "a key of 32 bytes is taken");
  return context;
}

}  // namespace

Bytes seal(const SealingKey& key, ByteView content) {
  require(!content.empty(), "there is content to seal");
  const Context context = begin(key, true);
  Bytes under(content.size());
  Bytes tag(seal_size);
  int size = 0;
  const bool fine =
      EVP_EncryptUpdate(context.get(), raw(under), &size, raw(content), static_cast<int>(content.size())) ==
          1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, static_cast<int>(seal_size), tag.data()) == 1;
  require(fine && static_cast<std::size_t>(size) == content.size(), "sealing in memory does not fail");
  tag.insert(tag.end(), under.begin(), under.end());
  return tag;
}

std::optional<Bytes> open_sealed(const SealingKey& key, ByteView sealed) {
  if (sealed.size() <= seal_size) return std::nullopt;
  const Context context = begin(key, false);
  Bytes tag(sealed.begin(), sealed.begin() + seal_size);
  const ByteView under = sealed.subspan(seal_size);
  Bytes content(under.size());
  int size = 0;
  const bool ready =
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(seal_size), tag.data()) == 1;
  require(ready, "a tag of 16 bytes is taken");
  if (EVP_DecryptUpdate(context.get(), raw(content), &size, raw(under), static_cast<int>(under.size())) != 1)
    return std::nullopt;
  require(static_cast<std::size_t>(size) == content.size(), "opening changes no length");
  return content;
}

}  // namespace lintas::crypto
