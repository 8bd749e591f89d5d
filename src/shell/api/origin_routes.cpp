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
#include "base/limits.hpp"
#include "base/text.hpp"
#include "core/access/access.hpp"
#include "core/awsc/declaration.hpp"
#include "core/awsc/import/commands.hpp"
#include "core/awsc/import/state.hpp"
#include "core/awsc/import/table.hpp"
#include "core/messages/document.hpp"
#include "core/workflow/awsc_part.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/description.hpp"
#include "shell/api/document_list.hpp"
#include "shell/api/example_files.hpp"
#include "shell/api/json.hpp"
#include "shell/api/origin_views.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/trader_mail.hpp"
#include "shell/api/views.hpp"
#include "shell/api/who.hpp"
#include "shell/app/origin_declaration.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/store.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

namespace lintas::api {

namespace {

namespace imp = awsc::import_side;

constexpr auto present_command = workflow::command_in(workflow::origin_block, 0);

/// Who presents declarations, whose messages have identifications of their own: a system, or an office.
/// Empty: nobody.
std::string sender_of(const access::Actor& actor) {
  if (!actor.party.empty()) return actor.party;
  return actor.office.empty() ? std::string{} : format("office {}", actor.office);
}

void present_declaration(const Core& core, const CallPtr& call) {
  if (const auto never = core.never_may(call->actor, present_command))
    return call->respond(problem(403, Findings{*never}, call->trace));
  if (sender_of(call->actor).empty()) return call->respond(problem(403, "ACC-004", call->trace));
  take_document(core, call, [&](message::Document document) -> std::expected<Asking, Findings> {
    const workflow::Setting setting = core.ports().setting();
    auto made = app::origin_declaration(document, core.ports().packer(), *setting.reference, setting.sha256);
    if (!made) return std::unexpected(std::move(made.error()));
    workflow::Command command{.id = workflow::MessageCommandId{workflow::make_key(
                                  workflow::KeyKind::trader_message, sender_of(call->actor),
                                  document.message.message_identification)},
                              .type = present_command,
                              .at = {},
                              .actor = {},
                              .content = to_cbor(imp::PresentDeclaration{.contents = made->contents}),
                              .payloads = {},
                              .lane = {}};
    command.payloads.push_back(std::move(made->payload));
    return [call, kept = std::move(command)](const Core& self, app::Reader& /*reader*/) mutable {
      self.ask(call, std::move(kept));
    };
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
    Route{.method = net::Method::post,
          .pattern = "/v1/origin-declarations",
          .id = "presentOriginDeclaration",
          .tag = "documents",
          .summary =
              "An origin declaration that is presented with an import, whole, in XML or JSON "
              "(OD.DECLARATION). It is held against the register of certified exporters as it was on the day "
              "of the declaration.",
          .body_bytes_max = limits::message_bytes_max,
          .body = "application/xml:text application/json:Message",
          .example = [] { return std::string{origin_example}; },
          .takes = "If-Match",
          .outcomes = {{200, "Done", "Location"}},
          .refusals = {400, 403, 404, 412, 422},
          .who = &who_gives<present_command>,
          .work = &present_declaration},
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
