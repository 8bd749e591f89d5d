#include "core/model/tables.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <string_view>
#include <vector>

#include "core/model/document_groups.hpp"  // IWYU pragma: keep, of a whole Message
#include "core/model/document_tables.hpp"
#include "core/model/field.hpp"
#include "core/model/format.hpp"
#include "core/model/formats.hpp"
#include "core/model/groups.hpp"

namespace lintas::message {

namespace {

namespace f = formats;

// One row per field: stable number, element, format (submitted and issued where they differ), code list,
// meaning. Members come before the groups that contain them.

constexpr Field transit_operation_fields[] = {
    leaf<&TransitOperation::aes_communication_purpose>(1, "AESCommunicationPurpose", f::digits1, "CL158",
                                                       "why the export system is addressed"),
    leaf<&TransitOperation::lrn>(2, "LRN", {f::trimmed22, f::text22}, "",
                                 "local reference number, given by the trader"),
    leaf<&TransitOperation::mrn>(3, "MRN", f::mrn, "",
                                 "movement reference number, given by the office of departure"),
    leaf<&TransitOperation::amendment_submission_date_and_time>(
        4, "amendmentSubmissionDateAndTime", f::date_time, "", "when the trader sent the amendment"),
    leaf<&TransitOperation::arrival_notification_date_and_time>(
        5, "arrivalNotificationDateAndTime", f::date_time, "", "when the trader notified the arrival"),
    leaf<&TransitOperation::simplified_procedure>(6, "simplifiedProcedure", f::flag, "CL027",
                                                  "1 if the consignee is authorised"),
    leaf<&TransitOperation::declaration_type>(7, "declarationType", f::token5, "CL231",
                                              "transit procedure the goods are placed under"),
    leaf<&TransitOperation::additional_declaration_type>(8, "additionalDeclarationType", f::letters1, "CL042",
                                                         "whether the goods are presented now or later"),
    leaf<&TransitOperation::tir_carnet_number>(9, "TIRCarnetNumber", f::tir_carnet, "",
                                               "number of the TIR carnet"),
    leaf<&TransitOperation::presentation_of_the_goods_date_and_time>(
        10, "presentationOfTheGoodsDateAndTime", f::date_time, "", "when the goods will be presented"),
    leaf<&TransitOperation::discrepancies_notification_date>(
        11, "discrepanciesNotificationDate", f::date, "",
        "day on which the holder was told of the discrepancies"),
    leaf<&TransitOperation::discrepancies_notification_text>(12, "discrepanciesNotificationText", f::text512,
                                                             "", "which discrepancies were found"),
    leaf<&TransitOperation::amendment_notification_date_and_time>(
        13, "amendmentNotificationDateAndTime", f::date_time, "", "when customs asked for the amendment"),
    leaf<&TransitOperation::declaration_acceptance_date>(14, "declarationAcceptanceDate", f::date, "",
                                                         "day on which the declaration was accepted"),
    leaf<&TransitOperation::amendment_acceptance_date_and_time>(
        15, "amendmentAcceptanceDateAndTime", f::date_time, "", "when customs accepted the amendment"),
    leaf<&TransitOperation::release_date>(16, "releaseDate", f::date, "", "day of release"),
    leaf<&TransitOperation::security>(17, "security", f::digits1, "CL217",
                                      "which safety and security data are included"),
    leaf<&TransitOperation::reduced_dataset_indicator>(18, "reducedDatasetIndicator", f::flag, "CL027",
                                                       "1 if the declaration has the reduced data set"),
    leaf<&TransitOperation::specific_circumstance_indicator>(19, "specificCircumstanceIndicator", f::code3,
                                                             "CL296",
                                                             "special case of the safety and security data"),
    leaf<&TransitOperation::communication_language_at_departure>(
        20, "communicationLanguageAtDeparture", f::language, "CL192",
        "language for messages of the office of departure"),
    leaf<&TransitOperation::binding_itinerary>(21, "bindingItinerary", f::flag, "CL027",
                                               "1 if the route is prescribed"),
    leaf<&TransitOperation::amendment_type_flag>(22, "amendmentTypeFlag", f::flag, "CL027",
                                                 "1 if only the guarantee is amended"),
    leaf<&TransitOperation::limit_date>(23, "limitDate", f::date, "",
                                        "last day for presenting the goods at destination"),
    leaf<&TransitOperation::release_requested>(24, "releaseRequested", f::flag, "CL027",
                                               "1 if the trader asks for release"),
    leaf<&TransitOperation::release_request_date_and_time>(25, "releaseRequestDateAndTime", f::date_time, "",
                                                           "when release was asked for"),
    leaf<&TransitOperation::other_things_to_report>(26, "otherThingsToReport", {f::trimmed512, f::text512},
                                                    "", "findings that have no field of their own"),
    leaf<&TransitOperation::release_indicator>(27, "releaseIndicator", f::digits1, "CL164",
                                               "whether all, part or none of the goods are released"),
    leaf<&TransitOperation::recovery_communication_date>(28, "recoveryCommunicationDate", f::date, "",
                                                         "day on which recovery was communicated"),
    leaf<&TransitOperation::declaration_submission_date_and_time>(
        29, "declarationSubmissionDateAndTime", f::date_time, "", "when the declaration was sent"),
    leaf<&TransitOperation::no_release_motivation_code>(30, "noReleaseMotivationCode", f::code2, "CL211",
                                                        "why the goods are not released"),
    leaf<&TransitOperation::no_release_motivation_text>(31, "noReleaseMotivationText", f::text512, "",
                                                        "why the goods are not released, in words"),
    leaf<&TransitOperation::business_rejection_type>(32, "businessRejectionType", f::code3, "CL560",
                                                     "kind of the message that is refused"),
    leaf<&TransitOperation::rejection_date_and_time>(33, "rejectionDateAndTime", f::date_time, "",
                                                     "when the message was refused"),
    leaf<&TransitOperation::rejection_code>(34, "rejectionCode", f::digits1to2, "CL226",
                                            "which kind of refusal"),
    leaf<&TransitOperation::rejection_reason>(35, "rejectionReason", f::text512, "",
                                              "why the message was refused"),
    leaf<&TransitOperation::control_notification_date_and_time>(
        36, "controlNotificationDateAndTime", f::date_time, "", "when customs announced the control"),
    leaf<&TransitOperation::notification_type>(37, "notificationType", f::digits1, "CL384",
                                               "what the trader is told"),
    leaf<&TransitOperation::incident_notification_date_and_time>(
        38, "incidentNotificationDateAndTime", f::date_time, "", "when the incident was notified"),
    leaf<&TransitOperation::request_rejection_reason_code>(39, "requestRejectionReasonCode", f::digits1to2,
                                                           "CL221", "why the request cannot be answered"),
    leaf<&TransitOperation::arrival_date_and_time_actual>(40, "arrivalDateAndTimeActual", f::date_time, "",
                                                          "when the goods arrived"),
    leaf<&TransitOperation::status>(41, "status", f::code3, "CL153", "state, as a code"),
    leaf<&TransitOperation::discrepancies_resolved>(42, "discrepanciesResolved", f::code1, "CL162",
                                                    "1 if the discrepancies are settled"),
    leaf<&TransitOperation::write_off_date>(43, "writeOffDate", f::date, "",
                                            "day on which the movement was written off"),
    leaf<&TransitOperation::cancel_enquiry_notification_date_and_time>(
        44, "cancelEnquiryNotificationDateAndTime", f::date_time, "", "when the enquiry was cancelled"),
    leaf<&TransitOperation::cancel_enquiry_notification_text>(45, "cancelEnquiryNotificationText", f::text512,
                                                              "", "why the enquiry was cancelled"),
    leaf<&TransitOperation::passage_date>(46, "passageDate", f::date, "", "day on which the goods passed"),
    leaf<&TransitOperation::passage_refusal_date>(47, "passageRefusalDate", f::code10, "",
                                                  "day on which passage was refused"),
    leaf<&TransitOperation::passage_refusal_reason_code>(48, "passageRefusalReasonCode", f::digits1to2,
                                                         "CL238", "why passage was refused"),
    leaf<&TransitOperation::text>(49, "text", f::trimmed512, "", "free text"),
    leaf<&TransitOperation::usage_cancellation_date>(50, "usageCancellationDate", f::date, "",
                                                     "day on which the use was cancelled"),
};
constexpr Group transit_operation = group<TransitOperation>("TransitOperation", transit_operation_fields);

constexpr Field customs_office_of_departure_fields[] = {
    leaf<&CustomsOfficeOfDeparture::reference_number>(1, "referenceNumber", f::office, "CL171",
                                                      "reference number"),
};
constexpr Group customs_office_of_departure =
    group<CustomsOfficeOfDeparture>("CustomsOfficeOfDeparture", customs_office_of_departure_fields);

constexpr Field authorisation_fields[] = {
    leaf<&Authorisation::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                          "position among its kind, from 1"),
    leaf<&Authorisation::type>(2, "type", f::token4, "CL235", "kind of authorisation"),
    leaf<&Authorisation::reference_number>(3, "referenceNumber", {f::trimmed35, f::text35}, "",
                                           "number of the authorisation"),
};
constexpr Group authorisation = group<Authorisation>("Authorisation", authorisation_fields);

constexpr Field customs_office_of_destination_actual_fields[] = {
    leaf<&CustomsOfficeOfDestinationActual::reference_number>(1, "referenceNumber", f::office, "CL172",
                                                              "reference number"),
};
constexpr Group customs_office_of_destination_actual = group<CustomsOfficeOfDestinationActual>(
    "CustomsOfficeOfDestinationActual", customs_office_of_destination_actual_fields);

constexpr Field trader_at_destination_fields[] = {
    leaf<&TraderAtDestination::identification_number>(1, "identificationNumber", {f::trimmed17, f::text17},
                                                      "", "identifier of the trader"),
    leaf<&TraderAtDestination::communication_language_at_destination>(
        2, "communicationLanguageAtDestination", f::language, "CL192",
        "language for messages of the office of destination"),
};
constexpr Group trader_at_destination =
    group<TraderAtDestination>("TraderAtDestination", trader_at_destination_fields);

constexpr Field invalidation_fields[] = {
    leaf<&Invalidation::request_date_and_time>(1, "requestDateAndTime", f::date_time, "",
                                               "when invalidation was asked for"),
    leaf<&Invalidation::decision_date_and_time>(2, "decisionDateAndTime", f::date_time, "",
                                                "when customs decided"),
    leaf<&Invalidation::decision>(3, "decision", f::flag, "CL027", "1 if the request is granted"),
    leaf<&Invalidation::initiated_by_customs>(4, "initiatedByCustoms", f::flag, "CL027",
                                              "1 if customs began the invalidation"),
    leaf<&Invalidation::justification>(5, "justification", {f::trimmed512, f::text512}, "",
                                       "why invalidation is asked for or decided"),
};
constexpr Group invalidation = group<Invalidation>("Invalidation", invalidation_fields);

constexpr Field customs_office_of_destination_declared_fields[] = {
    leaf<&CustomsOfficeOfDestinationDeclared::reference_number>(1, "referenceNumber", f::office, "CL172",
                                                                "reference number"),
};
constexpr Group customs_office_of_destination_declared = group<CustomsOfficeOfDestinationDeclared>(
    "CustomsOfficeOfDestinationDeclared", customs_office_of_destination_declared_fields);

constexpr Field customs_office_of_transit_declared_fields[] = {
    leaf<&CustomsOfficeOfTransitDeclared::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                                           "position among its kind, from 1"),
    leaf<&CustomsOfficeOfTransitDeclared::reference_number>(2, "referenceNumber", f::office, "CL173",
                                                            "reference number"),
    leaf<&CustomsOfficeOfTransitDeclared::arrival_date_and_time_estimated>(
        3, "arrivalDateAndTimeEstimated", f::date_time, "", "when the goods are expected at the office"),
};
constexpr Group customs_office_of_transit_declared = group<CustomsOfficeOfTransitDeclared>(
    "CustomsOfficeOfTransitDeclared", customs_office_of_transit_declared_fields);

