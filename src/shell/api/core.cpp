#include "shell/api/core.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/hex.hpp"
#include "base/text.hpp"
#include "core/access/access.hpp"
#include "core/messages/report.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/api.hpp"
#include "shell/api/attachment_upload.hpp"
#include "shell/api/call.hpp"
#include "shell/api/document_figures.hpp"
#include "shell/api/feed_streams.hpp"
#include "shell/api/keys.hpp"
#include "shell/api/limits.hpp"
#include "shell/api/link_gate.hpp"
#include "shell/api/movement_names.hpp"
#include "shell/api/names.hpp"
#include "shell/api/openapi_page.hpp"
#include "shell/api/print_places.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/traders_row.hpp"
#include "shell/api/webhook_deliveries.hpp"
#include "shell/app/service.hpp"
#include "shell/net/http.hpp"
#include "shell/net/router.hpp"
#include "shell/net/server.hpp"

namespace lintas::api {

Core::Core(Ports ports)
    : ports_(std::move(ports)),
      streams_(std::make_unique<FeedStreams>(*this)),
      webhooks_(std::make_unique<WebhookDeliveries>(*this)),
      link_gate_(std::make_unique<LinkGate>()),
      print_places_(std::make_unique<PrintPlaces>()),
      document_figures_(std::make_unique<DocumentFigures>()),
      upload_gate_(std::make_unique<UploadGate>()),
      traders_row_(std::make_shared<TradersRow>()),
      turned_away_(busy(429, "")) {}
Core::~Core() = default;

void Core::add_to(net::Router& router) {
  const auto stream_of = [&](const Route& route) -> net::Router::Stream {
    if (route.stream == nullptr) return {};
    return [self = shared_from_this(), &route](net::Request head, net::Responder responder) {
      return self->stream(route, std::move(head), std::move(responder));
    };
  };
  const auto add = [&](const Route& route) {
    router.add({.method = route.method,
                .pattern = std::string{route.pattern},
                .body_bytes_max = route.body_bytes_max,
                .handle =
                    [self = shared_from_this(), &route](net::Request request, net::Responder responder) {
                      self->take(route, std::move(request), std::move(responder));
                    },
                .admit = [self = shared_from_this(),
                          &route](net::Request& head) { return self->admit(route, head); },
                .stream = stream_of(route),
                .whole_bytes_max = limits::api_whole_body_bytes_max});
  };
  for (const Resource& resource : resources()) std::ranges::for_each(resource.routes, add);
}

std::optional<Keys::Bearer> Core::bearer_of(const net::Request& request) const {
  const auto authorization = request.headers.find("Authorization");
  return authorization ? ports_.keys.find_bearer(*authorization, ports_.clock()) : std::nullopt;
}

std::optional<net::Response> Core::admit(const Route& route, net::Request& head) const {
  if (route.keyless) return std::nullopt;
  if (const auto bearer = bearer_of(head)) {
    head.gives_way = TradersRow::is_for(route.method, bearer->actor.role);
    return head.gives_way && traders_row_->is_full_for(bearer->actor.party) ? std::optional{turned_away_}
                                                                            : std::nullopt;
  }
  net::Response response = problem(401, "API-001", "");
  response.headers.set("WWW-Authenticate", "Bearer");
  return response;
}

std::optional<Finding> Core::unknown_parameter(const Route& route, const net::Request& request) {
  // Headers begin with a capital. Every list is asked for its pages, also one that comes whole.
  std::string known = "limit after";
  std::string told;
  for (const auto part : std::views::split(route.takes, ' ')) {
    const std::string_view name = name_in_address(std::string_view{part.begin(), part.end()});
    if (name.empty() || name.front() < 'a') continue;
    known += format(" {}", name);
    told += format("{}{}", told.empty() ? "" : ", ", name);
  }
  if (told.empty()) return std::nullopt;
  for (const net::Parameter& parameter : request.query) {
    const auto is_it = [&](const auto part) {
      return std::string_view{part.begin(), part.end()} == parameter.name;
    };
    if (std::ranges::any_of(std::views::split(known, ' '), is_it)) continue;
    return Finding{.rule = "API-003",
                   .pointer = std::string{message::shown(parameter.name)},
                   .value = std::string{message::shown(parameter.value)},
                   .detail = format("what this address takes: {}", told)};
  }
  return std::nullopt;
}

CallPtr Core::begin(const Route& route, net::Request request, net::Responder responder) const {
  auto call = std::make_shared<Call>(Call{std::move(request), std::move(responder), {}, {}, {}, {}, {}});
  ports_.entropy.fill(call->trace_id);
  call->trace = to_hex(call->trace_id);
  if (!route.keyless) {
    auto bearer = bearer_of(call->request);
    if (!bearer) {
      call->respond(problem(401, "API-001", call->trace));
      return nullptr;
    }
    call->actor = std::move(bearer->actor);
    call->key = bearer->hash;
  }
  if (auto unknown = unknown_parameter(route, call->request)) {
    call->respond(problem(400, Findings{*std::move(unknown)}, call->trace));
    return nullptr;
  }
  return call;
}

void Core::take(const Route& route, net::Request request, net::Responder responder) const {
  const auto call = begin(route, std::move(request), std::move(responder));
  if (!call) return;
  line_up(call);
  run(route, call);
}

void Core::line_up(const CallPtr& call) const {
  if (TradersRow::is_for(call->request.method, call->actor.role))
    call->place = TradersRow::Place{traders_row_, call->actor.party};
}

std::shared_ptr<net::Incoming> Core::stream(const Route& route, net::Request head,
                                            net::Responder responder) const {
  const auto call = begin(route, std::move(head), std::move(responder));
  return call ? route.stream(*this, call) : nullptr;
}

/// On the pool, with a window into the store where the route needs one.
void Core::run(const Route& route, const CallPtr& call) const {
  auto self = shared_from_this();
  const app::Share share = app::share_of(call->actor.role);
  const bool of_movement = route.pattern.contains("{mrn}");
  const bool taken = route.look != nullptr
                         ? ports_.service.read(share,
                                               [self, call, &route, of_movement](app::Reader& reader) {
                                                 answering(call, [&] {
                                                   if (of_movement && !settle_name(*self, call, reader))
                                                     return;
                                                   route.look(*self, call, reader);
                                                 });
                                               })
                         : ports_.service.post(share, [self, call, &route] {
                             answering(call, [&] { route.work(*self, call); });
                           });
  if (!taken) answer_busy(call);
}

const Core::Descriptions& Core::descriptions() const {
  std::call_once(described_, [this] {
    const std::string description = openapi(ports_.national);
    descriptions_ = {.openapi = json_response(200, std::string_view{description}),
                     .page = openapi_page(description, ports_.setting().sha256),
                     .machines = json_response(200, machines())};
  });
  return descriptions_;
}

}  // namespace lintas::api
