#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "shell/gateway/gateway.hpp"
#include "shell/net/server.hpp"
#include "shell/net/tls.hpp"
#include "shell/node/agreements.hpp"
#include "shell/node/config.hpp"
#include "shell/node/exchange_watch.hpp"

/// The lines of a node to the world, out of its configuration: who listens where, who is believed.
namespace lintas::node {

/// The node cannot start; says which key of the configuration, or which file, and what to do.
class StartFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A key with its value and where it is given: "api.address (0.0.0.0, lintas.toml:12)".
[[nodiscard]] std::string named(const Config& config, const std::string& key, const std::string& value);

/// All of these throw StartFailure, unless they say otherwise.

/// What was agreed on with the partners, of the moment.
[[nodiscard]] Agreements agreements_in(const Config& config, Instant now);
/// How partners are reached and recognised: also those that are left out, without an agreement, to be asked
/// for their newer documents.
[[nodiscard]] std::vector<gateway::PartnerLink> links_of(const Config& config, const Agreements& agreements);
/// The same lines under other agreements. Throws nothing. Whom nothing is agreed on with any more is left
/// without one; a partner that had no line gets none.
[[nodiscard]] std::vector<gateway::PartnerLink> links_under(std::vector<gateway::PartnerLink> links,
                                                            const Agreements& agreements);
/// The certificates of the lines to them: what this node shows, and the authorities that theirs is known by.
[[nodiscard]] LineCertificates line_certificates(const Config& config, const Agreements& agreements);
/// What stands in the way of a listener, whoever the partners are: an address that plain HTTP is not served
/// at, a certificate without its key. Each names the key, where it is given, and what to do. The one question
/// of a start, before it opens the store, and of `lintas config check`. Throws nothing.
[[nodiscard]] std::vector<std::string> faults_of_listeners(const Config& config);
/// What the listener for partners shows and believes; nothing where no certificate is configured.
[[nodiscard]] std::optional<net::ServerTls::Options> partners_tls(const Config& config,
                                                                  const Agreements& agreements);
/// The same of the API; nothing for plain HTTP.
[[nodiscard]] std::optional<net::ServerTls::Options> api_tls(const Config& config);
/// How subscribers are believed; null where the system believes nobody: then none is reached over TLS.
[[nodiscard]] std::shared_ptr<const net::ClientTls> webhook_tls(const Config& config);
/// One listener under the limits of the configuration.
[[nodiscard]] net::ServerOptions server_options(const char* name, const ListenConfig& listen,
                                                const LimitConfig& limits,
                                                std::shared_ptr<net::ServerTls> tls);

/// Whose certificate it is, and its last instant: of each file the configuration names. Of several that take
/// the place of each other, the last one.
struct CertificateEnd {
  /// "api" or "partners"; of messages "signing 2.0" or "sealing 1.x", of a partner's "MY signing"; "identity"
  /// or "MY identity" of what the root signed; "MY authority" where one ends before a certificate that it has
  /// issued, and the partner is left out from then on; "our signing for MY" where that ends of ours that a
  /// partner without a document knows, and the next one has to be brought to it.
  std::string whose;
  Instant at;
};
/// By the days of UTC, as GET /v1/exchange/partners counts them; /v1/expiring counts those of the state, as
/// of everything in it. 0 on its last day, below zero afterwards. Log, metric and `lintas diag` say the same
/// number.
[[nodiscard]] std::chrono::days days_left(const CertificateEnd& end, Instant now);
[[nodiscard]] std::vector<CertificateEnd> certificate_ends(const Config& config, Instant now);

}  // namespace lintas::node
