#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/calendar.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/transit/statuses.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/warnings.hpp"
#include "shell/api/call.hpp"
#include "shell/api/concern_page.hpp"
#include "shell/api/core.hpp"
#include "shell/api/description.hpp"
#include "shell/api/json.hpp"
#include "shell/api/movement_names.hpp"
#include "shell/api/names.hpp"
#include "shell/api/possible.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/standing.hpp"
#include "shell/api/views.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/net/http.hpp"

namespace lintas::api {

namespace {

/// Legal clocks are those of an office: people there read its time.
Json due_at_office(const Json& due, const Core::Seen& seen, const refdata::View& reference) {
  const auto office = Core::office_of(seen);
  const auto at = due.is_string() ? parse_instant(due.get<std::string>()) : std::nullopt;
  return at && office ? show_limit(*office, *at, reference) : Json{};
}

/// The goods have to be at the office of destination before its day is over.
Json limit_at_office(const Json& shown, const refdata::View& reference) {
  const Json& limit = shown["limit"];
  const Json& destination = shown["route"]["destination"];
  const auto day = limit.is_string() ? parse_day(limit.get<std::string>()) : std::nullopt;
  const auto office =
      destination.is_string() ? OfficeId::parse(destination.get<std::string>()) : OfficeId::parse("");
  const auto calendar = office ? reference.calendar(*office) : std::nullopt;
  return day && calendar ? show_limit(*office, refdata::end_of(*day, *calendar), reference) : Json{};
}

Json show(const Core& core, const access::Actor& actor, const Core::Seen& seen, app::Reader& reader,
          const workflow::Setting& setting) {
  const Day today = core.day_of(seen, setting);
  const auto reference = setting.reference->at(today);
  const bool departs = seen.row.kind == workflow::departure_stream;
  Json shown = departs ? show_departure(seen.state, reference, core.uses_in(reader))
                       : show_journey(seen.state, today, reference);
  if (actor.party.empty()) shown["alarms"] = workflow::alarms_of(seen.row.kind, seen.state);
  shown["location"] = address_of(core, seen);
  shown["due_at_office"] = due_at_office(shown["due"], seen, reference);
  shown["limit_at_office"] = limit_at_office(shown, reference);
  return shown;
}

// ---- what a list of movements is narrowed to

bool is_one_of(std::string_view text, std::span<const std::string_view> words) {
  return std::ranges::find(words, text) != words.end();
}

constexpr std::array<std::string_view, 4> roles{"departure", "transit", "destination", "informed"};

struct Filter {
  std::optional<bool> ended;
  std::string status;
  std::string state;
  std::string role;
  std::string office;
  std::optional<Instant> since;
};

/// Nothing if the query does not say it; then the call is answered.
std::optional<Filter> filter_in(const CallPtr& call, const workflow::Setting& setting) {
  const auto asked = [&](std::string_view name) { return call->request.query_value(name); };
  const auto text = [&](std::string_view name) { return std::string{asked(name).value_or("")}; };
  Filter filter{.ended = {},
                .status = text("status"),
                .state = text("state"),
                .role = text("role"),
                .office = text("office"),
                .since = {}};
  const auto wrong = [&](std::string_view name) {
    answer_bad_query(call, name);
    return std::nullopt;
  };
  const std::string phase = text("phase");
  if (asked("phase") && !is_one_of(phase, phases)) return wrong("phase");
  if (phase == "open" || phase == "ended") filter.ended = phase == "ended";
  if (asked("status") && !is_one_of(filter.status, transit::public_statuses())) return wrong("status");
  if (asked("state") && !is_one_of(filter.state, transit::state_ids())) {
    answer_bad_choice(call, "state", transit::state_ids());
    return std::nullopt;
  }
  if (asked("role") && !is_one_of(filter.role, roles)) return wrong("role");
  if (asked("office") && !OfficeId::parse(filter.office)) return wrong("office");
  if (const auto since = asked("since")) {
    filter.since = instant_or_day(*since, setting);
    if (!filter.since) return wrong("since");
  }
  return filter;
}

/// As far as the row says it. Lists of offices and parties have more than movements.
bool may_fit(const Filter& filter, const app::StreamRow& row) {
  if (row.kind != workflow::departure_stream && row.kind != workflow::journey_stream) return false;
  const auto ended = role_has_ended(row.kind, row.status);
  if (filter.ended && ended && *ended != *filter.ended) return false;
  if (!filter.role.empty() && role_in_movement(row.kind, row.status) != filter.role) return false;
  return filter.state.empty() || state_names(row.kind, row.status).id == filter.state;
}
bool fits(const Filter& filter, const Json& shown) {
  if (filter.ended && shown["ended"] != *filter.ended) return false;
  return filter.status.empty() || shown["status"] == filter.status;
}

/// Whose list the caller looks into, and whether the office asked for still has to be looked for in it.
struct List {
  std::string whose;
  bool by_office = false;
};

/// Nothing if there is none for the caller; then the call is answered.
std::optional<List> list_for(const CallPtr& call, const Filter& filter) {
  const access::Actor& actor = call->actor;
  if (may_read(actor, Read::movement, {}))
    return List{.whose = filter.office.empty() ? list_of(actor) : filter.office};
  const bool of_an_office = may_read(actor, Read::movement, access::Relations{access::Relation::office});
  const std::string whose = list_of(actor);
  // The office of another one is known to everybody: only what it works on is not.
  if (whose.empty() || (of_an_office && !filter.office.empty() && filter.office != whose)) {
    answer_unseen(call, Read::movement, true);
    return std::nullopt;
  }
  return List{.whose = whose, .by_office = !of_an_office && !filter.office.empty()};
}

void show_movement(const Core& core, const CallPtr& call, app::Reader& reader) {
  const workflow::Setting setting = core.ports().setting();
  const auto seen = core.see_movement(Read::movement, call, reader, setting);
  if (!seen) return answer_unseen(call, Read::movement, false);
  Json shown = show(core, call->actor, *seen, reader, setting);
  const auto ties = core.relations(seen->state, seen->row.kind, call->actor, reader, setting);
  shown["acts"] = Json::array();
  for (const ActNow& act : acts_now(core.ports().national, call->actor, ties, seen->row.kind, seen->state,
                                    core.ports().clock(), setting)) {
    if (act.roles.empty()) shown["acts"].push_back({{"name", act.name}, {"words", act.words}});
  }
  if (Json warnings = warnings_in(core, call, *seen, reader, setting); !warnings.empty())
    shown["warnings"] = std::move(warnings);
  const bool with_texts = may_read(call->actor, Read::texts, ties);
  const refdata::View reference = setting.reference->at(core.day_of(*seen, setting));
  shown["history"] = history_of_movement(
      reader.history(seen->row.head),
      with_texts ? std::optional{TextSource{.reader = reader, .packer = core.ports().packer()}}
                 : std::nullopt,
      core.balances_for(call, reader, setting), &reference);
  answer_tagged(call, seen->version, shown, setting.sha256);
}

/// Those that concern the caller, or its office.
void list_movements(const Core& core, const CallPtr& call, app::Reader& reader) {
  if (!may_ever_read(call->actor.role, Read::movement)) return answer_unseen(call, Read::movement, false);
  const auto page = core.page_in(call);
  if (!page) return;
  const workflow::Setting setting = core.ports().setting();
  const auto filter = filter_in(call, setting);
  if (!filter) return;
  const auto list = list_for(call, *filter);
  if (!list) return;
  answer_concerned(core, call, reader, *page,
                   {.whose = list->whose,
                    .within = list->by_office ? filter->office : std::string{},
                    .since = filter->since,
                    .may_fit = [&](const app::StreamRow& row) { return may_fit(*filter, row); },
                    .show = [&](const Core::Seen& seen) -> std::optional<Json> {
                      Json shown = show(core, call->actor, seen, reader, setting);
                      return fits(*filter, shown) ? std::optional{std::move(shown)} : std::nullopt;
                    }});
}

constexpr auto movement_page = page_of("[Movement]");
constexpr std::array objects{Object{"MovementPage", "The newest first.", movement_page}};

constexpr std::array words{
    Words{"Phase", "Of a movement in its role here; of a use, whether it holds an amount.",
          &words_of<phases>},
    Words{"RoleHere", "Of this node in a movement.", &words_of<roles>},
    Words{"StateId", "Of a machine of movements.", &transit::state_ids}};

constexpr std::array routes{
    Route{.method = net::Method::get,
          .pattern = "/v1/movements",
          .id = "listMovements",
          .tag = "movements",
          .summary = "Movements that concern the caller or its office, newest first, "
                     "ended ones too. A page may be short; after=next goes on.",
          .takes = "limit after phase status state role office since",
          .outcomes = {{200, "MovementPage"}},
          .refusals = {400, 403},
          .who = &who_reads<Read::movement>,
          .look = &list_movements},
    Route{.method = net::Method::get,
          .pattern = "/v1/movements/{mrn}",
          .id = "showMovement",
          .tag = "movements",
          .summary = "State, status, route, guarantees and history of a movement, and what "
                     "the caller may do now.",
          .takes = "holder If-None-Match",
          .outcomes = {{200, "Movement", "ETag"}, {304, "", "ETag"}},
          .refusals = {400, 403, 404, 409},
          .who = &who_reads<Read::movement>,
          .look = &show_movement}};

}  // namespace

Resource movement_routes() { return {.routes = routes, .objects = objects, .words = words}; }

}  // namespace lintas::api
