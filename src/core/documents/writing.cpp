#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/certain.hpp"
#include "base/decimal.hpp"
#include "base/finding.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/names.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/results.hpp"
#include "core/documents/said.hpp"
#include "core/messages/program.hpp"
#include "core/model/clocks.hpp"
#include "core/model/document_groups.hpp"
#include "core/model/groups.hpp"
#include "core/model/scalars.hpp"

namespace lintas::documents {

namespace {

namespace wco = message::wco;

template <class T>
T& made(message::One<T>& group) {
  return group ? *group : group.emplace();
}

message::Number number_of(Decimal value) {
  require(!value.is_negative(), "a quantity is not below zero");
  return {.mantissa = value.mantissa(), .places = value.places()};
}

message::Int int_of(std::uint16_t value) { return {static_cast<std::int64_t>(value)}; }

/// An office that is not known has no element: certificates on paper name none.
void put_office(const IssuingOffice& office, message::One<wco::Submitter>& submitter) {
  if (office == IssuingOffice{}) {
    submitter = {};
  } else {
    made(submitter).id = office.str();
  }
}

void put_reference(const Reference& reference, wco::ReferencedDocument& document) {
  document.id = reference.number.str();
  document.issuing_country_code = reference.state.str();
  put_office(reference.office, document.submitter);
}

// ---- the certificate

void put_flags(const Flags& flags, wco::Declaration& certificate) {
  certificate.additional_information.clear();
  for (const FlagCode& one : flag_codes) {
    if (flags.*(one.flag))
      certificate.additional_information.push_back({.statement_code = std::string{one.code}});
  }
}

void put_item(const Item& item, wco::GovernmentAgencyGoodsItem& shown) {
  shown.sequence_numeric = int_of(item.number);
  wco::Commodity& goods = made(shown.commodity);
  made(goods.classification).id = item.hs.str();
  wco::GoodsMeasure& measure = made(goods.goods_measure);
  measure.tariff_quantity = number_of(item.quantity);
  measure.unit_code = item.unit.str();
  made(shown.origin) = origin_of(item.criterion);
}

/// The document that stands there under this category and number, or a new one.
wco::ReferencedDocument taken(message::Many<wco::ReferencedDocument>& all, std::string_view category,
                              const Reference& reference) {
  const auto found = std::ranges::find_if(all, [&](const wco::ReferencedDocument& one) {
    return one.category_code == category && one.id == reference.number.str() &&
           one.issuing_country_code == reference.state.str();
  });
  wco::ReferencedDocument document;
  if (found != all.end()) document = std::move(*found);
  document.category_code = category;
  put_reference(reference, document);
  return document;
}

void put_previous(const Contents& contents, wco::Declaration& certificate) {
  message::Many<wco::ReferencedDocument> all;
  if (contents.replaces) {
    const Earlier& earlier = *contents.replaces;
    auto document = taken(certificate.previous_document,
                          earlier.reissue ? reissue_category : replaced_category, earlier.certificate);
    document.issue_date_time = message::date_of(earlier.issued);
    all.push_back(std::move(document));
  }
  for (const Original& original : contents.originals) {
    auto document = taken(certificate.previous_document, original_category, original.certificate);
    document.issue_date_time = message::date_of(original.issued);
    document.expiration_date_time = message::date_of(original.valid_until);
    document.goods_item.clear();
    for (const Line& line : original.lines) {
      document.goods_item.push_back(
          {.sequence_numeric = int_of(line.item), .tariff_quantity = number_of(line.quantity)});
    }
    all.push_back(std::move(document));
  }
  certificate.previous_document = std::move(all);
}

// ---- messages about it

void put_certificate(const Said& said, wco::Declaration& shown) {
  const Reference& certificate = certain(said.certificate, "the message names its certificate");
  shown.id = certificate.number.str();
  shown.issuing_country_code = certificate.state.str();
  shown.type_code = certificate_type;
  if (said.version != 0) shown.version_id = int_of(said.version);
  // Its element is required, so an office that has no name of its own is written as it is kept.
  made(shown.submitter).id = certificate.office.str();
}

void put_words(std::string_view code, const std::string& words,
               message::Many<wco::AdditionalInformation>& shown) {
  if (code.empty() && words.empty()) return;
  shown.push_back({.statement_code = std::string{code}, .statement_description = words});
}

void write_request(const Said& said, wco::Declaration& shown) {
  put_certificate(said, shown);
  shown.function_code = said.number == co_cancel ? function_cancellation : function_request;
  if (said.request) shown.functional_reference_id = said.request->str();
  const bool verifies = said.number == co_verify_request;
  const std::string_view code = !verifies     ? std::string_view{}
                                : said.random ? random_statement
                                              : doubt_statement;
  put_words(code, said.text, shown.additional_information);
  if (said.successor) put_reference(*said.successor, shown.replacement_document.emplace());
  for (const std::uint16_t item : said.items) {
    auto& items = made(shown.goods_shipment).government_agency_goods_item;
    items.emplace_back().sequence_numeric = int_of(item);
  }
}

std::string_view function_of(MessageNumber number) {
  if (number == l2_ok) return function_accepted;
  return number == l2_error || number == c1_conflict ? function_not_accepted : function_response;
}

wco::Status status_of(const ItemAnswer& answer) {
  const ResultFacts* facts = facts_of(answer.result.result);
  require(facts != nullptr, "a result is one of the list");
  wco::Status shown;
  shown.declaration_id = answer.declaration;
  shown.effective_date_time = message::date_of(answer.decided);
  shown.name_code = facts->code;
  shown.sequence_numeric = int_of(answer.result.item);
  shown.statement_description = answer.reason;
  if (!answer.result.quantity.is_zero()) shown.tariff_quantity = number_of(answer.result.quantity);
  if (answer.unit) shown.unit_code = answer.unit->str();
  return shown;
}

void write_response(const Said& said, wco::Response& shown) {
  shown.function_code = function_of(said.number);
  if (said.request) shown.functional_reference_id = said.request->str();
  shown.issue_date_time = to_text(certain(said.at, "an answer says when it was decided"));
  put_words({}, said.text, shown.additional_information);
  if (said.certificate) put_certificate(said, shown.declaration.emplace());
  for (const ItemAnswer& answer : said.answers) shown.status.push_back(status_of(answer));
  for (const Finding& fault : said.faults) {
    shown.error.push_back(
        {.description = fault.detail, .location = fault.pointer, .validation_code = fault.rule});
  }
}

bool is_request(MessageNumber number) {
  return number == co_cancel || number == co_retransmit_request || number == co_verify_request ||
         number == visit_notice;
}

}  // namespace

message::wco::Origin origin_of(std::string_view criterion) {
  wco::Origin origin;
  while (!criterion.empty()) {
    const auto end = std::min(criterion.find(criterion_separator), criterion.size());
    std::string_view part = criterion.substr(0, end);
    criterion.remove_prefix(std::min(end + criterion_separator.size(), criterion.size()));
    const auto begin = part.find_first_of("0123456789");
    if (part.ends_with('%') && begin != std::string_view::npos) {
      int percent = 0;
      std::from_chars(part.data() + begin, part.data() + part.size() - 1, percent);
      origin.regional_value_content_percent = {percent};
      part = begin == 0 ? value_content : part.substr(0, part.find(' '));
    }
    origin.origin_criterion.push_back({.type_code = std::string{part}});
  }
  return origin;
}

void put(const Contents& contents, const message::ZonedTime& issued, message::wco::Declaration& certificate) {
  require(contents.reference.kind == Kind::form_d, "the view is that of the e-Form D");
  certificate.function_code = find_word(contents.function)->code;
  certificate.id = contents.reference.number.str();
  certificate.issue_date_time = to_text(issued);
  certificate.issuing_country_code = contents.reference.state.str();
  certificate.type_code = certificate_type;
  certificate.version_id = int_of(contents.version);
  made(certificate.submitter).id = contents.reference.office.str();
  put_flags(contents.flags, certificate);
  put_previous(contents, certificate);
  wco::GoodsShipment& goods = made(certificate.goods_shipment);
  made(goods.destination).country_code = contents.importer.str();
  if (contents.shipped) {
    made(goods.consignment).departure_date_time = message::date_of(*contents.shipped);
  } else if (goods.consignment) {
    goods.consignment->departure_date_time = {};
  }
  require(goods.government_agency_goods_item.size() == contents.items.size(),
          "the document has the items that were decided on");
  for (std::size_t i = 0; i < contents.items.size(); ++i)
    put_item(contents.items[i], goods.government_agency_goods_item[i]);
}

message::Document write(const Said& said, const Head& head, const message::wco::Declaration* certificate) {
  message::Document document;
  document.program = message::find_program(root_of(said.number));
  require(document.program != nullptr, "the message is one between windows");
  message::Message& message = document.message;
  message.message_sender = head.sender;
  message.message_recipient = head.recipient;
  message.preparation_date_and_time = message::date_time_of(head.prepared, std::chrono::minutes{});
  message.message_identification = head.identification;
  message.message_type = document.program->root();
  message.correlation_identifier = head.correlation.value_or("");
  if (said.number == co_issue || said.number == co_retransmit) {
    constexpr const char* why = "a certificate is made from its document";
    require(certificate != nullptr, why);
    put(certain(said.contents, why), certain(said.at, why), message.declaration.emplace() = *certificate);
  } else if (is_request(said.number)) {
    write_request(said, message.declaration.emplace());
  } else {
    write_response(said, message.response.emplace());
  }
  return document;
}

}  // namespace lintas::documents
