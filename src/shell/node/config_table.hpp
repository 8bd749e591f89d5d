#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "shell/node/config.hpp"

/// The keys of the configuration as a table: what each is called, what it may say, and where it goes. Reader,
/// page and messages of errors come from it.
namespace lintas::node {

/// What a value has to be.
enum class Type : std::uint8_t {
  address,
  file,
  folder,
  country,
  state,
  level,
  purpose,
  reach,
  port,
  number,
  seconds,
  url,
  fingerprint,
  digest,
  text,
  types,
  profile,
  naming,
  mep
};

/// As it is told to who writes a file.
[[nodiscard]] std::string_view name_of(Type type);
/// Whether a value of the type says nothing of where files lie, and is no key: it may be shown to others.
[[nodiscard]] bool is_plain_setting(Type type);
[[nodiscard]] bool is_integer(Type type);

/// A value that its type accepts, in the form that its row stores.
struct Value {
  std::string text;
  std::uint64_t number = 0;
};

/// When a running node takes a changed value.
enum class Taken : std::uint8_t { on_reload, at_start };
[[nodiscard]] std::string_view name_of(Taken taken);

template <class Target>
struct Row {
  std::string_view section;
  std::string_view key;
  Type type = {};
  /// Empty and required: there is none.
  std::string_view by_default;
  bool required = false;
  bool secret = false;
  Taken taken = {};
  std::uint64_t min = 0;
  std::uint64_t max = 0;
  void (*set)(Target&, const Value&) = nullptr;
  std::string_view meaning;

  [[nodiscard]] std::string name() const {
    return section.empty() ? std::string{key} : format("{}.{}", section, key);
  }
  [[nodiscard]] std::string allowed() const {
    return type == Type::number || type == Type::seconds ? format("{}, {} to {}", name_of(type), min, max)
                                                         : std::string{name_of(type)};
  }
};

/// The value, if the type accepts the text; an integer between `min` and `max`.
[[nodiscard]] std::optional<Value> value_in(Type type, std::string_view text, std::uint64_t min,
                                            std::uint64_t max);

/// What is wrong with a text that is no value: of a list its wrong words alone.
[[nodiscard]] std::string wrong_in(Type type, std::string_view text);

template <class Target>
[[nodiscard]] std::optional<Value> value_of(const Row<Target>& row, std::string_view text) {
  // What may be left out may be empty.
  if (text.empty() && !row.required && row.by_default.empty() && !is_integer(row.type)) return Value{};
  return value_in(row.type, text, row.min, row.max);
}

/// Of sections that stand once, in the order of the page.
[[nodiscard]] std::span<const Row<Config>> rows();
/// Of [[partner]].
[[nodiscard]] std::span<const Row<PartnerConfig>> partner_rows();
/// Of [[revoked]].
[[nodiscard]] std::span<const Row<RevokedConfig>> revoked_rows();

}  // namespace lintas::node
