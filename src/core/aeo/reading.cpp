#include "core/aeo/reading.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/shape.hpp"
#include "core/messages/report.hpp"
#include "core/model/values/country.hpp"

namespace lintas::aeo {

namespace {

using Rows = std::vector<const Shapes::Row*>;

/// How many characters from the first on fit.
std::size_t fitting(const CodeKey& key, const Pattern& pattern) {
  const auto text = key.str();
  const auto& places = pattern.of_key();
  std::size_t at = 0;
  while (at < text.size() && at < places.size() && fits(text[at], places[at])) ++at;
  return at;
}

/// The key with each character that does not fit exchanged for the one that it looks like.
std::optional<CodeKey> meant(const CodeKey& key, const Pattern& pattern) {
  const auto& places = pattern.of_key();
  std::string text{key.str()};
  if (text.size() != places.size()) return std::nullopt;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (fits(text[at], places[at])) continue;
    const bool is_twin = !varies(places[at]) && twin_digit(text[at]) == twin_digit(places[at]);
    const std::array twins{is_twin ? places[at] : text[at], twin_digit(text[at]), twin_capital(text[at])};
    const auto* const twin = std::ranges::find_if(twins, [&](char c) { return fits(c, places[at]); });
    if (twin == twins.end()) return std::nullopt;
    text[at] = *twin;
  }
  return CodeKey::parse(text).value_or(key);
}

std::string place_in_words(char place) {
  switch (place) {
    case 'n': return "a digit";
    case 'a': return "a letter";
    case 'x': return "a letter or digit";
    default: return std::string(1, place);
  }
}

/// "O, and a digit is expected".
std::string first_difference(const CodeKey& key, const Pattern& pattern) {
  const std::size_t at = fitting(key, pattern);
  const auto& places = pattern.of_key();
  if (at == key.str().size() || at == places.size()) {
    return format("without separators it has {} characters, and {} are expected", key.str().size(),
                  places.size());
  }
  return format("character {}, without separators, is {}, and {} is expected", at + 1, key.str()[at],
                place_in_words(places[at]));
}

/// "MYxxxxxHnnnnnn, as MY12345H100001".
std::string shapes_in_words(const Rows& rows) {
  std::string text;
  for (const auto* row : rows) {
    text.append(text.empty() ? "" : "; or ");
    text.append(row->value.pattern.str()).append(", as ").append(row->value.example);
  }
  return text;
}

/// The states, apart from this one, of whose codes it could be one.
std::string others_in_words(const CodeKey& key, Country state, const Shapes& shapes, Day day) {
  std::string text;
  for (const Shapes::Row& row : shapes.rows()) {
    if (row.key.state == state || !row.holds_on(day) || !row.value.pattern.fits(key)) continue;
    text.append(text.empty() ? " It has the form of codes of " : " and ").append(row.key.state.str());
  }
  return text.empty() ? text : text + '.';
}

/// Characters that every code of the shape has, and that stand where it has them.
std::size_t fixed_that_fit(const CodeKey& key, const Pattern& pattern) {
  const auto text = key.str();
  const auto& places = pattern.of_key();
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size() && at < places.size(); ++at)
    if (!varies(places[at]) && text[at] == places[at]) ++count;
  return count;
}

std::size_t distance(std::size_t one, std::size_t other) { return one < other ? other - one : one - other; }

/// Of the shapes the one that was probably meant: by what every code of it has, then by its length; of
/// several the first.
const Shapes::Row& nearest(const CodeKey& key, const Rows& rows) {
  return **std::ranges::min_element(rows, {}, [&](const Shapes::Row* row) {
    const auto& pattern = row->value.pattern;
    // The more fit, the fewer of a longest code are left.
    return std::pair{CodeKey::characters_max - fixed_that_fit(key, pattern),
                     distance(key.str().size(), pattern.of_key().size())};
  });
}

/// "3 (O or 0), 7 (1, I or L)": where a letter or a digit may stand, and the one looks like the other.
/// Without a pattern that is everywhere.
std::string doubtful_places(const CodeKey& key, const Pattern* pattern) {
  std::string text;
  for (std::size_t at = 0; at < key.str().size(); ++at) {
    if (pattern != nullptr && pattern->of_key()[at] != 'x') continue;
    const std::string alike = characters_like(key.str()[at]);
    if (!alike.empty()) text.append(format("{}{} ({})", text.empty() ? "" : ", ", at + 1, alike));
  }
  return text;
}

