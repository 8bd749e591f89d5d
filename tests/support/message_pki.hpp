#pragma once

#include <chrono>
#include <fstream>
#include <iterator>
#include <string>

#include "base/require.hpp"
#include "base/time.hpp"
#include "shell/crypto/certificates.hpp"
#include "shell/crypto/message_certificate.hpp"
#include "shell/crypto/message_keys.hpp"

/// A small authority for certificates of messages, and the keys of tests/as4/recorded/keys. November 2026.
namespace lintas::test {

inline const Instant noon = parse_instant("2026-11-28T12:00:00Z").value();

[[nodiscard]] inline std::string key_file(const std::string& name) {
  std::ifstream in{std::string{LINTAS_ROOT} + "/tests/as4/recorded/keys/" + name, std::ios::binary};
  require(in.good(), "a file of tests/as4/recorded/keys is there");
  return {std::istreambuf_iterator<char>{in}, {}};
}

[[nodiscard]] inline crypto::MessageCertificate certificate_file(const std::string& name) {
  return crypto::MessageCertificate::from_pem(key_file(name)).value();
}

/// One of RSA that need not be made first: that of `b`.
[[nodiscard]] inline crypto::MessageKey rsa_key() {
  return crypto::MessageKey::from_pem(key_file("b-rsa.key")).value();
}

/// Valid for a day before and after noon, unless said otherwise.
struct Validity {
  std::chrono::hours from{-24};
  std::chrono::hours until{24};
};
inline constexpr Validity expired{.from = std::chrono::hours{-48}, .until = std::chrono::hours{-1}};
inline constexpr Validity not_yet_valid{.from = std::chrono::hours{1}, .until = std::chrono::hours{48}};

[[nodiscard]] inline crypto::CertificateRequest request_of(const std::string& name,
                                                           crypto::CertificateUse use,
                                                           Validity validity = {}) {
  return {.common_name = name,
          .country = "XX",
          .not_before = noon + validity.from,
          .not_after = noon + validity.until,
          .use = use};
}

class Authority {
 public:
  explicit Authority(const std::string& name, Validity validity = {})
      : certificate_(
            crypto::self_signed(key_, request_of(name, crypto::CertificateUse::authority, validity))) {}
  /// Below another one. With another use than authority it may not do what it does.
  Authority(const Authority& above, const std::string& name, Validity validity = {},
            crypto::CertificateUse use = crypto::CertificateUse::authority)
      : certificate_(
            crypto::signed_by(above.certificate_, above.key_, key_, request_of(name, use, validity))) {}

  [[nodiscard]] crypto::MessageCertificate issue(evp_pkey_st& key, const std::string& name,
                                                 crypto::CertificateUse use, Validity validity = {}) const {
    const auto made = crypto::signed_by(certificate_, key_, key, request_of(name, use, validity));
    return crypto::MessageCertificate::from_der(made.der()).value();
  }
  [[nodiscard]] crypto::MessageCertificate issue(const crypto::MessageKey& key, const std::string& name,
                                                 crypto::CertificateUse use, Validity validity = {}) const {
    return issue(key.native(), name, use, validity);
  }

  [[nodiscard]] const crypto::Certificate& certificate() const { return certificate_; }
  [[nodiscard]] const crypto::TlsKey& key() const { return key_; }

 private:
  crypto::TlsKey key_ = crypto::TlsKey::generate();
  crypto::Certificate certificate_;
};

}  // namespace lintas::test
