#include "shell/node/lines.hpp"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/require.hpp"
#include "base/text.hpp"
#include "core/exchange/partner.hpp"
#include "shell/crypto/certificates.hpp"
#include "shell/gateway/gateway.hpp"
#include "shell/net/server.hpp"
#include "shell/net/target.hpp"
#include "shell/net/tls.hpp"
#include "shell/node/config.hpp"

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

net::TlsTrust trust_in(const PartnerConfig& partner) {
  if (partner.certificate_fingerprint)
    return {.certificates_pem = {}, .fingerprints = {*partner.certificate_fingerprint}};
  return {.certificates_pem = text_of(partner.ca_file, Secrecy::open), .fingerprints = {}};
}

}  // namespace

std::vector<gateway::PartnerLink> links_of(const Config& config) {
  std::vector<gateway::PartnerLink> links;
  for (const PartnerConfig& partner : config.partners) {
    const auto url = net::parse_url(partner.url);
    const auto who = exchange::Partner::parse(partner.country);
    require(url && who, "the configuration's partners were read");
    const net::TlsTrust trust = trust_in(partner);
    auto tls = net::ClientTls::make({.servers = trust, .identity = identity_of(config.partners_listen)});
    if (!tls) throw StartFailure(format("partner {}: {}", partner.country, tls.error().what));
    links.push_back({.partner = *who,
                     .url = *url,
                     .tls = *std::move(tls),
                     .certificate = partner.certificate_fingerprint,
                     .signers = net::fingerprints_of(trust.certificates_pem)});
  }
  return links;
}

std::optional<net::ServerTls::Options> partners_tls(const Config& config) {
  if (config.partners.empty()) return std::nullopt;
  net::TlsTrust clients;
  for (const PartnerConfig& partner : config.partners) {
    const net::TlsTrust one = trust_in(partner);
    clients.certificates_pem += one.certificates_pem;
    clients.fingerprints.insert(clients.fingerprints.end(), one.fingerprints.begin(), one.fingerprints.end());
  }
  return net::ServerTls::Options{.identity = identity_of(config.partners_listen),
                                 .clients = std::move(clients)};
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

std::vector<CertificateEnd> certificate_ends(const Config& config) {
  std::vector<CertificateEnd> ends;
  const std::array listeners{std::pair{"api", &config.api}, std::pair{"partners", &config.partners_listen}};
  for (const auto& [whose, listen] : listeners) {
    if (listen->certificate_file.empty()) continue;
    const auto certificate = crypto::Certificate::from_pem(text_of(listen->certificate_file, Secrecy::open));
    if (!certificate) throw StartFailure(format("{}: {}", listen->certificate_file, certificate.error()));
    ends.push_back({.whose = whose, .at = certificate->not_after()});
  }
  return ends;
}

}  // namespace lintas::node
