#include "base/near.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace lintas {

namespace {

/// In capitals and without blanks.
std::string plain(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') continue;
    result += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return result;
}

/// One character is another, missing or too many.
bool differs_by_one(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() < 2 || b.size() - a.size() > 1) return false;
  std::size_t same = 0;
  while (same < a.size() && a[same] == b[same]) ++same;
  const std::string_view rest = b.substr(std::min(same + 1, b.size()));
  return a.substr(a.size() == b.size() ? std::min(same + 1, a.size()) : same) == rest;
}

}  // namespace

std::optional<std::string_view> near_name(std::span<const std::string_view> names, std::string_view text) {
  const std::string written = plain(text);
  std::optional<std::string_view> found;
  bool several = false;
  for (const std::string_view name : names) {
    const std::string other = plain(name);
    if (other == written) return name;
    if (!differs_by_one(other, written)) continue;
    several = found.has_value();
    found = name;
  }
  return several ? std::nullopt : found;
}

}  // namespace lintas
