#include "core/transit/presentation.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>

#include "base/require.hpp"
#include "base/time.hpp"
#include "core/messages/document.hpp"
#include "core/model/groups.hpp"
#include "core/transit/movement.hpp"
#include "tests/support/letters.hpp"
#include "tests/support/rule_samples.hpp"
#include "tests/support/samples.hpp"
#include "wire/xml/xml_reader.hpp"

namespace lintas::transit {
namespace {

/// The presentation of the samples with one part of it replaced by another.
std::string presentation_with(std::string_view part, std::string_view other) {
  std::string text = test::with_all(std::string{test::presentation}, part, other);
  require(text != test::presentation, "the presentation has the part");
  return text;
}

/// A declaration once its goods are presented.
message::Message presented_as(const message::Document& lodged, std::string_view presentation) {
  const auto document = xml::read(presentation);
  require(document.has_value(), "the presentation is valid");
  return completed_by(document->message, lodged.message);
}

TEST(CompletedBy, G0045_WhatIsPresentedStandsInPlaceOfWhatWasDeclared) {
  const auto lodged = declaration();
  const std::string presentation =
      presentation_with("<Consignment>\n    <LocationOfGoods>",
                        "<Consignment>\n    <containerIndicator>1</containerIndicator>"
                        "<TransportEquipment><sequenceNumber>1</sequenceNumber>"
                        "<containerIdentificationNumber>BICU1234565</containerIdentificationNumber>"
                        "<numberOfSeals>1</numberOfSeals><Seal><sequenceNumber>1</"
                        "sequenceNumber><identifier>SG-9</identifier></Seal>"
                        "</TransportEquipment><LocationOfGoods>");
  const message::Message whole = presented_as(lodged, presentation);
  const message::Consignment& load = *whole.consignment;
  ASSERT_EQ(load.transport_equipment.size(), 1U);
  EXPECT_EQ(load.transport_equipment[0].container_identification_number, "BICU1234565");
  EXPECT_EQ(load.transport_equipment[0].seal.at(0).identifier, "SG-9");
  EXPECT_EQ(load.container_indicator, "1");
  ASSERT_EQ(load.departure_transport_means.size(), 1U) << "the trailer that was declared is not there";
  EXPECT_EQ(load.departure_transport_means[0].identification_number, "XE1234K");
  ASSERT_TRUE(load.location_of_goods);
  EXPECT_EQ(load.location_of_goods->type_of_location, "A");
  EXPECT_EQ(load.supporting_document.size(), lodged.message.consignment->supporting_document.size());
  EXPECT_EQ(load.house_consignment.size(), lodged.message.consignment->house_consignment.size());
  EXPECT_EQ(whole.transit_operation->limit_date.calendar_day(), parse_day("2026-12-10"))
      << "no other is proposed";
  EXPECT_EQ(whole.guarantee.size(), 1U);
  // The permit of the truck comes with the declaration, and the whole is read like one that was lodged so.
  const Letter letter = read({.program = lodged.program, .phase = lodged.phase, .message = whole.clone()});
  EXPECT_EQ(letter.declaration->vehicles.size(), 1U);
  EXPECT_EQ(letter.declaration->vehicles[0].permit, "SG-CBP-000123");
  EXPECT_EQ(letter.declaration->seals, 1U);
  EXPECT_EQ(xml_of({.program = lodged.program,
                    .phase = lodged.phase,
                    .message = presented_as(
                        {.program = lodged.program, .phase = lodged.phase, .message = whole.clone()},
                        presentation)}),
            xml_of({.program = lodged.program, .phase = lodged.phase, .message = whole.clone()}))
      << "presented once more it is the same";
}

TEST(CompletedBy, WhatIsNotPresentedStaysAsDeclared) {
  const auto lodged = declaration();
  const std::string presentation = presentation_with(
      "<DepartureTransportMeans><sequenceNumber>1</sequenceNumber><typeOfIdentification>30</"
      "typeOfIdentification>\n"
      "      "
      "<identificationNumber>XE1234K</identificationNumber><nationality>SG</nationality></"
      "DepartureTransportMeans>\n",
      "");
  const message::Message whole = presented_as(lodged, presentation);
  EXPECT_EQ(whole.consignment->departure_transport_means.size(), 2U);
  EXPECT_EQ(whole.consignment->transport_equipment.size(), 1U);
}

TEST(CompletedBy, C0833_MeansStandAtTheLevelWhereTheyArePresented) {
  const auto lodged = declaration();
  const std::string means =
      "<DepartureTransportMeans><sequenceNumber>1</sequenceNumber><typeOfIdentification>30</"
      "typeOfIdentification>\n"
      "      "
      "<identificationNumber>XE1234K</identificationNumber><nationality>SG</nationality></"
      "DepartureTransportMeans>\n";
  std::string presentation = presentation_with(means, "");
  const std::string house = "<HouseConsignment><sequenceNumber>1</sequenceNumber>";
  presentation = test::with_all(presentation, house, house + means);
  const message::Message whole = presented_as(lodged, presentation);
  EXPECT_TRUE(whole.consignment->departure_transport_means.empty());
  EXPECT_EQ(whole.consignment->house_consignment[0].departure_transport_means.size(), 1U);
}

/// The sample lodged without its means and seals, which the presentation brings.
struct Told {
  message::Document lodged = declaration();
  PresentedDeclaration standing;

