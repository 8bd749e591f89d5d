#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/decimal.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/free_text.hpp"
#include "base/money.hpp"
#include "base/shape.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/exchange/partner.hpp"
#include "core/guarantee/commands.hpp"
#include "core/messages/report.hpp"
#include "core/model/values/access_code.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/explain.hpp"
#include "core/model/values/grn.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/transit/letters.hpp"
#include "shell/api/json.hpp"
#include "shell/api/record_schema.hpp"
#include "shell/app/message_names.hpp"

/// Records with numbered fields read from JSON, by the names of their fields, for every record alike; how
/// record_schema.hpp describes it. A day is "2026-11-23", an instant ends with Z, money is
/// {"amount": "1000.00", "currency": "SGD"}, one of several records an object with the record's name as its
/// only member. An enumerator is its word (base/words.hpp), the same as in views and files; of a published
/// list its code is taken too. What is left out is empty of a list or a text, no of a yes-or-no, nothing of
/// what may be none; anything else is missing.
namespace lintas::api {

/// What reading needs beside the text.
struct Given {
  const refdata::View& reference;         ///< for the minor units of currencies
  const transit::AccessCodeHasher& hash;  ///< access codes come in clear and stay here
  std::optional<PersonId> second;  ///< who agrees, as the node has authenticated it; never read from the text
  exchange::Partner home = {};     ///< whose messages are ours
  std::span<const app::Loss> losses = {};  ///< of the store, for their names
  std::vector<Seal>* seals = nullptr;      ///< gathers those that the text names, as they were read
};

/// Gathers what is wrong; one for each text read. Rules: API-003 a field that is not known, API-004 one that
/// is missing, API-005 another form.
class Intake {
 public:
  explicit Intake(const Given& given) : given_(given) {}

  void unknown(const std::string& pointer) { add("API-003", pointer, {}, {}); }
  void missing(const std::string& pointer) { add("API-004", pointer, {}, {}); }
  void other_form(const std::string& pointer, const Json& value, std::string expected) {
    add("API-005", pointer, text_of(value), std::move(expected));
  }
  /// For what may be a secret: the value is not repeated.
  void bad_secret(const std::string& pointer, std::string expected) {
    add("API-005", pointer, {}, std::move(expected));
  }

  [[nodiscard]] const Given& given() const noexcept { return given_; }
  [[nodiscard]] const Findings& findings() const noexcept { return findings_; }
  void set_grn(std::optional<Grn> grn) { grn_ = grn; }
  [[nodiscard]] const std::optional<Grn>& grn() const noexcept { return grn_; }

 private:
  /// What stood there, unless it is a whole record or list.
  static std::string text_of(const Json& value) {
    if (value.is_string()) return value.get<std::string>();
    return value.is_structured() ? std::string{} : value.dump();
  }

  void add(std::string_view rule, const std::string& pointer, std::string_view value, std::string detail) {
    if (findings_.size() >= limits::findings_max) return;
    findings_.push_back({.rule = std::string{rule},
                         .pointer = pointer,
                         .value = std::string{message::shown(value)},
                         .detail = std::move(detail)});
  }

