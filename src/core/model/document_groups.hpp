#pragma once

#include "core/model/scalars.hpp"

/// The data groups of documents that national windows exchange, named after the WCO Data Model (asw.md 4;
/// what is ours and not its: docs/domain/certificates.md). Apart from groups.hpp, since few need them.
namespace lintas::message::wco {

// NOLINTBEGIN(readability-redundant-member-init): without one g++ warns at each designated initialiser

/// Where somebody or something is.
struct Address {
  Text city_name = {};
  Text country_code = {};
  Text country_sub_division_name = {};
  Text line = {};
  Text postcode_id = {};
};

/// Exporter, agent, consignee, manufacturer, who invoices, where goods are shown.
struct Party {
  Text id = {};
  Text name = {};
  One<Address> address = {};
};

/// A statement under a code, in words, or both.
struct AdditionalInformation {
  Text statement_code = {};
  Text statement_description = {};
};

/// The official who certifies.
struct Authenticator {
  Text name = {};
  Text authentication = {};
};

/// Who declares for the exporter.
struct Declarant {
  Text name = {};
  Text signature_location_name = {};
  Date signature_date_time = {};
};

/// The office of the issuing authority.
struct Submitter {
  Text id = {};
  Text name = {};
};

/// So much of an item of another document.
struct DocumentGoodsItem {
  Int sequence_numeric = {};
  Number tariff_quantity = {};
};

/// Another document: what this one replaces, or lives on, or what takes its place.
struct ReferencedDocument {
  Text category_code = {};
  Date expiration_date_time = {};
  Text id = {};
  Date issue_date_time = {};
  Text issuing_country_code = {};
  Text certified_exporter_id = {};
  One<Submitter> submitter = {};
  Many<DocumentGoodsItem> goods_item = {};
};

/// What carries the goods across the border.
struct BorderTransportMeans {
  Text id = {};
  Text mode_code = {};
  Text name = {};
};

/// Port of discharge.
struct UnloadingLocation {
  Text id = {};
  Text name = {};
};

/// The carriage, as far as it is known.
struct Consignment {
  Date departure_date_time = {};
  One<BorderTransportMeans> border_transport_means = {};
  One<UnloadingLocation> unloading_location = {};
};

/// A country under a role: destination, origin.
struct CountryRole {
  Text country_code = {};
};

/// A further line of a description.
struct AdditionalDescription {
  Text description = {};
};

/// A code of the goods.
struct Classification {
  Text id = {};
};

/// Weight or another quantity.
struct GoodsMeasure {
  Text qualifier_code = {};
  Number tariff_quantity = {};
  Text unit_code = {};
};

/// The goods of an item.
struct Commodity {
  Text brand_name = {};
  Text description = {};
  Many<AdditionalDescription> additional_description = {};
  One<Classification> classification = {};
  One<GoodsMeasure> goods_measure = {};
};

/// The value of an item, free on board.
struct CustomsValuation {
  Text currency_code = {};
  Number free_on_board_amount = {};
};

struct Invoice {
  Text id = {};
  Date issue_date_time = {};
};

/// One line of the criterion by which an item originates.
struct OriginCriterion {
  Text type_code = {};
};

/// Where an item originates, and why.
struct Origin {
  Text country_code = {};
  Int regional_value_content_percent = {};
  Many<OriginCriterion> origin_criterion = {};
};

struct Packaging {
  Text marks_numbers_id = {};
  Int quantity_quantity = {};
  Int sequence_numeric = {};
  Text type_code = {};
};

/// An item of a document.
struct GovernmentAgencyGoodsItem {
  Int sequence_numeric = {};
  One<Commodity> commodity = {};
  One<CustomsValuation> customs_valuation = {};
  Many<Invoice> invoice = {};
  One<Party> manufacturer = {};
  One<Origin> origin = {};
  Many<Packaging> packaging = {};
};

/// The goods as a whole.
struct GoodsShipment {
  One<Party> consignee = {};
  One<Consignment> consignment = {};
  One<CountryRole> destination = {};
  One<Party> exhibition_location = {};
  Many<GovernmentAgencyGoodsItem> government_agency_goods_item = {};
  One<CountryRole> origin = {};
  One<Party> seller = {};
};

/// Goods for which a certified exporter may declare origin.
struct CertifiedProduct {
  Text description = {};
  Int sequence_numeric = {};
  One<Classification> classification = {};
  Many<OriginCriterion> origin_criterion = {};
};

/// Who may sign for a certified exporter.
struct Signatory {
  Text name = {};
  Int sequence_numeric = {};
};

/// A firm that its state lets declare origin, as the register has it.
struct CertifiedExporter {
  Date effective_date_time = {};
  Date expiration_date_time = {};
  Text id = {};
  Text name = {};
  One<Address> address = {};
  Many<CertifiedProduct> product = {};
  Many<Signatory> signatory = {};
};

/// A name under which a firm trades.
struct TradeName {
  Text name = {};
};

/// What an operator does in the supply chain.
struct RoleOfOperator {
  Text role_code = {};
};

/// A code under which an operator is declared.
struct CodeOfOperator {
  Text effective_date_time = {};
  Text expiration_date_time = {};
  Text id = {};
  Date issue_date_time = {};
};

/// An authorised economic operator, as the list of its state has it.
struct AuthorisedOperator {
  Date acceptance_date_time = {};
  Date consent_date_time = {};
  Date effective_date_time = {};
  Date expiration_date_time = {};
  Text level_code = {};
  Text local_name = {};
  Text name = {};
  Text programme_id = {};
  Date reassessment_date_time = {};
  One<Address> address = {};
  Many<CodeOfOperator> code = {};
  Many<RoleOfOperator> role = {};
  Many<TradeName> trade_name = {};
};

/// A file that comes with a document, or a part of one.
struct AdditionalDocument {
  Text id = {};
  Text name = {};
  Int offset_quantity = {};
  Int size_quantity = {};
  Text type_code = {};
  Text attachment_binary_object = {};
};

/// A certificate or a customs declaration document, or what names one.
struct Declaration {
  Text function_code = {};
  Text functional_reference_id = {};
  Text id = {};
  Text issue_date_time = {};
  Text issuing_country_code = {};
  Text type_code = {};
  Int version_id = {};
  Many<AdditionalInformation> additional_information = {};
  One<Party> agent = {};
  One<Authenticator> authenticator = {};
  One<Declarant> declarant = {};
  One<Party> exporter = {};
  One<GoodsShipment> goods_shipment = {};
  Many<ReferencedDocument> previous_document = {};
  One<ReferencedDocument> replacement_document = {};
  One<Submitter> submitter = {};
  One<ReferencedDocument> subsequent_document = {};
  Text kind_code = {};
  Text certified_exporter_id = {};
  One<ReferencedDocument> carrying_document = {};
  One<CertifiedExporter> certified_exporter = {};
  Many<AdditionalDocument> additional_document = {};
  Text holder_id = {};
  One<AuthorisedOperator> authorised_operator = {};
};

/// What a check of a message found.
struct Error {
  Text description = {};
  Text location = {};
  Text validation_code = {};
};

/// What customs says of an item.
struct Status {
  Text declaration_id = {};
  Text effective_date_time = {};
  Text name_code = {};
  Int sequence_numeric = {};
  Text statement_description = {};
  Number tariff_quantity = {};
  Text unit_code = {};
};

/// An answer about a document.
struct Response {
  Text function_code = {};
  Text functional_reference_id = {};
  Text issue_date_time = {};
  Many<AdditionalInformation> additional_information = {};
  One<Declaration> declaration = {};
  Many<Error> error = {};
  Many<Status> status = {};
};

// NOLINTEND(readability-redundant-member-init)

}  // namespace lintas::message::wco
