#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/fields.hpp"
#include "base/words.hpp"
#include "core/model/values/bounded_text.hpp"

/// Under which regime the goods of a movement went on, once transit had ended (acts.md 3.2 row 15): what the
/// national customs system says of its own declarations. Transit asks nothing of it and waits for none of it.
namespace lintas::transit {

struct NationalDeclarationKind {
  static constexpr std::size_t characters_max = 35;
};
/// As the state of destination numbers it: certificates and customs declaration documents are claimed and
/// reported under the same number.
using NationalDeclaration = BoundedText<NationalDeclarationKind>;

/// The regimes of the revised Kyoto Convention (recalled), as far as goods go on under them. Stored: a number
/// is never used again for another one.
enum class Regime : std::uint8_t {
  home_use = 1,
  warehouse,
  free_zone,
  processing,
  temporary_admission,
  transit,
  re_export,
  destruction,
};
inline constexpr std::array regime_words{
    Word{Regime::home_use, "home_use"},
    Word{Regime::warehouse, "warehouse"},
    Word{Regime::free_zone, "free_zone"},
    Word{Regime::processing, "processing"},
    Word{Regime::temporary_admission, "temporary_admission"},
    Word{Regime::transit, "transit"},
    Word{Regime::re_export, "re_export"},
    Word{Regime::destruction, "destruction"},
};
[[nodiscard]] constexpr const auto& words_for(Regime) { return regime_words; }

/// A declaration that took goods of the movement.
struct Onward {
  NationalDeclaration declaration;
  Regime regime = Regime::home_use;
  std::vector<std::uint16_t> items;  ///< by their numbers in the transit declaration; none: all

  static constexpr std::string_view record = "transit.onward";
  static constexpr auto fields() {
    return Fields{Field{1, "declaration", &Onward::declaration}, Field{2, "regime", &Onward::regime},
                  Field{3, "items", &Onward::items}};
  }
  friend bool operator==(const Onward&, const Onward&) = default;
};

}  // namespace lintas::transit
