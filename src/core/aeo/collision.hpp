#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "base/words.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/shape.hpp"
#include "core/aeo/transformation.hpp"
#include "core/model/values/country.hpp"

/// Which codes of different operators are taken for each other, by people or by a state that cuts them. Each
/// is to be known before somebody else's shipment gets the benefit.
namespace lintas::aeo {

/// A code that an operator has or had: one operator may have several, under other shapes or of before.
struct Held {
  Country state;
  std::string code;    ///< as it was issued
  std::string holder;  ///< whose it is: the same for all codes of one operator
  Day given;           ///< it is read by the shapes of this day
};

enum class Likeness : std::uint8_t {
  same_key,     ///< in one state: separators alone tell them apart
  other_state,  ///< the same key in two states: they are told apart by the state beside them
  looks_alike,  ///< in one state: O and 0, I and 1 …
  transformed,  ///< what the importing state is told of them is the same
};
inline constexpr std::array likeness_words{
    Word{Likeness::same_key, "same_key"},
    Word{Likeness::other_state, "other_state"},
    Word{Likeness::looks_alike, "looks_alike"},
    Word{Likeness::transformed, "transformed"},
};
[[nodiscard]] constexpr const auto& words_for(Likeness) { return likeness_words; }
/// "look alike": of the codes, for people.
[[nodiscard]] std::string_view describe(Likeness likeness);

struct Collision {
  Likeness likeness{};
  std::optional<Country> in;       ///< the importing state that sees one where there are two
  std::string seen;                ///< what is the same of all of them
  std::vector<std::size_t> codes;  ///< places in the list, ascending: of two operators at least

  friend bool operator==(const Collision&, const Collision&) = default;
};

struct Report {
  std::vector<Collision> collisions;  ///< in the order of likeness, state and what is seen
  std::vector<std::size_t>
      unread;  ///< places of what is no code of its state: with those nothing was compared
};

/// `day`: of what is typed in importing states.
[[nodiscard]] Report collisions(std::span<const Held> codes, const Shapes& shapes,
                                const Transformations& transformations, Day day);

}  // namespace lintas::aeo
