#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/free_text.hpp"
#include "base/money.hpp"
#include "base/time.hpp"

/// Records as data: what a type is made of, and how to reach it. Whoever walks over records (CBOR, JSON,
/// schemas, the committed list of numbers) is one function over shapes. A template for each record would be
/// compiled again in each source that names one, and was half of the time that a build took.
namespace lintas {

template <class Owner, class M>
struct Field {
  using Member = M;
  std::uint16_t number = 0;
  std::string_view name;
  Member Owner::* member = nullptr;
};

namespace detail {

template <std::size_t I, class F>
struct NthField {
  F field;
};
template <class Places, class... F>
struct FieldsAt;
template <std::size_t... I, class... F>
struct FieldsAt<std::index_sequence<I...>, F...> : NthField<I, F>... {};

}  // namespace detail

/// The fields of a record, each a Field. No std::tuple: what that asks of its members before it holds them
/// took a third of the time to compile a source that names records.
template <class... F>
struct Fields : detail::FieldsAt<std::index_sequence_for<F...>, F...> {
  static constexpr std::size_t count = sizeof...(F);
  constexpr Fields() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): a record returns Fields{Field{…}, Field{…}}
  constexpr Fields(F... fields)
    requires(count > 0)
      : detail::FieldsAt<std::index_sequence_for<F...>, F...>{{fields}...} {}
};

namespace detail {

template <std::size_t I, class F>
[[nodiscard]] constexpr const F& nth_field(const NthField<I, F>& of) {
  return of.field;
}

}  // namespace detail

/// Calls `visit` with each field of the record.
template <class T, class Visit>
constexpr void for_each_field(Visit&& visit) {
  static constexpr auto fields = T::fields();
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (visit(detail::nth_field<I>(fields)), ...);
  }(std::make_index_sequence<decltype(fields)::count>{});
}

/// The field that stands first in a record.
template <class T>
[[nodiscard]] constexpr auto first_field() {
  return detail::nth_field<0>(T::fields());
}

template <class T>
concept Record = requires {
  { T::record } -> std::convertible_to<std::string_view>;
  T::fields();
};

/// A value type with one text form: `parse` is the only way in, `str` the way out.
template <class T>
concept Parsable = requires(const T& value, std::string_view text) {
  { T::parse(text).has_value() } -> std::same_as<bool>;
  { *T::parse(text) } -> std::convertible_to<T>;
  { value.str() } -> std::convertible_to<std::string_view>;
};

struct Shape;

/// One field of a record.
struct Part {
  std::uint16_t number = 0;
  std::string_view name;
  const Shape* shape = nullptr;
  const void* (*of)(const void* owner) = nullptr;
};

/// Each type has one, so that two types are the same if the addresses of their shapes are.
struct Shape {
  enum class Kind : std::uint8_t {
    boolean,
    integer,  ///< enumerations too
    instant,
    day,
    text,
    free_text,
    bytes,
    fixed,  ///< a number of bytes that never changes: Hash256, Uuid
    money,
    parsed,
    optional,
    list,
    variant,
    record,
  };
  Kind kind = Kind::boolean;
  bool is_enum = false;
  bool is_signed = false;
  bool holds_text = false;                     ///< a FreeText can stand in it
  std::size_t size = 0;                        ///< bytes: of integer, instant, day, fixed
  const Shape* of = nullptr;                   ///< of what stands in an optional or a list
  std::string_view record;                     ///< its name
  std::span<const Part> parts;                 ///< of a record, by number
  std::span<const Shape* const> alternatives;  ///< of a variant

  /// Members of a list; 1 or 0 of an optional; which alternative of a variant.
  std::size_t (*count)(const void* whole) = nullptr;
  /// A list's nth; what an optional or a variant holds; the first byte of what is fixed.
  const void* (*at)(const void* whole, std::size_t nth) = nullptr;
  /// One more in a list; something in an optional; the nth alternative of a variant. As default made it.
  void* (*add)(void* whole, std::size_t nth) = nullptr;
  /// Of `parsed`: hands its text to `take`.
  void (*str)(const void* value, void* to, void (*take)(void* to, std::string_view text)) = nullptr;
  bool (*parse)(void* value, std::string_view text) = nullptr;
};

