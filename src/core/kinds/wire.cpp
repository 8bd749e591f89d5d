#include "core/kinds/wire.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/certain.hpp"
#include "base/finding.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/words.hpp"
#include "core/documents/names.hpp"
#include "core/documents/wire.hpp"
#include "core/kinds/contents.hpp"
#include "core/kinds/kind.hpp"
#include "core/kinds/letter.hpp"
#include "core/kinds/messages.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/model/clocks.hpp"
#include "core/model/document_groups.hpp"
#include "core/model/groups.hpp"
#include "core/model/open_group.hpp"  // IWYU pragma: keep: what is copied
#include "core/model/scalars.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/unit.hpp"

namespace lintas::kinds {

namespace {

namespace wco = message::wco;

template <class T>
const T& the(const message::One<T>& group) {
  require(static_cast<bool>(group), "the message was checked against its schema");
  return *group;
}

Findings fault(std::string_view rule, std::string pointer, std::string_view value) {
  return {
      {.rule = std::string{rule}, .pointer = std::move(pointer), .value = std::string{value}, .detail = {}}};
}

/// Which document a message is about.
std::expected<Reference, Findings> reference_in(const wco::Declaration& said, std::string_view path,
                                                const Kinds& kinds) {
  const auto number = Number::parse(said.id);
  const auto state = Country::parse(said.issuing_country_code);
  if (!number || !state) return std::unexpected(fault("R-KIND-031", format("{}/ID", path), said.id));
  const auto code = KindCode::parse(said.kind_code);
  if (!code || kinds.find(said.kind_code) == nullptr)
    return std::unexpected(fault("R-KIND-034", format("{}/KindCode", path), said.kind_code));
  return Reference{.state = *state, .kind = *code, .number = *number};
}

std::optional<Findings> not_of_function(std::string_view said, std::string_view expected,
                                        std::string_view group, std::string_view root) {
  if (said == expected) return std::nullopt;
  return fault("R-DOC-021", format("/{}/{}/FunctionCode", root, group), said);
}

std::expected<Heard, Findings> read_cancellation(const message::Message& message, const Kinds& kinds) {
  const wco::Declaration& said = the(message.declaration);
  if (auto wrong =
          not_of_function(said.function_code, documents::function_cancellation, "Declaration", "DOC.CANCEL"))
    return std::unexpected(*std::move(wrong));
  auto reference = reference_in(said, "/DOC.CANCEL/Declaration", kinds);
  if (!reference) return std::unexpected(std::move(reference.error()));
  Heard heard{.number = doc_cancel, .letter = {.reference = *reference}};
  if (!said.additional_information.empty())
    heard.letter.text = said.additional_information.front().statement_description;
  if (!said.replacement_document) return heard;
  const auto other = Number::parse(said.replacement_document->id);
  if (!other) {
    return std::unexpected(
        fault("R-KIND-031", "/DOC.CANCEL/Declaration/ReplacementDocument/ID", said.replacement_document->id));
  }
  heard.letter.replaced_by = *other;
  return heard;
}

std::expected<Use, Findings> use_in(const wco::Response& said) {
  Use use;
  for (std::size_t i = 0; i < said.status.size(); ++i) {
    const wco::Status& row = said.status[i];
    const auto at = [&](std::string_view leaf) {
      return format("/DOC.USE/Response/Status[{}]/{}", i + 1, leaf);
    };
    const auto declaration = DeclarationNumber::parse(row.declaration_id);
    if (!declaration || (i > 0 && *declaration != use.declaration))
      return std::unexpected(fault("R-KIND-031", at("DeclarationID"), row.declaration_id));
    use.declaration = *declaration;
    use.at =
        certain(message::parse_zoned(row.effective_date_time), "the schema has the same form of a time").at;
    if (!row.tariff_quantity.has() && row.unit_code.empty() && said.status.size() == 1) return use;
    const auto unit = Unit::parse(row.unit_code);
    if (!row.tariff_quantity.has() || !unit)
      return std::unexpected(fault("R-KIND-034", at("TariffQuantity"), row.unit_code));
    use.lines.push_back({.number = static_cast<std::uint32_t>(row.sequence_numeric.value),
                         .quantity = row.tariff_quantity.decimal(),
                         .unit = *unit});
  }
  return use;
}

std::expected<Heard, Findings> read_response(const message::Message& message, MessageNumber number,
                                             std::string_view root, const Kinds& kinds) {
  const wco::Response& said = the(message.response);
  if (auto wrong = not_of_function(said.function_code, documents::function_response, "Response", root))
    return std::unexpected(*std::move(wrong));
  auto reference = reference_in(the(said.declaration), format("/{}/Response/Declaration", root), kinds);
  if (!reference) return std::unexpected(std::move(reference.error()));
  Heard heard{.number = number, .letter = {.reference = *reference}};
  heard.letter.clock = static_cast<std::int32_t>(
      certain(message::parse_zoned(said.issue_date_time), "the schema has the same form of a time")
          .offset.count());
  if (number == doc_use) {
    auto use = use_in(said);
    if (!use) return std::unexpected(std::move(use.error()));
    heard.letter.use = *std::move(use);
    return heard;
  }
  const wco::AdditionalInformation& answer = said.additional_information.front();
  const auto word = read_word<Answer>(answer.statement_code);
  if (!word) {
    return std::unexpected(fault("R-DOC-021", "/DOC.ANSWER/Response/AdditionalInformation[1]/StatementCode",
                                 answer.statement_code));
  }
  heard.letter.answer = *word;
  heard.letter.text = answer.statement_description;
  heard.letter.faults = documents::faults_said(said);
  return heard;
}

void put_reference(const Letter& letter, wco::Declaration& shown) {
  const Reference& reference = certain(letter.reference, "a message names its document");
  shown.id = reference.number.str();
  shown.issuing_country_code = reference.state.str();
  shown.kind_code = reference.kind.str();
}

void write_cancellation(const Letter& letter, wco::Declaration& shown) {
  put_reference(letter, shown);
  shown.function_code = documents::function_cancellation;
  if (!letter.text.empty()) {
    shown.additional_information.push_back(
        {.statement_code = {}, .statement_description = letter.text.str()});
  }
  if (letter.replaced_by) shown.replacement_document.emplace().id = letter.replaced_by->str();
}

void write_use(const Letter& letter, wco::Response& shown) {
  const Use& use = certain(letter.use, "a message about a use has one");
  const auto row = [&] {
    wco::Status status;
    status.declaration_id = use.declaration.str();
    status.effective_date_time =
        message::to_text({.at = use.at, .offset = std::chrono::minutes{letter.clock}});
    status.sequence_numeric = {1};
    return status;
  };
  if (use.lines.empty()) return shown.status.push_back(row());
  for (const Line& line : use.lines) {
    wco::Status status = row();
    status.sequence_numeric = {static_cast<std::int64_t>(line.number)};
    status.tariff_quantity = message::parse_number(line.quantity.str());
    status.unit_code = line.unit.str();
    shown.status.push_back(std::move(status));
  }
}

void write_response(MessageNumber number, const Letter& letter, const Head& head, wco::Response& shown) {
  shown.function_code = documents::function_response;
  shown.issue_date_time =
      message::to_text({.at = head.prepared, .offset = std::chrono::minutes{letter.clock}});
  put_reference(letter, shown.declaration.emplace());
  if (number == doc_use) return write_use(letter, shown);
  const auto* word = find_word(letter.answer);
  require(word != nullptr, "an answer has its code");
  shown.additional_information.push_back(
      {.statement_code = std::string{word->code}, .statement_description = letter.text.str()});
  documents::put_faults(letter.faults, shown);
}

}  // namespace

bool is_about_kinds(std::string_view root, const Kinds& kinds) {
  return std::ranges::find(message_names, root, &MessageName::root) != message_names.end() ||
         kinds.of_root(root) != nullptr;
}

std::expected<Heard, Findings> read(const message::Document& message, const Kinds& kinds) {
  const auto found = std::ranges::find(message_names, message.program->root(), &MessageName::root);
  require(found != message_names.end(), "the message is one about documents of kinds");
  if (found->number == doc_cancel) return read_cancellation(message.message, kinds);
  return read_response(message.message, found->number, found->root, kinds);
}

message::Document write(MessageNumber number, const Letter& letter, const Head& head) {
  const MessageName* const name = find_message(number);
  require(name != nullptr && number != doc_send, "the message is one about a document");
  message::Document written = documents::begun(name->root, head);
  if (number == doc_cancel) {
    write_cancellation(letter, written.message.declaration.emplace());
  } else {
    write_response(number, letter, head, written.message.response.emplace());
  }
  return written;
}

message::Document headed(const Kind& kind, const message::Message& document, const Head& head) {
  message::Document shown = bare(kind, document);
  message::Message& message = shown.message;
  message.message_sender = head.sender;
  message.message_recipient = head.recipient;
  message.preparation_date_and_time = message::date_time_of(head.prepared, std::chrono::minutes{});
  message.message_identification = head.identification;
  message.message_type = kind.root();
  message.correlation_identifier = head.correlation.value_or("");
  return shown;
}

message::Document bare(const Kind& kind, const message::Message& document) {
  message::Document alone{.program = &kind.program(), .phase = {}, .message = {}};
  alone.message.open = document.open;
  return alone;
}

}  // namespace lintas::kinds
