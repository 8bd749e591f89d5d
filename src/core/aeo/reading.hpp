#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/shape.hpp"
#include "core/model/values/country.hpp"

/// A code as somebody declared it, against the shapes of the state that issued it. Whether it is in the list
/// of that state is another question.
namespace lintas::aeo {

enum class Reads : std::uint8_t {
  as_issued,          ///< character by character
  written_otherwise,  ///< but for letters, blanks or separators: `code` is how it was issued
  shape_unknown,      ///< no shape of that state is known: whatever can be a code is one
  looks_alike,        ///< no code of that state; `code` is what it is probably meant to be
  other_shape,        ///< no code of that state
  unreadable,         ///< no code of any state
};

struct Reading {
  Reads reads{};
  std::optional<CodeKey> key;  ///< of the first three: by which it is found
  std::string code;            ///< of the first four
  std::string shape;           ///< "ID2"; of the first two, and of looks_alike
  std::string level;           ///< that the code itself says
  std::string words;           ///< for the declarant: what is wrong and what would be right; else empty
  /// Of what is well formed: places at which a character looks like another that may stand there, too.
  std::string doubtful = {};

  [[nodiscard]] bool well_formed() const { return key.has_value(); }
};

/// A character that only looks like the right one is never exchanged without asking: another operator may
/// have that code.
[[nodiscard]] Reading read_code(Country state, std::string_view text, const Shapes& shapes, Day day);

/// The same of a code that a list has: it was given, and is one whatever shapes are published or end later.
/// It is read by the shapes of the day on which it was given, and where none of them fits as it was issued.
/// Precondition: the writing has the key of the code that was issued.
[[nodiscard]] Reading read_listed(Country state, std::string_view text, std::string_view issued, Day given,
                                  const Shapes& shapes);

/// R-AEO-001 for what is no code, R-AEO-002 for what is none of that state.
[[nodiscard]] std::optional<Finding> fault_of(const Reading& reading, std::string_view text,
                                              std::string_view pointer);

}  // namespace lintas::aeo
