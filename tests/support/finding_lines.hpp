#pragma once

#include <expected>
#include <string>

#include "core/messages/document.hpp"
#include "core/messages/report.hpp"

namespace lintas::test {

/// What a reader found, one a line: rule, pointer, value.
inline std::string finding_lines(const std::expected<message::Document, message::Report>& document) {
  if (document) return "valid";
  std::string lines;
  for (const auto& [rule, pointer, value, detail] : document.error().findings) {
    if (!lines.empty()) lines += '\n';
    lines.append(rule).append(" ").append(pointer);
    if (!value.empty()) lines.append(" '").append(value).append("'");
  }
  return lines;
}

}  // namespace lintas::test
