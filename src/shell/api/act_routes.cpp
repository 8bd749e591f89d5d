#include <algorithm>
#include <expected>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "core/access/access.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/acts.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/keys.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/record_json.hpp"
#include "shell/api/routes.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

namespace lintas::api {

void act(const Core& core, const CallPtr& call, app::Reader& reader) {
  const workflow::Setting setting = core.ports().setting();
  const auto name = call->request.parameter("name");
  const workflow::CommandEntry* entry = nullptr;
  for (const auto* one : core.ports().national.commands())
    if (one->name == name) entry = one;
  const Act* found = entry == nullptr ? nullptr : find_act(entry->type);
  if (found == nullptr) return call->respond(problem(404, "API-011", call->trace, std::string{name}));
  const auto id = core.command_id(call);
  if (!id) return call->respond(problem(400, "API-006", call->trace));
  std::optional<PersonId> second;
  if (const auto key = call->request.headers.find("Lintas-Second")) {
    const auto other = core.ports().keys.find(*key, core.ports().clock());
    const auto person = other ? PersonId::parse(other->person) : decltype(PersonId::parse("")){std::unexpect};
    const bool same = other && other->person == call->actor.person;
    if (!person.has_value() || same || other->office != call->actor.office)
      return call->respond(problem(403, "API-012", call->trace));
    second = *person;
  }
  const auto json = parse_json(as_text(call->request.body));
  if (!json) return call->respond(problem(400, Findings{json.error()}, call->trace));
  const auto view = setting.reference->at(std::chrono::floor<std::chrono::days>(core.ports().clock()));
  auto content = found->content(*json, {.reference = view, .hash = core.ports().hash, .second = second});
  if (!content) return call->respond(problem(422, content.error(), call->trace));
  workflow::Command command{.id = *id,
                            .type = found->type,
                            .at = core.ports().clock(),
                            .actor = call->actor,
                            .content = *std::move(content),
                            .payloads = {},
                            .lane = {}};
  if (const auto wanted = call->request.headers.find("If-Match"); wanted && *wanted != "*") {
    const auto located = entry->locate(command, setting);
    const auto row = Core::row_of(located.slots.front(), reader);
    if (!row || etag(row->version) != *wanted) return call->respond(problem(412, "API-008", call->trace));
  }
  core.ask(call, std::move(command));
}

void show_me(const Core& core, const CallPtr& call) {
  const access::Actor& actor = call->actor;
  Json acts = Json::array();
  for (const workflow::CommandEntry* entry : core.ports().national.commands()) {
    const bool granted = std::ranges::any_of(core.ports().national.grants(), [&](const access::Grant& grant) {
      return grant.role == actor.role && grant.command == std::to_underlying(entry->type);
    });
    if (granted && find_act(entry->type) != nullptr) acts.push_back(entry->name);
  }
  call->respond(json_response(200, Json{{"country", core.ports().setting().home.str()},
                                        {"role", access::name(actor.role)},
                                        {"party", actor.party},
                                        {"person", actor.person},
                                        {"office", actor.office},
                                        {"acts", acts}}));
}

}  // namespace lintas::api
