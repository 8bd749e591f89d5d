#include "shell/node/own_identity.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <expected>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/code/cose.hpp"
#include "core/exchange/identity.hpp"
#include "shell/app/mail.hpp"
#include "shell/as4/partner.hpp"
#include "shell/crypto/certificate_chain.hpp"
#include "shell/crypto/certificates.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/message_certificate.hpp"
#include "shell/crypto/message_keys.hpp"
#include "shell/crypto/seed_file.hpp"
#include "shell/crypto/signing.hpp"
#include "shell/gateway/names.hpp"
#include "shell/node/agreements.hpp"
#include "shell/node/config.hpp"
#include "shell/node/former_documents.hpp"
#include "shell/node/message_certificates.hpp"
#include "shell/node/own_files.hpp"
#include "shell/node/secrets.hpp"
#include "wire/as4/suite.hpp"

namespace lintas::node {

namespace {

/// Counted by the clock: a node that comes back from a backup does not give a number twice, which partners
/// would refuse.
std::uint32_t number_at(Instant now) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  return static_cast<std::uint32_t>(
      std::clamp<std::int64_t>(seconds, 1, std::numeric_limits<std::int32_t>::max()));
}

std::unexpected<std::string> wrong(const std::string& path, std::string_view what) {
  return std::unexpected(format("{}: {}", path, what));
}

/// `make` of a key: what it does to messages.
template <class Entry, class Make>
std::expected<std::vector<Entry>, std::string> paired(const std::string& certificates_file,
                                                      const std::string& keys_file, Make make) {
  LINTAS_TRY(ders, ders_of(certificates_file));
  LINTAS_TRY(text, read_secret_file(keys_file));
  auto keys = crypto::MessageKey::all_from_pem(text.reveal());
  if (!keys) return wrong(keys_file, keys.error());
  std::vector<Entry> out;
  for (const Bytes& der : ders) {
    auto certificate = crypto::MessageCertificate::from_der(der);
    if (!certificate) return wrong(certificates_file, certificate.error());
    const auto key = std::ranges::find_if(
        *keys, [&](const crypto::MessageKey& one) { return one.belongs_to(*certificate); });
    if (key == keys->end()) {
      return wrong(certificates_file, format("the key of the certificate of {} is not in {}",
                                             certificate->subject(), keys_file));
    }
    auto does = make(*key);
    if (!does) return wrong(keys_file, does.error());
    out.push_back({.certificate = std::make_shared<const crypto::MessageCertificate>(*std::move(certificate)),
                   .key = *std::move(does)});
  }
  return out;
}

exchange::Capabilities capabilities() {
  exchange::Capabilities out{.profiles = {exchange::Profile::v1, exchange::Profile::v2},
                             .messages = {},
                             .payload_bytes_max = limits::message_bytes_max};
  std::vector<std::string> types = app::message_types();
  types.emplace_back(gateway::names::bundle_action);
  for (std::string& type : types)
    out.messages.push_back({.type = std::move(type), .versions = {gateway::names::message_version}});
  return out;
}

/// Without those that have ended where another one of the use lasts longer.
std::expected<std::vector<Bytes>, std::string> useful_ders_of(const std::string& path, Instant now) {
  LINTAS_TRY(all, certificates_of(path));
  const auto lasts_longer = [](const crypto::MessageCertificate& one) {
    return [&](const crypto::Certificate& other) {
      const auto second = crypto::MessageCertificate::from_der(other.der());
      return second && suite_of(*second) == suite_of(one) && second->not_after() > one.not_after();
    };
  };
  std::vector<Bytes> out;
  for (const crypto::Certificate& certificate : all) {
    const auto one = crypto::MessageCertificate::from_der(certificate.der());
    if (!one) return wrong(path, one.error());
    if (now <= one->not_after() || !std::ranges::any_of(all, lasts_longer(*one))) out.push_back(one->der());
  }
  return out;
}

/// What the document has to say now, under that number and from then on.
std::expected<exchange::IdentityDocument, std::string> wanted(const Config& config, const Bytes& delegation,
                                                              std::uint32_t number, Instant issued,
                                                              Instant now) {
  const ExchangeConfig& files = config.exchange;
  auto read = exchange::read_delegation(delegation, crypto::sha256, crypto::verify);
  if (!read) return wrong(files.identity_file, told(read.error()));
  LINTAS_TRY(head_key, crypto::read_signing_key(config.signing_key_file));
  LINTAS_TRY(shown, certificates_of(config.partners_listen.certificate_file));
  LINTAS_TRY(tls_authorities, ders_of(files.tls_authorities_file));
  LINTAS_TRY(authorities, ders_of(files.authorities_file));
  LINTAS_TRY(signing, useful_ders_of(files.signing_certificates_file, now));
  LINTAS_TRY(sealing, useful_ders_of(files.sealing_certificates_file, now));
  std::vector<Hash256> tls_certificates;
  if (tls_authorities.empty() && !shown.empty()) tls_certificates.push_back(shown.front().fingerprint());
  return exchange::IdentityDocument{.delegation = delegation,
                                    .number = number,
                                    .issued = issued,
                                    .until = read->until,
                                    .url = files.url,
                                    .head_key = {head_key.public_key()},
                                    .tls_certificates = std::move(tls_certificates),
                                    .tls_authorities = std::move(tls_authorities),
                                    .authorities = std::move(authorities),
                                    .signing = std::move(signing),
                                    .sealing = std::move(sealing),
                                    .capabilities = capabilities()};
}

/// Read back as a partner reads it, so that nothing leaves that none would take.
std::expected<Bytes, std::string> signed_for_partners(const Config& config,
                                                      const exchange::IdentityDocument& document,
                                                      Instant now) {
  LINTAS_TRY(key, crypto::read_signing_key(config.exchange.key_file));
  Bytes bytes = exchange::sign_identity(document, {key.public_key()}, crypto::sha256,
                                        [&](ByteView content) { return key.sign(content); });
  const auto read = exchange::read_identity(bytes, crypto::sha256, crypto::verify);
  if (!read) return wrong(config.exchange.identity_file, told(read.error()));
  for (const as4::Suite suite : {as4::Suite::rsa, as4::Suite::edwards}) {
    if (auto fine = certificates_in(document, suite, now); !fine)
      return std::unexpected(format("[exchange]: {}", fine.error()));
  }
  return bytes;
}

/// Whether the certificate is of this key.
bool is_made_with(const crypto::Certificate& certificate, const crypto::SigningKey& key) {
  const auto one = crypto::MessageCertificate::from_der(certificate.der());
  return one && one->key_kind() == crypto::KeyKind::ed25519 &&
         crypto::public_key_of(*one) == key.public_key();
}

struct Renewing {
  const crypto::Certificate& authority;
  const crypto::SigningKey& key;
  const std::string& country;
  Instant now;

