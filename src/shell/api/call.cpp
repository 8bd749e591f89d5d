#include "shell/api/call.hpp"

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/hex.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "core/access/access.hpp"
#include "core/messages/place.hpp"
#include "core/messages/report.hpp"
#include "shell/api/problem.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"
#include "wire/json/json_reader.hpp"

namespace lintas::api {

namespace {

bool is_party(const access::Actor& actor) { return actor.office.empty(); }

}  // namespace

Findings placed_in_message(const CallPtr& call, Findings findings) {
  if (!json::is_json(as_text(call->request.body))) return findings;
  for (Finding& finding : findings) finding.pointer = message::json_pointer(finding.pointer);
  return findings;
}

nlohmann::json shown_in_message(const CallPtr& call, nlohmann::json shown) {
  if (!json::is_json(as_text(call->request.body))) return shown;
  for (nlohmann::json& finding : shown)
    finding["pointer"] = message::json_pointer(finding["pointer"].get_ref<const std::string&>());
  return shown;
}

void answer_busy(const CallPtr& call) { call->respond(busy(is_party(call->actor) ? 429 : 503, call->trace)); }
void answer_nothing(const CallPtr& call, std::string detail) {
  call->respond(problem(404, "API-010", call->trace, std::move(detail)));
}

void answering(const CallPtr& call, const std::function<void()>& work) {
  try {
    work();
  } catch (const app::StoreFailure&) {
    answer_busy(call);
    throw;
  } catch (const std::exception&) {
    call->respond(problem(500, "API-014", call->trace));
    throw;
  }
}

std::optional<std::size_t> page_size(const CallPtr& call) {
  const auto text = call->request.query_value("limit");
  if (!text) return limits::api_page_default;
  std::size_t count = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), count);
  if (error != std::errc{} || end != text->data() + text->size() || count == 0 ||
      count > limits::api_page_max)
    return std::nullopt;
  return count;
}

void answer_bad_query(const CallPtr& call, std::string_view name, std::string detail) {
  const auto given = call->request.query_value(name).value_or("");
  call->respond(problem(400,
                        Findings{{.rule = "API-015",
                                  .pointer = std::string{name},
                                  .value = std::string{message::shown(given)},
                                  .detail = std::move(detail)}},
                        call->trace));
}

void answer_bad_choice(const CallPtr& call, std::string_view name, std::span<const std::string_view> known) {
  std::string detail;
  for (const std::string_view word : known) detail += format("{}{}", detail.empty() ? "one of " : ", ", word);
  answer_bad_query(call, name, std::move(detail));
}

void answer_tagged(const CallPtr& call, std::uint32_t version, const nlohmann::json& shown, Sha256 sha256) {
  nlohmann::json body = shown;
  body["version"] = version;
  net::Response response = json_response(200, body);
  const Hash256 hash = sha256(std::array{ByteView{response.body}});
  const std::string tag = format("\"{}-{}\"", version, to_hex(hash.view().first(8)));
  if (call->request.headers.find("If-None-Match") == std::string_view{tag})
    response = {.status = 304, .headers = {}, .body = {}};
  response.headers.set("ETag", tag);
  call->respond(std::move(response));
}

std::optional<std::uint32_t> version_in_etag(std::string_view etag) {
  if (!etag.starts_with('"')) return std::nullopt;
  etag.remove_prefix(1);
  std::uint32_t version = 0;
  const auto [end, error] = std::from_chars(etag.data(), etag.data() + etag.size(), version);
  const std::string_view rest{end, etag.data() + etag.size()};
  if (error != std::errc{} || !(rest == "\"" || rest.starts_with('-'))) return std::nullopt;
  return version;
}

}  // namespace lintas::api
