#pragma once

#include <cstddef>
#include <span>

#include "base/bytes.hpp"
#include "core/workflow/records.hpp"

/// What the executor needs of the world beside the store. Small on purpose: each has one real implementation
/// and one of the simulator.
namespace lintas::app {

/// Random bytes: salts of audit leaves. Cryptographic in the node, seeded in the simulator.
class Entropy {
 public:
  Entropy() = default;
  Entropy(const Entropy&) = delete;
  Entropy& operator=(const Entropy&) = delete;
  virtual ~Entropy() = default;
  virtual void fill(std::span<std::byte> out) = 0;
};

/// Makes a document ready to be stored: content hash and compression.
class Packer {
 public:
  Packer() = default;
  Packer(const Packer&) = delete;
  Packer& operator=(const Packer&) = delete;
  virtual ~Packer() = default;
  [[nodiscard]] virtual workflow::Payload pack(workflow::PayloadKind kind, ByteView content) = 0;
};

}  // namespace lintas::app
