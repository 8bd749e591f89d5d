#pragma once

#include <array>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Rows by which the interface describes itself. Each stands beside the view or the reader that it describes;
/// openapi.cpp writes the description from them, and the tests hold every answer against it.
namespace lintas::api {

/// A member of an object. A name that ends in ? may be missing. The type is written as
///
///   text integer boolean object day instant null     as they are
///   Mrn Money Finding                                the component of that name
///   [T]   {T}                                        a list; an object whose members are all T
///   A|B   'a'|'b'                                    one of several, one of these words
struct Member {
  std::string_view name;
  std::string_view type;
  std::string_view meaning = {};
};

/// An object as it is shown or asked for, under the name of its component.
struct Object {
  std::string_view name;
  std::string_view meaning;
  std::span<const Member> members = {};
  std::string_view like = {};                              ///< it has the members of that object too
  std::span<const std::string_view> (*texts)() = nullptr;  ///< and texts that may be missing
  std::string_view is = {};                                ///< in place of all that: a type
  bool closed = false;                                     ///< another member is refused
  bool part = false;  ///< no component: there are only others that are like it
};

/// A text that is one of these.
struct Words {
  std::string_view name;
  std::string_view meaning;
  std::vector<std::string_view> (*all)() = nullptr;
};

/// The words of a list.
template <const auto& List>
[[nodiscard]] std::vector<std::string_view> words_of() {
  return std::vector<std::string_view>(List.begin(), List.end());
}
/// Those of a table, each a member of its row.
template <const auto& Table, auto word>
[[nodiscard]] std::vector<std::string_view> words_of() {
  std::vector<std::string_view> all;
  for (const auto& row : Table) all.push_back(row.*word);
  return all;
}

/// The members of a page: `next` leads to the page behind it.
[[nodiscard]] consteval std::array<Member, 2> page_of(std::string_view items) {
  return {Member{"items", items}, Member{"next?", "text", "`after` of the next page; none at the end."}};
}

// ---- the text

/// Schemas, as texts of JSON by their names.
using Components = std::map<std::string, std::string, std::less<>>;

/// As a text of JSON.
[[nodiscard]] std::string json_quoted(std::string_view text);
[[nodiscard]] std::string list_of(std::span<const std::string_view> words);
[[nodiscard]] std::string joined(std::span<const std::string> texts);
/// {"$ref": …} to something under components.
[[nodiscard]] std::string reference_to(std::string_view part, std::string_view name);
/// The schema of a type as it is written in the rows.
[[nodiscard]] std::string schema_of_type(std::string_view type);
/// The parts of a text that are written with one character between them.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char between);

/// The values that are texts of one form: Mrn, Grn, Tin …
void add_forms(Components& schemas);
/// A valid text of the form, as a text of JSON.
[[nodiscard]] std::string example_of_form(std::string_view name);
void add_words(std::span<const Words> words, Components& schemas);
/// Each by its members and those of the object that it is like; `all` has every object.
void add_objects(std::span<const Object* const> all, Components& schemas);

}  // namespace lintas::api
