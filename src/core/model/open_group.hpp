#pragma once

#include <array>
#include <cstddef>

#include "core/model/field.hpp"
#include "core/model/format.hpp"
#include "core/model/scalars.hpp"

namespace lintas::message {

/// A group whose table is data that is read when the program runs: it has members of every kind, and each row
/// of its table takes the next one of its kind (ADR 0037). What walks over groups does not see a difference.
// NOLINTBEGIN(readability-redundant-member-init): as in groups.hpp
struct OpenGroup {
  std::array<Text, 16> texts = {};
  std::array<Int, 4> integers = {};
  std::array<Number, 6> numbers = {};
  std::array<Date, 4> dates = {};
  std::array<DateTime, 2> date_times = {};
  std::array<Many<OpenGroup>, 16> groups = {};
};
// NOLINTEND(readability-redundant-member-init)

/// How many members of a kind there are.
[[nodiscard]] std::size_t open_members(Kind kind);

/// The row of a member, without its formats. Precondition: `place` is below open_members(kind); a group has a
/// table, which outlives the row.
[[nodiscard]] Field open_field(Kind kind, std::size_t place, const Group* group);

/// The row by which a message holds one such group.
[[nodiscard]] Field open_field_of_message(const Group* group);

/// The one without values.
[[nodiscard]] const void* blank_open_group();

}  // namespace lintas::message
