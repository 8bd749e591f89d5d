#include "core/model/document_tables.hpp"

#include <span>

#include "core/model/document_groups.hpp"
#include "core/model/field.hpp"
#include "core/model/formats.hpp"

namespace lintas::message::wco {

namespace {

namespace f = formats;

// As in tables.cpp. Elements stand in the order of the WCO schemas: leaves, then groups, each by name. How
// often a group may occur is ours: the guidelines could not be read (asw.md 11).

constexpr Field address_fields[] = {
    leaf<&Address::city_name>(1, "CityName", f::text35, "", "town"),
    leaf<&Address::country_code>(2, "CountryCode", f::country, "CL008", "country"),
    leaf<&Address::country_sub_division_name>(3, "CountrySubDivisionName", f::text35, "",
                                              "province or state within the country"),
    leaf<&Address::line>(4, "Line", f::text256, "", "street, number, building"),
    leaf<&Address::postcode_id>(5, "PostcodeID", f::text17, "", "postal code"),
};
constexpr Group address = group<Address>("wco.Address", address_fields);

constexpr Field party_fields[] = {
    leaf<&Party::id>(1, "ID", f::text35, "", "identifier of the trader in its state"),
    leaf<&Party::name>(2, "Name", f::text70, "", "full name"),
    one<&Party::address>(3, "Address", address, "postal address"),
};
constexpr Group party = group<Party>("wco.Party", party_fields);

constexpr Field additional_information_fields[] = {
    leaf<&AdditionalInformation::statement_code>(1, "StatementCode", f::code3, "CL902", "the statement"),
    leaf<&AdditionalInformation::statement_description>(2, "StatementDescription", f::text512, "",
                                                        "the statement in words"),
};
constexpr Group additional_information =
    group<AdditionalInformation>("wco.AdditionalInformation", additional_information_fields);

constexpr Field authenticator_fields[] = {
    leaf<&Authenticator::name>(1, "Name", f::text70, "", "the authorised official"),
    leaf<&Authenticator::authentication>(
        2, "Authentication", f::text70, "",
        "how signature and seal were applied; by itself no digital signature (OCP R7)"),
};
constexpr Group authenticator = group<Authenticator>("wco.Authenticator", authenticator_fields);

constexpr Field declarant_fields[] = {
    leaf<&Declarant::name>(1, "Name", f::text70, "", "who signs for exporter, manufacturer or producer"),
    leaf<&Declarant::signature_location_name>(2, "SignatureLocationName", f::text70, "",
                                              "place of the declaration"),
    leaf<&Declarant::signature_date_time>(3, "SignatureDateTime", f::date, "", "day of the declaration"),
};
constexpr Group declarant = group<Declarant>("wco.Declarant", declarant_fields);

constexpr Field submitter_fields[] = {
    leaf<&Submitter::id>(1, "ID", f::tight35, "", "identifier of the issuing office"),
    leaf<&Submitter::name>(2, "Name", f::text70, "", "name of the issuing office"),
};
constexpr Group submitter = group<Submitter>("wco.Submitter", submitter_fields);

constexpr Field document_goods_item_fields[] = {
    leaf<&DocumentGoodsItem::sequence_numeric>(1, "SequenceNumeric", f::from1to99999, "",
                                               "number of the item in the other document"),
    leaf<&DocumentGoodsItem::tariff_quantity>(2, "TariffQuantity", f::positive_mass, "",
                                              "how much of it, in its own unit"),
};
constexpr Group document_goods_item =
    group<DocumentGoodsItem>("wco.DocumentGoodsItem", document_goods_item_fields);

constexpr Field referenced_document_fields[] = {
    leaf<&ReferencedDocument::category_code>(1, "CategoryCode", f::letters2, "CL901",
                                             "what it is to this certificate"),
    leaf<&ReferencedDocument::expiration_date_time>(2, "ExpirationDateTime", f::date, "",
                                                    "its last day of validity"),
    leaf<&ReferencedDocument::id>(3, "ID", f::tight35, "", "its reference number"),
    leaf<&ReferencedDocument::issue_date_time>(4, "IssueDateTime", f::date, "", "day of its issue"),
    leaf<&ReferencedDocument::issuing_country_code>(5, "IssuingCountryCode", f::country, "CL009",
                                                    "state that issued it"),
    leaf<&ReferencedDocument::certified_exporter_id>(
        6, "CertifiedExporterID", f::tight35, "",
        "code of the certified exporter who made it, of an origin declaration"),
    one<&ReferencedDocument::submitter>(7, "Submitter", submitter, "office that issued it"),
    many<&ReferencedDocument::goods_item>(8, "GoodsItem", document_goods_item, 999,
                                          "what of it goes on with this certificate"),
};
constexpr Group referenced_document =
    group<ReferencedDocument>("wco.ReferencedDocument", referenced_document_fields);

constexpr Field border_transport_means_fields[] = {
    leaf<&BorderTransportMeans::id>(1, "ID", f::text35, "", "voyage, flight or registration number"),
    leaf<&BorderTransportMeans::mode_code>(2, "ModeCode", f::digits1, "CL912", "mode of transport"),
    leaf<&BorderTransportMeans::name>(3, "Name", f::text70, "", "name of the vessel or aircraft"),
};
constexpr Group border_transport_means =
    group<BorderTransportMeans>("wco.BorderTransportMeans", border_transport_means_fields);

constexpr Field unloading_location_fields[] = {
    leaf<&UnloadingLocation::id>(1, "ID", f::unlocode, "CL244", "place in the UN/LOCODE list"),
    leaf<&UnloadingLocation::name>(2, "Name", f::text70, "", "place in plain words"),
};
constexpr Group unloading_location =
    group<UnloadingLocation>("wco.UnloadingLocation", unloading_location_fields);

constexpr Field consignment_fields[] = {
    leaf<&Consignment::departure_date_time>(1, "DepartureDateTime", f::date, "",
                                            "day of departure, as far as known"),
    one<&Consignment::border_transport_means>(2, "BorderTransportMeans", border_transport_means,
                                              "what carries the goods"),
    one<&Consignment::unloading_location>(3, "UnloadingLocation", unloading_location, "port of discharge"),
};
constexpr Group consignment = group<Consignment>("wco.Consignment", consignment_fields);

constexpr Field country_role_fields[] = {
    leaf<&CountryRole::country_code>(1, "CountryCode", f::country, "CL009", "member state"),
};
constexpr Group country_role = group<CountryRole>("wco.CountryRole", country_role_fields);

constexpr Field additional_description_fields[] = {
    leaf<&AdditionalDescription::description>(1, "Description", f::text512, "",
                                              "a further line of the description"),
};
constexpr Group additional_description =
    group<AdditionalDescription>("wco.AdditionalDescription", additional_description_fields);

constexpr Field classification_fields[] = {
    leaf<&Classification::id>(1, "ID", f::digits8to12, "",
                              "code of the goods in the tariff of the importing state (AHTN)"),
};
constexpr Group classification = group<Classification>("wco.Classification", classification_fields);

constexpr Field goods_measure_fields[] = {
    leaf<&GoodsMeasure::qualifier_code>(1, "QualifierCode", f::letters2, "CL905",
                                        "gross weight, net weight or another quantity"),
    leaf<&GoodsMeasure::tariff_quantity>(2, "TariffQuantity", f::positive_mass, "", "how much"),
    leaf<&GoodsMeasure::unit_code>(3, "UnitCode", f::code2to3, "CL913", "unit of the quantity"),
};
constexpr Group goods_measure = group<GoodsMeasure>("wco.GoodsMeasure", goods_measure_fields);

constexpr Field commodity_fields[] = {
    leaf<&Commodity::brand_name>(1, "BrandName", f::text70, "", "trade mark"),
    leaf<&Commodity::description>(2, "Description", f::text512, "",
                                  "the goods, so that they can be identified"),
    many<&Commodity::additional_description>(3, "AdditionalDescription", additional_description, 99,
                                             "further lines of the description"),
    one<&Commodity::classification>(4, "Classification", classification, "code of the goods"),
    one<&Commodity::goods_measure>(5, "GoodsMeasure", goods_measure, "weight or quantity"),
};
constexpr Group commodity = group<Commodity>("wco.Commodity", commodity_fields);

constexpr Field customs_valuation_fields[] = {
    leaf<&CustomsValuation::currency_code>(1, "CurrencyCode", f::upper3, "CL048", "currency of the amount"),
    leaf<&CustomsValuation::free_on_board_amount>(2, "FreeOnBoardAmount", f::amount, "",
                                                  "value free on board"),
};
constexpr Group customs_valuation = group<CustomsValuation>("wco.CustomsValuation", customs_valuation_fields);

constexpr Field invoice_fields[] = {
    leaf<&Invoice::id>(1, "ID", f::text35, "", "number of the invoice"),
    leaf<&Invoice::issue_date_time>(2, "IssueDateTime", f::date, "", "day of the invoice"),
};
constexpr Group invoice = group<Invoice>("wco.Invoice", invoice_fields);

constexpr Field origin_criterion_fields[] = {
    leaf<&OriginCriterion::type_code>(1, "TypeCode", f::token35, "CL903", "origin criterion"),
};
constexpr Group origin_criterion = group<OriginCriterion>("wco.OriginCriterion", origin_criterion_fields);

constexpr Field origin_fields[] = {
    leaf<&Origin::country_code>(3, "CountryCode", f::country, "CL008", "country of origin"),
    leaf<&Origin::regional_value_content_percent>(1, "RegionalValueContentPercent", f::from1to100, "",
                                                  "regional value content in whole percent, rounded down"),
    many<&Origin::origin_criterion>(2, "OriginCriterion", origin_criterion, 3, "the criterion, in its order"),
};
constexpr Group origin = group<Origin>("wco.Origin", origin_fields);

constexpr Field packaging_fields[] = {
    leaf<&Packaging::marks_numbers_id>(1, "MarksNumbersID", f::text512, "", "marks and numbers on them"),
    leaf<&Packaging::quantity_quantity>(2, "QuantityQuantity", f::from0to99999999, "", "how many"),
    leaf<&Packaging::sequence_numeric>(3, "SequenceNumeric", f::from1to99999, "",
                                       "position among its kind, from 1"),
    leaf<&Packaging::type_code>(4, "TypeCode", f::code2, "CL017", "kind of packages"),
};
constexpr Group packaging = group<Packaging>("wco.Packaging", packaging_fields);

constexpr Field government_agency_goods_item_fields[] = {
    leaf<&GovernmentAgencyGoodsItem::sequence_numeric>(1, "SequenceNumeric", f::from1to99999, "",
                                                       "number of the item"),
    one<&GovernmentAgencyGoodsItem::commodity>(2, "Commodity", commodity, "the goods"),
    one<&GovernmentAgencyGoodsItem::customs_valuation>(3, "CustomsValuation", customs_valuation,
                                                       "value free on board"),
    many<&GovernmentAgencyGoodsItem::invoice>(4, "Invoice", invoice, 99, "invoices of the item"),
    one<&GovernmentAgencyGoodsItem::manufacturer>(5, "Manufacturer", party, "who made the goods"),
    one<&GovernmentAgencyGoodsItem::origin>(6, "Origin", origin, "where the item originates, and why"),
    many<&GovernmentAgencyGoodsItem::packaging>(7, "Packaging", packaging, 99, "packages of the item"),
};
constexpr Group government_agency_goods_item =
    group<GovernmentAgencyGoodsItem>("wco.GovernmentAgencyGoodsItem", government_agency_goods_item_fields);

constexpr Field goods_shipment_fields[] = {
    one<&GoodsShipment::consignee>(1, "Consignee", party, "who receives the goods"),
    one<&GoodsShipment::consignment>(2, "Consignment", consignment, "the carriage"),
    one<&GoodsShipment::destination>(3, "Destination", country_role, "importing state"),
    one<&GoodsShipment::exhibition_location>(4, "ExhibitionLocation", party,
                                             "exhibition at which the goods are sold"),
    many<&GoodsShipment::government_agency_goods_item>(5, "GovernmentAgencyGoodsItem",
                                                       government_agency_goods_item, 999, "an item"),
    one<&GoodsShipment::origin>(6, "Origin", country_role, "state in which the goods were produced"),
    one<&GoodsShipment::seller>(7, "Seller", party, "who invoices from a third country"),
};
constexpr Group goods_shipment = group<GoodsShipment>("wco.GoodsShipment", goods_shipment_fields);

constexpr Field certified_product_fields[] = {
    leaf<&CertifiedProduct::description>(1, "Description", f::text512, "", "the goods"),
    leaf<&CertifiedProduct::sequence_numeric>(2, "SequenceNumeric", f::from1to99999, "",
                                              "number of the product in the record"),
    one<&CertifiedProduct::classification>(3, "Classification", classification, "code of the goods"),
    many<&CertifiedProduct::origin_criterion>(4, "OriginCriterion", origin_criterion, 3,
                                              "the criterion, in its order"),
};
constexpr Group certified_product = group<CertifiedProduct>("wco.CertifiedProduct", certified_product_fields);

constexpr Field signatory_fields[] = {
    leaf<&Signatory::name>(1, "Name", f::text70, "", "full name"),
    leaf<&Signatory::sequence_numeric>(2, "SequenceNumeric", f::from1to99999, "",
                                       "number of the signatory in the record"),
};
constexpr Group signatory = group<Signatory>("wco.Signatory", signatory_fields);

constexpr Field certified_exporter_fields[] = {
    leaf<&CertifiedExporter::effective_date_time>(1, "EffectiveDateTime", f::date, "",
                                                  "first day of the authorisation"),
    leaf<&CertifiedExporter::expiration_date_time>(2, "ExpirationDateTime", f::date, "",
                                                   "last day of the authorisation"),
    leaf<&CertifiedExporter::id>(3, "ID", f::text35, "", "identifier of the firm in its state"),
    leaf<&CertifiedExporter::name>(4, "Name", f::text70, "", "legal name"),
    one<&CertifiedExporter::address>(5, "Address", address, "postal address"),
    many<&CertifiedExporter::product>(6, "Product", certified_product, 999,
                                      "goods for which the firm may declare origin"),
    many<&CertifiedExporter::signatory>(7, "Signatory", signatory, 99, "who may sign for the firm"),
};
constexpr Group certified_exporter =
    group<CertifiedExporter>("wco.CertifiedExporter", certified_exporter_fields);

constexpr Field trade_name_fields[] = {
    leaf<&TradeName::name>(1, "Name", f::text70, "", "name under which the firm trades"),
};
constexpr Group trade_name = group<TradeName>("wco.TradeName", trade_name_fields);

constexpr Field role_of_operator_fields[] = {
    leaf<&RoleOfOperator::role_code>(1, "RoleCode", f::token17, "CL929",
                                     "what the operator is in the supply chain"),
};
constexpr Group role_of_operator = group<RoleOfOperator>("wco.RoleOfOperator", role_of_operator_fields);

constexpr Field code_of_operator_fields[] = {
    leaf<&CodeOfOperator::effective_date_time>(1, "EffectiveDateTime", f::zoned_time, "",
                                               "from when on it is the operator's"),
    leaf<&CodeOfOperator::expiration_date_time>(2, "ExpirationDateTime", f::zoned_time, "",
                                                "the instant from which it is the operator's no more"),
    leaf<&CodeOfOperator::id>(3, "ID", f::tight35, "", "the code as it is issued"),
    leaf<&CodeOfOperator::issue_date_time>(4, "IssueDateTime", f::date, "", "day on which it was given"),
};
constexpr Group code_of_operator = group<CodeOfOperator>("wco.CodeOfOperator", code_of_operator_fields);

constexpr Field authorised_operator_fields[] = {
    leaf<&AuthorisedOperator::acceptance_date_time>(
        1, "AcceptanceDateTime", f::date, "",
        "day of the authorisation, which importers declare beside the code"),
    leaf<&AuthorisedOperator::consent_date_time>(
        2, "ConsentDateTime", f::date, "", "day on which the holder agreed that other states are told of it"),
    leaf<&AuthorisedOperator::effective_date_time>(3, "EffectiveDateTime", f::date, "",
                                                   "first day of the authorisation"),
    leaf<&AuthorisedOperator::expiration_date_time>(4, "ExpirationDateTime", f::date, "",
                                                    "last day of the authorisation"),
    leaf<&AuthorisedOperator::level_code>(5, "LevelCode", f::token17, "", "level within the programme"),
    leaf<&AuthorisedOperator::local_name>(6, "LocalName", f::text70, "",
                                          "legal name in the script of its state"),
    leaf<&AuthorisedOperator::name>(7, "Name", f::text70, "", "legal name in Latin letters"),
    leaf<&AuthorisedOperator::programme_id>(8, "ProgrammeID", f::token17, "",
                                            "programme under which it is authorised"),
    leaf<&AuthorisedOperator::reassessment_date_time>(9, "ReassessmentDateTime", f::date, "",
                                                      "day on which the conditions are looked at anew"),
    one<&AuthorisedOperator::address>(10, "Address", address, "postal address"),
    many<&AuthorisedOperator::code>(11, "Code", code_of_operator, 16,
                                    "codes, in the order in which they were given"),
    many<&AuthorisedOperator::role>(12, "Role", role_of_operator, 9, "what it is authorised as"),
    many<&AuthorisedOperator::trade_name>(13, "TradeName", trade_name, 9, "names under which it trades"),
};
constexpr Group authorised_operator =
    group<AuthorisedOperator>("wco.AuthorisedOperator", authorised_operator_fields);

constexpr Field additional_document_fields[] = {
    leaf<&AdditionalDocument::id>(1, "ID", f::sha256, "", "SHA-256 of the file"),
    leaf<&AdditionalDocument::name>(2, "Name", f::printable80, "", "name of the file"),
    leaf<&AdditionalDocument::offset_quantity>(3, "OffsetQuantity", f::from0to99999999, "",
                                               "octets of the file before this part"),
    leaf<&AdditionalDocument::size_quantity>(4, "SizeQuantity", f::from1to99999999, "",
                                             "octets of the whole file"),
    leaf<&AdditionalDocument::type_code>(5, "TypeCode", f::token17, "", "what the file is, as a media type"),
    leaf<&AdditionalDocument::attachment_binary_object>(6, "AttachmentBinaryObject", f::base64_part, "",
                                                        "the octets in base64, on one line"),
};
constexpr Group additional_document =
    group<AdditionalDocument>("wco.AdditionalDocument", additional_document_fields);

constexpr Field declaration_fields[] = {
    leaf<&Declaration::certified_exporter_id>(19, "CertifiedExporterID", f::tight35, "",
                                              "authorisation code of the certified exporter"),
    leaf<&Declaration::function_code>(1, "FunctionCode", f::digits1to2, "CL911",
                                      "what the message does with the certificate"),
    leaf<&Declaration::functional_reference_id>(2, "FunctionalReferenceID", f::tight35, "",
                                                "the sender's identifier of the request"),
    leaf<&Declaration::holder_id>(23, "HolderID", f::trader, "",
                                  "identifier of the authorised operator in its state"),
    leaf<&Declaration::id>(3, "ID", f::tight35, "", "reference number, unique in the issuing office"),
    leaf<&Declaration::issue_date_time>(4, "IssueDateTime", f::zoned_time, "",
                                        "when it was issued, by the clock of the office"),
    leaf<&Declaration::issuing_country_code>(5, "IssuingCountryCode", f::country, "CL009",
                                             "state that issued the certificate"),
    leaf<&Declaration::type_code>(6, "TypeCode", f::token3, "CL910", "kind of document"),
    leaf<&Declaration::version_id>(7, "VersionID", f::from1to999, "", "version of the certificate, from 1"),
    many<&Declaration::additional_document>(22, "AdditionalDocument", additional_document, 20,
                                            "files that come with the document"),
    many<&Declaration::additional_information>(8, "AdditionalInformation", additional_information, 7,
                                               "statements about the certificate"),
    one<&Declaration::agent>(17, "Agent", party, "who declares for the exporter to customs"),
    one<&Declaration::authenticator>(9, "Authenticator", authenticator, "the official who certifies"),
    one<&Declaration::authorised_operator>(24, "AuthorisedOperator", authorised_operator,
                                           "the authorised operator"),
    one<&Declaration::carrying_document>(20, "CarryingDocument", referenced_document,
                                         "the document on which an origin declaration stands"),
    one<&Declaration::certified_exporter>(21, "CertifiedExporter", certified_exporter,
                                          "the certified exporter"),
    one<&Declaration::declarant>(10, "Declarant", declarant, "who declares for the exporter"),
    one<&Declaration::exporter>(11, "Exporter", party, "who exports the goods"),
    one<&Declaration::goods_shipment>(12, "GoodsShipment", goods_shipment, "the goods"),
    many<&Declaration::previous_document>(13, "PreviousDocument", referenced_document, 99,
                                          "documents this certificate replaces or lives on"),
    one<&Declaration::replacement_document>(14, "ReplacementDocument", referenced_document,
                                            "the certificate that takes the place of this one"),
    one<&Declaration::submitter>(15, "Submitter", submitter, "the issuing office"),
    leaf<&Declaration::kind_code>(18, "KindCode", f::token17, "", "kind of a document whose kind is a table"),
    one<&Declaration::subsequent_document>(16, "SubsequentDocument", referenced_document,
                                           "the back-to-back certificate that lives on this one, or did"),
};

constexpr Field error_fields[] = {
    leaf<&Error::description>(1, "Description", f::text512, "", "what is wrong, in words"),
    leaf<&Error::location>(2, "Location", f::text512, "", "path of the element in the refused message"),
    leaf<&Error::validation_code>(3, "ValidationCode", f::tight35, "", "id of the rule that was broken"),
};
constexpr Group error = group<Error>("wco.Error", error_fields);

constexpr Field status_fields[] = {
    leaf<&Status::declaration_id>(1, "DeclarationID", f::text35, "", "import declaration that used the item"),
    leaf<&Status::effective_date_time>(2, "EffectiveDateTime", f::zoned_time, "",
                                       "when it was decided, by the clock of the office"),
    leaf<&Status::name_code>(3, "NameCode", f::code2to3, "CL904", "what customs says of the item"),
    leaf<&Status::sequence_numeric>(4, "SequenceNumeric", f::from1to99999, "",
                                    "number of the item in the certificate"),
    leaf<&Status::statement_description>(5, "StatementDescription", f::text512, "", "reasons in words"),
    leaf<&Status::tariff_quantity>(6, "TariffQuantity", f::positive_mass, "",
                                   "how much of the item was used in all"),
    leaf<&Status::unit_code>(7, "UnitCode", f::code2to3, "CL913", "unit of the quantity"),
};
constexpr Group status = group<Status>("wco.Status", status_fields);

}  // namespace

constexpr Group declaration_group = group<Declaration>("wco.Declaration", declaration_fields);

namespace {

constexpr Field response_fields[] = {
    leaf<&Response::function_code>(1, "FunctionCode", f::digits1to2, "CL911", "what the message answers"),
    leaf<&Response::functional_reference_id>(
        2, "FunctionalReferenceID", f::tight35, "",
        "identifier of the request that is answered; of what customs said of items, "
        "when the newest of it was decided; of a record of a register, digest of the copy"),
    leaf<&Response::issue_date_time>(3, "IssueDateTime", f::zoned_time, "",
                                     "when it was decided, by the clock of the office"),
    many<&Response::additional_information>(4, "AdditionalInformation", additional_information, 7,
                                            "the answer in words"),
    one<&Response::declaration>(5, "Declaration", declaration_group, "the certificate"),
    many<&Response::error>(6, "Error", error, 999, "what is wrong with the message that is answered"),
    many<&Response::status>(7, "Status", status, 999, "what customs says of an item"),
};

}  // namespace

constexpr Group response_group = group<Response>("wco.Response", response_fields);

std::span<const Group* const> groups() {
  static constexpr const Group* all[] = {&address,
                                         &party,
                                         &additional_information,
                                         &authenticator,
                                         &declarant,
                                         &submitter,
                                         &document_goods_item,
                                         &referenced_document,
                                         &border_transport_means,
                                         &unloading_location,
                                         &consignment,
                                         &country_role,
                                         &additional_description,
                                         &classification,
                                         &goods_measure,
                                         &commodity,
                                         &customs_valuation,
                                         &invoice,
                                         &origin_criterion,
                                         &origin,
                                         &packaging,
                                         &government_agency_goods_item,
                                         &goods_shipment,
                                         &certified_product,
                                         &signatory,
                                         &certified_exporter,
                                         &trade_name,
                                         &role_of_operator,
                                         &code_of_operator,
                                         &authorised_operator,
                                         &additional_document,
                                         &declaration_group,
                                         &error,
                                         &status,
                                         &response_group};
  return all;
}

}  // namespace lintas::message::wco
