#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>

#include "core/model/values/chars.hpp"
#include "core/model/values/country.hpp"

namespace lintas {

enum class OfficeIdError : std::uint8_t {
  length,      ///< not 8 characters
  country,     ///< does not begin with two capital letters
  characters,  ///< something but capital letters and digits after them
};

[[nodiscard]] std::string_view describe(OfficeIdError error);

/// Reference number of a customs office: its country and six characters. Whether the office exists, and in
/// which roles, the reference data say. Source: schema CORefNumType.
class OfficeId {
 public:
  static constexpr std::size_t length = 8;

  /// A default one is an office of no country, ZZ.
  OfficeId() = default;

  [[nodiscard]] static std::expected<OfficeId, OfficeIdError> parse(std::string_view text);
  [[nodiscard]] std::string_view str() const noexcept { return text_.view(); }
  [[nodiscard]] Country country() const;

  friend auto operator<=>(const OfficeId&, const OfficeId&) = default;

 private:
  explicit OfficeId(std::string_view valid) : text_(valid) {}

  Chars<length> text_{"ZZ000000"};
};

}  // namespace lintas
