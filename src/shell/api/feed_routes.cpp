#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/messages/report.hpp"
#include "core/transit/departure/state.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "core/workflow/warnings.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/description.hpp"
#include "shell/api/feed.hpp"
#include "shell/api/feed_streams.hpp"
#include "shell/api/json.hpp"
#include "shell/api/names.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/routes.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

namespace lintas::api {

namespace {

constexpr std::string_view now_word = "now";

/// What the state of the stream calls for, as far as the role may do it; of whoever reads every work list,
/// whoever it is for.
Json acts_called_for(const Core& core, const access::Actor& actor, workflow::StreamKind kind_of,
                     const workflow::State& state, const workflow::Setting& setting) {
  Json acts = Json::array();
  const workflow::National& national = core.ports().national;
  const auto* kind = national.kind(kind_of);
  const bool reads_all = may_read(actor, Read::work_list, {});
  for (const workflow::CommandType type : kind->calls_for(state, core.ports().clock(), setting)) {
    if (reads_all || !core.never_may(actor, type)) acts.push_back(national.command(type)->name);
  }
  return acts;
}

/// What there is to know of a movement beside its state, in words.
Json notes_of(workflow::StreamKind kind, const workflow::State& state) {
  std::vector<workflow::Warning> warnings;
  if (kind == workflow::departure_stream)
    warnings = workflow::warnings_of(state.as<transit::departure::Movement>());
  if (kind == workflow::journey_stream) warnings = workflow::warnings_of(state.as<workflow::Journey>(), {});
  Json notes = Json::array();
  for (const workflow::Warning& one : warnings) notes.push_back(message::find_rule(one.finding.rule)->text);
  for (std::string& alarm : workflow::alarms_of(kind, state)) notes.push_back(std::move(alarm));
  return notes;
}

/// What the row alone says: that the stream is nobody's work now.
bool is_idle(const workflow::KindEntry* kind, const app::StreamRow& row) {
  if (kind == nullptr || kind->calls_for == nullptr) return true;
  return kind->may_call != nullptr && !kind->may_call(row.status);
}

/// What this office is to a movement, by its row alone; empty of anything else.
std::string_view part_of(const app::StreamRow& row) {
  if (row.kind == workflow::departure_stream) return "departure";
  if (row.kind != workflow::journey_stream) return {};
  return row.status < workflow::arrival_statuses ? "transit" : "destination";
}

/// Only where there is something to do for the caller.
void list_work(const Core& core, const CallPtr& call, app::Reader& reader) {
  const workflow::Setting setting = core.ports().setting();
  core.list_open(call, reader, Read::work_list, [&](Json& items, const app::StreamRow& row) {
    if (is_idle(core.ports().national.kind(row.kind), row)) return false;
    const auto state_now = app::load_stream(core.ports().national, reader, row).state;
    Json acts = acts_called_for(core, call->actor, row.kind, state_now, setting);
    if (acts.empty()) return true;
    const StateNames state = state_names(row.kind, row.status);
    items.push_back({{"ref", row.ref},
                     {"kind", kind_name(core.ports().national, row.kind)},
                     {"state", state.id},
                     {"state_name", state.name},
                     {"due", row.due ? Json(to_text(*row.due)) : Json{}},
                     {"acts", std::move(acts)},
                     {"notes", notes_of(row.kind, state_now)}});
    if (const auto part = part_of(row); !part.empty()) items.back()["part"] = part;
    return true;
  });
}

/// In the order of the log. `next` goes on behind the last event looked at, whether it was shown or not.
void list_events(const Core& core, const CallPtr& call, app::Reader& reader) {
  const auto page = core.feed_page_in(call, reader);
  if (!page) return;
  const Feed::Part part = Feed{core, reader}.look(call->actor, page->after, page->count);
  call->respond(json_response(200, Json{{"items", part.items}, {"next", core.feed_cursor(part.last)}}));
}

/// Where a stream begins: whoever was cut off says what it has seen in a header, under the old address.
std::optional<std::int64_t> beginning_of(const Core& core, const CallPtr& call, app::Reader& reader) {
  const auto end = std::to_underlying(reader.counters().seq);
  const auto seen = call->request.headers.find("Last-Event-ID");
  if (seen && !seen->empty()) {
    const auto place = core.feed_place(*seen, end);
    if (!place) answer_bad_query(call, "Last-Event-ID");
    return place;
  }
  const auto after = call->request.query_value("after");
  if (!after) return 0;
  if (*after == now_word) return end;
  const auto place = core.feed_place(*after, end);
  if (!place) answer_bad_query(call, "after");
  return place;
}

void follow_events(const Core& core, const CallPtr& call, app::Reader& reader) {
  const auto after = beginning_of(core, call, reader);
  if (!after) return;
  auto opened = core.streams().open(call->key, *after);
  if (!opened.body) {
    return call->respond(
        busy(429, call->trace,
             opened.full == FeedStreams::Full::key
                 ? format("{} streams of this key are open; one is enough for all its events",
                          limits::api_streams_per_key_max)
                 : format("{} streams are open here", limits::api_streams_max)));
  }
  net::Response response{.status = 200, .headers = {}, .body = {}, .ongoing = std::move(opened.body)};
  response.headers.set("Content-Type", "text/event-stream");
  response.headers.set("Cache-Control", "no-store");
  response.headers.set("X-Accel-Buffering", "no");  // nginx collects answers otherwise
  call->respond(std::move(response));
}

constexpr std::array work_item{
    Member{"ref", "text", "MRN, GRN, the key of an entry, or the name of a document."},
    Member{"kind", "text", "Of the stream, as departure."},
    Member{"state", "text", "As ACC; /v1/states tells of each machine. Empty where there is none."},
    Member{"state_name", "text", "In words; likewise."},
    Member{"due", "instant|null", "When its clock runs out."},
    Member{"acts", "[text]", "That lead on, and that the caller may do."},
    Member{"notes", "[text]", "What there is to know of it beside its state."},
    Member{"part?", "'departure'|'transit'|'destination'", "Of a movement: what it is to this office."}};
constexpr std::array event{
    Member{"cursor", "Cursor"},
    Member{"kind", "text", "Of the stream, as departure."},
    Member{"ref", "text", "MRN, GRN, the key of an entry, or the name of a document."},
    Member{"event", "text", "As departure.released."},
    Member{"trigger?", "text", "Of a document: which step of the table of states it was, as O return."},
    Member{"state?", "text",
           "Of a customs declaration document: the id of its state behind it, as MISMATCH."},
    Member{"alarm?", "text", "Of one: what somebody should look at because of it."},
    Member{"version", "integer", "Of the stream after it."},
    Member{"at", "instant"}};
constexpr auto work_page = page_of("[WorkItem]");
constexpr std::array feed_page{
    Member{"items", "[Event]"},
    Member{"next", "Cursor", "Ask again with it, now or later: what comes then is new."}};
constexpr std::array objects{Object{"WorkItem", "What waits for the caller.", work_item},
                             Object{"WorkPage", "By the age of what is open.", work_page},
                             Object{"Event", "Something that happened.", event},
                             Object{"FeedPage", "In the order in which it happened.", feed_page}};

constexpr std::array routes{
    Route{.method = net::Method::get,
          .pattern = "/v1/work",
          .id = "listWork",
          .tag = "work",
          .summary =
              "What waits for the caller at its office, with the acts that lead on. A page may be short; "
              "after=next goes on.",
          .takes = "limit after office",
          .outcomes = {{200, "WorkPage"}},
          .refusals = {400, 403},
          .who = &who_reads<Read::work_list>,
          .look = &list_work},
    Route{.method = net::Method::get,
          .pattern = "/v1/events",
          .id = "listEvents",
          .tag = "events",
          .summary = "What happened, in order, as far as the caller may see it; ask again with after=next.",
          .takes = "limit after",
          .outcomes = {{200, "FeedPage"}},
          .refusals = {400},
          .look = &list_events},
    Route{
        .method = net::Method::get,
        .pattern = "/v1/events/stream",
        .id = "followEvents",
        .tag = "events",
        .summary =
            "The same as it happens (server-sent events): each with its cursor as id and the Event as data. "
            "Goes on until the caller leaves, its key ends or the node stops; who comes back sends the last "
            "id. after=now begins with what comes next.",
        .takes = "after Last-Event-ID",
        .outcomes = {{200, "text/event-stream:text", "X-Accel-Buffering"}},
        .refusals = {400},
        .look = &follow_events}};

}  // namespace

Resource feed_routes() { return {.routes = routes, .objects = objects}; }

}  // namespace lintas::api
