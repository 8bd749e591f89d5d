#include "shell/api/message_body.hpp"

#include <algorithm>
#include <cstddef>
#include <expected>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/text.hpp"
#include "core/kinds/kind.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/messages/report.hpp"
#include "core/workflow/records.hpp"
#include "shell/api/call.hpp"
#include "shell/api/trader_mail.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"
#include "wire/json/json_reader.hpp"
#include "wire/json/json_writer.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

namespace lintas::api {

namespace {

Findings placed(message::Report report) {
  if (report.level != message::Level::well_formed) return std::move(report.findings);
  for (std::size_t i = 0; i < report.findings.size(); ++i) {
    const message::Position& position = report.positions[i];
    std::string& detail = report.findings[i].detail;
    if (position.line != 0) {
      detail = format("line {}, column {}{}{}", position.line, position.column, detail.empty() ? "" : ": ",
                      detail);
    }
  }
  return std::move(report.findings);
}

}  // namespace

std::expected<message::Document, Findings> read_document(std::string_view bytes) {
  const auto further = kinds::of_node().programs();
  auto document = json::is_json(bytes) ? json::read(bytes, further) : xml::read(bytes, further);
  if (!document) return std::unexpected(placed(std::move(document.error())));
  return *std::move(document);
}

void answer_document(const CallPtr& call, const message::Document& document) {
  const auto accept = call->request.headers.find("Accept");
  const bool as_json = accept && accept->find("json") != std::string_view::npos;
  std::string out;
  if (as_json) {
    json::write(document, out);
  } else {
    xml::write(document, out);
  }
  net::Response response = net::text_response(200, as_json ? "application/json" : "application/xml", out);
  response.headers.set("Cache-Control", "no-store");
  response.headers.set("Vary", "Accept");
  call->respond(std::move(response));
}

std::optional<message::Document> newest_of(std::span<const workflow::PayloadKind> kinds,
                                           const std::vector<app::EventRow>& events, app::Reader& reader,
                                           app::Packer& packer) {
  for (const app::EventRow& event : std::views::reverse(events)) {
    if (event.payload == app::PayloadId::none || !event.payload_hash) continue;
    const auto stored = reader.payload(event.payload);
    const bool wanted =
        stored && !stored->bytes.empty() && std::ranges::find(kinds, stored->kind) != kinds.end();
    if (wanted) return document_under(*event.payload_hash, {event}, reader, packer);
  }
  return std::nullopt;
}

}  // namespace lintas::api
