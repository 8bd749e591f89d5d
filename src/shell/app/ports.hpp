#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/exchange/partner.hpp"
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

/// Documents to and from the form they are stored in: content hash and compression.
class Packer {
 public:
  Packer() = default;
  Packer(const Packer&) = delete;
  Packer& operator=(const Packer&) = delete;
  virtual ~Packer() = default;
  [[nodiscard]] virtual workflow::Payload pack(workflow::PayloadKind kind, ByteView content) = 0;
  [[nodiscard]] virtual Bytes unpack(const workflow::Payload& payload) = 0;
};

/// Signs for this node.
class Signer {
 public:
  Signer() = default;
  Signer(const Signer&) = delete;
  Signer& operator=(const Signer&) = delete;
  virtual ~Signer() = default;
  [[nodiscard]] virtual Bytes sign(ByteView content) = 0;
};

/// Who has signed a head.
enum class HeadSignature : std::uint8_t {
  good,
  foreign,   ///< no key of its owner that is known
  replaced,  ///< a key of its owner that had been replaced by then
};

/// Knows the keys of the partners.
class Verifier {
 public:
  Verifier() = default;
  Verifier(const Verifier&) = delete;
  Verifier& operator=(const Verifier&) = delete;
  virtual ~Verifier() = default;
  /// `content`: of a head, signed at `at` as that says. A key that was replaced is good for what was signed
  /// before.
  [[nodiscard]] virtual HeadSignature verify(exchange::Partner partner, Instant at, ByteView content,
                                             ByteView signature) const = 0;
};

}  // namespace lintas::app
