#include <array>
#include <cstddef>
#include <expected>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "core/model/values/grn.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/uses.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/record_json.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/views.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

namespace lintas::api {

void show_account(const Core& core, const CallPtr& call, app::Reader& reader) {
  const workflow::Setting setting = core.ports().setting();
  const auto grn = Grn::parse(call->request.parameter("grn"));
  if (!grn) return answer_unseen(call, Read::guarantee, false);
  const auto seen = core.see(
      {.kind = workflow::account_stream, .by = workflow::make_key(workflow::grn_keys, grn->str(), "")},
      Read::guarantee, call, reader, setting);
  if (!seen) return answer_unseen(call, Read::guarantee, false);
  const auto view = setting.reference->at(std::chrono::floor<std::chrono::days>(core.ports().clock()));
  answer_tagged(call, seen->row.version, show_guarantee(seen->state, view), setting.sha256);
}

/// Those of the caller, in the order of their numbers. `next` goes on behind the last one looked at,
/// whether it was shown or not.
void list_accounts(const Core& core, const CallPtr& call, app::Reader& reader) {
  if (!may_ever_read(call->actor.role, Read::guarantee)) return answer_unseen(call, Read::guarantee, false);
  const auto count = page_size(call);
  if (!count) return answer_bad_query(call, "limit");
  const workflow::Setting setting = core.ports().setting();
  const auto view = setting.reference->at(std::chrono::floor<std::chrono::days>(core.ports().clock()));
  const std::array prefix{static_cast<std::byte>(workflow::grn_keys)};
  Bytes after;
  if (const auto text = call->request.query_value("after")) {
    const auto grn = Grn::parse(*text);
    if (!grn) return answer_bad_query(call, "after");
    after = workflow::account_key(*grn).value;
  }
  Json items = Json::array();
  const auto found = reader.find_all(prefix, after, limits::api_feed_scan_max);
  std::string last;
  for (const auto& [key, id] : found) {
    if (items.size() == *count) break;
    const auto row = reader.stream(id);
    if (!row) continue;
    last = row->ref;
    const auto seen =
        core.see({.kind = workflow::account_stream, .by = id}, Read::guarantee, call, reader, setting);
    if (seen) items.push_back(show_guarantee(seen->state, view));
  }
  Json body{{"items", items}};
  if (items.size() == *count || found.size() == limits::api_feed_scan_max) body["next"] = last;
  call->respond(json_response(200, body));
}

void list_uses(const Core& core, const CallPtr& call, app::Reader& reader) {
  const auto count = page_size(call);
  if (!count) return answer_bad_query(call, "limit");
  const workflow::Setting setting = core.ports().setting();
  const auto grn = Grn::parse(call->request.parameter("grn"));
  const auto seen = [&](Read read) {
    return grn && core.see({.kind = workflow::account_stream, .by = workflow::account_key(*grn)}, read, call,
                           reader, setting);
  };
  if (!seen(Read::uses)) return answer_unseen(call, Read::uses, seen(Read::guarantee));
  const auto view = setting.reference->at(std::chrono::floor<std::chrono::days>(core.ports().clock()));
  const workflow::Key prefix = workflow::make_key(workflow::use_keys, grn->str(), "");
  Bytes after;
  if (const auto mrn = call->request.query_value("after"))
    after = workflow::make_key(workflow::use_keys, grn->str(), *mrn).value;
  Json items = Json::array();
  const auto page = reader.find_all(prefix.value, after, *count);
  for (const auto& [key, id] : page) {
    const auto row = reader.stream(id);
    if (!row) continue;
    const auto mrn = as_text(key.value).substr(prefix.value.size());
    items.push_back(show_use(mrn, app::load_stream(core.ports().national, reader, *row).state, view));
  }
  Json body{{"items", items}};
  if (page.size() == *count)
    body["next"] = std::string{as_text(page.back().first.value).substr(prefix.value.size())};
  call->respond(json_response(200, body));
}

}  // namespace lintas::api
