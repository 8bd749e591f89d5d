#include <span>

#include "core/messages/view.hpp"

namespace lintas::message {

namespace {

// What a message shows of a group unless its view has a line for that path: the most common cut.
constexpr Cut cuts[] = {
    {"AESResults", "AESCommunicationPurpose responseDateAndTime globalValidationResponse ExportOperation"},
    {"ActiveBorderTransportMeans",
     "sequenceNumber customsOfficeAtBorderReferenceNumber? typeOfIdentification? identificationNumber?@R0076 "
     "nationality? conveyanceReferenceNumber?@C0531,R0315"},
    {"AdditionalInformation", "sequenceNumber code@R3060 text?"},
    {"AdditionalReference", "sequenceNumber type referenceNumber?"},
    {"AdditionalSupplyChainActor", "sequenceNumber role identificationNumber@R0840"},
    {"Address", "streetAndNumber postcode? city country"},
    {"AgentInCountryOfCompetentAuthority", "identificationNumber? name Address ContactPerson?"},
    {"Authorisation", "sequenceNumber type@R0350,R0859 referenceNumber@R0352"},
    {"CTLControl", "continueUnloading"},
    {"Carrier", "identificationNumber@R0840"},
    {"Commodity", "descriptionOfGoods cusCode? CommodityCode? DangerousGoods? GoodsMeasure?"},
    {"CommodityCode", "harmonizedSystemSubHeadingCode combinedNomenclatureCode?@R0060"},
    {"CompetentCustomsOfficeAtDeparture", "referenceNumber ContactPerson?"},
    {"CompetentCustomsOfficeAtDestination", "referenceNumber ContactPerson?"},
    {"Consignee", "identificationNumber?@R0851 name Address"},
    {"ConsigneeActual", "identificationNumber? name Address"},
    {"Consignment", "HouseConsignment"},
    {"ConsignmentItem",
     "goodsItemNumber declarationGoodsItemNumber@R0007 declarationType?@C0045,R0601,R0909 "
     "countryOfDispatch?@C0909 countryOfDestination?@C0343 referenceNumberUCR?@C0502 Consignee? "
     "AdditionalSupplyChainActor? Commodity Packaging PreviousDocument?@C0035 SupportingDocument? "
     "TransportDocument? AdditionalReference? AdditionalInformation? TransportCharges?"},
    {"Consignor", "identificationNumber? name Address"},
    {"ContactPerson", "name phoneNumber eMailAddress?"},
    {"ControlResult", "code@R0910 date text?"},
    {"CountryInvolved", "sequenceNumber country"},
    {"CountryOfRoutingOfConsignment", "sequenceNumber country"},
    {"CustomsOffice", "referenceNumber"},
    {"CustomsOfficeOfDeparture", "referenceNumber"},
    {"CustomsOfficeOfDestination", "referenceNumber"},
    {"CustomsOfficeOfDestinationActual", "referenceNumber"},
    {"CustomsOfficeOfDestinationDeclared", "referenceNumber"},
    {"CustomsOfficeOfEnquiryAtDeparture", "referenceNumber ContactPerson?"},
    {"CustomsOfficeOfExit", "referenceNumber"},
    {"CustomsOfficeOfExitForTransit", "referenceNumber"},
    {"CustomsOfficeOfExitForTransitActual", "referenceNumber"},
    {"CustomsOfficeOfExitForTransitDeclared", "sequenceNumber referenceNumber"},
    {"CustomsOfficeOfGuarantee", "referenceNumber"},
    {"CustomsOfficeOfIncidentRegistration", "referenceNumber"},
    {"CustomsOfficeOfRecovery", "referenceNumber"},
    {"CustomsOfficeOfRecoveryAtDeparture", "referenceNumber"},
    {"CustomsOfficeOfRecoveryRequested", "referenceNumber"},
    {"CustomsOfficeOfRecoveryRequesting", "referenceNumber ContactPerson?"},
    {"CustomsOfficeOfRequest", "referenceNumber"},
    {"CustomsOfficeOfTransit", "referenceNumber"},
    {"CustomsOfficeOfTransitActual", "referenceNumber"},
    {"CustomsOfficeOfTransitDeclared",
     "sequenceNumber referenceNumber=CL141@R0003,R0006,R0906 arrivalDateAndTimeEstimated?@C0598,R0004"},
    {"DangerousGoods", "sequenceNumber UNNumber"},
    {"DepartureTransportMeans",
     "sequenceNumber typeOfIdentification@R0472,R0474,R0476 identificationNumber@R0473 nationality"},
    {"EconomicOperator", "identificationNumber"},
    {"Endorsement", "date authority place country"},
    {"Enquiry", "date TC11DeliveryDate? text? limitForTheEnquiryResponseDate"},
    {"ExportOperation", "sequenceNumber MRN ControlResult"},
    {"FunctionalError", "errorPointer errorCode@R0437 errorReason originalAttributeValue?"},
    {"GNSS", "latitude longitude"},
    {"GoodsItem", "exportDeclarationGoodsItemNumber transitDeclarationGoodsItemNumber PreviousDocument"},
    {"GoodsMeasure", "grossMass?@R0221 netMass?@C0837,R0223"},
    {"GoodsReference", "sequenceNumber declarationGoodsItemNumber"},
    {"GoodsShipment", "GoodsItem"},
    {"Guarantee", "sequenceNumber guaranteeType GuaranteeReference"},
    {"GuaranteeReference", "sequenceNumber GRN?@C0086,R0318 accessCode?@C0086 amountToBeCovered currency"},
    {"Guarantor", "identificationNumber? name? Address?"},
    {"GuarantorNotification", "guarantorNotificationDate guarantorNotificationText?"},
    {"Header", "LRN? MRN?"},
    {"HolderOfTheTransitProcedure", "identificationNumber? TIRHolderIdentificationNumber? name? Address?"},
    {"HouseConsignment",
     "sequenceNumber countryOfDispatch?@C0909 countryOfDestination?@C0343 grossMass@R0983 "
     "referenceNumberUCR?@C0502 securityIndicatorFromExportDeclaration? Consignor?@C0349 Consignee?@C0003 "
     "AdditionalSupplyChainActor? DepartureTransportMeans?@C0333,C0339,R0855 PreviousDocument? "
     "SupportingDocument? TransportDocument? AdditionalReference? AdditionalInformation? "
     "TransportCharges?@S1012,C0186,C0337,C0812 ConsignmentItem"},
    {"Incident", "sequenceNumber code text Endorsement? Location TransportEquipment? Transhipment?"},
    {"InvalidGuaranteeReason", "sequenceNumber code"},
    {"Invalidation", "requestDateAndTime? decisionDateAndTime? decision? initiatedByCustoms justification?"},
    {"Location", "qualifierOfIdentification UNLocode? country GNSS? Address?"},
    {"LocationOfGoods",
     "typeOfLocation qualifierOfIdentification authorisationNumber?@C0394 additionalIdentifier?@C0671 "
     "UNLocode?@C0394 CustomsOffice?@C0394 GNSS?@C0394 EconomicOperator?@C0394 Address?@C0394 "
     "PostcodeAddress?@C0394 ContactPerson?@C0394"},
    {"Manifest", "manifestDate partNumber"},
    {"ManifestEntry", "reference sentNumber takenNumber noticeNumber? digest?"},
    {"Packaging",
     "sequenceNumber typeOfPackages@R0220 numberOfPackages?@C0060,R0219,R0364 shippingMarks?@C0060"},
    {"Passage", "sequenceNumber referenceNumber passageDate"},
    {"PlaceOfLoading", "UNLocode? country?@C0387 location?@C0387"},
    {"PlaceOfUnloading", "UNLocode? country?@C0387 location?@C0387"},
    {"PostcodeAddress", "houseNumber? postcode country"},
    {"PreviousDocument", "sequenceNumber type=CL228 referenceNumber@R0416 complementOfInformation?"},
    {"Recovery", "recoveryCommunicationDate text"},
    {"RecoveryNotification", "recoveryNotificationDate? recoveryNotificationText? amountClaimed currency"},
    {"Representative", "identificationNumber@R0850 status ContactPerson?"},
    {"RequestedDocument", "sequenceNumber documentType description?"},
    {"RequestedInformation", "sequenceNumber code@R0002 text?@C0330"},
    {"ResponseInformation", "sequenceNumber informationCode@R0001 text?@C0320"},
    {"RiskAnalysis", "sequenceNumber declarationGoodsItemNumber? RiskAnalysisResult"},
    {"RiskAnalysisIdentification", "code RiskAnalysis?@C0251"},
    {"RiskAnalysisResult", "sequenceNumber code?@C0715 riskAreaCode?@C0715 text?"},
    {"Seal", "sequenceNumber identifier@R0107"},
    {"StatusNotice", "noticeNumber@X01 status statusDateAndTime limitDate?@X02 writeOffDate?@X03 text?"},
    {"StatusRequest", "firstNumber lastNumber"},
    {"SupportingDocument",
     "sequenceNumber type referenceNumber documentLineItemNumber? complementOfInformation?"},
    {"TraderAtDestination", "identificationNumber@R0850"},
    {"Transhipment", "containerIndicator TransportMeans"},
    {"TransitOperation", "MRN@R0028"},
    {"TransportCharges", "methodOfPayment"},
    {"TransportDocument", "sequenceNumber type referenceNumber"},
    {"TransportEquipment",
     "sequenceNumber containerIdentificationNumber? numberOfSeals? Seal? GoodsReference?"},
    {"TransportMeans", "typeOfIdentification identificationNumber nationality"},
    {"TypeOfControls", "sequenceNumber type text?@C0451"},
    {"UnloadingRemark", "conform unloadingCompletion unloadingDate stateOfSeals?@C0440 unloadingRemark?"},
    {"ValidityLimitation", "sequenceNumber guaranteeNotValidIn"},
    {"XMLError",
     "errorLineNumber errorColumnNumber errorPointer? errorCode errorText originalAttributeValue?"},
};

}  // namespace

std::span<const Cut> default_cuts() { return cuts; }

}  // namespace lintas::message
