#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "shell/app/ports.hpp"
#include "shell/crypto/content_cipher.hpp"
#include "shell/crypto/message_certificate.hpp"
#include "shell/crypto/signing.hpp"
#include "wire/as4/key_block.hpp"

struct evp_pkey_ctx_st;
struct evp_pkey_st;

/// What keys do to messages: sign and verify them, seal the key of their parts for a partner and open it. A
/// closed list, two suites; a key of any other kind is refused when it is loaded.
///
/// Those that need a private key are interfaces, so that a module that keeps keys in hardware can follow.
/// They are synchronous: threads of the pool call them, one message each, and have nothing else to do
/// meanwhile; a device that signs many at once is fed by as many threads. An implementation throws
/// std::runtime_error where its device does not answer; the one here never does. All are safe from any
/// thread: what is prepared once is only read, what changes is made for each call.
namespace lintas::crypto {

/// A private key of our own. Does not print.
class MessageKey {
 public:
  /// RSA of `rsa_bits_min`, Ed25519 or X25519. Precondition: not `other`.
  [[nodiscard]] static MessageKey generate(KeyKind kind);
  /// PKCS #8, or that of PKCS #1, without a password. The error is for the operator.
  [[nodiscard]] static std::expected<MessageKey, std::string> from_pem(const std::string& pem);

  /// All keys of the text, in its order; what stands around them is skipped. At least one.
  [[nodiscard]] static std::expected<std::vector<MessageKey>, std::string> all_from_pem(
      const std::string& pem);

  /// PKCS #8. Keep it where only the node reads.
  [[nodiscard]] std::string secret_pem() const;
  [[nodiscard]] KeyKind kind() const noexcept { return kind_; }
  /// Whether the certificate is of its public half.
  [[nodiscard]] bool belongs_to(const MessageCertificate& certificate) const noexcept;

  struct Free {
    void operator()(evp_pkey_st* key) const noexcept;
  };
  [[nodiscard]] evp_pkey_st& native() const noexcept { return *key_; }

 private:
  MessageKey(evp_pkey_st* key, KeyKind kind) : key_(key), kind_(kind) {}

  std::unique_ptr<evp_pkey_st, Free> key_;
  KeyKind kind_;
};

using as4::KeyAgreement;
using as4::KeyBlock;
using as4::KeyTransport;

class Signer {
 public:
  Signer() = default;
  Signer(const Signer&) = delete;
  Signer& operator=(const Signer&) = delete;
  virtual ~Signer() = default;

  [[nodiscard]] virtual Suite suite() const noexcept = 0;
  /// Over the content itself: RSA hashes it with SHA-256, Ed25519 takes all of it.
  [[nodiscard]] virtual Bytes sign(ByteView content) const = 0;
};

class KeyOpener {
 public:
  KeyOpener() = default;
  KeyOpener(const KeyOpener&) = delete;
  KeyOpener& operator=(const KeyOpener&) = delete;
  virtual ~KeyOpener() = default;

  [[nodiscard]] virtual Suite suite() const noexcept = 0;
  /// Nothing for a block of the other suite, for one that was not sealed for this key, and for a public key
  /// of small order. Ask after the signature of the message was found good: then no stranger learns from time
  /// or answers what a private key makes of bytes of his.
  [[nodiscard]] virtual std::optional<ContentKey> open(const KeyBlock& block) const = 0;
};

/// With a key in memory. The error, that this kind of key does not do so, is for the operator.
[[nodiscard]] std::expected<std::unique_ptr<Signer>, std::string> make_signer(const MessageKey& key);
[[nodiscard]] std::expected<std::unique_ptr<KeyOpener>, std::string> make_opener(const MessageKey& key);

/// Of the suite that the key of the certificate is for.
class Verifier {
 public:
  /// Refuses other kinds of keys, RSA below `rsa_bits_min`, and Ed25519 keys of small order, which anybody
  /// can sign for.
  [[nodiscard]] static std::expected<Verifier, std::string> of(const MessageCertificate& certificate);

  [[nodiscard]] Suite suite() const noexcept { return suite_; }
  /// False for anything that does not fit, also by its length.
  [[nodiscard]] bool verify(ByteView content, ByteView signature) const;

  struct Free {
    void operator()(evp_pkey_st* key) const noexcept;
    void operator()(evp_pkey_ctx_st* context) const noexcept;
  };

 private:
  Verifier(evp_pkey_st* key, Suite suite);

  std::unique_ptr<evp_pkey_st, Free> key_;
  std::unique_ptr<evp_pkey_ctx_st, Free> prepared_;  // of RSA alone
  Suite suite_;
  PublicKeyBytes point_{};  // of Ed25519 alone
};

class KeySealer {
 public:
  /// Refuses other kinds of keys, RSA below `rsa_bits_min`, and X25519 keys of small order.
  [[nodiscard]] static std::expected<KeySealer, std::string> of(const MessageCertificate& certificate);

  [[nodiscard]] Suite suite() const noexcept { return suite_; }
  /// Each time another block. RSA draws from the cryptographic library itself.
  [[nodiscard]] KeyBlock seal(const ContentKey& content_key, app::Entropy& entropy) const;

 private:
  KeySealer(evp_pkey_st* key, Suite suite);

  std::unique_ptr<evp_pkey_st, Verifier::Free> key_;
  std::unique_ptr<evp_pkey_ctx_st, Verifier::Free> prepared_;  // of RSA alone
  Suite suite_;
};

}  // namespace lintas::crypto
