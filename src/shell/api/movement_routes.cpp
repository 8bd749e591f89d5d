#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
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

namespace lintas::api {

void show_movement(const Core& core, const CallPtr& call, app::Reader& reader) {
  const workflow::Setting setting = core.ports().setting();
  const auto seen = core.see_movement(Read::movement, call, reader, setting);
  if (!seen) return answer_nothing(call);
  const Day today = std::chrono::floor<std::chrono::days>(core.ports().clock());
  Json shown = seen->row.kind == workflow::departure_stream
                   ? show_departure(seen->state, setting.reference->at(today), core.uses_in(reader))
                   : show_journey(seen->state, today);
  shown["history"] = history_of_movement(reader.history(seen->row.head));
  answer_tagged(call, seen->row.version, shown, setting.sha256);
}

/// The holder's own, by its keys: the LRN is the place to go on from.
void list_movements(const Core& core, const CallPtr& call, app::Reader& reader) {
  const auto count = page_size(call);
  if (!count) return answer_bad_query(call, "limit");
  if (call->actor.party.empty()) return answer_nothing(call);
  const workflow::Setting setting = core.ports().setting();
  const auto view = setting.reference->at(std::chrono::floor<std::chrono::days>(core.ports().clock()));
  const app::Key prefix = workflow::make_key(workflow::lrn_keys, call->actor.party, "");
  Bytes after;
  if (const auto lrn = call->request.query_value("after"))
    after = workflow::make_key(workflow::lrn_keys, call->actor.party, *lrn).value;
  Json items = Json::array();
  const auto page = reader.find_all(prefix.value, after, *count);
  for (const auto& [key, id] : page) {
    const auto seen =
        core.see({.kind = workflow::departure_stream, .by = id}, Read::movement, call, reader, setting);
    if (seen) items.push_back(show_departure(seen->state, view, core.uses_in(reader)));
  }
  Json body{{"items", items}};
  if (page.size() == *count)
    body["next"] = std::string{as_text(page.back().first.value).substr(prefix.value.size())};
  call->respond(json_response(200, body));
}

}  // namespace lintas::api