namespace detail {

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = !std::same_as<std::vector<T>, Bytes>;
template <class... Ts>
std::variant<Ts...> as_variant(const std::variant<Ts...>&);
template <class T>
concept Variant = requires(const T& value) { as_variant(value); };
template <class T>
concept FixedBytes = requires { std::tuple_size<decltype(T::bytes)>::value; };

template <class T>
[[nodiscard]] constexpr Shape make_shape();

}  // namespace detail

/// The std::variant that a class of its own is, or that it is itself.
template <detail::Variant T>
using VariantOf = decltype(detail::as_variant(std::declval<const T&>()));

template <class T>
inline constexpr Shape shape_of = detail::make_shape<T>();

/// The same for who runs. What has many alternatives declares it `extern template` behind its record and
/// makes it in one source: else each source that stores or reads one makes all shapes below it, which took it
/// two seconds.
template <class T>
[[nodiscard]] const Shape& shape() {
  return shape_of<T>;
}

namespace detail {

template <class T, auto member>
const void* reach(const void* owner) {
  return &(static_cast<const T*>(owner)->*member);
}

template <class T>
inline constexpr auto fields_of = T::fields();

template <class T, std::size_t I>
inline constexpr auto field_of = nth_field<I>(fields_of<T>);

template <class T, std::size_t I>
inline constexpr Part part_of{.number = field_of<T, I>.number,
                              .name = field_of<T, I>.name,
                              .shape = &shape_of<typename decltype(field_of<T, I>)::Member>,
                              .of = reach<T, field_of<T, I>.member>};

template <Record T>
inline constexpr auto parts_of = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array<Part, sizeof...(I)>{part_of<T, I>...};
}(std::make_index_sequence<decltype(fields_of<T>)::count>{});

/// The numbers ascend, none is there twice, none is zero.
[[nodiscard]] consteval bool numbers_ascend(std::span<const Part> parts) {
  unsigned previous = 0;
  return std::ranges::all_of(
      parts, [&](const Part& part) { return part.number > std::exchange(previous, unsigned{part.number}); });
}

template <class... Ts>
inline constexpr std::array<const Shape*, sizeof...(Ts)> shapes_of{&shape_of<Ts>...};

template <class T>
struct OptionalReach {
  static std::size_t count(const void* whole) { return static_cast<const T*>(whole)->has_value() ? 1 : 0; }
  static const void* at(const void* whole, std::size_t) { return &**static_cast<const T*>(whole); }  // NOLINT
  static void* add(void* whole, std::size_t) { return &static_cast<T*>(whole)->emplace(); }
};

template <class T>
struct ListReach {
  static std::size_t count(const void* whole) { return static_cast<const T*>(whole)->size(); }
  static const void* at(const void* whole, std::size_t nth) { return &(*static_cast<const T*>(whole))[nth]; }
  static void* add(void* whole, std::size_t) { return &static_cast<T*>(whole)->emplace_back(); }
};

template <class T, class = VariantOf<T>>
struct VariantReach;
template <class T, class... Ts>
struct VariantReach<T, std::variant<Ts...>> {
  static std::size_t count(const void* whole) { return static_cast<const T*>(whole)->index(); }
  template <std::size_t I>
  static const void* get(const void* whole) {
    return std::get_if<I>(static_cast<const T*>(whole));
  }
  static const void* at(const void* whole, std::size_t) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      static constexpr std::array<const void* (*)(const void*), sizeof...(Ts)> all{get<I>...};
      return all.at(count(whole))(whole);
    }(std::index_sequence_for<Ts...>{});
  }
  template <std::size_t I>
  static void* emplace(void* whole) {
    return &static_cast<T*>(whole)->template emplace<I>();
  }
  static void* add(void* whole, std::size_t nth) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      static constexpr std::array<void* (*)(void*), sizeof...(Ts)> all{emplace<I>...};
      return all.at(nth)(whole);
    }(std::index_sequence_for<Ts...>{});
  }
  static constexpr std::span<const Shape* const> alternatives() { return shapes_of<Ts...>; }
  static constexpr bool holds_text() { return (shape_of<Ts>.holds_text || ...); }
};

