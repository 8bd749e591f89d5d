#include "core/model/values/container_number.hpp"

#include <algorithm>
#include <cstddef>
#include <expected>
#include <string_view>
#include <utility>

#include "core/model/values/chars.hpp"
#include "core/model/values/check_digit.hpp"

namespace lintas {

std::string_view describe(ContainerNumberError error) {
  switch (error) {
    case ContainerNumberError::length: return "does not have 1 to 17 characters";
    case ContainerNumberError::characters: return "contains a character outside ASCII";
    case ContainerNumberError::blank_at_end: return "begins or ends with a blank";
  }
  std::unreachable();
}

std::expected<ContainerNumber, ContainerNumberError> ContainerNumber::parse(std::string_view text) {
  if (text.empty() || text.size() > length_max) return std::unexpected(ContainerNumberError::length);
  if (!std::ranges::all_of(text, is_printable)) return std::unexpected(ContainerNumberError::characters);
  if (text.front() == ' ' || text.back() == ' ') return std::unexpected(ContainerNumberError::blank_at_end);
  return ContainerNumber{text};
}

bool ContainerNumber::looks_mistyped() const {
  constexpr std::size_t iso_length = 11;
  const std::string_view text = str();
  const bool iso_form = text.size() == iso_length && std::ranges::all_of(text.substr(0, 3), is_capital) &&
                        std::string_view{"UJZ"}.contains(text[3]) &&
                        std::ranges::all_of(text.substr(4), is_digit);
  return iso_form && text.back() != check_digit(text.substr(0, iso_length - 1));
}

}  // namespace lintas
