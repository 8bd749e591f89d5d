#include "core/model/totals.hpp"

#include <gtest/gtest.h>

#include "core/model/groups.hpp"

namespace lintas::message {
namespace {

TEST(Totals, go_over_all_houses_and_count_bulk_as_one) {
  Consignment goods;
  EXPECT_EQ(items_in(goods), 0U);
  EXPECT_EQ(packages_in(goods), 0);
  goods.house_consignment.resize(2);
  goods.house_consignment[0].consignment_item.emplace_back().packaging.emplace_back().number_of_packages = {
      40};
  ConsignmentItem& mixed = goods.house_consignment[1].consignment_item.emplace_back();
  mixed.packaging.emplace_back().number_of_packages = {2};
  mixed.packaging.emplace_back();
  goods.house_consignment[1].consignment_item.emplace_back();
  EXPECT_EQ(items_in(goods), 3U);
  EXPECT_EQ(packages_in(goods), 43);
}

}  // namespace
}  // namespace lintas::message
