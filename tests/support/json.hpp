#pragma once

#include <iosfwd>
#include <nlohmann/json.hpp>
#include <string_view>

#include "shell/api/json.hpp"  // IWYU pragma: keep: what is compiled once there

/// What every test of JSON does, compiled once: the templates behind each are seconds for a source.
namespace lintas::test {

/// Discarded where the text is no JSON.
[[nodiscard]] nlohmann::json parse_json(std::string_view text);

}  // namespace lintas::test

namespace nlohmann {

/// What GoogleTest shows where an expectation fails.
// NOLINTNEXTLINE(readability-identifier-naming): GoogleTest looks for this name
void PrintTo(const json& value, std::ostream* to);

}  // namespace nlohmann
