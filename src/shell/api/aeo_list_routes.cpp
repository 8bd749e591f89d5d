#include "shell/api/aeo_list_routes.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <expected>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/access/access.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/listed/sheet.hpp"
#include "core/aeo/listed/state.hpp"
#include "core/aeo/listed/table.hpp"
#include "core/messages/document.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/tables.hpp"
#include "core/workflow/aeo_list_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/law.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/state.hpp"
#include "shell/api/aeo_codes.hpp"
#include "shell/api/aeo_list_views.hpp"
#include "shell/api/aeo_views.hpp"
#include "shell/api/call.hpp"
#include "shell/api/concern_page.hpp"
#include "shell/api/core.hpp"
#include "shell/api/description.hpp"
#include "shell/api/document_list.hpp"
#include "shell/api/example_files.hpp"
#include "shell/api/json.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/table_import.hpp"
#include "shell/api/trader_mail.hpp"
#include "shell/api/views.hpp"
#include "shell/api/who.hpp"
#include "shell/app/operator_record.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

namespace lintas::api {

namespace {

namespace lst = aeo::listed;

constexpr auto consent_command = workflow::command_in(workflow::aeo_listed_block, 0);

void agree(const Core& core, const CallPtr& call) {
  if (!may_bring(core, call, consent_command)) return;
  take_act(core, call, consent_command,
           [&](const message::Document& document) -> std::expected<Brought, Findings> {
             const workflow::Setting setting = core.ports().setting();
             const Day today = workflow::day_here(core.ports().clock(), setting);
             auto made = app::operator_record(document, core.ports().packer(), *setting.reference, today,
                                              setting.sha256);
             if (!made) return std::unexpected(std::move(made.error()));
             return Brought{to_cbor(made->consent), std::move(made->payload)};
           });
}

constexpr auto bring_in_command = workflow::command_in(workflow::aeo_listed_block, 3);

/// Refused whole where a cell is wrong, each by its line and column, and nothing of it is taken.
void bring_in_table(const Core& core, const CallPtr& call) {
  if (const auto never = core.never_may(call->actor, bring_in_command))
    return call->respond(problem(403, Findings{*never}, call->trace));
  const auto file = core.command_id(call);
  if (!file) return call->respond(problem(400, "API-006", call->trace));
  const auto of = Country::parse(call->request.query_value("of").value_or(""));
  if (!of) return answer_bad_query(call, "of", "a state, as MY");
  const auto clock = workflow::clocks_here(core.ports().clock(), core.ports().setting());
  auto read = lst::read_sheet(as_text(call->request.body), *of, clock);
  if (!read) return call->respond(problem(422, read.error(), call->trace));
  const auto sha256 = core.ports().setting().sha256;
  std::vector<TableRow> rows;
  rows.reserve(read->size());
  for (const lst::SheetRow& row : *read) {
    rows.push_back({.line = row.line,
                    .command = {.id = id_of_row(*file, row.line, sha256),
                                .type = bring_in_command,
                                .at = core.ports().clock(),
                                .actor = call->actor,
                                .trace = call->trace_id,
                                .content = to_cbor(row.said),
                                .payloads = {},
                                .lane = {}}});
  }
  bring_in(core, call, std::move(rows));
}

std::string example_of_table() {
  std::string head;
  for (const std::string_view column : lst::sheet_columns())
    head.append(head.empty() ? "" : ",").append(column);
  return head +
         "\nMM201101012345,7,AEO,,exporter,MM12345H100001,2026-01-05,2026-01-10,2029-01-09,,active,,2026-01-"
         "06"
         "\n";
}

std::optional<Core::Seen> see(const Core& core, const CallPtr& call, app::Reader& reader,
                              const workflow::Setting& setting) {
  const auto reference = authorisation_in(call->request.parameter("operator"));
  if (!reference) return std::nullopt;
  return core.see(workflow::aeo_listed_slot(*reference), Read::listed_operators, call, reader, setting);
}

Json show(const Core& core, const Core::Seen& seen) {
  return show_listed_operator(seen.state.as<lst::Operator>(), core.ports().setting().sha256);
}

/// Whose account it was is for those who answer for it.
Json history(const std::vector<app::EventRow>& events, const TextSource& source, access::Role role) {
  const bool is_office = role == access::Role::aeo_manager || role == access::Role::auditor;
  return history_of_listed(events, is_office ? std::optional{source} : std::nullopt, is_office);
}

/// Name and address, as they are told. Of what is listed no more there are none.
std::optional<message::Document> document_of(const Core& core, const Core::Seen& seen, app::Reader& reader,
                                             const workflow::Setting& /*setting*/) {
  const auto& one = seen.state.as<lst::Operator>();
  const lst::Said* said = lst::newest(one);
  const bool is_told = said != nullptr && said->status != lst::Status::unlisted;
  if (!one.consent && !is_told) return std::nullopt;
  const auto& consent = one.consent ? *one.consent : said->content.consent;
  return document_under(consent.document, reader.history(seen.row.head), reader, core.ports().packer());
}

DocumentFacts facts_of(const workflow::State& state) {
  const auto& one = state.as<lst::Operator>();
  return {.status = std::to_underlying(one.state),
          .has_alarm = !lst::overdue(one).empty(),
          .other = one.reference.holder.country(),
          .kind = {}};
}

/// What is none is nobody's: a list in which nothing ever stands.
std::string list_of_code(std::string_view text) {
  const auto writing = aeo::read_writing(text);
  return writing ? workflow::list_of_listed_code(writing->key) : std::string{"listed "};
}

constexpr std::array sides{DocumentSide{.name = "list",
                                        .stream = workflow::aeo_listed_stream,
                                        .read = Read::listed_operators,
                                        .states = listed_states<lst::Machine>,
                                        .facts = &facts_of}};

}  // namespace

constexpr DocumentKind listed_kind{.member = "listed_operator",
                                   .sides = sides,
                                   .see = &see,
                                   .show = &show,
                                   .show_in_list = &show,
                                   .history = &history,
                                   .document_of = &document_of,
                                   .lists_by_party = true,
                                   .list_of_code = &list_of_code};

namespace {

/// How it stood, as somebody who decided at `known` was told.
void show_as_of(const Core& core, const CallPtr& call, app::Reader& reader) {
  const workflow::Setting setting = core.ports().setting();
  const auto seen = see(core, call, reader, setting);
  if (!seen) return answer_unseen(call, listed_kind);
  const auto of = past_instant_in(core, call, "instant", std::nullopt);
  if (!of) return;
  const auto known = past_instant_in(core, call, "known", core.ports().clock());
  if (!known) return;
  const auto& one = seen->state.as<lst::Operator>();
  const lst::Said* said = lst::as_known(one, *of, *known);
  if (said == nullptr) return answer_nothing(call, "nothing was known of it");
  call->respond(
      json_response(200, show_listed_extract(one, *said, *of, *known, workflow::day_here(*of, setting))));
}

/// The states whose lists come here as data, and what was heard of each.
void show_lists(const Core& core, const CallPtr& call, app::Reader& reader) {
  if (!may_ever_read(call->actor.role, Read::listed_operators))
    return answer_unseen(call, Read::listed_operators, false);
  const workflow::Setting setting = core.ports().setting();
  const Instant now = core.ports().clock();
  const auto reference = setting.reference->at(std::chrono::floor<std::chrono::days>(now));
  Json items = Json::array();
  std::vector<Country> seen;
  for (const auto& row : reference.countries()) {
    const bool comes = setting.is_partner(row.key) && row.key != setting.home &&
                       reference.exchanges(workflow::lists_of_operators, refdata::DocumentProcess::issue,
                                           row.key, setting.home);
    if (!comes || std::ranges::find(seen, row.key) != seen.end()) continue;
    seen.push_back(row.key);
    const auto found = staleness_of_list(row.key, now, core.ports().national, setting, reader);
    items.push_back({{"of", row.key.str()},
                     {"heard", found.heard ? Json(to_text(*found.heard)) : Json{}},
                     {"stale", found.stale ? Json(word_of(*found.stale)) : Json{}}});
  }
  call->respond(json_response(200, {{"items", std::move(items)}}));
}

constexpr std::array list_of_partner{
    Member{"of", "Country", "Whose list it is."},
    Member{"heard", "instant|null", "When anything of it came last; null: never."},
    Member{"stale", "StalePolicy|null", "Nothing was heard of it for long: what that does."}};
constexpr std::array lists{Member{"items", "[ListOfPartner]"}};

constexpr auto page_of_listed = page_of("[ListedOperator]");
constexpr std::array objects{
    Object{"ListedOperatorPage", "The newest first.", page_of_listed},
    Object{"ListOfPartner", "The list of operators of another state, as far as it came here.",
           list_of_partner},
    Object{"ListsOfPartners", "One for each state whose list comes here as data.", lists}};
constexpr std::array words{
    Words{"ListedOperatorState", "Of operators in lists.", &ids_of_states<listed_kind>}};

constexpr std::array routes{
    route_of_bringing<consent_command>(
        {.pattern = "/v1/listed-operators",
         .id = "agreeToList",
         .summary = "An operator agrees that states which recognise it are told of it, under this name and "
                    "address, in XML or JSON (AEO.RECORD); or agrees anew, under another one.",
         .takes = "If-Match"},
        [] { return std::string{operator_example}; }, &agree),
    Route{.method = net::Method::post,
          .pattern = "/v1/operator-lists",
          .id = "bringInOperatorList",
          .tag = "aeo",
          .summary =
              "The list of a state without a node as a table (CSV): each row records an operator, or what "
              "changed of it. Where a cell is wrong nothing is taken.",
          .body_bytes_max = limits::api_import_bytes_max,
          .body = "text/csv:text",
          .example = &example_of_table,
          .takes = "Idempotency-Key lists.of",
          .outcomes = {{200, "ImportDone"}, {403, "ImportRefused"}, {422, "ImportRefused"}},
          .refusals = {400, 409},
          .who = &who_gives<bring_in_command>,
          .work = &bring_in_table},
    route_of_list<listed_kind>(
        {.pattern = "/v1/listed-operators",
         .id = "listListedOperators",
         .summary = "Operators in the list of this state, and in the copies of others, that the caller may "
                    "see, newest first.",
         .takes = "limit after phase listed.state listed.partner operators.holder held.code since waits",
         .answer = "ListedOperatorPage",
         .tag = "aeo"}),
    Route{.method = net::Method::get,
          .pattern = "/v1/operator-lists",
          .id = "showOperatorLists",
          .tag = "aeo",
          .summary =
              "The states whose lists of operators come here as data, when each was heard of last, and "
              "whether it is stale.",
          .outcomes = {{200, "ListsOfPartners"}},
          .refusals = {403},
          .who = [](const workflow::National&) { return who_reads(listed_kind); },
          .look = &show_lists},
    route_of_one<listed_kind>(
        {.pattern = "/v1/listed-operators/{operator}",
         .id = "showListedOperator",
         .summary = "What a list says of an operator now and said from when on, what partners were told and "
                    "answered, history, and what the caller may do now.",
         .answer = "ListedOperator",
         .tag = "aeo"}),
    Route{.method = net::Method::get,
          .pattern = "/v1/listed-operators/{operator}/as-of",
          .id = "showListedOperatorAsOf",
          .tag = "aeo",
          .summary = "Whether an operator of a list had benefits at an instant, as it was known at another "
                     "one: by what was known when something was decided.",
          .takes = "instant known",
          .outcomes = {{200, "ListedOperatorExtract"}},
          .refusals = {400, 403, 404, 422},
          .who = [](const workflow::National&) { return who_reads(listed_kind); },
          .look = &show_as_of},
    route_of_itself<listed_kind>({.pattern = "/v1/listed-operators/{operator}/document",
                                  .id = "giveListedOperator",
                                  .summary = "Name and address of an operator as its list tells them, in "
                                             "XML, or JSON by Accept."})};

}  // namespace

Resource aeo_list_routes() { return {.routes = routes, .objects = objects, .words = words}; }

}  // namespace lintas::api
