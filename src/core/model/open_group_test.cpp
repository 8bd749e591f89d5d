#include "core/model/open_group.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <set>
#include <string>

#include "core/model/field.hpp"
#include "core/model/format.hpp"
#include "core/model/groups.hpp"

namespace lintas::message {
namespace {

constexpr Kind kinds[] = {Kind::text, Kind::integer, Kind::number, Kind::date, Kind::date_time, Kind::group};

TEST(OpenGroup, each_row_has_a_member_of_its_own_and_a_blank_one_has_no_values) {
  std::set<const void*> members;
  std::size_t rows = 0;
  for (const Kind kind : kinds) {
    for (std::size_t place = 0; place < open_members(kind); ++place) {
      const Field field = open_field(kind, place, nullptr);
      const void* member = field.member(blank_open_group());
      members.insert(member);
      ++rows;
      if (kind == Kind::group) {
        EXPECT_EQ(field.access->count(member), 0U);
      } else {
        EXPECT_FALSE(has_value(kind, member));
      }
    }
  }
  EXPECT_EQ(members.size(), rows);
}

TEST(OpenGroup, a_message_holds_one_and_copies_it) {
  Message message;
  auto& group = message.open.emplace();
  group.texts[0] = "TH-PC-2026-0041873";
  group.groups[2].emplace_back().integers[1] = {7};
  const Message copy = message.clone();
  group.groups[2].front().integers[1] = {8};
  EXPECT_EQ(copy.open->texts[0], "TH-PC-2026-0041873");
  EXPECT_EQ(copy.open->groups[2].front().integers[1].value, 7);
  const Field field = open_field_of_message(nullptr);
  EXPECT_EQ(field.access->count(field.member(&copy)), 1U);
}

}  // namespace
}  // namespace lintas::message
