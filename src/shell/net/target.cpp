#include "shell/net/target.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "shell/net/http.hpp"

namespace lintas::net {

namespace {

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_unreserved(char c) noexcept {
  return is_digit(c) || is_letter(c) || c == '-' || c == '.' || c == '_' || c == '~';
}
constexpr bool is_control(char c) noexcept {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20U || byte == 0x7fU;
}
constexpr bool is_break(char c) noexcept { return c == '\t' || c == '\r' || c == '\n'; }

constexpr int hex_value(char c) noexcept {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

enum class Part : std::uint8_t { segment, value };

std::optional<std::string> decoded(std::string_view text, Part part) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    char c = text[at];
    if (is_control(c)) return std::nullopt;
    if (c == '+' && part == Part::value) c = ' ';
    if (c == '%') {
      if (text.size() - at < 3) return std::nullopt;
      const int high = hex_value(text[at + 1]);
      const int low = hex_value(text[at + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>((high * 16) + low);
      if (is_control(c) && !(part == Part::value && is_break(c))) return std::nullopt;
      at += 2;
    }
    out.push_back(c);
  }
  if (utf8::first_bad(out)) return std::nullopt;
  return out;
}

std::optional<std::vector<std::string>> parse_path(std::string_view text) {
  std::vector<std::string> path;
  if (!text.starts_with('/')) return std::nullopt;
  if (text == "/") return path;
  while (!text.empty()) {
    text.remove_prefix(1);
    const std::size_t end = std::min(text.find('/'), text.size());
    auto segment = decoded(text.substr(0, end), Part::segment);
    text.remove_prefix(end);
    const bool is_empty_within = segment && segment->empty() && !text.empty();
    if (!segment || is_empty_within || *segment == "." || *segment == "..") return std::nullopt;
    path.push_back(*std::move(segment));
  }
  return path;
}

/// Without "http://host", if the target has it.
std::optional<std::string_view> without_authority(std::string_view text) {
  if (text.starts_with('/')) return text;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!text.starts_with(scheme)) continue;
    const std::size_t path = text.find_first_of("/?", scheme.size());
    if (path == std::string_view::npos) return "/";
    if (text[path] == '/') return text.substr(path);
  }
  return std::nullopt;
}

bool is_host(std::string_view host) {
  return !host.empty() && host.size() <= 253 && std::ranges::all_of(host, [](char c) {
    return is_digit(c) || is_letter(c) || c == '-' || c == '.' || c == '_' || c == ':';
  });
}

/// "host", "host:port" or "[address]:port".
bool read_authority(std::string_view text, Url& url) {
  std::string_view host = text;
  std::string_view port;
  bool has_port = false;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return false;
    host = text.substr(1, end - 1);
    text.remove_prefix(end + 1);
    if (!host.contains(':')) return false;
    if (!text.empty() && !text.starts_with(':')) return false;
    has_port = !text.empty();
    port = has_port ? text.substr(1) : text;
  } else if (const std::size_t colon = text.find(':'); colon != std::string_view::npos) {
    host = text.substr(0, colon);
    port = text.substr(colon + 1);
    has_port = true;
  }
  if (!is_host(host)) return false;
  url.host = host;
  std::ranges::transform(url.host, url.host.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  url.port = url.tls ? 443 : 80;
  if (!has_port) return true;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), url.port);
  return error == std::errc{} && end == port.data() + port.size() && url.port != 0;
}

}  // namespace

std::optional<std::vector<Parameter>> parse_form(std::string_view text) {
  std::vector<Parameter> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    if (out.size() == limits::http_query_parameters_max) return std::nullopt;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    auto name = decoded(pair.substr(0, equals), Part::value);
    auto value = decoded(pair.substr(std::min(equals + 1, pair.size())), Part::value);
    if (!name || !value || name->empty()) return std::nullopt;
    out.push_back({.name = *std::move(name), .value = *std::move(value)});
  }
  return out;
}

std::optional<Target> parse_target(std::string_view text) {
  const auto local = without_authority(text);
  if (!local || local->contains('#')) return std::nullopt;
  const std::size_t mark = std::min(local->find('?'), local->size());
  auto path = parse_path(local->substr(0, mark));
  auto query = parse_form(local->substr(std::min(mark + 1, local->size())));
  if (!path || !query) return std::nullopt;
  return Target{.path = *std::move(path), .query = *std::move(query)};
}

std::string Url::authority() const {
  std::string out = host.contains(':') ? format("[{}]", host) : host;
  if (port != (tls ? 443 : 80)) out += format(":{}", port);
  return out;
}

std::string Url::str() const { return format("{}://{}{}", tls ? "https" : "http", authority(), target); }

std::optional<Url> parse_url(std::string_view text) {
  Url url;
  if (text.starts_with("https://")) {
    url.tls = true;
    text.remove_prefix(8);
  } else if (text.starts_with("http://")) {
    text.remove_prefix(7);
  } else {
    return std::nullopt;
  }
  const std::size_t end = std::min(text.find_first_of("/?#"), text.size());
  if (!read_authority(text.substr(0, end), url)) return std::nullopt;
  text.remove_prefix(end);
  url.target = text.starts_with('/') ? "" : "/";
  url.target += text;
  const bool plain = std::ranges::all_of(url.target, [](char c) { return c > 0x20 && c < 0x7f; });
  if (!plain || !parse_target(url.target)) return std::nullopt;
  return url;
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (is_unreserved(c)) {
      out.push_back(c);
    } else {
      out += format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
  }
  return out;
}

}  // namespace lintas::net
