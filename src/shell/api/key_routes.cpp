#include <algorithm>
#include <array>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/hex.hpp"
#include "base/limits.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/access/key_hash.hpp"
#include "core/model/values/tin.hpp"
#include "core/registers/state.hpp"
#include "core/workflow/law.hpp"
#include "shell/api/acts.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/description.hpp"
#include "shell/api/json.hpp"
#include "shell/api/key_requests.hpp"
#include "shell/api/keys.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/routes.hpp"
#include "shell/app/service.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

namespace lintas::api {

namespace {

/// False where the caller may not; then the call is answered.
bool may_keep_keys(const CallPtr& call) {
  if (may_read(call->actor, Read::keep_keys, {})) return true;
  answer_unseen(call, Read::keep_keys, false);
  return false;
}

/// A trader may be given its key before it is registered, so that is told and not refused. The day is that of
/// the state: a party is at no office.
bool is_registered(const Tin& tin, const Core& core, app::Reader& reader) {
  const auto entry = core.entry_under(registers::trader_key(tin), reader);
  return entry && entry->holds_on(workflow::day_here(core.ports().clock(), core.ports().setting()));
}

void issue_key(const Core& core, const CallPtr& call, app::Reader& reader) {
  if (!may_keep_keys(call)) return;
  const auto json = parse_json(as_text(call->request.body));
  if (!json) return call->respond(problem(400, Findings{json.error()}, call->trace));
  const auto entry = read_key_request(*json, core.ports().setting(), core.ports().clock());
  if (!entry) return call->respond(problem(422, entry.error(), call->trace));
  // Read before anything is kept: where the store cannot be read, the answer says that nothing was stored.
  std::optional<bool> registered;
  if (const auto party = party_in_register(entry->actor)) registered = is_registered(*party, core, reader);
  const Keys::Made made = core.ports().keys.draw(*entry, core.ports().entropy);
  if (!core.ports().keep_key(made.line)) return call->respond(problem(500, "API-014", call->trace));
  Json body = show_key({.hash = made.hash, .entry = *entry});
  body["key"] = made.key;
  if (registered) body["registered"] = *registered;
  net::Response response = json_response(201, body);
  response.headers.set("Cache-Control", "no-store");
  call->respond(std::move(response));
}

void list_keys(const Core& core, const CallPtr& call) {
  if (!may_read(call->actor, Read::keys, {})) return answer_unseen(call, Read::keys, false);
  Json items = Json::array();
  for (const Keys::Listed& key : core.ports().keys.list()) items.push_back(show_key(key));
  call->respond(json_response(200, Json{{"items", items}}));
}

bool is_of_an_administrator(const Keys::Listed& key, Instant now) {
  const KeyEntry& entry = key.entry;
  return entry.actor.role == access::Role::node_administrator && !entry.withdrawn &&
         (!entry.expires || *entry.expires > now);
}

/// By the start of its hash, so long that it is the only one.
void withdraw_key(const Core& core, const CallPtr& call) {
  if (!may_keep_keys(call)) return;
  const std::string_view start = call->request.parameter("hash");
  const Instant now = core.ports().clock();
  const auto keys = core.ports().keys.list();
  std::vector<Keys::Listed> found;
  for (const Keys::Listed& key : keys) {
    if (!key.entry.withdrawn && start.size() >= access::key_hash_chars_min &&
        to_hex(key.hash.view()).starts_with(start))
      found.push_back(key);
  }
  if (found.size() != 1) return answer_nothing(call);
  const auto administrators =
      std::ranges::count_if(keys, [&](const auto& key) { return is_of_an_administrator(key, now); });
  if (administrators == 1 && is_of_an_administrator(found.front(), now))
    return call->respond(problem(422, "API-016", call->trace));
  const std::string line = Keys::withdrawal(found.front().hash, now);
  if (!core.ports().keep_key(line)) return call->respond(problem(500, "API-014", call->trace));
  call->respond(json_response(200, Json{{"withdrawn", to_hex(found.front().hash.view())}}));
}

constexpr std::array issued{
    Member{"key", "text", "lk_..., shown this once."},
    Member{"registered?", "boolean",
           "Of a trader's key: whether its party has an entry in the register here that holds today."}};
constexpr std::array listed{Member{"items", "[Key]"}};
constexpr std::array withdrawn{Member{"withdrawn", "KeyHash"}};
constexpr std::array objects{
    Object{.name = "KeyIssued", .meaning = "A new key.", .members = issued, .like = "Key"},
    Object{"KeyList", "All keys.", listed},
    Object{"KeyWithdrawn", "It is good for nothing any more.", withdrawn}};

constexpr std::array routes{
    Route{.method = net::Method::post,
          .pattern = "/v1/keys",
          .id = "issueKey",
          .tag = "keys",
          .summary = "A new API key, shown this once. Asked again, it makes another one.",
          .body_bytes_max = limits::api_act_bytes_max,
          .body = "KeyRequest",
          .example = [] { return std::string{R"({"role":"trader","party":"SG201912345K"})"}; },
          .outcomes = {{201, "KeyIssued"}},
          .refusals = {400, 403, 422},
          .who = &who_reads<Read::keep_keys>,
          .look = &issue_key},
    Route{.method = net::Method::get,
          .pattern = "/v1/keys",
          .id = "keys",
          .tag = "keys",
          .summary = "The keys of this node, by their hashes: whom they are for, since and until when.",
          .outcomes = {{200, "KeyList"}},
          .refusals = {403},
          .who = &who_reads<Read::keys>,
          .work = &list_keys},
    Route{.method = net::Method::remove,
          .pattern = "/v1/keys/{hash}",
          .id = "withdrawKey",
          .tag = "keys",
          .summary = "Makes the key worthless whose hash begins so.",
          .outcomes = {{200, "KeyWithdrawn"}},
          .refusals = {403, 404, 422},
          .who = &who_reads<Read::keep_keys>,
          .work = &withdraw_key}};

}  // namespace

Resource key_routes() { return {.routes = routes, .objects = objects}; }

}  // namespace lintas::api
