#include "shell/node/introductions.hpp"

#include <algorithm>
#include <cstdint>
#include <expected>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/exchange/identity.hpp"
#include "shell/gateway/links.hpp"
#include "shell/net/client.hpp"
#include "shell/net/http.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/router.hpp"
#include "shell/net/server.hpp"
#include "shell/node/config.hpp"
#include "shell/node/lines.hpp"
#include "shell/node/log.hpp"
#include "shell/node/own_identity.hpp"
#include "shell/node/partners.hpp"

namespace lintas::node {

namespace {

constexpr std::string_view path = "/identity";

template <class Made>
Made must(std::expected<Made, std::string> made) {
  if (made) return *std::move(made);
  throw StartFailure(made.error());
}

}  // namespace

Introductions::Introductions(net::Loop& loop, Options options)
    : options_(std::move(options)), client_(std::make_unique<net::Client>(loop)) {}

void Introductions::add_routes(net::Router& router) {
  router.add({.method = net::Method::get,
              .pattern = std::string{path},
              .body_bytes_max = 0,
              .handle =
                  [this](const net::Request&, net::Responder respond) {
                    const std::scoped_lock lock{mutex_};
                    respond(net::text_response(200, "application/cose", as_text(own_)));
                  },
              .admit = {}});
}

bool Introductions::keep(const Config& config) {
  if (config.exchange.identity_file.empty()) return false;
  const Instant now = options_.clock();
  const bool renewed = must(renew_certificates(config, now));
  const auto before = must(read_own_identity(config));
  const auto kept = must(keep_identity(config, now));
  if (kept != before) {
    options_.watch.log(LogEvent::identity_signed, {{"number", std::int64_t{kept.document.number}}});
  }
  const std::string text =
      must(read_file(config.exchange.identity_file, Secrecy::open, exchange::identity_bytes_max));
  const std::scoped_lock lock{mutex_};
  own_ = copy_of(as_bytes(text));
  return renewed;
}

Bytes Introductions::own() {
  const std::scoped_lock lock{mutex_};
  return own_;
}

void Introductions::look(const std::vector<gateway::PartnerLink>& links) {
  const std::scoped_lock lock{mutex_};
  if (!client_) return;
  for (const gateway::PartnerLink& link : links) {
    if (!link.introduces_itself) continue;
    net::ClientRequest request{.method = net::Method::get,
                               .url = link.url,
                               .tls = link.tls,
                               .response_bytes_max = exchange::identity_bytes_max,
                               .public_only = link.public_only};
    request.url.target = std::string{path};
    // Whether a partner is there, the messages for it tell.
    client_->send(std::move(request), [this, country = link.partner.str()](net::Client::Result answer) {
      if (!answer && answer.error().kind == net::ClientErrorKind::not_public)
        refuse(country, gateway::not_public);
      if (!answer || answer->status != 200) return;
      (void)options_.post([this, country, body = std::move(answer->body)] { take(country, body); });
    });
  }
}

void Introductions::take(const std::string& country, ByteView document) {
  const Config config = options_.config();
  const auto partner = std::ranges::find(config.partners, country, &PartnerConfig::country);
  if (partner == config.partners.end()) return;  // taken out meanwhile
  const auto taken = take_newer(config, *partner, document, options_.clock());
  if (!taken) {
    refuse(country, taken.error());
  } else if (*taken) {
    options_.watch.log(LogEvent::identity_taken, {{"partner", country}});
    options_.changed();
  }
}

void Introductions::refuse(const std::string& country, std::string_view what) {
  options_.watch.log(LogEvent::identity_refused, {{"partner", country}, {"what", what}});
}

void Introductions::stop() {
  std::unique_ptr<net::Client> client;
  {
    const std::scoped_lock lock{mutex_};
    client.swap(client_);
  }
}

}  // namespace lintas::node
