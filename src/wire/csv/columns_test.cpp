#include "wire/csv/columns.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/messages/program.hpp"

namespace lintas::csv {
namespace {

const message::Program& certificate() { return *message::find_program("CO.ISSUE"); }

std::string told(std::string_view name) {
  const auto way = find_way(ways_of(certificate()), name);
  return way ? path_of(*way) : way.error();
}

TEST(Columns, EachValueOfEachMessageIsFoundByTheNameThatItsColumnIsBestCalled) {
  for (const message::Program& program : message::programs()) {
    const std::vector<Way> ways = ways_of(program);
    const std::vector<std::string> names = short_names(ways);
    ASSERT_EQ(names.size(), ways.size());
    for (std::size_t i = 0; i < ways.size(); ++i) {
      const auto found = find_way(ways, names[i]);
      ASSERT_TRUE(found.has_value()) << program.root() << ' ' << names[i] << ": " << found.error();
      EXPECT_EQ(*found, ways[i]) << program.root() << ' ' << names[i];
      EXPECT_EQ(find_way(ways, path_of(ways[i])), ways[i]);
    }
  }
}

TEST(Columns, TheNameOfTheMessageIsNoValueOfATable) {
  for (const Way& way : ways_of(certificate())) EXPECT_NE(path_of(way), "messageType");
}

TEST(Columns, AnEndOfAPathIsEnoughWhereItIsOfOneValueAlone) {
  EXPECT_EQ(told("Exporter/Name"), "Declaration/Exporter/Name");
  EXPECT_EQ(told("FunctionCode"), "Declaration/FunctionCode");
  EXPECT_TRUE(told("Name").contains("name more of the path")) << told("Name");
}

TEST(Columns, APlaceIsSaidOfWhatRepeats) {
  EXPECT_EQ(told("GovernmentAgencyGoodsItem[2]/SequenceNumeric"),
            "Declaration/GoodsShipment/GovernmentAgencyGoodsItem[2]/SequenceNumeric");
  EXPECT_EQ(told("Exporter[2]/Name"), "Exporter occurs once: [2] is none");
  EXPECT_TRUE(told("GovernmentAgencyGoodsItem[99999]/SequenceNumeric").contains("is too many"));
  for (const std::string_view bad :
       {"GovernmentAgencyGoodsItem[0]/SequenceNumeric", "GovernmentAgencyGoodsItem[/SequenceNumeric",
        "GovernmentAgencyGoodsItem[x]/SequenceNumeric"}) {
    EXPECT_TRUE(told(bad).contains("a place in a list is written as [1]")) << told(bad);
  }
}

TEST(Columns, WhatIsNoValueIsAnsweredWithTheNameThatMayBeMeant) {
  EXPECT_TRUE(told("Exporter/name").contains("perhaps 'Exporter/Name' was meant")) << told("Exporter/name");
  EXPECT_TRUE(told("Exporter").contains("the template has the names")) << told("Exporter");
  EXPECT_FALSE(find_way(ways_of(certificate()), "").has_value());
}

}  // namespace
}  // namespace lintas::csv
