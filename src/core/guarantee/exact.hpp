#pragma once

#include <cstdint>
#include <expected>

#include "base/decimal.hpp"

namespace lintas::guarantee {

__extension__ using Product = __int128;
/// Of two amounts in minor units: fits always. Parts of amounts are compared multiplied out, and not rounded.
[[nodiscard]] constexpr Product product_of(std::int64_t a, std::int64_t b) {
  return static_cast<Product>(a) * b;
}

/// A fraction of two whole numbers of 128 bits: rates and conversions are multiplied without loss and rounded
/// once, at the end. Reduced only when a number would not fit, which keeps it quick. What grows too large
/// stays "overflowed" through all further steps and is told by `rounded`.
class Exact {
 public:
  constexpr Exact() = default;
  explicit Exact(Decimal value);

  friend Exact operator+(const Exact& a, const Exact& b);
  friend Exact operator*(const Exact& a, const Exact& b);
  /// Precondition: b is not zero.
  friend Exact operator/(const Exact& a, const Exact& b);

  /// The nearest multiple of 10^-places, the half away from zero, as a count of those. Error: overflow.
  [[nodiscard]] std::expected<std::int64_t, DecimalError> rounded(int places) const;

 private:
  __extension__ using Wide = __int128;

  static Exact of(Wide numerator, Wide denominator);
  static Exact overflow() { return of(0, 0); }
  static Exact plus_as_is(const Exact& a, const Exact& b);
  static Exact times_as_is(const Exact& a, const Exact& b);
  [[nodiscard]] Exact reduced() const;
  [[nodiscard]] bool overflowed() const { return denominator_ == 0; }

  Wide numerator_ = 0;
  Wide denominator_ = 1;  ///< positive; 0 once overflowed
};

}  // namespace lintas::guarantee