  FileSet& set;

  /// Of one use: whether there was something to renew.
  [[nodiscard]] std::expected<bool, std::string> beside(crypto::KeyPurpose purpose,
                                                        const std::string& certificates_file,
                                                        const std::string& keys_file) const {
    LINTAS_TRY(all, certificates_of(certificates_file));
    NewCertificate made;
    for (const as4::Suite suite : {as4::Suite::edwards, as4::Suite::rsa}) {
      const auto last = last_of(all, suite);
      if (!last || !is_own(*last, suite) || last->not_after() > now + renewed_before) continue;
      const Instant from = std::clamp(now + announced_before, now, std::max(now, last->not_after()));
      const Instant until = std::min(from + message_certificate_life, authority.not_after());
      if (until <= last->not_after()) continue;  // the authority ends as soon: the root has to help
      const NewCertificate one =
          make_message_certificate(suite, purpose, authority, key, country, {.from = from, .until = until});
      made.certificate += one.certificate;
      made.key += one.key;
    }
    if (made.key.empty()) return false;
    if (auto kept = append(keys_file, Secrecy::secret, made.key); !kept)
      return std::unexpected(std::move(kept.error()));
    if (auto kept = append(certificates_file, Secrecy::open, made.certificate); !kept)
      return std::unexpected(std::move(kept.error()));
    return true;
  }

 private:
  using Last = std::optional<crypto::MessageCertificate>;
  static Last last_of(const std::vector<crypto::Certificate>& all, as4::Suite suite) {
    Last last;
    for (const crypto::Certificate& certificate : all) {
      auto one = crypto::MessageCertificate::from_der(certificate.der());
      if (!one || suite_of(*one) != suite || (last && last->not_after() >= one->not_after())) continue;
      last.emplace(*std::move(one));
    }
    return last;
  }
  [[nodiscard]] bool is_own(const crypto::MessageCertificate& one, as4::Suite suite) const {
    return suite == as4::Suite::rsa ? one.issuer() == one.subject() : one.issuer() == authority.subject();
  }
  [[nodiscard]] std::expected<void, std::string> append(const std::string& path, Secrecy secrecy,
                                                        std::string_view text) const {
    // One file may be named for both uses.
    LINTAS_TRY(whole, read_file(set.place_of(path), secrecy));
    return set.add(path, whole + (whole.ends_with('\n') ? "" : "\n") + std::string{text});
  }
};

}  // namespace

