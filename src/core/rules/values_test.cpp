#include <array>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>

#include "core/refdata/readers.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/seed/seed.hpp"
#include "tests/support/rule_samples.hpp"
#include "tests/support/samples.hpp"

namespace lintas::rules {
namespace {

using test::Base;
using test::Sample;

constexpr std::array broken{
    // numbering
    Sample{"RUL-987", Base::ie015, "<CustomsOfficeOfTransitDeclared>\n    <sequenceNumber>1",
           "<CustomsOfficeOfTransitDeclared><sequenceNumber>2",
           "/CC015C/CustomsOfficeOfTransitDeclared[1]/sequenceNumber"},
    Sample{"RUL-987", Base::road, "<SupportingDocument>\n      <sequenceNumber>2",
           "<SupportingDocument><sequenceNumber>5",
           "/CC015C/Consignment/SupportingDocument[2]/sequenceNumber"},
    Sample{"RUL-987", Base::ie170, "<HouseConsignment><sequenceNumber>1",
           "<HouseConsignment><sequenceNumber>2", "/CC170C/Consignment/HouseConsignment[1]/sequenceNumber"},
    Sample{"RUL-988", Base::road, "<goodsItemNumber>2", "<goodsItemNumber>3",
           "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[2]/goodsItemNumber"},
    Sample{"RUL-007", Base::road,
           "<declarationGoodsItemNumber>2</declarationGoodsItemNumber>\n        <Commodity>",
           "<declarationGoodsItemNumber>1</declarationGoodsItemNumber><Commodity>",
           "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[2]/declarationGoodsItemNumber"},
    // identities
    Sample{"RUL-850", Base::ie015, "<HolderOfTheTransitProcedure>\n    <identificationNumber>MY198701006543",
           "<HolderOfTheTransitProcedure><identificationNumber>my198701006543",
           "/CC015C/HolderOfTheTransitProcedure/identificationNumber"},
    Sample{"RUL-850", Base::ie015, "MY199301234567", "MY 199301234567",
           "/CC015C/Consignment/Consignor/identificationNumber"},
    Sample{"RUL-850", Base::ie007, "SG201912345Z", "201912345Z",
           "/CC007C/TraderAtDestination/identificationNumber"},
    Sample{"RUL-850", Base::ie044, "<TraderAtDestination><identificationNumber>TH",
           "<TraderAtDestination><identificationNumber>", "/CC044C/TraderAtDestination/identificationNumber"},
    Sample{"RUL-850", Base::ie014, "<HolderOfTheTransitProcedure><identificationNumber>SG",
           "<HolderOfTheTransitProcedure><identificationNumber>",
           "/CC014C/HolderOfTheTransitProcedure/identificationNumber"},
    Sample{"RUL-851", Base::road, "<identificationNumber>TH0105551234567",
           "<identificationNumber>0105551234567", "/CC015C/Consignment/Consignee/identificationNumber"},
    Sample{"RUL-318", Base::ie015, "26MY0000000001G13", "26MY0000000001G13A000001",
           "/CC015C/Guarantee[1]/GuaranteeReference[1]/GRN"},
    Sample{"RUL-849", Base::ie015, "<reducedDatasetIndicator>0", "<reducedDatasetIndicator>1",
           "/CC015C/TransitOperation/reducedDatasetIndicator"},
    // route
    Sample{"RUL-003", Base::road, "<referenceNumber>MYBKH001", "<referenceNumber>MYTJK001",
           "/CC015C/CustomsOfficeOfTransitDeclared[2]/referenceNumber"},
    Sample{"RUL-005", Base::road, "2026-11-24T20:00:00", "2026-11-24T09:00:00",
           "/CC015C/CustomsOfficeOfTransitDeclared[2]/arrivalDateAndTimeEstimated"},
    Sample{"RUL-005", Base::ie013, "2026-11-25T16:00:00", "2026-11-23T08:40:00",
           "/CC013C/CustomsOfficeOfTransitDeclared[1]/arrivalDateAndTimeEstimated"},
    // means of transport
    Sample{"RUL-473", Base::ie170, "XE1234K", "xe1234k",
           "/CC170C/Consignment/DepartureTransportMeans[1]/identificationNumber"},
    Sample{"RUL-474", Base::ie170, "<typeOfIdentification>30", "<typeOfIdentification>31",
           "/CC170C/Consignment/DepartureTransportMeans[1]/typeOfIdentification"},
    Sample{"RUL-476", Base::road, "<typeOfIdentification>31", "<typeOfIdentification>30",
           "/CC015C/Consignment/DepartureTransportMeans[2]/typeOfIdentification"},
    Sample{"RUL-855", Base::ie170, "<nationality>SG</nationality></DepartureTransportMeans>",
           "<nationality>SG</nationality></DepartureTransportMeans>"
           "<DepartureTransportMeans><sequenceNumber>2</sequenceNumber><typeOfIdentification>31</"
           "typeOfIdentification><identificationNumber>A</identificationNumber><nationality>SG</"
           "nationality></DepartureTransportMeans>"
           "<DepartureTransportMeans><sequenceNumber>3</sequenceNumber><typeOfIdentification>31</"
           "typeOfIdentification><identificationNumber>B</identificationNumber><nationality>SG</"
           "nationality></DepartureTransportMeans>"
           "<DepartureTransportMeans><sequenceNumber>4</sequenceNumber><typeOfIdentification>31</"
           "typeOfIdentification><identificationNumber>C</identificationNumber><nationality>SG</"
           "nationality></DepartureTransportMeans>",
           "/CC170C/Consignment/DepartureTransportMeans[4]"},
    Sample{"RUL-076", Base::road, "<PlaceOfLoading>",
           "<ActiveBorderTransportMeans><sequenceNumber>1</"
           "sequenceNumber><customsOfficeAtBorderReferenceNumber>MYBKH001</"
           "customsOfficeAtBorderReferenceNumber><typeOfIdentification>30</"
           "typeOfIdentification><identificationNumber>xe1</identificationNumber><nationality>SG</"
           "nationality></ActiveBorderTransportMeans><PlaceOfLoading>",
           "/CC015C/Consignment/ActiveBorderTransportMeans[1]/identificationNumber"},
    // seals
    Sample{"RUL-106", Base::road, "<numberOfSeals>2", "<numberOfSeals>3",
           "/CC015C/Consignment/TransportEquipment[1]/numberOfSeals"},
    Sample{"RUL-107", Base::road, "SGC0048212", "SGC0048211",
           "/CC015C/Consignment/TransportEquipment[1]/Seal[2]/identifier"},
    Sample{"RUL-448", Base::road, "<numberOfSeals>2…</Seal>\n      <GoodsReference>",
           "<numberOfSeals>0</numberOfSeals><GoodsReference>",
           "/CC015C/Consignment/TransportEquipment[1]/numberOfSeals"},
    // packages and masses
    Sample{"RUL-219", Base::road, "<numberOfPackages>25</numberOfPackages>",
           "<numberOfPackages>0</numberOfPackages><shippingMarks>EXC "
           "1-40</shippingMarks></Packaging><Packaging><sequenceNumber>2</sequenceNumber><typeOfPackages>CT</"
           "typeOfPackages><numberOfPackages>4</numberOfPackages>",
           "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[2]/Packaging[2]/numberOfPackages"},
    Sample{"RUL-220", Base::road, "<typeOfPackages>CT</typeOfPackages>\n          <numberOfPackages>25",
           "<typeOfPackages>NE</typeOfPackages><numberOfPackages>0",
           "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[2]/Packaging[1]/typeOfPackages"},
    Sample{"RUL-221", Base::road, "<numberOfPackages>25", "<numberOfPackages>0",
           "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[2]/Commodity/GoodsMeasure/grossMass"},
    Sample{"RUL-364", Base::road, "<numberOfPackages>25", "<numberOfPackages>0",
           "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[2]/Packaging[1]/shippingMarks"},
    Sample{"RUL-223", Base::road, "<netMass>580", "<netMass>640.6",
           "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[1]/Commodity/GoodsMeasure/netMass"},
    Sample{"RUL-983", Base::road,
           "<HouseConsignment>\n      <sequenceNumber>1</sequenceNumber>\n      <grossMass>950.5",
           "<HouseConsignment><sequenceNumber>1</sequenceNumber><grossMass>950.4",
           "/CC015C/Consignment/HouseConsignment[1]/grossMass"},
};

TEST(Values, are_found_where_they_break_a_rule) { test::expect_samples(broken); }

constexpr std::string_view active_means =
    "<ActiveBorderTransportMeans><sequenceNumber>1</sequenceNumber>"
    "<customsOfficeAtBorderReferenceNumber>MYBKH001</customsOfficeAtBorderReferenceNumber>"
    "<typeOfIdentification>30</typeOfIdentification><identificationNumber>A1</identificationNumber>"
    "<nationality>SG</nationality></ActiveBorderTransportMeans>";

TEST(Values, RUL_789_several_active_means_need_an_office_of_transit) {
  const std::string second = test::with(active_means, ">1<", ">2<");
  const std::string two = test::changed(
      {"RUL-789", Base::ie015, "<PlaceOfLoading>", std::string{active_means} + second + "<PlaceOfLoading>"});
  EXPECT_TRUE(test::checked(two).findings.empty());
  const auto begin = two.find("  <CustomsOfficeOfTransitDeclared>");
  const auto none = two.substr(0, begin) + two.substr(two.find("  <HolderOfTheTransitProcedure>"));
  test::expect_finding(test::checked(none), "RUL-789", "/CC015C/Consignment/ActiveBorderTransportMeans[2]");
}

TEST(Values, RUL_165_special_seals_are_used) {
  const std::string authorised =
      test::changed({"RUL-165", Base::road, "  <CustomsOfficeOfDeparture>",
                     "<Authorisation><sequenceNumber>1</sequenceNumber><type>C523</type><referenceNumber>A</"
                     "referenceNumber></Authorisation><CustomsOfficeOfDeparture>"});
  EXPECT_TRUE(test::checked(authorised).findings.empty());
  const auto begin = authorised.find("    <TransportEquipment>");
  const auto unsealed =
      authorised.substr(0, begin) + authorised.substr(authorised.find("    <LocationOfGoods>"));
  test::expect_finding(test::checked(unsealed), "RUL-165", "/CC015C/Authorisation[1]/type");
}

/// With rail as well, which the ASEAN list does not have.
TEST(Values, RUL_472_means_belong_to_the_mode) {
  auto tables = test::seed_snapshot().tables();
  tables.codes =
      refdata::read_codes(std::string{seed::file("codes.csv")} + "CL218,2,rail,2020-01-01,,test\n").value();
  const refdata::Snapshot reference{std::move(tables)};
  const auto text =
      test::changed({"RUL-472", Base::ie015, "<inlandModeOfTransport>3", "<inlandModeOfTransport>2"});
  test::expect_finding(test::checked(text, test::sample_day, reference), "RUL-472",
                       "/CC015C/Consignment/DepartureTransportMeans[1]/typeOfIdentification");
}

/// The base with one house for each of its items.
std::string two_houses() {
  return test::changed({"", Base::road, "<ConsignmentItem>\n        <goodsItemNumber>2",
                        "</HouseConsignment><HouseConsignment><sequenceNumber>2</sequenceNumber>"
                        "<grossMass>310</grossMass><ConsignmentItem><goodsItemNumber>1"});
}

TEST(Values, RUL_506_what_is_the_same_on_every_house_stands_above) {
  EXPECT_TRUE(test::checked(two_houses()).findings.empty())
      << test::listed(test::checked(two_houses()).findings);
  const auto below = test::with_all(
      test::with(two_houses(), "<countryOfDispatch>SG</countryOfDispatch>", ""),
      "<grossMass>950.5</grossMass>\n      <ConsignmentItem>",
      "<countryOfDispatch>SG</countryOfDispatch><grossMass>950.5</grossMass><ConsignmentItem>");
  const auto same =
      test::with(below, "<grossMass>310</grossMass><ConsignmentItem>",
                 "<countryOfDispatch>SG</countryOfDispatch><grossMass>310</grossMass><ConsignmentItem>");
  const auto other =
      test::with(below, "<grossMass>310</grossMass><ConsignmentItem>",
                 "<countryOfDispatch>MY</countryOfDispatch><grossMass>310</grossMass><ConsignmentItem>");
  test::expect_finding(test::checked(same), "RUL-506",
                       "/CC015C/Consignment/HouseConsignment[1]/countryOfDispatch");
  EXPECT_TRUE(test::checked(other).findings.empty()) << test::listed(test::checked(other).findings);
}

TEST(Values, RUL_506_means_of_houses) {
  const std::string means =
      "<DepartureTransportMeans><sequenceNumber>1</sequenceNumber><typeOfIdentification>30</"
      "typeOfIdentification>"
      "<identificationNumber>X1</identificationNumber><nationality>SG</nationality></"
      "DepartureTransportMeans>";
  const auto houses = "<HouseConsignment><sequenceNumber>1</sequenceNumber>" + means +
                      "</HouseConsignment><HouseConsignment><sequenceNumber>2</sequenceNumber>" + means;
  const auto text = test::changed(
      {"RUL-506", Base::ie170,
       "<DepartureTransportMeans>…<HouseConsignment><sequenceNumber>1</sequenceNumber>", houses});
  test::expect_finding(test::checked(text), "RUL-506",
                       "/CC170C/Consignment/HouseConsignment[1]/DepartureTransportMeans[1]");
}

TEST(Values, RUL_507_what_is_the_same_on_every_item_stands_above) {
  const auto none = test::with(test::base_text(Base::road), "<countryOfDispatch>SG</countryOfDispatch>", "");
  const auto same =
      test::with_all(none, "</declarationGoodsItemNumber>\n        <Commodity>",
                     "</declarationGoodsItemNumber><countryOfDispatch>SG</countryOfDispatch><Commodity>");
  const std::string item = "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[1]/countryOfDispatch";
  test::expect_finding(test::checked(same), "RUL-507", item);
  EXPECT_TRUE(
      test::checked(test::with(same, "<countryOfDispatch>SG", "<countryOfDispatch>MY")).findings.empty());
}

constexpr std::array kept{
    Sample{"", Base::ie015, "<numberOfSeals>1…</Seal>", "<numberOfSeals>0</numberOfSeals>"},
    Sample{"", Base::road, "2026-11-24T20:00:00", "2026-11-24T09:30:01"},
    Sample{"", Base::road, "<netMass>580", "<netMass>640.5"},
};

TEST(Values, that_only_just_keep_a_rule_pass) { test::expect_samples(kept); }

}  // namespace
}  // namespace lintas::rules
