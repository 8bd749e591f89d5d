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
#include "base/require.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/fault.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/names.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/results.hpp"
#include "core/documents/wire.hpp"
#include "core/messages/document.hpp"
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
  const bool is_of_exporter = document.certified_exporter_id == reference.office.str();
  put_office(is_of_exporter ? IssuingOffice{} : reference.office, document.submitter);
}

void put_lines(const std::vector<Line>& lines, wco::ReferencedDocument& document) {
  document.goods_item.clear();
  for (const Line& line : lines) {
    document.goods_item.push_back(
        {.sequence_numeric = int_of(line.item), .tariff_quantity = number_of(line.quantity)});
  }
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
           one.issuing_country_code == reference.state.str() &&
           (one.certified_exporter_id.empty() || one.certified_exporter_id == reference.office.str());
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
    put_lines(original.lines, document);
    all.push_back(std::move(document));
  }
  certificate.previous_document = std::move(all);
}

// ---- messages about it

void put_certificate(const Letter& letter, wco::Declaration& shown) {
  const Reference& certificate = certain(letter.certificate, "the message names its certificate");
  require(certificate.kind != Kind::preferential, "there are messages about such documents");
  shown.id = certificate.number.str();
  shown.issuing_country_code = certificate.state.str();
  shown.type_code = certificate.kind == Kind::origin_declaration ? origin_declaration_type : certificate_type;
  if (letter.version != 0) shown.version_id = int_of(letter.version);
  // Its element is required, so an office that has no name of its own is written as it is kept.
  made(shown.submitter).id = certificate.office.str();
}

void put_words(std::string_view code, const std::string& words,
               message::Many<wco::AdditionalInformation>& shown) {
  if (code.empty() && words.empty()) return;
  shown.push_back({.statement_code = std::string{code}, .statement_description = words});
}

void put_draw(const Drawn& draw, wco::Declaration& shown) {
  wco::ReferencedDocument& by = shown.subsequent_document.emplace();
  put_reference(draw.by, by);
  put_lines(draw.lines, by);
  if (draw.importer != Country{})
    made(made(shown.goods_shipment).destination).country_code = draw.importer.str();
}

std::string_view function_of_request(MessageNumber number) {
  if (number == co_cancel || number == co_draw_undone) return function_cancellation;
  return number == co_drawn ? function_addition : function_request;
}

void write_request(MessageNumber number, const Letter& letter, wco::Declaration& shown) {
  put_certificate(letter, shown);
  shown.function_code = function_of_request(number);
  if (number == co_drawn || number == co_draw_undone)
    return put_draw(certain(letter.draw, "the message is about a draw"), shown);
  if (letter.request) shown.functional_reference_id = letter.request->str();
  const bool verifies = number == co_verify_request;
  const std::string_view code = !verifies       ? std::string_view{}
                                : letter.random ? random_statement
                                                : doubt_statement;
  put_words(code, letter.text.str(), shown.additional_information);
  if (letter.successor) put_reference(*letter.successor, shown.replacement_document.emplace());
  for (const std::uint16_t item : letter.items) {
    auto& items = made(shown.goods_shipment).government_agency_goods_item;
    items.emplace_back().sequence_numeric = int_of(item);
  }
}

std::string_view function_of(MessageNumber number) {
  if (number == l2_ok) return function_accepted;
  return number == l2_error || number == c1_conflict ? function_not_accepted : function_response;
}

std::string_view function_of(Answers answers) {
  switch (answers) {
    case Answers::certificate: return function_original;
    case Answers::cancellation: return function_cancellation;
    case Answers::response: return function_response;
    case Answers::other: break;
  }
  return function_request;
}

wco::Status status_of(const ItemResult& result, std::chrono::minutes clock) {
  const ResultFacts* facts = facts_of(result.result);
  require(facts != nullptr, "a result is one of the list");
  wco::Status shown;
  shown.effective_date_time = message::to_text({.at = result.decided, .offset = clock});
  shown.name_code = facts->code;
  shown.sequence_numeric = int_of(result.item);
  if (!result.quantity.is_zero()) shown.tariff_quantity = number_of(result.quantity);
  if (result.unit) shown.unit_code = result.unit->str();
  return shown;
}

