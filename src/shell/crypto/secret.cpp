#include "shell/crypto/secret.hpp"

#include <cstddef>
#include <openssl/crypto.h>
#include <span>
#include <string>
#include <utility>

namespace lintas::crypto {

void wipe(std::span<std::byte> bytes) noexcept { OPENSSL_cleanse(bytes.data(), bytes.size()); }

void wipe(std::string& text) noexcept {
  text.resize(text.capacity());  // so much it has, and nothing is reserved for it
  OPENSSL_cleanse(text.data(), text.size());
  text.clear();
}

SecretText& SecretText::operator=(SecretText&& other) noexcept {
  if (this == &other) return *this;
  wipe(text_);
  text_ = std::move(other.text_);
  wipe(other.text_);
  return *this;
}

}  // namespace lintas::crypto
