#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/finding.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/limits.hpp"
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
#include "core/model/values/ahtn.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/unit.hpp"
#include "core/refdata/calendar.hpp"

namespace lintas::documents {

namespace {

namespace wco = message::wco;

/// A value whose form the schema has checked.
template <class Value>
Value known(std::string_view text) {
  const auto value = Value::parse(text);
  require(value.has_value(), "the formats of the tables are those of the values");
  return *value;
}

template <class T>
const T& the(const message::One<T>& group) {
  require(static_cast<bool>(group), "the message was checked against its schema");
  return *group;
}

Reference reference_of(std::string_view state, const message::One<wco::Submitter>& office,
                       std::string_view number) {
  return {.state = known<Country>(state),
          .office = office ? known<IssuingOffice>(office->id) : IssuingOffice{},
          .number = known<ReferenceNumber>(number)};
}

message::ZonedTime time_of(const message::Text& text) {
  return certain(message::parse_zoned(text), "the schema has the same form of a time");
}

std::uint16_t version_of(message::Int version) {
  return version.has() ? static_cast<std::uint16_t>(version.value) : std::uint16_t{0};
}

/// Reads and gathers what cannot be read.
class Reader {
 public:
  explicit Reader(std::string_view root) : root_(format("/{}", root)) {}

  [[nodiscard]] Findings& findings() { return findings_; }

  Contents contents(const wco::Declaration& said, const Hash256& hash) {
    const wco::GoodsShipment& goods = the(said.goods_shipment);
    Contents contents;
    contents.reference = reference_of(said.issuing_country_code, said.submitter, said.id);
    contents.version = version_of(said.version_id);
    const auto function = read_word<Function>(said.function_code);
    if (!function) fault("R-DOC-021", "/Declaration/FunctionCode", said.function_code);
    contents.function = function.value_or(Function::original);
    contents.importer = known<Country>(the(goods.destination).country_code);
    for (const wco::AdditionalInformation& one : said.additional_information) {
      const auto* flag = std::ranges::find(flag_codes, one.statement_code, &FlagCode::code);
      if (flag != flag_codes.end()) contents.flags.*(flag->flag) = true;
    }
    for (std::size_t i = 0; i < goods.government_agency_goods_item.size(); ++i)
      contents.items.push_back(item(goods.government_agency_goods_item[i], i));
    if (goods.consignment && goods.consignment->departure_date_time.has())
      contents.shipped = goods.consignment->departure_date_time.calendar_day();
    for (std::size_t i = 0; i < said.previous_document.size(); ++i)
      previous(said.previous_document[i], i, contents);
    contents.document = hash;
    return contents;
  }

  std::vector<ItemAnswer> answers(const wco::Response& said) {
    std::vector<ItemAnswer> all;
    all.reserve(said.status.size());
    for (std::size_t i = 0; i < said.status.size(); ++i) all.push_back(answer(said.status[i], i));
    return all;
  }

  std::vector<std::uint16_t> items(const wco::GoodsShipment& goods) {
    std::vector<std::uint16_t> all;
    all.reserve(goods.government_agency_goods_item.size());
    for (std::size_t i = 0; i < goods.government_agency_goods_item.size(); ++i)
      all.push_back(number(goods.government_agency_goods_item[i].sequence_numeric, item_place(i)));
    return all;
  }

 private:
  void fault(std::string rule, std::string_view place, std::string_view value) {
    findings_.push_back({.rule = std::move(rule),
                         .pointer = root_ + std::string{place},
                         .value = std::string{value},
                         .detail = {}});
  }

  static std::string item_place(std::size_t index) {
    return format("/Declaration/GoodsShipment/GovernmentAgencyGoodsItem[{}]", index + 1);
  }

  /// The schema lets a number have more than sixteen bits; no certificate has so many items.
  std::uint16_t number(message::Int value, const std::string& place) {
    if (value.value <= std::numeric_limits<std::uint16_t>::max())
      return static_cast<std::uint16_t>(value.value);
    fault("R-DOC-003", place + "/SequenceNumeric", std::to_string(value.value));
    return 0;
  }

  Item item(const wco::GovernmentAgencyGoodsItem& said, std::size_t index) {
    const wco::Commodity& goods = the(said.commodity);
    const wco::GoodsMeasure& measure = the(goods.goods_measure);
    return {.number = number(said.sequence_numeric, item_place(index)),
            .hs = known<Ahtn>(the(goods.classification).id),
            .criterion = criterion_text(the(said.origin)),
            .quantity = measure.tariff_quantity.decimal(),
            .unit = known<Unit>(measure.unit_code)};
  }

  void previous(const wco::ReferencedDocument& said, std::size_t index, Contents& contents) {
    const auto place = format("/Declaration/PreviousDocument[{}]", index + 1);
    const auto reference = reference_of(said.issuing_country_code, said.submitter, said.id);
    const Day issued = said.issue_date_time.calendar_day();
    if (said.category_code == original_category) {
      Original original{.certificate = reference, .issued = issued, .valid_until = {}, .lines = {}};
      original.valid_until = said.expiration_date_time.has()
                                 ? said.expiration_date_time.calendar_day()
                                 : refdata::last_day(issued, limits_on(issued).validity, {});
      for (std::size_t i = 0; i < said.goods_item.size(); ++i) {
        const auto at = format("{}/GoodsItem[{}]", place, i + 1);
        original.lines.push_back({.item = number(said.goods_item[i].sequence_numeric, at),
                                  .quantity = said.goods_item[i].tariff_quantity.decimal()});
      }
      contents.originals.push_back(std::move(original));
      return;
    }
    const bool reissue = said.category_code == reissue_category;
    // Something else, or a second one: a certificate takes the place of one other.
    if ((!reissue && said.category_code != replaced_category) || contents.replaces)
      return fault("R-DOC-022", place + "/CategoryCode", said.category_code);
    contents.replaces = Earlier{.certificate = reference, .issued = issued, .reissue = reissue};
  }