  const Given& given_;
  std::optional<Grn> grn_;  ///< of the whole text: access codes are hashed with it
  Findings findings_;
};

template <class T>
[[nodiscard]] T read_json(const Json& json, const std::string& pointer, Intake& in);

namespace detail {

template <class T>
T read_integer(const Json& json, const std::string& pointer, Intake& in) {
  if (json.is_number_unsigned()) {
    const auto wide = json.get<std::uint64_t>();
    if (std::in_range<T>(wide)) return static_cast<T>(wide);
  } else if (json.is_number_integer()) {
    const auto wide = json.get<std::int64_t>();
    if (std::in_range<T>(wide)) return static_cast<T>(wide);
  }
  in.other_form(
      pointer, json,
      format("a whole number from {} to {}", std::numeric_limits<T>::min(), std::numeric_limits<T>::max()));
  return {};
}

/// "bank, insurer"; with codes "1 itinerary, 2 seals".
template <Worded E>
std::string list_of_words() {
  std::string list;
  for (const Word<E>& one : words_for(E{})) {
    if (!list.empty()) list.append(", ");
    if (!one.code.empty()) list.append(one.code).append(" ");
    list.append(one.word);
  }
  return list;
}

template <Worded E>
E read_enum(const Json& json, const std::string& pointer, Intake& in) {
  // A code that is a number may come as one; the numbers of other enumerations are the store's own.
  const std::string text = json.is_string()            ? json.get<std::string>()
                           : json.is_number_unsigned() ? json.dump()
                                                       : std::string{};
  if (const auto value = read_word<E>(text)) return *value;
  in.other_form(pointer, json, format("one of: {}", list_of_words<E>()));
  return {};
}

Money read_money(const Json& json, const std::string& pointer, Intake& in);
AccessCodeHash read_access_code(const Json& json, const std::string& pointer, Intake& in);
/// Adds a seal, or those of a range, to the seals of a list.
void read_seals(const Json& json, const std::string& pointer, Intake& in, std::vector<Seal>& seals);

template <class List>
List read_list(const Json& json, const std::string& pointer, Intake& in) {
  List values;
  if (!json.is_array()) {
    in.other_form(pointer, json, "a list");
    return values;
  }
  for (std::size_t i = 0; i < json.size(); ++i) {
    const std::string place = format("{}/{}", pointer, i);
    if constexpr (std::same_as<List, std::vector<Seal>>) {
      read_seals(json[i], place, in, values);
    } else {
      values.push_back(read_json<typename List::value_type>(json[i], place, in));
    }
  }
  return values;
}

template <class Variant>
Variant read_variant(const Json& json, const std::string& pointer, Intake& in) {
  std::string expected = "an object with one member of";
  std::optional<Variant> found;
  const auto attempt = [&]<class T>(std::type_identity<T>) {
    const std::string name{short_name(T::record)};
    expected.append(" ").append(name);
    if (!found && json.is_object() && json.size() == 1 && json.contains(name))
      found = read_json<T>(json.at(name), pointer + '/' + name, in);
  };
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (attempt(std::type_identity<std::variant_alternative_t<I, Variant>>{}), ...);
  }(std::make_index_sequence<std::variant_size_v<Variant>>{});
  if (!found) in.other_form(pointer, json, expected);
  return found ? *std::move(found) : Variant{};
}

/// What stands at a field. Null where nothing is to be read: the node fills it, or it was left out, which is
/// told where it may not be.
const Json* find_field(const Json& json, std::string_view record, std::string_view field, const Shape& member,
                       const std::string& pointer, Intake& in);
void check_text_of(const Json& member, std::string_view record, std::string_view field,
                   const std::string& pointer, Intake& in);
/// Tells each member that is no field of the record.
void tell_unknown(const Json& json, const Shape& record, const std::string& pointer, Intake& in);

template <class T, class Member>
void read_field(const Json& json, const std::string& pointer, Intake& in, T& value,
                const Field<T, Member>& field) {
  if constexpr (std::same_as<Member, guarantee::Approval>) {
    (value.*field.member).second = in.given().second;
  } else {
    if constexpr (std::same_as<Member, std::optional<PersonId>>) {
      if (filled_by_node(shape_of<Member>, field.name)) value.*field.member = in.given().second;
    }
    const Json* member = find_field(json, T::record, field.name, shape_of<Member>, pointer, in);
    if (member == nullptr) {
      // Whatever the record has by itself: what nobody said is no.
      if constexpr (std::same_as<Member, bool>) value.*field.member = false;
      return;
    }
    std::string place = pointer;
    place.append("/").append(field.name);
    value.*field.member = read_json<Member>(*member, place, in);
    if constexpr (std::same_as<Member, std::string> || std::same_as<Member, FreeText>)
      check_text_of(*member, T::record, field.name, place, in);
  }
}

template <Record T>
T read_record(const Json& json, const std::string& pointer, Intake& in) {
  T value{};
  if (!json.is_object()) {
    in.other_form(pointer, json, "an object");
    return value;
  }
  for_each_field<T>([&](const auto& field) { read_field(json, pointer, in, value, field); });
  tell_unknown(json, shape_of<T>, pointer, in);
  return value;
}

}  // namespace detail

/// The value, or a default one and what is wrong in `in`.
template <class T>
T read_json(const Json& json, const std::string& pointer, Intake& in) {
  if constexpr (std::same_as<T, bool>) {
    if (json.is_boolean()) return json.get<bool>();
    in.other_form(pointer, json, "true or false");
    return {};
  } else if constexpr (std::is_enum_v<T>) {
    static_assert(Worded<T>, "an enumeration in an act has words");
    return detail::read_enum<T>(json, pointer, in);
  } else if constexpr (std::integral<T>) {
    return detail::read_integer<T>(json, pointer, in);
  } else if constexpr (std::same_as<T, std::string> || std::same_as<T, FreeText>) {
    if (json.is_string()) return T{json.get<std::string>()};
    in.other_form(pointer, json, "a text");
    return {};
  } else if constexpr (std::same_as<T, Day>) {
    const auto day = json.is_string() ? parse_day(json.get_ref<const std::string&>()) : std::nullopt;
    if (!day) in.other_form(pointer, json, "a day as 2026-11-23");
    return day.value_or(Day{});
  } else if constexpr (std::same_as<T, Instant>) {
    const auto instant = json.is_string() ? parse_instant(json.get_ref<const std::string&>()) : std::nullopt;
    if (!instant) in.other_form(pointer, json, "an instant as 2026-11-23T18:32:00Z");
    return instant.value_or(Instant{});
  } else if constexpr (std::same_as<T, Money>) {
    return detail::read_money(json, pointer, in);
  } else if constexpr (std::same_as<T, Decimal>) {
    const auto number = json.is_string() ? Decimal::parse(json.get_ref<const std::string&>())
                                         : std::unexpected(DecimalError::not_a_number);
    if (number && !number->is_negative()) return *number;
    in.other_form(pointer, json, "a number not below zero as a text, with at most six places, as 12.5");
    return {};
  } else if constexpr (std::same_as<T, AccessCodeHash>) {
    return detail::read_access_code(json, pointer, in);
  } else if constexpr (lintas::detail::is_optional<T>) {
    return read_json<typename T::value_type>(json, pointer, in);
  } else if constexpr (lintas::detail::is_vector<T>) {
    return detail::read_list<T>(json, pointer, in);
  } else if constexpr (lintas::detail::Variant<T>) {
    return detail::read_variant<T>(json, pointer, in);
  } else if constexpr (Record<T>) {
    return detail::read_record<T>(json, pointer, in);
  } else {
    static_assert(Parsable<T>, "this type has no JSON form");
    if (!json.is_string()) {
      in.other_form(pointer, json, "a text");
      return {};
    }
    const std::string_view text = json.get_ref<const std::string&>();
    if (auto value = T::parse(text)) return *value;
    in.other_form(pointer, json, explain(T::parse(text).error(), text));
    return {};
  }
}

}  // namespace lintas::api
