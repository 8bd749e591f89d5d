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
#include "core/documents/checked_values.hpp"
#include "core/documents/fault.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/limits.hpp"
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
#include "core/model/values/ahtn.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/unit.hpp"
#include "core/refdata/calendar.hpp"

namespace lintas::documents {

namespace {

namespace wco = message::wco;

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

  static std::vector<std::string> invoices_of(const wco::GoodsShipment& goods) {
    std::vector<std::string> all;
    for (const wco::GovernmentAgencyGoodsItem& item : goods.government_agency_goods_item) {
      for (const wco::Invoice& one : item.invoice) {
        if (std::ranges::find(all, std::string_view{one.id}) != all.end()) continue;
        if (all.size() == invoices_max) return {};
        all.emplace_back(one.id);
      }
    }
    return all;
  }

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
    contents.invoices = invoices_of(goods);
    contents.document = hash;
    return contents;
  }

  std::vector<ItemResult> results(const wco::Response& said) {
    std::vector<ItemResult> all;
    all.reserve(said.status.size());
    for (std::size_t i = 0; i < said.status.size(); ++i) all.push_back(result(said.status[i], i));
    return all;
  }

  /// The back-to-back certificate, and what it takes of this one.
  Drawn draw(const wco::Declaration& said) {
    const wco::ReferencedDocument& by = the(said.subsequent_document);
    Drawn draw;
    draw.by = reference_of(by.issuing_country_code, by.submitter, by.id);
    draw.lines = lines(by, "/Declaration/SubsequentDocument");
    if (said.goods_shipment && said.goods_shipment->destination)
      draw.importer = known<Country>(said.goods_shipment->destination->country_code);
    return draw;
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

  std::vector<Line> lines(const wco::ReferencedDocument& said, const std::string& place) {
    std::vector<Line> all;
    for (std::size_t i = 0; i < said.goods_item.size(); ++i) {
      const auto at = format("{}/GoodsItem[{}]", place, i + 1);
      all.push_back({.item = number(said.goods_item[i].sequence_numeric, at),
                     .quantity = said.goods_item[i].tariff_quantity.decimal()});
    }
    return all;
  }

  void previous(const wco::ReferencedDocument& said, std::size_t index, Contents& contents) {
    const auto place = format("/Declaration/PreviousDocument[{}]", index + 1);
    auto reference = reference_of(said.issuing_country_code, said.submitter, said.id);
    // An origin declaration has no office: the number is its exporter's (asw.md 2.3).
    if (!said.certified_exporter_id.empty())
      reference.office = known<IssuingOffice>(said.certified_exporter_id);
    const Day issued = said.issue_date_time.calendar_day();
    if (said.category_code == original_category) {
      Original original{.certificate = reference, .issued = issued, .valid_until = {}, .lines = {}};
      original.valid_until = said.expiration_date_time.has()
                                 ? said.expiration_date_time.calendar_day()
                                 : refdata::last_day(issued, limits_on(issued).validity, {});
      original.lines = lines(said, place);
      contents.originals.push_back(std::move(original));
      return;
    }
    const bool reissue = said.category_code == reissue_category;
    // Something else, or a second one: a certificate takes the place of one other.
    if ((!reissue && said.category_code != replaced_category) || contents.replaces)
      return fault("R-DOC-022", place + "/CategoryCode", said.category_code);
    contents.replaces = Earlier{.certificate = reference, .issued = issued, .reissue = reissue};
  }

  ItemResult result(const wco::Status& said, std::size_t index) {
    const auto place = format("/Response/Status[{}]", index + 1);
    const auto code = read_result(said.name_code);
    if (!code) fault("R-DOC-007", place + "/NameCode", said.name_code);
    ItemResult result;
    result.item = number(said.sequence_numeric, place);
    result.result = code.value_or(Result{});
    if (said.tariff_quantity.has()) result.quantity = said.tariff_quantity.decimal();
    if (!said.unit_code.empty()) result.unit = known<Unit>(said.unit_code);
    result.decided = time_of(said.effective_date_time).at;
    return result;
  }

  std::string root_;
  Findings findings_;
};

/// Certificate, request and words stand at the same places in all messages that have them.
void read_common(const wco::Declaration& said, Letter& letter) {
  letter.certificate = reference_of(said.issuing_country_code, said.submitter, said.id);
  if (said.type_code == origin_declaration_type) letter.certificate->kind = Kind::origin_declaration;
  letter.version = version_of(said.version_id);
}

void read_words(const message::Many<wco::AdditionalInformation>& words, Letter& letter) {
  if (!words.empty()) letter.text = words.front().statement_description;
}

std::int32_t clock_of(const message::ZonedTime& time) {
  return static_cast<std::int32_t>(time.offset.count());
}

void read_declaration(const wco::Declaration& said, Reader& reader, const Hash256& document, Heard& heard) {
  Letter& letter = heard.letter;
  read_common(said, letter);
  if (!said.functional_reference_id.empty()) letter.request = known<DocumentId>(said.functional_reference_id);
  if (heard.number == co_issue || heard.number == co_retransmit) {
    const auto issued = time_of(said.issue_date_time);
    letter.contents = reader.contents(said, document);
    letter.issued = issued.day();
    letter.clock = clock_of(issued);
    return;
  }
  if (said.subsequent_document) {
    letter.draw = reader.draw(said);
    return;
  }
  read_words(said.additional_information, letter);
  if (said.replacement_document) {
    const wco::ReferencedDocument& successor = *said.replacement_document;
    letter.successor = reference_of(successor.issuing_country_code, successor.submitter, successor.id);
  }
  if (said.goods_shipment) letter.items = reader.items(*said.goods_shipment);
  letter.random = !said.additional_information.empty() &&
                  said.additional_information.front().statement_code == random_statement;
}

/// Which message about the certificate an L2 answers, by the function of what it names.
Answers answers_of(std::string_view function) {
  if (function == function_cancellation) return Answers::cancellation;
  if (function == function_response) return Answers::response;
  return function == function_request ? Answers::other : Answers::certificate;
}

std::optional<bool> consent_in(const wco::Response& said) {
  if (said.additional_information.empty()) return std::nullopt;
  const std::string& code = said.additional_information.front().statement_code;
  if (code != consent_statement && code != no_consent_statement) return std::nullopt;
  return code == consent_statement;
}

bool covers_paper(const wco::Response& said) {
  return !said.additional_information.empty() &&
         said.additional_information.front().statement_code == paper_statement;
}

void read_response(const wco::Response& said, Reader& reader, Letter& letter) {
  if (said.declaration) {
    read_common(*said.declaration, letter);
    letter.answers = answers_of(said.declaration->function_code);
  }
  const std::string_view answered = said.functional_reference_id;
  if (letter.answers == Answers::response) {
    letter.said = parse_instant(answered);
  } else if (!answered.empty()) {
    letter.request = known<DocumentId>(answered);
  }
  letter.clock = clock_of(time_of(said.issue_date_time));
  read_words(said.additional_information, letter);
  letter.consents = consent_in(said);
  if (covers_paper(said)) letter.covers_paper = true;
  letter.results = reader.results(said);
  letter.faults = faults_said(said);
}

/// R-DOC-039: nobody issues or cancels an origin declaration by message; it is verified.
std::optional<Finding> not_about_declarations(const Heard& heard, bool answers) {
  const auto& about = heard.letter.certificate;
  if (!about || about->kind != Kind::origin_declaration || is_about_checks(heard.number)) return std::nullopt;
  return Finding{
      .rule = "R-DOC-039",
      .pointer = format("/{}{}/Declaration/TypeCode", root_of(heard.number), answers ? "/Response" : ""),
      .value = std::string{origin_declaration_type},
      .detail = {}};
}

}  // namespace

