#include "shell/app/export_document.hpp"

#include <expected>
#include <string>
#include <utility>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/acdd/messages.hpp"
#include "core/acdd/wire.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/messages/report.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/rules/check.hpp"
#include "core/workflow/kinds.hpp"
#include "shell/app/ports.hpp"
#include "wire/xml/xml_writer.hpp"

namespace lintas::app {

std::expected<ExportDocument, Findings> export_document(const message::Document& document, Packer& packer,
                                                        const refdata::Snapshot& reference, Day day) {
  const auto root = acdd::root_of(acdd::acdd_send);
  if (document.program->root() != root) {
    return std::unexpected(Findings{
        {.rule = "API-013", .pointer = {}, .value = std::string{document.program->root()}, .detail = {}}});
  }
  require(static_cast<bool>(document.message.declaration), "the schema asks for it");
  std::string canonical;
  xml::write(document, canonical);
  ExportDocument made{
      .contents = {},
      .payload = packer.pack(workflow::payload_of_message(acdd::acdd_send), as_bytes(canonical))};
  auto contents = acdd::contents_of(*document.message.declaration, made.payload.hash, root);
  // As import customs asks it: a document is of the day on which the goods leave, and so are its codes.
  message::Report report =
      rules::check(document, {.reference = reference, .day = contents ? contents->departure : day});
  if (!report.findings.empty()) return std::unexpected(std::move(report.findings));
  if (!contents) return std::unexpected(std::move(contents.error()));
  made.contents = *std::move(contents);
  return made;
}

}  // namespace lintas::app
