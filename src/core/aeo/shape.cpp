#include "core/aeo/shape.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <expected>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/aeo/code.hpp"
#include "core/model/values/chars.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/cells.hpp"
#include "core/refdata/dated_file.hpp"

namespace lintas::aeo {

bool fits(char c, char place) noexcept {
  switch (place) {
    case 'n': return is_digit(c);
    case 'a': return is_capital(c);
    case 'x': return is_capital_or_digit(c);
    default: return c == place;
  }
}

std::optional<Pattern> Pattern::parse(std::string_view text) {
  const auto is_known = [](char c) { return varies(c) || is_capital_or_digit(c) || is_separator(c); };
  if (text.size() > Code::characters_max || !std::ranges::all_of(text, is_known) ||
      !std::ranges::any_of(text, varies))
    return std::nullopt;
  Pattern pattern;
  pattern.text_ = text;
  std::ranges::remove_copy_if(text, std::back_inserter(pattern.of_key_), is_separator);
  return pattern;
}

bool Pattern::fits(const CodeKey& key) const {
  return std::ranges::equal(key.str(), of_key_, [](char c, char place) { return aeo::fits(c, place); });
}

std::string Pattern::written(const CodeKey& key) const {
  std::string text;
  std::size_t at = 0;
  for (const char place : text_) text.push_back(is_separator(place) ? place : key.str()[at++]);
  return text;
}

std::expected<Shapes, Findings> read_shapes(std::string_view csv) {
  static constexpr std::array<std::string_view, 8> columns{"state",   "shape", "pattern", "level",
                                                           "example", "from",  "until",   "source"};
  return refdata::read_dated<Shapes>(
      csv, columns,
      [](refdata::Cells& cells) {
        ShapeName name;
        name.state = cells.value<Country>();
        name.name = cells.text();
        return name;
      },
      [](refdata::Cells& cells) {
        Shape shape;
        const auto pattern = Pattern::parse(cells.text());
        if (!pattern) cells.note("no pattern of capitals, digits, separators and n, a or x");
        shape.pattern = pattern.value_or(Pattern{});
        shape.level = cells.text_or_empty();
        shape.example = cells.text();
        const auto read = read_writing(shape.example);
        if (pattern && (!read || !pattern->fits(read->key) || pattern->written(read->key) != shape.example))
          cells.note("not of this pattern");
        return shape;
      },
      [](const ShapeName& name) { return format("{} {}", name.state.str(), name.name); });
}

std::vector<const Shapes::Row*> shapes_of(const Shapes& shapes, Country state, Day day) {
  std::vector<const Shapes::Row*> found;
  for (const Shapes::Row& row : shapes.rows_from({.state = state, .name = {}})) {
    if (row.key.state != state) break;
    if (row.holds_on(day)) found.push_back(&row);
  }
  return found;
}

}  // namespace lintas::aeo
