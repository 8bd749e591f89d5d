#include "core/model/values/access_code.hpp"

#include <algorithm>
#include <cstddef>
#include <expected>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "core/model/values/chars.hpp"

namespace lintas {

std::string_view describe(AccessCodeError error) {
  switch (error) {
    case AccessCodeError::length: return "does not have 4 characters";
    case AccessCodeError::characters: return "contains a blank or a character outside ASCII";
  }
  std::unreachable();
}

bool equal_in_constant_time(ByteView a, ByteView b) noexcept {
  if (a.size() != b.size()) return false;
  std::byte difference{};
  for (std::size_t i = 0; i < a.size(); ++i) difference |= a[i] ^ b[i];
  return difference == std::byte{};
}

std::expected<AccessCode, AccessCodeError> AccessCode::parse(std::string_view text) {
  if (text.size() != length) return std::unexpected(AccessCodeError::length);
  if (!std::ranges::all_of(text, is_graphic)) return std::unexpected(AccessCodeError::characters);
  return AccessCode{text};
}

}  // namespace lintas
