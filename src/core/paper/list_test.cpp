#include <algorithm>
#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/paper/paper.hpp"
#include "core/paper/sheet.hpp"
#include "tests/support/letters.hpp"
#include "tests/support/released.hpp"

namespace lintas::paper {
namespace {

std::vector<Block> list_from(const message::Document& document) {
  return list_of({.released = document.message,
                  .goods = *document.message.consignment,
                  .reference = transit::reference()});
}

std::string text_in(const Block& block, std::string_view label) {
  for (const Row& row : block.rows) {
    const auto found = std::ranges::find(row, label, &Cell::label);
    if (found != row.end()) return found->text;
  }
  return "no such cell";
}

TEST(ListOfItems, has_a_block_for_each_house_consignment_and_each_item) {
  for (const std::size_t items : {1U, 40U, 999U}) {
    const auto blocks = list_from(test::released(items));
    ASSERT_EQ(blocks.size(), items + 1);
    EXPECT_TRUE(blocks.front().house);
    EXPECT_EQ(blocks.front().name, "house consignment 1");
    EXPECT_EQ(blocks.back().name, format("item {0}/{0}", items));
    EXPECT_EQ(text_in(blocks.front(), "Gross mass (kg)"), "21450.5");
    EXPECT_EQ(text_in(blocks.back(), "Item"), format("{0}/{0}", items));
  }
}

TEST(ListOfItems, an_item_shows_all_that_the_release_says_of_it_but_its_value) {
  const auto blocks = list_from(test::released(1));
  const Block& item = blocks.at(1);
  EXPECT_EQ(text_in(item, "Commodity code"), "852872 92");
  EXPECT_EQ(text_in(item, "Description of goods"), "Television sets, colour, 140 cm, in cartons.");
  EXPECT_EQ(text_in(item, "Packages: number, type, marks"), "40/CT/SIAM/BKK 1.");
  EXPECT_EQ(text_in(item, "Gross mass (kg)"), "501");
  EXPECT_EQ(text_in(item, "Net mass (kg)"), "480.25");
  EXPECT_EQ(text_in(item, "Supporting documents"), "N380/INV-2026-7781.");
  EXPECT_EQ(text_in(item, "Origin"), "VN");
  EXPECT_EQ(text_in(item, "Additional information"), "");
}

TEST(ListOfItems, empty_cells_give_room_to_a_long_text_beside_them) {
  auto document = test::released(1);
  auto& statements =
      document.message.consignment->house_consignment.front().consignment_item.front().additional_information;
  const auto width_of = [](const Block& block, std::string_view label) {
    for (const Row& row : block.rows) {
      for (const Cell& cell : row) {
        if (cell.label == label) return cell.width;
      }
    }
    return 0;
  };
  const int before = width_of(list_from(document).at(1), "Additional information");
  statements.push_back({.sequence_number = {3}, .code = "30600", .text = std::string(300, 'x')});
  const Block item = list_from(document).at(1);
  EXPECT_GT(width_of(item, "Additional information"), before);
  for (const Row& row : item.rows) {
    int width = 0;
    for (const Cell& cell : row) width += cell.width;
    EXPECT_EQ(width, printed.width);
  }
}

TEST(ListOfItems, says_where_it_ends) {
  const auto end = [](const message::Document& document) {
    return list_end_of({.released = document.message,
                        .goods = *document.message.consignment,
                        .reference = transit::reference()});
  };
  EXPECT_EQ(end(test::released(40)), "End of the list: 40 items, 1600 packages");
  auto one = test::released(1);
  one.message.consignment->house_consignment.front()
      .consignment_item.front()
      .packaging.front()
      .number_of_packages = {1};
  EXPECT_EQ(end(one), "End of the list: 1 item, 1 package");
}

TEST(ListOfItems, a_row_that_says_nothing_is_left_out) {
  auto document = test::released(2);
  auto& item = document.message.consignment->house_consignment.front().consignment_item.at(1);
  EXPECT_EQ(text_in(list_from(document).at(2), "CUS code"), "no such cell");
  item.commodity->cus_code = "0010001-6";
  EXPECT_EQ(text_in(list_from(document).at(2), "CUS code"), "0010001-6");
}

}  // namespace
}  // namespace lintas::paper