constexpr Field customs_office_of_exit_for_transit_declared_fields[] = {
    leaf<&CustomsOfficeOfExitForTransitDeclared::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                                                  "position among its kind, from 1"),
    leaf<&CustomsOfficeOfExitForTransitDeclared::reference_number>(2, "referenceNumber", f::office, "CL175",
                                                                   "reference number"),
};
constexpr Group customs_office_of_exit_for_transit_declared = group<CustomsOfficeOfExitForTransitDeclared>(
    "CustomsOfficeOfExitForTransitDeclared", customs_office_of_exit_for_transit_declared_fields);

constexpr Field control_result_fields[] = {
    leaf<&ControlResult::code>(1, "code", f::code2, "CL196", "result of the control"),
    leaf<&ControlResult::date>(2, "date", f::date, "",
                               "day of the control; in records sent ahead, the time limit"),
    leaf<&ControlResult::controlled_by>(3, "controlledBy", {f::trimmed70, f::text35}, "",
                                        "officer or unit that controlled"),
    leaf<&ControlResult::remark>(4, "remark", f::trimmed512, "", "what the control found, as a code"),
    leaf<&ControlResult::state_of_seals>(5, "stateOfSeals", f::flag, "CL027",
                                         "1 if the seals are in good state"),
    leaf<&ControlResult::text>(6, "text", {f::trimmed512, f::text512}, "", "remarks of the officer"),
    leaf<&ControlResult::verification_type>(7, "verificationType", f::text17, "",
                                            "addition of one administration; never written, accepted"),
};
constexpr Group control_result = group<ControlResult>("ControlResult", control_result_fields);

constexpr Field functional_error_fields[] = {
    leaf<&FunctionalError::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                            "position among its kind, from 1"),
    leaf<&FunctionalError::error_pointer>(2, "errorPointer", f::text512, "",
                                          "path to the place of the error"),
    leaf<&FunctionalError::error_code>(3, "errorCode", f::functional_error, "CL180", "kind of error"),
    leaf<&FunctionalError::error_reason>(4, "errorReason", f::text7, "",
                                         "rule, condition or list that is broken"),
    leaf<&FunctionalError::original_attribute_value>(5, "originalAttributeValue", f::text512, "",
                                                     "value that was refused"),
};
constexpr Group functional_error = group<FunctionalError>("FunctionalError", functional_error_fields);

constexpr Field guarantor_notification_fields[] = {
    leaf<&GuarantorNotification::guarantor_notification_date>(1, "guarantorNotificationDate", f::date, "",
                                                              "day on which the guarantor was told"),
    leaf<&GuarantorNotification::guarantor_notification_text>(2, "guarantorNotificationText", f::text512, "",
                                                              "what the guarantor was told"),
};
constexpr Group guarantor_notification =
    group<GuarantorNotification>("GuarantorNotification", guarantor_notification_fields);

constexpr Field recovery_notification_fields[] = {
    leaf<&RecoveryNotification::recovery_notification_date>(1, "recoveryNotificationDate", f::date, "",
                                                            "day on which the debtor was told"),
    leaf<&RecoveryNotification::recovery_notification_text>(2, "recoveryNotificationText", f::text512, "",
                                                            "what the debtor was told"),
    leaf<&RecoveryNotification::amount_claimed>(3, "amountClaimed", f::amount, "", "sum that customs claims"),
    leaf<&RecoveryNotification::currency>(4, "currency", f::letters3, "CL048", "currency of the amount"),
};
constexpr Group recovery_notification =
    group<RecoveryNotification>("RecoveryNotification", recovery_notification_fields);

constexpr Field customs_office_of_exit_fields[] = {
    leaf<&CustomsOfficeOfExit::reference_number>(1, "referenceNumber", f::office, "CL194",
                                                 "reference number"),
};
constexpr Group customs_office_of_exit =
    group<CustomsOfficeOfExit>("CustomsOfficeOfExit", customs_office_of_exit_fields);

constexpr Field customs_office_of_destination_fields[] = {
    leaf<&CustomsOfficeOfDestination::reference_number>(1, "referenceNumber", f::office, "CL172",
                                                        "reference number"),
};
constexpr Group customs_office_of_destination =
    group<CustomsOfficeOfDestination>("CustomsOfficeOfDestination", customs_office_of_destination_fields);

constexpr Field ctl_control_fields[] = {
    leaf<&CTLControl::continue_unloading>(1, "continueUnloading", f::from1to9, "",
                                          "how often unloading was continued"),
};
constexpr Group ctl_control = group<CTLControl>("CTLControl", ctl_control_fields);

constexpr Field unloading_remark_fields[] = {
    leaf<&UnloadingRemark::conform>(1, "conform", f::flag, "CL027",
                                    "1 if the goods agree with the declaration"),
    leaf<&UnloadingRemark::unloading_completion>(2, "unloadingCompletion", f::flag, "CL027",
                                                 "1 if unloading is finished"),
    leaf<&UnloadingRemark::unloading_date>(3, "unloadingDate", f::date, "", "day of unloading"),
    leaf<&UnloadingRemark::state_of_seals>(4, "stateOfSeals", f::flag, "CL027",
                                           "1 if the seals are in good state"),
    leaf<&UnloadingRemark::unloading_remark>(5, "unloadingRemark", f::trimmed512, "",
                                             "remarks on the unloading"),
};
constexpr Group unloading_remark = group<UnloadingRemark>("UnloadingRemark", unloading_remark_fields);

constexpr Field type_of_controls_fields[] = {
    leaf<&TypeOfControls::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                           "position among its kind, from 1"),
    leaf<&TypeOfControls::type>(2, "type", f::text3, "CL716", "kind of control"),
    leaf<&TypeOfControls::text>(3, "text", f::text512, "", "remarks on the control"),
};
constexpr Group type_of_controls = group<TypeOfControls>("TypeOfControls", type_of_controls_fields);

constexpr Field requested_document_fields[] = {
    leaf<&RequestedDocument::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                              "position among its kind, from 1"),
    leaf<&RequestedDocument::document_type>(2, "documentType", f::code4, "",
                                            "kind of document that is asked for"),
    leaf<&RequestedDocument::description>(3, "description", f::text512, "", "what is asked for"),
};
constexpr Group requested_document = group<RequestedDocument>("RequestedDocument", requested_document_fields);

constexpr Field customs_office_of_incident_registration_fields[] = {
    leaf<&CustomsOfficeOfIncidentRegistration::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                                                "position among its kind, from 1"),
    leaf<&CustomsOfficeOfIncidentRegistration::reference_number>(2, "referenceNumber", f::office, "CL141",
                                                                 "reference number"),
};
constexpr Group customs_office_of_incident_registration = group<CustomsOfficeOfIncidentRegistration>(
    "CustomsOfficeOfIncidentRegistration", customs_office_of_incident_registration_fields);

constexpr Field header_fields[] = {
    leaf<&Header::lrn>(1, "LRN", f::text22, "", "local reference number, given by the trader"),
    leaf<&Header::mrn>(2, "MRN", f::mrn, "", "movement reference number, given by the office of departure"),
};
constexpr Group header = group<Header>("Header", header_fields);

constexpr Field xml_error_fields[] = {
    leaf<&XMLError::error_line_number>(1, "errorLineNumber", f::from0to999999999, "",
                                       "line of the error, from 1"),
    leaf<&XMLError::error_column_number>(2, "errorColumnNumber", f::from0to999999999, "",
                                         "column of the error, from 1"),
    leaf<&XMLError::error_pointer>(3, "errorPointer", f::text512, "", "path to the place of the error"),
    leaf<&XMLError::error_code>(4, "errorCode", f::xml_error, "CL030", "kind of error in the XML"),
    leaf<&XMLError::error_text>(5, "errorText", f::text512, "", "what the parser says"),
    leaf<&XMLError::original_attribute_value>(6, "originalAttributeValue", f::text512, "",
                                              "value that was refused"),
};
constexpr Group xml_error = group<XMLError>("XMLError", xml_error_fields);

constexpr Field customs_office_of_transit_actual_fields[] = {
    leaf<&CustomsOfficeOfTransitActual::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                                         "position among its kind, from 1"),
    leaf<&CustomsOfficeOfTransitActual::reference_number>(2, "referenceNumber", f::office, "CL173",
                                                          "reference number"),
    leaf<&CustomsOfficeOfTransitActual::guarantee_not_valid_for_country>(
        3, "guaranteeNotValidForCountry", f::flag, "CL027",
        "1 if the guarantee does not cover the asking country"),
};
constexpr Group customs_office_of_transit_actual = group<CustomsOfficeOfTransitActual>(
    "CustomsOfficeOfTransitActual", customs_office_of_transit_actual_fields);

