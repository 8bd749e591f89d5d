#include "shell/app/whole_document.hpp"

#include <expected>
#include <string>
#include <utility>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/messages/report.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/rules/check.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/ports.hpp"
#include "wire/xml/xml_writer.hpp"

namespace lintas::app {

std::expected<workflow::Payload, Findings> check_whole(const message::Document& document,
                                                       const WholeDocument& kind, Packer& packer,
                                                       const refdata::Snapshot& reference) {
  if (document.program->root() != kind.root) {
    return std::unexpected(Findings{{.rule = "API-013",
                                     .pointer = {},
                                     .value = std::string{document.program->root()},
                                     .detail = format("expected: {}", kind.root)}});
  }
  require(static_cast<bool>(document.message.declaration), "the schema asks for it");
  std::string canonical;
  xml::write(document, canonical);
  workflow::Payload payload = packer.pack(workflow::payload_of_message(kind.number), as_bytes(canonical));
  auto day = kind.read(*document.message.declaration, payload.hash);
  message::Report report =
      rules::check(document, {.reference = reference, .day = day.value_or(kind.otherwise)});
  if (!report.findings.empty()) return std::unexpected(std::move(report.findings));
  if (!day) return std::unexpected(std::move(day.error()));
  return payload;
}

}  // namespace lintas::app
