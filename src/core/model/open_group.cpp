#include "core/model/open_group.hpp"

#include <array>
#include <cstddef>
#include <tuple>
#include <utility>

#include "base/require.hpp"
#include "core/model/field.hpp"
#include "core/model/format.hpp"
#include "core/model/groups.hpp"
#include "core/model/scalars.hpp"

namespace lintas::message {

namespace {

using Member = const void* (*)(const void*);

template <auto members, std::size_t place>
const void* member_at(const void* group) {
  return &(static_cast<const OpenGroup*>(group)->*members)[place];
}

/// A function for each place of an array of members.
template <auto members>
constexpr auto members_of = [] {
  using Array = typename detail::MemberOf<decltype(members)>::value;
  return []<std::size_t... places>(std::index_sequence<places...>) {
    return std::array<Member, sizeof...(places)>{&member_at<members, places>...};
  }(std::make_index_sequence<std::tuple_size_v<Array>>{});
}();

Member member_of(Kind kind, std::size_t place) {
  switch (kind) {
    case Kind::text: return members_of<&OpenGroup::texts>.at(place);
    case Kind::integer: return members_of<&OpenGroup::integers>.at(place);
    case Kind::number: return members_of<&OpenGroup::numbers>.at(place);
    case Kind::date: return members_of<&OpenGroup::dates>.at(place);
    case Kind::date_time: return members_of<&OpenGroup::date_times>.at(place);
    case Kind::group: return members_of<&OpenGroup::groups>.at(place);
  }
  std::unreachable();
}

}  // namespace

std::size_t open_members(Kind kind) {
  switch (kind) {
    case Kind::text: return members_of<&OpenGroup::texts>.size();
    case Kind::integer: return members_of<&OpenGroup::integers>.size();
    case Kind::number: return members_of<&OpenGroup::numbers>.size();
    case Kind::date: return members_of<&OpenGroup::dates>.size();
    case Kind::date_time: return members_of<&OpenGroup::date_times>.size();
    case Kind::group: return members_of<&OpenGroup::groups>.size();
  }
  std::unreachable();
}

Field open_field(Kind kind, std::size_t place, const Group* group) {
  require(place < open_members(kind), "an open group has a member for each row");
  Field field{.number = 0, .name = {}, .kind = kind};
  field.member = member_of(kind, place);
  if (kind == Kind::group) {
    field.access = &detail::Access<Many<OpenGroup>>::table;
    field.group = group;
  }
  return field;
}

Field open_field_of_message(const Group* group) {
  Field field{.number = 0, .name = {}, .kind = Kind::group};
  field.member = &detail::member_of<&Message::open>;
  field.access = &detail::Access<One<OpenGroup>>::table;
  field.group = group;
  return field;
}

const void* blank_open_group() { return detail::blank_of<OpenGroup>(); }

}  // namespace lintas::message
