#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace lintas::message {

/// What a field holds: one of the scalar types, or a group of its own.
enum class Kind : std::uint8_t { text, integer, number, date, date_time, group };

/// White space before any other check: `replace` makes tab and line ends spaces; `collapse` also trims, and
/// makes runs of spaces one.
enum class Space : std::uint8_t { replace, collapse };

/// The characters a text may consist of.
enum class Alphabet : std::uint8_t {
  any,
  trimmed,          ///< any, but no Unicode separator at either end
  digits,           ///< 0-9
  upper,            ///< A-Z
  letters,          ///< A-Z a-z
  upper_or_digits,  ///< A-Z 0-9
  printable,        ///< space to ~
  printable_tight,  ///< the same, but no space at either end
  ascii,
};

/// How the schema states the length of a text beside the pattern. The check needs only `length`.
enum class LengthFacet : std::uint8_t { none, most, range, exact };

/// The shape of a leaf: a check in code and the same thing as schema facets. A test with boundary values
/// keeps the two equal (tests/messages).
// NOLINTBEGIN(readability-redundant-member-init): without one g++ warns at each designated initialiser
struct Format {
  struct Limits {
    std::int64_t least = 0, most = 0;
  };
  struct Digits {
    std::uint8_t total = 0, fraction = 0;
  };

  std::string_view name = {};
  Kind kind = Kind::text;
  Space space = Space::replace;
  Alphabet alphabet = Alphabet::any;
  Limits length = {};  ///< of a text, in characters
  LengthFacet length_facet = LengthFacet::none;
  Limits range = {};                              ///< of an integer
  Digits digits = {};                             ///< of a number: of its value, trailing zeros do not count
  bool above_zero = false;                        ///< of a number
  bool (*shape)(std::string_view) = nullptr;      ///< what alphabet and length cannot say
  std::span<const std::string_view> values = {};  ///< closed list; then nothing else is checked
  std::string_view base = {};                     ///< built-in type of XML Schema
  std::string_view pattern = {};                  ///< of XML Schema
  std::string_view second_pattern = {};           ///< both must match
};

// NOLINTEND(readability-redundant-member-init)

/// What is wrong with a value.
enum class Misfit : std::uint8_t {
  none,
  not_listed,
  too_long,
  too_short,
  wrong_pattern,
  wrong_type,  ///< not a number, not a day that exists
  too_small,
  too_large,
};

/// The text after its white space was treated. Made in `scratch` only if something changes.
[[nodiscard]] std::string_view treated(Space space, std::string_view text, std::string& scratch);

/// Checks the value, after its white space was treated, and stores it in `member`, which has the scalar type
/// of the format's kind. Nothing is stored when it does not fit.
[[nodiscard]] Misfit store(const Format& format, std::string_view value, void* member);

/// Whether a leaf of this kind has a value, and its canonical lexical form.
[[nodiscard]] bool has_value(Kind kind, const void* member);
void append_value(std::string& out, Kind kind, const void* member);

/// The format in words: "1 to 35 characters".
[[nodiscard]] std::string in_words(const Format& format);

/// Shapes that several characters make together; each is the code of one pattern in formats.hpp.
[[nodiscard]] bool is_mrn(std::string_view text);
[[nodiscard]] bool is_export_mrn(std::string_view text);
[[nodiscard]] bool is_grn(std::string_view text);
[[nodiscard]] bool is_trader(std::string_view text);
[[nodiscard]] bool is_office(std::string_view text);
[[nodiscard]] bool is_tir_carnet(std::string_view text);
[[nodiscard]] bool is_risk_result(std::string_view text);
[[nodiscard]] bool is_mail(std::string_view text);
[[nodiscard]] bool is_trimmed_mail(std::string_view text);
[[nodiscard]] bool is_latitude(std::string_view text);
[[nodiscard]] bool is_longitude(std::string_view text);
[[nodiscard]] bool is_zoned_time(std::string_view text);

}  // namespace lintas::message
