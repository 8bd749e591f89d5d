#include "base/decimal.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <limits>
#include <string>
#include <string_view>

#include "base/require.hpp"
#include "base/text.hpp"

namespace lintas {

namespace {

__extension__ using Wide = __int128;  // products and scaled sums of two 64-bit mantissas fit

constexpr Wide power_of_ten(int exponent) {
  Wide power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

constexpr Wide magnitude(Wide value) { return value < 0 ? -value : value; }

/// value / divisor rounded to a whole number. Precondition: divisor > 0.
constexpr Wide divide_rounded(Wide value, Wide divisor, Rounding rounding) {
  const Wide quotient = magnitude(value) / divisor;
  const Wide rest = magnitude(value) % divisor;
  bool away = rest != 0;
  if (rounding == Rounding::half_up) away = rest >= divisor - rest;
  const Wide result = away ? quotient + 1 : quotient;
  return value < 0 ? -result : result;
}

std::expected<Decimal, DecimalError> checked(Wide mantissa, int places) {
  if (mantissa > std::numeric_limits<std::int64_t>::max() ||
      mantissa < std::numeric_limits<std::int64_t>::min()) {
    return std::unexpected(DecimalError::overflow);
  }
  return Decimal::of(static_cast<std::int64_t>(mantissa), places);
}

/// Both mantissas at six places, so that they can be added or compared.
constexpr Wide at_full_scale(Decimal value) {
  return Wide{value.mantissa()} * power_of_ten(Decimal::places_max - value.places());
}

/// A mantissa at `from` places brought to `to` places.
Wide rescaled(Wide mantissa, int from, int to, Rounding rounding) {
  if (to >= from) return mantissa * power_of_ten(to - from);
  return divide_rounded(mantissa, power_of_ten(from - to), rounding);
}

}  // namespace

Decimal Decimal::of(std::int64_t mantissa, int places) {
  require(places >= 0 && places <= places_max, "a decimal has at most six places");
  while (places > 0 && mantissa % 10 == 0) {
    mantissa /= 10;
    --places;
  }
  return Decimal{mantissa, places};
}

std::expected<Decimal, DecimalError> Decimal::parse(std::string_view text) {
  const bool negative = text.starts_with('-');
  const std::string_view digits = negative ? text.substr(1) : text;
  const std::size_t point = digits.find('.');
  const std::size_t fraction = point == std::string_view::npos ? 0 : digits.size() - point - 1;
  if (digits.empty() || point == 0 || (point != std::string_view::npos && fraction == 0)) {
    return std::unexpected(DecimalError::not_a_number);
  }
  std::int64_t mantissa = 0;
  std::size_t index = 0;
  for (const char c : digits) {
    if (index++ == point) continue;
    if (c < '0' || c > '9') return std::unexpected(DecimalError::not_a_number);
    if (point != std::string_view::npos && index > point + 1 + places_max) {
      if (c != '0') return std::unexpected(DecimalError::too_precise);
      continue;
    }
    const bool wraps = __builtin_mul_overflow(mantissa, std::int64_t{10}, &mantissa) ||
                       __builtin_add_overflow(mantissa, std::int64_t{c - '0'}, &mantissa);
    if (wraps) return std::unexpected(DecimalError::overflow);
  }
  const int places = fraction > places_max ? places_max : static_cast<int>(fraction);
  return of(negative ? -mantissa : mantissa, places);
}

std::string Decimal::str() const { return with_all_places(mantissa_, places_); }

std::string with_all_places(std::int64_t mantissa, int places) {
  require(places >= 0 && places <= Decimal::places_max, "a decimal has at most six places");
  const auto size = static_cast<std::uint64_t>(magnitude(Wide{mantissa}));
  const auto unit = static_cast<std::uint64_t>(power_of_ten(places));
  std::string whole = format("{}{}", mantissa < 0 ? "-" : "", size / unit);
  if (places == 0) return whole;
  return format("{}.{:0{}}", whole, size % unit, places);
}

std::expected<Decimal, DecimalError> Decimal::plus(Decimal other) const {
  const Wide sum = at_full_scale(*this) + at_full_scale(other);
  // Trailing zeros are given back before the range is judged: 9e18 + 1 is representable although 9e24 is not.
  Wide mantissa = sum;
  int places = places_max;
  while (places > 0 && mantissa % 10 == 0) {
    mantissa /= 10;
    --places;
  }
  return checked(mantissa, places);
}

std::expected<Decimal, DecimalError> Decimal::minus(Decimal other) const {
  if (other.mantissa_ == std::numeric_limits<std::int64_t>::min())
    return std::unexpected(DecimalError::overflow);
  return plus(Decimal{-other.mantissa_, other.places_});
}

std::expected<Decimal, DecimalError> Decimal::times(Decimal other, int places, Rounding rounding) const {
  require(places >= 0 && places <= places_max, "a decimal has at most six places");
  const Wide product = Wide{mantissa_} * Wide{other.mantissa_};
  // A product has at most twelve places: bringing it to `places` only shrinks it, unless both had few.
  const int product_places = places_ + other.places_;
  if (product_places < places && magnitude(product) > Wide{std::numeric_limits<std::int64_t>::max()}) {
    return std::unexpected(DecimalError::overflow);
  }
  return checked(rescaled(product, product_places, places, rounding), places);
}

std::expected<Decimal, DecimalError> Decimal::over(Decimal other, int places, Rounding rounding) const {
  require(places >= 0 && places <= places_max, "a decimal has at most six places");
  if (other.is_zero()) return std::unexpected(DecimalError::division_by_zero);
  // value = m1 / m2 * 10^(p2 - p1); at `places`: m1 * 10^(places + p2 - p1) / m2, at most 12 further digits:
  // 2^63 * 10^12 fits.
  const int shift = places + other.places_ - places_;
  Wide dividend = Wide{mantissa_};
  Wide divisor = Wide{other.mantissa_};
  if (shift >= 0) dividend *= power_of_ten(shift);
  if (shift < 0) divisor *= power_of_ten(-shift);
  if (divisor < 0) {
    divisor = -divisor;
    dividend = -dividend;
  }
  return checked(divide_rounded(dividend, divisor, rounding), places);
}

std::expected<Decimal, DecimalError> Decimal::rounded(int places, Rounding rounding) const {
  require(places >= 0 && places <= places_max, "a decimal has at most six places");
  if (places >= places_) return *this;
  return checked(rescaled(Wide{mantissa_}, places_, places, rounding), places);
}

std::strong_ordering operator<=>(Decimal a, Decimal b) { return at_full_scale(a) <=> at_full_scale(b); }

}  // namespace lintas
