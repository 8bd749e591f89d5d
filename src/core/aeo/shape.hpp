#pragma once

#include <compare>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/aeo/code.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/dated.hpp"

/// How the codes of each state are written: data/codelists/aeo-shapes.csv. A state may have several shapes at
/// once. No source knows check digits of any of them.
namespace lintas::aeo {

/// Character by character: n a digit, a a capital, x either of them; a capital, a digit or a separator is
/// itself.
class Pattern {
 public:
  Pattern() = default;

  /// Nothing for a text with other characters, or without one that varies, or longer than a code.
  [[nodiscard]] static std::optional<Pattern> parse(std::string_view text);
  [[nodiscard]] const std::string& str() const noexcept { return text_; }
  /// What is left of it in keys.
  [[nodiscard]] const std::string& of_key() const noexcept { return of_key_; }
  [[nodiscard]] bool fits(const CodeKey& key) const;
  /// The key with the separators at their places. Precondition: it fits.
  [[nodiscard]] std::string written(const CodeKey& key) const;

 private:
  std::string text_;
  std::string of_key_;
};

/// Whether a character of a key may stand where the pattern has `place`.
[[nodiscard]] bool fits(char c, char place) noexcept;
[[nodiscard]] constexpr bool varies(char place) noexcept {
  return place == 'n' || place == 'a' || place == 'x';
}

struct ShapeName {
  Country state;
  std::string name;  ///< "ID2"

  friend auto operator<=>(const ShapeName&, const ShapeName&) = default;
};

struct Shape {
  Pattern pattern;
  std::string level;    ///< that every code of this shape says: "L2"; or empty
  std::string example;  ///< for people
};

using Shapes = refdata::DatedTable<ShapeName, Shape>;

[[nodiscard]] std::expected<Shapes, Findings> read_shapes(std::string_view csv);
/// The state's shapes of the day, in the order of their names.
[[nodiscard]] std::vector<const Shapes::Row*> shapes_of(const Shapes& shapes, Country state, Day day);

}  // namespace lintas::aeo
