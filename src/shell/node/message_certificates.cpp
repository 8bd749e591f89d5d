#include "shell/node/message_certificates.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/exchange/identity.hpp"
#include "shell/as4/partner.hpp"
#include "shell/crypto/certificate_chain.hpp"
#include "shell/crypto/certificates.hpp"
#include "shell/crypto/message_certificate.hpp"
#include "shell/crypto/message_keys.hpp"
#include "shell/crypto/signing.hpp"
#include "wire/as4/suite.hpp"

namespace lintas::node {

namespace {

using crypto::CertificateUse;
using crypto::KeyKind;
using crypto::KeyPurpose;

std::string_view name_of(as4::Suite suite) { return suite == as4::Suite::rsa ? "1.x" : "2.0"; }
std::string_view name_of(KeyPurpose purpose) {
  return purpose == KeyPurpose::signing ? "signing" : "sealing";
}

std::expected<std::vector<crypto::Certificate>, std::string> authorities_of(
    const exchange::IdentityDocument& document) {
  std::vector<crypto::Certificate> out;
  for (const Bytes& der : document.authorities) {
    LINTAS_TRY(one, crypto::Certificate::from_der(der));
    out.push_back(std::move(one));
  }
  return out;
}

class Vouching {
 public:
  Vouching(std::vector<crypto::Certificate> authorities, as4::Suite suite, Instant now)
      : authorities_(std::move(authorities)), suite_(suite), now_(now) {}

  [[nodiscard]] std::expected<std::vector<as4::Certificate>, std::string> of(const std::vector<Bytes>& all,
                                                                             KeyPurpose purpose) const {
    std::vector<as4::Certificate> out;
    for (const Bytes& der : all) {
      LINTAS_TRY(one, crypto::MessageCertificate::from_der(der));
      const auto suite = suite_of(one);
      if (suite && *suite != suite_) continue;
      if (auto fine = check(one, purpose); !fine) return std::unexpected(std::move(fine.error().message));
      out.push_back(std::make_shared<const crypto::MessageCertificate>(std::move(one)));
    }
    if (out.empty()) {
      return std::unexpected(
          format("there is no certificate for {} in profile {}: choose another profile, or "
                 "ask for a document that has one",
                 name_of(purpose), name_of(suite_)));
    }
    return out;
  }

 private:
  [[nodiscard]] std::expected<void, crypto::CertificateFault> check(const crypto::MessageCertificate& one,
                                                                    KeyPurpose purpose) const {
    // Within its time, whose last second counts to the libraries as over.
    const Instant judged = std::clamp(now_, one.not_before(),
                                      std::max(one.not_before(), one.not_after() - std::chrono::seconds{1}));
    if (auto usable = check_usable(one, suite_, purpose, judged); !usable) return usable;
    if (one.issuer() == one.subject())
      return verify_chain(one, {.roots = {&one.certificate(), 1}}, purpose, judged);
    return verify_chain(one, {.roots = authorities_}, purpose, judged);
  }

  std::vector<crypto::Certificate> authorities_;
  as4::Suite suite_;
  Instant now_;
};

std::string common_name(const std::string& country) { return "NTA." + country; }

}  // namespace

std::optional<as4::Suite> suite_of(const crypto::MessageCertificate& certificate) {
  switch (certificate.key_kind()) {
    case KeyKind::rsa: return as4::Suite::rsa;
    case KeyKind::ed25519:
    case KeyKind::x25519: return as4::Suite::edwards;
    case KeyKind::other: return std::nullopt;
  }
  std::unreachable();
}

std::expected<MessageCertificates, std::string> certificates_in(const exchange::IdentityDocument& document,
                                                                as4::Suite suite, Instant now) {
  LINTAS_TRY(authorities, authorities_of(document));
  const Vouching vouching{std::move(authorities), suite, now};
  LINTAS_TRY(signing, vouching.of(document.signing, KeyPurpose::signing));
  LINTAS_TRY(sealing, vouching.of(document.sealing, KeyPurpose::sealing));
  return MessageCertificates{.signing = std::move(signing), .sealing = std::move(sealing)};
}

crypto::Certificate make_authority(const crypto::SigningKey& key, const std::string& country,
                                   Validity validity) {
  return crypto::self_signed(key.native(), {.common_name = common_name(country) + " messages",
                                            .country = country,
                                            .not_before = validity.from,
                                            .not_after = validity.until,
                                            .use = CertificateUse::authority});
}

NewCertificate make_message_certificate(as4::Suite suite, crypto::KeyPurpose purpose,
                                        const crypto::Certificate& authority, const crypto::SigningKey& key,
                                        const std::string& country, Validity validity) {
  struct Row {
    as4::Suite suite;
    KeyPurpose purpose;
    KeyKind kind;
    CertificateUse use;
  };
  static constexpr std::array rows{
      Row{as4::Suite::edwards, KeyPurpose::signing, KeyKind::ed25519, CertificateUse::signing},
      Row{as4::Suite::edwards, KeyPurpose::sealing, KeyKind::x25519, CertificateUse::agreement},
      Row{as4::Suite::rsa, KeyPurpose::signing, KeyKind::rsa, CertificateUse::signing},
      Row{as4::Suite::rsa, KeyPurpose::sealing, KeyKind::rsa, CertificateUse::encipherment}};
  const auto* const row = std::ranges::find_if(
      rows, [&](const Row& one) { return one.suite == suite && one.purpose == purpose; });
  require(row != rows.end(), "each use in a profile has its kind of key");
  const crypto::CertificateRequest request{.common_name = common_name(country),
                                           .country = country,
                                           .not_before = validity.from,
                                           .not_after = validity.until,
                                           .use = row->use};
  const auto own = crypto::MessageKey::generate(row->kind);
  const auto made = row->kind == KeyKind::rsa
                        ? crypto::self_signed(own.native(), request)
                        : crypto::signed_by(authority, key.native(), own.native(), request);
  return {.certificate = made.pem(), .key = own.secret_pem()};
}

}  // namespace lintas::node
