#pragma once

#include <string>
#include <string_view>

namespace lintas {

/// In words what keeps `text` from being the value that it was parsed as. Values that can say more than their
/// error alone, as which check digit is expected, have an explain of their own.
template <class Error>
[[nodiscard]] std::string explain(Error error, std::string_view /*text*/) {
  return std::string{describe(error)};
}

}  // namespace lintas
