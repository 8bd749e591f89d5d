#pragma once

#include <openssl/evp.h>
#include <span>

#include "base/bytes.hpp"
#include "base/require.hpp"

namespace lintas::test {

/// SHA-256 for tests of the core, which takes the function as a value.
inline Hash256 sha256(std::span<const ByteView> parts) {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  Hash256 hash;
  bool fine = EVP_DigestInit_ex(context, EVP_sha256(), nullptr) == 1;
  for (const ByteView part : parts) fine = fine && EVP_DigestUpdate(context, part.data(), part.size()) == 1;
  fine =
      fine && EVP_DigestFinal_ex(context, reinterpret_cast<unsigned char*>(hash.bytes.data()), nullptr) == 1;
  EVP_MD_CTX_free(context);
  require(fine, "SHA-256 is available");
  return hash;
}

}  // namespace lintas::test
