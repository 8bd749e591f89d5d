#include "core/model/values/office_id.hpp"

#include <algorithm>
#include <expected>
#include <string_view>
#include <utility>

#include "core/model/values/chars.hpp"
#include "core/model/values/country.hpp"

namespace lintas {

std::string_view describe(OfficeIdError error) {
  switch (error) {
    case OfficeIdError::length: return "does not have 8 characters";
    case OfficeIdError::country: return "does not begin with a country";
    case OfficeIdError::characters: return "contains something else than capital letters and digits";
  }
  std::unreachable();
}

std::expected<OfficeId, OfficeIdError> OfficeId::parse(std::string_view text) {
  if (text.size() != length) return std::unexpected(OfficeIdError::length);
  if (!Country::parse(text.substr(0, 2))) return std::unexpected(OfficeIdError::country);
  if (!std::ranges::all_of(text.substr(2), is_capital_or_digit))
    return std::unexpected(OfficeIdError::characters);
  return OfficeId{text};
}

Country OfficeId::country() const { return *Country::parse(str().substr(0, 2)); }

}  // namespace lintas
