#include "shell/node/lines.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/exchange/identity.hpp"
#include "shell/crypto/certificates.hpp"
#include "shell/gateway/gateway.hpp"
#include "shell/gateway/names.hpp"
#include "shell/net/server.hpp"
#include "shell/net/target.hpp"
#include "shell/net/tls.hpp"
#include "shell/node/agreements.hpp"
#include "shell/node/config.hpp"
#include "shell/node/own_identity.hpp"

namespace lintas::node {

namespace {

std::string text_of(const std::string& path, Secrecy secrecy) {
  auto text = read_file(path, secrecy);
  if (!text) throw StartFailure(text.error());
  return *std::move(text);
}

net::TlsIdentity identity_of(const ListenConfig& listen) {
  return {.certificates_pem = text_of(listen.certificate_file, Secrecy::open),
          .key_pem = text_of(listen.key_file, Secrecy::secret)};
}

net::TlsTrust trust_in(const Agreement& agreement) {
  const exchange::IdentityDocument& document = agreement.identity.document;
  net::TlsTrust trust{.certificates_pem = {}, .fingerprints = document.tls_certificates};
  for (const Bytes& der : document.tls_authorities) {
    const auto authority = crypto::Certificate::from_der(der);
    if (!authority) throw StartFailure(format("partner {}: {}", agreement.partner.str(), authority.error()));
    trust.certificates_pem += authority->pem();
  }
  return trust;
}

/// Otherwise its node is known by the signatures of its messages alone.
bool is_known_by_line(const Agreement& agreement) {
  const exchange::IdentityDocument& document = agreement.identity.document;
  return !document.tls_certificates.empty() || !document.tls_authorities.empty();
}

std::shared_ptr<const net::ClientTls> tls_to(const Agreement& agreement, const net::TlsTrust& trust,
                                             const net::TlsIdentity& identity) {
  auto tls = trust.empty() ? net::ClientTls::of_system()
                           : net::ClientTls::make({.servers = trust, .identity = identity});
  if (!tls) throw StartFailure(format("partner {}: {}", agreement.partner.str(), tls.error().what));
  return *std::move(tls);
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
    const std::string country = agreement.partner.str();
    ends.push_back({.whose = country + " signing", .at = last_end(agreement.as4->signing)});
    ends.push_back({.whose = country + " sealing", .at = last_end(agreement.as4->sealing)});
    ends.push_back({.whose = country + " identity", .at = agreement.identity.document.until});
  }
}

}  // namespace

Agreements agreements_in(const Config& config, Instant now) {
  auto agreements = agreements_of(config, now);
  if (!agreements) throw StartFailure(agreements.error());
  return *std::move(agreements);
}

std::vector<gateway::PartnerLink> links_of(const Config& config, const Agreements& agreements) {
  std::vector<gateway::PartnerLink> links;
  for (const Agreement& agreement : agreements.all) {
    auto url = net::parse_url(agreement.url);
    require(url.has_value(), "an agreement has an address");
    if (url->target == "/") url->target = gateway::names::path;  // the address of a document has none
    const net::TlsTrust trust = trust_in(agreement);
    const exchange::IdentityDocument& document = agreement.identity.document;
    links.push_back({.partner = agreement.partner,
                     .url = *url,
                     .tls = tls_to(agreement, trust, identity_of(config.partners_listen)),
                     .certificates = document.tls_certificates,
                     .signers = net::fingerprints_of(trust.certificates_pem),
                     .agreement = agreement.as4,
                     .public_only = agreement.public_only});
  }
  return links;
}

std::optional<net::ServerTls::Options> partners_tls(const Config& config, const Agreements& agreements) {
  if (config.partners_listen.certificate_file.empty()) return std::nullopt;
  net::TlsTrust clients;
  for (const Agreement& agreement : agreements.all) {
    const net::TlsTrust one = trust_in(agreement);
    clients.certificates_pem += one.certificates_pem;
    clients.fingerprints.insert(clients.fingerprints.end(), one.fingerprints.begin(), one.fingerprints.end());
  }
  return net::ServerTls::Options{
      .identity = identity_of(config.partners_listen),
      .clients = std::move(clients),
      .clients_have_to_show = std::ranges::all_of(agreements.all, is_known_by_line)};
}

std::optional<net::ServerTls::Options> api_tls(const Config& config) {
  if (config.api.certificate_file.empty()) return std::nullopt;
  return net::ServerTls::Options{.identity = identity_of(config.api), .clients = {}};
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
