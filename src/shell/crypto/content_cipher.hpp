#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <tuple>

#include "base/bytes.hpp"
#include "shell/app/ports.hpp"

struct evp_cipher_ctx_st;

/// Parts of messages under AES-128-GCM, as XML Encryption 1.1 lays them out: twelve bytes of IV, the
/// ciphertext, sixteen bytes of tag; no further data is authenticated. In pieces, so that a part of any size
/// takes little memory, or whole.
namespace lintas::crypto {

/// Encrypts the parts of one message. Is overwritten when it goes; does not print.
class ContentKey {
 public:
  static constexpr std::size_t size = 16;

  [[nodiscard]] static ContentKey draw(app::Entropy& entropy);
  /// Nothing for another length. The bytes given are the caller's to overwrite.
  [[nodiscard]] static std::optional<ContentKey> from(ByteView bytes);

  ContentKey(const ContentKey&) = default;
  ContentKey& operator=(const ContentKey&) = default;
  ~ContentKey();

  [[nodiscard]] std::span<const std::byte, size> reveal() const noexcept { return bytes_; }

 private:
  ContentKey() = default;
  std::array<std::byte, size> bytes_{};
};

/// Never twice with one key: a second part under the same gives both away, and the key of the tag with them.
using ContentIv = std::array<std::byte, 12>;
[[nodiscard]] ContentIv draw_iv(app::Entropy& entropy);

inline constexpr std::size_t content_tag_size = 16;
/// By so much an encrypted part is longer than its content.
inline constexpr std::size_t content_overhead = std::tuple_size_v<ContentIv> + content_tag_size;
/// NIST SP 800-38D: one IV does for no more.
inline constexpr std::size_t content_bytes_max = (std::size_t{1} << 36U) - 32;

struct FreeCipherContext {
  void operator()(evp_cipher_ctx_st* context) const noexcept;
};

/// What `add` and `finish` append, one after another, is the encrypted part. For one part, of one thread at a
/// time. Precondition: no more than `content_bytes_max` in all.
class Encryptor {
 public:
  Encryptor(const ContentKey& key, const ContentIv& iv);

  void add(ByteView content, Bytes& out);
  /// Once, at the end.
  void finish(Bytes& out);

 private:
  void begin(Bytes& out);

  std::unique_ptr<evp_cipher_ctx_st, FreeCipherContext> context_;
  ContentIv iv_;
  bool begun_ = false;
};

/// Takes an encrypted part in pieces of any size. What `add` appends is not yet known to be what the sender
/// encrypted: nobody else may see it before `finish` has said so. For one part, of one thread at a time.
class Decryptor {
 public:
  explicit Decryptor(const ContentKey& key);

  void add(ByteView encrypted, Bytes& out);
  /// Once, at the end: whether the tag fits. False also for a part that was cut, or is too long.
  [[nodiscard]] bool finish();
  /// Of a part whose tag fits.
  [[nodiscard]] const ContentIv& iv() const noexcept { return iv_; }

 private:
  void take_iv(ByteView& encrypted);
  void decrypt(ByteView under, Bytes& out);

  std::unique_ptr<evp_cipher_ctx_st, FreeCipherContext> context_;
  ContentIv iv_{};
  std::size_t iv_size_ = 0;
  /// The last bytes so far: the tag, if nothing follows.
  std::array<std::byte, content_tag_size> held_{};
  std::size_t held_size_ = 0;
  std::size_t decrypted_ = 0;
  bool sound_ = true;
};

/// Whole parts. Safe from any thread.
[[nodiscard]] Bytes encrypt_content(const ContentKey& key, const ContentIv& iv, ByteView content);
/// Nothing where the tag does not fit.
[[nodiscard]] std::optional<Bytes> decrypt_content(const ContentKey& key, ByteView encrypted);

}  // namespace lintas::crypto
