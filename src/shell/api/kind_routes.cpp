#include "shell/api/kind_routes.hpp"

#include <array>
#include <expected>
#include <nlohmann/json.hpp>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/words.hpp"
#include "core/access/access.hpp"
#include "core/kinds/contents.hpp"
#include "core/kinds/import/state.hpp"
#include "core/kinds/import/table.hpp"
#include "core/kinds/issue/commands.hpp"
#include "core/kinds/issue/state.hpp"
#include "core/kinds/issue/table.hpp"
#include "core/kinds/kind.hpp"
#include "core/kinds/messages.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/kinds_part.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/state.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/description.hpp"
#include "shell/api/document_list.hpp"
#include "shell/api/example_files.hpp"
#include "shell/api/json.hpp"
#include "shell/api/kind_views.hpp"
#include "shell/api/message_body.hpp"
#include "shell/api/names.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/trader_mail.hpp"
#include "shell/api/views.hpp"
#include "shell/app/kind_document.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

namespace lintas::api {

namespace {

namespace iss = kinds::issue_side;
namespace imp = kinds::import_side;

constexpr auto issue_command = workflow::command_in(workflow::doc_issue_block, 0);

// ---- the kinds

/// How somebody who writes one, or a program that shows one, sees a kind.
Json show_kind(const kinds::Kind& kind) {
  Json may = Json::object();
  for (const auto& part : words_for(kinds::Part{})) {
    Json roles = Json::array();
    for (const access::Role role : kind.roles(part.value)) roles.push_back(access::name(role));
    may[std::string{part.word}] = std::move(roles);
  }
  const auto valid_for = kind.valid_for();
  return {{"code", kind.code()},
          {"title", kind.title()},
          {"root", kind.root()},
          {"life", word_of(kind.life())},
          {"offices", kind.offices().empty() ? Json{} : Json(kind.offices())},
          {"may", std::move(may)},
          {"answer_days", kind.answer_within().count()},
          {"valid_months", valid_for ? Json(valid_for->count()) : Json{}},
          {"kept_months", kind.kept_for().count()}};
}

void list_kinds(const Core& core, const CallPtr& call) {
  Json items = Json::array();
  const workflow::Setting setting = core.ports().setting();
  for (const auto& kind : workflow::kinds_of(setting).all()) items.push_back(show_kind(*kind));
  call->respond(json_response(200, {{"items", std::move(items)}}));
}

// ---- a document that is issued

void issue_document(const Core& core, const CallPtr& call) {
  if (!may_bring(core, call, issue_command)) return;
  take_act(
      core, call, issue_command, [&](const message::Document& document) -> std::expected<Brought, Findings> {
        const workflow::Setting setting = core.ports().setting();
        const auto root = document.program->root();
        const auto* kind = workflow::kinds_of(setting).of_root(root);
        if (kind == nullptr) {
          return std::unexpected(
              Findings{{.rule = "API-013", .pointer = {}, .value = std::string{root}, .detail = {}}});
        }
        auto made = app::kind_document(document, *kind, core.ports().packer(), *setting.reference);
        if (!made) return std::unexpected(std::move(made.error()));
        return Brought{to_cbor(iss::IssueDocument{.contents = made->contents}), std::move(made->payload)};
      });
}

// ---- one document

std::optional<Core::Seen> see_doc(const Core& core, const CallPtr& call, app::Reader& reader,
                                  const workflow::Setting& setting) {
  const auto reference = doc_in(call->request.parameter("kind_document"));
  if (!reference) return std::nullopt;
  const workflow::Slot slot = reference->state == setting.home ? workflow::doc_issue_slot(*reference)
                                                               : workflow::doc_import_slot(*reference);
  return core.see(slot, right_of(slot.kind), call, reader, setting);
}

Json show(const Core& /*core*/, const Core::Seen& seen) { return show_doc(seen.row.kind, seen.state); }

/// What officers wrote is for officers (docs/domain/roles.md).
Json history(const std::vector<app::EventRow>& events, const TextSource& source, access::Role role) {
  return history_of_doc(events, role == access::Role::exporter ? std::nullopt : std::optional{source});
}

/// As it was issued; of another state's as it was taken: what came under its number and was refused, was
/// answered and not obeyed. Of one that never was taken, as it came last.
std::optional<message::Document> document_of(const Core& core, const Core::Seen& seen, app::Reader& reader,
                                             const workflow::Setting& /*setting*/) {
  const auto events = reader.history(seen.row.head);
  app::Packer& packer = core.ports().packer();
  if (seen.row.kind == workflow::doc_issue_stream)
    return document_under(seen.state.as<iss::Document>().contents.document, events, reader, packer);
  for (const app::EventRow& row : std::views::reverse(events)) {
    if (event_name(row.type) == "doc_import.received" && row.payload_hash)
      return document_under(*row.payload_hash, {row}, reader, packer);
  }
  static constexpr std::array sent{workflow::payload_of_message(kinds::doc_send)};
  return newest_of(sent, events, reader, packer);
}

// ---- lists

DocumentFacts facts_of_issued(const workflow::State& state) {
  const auto& document = state.as<iss::Document>();
  return {.status = std::to_underlying(document.state),
          .has_alarm = document.alarm.has_value(),
          .other = document.contents.receiver,
          .kind = document.contents.reference.kind.str()};
}
DocumentFacts facts_of_received(const workflow::State& state) {
  const auto& document = state.as<imp::Document>();
  return {.status = std::to_underlying(document.state),
          .has_alarm = false,
          .other = document.contents.reference.state,
          .kind = document.contents.reference.kind.str()};
}

constexpr std::array sides{DocumentSide{.name = "issue",
                                        .stream = workflow::doc_issue_stream,
                                        .read = Read::docs_issued,
                                        .states = listed_states<iss::Machine>,
                                        .facts = &facts_of_issued},
                           DocumentSide{.name = "receive",
                                        .stream = workflow::doc_import_stream,
                                        .read = Read::docs_received,
                                        .states = listed_states<imp::Machine>,
                                        .facts = &facts_of_received}};

}  // namespace

constexpr DocumentKind doc_kind{.member = "document",
                                .sides = sides,
                                .waiting = workflow::waiting_docs,
                                .see = &see_doc,
                                .show = &show,
                                .show_in_list = &show,
                                .history = &history,
                                .document_of = &document_of};

namespace {

constexpr auto page_of_documents = page_of("[KindDocument]");
constexpr std::array kind_members{
    Member{"code", "KindCode"},
    Member{"title", "text"},
    Member{"root", "text", "Of the messages that bring a document."},
    Member{"life", "DocumentLife"},
    Member{"offices", "text|null",
           "The code list of the offices where its authority acts; null: at every one."},
    Member{"may", "{[text]}", "Roles by what they do: issue, receive, use, see."},
    Member{"answer_days", "integer", "How long the other state may take to answer before somebody is told."},
    Member{"valid_months", "integer|null", "How long one holds that does not say so itself."},
    Member{"kept_months", "integer", "After its end."}};
constexpr std::array kind_list{Member{"items", "[DocumentKind]"}};
constexpr std::array objects{Object{"DocumentKind", "A kind of document that is data.", kind_members},
                             Object{"DocumentKinds", "All of this node.", kind_list},
                             Object{"KindDocumentPage", "The newest first.", page_of_documents}};
constexpr std::array words{Words{"KindDocumentSide", "Of this state.", &names_of_sides<doc_kind>},
                           Words{"KindDocumentState", "Of the machines of documents of kinds that are data.",
                                 &ids_of_states<doc_kind>}};

constexpr std::array routes{
    Route{.method = net::Method::get,
          .pattern = "/v1/kinds",
          .id = "listKinds",
          .tag = "documents",
          .summary =
              "The kinds of documents that are data, as certificates of plant health: how they live, and who "
              "may do what.",
          .outcomes = {{200, "DocumentKinds"}},
          .work = &list_kinds},
    route_of_bringing<issue_command>(
        {.pattern = "/v1/kinds/documents",
         .id = "issueDocument",
         .summary =
             "A document of one of these kinds that is issued, whole, in XML or JSON. One that names another "
             "one that it takes the place of cancels that. Where the two states do not exchange such "
             "documents it is issued, and not sent.",
         .takes = "If-Match"},
        [] { return std::string{kind_example}; }, &issue_document),
    route_of_list<doc_kind>(
        {.pattern = "/v1/kinds/documents",
         .id = "listKindDocuments",
         .summary =
             "Documents of kinds that are data that the caller may see, newest first, ended ones too. A page "
             "may be short; after=next goes on.",
         .takes = "limit after kinds.kind kinds.side phase kinds.state kinds.partner since waits",
         .answer = "KindDocumentPage"}),
    route_of_one<doc_kind>(
        {.pattern = "/v1/kinds/documents/{kind_document}",
         .id = "showKindDocument",
         .summary = "State, lines and uses; where it was issued whether it was taken and answered; history, "
                    "messages, and what the caller may do now.",
         .answer = "KindDocument"}),
    route_of_itself<doc_kind>({.pattern = "/v1/kinds/documents/{kind_document}/document",
                               .id = "giveKindDocument",
                               .summary = "The document itself in XML, or JSON by Accept."})};

}  // namespace

Resource kind_routes() { return {.routes = routes, .objects = objects, .words = words}; }

}  // namespace lintas::api
