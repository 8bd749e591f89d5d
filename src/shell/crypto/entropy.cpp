#include "shell/crypto/entropy.hpp"

#include <cstddef>
#include <openssl/rand.h>
#include <span>

#include "base/require.hpp"

namespace lintas::crypto {

void SystemEntropy::fill(std::span<std::byte> out) {
  const bool filled =
      RAND_bytes_ex(nullptr, reinterpret_cast<unsigned char*>(out.data()), out.size(), 0) == 1;
  require(filled, "the system gives random bytes");
}

}  // namespace lintas::crypto
