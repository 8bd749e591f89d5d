#include "shell/api/certificate_document.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/import/events.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/wire.hpp"
#include "core/messages/document.hpp"
#include "core/model/document_groups.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/documents_telling.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/api.hpp"
#include "shell/api/core.hpp"
#include "shell/api/message_body.hpp"
#include "shell/api/names.hpp"
#include "shell/api/trader_mail.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "wire/xml/xml_writer.hpp"

namespace lintas::api {

namespace {

namespace iss = documents::issue_side;
namespace imp = documents::import_side;

/// As it was taken: what came later under its number was answered, not obeyed. Of one that never was, as it
/// came last.
std::optional<message::Document> as_it_came(const std::vector<app::EventRow>& events, app::Reader& reader,
                                            app::Packer& packer) {
  static constexpr std::array kinds{workflow::payload_of_message(documents::co_issue),
                                    workflow::payload_of_message(documents::co_retransmit)};
  const auto taken = std::ranges::find_if(
      events, [](const app::EventRow& row) { return event_name(row.type) == imp::Received::record; });
  if (taken == events.end() || !taken->payload_hash) return newest_of(kinds, events, reader, packer);
  return document_under(*taken->payload_hash, {*taken}, reader, packer);
}

}  // namespace

std::optional<message::Document> document_of(const Core& core, const Core::Seen& seen, app::Reader& reader,
                                             const workflow::Setting& setting) {
  const auto events = reader.history(seen.row.head);
  app::Packer& packer = core.ports().packer();
  if (seen.row.kind != workflow::issue_stream) return as_it_came(events, reader, packer);
  const iss::Certificate& certificate = seen.state.as<workflow::Issued>().certificate;
  auto document = document_under(certificate.contents.document, events, reader, packer);
  if (!document || !document->message.declaration || !certificate.issued) return document;
  const auto* office = workflow::office_of_documents(certificate.contents.reference.office.str(),
                                                     Instant{*certificate.issued}, setting);
  const auto offset = office == nullptr ? std::chrono::minutes{} : office->value.utc_offset;
  documents::put(certificate.contents, *certificate.issued, offset, *document->message.declaration);
  return document;
}

Hash256 content_of(const message::wco::Declaration& certificate, const workflow::Setting& setting) {
  std::string canonical;
  xml::write(documents::bare(certificate), canonical);
  return setting.sha256(std::array{as_bytes(canonical)});
}

}  // namespace lintas::api
