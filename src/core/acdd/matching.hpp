#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/words.hpp"
#include "core/acdd/document.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/unit.hpp"

/// A document against the import declarations that refer to it: a signal of risk and nothing else
/// (R-ASW-110). Pure. Field numbers are never used again for something else.
namespace lintas::acdd {

/// So much is imported under a code.
struct DeclaredLine {
  std::uint16_t item = 0;  ///< of the document, where the declaration says which; 0: it does not
  Ahtn hs;
  Decimal quantity;
  Unit unit;

  static constexpr std::string_view record = "acdd.declared_line";
  static constexpr auto fields() {
    return Fields{Field{1, "item", &DeclaredLine::item}, Field{2, "hs", &DeclaredLine::hs},
                  Field{3, "quantity", &DeclaredLine::quantity}, Field{4, "unit", &DeclaredLine::unit}};
  }
  friend bool operator==(const DeclaredLine&, const DeclaredLine&) = default;
};

/// An import declaration, as far as it refers to the document.
struct Declared {
  DeclarationNumber declaration;
  std::string exporter;  ///< as declared; empty: it says none, and none is compared
  std::vector<DeclaredLine> lines;

  static constexpr std::string_view record = "acdd.declared";
  static constexpr auto fields() {
    return Fields{Field{1, "declaration", &Declared::declaration}, Field{2, "exporter", &Declared::exporter},
                  Field{3, "lines", &Declared::lines}};
  }
  friend bool operator==(const Declared&, const Declared&) = default;
};

/// Stored: a number is never used again for another kind.
enum class DifferenceKind : std::uint8_t {
  exporter = 1,
  item_missing,  ///< nothing was declared of the item
  not_exported,  ///< a declared line is about no item
  hs,
  unit,
  more,
  less,
};
inline constexpr std::array difference_kind_words{
    Word{DifferenceKind::exporter, "exporter_differs"}, Word{DifferenceKind::item_missing, "item_missing"},
    Word{DifferenceKind::not_exported, "not_exported"}, Word{DifferenceKind::hs, "hs_differs"},
    Word{DifferenceKind::unit, "unit_differs"},         Word{DifferenceKind::more, "quantity_more"},
    Word{DifferenceKind::less, "quantity_less"},
};
[[nodiscard]] constexpr const auto& words_for(DifferenceKind) { return difference_kind_words; }

struct Difference {
  DifferenceKind kind{};
  std::uint16_t item = 0;         ///< of the document; 0: of none
  DeclarationNumber declaration;  ///< "-": of all together
  std::uint16_t line = 0;         ///< of that declaration, from 1; 0: of no one line
  std::uint16_t digit = 0;        ///< of the code: the first that differs, from 1
  std::string exported;
  std::string declared;

  static constexpr std::string_view record = "acdd.difference";
  static constexpr auto fields() {
    return Fields{Field{1, "kind", &Difference::kind},
                  Field{2, "item", &Difference::item},
                  Field{3, "declaration", &Difference::declaration},
                  Field{4, "line", &Difference::line},
                  Field{5, "digit", &Difference::digit},
                  Field{6, "exported", &Difference::exported},
                  Field{7, "declared", &Difference::declared}};
  }
  friend bool operator==(const Difference&, const Difference&) = default;
};

/// What a comparison came to, as an event keeps it.
struct Judged {
  std::vector<Difference> differences;  ///< the first of them (limits.hpp)
  std::uint32_t count = 0;              ///< of all

  static constexpr std::string_view record = "acdd.judged";
  static constexpr auto fields() {
    return Fields{Field{1, "differences", &Judged::differences}, Field{2, "count", &Judged::count}};
  }
  friend bool operator==(const Judged&, const Judged&) = default;
};

/// Which line was taken to be about which item.
struct Cover {
  std::uint16_t item = 0;
  DeclarationNumber declaration;
  std::uint16_t line = 0;  ///< from 1

  friend bool operator==(const Cover&, const Cover&) = default;
};

struct Comparison {
  std::vector<Cover> covers;
  std::vector<Difference> differences;  ///< none: they match
};

/// Digits of a code that both states have in common: the nomenclature of ASEAN. What stands behind them is a
/// state's own.
inline constexpr std::size_t hs_digits_compared = 8;
/// A line that names no item is about the one whose code begins with most of the same digits: this many at
/// least, the heading.
inline constexpr std::size_t hs_digits_alike_min = 4;

/// All lines of all declarations together. Quantities of an item are compared as a sum, and only where all
/// its lines have its unit: none is converted.
[[nodiscard]] Comparison compare(const Contents& contents, const std::vector<Declared>& declarations);

[[nodiscard]] Judged judge(const Contents& contents, const std::vector<Declared>& declarations);

/// R-ACDD-004: a declaration that is reported has lines, each with a quantity.
[[nodiscard]] Findings faults_in(const Declared& declared);

}  // namespace lintas::acdd
