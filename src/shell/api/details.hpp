#pragma once

#include <span>
#include <string_view>

#include "base/shape.hpp"
#include "shell/api/json.hpp"

/// What an event of a movement says, for the officers who read its history: every field of its record, by its
/// name, but those of a list that says why not. So nothing that an officer enters is written down and never
/// seen again: a field that comes later is shown by itself.
namespace lintas::api {

/// A field that is no detail. No field: whatever has that record.
struct NotADetail {
  std::string_view record;
  std::string_view field;
  std::string_view why;
};
[[nodiscard]] std::span<const NotADetail> not_details();
/// Why the field is none; nothing if it is one. People are never named, what they wrote stands apart, and
/// hashes are for programs: that is so by the kind of the field.
[[nodiscard]] std::string_view why_no_detail(std::string_view record, const Part& field);

/// Whether a number of this enumeration can be told in words. That all in events can, a test finds.
[[nodiscard]] bool has_words(const Shape& enumeration);

/// An object; what is empty is left out. Codes of published lists stay codes, times are instants: whoever
/// shows a movement knows which of them were told as days.
[[nodiscard]] Json show_details(const Shape& record, const void* value);
template <class T>
[[nodiscard]] Json show_details(const T& value) {
  return show_details(shape_of<T>, &value);
}
/// Of an event that is stored with where it led: those of its fact.
[[nodiscard]] Json details_of_event(const Shape& event, const void* value);

}  // namespace lintas::api
