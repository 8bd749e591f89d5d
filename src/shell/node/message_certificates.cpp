#include "shell/node/message_certificates.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/hex.hpp"
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
#include "shell/node/config.hpp"
#include "wire/as4/suite.hpp"

namespace lintas::node {

namespace {

using crypto::CertificateUse;
using crypto::KeyKind;
using crypto::KeyPurpose;
using Reason = crypto::CertificateFault::Reason;

std::string_view name_of(as4::Suite suite) { return suite == as4::Suite::rsa ? "1.x" : "2.0"; }

/// Why a certificate counts no more, for people: it is found again by its fingerprint.
std::string why_revoked(const crypto::MessageCertificate& one, std::string_view reason) {
  return format("{} (SHA-256 {}): {}", one.subject(), to_hex(one.fingerprint().bytes), reason);
}

class Vouching {
 public:
  Vouching(as4::Suite suite, Instant now, const Revocations& revocations)
      : suite_(suite), now_(now), revocations_(revocations) {}

  [[nodiscard]] std::expected<void, std::string> believe(const exchange::IdentityDocument& document) {
    LINTAS_TRY(revoked, revoked_authorities_of(document, revocations_.by_operator));
    for (const Bytes& der : document.authorities) {
      LINTAS_TRY(authority, crypto::Certificate::from_der(der));
      if (!is_among(revoked, authority.fingerprint())) authorities_.push_back(std::move(authority));
    }
    revoked_authorities_ = std::move(revoked);
    put_roots_first();
    return {};
  }
  /// Those that count; the others go to `revoked`.
  [[nodiscard]] std::expected<std::vector<as4::Certificate>, std::string> of(
      const std::vector<Bytes>& all, KeyPurpose purpose,
      std::vector<as4::RevokedCertificate>& revoked) const {
    std::vector<as4::Certificate> out;
    const std::size_t revoked_before = revoked.size();
    std::string unasked;
    for (const Bytes& der : all) {
      LINTAS_TRY(one, crypto::MessageCertificate::from_der(der));
      const auto suite = suite_of(one);
      if (suite && *suite != suite_) continue;
      const auto fine = check(one, purpose);
      const auto why = revocation_of(one, fine);
      if (!why && !fine) {
        if (!is_unasked(one, fine.error())) return std::unexpected(fine.error().message);
        unasked = fine.error().message;
        continue;
      }
      auto kept = std::make_shared<const crypto::MessageCertificate>(std::move(one));
      if (why) {
        revoked.push_back({.certificate = std::move(kept), .purpose = purpose, .why = *why});
      } else {
        out.push_back(std::move(kept));
      }
    }
    if (out.empty() && revoked.size() == revoked_before) {
      if (!unasked.empty()) return std::unexpected(unasked);
      return std::unexpected(
          format("there is no certificate for {} in profile {}: choose another profile, or "
                 "ask for a document that has one",
                 word_for(purpose), name_of(suite_)));
    }
    return out;
  }

 private:
  using Checked = std::expected<void, crypto::CertificateFault>;

  /// Of the authorities those that no other one of them issued. A chain ends at the first certificate that is
  /// trusted: with those between trusted, too, nobody would look at what the list of a root says about them.
  /// One that is not valid now leads nowhere: those below it are as if it were not there.
  void put_roots_first() {
    const auto counts = [&](const crypto::Certificate& one) {
      return one.not_before() <= now_ && now_ <= one.not_after();
    };
    const auto is_below_another = [&](const crypto::Certificate& one) {
      return !is_issued_by(one, one) &&
             std::ranges::any_of(authorities_, [&](const crypto::Certificate& other) {
               return &other != &one && counts(other) && is_issued_by(one, other);
             });
    };
    std::vector<Hash256> below;
    for (const crypto::Certificate& one : authorities_)
      if (is_below_another(one)) below.push_back(one.fingerprint());
    const auto rest = std::ranges::stable_partition(authorities_, [&](const crypto::Certificate& one) {
      return std::ranges::find(below, one.fingerprint()) == below.end();
    });
    roots_ = authorities_.size() - rest.size();
    if (roots_ == 0) roots_ = authorities_.size();  // each was issued by another: no end is better than those
  }
  [[nodiscard]] std::span<const crypto::Certificate> roots() const {
    return std::span{authorities_}.first(roots_);
  }
  [[nodiscard]] std::span<const crypto::Certificate> between() const {
    return std::span{authorities_}.subspan(roots_);
  }