constexpr Field customs_office_of_exit_for_transit_actual_fields[] = {
    leaf<&CustomsOfficeOfExitForTransitActual::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                                                "position among its kind, from 1"),
    leaf<&CustomsOfficeOfExitForTransitActual::reference_number>(2, "referenceNumber", f::office, "CL175",
                                                                 "reference number"),
};
constexpr Group customs_office_of_exit_for_transit_actual = group<CustomsOfficeOfExitForTransitActual>(
    "CustomsOfficeOfExitForTransitActual", customs_office_of_exit_for_transit_actual_fields);

constexpr Field customs_office_of_transit_fields[] = {
    leaf<&CustomsOfficeOfTransit::reference_number>(1, "referenceNumber", f::office, "CL173",
                                                    "reference number"),
};
constexpr Group customs_office_of_transit =
    group<CustomsOfficeOfTransit>("CustomsOfficeOfTransit", customs_office_of_transit_fields);

constexpr Field customs_office_of_exit_for_transit_fields[] = {
    leaf<&CustomsOfficeOfExitForTransit::reference_number>(1, "referenceNumber", f::office, "CL175",
                                                           "reference number"),
};
constexpr Group customs_office_of_exit_for_transit = group<CustomsOfficeOfExitForTransit>(
    "CustomsOfficeOfExitForTransit", customs_office_of_exit_for_transit_fields);

constexpr Field enquiry_fields[] = {
    leaf<&Enquiry::date>(1, "date", f::date, "", "day of the enquiry"),
    leaf<&Enquiry::tc11_delivery_date>(2, "TC11DeliveryDate", f::date, "",
                                       "day on the receipt that the trader shows"),
    leaf<&Enquiry::enquiry_response_date>(3, "enquiryResponseDate", f::date, "",
                                          "day of the answer to the enquiry"),
    leaf<&Enquiry::response_code>(4, "responseCode", f::digits1to2, "CL029", "outcome of the enquiry"),
    leaf<&Enquiry::text>(5, "text", f::text512, "", "free text"),
    leaf<&Enquiry::limit_for_the_enquiry_response_date>(6, "limitForTheEnquiryResponseDate", f::date, "",
                                                        "last day for answering the enquiry"),
    leaf<&Enquiry::return_copy_returned_date>(7, "returnCopyReturnedDate", f::date, "",
                                              "day on which the paper copy went back"),
    leaf<&Enquiry::enquiry_request_date>(8, "enquiryRequestDate", f::date, "", "day of the enquiry request"),
    leaf<&Enquiry::information_available_from_trader>(9, "informationAvailableFromTrader", f::flag, "CL027",
                                                      "1 if the trader gave information"),
};
constexpr Group enquiry = group<Enquiry>("Enquiry", enquiry_fields);

constexpr Field response_information_fields[] = {
    leaf<&ResponseInformation::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                                "position among its kind, from 1"),
    leaf<&ResponseInformation::information_code>(2, "informationCode", f::digits2, "CL119",
                                                 "which information is given"),
    leaf<&ResponseInformation::text>(3, "text", f::text512, "", "free text"),
};
constexpr Group response_information =
    group<ResponseInformation>("ResponseInformation", response_information_fields);

constexpr Field requested_information_fields[] = {
    leaf<&RequestedInformation::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                                 "position among its kind, from 1"),
    leaf<&RequestedInformation::code>(2, "code", f::digits1, "CL118", "which information is asked for"),
    leaf<&RequestedInformation::text>(3, "text", f::text512, "", "free text"),
};
constexpr Group requested_information =
    group<RequestedInformation>("RequestedInformation", requested_information_fields);

constexpr Field recovery_fields[] = {
    leaf<&Recovery::recovery_acceptance>(1, "recoveryAcceptance", f::flag, "CL027",
                                         "1 if the recovery is taken over"),
    leaf<&Recovery::recovery_communication_date>(2, "recoveryCommunicationDate", f::date, "",
                                                 "day on which recovery was communicated"),
    leaf<&Recovery::collection_date>(3, "collectionDate", f::date, "", "day on which the debt was collected"),
    leaf<&Recovery::text>(4, "text", f::text512, "", "free text"),
};
constexpr Group recovery = group<Recovery>("Recovery", recovery_fields);

constexpr Field customs_office_of_recovery_fields[] = {
    leaf<&CustomsOfficeOfRecovery::reference_number>(1, "referenceNumber", f::office, "CL177",
                                                     "reference number"),
};
constexpr Group customs_office_of_recovery =
    group<CustomsOfficeOfRecovery>("CustomsOfficeOfRecovery", customs_office_of_recovery_fields);

constexpr Field country_involved_fields[] = {
    leaf<&CountryInvolved::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                            "position among its kind, from 1"),
    leaf<&CountryInvolved::country>(2, "country", f::country, "CL008", "country"),
};
constexpr Group country_involved = group<CountryInvolved>("CountryInvolved", country_involved_fields);

constexpr Field status_notice_fields[] = {
    leaf<&StatusNotice::notice_number>(1, "noticeNumber", f::from1to999999999, "",
                                       "number of this notice of the movement, from 1"),
    leaf<&StatusNotice::status>(2, "status", f::upper3, "", "public state of the movement"),
    leaf<&StatusNotice::status_date_and_time>(3, "statusDateAndTime", f::date_time, "",
                                              "when the movement entered the state"),
    leaf<&StatusNotice::limit_date>(4, "limitDate", f::date, "",
                                    "last day for presenting the goods at destination"),
    leaf<&StatusNotice::write_off_date>(5, "writeOffDate", f::date, "",
                                        "day on which the movement was written off"),
    leaf<&StatusNotice::text>(6, "text", f::text512, "", "remarks for the officers"),
};
constexpr Group status_notice = group<StatusNotice>("StatusNotice", status_notice_fields);

constexpr Field status_request_fields[] = {
    leaf<&StatusRequest::first_number>(1, "firstNumber", f::from1to999999999, "",
                                       "number of the first notice that is missing"),
    leaf<&StatusRequest::last_number>(2, "lastNumber", f::from1to999999999, "",
                                      "number of the last notice that is missing"),
};
constexpr Group status_request = group<StatusRequest>("StatusRequest", status_request_fields);

constexpr Field manifest_fields[] = {
    leaf<&Manifest::manifest_date>(1, "manifestDate", f::date, "", "day on which the list was begun"),
    leaf<&Manifest::part_number>(2, "partNumber", f::from1to99999, "",
                                 "number of this part of the list, from 1"),
};
constexpr Group manifest = group<Manifest>("Manifest", manifest_fields);

constexpr Field manifest_entry_fields[] = {
    leaf<&ManifestEntry::reference>(1, "reference", f::trimmed35, "",
                                    "what it is about: an MRN, or a certificate"),
    leaf<&ManifestEntry::sent_number>(2, "sentNumber", f::from0to999999999, "",
                                      "number of the last message about it that the sender has sent"),
    leaf<&ManifestEntry::taken_number>(3, "takenNumber", f::from0to999999999, "",
                                       "number of the last message about it that the sender has taken"),
    leaf<&ManifestEntry::notice_number>(4, "noticeNumber", f::from1to999999999, "",
                                        "number of the newest status notice that the sender knows"),
    leaf<&ManifestEntry::digest>(5, "digest", f::digest, "", "of status and passages of that notice"),
};
constexpr Group manifest_entry = group<ManifestEntry>("ManifestEntry", manifest_entry_fields);

constexpr Field passage_fields[] = {
    leaf<&Passage::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                    "position among its kind, from 1"),
    leaf<&Passage::reference_number>(2, "referenceNumber", f::office, "", "office that was passed"),
    leaf<&Passage::passage_date>(3, "passageDate", f::date, "", "day on which the goods passed"),
};
constexpr Group passage = group<Passage>("Passage", passage_fields);

constexpr Field address_fields[] = {
    leaf<&Address::street_and_number>(1, "streetAndNumber", {f::trimmed70, f::text70}, "",
                                      "street and number of the house"),
    leaf<&Address::postcode>(2, "postcode", f::trimmed17, "", "postal code"),
    leaf<&Address::city>(3, "city", {f::trimmed35, f::text35}, "", "town"),
    leaf<&Address::country>(4, "country", f::country, "CL248", "country"),
};
constexpr Group address = group<Address>("Address", address_fields);

constexpr Field contact_person_fields[] = {
    leaf<&ContactPerson::name>(1, "name", {f::trimmed70, f::text70}, "", "name of the person"),
    leaf<&ContactPerson::phone_number>(2, "phoneNumber", {f::token35, f::text35}, "", "telephone number"),
    leaf<&ContactPerson::email_address>(3, "eMailAddress", {f::trimmed_mail, f::mail}, "",
                                        "electronic mail address"),
};
constexpr Group contact_person = group<ContactPerson>("ContactPerson", contact_person_fields);

constexpr Field additional_supply_chain_actor_fields[] = {
    leaf<&AdditionalSupplyChainActor::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                                       "position among its kind, from 1"),
    leaf<&AdditionalSupplyChainActor::role>(2, "role", f::letters1to3, "CL704",
                                            "what the actor does in the supply chain"),
    leaf<&AdditionalSupplyChainActor::identification_number>(3, "identificationNumber", f::trader, "",
                                                             "identifier of the actor"),
};
constexpr Group additional_supply_chain_actor =
    group<AdditionalSupplyChainActor>("AdditionalSupplyChainActor", additional_supply_chain_actor_fields);

constexpr Field departure_transport_means_fields[] = {
    leaf<&DepartureTransportMeans::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                                    "position among its kind, from 1"),
    leaf<&DepartureTransportMeans::type_of_identification>(2, "typeOfIdentification", f::digits2, "CL750",
                                                           "what the identifier names"),
    leaf<&DepartureTransportMeans::identification_number>(3, "identificationNumber",
                                                          {f::trimmed35, f::text35}, "",
                                                          "registration, number or name of the means"),
    leaf<&DepartureTransportMeans::nationality>(4, "nationality", f::country, "CL165",
                                                "country of registration"),
};
constexpr Group departure_transport_means =
    group<DepartureTransportMeans>("DepartureTransportMeans", departure_transport_means_fields);