template <class T>
struct ParsedReach {
  static void str(const void* value, void* to, void (*take)(void*, std::string_view)) {
    take(to, static_cast<const T*>(value)->str());
  }
  static bool parse(void* value, std::string_view text) {
    auto parsed = T::parse(text);
    if (!parsed) return false;
    *static_cast<T*>(value) = *std::move(parsed);
    return true;
  }
};

template <class T>
const void* first_byte(const void* whole, std::size_t) {
  return static_cast<const T*>(whole)->bytes.data();
}

template <class T>
inline constexpr bool always_false = false;

template <class T>
constexpr Shape integers(Shape::Kind kind) {
  return {.kind = kind, .is_signed = std::is_signed_v<T>, .size = sizeof(T)};
}

template <class T, class Reach>
constexpr Shape container(Shape::Kind kind) {
  return {.kind = kind,
          .holds_text = shape_of<typename T::value_type>.holds_text,
          .of = &shape_of<typename T::value_type>,
          .count = Reach::count,
          .at = Reach::at,
          .add = Reach::add};
}

template <class T>
constexpr Shape make_shape() {
  using enum Shape::Kind;
  if constexpr (std::same_as<T, bool>) {
    return {.kind = boolean};
  } else if constexpr (std::is_enum_v<T>) {
    // Whether the number is one of the enumerators, the owner checks: enumerations here are closed lists with
    // names.
    Shape shape = integers<std::underlying_type_t<T>>(integer);
    shape.is_enum = true;
    return shape;
  } else if constexpr (std::integral<T>) {
    return integers<T>(integer);
  } else if constexpr (std::same_as<T, std::string>) {
    return {.kind = text};
  } else if constexpr (std::same_as<T, FreeText>) {
    return {.kind = free_text, .holds_text = true};
  } else if constexpr (std::same_as<T, Bytes>) {
    return {.kind = bytes};
  } else if constexpr (FixedBytes<T>) {
    return {.kind = fixed, .size = std::tuple_size_v<decltype(T::bytes)>, .at = first_byte<T>};
  } else if constexpr (std::same_as<T, Instant> || std::same_as<T, Day>) {
    static_assert(sizeof(T) == sizeof(typename T::rep));
    return integers<typename T::rep>(std::same_as<T, Instant> ? instant : day);
  } else if constexpr (std::same_as<T, Money>) {
    return {.kind = money};
  } else if constexpr (is_optional<T>) {
    return container<T, OptionalReach<T>>(optional);
  } else if constexpr (is_vector<T>) {
    static_assert(!shape_of<typename T::value_type>.holds_text, "no way of fields leads to a text in a list");
    return container<T, ListReach<T>>(list);
  } else if constexpr (Variant<T>) {
    using Reach = VariantReach<T>;
    return {.kind = variant,
            .holds_text = Reach::holds_text(),
            .alternatives = Reach::alternatives(),
            .count = Reach::count,
            .at = Reach::at,
            .add = Reach::add};
  } else if constexpr (Record<T>) {
    static_assert(numbers_ascend(parts_of<T>), "field numbers ascend from 1 and are used once");
    return {.kind = Shape::Kind::record,
            .holds_text = std::ranges::any_of(parts_of<T>, [](const Part& p) { return p.shape->holds_text; }),
            .record = T::record,
            .parts = parts_of<T>};
  } else {
    static_assert(Parsable<T>, "this type has no shape");
    return {.kind = parsed, .str = ParsedReach<T>::str, .parse = ParsedReach<T>::parse};
  }
}

}  // namespace detail
}  // namespace lintas
