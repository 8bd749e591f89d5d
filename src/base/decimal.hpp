#pragma once

#include <compare>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace lintas {

enum class DecimalError : std::uint8_t {
  not_a_number,  ///< not digits with at most one point
  too_precise,   ///< more than six places, or a result that six places cannot hold exactly
  overflow,      ///< outside 64 bits
  division_by_zero,
};

enum class Rounding : std::uint8_t {
  half_up,  ///< away from zero from the half on: duty and tax lines
  up,       ///< away from zero: the amount of a guarantee never falls short
};

/// An exact decimal: mantissa * 10^-places, at most six places. Intermediate results have 128 bits; what does
/// not fit is an error, never a wrap. Kept without trailing zeros of the fraction, so that equal values are
/// equal members.
class Decimal {
 public:
  static constexpr int places_max = 6;

  constexpr Decimal() = default;
  /// Precondition: 0 <= places <= places_max.
  [[nodiscard]] static Decimal of(std::int64_t mantissa, int places = 0);

  /// "12", "-0.5", "1234.500000". No exponent, no sign "+", no blanks; leading zeros are accepted.
  [[nodiscard]] static std::expected<Decimal, DecimalError> parse(std::string_view text);
  [[nodiscard]] std::string str() const;

  [[nodiscard]] constexpr std::int64_t mantissa() const noexcept { return mantissa_; }
  [[nodiscard]] constexpr int places() const noexcept { return places_; }
  [[nodiscard]] constexpr bool is_zero() const noexcept { return mantissa_ == 0; }
  [[nodiscard]] constexpr bool is_negative() const noexcept { return mantissa_ < 0; }

  [[nodiscard]] std::expected<Decimal, DecimalError> plus(Decimal other) const;
  [[nodiscard]] std::expected<Decimal, DecimalError> minus(Decimal other) const;

  /// The product rounded to `places`.
  [[nodiscard]] std::expected<Decimal, DecimalError> times(Decimal other, int places,
                                                           Rounding rounding) const;
  /// The quotient rounded to `places`.
  [[nodiscard]] std::expected<Decimal, DecimalError> over(Decimal other, int places, Rounding rounding) const;
  [[nodiscard]] std::expected<Decimal, DecimalError> rounded(int places, Rounding rounding) const;

  friend std::strong_ordering operator<=>(Decimal a, Decimal b);
  friend constexpr bool operator==(Decimal, Decimal) = default;

 private:
  constexpr Decimal(std::int64_t mantissa, int places) : mantissa_(mantissa), places_(places) {}

  std::int64_t mantissa_ = 0;
  int places_ = 0;
};

/// mantissa * 10^-places with all of its places, as money is written: "943135.60". Decimal::str has
/// "943135.6". Precondition: 0 <= places <= Decimal::places_max.
[[nodiscard]] std::string with_all_places(std::int64_t mantissa, int places);

}  // namespace lintas
