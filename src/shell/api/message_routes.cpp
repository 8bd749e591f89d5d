#include <charconv>
#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/messages/program.hpp"
#include "core/messages/report.hpp"
#include "core/rules/check.hpp"
#include "core/transit/letters.hpp"
#include "core/transit/machine.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "shell/api/api.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/record_json.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/views.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"
#include "wire/json/json_reader.hpp"
#include "wire/json/json_writer.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

namespace lintas::api {

void submit_message(const Core& core, const CallPtr& call) {
  const workflow::Setting setting = core.ports().setting();
  const Instant now = core.ports().clock();
  const std::string_view bytes = as_text(call->request.body);
  const auto first = bytes.find_first_not_of(" \t\r\n");
  const bool is_json = first != std::string_view::npos && (bytes[first] == '{' || bytes[first] == '[');
  auto document = is_json ? json::read(bytes) : xml::read(bytes);
  if (!document) return call->respond(problem(422, document.error().findings, call->trace));
  require(setting.reference != nullptr, "the setting has reference data");
  const Day day = std::chrono::floor<std::chrono::days>(now);
  const message::Report report = rules::check(*document, {.reference = *setting.reference, .day = day});
  if (!report.findings.empty()) return call->respond(problem(422, report.findings, call->trace));
  const auto ie = transit::ie_of_root(document->program->root());
  const auto* known = ie ? transit::find_message(*ie) : nullptr;
  if (known == nullptr || !known->from.has(transit::Party::trader) ||
      core.ports().national.command(workflow::command_of_message(*ie)) == nullptr)
    return call->respond(problem(422, "API-013", call->trace, std::string{document->program->root()}));

  // Kept is the message in its canonical form, without what opens a guarantee.
  // Read a second time, for a message is not copied and its letter still needs the codes.
  auto kept = is_json ? json::read(bytes) : xml::read(bytes);
  require(kept.has_value(), "what was read once can be read again");
  if (!kept) return;
  transit::mask_access_codes(kept->message);
  std::string canonical;
  xml::write(*kept, canonical);
  workflow::Payload payload =
      core.ports().packer().pack(workflow::payload_of_message(*ie), as_bytes(canonical));
  const auto view = setting.reference->at(day);
  auto letter = transit::read_letter(
      *document, {.document = payload.hash, .hash = core.ports().hash, .reference = view});
  if (!letter) return call->respond(problem(422, letter.error(), call->trace));
  AtRisk risk;
  if (letter->declaration && (*ie == 15 || *ie == 13))
    risk = core.ports().at_risk(*letter->declaration, document->message, view);
  if (!risk.findings.empty()) return call->respond(problem(422, risk.findings, call->trace));
  if (call->request.query_value("dry_run") == "true") {
    return call->respond(json_response(200, Json{{"valid", true},
                                                 {"dry_run", true},
                                                 {"explanation", risk.explanation},
                                                 {"trace_id", call->trace}}));
  }
  if (call->actor.party.empty()) return call->respond(problem(403, "ACC-001", call->trace));
  const std::string identification{document->message.message_identification};
  workflow::Command command{.id = workflow::MessageCommandId{workflow::make_key(
                                workflow::KeyKind::trader_message, call->actor.party, identification)},
                            .type = workflow::command_of_message(*ie),
                            .at = {},
                            .actor = {},
                            .content = to_cbor(*letter),
                            .payloads = {},
                            .lane = {}};
  command.payloads.push_back(std::move(payload));
  core.ask(call, std::move(command));
}

void list_mail(const Core& core, const CallPtr& call, app::Reader& reader) {
  const auto seen = core.see_movement(Read::messages, call, reader, core.ports().setting());
  if (!seen || seen->row.kind != workflow::departure_stream) return answer_nothing(call);
  const auto history = reader.history(seen->row.head);
  Json items = Json::array();
  for (const Mail& one : mail_of_departure(history)) {
    items.push_back({{"n", items.size() + 1},
                     {"message", format("IE{:03}", one.ie)},
                     {"root", transit::root_of(one.ie)},
                     {"at", to_text(history[one.event].at)}});
  }
  call->respond(json_response(200, Json{{"items", items}}));
}

void show_mail(const Core& core, const CallPtr& call, app::Reader& reader) {
  const workflow::Setting setting = core.ports().setting();
  const auto seen = core.see_movement(Read::messages, call, reader, setting);
  if (!seen || seen->row.kind != workflow::departure_stream) return answer_nothing(call);
  const auto history = reader.history(seen->row.head);
  const auto all = mail_of_departure(history);
  const std::string_view text = call->request.parameter("n");
  std::size_t n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (error != std::errc{} || end != text.data() + text.size() || n == 0 || n > all.size())
    return answer_nothing(call);
  const auto document = render(all[n - 1], n, history, reader, core.ports().packer(), setting);
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

}  // namespace lintas::api
