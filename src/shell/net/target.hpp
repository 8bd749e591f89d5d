#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shell/net/http.hpp"

namespace lintas::net {

struct Target {
  std::vector<std::string> path;
  std::vector<Parameter> query;
  friend bool operator==(const Target&, const Target&) = default;
};

/// Reads the target of a request (RFC 9112 3.2): "/v1/movements/24SG?a=1", also with "http://host" before it.
/// Refused, so that no two readers see different paths: percent signs that code nothing, control characters,
/// bytes that are no UTF-8, empty segments within, "." and "..", a fragment, more query parameters than
/// limits::http_query_parameters_max. A slash at the end has an empty segment behind it. A coded slash is a
/// character of its segment. In the query "+" is a space.
[[nodiscard]] std::optional<Target> parse_target(std::string_view text);

/// Reads a query, or the body of a form (application/x-www-form-urlencoded). Line breaks are allowed in
/// values.
[[nodiscard]] std::optional<std::vector<Parameter>> parse_form(std::string_view text);

/// Where a request of ours goes to.
struct Url {
  bool tls = false;
  /// A name, an IPv4 address, or an IPv6 address without its brackets; lower case.
  std::string host;
  std::uint16_t port = 0;
  /// Path and query as they are sent, at least "/".
  std::string target;

  /// "https://node.example:8443/as4".
  [[nodiscard]] std::string str() const;
  /// The same target on the same host: "host:port" or "host" as the header Host has it.
  [[nodiscard]] std::string authority() const;
  friend bool operator==(const Url&, const Url&) = default;
};

/// "http://" or "https://", a host, a port if it is not 80 or 443, path and query. No user, no fragment.
[[nodiscard]] std::optional<Url> parse_url(std::string_view text);

/// Codes what may not stand in a segment or value as it is (RFC 3986 2.3).
[[nodiscard]] std::string percent_encoded(std::string_view text);

}  // namespace lintas::net
