#pragma once

#include <cstdint>
#include <span>

#include "base/bytes.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/ports.hpp"
#include "tests/support/random.hpp"
#include "tests/support/sha256.hpp"

namespace lintas::test {

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
  [[nodiscard]] Bytes unpack(const workflow::Payload& payload) override { return payload.bytes; }
};

}  // namespace lintas::test