  [[nodiscard]] Checked check(const crypto::MessageCertificate& one, KeyPurpose purpose) const {
    // Within its time, whose last second counts to the libraries as over.
    const Instant judged = std::clamp(now_, one.not_before(),
                                      std::max(one.not_before(), one.not_after() - std::chrono::seconds{1}));
    if (auto usable = check_usable(one, suite_, purpose, judged); !usable) return usable;
    if (is_signed_by_itself(one.certificate()) || revocations_.each_by_itself)
      return verify_chain(one, {.roots = {&one.certificate(), 1}}, purpose, judged);
    auto issued = verify_chain(one, {.roots = authorities_}, purpose, judged);
    // A list speaks of now. Nobody believes what has ended, so it is not asked about that.
    const bool is_to_come = now_ < one.not_before();
    if (!issued || revocations_.by_authorities.empty() || (!is_to_come && !one.valid_at(now_))) return issued;
    const crypto::Issuers asked{
        .roots = roots(), .intermediates = between(), .lists = revocations_.by_authorities};
    return is_to_come ? verify_chain_to_come(one, asked, purpose, now_)
                      : verify_chain(one, asked, purpose, judged);
  }
  [[nodiscard]] bool is_unasked(const crypto::MessageCertificate& one,
                                const crypto::CertificateFault& fault) const {
    return now_ < one.not_before() &&
           (fault.reason == Reason::no_revocation_list || fault.reason == Reason::revocation_list_unusable);
  }

  [[nodiscard]] std::optional<std::string> revocation_of(const crypto::MessageCertificate& one,
                                                         const Checked& checked) const {
    if (const auto* entry = find_revoked(revocations_.by_operator, one.fingerprint()))
      return why_revoked(one, format("by [[revoked]]: {}", entry->reason));
    if (checked) return std::nullopt;
    switch (checked.error().reason) {
      case Reason::revoked:
      case Reason::issuer_revoked: return why_revoked(one, checked.error().message);
      case Reason::unknown_issuer: break;
      case Reason::other_kind_of_key:
      case Reason::key_too_small:
      case Reason::wrong_usage:
      case Reason::not_yet_valid:
      case Reason::expired:
      case Reason::chain_too_long:
      case Reason::issuer_not_valid_now:
      case Reason::issuer_wrong_usage:
      case Reason::no_revocation_list:
      case Reason::revocation_list_unusable:
      case Reason::unsound: return std::nullopt;
    }
    const auto issuer = std::ranges::find_if(revoked_authorities_, [&](const RevokedAuthority& authority) {
      return is_issued_by(one.certificate(), authority.certificate);
    });
    if (issuer == revoked_authorities_.end()) return std::nullopt;
    return why_revoked(one, format("its issuer, by [[revoked]]: {}", issuer->entry->reason));
  }

  as4::Suite suite_;
  Instant now_;
  Revocations revocations_;
  std::vector<crypto::Certificate> authorities_;  ///< the roots among them first
  std::size_t roots_ = 0;
  std::vector<RevokedAuthority> revoked_authorities_;
};

std::string common_name(const std::string& country) { return "NTA." + country; }

}  // namespace

std::string_view word_for(KeyPurpose purpose) {
  return purpose == KeyPurpose::signing ? "signing" : "sealing";
}

std::expected<std::vector<crypto::Certificate>, std::string> certificates_of(const std::string& path) {
  if (path.empty()) return std::vector<crypto::Certificate>{};
  LINTAS_TRY(text, read_file(path, Secrecy::open));
  auto all = crypto::Certificate::all_from_pem(text);
  if (!all) return std::unexpected(format("{}: {}", path, all.error()));
  return all;
}

std::expected<std::vector<Bytes>, std::string> ders_of(const std::string& path) {
  LINTAS_TRY(all, certificates_of(path));
  std::vector<Bytes> out;
  out.reserve(all.size());
  for (const crypto::Certificate& one : all) out.push_back(one.der());
  return out;
}

std::expected<std::vector<RevokedAuthority>, std::string> revoked_authorities_of(
    const exchange::IdentityDocument& document, std::span<const RevokedConfig> revoked) {
  std::vector<crypto::Certificate> others;
  std::vector<RevokedAuthority> out;
  for (const auto* ders : {&document.authorities, &document.tls_authorities}) {
    for (const Bytes& der : *ders) {
      LINTAS_TRY(one, crypto::Certificate::from_der(der));
      if (const auto* const entry = find_revoked(revoked, one.fingerprint())) {
        out.push_back({.certificate = std::move(one), .entry = entry});
      } else {
        others.push_back(std::move(one));
      }
    }
  }
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto below = std::ranges::stable_partition(
        others, [&](const crypto::Certificate& one) { return !is_issued_by(one, out[i].certificate); });
    for (crypto::Certificate& one : below)
      out.push_back({.certificate = std::move(one), .entry = out[i].entry});
    others.erase(below.begin(), below.end());
  }
  return out;
}

bool is_among(std::span<const RevokedAuthority> revoked, const Hash256& fingerprint) {
  return std::ranges::any_of(
      revoked, [&](const RevokedAuthority& one) { return one.certificate.fingerprint() == fingerprint; });
}

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
                                                                as4::Suite suite, Instant now,
                                                                const Revocations& revocations) {
  Vouching vouching{suite, now, revocations};
  if (auto believed = vouching.believe(document); !believed)
    return std::unexpected(std::move(believed.error()));
  MessageCertificates out;
  LINTAS_TRY(signing, vouching.of(document.signing, KeyPurpose::signing, out.revoked));
  LINTAS_TRY(sealing, vouching.of(document.sealing, KeyPurpose::sealing, out.revoked));
  out.signing = std::move(signing);
  out.sealing = std::move(sealing);
  return out;
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
