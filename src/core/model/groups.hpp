#pragma once

#include "core/model/scalars.hpp"

/// The data groups of all messages as plain structs. A group holds what any message shows of it: the tables
/// in tables.cpp describe it, the views in core/messages say which message shows what.
namespace lintas::message {

struct OpenGroup;

namespace wco {
struct Declaration;
struct Response;
}  // namespace wco

// NOLINTBEGIN(readability-redundant-member-init): without one g++ warns at each designated initialiser

/// The movement.
struct TransitOperation {
  Text aes_communication_purpose = {};
  Text lrn = {};
  Text mrn = {};
  DateTime amendment_submission_date_and_time = {};
  DateTime arrival_notification_date_and_time = {};
  Text simplified_procedure = {};
  Text declaration_type = {};
  Text additional_declaration_type = {};
  Text tir_carnet_number = {};
  DateTime presentation_of_the_goods_date_and_time = {};
  Date discrepancies_notification_date = {};
  Text discrepancies_notification_text = {};
  DateTime amendment_notification_date_and_time = {};
  Date declaration_acceptance_date = {};
  DateTime amendment_acceptance_date_and_time = {};
  Date release_date = {};
  Text security = {};
  Text reduced_dataset_indicator = {};
  Text specific_circumstance_indicator = {};
  Text communication_language_at_departure = {};
  Text binding_itinerary = {};
  Text amendment_type_flag = {};
  Date limit_date = {};
  Text release_requested = {};
  DateTime release_request_date_and_time = {};
  Text other_things_to_report = {};
  Text release_indicator = {};
  Date recovery_communication_date = {};
  DateTime declaration_submission_date_and_time = {};
  Text no_release_motivation_code = {};
  Text no_release_motivation_text = {};
  Text business_rejection_type = {};
  DateTime rejection_date_and_time = {};
  Text rejection_code = {};
  Text rejection_reason = {};
  DateTime control_notification_date_and_time = {};
  Text notification_type = {};
  DateTime incident_notification_date_and_time = {};
  Text request_rejection_reason_code = {};
  DateTime arrival_date_and_time_actual = {};
  Text status = {};
  Text discrepancies_resolved = {};
  Date write_off_date = {};
  DateTime cancel_enquiry_notification_date_and_time = {};
  Text cancel_enquiry_notification_text = {};
  Date passage_date = {};
  Text passage_refusal_date = {};
  Text passage_refusal_reason_code = {};
  Text text = {};
  Date usage_cancellation_date = {};
};

/// Office where the movement starts.
struct CustomsOfficeOfDeparture {
  Text reference_number = {};
};

/// Authorisations used.
struct Authorisation {
  Int sequence_number = {};
  Text type = {};
  Text reference_number = {};
};

/// Office where the goods arrived.
struct CustomsOfficeOfDestinationActual {
  Text reference_number = {};
};

/// Who presents the goods at destination.
struct TraderAtDestination {
  Text identification_number = {};
  Text communication_language_at_destination = {};
};

/// Request for and decision on invalidation.
struct Invalidation {
  DateTime request_date_and_time = {};
  DateTime decision_date_and_time = {};
  Text decision = {};
  Text initiated_by_customs = {};
  Text justification = {};
};

/// Office where the goods are to arrive.
struct CustomsOfficeOfDestinationDeclared {
  Text reference_number = {};
};

/// Offices of transit on the route.
struct CustomsOfficeOfTransitDeclared {
  Int sequence_number = {};
  Text reference_number = {};
  DateTime arrival_date_and_time_estimated = {};
};

/// Offices of exit for transit on the route.
struct CustomsOfficeOfExitForTransitDeclared {
  Int sequence_number = {};
  Text reference_number = {};
};

/// Result of the control.
struct ControlResult {
  Text code = {};
  Date date = {};
  Text controlled_by = {};
  Text remark = {};
  Text state_of_seals = {};
  Text text = {};
  Text verification_type = {};
};

/// What is wrong with the refused message.
struct FunctionalError {
  Int sequence_number = {};
  Text error_pointer = {};
  Text error_code = {};
  Text error_reason = {};
  Text original_attribute_value = {};
};

/// Notice to the guarantor.
struct GuarantorNotification {
  Date guarantor_notification_date = {};
  Text guarantor_notification_text = {};
};

/// Notice of the debt.
struct RecoveryNotification {
  Date recovery_notification_date = {};
  Text recovery_notification_text = {};
  Number amount_claimed = {};
  Text currency = {};
};

/// Office of exit from the customs territory.
struct CustomsOfficeOfExit {
  Text reference_number = {};
};

/// Office where the movement ends.
struct CustomsOfficeOfDestination {
  Text reference_number = {};
};

/// Continuation of unloading.
struct CTLControl {
  Int continue_unloading = {};
};

/// Result of unloading.
struct UnloadingRemark {
  Text conform = {};
  Text unloading_completion = {};
  Date unloading_date = {};
  Text state_of_seals = {};
  Text unloading_remark = {};
};

/// Controls that customs plans.
struct TypeOfControls {
  Int sequence_number = {};
  Text type = {};
  Text text = {};
};

/// Documents that customs asks for.
struct RequestedDocument {
  Int sequence_number = {};
  Text document_type = {};
  Text description = {};
};

/// Office that registered the incident.
struct CustomsOfficeOfIncidentRegistration {
  Int sequence_number = {};
  Text reference_number = {};
};

/// Which movement a refusal is about.
struct Header {
  Text lrn = {};
  Text mrn = {};
};

/// What is wrong with the refused XML.
struct XMLError {
  Int error_line_number = {};
  Int error_column_number = {};
  Text error_pointer = {};
  Text error_code = {};
  Text error_text = {};
  Text original_attribute_value = {};
};

/// Offices of transit that the goods passed.
struct CustomsOfficeOfTransitActual {
  Int sequence_number = {};
  Text reference_number = {};
  Text guarantee_not_valid_for_country = {};
};

/// Offices of exit for transit that the goods passed.
struct CustomsOfficeOfExitForTransitActual {
  Int sequence_number = {};
  Text reference_number = {};
};

/// Office of transit.
struct CustomsOfficeOfTransit {
  Text reference_number = {};
};

/// Office of exit for transit.
struct CustomsOfficeOfExitForTransit {
  Text reference_number = {};
};

/// Enquiry about a movement.
struct Enquiry {
  Date date = {};
  Date tc11_delivery_date = {};
  Date enquiry_response_date = {};
  Text response_code = {};
  Text text = {};
  Date limit_for_the_enquiry_response_date = {};
  Date return_copy_returned_date = {};
  Date enquiry_request_date = {};
  Text information_available_from_trader = {};
};

/// Information that is given.
struct ResponseInformation {
  Int sequence_number = {};
  Text information_code = {};
  Text text = {};
};

/// Information that is asked for.
struct RequestedInformation {
  Int sequence_number = {};
  Text code = {};
  Text text = {};
};

/// Recovery of the debt.
struct Recovery {
  Text recovery_acceptance = {};
  Date recovery_communication_date = {};
  Date collection_date = {};
  Text text = {};
};

/// Office that recovered the debt.
struct CustomsOfficeOfRecovery {
  Text reference_number = {};
};

/// Countries the movement touches.
struct CountryInvolved {
  Int sequence_number = {};
  Text country = {};
};

/// State of a movement, told to the other offices.
struct StatusNotice {
  Int notice_number = {};
  Text status = {};
  DateTime status_date_and_time = {};
  Date limit_date = {};
  Date write_off_date = {};
  Text text = {};
};

/// Which notices of a movement a state misses.
struct StatusRequest {
  Int first_number = {};
  Int last_number = {};
};

/// Part of what a node and its partner have in common, as one of them knows it.
struct Manifest {
  Date manifest_date = {};
  Int part_number = {};
};

/// What the sender knows of one thing that both have.
struct ManifestEntry {
  Text reference = {};
  Int sent_number = {};
  Int taken_number = {};
  Int notice_number = {};
  Text digest = {};
};

/// Offices on the route that the goods passed.
struct Passage {
  Int sequence_number = {};
  Text reference_number = {};
  Date passage_date = {};
};

/// Postal address.
struct Address {
  Text street_and_number = {};
  Text postcode = {};
  Text city = {};
  Text country = {};
};

/// Whom to ask.
struct ContactPerson {
  Text name = {};
  Text phone_number = {};
  Text email_address = {};
};

/// Others who take part in the supply chain.
struct AdditionalSupplyChainActor {
  Int sequence_number = {};
  Text role = {};
  Text identification_number = {};
};

/// Means of transport at departure.
struct DepartureTransportMeans {
  Int sequence_number = {};
  Text type_of_identification = {};
  Text identification_number = {};
  Text nationality = {};
};

/// Countries on the route.
struct CountryOfRoutingOfConsignment {
  Int sequence_number = {};
  Text country = {};
};

/// Means of transport that crosses the border.
struct ActiveBorderTransportMeans {
  Int sequence_number = {};
  Text customs_office_at_border_reference_number = {};
  Text type_of_identification = {};
  Text identification_number = {};
  Text nationality = {};
  Text conveyance_reference_number = {};
};

/// Where the goods were loaded.
struct PlaceOfLoading {
  Text un_locode = {};
  Text country = {};
  Text location = {};
};

/// Where the goods will be unloaded.
struct PlaceOfUnloading {
  Text un_locode = {};
  Text country = {};
  Text location = {};
};

/// Documents of the procedure before.
struct PreviousDocument {
  Int sequence_number = {};
  Text type = {};
  Text reference_number = {};
  Int goods_item_number = {};
  Text type_of_packages = {};
  Int number_of_packages = {};
  Text measurement_unit_and_qualifier = {};
  Number quantity = {};
  Text complement_of_information = {};
  Text complete_control = {};
};

/// Certificates, licences, invoices.
struct SupportingDocument {
  Int sequence_number = {};
  Text type = {};
  Text reference_number = {};
  Int document_line_item_number = {};
  Text complement_of_information = {};
  Text complete_control = {};
};

/// Transport documents.
struct TransportDocument {
  Int sequence_number = {};
  Text type = {};
  Text reference_number = {};
};

/// Further references.
struct AdditionalReference {
  Int sequence_number = {};
  Text type = {};
  Text reference_number = {};
};

/// Statements under a code.
struct AdditionalInformation {
  Int sequence_number = {};
  Text code = {};
  Text text = {};
  Text complete_control = {};
};

/// Charges of transport.
struct TransportCharges {
  Text method_of_payment = {};
};

/// Office where the goods are.
struct CustomsOffice {
  Text reference_number = {};
};

/// Position by satellite.
struct GNSS {
  Text latitude = {};
  Text longitude = {};
};

/// Trader at whose place the goods are.
struct EconomicOperator {
  Text identification_number = {};
};

/// Address by postal code.
struct PostcodeAddress {
  Text house_number = {};
  Text postcode = {};
  Text country = {};
};

/// Why the guarantee cannot be used.
struct InvalidGuaranteeReason {
  Int sequence_number = {};
  Text code = {};
  Text text = {};
};

/// Office that keeps the guarantee.
struct CustomsOfficeOfGuarantee {
  Text reference_number = {};
};

/// Countries where the guarantee is not valid.
struct ValidityLimitation {
  Int sequence_number = {};
  Text guarantee_not_valid_in = {};
};

/// Seals on the equipment.
struct Seal {
  Int sequence_number = {};
  Text identifier = {};
};

/// Items in the equipment.
struct GoodsReference {
  Int sequence_number = {};
  Int declaration_goods_item_number = {};
};

/// Packages.
struct Packaging {
  Int sequence_number = {};
  Text type_of_packages = {};
  Int number_of_packages = {};
  Text shipping_marks = {};
};

/// Goods code.
struct CommodityCode {
  Text harmonized_system_sub_heading_code = {};
  Text combined_nomenclature_code = {};
};

/// Dangerous substances.
struct DangerousGoods {
  Int sequence_number = {};
  Text un_number = {};
};

/// Masses and quantities.
struct GoodsMeasure {
  Number gross_mass = {};
  Number net_mass = {};
  Number supplementary_units = {};
};

/// Endorsement by an authority.
struct Endorsement {
  Date date = {};
  Text authority = {};
  Text place = {};
  Text country = {};
};

/// New means of transport.
struct TransportMeans {
  Text type_of_identification = {};
  Text identification_number = {};
  Text nationality = {};
};

/// A risk that was found.
struct RiskAnalysisResult {
  Int sequence_number = {};
  Text code = {};
  Text risk_area_code = {};
  Text text = {};
};

/// Who receives the goods.
struct Consignee {
  Text identification_number = {};
  Text name = {};
  One<Address> address = {};
};

/// Who received the goods according to the holder.
struct ConsigneeActual {
  Text identification_number = {};
  Text name = {};
  One<Address> address = {};
};

/// Who answers for the transit.
struct HolderOfTheTransitProcedure {
  Text identification_number = {};
  Text tir_holder_identification_number = {};
  Text name = {};
  One<Address> address = {};
  One<ContactPerson> contact_person = {};
};

/// Who acts for the holder.
struct Representative {
  Text identification_number = {};
  Text status = {};
  One<ContactPerson> contact_person = {};
};

/// Who carries the goods.
struct Carrier {
  Text identification_number = {};
  One<ContactPerson> contact_person = {};
};

/// Who sends the goods.
struct Consignor {
  Text identification_number = {};
  Text name = {};
  One<Address> address = {};
  One<ContactPerson> contact_person = {};
};

/// Recovery office on the side of departure.
struct CustomsOfficeOfRecoveryAtDeparture {
  Text reference_number = {};
  One<ContactPerson> contact_person = {};
};

/// Office that asks.
struct CustomsOfficeOfRequest {
  Text reference_number = {};
  One<ContactPerson> contact_person = {};
};

/// Enquiry office on the side of departure.
struct CustomsOfficeOfEnquiryAtDeparture {
  Text reference_number = {};
  One<ContactPerson> contact_person = {};
};

/// Competent office on the side of departure.
struct CompetentCustomsOfficeAtDeparture {
  Text reference_number = {};
  One<ContactPerson> contact_person = {};
};

/// Competent office on the side of destination.
struct CompetentCustomsOfficeAtDestination {
  Text reference_number = {};
  One<ContactPerson> contact_person = {};
};

/// Office that asks for recovery.
struct CustomsOfficeOfRecoveryRequesting {
  Text reference_number = {};
  One<ContactPerson> contact_person = {};
};

/// Office asked to recover.
struct CustomsOfficeOfRecoveryRequested {
  Text reference_number = {};
  One<ContactPerson> contact_person = {};
};

/// The guarantor's agent in the authority's country.
struct AgentInCountryOfCompetentAuthority {
  Text identification_number = {};
  Text name = {};
  One<Address> address = {};
  One<ContactPerson> contact_person = {};
};

/// Item of the export declaration.
struct GoodsItem {
  Int export_declaration_goods_item_number = {};
  Int transit_declaration_goods_item_number = {};
  One<PreviousDocument> previous_document = {};
};

/// Where the incident happened.
struct Location {
  Text qualifier_of_identification = {};
  Text un_locode = {};
  Text country = {};
  One<GNSS> gnss = {};
  One<Address> address = {};
};

/// Where the goods can be examined.
struct LocationOfGoods {
  Text type_of_location = {};
  Text qualifier_of_identification = {};
  Text authorisation_number = {};
  Text additional_identifier = {};
  Text un_locode = {};
  One<CustomsOffice> customs_office = {};
  One<GNSS> gnss = {};
  One<EconomicOperator> economic_operator = {};
  One<Address> address = {};
  One<PostcodeAddress> postcode_address = {};
  One<ContactPerson> contact_person = {};
};

/// Containers and seals.
struct TransportEquipment {
  Int sequence_number = {};
  Text container_identification_number = {};
  Int number_of_seals = {};
  Many<Seal> seal = {};
  Many<GoodsReference> goods_reference = {};
};

/// Goods and their classification.
struct Commodity {
  Text description_of_goods = {};
  Text cus_code = {};
  One<CommodityCode> commodity_code = {};
  Many<DangerousGoods> dangerous_goods = {};
  One<GoodsMeasure> goods_measure = {};
};

/// Change of the means of transport.
struct Transhipment {
  Text container_indicator = {};
  One<TransportMeans> transport_means = {};
};

/// Result of the risk analysis of an item.
struct RiskAnalysis {
  Int sequence_number = {};
  Int declaration_goods_item_number = {};
  Many<RiskAnalysisResult> risk_analysis_result = {};
};

/// Who stands surety.
struct Guarantor {
  Text contact_details_in_country_of_competent_authority = {};
  Text identification_number = {};
  Text name = {};
  One<Address> address = {};
  One<ContactPerson> contact_person = {};
  One<AgentInCountryOfCompetentAuthority> agent_in_country_of_competent_authority = {};
};

/// Goods of the export declaration.
struct GoodsShipment {
  Many<GoodsItem> goods_item = {};
};

/// Goods under one code and description.
struct ConsignmentItem {
  Int goods_item_number = {};
  Int declaration_goods_item_number = {};
  Text declaration_type = {};
  Text country_of_dispatch = {};
  Text country_of_destination = {};
  Text reference_number_ucr = {};
  One<Consignee> consignee = {};
  Many<AdditionalSupplyChainActor> additional_supply_chain_actor = {};
  Text release_type = {};
  Int sequence_number = {};
  One<Commodity> commodity = {};
  Many<Packaging> packaging = {};
  Many<PreviousDocument> previous_document = {};
  Many<SupportingDocument> supporting_document = {};
  Many<TransportDocument> transport_document = {};
  Many<AdditionalReference> additional_reference = {};
  Many<AdditionalInformation> additional_information = {};
  One<TransportCharges> transport_charges = {};
};

/// What happened on the way.
struct Incident {
  Int sequence_number = {};
  Text code = {};
  Text text = {};
  One<Endorsement> endorsement = {};
  One<Location> location = {};
  Many<TransportEquipment> transport_equipment = {};
  One<Transhipment> transhipment = {};
};

/// Which risk analysis was made.
struct RiskAnalysisIdentification {
  Text code = {};
  Many<RiskAnalysis> risk_analysis = {};
};

/// A guarantee and what it covers.
struct GuaranteeReference {
  Int sequence_number = {};
  Text grn = {};
  Text access_code = {};
  Number amount_to_be_covered = {};
  One<Guarantor> guarantor = {};
  Number amount_concerned = {};
  Text currency = {};
  Number guarantee_amount = {};
  Date invalidity_date = {};
  Date liability_liberation_date = {};
  One<CustomsOfficeOfGuarantee> customs_office_of_guarantee = {};
  Many<ValidityLimitation> validity_limitation = {};
  Many<InvalidGuaranteeReason> invalid_guarantee_reason = {};
};

/// Export procedure.
struct ExportOperation {
  Int sequence_number = {};
  Text mrn = {};
  One<ControlResult> control_result = {};
  Text transit_procedure_category = {};
  Text security = {};
  Text result_indicator = {};
  One<GoodsShipment> goods_shipment = {};
};

/// Guarantees of one kind.
struct Guarantee {
  Int sequence_number = {};
  Text guarantee_type = {};
  Text other_guarantee_reference = {};
  Many<GuaranteeReference> guarantee_reference = {};
};

/// Goods of one consignor for one consignee.
struct HouseConsignment {
  Int sequence_number = {};
  Text country_of_dispatch = {};
  Text country_of_destination = {};
  Number gross_mass = {};
  Text reference_number_ucr = {};
  Text security_indicator_from_export_declaration = {};
  One<Consignor> consignor = {};
  One<Consignee> consignee = {};
  Many<AdditionalSupplyChainActor> additional_supply_chain_actor = {};
  Many<DepartureTransportMeans> departure_transport_means = {};
  Many<PreviousDocument> previous_document = {};
  Many<SupportingDocument> supporting_document = {};
  Many<TransportDocument> transport_document = {};
  Many<AdditionalReference> additional_reference = {};
  Many<AdditionalInformation> additional_information = {};
  One<TransportCharges> transport_charges = {};
  Text release_type = {};
  One<ExportOperation> export_operation = {};
  Many<ConsignmentItem> consignment_item = {};
};

/// Answers of the export system.
struct AESResults {
  Text aes_communication_purpose = {};
  DateTime response_date_and_time = {};
  Text global_validation_response = {};
  Many<ExportOperation> export_operation = {};
};

/// The goods as a whole.
struct Consignment {
  Text country_of_dispatch = {};
  Text country_of_destination = {};
  Text container_indicator = {};
  Text inland_mode_of_transport = {};
  Text mode_of_transport_at_the_border = {};
  Number gross_mass = {};
  Text reference_number_ucr = {};
  One<Carrier> carrier = {};
  One<Consignor> consignor = {};
  One<Consignee> consignee = {};
  Many<AdditionalSupplyChainActor> additional_supply_chain_actor = {};
  Many<TransportEquipment> transport_equipment = {};
  One<LocationOfGoods> location_of_goods = {};
  Many<DepartureTransportMeans> departure_transport_means = {};
  Many<CountryOfRoutingOfConsignment> country_of_routing_of_consignment = {};
  Many<ActiveBorderTransportMeans> active_border_transport_means = {};
  One<PlaceOfLoading> place_of_loading = {};
  One<PlaceOfUnloading> place_of_unloading = {};
  Many<PreviousDocument> previous_document = {};
  Many<SupportingDocument> supporting_document = {};
  Many<TransportDocument> transport_document = {};
  Many<AdditionalReference> additional_reference = {};
  Many<AdditionalInformation> additional_information = {};
  One<TransportCharges> transport_charges = {};
  Many<Incident> incident = {};
  Many<HouseConsignment> house_consignment = {};
  One<ConsigneeActual> consignee_actual = {};
};

/// Any message: the union of what stands below a root element.
struct Message {
  Message();
  ~Message();
  Message(Message&&) noexcept;
  Message& operator=(Message&&) noexcept;
  Message& operator=(const Message&) = delete;
  /// A deep copy. Messages are large, so copying has a name.
  [[nodiscard]] Message clone() const;

