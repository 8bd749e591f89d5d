#include <span>
#include <string_view>

#include "core/messages/view.hpp"

namespace lintas::message {

namespace {

// The messages between national windows about certificates of origin and customs declaration documents. No
// guideline of theirs could be read (asw.md 3.0, 11.1): the roots are the names of the catalogue, the rest is
// named after the WCO Data Model. What a line means: view.hpp.

constexpr std::string_view head =
    "messageSender messageRecipient preparationDateAndTime messageIdentification messageType:document_type "
    "correlationIdentifier?";
/// Of what is of no use without the message that it answers (asw.md 2.3).
constexpr std::string_view answering_head =
    "messageSender messageRecipient preparationDateAndTime messageIdentification messageType:document_type "
    "correlationIdentifier";

// ---- the certificate

constexpr Line co_issue[] = {
    {"", "Declaration"},
    {"Declaration",
     "FunctionCode@R-DOC-021 ID IssueDateTime IssuingCountryCode TypeCode@R-DOC-039 VersionID "
     "AdditionalInformation?@R-ASW-006,R-ASW-007,R-ASW-020,R-ASW-022,R-ASW-024,R-ASW-026,R-ASW-028 "
     "Authenticator Declarant Exporter GoodsShipment@R-ASW-096,R-ASW-097,R-DOC-006 PreviousDocument? "
     "Submitter"},
    {"Declaration/AdditionalInformation", "StatementCode"},
    {"Declaration/Exporter", "ID? Name Address"},
    {"Declaration/GoodsShipment/Consignee", "ID? Name Address"},
    {"Declaration/GoodsShipment/ExhibitionLocation", "Name Address"},
    {"Declaration/GoodsShipment/Seller", "Name Address"},
    {"Declaration/GoodsShipment/Seller/Address",
     "CityName? CountryCode CountrySubDivisionName? Line? PostcodeID?"},
    {"Declaration/PreviousDocument",
     "CategoryCode ExpirationDateTime? ID IssueDateTime IssuingCountryCode CertifiedExporterID? Submitter? "
     "GoodsItem?"},
    {"Declaration/Submitter", "ID Name"},
};

// ---- about a certificate: the reference alone, and what is asked

constexpr Line co_retransmit_req[] = {
    {"", "Declaration"},
    {"Declaration",
     "FunctionCode@R-DOC-021 ID IssuingCountryCode TypeCode@R-DOC-039 VersionID? AdditionalInformation?*1 "
     "Submitter"},
    {"Declaration/AdditionalInformation", "StatementDescription"},
};

constexpr Line co_cancel[] = {
    {"Declaration",
     "FunctionCode@R-DOC-021 ID IssuingCountryCode TypeCode@R-DOC-039 VersionID AdditionalInformation*1 "
     "ReplacementDocument? Submitter"},
};

constexpr Line co_verify_req[] = {
    {"Declaration",
     "FunctionCode@R-DOC-021 FunctionalReferenceID ID IssuingCountryCode TypeCode@R-DOC-039 VersionID? "
     "AdditionalInformation*1 GoodsShipment? Submitter"},
    {"Declaration/AdditionalInformation", "StatementCode=CL906 StatementDescription?@R-ASW-080"},
    {"Declaration/GoodsShipment", "GovernmentAgencyGoodsItem"},
    {"Declaration/GoodsShipment/GovernmentAgencyGoodsItem", "SequenceNumeric"},
};

constexpr Line co_visit_notice[] = {
    {"Declaration",
     "FunctionCode@R-DOC-021 FunctionalReferenceID ID IssuingCountryCode TypeCode@R-DOC-039 VersionID? "
     "AdditionalInformation?*1 Submitter"},
};

// ---- that a back-to-back certificate lives on it: ours, no guideline has them

constexpr Line co_drawn[] = {
    {"", "Declaration"},
    {"Declaration",
     "FunctionCode@R-DOC-021 ID IssuingCountryCode TypeCode@R-DOC-039 VersionID? GoodsShipment? Submitter "
     "SubsequentDocument"},
    {"Declaration/GoodsShipment", "Destination"},
    {"Declaration/SubsequentDocument", "ID IssuingCountryCode Submitter? GoodsItem"},
};

constexpr Line co_draw_undone[] = {
    {"Declaration",
     "FunctionCode@R-DOC-021 ID IssuingCountryCode TypeCode@R-DOC-039 VersionID? Submitter "
     "SubsequentDocument"},
    {"Declaration/SubsequentDocument", "ID IssuingCountryCode Submitter?"},
};

// ---- answers about a certificate

/// The refusals that it is about stand in it: another may have been given meanwhile.
constexpr Line co_clarify[] = {
    {"", "Response"},
    {"Response", "FunctionCode@R-DOC-021 IssueDateTime AdditionalInformation*1 Declaration Status?"},
    {"Response/AdditionalInformation", "StatementDescription"},
    {"Response/Declaration", "ID IssuingCountryCode TypeCode@R-DOC-039 VersionID? Submitter"},
};

constexpr Line co_verify_result[] = {
    {"Response",
     "FunctionCode@R-DOC-021 FunctionalReferenceID IssueDateTime AdditionalInformation?*1 Declaration"},
    {"Response/AdditionalInformation", "StatementCode?=CL908 StatementDescription?"},
};

constexpr Line co_response[] = {
    {"Response", "FunctionCode@R-DOC-021 IssueDateTime AdditionalInformation?*1 Declaration Status"},
    {"Response/AdditionalInformation", "StatementCode?=CL914 StatementDescription?"},
};

constexpr Line co_verify_decision[] = {
    {"Response",
     "FunctionCode@R-DOC-021 FunctionalReferenceID IssueDateTime AdditionalInformation?*1 Declaration "
     "Status"},
};

/// Of a conflict because of draws alone no item is named.
constexpr Line co_reversal[] = {
    {"Response", "FunctionCode@R-DOC-021 IssueDateTime AdditionalInformation?*1 Declaration Status?"},
};

/// What is answered may name no version, and may be a request. The function of the declaration says which
/// message about it is answered: the certificate, its cancellation, something that was asked, or what customs
/// said of items: of that the reference says when the newest of it was decided.
constexpr Line co_ack[] = {
    {"Response", "FunctionCode@R-DOC-021 FunctionalReferenceID? IssueDateTime Declaration? Error?"},
    {"Response/Declaration", "FunctionCode? ID IssuingCountryCode TypeCode@R-DOC-039 VersionID? Submitter"},
};

constexpr Line co_conflict[] = {
    {"Response", "FunctionCode@R-DOC-021 IssueDateTime AdditionalInformation?*1 Declaration"},
};

// ---- the customs declaration document: what is missing of its fifteen parameters R-ASW-111 names

constexpr Line acdd_send[] = {
    {"", "Declaration"},
    {"Declaration",
     "FunctionCode@R-DOC-021 ID IssuingCountryCode TypeCode@R-DOC-039 VersionID Agent?@R-ASW-111 "
     "Exporter?@R-ASW-111 "
     "GoodsShipment"},
    {"Declaration/Agent", "ID?:tight35@R-ASW-111 Name?@R-ASW-111"},
    {"Declaration/Exporter", "ID?:tight35@R-ASW-111 Name?@R-ASW-111"},
    {"Declaration/GoodsShipment",
     "Consignee?@R-ASW-111 Consignment?@R-ASW-111 Destination GovernmentAgencyGoodsItem"},
    {"Declaration/GoodsShipment/Consignee", "Name?@R-ASW-111 Address?@R-ASW-111"},
    {"Declaration/GoodsShipment/Consignee/Address",
     "CityName? CountryCode? CountrySubDivisionName? Line?@R-ASW-111 PostcodeID?"},
    {"Declaration/GoodsShipment/Consignment",
     "DepartureDateTime?@R-ASW-111 BorderTransportMeans?@R-ASW-111 UnloadingLocation?@R-ASW-111"},
    {"Declaration/GoodsShipment/Consignment/BorderTransportMeans", "ModeCode"},
    {"Declaration/GoodsShipment/Consignment/UnloadingLocation", "ID"},
    {"Declaration/GoodsShipment/GovernmentAgencyGoodsItem",
     "SequenceNumeric?@R-ASW-111 Commodity?@R-ASW-111 Origin?@R-ASW-111"},
    {"Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity",
     "Classification?@R-ASW-111 GoodsMeasure?@R-ASW-111"},
    {"Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/GoodsMeasure",
     "TariffQuantity?@R-ASW-111 UnitCode?@R-ASW-111"},
    {"Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Origin", "CountryCode"},
};

/// One that names no version is about the newest.
constexpr Line acdd_cancel_req[] = {
    {"", "Declaration"},
    {"Declaration",
     "FunctionCode@R-DOC-021 ID IssuingCountryCode TypeCode@R-DOC-039 VersionID? AdditionalInformation?*1"},
    {"Declaration/AdditionalInformation", "StatementDescription"},
};

constexpr Line acdd_response[] = {
    {"", "Response"},
    {"Response", "FunctionCode@R-DOC-021 IssueDateTime AdditionalInformation?*1 Declaration"},
    {"Response/Declaration", "ID IssuingCountryCode TypeCode@R-DOC-039 VersionID?"},
};

/// The function of the declaration says which message is answered: the document or its cancellation.
constexpr Line acdd_ack[] = {
    {"Response", "FunctionCode@R-DOC-021 IssueDateTime Declaration Error?"},
    {"Response/Declaration", "FunctionCode? ID IssuingCountryCode TypeCode@R-DOC-039 VersionID?"},
};

// ---- the declaration of a certified exporter on a commercial document: what is missing of OCP R12B,
// Attachment 1, R-ASW-092 names

constexpr Line od_declaration[] = {
    {"", "Declaration"},
    {"Declaration",
     "CertifiedExporterID FunctionCode@R-DOC-021 IssuingCountryCode TypeCode@R-DOC-039 "
     "AdditionalInformation?*5@R-ASW-020,R-ASW-024,R-ASW-026,R-ASW-028,R-ASW-040 CarryingDocument@R-ASW-093 "
     "Declarant?@R-ASW-092 Exporter? GoodsShipment PreviousDocument?@R-ASW-040,R-ASW-046,R-ASW-092"},
    {"Declaration/AdditionalInformation", "StatementCode=CL921"},
    {"Declaration/CarryingDocument", "CategoryCode=CL920 ID IssueDateTime"},
    {"Declaration/Declarant", "Name SignatureLocationName?"},
    {"Declaration/Exporter", "Name Address?"},
    {"Declaration/Exporter/Address", "CityName? CountryCode CountrySubDivisionName? Line? PostcodeID?"},
    {"Declaration/GoodsShipment", "Consignee? Destination? GovernmentAgencyGoodsItem Seller?@R-ASW-020"},
    {"Declaration/GoodsShipment/Consignee", "ID? Name Address?"},
    {"Declaration/GoodsShipment/Consignee/Address",
     "CityName? CountryCode CountrySubDivisionName? Line? PostcodeID?"},
    {"Declaration/GoodsShipment/GovernmentAgencyGoodsItem",
     "SequenceNumeric@R-OD-003 Commodity CustomsValuation?@R-ASW-030,R-ASW-092 Invoice?@R-ASW-093 Origin"},
    {"Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity",
     "BrandName? Description?@R-ASW-092 AdditionalDescription? Classification?@R-ASW-092,R-ASW-096,R-OD-002 "
     "GoodsMeasure?@R-ASW-092"},
    {"Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/Classification", "ID:digits6to8"},
    {"Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/GoodsMeasure",
     "QualifierCode? TariffQuantity UnitCode"},
    {"Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Origin",
     "CountryCode?@R-ASW-092,R-OD-001 RegionalValueContentPercent?@R-DOC-020 OriginCriterion?@R-ASW-092"},
    {"Declaration/GoodsShipment/Seller", "Name Address"},
    {"Declaration/GoodsShipment/Seller/Address",
     "CityName? CountryCode CountrySubDivisionName? Line? PostcodeID?"},
    {"Declaration/PreviousDocument",
     "ID?@R-ASW-092 IssueDateTime?@R-ASW-092 IssuingCountryCode?@R-ASW-092 CertifiedExporterID?"},
};

// ---- a certified exporter, as the register of its state has it

constexpr Line ce_record[] = {
    {"", "Declaration"},
    {"Declaration",
     "CertifiedExporterID FunctionCode@R-DOC-021 IssuingCountryCode CertifiedExporter@R-OD-004"},
    {"Declaration/CertifiedExporter",
     "EffectiveDateTime ExpirationDateTime ID? Name Address Product@R-OD-005 Signatory@R-ASW-091"},
    {"Declaration/CertifiedExporter/Address",
     "CityName? CountryCode CountrySubDivisionName? Line PostcodeID?"},
    {"Declaration/CertifiedExporter/Product",
     "Description SequenceNumeric@R-OD-003 Classification OriginCriterion?"},
    {"Declaration/CertifiedExporter/Product/Classification", "ID:digits6to8@R-ASW-096,R-OD-002"},
    {"Declaration/CertifiedExporter/Signatory", "Name SequenceNumeric@R-OD-003"},
};

// ---- the register between the states: how a record stands, and that its copy does. What the regional
// register has (OCP R2.4) and no more: not the firm's identifier in its state

constexpr Line ce_notice[] = {
    {"Declaration",
     "CertifiedExporterID FunctionCode@R-DOC-021 IssueDateTime IssuingCountryCode VersionID:from1to99999 "
     "AdditionalInformation*1 CertifiedExporter@R-OD-004"},
    {"Declaration/AdditionalInformation", "StatementCode=CL927"},
    {"Declaration/CertifiedExporter",
     "EffectiveDateTime ExpirationDateTime Name Address Product@R-OD-005 Signatory@R-ASW-091"},
};

constexpr Line ce_ack[] = {
    {"", "Response"},
    {"Response", "FunctionCode@R-DOC-021 FunctionalReferenceID?:digest IssueDateTime Declaration Error?"},
    {"Response/Declaration", "CertifiedExporterID IssuingCountryCode VersionID:from1to99999"},
};

// ---- an authorised operator: what its holder agrees to be told of, how it stands, and that the copy does.
// What the list of its state says (docs/adr/0050) and no more: of what is listed no more not even that

constexpr Line aeo_record[] = {
    {"", "Declaration"},
    {"Declaration", "FunctionCode@R-DOC-021 HolderID ID:trimmed35 IssuingCountryCode AuthorisedOperator"},
    {"Declaration/AuthorisedOperator", "LocalName? Name Address TradeName?"},
};

constexpr Line aeo_notice[] = {
    {"", "Declaration"},
    {"Declaration",
     "FunctionCode@R-DOC-021 HolderID ID:trimmed35 IssueDateTime IssuingCountryCode "
     "VersionID:from1to99999 AdditionalInformation*1 AuthorisedOperator?"},
    {"Declaration/AdditionalInformation", "StatementCode=CL928"},
};

constexpr Line aeo_ack[] = {
    {"", "Response"},
    {"Response", "FunctionCode@R-DOC-021 FunctionalReferenceID?:digest IssueDateTime Declaration Error?"},
    {"Response/Declaration", "HolderID ID:trimmed35 IssuingCountryCode VersionID:from1to99999"},
};

// ---- documents of kinds that are data: what is said about one, whatever its kind (core/kinds)

constexpr Line doc_cancel[] = {
    {"", "Declaration"},
    {"Declaration",
     "FunctionCode@R-DOC-021 ID IssuingCountryCode AdditionalInformation?*1 KindCode ReplacementDocument?"},
    {"Declaration/AdditionalInformation", "StatementDescription"},
    {"Declaration/ReplacementDocument", "ID"},
};

constexpr Line doc_answer[] = {
    {"", "Response"},
    {"Response", "FunctionCode@R-DOC-021 IssueDateTime AdditionalInformation*1 Declaration Error?"},
    {"Response/AdditionalInformation", "StatementCode=CL915 StatementDescription?"},
    {"Response/Declaration", "ID IssuingCountryCode KindCode"},
};

/// A use of the whole document has one row without a quantity.
constexpr Line doc_use[] = {
    {"", "Response"},
    {"Response", "FunctionCode@R-DOC-021 IssueDateTime Declaration Status"},
    {"Response/Declaration", "ID IssuingCountryCode KindCode"},
    {"Response/Status", "DeclarationID EffectiveDateTime SequenceNumeric TariffQuantity? UnitCode?"},
};

// ---- files that come with a document of any kind (ADR 0041): ours, no guideline has them. A certificate and
// a customs declaration document have a TypeCode, a document of a kind its KindCode (R-ATT-020); of a
// certificate the office is part of its name.

constexpr Line doc_files[] = {
    {"", "Declaration"},
    {"Declaration",
     "FunctionCode@R-DOC-021 ID IssuingCountryCode TypeCode?=CL910 AdditionalDocument? Submitter? "
     "KindCode?"},
    {"Declaration/AdditionalDocument", "ID Name SizeQuantity TypeCode"},
    {"Declaration/Submitter", "ID"},
};

constexpr Line doc_file_req[] = {
    {"Declaration",
     "FunctionCode@R-DOC-021 ID IssuingCountryCode TypeCode?=CL910 AdditionalDocument*1 Submitter? "
     "KindCode?"},
    {"Declaration/AdditionalDocument", "ID OffsetQuantity"},
};

/// Without octets: the file is not there any more.
constexpr Line doc_file_part[] = {
    {"Declaration",
     "FunctionCode@R-DOC-021 ID IssuingCountryCode TypeCode?=CL910 AdditionalDocument*1 Submitter? "
     "KindCode?"},
    {"Declaration/AdditionalDocument", "ID OffsetQuantity SizeQuantity? AttachmentBinaryObject?"},
};

constexpr View views[] = {
    {.root = "CO.ISSUE",
     .code = "CO.ISSUE",
     .title = "e-Form D",
     .direction = Direction::window_to_window,
     .vocabulary = Vocabulary::documents,
     .head = head,
     .lines = co_issue},
    {.root = "CO.CANCEL",
     .code = "CO.CANCEL",
     .title = "cancellation of a certificate",
     .direction = Direction::window_to_window,
     .vocabulary = Vocabulary::documents,
     .head = head,
     .like = "CO.RETRANSMIT.REQ",
     .lines = co_cancel},
    {.root = "CO.RETRANSMIT.REQ",
     .code = "CO.RETRANSMIT.REQ",
     .title = "request to send a certificate again",
     .direction = Direction::window_to_window,
     .vocabulary = Vocabulary::documents,
     .head = head,
     .lines = co_retransmit_req},
    {.root = "CO.RETRANSMIT",
     .code = "CO.RETRANSMIT",
     .title = "e-Form D, sent again",
     .direction = Direction::window_to_window,
     .vocabulary = Vocabulary::documents,
     .head = answering_head,
     .like = "CO.ISSUE"},
    {.root = "CO.RESPONSE",
     .code = "CO.RESPONSE",
     .title = "response of the importing customs",
     .direction = Direction::window_to_window,
     .vocabulary = Vocabulary::documents,
     .head = head,
     .like = "CO.CLARIFY",
     .lines = co_response},
    {.root = "CO.CLARIFY",
     .code = "CO.CLARIFY",
     .title = "clarification of the issuing authority",
     .direction = Direction::window_to_window,
     .vocabulary = Vocabulary::documents,
     .head = head,
     .lines = co_clarify},
    {.root = "CO.VERIFY.REQ",
     .code = "CO.VERIFY.REQ",
     .title = "request to verify a certificate",
     .direction = Direction::window_to_window,
     .vocabulary = Vocabulary::documents,
     .head = head,
     .like = "CO.RETRANSMIT.REQ",
     .lines = co_verify_req},
    {.root = "CO.VERIFY.RESULT",
     .code = "CO.VERIFY.RESULT",
     .title = "result of a verification",
     .direction = Direction::window_to_window,
     .vocabulary = Vocabulary::documents,
     .head = head,
     .like = "CO.CLARIFY",
     .lines = co_verify_result},
    {.root = "CO.VERIFY.DECISION",
     .code = "CO.VERIFY.DECISION",
     .title = "decision after a verification",
     .direction = Direction::window_to_window,
     .vocabulary = Vocabulary::documents,
     .head = head,
     .like = "CO.CLARIFY",
     .lines = co_verify_decision},
    {.root = "CO.VISIT.NOTICE",
     .code = "CO.VISIT.NOTICE",
     .title = "notice of a verification visit",
     .direction = Direction::window_to_window,
     .vocabulary = Vocabulary::documents,
     .head = head,
     .like = "CO.RETRANSMIT.REQ",
     .lines = co_visit_notice},
    {.root = "CO.REVERSAL",
     .code = "CO.REVERSAL",
     .title = "use of a certificate taken back",
     .direction = Direction::window_to_window,
     .vocabulary = Vocabulary::documents,
     .head = head,
     .like = "CO.CLARIFY",
     .lines = co_reversal},
    {.root = "CO.ACK",
     .code = "CO.ACK",
     .title = "technical acknowledgement",
     .direction = Direction::window_to_window,
     .vocabulary = Vocabulary::documents,
     .head = answering_head,
     .like = "CO.CLARIFY",
     .lines = co_ack},
    {.root = "CO.CONFLICT",
     .code = "CO.CONFLICT",
     .title = "certificate already used",
     .direction = Direction::window_to_window,
     .vocabulary = Vocabulary::documents,
     .head = answering_head,
     .like = "CO.CLARIFY",
     .lines = co_conflict},
    {.root = "CO.DRAWN",
     .code = "CO.DRAWN",
     .title = "back-to-back certificate that lives on a certificate",
     .direction = Direction::window_to_window,
     .vocabulary = Vocabulary::documents,
     .head = head,
     .lines = co_drawn},
    {.root = "CO.DRAW.UNDONE",
     .code = "CO.DRAW.UNDONE",
     .title = "back-to-back certificate that lives no more",
     .direction = Direction::window_to_window,
     .vocabulary = Vocabulary::documents,
     .head = head,
     .like = "CO.DRAWN",
     .lines = co_draw_undone},
    {.root = "ACDD.SEND",
     .code = "ACDD.SEND",
     .title = "ASEAN Customs Declaration Document",
     .direction = Direction::window_to_window,
     .vocabulary = Vocabulary::documents,
     .head = head,
     .lines = acdd_send},
    {.root = "ACDD.CANCEL.REQ",
     .code = "ACDD.CANCEL.REQ",
     .title = "request to cancel a customs declaration document",
     .direction = Direction::window_to_window,
     .vocabulary = Vocabulary::documents,
     .head = head,
     .lines = acdd_cancel_req},
    {.root = "ACDD.RESPONSE",
     .code = "ACDD.RESPONSE",
     .title = "response to a request to cancel",
     .direction = Direction::window_to_window,
     .vocabulary = Vocabulary::documents,
     .head = head,
     .lines = acdd_response},
    {.root = "ACDD.ACK",
     .code = "ACDD.ACK",
     .title = "technical acknowledgement of a customs declaration document",
     .direction = Direction::window_to_window,
     .vocabulary = Vocabulary::documents,
     .head = answering_head,
     .like = "ACDD.RESPONSE",
     .lines = acdd_ack},
    {.root = "DOC.CANCEL",
     .code = "DOC.CANCEL",
     .title = "cancellation of a document of a kind",
     .direction = Direction::window_to_window,
     .vocabulary = Vocabulary::documents,
     .head = head,
     .lines = doc_cancel},
    {.root = "DOC.ANSWER",
     .code = "DOC.ANSWER",
     .title = "answer to a document of a kind",
     .direction = Direction::window_to_window,
     .vocabulary = Vocabulary::documents,
     .head = head,
     .lines = doc_answer},
    {.root = "DOC.USE",
     .code = "DOC.USE",
     .title = "use of a document of a kind",
     .direction = Direction::window_to_window,
     .vocabulary = Vocabulary::documents,
     .head = head,
     .lines = doc_use},
    {.root = "DOC.FILES",
     .code = "DOC.FILES",
     .title = "files that come with a document",
     .direction = Direction::window_to_window,
     .vocabulary = Vocabulary::documents,
     .head = head,
     .lines = doc_files},
    {.root = "DOC.FILE.REQ",
     .code = "DOC.FILE.REQ",
     .title = "request for a part of a file",
     .direction = Direction::window_to_window,
     .vocabulary = Vocabulary::documents,
     .head = head,
     .like = "DOC.FILES",
     .lines = doc_file_req},
    {.root = "DOC.FILE.PART",
     .code = "DOC.FILE.PART",
     .title = "a part of a file",
     .direction = Direction::window_to_window,
     .vocabulary = Vocabulary::documents,
     .head = head,
     .like = "DOC.FILES",
     .lines = doc_file_part},
    {.root = "CE.RECORD",
     .code = "CE.RECORD",
     .title = "record of a certified exporter",
     .direction = Direction::window_to_window,
     .vocabulary = Vocabulary::documents,
     .head = head,
     .lines = ce_record},
    {.root = "CE.NOTICE",
     .code = "CE.NOTICE",
     .title = "how the record of a certified exporter stands",
     .direction = Direction::window_to_window,
     .vocabulary = Vocabulary::documents,
     .head = head,
     .like = "CE.RECORD",
     .lines = ce_notice},
    {.root = "CE.ACK",
     .code = "CE.ACK",
     .title = "answer to a notice of a register",
     .direction = Direction::window_to_window,
     .vocabulary = Vocabulary::documents,
     .head = answering_head,
     .lines = ce_ack},
    {.root = "AEO.RECORD",
     .code = "AEO.RECORD",
     .title = "name and address of an authorised operator",
     .direction = Direction::window_to_window,
     .vocabulary = Vocabulary::documents,
     .head = head,
     .lines = aeo_record},
    {.root = "AEO.NOTICE",
     .code = "AEO.NOTICE",
     .title = "how an authorised operator stands",
     .direction = Direction::window_to_window,
     .vocabulary = Vocabulary::documents,
     .head = head,
     .lines = aeo_notice},
    {.root = "AEO.ACK",
     .code = "AEO.ACK",
     .title = "answer to a notice of a list",
     .direction = Direction::window_to_window,
     .vocabulary = Vocabulary::documents,
     .head = answering_head,
     .lines = aeo_ack},
    {.root = "OD.DECLARATION",
     .code = "OD.DECLARATION",
     .title = "Origin Declaration",
     .direction = Direction::window_to_window,
     .vocabulary = Vocabulary::documents,
     .head = head,
     .lines = od_declaration},
};

}  // namespace

std::span<const View> document_views() { return views; }

}  // namespace lintas::message
