#include "shell/node/agreements.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <expected>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/finding.hpp"
#include "base/hex.hpp"
#include "base/require.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/code/trust.hpp"
#include "core/exchange/identity.hpp"
#include "core/exchange/partner.hpp"
#include "core/messages/report.hpp"
#include "core/model/values/country.hpp"
#include "shell/as4/partner.hpp"
#include "shell/crypto/certificate_chain.hpp"
#include "shell/crypto/certificates.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/message_certificate.hpp"
#include "shell/crypto/message_keys.hpp"
#include "shell/crypto/signing.hpp"
#include "shell/gateway/links.hpp"
#include "shell/gateway/names.hpp"
#include "shell/net/addresses.hpp"
#include "shell/net/target.hpp"
#include "shell/node/config.hpp"
#include "shell/node/message_certificates.hpp"
#include "shell/node/own_identity.hpp"
#include "wire/as4/pmode.hpp"
#include "wire/as4/suite.hpp"

namespace lintas::node {

namespace {

std::unexpected<std::string> wrong(const PartnerConfig& partner, std::string_view what) {
  return std::unexpected(format("partner {}: {}", partner.country, what));
}

/// With the line of the configuration that gives the key, or else of the first one of its [[partner]], as
/// what is wrong in that file itself is told.
std::string at_setting(const Config& config, const PartnerConfig& partner, std::string_view key,
                       std::string what) {
  for (const std::string_view one : {key, std::string_view{"country"}}) {
    const std::string name = format("partner.{}.{}", partner.country, one);
    const auto setting = std::ranges::find(config.settings, name, &Setting::key);
    if (setting != config.settings.end()) return format("{}: {}", setting->origin, what);
  }
  return what;
}

std::unexpected<std::string> wrong_at(const Config& config, const PartnerConfig& partner,
                                      std::string_view key, std::string_view what) {
  return std::unexpected(at_setting(config, partner, key, wrong(partner, what).error()));
}

as4::Suite suite_for(const PartnerConfig& partner, const exchange::Capabilities& capabilities) {
  if (partner.profile) return *partner.profile;
  const bool is_new =
      std::ranges::find(capabilities.profiles, exchange::Profile::v2) != capabilities.profiles.end();
  return is_new ? as4::Suite::edwards : as4::Suite::rsa;
}

template <class Entry>
std::vector<Entry> of_suite(const std::vector<Entry>& all, as4::Suite suite) {
  std::vector<Entry> out;
  std::ranges::copy_if(all, std::back_inserter(out),
                       [&](const Entry& one) { return one.key->suite() == suite; });
  return out;
}

Hash256 digest_of(ByteView bytes) { return crypto::sha256(std::array{bytes}); }

std::expected<std::vector<crypto::RevocationList>, std::string> lists_of(const PartnerConfig& partner) {
  if (partner.revocation_list_file.empty()) return std::vector<crypto::RevocationList>{};
  LINTAS_TRY(text, read_file(partner.revocation_list_file, Secrecy::open));
  auto lists = crypto::RevocationList::all_from_pem(text);
  if (!lists) return std::unexpected(format("{}: {}", partner.revocation_list_file, lists.error()));
  return lists;
}

/// The error is without the partner.
std::expected<Reach, std::string> reach_of(const Config& config, const PartnerConfig& partner,
                                           const exchange::IdentityDocument& document) {
  for (const Bytes& der : document.tls_authorities) {
    if (const auto authority = crypto::Certificate::from_der(der); !authority)
      return std::unexpected(format("an authority of its line: {}", authority.error()));
  }
  const auto them =
      certain(exchange::Partner::parse(partner.country), "the configuration's countries were read");
  const auto is_revoked = [&](const Hash256& fingerprint) {
    return find_revoked(config.revoked, fingerprint) != nullptr;
  };
  Reach out{.partner = them,
            .url = partner.url.empty() ? document.url : partner.url,
            .public_only = partner.url.empty() && !config.exchange.private_addresses,
            .tls_certificates = document.tls_certificates,
            .tls_authorities = document.tls_authorities,
            .has_document = partner.has_document(),
            .retry = partner.retry};
  const bool is_known_by_line = !out.tls_certificates.empty() || !out.tls_authorities.empty();
  std::erase_if(out.tls_certificates, is_revoked);
  LINTAS_TRY(revoked, revoked_authorities_of(document, config.revoked));
  std::erase_if(out.tls_authorities, [&](const Bytes& der) { return is_among(revoked, digest_of(der)); });
  // Otherwise anybody with a certificate of a public authority would do.
  if (is_known_by_line && out.tls_certificates.empty() && out.tls_authorities.empty()) {
    return std::unexpected(
        "everything that its line is known by is revoked ([[revoked]]); take a newer document");
  }
  if (const auto url = net::parse_url(out.url); !url || !url->tls)
    return std::unexpected(format("'{}' of its document is no https address; give `url`", out.url));
  return out;
}

/// What of it still counts. The error is without the partner.
std::expected<std::vector<Bytes>, std::string> clients_of(const Config& config, std::vector<Bytes> ders) {
  for (const Bytes& der : ders) {
    if (const auto one = crypto::Certificate::from_der(der); !one)
      return std::unexpected(format("tls_clients_file: {}", one.error()));
  }
  const bool is_asked_for = !ders.empty();
  std::erase_if(ders,
                [&](const Bytes& der) { return find_revoked(config.revoked, digest_of(der)) != nullptr; });
  // Otherwise anybody would do.
  if (is_asked_for && ders.empty()) {
    return std::unexpected(
        "tls_clients_file: everything in it is revoked ([[revoked]]); put in what its connections show now");
  }
  return ders;
}

LeftOut leave_out(const Config& config, const PartnerConfig& partner, std::string what) {
  LeftOut out{.country = partner.country, .what = std::move(what), .reach = std::nullopt};
  if (!partner.has_document()) return out;
  const auto identity = read_identity_of(partner);
  if (!identity) return out;
  // Whoever has the key of a revoked delegation may have written where the node is, and whom to believe
  // there.
  if (find_revoked(config.revoked, digest_of(identity->document.delegation)) != nullptr) return out;
  if (auto reach = reach_of(config, partner, identity->document)) out.reach = *std::move(reach);
  return out;
}

/// What a partner says of itself, or its operator tells for it.
struct Introduction {
  exchange::IdentityDocument document;
  std::optional<exchange::Identity> identity;
  Bytes as_signed = {};                 ///< where it said it itself
  std::vector<Bytes> tls_clients = {};  ///< no document has them
};

struct SignedIdentity {
  exchange::Identity identity;
  Bytes document;
};

std::expected<SignedIdentity, std::string> signed_identity_of(const PartnerConfig& partner) {
  const auto text = read_file(partner.identity_file, Secrecy::open, exchange::identity_bytes_max);
  if (!text) return wrong(partner, text.error());
  auto identity = exchange::read_identity(as_bytes(*text), crypto::sha256, crypto::verify);
  const auto state = Country::parse(partner.country);
  require(state.has_value(), "the configuration's partners were read");
  if (!identity) return wrong(partner, format("{}: {}", partner.identity_file, told(identity.error())));
  if (const auto fault =
          fault_of(*identity, code::Pin{.state = *state, .fingerprint = partner.root}, crypto::sha256))
    return wrong(partner, format("{}: {}", partner.identity_file, told(*fault)));
  return SignedIdentity{.identity = *std::move(identity), .document = copy_of(as_bytes(*text))};
}

std::expected<Introduction, std::string> introduction_of(const Config& config, const PartnerConfig& partner) {
  auto signed_identity = signed_identity_of(partner);
  if (!signed_identity)
    return std::unexpected(at_setting(config, partner, "identity_file", std::move(signed_identity.error())));
  SignedIdentity read = *std::move(signed_identity);
  exchange::Identity& identity = read.identity;
  const Hash256 delegation = digest_of(identity.document.delegation);
  if (const RevokedConfig* const entry = find_revoked(config.revoked, delegation)) {
    return wrong_at(config, partner, "identity_file",
                    format("{}: the delegation of its key (SHA-256 {}) is revoked by [[revoked]]: {}; take "
                           "a document under a later delegation (`lintas partner add`)",
                           partner.identity_file, to_hex(delegation.bytes), entry->reason));
  }
  Introduction out{
      .document = identity.document, .identity = std::nullopt, .as_signed = std::move(read.document)};
  out.identity = std::move(identity);
  return out;
}

/// In the form of a document, so that everything behind it is the same.
std::expected<Introduction, std::string> introduction_by_hand(const Config& config,
                                                              const PartnerConfig& partner) {
  Introduction out{.document = {}, .identity = std::nullopt};
  struct Row {
    std::string_view key;
    const std::string& path;
    std::vector<Bytes>& to;
  };
  const std::array files{
      Row{"signing_certificates_file", partner.signing_certificates_file, out.document.signing},
      Row{"sealing_certificates_file", partner.sealing_certificates_file, out.document.sealing},
      Row{"authorities_file", partner.authorities_file, out.document.authorities},
      Row{"tls_authorities_file", partner.tls_authorities_file, out.document.tls_authorities},
      Row{"tls_clients_file", partner.tls_clients_file, out.tls_clients}};
  for (const Row& file : files) {
    auto ders = ders_of(file.path);
    if (!ders) return wrong_at(config, partner, file.key, format("{}: {}", file.key, ders.error()));
    file.to = *std::move(ders);
  }
  out.document.url = partner.url;
  return out;
}

/// Whether a partner says that it takes these messages, in the version that we write.
bool is_taken(const exchange::Capabilities& sheet, const std::string& type) {
  constexpr auto written = gateway::names::message_version;
  return std::ranges::any_of(sheet.messages, [&](const exchange::MessageKind& kind) {
    return kind.type == type && std::ranges::find(kind.versions, written) != kind.versions.end();
  });
}

as4::PMode mode_for(const Config& config, const PartnerConfig& partner, as4::Suite suite,
                    const Introduction& introduction) {
  as4::PMode mode = configured_mode(config, partner);
  mode.suite = suite;
  // What it takes is its own word; what we take is ours, whether it takes the same or not.
  if (introduction.identity) {
    std::erase_if(mode.actions, [&](const std::string& type) {
      return !is_taken(introduction.document.capabilities, type);
    });
    // A sheet that has no size says nothing of it.
    if (const std::uint64_t most = introduction.document.capabilities.payload_bytes_max; most != 0)
      mode.sent_bytes_max = std::min<std::uint64_t>(most, mode.sent_bytes_max);
  }
  return mode;
}

/// The lives of the authorities that issued it; none of one that is signed by itself.
std::vector<as4::Life> vouched_for(const crypto::Certificate& certificate,
                                   std::span<const crypto::Certificate> authorities) {
  std::vector<as4::Life> lives;
  if (is_signed_by_itself(certificate)) return lives;
  for (const crypto::Certificate& one : authorities)
    if (is_issued_by(certificate, one)) lives.push_back({.from = one.not_before(), .until = one.not_after()});
  return lives;
}

/// What the keys of a partner's certificates do.
template <class Key>
std::expected<std::vector<as4::Keyed<Key>>, std::string> with_keys(
    const std::vector<as4::Certificate>& certificates, std::span<const crypto::Certificate> authorities) {
  std::vector<as4::Keyed<Key>> out;
  for (const as4::Certificate& certificate : certificates) {
    LINTAS_TRY(key, Key::of(*certificate));
    out.push_back({.certificate = certificate,
                   .key = std::make_shared<const Key>(std::move(key)),
                   .above = crypto::those_above(certificate->certificate(), authorities),
                   .vouched = vouched_for(certificate->certificate(), authorities)});
  }
  return out;
}

}  // namespace

std::string told(const Finding& finding) {
  const message::Rule* rule = message::find_rule(finding.rule);
  require(rule != nullptr, "every finding has a rule in data/rules.csv");
  const std::string detail = finding.detail.empty() ? std::string{} : format(" ({})", finding.detail);
  return format("{} {}{} {}", rule->id, rule->text, detail, rule->remedy);
}

as4::PMode configured_mode(const Config& config, const PartnerConfig& partner) {
  constexpr const char* read = "the configuration's countries were read";
  const auto us = certain(exchange::Partner::parse(config.country), read);
  const auto them = certain(exchange::Partner::parse(partner.country), read);
  as4::PMode mode = gateway::pmode_for(us, them, {.naming = partner.naming});
  mode.mep = partner.mep;
  mode.payload_bytes_max = partner.payload_mib << 20U;
  const auto set = [](std::string& to, const std::string& given) {
    if (!given.empty()) to = given;
  };
  set(mode.partner.id.value, partner.party_id);
  set(mode.home.id.value, partner.own_party_id);
  set(mode.service.value, partner.service);
  set(mode.service.type, partner.service_type);
  if (!partner.actions.empty()) mode.actions = mode.taken = partner.actions;
  // Another product never sees a bundle, unless its operators have agreed on them. Whoever has our document
  // reads there that we take them, also where we have none of its own, and whatever we have agreed on; each
  // message of one is asked for by its own type.
  if (partner.actions.empty() && partner.has_document())
    mode.actions.emplace_back(gateway::names::bundle_action);
  if (std::ranges::find(mode.taken, gateway::names::bundle_action) == mode.taken.end())
    mode.taken.emplace_back(gateway::names::bundle_action);
  if (partner.party_type) mode.partner.id.type = mode.home.id.type = *partner.party_type;
  if (partner.agreement) mode.agreement.value = *partner.agreement;
  return mode;
}

std::vector<std::string_view> changed_in_headers(const as4::PMode& before, const as4::PMode& now) {
  struct Row {
    std::string_view key;
    bool is_changed;
  };
  std::vector<std::string_view> keys;
  for (const Row& row :
       {Row{"party_id", before.partner.id.value != now.partner.id.value},
        Row{"own_party_id", before.home.id.value != now.home.id.value},
        Row{"party_type", before.partner.id.type != now.partner.id.type},
        Row{"agreement", before.agreement != now.agreement},
        Row{"service", before.service.value != now.service.value},
        Row{"service_type", before.service.type != now.service.type}, Row{"mep", before.mep != now.mep}})
    if (row.is_changed) keys.push_back(row.key);
  return keys;
}

Instant taken_at(const PartnerConfig& partner, const exchange::Identity& identity, Instant now) {
  struct stat file{};
  Instant at = identity.document.issued;
  if (::stat(partner.identity_file.c_str(), &file) == 0)
    at = std::max(at, Instant{std::chrono::seconds{file.st_mtim.tv_sec}});
  return std::min(at, now);
}

std::expected<exchange::Identity, std::string> read_identity_of(const PartnerConfig& partner) {
  LINTAS_TRY(read, signed_identity_of(partner));
  return std::move(read.identity);
}

std::optional<std::string> why_not_connected_to(const Reach& reach) {
  const auto url = net::parse_url(reach.url);
  if (!reach.public_only || !url || !net::is_private_address(url->host)) return std::nullopt;
  return format("{}: {}", reach.url, gateway::not_public);
}

std::expected<Agreement, std::string> agreement_with(const Config& config, const PartnerConfig& partner,
                                                     const OwnKeys& own, Instant now) {
  LINTAS_TRY(introduction, partner.has_document() ? introduction_of(config, partner)
                                                  : introduction_by_hand(config, partner));
  const exchange::IdentityDocument& document = introduction.document;
  const as4::Suite suite = suite_for(partner, document.capabilities);
  const auto lists = lists_of(partner);
  if (!lists) return wrong_at(config, partner, "revocation_list_file", lists.error());
  const auto certificates =
      certificates_in(document, suite, now,
                      {.by_operator = config.revoked,
                       .by_authorities = *lists,
                       .each_by_itself = !partner.has_document() && document.authorities.empty()});
  if (!certificates) {
    // By hand they come of several files.
    return partner.has_document() ? wrong_at(config, partner, "identity_file",
                                             format("{}: {}", partner.identity_file, certificates.error()))
                                  : wrong_at(config, partner, "country", certificates.error());
  }
  std::vector<crypto::Certificate> authorities;
  for (const Bytes& der : document.authorities) {
    auto one = crypto::Certificate::from_der(der);
    if (one && find_revoked(config.revoked, one->fingerprint()) == nullptr)
      authorities.push_back(*std::move(one));
  }
  auto signing = with_keys<crypto::Verifier>(certificates->signing, authorities);
  const auto key_of = [&](std::string_view by_hand) {
    return partner.has_document() ? std::string_view{"identity_file"} : by_hand;
  };
  if (!signing) return wrong_at(config, partner, key_of("signing_certificates_file"), signing.error());
  auto sealing = with_keys<crypto::KeySealer>(certificates->sealing, authorities);
  if (!sealing) return wrong_at(config, partner, key_of("sealing_certificates_file"), sealing.error());
  auto reach = reach_of(config, partner, document);
  if (!reach) return wrong_at(config, partner, key_of("tls_authorities_file"), reach.error());
  auto clients = clients_of(config, std::move(introduction.tls_clients));
  if (!clients) return wrong_at(config, partner, "tls_clients_file", clients.error());
  reach->tls_clients = *std::move(clients);
  as4::PMode mode = mode_for(config, partner, suite, introduction);
  std::vector<crypto::RevocationList::Validity> lives;
  lives.reserve(lists->size());
  for (const crypto::RevocationList& list : *lists) lives.push_back(list.validity());
  const Instant taken = introduction.identity ? taken_at(partner, *introduction.identity, now) : now;
  return Agreement{
      .reach = *std::move(reach),
      .identity = std::move(introduction.identity),
      .document = std::move(introduction.as_signed),
      .as4 = std::make_shared<const as4::Partner>(as4::Partner{.mode = std::move(mode),
                                                               .own_signing = of_suite(own.signing, suite),
                                                               .own_sealing = of_suite(own.sealing, suite),
                                                               .signing = *std::move(signing),
                                                               .sealing = *std::move(sealing),
                                                               .revoked = certificates->revoked,
                                                               .is_told_by_people = !partner.has_document()}),
      .taken = taken,
      .lists = std::move(lives)};
}

std::optional<Instant> end_of_authority(const Agreement& agreement) {
  std::optional<Instant> first;
  const auto look = [&](const auto& entries) {
    for (const auto& entry : entries) {
      if (entry.above.empty()) continue;
      const auto issuer = crypto::Certificate::from_der(entry.above.front());
      if (!issuer || issuer->not_after() >= entry.certificate->not_after()) continue;
      first = std::min(first.value_or(issuer->not_after()), issuer->not_after());
    }
  };
  look(agreement.as4->signing);
  look(agreement.as4->sealing);
  return first;
}

double life_left(const crypto::RevocationList::Validity& list, Instant now) {
  if (list.next <= list.issued || now >= list.next) return 0;
  using Seconds = std::chrono::duration<double>;
  return std::min(1.0, Seconds{list.next - now} / Seconds{list.next - list.issued});
}

std::optional<crypto::RevocationList::Validity> list_that_ends_first(const Agreement& agreement,
                                                                     Instant now) {
  const auto first = std::ranges::min_element(
      agreement.lists, {}, [&](const crypto::RevocationList::Validity& one) { return life_left(one, now); });
  return first == agreement.lists.end() ? std::nullopt : std::optional{*first};
}

std::string marks_of_lists(const Config& config) {
  std::string marks;
  for (const PartnerConfig& partner : config.partners) {
    const std::string& path = partner.revocation_list_file;
    if (path.empty()) continue;
    struct stat file{};
    const bool is_there = ::stat(path.c_str(), &file) == 0;
    marks += is_there ? format("{} {} {} {}.{}\n", path, file.st_ino, file.st_size, file.st_mtim.tv_sec,
                               file.st_mtim.tv_nsec)
                      : format("{} is not there\n", path);
  }
  return marks;
}

std::optional<Finding> fault_of(const Agreement& agreement, Instant now) {
  return agreement.identity ? fault_at(*agreement.identity, now) : std::nullopt;
}

std::expected<Agreements, std::string> agreements_of(const Config& config, Instant now) {
  if (config.partners.empty()) return Agreements{};
  LINTAS_TRY(own, read_own_keys(config));
  return agreements_with(config, std::move(own), now);
}

Agreements agreements_with(const Config& config, OwnKeys own, Instant now) {
  Agreements out;
  for (const PartnerConfig& partner : config.partners) {
    auto agreement = agreement_with(config, partner, own, now);
    if (!agreement) {
      out.left_out.push_back(leave_out(config, partner, std::move(agreement.error())));
    } else if (const auto fault = fault_of(*agreement, now)) {
      out.left_out.push_back(leave_out(config, partner,
                                       at_setting(config, partner, "identity_file",
                                                  format("partner {}: {}", partner.country, told(*fault)))));
    } else {
      out.all.push_back(*std::move(agreement));
    }
  }
  out.own = std::move(own);
  return out;
}

std::vector<ToBring> to_bring(const Agreement& agreement, Instant now) {
  std::vector<ToBring> out;
  if (!agreement.as4->is_told_by_people) return out;
  const auto look = [&](crypto::KeyPurpose purpose, const auto& entries) {
    const auto* const known = as4::oldest(entries, now);
    if (known == nullptr) return;
    const auto last = std::ranges::max_element(
        entries, {}, [](const auto& entry) { return entry.certificate->not_after(); });
    if (last->certificate->not_after() <= known->certificate->not_after()) return;
    out.push_back(
        {.purpose = purpose, .certificate = last->certificate, .before = known->certificate->not_after()});
  };
  look(crypto::KeyPurpose::signing, agreement.as4->own_signing);
  look(crypto::KeyPurpose::sealing, agreement.as4->own_sealing);
  return out;
}

std::vector<UseEnd> ends_of(const exchange::IdentityDocument& document) {
  std::map<std::string, Instant> last;
  const auto look = [&](const std::vector<Bytes>& all, std::string_view use) {
    for (const Bytes& der : all) {
      const auto one = crypto::MessageCertificate::from_der(der);
      const auto suite = one ? suite_of(*one) : std::nullopt;
      if (!suite) continue;
      Instant& end = last[format("{} {}", use, *suite == as4::Suite::rsa ? "1.x" : "2.0")];
      end = std::max(end, one->not_after());
    }
  };
  look(document.signing, "signing");
  look(document.sealing, "sealing");
  std::vector<UseEnd> out;
  out.reserve(last.size());
  for (auto& [use, at] : last) out.push_back({.use = use, .at = at});
  return out;
}

}  // namespace lintas::node