constexpr Field country_of_routing_of_consignment_fields[] = {
    leaf<&CountryOfRoutingOfConsignment::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                                          "position among its kind, from 1"),
    leaf<&CountryOfRoutingOfConsignment::country>(2, "country", f::country, "CL008", "country"),
};
constexpr Group country_of_routing_of_consignment = group<CountryOfRoutingOfConsignment>(
    "CountryOfRoutingOfConsignment", country_of_routing_of_consignment_fields);

constexpr Field active_border_transport_means_fields[] = {
    leaf<&ActiveBorderTransportMeans::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                                       "position among its kind, from 1"),
    leaf<&ActiveBorderTransportMeans::customs_office_at_border_reference_number>(
        2, "customsOfficeAtBorderReferenceNumber", f::code8, "CL141",
        "office where the means crosses the border"),
    leaf<&ActiveBorderTransportMeans::type_of_identification>(3, "typeOfIdentification", f::digits2, "CL219",
                                                              "what the identifier names"),
    leaf<&ActiveBorderTransportMeans::identification_number>(4, "identificationNumber",
                                                             {f::trimmed35, f::text35}, "",
                                                             "registration, number or name of the means"),
    leaf<&ActiveBorderTransportMeans::nationality>(5, "nationality", f::country, "CL165",
                                                   "country of registration"),
    leaf<&ActiveBorderTransportMeans::conveyance_reference_number>(
        6, "conveyanceReferenceNumber", {f::tight17, f::printable35}, "", "journey, flight or trip number"),
};
constexpr Group active_border_transport_means =
    group<ActiveBorderTransportMeans>("ActiveBorderTransportMeans", active_border_transport_means_fields);

constexpr Field place_of_loading_fields[] = {
    leaf<&PlaceOfLoading::un_locode>(1, "UNLocode", f::token17, "CL244", "place in the UN/LOCODE list"),
    leaf<&PlaceOfLoading::country>(2, "country", f::country, "CL008", "country"),
    leaf<&PlaceOfLoading::location>(3, "location", {f::trimmed35, f::text35}, "", "place in plain words"),
};
constexpr Group place_of_loading = group<PlaceOfLoading>("PlaceOfLoading", place_of_loading_fields);

constexpr Field place_of_unloading_fields[] = {
    leaf<&PlaceOfUnloading::un_locode>(1, "UNLocode", f::token17, "CL244", "place in the UN/LOCODE list"),
    leaf<&PlaceOfUnloading::country>(2, "country", f::country, "CL008", "country"),
    leaf<&PlaceOfUnloading::location>(3, "location", {f::trimmed35, f::text35}, "", "place in plain words"),
};
constexpr Group place_of_unloading = group<PlaceOfUnloading>("PlaceOfUnloading", place_of_unloading_fields);

constexpr Field previous_document_fields[] = {
    leaf<&PreviousDocument::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                             "position among its kind, from 1"),
    leaf<&PreviousDocument::type>(2, "type", f::code4, "CL214", "kind of document"),
    leaf<&PreviousDocument::reference_number>(3, "referenceNumber", {f::trimmed70, f::text70}, "",
                                              "number of the document"),
    leaf<&PreviousDocument::goods_item_number>(4, "goodsItemNumber", f::from1to99999, "",
                                               "number of the item in its house consignment"),
    leaf<&PreviousDocument::type_of_packages>(5, "typeOfPackages", f::code2, "CL017", "kind of packages"),
    leaf<&PreviousDocument::number_of_packages>(6, "numberOfPackages", f::from1to99999999, "",
                                                "how many packages"),
    leaf<&PreviousDocument::measurement_unit_and_qualifier>(7, "measurementUnitAndQualifier", f::token4,
                                                            "CL349", "unit of the quantity"),
    leaf<&PreviousDocument::quantity>(8, "quantity", f::positive_mass, "", "how much, in the given unit"),
    leaf<&PreviousDocument::complement_of_information>(9, "complementOfInformation",
                                                       {f::trimmed35, f::text35}, "",
                                                       "what else is to be said about the document"),
    leaf<&PreviousDocument::complete_control>(10, "completeControl", f::flag, "CL027",
                                              "1 if the document is to be checked in full"),
};
constexpr Group previous_document = group<PreviousDocument>("PreviousDocument", previous_document_fields);

constexpr Field supporting_document_fields[] = {
    leaf<&SupportingDocument::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                               "position among its kind, from 1"),
    leaf<&SupportingDocument::type>(2, "type", f::code4, "CL213", "kind of document"),
    leaf<&SupportingDocument::reference_number>(3, "referenceNumber", {f::trimmed70, f::text70}, "",
                                                "number of the document"),
    leaf<&SupportingDocument::document_line_item_number>(4, "documentLineItemNumber", f::from1to99999, "",
                                                         "line of the document that the item stands on"),
    leaf<&SupportingDocument::complement_of_information>(5, "complementOfInformation",
                                                         {f::trimmed35, f::text35}, "",
                                                         "what else is to be said about the document"),
    leaf<&SupportingDocument::complete_control>(6, "completeControl", f::flag, "CL027",
                                                "1 if the document is to be checked in full"),
};
constexpr Group supporting_document =
    group<SupportingDocument>("SupportingDocument", supporting_document_fields);

constexpr Field transport_document_fields[] = {
    leaf<&TransportDocument::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                              "position among its kind, from 1"),
    leaf<&TransportDocument::type>(2, "type", f::code4, "CL754", "kind of document"),
    leaf<&TransportDocument::reference_number>(3, "referenceNumber", {f::trimmed70, f::text70}, "",
                                               "number of the document"),
};
constexpr Group transport_document = group<TransportDocument>("TransportDocument", transport_document_fields);

constexpr Field additional_reference_fields[] = {
    leaf<&AdditionalReference::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                                "position among its kind, from 1"),
    leaf<&AdditionalReference::type>(2, "type", f::code4, "CL380", "kind of reference"),
    leaf<&AdditionalReference::reference_number>(3, "referenceNumber", {f::trimmed70, f::text70}, "",
                                                 "the reference"),
};
constexpr Group additional_reference =
    group<AdditionalReference>("AdditionalReference", additional_reference_fields);

constexpr Field additional_information_fields[] = {
    leaf<&AdditionalInformation::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                                  "position among its kind, from 1"),
    leaf<&AdditionalInformation::code>(2, "code", f::code5, "CL239", "kind of statement"),
    leaf<&AdditionalInformation::text>(3, "text", {f::trimmed512, f::text512}, "", "the statement"),
    leaf<&AdditionalInformation::complete_control>(4, "completeControl", f::flag, "CL027",
                                                   "1 if the document is to be checked in full"),
};
constexpr Group additional_information =
    group<AdditionalInformation>("AdditionalInformation", additional_information_fields);

constexpr Field transport_charges_fields[] = {
    leaf<&TransportCharges::method_of_payment>(1, "methodOfPayment", f::upper1, "CL116",
                                               "how the transport is paid for"),
};
constexpr Group transport_charges = group<TransportCharges>("TransportCharges", transport_charges_fields);

constexpr Field customs_office_fields[] = {
    leaf<&CustomsOffice::reference_number>(1, "referenceNumber", f::office, "CL171", "reference number"),
};
constexpr Group customs_office = group<CustomsOffice>("CustomsOffice", customs_office_fields);

constexpr Field gnss_fields[] = {
    leaf<&GNSS::latitude>(1, "latitude", f::latitude, "", "degrees north (+) or south (-)"),
    leaf<&GNSS::longitude>(2, "longitude", f::longitude, "", "degrees east (+) or west (-)"),
};
constexpr Group gnss = group<GNSS>("GNSS", gnss_fields);

constexpr Field economic_operator_fields[] = {
    leaf<&EconomicOperator::identification_number>(1, "identificationNumber", {f::trimmed17, f::text17}, "",
                                                   "identifier of the trader"),
};
constexpr Group economic_operator = group<EconomicOperator>("EconomicOperator", economic_operator_fields);

constexpr Field postcode_address_fields[] = {
    leaf<&PostcodeAddress::house_number>(1, "houseNumber", {f::trimmed17, f::text17}, "",
                                         "number of the house"),
    leaf<&PostcodeAddress::postcode>(2, "postcode", f::trimmed17, "", "postal code"),
    leaf<&PostcodeAddress::country>(3, "country", f::country, "CL190", "country"),
};
constexpr Group postcode_address = group<PostcodeAddress>("PostcodeAddress", postcode_address_fields);

constexpr Field invalid_guarantee_reason_fields[] = {
    leaf<&InvalidGuaranteeReason::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                                   "position among its kind, from 1"),
    leaf<&InvalidGuaranteeReason::code>(2, "code", f::token3, "CL252", "reason why the guarantee is refused"),
    leaf<&InvalidGuaranteeReason::text>(3, "text", f::text512, "", "reason in words"),
};
constexpr Group invalid_guarantee_reason =
    group<InvalidGuaranteeReason>("InvalidGuaranteeReason", invalid_guarantee_reason_fields);

constexpr Field customs_office_of_guarantee_fields[] = {
    leaf<&CustomsOfficeOfGuarantee::reference_number>(1, "referenceNumber", f::office, "CL174",
                                                      "reference number"),
};
constexpr Group customs_office_of_guarantee =
    group<CustomsOfficeOfGuarantee>("CustomsOfficeOfGuarantee", customs_office_of_guarantee_fields);

constexpr Field validity_limitation_fields[] = {
    leaf<&ValidityLimitation::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                               "position among its kind, from 1"),
    leaf<&ValidityLimitation::guarantee_not_valid_in>(2, "guaranteeNotValidIn", f::letters2, "CL146",
                                                      "country where the guarantee is not valid"),
};
constexpr Group validity_limitation =
    group<ValidityLimitation>("ValidityLimitation", validity_limitation_fields);

constexpr Field seal_fields[] = {
    leaf<&Seal::sequence_number>(1, "sequenceNumber", f::from1to99999, "", "position among its kind, from 1"),
    leaf<&Seal::identifier>(2, "identifier", {f::trimmed20, f::text20}, "", "mark on the seal"),
};
constexpr Group seal = group<Seal>("Seal", seal_fields);

