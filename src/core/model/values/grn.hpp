#pragma once

#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "core/model/values/chars.hpp"
#include "core/model/values/country.hpp"

namespace lintas {

enum class GrnError : std::uint8_t {
  length,       ///< neither 17 nor 24 characters
  year,         ///< the first two are not digits; or, to issue, a year outside 2000 to 2099
  country,      ///< characters 3 and 4 are not capital letters
  characters,   ///< something but capital letters and digits in the middle
  check_digit,  ///< place 17 is not the digit over the sixteen before it
  voucher,      ///< places 18 to 24 are not a capital letter and six digits
};

[[nodiscard]] std::string_view describe(GrnError error);
/// The same of the text that was not taken, with the check digit that its other characters ask for.
[[nodiscard]] std::string explain(GrnError error, std::string_view text);

/// Guarantee reference number. Two digits of the year, country of the office of guarantee, twelve characters,
/// check digit; a voucher has a letter and six digits more. Source: schema GRNType; R-ACTS-027.
class Grn {
 public:
  static constexpr std::size_t length = 17;
  static constexpr std::size_t voucher_length = 24;
  static constexpr std::size_t free_characters = 12;

  /// A default one is the number of no country, ZZ, and as well formed as any other.
  Grn() = default;

  [[nodiscard]] static std::expected<Grn, GrnError> parse(std::string_view text);

  /// The number with its check digit. `twelve` must never have been used for that year and country.
  [[nodiscard]] static std::expected<Grn, GrnError> issue(std::chrono::year year, Country country,
                                                          std::string_view twelve);

  [[nodiscard]] std::string_view str() const noexcept { return text_.view(); }
  [[nodiscard]] Country country() const;
  [[nodiscard]] bool is_voucher() const noexcept { return str().size() == voucher_length; }

  friend auto operator<=>(const Grn&, const Grn&) = default;

 private:
  explicit Grn(std::string_view valid) : text_(valid) {}

  Chars<voucher_length> text_{"00ZZ0000000000005"};
};

}  // namespace lintas
