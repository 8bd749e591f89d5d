#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <expected>
#include <string_view>

#include "core/model/values/chars.hpp"

namespace lintas {

enum class UnitError : std::uint8_t { not_a_unit };

[[nodiscard]] constexpr std::string_view describe(UnitError) {
  return "is not a unit code of two or three capital letters and digits";
}

/// A unit of measure, code of UN/ECE Recommendation 20: KGM, LTR, H87. The default is C62, "one".
class Unit {
 public:
  constexpr Unit() = default;

  [[nodiscard]] static constexpr std::expected<Unit, UnitError> parse(std::string_view text) {
    const bool right =
        (text.size() == 2 || text.size() == 3) && std::ranges::all_of(text, is_capital_or_digit);
    if (!right) return std::unexpected(UnitError::not_a_unit);
    return Unit{text};
  }
  [[nodiscard]] constexpr std::string_view str() const noexcept { return text_.view(); }

  friend constexpr auto operator<=>(const Unit&, const Unit&) = default;

 private:
  constexpr explicit Unit(std::string_view valid) : text_(valid) {}

  Chars<3> text_{"C62"};
};

}  // namespace lintas
