#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>

#include "core/model/values/chars.hpp"

namespace lintas {

enum class ContainerNumberError : std::uint8_t {
  length,        ///< none or more than 17 characters
  characters,    ///< something but printable ASCII
  blank_at_end,  ///< a blank first or last
};

[[nodiscard]] std::string_view describe(ContainerNumberError error);

/// What is painted on a container, swap body or wagon, in the form the schema accepts. Boxes outside ISO 6346
/// are allowed, so a wrong check digit is a warning only.
class ContainerNumber {
 public:
  static constexpr std::size_t length_max = 17;

  /// A default one is "-".
  ContainerNumber() = default;

  [[nodiscard]] static std::expected<ContainerNumber, ContainerNumberError> parse(std::string_view text);
  [[nodiscard]] std::string_view str() const noexcept { return text_.view(); }

  /// Written like a number of ISO 6346 (three letters; U, J or Z; seven digits), but the last digit does not
  /// check: probably mistyped.
  [[nodiscard]] bool looks_mistyped() const;

  friend auto operator<=>(const ContainerNumber&, const ContainerNumber&) = default;

 private:
  explicit ContainerNumber(std::string_view valid) : text_(valid) {}

  Chars<length_max> text_{"-"};
};

}  // namespace lintas