  ItemAnswer answer(const wco::Status& said, std::size_t index) {
    const auto place = format("/Response/Status[{}]", index + 1);
    const auto result = read_result(said.name_code);
    if (!result) fault("R-DOC-007", place + "/NameCode", said.name_code);
    ItemAnswer answer;
    answer.result.item = number(said.sequence_numeric, place);
    answer.result.result = result.value_or(Result{});
    if (said.tariff_quantity.has()) answer.result.quantity = said.tariff_quantity.decimal();
    if (!said.unit_code.empty()) answer.unit = known<Unit>(said.unit_code);
    answer.decided = said.effective_date_time.calendar_day();
    answer.declaration = said.declaration_id;
    answer.reason = said.statement_description;
    return answer;
  }

  std::string root_;
  Findings findings_;
};

/// Certificate, request and words stand at the same places in all messages that have them.
void read_common(const wco::Declaration& said, Said& result) {
  result.certificate = reference_of(said.issuing_country_code, said.submitter, said.id);
  result.version = version_of(said.version_id);
}

void read_words(const message::Many<wco::AdditionalInformation>& words, Said& result) {
  if (!words.empty()) result.text = words.front().statement_description;
}

void read_declaration(const wco::Declaration& said, Reader& reader, const Hash256& hash, Said& result) {
  read_common(said, result);
  if (!said.functional_reference_id.empty()) result.request = known<DocumentId>(said.functional_reference_id);
  if (!said.issue_date_time.empty()) result.at = time_of(said.issue_date_time);
  if (result.number == co_issue || result.number == co_retransmit) {
    result.contents = reader.contents(said, hash);
    return;
  }
  read_words(said.additional_information, result);
  if (said.replacement_document) {
    const wco::ReferencedDocument& successor = *said.replacement_document;
    result.successor = reference_of(successor.issuing_country_code, successor.submitter, successor.id);
  }
  if (said.goods_shipment) result.items = reader.items(*said.goods_shipment);
  result.random = !said.additional_information.empty() &&
                  said.additional_information.front().statement_code == random_statement;
}

void read_response(const wco::Response& said, Reader& reader, Said& result) {
  if (said.declaration) read_common(*said.declaration, result);
  if (!said.functional_reference_id.empty()) result.request = known<DocumentId>(said.functional_reference_id);
  result.at = time_of(said.issue_date_time);
  read_words(said.additional_information, result);
  result.answers = reader.answers(said);
  for (const wco::Error& error : said.error) {
    result.faults.push_back(
        {.rule = error.validation_code, .pointer = error.location, .value = {}, .detail = error.description});
  }
}

}  // namespace

std::string_view root_of(MessageNumber number) {
  const auto* found = std::ranges::find(message_roots, number, &MessageRoot::number);
  return found == message_roots.end() ? std::string_view{} : found->root;
}

std::expected<Contents, Findings> contents_of(const message::wco::Declaration& certificate,
                                              const Hash256& hash, std::string_view root) {
  Reader reader{root};
  Contents contents = reader.contents(certificate, hash);
  if (!reader.findings().empty()) return std::unexpected(std::move(reader.findings()));
  return contents;
}

std::expected<Said, Findings> read(const message::Document& document, const Hash256& hash) {
  const std::string_view root = document.program->root();
  const auto* row = std::ranges::find(message_roots, root, &MessageRoot::root);
  require(row != message_roots.end(), "the message is one between windows");
  Said said;
  said.number = row->number;
  Reader reader{root};
  const message::Message& message = document.message;
  if (message.declaration) read_declaration(*message.declaration, reader, hash, said);
  if (message.response) {
    read_response(*message.response, reader, said);
    const std::string& function = message.response->function_code;
    if (said.number == l2_ok && function == function_not_accepted) said.number = l2_error;
    if (said.number == l2_ok && function != function_accepted) {
      return std::unexpected(Findings{{.rule = "R-DOC-021",
                                       .pointer = format("/{}/Response/FunctionCode", root),
                                       .value = function,
                                       .detail = {}}});
    }
  }
  if (!reader.findings().empty()) return std::unexpected(std::move(reader.findings()));
  return said;
}

std::string criterion_text(const message::wco::Origin& origin) {
  const auto percent = origin.regional_value_content_percent;
  const std::string number = percent.has() ? format("{}%", percent.value) : std::string{};
  std::string text;
  for (const wco::OriginCriterion& criterion : origin.origin_criterion) {
    if (!text.empty()) text += criterion_separator;
    const bool value = criterion.type_code == value_content && percent.has();
    const bool partial = criterion.type_code == partial_cumulation && percent.has();
    text += value ? number : partial ? format("{} {}", criterion.type_code, number) : criterion.type_code;
  }
  return text;
}

}  // namespace lintas::documents