constexpr Field goods_reference_fields[] = {
    leaf<&GoodsReference::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                           "position among its kind, from 1"),
    leaf<&GoodsReference::declaration_goods_item_number>(2, "declarationGoodsItemNumber", f::from1to1999, "",
                                                         "number of the item in the whole declaration"),
};
constexpr Group goods_reference = group<GoodsReference>("GoodsReference", goods_reference_fields);

constexpr Field packaging_fields[] = {
    leaf<&Packaging::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                      "position among its kind, from 1"),
    leaf<&Packaging::type_of_packages>(2, "typeOfPackages", f::code2, "CL017", "kind of packages"),
    leaf<&Packaging::number_of_packages>(3, "numberOfPackages", f::from0to99999999, "", "how many packages"),
    leaf<&Packaging::shipping_marks>(4, "shippingMarks", {f::trimmed512, f::text512}, "",
                                     "marks and numbers on the packages"),
};
constexpr Group packaging = group<Packaging>("Packaging", packaging_fields);

constexpr Field commodity_code_fields[] = {
    leaf<&CommodityCode::harmonized_system_sub_heading_code>(1, "harmonizedSystemSubHeadingCode", f::code6,
                                                             "CL152", "first six digits of the goods code"),
    leaf<&CommodityCode::combined_nomenclature_code>(2, "combinedNomenclatureCode",
                                                     {f::trimmed_exactly2, f::text_exactly2}, "",
                                                     "seventh and eighth digit of the goods code"),
};
constexpr Group commodity_code = group<CommodityCode>("CommodityCode", commodity_code_fields);

constexpr Field dangerous_goods_fields[] = {
    leaf<&DangerousGoods::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                           "position among its kind, from 1"),
    leaf<&DangerousGoods::un_number>(2, "UNNumber", f::code4, "CL101",
                                     "number of the dangerous substance in the UN list"),
};
constexpr Group dangerous_goods = group<DangerousGoods>("DangerousGoods", dangerous_goods_fields);

constexpr Field goods_measure_fields[] = {
    leaf<&GoodsMeasure::gross_mass>(1, "grossMass", f::mass, "", "mass with packaging, in kilograms"),
    leaf<&GoodsMeasure::net_mass>(2, "netMass", f::positive_mass, "", "mass without packaging, in kilograms"),
    leaf<&GoodsMeasure::supplementary_units>(3, "supplementaryUnits", f::positive_mass, "",
                                             "quantity in the tariff's supplementary unit"),
};
constexpr Group goods_measure = group<GoodsMeasure>("GoodsMeasure", goods_measure_fields);

constexpr Field endorsement_fields[] = {
    leaf<&Endorsement::date>(1, "date", f::date, "", "day of the endorsement"),
    leaf<&Endorsement::authority>(2, "authority", f::text35, "", "authority that endorsed the incident"),
    leaf<&Endorsement::place>(3, "place", f::text35, "", "town of the endorsement"),
    leaf<&Endorsement::country>(4, "country", f::country, "CL009", "country"),
};
constexpr Group endorsement = group<Endorsement>("Endorsement", endorsement_fields);

constexpr Field transport_means_fields[] = {
    leaf<&TransportMeans::type_of_identification>(1, "typeOfIdentification", f::digits2, "CL750",
                                                  "what the identifier names"),
    leaf<&TransportMeans::identification_number>(2, "identificationNumber", f::text35, "",
                                                 "registration, number or name of the means"),
    leaf<&TransportMeans::nationality>(3, "nationality", f::country, "CL165", "country of registration"),
};
constexpr Group transport_means = group<TransportMeans>("TransportMeans", transport_means_fields);

constexpr Field risk_analysis_result_fields[] = {
    leaf<&RiskAnalysisResult::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                               "position among its kind, from 1"),
    leaf<&RiskAnalysisResult::code>(2, "code", f::risk_result, "", "result of the analysis"),
    leaf<&RiskAnalysisResult::risk_area_code>(3, "riskAreaCode", f::token7, "CL740", "area of risk"),
    leaf<&RiskAnalysisResult::text>(4, "text", f::text512, "", "free text"),
};
constexpr Group risk_analysis_result =
    group<RiskAnalysisResult>("RiskAnalysisResult", risk_analysis_result_fields);

constexpr Field consignee_fields[] = {
    leaf<&Consignee::identification_number>(1, "identificationNumber", {f::trimmed17, f::text17}, "",
                                            "identifier of the trader"),
    leaf<&Consignee::name>(2, "name", {f::trimmed70, f::text70}, "", "full name"),
    one<&Consignee::address>(3, address, "postal address"),
};
constexpr Group consignee = group<Consignee>("Consignee", consignee_fields);

constexpr Field consignee_actual_fields[] = {
    leaf<&ConsigneeActual::identification_number>(1, "identificationNumber", f::text17, "",
                                                  "identifier of the trader"),
    leaf<&ConsigneeActual::name>(2, "name", f::text70, "", "full name"),
    one<&ConsigneeActual::address>(3, address, "postal address"),
};
constexpr Group consignee_actual = group<ConsigneeActual>("ConsigneeActual", consignee_actual_fields);

constexpr Field holder_of_the_transit_procedure_fields[] = {
    leaf<&HolderOfTheTransitProcedure::identification_number>(
        1, "identificationNumber", {f::trimmed17, f::text17}, "", "identifier of the trader"),
    leaf<&HolderOfTheTransitProcedure::tir_holder_identification_number>(
        2, "TIRHolderIdentificationNumber", {f::trimmed17, f::text17}, "",
        "identifier of the TIR carnet's holder"),
    leaf<&HolderOfTheTransitProcedure::name>(3, "name", {f::trimmed70, f::text70}, "", "full name"),
    one<&HolderOfTheTransitProcedure::address>(4, address, "postal address"),
    one<&HolderOfTheTransitProcedure::contact_person>(5, contact_person, "whom to ask"),
};
constexpr Group holder_of_the_transit_procedure =
    group<HolderOfTheTransitProcedure>("HolderOfTheTransitProcedure", holder_of_the_transit_procedure_fields);

constexpr Field representative_fields[] = {
    leaf<&Representative::identification_number>(1, "identificationNumber", {f::trimmed17, f::text17}, "",
                                                 "identifier of the trader"),
    leaf<&Representative::status>(2, "status", f::digits1, "CL094", "in whose name the representative acts"),
    one<&Representative::contact_person>(3, contact_person, "whom to ask"),
};
constexpr Group representative = group<Representative>("Representative", representative_fields);

constexpr Field carrier_fields[] = {
    leaf<&Carrier::identification_number>(1, "identificationNumber", {f::trader, f::plain17}, "",
                                          "identifier of the trader"),
    one<&Carrier::contact_person>(2, contact_person, "whom to ask"),
};
constexpr Group carrier = group<Carrier>("Carrier", carrier_fields);

constexpr Field consignor_fields[] = {
    leaf<&Consignor::identification_number>(1, "identificationNumber", {f::trimmed17, f::text17}, "",
                                            "identifier of the trader"),
    leaf<&Consignor::name>(2, "name", {f::trimmed70, f::text70}, "", "full name"),
    one<&Consignor::address>(3, address, "postal address"),
    one<&Consignor::contact_person>(4, contact_person, "whom to ask"),
};
constexpr Group consignor = group<Consignor>("Consignor", consignor_fields);

constexpr Field customs_office_of_recovery_at_departure_fields[] = {
    leaf<&CustomsOfficeOfRecoveryAtDeparture::reference_number>(1, "referenceNumber", f::office, "CL177",
                                                                "reference number"),
    one<&CustomsOfficeOfRecoveryAtDeparture::contact_person>(2, contact_person, "whom to ask"),
};
constexpr Group customs_office_of_recovery_at_departure = group<CustomsOfficeOfRecoveryAtDeparture>(
    "CustomsOfficeOfRecoveryAtDeparture", customs_office_of_recovery_at_departure_fields);

constexpr Field customs_office_of_request_fields[] = {
    leaf<&CustomsOfficeOfRequest::reference_number>(1, "referenceNumber", f::office, "CL141",
                                                    "reference number"),
    one<&CustomsOfficeOfRequest::contact_person>(2, contact_person, "whom to ask"),
};
constexpr Group customs_office_of_request =
    group<CustomsOfficeOfRequest>("CustomsOfficeOfRequest", customs_office_of_request_fields);

constexpr Field customs_office_of_enquiry_at_departure_fields[] = {
    leaf<&CustomsOfficeOfEnquiryAtDeparture::reference_number>(1, "referenceNumber", f::office, "CL176",
                                                               "reference number"),
    one<&CustomsOfficeOfEnquiryAtDeparture::contact_person>(2, contact_person, "whom to ask"),
};
constexpr Group customs_office_of_enquiry_at_departure = group<CustomsOfficeOfEnquiryAtDeparture>(
    "CustomsOfficeOfEnquiryAtDeparture", customs_office_of_enquiry_at_departure_fields);

constexpr Field competent_customs_office_at_departure_fields[] = {
    leaf<&CompetentCustomsOfficeAtDeparture::reference_number>(1, "referenceNumber", f::office, "CL179",
                                                               "reference number"),
    one<&CompetentCustomsOfficeAtDeparture::contact_person>(2, contact_person, "whom to ask"),
};
constexpr Group competent_customs_office_at_departure = group<CompetentCustomsOfficeAtDeparture>(
    "CompetentCustomsOfficeAtDeparture", competent_customs_office_at_departure_fields);

constexpr Field competent_customs_office_at_destination_fields[] = {
    leaf<&CompetentCustomsOfficeAtDestination::reference_number>(1, "referenceNumber", f::office, "CL179",
                                                                 "reference number"),
    one<&CompetentCustomsOfficeAtDestination::contact_person>(2, contact_person, "whom to ask"),
};
constexpr Group competent_customs_office_at_destination = group<CompetentCustomsOfficeAtDestination>(
    "CompetentCustomsOfficeAtDestination", competent_customs_office_at_destination_fields);

constexpr Field customs_office_of_recovery_requesting_fields[] = {
    leaf<&CustomsOfficeOfRecoveryRequesting::reference_number>(1, "referenceNumber", f::office, "CL177",
                                                               "reference number"),
    one<&CustomsOfficeOfRecoveryRequesting::contact_person>(2, contact_person, "whom to ask"),
};
constexpr Group customs_office_of_recovery_requesting = group<CustomsOfficeOfRecoveryRequesting>(
    "CustomsOfficeOfRecoveryRequesting", customs_office_of_recovery_requesting_fields);

