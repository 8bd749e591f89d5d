#pragma once

#include <expected>

#include "base/bytes.hpp"
#include "wire/as4/errors.hpp"

namespace lintas::as4 {

/// Where octets go, piece by piece: into a digest, a cipher, a spool, or through a form into the next sink.
/// What is behind in a chain is given to its constructor and outlives it. After a refusal the chain is thrown
/// away, and what it gave on is worth nothing.
///
///     BytesSink whole{payload};
///     InflateSink inflated{whole, bytes_max};
///     for (each piece) if (auto taken = inflated.take(piece); !taken) return taken;
///     return inflated.close();
class Sink {
 public:
  virtual ~Sink() = default;
  /// The piece is looked at during the call only.
  [[nodiscard]] virtual std::expected<void, Refused> take(ByteView piece) = 0;
  /// Nothing more comes. Once, after the last piece.
  [[nodiscard]] virtual std::expected<void, Refused> close() = 0;
};

/// The end of a chain in memory. Whoever is before it bounds how much comes.
class BytesSink final : public Sink {
 public:
  explicit BytesSink(Bytes& out) : out_(out) {}
  [[nodiscard]] std::expected<void, Refused> take(ByteView piece) override {
    out_.insert(out_.end(), piece.begin(), piece.end());
    return {};
  }
  [[nodiscard]] std::expected<void, Refused> close() override { return {}; }

 private:
  Bytes& out_;
};

}  // namespace lintas::as4
