#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/require.hpp"

namespace lintas {

/// Text of at most `Max` bytes kept in place: what identifiers are made of. Ordered as its bytes are.
template <std::size_t Max>
class Chars {
 public:
  static_assert(Max <= 255);

  constexpr Chars() = default;
  /// Precondition: text.size() <= Max.
  constexpr explicit Chars(std::string_view text) : size_(static_cast<std::uint8_t>(text.size())) {
    if (text.size() > Max) require(false, "the text fits its place");
    std::ranges::copy(text, text_.begin());
  }

  [[nodiscard]] constexpr std::string_view view() const noexcept { return {text_.data(), size_}; }

  friend constexpr std::strong_ordering operator<=>(const Chars& a, const Chars& b) {
    return a.view() <=> b.view();
  }
  friend constexpr bool operator==(const Chars& a, const Chars& b) { return a.view() == b.view(); }

 private:
  std::array<char, Max> text_{};
  std::uint8_t size_ = 0;
};

[[nodiscard]] constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_capital(char c) noexcept { return c >= 'A' && c <= 'Z'; }
[[nodiscard]] constexpr bool is_capital_or_digit(char c) noexcept { return is_capital(c) || is_digit(c); }
/// Printable ASCII without the blank: the schemas' [!-~].
[[nodiscard]] constexpr bool is_graphic(char c) noexcept { return c >= '!' && c <= '~'; }
[[nodiscard]] constexpr bool is_printable(char c) noexcept { return c >= ' ' && c <= '~'; }

}  // namespace lintas
