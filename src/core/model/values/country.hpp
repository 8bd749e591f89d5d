#pragma once

#include <compare>
#include <cstdint>
#include <expected>
#include <string_view>

#include "core/model/values/chars.hpp"

namespace lintas {

enum class CountryError : std::uint8_t { not_two_capitals };

[[nodiscard]] constexpr std::string_view describe(CountryError) { return "is not two capital letters"; }

/// Two letters of ISO 3166-1. Whether the country exists, the reference data say. The default is ZZ, which
/// ISO leaves to users and which means "none" here.
class Country {
 public:
  constexpr Country() = default;

  [[nodiscard]] static constexpr std::expected<Country, CountryError> parse(std::string_view text) {
    if (text.size() != 2 || !is_capital(text[0]) || !is_capital(text[1]))
      return std::unexpected(CountryError::not_two_capitals);
    return Country{text};
  }
  [[nodiscard]] constexpr std::string_view str() const noexcept { return text_.view(); }

  friend constexpr auto operator<=>(const Country&, const Country&) = default;

 private:
  constexpr explicit Country(std::string_view valid) : text_(valid) {}

  Chars<2> text_{"ZZ"};
};

}  // namespace lintas
