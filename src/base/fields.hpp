#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/cbor.hpp"
#include "base/decimal.hpp"
#include "base/money.hpp"
#include "base/time.hpp"

/// Records with numbered fields. A struct that is stored says, once, which number each member has:
///
///     struct Reserved {
///       Money amount;
///       std::optional<Instant> limit;
///       static constexpr std::string_view record = "guarantee.reserved";
///       static constexpr auto fields() {
///         return std::tuple{Field{1, "amount", &Reserved::amount}, Field{2, "limit", &Reserved::limit}};
///       }
///     };
///
/// A number is never used again for something else: data/field-numbers.csv is the committed list, and a test
/// compares. Encoded as a CBOR map from number to value. An absent optional and an empty vector are left out.
namespace lintas {

template <class Owner, class Member>
struct Field {
  std::uint16_t number = 0;
  std::string_view name;
  Member Owner::* member = nullptr;
};

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

namespace detail {

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = !std::same_as<std::vector<T>, Bytes>;
template <class T>
inline constexpr bool is_variant = false;
template <class... Ts>
inline constexpr bool is_variant<std::variant<Ts...>> = true;

}  // namespace detail

template <class T>
void encode(cbor::Writer& out, const T& value);
template <class T>
[[nodiscard]] cbor::Result<T> decode(cbor::Reader& in);

/// The fields of a record are in ascending order of their numbers, none twice, none zero.
template <Record T>
[[nodiscard]] consteval bool fields_ascend() {
  return std::apply(
      [](const auto&... field) {
        unsigned previous = 0;
        return ((field.number > std::exchange(previous, unsigned{field.number})) && ...);
      },
      T::fields());
}

namespace detail {

template <class Member>
[[nodiscard]] bool left_out(const Member& value) {
  if constexpr (is_optional<Member>) return !value.has_value();
  if constexpr (is_vector<Member>) return value.empty();
  return false;
}

template <Record T>
void encode_record(cbor::Writer& out, const T& value) {
  static_assert(fields_ascend<T>(), "field numbers ascend from 1 and are used once");
  std::apply(
      [&](const auto&... field) {
        out.map((std::size_t{0} + ... + (left_out(value.*field.member) ? 0U : 1U)));
        const auto one = [&](const auto& f) {
          if (left_out(value.*f.member)) return;
          out.unsigned_integer(f.number);
          encode(out, value.*f.member);
        };
        (one(field), ...);
      },
      T::fields());
}

/// Reads the member if its number is the next key; an absent one stays as the default made it if it may be
/// left out.
template <class T, class Member>
std::optional<cbor::Error> decode_field(cbor::Reader& in, T& value, const Field<T, Member>& field,
                                        std::optional<std::uint64_t>& key, std::size_t& pairs_left) {
  if (!key && pairs_left > 0) {
    const auto next = in.unsigned_integer();
    if (!next) return next.error();
    key = *next;
    --pairs_left;
  }
  if (key != field.number) {
    if constexpr (is_optional<Member> || is_vector<Member>) return std::nullopt;
    return cbor::Error::missing_field;
  }
  key.reset();
  auto member = decode<Member>(in);
  if (!member) return member.error();
  if (left_out(*member)) return cbor::Error::bad_value;  // one value, one encoding: what is empty is left out
  value.*field.member = std::move(*member);
  return std::nullopt;
}

template <Record T>
[[nodiscard]] cbor::Result<T> decode_record(cbor::Reader& in) {
  auto pairs = in.map();
  if (!pairs) return std::unexpected(pairs.error());
  T value{};
  std::optional<std::uint64_t> key;
  std::optional<cbor::Error> error;
  std::apply(
      [&](const auto&... field) { ((error = decode_field(in, value, field, key, *pairs), !error) && ...); },
      T::fields());
  if (error) return std::unexpected(*error);
  if (key || *pairs > 0) return std::unexpected(cbor::Error::unknown_field);
  return value;
}

template <class T>
[[nodiscard]] cbor::Result<T> decode_integer(cbor::Reader& in) {
  const auto wide = in.integer();
  if (!wide) return std::unexpected(wide.error());
  if (!std::in_range<T>(*wide)) return std::unexpected(cbor::Error::out_of_range);
  return static_cast<T>(*wide);
}

template <class Variant>
[[nodiscard]] cbor::Result<Variant> decode_variant(cbor::Reader& in) {
  const auto size = in.array();
  if (!size) return std::unexpected(size.error());
  if (*size != 2) return std::unexpected(cbor::Error::wrong_type);
  const auto index = in.unsigned_integer();
  if (!index) return std::unexpected(index.error());
  cbor::Result<Variant> result = std::unexpected(cbor::Error::out_of_range);
  const auto attempt = [&]<std::size_t I>(std::integral_constant<std::size_t, I>) {
    if (*index != I) return;
    auto alternative = decode<std::variant_alternative_t<I, Variant>>(in);
    if (alternative) result = Variant{std::in_place_index<I>, std::move(*alternative)};
    if (!alternative) result = std::unexpected(alternative.error());
  };
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (attempt(std::integral_constant<std::size_t, I>{}), ...);
  }(std::make_index_sequence<std::variant_size_v<Variant>>{});
  return result;
}

template <class Vector>
[[nodiscard]] cbor::Result<Vector> decode_vector(cbor::Reader& in) {
  const auto size = in.array();
  if (!size) return std::unexpected(size.error());
  Vector values;
  for (std::size_t i = 0; i < *size; ++i) {
    auto one = decode<typename Vector::value_type>(in);
    if (!one) return std::unexpected(one.error());
    values.push_back(std::move(*one));
  }
  return values;
}

template <std::size_t N>
[[nodiscard]] cbor::Result<std::array<std::byte, N>> decode_fixed(cbor::Reader& in) {
  const auto content = in.bytes();
  if (!content) return std::unexpected(content.error());
  if (content->size() != N) return std::unexpected(cbor::Error::bad_value);
  std::array<std::byte, N> value{};
  std::ranges::copy(*content, value.begin());
  return value;
}

template <class T>
inline constexpr bool always_false = false;

}  // namespace detail

