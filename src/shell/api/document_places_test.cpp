#include "shell/api/document_places.hpp"

#include <array>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

namespace lintas::api {
namespace {

constexpr std::array fields{Place{"document", ""}, Place{"permit/state", "IssuingCountryCode"},
                            Place{"originals", "PreviousDocument"}};
constexpr std::array fields_of_item{Place{"hs", "Commodity/Classification/ID"}};

std::string place_of(std::string_view pointer) { return place_in("ROOT", fields, fields_of_item, pointer); }

TEST(PlaceInAMessage, AFieldIsToldByItsElement) {
  EXPECT_EQ(place_of("document"), "/ROOT/Declaration");
  EXPECT_EQ(place_of("permit/state"), "/ROOT/Declaration/IssuingCountryCode");
  EXPECT_EQ(place_of("items"), "/ROOT/Declaration/GoodsShipment/GovernmentAgencyGoodsItem");
  EXPECT_EQ(place_of("items/2/hs"),
            "/ROOT/Declaration/GoodsShipment/GovernmentAgencyGoodsItem[2]/Commodity/Classification/ID");
}

TEST(PlaceInAMessage, AFieldWithoutAnElementIsToldByWhatItIsPartOf) {
  EXPECT_EQ(place_of("originals/1/lines"), "/ROOT/Declaration/PreviousDocument");
  EXPECT_EQ(place_of("items/2/result"), "/ROOT/Declaration/GoodsShipment/GovernmentAgencyGoodsItem[2]");
}

TEST(PlaceInAMessage, WhatTheMessageDoesNotHaveKeepsItsName) {
  EXPECT_EQ(place_of("reason"), "reason");
  EXPECT_EQ(place_of("permit"), "permit");
  EXPECT_EQ(place_of(""), "");
}

}  // namespace
}  // namespace lintas::api