/// Some form of its codes is known, be it of other days.
bool is_known(const Shapes& shapes, Country state) {
  return std::ranges::any_of(shapes.rows(), [&](const auto& row) { return row.key.state == state; });
}

Reading fitting_reading(const Writing& writing, std::string_view text, const Shapes::Row& row) {
  const Pattern& pattern = row.value.pattern;
  Reading reading{.reads = Reads::as_issued,
                  .key = writing.key,
                  .code = pattern.written(writing.key),
                  .shape = row.key.name,
                  .level = row.value.level,
                  .words = {},
                  .doubtful = doubtful_places(writing.key, &pattern)};
  if (text == reading.code) return reading;
  reading.reads = Reads::written_otherwise;
  auto mends = writing.mends;
  const bool has_other =
      std::ranges::find(mends, Mend::separators) == mends.end() && writing.text != reading.code;
  if (has_other) mends.push_back(Mend::separators);
  std::string differs;
  for (const Mend mend : mends) differs.append(differs.empty() ? "" : ", ").append(describe(mend));
  reading.words = format("It is read as {}; it is written with other {}.", reading.code, differs);
  return reading;
}

Reading not_fitting(const Writing& writing, Country state, const Shapes& shapes, const Rows& rows, Day day) {
  Reading reading{.reads = Reads::other_shape, .key = {}, .code = {}, .shape = {}, .level = {}, .words = {}};
  for (const auto* row : rows) {
    const Pattern& pattern = row->value.pattern;
    const auto right = meant(writing.key, pattern);
    if (!right) continue;
    reading.reads = Reads::looks_alike;
    reading.code = pattern.written(*right);
    reading.shape = row->key.name;
    reading.words = format("It looks like {}, but {}. Compare it with the certificate.", reading.code,
                           first_difference(writing.key, pattern));
    return reading;
  }
  const auto& near = nearest(writing.key, rows);
  reading.words = format(
      "Codes of {} are written {} (x a letter or digit, n a digit, a a letter). Compared with {} {}.{}",
      state.str(), shapes_in_words(rows), near.value.pattern.str(),
      first_difference(writing.key, near.value.pattern), others_in_words(writing.key, state, shapes, day));
  return reading;
}

}  // namespace

Reading read_code(Country state, std::string_view text, const Shapes& shapes, Day day) {
  const auto writing = read_writing(text);
  if (!writing) {
    return {.reads = Reads::unreadable,
            .key = {},
            .code = {},
            .shape = {},
            .level = {},
            .words = format("It is no code of any state: {}.", in_words(writing.error()))};
  }
  const Rows rows = shapes_of(shapes, state, day);
  if (rows.empty() && is_known(shapes, state)) {
    return {.reads = Reads::other_shape,
            .key = {},
            .code = {},
            .shape = {},
            .level = {},
            .words = format("No form of codes of {} holds on {}.", state.str(), to_text(day))};
  }
  if (rows.empty()) {
    return {.reads = Reads::shape_unknown,
            .key = writing->key,
            .code = writing->text,
            .shape = {},
            .level = {},
            .words = {},
            .doubtful = doubtful_places(writing->key, nullptr)};
  }
  const auto fit =
      std::ranges::find_if(rows, [&](const auto* row) { return row->value.pattern.fits(writing->key); });
  if (fit != rows.end()) return fitting_reading(*writing, text, **fit);
  return not_fitting(*writing, state, shapes, rows, day);
}

Reading read_listed(Country state, std::string_view text, std::string_view issued, Day given,
                    const Shapes& shapes) {
  Reading reading = read_code(state, text, shapes, given);
  if (!reading.shape.empty() && reading.well_formed()) return reading;
  const auto writing = read_writing(text);
  require(writing.has_value(), "what has a key can be read");
  if (!writing) return reading;
  const bool is_as_issued = text == issued;
  return {.reads = is_as_issued ? Reads::as_issued : Reads::written_otherwise,
          .key = writing->key,
          .code = std::string{issued},
          .shape = {},
          .level = {},
          .words = is_as_issued ? std::string{} : format("It is read as {}.", issued)};
}

std::optional<Finding> fault_of(const Reading& reading, std::string_view text, std::string_view pointer) {
  if (reading.well_formed()) return std::nullopt;
  return Finding{.rule = reading.reads == Reads::unreadable ? "R-AEO-001" : "R-AEO-002",
                 .pointer = std::string{pointer},
                 .value = std::string{message::shown(text)},
                 .detail = reading.words};
}

}  // namespace lintas::aeo
