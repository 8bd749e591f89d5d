#include "core/model/same.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "core/model/field.hpp"
#include "core/model/format.hpp"
#include "core/model/groups.hpp"
#include "core/model/scalars.hpp"
#include "core/model/tables.hpp"

namespace lintas::message {

namespace {

template <class Value>
bool equal(const void* one, const void* other) {
  return *static_cast<const Value*>(one) == *static_cast<const Value*>(other);
}

bool same_in(const Group& group, const void* one, const void* other);

bool same_groups(const Field& field, const void* one, const void* other) {
  const std::size_t count = field.access->count(one);
  if (field.access->count(other) != count) return false;
  for (std::size_t i = 0; i < count; ++i) {
    if (!same_in(*field.group, field.access->at(one, i), field.access->at(other, i))) return false;
  }
  return true;
}

bool same_members(const Field& field, const void* one, const void* other) {
  switch (field.kind) {
    case Kind::text: return equal<Text>(one, other);
    case Kind::integer: return equal<Int>(one, other);
    case Kind::number: return equal<Number>(one, other);
    case Kind::date: return equal<Date>(one, other);
    case Kind::date_time: return equal<DateTime>(one, other);
    case Kind::group: return same_groups(field, one, other);
  }
  std::unreachable();
}

bool same_in(const Group& group, const void* one, const void* other) {
  return std::ranges::all_of(group.fields, [&](const Field& field) {
    return same_members(field, field.member(one), field.member(other));
  });
}

}  // namespace

bool says_the_same(const Message& one, const Message& other) {
  return same_in(message_group(), &one, &other);
}

}  // namespace lintas::message
