#include "core/aeo/listed/wire.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
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
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/listed/commands.hpp"
#include "core/aeo/listed/letter.hpp"
#include "core/aeo/listed/messages.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/aeo/programme.hpp"
#include "core/documents/checked_values.hpp"
#include "core/documents/fault.hpp"
#include "core/documents/names.hpp"
#include "core/documents/wire.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/model/clocks.hpp"
#include "core/model/document_groups.hpp"
#include "core/model/groups.hpp"
#include "core/model/scalars.hpp"
#include "core/model/values/tin.hpp"

namespace lintas::aeo::listed {

namespace {

namespace wco = message::wco;
using documents::the;

constexpr std::string_view notice_path = "/AEO.NOTICE/Declaration";

Findings fault(std::string_view rule, std::string pointer, std::string_view value) {
  return {
      {.rule = std::string{rule}, .pointer = std::move(pointer), .value = std::string{value}, .detail = {}}};
}

/// Which record a message is about.
std::expected<Reference, Findings> reference_in(const wco::Declaration& said, std::string_view path) {
  const auto holder = Tin::parse(said.holder_id);
  if (!holder) return std::unexpected(fault("R-AEO-028", format("{}/HolderID", path), said.holder_id));
  const auto number = authorisation::ApplicationNumber::parse(said.id);
  if (!number) return std::unexpected(fault("R-AEO-028", format("{}/ID", path), said.id));
  if (holder->country().str() != said.issuing_country_code) {
    return std::unexpected(
        fault("R-AEO-015", format("{}/IssuingCountryCode", path), said.issuing_country_code));
  }
  return Reference{.holder = *holder, .number = *number};
}

std::uint32_t version_in(const wco::Declaration& said) {
  return static_cast<std::uint32_t>(said.version_id.value);
}

Instant instant_in(const std::string& text) {
  return certain(message::parse_zoned(text), "the schema has the same form of a time").at;
}
std::optional<Day> day_in(const message::Date& date) {
  return date.has() ? std::optional{date.calendar_day()} : std::nullopt;
}

/// Of name and address, each value by itself: the same at the source and at each copy, and another one for
/// each record.
Hash256 print_of(const Reference& reference, const wco::AuthorisedOperator& said, Sha256 sha256) {
  const wco::Address& address = the(said.address);
  std::string text = authorisation::in_words(reference);
  for (const std::string* value :
       {&said.name, &said.local_name, &address.line, &address.city_name, &address.country_sub_division_name,
        &address.postcode_id, &address.country_code})
    text.append("\n").append(*value);
  for (const wco::TradeName& one : said.trade_name) text.append("\n").append(one.name);
  const std::array parts{as_bytes(text)};
  return sha256(parts);
}

/// What is wrong with a notice, by its place.
class Faults {
 public:
  void add(std::string_view rule, std::string leaf) {
    all_.push_back(
        {.rule = std::string{rule}, .pointer = format("{}/{}", notice_path, std::move(leaf)), .detail = {}});
  }
  [[nodiscard]] std::vector<documents::Fault> take() && { return std::move(all_); }
  [[nodiscard]] bool empty() const { return all_.empty(); }

