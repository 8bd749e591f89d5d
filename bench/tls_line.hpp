#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace lintas::bench {

/// Bytes over one TLS 1.3 connection of this machine, with the cipher that our nodes agree on and OpenSSL
/// alone: no HTTP, nothing is looked at. What anybody pays who sends them encrypted.
class TlsLine {
 public:
  TlsLine();
  ~TlsLine();
  TlsLine(const TlsLine&) = delete;
  TlsLine& operator=(const TlsLine&) = delete;

  /// So many times contents of all these sizes, each answered with a short one. Client and server are a
  /// thread each; the client sends a few ahead, as several connections would.
  void exchange(std::span<const std::size_t> sizes, std::size_t times);
  /// So many times so many bytes, each sent after the answer to the one before: how long each took.
  [[nodiscard]] std::vector<std::chrono::microseconds> wait_for(std::size_t bytes, std::size_t times);

 private:
  struct Ends;
  std::unique_ptr<Ends> ends_;
};

}  // namespace lintas::bench
