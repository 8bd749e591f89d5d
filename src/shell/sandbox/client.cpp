#include "shell/sandbox/client.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "shell/net/client.hpp"
#include "shell/net/http.hpp"
#include "shell/net/target.hpp"

namespace lintas::sandbox {

namespace {

/// What stands in the way: of a refusal, or of what was recorded all the same.
Json faults_in(const Json& json) {
  for (const char* const member : {"errors", "faults"})
    if (json.contains(member) && json[member].is_array()) return json[member];
  return Json::array();
}

}  // namespace

std::string Answer::why() const {
  const Json faults = faults_in(json);
  if (!faults.empty()) return format("{} {}", faults[0].value("rule", ""), faults[0].value("text", ""));
  return json.is_object() ? format("{} {}", json.value("code", ""), json.value("detail", "")) : std::string{};
}

Answer Client::get(const std::string& key, const std::string& target) const {
  return ask({.method = net::Method::get, .url = {}}, key, target);
}

Answer Client::post(const std::string& key, const std::string& target, std::string_view body,
                    const std::vector<net::Headers::Field>& headers) const {
  net::ClientRequest request{.method = net::Method::post, .url = {}, .body = copy_of(as_bytes(body))};
  for (const auto& [name, value] : headers) request.headers.set(name, value);
  if (!request.headers.find("Content-Type")) request.headers.set("Content-Type", "application/json");
  return ask(std::move(request), key, target);
}

Answer Client::ask(net::ClientRequest request, const std::string& key, const std::string& target) const {
  request.url = {.tls = false, .host = "127.0.0.1", .port = port_, .target = target};
  request.headers.set("Authorization", format("Bearer {}", key));
  const auto response = http_->ask(std::move(request));
  if (!response) throw Unanswered(response.error().what);
  if (response->status == 429 || response->status >= 503)
    throw Unanswered(format("busy: {}", response->status));
  return {.status = response->status,
          .json = Json::parse(as_text(response->body), nullptr, false),
          .etag = std::string{response->headers.find("ETag").value_or("")}};
}

}  // namespace lintas::sandbox
