#include <algorithm>
#include <array>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/limits.hpp"
#include "core/access/access.hpp"
#include "core/messages/report.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/acts.hpp"
#include "shell/api/api.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/description.hpp"
#include "shell/api/document_acts.hpp"  // IWYU pragma: keep, Known
#include "shell/api/home.hpp"
#include "shell/api/json.hpp"
#include "shell/api/keys.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/record_json.hpp"
#include "shell/api/routes.hpp"
#include "shell/app/service.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

namespace lintas::api {

namespace {

/// Nothing where the caller sets no condition. What is no ETag of ours fits no version.
std::optional<std::uint32_t> version_wanted(const CallPtr& call) {
  const auto wanted = call->request.headers.find("If-Match");
  if (!wanted || *wanted == "*") return std::nullopt;
  return version_in_etag(*wanted).value_or(0);
}

struct Second {
  access::Actor actor;
  PersonId person;
};

/// The officer whose key agrees; nothing if it is not another one of the same office.
std::optional<Second> second_officer(const Core& core, const CallPtr& call, std::string_view key) {
  auto other = core.ports().keys.find(key, core.ports().clock());
  if (!other || other->office.empty() || other->office != call->actor.office) return std::nullopt;
  const auto person = PersonId::parse(other->person);
  if (!person || other->person == call->actor.person) return std::nullopt;
  return Second{.actor = *std::move(other), .person = *person};
}

/// What the node knows of the thing is looked up; between this and the decision it may change, and the
/// decision compares.
void complete(const Core& core, const CallPtr& call, const Act& act, workflow::Command command,
              std::vector<Seal> seals) {
  const bool taken = core.ports().service.read(
      app::share_of(call->actor.role),
      [self = core.shared_from_this(), call, &act, command = std::move(command),
       seals = std::move(seals)](app::Reader& reader) mutable {
        answering(call, [&] {
          const workflow::Setting setting = self->ports().setting();
          command.content = act.complete(command.content, {.national = self->ports().national,
                                                           .actor = call->actor,
                                                           .reader = reader,
                                                           .setting = setting});
          self->ask(call, std::move(command), {}, seals);
        });
      });
  if (!taken) answer_busy(call);
}

void act(const Core& core, const CallPtr& call) {
  const workflow::Setting setting = core.ports().setting();
  const auto name = call->request.parameter("name");
  const auto acts = acts_of(core.ports().national);
  const auto named = std::ranges::find(acts, name, &NamedAct::name);
  if (named == acts.end()) {
    const Finding unknown{
        .rule = "API-011", .pointer = {}, .value = std::string{message::shown(name)}, .detail = {}};
    return call->respond(problem(404, Findings{unknown}, call->trace));
  }
  const auto id = core.command_id(call);
  if (!id) return call->respond(problem(400, "API-006", call->trace));
  std::optional<Second> second;
  if (const auto key = call->request.headers.find("Lintas-Second")) {
    second = second_officer(core, call, *key);
    if (!second) return call->respond(problem(403, "API-012", call->trace));
  }
  const auto json = parse_json(as_text(call->request.body));
  if (!json) return call->respond(problem(400, Findings{json.error()}, call->trace));
  const auto home = home_of(setting);
  const auto view = setting.reference->at(std::chrono::floor<std::chrono::days>(core.ports().clock()));
  std::vector<Seal> seals;
  auto content = named->act->content(*json, {.reference = view,
                                             .hash = core.ports().hash,
                                             .second = second ? std::optional{second->person} : std::nullopt,
                                             .home = home,
                                             .losses = core.ports().losses,
                                             .seals = &seals});
  if (!content) return call->respond(problem(422, content.error(), call->trace));
  workflow::Command command{.id = *id,
                            .type = named->act->type,
                            .at = core.ports().clock(),
                            .actor = call->actor,
                            .content = *std::move(content),
                            .payloads = {},
                            .lane = {},
                            .second = second ? std::optional{std::move(second->actor)} : std::nullopt,
                            .expected = version_wanted(call)};
  if (named->act->complete != nullptr) {
    return complete(core, call, *named->act, std::move(command), std::move(seals));
  }
  core.ask(call, std::move(command), {}, seals);
}

void show_me(const Core& core, const CallPtr& call) {
  const access::Actor& actor = call->actor;
  Json acts = Json::array();
  for (const NamedAct& act : acts_of(core.ports().national)) {
    if (!core.never_may(actor, act.act->type)) acts.push_back(act.name);
  }
  call->respond(json_response(200, Json{{"country", core.ports().setting().home.str()},
                                        {"role", access::name(actor.role)},
                                        {"party", actor.party},
                                        {"person", actor.person},
                                        {"office", actor.office},
                                        {"sandbox", core.ports().is_sandbox},
                                        {"acts", acts}}));
}

constexpr std::array me{Member{"country", "Country", "Of the node."},
                        Member{"role", "Role"},
                        Member{"party", "text", "TIN; empty for an officer."},
                        Member{"person", "text"},
                        Member{"office", "text", "Empty for a party."},
                        Member{"sandbox", "boolean", "Officers are played here and nothing is valid."},
                        Member{"acts", "[text]", "That the key is good for."}};
constexpr std::array objects{Object{"Me", "Who the key is for.", me}};
constexpr std::array words{Words{"Role", "What somebody is to the node.", [] {
                                   std::vector<std::string_view> names;
                                   for (const access::Role role : access::all_roles())
                                     names.push_back(access::name(role));
                                   return names;
                                 }}};

constexpr std::array routes{Route{.method = net::Method::post,
                                  .pattern = "/v1/acts/{name}",
                                  .id = "act",
                                  .body_bytes_max = limits::api_act_bytes_max,
                                  .takes = "Idempotency-Key If-Match Lintas-Second",
                                  .outcomes = {{200, "Done", "Location"}},
                                  .refusals = {400, 403, 404, 409, 412, 422},
                                  .by_act = true,
                                  .work = &act},
                            Route{.method = net::Method::get,
                                  .pattern = "/v1/me",
                                  .id = "showMe",
                                  .tag = "node",
                                  .summary = "Who the key is for, and which acts it may ask for.",
                                  .outcomes = {{200, "Me"}},
                                  .work = &show_me}};

}  // namespace

Resource act_routes() { return {.routes = routes, .objects = objects, .words = words}; }

}  // namespace lintas::api
