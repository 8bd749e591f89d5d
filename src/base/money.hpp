#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>

namespace lintas {

/// Three capital letters of ISO 4217. Whether the currency exists, and how many places it has, the reference
/// data say.
class Currency {
 public:
  constexpr Currency() = default;

  [[nodiscard]] static constexpr std::optional<Currency> parse(std::string_view text) {
    if (text.size() != 3) return std::nullopt;
    Currency currency;
    for (std::size_t i = 0; i < 3; ++i) {
      if (text[i] < 'A' || text[i] > 'Z') return std::nullopt;
      currency.code_[i] = text[i];
    }
    return currency;
  }
  [[nodiscard]] constexpr std::string_view str() const noexcept { return {code_.data(), code_.size()}; }

  friend constexpr auto operator<=>(const Currency&, const Currency&) = default;

 private:
  std::array<char, 3> code_{'X', 'X', 'X'};  // ISO 4217: no currency
};

enum class MoneyError : std::uint8_t { currency_mismatch, overflow };

/// An amount in whole minor units (cents, sen, satang; dong itself) of one currency.
class Money {
 public:
  constexpr Money() = default;
  constexpr Money(std::int64_t minor_units, Currency currency)
      : minor_units_(minor_units), currency_(currency) {}

  [[nodiscard]] constexpr std::int64_t minor_units() const noexcept { return minor_units_; }
  [[nodiscard]] constexpr Currency currency() const noexcept { return currency_; }

  friend constexpr bool operator==(const Money&, const Money&) = default;

 private:
  std::int64_t minor_units_ = 0;
  Currency currency_;
};

[[nodiscard]] constexpr std::expected<Money, MoneyError> add(Money a, Money b) {
  if (a.currency() != b.currency()) return std::unexpected(MoneyError::currency_mismatch);
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a.minor_units(), b.minor_units(), &sum))
    return std::unexpected(MoneyError::overflow);
  return Money{sum, a.currency()};
}

[[nodiscard]] constexpr std::expected<Money, MoneyError> subtract(Money a, Money b) {
  if (a.currency() != b.currency()) return std::unexpected(MoneyError::currency_mismatch);
  std::int64_t difference = 0;
  if (__builtin_sub_overflow(a.minor_units(), b.minor_units(), &difference))
    return std::unexpected(MoneyError::overflow);
  return Money{difference, a.currency()};
}

}  // namespace lintas
