#include <span>
#include <string_view>

#include "core/messages/view.hpp"

namespace lintas::message {

namespace {

// The messages between customs offices, for which no schema is published, and our own notice. What a line
// means: view.hpp.

constexpr Line cd001c[] = {
    {"",
     "TransitOperation CustomsOfficeOfDeparture CustomsOfficeOfDestinationDeclared "
     "CustomsOfficeOfTransitDeclared?@C0030 CustomsOfficeOfExitForTransitDeclared?@C0587,C0812 "
     "HolderOfTheTransitProcedure ControlResult RiskAnalysisIdentification?@C0813 Consignment"},
    {"TransitOperation",
     "MRN@R0028 declarationType@R0601,R0909,R0911 TIRCarnetNumber?@C0411,R0990 declarationAcceptanceDate "
     "releaseDate security reducedDatasetIndicator specificCircumstanceIndicator?@C0812 bindingItinerary"},
    {"CustomsOfficeOfDeparture", "referenceNumber@R0901"},
    {"CustomsOfficeOfDestinationDeclared", "referenceNumber@R0901,R0904,R0905"},
    {"CustomsOfficeOfTransitDeclared",
     "sequenceNumber referenceNumber@R0003,R0006,R0906 arrivalDateAndTimeEstimated?@C0598,R0004"},
    {"CustomsOfficeOfExitForTransitDeclared", "sequenceNumber referenceNumber@R0103"},
    {"HolderOfTheTransitProcedure",
     "identificationNumber? TIRHolderIdentificationNumber?@C0904 name Address"},
    {"HolderOfTheTransitProcedure/Address", "streetAndNumber postcode? city country=CL199"},
    {"ControlResult", "code@R0910,R0912 date text?"},
    {"Consignment",
     "countryOfDispatch?@C0909 countryOfDestination?@C0343 containerIndicator inlandModeOfTransport? "
     "modeOfTransportAtTheBorder?@C0029 grossMass@R0994 referenceNumberUCR?@C0502 Carrier?@C0812 Consignor? "
     "Consignee?@C0003 AdditionalSupplyChainActor? TransportEquipment?@C0872 "
     "DepartureTransportMeans?@C0333,C0339,R0855 CountryOfRoutingOfConsignment?@C0586 "
     "ActiveBorderTransportMeans?@C0908,R0789 PlaceOfLoading?@C0410 PlaceOfUnloading?@S1011,C0191,C0812 "
     "PreviousDocument? SupportingDocument? TransportDocument? AdditionalReference? AdditionalInformation? "
     "TransportCharges?@S1010,C0186,C0812 HouseConsignment"},
    {"Consignment/Consignor/Address", "streetAndNumber postcode? city country=CL199"},
    {"Consignment/Consignee/Address", "streetAndNumber postcode? city country=CL199"},
    {"Consignment/TransportEquipment",
     "sequenceNumber containerIdentificationNumber?@C0055 numberOfSeals@R0106,R0448 Seal?@C0569 "
     "GoodsReference?@C0670"},
    {"Consignment/DepartureTransportMeans",
     "sequenceNumber typeOfIdentification?@R0472,R0474,R0476 identificationNumber?@R0473 nationality?"},
    {"Consignment/PreviousDocument",
     "sequenceNumber type@R0020,R0093 referenceNumber complementOfInformation?"},
    {"Consignment/HouseConsignment/Consignor/Address", "streetAndNumber postcode? city country=CL199"},
    {"Consignment/HouseConsignment/Consignee/Address", "streetAndNumber postcode? city country=CL199"},
    {"Consignment/HouseConsignment/AdditionalInformation", "sequenceNumber code@R3062 text?"},
    {"Consignment/HouseConsignment/ConsignmentItem",
     "goodsItemNumber declarationGoodsItemNumber@R0007 declarationType?@C0045,R0601,R0909 "
     "countryOfDispatch?@C0909 countryOfDestination?@C0343 referenceNumberUCR?@C0502 "
     "AdditionalSupplyChainActor? Commodity Packaging PreviousDocument?@C0035 SupportingDocument? "
     "AdditionalReference? AdditionalInformation?"},
    {"Consignment/HouseConsignment/ConsignmentItem/Commodity",
     "descriptionOfGoods cusCode? CommodityCode?@C0153 DangerousGoods? GoodsMeasure?"},
    {"Consignment/HouseConsignment/ConsignmentItem/PreviousDocument",
     "sequenceNumber type@R0020 referenceNumber goodsItemNumber? complementOfInformation?"},
    {"Consignment/HouseConsignment/ConsignmentItem/AdditionalReference",
     "sequenceNumber type referenceNumber?@C0015,R0023"},
    {"Consignment/HouseConsignment/ConsignmentItem/AdditionalInformation", "sequenceNumber code@R3061 text?"},
};

constexpr Line cd002c[] = {
    {"", "TransitOperation CustomsOfficeOfDestinationActual"},
    {"TransitOperation", "MRN"},
};

constexpr Line cd003c[] = {
    {"",
     "TransitOperation CustomsOfficeOfDeparture?@C0811 CustomsOfficeOfDestinationDeclared?@C0365 "
     "CustomsOfficeOfDestinationActual CustomsOfficeOfTransitDeclared?@S1022,C0030,C0466 "
     "CustomsOfficeOfExitForTransitDeclared?@S1002,C0466,C0587,C0812 HolderOfTheTransitProcedure?@C0365 "
     "ControlResult?@C0365 RiskAnalysisIdentification?@S1003,C0466,C0813 Consignment?@C0365"},
    {"TransitOperation",
     "MRN declarationType?@C0365,R0601,R0909,R0911 TIRCarnetNumber?@S1004,C0411,C0466,R0990 "
     "declarationAcceptanceDate?@C0365 releaseDate?@C0365 security?@C0365 reducedDatasetIndicator?@C0365 "
     "specificCircumstanceIndicator?@S1007,C0466,C0812 bindingItinerary?@C0365 requestRejectionReasonCode?"},
    {"CustomsOfficeOfDestinationDeclared", "referenceNumber=CL141@R0901,R0904,R0905"},
    {"CustomsOfficeOfTransitDeclared",
     "sequenceNumber referenceNumber=CL141@R0003,R0006,R0906 arrivalDateAndTimeEstimated?@C0598,R0004"},
    {"CustomsOfficeOfExitForTransitDeclared", "sequenceNumber referenceNumber=CL141@R0103"},
    {"Consignment",
     "countryOfDispatch?@C0909 countryOfDestination?@C0343 containerIndicator inlandModeOfTransport? "
     "modeOfTransportAtTheBorder?@C0029 grossMass@R0994 referenceNumberUCR?@C0502 Carrier?@C0812 Consignor? "
     "Consignee?@C0003 AdditionalSupplyChainActor? TransportEquipment?@C0872 "
     "DepartureTransportMeans?@C0333,C0339,R0855 CountryOfRoutingOfConsignment?@C0586 "
     "ActiveBorderTransportMeans?@C0908,R0789 PlaceOfLoading?@C0410 PlaceOfUnloading?@S1011,C0191,C0812 "
     "PreviousDocument? SupportingDocument? TransportDocument? AdditionalReference? AdditionalInformation? "
     "TransportCharges?@S1010,C0186,C0812 Incident? HouseConsignment"},
    {"Consignment/Incident/Location/Address", "streetAndNumber postcode? city"},
    {"Consignment/Incident/TransportEquipment/Seal", "sequenceNumber identifier"},
    {"Consignment/HouseConsignment/ConsignmentItem",
     "goodsItemNumber declarationGoodsItemNumber@R0007 declarationType?@C0045,R0601,R0909 "
     "countryOfDispatch?@C0909 countryOfDestination?@C0343 referenceNumberUCR?@C0502 Consignee? "
     "AdditionalSupplyChainActor? Commodity Packaging PreviousDocument?@C0035 SupportingDocument? "
     "TransportDocument? AdditionalReference? AdditionalInformation? TransportCharges?"},
    {"Consignment/HouseConsignment/ConsignmentItem/Consignee", "identificationNumber? name Address"},
    {"Consignment/HouseConsignment/ConsignmentItem/Consignee/Address",
     "streetAndNumber postcode? city country=CL199"},
};

constexpr Line cd006c[] = {
    {"", "TransitOperation CustomsOfficeOfDeparture CustomsOfficeOfDestinationActual"},
    {"TransitOperation", "MRN@R0028 arrivalDateAndTimeActual"},
};

constexpr Line cd010c[] = {
    {"",
     "TransitOperation Invalidation CustomsOfficeOfDeparture CustomsOfficeOfDestinationDeclared "
     "CustomsOfficeOfTransitDeclared? CustomsOfficeOfExitForTransitDeclared?@C0812"},
    {"Invalidation", "decisionDateAndTime"},
    {"CustomsOfficeOfTransitDeclared", "sequenceNumber referenceNumber"},
};

constexpr Line cd018c[] = {
    {"",
     "TransitOperation CustomsOfficeOfDeparture CustomsOfficeOfDestinationActual ControlResult "
     "Consignment?@C0930"},
    {"TransitOperation", "MRN@R0028 TIRCarnetNumber? bindingItinerary otherThingsToReport?@C0930"},
    {"ControlResult", "code=CL197 date stateOfSeals?@C0810 text? verificationType?"},
    {"Consignment",
     "grossMass?:mass referenceNumberUCR? TransportEquipment? DepartureTransportMeans? "
     "CountryOfRoutingOfConsignment? SupportingDocument? TransportDocument? AdditionalReference? "
     "HouseConsignment?"},
    {"Consignment/HouseConsignment",
     "sequenceNumber grossMass?:mass referenceNumberUCR? DepartureTransportMeans? SupportingDocument? "
     "TransportDocument? AdditionalReference? ConsignmentItem?"},
    {"Consignment/HouseConsignment/ConsignmentItem",
     "goodsItemNumber@R0055 declarationGoodsItemNumber@R0055 referenceNumberUCR? Commodity? Packaging? "
     "SupportingDocument? TransportDocument? AdditionalReference?"},
    {"Consignment/HouseConsignment/ConsignmentItem/Commodity",
     "descriptionOfGoods? cusCode? CommodityCode? DangerousGoods? GoodsMeasure?"},
};

constexpr Line cd024c[] = {
    {"",
     "TransitOperation CustomsOfficeOfDeparture CustomsOfficeOfDestinationDeclared "
     "CustomsOfficeOfDestinationActual CustomsOfficeOfTransitDeclared? CustomsOfficeOfTransitActual? "
     "CustomsOfficeOfExitForTransitDeclared?@C0812 CustomsOfficeOfExitForTransitActual?@C0812"},
    {"TransitOperation", "MRN@R0028 arrivalDateAndTimeActual?"},
    {"CustomsOfficeOfTransitDeclared", "sequenceNumber referenceNumber"},
    {"CustomsOfficeOfTransitActual", "sequenceNumber referenceNumber"},
    {"CustomsOfficeOfExitForTransitActual", "sequenceNumber referenceNumber"},
};

constexpr Line cd027c[] = {
    {"", "TransitOperation CustomsOfficeOfRequest"},
};

constexpr Line cd038c[] = {
    {"",
     "TransitOperation CustomsOfficeOfDeparture?@C0811 CustomsOfficeOfDestinationDeclared?@C0365 "
     "CustomsOfficeOfTransitDeclared?@S1022,C0030,C0466 "
     "CustomsOfficeOfExitForTransitDeclared?@S1002,C0466,C0587,C0812 CustomsOfficeOfRequest "
     "HolderOfTheTransitProcedure?@C0365 ControlResult?@C0365 RiskAnalysisIdentification?@S1003,C0466,C0813 "
     "Consignment?@C0365"},
    {"TransitOperation",
     "MRN declarationType?@C0365,R0601,R0909,R0911 TIRCarnetNumber?@S1004,C0411,C0466,R0990 "
     "declarationAcceptanceDate?@C0365 releaseDate?@C0365 security?@C0365 reducedDatasetIndicator?@C0365 "
     "specificCircumstanceIndicator?@S1007,C0466,C0812 bindingItinerary?@C0365 "
     "requestRejectionReasonCode?=CL184 status?@C0365"},
    {"Consignment/Incident/Endorsement", "date authority? place? country"},
};

constexpr Line cd049c[] = {
    {"", "TransitOperation CustomsOfficeOfDeparture CustomsOfficeOfDestinationActual"},
    {"TransitOperation", "MRN@R0028 discrepanciesResolved writeOffDate?@C0354"},
};

constexpr Line cd050c[] = {
    {"",
     "TransitOperation CustomsOfficeOfDeparture CustomsOfficeOfDestinationDeclared "
     "CustomsOfficeOfTransitDeclared@C0030 CustomsOfficeOfExitForTransitDeclared?@C0587,C0812 "
     "HolderOfTheTransitProcedure ControlResult RiskAnalysisIdentification?@C0813 Consignment"},
    {"TransitOperation",
     "MRN@R0028 declarationType=CL188@R0601,R0909,R0911 declarationAcceptanceDate releaseDate security "
     "reducedDatasetIndicator specificCircumstanceIndicator?@C0812 bindingItinerary"},
    {"CustomsOfficeOfDeparture", "referenceNumber"},
    {"CustomsOfficeOfDestinationDeclared", "referenceNumber@R0904,R0905"},
    {"HolderOfTheTransitProcedure", "identificationNumber? name Address"},
    {"ControlResult", "code@R0910 date text?"},
    {"Consignment/HouseConsignment/ConsignmentItem/Commodity",
     "descriptionOfGoods cusCode? CommodityCode? DangerousGoods? GoodsMeasure?"},
};

constexpr Line cd059c[] = {
    {"", "TransitOperation CustomsOfficeOfDeparture CustomsOfficeOfRequest"},
    {"TransitOperation", "MRN@R0028 cancelEnquiryNotificationDateAndTime cancelEnquiryNotificationText?"},
    {"CustomsOfficeOfRequest", "referenceNumber=CL176"},
};

constexpr Line cd063c[] = {
    {"",
     "TransitOperation CustomsOfficeOfDestinationDeclared CustomsOfficeOfDestinationActual? "
     "CustomsOfficeOfTransitDeclared? CustomsOfficeOfTransitActual? "
     "CustomsOfficeOfExitForTransitDeclared?@C0812 CustomsOfficeOfExitForTransitActual?@C0812 "
     "CustomsOfficeOfIncidentRegistration? CustomsOfficeOfRecoveryAtDeparture"},
    {"TransitOperation", "MRN@R0028 recoveryCommunicationDate?"},
    {"CustomsOfficeOfIncidentRegistration", "sequenceNumber referenceNumber"},
};

constexpr Line cd094c[] = {
    {"",
     "TransitOperation CustomsOfficeOfDeparture? CustomsOfficeOfDestination? CustomsOfficeOfTransit?@C0831 "
     "CustomsOfficeOfExitForTransit?@C0831"},
    {"TransitOperation", "MRN@R0028 status"},
};

constexpr Line cd095c[] = {
    {"",
     "TransitOperation CustomsOfficeOfDeparture CustomsOfficeOfDestination? CustomsOfficeOfTransit?@C0831 "
     "CustomsOfficeOfExitForTransit?@C0831"},
    {"TransitOperation", "MRN@R0028 status=CL258"},
};

constexpr Line cd114c[] = {
    {"", "TransitOperation CustomsOfficeOfTransitActual*1"},
    {"TransitOperation", "MRN"},
};

constexpr Line cd115c[] = {
    {"",
     "TransitOperation CustomsOfficeOfDeparture?@C0811 CustomsOfficeOfDestinationDeclared?@C0365 "
     "CustomsOfficeOfTransitDeclared?@S1022,C0030,C0466 CustomsOfficeOfTransitActual*1 "
     "CustomsOfficeOfExitForTransitDeclared?@S1002,C0466,C0587,C0812 HolderOfTheTransitProcedure?@C0365 "
     "ControlResult?@C0365 RiskAnalysisIdentification?@S1003,C0466,C0813 Consignment?@C0365"},
    {"TransitOperation",
     "MRN declarationType?=CL188@C0365,R0601,R0909,R0911 declarationAcceptanceDate?@C0365 releaseDate?@C0365 "
     "security?@C0365 reducedDatasetIndicator?@C0365 specificCircumstanceIndicator?@S1007,C0466,C0812 "
     "bindingItinerary?@C0365 requestRejectionReasonCode?=CL225"},
    {"CustomsOfficeOfDeparture", "referenceNumber"},
    {"CustomsOfficeOfDestinationDeclared", "referenceNumber=CL141@R0904,R0905"},
    {"CustomsOfficeOfTransitActual", "referenceNumber guaranteeNotValidForCountry"},
    {"HolderOfTheTransitProcedure", "identificationNumber? name Address"},
    {"ControlResult", "code@R0910 date text?"},
    {"Consignment/HouseConsignment/ConsignmentItem/Commodity",
     "descriptionOfGoods cusCode? CommodityCode? DangerousGoods? GoodsMeasure?"},
};

constexpr Line cd118c[] = {
    {"", "TransitOperation CustomsOfficeOfDeparture CustomsOfficeOfTransitActual*1"},
    {"TransitOperation", "MRN@R0028 passageDate"},
};

constexpr Line cd119d[] = {
    {"", "TransitOperation CustomsOfficeOfDeparture CustomsOfficeOfTransitActual*1"},
    {"TransitOperation", "MRN@R0028 passageRefusalDate passageRefusalReasonCode text?@C0875"},
};

constexpr Line cd142c[] = {
    {"",
     "TransitOperation CustomsOfficeOfDeparture CustomsOfficeOfRequest CustomsOfficeOfEnquiryAtDeparture "
     "Enquiry Consignment?@C0009"},
    {"CustomsOfficeOfRequest", "referenceNumber=CL176"},
    {"Consignment", "ConsigneeActual"},
    {"Consignment/ConsigneeActual/Address", "streetAndNumber postcode? city country=CL199"},
};

constexpr Line cd143c[] = {
    {"", "TransitOperation CustomsOfficeOfRequest CustomsOfficeOfEnquiryAtDeparture Enquiry"},
    {"CustomsOfficeOfRequest", "referenceNumber=CL179 ContactPerson?"},
    {"CustomsOfficeOfEnquiryAtDeparture", "referenceNumber"},
    {"Enquiry", "enquiryResponseDate responseCode text?@C0013 returnCopyReturnedDate?@C0012"},
};

constexpr Line cd144c[] = {
    {"",
     "TransitOperation CustomsOfficeOfDeparture? CompetentCustomsOfficeAtDeparture "
     "CompetentCustomsOfficeAtDestination Enquiry ResponseInformation"},
    {"Enquiry", "enquiryRequestDate informationAvailableFromTrader"},
};

constexpr Line cd145c[] = {
    {"",
     "TransitOperation CompetentCustomsOfficeAtDeparture CompetentCustomsOfficeAtDestination Enquiry "
     "RequestedInformation"},
    {"Enquiry", "enquiryRequestDate"},
};

constexpr Line cd150c[] = {
    {"",
     "TransitOperation CustomsOfficeOfRecoveryRequesting CustomsOfficeOfRecoveryRequested Recovery "
     "GuaranteeReference?@C0004"},
    {"GuaranteeReference", "sequenceNumber GRN@R0028 Guarantor?@C0014"},
    {"GuaranteeReference/Guarantor",
     "contactDetailsInCountryOfCompetentAuthority? identificationNumber? name Address ContactPerson? "
     "AgentInCountryOfCompetentAuthority?"},
    {"GuaranteeReference/Guarantor/Address", "streetAndNumber postcode? city country?:listed_country=CL070"},
    {"GuaranteeReference/Guarantor/AgentInCountryOfCompetentAuthority/Address",
     "streetAndNumber postcode? city country:listed_country=CL070"},
    {"GuaranteeReference/Guarantor/AgentInCountryOfCompetentAuthority/ContactPerson",
     "name phoneNumber? eMailAddress?"},
};

constexpr Line cd151c[] = {
    {"",
     "TransitOperation CustomsOfficeOfRecoveryRequesting CustomsOfficeOfRecoveryRequested Recovery "
     "GuaranteeReference?@C0025"},
    {"CustomsOfficeOfRecoveryRequesting", "referenceNumber"},
    {"CustomsOfficeOfRecoveryRequested", "referenceNumber ContactPerson?"},
    {"Recovery", "recoveryAcceptance recoveryCommunicationDate text?"},
};

constexpr Line cd152c[] = {
    {"", "TransitOperation CustomsOfficeOfRecoveryAtDeparture CustomsOfficeOfRecovery Recovery"},
    {"CustomsOfficeOfRecoveryAtDeparture", "referenceNumber ContactPerson?"},
    {"Recovery", "collectionDate text?"},
};

constexpr Line cd160c[] = {
    {"",
     "TransitOperation CustomsOfficeOfDeparture CustomsOfficeOfDestinationDeclared "
     "CustomsOfficeOfTransitDeclared@C0030 CustomsOfficeOfExitForTransitDeclared@C0587,C0812 "
     "HolderOfTheTransitProcedure ControlResult RiskAnalysisIdentification?@C0813 Consignment"},
    {"TransitOperation",
     "MRN@R0028 declarationType=CL188@R0601,R0909,R0911 declarationAcceptanceDate releaseDate security=CL223 "
     "reducedDatasetIndicator specificCircumstanceIndicator? bindingItinerary"},
    {"Consignment",
     "countryOfDispatch?@C0909 countryOfDestination?@C0343 containerIndicator inlandModeOfTransport? "
     "modeOfTransportAtTheBorder?@C0029 grossMass@R0994 referenceNumberUCR?@C0502 Carrier? Consignor? "
     "Consignee?@C0003 AdditionalSupplyChainActor? TransportEquipment?@C0872 "
     "DepartureTransportMeans?@C0333,C0339,R0855 CountryOfRoutingOfConsignment?@C0586 "
     "ActiveBorderTransportMeans?@C0908,R0789 PlaceOfLoading?@C0410 PlaceOfUnloading?@C0191 "
     "PreviousDocument? SupportingDocument? TransportDocument? AdditionalReference? AdditionalInformation? "
     "TransportCharges? HouseConsignment"},
    {"Consignment/Carrier", "identificationNumber:trader@R0840"},
    {"Consignment/PreviousDocument", "sequenceNumber type@R0020 referenceNumber complementOfInformation?"},
    {"Consignment/HouseConsignment",
     "sequenceNumber countryOfDispatch?@C0909 countryOfDestination?@C0343 grossMass@R0983 "
     "referenceNumberUCR?@C0502 securityIndicatorFromExportDeclaration? Consignor?@C0349 Consignee?@C0003 "
     "AdditionalSupplyChainActor? DepartureTransportMeans?@C0333,C0339,R0855 PreviousDocument? "
     "SupportingDocument? TransportDocument? AdditionalReference? AdditionalInformation? "
     "TransportCharges?@C0337 ConsignmentItem"},
};

constexpr Line cd164c[] = {
    {"", "TransitOperation CustomsOfficeOfExitForTransitActual*1"},
    {"TransitOperation", "MRN"},
};

constexpr Line cd165c[] = {
    {"",
     "TransitOperation CustomsOfficeOfDeparture?@C0811 CustomsOfficeOfDestinationDeclared?@C0365 "
     "CustomsOfficeOfTransitDeclared?@C0366 CustomsOfficeOfExitForTransitDeclared?@S1008,C0466,C0587 "
     "CustomsOfficeOfExitForTransitActual*1 HolderOfTheTransitProcedure?@C0365 ControlResult?@C0365 "
     "RiskAnalysisIdentification?@S1003,C0466,C0813 Consignment?@C0365"},
    {"TransitOperation",
     "MRN declarationType?=CL188@C0365,R0601,R0909,R0911 declarationAcceptanceDate?@C0365 releaseDate?@C0365 "
     "security?=CL223@C0365 reducedDatasetIndicator?@C0365 specificCircumstanceIndicator?@C0366 "
     "bindingItinerary?@C0365 requestRejectionReasonCode?=CL224"},
    {"Consignment",
     "countryOfDispatch?@C0909 countryOfDestination?@C0343 containerIndicator inlandModeOfTransport? "
     "modeOfTransportAtTheBorder?@C0029 grossMass@R0994 referenceNumberUCR?@C0502 Carrier? Consignor? "
     "Consignee?@C0003 AdditionalSupplyChainActor? TransportEquipment?@C0872 "
     "DepartureTransportMeans?@C0333,C0339,R0855 CountryOfRoutingOfConsignment?@C0586 "
     "ActiveBorderTransportMeans?@C0908,R0789 PlaceOfLoading?@C0410 PlaceOfUnloading?@C0191 "
     "PreviousDocument? SupportingDocument? TransportDocument? AdditionalReference? AdditionalInformation? "
     "TransportCharges? Incident? HouseConsignment"},
    {"Consignment/Carrier", "identificationNumber:trader@R0840"},
    {"Consignment/PreviousDocument", "sequenceNumber type@R0020 referenceNumber complementOfInformation?"},
    {"Consignment/HouseConsignment",
     "sequenceNumber countryOfDispatch?@C0909 countryOfDestination?@C0343 grossMass@R0983 "
     "referenceNumberUCR?@C0502 securityIndicatorFromExportDeclaration? Consignor?@C0349 Consignee?@C0003 "
     "AdditionalSupplyChainActor? DepartureTransportMeans?@C0333,C0339,R0855 PreviousDocument? "
     "SupportingDocument? TransportDocument? AdditionalReference? AdditionalInformation? "
     "TransportCharges?@C0337 ConsignmentItem"},
};

constexpr Line cd168c[] = {
    {"", "TransitOperation CustomsOfficeOfDeparture CustomsOfficeOfExitForTransitActual*1"},
    {"TransitOperation", "MRN@R0028 passageDate"},
};

constexpr Line cd180c[] = {
    {"TransitOperation", "MRN@R0028 incidentNotificationDateAndTime"},
};

constexpr Line cd181c[] = {
    {"",
     "TransitOperation CustomsOfficeOfDeparture CustomsOfficeOfDestinationDeclared "
     "CustomsOfficeOfTransitDeclared? CustomsOfficeOfExitForTransitDeclared?@C0812 "
     "CustomsOfficeOfIncidentRegistration*1 Consignment"},
    {"CustomsOfficeOfTransitDeclared", "sequenceNumber referenceNumber"},
};

constexpr Line cd200c[] = {
    {"",
     "TransitOperation CustomsOfficeOfDeparture CustomsOfficeOfDestinationDeclared?@C0233 "
     "HolderOfTheTransitProcedure CountryInvolved Guarantee Consignment?@C0815"},
    {"TransitOperation", "MRN@R0028 declarationAcceptanceDate"},
    {"HolderOfTheTransitProcedure", "identificationNumber"},
    {"Guarantee/GuaranteeReference",
     "sequenceNumber GRN@R0028,R0318 accessCode amountConcerned currency@R0267"},
    {"Consignment/HouseConsignment", "sequenceNumber ConsignmentItem"},
    {"Consignment/HouseConsignment/ConsignmentItem", "sequenceNumber Commodity"},
    {"Consignment/HouseConsignment/ConsignmentItem/Commodity", "cusCode? CommodityCode"},
};

constexpr Line cd201c[] = {
    {"", "TransitOperation CustomsOfficeOfDeparture HolderOfTheTransitProcedure Guarantee"},
    {"HolderOfTheTransitProcedure", "identificationNumber"},
    {"Guarantee/GuaranteeReference",
     "sequenceNumber GRN@R0028,R0318 CustomsOfficeOfGuarantee?@C0417 ValidityLimitation? "
     "InvalidGuaranteeReason?"},
};

constexpr Line cd204c[] = {
    {"", "TransitOperation CustomsOfficeOfDeparture Guarantee"},
    {"TransitOperation", "MRN@R0028 releaseDate?@C0255 usageCancellationDate?@C0255"},
    {"Guarantee/GuaranteeReference", "sequenceNumber GRN@R0028,R0318 CustomsOfficeOfGuarantee"},
};

constexpr Line cd209c[] = {
    {"", "TransitOperation CustomsOfficeOfDeparture Guarantee"},
    {"TransitOperation", "MRN@R0028 arrivalDateAndTimeActual"},
    {"Guarantee", "sequenceNumber guaranteeType=CL187 GuaranteeReference"},
    {"Guarantee/GuaranteeReference", "sequenceNumber GRN@R0028,R0318 CustomsOfficeOfGuarantee"},
};

constexpr Line cd906c[] = {
    {"", "Header?@C0461 FunctionalError"},
    {"Header", "MRN"},
    {"FunctionalError", "errorPointer errorCode errorReason? originalAttributeValue?"},
};

constexpr Line cd917c[] = {
    {"", "Header? XMLError"},
    {"Header", "MRN:text35"},
};

constexpr Line cx095a[] = {
    {"",
     "TransitOperation StatusNotice CustomsOfficeOfDeparture CustomsOfficeOfDestinationDeclared "
     "CustomsOfficeOfDestinationActual?@X04 Passage?@X05 ControlResult?@X06"},
    {"ControlResult", "code=- date"},
};
constexpr Line cx096a[] = {
    {"", "TransitOperation StatusRequest"},
};
constexpr Line cx097a[] = {
    {"", "Manifest ManifestEntry"},
};
constexpr Line cx098a[] = {
    {"", "Manifest ManifestEntry"},
    {"ManifestEntry", "reference:trimmed512 sentNumber takenNumber noticeNumber? digest?"},
};
// These four are of our vocabulary, so their names are not in the published list of message types.
constexpr std::string_view notice_head =
    "messageSender messageRecipient preparationDateAndTime messageIdentification messageType:notice_type "
    "correlationIdentifier?";
constexpr std::string_view status_request_head =
    "messageSender messageRecipient preparationDateAndTime messageIdentification "
    "messageType:status_request_type correlationIdentifier?";
constexpr std::string_view manifest_head =
    "messageSender messageRecipient preparationDateAndTime messageIdentification messageType:manifest_type "
    "correlationIdentifier?";
constexpr std::string_view document_manifest_head =
    "messageSender messageRecipient preparationDateAndTime messageIdentification "
    "messageType:document_manifest_type correlationIdentifier?";

constexpr View views[] = {
    {.root = "CD001C",
     .code = "IE001",
     .title = "record for the office of destination",
     .direction = Direction::office_to_office,
     .lines = cd001c},
    {.root = "CD002C",
     .code = "IE002",
     .title = "request for a record by an office of destination",
     .direction = Direction::office_to_office,
     .lines = cd002c},
    {.root = "CD003C",
     .code = "IE003",
     .title = "answer to a request for a record by an office of destination",
     .direction = Direction::office_to_office,
     .like = "CD001C",
     .lines = cd003c},
    {.root = "CD006C",
     .code = "IE006",
     .title = "arrival advice",
     .direction = Direction::office_to_office,
     .lines = cd006c},
    {.root = "CD010C",
     .code = "IE010",
     .title = "movement invalidated after release",
     .direction = Direction::office_to_office,
     .lines = cd010c},
    {.root = "CD018C",
     .code = "IE018",
     .title = "control results at destination",
     .direction = Direction::office_to_office,
     .like = "CC044C",
     .lines = cd018c},
    {.root = "CD024C",
     .code = "IE024",
     .title = "arrival advice forwarded",
     .direction = Direction::office_to_office,
     .lines = cd024c},
    {.root = "CD027C",
     .code = "IE027",
     .title = "query of a movement",
     .direction = Direction::office_to_office,
     .lines = cd027c},
    {.root = "CD038C",
     .code = "IE038",
     .title = "answer to a query of a movement",
     .direction = Direction::office_to_office,
     .like = "CD003C",
     .lines = cd038c},
    {.root = "CD049C",
     .code = "IE049",
     .title = "discrepancies settled",
     .direction = Direction::office_to_office,
     .lines = cd049c},
    {.root = "CD050C",
     .code = "IE050",
     .title = "record for the offices of transit",
     .direction = Direction::office_to_office,
     .like = "CD001C",
     .lines = cd050c},
    {.root = "CD059C",
     .code = "IE059",
     .title = "enquiry cancelled",
     .direction = Direction::office_to_office,
     .lines = cd059c},
    {.root = "CD063C",
     .code = "IE063",
     .title = "recovery started",
     .direction = Direction::office_to_office,
     .like = "CD024C",
     .lines = cd063c},
    {.root = "CD094C",
     .code = "IE094",
     .title = "request for the status",
     .direction = Direction::office_to_office,
     .lines = cd094c},
    {.root = "CD095C",
     .code = "IE095",
     .title = "answer to a request for the status",
     .direction = Direction::office_to_office,
     .lines = cd095c},
    {.root = "CD114C",
     .code = "IE114",
     .title = "request for a record by an office of transit",
     .direction = Direction::office_to_office,
     .lines = cd114c},
    {.root = "CD115C",
     .code = "IE115",
     .title = "answer to a request for a record by an office of transit",
     .direction = Direction::office_to_office,
     .like = "CD003C",
     .lines = cd115c},
    {.root = "CD118C",
     .code = "IE118",
     .title = "passage of a frontier",
     .direction = Direction::office_to_office,
     .lines = cd118c},
    {.root = "CD119D",
     .code = "IE119",
     .title = "passage of a frontier refused",
     .direction = Direction::office_to_office,
     .lines = cd119d},
    {.root = "CD142C",
     .code = "IE142",
     .title = "enquiry request",
     .direction = Direction::office_to_office,
     .lines = cd142c},
    {.root = "CD143C",
     .code = "IE143",
     .title = "answer to an enquiry",
     .direction = Direction::office_to_office,
     .lines = cd143c},
    {.root = "CD144C",
     .code = "IE144",
     .title = "information for an enquiry",
     .direction = Direction::office_to_office,
     .lines = cd144c},
    {.root = "CD145C",
     .code = "IE145",
     .title = "request for information in an enquiry",
     .direction = Direction::office_to_office,
     .lines = cd145c},
    {.root = "CD150C",
     .code = "IE150",
     .title = "request for recovery",
     .direction = Direction::office_to_office,
     .lines = cd150c},
    {.root = "CD151C",
     .code = "IE151",
     .title = "answer to a request for recovery",
     .direction = Direction::office_to_office,
     .like = "CD150C",
     .lines = cd151c},
    {.root = "CD152C",
     .code = "IE152",
     .title = "debt collected",
     .direction = Direction::office_to_office,
     .lines = cd152c},
    {.root = "CD160C",
     .code = "IE160",
     .title = "record for the offices of exit for transit",
     .direction = Direction::office_to_office,
     .like = "CD050C",
     .lines = cd160c},
    {.root = "CD164C",
     .code = "IE164",
     .title = "request for a record by an office of exit for transit",
     .direction = Direction::office_to_office,
     .lines = cd164c},
    {.root = "CD165C",
     .code = "IE165",
     .title = "answer to a request for a record by an office of exit for transit",
     .direction = Direction::office_to_office,
     .like = "CD115C",
     .lines = cd165c},
    {.root = "CD168C",
     .code = "IE168",
     .title = "goods left the security area",
     .direction = Direction::office_to_office,
     .lines = cd168c},
    {.root = "CD180C",
     .code = "IE180",
     .title = "incident registered",
     .direction = Direction::office_to_office,
     .like = "CC182C",
     .lines = cd180c},
    {.root = "CD181C",
     .code = "IE181",
     .title = "incident forwarded",
     .direction = Direction::office_to_office,
     .like = "CD180C",
     .lines = cd181c},
    {.root = "CD200C",
     .code = "IE200",
     .title = "check of a guarantee",
     .direction = Direction::office_to_office,
     .lines = cd200c},
    {.root = "CD201C",
     .code = "IE201",
     .title = "result of a guarantee check",
     .direction = Direction::office_to_office,
     .lines = cd201c},
    {.root = "CD203C",
     .code = "IE203",
     .title = "use of a guarantee",
     .direction = Direction::office_to_office,
     .like = "CD200C"},
    {.root = "CD204C",
     .code = "IE204",
     .title = "use of a guarantee cancelled",
     .direction = Direction::office_to_office,
     .lines = cd204c},
    {.root = "CD205C",
     .code = "IE205",
     .title = "result of a guarantee use",
     .direction = Direction::office_to_office,
     .like = "CD201C"},
    {.root = "CD209C",
     .code = "IE209",
     .title = "reference amount credited",
     .direction = Direction::office_to_office,
     .lines = cd209c},
    {.root = "CD906C",
     .code = "IE906",
     .title = "functional refusal between offices",
     .direction = Direction::office_to_office,
     .lines = cd906c},
    {.root = "CD917C",
     .code = "IE917",
     .title = "refusal of broken XML between offices",
     .direction = Direction::office_to_office,
     .lines = cd917c},
    {.root = "CX095A",
     .code = "IEX095",
     .title = "movement status notice",
     .direction = Direction::office_to_office,
     .vocabulary = Vocabulary::lintas,
     .head = notice_head,
     .lines = cx095a},
    {.root = "CX096A",
     .code = "IEX096",
     .title = "request for the status of a movement",
     .direction = Direction::office_to_office,
     .vocabulary = Vocabulary::lintas,
     .head = status_request_head,
     .lines = cx096a},
    {.root = "CX097A",
     .code = "IEX097",
     .title = "manifest of what two nodes have in common",
     .direction = Direction::office_to_office,
     .vocabulary = Vocabulary::lintas,
     .head = manifest_head,
     .lines = cx097a},
    {.root = "CX098A",
     .code = "IEX098",
     .title = "manifest of certificates that two nodes have in common",
     .direction = Direction::office_to_office,
     .vocabulary = Vocabulary::lintas,
     .head = document_manifest_head,
     .lines = cx098a},
};

}  // namespace

std::span<const View> office_views() { return views; }

}  // namespace lintas::message
