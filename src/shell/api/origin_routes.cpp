#include "shell/api/origin_routes.hpp"

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
#include "core/access/access.hpp"
#include "core/awsc/declaration.hpp"
#include "core/awsc/import/commands.hpp"
#include "core/awsc/import/state.hpp"
#include "core/awsc/import/table.hpp"
#include "core/messages/document.hpp"
#include "core/workflow/awsc_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/state.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/description.hpp"
#include "shell/api/document_list.hpp"
#include "shell/api/example_files.hpp"
#include "shell/api/json.hpp"
#include "shell/api/origin_views.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/trader_mail.hpp"
#include "shell/api/views.hpp"
#include "shell/app/origin_declaration.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/net/http.hpp"

namespace lintas::api {

namespace {

namespace imp = awsc::import_side;

constexpr auto present_command = workflow::command_in(workflow::origin_block, 0);

void present_declaration(const Core& core, const CallPtr& call) {
  if (!may_bring(core, call, present_command)) return;
  take_act(core, call, present_command,
           [&](const message::Document& document) -> std::expected<Brought, Findings> {
             const workflow::Setting setting = core.ports().setting();
             auto made =
                 app::origin_declaration(document, core.ports().packer(), *setting.reference, setting.sha256);
             if (!made) return std::unexpected(std::move(made.error()));
             return Brought{to_cbor(imp::PresentDeclaration{.contents = made->contents}),
                            std::move(made->payload)};
           });
}

std::optional<Core::Seen> see_declaration(const Core& core, const CallPtr& call, app::Reader& reader,
                                          const workflow::Setting& setting) {
  const auto reference = origin_in(call->request.parameter("origin_declaration"));
  if (!reference) return std::nullopt;
  return core.see(workflow::origin_slot(*reference), Read::docs_received, call, reader, setting);
}

Json show(const Core& /*core*/, const Core::Seen& seen) {
  return show_origin(seen.state.as<imp::Declaration>());
}

Json history(const std::vector<app::EventRow>& events, const TextSource& source, access::Role /*role*/) {
  return history_of_origin(events, source);
}

std::optional<message::Document> document_of(const Core& core, const Core::Seen& seen, app::Reader& reader,
                                             const workflow::Setting& /*setting*/) {
  const auto& contents = seen.state.as<imp::Declaration>().contents;
  return document_under(contents.document, reader.history(seen.row.head), reader, core.ports().packer());
}

DocumentFacts facts_of(const workflow::State& state) {
  const auto& declaration = state.as<imp::Declaration>();
  return {.status = std::to_underlying(declaration.state),
          .has_alarm = declaration.alarm.has_value(),
          .other = declaration.contents.reference.state,
          .kind = {}};
}

constexpr std::array sides{DocumentSide{.name = "import",
                                        .stream = workflow::origin_stream,
                                        .read = Read::docs_received,
                                        .states = listed_states<imp::Machine>,
                                        .facts = &facts_of}};

}  // namespace

constexpr DocumentKind origin_kind{.member = "origin_declaration",
                                   .sides = sides,
                                   .see = &see_declaration,
                                   .show = &show,
                                   .show_in_list = &show,
                                   .history = &history,
                                   .document_of = &document_of};

namespace {

constexpr auto page_of_declarations = page_of("[OriginDeclaration]");
constexpr std::array objects{Object{"OriginPage", "The newest first.", page_of_declarations}};
constexpr std::array words{Words{"DeclaredOriginState", "Of origin declarations that were presented here.",
                                 &ids_of_states<origin_kind>}};

constexpr std::array routes{
    route_of_bringing<present_command>(
        {.pattern = "/v1/origin-declarations",
         .id = "presentOriginDeclaration",
         .summary =
             "An origin declaration that is presented with an import, whole, in XML or JSON "
             "(OD.DECLARATION). It is held against the register of certified exporters as it was on the day "
             "of the declaration.",
         .takes = "If-Match"},
        [] { return std::string{origin_example}; }, &present_declaration),
    route_of_list<origin_kind>({.pattern = "/v1/origin-declarations",
                                .id = "listOriginDeclarations",
                                .summary = "Origin declarations that were presented here, newest first.",
                                .takes = "limit after phase origin.state origin.partner since",
                                .answer = "OriginPage"}),
    route_of_one<origin_kind>({.pattern = "/v1/origin-declarations/{origin_declaration}",
                               .id = "showOriginDeclaration",
                               .summary = "What the register says of it, results and uses by items, history, "
                                          "and what the caller may do now.",
                               .answer = "OriginDeclaration"}),
    route_of_itself<origin_kind>({.pattern = "/v1/origin-declarations/{origin_declaration}/document",
                                  .id = "giveOriginDeclaration",
                                  .summary = "The declaration itself in XML, or JSON by Accept."})};

}  // namespace

Resource origin_routes() { return {.routes = routes, .objects = objects, .words = words}; }

}  // namespace lintas::api
