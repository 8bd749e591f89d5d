#include "shell/api/details.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <source_location>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/require.hpp"
#include "base/shape.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/transit/departure/table.hpp"
#include "core/transit/destination/events.hpp"
#include "core/transit/destination/state.hpp"
#include "core/transit/inspection.hpp"
#include "core/transit/onward.hpp"
#include "core/transit/passage/events.hpp"
#include "core/transit/passage/state.hpp"
#include "shell/api/json.hpp"

namespace lintas::api {

namespace {

namespace dep = transit::departure;
namespace pas = transit::passage;
namespace des = transit::destination;

constexpr std::array rows{
    NotADetail{"transit.declaration", "", "it is read as a whole (…/declaration)"},
    NotADetail{"transit.fault", "", "faults stand in the step itself, as findings"},
    NotADetail{"departure.presented", "at_risk", "the movement shows the amount that counts now"},
    NotADetail{"departure.released", "day", "the movement shows it"},
    NotADetail{"transit.inspection", "new_seals",
               "everybody who sees the movement is told, in the step itself"},
    NotADetail{"transit.incident", "new_seals", "likewise"},
    NotADetail{"transit.incident", "vehicle", "likewise"},
    NotADetail{"transit.incident", "code", "the step has it as incident, with its meaning"},
    NotADetail{"passage.incident_forwarded", "code", "likewise"},
    NotADetail{"destination.incident_forwarded", "code", "likewise"},
    NotADetail{"departure.incident_reported", "code", "likewise"},
};

/// Of an enumeration: what a number of it is called.
struct NamesOf {
  const Shape* shape;
  std::string_view (*name)(std::uint8_t number);
};
template <Worded E>
constexpr NamesOf words() {
  return {.shape = &shape_of<E>, .name = [](std::uint8_t number) { return word_of(E{number}); }};
}
/// Where a function beside the enumeration names it.
template <class E>
constexpr NamesOf named() {
  return {.shape = &shape_of<E>, .name = [](std::uint8_t number) { return name(E{number}); }};
}

constexpr std::array passage_manners{
    Word{pas::Manner::in_order, "in order"}, Word{pas::Manner::confirmed, "confirmed"},
    Word{pas::Manner::undeclared, "undeclared"}, Word{pas::Manner::lifted, "stop lifted"},
    Word{pas::Manner::again, "again"}};
constexpr std::array destination_manners{
    Word{des::Manner::uncontrolled, "uncontrolled"}, Word{des::Manner::conform, "remarks conform"},
    Word{des::Manner::remarks_accepted, "remarks accepted"}, Word{des::Manner::controlled, "controlled"}};
template <const auto& manners, class E>
std::string_view manner_name(std::uint8_t number) {
  const auto* found = std::ranges::find(manners, E{number}, &Word<E>::value);
  return found == manners.end() ? std::string_view{} : found->word;
}

constexpr std::array enumerations{
    words<transit::SealState>(),
    words<transit::IncidentCode>(),
    words<transit::Regime>(),
    named<pas::Alarm>(),
    named<des::Alarm>(),
    NamesOf{&shape_of<pas::Manner>, &manner_name<passage_manners, pas::Manner>},
    NamesOf{&shape_of<des::Manner>, &manner_name<destination_manners, des::Manner>},
    NamesOf{&shape_of<dep::State>,
            [](std::uint8_t number) {
              return number < dep::Machine::states.size() ? dep::Machine::states[number].id
                                                          : std::string_view{};
            }},
};

const NamesOf* find_names(const Shape& shape) {
  const auto* found = std::ranges::find(enumerations, &shape, &NamesOf::shape);
  return found == enumerations.end() ? nullptr : found;
}

template <class T>
std::int64_t loaded(const void* from) {
  T value;
  std::memcpy(&value, from, sizeof value);
  return static_cast<std::int64_t>(value);
}

std::int64_t integer_at(const Shape& shape, const void* from) {
  switch (shape.size) {
    case 1: return shape.is_signed ? loaded<std::int8_t>(from) : loaded<std::uint8_t>(from);
    case 2: return shape.is_signed ? loaded<std::int16_t>(from) : loaded<std::uint16_t>(from);
    case 4: return shape.is_signed ? loaded<std::int32_t>(from) : loaded<std::uint32_t>(from);
    default: return loaded<std::int64_t>(from);
  }
}

Json show_integer(const Part& field, const void* value) {
  const std::int64_t number = integer_at(*field.shape, value);
  if (field.shape->is_enum) {
    const NamesOf* names = find_names(*field.shape);
    require(names != nullptr && number >= 0 && number <= std::numeric_limits<std::uint8_t>::max(),
            "an enumeration of events has words");
    return names->name(static_cast<std::uint8_t>(number));
  }
  // Messages are numbers with a name: IE001 of other nodes' offices, 2xxx of our own.
  if (field.name == "ie") return format("IE{:03}", number);
  return number;
}

std::string text_at(const Shape& shape, const void* value) {
  std::string text;
  shape.str(value, &text, [](void* to, std::string_view part) { *static_cast<std::string*>(to) = part; });
  return text;
}

Json show_value(const Part& field, const Shape& shape, const void* value) {
  using enum Shape::Kind;
  switch (shape.kind) {
    case boolean: return *static_cast<const bool*>(value);
    case integer: return show_integer({.number = field.number, .name = field.name, .shape = &shape}, value);
    case instant: return to_text(*static_cast<const Instant*>(value));
    case day: return to_text(*static_cast<const Day*>(value));
    case text: return *static_cast<const std::string*>(value);
    case parsed: return text_at(shape, value);
    case optional: return shape.count(value) == 0 ? Json{} : show_value(field, *shape.of, shape.at(value, 0));
    case list: {
      Json all = Json::array();
      for (std::size_t i = 0; i < shape.count(value); ++i)
        all.push_back(show_value(field, *shape.of, shape.at(value, i)));
      return all;
    }
    case record: return show_details(shape, value);
    case free_text:
    case bytes:
    case fixed:
    case money:
    case variant: break;
  }
  throw Bug("no detail is of this kind", std::source_location::current());
}

/// The record that stands in the field, in an optional or in a list of it; nothing if none does.
const Shape& innermost(const Shape& shape) {
  using enum Shape::Kind;
  return shape.kind == optional || shape.kind == list ? innermost(*shape.of) : shape;
}

bool is_empty(const Json& shown) {
  return shown.is_null() || (shown.is_string() && shown.get_ref<const std::string&>().empty()) ||
         (shown.is_structured() && shown.empty());
}

}  // namespace

std::span<const NotADetail> not_details() { return rows; }

std::string_view why_no_detail(std::string_view record, const Part& field) {
  const Shape& shape = innermost(*field.shape);
  if (&shape == &shape_of<PersonId>) return "people are never named";
  if (shape.kind == Shape::Kind::free_text) return "what people wrote stands in the step's texts";
  if (shape.kind == Shape::Kind::fixed) return "a hash tells people nothing";
  if (field.name == "mrn") return "it is the movement's own";
  const auto* row = std::ranges::find_if(rows, [&](const NotADetail& one) {
    return one.field.empty() ? one.record == shape.record : one.record == record && one.field == field.name;
  });
  return row == rows.end() ? std::string_view{} : row->why;
}

bool has_words(const Shape& enumeration) { return find_names(enumeration) != nullptr; }

Json details_of_event(const Shape& event, const void* value) {
  const auto fact = std::ranges::find(event.parts, "fact", &Part::name);
  require(fact != event.parts.end() && fact->shape->kind == Shape::Kind::variant, "an event has a fact");
  const void* held = fact->of(value);
  return show_details(*fact->shape->alternatives[fact->shape->count(held)], fact->shape->at(held, 0));
}

Json show_details(const Shape& record, const void* value) {
  require(record.kind == Shape::Kind::record, "details are those of a record");
  Json shown = Json::object();
  for (const Part& field : record.parts) {
    if (!why_no_detail(record.record, field).empty()) continue;
    Json one = show_value(field, *field.shape, field.of(value));
    if (!is_empty(one)) shown[std::string{field.name}] = std::move(one);
  }
  return shown;
}

}  // namespace lintas::api