 private:
  std::vector<documents::Fault> all_;
};

std::vector<ListedCode> codes_in(const wco::AuthorisedOperator& said, Faults& faults) {
  std::vector<ListedCode> codes;
  for (std::size_t i = 0; i < said.code.size(); ++i) {
    const wco::CodeOfOperator& one = said.code[i];
    const auto code = Code::parse(one.id);
    const auto writing = read_writing(one.id);
    if (!code || !writing) {
      faults.add("R-AEO-001", format("AuthorisedOperator/Code[{}]/ID", i + 1));
      continue;
    }
    codes.push_back({.code = *code,
                     .key = writing->key,
                     .given = one.issue_date_time.calendar_day(),
                     .from = instant_in(one.effective_date_time)});
    if (!one.expiration_date_time.empty()) codes.back().until = instant_in(one.expiration_date_time);
  }
  return codes;
}

Content content_in(const Reference& reference, const wco::AuthorisedOperator& said, const Hash256& document,
                   Sha256 sha256, Faults& faults) {
  Content content{.grant = {.programme = said.programme_id,
                            .level = said.level_code,
                            .roles = {},
                            .authorised = said.acceptance_date_time.calendar_day(),
                            .valid_from = said.effective_date_time.calendar_day(),
                            .valid_until = day_in(said.expiration_date_time),
                            .revalidate_on = day_in(said.reassessment_date_time),
                            .codes = codes_in(said, faults)},
                  .consent = {.on = said.consent_date_time.calendar_day(),
                              .document = document,
                              .print = print_of(reference, said, sha256)}};
  for (std::size_t i = 0; i < said.role.size(); ++i) {
    const auto role = read_word<OperatorRole>(said.role[i].role_code);
    if (role) {
      content.grant.roles.push_back(*role);
    } else {
      faults.add("R-AEO-027", format("AuthorisedOperator/Role[{}]/RoleCode", i + 1));
    }
  }
  return content;
}

std::expected<Letter, Findings> read_notice(const wco::Declaration& said, const Hash256& document,
                                            Sha256 sha256) {
  if (said.function_code != documents::function_original)
    return std::unexpected(fault("R-DOC-021", format("{}/FunctionCode", notice_path), said.function_code));
  auto reference = reference_in(said, notice_path);
  if (!reference) return std::unexpected(std::move(reference.error()));
  const std::string& status = said.additional_information.front().statement_code;
  const auto word = read_word<Status>(status);
  if (!word) {
    return std::unexpected(
        fault("R-DOC-021", format("{}/AdditionalInformation[1]/StatementCode", notice_path), status));
  }
  const auto effective =
      certain(message::parse_zoned(said.issue_date_time), "the schema has the same form of a time");
  Letter letter{.reference = *reference,
                .version = version_in(said),
                .effective = effective.at,
                .status = *word,
                .clock = static_cast<std::int32_t>(effective.offset.count())};
  Faults faults;
  const bool has_content = static_cast<bool>(said.authorised_operator);
  if (has_content == (*word == Status::unlisted)) faults.add("R-AEO-027", "AuthorisedOperator");
  if (has_content && *word != Status::unlisted)
    letter.content = content_in(*reference, *said.authorised_operator, document, sha256, faults);
  if (!faults.empty()) letter.content.reset();
  letter.faults = std::move(faults).take();
  return letter;
}

std::expected<Letter, Findings> read_answer(const wco::Response& said) {
  const bool refuses = said.function_code == documents::function_not_accepted;
  if (!refuses && said.function_code != documents::function_accepted)
    return std::unexpected(fault("R-DOC-021", "/AEO.ACK/Response/FunctionCode", said.function_code));
  const wco::Declaration& about = the(said.declaration);
  auto reference = reference_in(about, "/AEO.ACK/Response/Declaration");
  if (!reference) return std::unexpected(std::move(reference.error()));
  Letter letter{.reference = *std::move(reference), .version = version_in(about)};
  letter.clock = static_cast<std::int32_t>(
      certain(message::parse_zoned(said.issue_date_time), "the schema has the same form of a time")
          .offset.count());
  letter.faults = documents::faults_said(said);
  if (!said.functional_reference_id.empty()) letter.digest = said.functional_reference_id;
  if (refuses == letter.faults.empty())
    return std::unexpected(fault("R-DOC-021", "/AEO.ACK/Response/FunctionCode", said.function_code));
  return letter;
}

void put_reference(const Letter& letter, wco::Declaration& shown) {
  const Reference& reference = certain(letter.reference, "a message names its record");
  shown.holder_id = reference.holder.str();
  shown.id = reference.number.str();
  shown.issuing_country_code = reference.holder.country().str();
  shown.version_id = {static_cast<std::int64_t>(letter.version)};
}

std::string text_of(Instant at, const Letter& letter) {
  return message::to_text({.at = at, .offset = std::chrono::minutes{letter.clock}});
}

void put_content(const Letter& letter, const Content& content, const wco::Declaration& record,
                 wco::AuthorisedOperator& told) {
  const Grant& grant = content.grant;
  told.acceptance_date_time = message::date_of(grant.authorised);
  told.consent_date_time = message::date_of(content.consent.on);
  told.effective_date_time = message::date_of(grant.valid_from);
  if (grant.valid_until) told.expiration_date_time = message::date_of(*grant.valid_until);
  if (grant.revalidate_on) told.reassessment_date_time = message::date_of(*grant.revalidate_on);
  told.level_code = grant.level;
  told.programme_id = grant.programme;
  for (const OperatorRole role : grant.roles) {
    const auto* word = find_word(role);
    require(word != nullptr, "a role has its code");
    told.role.push_back({.role_code = std::string{word->code}});
  }
  for (const ListedCode& one : grant.codes) {
    told.code.push_back({.effective_date_time = text_of(one.from, letter),
                         .expiration_date_time = one.until ? text_of(*one.until, letter) : std::string{},
                         .id = std::string{one.code.str()},
                         .issue_date_time = message::date_of(one.given)});
  }
  const wco::AuthorisedOperator& kept = the(record.authorised_operator);
  told.name = kept.name;
  told.local_name = kept.local_name;
  told.address = kept.address;
  told.trade_name = kept.trade_name;
}

void write_notice(const Letter& letter, const wco::Declaration* record, wco::Declaration& shown) {
  put_reference(letter, shown);
  shown.function_code = documents::function_original;
  shown.issue_date_time = text_of(certain(letter.effective, "a notice says from when on it counts"), letter);
  const auto* word = find_word(letter.status);
  require(word != nullptr, "a status has its code");
  shown.additional_information.push_back(
      {.statement_code = std::string{word->code}, .statement_description = {}});
  if (letter.content) put_content(letter, *letter.content, *record, shown.authorised_operator.emplace());
}

void write_answer(const Letter& letter, const Head& head, wco::Response& shown) {
  shown.function_code =
      letter.faults.empty() ? documents::function_accepted : documents::function_not_accepted;
  shown.issue_date_time = text_of(head.prepared, letter);
  if (letter.digest) shown.functional_reference_id = *letter.digest;
  put_reference(letter, shown.declaration.emplace());
  documents::put_faults(letter.faults, shown);
}

}  // namespace

bool is_about_operators(std::string_view root) {
  return std::ranges::find(message_names, root, &MessageName::name) != message_names.end();
}

std::expected<GiveConsent, Findings> consent_of(const wco::Declaration& said, const Hash256& document,
                                                Sha256 sha256) {
  auto reference = reference_in(said, "/AEO.RECORD/Declaration");
  if (!reference) return std::unexpected(std::move(reference.error()));
  return GiveConsent{.reference = *reference,
                     .document = document,
                     .print = print_of(*reference, the(said.authorised_operator), sha256)};
}

std::expected<Heard, Findings> read(const message::Document& message, const Hash256& document,
                                    Sha256 sha256) {
  const std::string_view root = message.program->root();
  require(is_about_operators(root), "the message is one about operators in lists");
  const bool is_notice = root == name_of(aeo_notice);
  auto letter = is_notice ? read_notice(the(message.message.declaration), document, sha256)
                          : read_answer(the(message.message.response));
  if (!letter) return std::unexpected(std::move(letter.error()));
  return Heard{.number = is_notice ? aeo_notice : aeo_ack, .letter = *std::move(letter)};
}

message::Document write(MessageNumber number, const Letter& letter, const Head& head,
                        const wco::Declaration* record) {
  require(is_message(number), "the message is one about operators in lists");
  require((record != nullptr) == (number == aeo_notice && letter.content.has_value()),
          "a notice has name and address of a record, and nothing else has");
  message::Document written = documents::begun(name_of(number), head);
  if (number == aeo_notice) {
    write_notice(letter, record, written.message.declaration.emplace());
  } else {
    write_answer(letter, head, written.message.response.emplace());
  }
  return written;
}

}  // namespace lintas::aeo::listed
