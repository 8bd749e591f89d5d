#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>

#include "core/model/values/chars.hpp"

namespace lintas {

enum class AhtnError : std::uint8_t {
  length,      ///< fewer than 6 digits, 7, or more than 12
  characters,  ///< something but digits
};

[[nodiscard]] std::string_view describe(AhtnError error);

/// A code of the goods: six digits of the Harmonized System, eight of the ASEAN nomenclature (AHTN), or up to
/// twelve with a state's own subdivision. Whether the code exists on a day, the tariff says.
class Ahtn {
 public:
  static constexpr std::size_t length_max = 12;

  /// A default one is 000000, which no tariff has.
  Ahtn() = default;

  [[nodiscard]] static std::expected<Ahtn, AhtnError> parse(std::string_view text);
  [[nodiscard]] std::string_view str() const noexcept { return text_.view(); }

  /// This code or a subdivision of it.
  [[nodiscard]] bool covers(const Ahtn& other) const { return other.str().starts_with(str()); }

  /// As text: a code comes right before its subdivisions.
  friend auto operator<=>(const Ahtn&, const Ahtn&) = default;

 private:
  explicit Ahtn(std::string_view valid) : text_(valid) {}

  Chars<length_max> text_{"000000"};
};

}  // namespace lintas
