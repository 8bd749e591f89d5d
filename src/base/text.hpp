#pragma once

#include <fmt/core.h>
#include <string>
#include <utility>

namespace lintas {

/// Text from a pattern checked at compile time. The only door to the formatting library, so that
/// std::format can take its place.
template <class... Values>
[[nodiscard]] std::string format(fmt::format_string<Values...> pattern, Values&&... values) {
  return fmt::format(pattern, std::forward<Values>(values)...);
}

}  // namespace lintas
