#include "core/acdd/wire.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/finding.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/letter.hpp"
#include "core/acdd/messages.hpp"
#include "core/acdd/names.hpp"
#include "core/documents/checked_values.hpp"
#include "core/documents/fault.hpp"
#include "core/documents/names.hpp"
#include "core/documents/wire.hpp"
#include "core/messages/acdd_parameters.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/model/clocks.hpp"
#include "core/model/document_groups.hpp"
#include "core/model/groups.hpp"
#include "core/model/scalars.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/unit.hpp"

namespace lintas::acdd {

namespace {

namespace wco = message::wco;

using documents::known;
using documents::the;

Permit permit_of(const wco::Declaration& said) {
  return {.state = known<Country>(said.issuing_country_code), .number = known<PermitNumber>(said.id)};
}

std::uint16_t version_of(const wco::Declaration& said) {
  return said.version_id.has() ? static_cast<std::uint16_t>(said.version_id.value) : std::uint16_t{0};
}

Item item_of(const wco::GovernmentAgencyGoodsItem& said) {
  const wco::Commodity& goods = the(said.commodity);
  const wco::GoodsMeasure& measure = the(goods.goods_measure);
  return {.number = static_cast<std::uint16_t>(said.sequence_numeric.value),
          .hs = known<Ahtn>(the(goods.classification).id),
          .quantity = measure.tariff_quantity.decimal(),
          .unit = known<Unit>(measure.unit_code),
          .origin = known<Country>(the(said.origin).country_code)};
}

/// The schema lets a number have more than sixteen bits; no document has so many items.
Findings faults_in_numbers(const wco::GoodsShipment& goods, std::string_view root) {
  Findings findings;
  for (std::size_t i = 0; i < goods.government_agency_goods_item.size(); ++i) {
    const auto number = goods.government_agency_goods_item[i].sequence_numeric;
    if (number.value <= std::numeric_limits<std::uint16_t>::max()) continue;
    findings.push_back(
        {.rule = "R-ACDD-002",
         .pointer = format("/{}/Declaration/GoodsShipment/GovernmentAgencyGoodsItem[{}]/SequenceNumeric",
                           root, i + 1),
         .value = std::to_string(number.value),
         .detail = {}});
  }
  return findings;
}

void read_declaration(const wco::Declaration& said, std::string_view root, const Hash256& document,
                      Heard& heard) {
  Letter& letter = heard.letter;
  letter.permit = permit_of(said);
  letter.version = version_of(said);
  if (heard.number == acdd_send) {
    if (auto contents = contents_of(said, document, root)) {
      letter.contents = *std::move(contents);
    } else {
      letter.faults = documents::faults_of(contents.error());
    }
    return;
  }
  if (!said.additional_information.empty())
    letter.text = said.additional_information.front().statement_description;
}

void read_response(const wco::Response& said, Letter& letter) {
  const wco::Declaration& about = the(said.declaration);
  letter.permit = permit_of(about);
  letter.version = version_of(about);
  const auto decided = message::parse_zoned(said.issue_date_time);
  letter.clock =
      static_cast<std::int32_t>(certain(decided, "the schema has the same form of a time").offset.count());
  if (about.function_code == documents::function_cancellation) letter.answers = Answers::cancellation;
  if (!said.additional_information.empty())
    letter.text = said.additional_information.front().statement_description;
  letter.faults = documents::faults_said(said);
}

void put_permit(const Letter& letter, wco::Declaration& shown) {
  const Permit& permit = certain(letter.permit, "the message names its document");
  shown.id = permit.number.str();
  shown.issuing_country_code = permit.state.str();
  shown.type_code = document_type;
  if (letter.version != 0) shown.version_id = {static_cast<std::int64_t>(letter.version)};
}

void put_words(const Letter& letter, message::Many<wco::AdditionalInformation>& shown) {
  if (!letter.text.empty())
    shown.push_back({.statement_code = {}, .statement_description = letter.text.str()});
}

/// Precondition: the number is one of these.
std::string_view function_of(MessageNumber number, const Letter& letter) {
  const MessageName* const row = find_message(number);
  require(row != nullptr, "the message is one about customs declaration documents");
  return letter.refuses && !row->refusing.empty() ? row->refusing : row->function;
}

/// The message of this root that has the function; nullptr if none has.
const MessageName* find_message(std::string_view root, std::string_view function) {
  const auto* found = std::ranges::find_if(message_names, [&](const MessageName& one) {
    return one.root == root && (one.function == function || one.refusing == function);
  });
  return found == message_names.end() ? nullptr : &*found;
}

void write_response(MessageNumber number, const Letter& letter, const Head& head, wco::Response& shown) {
  shown.function_code = function_of(number, letter);
  shown.issue_date_time =
      message::to_text({.at = head.prepared, .offset = std::chrono::minutes{letter.clock}});
  put_permit(letter, shown.declaration.emplace());
  if (number == acdd_response) return put_words(letter, shown.additional_information);
  shown.declaration->function_code = letter.answers == Answers::cancellation
                                         ? documents::function_cancellation
                                         : documents::function_original;
  if (number == l2_error) documents::put_faults(letter.faults, shown);
}

}  // namespace

std::string_view root_of(MessageNumber number) {
  const MessageName* const found = find_message(number);
  return found == nullptr ? std::string_view{} : found->root;
}

bool is_about_acdd(std::string_view root) {
  return std::ranges::find(message_names, root, &MessageName::root) != message_names.end();
}

std::expected<Contents, Findings> contents_of(const message::wco::Declaration& document, const Hash256& hash,
                                              std::string_view root) {
  const wco::GoodsShipment& goods = the(document.goods_shipment);
  Findings findings = message::missing_acdd_parameters(document, root);
  if (findings.empty()) findings = faults_in_numbers(goods, root);
  if (!findings.empty()) return std::unexpected(std::move(findings));
  Contents contents{.permit = permit_of(document),
                    .version = version_of(document),
                    .importer = known<Country>(the(goods.destination).country_code),
                    .exporter = known<ExporterId>(the(document.exporter).id),
                    .departure = the(goods.consignment).departure_date_time.calendar_day(),
                    .items = {},
                    .document = hash};
  for (const wco::GovernmentAgencyGoodsItem& item : goods.government_agency_goods_item)
    contents.items.push_back(item_of(item));
  return contents;
}

std::expected<Heard, Findings> read(const message::Document& message, const Hash256& document) {
  const std::string_view root = message.program->root();
  require(is_about_acdd(root), "the message is one about customs declaration documents");
  const message::Message& said = message.message;
  const bool answers = static_cast<bool>(said.response);
  const std::string_view function =
      answers ? the(said.response).function_code : the(said.declaration).function_code;
  const MessageName* const row = find_message(root, function);
  if (row == nullptr) {
    const std::string_view group = answers ? "Response" : "Declaration";
    return std::unexpected(Findings{{.rule = "R-DOC-021",
                                     .pointer = format("/{}/{}/FunctionCode", root, group),
                                     .value = std::string{function},
                                     .detail = {}}});
  }
  Heard heard{.number = row->number, .letter = {}};
  if (answers) {
    read_response(the(said.response), heard.letter);
    heard.letter.refuses = function == row->refusing;
  } else {
    read_declaration(the(said.declaration), root, document, heard);
  }
  return heard;
}

message::Document write(MessageNumber number, const Letter& letter, const Head& head,
                        const message::wco::Declaration* document) {
  message::Document written = documents::begun(root_of(number), head);
  message::Message& message = written.message;
  if (number == acdd_send) {
    require(document != nullptr, "a document is made from what is stored of it");
    wco::Declaration& shown = message.declaration.emplace() = *document;
    put_permit(letter, shown);
    shown.function_code = function_of(number, letter);
  } else if (number == acdd_cancel) {
    wco::Declaration& shown = message.declaration.emplace();
    put_permit(letter, shown);
    shown.function_code = function_of(number, letter);
    put_words(letter, shown.additional_information);
  } else {
    write_response(number, letter, head, message.response.emplace());
  }
  return written;
}

message::Document bare(const message::wco::Declaration& document) {
  message::Document written;
  written.program = message::find_program(root_of(acdd_send));
  written.message.declaration.emplace() = document;
  return written;
}

}  // namespace lintas::acdd