constexpr Field customs_office_of_recovery_requested_fields[] = {
    leaf<&CustomsOfficeOfRecoveryRequested::reference_number>(1, "referenceNumber", f::office, "CL177",
                                                              "reference number"),
    one<&CustomsOfficeOfRecoveryRequested::contact_person>(2, contact_person, "whom to ask"),
};
constexpr Group customs_office_of_recovery_requested = group<CustomsOfficeOfRecoveryRequested>(
    "CustomsOfficeOfRecoveryRequested", customs_office_of_recovery_requested_fields);

constexpr Field agent_in_country_of_competent_authority_fields[] = {
    leaf<&AgentInCountryOfCompetentAuthority::identification_number>(1, "identificationNumber", f::text17, "",
                                                                     "identifier of the trader"),
    leaf<&AgentInCountryOfCompetentAuthority::name>(2, "name", f::text70, "", "full name"),
    one<&AgentInCountryOfCompetentAuthority::address>(3, address, "postal address"),
    one<&AgentInCountryOfCompetentAuthority::contact_person>(4, contact_person, "whom to ask"),
};
constexpr Group agent_in_country_of_competent_authority = group<AgentInCountryOfCompetentAuthority>(
    "AgentInCountryOfCompetentAuthority", agent_in_country_of_competent_authority_fields);

constexpr Field goods_item_fields[] = {
    leaf<&GoodsItem::export_declaration_goods_item_number>(1, "exportDeclarationGoodsItemNumber",
                                                           f::from1to999, "",
                                                           "number of the item in the export declaration"),
    leaf<&GoodsItem::transit_declaration_goods_item_number>(2, "transitDeclarationGoodsItemNumber",
                                                            f::from1to1999, "",
                                                            "number of the item in the transit declaration"),
    one<&GoodsItem::previous_document>(3, previous_document, "documents of the procedure before"),
};
constexpr Group goods_item = group<GoodsItem>("GoodsItem", goods_item_fields);

constexpr Field location_fields[] = {
    leaf<&Location::qualifier_of_identification>(1, "qualifierOfIdentification", f::letters1, "CL038",
                                                 "which way the place is identified"),
    leaf<&Location::un_locode>(2, "UNLocode", f::token17, "CL244", "place in the UN/LOCODE list"),
    leaf<&Location::country>(3, "country", f::country, "CL009", "country"),
    one<&Location::gnss>(4, gnss, "position by satellite"),
    one<&Location::address>(5, address, "postal address"),
};
constexpr Group location = group<Location>("Location", location_fields);

constexpr Field location_of_goods_fields[] = {
    leaf<&LocationOfGoods::type_of_location>(1, "typeOfLocation", f::letters1, "CL347", "kind of place"),
    leaf<&LocationOfGoods::qualifier_of_identification>(2, "qualifierOfIdentification", f::letters1, "CL326",
                                                        "which way the place is identified"),
    leaf<&LocationOfGoods::authorisation_number>(3, "authorisationNumber", {f::trimmed35, f::text35}, "",
                                                 "authorisation under which the place is used"),
    leaf<&LocationOfGoods::additional_identifier>(4, "additionalIdentifier", {f::trimmed4, f::text4}, "",
                                                  "part of the place that the identifier names"),
    leaf<&LocationOfGoods::un_locode>(5, "UNLocode", f::token17, "CL244", "place in the UN/LOCODE list"),
    one<&LocationOfGoods::customs_office>(6, customs_office, "office where the goods are"),
    one<&LocationOfGoods::gnss>(7, gnss, "position by satellite"),
    one<&LocationOfGoods::economic_operator>(8, economic_operator, "trader at whose place the goods are"),
    one<&LocationOfGoods::address>(9, address, "postal address"),
    one<&LocationOfGoods::postcode_address>(10, postcode_address, "address by postal code"),
    one<&LocationOfGoods::contact_person>(11, contact_person, "whom to ask"),
};
constexpr Group location_of_goods = group<LocationOfGoods>("LocationOfGoods", location_of_goods_fields);

constexpr Field transport_equipment_fields[] = {
    leaf<&TransportEquipment::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                               "position among its kind, from 1"),
    leaf<&TransportEquipment::container_identification_number>(
        2, "containerIdentificationNumber", {f::tight17, f::printable17}, "", "number on the container"),
    leaf<&TransportEquipment::number_of_seals>(3, "numberOfSeals", f::from0to9999, "", "how many seals"),
    many<&TransportEquipment::seal>(4, seal, 99, "seals on the equipment"),
    many<&TransportEquipment::goods_reference>(5, goods_reference, 9999, "items in the equipment"),
};
constexpr Group transport_equipment =
    group<TransportEquipment>("TransportEquipment", transport_equipment_fields);

constexpr Field commodity_fields[] = {
    leaf<&Commodity::description_of_goods>(1, "descriptionOfGoods", {f::trimmed512, f::text512}, "",
                                           "goods in plain words"),
    leaf<&Commodity::cus_code>(2, "cusCode", f::code9, "CL016",
                               "chemical substance in the customs inventory"),
    one<&Commodity::commodity_code>(3, commodity_code, "goods code"),
    many<&Commodity::dangerous_goods>(4, dangerous_goods, 99, "dangerous substances"),
    one<&Commodity::goods_measure>(5, goods_measure, "masses and quantities"),
};
constexpr Group commodity = group<Commodity>("Commodity", commodity_fields);

constexpr Field transhipment_fields[] = {
    leaf<&Transhipment::container_indicator>(1, "containerIndicator", f::flag, "CL027",
                                             "1 if the goods travel in containers"),
    one<&Transhipment::transport_means>(2, transport_means, "new means of transport"),
};
constexpr Group transhipment = group<Transhipment>("Transhipment", transhipment_fields);

constexpr Field risk_analysis_fields[] = {
    leaf<&RiskAnalysis::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                         "position among its kind, from 1"),
    leaf<&RiskAnalysis::declaration_goods_item_number>(2, "declarationGoodsItemNumber", f::from0to1999, "",
                                                       "number of the item in the whole declaration"),
    many<&RiskAnalysis::risk_analysis_result>(3, risk_analysis_result, 99, "a risk that was found"),
};
constexpr Group risk_analysis = group<RiskAnalysis>("RiskAnalysis", risk_analysis_fields);

constexpr Field guarantor_fields[] = {
    leaf<&Guarantor::contact_details_in_country_of_competent_authority>(
        1, "contactDetailsInCountryOfCompetentAuthority", f::token140, "",
        "how to reach the guarantor in the authority's country"),
    leaf<&Guarantor::identification_number>(2, "identificationNumber", f::text17, "",
                                            "identifier of the trader"),
    leaf<&Guarantor::name>(3, "name", f::text70, "", "full name"),
    one<&Guarantor::address>(4, address, "postal address"),
    one<&Guarantor::contact_person>(5, contact_person, "whom to ask"),
    one<&Guarantor::agent_in_country_of_competent_authority>(
        6, agent_in_country_of_competent_authority, "the guarantor's agent in the authority's country"),
};
constexpr Group guarantor = group<Guarantor>("Guarantor", guarantor_fields);

constexpr Field goods_shipment_fields[] = {
    many<&GoodsShipment::goods_item>(1, goods_item, 999, "item of the export declaration"),
};
constexpr Group goods_shipment = group<GoodsShipment>("GoodsShipment", goods_shipment_fields);

constexpr Field consignment_item_fields[] = {
    leaf<&ConsignmentItem::goods_item_number>(1, "goodsItemNumber", f::from1to99999, "",
                                              "number of the item in its house consignment"),
    leaf<&ConsignmentItem::declaration_goods_item_number>(2, "declarationGoodsItemNumber", f::from1to1999, "",
                                                          "number of the item in the whole declaration"),
    leaf<&ConsignmentItem::declaration_type>(3, "declarationType", f::token5, "CL232",
                                             "transit procedure the goods are placed under"),
    leaf<&ConsignmentItem::country_of_dispatch>(4, "countryOfDispatch", f::country, "CL008",
                                                "country the goods leave"),
    leaf<&ConsignmentItem::country_of_destination>(5, "countryOfDestination", f::country, "CL008",
                                                   "country the goods go to"),
    leaf<&ConsignmentItem::reference_number_ucr>(6, "referenceNumberUCR", {f::tight35, f::printable70}, "",
                                                 "unique consignment reference"),
    one<&ConsignmentItem::consignee>(7, consignee, "who receives the goods"),
    many<&ConsignmentItem::additional_supply_chain_actor>(8, additional_supply_chain_actor, 99,
                                                          "others who take part in the supply chain"),
    leaf<&ConsignmentItem::release_type>(9, "releaseType", f::digits1, "CL163",
                                         "whether this part is released in full or in part"),
    leaf<&ConsignmentItem::sequence_number>(10, "sequenceNumber", f::from1to99999, "",
                                            "position among its kind, from 1"),
    one<&ConsignmentItem::commodity>(11, commodity, "goods and their classification"),
    many<&ConsignmentItem::packaging>(12, packaging, 99, "packages"),
    many<&ConsignmentItem::previous_document>(13, previous_document, 99, "documents of the procedure before"),
    many<&ConsignmentItem::supporting_document>(14, supporting_document, 99,
                                                "certificates, licences, invoices"),
    many<&ConsignmentItem::transport_document>(15, transport_document, 99, "transport documents"),
    many<&ConsignmentItem::additional_reference>(16, additional_reference, 99, "further references"),
    many<&ConsignmentItem::additional_information>(17, additional_information, 99, "statements under a code"),
    one<&ConsignmentItem::transport_charges>(18, transport_charges, "charges of transport"),
};
constexpr Group consignment_item = group<ConsignmentItem>("ConsignmentItem", consignment_item_fields);

constexpr Field incident_fields[] = {
    leaf<&Incident::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                     "position among its kind, from 1"),
    leaf<&Incident::code>(2, "code", f::digits1, "CL019", "kind of incident"),
    leaf<&Incident::text>(3, "text", f::text512, "", "what happened"),
    one<&Incident::endorsement>(4, endorsement, "endorsement by an authority"),
    one<&Incident::location>(5, location, "where the incident happened"),
    many<&Incident::transport_equipment>(6, transport_equipment, 9999, "containers and seals"),
    one<&Incident::transhipment>(7, transhipment, "change of the means of transport"),
};
constexpr Group incident = group<Incident>("Incident", incident_fields);

