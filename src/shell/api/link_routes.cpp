#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/messages/report.hpp"
#include "core/model/values/mrn.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/notice.hpp"
#include "core/transit/statuses.hpp"
#include "core/workflow/departure_part.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/law.hpp"
#include "core/workflow/links_part.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/acts.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/description.hpp"
#include "shell/api/html.hpp"
#include "shell/api/json.hpp"
#include "shell/api/link_gate.hpp"
#include "shell/api/link_limits.hpp"
#include "shell/api/link_page.hpp"
#include "shell/api/link_token.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/views.hpp"
#include "shell/api/who.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"
#include "shell/net/http.hpp"

/// Links to a movement for partners without an account (docs/adr/0021-links-for-partners.md).
namespace lintas::api {

namespace {

// ---- by whoever may read the movement

/// How often the owner took its links to the movement back.
std::uint32_t generation_of(const Core& core, std::string_view owner, const Mrn& mrn, app::Reader& reader) {
  const auto row = Core::row_of(workflow::links_slot(owner, mrn), reader);
  if (!row) return 0;
  return app::load_stream(core.ports().national, reader, *row).state.as<workflow::LinksRevoked>().generation;
}

std::optional<Mrn> mrn_of(const Core::Seen& seen) {
  return seen.row.kind == workflow::departure_stream ? seen.state.as<transit::departure::Movement>().mrn
                                                     : seen.state.as<workflow::Journey>().mrn();
}

/// The MRN of the movement that the call names, for whoever may read it and give links out. Nothing if not;
/// then the call is answered.
std::optional<Mrn> movement_for(const Core& core, const CallPtr& call, app::Reader& reader) {
  if (const auto never = core.never_may(call->actor, workflow::revoke_links)) {
    call->respond(problem(403, Findings{*never}, call->trace));
    return std::nullopt;
  }
  const auto seen = core.see_movement(Read::movement, call, reader, core.ports().setting());
  if (!seen) {
    answer_unseen(call, Read::movement, false);
    return std::nullopt;
  }
  auto mrn = mrn_of(*seen);
  if (!mrn) call->respond(problem(422, "LNK-003", call->trace));
  return mrn;
}

/// Nothing if the body does not say it; then the call is answered.
std::optional<std::chrono::days> days_in(const CallPtr& call) {
  if (call->request.body.empty()) return std::chrono::days{limits::link_days_default};
  const auto json = parse_json(as_text(call->request.body));
  if (!json) {
    call->respond(problem(400, Findings{json.error()}, call->trace));
    return std::nullopt;
  }
  Findings findings;
  const auto add = [&](std::string_view rule, std::string pointer, std::string detail = {}) {
    findings.push_back(
        {.rule = std::string{rule}, .pointer = std::move(pointer), .value = {}, .detail = std::move(detail)});
  };
  std::int64_t days = limits::link_days_default;
  if (!json->is_object()) {
    add("API-005", "", "an object");
  } else {
    for (const auto& [name, value] : json->items())
      if (name != "days") add("API-003", format("/{}", message::shown(name)));
    if (const auto member = json->find("days"); member != json->end()) {
      days = member->is_number_integer() ? member->get<std::int64_t>() : 0;
      if (days < 1 || days > limits::link_days_max)
        add("API-005", "/days", format("a whole number from 1 to {}", limits::link_days_max));
    }
  }
  if (findings.empty()) return std::chrono::days{days};
  call->respond(problem(422, findings, call->trace));
  return std::nullopt;
}

void make_link(const Core& core, const CallPtr& call, app::Reader& reader) {
  const auto mrn = movement_for(core, call, reader);
  if (!mrn) return;
  const auto days = days_in(call);
  if (!days) return;
  const Ports& ports = core.ports();
  const Instant until = std::chrono::floor<std::chrono::seconds>(ports.clock()) + *days;
  const Link link{.mrn = *mrn,
                  .key = call->key,
                  .generation = generation_of(core, workflow::owner_of_links(call->actor), *mrn, reader),
                  .until = until};
  call->respond(
      json_response(201, Json{{"mrn", mrn->str()},
                              {"location", format("/v1/links/{}", seal_link(link, ports.link_sealing))},
                              {"until", to_text(until)}}));
}

void revoke_all(const Core& core, const CallPtr& call, app::Reader& reader) {
  const auto mrn = movement_for(core, call, reader);
  if (!mrn) return;
  const auto id = core.command_id(call);
  if (!id) return call->respond(problem(400, "API-006", call->trace));
  const workflow::RevokeLinks content{.owner = workflow::owner_of_links(call->actor), .mrn = *mrn};
  core.ask(call,
           {.id = *id, .type = workflow::revoke_links, .at = {}, .actor = {}, .content = to_cbor(content)});
}

// ---- by anybody who has one

bool wants_page(const net::Request& request) {
  const auto accept = request.headers.find("Accept");
  return accept && accept->contains("text/html");
}

std::string name_of_state(const Core& core) {
  const workflow::Setting setting = core.ports().setting();
  const Day today = std::chrono::floor<std::chrono::days>(core.ports().clock());
  const auto* row = setting.reference->at(today).country(setting.home);
  return row == nullptr ? std::string{setting.home.str()} : row->value.name;
}

constexpr std::string_view headers_of_links =
    "Content-Security-Policy Referrer-Policy Vary X-Content-Type-Options X-Robots-Tag";

/// Whoever holds the address sees what is behind it: no cache keeps it, no search engine, no page that is
/// gone to from there.
void answer(const Core& core, const CallPtr& call, net::Response response) {
  keep_to_itself(response, link_style(), core.ports().setting().sha256);
  response.headers.set("Cache-Control", "no-store");
  response.headers.set("Referrer-Policy", "no-referrer");
  response.headers.set("Vary", "Accept");
  response.headers.set("X-Robots-Tag", "noindex, nofollow");
  call->respond(std::move(response));
}

net::Response page(std::uint16_t status, std::string_view text) {
  return net::text_response(status, "text/html;charset=utf-8", text);
}

void answer_without(const Core& core, const CallPtr& call, std::uint16_t status, std::string_view rule) {
  if (!wants_page(call->request)) return answer(core, call, problem(status, rule, call->trace));
  const auto* known = message::find_rule(rule);
  require(known != nullptr, "the rules of links are in data/rules.csv");
  answer(core, call, page(status, link_page_without(known->text, known->remedy, name_of_state(core))));
}
/// Wrong, taken back, or its maker may not see the movement any more: which of them is nobody's business.
void answer_no_link(const Core& core, const CallPtr& call) { answer_without(core, call, 404, "LNK-001"); }

/// What the link shows now; nothing where it is good no more. The rights are those of the key that it was
/// made with.
std::optional<LinkView> look(const Core& core, const CallPtr& call, const Link& link, app::Reader& reader) {
  const auto actor = core.ports().keys.find(link.key, core.ports().clock());
  if (!actor || core.never_may(*actor, workflow::revoke_links) ||
      generation_of(core, workflow::owner_of_links(*actor), link.mrn, reader) != link.generation)
    return std::nullopt;
  call->actor = *actor;
  const workflow::Setting setting = core.ports().setting();
  std::optional<Core::Seen> seen;
  if (link.mrn.country() == setting.home)
    seen = core.see(workflow::departure_slot(link.mrn, setting), Read::movement, call, reader, setting);
  if (!seen) seen = core.see(workflow::journey_slot(link.mrn), Read::movement, call, reader, setting);
  if (!seen) return std::nullopt;
  const Day today = core.day_of(*seen, setting);
  const refdata::View reference = setting.reference->at(today);
  const Instant now = core.ports().clock();
  LinkView view{.status = std::string{transit::status_unknown},
                .place = {},
                .as_of = now,
                .clocks = workflow::clocks_here(now, setting)};
  if (seen->row.kind == workflow::departure_stream) {
    view.status = status_of_departure(seen->state, today);
    view.place = last_place(seen->state.as<transit::departure::Movement>(), reference);
  } else {
    const auto& journey = seen->state.as<workflow::Journey>();
    if (const auto* notice = journey.sighting.newest()) view.status = transit::public_status(*notice, today);
    view.place = last_place(journey, reference);
  }
  return view;
}

void tell(const Core& core, const CallPtr& call, const LinkView& view) {
  if (wants_page(call->request)) return answer(core, call, page(200, link_page(view, name_of_state(core))));
  Json shown{{"status", view.status}, {"place", Json{}}, {"as_of", to_text(view.as_of)}};
  if (view.place) shown["place"] = show_place(*view.place);
  answer(core, call, json_response(200, shown));
}

void answer_wait(const CallPtr& call, Instant now) {
  call->respond(busy(429, call->trace, {}, LinkGate::rest_of_minute(now)));
}

/// What was never sealed here is sent away before anything is looked up.
void show_link(const Core& core, const CallPtr& call) {
  const Ports& ports = core.ports();
  const std::string_view token = call->request.parameter("token");
  const auto link = open_link(token, ports.link_sealing);
  if (!link) return answer_no_link(core, call);
  const Instant now = ports.clock();
  if (link->until <= now) return answer_without(core, call, 410, "LNK-002");
  const auto maker = ports.keys.find(link->key, now);
  if (!maker) return answer_no_link(core, call);
  switch (core.link_gate().pass(token, workflow::owner_of_links(*maker), now)) {
    case LinkGate::Pass::look: break;
    case LinkGate::Pass::shows_nothing: return answer_no_link(core, call);
    case LinkGate::Pass::wait: return answer_wait(call, now);
  }
  const bool taken = ports.service.read(
      app::Share::people, [self = core.shared_from_this(), call, link = *link](app::Reader& reader) {
        answering(call, [&] {
          const auto view = look(*self, call, link, reader);
          if (view) return tell(*self, call, *view);
          self->link_gate().note_shows_nothing(call->request.parameter("token"));
          answer_no_link(*self, call);
        });
      });
  if (!taken) answer_busy(call);
}

static_assert(limits::link_days_max == 30 && limits::link_days_default == 7, "the description says so");
constexpr std::array wanted{Member{"days?", "integer", "How long it is good: 1 to 30; 7 without it."}};
constexpr std::array made{
    Member{"mrn", "Mrn"},
    Member{"location", "text", "The address, behind that of the node. Whoever has it sees what it shows."},
    Member{"until", "instant"}};
constexpr std::array place{Member{"name", "text", "Of the office."}, Member{"country", "Country"},
                           Member{"country_name", "text"},
                           Member{"day", "day", "When the goods were there, by the clocks of the office."}};
constexpr std::array view{Member{"status", "MovementStatus"},
                          Member{"place", "LinkPlace|null", "Null before any office had the goods."},
                          Member{"as_of", "instant", "When the node was asked."}};
constexpr std::array objects{
    Object{.name = "LinkWanted", .meaning = "A link to make.", .members = wanted, .closed = true},
    Object{"LinkMade", "A link for a partner without an account.", made},
    Object{"LinkPlace", "Where the goods were last.", place},
    Object{"LinkView", "All that a link shows.", view}};

constexpr std::string_view problem_or_page = "Problem text/html;charset=utf-8:text";
constexpr std::array routes{
    Route{.method = net::Method::post,
          .pattern = "/v1/movements/{mrn}/links",
          .id = "makeLink",
          .tag = "links",
          .summary = "A link by which anybody sees public status and last place of the movement, and nothing "
                     "else, as long as the key of the caller may see it.",
          .body_bytes_max = limits::link_request_bytes_max,
          .body = "LinkWanted",
          .example = [] { return std::string{R"({"days":7})"}; },
          .takes = "holder",
          .outcomes = {{201, "LinkMade"}},
          .refusals = {400, 403, 404, 409, 422},
          .who = &who_gives<workflow::revoke_links>,
          .look = &make_link},
    Route{
        .method = net::Method::remove,
        .pattern = "/v1/movements/{mrn}/links",
        .id = "revokeLinks",
        .tag = "links",
        .summary = "Takes back every link to the movement that the caller's party or office gave out so far.",
        .takes = "holder Idempotency-Key",
        .outcomes = {{200, "Done"}},
        .refusals = {400, 403, 404, 409, 422},
        .who = &who_gives<workflow::revoke_links>,
        .look = &revoke_all},
    Route{.method = net::Method::get,
          .pattern = "/v1/links/{token}",
          .id = "showLink",
          .tag = "links",
          .summary =
              "What a link shows: public status, last place, and when that was so. A page where Accept "
              "names text/html.",
          .outcomes = {{200, "LinkView text/html;charset=utf-8:text", headers_of_links},
                       {404, problem_or_page, headers_of_links},
                       {410, problem_or_page, headers_of_links}},
          .keyless = true,
          .work = &show_link}};

}  // namespace

Resource link_routes() { return {.routes = routes, .objects = objects}; }

}  // namespace lintas::api
