#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "shell/crypto/certificates.hpp"
#include "wire/as4/suite.hpp"

/// Certificates of messages: a partner's, or our own, with everything that a message may name it by. They are
/// agreed on beforehand; a message only says which of them is meant and is never asked whom to trust.
namespace lintas::crypto {

using as4::Suite;

enum class KeyKind : std::uint8_t { rsa, ed25519, x25519, other };

/// Bits that a key of RSA has at least.
inline constexpr int rsa_bits_min = 2048;

/// What a key is for. Sealing: content keys are encrypted for its owner.
enum class KeyPurpose : std::uint8_t { signing, sealing };

/// Why a certificate is not used. The message is for the operator: what is wrong and what to do.
struct CertificateFault {
  enum class Reason : std::uint8_t {
    // Of the certificate itself.
    other_kind_of_key,
    key_too_small,
    wrong_usage,
    not_yet_valid,
    expired,
    revoked,
    // Of those who issued it.
    unknown_issuer,
    chain_too_long,
    issuer_not_valid_now,
    issuer_revoked,
    issuer_wrong_usage,
    // Of the lists of revoked certificates.
    no_revocation_list,
    revocation_list_unusable,
    // Anything else that a chain may fail by: a signature that does not fit, an algorithm that is too weak.
    unsound,
  };
  Reason reason;
  std::string message;
};

/// Everything is computed once, so that naming and recognising cost a message nothing. Safe from any thread.
class MessageCertificate {
 public:
  /// The first certificate of the text.
  [[nodiscard]] static std::expected<MessageCertificate, std::string> from_pem(const std::string& pem);
  /// Exactly one certificate.
  [[nodiscard]] static std::expected<MessageCertificate, std::string> from_der(ByteView der);

  /// How messages name it: by itself (a token holds `base64`), …
  [[nodiscard]] const Bytes& der() const noexcept { return der_; }
  [[nodiscard]] const std::string& base64() const noexcept { return base64_; }
  /// … by the octets of its extension (empty: it has none), …
  [[nodiscard]] const Bytes& subject_key_identifier() const noexcept { return subject_key_identifier_; }
  /// … by its issuer as RFC 2253 writes it and its number in decimal digits.
  [[nodiscard]] const std::string& issuer() const noexcept { return issuer_; }
  [[nodiscard]] const std::string& serial() const noexcept { return serial_; }
  /// Whether it is named by these. The issuer may be written otherwise (see is_name), the number may not.
  [[nodiscard]] bool is_named_by(std::string_view issuer, std::string_view serial) const;

  [[nodiscard]] const std::string& subject() const noexcept { return subject_; }
  /// SHA-256 over `der`.
  [[nodiscard]] const Hash256& fingerprint() const noexcept { return fingerprint_; }
  /// First and last instant it is valid.
  [[nodiscard]] Instant not_before() const noexcept { return not_before_; }
  [[nodiscard]] Instant not_after() const noexcept { return not_after_; }
  [[nodiscard]] bool valid_at(Instant now) const noexcept { return not_before_ <= now && now <= not_after_; }

  [[nodiscard]] KeyKind key_kind() const noexcept { return key_kind_; }
  [[nodiscard]] int key_bits() const noexcept { return key_bits_; }
  /// As its key usage says; one without that extension may do both. To sign, either of digitalSignature and
  /// contentCommitment will do: certificates for seals of an organisation often have the second alone.
  [[nodiscard]] bool may(KeyPurpose purpose) const noexcept;

  [[nodiscard]] const Certificate& certificate() const noexcept { return certificate_; }
  /// Null where `key_kind` is other.
  [[nodiscard]] evp_pkey_st* native_key() const noexcept { return key_; }

 private:
  explicit MessageCertificate(Certificate certificate);
  [[nodiscard]] static std::expected<MessageCertificate, std::string> from(Certificate certificate);

  Certificate certificate_;
  evp_pkey_st* key_ = nullptr;  // owned by the certificate
  Bytes der_;
  std::string base64_;
  Bytes subject_key_identifier_;
  std::string issuer_;
  std::string serial_;
  std::string subject_;
  Hash256 fingerprint_;
  Instant not_before_;
  Instant not_after_;
  KeyKind key_kind_ = KeyKind::other;
  int key_bits_ = 0;
  std::uint32_t usage_ = 0;
};

/// The 32 bytes of a key of Ed25519 or X25519. Precondition: it is one.
[[nodiscard]] std::array<std::byte, 32> public_key_of(const MessageCertificate& certificate);

/// Whether a partner of this suite can use it so, and now. Who issued it: certificate_chain.hpp.
[[nodiscard]] std::expected<void, CertificateFault> check_usable(const MessageCertificate& certificate,
                                                                 Suite suite, KeyPurpose purpose,
                                                                 Instant now);

/// Whether the key may be used so, whenever.
[[nodiscard]] std::expected<void, CertificateFault> check_usage(const MessageCertificate& certificate,
                                                                KeyPurpose purpose);

}  // namespace lintas::crypto
