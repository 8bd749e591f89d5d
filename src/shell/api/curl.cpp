#include "shell/api/curl.hpp"

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/require.hpp"
#include "base/text.hpp"
#include "shell/net/http.hpp"

namespace lintas::api {

namespace {

/// Longer JSON is easier to read in lines.
constexpr std::size_t one_line_max = 60;

std::string laid_out(const Curl& curl) {
  if (!curl.media.ends_with("json") || curl.body.size() <= one_line_max) return curl.body;
  return nlohmann::ordered_json::parse(curl.body).dump(2);
}

}  // namespace

std::string text_of(const Curl& curl) {
  require(!curl.body.contains('\''), "the body stands between single quotes");
  std::string text = curl.flows ? "curl -sS -N" : "curl -sS";
  if (curl.method != net::Method::get) text += format(" -X {}", net::to_text(curl.method));
  text += format(" \"$LINTAS_NODE{}\"", curl.target);
  const auto add = [&](std::string_view option) { text.append(" \\\n  ").append(option); };
  if (curl.with_key) add(R"sh(-H "Authorization: Bearer $(cat "$LINTAS_KEY_FILE")")sh");
  for (const auto& [name, value] : curl.headers) add(format("-H \"{}: {}\"", name, value));
  if (!curl.media.empty()) {
    add(format("-H 'Content-Type: {}'", curl.media));
    add(format("--data-binary '{}'", laid_out(curl)));
  }
  if (!curl.file.empty()) add(format("-o {}", curl.file));
  return text;
}

}  // namespace lintas::api