std::expected<OwnKeys, std::string> read_own_keys(const Config& config) {
  const ExchangeConfig& files = config.exchange;
  LINTAS_TRY(signing,
             paired<as4::OwnSigning>(files.signing_certificates_file, files.signing_keys_file,
                                     [](const crypto::MessageKey& key) { return crypto::make_signer(key); }));
  LINTAS_TRY(sealing,
             paired<as4::OwnSealing>(files.sealing_certificates_file, files.sealing_keys_file,
                                     [](const crypto::MessageKey& key) { return crypto::make_opener(key); }));
  // So that whoever is shown a message later can judge our signature.
  LINTAS_TRY(authorities, certificates_of(files.authorities_file));
  for (as4::OwnSigning& one : signing)
    one.above = crypto::those_above(one.certificate->certificate(), authorities);
  return OwnKeys{.signing = std::move(signing), .sealing = std::move(sealing)};
}

std::expected<exchange::Identity, std::string> read_own_identity(const Config& config) {
  const std::string& path = config.exchange.identity_file;
  LINTAS_TRY(text, read_file(path, Secrecy::open, exchange::identity_bytes_max));
  auto identity = exchange::read_identity(as_bytes(text), crypto::sha256, crypto::verify);
  if (!identity) return wrong(path, told(identity.error()));
  if (identity->state().str() != config.country)
    return wrong(path, format("is the document of {}, not of {}", identity->state().str(), config.country));
  LINTAS_TRY(key, crypto::read_signing_key(config.exchange.key_file));
  if (identity->delegation.key.bytes != key.public_key()) {
    return wrong(path, format("the root has not signed that the key of {} speaks for this node",
                              config.exchange.key_file));
  }
  return *std::move(identity);
}

std::expected<bool, std::string> renew_certificates(const Config& config, Instant now) {
  const ExchangeConfig& files = config.exchange;
  LINTAS_TRY(key, crypto::read_signing_key(files.key_file));
  LINTAS_TRY(authorities, certificates_of(files.authorities_file));
  const auto mine = std::ranges::find_if(
      authorities, [&](const crypto::Certificate& one) { return is_made_with(one, key); });
  if (mine == authorities.end()) return false;
  FileSet set{files};
  const Renewing renewing{.authority = *mine, .key = key, .country = config.country, .now = now, .set = set};
  LINTAS_TRY(signing, renewing.beside(crypto::KeyPurpose::signing, files.signing_certificates_file,
                                      files.signing_keys_file));
  LINTAS_TRY(sealing, renewing.beside(crypto::KeyPurpose::sealing, files.sealing_certificates_file,
                                      files.sealing_keys_file));
  if (!signing && !sealing) return false;
  if (auto renewed = set.put_in_place(); !renewed) return std::unexpected(std::move(renewed.error()));
  return true;
}

std::expected<exchange::Identity, std::string> keep_identity(const Config& config, Instant now) {
  LINTAS_TRY(held, read_own_identity(config));
  LINTAS_TRY(next, wanted(config, held.document.delegation, held.document.number, held.document.issued, now));
  if (next != held.document) {
    next.number = std::max(held.document.number + 1, number_at(now));
    next.issued = now;
  }
  LINTAS_TRY(bytes, signed_for_partners(config, next, now));
  if (next == held.document) return held;
  const std::string& path = config.exchange.identity_file;
  FileSet set{config.exchange};
  if (next.head_key != held.document.head_key) {
    LINTAS_TRY(before, read_file(path, Secrecy::open, exchange::identity_bytes_max));
    LINTAS_TRY(former, with_former(path, as_bytes(before), now));
    if (auto kept = set.add(former_documents_of(path), former); !kept)
      return std::unexpected(std::move(kept.error()));
  }
  if (auto kept = set.add(path, as_text(bytes)); !kept) return std::unexpected(std::move(kept.error()));
  if (auto signed_anew = set.put_in_place(); !signed_anew)
    return std::unexpected(std::move(signed_anew.error()));
  held.document = std::move(next);
  return held;
}

std::expected<Bytes, std::string> first_identity(const Config& config, const Bytes& delegation, Instant now) {
  LINTAS_TRY(first, wanted(config, delegation, number_at(now), now, now));
  return signed_for_partners(config, first, now);
}

}  // namespace lintas::node
