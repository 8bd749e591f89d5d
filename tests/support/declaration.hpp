#pragma once

#include <string_view>

namespace lintas::test {

/// A declaration with the facts that ACTS adds to NCTS: permits, insurance card, itinerary, values. Two
/// vehicle units and two items from Singapore over Malaysia to Thailand. Source: the example of acts.md 17.
inline constexpr std::string_view declaration =
    R"(<n:CC015C xmlns:n="http://ncts.dgtaxud.ec" PhaseID="NCTS6">
<messageSender>SG201912345Z</messageSender><messageRecipient>NTA.SG</messageRecipient>
<preparationDateAndTime>2026-11-23T10:00:00</preparationDateAndTime>
<messageIdentification>M-1</messageIdentification><messageType>CC015C</messageType>
<TransitOperation><LRN>EX-2026-0001</LRN><declarationType>T1</declarationType>
<additionalDeclarationType>D</additionalDeclarationType><security>0</security>
<reducedDatasetIndicator>0</reducedDatasetIndicator><bindingItinerary>1</bindingItinerary>
<limitDate>2026-12-10</limitDate></TransitOperation>
<Authorisation><sequenceNumber>1</sequenceNumber><type>C521</type><referenceNumber>A1</referenceNumber></Authorisation>
<CustomsOfficeOfDeparture><referenceNumber>SGWDL001</referenceNumber></CustomsOfficeOfDeparture>
<CustomsOfficeOfDestinationDeclared><referenceNumber>THBKK001</referenceNumber></CustomsOfficeOfDestinationDeclared>
<CustomsOfficeOfTransitDeclared><sequenceNumber>1</sequenceNumber><referenceNumber>MYJHB001</referenceNumber></CustomsOfficeOfTransitDeclared>
<CustomsOfficeOfTransitDeclared><sequenceNumber>2</sequenceNumber><referenceNumber>THSDO001</referenceNumber></CustomsOfficeOfTransitDeclared>
<HolderOfTheTransitProcedure><identificationNumber>SG201912345Z</identificationNumber></HolderOfTheTransitProcedure>
<Representative><identificationNumber>SG2</identificationNumber><status>2</status></Representative>
<Guarantee><sequenceNumber>1</sequenceNumber><guaranteeType>1</guaranteeType><GuaranteeReference>
<sequenceNumber>1</sequenceNumber><GRN>26SG0000000000771</GRN><accessCode>A1B2</accessCode>
<amountToBeCovered>4120.5</amountToBeCovered><currency>SGD</currency></GuaranteeReference></Guarantee>
<Consignment><grossMass>1100.1234</grossMass>
<TransportEquipment><sequenceNumber>1</sequenceNumber><numberOfSeals>2</numberOfSeals></TransportEquipment>
<DepartureTransportMeans><sequenceNumber>1</sequenceNumber><typeOfIdentification>30</typeOfIdentification>
<identificationNumber>XE1234K</identificationNumber><nationality>SG</nationality></DepartureTransportMeans>
<DepartureTransportMeans><sequenceNumber>2</sequenceNumber><typeOfIdentification>31</typeOfIdentification>
<identificationNumber>TRB567A</identificationNumber><nationality>SG</nationality></DepartureTransportMeans>
<SupportingDocument><sequenceNumber>1</sequenceNumber><type>AP01</type><referenceNumber>SG-CBP-000123</referenceNumber>
<complementOfInformation>XE1234K;2027-03-31</complementOfInformation></SupportingDocument>
<SupportingDocument><sequenceNumber>2</sequenceNumber><type>AP01</type><referenceNumber>SG-CBP-000124</referenceNumber>
<complementOfInformation>TRB567A</complementOfInformation></SupportingDocument>
<SupportingDocument><sequenceNumber>3</sequenceNumber><type>AB01</type><referenceNumber>BC-SG-7788;MY TH</referenceNumber>
<complementOfInformation>XE1234K;2027-01-15</complementOfInformation></SupportingDocument>
<SupportingDocument><sequenceNumber>4</sequenceNumber><type>AN01</type><referenceNumber>ID6L123456P</referenceNumber>
<complementOfInformation>SG;ACTS Movement</complementOfInformation></SupportingDocument>
<AdditionalInformation><sequenceNumber>1</sequenceNumber><code>AL002</code><text>SGWDL001;MYJHB001;E2</text></AdditionalInformation>
<HouseConsignment><sequenceNumber>1</sequenceNumber><grossMass>1100.1234</grossMass>
<ConsignmentItem><goodsItemNumber>1</goodsItemNumber><declarationGoodsItemNumber>1</declarationGoodsItemNumber>
<Commodity><descriptionOfGoods>sets</descriptionOfGoods><CommodityCode><harmonizedSystemSubHeadingCode>852872</harmonizedSystemSubHeadingCode>
<combinedNomenclatureCode>92</combinedNomenclatureCode></CommodityCode><GoodsMeasure><grossMass>1000</grossMass></GoodsMeasure></Commodity>
<Packaging><sequenceNumber>1</sequenceNumber><typeOfPackages>CT</typeOfPackages><numberOfPackages>40</numberOfPackages><shippingMarks>m</shippingMarks></Packaging>
<AdditionalInformation><sequenceNumber>1</sequenceNumber><code>AV001</code><text>20000.00 SGD</text></AdditionalInformation>
<AdditionalInformation><sequenceNumber>2</sequenceNumber><code>AV002</code><text>PH VN</text></AdditionalInformation>
<AdditionalInformation><sequenceNumber>3</sequenceNumber><code>AV003</code><text>MY:00</text></AdditionalInformation>
<AdditionalInformation><sequenceNumber>4</sequenceNumber><code>AV004</code><text>1100 KGM</text></AdditionalInformation>
</ConsignmentItem>
<ConsignmentItem><goodsItemNumber>2</goodsItemNumber><declarationGoodsItemNumber>2</declarationGoodsItemNumber>
<Commodity><descriptionOfGoods>sets</descriptionOfGoods><CommodityCode><harmonizedSystemSubHeadingCode>852872</harmonizedSystemSubHeadingCode>
<combinedNomenclatureCode>92</combinedNomenclatureCode></CommodityCode><GoodsMeasure><grossMass>100.1234</grossMass></GoodsMeasure></Commodity>
<Packaging><sequenceNumber>1</sequenceNumber><typeOfPackages>CT</typeOfPackages><numberOfPackages>2</numberOfPackages><shippingMarks>m</shippingMarks></Packaging>
<AdditionalInformation><sequenceNumber>1</sequenceNumber><code>AV001</code><text>5000 SGD</text></AdditionalInformation>
</ConsignmentItem></HouseConsignment></Consignment></n:CC015C>
)";

}  // namespace lintas::test