  Text message_sender = {};
  Text message_recipient = {};
  DateTime preparation_date_and_time = {};
  Text message_identification = {};
  Text message_type = {};
  Text correlation_identifier = {};
  One<TransitOperation> transit_operation = {};
  Many<Authorisation> authorisation = {};
  One<Invalidation> invalidation = {};
  One<RecoveryNotification> recovery_notification = {};
  Many<ExportOperation> export_operation = {};
  One<CustomsOfficeOfExit> customs_office_of_exit = {};
  One<Header> header = {};
  Many<XMLError> xml_error = {};
  One<CustomsOfficeOfRecoveryRequesting> customs_office_of_recovery_requesting = {};
  One<CustomsOfficeOfRecoveryRequested> customs_office_of_recovery_requested = {};
  One<StatusNotice> status_notice = {};
  One<CustomsOfficeOfDeparture> customs_office_of_departure = {};
  One<CustomsOfficeOfDestinationDeclared> customs_office_of_destination_declared = {};
  One<CustomsOfficeOfDestinationActual> customs_office_of_destination_actual = {};
  Many<CustomsOfficeOfTransitDeclared> customs_office_of_transit_declared = {};
  One<CustomsOfficeOfDestination> customs_office_of_destination = {};
  One<AESResults> aes_results = {};
  Many<CustomsOfficeOfTransitActual> customs_office_of_transit_actual = {};
  Many<CustomsOfficeOfExitForTransitDeclared> customs_office_of_exit_for_transit_declared = {};
  Many<CustomsOfficeOfExitForTransitActual> customs_office_of_exit_for_transit_actual = {};
  Many<CustomsOfficeOfIncidentRegistration> customs_office_of_incident_registration = {};
  One<CustomsOfficeOfRecoveryAtDeparture> customs_office_of_recovery_at_departure = {};
  One<CustomsOfficeOfRequest> customs_office_of_request = {};
  One<HolderOfTheTransitProcedure> holder_of_the_transit_procedure = {};
  One<TraderAtDestination> trader_at_destination = {};
  One<Representative> representative = {};
  One<Guarantor> guarantor = {};
  Many<FunctionalError> functional_error = {};
  One<GuarantorNotification> guarantor_notification = {};
  One<CTLControl> ctl_control = {};
  One<UnloadingRemark> unloading_remark = {};
  Many<TypeOfControls> type_of_controls = {};
  Many<RequestedDocument> requested_document = {};
  One<CustomsOfficeOfTransit> customs_office_of_transit = {};
  One<CustomsOfficeOfExitForTransit> customs_office_of_exit_for_transit = {};
  One<CustomsOfficeOfEnquiryAtDeparture> customs_office_of_enquiry_at_departure = {};
  One<CompetentCustomsOfficeAtDeparture> competent_customs_office_at_departure = {};
  One<CompetentCustomsOfficeAtDestination> competent_customs_office_at_destination = {};
  One<Enquiry> enquiry = {};
  Many<ResponseInformation> response_information = {};
  Many<RequestedInformation> requested_information = {};
  One<CustomsOfficeOfRecovery> customs_office_of_recovery = {};
  One<Recovery> recovery = {};
  Many<GuaranteeReference> guarantee_reference = {};
  Many<CountryInvolved> country_involved = {};
  Many<Passage> passage = {};
  One<ControlResult> control_result = {};
  Many<Guarantee> guarantee = {};
  One<RiskAnalysisIdentification> risk_analysis_identification = {};
  One<Consignment> consignment = {};
  One<StatusRequest> status_request = {};
  One<Manifest> manifest = {};
  Many<ManifestEntry> manifest_entry = {};
  One<wco::Declaration> declaration;  ///< document_groups.hpp, which whoever looks into it includes
  One<wco::Response> response;
  One<OpenGroup> open;  ///< a document of a kind that is data: open_group.hpp

 private:
  Message(const Message&);
};

// NOLINTEND(readability-redundant-member-init)

}  // namespace lintas::message
