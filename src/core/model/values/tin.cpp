#include "core/model/values/tin.hpp"

#include <algorithm>
#include <expected>
#include <string_view>
#include <utility>

#include "core/model/values/chars.hpp"
#include "core/model/values/country.hpp"

namespace lintas {

std::string_view describe(TinError error) {
  switch (error) {
    case TinError::length: return "does not have 3 to 17 characters";
    case TinError::country: return "does not begin with a country";
    case TinError::characters: return "contains a blank or a character outside ASCII";
  }
  std::unreachable();
}

std::expected<Tin, TinError> Tin::parse(std::string_view text) {
  if (text.size() < 3 || text.size() > length_max) return std::unexpected(TinError::length);
  if (!Country::parse(text.substr(0, 2))) return std::unexpected(TinError::country);
  if (!std::ranges::all_of(text.substr(2), is_graphic)) return std::unexpected(TinError::characters);
  return Tin{text};
}

Country Tin::country() const { return *Country::parse(str().substr(0, 2)); }

}  // namespace lintas