constexpr Field risk_analysis_identification_fields[] = {
    leaf<&RiskAnalysisIdentification::code>(1, "code", f::letters1, "CL107", "kind of risk analysis"),
    many<&RiskAnalysisIdentification::risk_analysis>(2, risk_analysis, 9999,
                                                     "result of the risk analysis of an item"),
};
constexpr Group risk_analysis_identification =
    group<RiskAnalysisIdentification>("RiskAnalysisIdentification", risk_analysis_identification_fields);

constexpr Field guarantee_reference_fields[] = {
    leaf<&GuaranteeReference::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                               "position among its kind, from 1"),
    leaf<&GuaranteeReference::grn>(2, "GRN", f::grn, "", "guarantee reference number"),
    leaf<&GuaranteeReference::access_code>(3, "accessCode", {f::trimmed_exactly4, f::text4}, "",
                                           "code that lets the sender use the guarantee"),
    leaf<&GuaranteeReference::amount_to_be_covered>(4, "amountToBeCovered", f::amount, "",
                                                    "sum of duties and taxes this guarantee covers"),
    one<&GuaranteeReference::guarantor>(5, guarantor, "who stands surety"),
    leaf<&GuaranteeReference::amount_concerned>(6, "amountConcerned", f::amount, "",
                                                "sum to be checked or reserved on the guarantee"),
    leaf<&GuaranteeReference::currency>(7, "currency", f::letters3, "CL048", "currency of the amount"),
    leaf<&GuaranteeReference::guarantee_amount>(8, "guaranteeAmount", f::amount, "",
                                                "sum the guarantee secures"),
    leaf<&GuaranteeReference::invalidity_date>(9, "invalidityDate", f::date, "",
                                               "day from which the guarantee is no longer valid"),
    leaf<&GuaranteeReference::liability_liberation_date>(10, "liabilityLiberationDate", f::date, "",
                                                         "day on which the guarantor was freed"),
    one<&GuaranteeReference::customs_office_of_guarantee>(11, customs_office_of_guarantee,
                                                          "office that keeps the guarantee"),
    many<&GuaranteeReference::validity_limitation>(12, validity_limitation, 99,
                                                   "countries where the guarantee is not valid"),
    many<&GuaranteeReference::invalid_guarantee_reason>(13, invalid_guarantee_reason, 9,
                                                        "why the guarantee cannot be used"),
};
constexpr Group guarantee_reference =
    group<GuaranteeReference>("GuaranteeReference", guarantee_reference_fields);

constexpr Field export_operation_fields[] = {
    leaf<&ExportOperation::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                            "position among its kind, from 1"),
    leaf<&ExportOperation::mrn>(2, "MRN", f::export_mrn, "",
                                "movement reference number, given by the office of departure"),
    one<&ExportOperation::control_result>(3, control_result, "result of the control"),
    leaf<&ExportOperation::transit_procedure_category>(4, "transitProcedureCategory", f::digits1, "CL166",
                                                       "kind of transit procedure"),
    leaf<&ExportOperation::security>(5, "security", f::digits1, "CL217",
                                     "which safety and security data are included"),
    leaf<&ExportOperation::result_indicator>(6, "resultIndicator", f::code2, "CL100",
                                             "result of the export system's check"),
    one<&ExportOperation::goods_shipment>(7, goods_shipment, "goods of the export declaration"),
};
constexpr Group export_operation = group<ExportOperation>("ExportOperation", export_operation_fields);

constexpr Field guarantee_fields[] = {
    leaf<&Guarantee::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                      "position among its kind, from 1"),
    leaf<&Guarantee::guarantee_type>(2, "guaranteeType", f::upper_or_digits1, "CL286", "kind of guarantee"),
    leaf<&Guarantee::other_guarantee_reference>(3, "otherGuaranteeReference", {f::trimmed35, f::text35}, "",
                                                "reference of a guarantee that has no GRN"),
    many<&Guarantee::guarantee_reference>(4, guarantee_reference, 99, "a guarantee and what it covers"),
};
constexpr Group guarantee = group<Guarantee>("Guarantee", guarantee_fields);

constexpr Field house_consignment_fields[] = {
    leaf<&HouseConsignment::sequence_number>(1, "sequenceNumber", f::from1to99999, "",
                                             "position among its kind, from 1"),
    leaf<&HouseConsignment::country_of_dispatch>(2, "countryOfDispatch", f::country, "CL008",
                                                 "country the goods leave"),
    leaf<&HouseConsignment::country_of_destination>(3, "countryOfDestination", f::country, "CL008",
                                                    "country the goods go to"),
    leaf<&HouseConsignment::gross_mass>(4, "grossMass", f::positive_mass, "",
                                        "mass with packaging, in kilograms"),
    leaf<&HouseConsignment::reference_number_ucr>(5, "referenceNumberUCR", {f::tight35, f::printable70}, "",
                                                  "unique consignment reference"),
    leaf<&HouseConsignment::security_indicator_from_export_declaration>(
        6, "securityIndicatorFromExportDeclaration", f::digits1, "CL217",
        "which safety and security data the export declaration has"),
    one<&HouseConsignment::consignor>(7, consignor, "who sends the goods"),
    one<&HouseConsignment::consignee>(8, consignee, "who receives the goods"),
    many<&HouseConsignment::additional_supply_chain_actor>(9, additional_supply_chain_actor, 99,
                                                           "others who take part in the supply chain"),
    many<&HouseConsignment::departure_transport_means>(10, departure_transport_means, 999,
                                                       "means of transport at departure"),
    many<&HouseConsignment::previous_document>(11, previous_document, 99,
                                               "documents of the procedure before"),
    many<&HouseConsignment::supporting_document>(12, supporting_document, 99,
                                                 "certificates, licences, invoices"),
    many<&HouseConsignment::transport_document>(13, transport_document, 99, "transport documents"),
    many<&HouseConsignment::additional_reference>(14, additional_reference, 99, "further references"),
    many<&HouseConsignment::additional_information>(15, additional_information, 99,
                                                    "statements under a code"),
    one<&HouseConsignment::transport_charges>(16, transport_charges, "charges of transport"),
    leaf<&HouseConsignment::release_type>(17, "releaseType", f::digits1, "CL163",
                                          "whether this part is released in full or in part"),
    one<&HouseConsignment::export_operation>(18, export_operation, "export procedure"),
    many<&HouseConsignment::consignment_item>(19, consignment_item, 999,
                                              "goods under one code and description"),
};
constexpr Group house_consignment = group<HouseConsignment>("HouseConsignment", house_consignment_fields);

constexpr Field aes_results_fields[] = {
    leaf<&AESResults::aes_communication_purpose>(1, "AESCommunicationPurpose", f::digits1, "CL158",
                                                 "why the export system is addressed"),
    leaf<&AESResults::response_date_and_time>(2, "responseDateAndTime", f::date_time, "",
                                              "when the export system answered"),
    leaf<&AESResults::global_validation_response>(3, "globalValidationResponse", f::flag, "CL027",
                                                  "whether the export system agrees"),
    many<&AESResults::export_operation>(4, export_operation, 1999, "export procedure"),
};
constexpr Group aes_results = group<AESResults>("AESResults", aes_results_fields);

constexpr Field consignment_fields[] = {
    leaf<&Consignment::country_of_dispatch>(1, "countryOfDispatch", f::country, "CL008",
                                            "country the goods leave"),
    leaf<&Consignment::country_of_destination>(2, "countryOfDestination", f::country, "CL008",
                                               "country the goods go to"),
    leaf<&Consignment::container_indicator>(3, "containerIndicator", f::flag, "CL027",
                                            "1 if the goods travel in containers"),
    leaf<&Consignment::inland_mode_of_transport>(4, "inlandModeOfTransport", f::digits1, "CL218",
                                                 "mode of transport inside the country of departure"),
    leaf<&Consignment::mode_of_transport_at_the_border>(5, "modeOfTransportAtTheBorder", f::digits1, "CL218",
                                                        "mode of transport across the border"),
    leaf<&Consignment::gross_mass>(6, "grossMass", f::positive_mass, "", "mass with packaging, in kilograms"),
    leaf<&Consignment::reference_number_ucr>(7, "referenceNumberUCR", {f::tight35, f::printable70}, "",
                                             "unique consignment reference"),
    one<&Consignment::carrier>(8, carrier, "who carries the goods"),
    one<&Consignment::consignor>(9, consignor, "who sends the goods"),
    one<&Consignment::consignee>(10, consignee, "who receives the goods"),
    many<&Consignment::additional_supply_chain_actor>(11, additional_supply_chain_actor, 99,
                                                      "others who take part in the supply chain"),
    many<&Consignment::transport_equipment>(12, transport_equipment, 9999, "containers and seals"),
    one<&Consignment::location_of_goods>(13, location_of_goods, "where the goods can be examined"),
    many<&Consignment::departure_transport_means>(14, departure_transport_means, 999,
                                                  "means of transport at departure"),
    many<&Consignment::country_of_routing_of_consignment>(15, country_of_routing_of_consignment, 99,
                                                          "countries on the route"),
    many<&Consignment::active_border_transport_means>(16, active_border_transport_means, 9,
                                                      "means of transport that crosses the border"),
    one<&Consignment::place_of_loading>(17, place_of_loading, "where the goods were loaded"),
    one<&Consignment::place_of_unloading>(18, place_of_unloading, "where the goods will be unloaded"),
    many<&Consignment::previous_document>(19, previous_document, 9999, "documents of the procedure before"),
    many<&Consignment::supporting_document>(20, supporting_document, 99, "certificates, licences, invoices"),
    many<&Consignment::transport_document>(21, transport_document, 99, "transport documents"),
    many<&Consignment::additional_reference>(22, additional_reference, 99, "further references"),
    many<&Consignment::additional_information>(23, additional_information, 99, "statements under a code"),
    one<&Consignment::transport_charges>(24, transport_charges, "charges of transport"),
    many<&Consignment::incident>(25, incident, 9, "what happened on the way"),
    many<&Consignment::house_consignment>(26, house_consignment, 1999,
                                          "goods of one consignor for one consignee"),
    one<&Consignment::consignee_actual>(27, consignee_actual,
                                        "who received the goods according to the holder"),
};
constexpr Group consignment = group<Consignment>("Consignment", consignment_fields);

