#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/random.hpp"

/// Wrong messages made from right ones by editing the text, without any knowledge of tables: what is recorded
/// about them stays true when a table changes.
namespace lintas::test {

/// An element in the text of a canonical message (no white space between tags, no comments, no empty-element
/// tags).
struct Span {
  std::size_t begin = 0;        ///< of the start tag
  std::size_t content = 0;      ///< behind the start tag
  std::size_t content_end = 0;  ///< of the end tag
  std::size_t end = 0;          ///< behind the end tag
  std::size_t parent = 0;       ///< index of the element around it; the root is its own
  bool leaf = true;
  std::string_view name;
};

/// The elements in the order of their start tags; [0] is the root. The names look into `text`.
[[nodiscard]] std::vector<Span> elements(std::string_view text);

/// The text with one thing changed.
[[nodiscard]] std::string mutant(std::string_view text, const std::vector<Span>& spans, Random& random);

/// Values at the edges of every format there is, and variations of one that is valid. All are escaped for
/// XML.
[[nodiscard]] std::vector<std::string> boundary_values(std::string_view valid);

[[nodiscard]] std::string with_value(std::string_view text, const Span& leaf, std::string_view value);

}  // namespace lintas::test
