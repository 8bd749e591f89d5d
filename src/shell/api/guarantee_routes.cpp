#include <algorithm>
#include <array>
#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "core/guarantee/state.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/mrn.hpp"
#include "core/transit/departure/state.hpp"
#include "core/workflow/departure_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/outlook.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/uses.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/description.hpp"
#include "shell/api/json.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/views.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

namespace lintas::api {

namespace {

void show_account(const Core& core, const CallPtr& call, app::Reader& reader) {
  const workflow::Setting setting = core.ports().setting();
  const auto grn = Grn::parse(call->request.parameter("grn"));
  if (!grn) return answer_unseen(call, Read::guarantee, false);
  const auto seen = core.see(
      {.kind = workflow::account_stream, .by = workflow::make_key(workflow::grn_keys, grn->str(), "")},
      Read::guarantee, call, reader, setting);
  if (!seen) return answer_unseen(call, Read::guarantee, false);
  const auto view = setting.reference->at(std::chrono::floor<std::chrono::days>(core.ports().clock()));
  answer_tagged(call, seen->version, show_guarantee(seen->state, view), setting.sha256);
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

/// By the movement, which departs here as the guarantee is registered here (R-ACTS-040).
std::optional<workflow::Outlook> outlook_of(const Core& core, std::string_view mrn, const guarantee::Use& use,
                                            app::Reader& reader, const workflow::Setting& setting) {
  if (!guarantee::is_open(use.state)) return std::nullopt;
  const auto number = Mrn::parse(mrn);
  const auto row = number ? Core::row_of(workflow::departure_slot(*number, setting), reader) : std::nullopt;
  if (!row) return std::nullopt;
  const auto movement = app::load_stream(core.ports().national, reader, *row).state;
  return workflow::outlook_of(use, movement.as<transit::departure::Movement>(), core.ports().clock(),
                              setting);
}

void list_uses(const Core& core, const CallPtr& call, app::Reader& reader) {
  const auto count = page_size(call);
  if (!count) return answer_bad_query(call, "limit");
  const auto behind = call->request.query_value("after");
  if (behind && !Mrn::parse(*behind)) return answer_bad_query(call, "after");
  const std::string phase{call->request.query_value("phase").value_or("all")};
  if (std::ranges::find(phases, phase) == phases.end()) return answer_bad_query(call, "phase");
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
  if (behind) after = workflow::make_key(workflow::use_keys, grn->str(), *behind).value;
  Json items = Json::array();
  const auto page = reader.find_all(prefix.value, after, *count);
  for (const auto& [key, id] : page) {
    const auto row = reader.stream(id);
    if (!row || (phase != "all" && row->open != (phase == "open"))) continue;
    const auto mrn = as_text(key.value).substr(prefix.value.size());
    const auto state = app::load_stream(core.ports().national, reader, *row).state;
    items.push_back(
        show_use(mrn, state, outlook_of(core, mrn, state.as<guarantee::Use>(), reader, setting), view));
  }
  Json body{{"items", items}};
  if (page.size() == *count)
    body["next"] = std::string{as_text(page.back().first.value).substr(prefix.value.size())};
  call->respond(json_response(200, body));
}

constexpr auto guarantee_page = page_of("[Guarantee]");
constexpr auto use_page = page_of("[Use]");
constexpr std::array objects{Object{"GuaranteePage", "By GRN.", guarantee_page},
                             Object{"UsePage", "By MRN.", use_page}};

constexpr std::array routes{
    Route{.method = net::Method::get,
          .pattern = "/v1/guarantees",
          .id = "listGuarantees",
          .tag = "guarantee",
          .summary = "The guarantees of the caller, as holder, guarantor or office.",
          .takes = "limit after",
          .outcomes = {{200, "GuaranteePage"}},
          .refusals = {400, 403},
          .who = &who_reads<Read::guarantee>,
          .look = &list_accounts},
    Route{.method = net::Method::get,
          .pattern = "/v1/guarantees/{grn}",
          .id = "showGuarantee",
          .tag = "guarantee",
          .summary = "Amounts and days of a guarantee, for holder, guarantor and office.",
          .takes = "If-None-Match",
          .outcomes = {{200, "Guarantee", "ETag"}, {304, "", "ETag"}},
          .refusals = {403, 404},
          .who = &who_reads<Read::guarantee>,
          .look = &show_account},
    Route{.method = net::Method::get,
          .pattern = "/v1/guarantees/{grn}/uses",
          .id = "listUses",
          .tag = "guarantee",
          .summary =
              "What movements hold of a guarantee and what each waits for, by MRN. A page may be short; "
              "after=next goes on.",
          .takes = "limit after phase",
          .outcomes = {{200, "UsePage"}},
          .refusals = {400, 403, 404},
          .who = &who_reads<Read::uses>,
          .look = &list_uses}};

}  // namespace

Resource guarantee_routes() { return {.routes = routes, .objects = objects}; }

}  // namespace lintas::api
