#include "core/aeo/transformation.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

#include "base/finding.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/shape.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/cells.hpp"
#include "core/refdata/dated_file.hpp"

namespace lintas::aeo {

namespace {

constexpr std::string_view every_shape = "*";
constexpr std::size_t places_max = 99;

std::optional<std::size_t> number_in(std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// "3-7".
std::optional<Template::Cut> cut_in(std::string_view text) {
  const auto dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto first = number_in(text.substr(0, dash));
  const auto last = number_in(text.substr(dash + 1));
  if (!first || !last || *first == 0 || *last < *first || *last > CodeKey::characters_max)
    return std::nullopt;
  return Template::Cut{.first = *first, .last = *last};
}

/// What stands between braces.
std::optional<Template::Piece> piece_in(std::string_view text) {
  using Fact = Template::Fact;
  constexpr std::array facts{std::pair{std::string_view{"code"}, Fact::code},
                             std::pair{std::string_view{"key"}, Fact::key},
                             std::pair{std::string_view{"state"}, Fact::state},
                             std::pair{std::string_view{"authorised"}, Fact::authorised},
                             std::pair{std::string_view{"name"}, Fact::name}};
  for (const auto& [name, fact] : facts)
    if (text == name) return fact;
  constexpr std::string_view cut = "key:";
  if (!text.starts_with(cut)) return std::nullopt;
  const auto places = cut_in(text.substr(cut.size()));
  return places ? std::optional<Template::Piece>{*places} : std::nullopt;
}

std::string_view cut_of(const CodeKey& key, const Template::Cut& cut) {
  return cut.first > key.str().size() ? std::string_view{}
                                      : key.str().substr(cut.first - 1, cut.last - cut.first + 1);
}

std::string fact_of(const Typed& typed, Template::Fact fact) {
  switch (fact) {
    case Template::Fact::code: return typed.code;
    case Template::Fact::key: return std::string{typed.key.str()};
    case Template::Fact::state: return std::string{typed.state.str()};
    case Template::Fact::authorised: return typed.authorised ? to_text(*typed.authorised) : std::string{};
    case Template::Fact::name: return typed.name;
  }
  std::unreachable();
}

std::string filled(const Template& value, const Typed& typed) {
  std::string text;
  for (const Template::Piece& piece : value.pieces()) {
    if (const auto* fixed = std::get_if<Template::Text>(&piece)) text += fixed->text;
    if (const auto* fact = std::get_if<Template::Fact>(&piece)) text += fact_of(typed, *fact);
    if (const auto* cut = std::get_if<Template::Cut>(&piece)) text += cut_of(typed.key, *cut);
  }
  return text;
}

/// Something of the code, or the state that gave it.
bool tells_apart(const Template& value) {
  return std::ranges::any_of(value.pieces(), [](const Template::Piece& piece) {
    const auto* fact = std::get_if<Template::Fact>(&piece);
    const bool of_code = fact != nullptr && (*fact == Template::Fact::code || *fact == Template::Fact::key ||
                                             *fact == Template::Fact::state);
    return of_code || std::holds_alternative<Template::Cut>(piece);
  });
}

bool is_named(const Shapes::Row& row, const TransformationName& name) {
  return row.key.state == name.of && row.key.name == name.shape;
}

/// The fields of the shape, or where it has none those of every shape of its state.
std::vector<const Transformations::Row*> fields_of(Country to, const Typed& typed, const Transformations& all,
                                                   Day day) {
  std::vector<const Transformations::Row*> found;
  for (const std::string_view name : {std::string_view{typed.shape}, every_shape}) {
    if (!found.empty() || name.empty()) continue;
    for (const auto& row :
         all.rows_from({.to = to, .of = typed.state, .shape = std::string{name}, .place = 0})) {
      if (row.key.to != to || row.key.of != typed.state || row.key.shape != name) break;
      if (row.holds_on(day)) found.push_back(&row);
    }
  }
  return found;
}

/// Every cut lies in the keys of the shape, whenever it holds; of every shape there is none.
bool cuts_fit(const Template& value, const TransformationName& name, const Shapes& shapes) {
  return std::ranges::all_of(value.pieces(), [&](const Template::Piece& piece) {
    const auto* cut = std::get_if<Template::Cut>(&piece);
    if (cut == nullptr) return true;
    return name.shape != every_shape && std::ranges::all_of(shapes.rows(), [&](const Shapes::Row& row) {
             return !is_named(row, name) || cut->last <= row.value.pattern.of_key().size();
           });
  });
}

}  // namespace

std::optional<Template> Template::parse(std::string_view text) {
  Template made;
  while (!text.empty()) {
    const auto open = text.find_first_of("{}");
    if (open != 0) made.pieces_.emplace_back(Text{std::string{text.substr(0, open)}});
    if (open == std::string_view::npos) break;
    const auto close = text.find('}', open);
    if (text[open] != '{' || close == std::string_view::npos) return std::nullopt;
    auto piece = piece_in(text.substr(open + 1, close - open - 1));
    if (!piece) return std::nullopt;
    made.pieces_.push_back(*std::move(piece));
    text.remove_prefix(close + 1);
  }
  if (made.pieces_.empty()) return std::nullopt;
  return made;
}

std::expected<Transformations, Findings> read_transformations(std::string_view csv, const Shapes& shapes) {
  static constexpr std::array<std::string_view, 9> columns{"to",       "of",   "shape", "place", "field",
                                                           "template", "from", "until", "source"};
  TransformationName name;  // of the row that is read: what it cuts must be there
  return refdata::read_dated<Transformations>(
      csv, columns,
      [&](refdata::Cells& cells) {
        name.to = cells.value<Country>();
        name.of = cells.value<Country>();
        name.shape = cells.text();
        const bool is_known =
            std::ranges::any_of(shapes.rows(), [&](const Shapes::Row& row) { return is_named(row, name); });
        if (!is_known && name.shape != every_shape) cells.note("neither a shape of that state nor *");
        name.place = cells.integer(1, static_cast<int>(places_max));
        return name;
      },
      [&](refdata::Cells& cells) {
        Transformation field;
        field.field = cells.text();
        const auto value = Template::parse(cells.text());
        if (!value) cells.note("not text with {code}, {key}, {key:3-7}, {state}, {authorised} or {name}");
        if (value && !cuts_fit(*value, name, shapes)) cells.note("a cut that keys of this shape do not have");
        field.value = value.value_or(Template{});
        return field;
      },
      [](const TransformationName& one) {
        return format("{} {} {} {}", one.to.str(), one.of.str(), one.shape, one.place);
      });
}

std::vector<TypedField> typed_in(Country to, const Typed& typed, const Transformations& all, Day day) {
  std::vector<TypedField> fields;
  for (const auto* row : fields_of(to, typed, all, day))
    fields.push_back({.field = row->value.field, .value = filled(row->value.value, typed)});
  return fields;
}

std::optional<std::string> told_apart_by(Country to, const Typed& typed, const Transformations& all,
                                         Day day) {
  std::optional<std::string> text;
  for (const auto* row : fields_of(to, typed, all, day)) {
    if (!tells_apart(row->value.value)) continue;
    if (!text) text.emplace();
    if (!text->empty()) text->push_back(' ');
    text->append(filled(row->value.value, typed));
  }
  return text;
}

}  // namespace lintas::aeo
