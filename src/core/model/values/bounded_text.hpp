#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>

#include "core/model/values/chars.hpp"

namespace lintas {

enum class TextError : std::uint8_t {
  empty,
  too_long,
  blank_at_end,  ///< a blank of any kind first or last
  control,       ///< a control character, tab and line ends included
  not_utf8,
};

[[nodiscard]] std::string_view describe(TextError error);

/// What keeps `text` from being one line of UTF-8, 1 to `characters_max` characters long, that begins and
/// ends with something visible: the schemas' AlphaNumeric_MAX.._NoSpaces.
[[nodiscard]] std::optional<TextError> fault_in_text(std::string_view text, std::size_t characters_max);

/// An identifier whose owner may choose any text up to a length. `Kind` tells one from another.
template <class Kind>
class BoundedText {
 public:
  static constexpr std::size_t characters_max = Kind::characters_max;

  /// A default one is "-", a valid one like any other.
  BoundedText() = default;

  [[nodiscard]] static std::expected<BoundedText, TextError> parse(std::string_view text) {
    if (const auto fault = fault_in_text(text, characters_max)) return std::unexpected(*fault);
    return BoundedText{text};
  }
  [[nodiscard]] std::string_view str() const noexcept { return text_.view(); }

  friend auto operator<=>(const BoundedText&, const BoundedText&) = default;

 private:
  static constexpr std::size_t utf8_bytes_max = 4;

  explicit BoundedText(std::string_view valid) : text_(valid) {}

  Chars<characters_max * utf8_bytes_max> text_{"-"};
};

struct LrnKind {
  static constexpr std::size_t characters_max = 22;
};
struct SealKind {
  static constexpr std::size_t characters_max = 20;
};
struct MessageIdKind {
  static constexpr std::size_t characters_max = 35;
};
struct PersonIdKind {
  static constexpr std::size_t characters_max = 35;
};

/// Local reference number: the trader's own name of a declaration until it has an MRN.
using Lrn = BoundedText<LrnKind>;
/// What is written on a seal.
using Seal = BoundedText<SealKind>;
/// messageIdentification: a sender never uses one twice.
using MessageId = BoundedText<MessageIdKind>;
/// An officer or user of this node as its accounts know them; never a name.
using PersonId = BoundedText<PersonIdKind>;

}  // namespace lintas
