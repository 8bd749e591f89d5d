#include "shell/node/lines.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "shell/api/api.hpp"
#include "shell/as4/partner.hpp"
#include "shell/crypto/certificates.hpp"
#include "shell/gateway/links.hpp"
#include "shell/gateway/names.hpp"
#include "shell/net/addresses.hpp"
#include "shell/net/server.hpp"
#include "shell/net/target.hpp"
#include "shell/net/tls.hpp"
#include "shell/node/agreements.hpp"
#include "shell/node/config.hpp"
#include "shell/node/exchange_watch.hpp"
#include "shell/node/message_certificates.hpp"
#include "shell/node/own_identity.hpp"

namespace lintas::node {

namespace {

std::string text_of(const std::string& path, Secrecy secrecy) {
  auto text = read_file(path, secrecy);
  if (!text) throw StartFailure(text.error());
  return *std::move(text);
}

/// Certificate and key of a section, which belong together.
net::TlsIdentity identity_of(const Config& config, std::string_view section, const ListenConfig& listen) {
  net::TlsIdentity const identity{.certificates_pem = text_of(listen.certificate_file, Secrecy::open),
                                  .key_pem = text_of(listen.key_file, Secrecy::secret)};
  if (const auto tried = net::ServerTls::make({.identity = identity}); !tried) {
    throw StartFailure(format("{} with {}: {}; name a certificate and the key that was made for it",
                              named(config, format("{}.certificate_file", section), listen.certificate_file),
                              named(config, format("{}.key_file", section), listen.key_file),
                              tried.error().what));
  }
  return identity;
}

std::string pem_of(const Reach& reach, const std::vector<Bytes>& ders) {
  std::string pem;
  for (const Bytes& der : ders) {
    const auto one = crypto::Certificate::from_der(der);
    if (!one) throw StartFailure(format("partner {}: {}", reach.partner.str(), one.error()));
    pem += one->pem();
  }
  return pem;
}

net::TlsTrust trust_in(const Reach& reach) {
  return {.certificates_pem = pem_of(reach, reach.tls_authorities), .fingerprints = reach.tls_certificates};
}

/// Otherwise its node is known by the signatures of its messages alone.
bool is_known_by_line(const Agreement& agreement) {
  const Reach& reach = agreement.reach;
  if (!reach.has_document) return !reach.tls_clients.empty();
  return !reach.tls_certificates.empty() || !reach.tls_authorities.empty();
}

std::shared_ptr<const net::ClientTls> tls_to(const Reach& reach, const net::TlsTrust& trust,
                                             const net::TlsIdentity& identity) {
  auto tls = trust.empty() ? net::ClientTls::of_system(trust.revoked, identity)
                           : net::ClientTls::make({.servers = trust, .identity = identity});
  if (!tls) throw StartFailure(format("partner {}: {}", reach.partner.str(), tls.error().what));
  return *std::move(tls);
}

/// Without an agreement nothing goes to the partner but the question for its newer document.
gateway::PartnerLink link_to(const Config& config, const net::TlsIdentity& identity, const Reach& reach,
                             std::shared_ptr<const as4::Partner> agreement) {
  auto url = certain(net::parse_url(reach.url), "a partner that can be reached has an address");
  if (url.target == "/") url.target = gateway::names::path;  // the address of a document has none
  net::TlsTrust trust = trust_in(reach);
  for (const RevokedConfig& one : config.revoked) trust.revoked.push_back(one.fingerprint);
  gateway::PartnerLink link{.partner = reach.partner,
                            .url = url,
                            .tls = tls_to(reach, trust, identity),
                            .certificates = {},
                            .signers = {},
                            .agreement = std::move(agreement),
                            .public_only = reach.public_only,
                            .introduces_itself = reach.has_document,
                            .retry = reach.retry};
  link.revoked = trust.revoked;
  // Another product does not connect under the name of a node.
  if (reach.has_document) {
    link.certificates = reach.tls_certificates;
    link.signers = net::fingerprints_of(trust.certificates_pem);
  }
  link.clients = net::fingerprints_of(pem_of(reach, reach.tls_clients));
  return link;
}

void believe(net::TlsTrust& clients, const Reach& reach) {
  // Of a product that has to show one nothing else is believed: who signs for its server may sign for others.
  const net::TlsTrust one =
      reach.tls_clients.empty()
          ? trust_in(reach)
          : net::TlsTrust{.certificates_pem = pem_of(reach, reach.tls_clients), .fingerprints = {}};
  clients.certificates_pem += one.certificates_pem;
  clients.fingerprints.insert(clients.fingerprints.end(), one.fingerprints.begin(), one.fingerprints.end());
}

template <class Entry>
Instant last_end(const std::vector<Entry>& entries) {
  Instant end;
  for (const Entry& entry : entries) end = std::max(end, entry.certificate->not_after());
  return end;
}

void add_ends_of_messages(std::vector<CertificateEnd>& ends, const Config& config, Instant now) {
  if (config.exchange.identity_file.empty()) return;
  const auto own = read_own_identity(config);
  if (!own) throw StartFailure(own.error());
  for (UseEnd& end : ends_of(own->document)) ends.push_back({.whose = std::move(end.use), .at = end.at});
  ends.push_back({.whose = "identity", .at = own->document.until});
  for (const Agreement& agreement : agreements_in(config, now).all) {
    const std::string country = agreement.reach.partner.str();
    // Where all of a use are revoked that is told, not an end.
    if (!agreement.as4->signing.empty())
      ends.push_back({.whose = country + " signing", .at = last_end(agreement.as4->signing)});
    if (!agreement.as4->sealing.empty())
      ends.push_back({.whose = country + " sealing", .at = last_end(agreement.as4->sealing)});
    if (agreement.identity)
      ends.push_back({.whose = country + " identity", .at = agreement.identity->document.until});
    if (const auto end = end_of_authority(agreement))
      ends.push_back({.whose = country + " authority", .at = *end});
    for (const ToBring& one : to_bring(agreement, now))
      ends.push_back({.whose = format("our {} for {}", word_for(one.purpose), country), .at = one.before});
  }
}

}  // namespace

std::string named(const Config& config, const std::string& key, const std::string& value) {
  const auto setting = std::ranges::find(config.settings, key, &Setting::key);
  return setting == config.settings.end() ? format("{} ({})", key, value)
                                          : format("{} ({}, {})", key, value, setting->origin);
}

Agreements agreements_in(const Config& config, Instant now) {
  auto agreements = agreements_of(config, now);
  if (!agreements) throw StartFailure(agreements.error());
  return *std::move(agreements);
}

std::vector<gateway::PartnerLink> links_of(const Config& config, const Agreements& agreements) {
  std::vector<gateway::PartnerLink> links;
  if (config.partners.empty()) return links;
  const net::TlsIdentity identity = identity_of(config, "partners", config.partners_listen);
  for (const Agreement& agreement : agreements.all)
    links.push_back(link_to(config, identity, agreement.reach, agreement.as4));
  for (const LeftOut& one : agreements.left_out)
    if (one.reach) links.push_back(link_to(config, identity, *one.reach, nullptr));
  return links;
}

std::vector<gateway::PartnerLink> links_under(std::vector<gateway::PartnerLink> links,
                                              const Agreements& agreements) {
  for (gateway::PartnerLink& link : links) {
    const auto agreed = std::ranges::find(agreements.all, link.partner,
                                          [](const Agreement& one) { return one.reach.partner; });
    link.agreement = agreed == agreements.all.end() ? nullptr : agreed->as4;
  }
  return links;
}

LineCertificates line_certificates(const Config& config, const Agreements& agreements) {
  const std::string_view our_line = api::certificate_uses[4];
  const std::string_view its_authority = api::certificate_uses[5];
  const std::string_view its_clients = api::certificate_uses[6];
  const auto told = [](std::string_view use, const crypto::Certificate& one) {
    return api::PartnerLine::Certificate{
        .use = use, .subject = one.subject(), .fingerprint = one.fingerprint(), .until = one.not_after()};
  };
  std::optional<api::PartnerLine::Certificate> ours;
  if (const std::string& file = config.partners_listen.certificate_file; !file.empty()) {
    const auto shown = crypto::Certificate::from_pem(text_of(file, Secrecy::open));
    if (!shown) throw StartFailure(format("{}: {}", file, shown.error()));
    ours = told(our_line, *shown);
  }
  LineCertificates all;
  const auto add = [&](const Reach& reach) {
    auto& line = all[reach.partner];
    if (ours) line.push_back(*ours);
    for (const auto& [use, ders] :
         {std::pair{its_authority, &reach.tls_authorities}, std::pair{its_clients, &reach.tls_clients}}) {
      for (const Bytes& der : *ders)
        if (const auto one = crypto::Certificate::from_der(der)) line.push_back(told(use, *one));
    }
  };
  for (const Agreement& agreement : agreements.all) add(agreement.reach);
  for (const LeftOut& one : agreements.left_out)
    if (one.reach) add(*one.reach);
  return all;
}

std::vector<std::string> faults_of_listeners(const Config& config) {
  std::vector<std::string> faults;
  const auto plain = [&](std::string_view key, const std::string& address, std::string_view remedy) {
    if (!net::is_loopback_address(address)) {
      faults.push_back(format("{} is reached from other machines, where plain HTTP is read by others; {}",
                              named(config, std::string{key}, address), remedy));
    }
  };
  if (config.api.certificate_file.empty()) {
    plain("api.address", config.api.address,
          "give api.certificate_file and api.key_file, or an address of this machine alone, as 127.0.0.1");
  }
  plain("operations.address", config.operations.address,
        "give an address of this machine alone, as 127.0.0.1: there is no certificate for it");
  const std::array encrypted{std::pair{"api", &config.api}, std::pair{"partners", &config.partners_listen}};
  for (const auto& [section, listen] : encrypted) {
    if (listen->certificate_file.empty()) continue;
    try {
      (void)identity_of(config, section, *listen);
    } catch (const StartFailure& failure) {
      faults.emplace_back(failure.what());
    }
  }
  return faults;
}

std::optional<net::ServerTls::Options> partners_tls(const Config& config, const Agreements& agreements) {
  if (config.partners_listen.certificate_file.empty()) return std::nullopt;
  net::TlsTrust clients;
  for (const Agreement& agreement : agreements.all) believe(clients, agreement.reach);
  // So that it can fetch our document, which it may have left out as well.
  for (const LeftOut& one : agreements.left_out)
    if (one.reach) believe(clients, *one.reach);
  return net::ServerTls::Options{
      .identity = identity_of(config, "partners", config.partners_listen),
      .clients = std::move(clients),
      .clients_have_to_show = std::ranges::all_of(agreements.all, is_known_by_line)};
}

std::optional<net::ServerTls::Options> api_tls(const Config& config) {
  if (config.api.certificate_file.empty()) return std::nullopt;
  return net::ServerTls::Options{.identity = identity_of(config, "api", config.api), .clients = {}};
}

std::shared_ptr<const net::ClientTls> webhook_tls(const Config& config) {
  if (config.webhooks.ca_file.empty()) return net::ClientTls::of_system().value_or(nullptr);
  auto tls = net::ClientTls::make(
      {.servers = {.certificates_pem = text_of(config.webhooks.ca_file, Secrecy::open), .fingerprints = {}}});
  if (!tls) throw StartFailure(format("webhooks.ca_file: {}", tls.error().what));
  return *std::move(tls);
}

net::ServerOptions server_options(const char* name, const ListenConfig& listen, const LimitConfig& limits,
                                  std::shared_ptr<net::ServerTls> tls) {
  net::ServerLimits set;
  set.connections = limits.connections;
  set.connections_per_address = limits.connections_per_address;
  set.bodies_bytes = limits.receiving_mib * 1024 * 1024;
  set.request = limits.request_time;
  set.answer = limits.answer_time;
  set.idle = limits.idle_time;
  return {
      .listeners = {{.name = name, .address = listen.address, .port = listen.port, .tls = std::move(tls)}},
      .limits = set};
}

std::chrono::days days_left(const CertificateEnd& end, Instant now) {
  return std::chrono::floor<std::chrono::days>(end.at) - std::chrono::floor<std::chrono::days>(now);
}

std::vector<CertificateEnd> certificate_ends(const Config& config, Instant now) {
  std::vector<CertificateEnd> ends;
  const std::array listeners{std::pair{"api", &config.api}, std::pair{"partners", &config.partners_listen}};
  for (const auto& [whose, listen] : listeners) {
    if (listen->certificate_file.empty()) continue;
    const auto certificate = crypto::Certificate::from_pem(text_of(listen->certificate_file, Secrecy::open));
    if (!certificate) throw StartFailure(format("{}: {}", listen->certificate_file, certificate.error()));
    ends.push_back({.whose = whose, .at = certificate->not_after()});
  }
  add_ends_of_messages(ends, config, now);
  return ends;
}

}  // namespace lintas::node
