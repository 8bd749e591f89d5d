#pragma once

#include <chrono>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/finding.hpp"
#include "shell/net/http.hpp"

/// What went wrong, as problem+json (RFC 9457): the texts are those of data/rules.csv.
namespace lintas::api {

/// `code` is the first finding's rule; `errors` has all; `more` are further members. Precondition: there is a
/// finding.
[[nodiscard]] net::Response problem(std::uint16_t status, const Findings& findings, std::string_view trace,
                                    const nlohmann::json& more);
[[nodiscard]] net::Response problem(std::uint16_t status, const Findings& findings, std::string_view trace);
[[nodiscard]] net::Response problem(std::uint16_t status, std::string_view rule, std::string_view trace,
                                    std::string detail = {});
/// With Retry-After: 429 for who may ask again less often, 503 for the node's own state. Without a known end
/// a moment, for what waits in a queue is short.
[[nodiscard]] net::Response busy(std::uint16_t status, std::string_view trace, std::string detail = {},
                                 std::chrono::seconds ask_again = std::chrono::seconds{2});

/// Rule, place, text and remedy, as a member of `errors`.
[[nodiscard]] nlohmann::json show_finding(const Finding& finding);

[[nodiscard]] net::Response json_response(std::uint16_t status, const nlohmann::json& json);
/// Of a text that is JSON already.
[[nodiscard]] net::Response json_response(std::uint16_t status, std::string_view text);

}  // namespace lintas::api
