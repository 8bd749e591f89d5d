#include "shell/node/operations.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shell/net/http.hpp"
#include "shell/net/router.hpp"
#include "shell/net/server.hpp"

namespace lintas::node {

namespace {

constexpr std::string_view json = "application/json";

net::Response readiness(const std::vector<std::string>& reasons) {
  if (reasons.empty()) return net::text_response(200, json, R"({"ready":true})");
  std::string list;
  for (const std::string& reason : reasons) {
    list += list.empty() ? "\"" : ",\"";
    list += reason;  // words of ours, no quotes in them
    list += '"';
  }
  return net::text_response(503, json, R"({"ready":false,"reasons":[)" + list + "]}");
}

}  // namespace

void add_operations(net::Router& router, const OperationsPorts& ports) {
  const auto get = [&](const char* path, net::Router::Handle handle) {
    router.add({.method = net::Method::get,
                .pattern = path,
                .body_bytes_max = 0,
                .handle = std::move(handle),
                .admit = {}});
  };
  get("/health", [](const net::Request&, net::Responder respond) {
    respond(net::text_response(200, json, R"({"healthy":true})"));
  });
  get("/ready",
      [ports](const net::Request&, net::Responder respond) { respond(readiness(ports.not_ready())); });
  get("/metrics", [ports](const net::Request&, net::Responder respond) {
    const auto later = std::make_shared<net::Responder>(std::move(respond));
    const bool taken = ports.post(
        [ports, later] { (*later)(net::text_response(200, "text/plain; version=0.0.4", ports.metrics())); });
    if (!taken) (*later)(net::text_response(503, json, R"({"ready":false,"reasons":["busy"]})"));
  });
}

}  // namespace lintas::node
