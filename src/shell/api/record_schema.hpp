#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/shape.hpp"
#include "core/guarantee/commands.hpp"
#include "core/model/values/bounded_text.hpp"
#include "shell/api/description.hpp"

/// What the reader of acts and their description have in common: which fields are asked for, and in which
/// form.
namespace lintas::api {

/// What is asked of a text beyond its being one of at most limits::officer_text_chars_max characters; of any
/// field what it means.
struct FieldRule {
  std::string_view record;
  std::string_view field;
  bool needed = false;            ///< and not empty
  std::string_view words = {};    ///< one of these, with blanks between them
  std::string_view example = {};  ///< where another text does not do
  std::string_view meaning = {};  ///< of the field in this record, where name and form do not say it
  bool of_node = false;           ///< the node knows it: nobody is asked for it, and it is never read

  [[nodiscard]] bool takes(std::string_view text) const;
};
[[nodiscard]] std::span<const FieldRule> all_field_rules();
/// Nothing for a field that has no rule of its own.
[[nodiscard]] const FieldRule* find_field_rule(std::string_view record, std::string_view field);

/// Filled by the node from the second officer's own key, so that nobody writes another one's name.
[[nodiscard]] constexpr bool filled_by_node(const Shape& member, std::string_view name) {
  return &member == &shape_of<guarantee::Approval> ||
         (&member == &shape_of<std::optional<PersonId>> && name == "second");
}
/// Whether the field stands in what is asked for: the node fills the others.
[[nodiscard]] bool is_asked(std::string_view record, std::string_view field, const Shape& member);
/// Then it is empty of a list or a text, no of a yes-or-no, nothing of what may be none.
[[nodiscard]] constexpr bool may_be_left_out(const Shape& member, const FieldRule* rule) {
  using enum Shape::Kind;
  if (rule != nullptr && rule->needed) return false;
  return member.kind == optional || member.kind == list || member.kind == text || member.kind == free_text ||
         member.kind == boolean;
}
/// "guarantee.single_journey" is "single_journey" where one of several is told.
[[nodiscard]] constexpr std::string_view short_name(std::string_view record) {
  const auto dot = record.rfind('.');
  return dot == std::string_view::npos ? record : record.substr(dot + 1);
}

/// The schema of a record (JSON Schema 2020-12) as text; records within it are added to those there are.
[[nodiscard]] std::string schema_of(const Shape& record, Components& records);
/// A record that is read without a fault, with all that it may say, as a text of JSON.
[[nodiscard]] std::string example_of(const Shape& record);
/// One with what it has to say, and no more.
[[nodiscard]] std::string needed_example_of(const Shape& record);

}  // namespace lintas::api