template <class T>
void encode(cbor::Writer& out, const T& value) {
  if constexpr (std::same_as<T, bool>) {
    out.boolean(value);
  } else if constexpr (std::is_enum_v<T>) {
    encode(out, std::to_underlying(value));
  } else if constexpr (std::unsigned_integral<T>) {
    out.unsigned_integer(value);
  } else if constexpr (std::signed_integral<T>) {
    out.integer(value);
  } else if constexpr (std::same_as<T, std::string>) {
    out.text(value);
  } else if constexpr (std::same_as<T, Bytes>) {
    out.bytes(value);
  } else if constexpr (requires { out.bytes(value.bytes); }) {
    out.bytes(value.bytes);  // Hash256, Uuid
  } else if constexpr (std::same_as<T, Instant> || std::same_as<T, Day>) {
    out.integer(value.time_since_epoch().count());
  } else if constexpr (std::same_as<T, Money>) {
    out.array(2);
    out.integer(value.minor_units());
    out.text(value.currency().str());
  } else if constexpr (detail::is_optional<T>) {
    if (value) encode(out, *value);  // an absent one was left out with its number
  } else if constexpr (detail::is_vector<T>) {
    out.array(value.size());
    for (const auto& one : value) encode(out, one);
  } else if constexpr (detail::is_variant<T>) {
    out.array(2);
    out.unsigned_integer(value.index());
    std::visit([&](const auto& alternative) { encode(out, alternative); }, value);
  } else if constexpr (Record<T>) {
    detail::encode_record(out, value);
  } else if constexpr (Parsable<T>) {
    out.text(value.str());
  } else {
    static_assert(detail::always_false<T>, "this type has no CBOR form");
  }
}

template <class T>
cbor::Result<T> decode(cbor::Reader& in) {
  if constexpr (std::same_as<T, bool>) {
    return in.boolean();
  } else if constexpr (std::is_enum_v<T>) {
    // Whether the number is one of the enumerators, the owner checks: enumerations here are closed lists with
    // names.
    const auto number = detail::decode_integer<std::underlying_type_t<T>>(in);
    if (!number) return std::unexpected(number.error());
    return static_cast<T>(*number);
  } else if constexpr (std::same_as<T, std::uint64_t>) {
    return in.unsigned_integer();
  } else if constexpr (std::integral<T>) {
    return detail::decode_integer<T>(in);
  } else if constexpr (std::same_as<T, std::string>) {
    const auto content = in.text();
    if (!content) return std::unexpected(content.error());
    return std::string{*content};
  } else if constexpr (std::same_as<T, Bytes>) {
    const auto content = in.bytes();
    if (!content) return std::unexpected(content.error());
    return copy_of(*content);
  } else if constexpr (requires(T value) { std::tuple_size<decltype(value.bytes)>::value; }) {
    auto content = detail::decode_fixed<std::tuple_size_v<decltype(T::bytes)>>(in);
    if (!content) return std::unexpected(content.error());
    return T{*content};
  } else if constexpr (std::same_as<T, Instant> || std::same_as<T, Day>) {
    const auto count = detail::decode_integer<typename T::rep>(in);
    if (!count) return std::unexpected(count.error());
    return T{typename T::duration{*count}};
  } else if constexpr (std::same_as<T, Money>) {
    const auto size = in.array();
    if (!size) return std::unexpected(size.error());
    if (*size != 2) return std::unexpected(cbor::Error::wrong_type);
    const auto minor_units = in.integer();
    if (!minor_units) return std::unexpected(minor_units.error());
    const auto code = in.text();
    if (!code) return std::unexpected(code.error());
    const auto currency = Currency::parse(*code);
    if (!currency) return std::unexpected(cbor::Error::bad_value);
    return Money{*minor_units, *currency};
  } else if constexpr (detail::is_optional<T>) {
    auto value = decode<typename T::value_type>(in);
    if (!value) return std::unexpected(value.error());
    return T{std::move(*value)};
  } else if constexpr (detail::is_vector<T>) {
    return detail::decode_vector<T>(in);
  } else if constexpr (detail::is_variant<T>) {
    return detail::decode_variant<T>(in);
  } else if constexpr (Record<T>) {
    return detail::decode_record<T>(in);
  } else if constexpr (Parsable<T>) {
    const auto content = in.text();
    if (!content) return std::unexpected(content.error());
    auto value = T::parse(*content);
    if (!value) return std::unexpected(cbor::Error::bad_value);
    return *value;
  } else {
    static_assert(detail::always_false<T>, "this type has no CBOR form");
  }
}

/// The record's one encoding.
template <class T>
[[nodiscard]] Bytes to_cbor(const T& value) {
  cbor::Writer out;
  encode(out, value);
  return std::move(out).take();
}

/// Strict: only what to_cbor could have written.
template <class T>
[[nodiscard]] cbor::Result<T> from_cbor(ByteView bytes) {
  cbor::Reader in{bytes};
  auto value = decode<T>(in);
  if (value && !in.at_end()) return std::unexpected(cbor::Error::trailing);
  return value;
}

}  // namespace lintas
