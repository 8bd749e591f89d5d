#include "core/model/document_tables.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <string_view>

#include "core/model/field.hpp"
#include "core/model/tables.hpp"

namespace lintas::message::wco {
namespace {

const Field& field_of(std::string_view group, std::string_view element) {
  const auto all = groups();
  const auto found = std::ranges::find(all, group, &Group::name);
  EXPECT_NE(found, all.end()) << group;
  return *std::ranges::find((*found)->fields, element, &Field::name);
}

TEST(DocumentTables, groups_are_told_from_those_of_transit_by_their_names) {
  for (const Group* group : groups()) EXPECT_TRUE(group->name.starts_with("wco.")) << group->name;
  for (const Group* group : all_groups()) {
    EXPECT_EQ(group->name.starts_with("wco."), std::ranges::find(groups(), group) != groups().end())
        << group->name;
  }
}

TEST(DocumentTables, one_group_stands_under_several_elements) {
  const Field& exporter = field_of("wco.Declaration", "Exporter");
  const Field& seller = field_of("wco.GoodsShipment", "Seller");
  EXPECT_EQ(exporter.group, seller.group);
  EXPECT_EQ(exporter.group->name, "wco.Party");
}

}  // namespace
}  // namespace lintas::message::wco
