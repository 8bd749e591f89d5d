#pragma once

#include <memory>
#include <span>

#include "base/bytes.hpp"

struct evp_md_ctx_st;

namespace lintas::crypto {

/// SHA-256 over the parts, one after another; what the core takes as a Sha256. Safe from any thread.
[[nodiscard]] Hash256 sha256(std::span<const ByteView> parts);

/// SHA-256 of what comes in pieces. Of one thread at a time.
class Sha256Stream {
 public:
  Sha256Stream();
  void add(ByteView piece);
  /// Once, after the last piece.
  [[nodiscard]] Hash256 finish();

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const noexcept;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

/// HMAC-SHA-256 (RFC 2104) over the parts: for what only who has the key may be able to compute. Safe from
/// any thread.
[[nodiscard]] Hash256 hmac_sha256(ByteView key, std::span<const ByteView> parts);

/// HKDF with SHA-256 (RFC 5869), one block: a key for the use that `info` names, out of a secret. No salt
/// is one of zeros. Safe from any thread.
[[nodiscard]] Hash256 hkdf_sha256(ByteView secret, ByteView salt, ByteView info);

}  // namespace lintas::crypto
