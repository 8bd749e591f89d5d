#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "base/time.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/api.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/record_json.hpp"
#include "shell/api/reference.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/views.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

namespace lintas::api {

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
  if (!page) return answer_nothing(call);
  Json body{{"items", page->items}};
  if (page->next) body["next"] = core.cursor(static_cast<std::int64_t>(*page->next));
  if (page->nearest) body["nearest"] = *page->nearest;
  call->respond(json_response(200, body));
}

void show_machines(const Core& core, const CallPtr& call) { call->respond(core.descriptions().machines); }

void describe(const Core& core, const CallPtr& call) { call->respond(core.descriptions().openapi); }

}  // namespace lintas::api
