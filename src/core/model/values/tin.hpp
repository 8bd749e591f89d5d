#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>

#include "core/model/values/chars.hpp"
#include "core/model/values/country.hpp"

namespace lintas {

enum class TinError : std::uint8_t {
  length,      ///< fewer than 3 or more than 17 characters
  country,     ///< does not begin with two capital letters
  characters,  ///< a blank, a control character or something beyond ASCII after them
};

[[nodiscard]] std::string_view describe(TinError error);

/// Trader identification number: the state, then the number that the state knows the trader by.
/// Source: schema TINNewType.
class Tin {
 public:
  static constexpr std::size_t length_max = 17;

  /// A default one is number 0 of no country, ZZ.
  Tin() = default;

  [[nodiscard]] static std::expected<Tin, TinError> parse(std::string_view text);
  [[nodiscard]] std::string_view str() const noexcept { return text_.view(); }
  [[nodiscard]] Country country() const;

  friend auto operator<=>(const Tin&, const Tin&) = default;

 private:
  explicit Tin(std::string_view valid) : text_(valid) {}

  Chars<length_max> text_{"ZZ0"};
};

}  // namespace lintas
