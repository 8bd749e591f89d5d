#include "shell/crypto/entropy.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <span>

#include "base/require.hpp"

namespace lintas::crypto {

namespace {

void draw(std::span<std::byte> out) {
  const bool filled =
      RAND_bytes_ex(nullptr, reinterpret_cast<unsigned char*>(out.data()), out.size(), 0) == 1;
  require(filled, "the system gives random bytes");
}

/// Random bytes drawn ahead: a draw costs as much for sixteen bytes as for a kilobyte, and each event takes
/// sixteen. What was given away is wiped.
class Drawn {
 public:
  Drawn() = default;
  Drawn(const Drawn&) = delete;
  Drawn& operator=(const Drawn&) = delete;
  ~Drawn() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

  /// Precondition: out is not longer than `longest`.
  void take(std::span<std::byte> out) {
    if (left_ < out.size()) {
      draw(bytes_);
      left_ = bytes_.size();
    }
    const auto taken = std::span{bytes_}.subspan(bytes_.size() - left_, out.size());
    std::ranges::copy(taken, out.begin());
    OPENSSL_cleanse(taken.data(), taken.size());
    left_ -= taken.size();
  }

  static constexpr std::size_t longest = 64;

 private:
  std::array<std::byte, 1024> bytes_{};
  std::size_t left_ = 0;
};

}  // namespace

void SystemEntropy::fill(std::span<std::byte> out) {
  if (out.size() > Drawn::longest) return draw(out);
  thread_local Drawn drawn;
  drawn.take(out);
}

}  // namespace lintas::crypto
