#include "shell/node/webhook_sender.hpp"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "base/limits.hpp"
#include "shell/api/api.hpp"
#include "shell/net/client.hpp"
#include "shell/net/http.hpp"
#include "shell/node/config.hpp"
#include "shell/node/lines.hpp"

namespace lintas::node {

namespace {

/// What the owner of a subscription is told: whether a name leads nowhere, to a private address or to a host
/// that does not listen is the same word.
std::string why_of(net::ClientErrorKind kind) {
  switch (kind) {
    case net::ClientErrorKind::cannot_resolve:
    case net::ClientErrorKind::cannot_connect:
    case net::ClientErrorKind::not_public: return "no_connection";
    case net::ClientErrorKind::tls: return "tls";
    case net::ClientErrorKind::closed:
    case net::ClientErrorKind::malformed: return "no_http";
    case net::ClientErrorKind::too_large: return "too_large";
    case net::ClientErrorKind::timeout:
    case net::ClientErrorKind::busy:
    case net::ClientErrorKind::stopped: return "no_answer";
  }
  std::unreachable();
}

}  // namespace

WebhookSender::WebhookSender(const Config& config)
    : tls_(webhook_tls(config)),
      private_addresses_(config.webhooks.private_addresses),
      client_(std::make_unique<net::Client>(
          loop_, net::ClientOptions{.connections_per_target = limits::webhooks_under_way_max})) {}

void WebhookSender::send(api::WebhookPost post) {
  const std::scoped_lock lock{mutex_};
  if (!client_ || (post.url.tls && !tls_)) {
    loop_.post([post = std::move(post)] {});
    return;
  }
  net::ClientRequest request{.method = net::Method::post,
                             .url = std::move(post.url),
                             .headers = std::move(post.headers),
                             .body = std::move(post.body),
                             .tls = tls_,
                             .time_max = limits::webhook_answer_time_max,
                             .response_bytes_max = limits::webhook_answer_bytes_max,
                             .public_only = !private_addresses_};
  client_->send(std::move(request), [done = std::move(post.done)](const net::Client::Result& result) mutable {
    if (result) return done({.status = result->status});
    done({.status = std::nullopt, .why_none = why_of(result.error().kind)});
  });
}

void WebhookSender::stop() {
  std::unique_ptr<net::Client> client;
  {
    const std::scoped_lock lock{mutex_};
    client.swap(client_);
  }
}

}  // namespace lintas::node
