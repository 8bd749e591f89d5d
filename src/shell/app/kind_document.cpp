#include "shell/app/kind_document.hpp"

#include <expected>
#include <string>
#include <utility>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "core/kinds/contents.hpp"
#include "core/kinds/document.hpp"
#include "core/kinds/kind.hpp"
#include "core/kinds/messages.hpp"
#include "core/messages/document.hpp"
#include "core/messages/report.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/ports.hpp"
#include "wire/xml/xml_writer.hpp"

namespace lintas::app {

std::expected<KindDocument, Findings> kind_document(const message::Document& document,
                                                    const kinds::Kind& kind, Packer& packer,
                                                    const refdata::Snapshot& reference) {
  std::string canonical;
  xml::write(document, canonical);
  workflow::Payload payload = packer.pack(workflow::payload_of_message(kinds::doc_send), as_bytes(canonical));
  auto contents = kinds::contents_of(document, kind, payload.hash);
  if (!contents) return std::unexpected(std::move(contents.error()));
  message::Report report = kinds::check(document, kind, reference.at(contents->issued));
  if (!report.findings.empty()) return std::unexpected(std::move(report.findings));
  return KindDocument{.contents = *std::move(contents), .payload = std::move(payload)};
}

}  // namespace lintas::app