std::vector<Fault> faults_said(const message::wco::Response& said) {
  std::vector<Fault> faults;
  faults.reserve(said.error.size());
  for (const wco::Error& error : said.error) {
    faults.push_back({.rule = error.validation_code, .pointer = error.location, .detail = error.description});
  }
  return faults;
}

std::string_view root_of(MessageNumber number) {
  const auto* found = std::ranges::find(message_roots, number, &MessageRoot::number);
  return found == message_roots.end() ? std::string_view{} : found->root;
}

bool is_about_documents(std::string_view root) {
  return std::ranges::find(message_roots, root, &MessageRoot::root) != message_roots.end();
}

std::expected<Contents, Findings> contents_of(const message::wco::Declaration& certificate,
                                              const Hash256& hash, std::string_view root) {
  Reader reader{root};
  Contents contents = reader.contents(certificate, hash);
  if (!reader.findings().empty()) return std::unexpected(std::move(reader.findings()));
  return contents;
}

std::expected<Heard, Findings> read(const message::Document& message, const Hash256& document) {
  const std::string_view root = message.program->root();
  const auto* row = std::ranges::find(message_roots, root, &MessageRoot::root);
  require(row != message_roots.end(), "the message is one between windows");
  Heard heard{.number = row->number, .letter = {}};
  Reader reader{root};
  const message::Message& said = message.message;
  if (said.declaration) read_declaration(*said.declaration, reader, document, heard);
  if (said.response) {
    read_response(*said.response, reader, heard.letter);
    const std::string& function = said.response->function_code;
    if (heard.number == l2_ok && function == function_not_accepted) heard.number = l2_error;
    if (heard.number == l2_ok && function != function_accepted) {
      return std::unexpected(Findings{{.rule = "R-DOC-021",
                                       .pointer = format("/{}/Response/FunctionCode", root),
                                       .value = function,
                                       .detail = {}}});
    }
    // The function says yes or no, and the machines ask what is wrong: one that refuses has a fault, even
    // where it names none, and one that accepts has none.
    std::vector<Fault>& faults = heard.letter.faults;
    if (heard.number == l2_ok) faults.clear();
    if (heard.number == l2_error && faults.empty()) {
      faults.push_back({.rule = "R-DOC-021",
                        .pointer = format("/{}/Response/FunctionCode", root),
                        .detail = "It refuses, and names no fault."});
    }
  }
  if (auto other = not_about_declarations(heard, static_cast<bool>(said.response)))
    return std::unexpected(Findings{*std::move(other)});
  if (!reader.findings().empty()) return std::unexpected(std::move(reader.findings()));
  return heard;
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
