#include "shell/api/refusals.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "shell/api/json.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

namespace lintas::api {

namespace {

constexpr std::uint16_t first_refusal = 400;

/// Empty where there is none.
std::string text_in(const Json& problem, std::string_view name) {
  const auto member = problem.find(name);
  return member == problem.end() || !member->is_string() ? std::string{} : member->get<std::string>();
}

void tell_of(const Refusals::Tell& tell, net::Method method, const net::Response& response) {
  if (response.status < first_refusal) return;
  const auto problem = Json::parse(as_text(response.body), nullptr, false);
  if (!problem.is_object()) return;
  const std::string rule = text_in(problem, "code");
  const std::string trace = text_in(problem, "trace_id");
  if (trace.empty() || rule == "API-009") return;
  tell({.method = net::to_text(method), .status = response.status, .rule = rule, .trace = trace});
}

}  // namespace

void Refusals::handle(net::Request request, net::Responder responder) {
  const net::Method method = request.method;
  routes_.handle(
      std::move(request),
      net::Responder{[tell = tell_, method, answer = std::move(responder)](net::Response response) mutable {
        tell_of(tell, method, response);
        answer(std::move(response));
      }});
}

}  // namespace lintas::api