constexpr Field message_fields[] = {
    leaf<&Message::message_sender>(1, "messageSender", f::token35, "", "who sent the message"),
    leaf<&Message::message_recipient>(2, "messageRecipient", f::token35, "", "who is to receive the message"),
    leaf<&Message::preparation_date_and_time>(3, "preparationDateAndTime", f::date_time, "",
                                              "when the message was prepared"),
    leaf<&Message::message_identification>(4, "messageIdentification", f::token35, "",
                                           "the sender's identifier of this message"),
    leaf<&Message::message_type>(5, "messageType", f::message_type, "",
                                 "name of the message, as its root element"),
    leaf<&Message::correlation_identifier>(6, "correlationIdentifier", f::token35, "",
                                           "identification of the message this one answers"),
    one<&Message::transit_operation>(7, transit_operation, "the movement"),
    many<&Message::authorisation>(8, authorisation, 9, "authorisations used"),
    one<&Message::invalidation>(9, invalidation, "request for and decision on invalidation"),
    one<&Message::recovery_notification>(10, recovery_notification, "notice of the debt"),
    many<&Message::export_operation>(11, export_operation, 999, "export procedure"),
    one<&Message::customs_office_of_exit>(12, customs_office_of_exit,
                                          "office of exit from the customs territory"),
    one<&Message::header>(13, header, "which movement a refusal is about"),
    many<&Message::xml_error>(14, xml_error, 9999, "what is wrong with the refused XML"),
    one<&Message::customs_office_of_recovery_requesting>(15, customs_office_of_recovery_requesting,
                                                         "office that asks for recovery"),
    one<&Message::customs_office_of_recovery_requested>(16, customs_office_of_recovery_requested,
                                                        "office asked to recover"),
    one<&Message::status_notice>(17, status_notice, "state of a movement, told to the other offices"),
    one<&Message::customs_office_of_departure>(18, customs_office_of_departure,
                                               "office where the movement starts"),
    one<&Message::customs_office_of_destination_declared>(19, customs_office_of_destination_declared,
                                                          "office where the goods are to arrive"),
    one<&Message::customs_office_of_destination_actual>(20, customs_office_of_destination_actual,
                                                        "office where the goods arrived"),
    many<&Message::customs_office_of_transit_declared>(21, customs_office_of_transit_declared, 9,
                                                       "offices of transit on the route"),
    one<&Message::customs_office_of_destination>(22, customs_office_of_destination,
                                                 "office where the movement ends"),
    one<&Message::aes_results>(23, aes_results, "answers of the export system"),
    many<&Message::customs_office_of_transit_actual>(24, customs_office_of_transit_actual, 9,
                                                     "offices of transit that the goods passed"),
    many<&Message::customs_office_of_exit_for_transit_declared>(
        25, customs_office_of_exit_for_transit_declared, 9, "offices of exit for transit on the route"),
    many<&Message::customs_office_of_exit_for_transit_actual>(
        26, customs_office_of_exit_for_transit_actual, 9,
        "offices of exit for transit that the goods passed"),
    many<&Message::customs_office_of_incident_registration>(27, customs_office_of_incident_registration, 9,
                                                            "office that registered the incident"),
    one<&Message::customs_office_of_recovery_at_departure>(28, customs_office_of_recovery_at_departure,
                                                           "recovery office on the side of departure"),
    one<&Message::customs_office_of_request>(29, customs_office_of_request, "office that asks"),
    one<&Message::holder_of_the_transit_procedure>(30, holder_of_the_transit_procedure,
                                                   "who answers for the transit"),
    one<&Message::trader_at_destination>(31, trader_at_destination, "who presents the goods at destination"),
    one<&Message::representative>(32, representative, "who acts for the holder"),
    one<&Message::guarantor>(33, guarantor, "who stands surety"),
    many<&Message::functional_error>(34, functional_error, 9999, "what is wrong with the refused message"),
    one<&Message::guarantor_notification>(35, guarantor_notification, "notice to the guarantor"),
    one<&Message::ctl_control>(36, ctl_control, "continuation of unloading"),
    one<&Message::unloading_remark>(37, unloading_remark, "result of unloading"),
    many<&Message::type_of_controls>(38, type_of_controls, 99, "controls that customs plans"),
    many<&Message::requested_document>(39, requested_document, 99, "documents that customs asks for"),
    one<&Message::customs_office_of_transit>(40, customs_office_of_transit, "office of transit"),
    one<&Message::customs_office_of_exit_for_transit>(41, customs_office_of_exit_for_transit,
                                                      "office of exit for transit"),
    one<&Message::customs_office_of_enquiry_at_departure>(42, customs_office_of_enquiry_at_departure,
                                                          "enquiry office on the side of departure"),
    one<&Message::competent_customs_office_at_departure>(43, competent_customs_office_at_departure,
                                                         "competent office on the side of departure"),
    one<&Message::competent_customs_office_at_destination>(44, competent_customs_office_at_destination,
                                                           "competent office on the side of destination"),
    one<&Message::enquiry>(45, enquiry, "enquiry about a movement"),
    many<&Message::response_information>(46, response_information, 99, "information that is given"),
    many<&Message::requested_information>(47, requested_information, 99, "information that is asked for"),
    one<&Message::customs_office_of_recovery>(48, customs_office_of_recovery,
                                              "office that recovered the debt"),
    one<&Message::recovery>(49, recovery, "recovery of the debt"),
    many<&Message::guarantee_reference>(50, guarantee_reference, 99, "a guarantee and what it covers"),
    many<&Message::country_involved>(51, country_involved, 99, "countries the movement touches"),
    many<&Message::passage>(52, passage, 18, "offices on the route that the goods passed"),
    one<&Message::control_result>(53, control_result, "result of the control"),
    many<&Message::guarantee>(54, guarantee, 9, "guarantees of one kind"),
    one<&Message::risk_analysis_identification>(55, risk_analysis_identification,
                                                "which risk analysis was made"),
    one<&Message::consignment>(56, consignment, "the goods as a whole"),
    one<&Message::status_request>(57, status_request, "notices of a movement that a state misses"),
    one<&Message::manifest>(58, manifest, "part of the list of what two nodes have in common"),
    many<&Message::manifest_entry>(59, manifest_entry, 500,
                                   "one thing that both have, as the sender knows it"),
    one<&Message::declaration>(60, "Declaration", wco::declaration_group, "a certificate, or what names one"),
    one<&Message::response>(61, "Response", wco::response_group, "an answer about a certificate"),
};
constexpr Group message = group<Message>("Message", message_fields);

constexpr const Group* groups[] = {&transit_operation,
                                   &customs_office_of_departure,
                                   &authorisation,
                                   &customs_office_of_destination_actual,
                                   &trader_at_destination,
                                   &invalidation,
                                   &customs_office_of_destination_declared,
                                   &customs_office_of_transit_declared,
                                   &customs_office_of_exit_for_transit_declared,
                                   &control_result,
                                   &functional_error,
                                   &guarantor_notification,
                                   &recovery_notification,
                                   &customs_office_of_exit,
                                   &customs_office_of_destination,
                                   &ctl_control,
                                   &unloading_remark,
                                   &type_of_controls,
                                   &requested_document,
                                   &customs_office_of_incident_registration,
                                   &header,
                                   &xml_error,
                                   &customs_office_of_transit_actual,
                                   &customs_office_of_exit_for_transit_actual,
                                   &customs_office_of_transit,
                                   &customs_office_of_exit_for_transit,
                                   &enquiry,
                                   &response_information,
                                   &requested_information,
                                   &recovery,
                                   &customs_office_of_recovery,
                                   &country_involved,
                                   &status_notice,
                                   &status_request,
                                   &manifest,
                                   &manifest_entry,
                                   &passage,
                                   &address,
                                   &contact_person,
                                   &additional_supply_chain_actor,
                                   &departure_transport_means,
                                   &country_of_routing_of_consignment,
                                   &active_border_transport_means,
                                   &place_of_loading,
                                   &place_of_unloading,
                                   &previous_document,
                                   &supporting_document,
                                   &transport_document,
                                   &additional_reference,
                                   &additional_information,
                                   &transport_charges,
                                   &customs_office,
                                   &gnss,
                                   &economic_operator,
                                   &postcode_address,
                                   &invalid_guarantee_reason,
                                   &customs_office_of_guarantee,
                                   &validity_limitation,
                                   &seal,
                                   &goods_reference,
                                   &packaging,
                                   &commodity_code,
                                   &dangerous_goods,
                                   &goods_measure,
                                   &endorsement,
                                   &transport_means,
                                   &risk_analysis_result,
                                   &consignee,
                                   &consignee_actual,
                                   &holder_of_the_transit_procedure,
                                   &representative,
                                   &carrier,
                                   &consignor,
                                   &customs_office_of_recovery_at_departure,
                                   &customs_office_of_request,
                                   &customs_office_of_enquiry_at_departure,
                                   &competent_customs_office_at_departure,
                                   &competent_customs_office_at_destination,
                                   &customs_office_of_recovery_requesting,
                                   &customs_office_of_recovery_requested,
                                   &agent_in_country_of_competent_authority,
                                   &goods_item,
                                   &location,
                                   &location_of_goods,
                                   &transport_equipment,
                                   &commodity,
                                   &transhipment,
                                   &risk_analysis,
                                   &guarantor,
                                   &goods_shipment,
                                   &consignment_item,
                                   &incident,
                                   &risk_analysis_identification,
                                   &guarantee_reference,
                                   &export_operation,
                                   &guarantee,
                                   &house_consignment,
                                   &aes_results,
                                   &consignment,
                                   &message};

}  // namespace

std::span<const Group* const> all_groups() {
  static const std::vector<const Group*> all = [] {
    const auto documents = wco::groups();
    std::vector<const Group*> joined{documents.begin(), documents.end()};
    joined.insert(joined.end(), std::begin(groups), std::end(groups));
    return joined;
  }();
  return all;
}

const Group& message_group() { return message; }

std::span<const Format* const> all_formats() { return f::all; }

const Format* find_format(std::string_view name) {
  const auto found = std::ranges::find(f::all, name, [](const Format* format) { return format->name; });
  return found == std::end(f::all) ? nullptr : *found;
}

}  // namespace lintas::message
