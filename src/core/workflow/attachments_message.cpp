#include "core/workflow/attachments_message.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/finding.hpp"
#include "base/hex.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/words.hpp"
#include "core/acdd/names.hpp"
#include "core/attachments/letter.hpp"
#include "core/attachments/limits.hpp"
#include "core/attachments/media.hpp"
#include "core/attachments/records.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/names.hpp"
#include "core/documents/wire.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/model/document_groups.hpp"
#include "core/model/groups.hpp"

namespace lintas::workflow {

namespace {

namespace att = attachments;
namespace wco = message::wco;

constexpr std::string_view document_rule = "R-ATT-020";

Findings fault(std::string_view rule, std::string pointer, std::string_view value) {
  return {
      {.rule = std::string{rule}, .pointer = std::move(pointer), .value = std::string{value}, .detail = {}}};
}

std::string_view function_of(att::MessageNumber number) {
  if (number == att::files_listed) return documents::function_original;
  return number == att::file_asked ? documents::function_request : documents::function_response;
}

Hash256 hash_in(std::string_view text) {
  const Bytes bytes = certain(from_hex(text), "the schema has the same form of a hash");
  Hash256 hash;
  require(bytes.size() == hash.bytes.size(), "the schema has the same form of a hash");
  std::ranges::copy(bytes, hash.bytes.begin());
  return hash;
}

/// Nothing where it says none, or two.
std::optional<att::DocumentName> name_in(const wco::Declaration& said) {
  const bool has_office = static_cast<bool>(said.submitter);
  att::DocumentName name{.state = said.issuing_country_code, .kind = {}, .office = {}, .number = said.id};
  if (said.type_code.empty() == said.kind_code.empty()) return std::nullopt;
  if (!said.kind_code.empty()) {
    name.kind = said.kind_code;
  } else if (said.type_code == documents::certificate_type) {
    name.kind = att::certificate_kind;
  } else if (said.type_code == documents::origin_declaration_type) {
    name.kind = word_of(documents::Kind::origin_declaration);
  } else if (said.type_code == acdd::document_type) {
    name.kind = att::acdd_kind;
  } else {
    return std::nullopt;
  }
  // Of a certificate the number is unique at its office only, and of a declaration at its exporter.
  const bool needs_office =
      said.type_code == documents::certificate_type || said.type_code == documents::origin_declaration_type;
  if (has_office != needs_office) return std::nullopt;
  if (has_office) name.office = said.submitter->id;
  return name;
}

void put_name(const att::DocumentName& name, wco::Declaration& shown) {
  shown.id = name.number;
  shown.issuing_country_code = name.state;
  if (name.kind == att::certificate_kind) {
    shown.type_code = documents::certificate_type;
    shown.submitter.emplace().id = name.office;
  } else if (name.kind == word_of(documents::Kind::origin_declaration)) {
    shown.type_code = documents::origin_declaration_type;
    shown.submitter.emplace().id = name.office;
  } else if (name.kind == att::acdd_kind) {
    shown.type_code = acdd::document_type;
  } else {
    shown.kind_code = name.kind;
  }
}

std::optional<att::Media> media_in(std::string_view text) {
  const auto found = std::ranges::find(att::media_table, text, &att::MediaFacts::name);
  return found == att::media_table.end() ? std::nullopt : std::optional{found->media};
}

std::expected<void, Findings> read_files(const wco::Declaration& said, std::string_view root,
                                         att::Letter& letter) {
  std::int64_t bytes = 0;
  for (std::size_t i = 0; i < said.additional_document.size(); ++i) {
    const wco::AdditionalDocument& one = said.additional_document[i];
    const auto at = [&](std::string_view leaf) {
      return format("/{}/Declaration/AdditionalDocument[{}]/{}", root, i + 1, leaf);
    };
    const auto media = media_in(one.type_code);
    if (!media) return std::unexpected(fault("R-ATT-001", at("TypeCode"), one.type_code));
    if (att::fault_in_name(one.name, *media))
      return std::unexpected(fault("R-ATT-012", at("Name"), one.name));
    const att::NamedFile file{
        .file = {.hash = hash_in(one.id), .size = one.size_quantity.value, .media = *media},
        .name = one.name};
    bytes += file.file.size;
    if (std::cmp_greater(file.file.size, att::bounds::file_bytes_max) || bytes > att::bounds::files_bytes_max)
      return std::unexpected(fault("R-ATT-013", at("SizeQuantity"), std::to_string(file.file.size)));
    const bool is_there = std::ranges::any_of(letter.files, [&](const att::NamedFile& other) {
      return other.name == file.name || other.file.hash == file.file.hash;
    });
    if (is_there) return std::unexpected(fault("R-ATT-011", at("ID"), one.id));
    letter.files.push_back(file);
  }
  return {};
}

void put_file(const att::NamedFile& file, wco::Declaration& shown) {
  wco::AdditionalDocument one;
  one.id = to_hex(file.file.hash.view());
  one.name = file.name;
  one.size_quantity = {file.file.size};
  one.type_code = word_of(file.file.media);
  shown.additional_document.push_back(std::move(one));
}

}  // namespace

std::expected<HeardOfFiles, Findings> read_of_files(const message::Document& message) {
  const std::string_view root = message.program->root();
  HeardOfFiles heard{.number = certain(att::number_of(root), "the message is one about files"), .letter = {}};
  require(static_cast<bool>(message.message.declaration), "the message was checked against its schema");
  const wco::Declaration& said = *message.message.declaration;
  if (said.function_code != function_of(heard.number)) {
    return std::unexpected(
        fault("R-DOC-021", format("/{}/Declaration/FunctionCode", root), said.function_code));
  }
  heard.letter.document = name_in(said);
  if (!heard.letter.document)
    return std::unexpected(fault(document_rule, format("/{}/Declaration/TypeCode", root), said.type_code));
  if (heard.number == att::files_listed) {
    if (auto read = read_files(said, root, heard.letter); !read) return std::unexpected(read.error());
    return heard;
  }
  const wco::AdditionalDocument& one = said.additional_document.front();
  heard.letter.hash = hash_in(one.id);
  heard.letter.from = one.offset_quantity.value;
  if (heard.number == att::file_asked) return heard;
  heard.letter.size = one.size_quantity.has() ? one.size_quantity.value : 0;
  heard.letter.is_gone = one.attachment_binary_object.empty();
  heard.base64 = one.attachment_binary_object;
  // Octets of a file that says how long it is, and is not longer than any may be.
  if (!heard.letter.is_gone && (heard.letter.size <= heard.letter.from ||
                                std::cmp_greater(heard.letter.size, att::bounds::file_bytes_max))) {
    return std::unexpected(
        fault(document_rule, format("/{}/Declaration/AdditionalDocument[1]/SizeQuantity", root), ""));
  }
  return heard;
}

message::Document write_of_files(att::MessageNumber number, const att::Letter& letter, std::string base64,
                                 const documents::Head& head) {
  message::Document written = documents::begun(att::name_of(number), head);
  wco::Declaration& shown = written.message.declaration.emplace();
  shown.function_code = function_of(number);
  put_name(certain(letter.document, "a letter about files names their document"), shown);
  if (number == att::files_listed) {
    for (const att::NamedFile& file : letter.files) put_file(file, shown);
    return written;
  }
  wco::AdditionalDocument one;
  one.id = to_hex(letter.hash.view());
  one.offset_quantity = {letter.from};
  if (number == att::file_part && !base64.empty()) {
    one.size_quantity = {letter.size};
    one.attachment_binary_object = std::move(base64);
  }
  shown.additional_document.push_back(std::move(one));
  return written;
}

}  // namespace lintas::workflow
