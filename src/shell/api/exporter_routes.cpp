#include "shell/api/exporter_routes.hpp"

#include <array>
#include <expected>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/awsc/exporter.hpp"
#include "core/awsc/exporter/commands.hpp"
#include "core/awsc/exporter/state.hpp"
#include "core/awsc/exporter/table.hpp"
#include "core/messages/document.hpp"
#include "core/workflow/awsc_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/state.hpp"
#include "shell/api/call.hpp"
#include "shell/api/concern_page.hpp"
#include "shell/api/core.hpp"
#include "shell/api/description.hpp"
#include "shell/api/document_list.hpp"
#include "shell/api/example_files.hpp"
#include "shell/api/exporter_views.hpp"
#include "shell/api/json.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/trader_mail.hpp"
#include "shell/api/views.hpp"
#include "shell/app/exporter_record.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

namespace lintas::api {

namespace {

namespace exs = awsc::exporter_side;

constexpr auto record_command = workflow::command_in(workflow::exporter_block, 0);

void record_exporter(const Core& core, const CallPtr& call) {
  if (!may_bring(core, call, record_command)) return;
  const auto said = call->request.query_value("effective");
  const auto effective = said ? instant_or_day(*said, core.ports().setting()) : std::nullopt;
  if (said && !effective) return answer_bad_query(call, "effective");
  take_act(
      core, call, record_command, [&](const message::Document& document) -> std::expected<Brought, Findings> {
        const workflow::Setting setting = core.ports().setting();
        const Day today = std::chrono::floor<std::chrono::days>(core.ports().clock());
        auto made =
            app::exporter_record(document, core.ports().packer(), *setting.reference, today, setting.sha256);
        if (!made) return std::unexpected(std::move(made.error()));
        return Brought{to_cbor(exs::RecordExporter{.content = made->content, .effective = effective}),
                       std::move(made->payload)};
      });
}

std::optional<Core::Seen> see_exporter(const Core& core, const CallPtr& call, app::Reader& reader,
                                       const workflow::Setting& setting) {
  const auto reference = exporter_in(call->request.parameter("exporter"));
  if (!reference) return std::nullopt;
  return core.see(workflow::exporter_slot(*reference), Read::exporters, call, reader, setting);
}

Json show(const Core& /*core*/, const Core::Seen& seen) {
  return show_exporter(seen.state.as<exs::Exporter>());
}

/// What officers wrote is for officers (docs/domain/roles.md).
Json history(const std::vector<app::EventRow>& events, const TextSource& source, access::Role role) {
  return history_of_exporter(events, role == access::Role::exporter ? std::nullopt : std::optional{source});
}

/// As it was written last.
std::optional<message::Document> document_of(const Core& core, const Core::Seen& seen, app::Reader& reader,
                                             const workflow::Setting& /*setting*/) {
  const auto& content = seen.state.as<exs::Exporter>().content;
  return document_under(content.document, reader.history(seen.row.head), reader, core.ports().packer());
}

DocumentFacts facts_of(const workflow::State& state) {
  const auto& exporter = state.as<exs::Exporter>();
  return {.status = std::to_underlying(exporter.state),
          .has_alarm = false,
          .other = exporter.content.reference.state,
          .kind = {}};
}

constexpr std::array sides{DocumentSide{.name = "register",
                                        .stream = workflow::exporter_stream,
                                        .read = Read::exporters,
                                        .states = listed_states<exs::Machine>,
                                        .facts = &facts_of}};

}  // namespace

constexpr DocumentKind exporter_kind{.member = "exporter",
                                     .sides = sides,
                                     .see = &see_exporter,
                                     .show = &show,
                                     .show_in_list = &show,
                                     .history = &history,
                                     .document_of = &document_of};

namespace {

/// By the instants of the register, whatever was said of it afterwards.
void show_as_of(const Core& core, const CallPtr& call, app::Reader& reader) {
  const workflow::Setting setting = core.ports().setting();
  const auto seen = see_exporter(core, call, reader, setting);
  if (!seen) return answer_unseen(call, exporter_kind);
  const auto at = past_instant_in(core, call, "instant", std::nullopt);
  if (!at) return;
  const auto& exporter = seen->state.as<exs::Exporter>();
  const auto extract = exs::as_of(exporter, *at);
  if (!extract) return answer_nothing(call, "the register had no such record yet");
  call->respond(json_response(200, show_extract(exporter.content.reference, *extract, *at)));
}

constexpr auto page_of_exporters = page_of("[CertifiedExporter]");
constexpr std::array objects{Object{"ExporterPage", "The newest first.", page_of_exporters}};
constexpr std::array words{
    Words{"ExporterState", "Of the records of certified exporters.", &ids_of_states<exporter_kind>}};

constexpr std::array routes{
    route_of_bringing<record_command>(
        {.pattern = "/v1/exporters",
         .id = "recordExporter",
         .summary =
             "The record of a certified exporter of this state, whole, in XML or JSON (CE.RECORD): it is "
             "written into the register, or written anew.",
         .takes = "If-Match exporters.effective"},
        [] { return std::string{exporter_example}; }, &record_exporter),
    route_of_list<exporter_kind>(
        {.pattern = "/v1/exporters",
         .id = "listExporters",
         .summary = "Certified exporters that the caller may see, newest first, withdrawn ones too.",
         .takes = "limit after phase exporters.state exporters.partner since",
         .answer = "ExporterPage"}),
    route_of_one<exporter_kind>({.pattern = "/v1/exporters/{exporter}",
                                 .id = "showExporter",
                                 .summary = "What the register says of one now, how it stood from when on, "
                                            "history, and what the caller may do now.",
                                 .answer = "CertifiedExporter"}),
    Route{.method = net::Method::get,
          .pattern = "/v1/exporters/{exporter}/as-of",
          .id = "showExporterAsOf",
          .tag = "documents",
          .summary = "What the register said of one at an instant: by what a declaration of then is judged.",
          .takes = "instant",
          .outcomes = {{200, "ExporterExtract"}},
          .refusals = {400, 403, 404, 422},
          .who = [](const workflow::National&) { return who_reads(exporter_kind); },
          .look = &show_as_of},
    route_of_itself<exporter_kind>({.pattern = "/v1/exporters/{exporter}/document",
                                    .id = "giveExporter",
                                    .summary = "The record itself, with name, address and signatories, in "
                                               "XML, or JSON by Accept."})};

}  // namespace

Resource exporter_routes() { return {.routes = routes, .objects = objects, .words = words}; }

}  // namespace lintas::api
