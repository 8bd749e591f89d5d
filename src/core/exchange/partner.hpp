#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lintas::exchange {

/// Another national node, by the two letters of its country: in messages "NTA.MY". Stored as a number.
class Partner {
 public:
  constexpr Partner() = default;
  [[nodiscard]] static constexpr std::optional<Partner> parse(std::string_view text) {
    if (text.size() != 2) return std::nullopt;
    for (const char c : text) {
      if (c < 'A' || c > 'Z') return std::nullopt;
    }
    return Partner{static_cast<std::uint32_t>(((text[0] - 'A') * 26) + (text[1] - 'A') + 1)};
  }
  /// The partner of a number read from the store; nothing for a number that `number` never gave.
  [[nodiscard]] static constexpr std::optional<Partner> of(std::uint32_t number) {
    if (number == 0 || number > 26 * 26) return std::nullopt;
    return Partner{number};
  }
  [[nodiscard]] constexpr std::uint32_t number() const noexcept { return number_; }
  [[nodiscard]] std::string str() const {
    if (number_ == 0) return "--";
    return {static_cast<char>('A' + ((number_ - 1) / 26)), static_cast<char>('A' + ((number_ - 1) % 26))};
  }

  friend constexpr auto operator<=>(const Partner&, const Partner&) = default;

 private:
  constexpr explicit Partner(std::uint32_t number) : number_(number) {}

  std::uint32_t number_ = 0;  ///< 0: no partner
};

}  // namespace lintas::exchange