  Told() {
    lodged.message.consignment->departure_transport_means.clear();
    lodged.message.consignment->transport_equipment.clear();
    const auto brings = xml::read(
        presentation_with("<Consignment>\n    <LocationOfGoods>",
                          "<Consignment>\n    <TransportEquipment><sequenceNumber>1</sequenceNumber>"
                          "<numberOfSeals>1</numberOfSeals><Seal><sequenceNumber>1</sequenceNumber>"
                          "<identifier>SG-9</identifier></Seal></TransportEquipment><LocationOfGoods>"));
    require(brings.has_value(), "the presentation is valid");
    standing = presented(lodged.message.clone(), brings->message.clone());
  }
  /// As the trader's software repeats what it lodged.
  [[nodiscard]] message::Message amendment(std::string_view flag) const {
    message::Message repeated = lodged.message.clone();
    repeated.transit_operation->amendment_type_flag = flag;
    return repeated;
  }
};

std::string_view plate(const message::Message& message) {
  const auto& means = message.consignment->departure_transport_means;
  return means.empty() ? std::string_view{} : std::string_view{means.front().identification_number};
}

TEST(AmendedBehind, WhatWasPresentedStaysWhereTheAmendmentLeavesItOut) {
  const Told told;
  ASSERT_EQ(plate(told.standing.whole), "XE1234K");
  for (const std::string_view flag : {"0", "1"}) {
    message::Message amendment = told.amendment(flag);
    amendment.guarantee.clear();
    const message::Message whole = amended_behind(told.standing, amendment);
    EXPECT_EQ(plate(whole), "XE1234K") << flag;
    ASSERT_EQ(whole.consignment->transport_equipment.size(), 1U) << flag;
    EXPECT_EQ(whole.consignment->transport_equipment[0].seal.at(0).identifier, "SG-9");
    EXPECT_EQ(whole.consignment->location_of_goods->type_of_location, "A");
    EXPECT_TRUE(whole.guarantee.empty()) << "the guarantees are those of the amendment";
    EXPECT_EQ(whole.transit_operation->amendment_type_flag, flag);
  }
}

TEST(AmendedBehind, WhatTheAmendmentSaysStandsInPlaceOfWhatWasPresented) {
  const Told told;
  message::Message amendment = told.amendment("0");
  amendment.consignment->departure_transport_means.emplace_back().identification_number = "XD7";
  const message::Message whole = amended_behind(told.standing, amendment);
  EXPECT_EQ(plate(whole), "XD7");
  EXPECT_EQ(whole.consignment->transport_equipment.size(), 1U) << "of the seals it says nothing";
}

TEST(AmendedBehind, AnotherAmendmentIsOfWhatStandsByThen) {
  Told told;
  message::Message amendment = told.amendment("0");
  amendment.consignment->departure_transport_means.emplace_back().identification_number = "XD7";
  told.standing.whole = amended_behind(told.standing, amendment);
  told.standing.declared = std::move(amendment);
  EXPECT_EQ(plate(amended_behind(told.standing, told.amendment("0"))), "XD7")
      << "what an amendment took the place of does not come back";
}

TEST(AmendedBehind, Flag1_WhatWasLodgedAndIsRepeatedIsNoChange) {
  auto lodged = declaration();
  ASSERT_EQ(lodged.message.consignment->departure_transport_means.size(), 2U);
  const auto presentation = xml::read(test::presentation);
  ASSERT_TRUE(presentation.has_value());
  const PresentedDeclaration standing = presented(lodged.message.clone(), presentation->message.clone());
  message::Message amendment = std::move(lodged.message);
  const auto means = [&] {
    return amended_behind(standing, amendment).consignment->departure_transport_means.size();
  };
  amendment.transit_operation->amendment_type_flag = "1";
  EXPECT_EQ(means(), 1U) << "the trailer that was lodged and stayed behind does not come back";
  amendment.transit_operation->amendment_type_flag = "0";
  EXPECT_EQ(means(), 2U) << "who amends the load says that it is there";
  amendment.transit_operation->amendment_type_flag = "1";
  amendment.consignment->departure_transport_means[0].identification_number = "XD7";
  EXPECT_EQ(means(), 2U) << "that is another one than lodged, and seen to be a change";
}

}  // namespace
}  // namespace lintas::transit
