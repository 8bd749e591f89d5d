#include "core/guarantee/exact.hpp"

#include <cstdint>
#include <expected>
#include <limits>
#include <optional>

#include "base/decimal.hpp"
#include "base/require.hpp"

namespace lintas::guarantee {

namespace {

__extension__ using Wide = __int128;

// The compiler's checked arithmetic on 128 bits needs a library that not every toolchain has; the largest
// value is symmetric here, so that a sign can always be turned.
constexpr Wide largest = (((Wide{1} << 126) - 1) << 1) + 1;

constexpr Wide magnitude(Wide value) { return value < 0 ? -value : value; }

std::optional<Wide> product(Wide a, Wide b) {
  if (a != 0 && magnitude(b) > largest / magnitude(a)) return std::nullopt;
  return a * b;
}

std::optional<Wide> sum(Wide a, Wide b) {
  if (a > 0 ? b > largest - a : b < -largest - a) return std::nullopt;
  return a + b;
}

constexpr Wide common_divisor(Wide a, Wide b) {
  while (b != 0) {
    const Wide rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

constexpr Wide power_of_ten(int exponent) {
  Wide power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

}  // namespace

Exact::Exact(Decimal value) : Exact(of(Wide{value.mantissa()}, power_of_ten(value.places()))) {}

Exact Exact::of(Wide numerator, Wide denominator) {
  Exact result;
  result.numerator_ = numerator;
  result.denominator_ = denominator;
  return result;
}

Exact Exact::reduced() const {
  const Wide divisor = common_divisor(magnitude(numerator_), denominator_);
  return of(numerator_ / divisor, denominator_ / divisor);
}

Exact Exact::plus_as_is(const Exact& a, const Exact& b) {
  // The denominator of a base most often divides that of a charge on it.
  if (a.denominator_ % b.denominator_ == 0) {
    const auto right = product(b.numerator_, a.denominator_ / b.denominator_);
    const auto numerator = right ? sum(a.numerator_, *right) : std::nullopt;
    return numerator ? of(*numerator, a.denominator_) : Exact::overflow();
  }
  const auto left = product(a.numerator_, b.denominator_);
  const auto right = product(b.numerator_, a.denominator_);
  const auto denominator = product(a.denominator_, b.denominator_);
  if (!left || !right || !denominator) return overflow();
  const auto numerator = sum(*left, *right);
  return numerator ? of(*numerator, *denominator) : overflow();
}

Exact Exact::times_as_is(const Exact& a, const Exact& b) {
  const auto numerator = product(a.numerator_, b.numerator_);
  const auto denominator = product(a.denominator_, b.denominator_);
  return numerator && denominator ? of(*numerator, *denominator) : overflow();
}

Exact operator+(const Exact& a, const Exact& b) {
  if (a.overflowed() || b.overflowed()) return Exact::overflow();
  const bool b_is_finer = b.denominator_ > a.denominator_;
  const Exact quick = b_is_finer ? Exact::plus_as_is(b, a) : Exact::plus_as_is(a, b);
  if (!quick.overflowed()) return quick;
  const Exact left = a.reduced();
  const Exact right = b.reduced();
  const Wide shared = common_divisor(left.denominator_, right.denominator_);
  const auto denominator = product(left.denominator_, right.denominator_ / shared);
  const auto first = product(left.numerator_, right.denominator_ / shared);
  const auto second = product(right.numerator_, left.denominator_ / shared);
  const auto numerator = first && second ? sum(*first, *second) : std::nullopt;
  return numerator && denominator ? Exact::of(*numerator, *denominator) : Exact::overflow();
}

Exact operator*(const Exact& a, const Exact& b) {
  if (a.overflowed() || b.overflowed()) return Exact::overflow();
  const Exact quick = Exact::times_as_is(a, b);
  if (!quick.overflowed()) return quick;
  const Exact left = a.reduced();
  const Exact right = b.reduced();
  return Exact::times_as_is(Exact::of(left.numerator_, right.denominator_).reduced(),
                            Exact::of(right.numerator_, left.denominator_).reduced());
}

Exact operator/(const Exact& a, const Exact& b) {
  if (a.overflowed() || b.overflowed()) return Exact::overflow();
  require(b.numerator_ != 0, "nothing is divided by zero");
  const Wide sign = b.numerator_ < 0 ? -1 : 1;
  return a * Exact::of(sign * b.denominator_, sign * b.numerator_);
}

std::expected<std::int64_t, DecimalError> Exact::rounded(int places) const {
  if (overflowed()) return std::unexpected(DecimalError::overflow);
  const Exact scaled = *this * of(power_of_ten(places), 1);
  if (scaled.overflowed()) return std::unexpected(DecimalError::overflow);
  const Wide rest = magnitude(scaled.numerator_) % scaled.denominator_;
  const bool up = rest >= scaled.denominator_ - rest;
  const Wide whole = (magnitude(scaled.numerator_) / scaled.denominator_) + (up ? 1 : 0);
  if (whole > std::numeric_limits<std::int64_t>::max()) return std::unexpected(DecimalError::overflow);
  return static_cast<std::int64_t>(scaled.numerator_ < 0 ? -whole : whole);
}

}  // namespace lintas::guarantee