/// What an element takes of a text that we made ourselves: whole characters.
std::string shortened(std::string text, std::size_t characters_max) {
  std::size_t at = 0;
  std::size_t characters = 0;
  const auto begins_character = [&](std::size_t i) {
    return (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U;
  };
  for (; at < text.size(); ++at)
    if (begins_character(at) && characters++ == characters_max) break;
  text.resize(at);
  return text;
}

/// Of the visit that was announced, or of what is counted.
std::string_view statement_of(const Letter& letter) {
  if (letter.covers_paper.value_or(false)) return paper_statement;
  if (!letter.consents) return {};
  return *letter.consents ? consent_statement : no_consent_statement;
}

void write_response(MessageNumber number, const Letter& letter, const Head& head, wco::Response& shown) {
  const std::chrono::minutes clock{letter.clock};
  const bool is_check = number == l2_ok || number == l2_error;
  shown.function_code = function_of(number);
  if (letter.request) shown.functional_reference_id = letter.request->str();
  if (is_check && letter.said) shown.functional_reference_id = to_text(*letter.said);
  shown.issue_date_time = message::to_text({.at = head.prepared, .offset = clock});
  if (!is_check) put_words(statement_of(letter), letter.text.str(), shown.additional_information);
  if (letter.certificate) put_certificate(letter, shown.declaration.emplace());
  if (is_check && letter.certificate) shown.declaration->function_code = function_of(letter.answers);
  if (number != c1_conflict)
    for (const ItemResult& result : letter.results) shown.status.push_back(status_of(result, clock));
  if (number == l2_error) put_faults(letter.faults, shown);
}

bool is_request(MessageNumber number) {
  return number == co_cancel || number == co_retransmit_request || number == co_verify_request ||
         number == visit_notice || number == co_drawn || number == co_draw_undone;
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

void put(const Contents& contents, Day issued, std::chrono::minutes clock,
         message::wco::Declaration& certificate) {
  require(contents.reference.kind == Kind::form_d, "the view is that of the e-Form D");
  certificate.function_code = find_word(contents.function)->code;
  certificate.id = contents.reference.number.str();
  const auto shown = message::parse_zoned(certificate.issue_date_time);
  const message::ZonedTime midnight{.at = Instant{issued} - clock, .offset = clock};
  if (!shown || shown->day() != issued) certificate.issue_date_time = message::to_text(midnight);
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

message::Document write(MessageNumber number, const Letter& letter, const Head& head,
                        const message::wco::Declaration* certificate) {
  message::Document document = begun(root_of(number), head);
  message::Message& message = document.message;
  if (number == co_issue || number == co_retransmit) {
    constexpr const char* why = "a certificate is made from its document";
    require(certificate != nullptr, why);
    put(certain(letter.contents, why), letter.issued, std::chrono::minutes{letter.clock},
        message.declaration.emplace() = *certificate);
  } else if (is_request(number)) {
    write_request(number, letter, message.declaration.emplace());
  } else {
    write_response(number, letter, head, message.response.emplace());
  }
  return document;
}

message::Document begun(std::string_view root, const Head& head) {
  message::Document document;
  document.program = message::find_program(root);
  require(document.program != nullptr, "the message is one between windows");
  message::Message& message = document.message;
  message.message_sender = head.sender;
  message.message_recipient = head.recipient;
  message.preparation_date_and_time = message::date_time_of(head.prepared, std::chrono::minutes{});
  message.message_identification = head.identification;
  message.message_type = document.program->root();
  message.correlation_identifier = head.correlation.value_or("");
  return document;
}

void put_faults(const std::vector<Fault>& faults, message::wco::Response& shown) {
  constexpr std::size_t errors_max = 999;  // of the view
  constexpr std::size_t characters_max = 512;
  for (const Fault& fault : faults) {
    if (shown.error.size() == errors_max) break;
    shown.error.push_back(
        {.description = shortened(fault.detail.empty() ? fault.rule : fault.detail, characters_max),
         .location = shortened(fault.pointer, characters_max),
         .validation_code = fault.rule});
  }
}

message::Document bare(const message::wco::Declaration& certificate) {
  message::Document document;
  document.program = message::find_program(root_of(co_issue));
  document.message.declaration.emplace() = certificate;
  document.message.declaration->function_code = function_original;
  return document;
}

}  // namespace lintas::documents
