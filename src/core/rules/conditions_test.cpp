#include <array>
#include <gtest/gtest.h>
#include <string_view>

#include "tests/support/rule_samples.hpp"
#include "tests/support/samples.hpp"

namespace lintas::rules {
namespace {

using test::Base;
using test::Sample;

constexpr std::array broken{
    // who
    Sample{"CND-250", Base::ie015, "<name>Contoh Logistik Sdn. Bhd.</name>", "",
           "/CC015C/HolderOfTheTransitProcedure/name"},
    Sample{"CND-250", Base::ie014, "<name>Example Forwarding Pte Ltd</name>", "",
           "/CC014C/HolderOfTheTransitProcedure/name"},
    Sample{"CND-250", Base::ie170, "<name>Example Forwarding Pte Ltd</name>", "",
           "/CC170C/HolderOfTheTransitProcedure/name"},
    Sample{"CNX-904", Base::ie015, "<name>Contoh Logistik",
           "<TIRHolderIdentificationNumber>T1</TIRHolderIdentificationNumber><name>Contoh Logistik",
           "/CC015C/HolderOfTheTransitProcedure/TIRHolderIdentificationNumber"},
    Sample{"CNX-411", Base::ie015, "</additionalDeclarationType>",
           "</additionalDeclarationType><TIRCarnetNumber>1234567</TIRCarnetNumber>",
           "/CC015C/TransitOperation/TIRCarnetNumber"},
    // guarantee
    Sample{"CND-086", Base::ie015, "<accessCode>9KLM</accessCode>", "",
           "/CC015C/Guarantee[1]/GuaranteeReference[1]/accessCode"},
    Sample{"CND-086", Base::ie013, "<GRN>26MY0000000001G13</GRN>", "",
           "/CC013C/Guarantee[1]/GuaranteeReference[1]/GRN"},
    Sample{"CNX-086", Base::ie015, "<guaranteeType>2</guaranteeType>",
           "<guaranteeType>3</guaranteeType><otherGuaranteeReference>R1</otherGuaranteeReference>",
           "/CC015C/Guarantee[1]/GuaranteeReference[1]/GRN"},
    Sample{"CND-130", Base::ie015, "<guaranteeType>2", "<guaranteeType>3",
           "/CC015C/Guarantee[1]/otherGuaranteeReference"},
    Sample{"CNX-130", Base::ie015, "<guaranteeType>2</guaranteeType>",
           "<guaranteeType>2</guaranteeType><otherGuaranteeReference>R1</otherGuaranteeReference>",
           "/CC015C/Guarantee[1]/otherGuaranteeReference"},
    Sample{"CND-085", Base::ie015, "</Guarantee>",
           "</Guarantee><Guarantee><sequenceNumber>2</sequenceNumber><guaranteeType>1</guaranteeType></"
           "Guarantee>",
           "/CC015C/Guarantee[2]/GuaranteeReference"},
    // levels
    Sample{"CND-909", Base::road, "<countryOfDispatch>SG</countryOfDispatch>", "",
           "/CC015C/Consignment/countryOfDispatch"},
    Sample{"CNX-909", Base::ie015, "<HouseConsignment>\n      <sequenceNumber>1</sequenceNumber>",
           "<HouseConsignment><sequenceNumber>1</sequenceNumber><countryOfDispatch>MY</countryOfDispatch>",
           "/CC015C/Consignment/HouseConsignment[1]/countryOfDispatch"},
    Sample{"CND-343", Base::ie015, "<countryOfDestination>TH</countryOfDestination>", "",
           "/CC015C/Consignment/countryOfDestination"},
    Sample{"CNX-343", Base::ie015, "</declarationGoodsItemNumber>\n        <Commodity>",
           "</declarationGoodsItemNumber><countryOfDestination>TH</countryOfDestination><Commodity>",
           "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[1]/countryOfDestination"},
    Sample{"CNX-045", Base::ie015, "</declarationGoodsItemNumber>\n        <Commodity>",
           "</declarationGoodsItemNumber><declarationType>T1</declarationType><Commodity>",
           "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[1]/declarationType"},
    // containers and seals
    Sample{"CND-822", Base::ie015, "<containerIndicator>1</containerIndicator>", "",
           "/CC015C/Consignment/containerIndicator"},
    Sample{"CNX-055", Base::ie015, "<containerIndicator>1", "<containerIndicator>0",
           "/CC015C/Consignment/TransportEquipment[1]/containerIdentificationNumber"},
    Sample{"CND-055", Base::ie015,
           "<containerIdentificationNumber>TGHU3074658</containerIdentificationNumber>", "",
           "/CC015C/Consignment/TransportEquipment[1]/containerIdentificationNumber"},
    Sample{"CNX-569", Base::ie015, "<numberOfSeals>1", "<numberOfSeals>0",
           "/CC015C/Consignment/TransportEquipment[1]/Seal[1]/identifier"},
    // ways
    Sample{"CND-599", Base::ie015, "<modeOfTransportAtTheBorder>3</modeOfTransportAtTheBorder>", "",
           "/CC015C/Consignment/modeOfTransportAtTheBorder"},
    Sample{
        "CNX-587", Base::ie015, "<HolderOfTheTransitProcedure>",
        "<CustomsOfficeOfExitForTransitDeclared><sequenceNumber>1</sequenceNumber><referenceNumber>MYBKH001</"
        "referenceNumber></CustomsOfficeOfExitForTransitDeclared><HolderOfTheTransitProcedure>",
        "/CC015C/CustomsOfficeOfExitForTransitDeclared[1]/referenceNumber"},
    Sample{"CND-409", Base::ie015,
           "<PlaceOfLoading>\n      <country>MY</country>\n      <location>Pelabuhan Klang</location>\n    "
           "</PlaceOfLoading>",
           "", "/CC015C/Consignment/PlaceOfLoading"},
    Sample{"CND-387", Base::ie015, "<location>Pelabuhan Klang</location>", "",
           "/CC015C/Consignment/PlaceOfLoading/location"},
    Sample{"CNX-191", Base::ie015, "</PlaceOfLoading>",
           "</PlaceOfLoading><PlaceOfUnloading><UNLocode>THBKK</UNLocode></PlaceOfUnloading>",
           "/CC015C/Consignment/PlaceOfUnloading"},
    Sample{"CNX-186", Base::ie015, "<HouseConsignment>",
           "<TransportCharges><methodOfPayment>A</methodOfPayment></TransportCharges><HouseConsignment>",
           "/CC015C/Consignment/TransportCharges"},
    Sample{
        "CND-394", Base::ie007, "<CustomsOffice><referenceNumber>SGTUS001</referenceNumber></CustomsOffice>",
        "<authorisationNumber>A1</authorisationNumber>", "/CC007C/Consignment/LocationOfGoods/CustomsOffice"},
    Sample{"CNX-394", Base::ie170, "<qualifierOfIdentification>V</qualifierOfIdentification>",
           "<qualifierOfIdentification>V</qualifierOfIdentification><UNLocode>SGSIN</UNLocode>",
           "/CC170C/Consignment/LocationOfGoods/UNLocode"},
    Sample{"CNX-671", Base::ie170, "<qualifierOfIdentification>V</qualifierOfIdentification>",
           "<qualifierOfIdentification>V</qualifierOfIdentification><additionalIdentifier>B1</"
           "additionalIdentifier>",
           "/CC170C/Consignment/LocationOfGoods/additionalIdentifier"},
    Sample{"CNX-833", Base::ie170, "<HouseConsignment><sequenceNumber>1</sequenceNumber>",
           "<HouseConsignment><sequenceNumber>1</sequenceNumber><DepartureTransportMeans><sequenceNumber>1</"
           "sequenceNumber><typeOfIdentification>30</typeOfIdentification><identificationNumber>X1</"
           "identificationNumber><nationality>SG</nationality></DepartureTransportMeans>",
           "/CC170C/Consignment/HouseConsignment[1]/DepartureTransportMeans[1]"},
    Sample{"CNX-826", Base::ie015, "<ConsignmentItem>",
           "<DepartureTransportMeans><sequenceNumber>1</sequenceNumber><typeOfIdentification>30</"
           "typeOfIdentification><identificationNumber>X1</identificationNumber><nationality>SG</"
           "nationality></DepartureTransportMeans><ConsignmentItem>",
           "/CC015C/Consignment/HouseConsignment[1]/DepartureTransportMeans[1]"},
    Sample{"CND-826", Base::road, "<DepartureTransportMeans>…<CountryOfRoutingOfConsignment>",
           "<CountryOfRoutingOfConsignment>", "/CC015C/Consignment/DepartureTransportMeans"},
    // goods
    Sample{"CND-821", Base::ie015, "<combinedNomenclatureCode>10</combinedNomenclatureCode>", "",
           "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[1]/Commodity/CommodityCode/"
           "combinedNomenclatureCode"},
    Sample{"CNX-060", Base::road, "<typeOfPackages>CT", "<typeOfPackages>VY",
           "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[1]/Packaging[1]/numberOfPackages"},
    Sample{"CND-060", Base::road, "<numberOfPackages>40</numberOfPackages>", "",
           "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[1]/Packaging[1]/numberOfPackages"},
    Sample{"CND-060", Base::road, "<shippingMarks>EXC 1-40</shippingMarks>", "",
           "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[1]/Packaging[1]/shippingMarks"},
    // arrival and invalidation
    Sample{"CND-102", Base::ie007, "<simplifiedProcedure>0", "<simplifiedProcedure>1",
           "/CC007C/Authorisation"},
    Sample{"CNX-102", Base::ie007, "<CustomsOfficeOfDestinationActual>",
           "<Authorisation><sequenceNumber>1</sequenceNumber><type>C522</type><referenceNumber>A1</"
           "referenceNumber></Authorisation><CustomsOfficeOfDestinationActual>",
           "/CC007C/Authorisation[1]/type"},
    Sample{"CND-467", Base::ie014, "<MRN>26SGTUS000000123J0</MRN>", "", "/CC014C/TransitOperation/MRN"},
    Sample{"CNX-467", Base::ie014, "<MRN>26SGTUS000000123J0</MRN>",
           "<LRN>L1</LRN><MRN>26SGTUS000000123J0</MRN>", "/CC014C/TransitOperation/LRN"},
    Sample{"CNX-128", Base::ie014, "<initiatedByCustoms>", "<decision>1</decision><initiatedByCustoms>",
           "/CC014C/Invalidation/decision"},
    Sample{"CNX-870", Base::ie014, "<initiatedByCustoms>",
           "<decisionDateAndTime>2026-11-23T15:00:00</decisionDateAndTime><initiatedByCustoms>",
           "/CC014C/Invalidation/decisionDateAndTime"},
    Sample{"CND-129", Base::ie014, "<requestDateAndTime>2026-11-23T14:59:00</requestDateAndTime>", "",
           "/CC014C/Invalidation/requestDateAndTime"},
    Sample{"CNX-129", Base::ie014, "<initiatedByCustoms>0", "<initiatedByCustoms>1",
           "/CC014C/Invalidation/requestDateAndTime"},
    Sample{"CND-137", Base::ie014, "<justification>order withdrawn</justification>", "",
           "/CC014C/Invalidation/justification"},
    // whole groups
    Sample{"CND-250", Base::ie015, "<Address>…</Address>", "", "/CC015C/HolderOfTheTransitProcedure/Address"},
    Sample{"CND-250", Base::ie015, "<name>Contoh Sarung Tangan Sdn. Bhd.</name>", "",
           "/CC015C/Consignment/Consignor/name"},
    Sample{"CND-001", Base::ie015, "<Consignee>…</Consignee>", "", "/CC015C/Consignment/Consignee"},
    Sample{"CNX-001", Base::ie015, "<ConsignmentItem>",
           "<Consignee><name>N</name></Consignee><ConsignmentItem>",
           "/CC015C/Consignment/HouseConsignment[1]/Consignee"},
    Sample{"CNX-542", Base::ie015, "<ConsignmentItem>",
           "<Consignor><name>N</name></Consignor><ConsignmentItem>",
           "/CC015C/Consignment/HouseConsignment[1]/Consignor"},
    Sample{"CND-502", Base::ie015, "<TransportDocument>…</TransportDocument>", "",
           "/CC015C/Consignment/referenceNumberUCR"},
    Sample{"CNX-502", Base::ie015,
           "<grossMass>9860</grossMass>\n      <ConsignmentItem>…</declarationGoodsItemNumber>",
           "<grossMass>9860</grossMass><referenceNumberUCR>U1</"
           "referenceNumberUCR><ConsignmentItem><goodsItemNumber>1</"
           "goodsItemNumber><declarationGoodsItemNumber>1</"
           "declarationGoodsItemNumber><referenceNumberUCR>U2</referenceNumberUCR>",
           "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[1]/referenceNumberUCR"},
    Sample{"CND-569", Base::ie015, "<Seal>…</Seal>", "", "/CC015C/Consignment/TransportEquipment[1]/Seal"},
    Sample{"CND-670", Base::road, "<TransportEquipment>…</TransportEquipment>",
           "<TransportEquipment><sequenceNumber>1</sequenceNumber><numberOfSeals>0</numberOfSeals></"
           "TransportEquipment><TransportEquipment><sequenceNumber>2</sequenceNumber><numberOfSeals>0</"
           "numberOfSeals></TransportEquipment>",
           "/CC015C/Consignment/TransportEquipment[2]/GoodsReference"},
    Sample{"CND-823", Base::ie015, "<TransportEquipment>…</TransportEquipment>", "",
           "/CC015C/Consignment/TransportEquipment"},
    Sample{"CND-710", Base::ie015, "<LocationOfGoods>…</LocationOfGoods>", "",
           "/CC015C/Consignment/LocationOfGoods"},
    Sample{"CND-382", Base::ie015, "<qualifierOfIdentification>…</CustomsOffice>",
           "<qualifierOfIdentification>T</qualifierOfIdentification><PostcodeAddress><postcode>42000</"
           "postcode><country>MY</country></PostcodeAddress>",
           "/CC015C/Consignment/LocationOfGoods/PostcodeAddress/houseNumber"},
    Sample{"CND-586", Base::road, "<CountryOfRoutingOfConsignment>…<PlaceOfLoading>", "<PlaceOfLoading>",
           "/CC015C/Consignment/CountryOfRoutingOfConsignment"},
    Sample{"CND-153", Base::ie015, "<CommodityCode>…</CommodityCode>", "",
           "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[1]/Commodity/CommodityCode"},
};

TEST(Conditions, are_found_where_they_are_broken) { test::expect_samples(broken); }

/// Where nobody says it, one finding above all: not one for each item, behind which other conditions hide.
TEST(Conditions, CND_909_is_told_once_where_nobody_says_it) {
  const auto none =
      test::with(test::with(test::base_text(Base::road), "<countryOfDispatch>SG</countryOfDispatch>", ""),
                 "<modeOfTransportAtTheBorder>3</modeOfTransportAtTheBorder>", "");
  const auto report = test::checked(none);
  EXPECT_EQ(report.findings.size(), 2U) << test::listed(report.findings);
  test::expect_finding(report, "CND-909", "/CC015C/Consignment/countryOfDispatch");
  test::expect_finding(report, "CND-599", "/CC015C/Consignment/modeOfTransportAtTheBorder");
}

/// Each at the highest level below which nothing is said.
TEST(Conditions, CND_909_is_told_of_the_item_or_house_that_others_beside_it_say) {
  const auto none = test::with(test::base_text(Base::road), "<countryOfDispatch>SG</countryOfDispatch>", "");
  const std::string_view first = "<declarationGoodsItemNumber>1</declarationGoodsItemNumber>\n        <";
  const auto one_item = test::with(none, first,
                                   "<declarationGoodsItemNumber>1</declarationGoodsItemNumber>"
                                   "<countryOfDispatch>SG</countryOfDispatch><");
  const auto of_item = test::checked(one_item);
  EXPECT_EQ(of_item.findings.size(), 1U) << test::listed(of_item.findings);
  test::expect_finding(of_item, "CND-909",
                       "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[2]/countryOfDispatch");
  const auto two_houses = test::with(one_item, "<ConsignmentItem>\n        <goodsItemNumber>2",
                                     "</HouseConsignment><HouseConsignment><sequenceNumber>2</sequenceNumber>"
                                     "<grossMass>310</grossMass><ConsignmentItem><goodsItemNumber>1");
  const auto of_house = test::checked(two_houses);
  EXPECT_EQ(of_house.findings.size(), 1U) << test::listed(of_house.findings);
  test::expect_finding(of_house, "CND-909", "/CC015C/Consignment/HouseConsignment[2]/countryOfDispatch");
}

TEST(Conditions, CND_826_only_a_pre_lodged_declaration_names_no_vehicle) {
  const auto without =
      test::changed({"", Base::road, "<DepartureTransportMeans>…<CountryOfRoutingOfConsignment>",
                     "<CountryOfRoutingOfConsignment>"});
  const auto report =
      test::checked(test::with(without, "<additionalDeclarationType>A", "<additionalDeclarationType>D"));
  EXPECT_TRUE(report.findings.empty()) << test::listed(report.findings);
}

constexpr std::array kept{
    Sample{"", Base::ie007, "", ""},
    Sample{"", Base::ie013, "", ""},
    Sample{"", Base::ie014, "", ""},
    Sample{"", Base::ie015, "", ""},
    Sample{"", Base::road, "", ""},
    Sample{"", Base::ie044, "", ""},
    Sample{"", Base::ie170, "", ""},
    // what each condition allows beside the base
    Sample{"", Base::ie015, "<additionalDeclarationType>A</additionalDeclarationType>",
           "<additionalDeclarationType>D</additionalDeclarationType>"},
    Sample{"", Base::ie015, "<guaranteeType>2…</accessCode>",
           "<guaranteeType>3</guaranteeType><otherGuaranteeReference>R1</"
           "otherGuaranteeReference><GuaranteeReference><sequenceNumber>1</sequenceNumber>"},
    Sample{"", Base::ie015, "<country>MY</country>\n      <location>Pelabuhan Klang</location>",
           "<UNLocode>MYPKG</UNLocode>"},
    Sample{"", Base::ie015, "<grossMass>9860</grossMass>",
           "<grossMass>9860</grossMass><referenceNumberUCR>U1</referenceNumberUCR>"},
    Sample{"", Base::road, "<typeOfPackages>CT…</shippingMarks>", "<typeOfPackages>VY</typeOfPackages>"},
    Sample{"", Base::road, "<typeOfPackages>CT…</shippingMarks>",
           "<typeOfPackages>NE</typeOfPackages><numberOfPackages>3</numberOfPackages>"},
    Sample{"", Base::ie007, "<simplifiedProcedure>0…<CustomsOfficeOfDestinationActual>",
           "<simplifiedProcedure>1</simplifiedProcedure></TransitOperation><Authorisation><sequenceNumber>1</"
           "sequenceNumber><type>C522</type><referenceNumber>A1</referenceNumber></"
           "Authorisation><CustomsOfficeOfDestinationActual>"},
    Sample{"", Base::ie007, "<qualifierOfIdentification>V…</CustomsOffice>",
           "<qualifierOfIdentification>Y</qualifierOfIdentification><authorisationNumber>A1</"
           "authorisationNumber><additionalIdentifier>B1</additionalIdentifier>"},
    Sample{"", Base::ie014, "<MRN>26SGTUS000000123J0</MRN>", "<LRN>L1</LRN>"},
};

TEST(Conditions, are_kept_by_good_messages) { test::expect_samples(kept); }

}  // namespace
}  // namespace lintas::rules
