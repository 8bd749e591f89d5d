#include <gtest/gtest.h>
#include <set>
#include <string_view>

#include "core/messages/view.hpp"
#include "core/model/field.hpp"
#include "core/model/tables.hpp"

namespace lintas::message {
namespace {

TEST(Cuts, every_group_but_the_root_has_one) {
  std::set<std::string_view> named;
  for (const Cut& cut : default_cuts()) EXPECT_TRUE(named.insert(cut.group).second) << cut.group;
  for (const Group* group : all_groups())
    EXPECT_EQ(named.contains(group->name), group != &message_group()) << group->name;
  EXPECT_EQ(named.size() + 1, all_groups().size());
}

}  // namespace
}  // namespace lintas::message
