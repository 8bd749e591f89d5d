#include <span>

#include "core/messages/view.hpp"

namespace lintas::message {

namespace {

// The 33 messages with a published schema, and IE054. What a line means: view.hpp.

constexpr Line cc004c[] = {
    {"", "TransitOperation CustomsOfficeOfDeparture HolderOfTheTransitProcedure"},
    {"TransitOperation", "LRN? MRN? amendmentSubmissionDateAndTime amendmentAcceptanceDateAndTime"},
};

constexpr Line cc007c[] = {
    {"",
     "TransitOperation Authorisation?@C0102 CustomsOfficeOfDestinationActual TraderAtDestination "
     "Consignment"},
    {"TransitOperation", "MRN@R0028 arrivalNotificationDateAndTime simplifiedProcedure"},
    {"Authorisation", "sequenceNumber type=CL236 referenceNumber"},
    {"TraderAtDestination", "identificationNumber@R0850 communicationLanguageAtDestination?"},
    {"Consignment", "LocationOfGoods"},
    {"Consignment/LocationOfGoods/CustomsOffice", "referenceNumber=CL172"},
    {"Consignment/LocationOfGoods/Address", "streetAndNumber postcode? city country=CL009"},
};

constexpr Line cc009c[] = {
    {"", "TransitOperation Invalidation CustomsOfficeOfDeparture HolderOfTheTransitProcedure"},
    {"TransitOperation", "LRN? MRN?"},
    {"HolderOfTheTransitProcedure",
     "identificationNumber? TIRHolderIdentificationNumber? name? Address? ContactPerson?"},
    {"HolderOfTheTransitProcedure/ContactPerson", "name phoneNumber:token35 eMailAddress?"},
};

constexpr Line cc013c[] = {
    {"TransitOperation",
     "LRN? MRN? declarationType@R0601,R0909,R0911 additionalDeclarationType TIRCarnetNumber?@C0411,R0990 "
     "presentationOfTheGoodsDateAndTime? security reducedDatasetIndicator@R0849 "
     "specificCircumstanceIndicator? communicationLanguageAtDeparture? bindingItinerary amendmentTypeFlag "
     "limitDate?@C0839"},
};

constexpr Line cc014c[] = {
    {"", "TransitOperation Invalidation CustomsOfficeOfDeparture HolderOfTheTransitProcedure"},
    {"TransitOperation", "LRN?@C0467 MRN?@C0467"},
    {"Invalidation",
     "requestDateAndTime?@C0129 decisionDateAndTime?@C0870 decision?@C0128,R0102 initiatedByCustoms "
     "justification?@C0137"},
    {"HolderOfTheTransitProcedure",
     "identificationNumber?@R0850 TIRHolderIdentificationNumber?@C0904 name?:text70@C0250 Address?@C0250 "
     "ContactPerson?"},
    {"HolderOfTheTransitProcedure/Address", "streetAndNumber:text70 postcode? city:text35 country"},
    {"HolderOfTheTransitProcedure/ContactPerson", "name:text70 phoneNumber eMailAddress?:mail"},
};

constexpr Line cc015c[] = {
    {"",
     "TransitOperation Authorisation?@C0101 CustomsOfficeOfDeparture CustomsOfficeOfDestinationDeclared "
     "CustomsOfficeOfTransitDeclared?@C0030 CustomsOfficeOfExitForTransitDeclared?@C0587 "
     "HolderOfTheTransitProcedure Representative? Guarantee Consignment"},
    {"TransitOperation",
     "LRN declarationType@R0601,R0909,R0911 additionalDeclarationType TIRCarnetNumber?@C0411,R0990 "
     "presentationOfTheGoodsDateAndTime? security reducedDatasetIndicator@R0849 "
     "specificCircumstanceIndicator? communicationLanguageAtDeparture? bindingItinerary limitDate?@C0839"},
    {"CustomsOfficeOfDeparture", "referenceNumber@R0901"},
    {"CustomsOfficeOfDestinationDeclared", "referenceNumber@R0901,R0904,R0905"},
    {"CustomsOfficeOfTransitDeclared",
     "sequenceNumber referenceNumber@R0003,R0006,R0906 arrivalDateAndTimeEstimated?@C0598,R0005"},
    {"CustomsOfficeOfExitForTransitDeclared", "sequenceNumber referenceNumber@R0103"},
    {"HolderOfTheTransitProcedure",
     "identificationNumber?@R0850 TIRHolderIdentificationNumber?@C0904 name?@C0250 Address?@C0250 "
     "ContactPerson?"},
    {"Guarantee",
     "sequenceNumber guaranteeType=CL251@R0900 otherGuaranteeReference?@C0130 GuaranteeReference?@C0085"},
    {"Consignment",
     "countryOfDispatch?@C0909 countryOfDestination?@C0343 containerIndicator?@C0822 inlandModeOfTransport? "
     "modeOfTransportAtTheBorder?@C0599 grossMass@R0994 referenceNumberUCR?@C0502 Carrier? Consignor?@C0542 "
     "Consignee?@C0001 AdditionalSupplyChainActor? TransportEquipment?@C0823 LocationOfGoods?@C0710 "
     "DepartureTransportMeans?@C0826,R0855 CountryOfRoutingOfConsignment?@C0586 "
     "ActiveBorderTransportMeans?@C0806,R0789 PlaceOfLoading?@C0409 PlaceOfUnloading?@C0191 "
     "PreviousDocument? SupportingDocument? TransportDocument? AdditionalReference? AdditionalInformation? "
     "TransportCharges?@C0186 HouseConsignment"},
    {"Consignment/Carrier", "identificationNumber@R0840 ContactPerson?"},
    {"Consignment/Consignor", "identificationNumber?@R0850 name?@C0250 Address?@C0250 ContactPerson?"},
    {"Consignment/Consignee", "identificationNumber?@R0851 name?@C0250 Address?@C0250"},
    {"Consignment/TransportEquipment",
     "sequenceNumber containerIdentificationNumber?@C0055 numberOfSeals@R0106,R0165,R0448 Seal?@C0569 "
     "GoodsReference?@C0670"},
    {"Consignment/LocationOfGoods/EconomicOperator", "identificationNumber@R0850"},
    {"Consignment/LocationOfGoods/Address", "streetAndNumber postcode? city country=CL009"},
    {"Consignment/LocationOfGoods/PostcodeAddress", "houseNumber?@C0382 postcode country"},
    {"Consignment/ActiveBorderTransportMeans",
     "sequenceNumber customsOfficeAtBorderReferenceNumber typeOfIdentification identificationNumber@R0076 "
     "nationality conveyanceReferenceNumber?@C0531,R0315"},
    {"Consignment/PreviousDocument", "sequenceNumber type@R0020 referenceNumber complementOfInformation?"},
    {"Consignment/HouseConsignment",
     "sequenceNumber countryOfDispatch?@C0909,R0506 countryOfDestination?@C0343,R0506 grossMass@R0983 "
     "referenceNumberUCR?@C0502,R0506 Consignor?@C0542,R0506 Consignee?@C0001,R0506 "
     "AdditionalSupplyChainActor? DepartureTransportMeans?@C0826,R0506,R0855 PreviousDocument? "
     "SupportingDocument? TransportDocument? AdditionalReference? AdditionalInformation? "
     "TransportCharges?@C0186,C0337,R0506 ConsignmentItem"},
    {"Consignment/HouseConsignment/Consignor",
     "identificationNumber?@R0850 name?@C0250 Address?@C0250 ContactPerson?"},
    {"Consignment/HouseConsignment/Consignee", "identificationNumber?@R0851 name?@C0250 Address?@C0250"},
    {"Consignment/HouseConsignment/AdditionalInformation", "sequenceNumber code@R3062 text?"},
    {"Consignment/HouseConsignment/ConsignmentItem",
     "goodsItemNumber declarationGoodsItemNumber@R0007 declarationType?@C0045,R0507,R0601,R0909 "
     "countryOfDispatch?@C0909,R0507 countryOfDestination?@C0343,R0507 referenceNumberUCR?@C0502,R0507 "
     "AdditionalSupplyChainActor? Commodity Packaging PreviousDocument?@C0035 SupportingDocument? "
     "AdditionalReference? AdditionalInformation?"},
    {"Consignment/HouseConsignment/ConsignmentItem/Commodity",
     "descriptionOfGoods cusCode? CommodityCode?@C0153 DangerousGoods? GoodsMeasure"},
    {"Consignment/HouseConsignment/ConsignmentItem/Commodity/CommodityCode",
     "harmonizedSystemSubHeadingCode combinedNomenclatureCode?@C0821,R0060"},
    {"Consignment/HouseConsignment/ConsignmentItem/Commodity/GoodsMeasure",
     "grossMass@R0221 netMass?@C0837,R0223 supplementaryUnits?"},
    {"Consignment/HouseConsignment/ConsignmentItem/PreviousDocument",
     "sequenceNumber type@R0020 referenceNumber goodsItemNumber? typeOfPackages? numberOfPackages? "
     "measurementUnitAndQualifier?@C0298 quantity? complementOfInformation?"},
    {"Consignment/HouseConsignment/ConsignmentItem/AdditionalReference",
     "sequenceNumber type referenceNumber?@C0015,R0023"},
    {"Consignment/HouseConsignment/ConsignmentItem/AdditionalInformation", "sequenceNumber code@R3061 text?"},
};

constexpr Line cc017c[] = {
    {"",
     "TransitOperation CustomsOfficeOfDeparture CustomsOfficeOfDestinationDeclared "
     "CustomsOfficeOfTransitDeclared? CustomsOfficeOfExitForTransitDeclared? HolderOfTheTransitProcedure "
     "ControlResult Consignment?"},
    {"TransitOperation",
     "MRN declarationType security reducedDatasetIndicator specificCircumstanceIndicator? bindingItinerary "
     "releaseRequested? releaseRequestDateAndTime? otherThingsToReport?"},
    {"HolderOfTheTransitProcedure", "identificationNumber? TIRHolderIdentificationNumber? name Address"},
    {"ControlResult", "code=CL197 date controlledBy remark? text?"},
    {"Consignment",
     "countryOfDispatch? countryOfDestination? containerIndicator inlandModeOfTransport? "
     "modeOfTransportAtTheBorder? grossMass?:mass referenceNumberUCR? Carrier? Consignor? Consignee? "
     "AdditionalSupplyChainActor? TransportEquipment? DepartureTransportMeans? "
     "CountryOfRoutingOfConsignment? ActiveBorderTransportMeans? PlaceOfLoading PlaceOfUnloading? "
     "PreviousDocument? SupportingDocument? TransportDocument? AdditionalReference? AdditionalInformation? "
     "TransportCharges? HouseConsignment?"},
    {"Consignment/Carrier", "identificationNumber"},
    {"Consignment/Consignor", "identificationNumber? name Address"},
    {"Consignment/TransportEquipment",
     "sequenceNumber containerIdentificationNumber? numberOfSeals? Seal? GoodsReference?"},
    {"Consignment/TransportEquipment/Seal", "sequenceNumber identifier?"},
    {"Consignment/DepartureTransportMeans",
     "sequenceNumber typeOfIdentification? identificationNumber? nationality?"},
    {"Consignment/ActiveBorderTransportMeans",
     "sequenceNumber customsOfficeAtBorderReferenceNumber typeOfIdentification identificationNumber "
     "nationality conveyanceReferenceNumber?"},
    {"Consignment/PreviousDocument",
     "sequenceNumber type referenceNumber complementOfInformation? completeControl"},
    {"Consignment/SupportingDocument",
     "sequenceNumber type? referenceNumber? complementOfInformation? completeControl"},
    {"Consignment/TransportDocument", "sequenceNumber type? referenceNumber?"},
    {"Consignment/AdditionalReference", "sequenceNumber type? referenceNumber?"},
    {"Consignment/AdditionalInformation", "sequenceNumber code text? completeControl"},
    {"Consignment/HouseConsignment",
     "sequenceNumber countryOfDispatch? countryOfDestination? grossMass? referenceNumberUCR? "
     "securityIndicatorFromExportDeclaration? Consignor? Consignee? AdditionalSupplyChainActor? "
     "DepartureTransportMeans? PreviousDocument? SupportingDocument? TransportDocument? AdditionalReference? "
     "AdditionalInformation? TransportCharges? ConsignmentItem?"},
    {"Consignment/HouseConsignment/Consignor", "identificationNumber? name Address"},
    {"Consignment/HouseConsignment/DepartureTransportMeans",
     "sequenceNumber typeOfIdentification? identificationNumber? nationality?"},
    {"Consignment/HouseConsignment/SupportingDocument",
     "sequenceNumber type? referenceNumber? complementOfInformation? completeControl"},
    {"Consignment/HouseConsignment/TransportDocument", "sequenceNumber type? referenceNumber?"},
    {"Consignment/HouseConsignment/AdditionalReference", "sequenceNumber type? referenceNumber?"},
    {"Consignment/HouseConsignment/AdditionalInformation", "sequenceNumber code text? completeControl"},
    {"Consignment/HouseConsignment/ConsignmentItem",
     "goodsItemNumber declarationGoodsItemNumber declarationType? countryOfDispatch? countryOfDestination? "
     "referenceNumberUCR? Consignee? AdditionalSupplyChainActor? Commodity? Packaging? PreviousDocument? "
     "SupportingDocument? TransportDocument? AdditionalReference? AdditionalInformation? TransportCharges?"},
    {"Consignment/HouseConsignment/ConsignmentItem/Consignee", "identificationNumber?:text17 name? Address?"},
    {"Consignment/HouseConsignment/ConsignmentItem/Commodity",
     "descriptionOfGoods? cusCode? CommodityCode? DangerousGoods? GoodsMeasure?"},
    {"Consignment/HouseConsignment/ConsignmentItem/Commodity/DangerousGoods", "sequenceNumber UNNumber?"},
    {"Consignment/HouseConsignment/ConsignmentItem/Commodity/GoodsMeasure", "grossMass? netMass?"},
    {"Consignment/HouseConsignment/ConsignmentItem/Packaging",
     "sequenceNumber typeOfPackages? numberOfPackages? shippingMarks?"},
    {"Consignment/HouseConsignment/ConsignmentItem/PreviousDocument",
     "sequenceNumber type? referenceNumber goodsItemNumber? complementOfInformation? completeControl"},
    {"Consignment/HouseConsignment/ConsignmentItem/SupportingDocument",
     "sequenceNumber type? referenceNumber? complementOfInformation? completeControl"},
    {"Consignment/HouseConsignment/ConsignmentItem/AdditionalReference",
     "sequenceNumber type? referenceNumber?"},
    {"Consignment/HouseConsignment/ConsignmentItem/AdditionalInformation",
     "sequenceNumber code text? completeControl"},
};

constexpr Line cc019c[] = {
    {"", "TransitOperation CustomsOfficeOfDeparture HolderOfTheTransitProcedure Guarantor?"},
    {"TransitOperation", "MRN discrepanciesNotificationDate discrepanciesNotificationText?"},
    {"Guarantor/Address", "streetAndNumber postcode? city country:listed_country=CL070"},
};

constexpr Line cc022c[] = {
    {"", "TransitOperation CustomsOfficeOfDeparture HolderOfTheTransitProcedure FunctionalError?"},
    {"TransitOperation", "MRN amendmentNotificationDateAndTime"},
    {"FunctionalError", "sequenceNumber errorPointer? errorCode errorReason? originalAttributeValue?"},
};

constexpr Line cc023c[] = {
    {"",
     "TransitOperation CustomsOfficeOfDeparture CustomsOfficeOfRecoveryAtDeparture "
     "HolderOfTheTransitProcedure Guarantor? GuarantorNotification"},
    {"TransitOperation", "MRN declarationAcceptanceDate"},
    {"Guarantor/Address", "streetAndNumber postcode? city country:listed_country=CL070"},
};

constexpr Line cc025c[] = {
    {"", "TransitOperation CustomsOfficeOfDestinationActual TraderAtDestination Consignment?@C0352"},
    {"TransitOperation", "MRN releaseDate releaseIndicator"},
    {"Consignment/HouseConsignment", "sequenceNumber releaseType ConsignmentItem?@C0353"},
    {"Consignment/HouseConsignment/ConsignmentItem",
     "goodsItemNumber@R0055 declarationGoodsItemNumber@R0055 releaseType Commodity Packaging"},
    {"Consignment/HouseConsignment/ConsignmentItem/Commodity",
     "descriptionOfGoods cusCode? CommodityCode? DangerousGoods? GoodsMeasure"},
    {"Consignment/HouseConsignment/ConsignmentItem/Commodity/GoodsMeasure",
     "grossMass@R0221 netMass?@C0844,R0223"},
};

constexpr Line cc028c[] = {
    {"", "TransitOperation CustomsOfficeOfDeparture HolderOfTheTransitProcedure"},
    {"TransitOperation", "LRN MRN declarationAcceptanceDate"},
};

constexpr Line cc029c[] = {
    {"",
     "TransitOperation Authorisation? CustomsOfficeOfDeparture CustomsOfficeOfDestinationDeclared "
     "CustomsOfficeOfTransitDeclared? CustomsOfficeOfExitForTransitDeclared? HolderOfTheTransitProcedure "
     "Representative? ControlResult? Guarantee Consignment"},
    {"TransitOperation",
     "LRN MRN declarationType additionalDeclarationType TIRCarnetNumber? declarationAcceptanceDate "
     "releaseDate security reducedDatasetIndicator specificCircumstanceIndicator? "
     "communicationLanguageAtDeparture? bindingItinerary"},
    {"Authorisation", "sequenceNumber type referenceNumber"},
    {"CustomsOfficeOfTransitDeclared", "sequenceNumber referenceNumber arrivalDateAndTimeEstimated?"},
    {"HolderOfTheTransitProcedure",
     "identificationNumber? TIRHolderIdentificationNumber? name? Address? ContactPerson?"},
    {"Representative", "identificationNumber status ContactPerson?"},
    {"ControlResult", "code date controlledBy text?"},
    {"Guarantee", "sequenceNumber guaranteeType=CL251 otherGuaranteeReference? GuaranteeReference?"},
    {"Guarantee/GuaranteeReference", "sequenceNumber GRN? accessCode? amountToBeCovered currency"},
    {"Consignment",
     "countryOfDispatch? countryOfDestination? containerIndicator inlandModeOfTransport? "
     "modeOfTransportAtTheBorder? grossMass referenceNumberUCR?:printable35 Carrier? Consignor? Consignee? "
     "AdditionalSupplyChainActor? TransportEquipment? LocationOfGoods? DepartureTransportMeans? "
     "CountryOfRoutingOfConsignment? ActiveBorderTransportMeans? PlaceOfLoading PlaceOfUnloading? "
     "PreviousDocument? SupportingDocument? TransportDocument? AdditionalReference? AdditionalInformation? "
     "TransportCharges? HouseConsignment"},
    {"Consignment/Carrier", "identificationNumber:trader ContactPerson?"},
    {"Consignment/Consignor", "identificationNumber? name? Address? ContactPerson?"},
    {"Consignment/Consignee", "identificationNumber? name? Address?"},
    {"Consignment/AdditionalSupplyChainActor", "sequenceNumber role identificationNumber"},
    {"Consignment/TransportEquipment",
     "sequenceNumber containerIdentificationNumber? numberOfSeals Seal? GoodsReference?"},
    {"Consignment/TransportEquipment/Seal", "sequenceNumber identifier"},
    {"Consignment/LocationOfGoods",
     "typeOfLocation qualifierOfIdentification authorisationNumber? additionalIdentifier? UNLocode? "
     "CustomsOffice? GNSS? EconomicOperator? Address? PostcodeAddress? ContactPerson?"},
    {"Consignment/LocationOfGoods/Address", "streetAndNumber postcode? city country=CL009"},
    {"Consignment/DepartureTransportMeans",
     "sequenceNumber typeOfIdentification identificationNumber nationality"},
    {"Consignment/ActiveBorderTransportMeans",
     "sequenceNumber customsOfficeAtBorderReferenceNumber typeOfIdentification identificationNumber "
     "nationality conveyanceReferenceNumber?:printable17"},
    {"Consignment/PlaceOfLoading", "UNLocode? country? location?"},
    {"Consignment/PlaceOfUnloading", "UNLocode? country? location?"},
    {"Consignment/PreviousDocument", "sequenceNumber type referenceNumber complementOfInformation?"},
    {"Consignment/AdditionalInformation", "sequenceNumber code text?"},
    {"Consignment/HouseConsignment",
     "sequenceNumber countryOfDispatch? countryOfDestination? grossMass referenceNumberUCR?:printable35 "
     "securityIndicatorFromExportDeclaration? Consignor? Consignee? AdditionalSupplyChainActor? "
     "DepartureTransportMeans? PreviousDocument? SupportingDocument? TransportDocument? AdditionalReference? "
     "AdditionalInformation? TransportCharges? ConsignmentItem"},
    {"Consignment/HouseConsignment/Consignor", "identificationNumber? name? Address? ContactPerson?"},
    {"Consignment/HouseConsignment/Consignee", "identificationNumber? name? Address?"},
    {"Consignment/HouseConsignment/AdditionalSupplyChainActor", "sequenceNumber role identificationNumber"},
    {"Consignment/HouseConsignment/DepartureTransportMeans",
     "sequenceNumber typeOfIdentification identificationNumber nationality"},
    {"Consignment/HouseConsignment/PreviousDocument",
     "sequenceNumber type=CL228 referenceNumber complementOfInformation?"},
    {"Consignment/HouseConsignment/AdditionalInformation", "sequenceNumber code text?"},
    {"Consignment/HouseConsignment/ConsignmentItem",
     "goodsItemNumber declarationGoodsItemNumber declarationType? countryOfDispatch? countryOfDestination? "
     "referenceNumberUCR?:printable35 AdditionalSupplyChainActor? Commodity Packaging PreviousDocument? "
     "SupportingDocument? AdditionalReference? AdditionalInformation?"},
    {"Consignment/HouseConsignment/ConsignmentItem/AdditionalSupplyChainActor",
     "sequenceNumber role identificationNumber"},
    {"Consignment/HouseConsignment/ConsignmentItem/Commodity",
     "descriptionOfGoods cusCode? CommodityCode? DangerousGoods? GoodsMeasure"},
    {"Consignment/HouseConsignment/ConsignmentItem/Commodity/CommodityCode",
     "harmonizedSystemSubHeadingCode combinedNomenclatureCode?"},
    {"Consignment/HouseConsignment/ConsignmentItem/Commodity/GoodsMeasure", "grossMass netMass?"},
    {"Consignment/HouseConsignment/ConsignmentItem/Packaging",
     "sequenceNumber typeOfPackages numberOfPackages? shippingMarks?"},
    {"Consignment/HouseConsignment/ConsignmentItem/PreviousDocument",
     "sequenceNumber type referenceNumber goodsItemNumber? typeOfPackages? numberOfPackages? "
     "measurementUnitAndQualifier? quantity? complementOfInformation?"},
    {"Consignment/HouseConsignment/ConsignmentItem/AdditionalInformation", "sequenceNumber code text?"},
};

constexpr Line cc035c[] = {
    {"",
     "TransitOperation RecoveryNotification CustomsOfficeOfDeparture CustomsOfficeOfRecoveryAtDeparture "
     "HolderOfTheTransitProcedure Guarantor?"},
    {"TransitOperation", "MRN declarationAcceptanceDate"},
    {"Guarantor/Address", "streetAndNumber postcode? city country:listed_country=CL070"},
};

constexpr Line cc040c[] = {
    {"", "TransitOperation"},
    {"TransitOperation", "MRN"},
};

constexpr Line cc042c[] = {
    {"",
     "TransitOperation ExportOperation CustomsOfficeOfExit CustomsOfficeOfDeparture "
     "CustomsOfficeOfDestination"},
    {"TransitOperation", "MRN declarationType:text5=-"},
    {"ExportOperation/ControlResult", "code=CL243 date"},
};

constexpr Line cc043c[] = {
    {"",
     "TransitOperation CustomsOfficeOfDestinationActual HolderOfTheTransitProcedure? TraderAtDestination "
     "CTLControl? Consignment?"},
    {"TransitOperation", "MRN declarationType? declarationAcceptanceDate? security reducedDatasetIndicator"},
    {"HolderOfTheTransitProcedure", "identificationNumber? TIRHolderIdentificationNumber? name Address"},
    {"TraderAtDestination", "identificationNumber"},
    {"Consignment",
     "countryOfDestination? containerIndicator inlandModeOfTransport? grossMass? referenceNumberUCR? "
     "Consignor? Consignee? TransportEquipment? DepartureTransportMeans? CountryOfRoutingOfConsignment? "
     "PreviousDocument? SupportingDocument? TransportDocument? AdditionalReference? AdditionalInformation? "
     "Incident? HouseConsignment"},
    {"Consignment/Consignor", "identificationNumber? name? Address?"},
    {"Consignment/SupportingDocument", "sequenceNumber type referenceNumber complementOfInformation?"},
    {"Consignment/Incident/Location/Address", "streetAndNumber postcode? city"},
    {"Consignment/Incident/TransportEquipment/Seal", "sequenceNumber identifier"},
    {"Consignment/HouseConsignment",
     "sequenceNumber countryOfDestination? grossMass referenceNumberUCR? "
     "securityIndicatorFromExportDeclaration? Consignor? Consignee? DepartureTransportMeans? "
     "PreviousDocument? SupportingDocument? TransportDocument? AdditionalReference? AdditionalInformation? "
     "ConsignmentItem"},
    {"Consignment/HouseConsignment/Consignor", "identificationNumber? name? Address?"},
    {"Consignment/HouseConsignment/SupportingDocument",
     "sequenceNumber type referenceNumber complementOfInformation?"},
    {"Consignment/HouseConsignment/ConsignmentItem",
     "goodsItemNumber declarationGoodsItemNumber declarationType? countryOfDestination? referenceNumberUCR? "
     "Consignee? Commodity Packaging PreviousDocument? SupportingDocument? TransportDocument? "
     "AdditionalReference? AdditionalInformation?"},
    {"Consignment/HouseConsignment/ConsignmentItem/Consignee", "identificationNumber? name? Address?"},
    {"Consignment/HouseConsignment/ConsignmentItem/PreviousDocument",
     "sequenceNumber type referenceNumber goodsItemNumber? complementOfInformation?"},
    {"Consignment/HouseConsignment/ConsignmentItem/SupportingDocument",
     "sequenceNumber type referenceNumber complementOfInformation?"},
};

constexpr Line cc044c[] = {
    {"",
     "TransitOperation CustomsOfficeOfDestinationActual TraderAtDestination UnloadingRemark Consignment?"},
    {"TransitOperation", "MRN otherThingsToReport?"},
    {"Consignment",
     "grossMass?:mass referenceNumberUCR?:printable70 TransportEquipment? DepartureTransportMeans? "
     "CountryOfRoutingOfConsignment? SupportingDocument? TransportDocument? AdditionalReference? "
     "HouseConsignment?"},
    {"Consignment/TransportEquipment/GoodsReference", "sequenceNumber declarationGoodsItemNumber?"},
    {"Consignment/CountryOfRoutingOfConsignment", "sequenceNumber country?"},
    {"Consignment/SupportingDocument", "sequenceNumber type? referenceNumber? complementOfInformation?"},
    {"Consignment/HouseConsignment",
     "sequenceNumber grossMass?:mass referenceNumberUCR?:printable70 DepartureTransportMeans? "
     "SupportingDocument? TransportDocument? AdditionalReference? ConsignmentItem?"},
    {"Consignment/HouseConsignment/SupportingDocument",
     "sequenceNumber type? referenceNumber? complementOfInformation?"},
    {"Consignment/HouseConsignment/ConsignmentItem",
     "goodsItemNumber@R0055 declarationGoodsItemNumber@R0055 referenceNumberUCR?:printable70 Commodity? "
     "Packaging? SupportingDocument? TransportDocument? AdditionalReference?"},
    {"Consignment/HouseConsignment/ConsignmentItem/Commodity",
     "descriptionOfGoods? cusCode? CommodityCode? GoodsMeasure?"},
    {"Consignment/HouseConsignment/ConsignmentItem/Commodity/CommodityCode",
     "harmonizedSystemSubHeadingCode combinedNomenclatureCode?@C0816,R0060"},
    {"Consignment/HouseConsignment/ConsignmentItem/SupportingDocument",
     "sequenceNumber type? referenceNumber? complementOfInformation?"},
    {"Consignment/HouseConsignment/ConsignmentItem/TransportDocument",
     "sequenceNumber type? referenceNumber?"},
    {"Consignment/HouseConsignment/ConsignmentItem/AdditionalReference",
     "sequenceNumber type? referenceNumber?@R0023"},
};

constexpr Line cc045c[] = {
    {"", "TransitOperation CustomsOfficeOfDeparture HolderOfTheTransitProcedure Guarantor?"},
    {"TransitOperation", "MRN writeOffDate"},
    {"HolderOfTheTransitProcedure",
     "identificationNumber?@R0850 TIRHolderIdentificationNumber?@C0904 name?@C0250 Address?@C0250"},
    {"Guarantor", "identificationNumber?@R0860 name?@C0250 Address?@C0250"},
    {"Guarantor/Address", "streetAndNumber postcode? city country:listed_country=CL070"},
};

constexpr Line cc048c[] = {
    {"", "TransitOperation ExportOperation CustomsOfficeOfDestination CustomsOfficeOfRecoveryAtDeparture"},
    {"TransitOperation", "MRN recoveryCommunicationDate?"},
    {"ExportOperation", "sequenceNumber MRN"},
};

constexpr Line cc051c[] = {
    {"", "TransitOperation CustomsOfficeOfDeparture HolderOfTheTransitProcedure Representative?"},
    {"TransitOperation",
     "MRN declarationSubmissionDateAndTime noReleaseMotivationCode noReleaseMotivationText"},
    {"Representative", "identificationNumber ContactPerson?"},
};

// Of this one only the types are published, not the root (tests/data/office-roots.txt).
constexpr Line cc054c[] = {
    {"", "TransitOperation CustomsOfficeOfDeparture HolderOfTheTransitProcedure"},
    {"TransitOperation", "MRN releaseRequested releaseRequestDateAndTime"},
    {"HolderOfTheTransitProcedure",
     "identificationNumber?@R0850 TIRHolderIdentificationNumber?@C0904 name?@C0250 Address?@C0250"},
};

constexpr Line cc055c[] = {
    {"", "TransitOperation CustomsOfficeOfDeparture HolderOfTheTransitProcedure GuaranteeReference"},
    {"TransitOperation", "MRN declarationAcceptanceDate"},
    {"HolderOfTheTransitProcedure", "identificationNumber? name? Address?"},
    {"GuaranteeReference", "sequenceNumber GRN InvalidGuaranteeReason"},
    {"GuaranteeReference/InvalidGuaranteeReason", "sequenceNumber code text?"},
};

constexpr Line cc056c[] = {
    {"",
     "TransitOperation CustomsOfficeOfDeparture HolderOfTheTransitProcedure Representative? "
     "FunctionalError?"},
    {"TransitOperation",
     "LRN?@C0467 MRN?@C0467 businessRejectionType@R0852 rejectionDateAndTime rejectionCode "
     "rejectionReason?@C0495"},
    {"HolderOfTheTransitProcedure",
     "identificationNumber?@R0850 TIRHolderIdentificationNumber? name?@C0250 Address?@C0250"},
    {"Representative", "identificationNumber@R0850 status"},
};

constexpr Line cc057c[] = {
    {"", "TransitOperation CustomsOfficeOfDestinationActual TraderAtDestination FunctionalError?"},
    {"TransitOperation",
     "MRN@C0467 businessRejectionType=CL570@R0852 rejectionDateAndTime rejectionCode=CL227 "
     "rejectionReason?@C0495"},
    {"TraderAtDestination", "identificationNumber"},
};

constexpr Line cc060c[] = {
    {"",
     "TransitOperation CustomsOfficeOfDeparture HolderOfTheTransitProcedure Representative? "
     "TypeOfControls?@C0452 RequestedDocument?@C0455"},
    {"TransitOperation", "LRN?@C0467 MRN?@C0467 controlNotificationDateAndTime notificationType"},
    {"HolderOfTheTransitProcedure",
     "identificationNumber?@R0850 TIRHolderIdentificationNumber?@C0904 name?@C0250 Address?@C0250 "
     "ContactPerson?"},
    {"HolderOfTheTransitProcedure/ContactPerson", "name phoneNumber:token35 eMailAddress?"},
    {"Representative/ContactPerson", "name phoneNumber:token35 eMailAddress?"},
};

constexpr Line cc170c[] = {
    {"", "TransitOperation CustomsOfficeOfDeparture HolderOfTheTransitProcedure Representative? Consignment"},
    {"TransitOperation", "LRN limitDate?@C0840 MRN?"},
    {"HolderOfTheTransitProcedure",
     "identificationNumber?@R0850 TIRHolderIdentificationNumber?@C0904 name?@C0250 Address?@C0250"},
    {"Consignment",
     "containerIndicator?@C0824 inlandModeOfTransport?@C0170 modeOfTransportAtTheBorder?@C0600 "
     "TransportEquipment?@C0823 LocationOfGoods DepartureTransportMeans?@C0833,R0855 "
     "ActiveBorderTransportMeans?@C0807,R0790 PlaceOfLoading?@C0412 HouseConsignment"},
    {"Consignment/TransportEquipment",
     "sequenceNumber containerIdentificationNumber?@C0055 numberOfSeals@R0106,R0448 Seal?@C0569 "
     "GoodsReference?@C0670,R0010"},
    {"Consignment/LocationOfGoods/Address", "streetAndNumber postcode? city country=CL009"},
    {"Consignment/ActiveBorderTransportMeans",
     "sequenceNumber customsOfficeAtBorderReferenceNumber typeOfIdentification identificationNumber@R0076 "
     "nationality conveyanceReferenceNumber?@C0808,R0315"},
    {"Consignment/HouseConsignment", "sequenceNumber DepartureTransportMeans?@C0833,R0506,R0855"},
};

constexpr Line cc182c[] = {
    {"", "TransitOperation CustomsOfficeOfDeparture CustomsOfficeOfIncidentRegistration*1 Consignment"},
    {"TransitOperation", "MRN incidentNotificationDateAndTime"},
    {"Consignment", "Incident"},
    {"Consignment/Incident",
     "sequenceNumber code text Endorsement? Location TransportEquipment?@S1023,C0040,C0240 "
     "Transhipment?@C0240"},
    {"Consignment/Incident/Location",
     "qualifierOfIdentification UNLocode?@C0460 country GNSS?@C0460 Address?@C0460"},
    {"Consignment/Incident/Location/Address", "streetAndNumber postcode? city"},
    {"Consignment/Incident/TransportEquipment",
     "sequenceNumber containerIdentificationNumber?@C0820 numberOfSeals?@C0396,R0106 Seal?@C0569 "
     "GoodsReference?"},
};

constexpr Line cc190c[] = {
    {"", "TransitOperation CustomsOfficeOfExit CustomsOfficeOfDeparture Consignment?"},
    {"TransitOperation",
     "AESCommunicationPurpose LRN? MRN? TIRCarnetNumber? declarationAcceptanceDate? "
     "amendmentAcceptanceDateAndTime?"},
    {"Consignment", "LocationOfGoods? HouseConsignment"},
    {"Consignment/LocationOfGoods",
     "typeOfLocation qualifierOfIdentification authorisationNumber? additionalIdentifier? UNLocode? "
     "CustomsOffice? GNSS? EconomicOperator? Address? PostcodeAddress? ContactPerson?"},
    {"Consignment/LocationOfGoods/EconomicOperator", "identificationNumber:trader"},
    {"Consignment/LocationOfGoods/Address", "streetAndNumber postcode? city country=CL010"},
    {"Consignment/HouseConsignment", "sequenceNumber ExportOperation ConsignmentItem"},
    {"Consignment/HouseConsignment/ExportOperation", "MRN transitProcedureCategory"},
    {"Consignment/HouseConsignment/ConsignmentItem", "goodsItemNumber declarationGoodsItemNumber Commodity"},
    {"Consignment/HouseConsignment/ConsignmentItem/Commodity", "CommodityCode GoodsMeasure"},
    {"Consignment/HouseConsignment/ConsignmentItem/Commodity/CommodityCode",
     "harmonizedSystemSubHeadingCode combinedNomenclatureCode?"},
    {"Consignment/HouseConsignment/ConsignmentItem/Commodity/GoodsMeasure", "netMass supplementaryUnits?"},
};

constexpr Line cc191c[] = {
    {"", "TransitOperation CustomsOfficeOfExit CustomsOfficeOfDeparture AESResults"},
    {"TransitOperation", "LRN? MRN?"},
    {"AESResults/ExportOperation", "sequenceNumber MRN security resultIndicator GoodsShipment?"},
    {"AESResults/ExportOperation/GoodsShipment/GoodsItem/PreviousDocument", "type=CL234 referenceNumber"},
};

constexpr Line cc228c[] = {
    {"", "HolderOfTheTransitProcedure Guarantor GuaranteeReference"},
    {"HolderOfTheTransitProcedure", "identificationNumber? name? Address?"},
    {"Guarantor", "identificationNumber name? Address?"},
    {"Guarantor/Address", "postcode? city country:listed_country=CL070"},
    {"GuaranteeReference",
     "sequenceNumber GRN currency guaranteeAmount invalidityDate liabilityLiberationDate "
     "CustomsOfficeOfGuarantee"},
};

constexpr Line cc906c[] = {
    {"", "Header FunctionalError"},
    {"FunctionalError", "errorPointer errorCode errorReason originalAttributeValue?"},
};

constexpr Line cc917c[] = {
    {"", "Header? XMLError"},
    {"Header", "LRN?:text35 MRN?:token35"},
};

constexpr Line cc928c[] = {
    {"", "TransitOperation CustomsOfficeOfDeparture HolderOfTheTransitProcedure"},
    {"TransitOperation", "LRN MRN?"},
};
constexpr View views[] = {
    {.root = "CC004C",
     .code = "IE004",
     .title = "amendment accepted",
     .direction = Direction::office_to_trader,
     .lines = cc004c},
    {.root = "CC007C",
     .code = "IE007",
     .title = "arrival notification",
     .direction = Direction::trader_to_office,
     .profile = Profile::submitted,
     .lines = cc007c},
    {.root = "CC009C",
     .code = "IE009",
     .title = "decision on invalidation",
     .direction = Direction::office_to_trader,
     .lines = cc009c},
    {.root = "CC013C",
     .code = "IE013",
     .title = "amendment of a declaration",
     .direction = Direction::trader_to_office,
     .profile = Profile::submitted,
     .like = "CC015C",
     .lines = cc013c},
    {.root = "CC014C",
     .code = "IE014",
     .title = "request for invalidation",
     .direction = Direction::trader_to_office,
     .profile = Profile::submitted,
     .lines = cc014c},
    {.root = "CC015C",
     .code = "IE015",
     .title = "declaration",
     .direction = Direction::trader_to_office,
     .profile = Profile::submitted,
     .lines = cc015c},
    {.root = "CC017C",
     .code = "IE017",
     .title = "control result of the authorised consignor",
     .direction = Direction::trader_to_office,
     .profile = Profile::submitted,
     .like = "CC029C",
     .lines = cc017c},
    {.root = "CC019C",
     .code = "IE019",
     .title = "discrepancies found at destination",
     .direction = Direction::office_to_trader,
     .lines = cc019c},
    {.root = "CC022C",
     .code = "IE022",
     .title = "request to amend the declaration",
     .direction = Direction::office_to_trader,
     .lines = cc022c},
    {.root = "CC023C",
     .code = "IE023",
     .title = "guarantor told that the movement was not discharged",
     .direction = Direction::office_to_trader,
     .lines = cc023c},
    {.root = "CC025C",
     .code = "IE025",
     .title = "release of the goods at destination",
     .direction = Direction::office_to_trader,
     .lines = cc025c},
    {.root = "CC028C",
     .code = "IE028",
     .title = "movement reference number given",
     .direction = Direction::office_to_trader,
     .lines = cc028c},
    {.root = "CC029C",
     .code = "IE029",
     .title = "release for transit",
     .direction = Direction::office_to_trader,
     .lines = cc029c},
    {.root = "CC035C",
     .code = "IE035",
     .title = "recovery of the debt",
     .direction = Direction::office_to_trader,
     .lines = cc035c},
    {.root = "CC040C",
     .code = "IE040",
     .title = "export system told of an invalidation",
     .direction = Direction::export_system,
     .lines = cc040c},
    {.root = "CC042C",
     .code = "IE042",
     .title = "export system told of the result at destination",
     .direction = Direction::export_system,
     .lines = cc042c},
    {.root = "CC043C",
     .code = "IE043",
     .title = "permission to unload",
     .direction = Direction::office_to_trader,
     .like = "CC029C",
     .lines = cc043c},
    {.root = "CC044C",
     .code = "IE044",
     .title = "remarks on the unloading",
     .direction = Direction::trader_to_office,
     .profile = Profile::submitted,
     .like = "CC017C",
     .lines = cc044c},
    {.root = "CC045C",
     .code = "IE045",
     .title = "movement written off",
     .direction = Direction::office_to_trader,
     .lines = cc045c},
    {.root = "CC048C",
     .code = "IE048",
     .title = "export system told of recovery",
     .direction = Direction::export_system,
     .lines = cc048c},
    {.root = "CC051C",
     .code = "IE051",
     .title = "no release for transit",
     .direction = Direction::office_to_trader,
     .lines = cc051c},
    {.root = "CC054C",
     .code = "IE054",
     .title = "answer on release with the corrections found",
     .direction = Direction::trader_to_office,
     .profile = Profile::submitted,
     .lines = cc054c},
    {.root = "CC055C",
     .code = "IE055",
     .title = "guarantee not valid",
     .direction = Direction::office_to_trader,
     .lines = cc055c},
    {.root = "CC056C",
     .code = "IE056",
     .title = "refusal by the office of departure",
     .direction = Direction::office_to_trader,
     .lines = cc056c},
    {.root = "CC057C",
     .code = "IE057",
     .title = "refusal by the office of destination",
     .direction = Direction::office_to_trader,
     .lines = cc057c},
    {.root = "CC060C",
     .code = "IE060",
     .title = "decision to control",
     .direction = Direction::office_to_trader,
     .lines = cc060c},
    {.root = "CC170C",
     .code = "IE170",
     .title = "presentation of goods declared in advance",
     .direction = Direction::trader_to_office,
     .profile = Profile::submitted,
     .lines = cc170c},
    {.root = "CC182C",
     .code = "IE182",
     .title = "incident on the way",
     .direction = Direction::office_to_trader,
     .lines = cc182c},
    {.root = "CC190C",
     .code = "IE190",
     .title = "question to the export system",
     .direction = Direction::export_system,
     .lines = cc190c},
    {.root = "CC191C",
     .code = "IE191",
     .title = "answer of the export system",
     .direction = Direction::export_system,
     .lines = cc191c},
    {.root = "CC228C",
     .code = "IE228",
     .title = "guarantor freed from liability",
     .direction = Direction::office_to_trader,
     .lines = cc228c},
    {.root = "CC906C",
     .code = "IE906",
     .title = "functional refusal",
     .direction = Direction::office_to_trader,
     .lines = cc906c},
    {.root = "CC917C",
     .code = "IE917",
     .title = "refusal of broken XML",
     .direction = Direction::office_to_trader,
     .lines = cc917c},
    {.root = "CC928C",
     .code = "IE928",
     .title = "receipt of a sound declaration",
     .direction = Direction::office_to_trader,
     .lines = cc928c},
};

}  // namespace

std::span<const View> trader_views() { return views; }

}  // namespace lintas::message
