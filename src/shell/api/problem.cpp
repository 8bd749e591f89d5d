#include "shell/api/problem.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/finding.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "core/messages/remedy.hpp"
#include "core/messages/report.hpp"
#include "shell/api/description.hpp"
#include "shell/api/json.hpp"
#include "shell/api/routes.hpp"
#include "shell/net/http.hpp"

namespace lintas::api {

namespace {

/// Whatever a client sent may be shown to it again, but never breaks the answer.
std::string text_of(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

/// What a rule is about where it is no part of the content. The texts are for people: a program finds it
/// here.
struct HeaderOfRule {
  std::string_view rule;
  std::string_view header;
};
constexpr std::array headers_of_rules{
    HeaderOfRule{"ACC-003", "Lintas-Second"},   HeaderOfRule{"API-001", "Authorization"},
    HeaderOfRule{"API-006", "Idempotency-Key"}, HeaderOfRule{"API-007", "Idempotency-Key"},
    HeaderOfRule{"API-008", "If-Match"},        HeaderOfRule{"API-009", "Retry-After"},
    HeaderOfRule{"API-012", "Lintas-Second"},   HeaderOfRule{"EXC-005", "Lintas-Second"},
    HeaderOfRule{"R-GUA-316", "Lintas-Second"}, HeaderOfRule{"R-REG-203", "Lintas-Second"},
    HeaderOfRule{"R-TRA-108", "Lintas-Second"}, HeaderOfRule{"SIG-027", "Lintas-Second"},
};
std::string_view header_of(std::string_view rule) {
  const auto* found = std::ranges::find(headers_of_rules, rule, &HeaderOfRule::rule);
  return found == headers_of_rules.end() ? std::string_view{} : found->header;
}

}  // namespace

Json show_finding(const Finding& finding) {
  const message::Rule* rule = message::find_rule(finding.rule);
  require(rule != nullptr, "every finding has a rule in data/rules.csv");
  Json error{{"rule", finding.rule},
             {"pointer", finding.pointer},
             {"text", rule->text},
             {"remedy", message::remedy_of(finding)},
             {"permanent", rule->permanent}};
  if (!finding.value.empty()) error["value"] = finding.value;
  if (!finding.detail.empty()) error["detail"] = message::sentence(finding.detail);
  if (const auto header = header_of(finding.rule); !header.empty()) error["header"] = header;
  if (!rule->ncts.empty()) error["ncts"] = rule->ncts;
  return error;
}

net::Response json_response(std::uint16_t status, std::string_view text) {
  net::Response response = net::text_response(status, "application/json", text);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

net::Response json_response(std::uint16_t status, const Json& json) {
  return json_response(status, std::string_view{text_of(json)});
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

net::Response busy(std::uint16_t status, std::string_view trace, std::string detail,
                   std::chrono::seconds ask_again) {
  net::Response response = problem(status, "API-009", trace, std::move(detail));
  response.headers.set("Retry-After", format("{}", ask_again.count()));
  return response;
}

namespace {

constexpr std::array finding{
    Member{"rule", "text", "Its id, as API-004: what is refused, and which law says so."},
    Member{
        "pointer", "text",
        "Where: a JSON Pointer (RFC 6901) in JSON, an XPath in XML; a parameter, a line. Of a fault of a "
        "movement the XPath in the message that declared it, of a guarantee that a movement shows the place "
        "there."},
    Member{"text", "text", "What is wrong."},
    Member{"remedy", "text", "What to do."},
    Member{"permanent", "boolean", "Nothing but another request helps."},
    Member{"value?", "text", "What stands there."},
    Member{"detail?", "text", "More of this case: what should stand there, who may, how it stands."},
    Member{"header?", "text", "The header of the request or the answer that it is about."},
    Member{"ncts?", "text", "The rule's name in NCTS."}};
constexpr std::array members{
    Member{"type", "text"},
    Member{"title", "text"},
    Member{"status", "integer"},
    Member{"detail", "text"},
    Member{"code", "text", "The rule of the first fault."},
    Member{"errors?", "[Finding]",
           "Every fault; one, and no trace, where the server refused before the route (NET-...)."},
    Member{"trace_id?", "TraceId"}};
constexpr std::array objects{Object{"Finding", "A fault.", finding}, Object{"Problem", "RFC 9457.", members}};

}  // namespace

Resource problems() { return {.objects = objects}; }

}  // namespace lintas::api
