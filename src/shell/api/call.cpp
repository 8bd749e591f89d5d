#include "shell/api/call.hpp"

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "core/access/access.hpp"
#include "shell/api/problem.hpp"

namespace lintas::api {

namespace {

bool is_party(const access::Actor& actor) { return actor.office.empty(); }

}  // namespace

void answer_busy(const CallPtr& call) { call->respond(busy(is_party(call->actor) ? 429 : 503, call->trace)); }
void answer_nothing(const CallPtr& call) { call->respond(problem(404, "API-010", call->trace)); }

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

void answer_bad_query(const CallPtr& call, std::string_view name) {
  call->respond(
      problem(400, Findings{{.rule = "API-015", .pointer = std::string{name}, .value = {}, .detail = {}}},
              call->trace));
}

std::string etag(std::uint32_t version) { return format("\"{}\"", version); }

}  // namespace lintas::api
