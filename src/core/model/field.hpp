#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

#include "core/model/format.hpp"
#include "core/model/scalars.hpp"

/// How a group of data is described: one table per struct, one row per member. Everything that walks data by
/// name (XML, JSON, schemas, reference pages, forms) reads these tables and nothing else.
namespace lintas::message {

/// The three things a walk does to the groups behind a member, whatever their type.
struct GroupAccess {
  void* (*add)(void* member);
  const void* (*at)(const void* member, std::size_t index);
  std::size_t (*count)(const void* member);
  std::size_t bytes;  ///< of one such group
};

/// The format of a leaf in the two profiles. What traders submit is checked more strictly than what offices
/// issue.
struct Formats {
  const Format* submitted = nullptr;
  const Format* issued = nullptr;

  constexpr Formats() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): a row names one format where the profiles agree
  constexpr Formats(const Format& both) : submitted(&both), issued(&both) {}
  constexpr Formats(const Format& submitted_form, const Format& issued_form)
      : submitted(&submitted_form), issued(&issued_form) {}
};

struct Group;

// NOLINTBEGIN(readability-redundant-member-init): without one g++ warns at each designated initialiser
// NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding): in the order in which a row is read
struct Field {
  std::uint16_t number;   ///< stable, never used again for something else: data/field-numbers.csv
  std::string_view name;  ///< of the element
  Kind kind;
  std::uint16_t max = 1;       ///< occurrences
  Formats formats = {};        ///< of a leaf
  std::string_view list = {};  ///< code list of a leaf, "CL248"
  const void* (*member)(const void* group) = nullptr;
  const GroupAccess* access = nullptr;
  const Group* group = nullptr;
  std::string_view meaning = {};
};

// NOLINTEND(readability-redundant-member-init)

struct Group {
  std::string_view name;  ///< unique among all; mostly that of its elements
  std::span<const Field> fields;
  const void* (*blank)();  ///< one without values; the offsets of members are taken from it
};

namespace detail {

template <class>
struct MemberOf;
template <class Object, class Value>
struct MemberOf<Value Object::*> {
  using object = Object;
  using value = Value;
};

template <auto member>
const void* member_of(const void* group) {
  return &(static_cast<const typename MemberOf<decltype(member)>::object*>(group)->*member);
}

template <class Value>
constexpr Kind kind_of() {
  if constexpr (std::is_same_v<Value, Int>) return Kind::integer;
  if constexpr (std::is_same_v<Value, Number>) return Kind::number;
  if constexpr (std::is_same_v<Value, Date>) return Kind::date;
  if constexpr (std::is_same_v<Value, DateTime>) return Kind::date_time;
  static_assert(std::is_same_v<Value, Int> || std::is_same_v<Value, Number> || std::is_same_v<Value, Date> ||
                std::is_same_v<Value, DateTime> || std::is_same_v<Value, Text>);
  return Kind::text;
}

template <class>
struct Access;
template <class T>
struct Access<One<T>> {
  static constexpr GroupAccess table{
      .add = [](void* member) -> void* { return &static_cast<One<T>*>(member)->emplace(); },
      .at = [](const void* member, std::size_t) -> const void* {
        return &**static_cast<const One<T>*>(member);
      },
      .count = [](const void* member) -> std::size_t { return *static_cast<const One<T>*>(member) ? 1 : 0; },
      .bytes = sizeof(T)};
};
template <class T>
struct Access<Many<T>> {
  static constexpr GroupAccess table{
      .add = [](void* member) -> void* { return &static_cast<Many<T>*>(member)->emplace_back(); },
      .at = [](const void* member, std::size_t index) -> const void* {
        return &(*static_cast<const Many<T>*>(member))[index];
      },
      .count = [](const void* member) { return static_cast<const Many<T>*>(member)->size(); },
      .bytes = sizeof(T)};
};

template <class T>
const void* blank_of() {
  static const T blank{};
  return &blank;
}

}  // namespace detail

/// A leaf. A format of another kind than the member's does not compile.
template <auto member>
consteval Field leaf(std::uint16_t number, std::string_view name, Formats formats, std::string_view list,
                     std::string_view meaning) {
  constexpr Kind kind = detail::kind_of<typename detail::MemberOf<decltype(member)>::value>();
  if (formats.submitted->kind != kind || formats.issued->kind != kind)
    throw "format and member differ in kind";
  return {.number = number,
          .name = name,
          .kind = kind,
          .formats = formats,
          .list = list,
          .member = &detail::member_of<member>,
          .meaning = meaning};
}

/// A group that occurs at most once, under an element of this name.
template <auto member>
consteval Field one(std::uint16_t number, std::string_view name, const Group& group,
                    std::string_view meaning) {
  using Value = typename detail::MemberOf<decltype(member)>::value;
  return {.number = number,
          .name = name,
          .kind = Kind::group,
          .member = &detail::member_of<member>,
          .access = &detail::Access<Value>::table,
          .group = &group,
          .meaning = meaning};
}

/// Its element has the name of the group.
template <auto member>
consteval Field one(std::uint16_t number, const Group& group, std::string_view meaning) {
  return one<member>(number, group.name, group, meaning);
}

/// A group that occurs up to `max` times.
template <auto member>
consteval Field many(std::uint16_t number, std::string_view name, const Group& group, std::uint16_t max,
                     std::string_view meaning) {
  Field field = one<member>(number, name, group, meaning);
  field.max = max;
  return field;
}

template <auto member>
consteval Field many(std::uint16_t number, const Group& group, std::uint16_t max, std::string_view meaning) {
  return many<member>(number, group.name, group, max, meaning);
}

template <class T>
consteval Group group(std::string_view name, std::span<const Field> fields) {
  return {.name = name, .fields = fields, .blank = &detail::blank_of<T>};
}

}  // namespace lintas::message
