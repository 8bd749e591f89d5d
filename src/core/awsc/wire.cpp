#include "core/awsc/wire.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/finding.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/words.hpp"
#include "core/awsc/exporter.hpp"
#include "core/awsc/letter.hpp"
#include "core/awsc/messages.hpp"
#include "core/documents/checked_values.hpp"
#include "core/documents/names.hpp"
#include "core/documents/wire.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/model/clocks.hpp"
#include "core/model/document_groups.hpp"
#include "core/model/groups.hpp"
#include "core/model/scalars.hpp"
#include "core/model/values/country.hpp"

namespace lintas::awsc {

namespace {

namespace wco = message::wco;
using documents::the;

Findings fault(std::string_view rule, std::string pointer, std::string_view value) {
  return {
      {.rule = std::string{rule}, .pointer = std::move(pointer), .value = std::string{value}, .detail = {}}};
}

/// Which record a message is about.
std::expected<ExporterReference, Findings> reference_in(const wco::Declaration& said, std::string_view path) {
  const auto state = Country::parse(said.issuing_country_code);
  const auto code = AuthorisationCode::parse(said.certified_exporter_id);
  if (!state || !code || code->str().contains(',')) {
    return std::unexpected(
        fault("R-OD-012", format("{}/CertifiedExporterID", path), said.certified_exporter_id));
  }
  return ExporterReference{.state = *state, .code = *code};
}

std::uint32_t version_in(const wco::Declaration& said) {
  return static_cast<std::uint32_t>(said.version_id.value);
}

std::expected<Letter, Findings> read_notice(const wco::Declaration& said, const Hash256& document,
                                            Sha256 sha256) {
  if (said.function_code != documents::function_original)
    return std::unexpected(fault("R-DOC-021", "/CE.NOTICE/Declaration/FunctionCode", said.function_code));
  auto reference = reference_in(said, "/CE.NOTICE/Declaration");
  if (!reference) return std::unexpected(std::move(reference.error()));
  auto content = record_of(said, document, sha256);
  if (!content) return std::unexpected(std::move(content.error()));
  const std::string& status = said.additional_information.front().statement_code;
  const auto word = read_word<Status>(status);
  if (!word) {
    return std::unexpected(
        fault("R-DOC-021", "/CE.NOTICE/Declaration/AdditionalInformation[1]/StatementCode", status));
  }
  const auto effective =
      certain(message::parse_zoned(said.issue_date_time), "the schema has the same form of a time");
  return Letter{.reference = *std::move(reference),
                .version = version_in(said),
                .effective = effective.at,
                .status = *word,
                .content = *std::move(content),
                .clock = static_cast<std::int32_t>(effective.offset.count())};
}

std::expected<Letter, Findings> read_answer(const wco::Response& said) {
  const bool refuses = said.function_code == documents::function_not_accepted;
  if (!refuses && said.function_code != documents::function_accepted)
    return std::unexpected(fault("R-DOC-021", "/CE.ACK/Response/FunctionCode", said.function_code));
  const wco::Declaration& about = the(said.declaration);
  auto reference = reference_in(about, "/CE.ACK/Response/Declaration");
  if (!reference) return std::unexpected(std::move(reference.error()));
  Letter letter{.reference = *std::move(reference), .version = version_in(about)};
  letter.clock = static_cast<std::int32_t>(
      certain(message::parse_zoned(said.issue_date_time), "the schema has the same form of a time")
          .offset.count());
  letter.faults = documents::faults_said(said);
  if (!said.functional_reference_id.empty()) letter.digest = said.functional_reference_id;
  if (refuses == letter.faults.empty())
    return std::unexpected(fault("R-DOC-021", "/CE.ACK/Response/FunctionCode", said.function_code));
  return letter;
}

void put_reference(const Letter& letter, wco::Declaration& shown) {
  const ExporterReference& reference = certain(letter.reference, "a message names its record");
  shown.certified_exporter_id = reference.code.str();
  shown.issuing_country_code = reference.state.str();
  shown.version_id = {static_cast<std::int64_t>(letter.version)};
}

void write_notice(const Letter& letter, const wco::Declaration& record, wco::Declaration& shown) {
  put_reference(letter, shown);
  shown.function_code = documents::function_original;
  shown.issue_date_time =
      message::to_text({.at = certain(letter.effective, "a notice says from when on it counts"),
                        .offset = std::chrono::minutes{letter.clock}});
  const auto* word = find_word(letter.status);
  require(word != nullptr, "a status has its code");
  shown.additional_information.push_back(
      {.statement_code = std::string{word->code}, .statement_description = {}});
  const wco::CertifiedExporter& kept = the(record.certified_exporter);
  wco::CertifiedExporter& told = shown.certified_exporter.emplace();
  told.effective_date_time = kept.effective_date_time;
  told.expiration_date_time = kept.expiration_date_time;
  told.name = kept.name;
  told.address = kept.address;
  told.product = kept.product;
  told.signatory = kept.signatory;
}

void write_answer(const Letter& letter, const Head& head, wco::Response& shown) {
  shown.function_code =
      letter.faults.empty() ? documents::function_accepted : documents::function_not_accepted;
  shown.issue_date_time =
      message::to_text({.at = head.prepared, .offset = std::chrono::minutes{letter.clock}});
  if (letter.digest) shown.functional_reference_id = *letter.digest;
  put_reference(letter, shown.declaration.emplace());
  documents::put_faults(letter.faults, shown);
}

}  // namespace

bool is_about_exporters(std::string_view root) {
  return std::ranges::find(message_names, root, &MessageName::name) != message_names.end();
}

std::expected<Heard, Findings> read(const message::Document& message, const Hash256& document,
                                    Sha256 sha256) {
  const std::string_view root = message.program->root();
  require(is_about_exporters(root), "the message is one about records of certified exporters");
  const bool is_notice = root == name_of(ce_notice);
  auto letter = is_notice ? read_notice(the(message.message.declaration), document, sha256)
                          : read_answer(the(message.message.response));
  if (!letter) return std::unexpected(std::move(letter.error()));
  return Heard{.number = is_notice ? ce_notice : ce_ack, .letter = *std::move(letter)};
}

message::Document write(MessageNumber number, const Letter& letter, const Head& head,
                        const message::wco::Declaration* record) {
  require(is_message(number), "the message is one about records of certified exporters");
  require((record != nullptr) == (number == ce_notice), "a notice is made of a record, and nothing else");
  message::Document written = documents::begun(name_of(number), head);
  if (number == ce_notice) {
    write_notice(letter, *record, written.message.declaration.emplace());
  } else {
    write_answer(letter, head, written.message.response.emplace());
  }
  return written;
}

}  // namespace lintas::awsc
