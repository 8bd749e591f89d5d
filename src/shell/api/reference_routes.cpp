#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/text.hpp"
#include "base/time.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/api.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/description.hpp"
#include "shell/api/json.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/reference.hpp"
#include "shell/api/routes.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

namespace lintas::api {

namespace {

void show_reference(const Core& core, const CallPtr& call) {
  const auto asked_for = core.page_in(call);
  if (!asked_for) return;
  Day day = std::chrono::floor<std::chrono::days>(core.ports().clock());
  if (const auto text = call->request.query_value("at")) {
    const auto asked = parse_day(*text);
    if (!asked) return answer_bad_query(call, "at");
    day = *asked;
  }
  const workflow::Setting setting = core.ports().setting();
  const auto page =
      reference_page(setting.reference->tables(), {.list = call->request.parameter("list"),
                                                   .day = day,
                                                   .code = call->request.query_value("code").value_or(""),
                                                   .after = static_cast<std::size_t>(asked_for->after),
                                                   .count = asked_for->count});
  if (!page)
    return answer_nothing(call, format("there are: {}", names_of_lists(setting.reference->tables())));
  Json body{{"items", page->items}};
  if (page->next) body["next"] = core.cursor(static_cast<std::int64_t>(*page->next));
  if (page->nearest) body["nearest"] = *page->nearest;
  call->respond(json_response(200, body));
}

void show_machines(const Core& core, const CallPtr& call) { call->respond(core.descriptions().machines); }

void describe(const Core& core, const CallPtr& call) { call->respond(core.descriptions().openapi); }

void show_page(const Core& core, const CallPtr& call) { call->respond(core.descriptions().page); }

constexpr std::array reference_page{
    Member{"items", "[ReferenceRow]"}, Member{"next?", "text", "`after` of the next page; none at the end."},
    Member{"nearest?", "text", "Where nothing has such a code: one that is written nearly so."}};
constexpr std::array machine_state{
    Member{"id", "text", "ACC"},
    Member{"name", "text", "For officers."},
    Member{"status", "text|null", "For everybody; only of departure and guarantees."},
    Member{"owner", "text", "Who has to act; empty for nobody."},
    Member{"clock", "text", "What ends it by itself; empty for nothing."},
    Member{"terminal", "boolean"}};
constexpr std::array trigger{Member{"key", "text"}, Member{"meaning", "text"}, Member{"message", "boolean"}};
constexpr std::array machine{
    Member{"machine",
           "'departure'|'transit'|'destination'|'guarantee'|'use'|"
           "'issue'|'import'|'verification'|'acdd'|'acdd_import'|'doc'|'doc_import'|'exporter'|'origin'|"
           "'authorisation'|'listed'"},
    Member{"states", "[MachineState]"}, Member{"triggers", "[Trigger]"},
    Member{"verdicts", "{{text}}", "Of each message its letter in each state."}};
constexpr std::array machine_list{Member{"machines", "[Machine]"},
                                  Member{"letters", "{text}", "What a letter means."}};
constexpr std::array objects{
    Object{"ReferencePage", "By code.", reference_page},
    Object{"MachineState", "A state of a machine.", machine_state},
    Object{"Trigger", "What moves a machine.", trigger}, Object{"Machine", "A state table.", machine},
    Object{"Machines", "The state tables of movements, guarantees and certificates.", machine_list}};

constexpr std::array routes{Route{.method = net::Method::get,
                                  .pattern = "/v1/reference/{list}",
                                  .id = "listReference",
                                  .tag = "reference",
                                  .summary = "Offices, countries, currencies, tariff, legs, document-pairs "
                                             "or a code list, as they hold on the day `at`.",
                                  .takes = "limit after at code",
                                  .outcomes = {{200, "ReferencePage"}},
                                  .refusals = {400, 404},
                                  .work = &show_reference},
                            Route{.method = net::Method::get,
                                  .pattern = "/v1/openapi.json",
                                  .id = "describe",
                                  .tag = "node",
                                  .summary = "This description.",
                                  .outcomes = {{200, "object"}},
                                  .keyless = true,
                                  .work = &describe},
                            Route{.method = net::Method::get,
                                  .pattern = "/v1/openapi.html",
                                  .id = "describeForPeople",
                                  .tag = "node",
                                  .summary = "The same as a page to read, with a curl for each operation.",
                                  .outcomes = {{200, "text/html;charset=utf-8:text",
                                                "Content-Security-Policy X-Content-Type-Options"}},
                                  .keyless = true,
                                  .work = &show_page},
                            Route{.method = net::Method::get,
                                  .pattern = "/v1/states",
                                  .id = "showStates",
                                  .tag = "node",
                                  .summary = "States, triggers and verdicts of the machines.",
                                  .outcomes = {{200, "Machines"}},
                                  .keyless = true,
                                  .work = &show_machines}};

}  // namespace

Resource reference_routes() { return {.routes = routes, .objects = objects}; }

}  // namespace lintas::api
