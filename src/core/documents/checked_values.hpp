#pragma once

#include <string_view>

#include "base/require.hpp"
#include "core/model/scalars.hpp"

namespace lintas::documents {

/// A value whose form the schema has checked.
template <class Value>
[[nodiscard]] Value known(std::string_view text) {
  const auto value = Value::parse(text);
  require(value.has_value(), "the formats of the tables are those of the values");
  return *value;
}

/// A group that a message which was checked has.
template <class T>
[[nodiscard]] const T& the(const message::One<T>& group) {
  require(static_cast<bool>(group), "the message was checked against its schema and its parameters");
  return *group;
}

}  // namespace lintas::documents
