#pragma once

#include <cstdint>
#include <span>

#include "base/bytes.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/ports.hpp"
#include "tests/support/sha256.hpp"

namespace lintas::test {

/// A small generator whose whole run is its seed (splitmix64). Not for secrets.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
  }
  /// 0 … bound - 1.
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }
  bool chance(unsigned percent) { return below(100) < percent; }

 private:
  std::uint64_t state_;
};

/// The world of one simulated node, beside its store.
class SeededEntropy final : public app::Entropy {
 public:
  explicit SeededEntropy(std::uint64_t seed) : random_(seed) {}
  void fill(std::span<std::byte> out) override {
    for (std::byte& b : out) b = static_cast<std::byte>(random_.next());
  }

 private:
  Random random_;
};

/// Keeps documents as they are: what the compression does is not the simulator's question.
class PlainPacker final : public app::Packer {
 public:
  [[nodiscard]] workflow::Payload pack(workflow::PayloadKind kind, ByteView content) override {
    const ByteView parts[] = {content};
    return {.kind = kind, .dictionary = 0, .hash = sha256(parts), .bytes = copy_of(content)};
  }
};

}  // namespace lintas::test
