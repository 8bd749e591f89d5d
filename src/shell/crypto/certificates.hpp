#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"

struct evp_pkey_st;
struct x509_st;

/// X.509 certificates of version 3, and the keys of those for TLS: ECDSA P-256 with SHA-256. Those for TLS
/// are made here for tests and demonstrations: a real node brings certificates of its state; nothing here
/// checks who asks for one. What messages need of a certificate: message_certificate.hpp.
namespace lintas::crypto {

/// A private key on P-256. Does not print.
class TlsKey {
 public:
  [[nodiscard]] static TlsKey generate();
  /// PKCS #8 or SEC 1 without a password; nothing for any other text or kind of key.
  [[nodiscard]] static std::expected<TlsKey, std::string> from_pem(const std::string& pem);

  /// PKCS #8. Keep it where only the node reads.
  [[nodiscard]] std::string secret_pem() const;

  struct Free {
    void operator()(evp_pkey_st* key) const noexcept;
  };
  [[nodiscard]] evp_pkey_st& native() const noexcept { return *key_; }

 private:
  explicit TlsKey(evp_pkey_st* key) : key_(key) {}
  std::unique_ptr<evp_pkey_st, Free> key_;
};

class Certificate {
 public:
  /// The first certificate of the text.
  [[nodiscard]] static std::expected<Certificate, std::string> from_pem(const std::string& pem);
  /// All certificates of the text, in its order; what stands around them is skipped. At least one.
  [[nodiscard]] static std::expected<std::vector<Certificate>, std::string> all_from_pem(
      const std::string& pem);
  /// One certificate in its DER form, and nothing behind it.
  [[nodiscard]] static std::expected<Certificate, std::string> from_der(ByteView der);

  [[nodiscard]] std::string pem() const;
  [[nodiscard]] Bytes der() const;
  /// SHA-256 over its DER form: how a partner is named in the configuration.
  [[nodiscard]] Hash256 fingerprint() const;
  /// As RFC 2253 writes it.
  [[nodiscard]] std::string subject() const;
  [[nodiscard]] std::string issuer() const;
  /// First and last instant it is valid.
  [[nodiscard]] Instant not_before() const;
  [[nodiscard]] Instant not_after() const;

  struct Free {
    void operator()(x509_st* certificate) const noexcept;
  };
  [[nodiscard]] x509_st& native() const noexcept { return *certificate_; }
  explicit Certificate(x509_st* certificate) : certificate_(certificate) {}

 private:
  std::unique_ptr<x509_st, Free> certificate_;
};

/// What a certificate that is made here may be used for.
enum class CertificateUse : std::uint8_t {
  /// Servers and clients.
  tls,
  /// Signs other certificates, and lists of revoked ones.
  authority,
  /// Signs messages.
  signing,
  /// Keys of messages are encrypted for it (RSA).
  encipherment,
  signing_and_encipherment,
  /// Keys of messages are agreed on with it (X25519).
  agreement,
};

struct CertificateRequest {
  std::string common_name;
  /// Two letters; empty for none.
  std::string country{};
  /// Names and addresses that a server with it may be reached by.
  std::vector<std::string> hosts{};
  Instant not_before;
  Instant not_after;
  CertificateUse use = CertificateUse::tls;
};

/// Signed by its own key.
[[nodiscard]] Certificate self_signed(const TlsKey& key, const CertificateRequest& request);
/// The same for any key that can sign, in its native form: with SHA-256, Ed25519 as it does by itself.
[[nodiscard]] Certificate self_signed(evp_pkey_st& key, const CertificateRequest& request);

/// For the public half of `key`, signed by an authority.
[[nodiscard]] Certificate signed_by(const Certificate& issuer, const TlsKey& issuer_key, const TlsKey& key,
                                    const CertificateRequest& request);

/// For the public half of a key of any kind, also of one that cannot sign, as X25519; `key` is its native
/// form.
[[nodiscard]] Certificate signed_by(const Certificate& issuer, const TlsKey& issuer_key, evp_pkey_st& key,
                                    const CertificateRequest& request);
/// By an authority whose key is of any kind that can sign.
[[nodiscard]] Certificate signed_by(const Certificate& issuer, evp_pkey_st& issuer_key, evp_pkey_st& key,
                                    const CertificateRequest& request);

}  // namespace lintas::crypto
