#include "shell/api/problem.hpp"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "base/finding.hpp"
#include "base/require.hpp"
#include "core/messages/report.hpp"
#include "shell/net/http.hpp"

namespace lintas::api {

namespace {

using Json = nlohmann::json;

/// Whatever a client sent may be shown to it again, but never breaks the answer.
std::string text_of(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

Json show_finding(const Finding& finding) {
  const message::Rule* rule = message::find_rule(finding.rule);
  require(rule != nullptr, "every finding has a rule in data/rules.csv");
  Json error{{"rule", finding.rule},
             {"pointer", finding.pointer},
             {"text", rule->text},
             {"remedy", rule->remedy},
             {"permanent", rule->permanent}};
  if (!finding.value.empty()) error["value"] = finding.value;
  if (!finding.detail.empty()) error["detail"] = finding.detail;
  if (!rule->ncts.empty()) error["ncts"] = rule->ncts;
  return error;
}

net::Response json_response(std::uint16_t status, const Json& json) {
  net::Response response = net::text_response(status, "application/json", text_of(json));
  response.headers.set("Cache-Control", "no-store");
  return response;
}

net::Response problem(std::uint16_t status, const Findings& findings, std::string_view trace,
                      const Json& more) {
  require(!findings.empty(), "a problem has a reason");
  Json errors = Json::array();
  for (const Finding& finding : findings) {
    errors.push_back(show_finding(finding));
  }
  const Json& first = errors.front();
  Json body{{"type", "about:blank"},    {"title", net::reason_phrase(status)},
            {"status", status},         {"detail", first.at("text")},
            {"code", first.at("rule")}, {"errors", errors},
            {"trace_id", trace}};
  body.update(more);
  net::Response response = net::text_response(status, "application/problem+json", text_of(body));
  response.headers.set("Cache-Control", "no-store");
  return response;
}

net::Response problem(std::uint16_t status, const Findings& findings, std::string_view trace) {
  return problem(status, findings, trace, Json::object());
}

net::Response problem(std::uint16_t status, std::string_view rule, std::string_view trace,
                      std::string detail) {
  return problem(
      status, Findings{{.rule = std::string{rule}, .pointer = {}, .value = {}, .detail = std::move(detail)}},
      trace);
}

net::Response busy(std::uint16_t status, std::string_view trace) {
  net::Response response = problem(status, "API-009", trace);
  response.headers.set("Retry-After", "2");
  return response;
}

}  // namespace lintas::api
