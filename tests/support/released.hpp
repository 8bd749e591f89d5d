#pragma once

#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "wire/xml/xml_reader.hpp"

/// Releases (IE029) to print: one movement from Singapore to Bangkok with goods described in every script of
/// the region.
namespace lintas::test {

/// Descriptions of goods, each in the script of its language.
inline constexpr std::string_view scripts[] = {
    "Television sets, colour, 140 cm, in cartons",
    "Máy thu hình màu, loại 140 cm, đóng trong thùng các tông, hàng mới 100%",
    "เครื่องรับโทรทัศน์สี ขนาด 140 ซม. บรรจุในกล่องกระดาษลูกฟูก ผลิตในประเทศเวียดนาม",
    "ເຄື່ອງຮັບໂທລະພາບສີຂະໜາດ 140 ຊມ ບັນຈຸໃນກັບເຈ້ຍຜະລິດຢູ່ປະເທດຫວຽດນາມສົ່ງຜ່ານປະເທດໄທ",
    "ម៉ាស៊ីនទទួលទូរទស្សន៍ពណ៌ទំហំ១៤០សង់ទីម៉ែត្រដាក់ក្នុងប្រអប់ក្រដាសផលិតនៅប្រទេសវៀតណាមដឹកជញ្ជូនឆ្លងកាត់ប្រទេសថៃ",
    "အရောင်ရုပ်မြင်သံကြားစက်များကိုစက္ကူသေတ္တာများဖြင့်ထုပ်ပိုးထားပြီးဗီယက်နမ်နိုင်ငံတွင်ထုတ်လုပ်သည်",
    "வண்ணத் தொலைக்காட்சிப் பெட்டிகள், அட்டைப்பெட்டிகளில் பொதியப்பட்டவை",
    "彩色电视机，屏幕尺寸一百四十厘米，瓦楞纸箱包装，越南制造，经泰国转运",
    "Set televisyen berwarna, 140 cm, dalam kotak kadbod; perangkat televisi; mga telebisyong de-kulay",
};

/// So many items; of each tenth one every cell is filled. Item i is described in script i.
inline std::string released_xml(std::size_t items) {
  std::string xml = R"(<n:CC029C xmlns:n="http://ncts.dgtaxud.ec" PhaseID="NCTS6">
<messageSender>NTA.SG</messageSender><messageRecipient>SG201912345Z</messageRecipient>
<preparationDateAndTime>2026-11-23T10:00:00</preparationDateAndTime>
<messageIdentification>26SG0000010000A1J0-3</messageIdentification><messageType>CC029C</messageType>
<TransitOperation><LRN>EX-2026-0001</LRN><MRN>26SG0000010000A1J0</MRN><declarationType>T1</declarationType>
<additionalDeclarationType>A</additionalDeclarationType><declarationAcceptanceDate>2026-11-23</declarationAcceptanceDate>
<releaseDate>2026-11-23</releaseDate><security>0</security><reducedDatasetIndicator>0</reducedDatasetIndicator>
<bindingItinerary>1</bindingItinerary></TransitOperation>
<Authorisation><sequenceNumber>1</sequenceNumber><type>C521</type><referenceNumber>SGACR0000123</referenceNumber></Authorisation>
<CustomsOfficeOfDeparture><referenceNumber>SGWDL001</referenceNumber></CustomsOfficeOfDeparture>
<CustomsOfficeOfDestinationDeclared><referenceNumber>THBKK001</referenceNumber></CustomsOfficeOfDestinationDeclared>
<CustomsOfficeOfTransitDeclared><sequenceNumber>1</sequenceNumber><referenceNumber>MYJHB001</referenceNumber></CustomsOfficeOfTransitDeclared>
<CustomsOfficeOfTransitDeclared><sequenceNumber>2</sequenceNumber><referenceNumber>THSDO001</referenceNumber></CustomsOfficeOfTransitDeclared>
<HolderOfTheTransitProcedure><identificationNumber>SG201912345Z</identificationNumber><name>Merlion Freight Pte. Ltd.</name>
<Address><streetAndNumber>12 Pioneer Sector 3</streetAndNumber><postcode>628342</postcode><city>Singapore</city><country>SG</country></Address></HolderOfTheTransitProcedure>
<Representative><identificationNumber>SG202098765A</identificationNumber><status>2</status></Representative>
<ControlResult><code>A2</code><date>2026-12-10</date><controlledBy>SGWDL001</controlledBy></ControlResult>
<Guarantee><sequenceNumber>1</sequenceNumber><guaranteeType>1</guaranteeType><GuaranteeReference>
<sequenceNumber>1</sequenceNumber><GRN>26SG0000000000771</GRN><accessCode>Z9Y8</accessCode>
<amountToBeCovered>7654.32</amountToBeCovered><currency>SGD</currency></GuaranteeReference></Guarantee>
<Consignment><countryOfDispatch>SG</countryOfDispatch><countryOfDestination>TH</countryOfDestination>
<containerIndicator>1</containerIndicator><inlandModeOfTransport>3</inlandModeOfTransport>
<modeOfTransportAtTheBorder>3</modeOfTransportAtTheBorder><grossMass>21450.5</grossMass>
<referenceNumberUCR>6SG201912345Z-2026-0001</referenceNumberUCR>
<Carrier><identificationNumber>SG201012345C</identificationNumber><ContactPerson><name>Duty desk</name><phoneNumber>+65 6000 0000</phoneNumber></ContactPerson></Carrier>
<Consignor><name>Công ty TNHH Điện tử Sài Gòn</name><Address><streetAndNumber>88 Đường Nguyễn Huệ</streetAndNumber><postcode>700000</postcode><city>Thành phố Hồ Chí Minh</city><country>VN</country></Address></Consignor>
<Consignee><name>บริษัท สยามอิเล็กทรอนิกส์ จำกัด</name><Address><streetAndNumber>99 ถนนพระราม 9 แขวงห้วยขวาง</streetAndNumber><postcode>10310</postcode><city>กรุงเทพมหานคร</city><country>TH</country></Address></Consignee>
<TransportEquipment><sequenceNumber>1</sequenceNumber><containerIdentificationNumber>BICU1234565</containerIdentificationNumber><numberOfSeals>3</numberOfSeals>
<Seal><sequenceNumber>1</sequenceNumber><identifier>SG123456</identifier></Seal><Seal><sequenceNumber>2</sequenceNumber><identifier>SG123457</identifier></Seal>
<Seal><sequenceNumber>3</sequenceNumber><identifier>SG123458</identifier></Seal>
<GoodsReference><sequenceNumber>1</sequenceNumber><declarationGoodsItemNumber>1</declarationGoodsItemNumber></GoodsReference></TransportEquipment>
<TransportEquipment><sequenceNumber>2</sequenceNumber><containerIdentificationNumber>TGHU7654321</containerIdentificationNumber><numberOfSeals>1</numberOfSeals>
<Seal><sequenceNumber>1</sequenceNumber><identifier>SG555001</identifier></Seal></TransportEquipment>
<DepartureTransportMeans><sequenceNumber>1</sequenceNumber><typeOfIdentification>30</typeOfIdentification><identificationNumber>XE1234K</identificationNumber><nationality>SG</nationality></DepartureTransportMeans>
<DepartureTransportMeans><sequenceNumber>2</sequenceNumber><typeOfIdentification>31</typeOfIdentification><identificationNumber>TRB567A</identificationNumber><nationality>SG</nationality></DepartureTransportMeans>
<PlaceOfLoading><UNLocode>SGSIN</UNLocode></PlaceOfLoading><PlaceOfUnloading><UNLocode>THBKK</UNLocode></PlaceOfUnloading>
<SupportingDocument><sequenceNumber>1</sequenceNumber><type>AP01</type><referenceNumber>SG-CBP-000123</referenceNumber><complementOfInformation>XE1234K;2027-03-31</complementOfInformation></SupportingDocument>
<SupportingDocument><sequenceNumber>2</sequenceNumber><type>AP01</type><referenceNumber>SG-CBP-000124</referenceNumber><complementOfInformation>TRB567A;2027-03-31</complementOfInformation></SupportingDocument>
<SupportingDocument><sequenceNumber>3</sequenceNumber><type>AB01</type><referenceNumber>BC-SG-7788;MY TH</referenceNumber><complementOfInformation>XE1234K;2027-01-15</complementOfInformation></SupportingDocument>
<SupportingDocument><sequenceNumber>4</sequenceNumber><type>AN01</type><referenceNumber>ID6L123456P</referenceNumber><complementOfInformation>SG;ACTS Movement</complementOfInformation></SupportingDocument>
<AdditionalReference><sequenceNumber>1</sequenceNumber><type>AE01</type><referenceNumber>CZ;VN;2025-02-28;VN-AEO-567</referenceNumber></AdditionalReference>
<AdditionalInformation><sequenceNumber>1</sequenceNumber><code>AL002</code><text>SGWDL001;MYJHB001;E2;E1;MYBKH001;THSDO001;4;THBKK001</text></AdditionalInformation>
<AdditionalInformation><sequenceNumber>2</sequenceNumber><code>AL001</code><text>2026-12-10</text></AdditionalInformation>
<HouseConsignment><sequenceNumber>1</sequenceNumber><grossMass>21450.5</grossMass>
)";
  for (std::size_t i = 1; i <= items; ++i) {
    const bool full = i % 10 == 1;
    xml += format(
        "<ConsignmentItem><goodsItemNumber>{0}</goodsItemNumber><declarationGoodsItemNumber>{0}"
        "</declarationGoodsItemNumber><Commodity><descriptionOfGoods>{1}</descriptionOfGoods>{2}"
        "<GoodsMeasure><grossMass>{3}</grossMass>{4}</GoodsMeasure></Commodity>"
        "<Packaging><sequenceNumber>1</sequenceNumber><typeOfPackages>CT</typeOfPackages>"
        "<numberOfPackages>40</numberOfPackages><shippingMarks>SIAM/BKK {0}</shippingMarks></Packaging>{5}"
        "<AdditionalInformation><sequenceNumber>1</sequenceNumber><code>AV001</code><text>20000.00 USD</text>"
        "</AdditionalInformation><AdditionalInformation><sequenceNumber>2</sequenceNumber><code>AV002</code>"
        "<text>VN</text></AdditionalInformation></ConsignmentItem>\n",
        i, scripts[(i - 1) % std::size(scripts)],
        "<CommodityCode><harmonizedSystemSubHeadingCode>852872</harmonizedSystemSubHeadingCode>"
        "<combinedNomenclatureCode>92</combinedNomenclatureCode></CommodityCode>",
        500 + i, full ? "<netMass>480.25</netMass>" : "",
        full ? "<SupportingDocument><sequenceNumber>1</sequenceNumber><type>N380</type>"
               "<referenceNumber>INV-2026-7781</referenceNumber></SupportingDocument>"
             : "");
  }
  return xml + "</HouseConsignment></Consignment></n:CC029C>\n";
}

/// The text as a message; a failure of the test if it is not valid.
inline message::Document released_from(const std::string& text) {
  auto read = xml::read(text);
  EXPECT_TRUE(read.has_value()) << (read ? std::string{}
                                         : read.error().findings.front().pointer + " " +
                                               read.error().findings.front().detail);
  return read ? *std::move(read) : message::Document{};
}

inline message::Document released(std::size_t items) { return released_from(released_xml(items)); }

}  // namespace lintas::test
