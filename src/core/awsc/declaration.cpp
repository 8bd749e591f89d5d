#include "core/awsc/declaration.hpp"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/text.hpp"
#include "core/awsc/exporter.hpp"
#include "core/documents/certificate.hpp"
#include "core/model/document_groups.hpp"
#include "core/model/scalars.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/unit.hpp"

namespace lintas::awsc {

namespace {

namespace wco = message::wco;

/// What check() has found missing is left empty here: whoever reads a declaration asks check() as well.
DeclaredItem item_of(const wco::GovernmentAgencyGoodsItem& said) {
  DeclaredItem item;
  item.number = static_cast<std::uint32_t>(said.sequence_numeric.value);
  if (!said.commodity) return item;
  item.description = said.commodity->description;
  for (const wco::AdditionalDescription& line : said.commodity->additional_description)
    item.description.append(" ").append(line.description);
  if (said.commodity->classification) item.code = said.commodity->classification->id;
  if (!said.commodity->goods_measure) return item;
  item.quantity = said.commodity->goods_measure->tariff_quantity.decimal();
  item.unit = Unit::parse(said.commodity->goods_measure->unit_code).value_or(Unit{});
  return item;
}

std::unexpected<Findings> not_to_be_found(std::string_view below, std::string_view value) {
  return std::unexpected(Findings{{.rule = "R-OD-012",
                                   .pointer = format("/OD.DECLARATION/Declaration/{}", below),
                                   .value = std::string{value},
                                   .detail = {}}});
}

}  // namespace

documents::Reference proof_of(const DeclarationReference& reference) {
  static_assert(AuthorisationCodeKind::characters_max == documents::IssuingOfficeKind::characters_max &&
                    CarrierNumberKind::characters_max == documents::ReferenceNumberKind::characters_max,
                "what is one of them is one of the others");
  return {
      .state = reference.state,
      .office = documents::IssuingOffice::parse(reference.code.str()).value_or(documents::IssuingOffice{}),
      .number =
          documents::ReferenceNumber::parse(reference.document.str()).value_or(documents::ReferenceNumber{}),
      .kind = documents::Kind::origin_declaration};
}

std::optional<DeclarationReference> declaration_in(const documents::Reference& proof) {
  const auto code = AuthorisationCode::parse(proof.office.str());
  const auto document = CarrierNumber::parse(proof.number.str());
  if (proof.kind != documents::Kind::origin_declaration || !code || !document) return std::nullopt;
  return DeclarationReference{.state = proof.state, .code = *code, .document = *document};
}

std::string in_words(const DeclarationReference& reference) {
  return format("{}, {}, {}", reference.state.str(), reference.code.str(), reference.document.str());
}

std::expected<DeclarationContents, Findings> contents_of(const wco::Declaration& said,
                                                         const Hash256& document, Sha256 sha256) {
  const auto state = Country::parse(said.issuing_country_code);
  const auto code = AuthorisationCode::parse(said.certified_exporter_id);
  // A code of these has no comma: texts name it between two.
  if (!state || !code || code->str().contains(','))
    return not_to_be_found("CertifiedExporterID", said.certified_exporter_id);
  if (!said.carrying_document) return not_to_be_found("CarryingDocument", {});
  const auto number = CarrierNumber::parse(said.carrying_document->id);
  if (!number) return not_to_be_found("CarryingDocument/ID", said.carrying_document->id);
  DeclarationContents contents{.reference = {.state = *state, .code = *code, .document = *number},
                               .day = said.carrying_document->issue_date_time.calendar_day(),
                               .signatory = {},
                               .items = {},
                               .document = document};
  if (said.declarant)
    contents.signatory = print_of_name(contents.reference.exporter(), said.declarant->name, sha256);
  if (said.goods_shipment) {
    for (const wco::GovernmentAgencyGoodsItem& item : said.goods_shipment->government_agency_goods_item)
      contents.items.push_back(item_of(item));
  }
  return contents;
}

}  // namespace lintas::awsc
