#include "core/model/values/ahtn.hpp"

#include <algorithm>
#include <expected>
#include <string_view>
#include <utility>

#include "core/model/values/chars.hpp"

namespace lintas {

std::string_view describe(AhtnError error) {
  switch (error) {
    case AhtnError::length: return "does not have 6 or 8 to 12 digits";
    case AhtnError::characters: return "contains something else than digits";
  }
  std::unreachable();
}

std::expected<Ahtn, AhtnError> Ahtn::parse(std::string_view text) {
  if (text.size() < 6 || text.size() == 7 || text.size() > length_max)
    return std::unexpected(AhtnError::length);
  if (!std::ranges::all_of(text, is_digit)) return std::unexpected(AhtnError::characters);
  return Ahtn{text};
}

}  // namespace lintas
