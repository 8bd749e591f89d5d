#pragma once

#include <fmt/core.h>
#include <string>
#include <utility>

namespace lintas {

struct TextFormat {
  template <class... Values>
  [[nodiscard]] std::string operator()(fmt::format_string<Values...> pattern, Values&&... values) const {
    return fmt::format(pattern, std::forward<Values>(values)...);
  }
};
/// Text from a pattern checked at compile time. The only door to the formatting library, so that
/// std::format can take its place. An object, not a function: where the library has std::format (g++ 14), a
/// call with a std::string would otherwise find both.
inline constexpr TextFormat format{};

}  // namespace lintas
