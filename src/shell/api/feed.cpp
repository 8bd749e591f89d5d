#include "shell/api/feed.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "base/certain.hpp"
#include "base/limits.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/workflow/kinds.hpp"
#include "shell/api/core.hpp"
#include "shell/api/document_steps.hpp"
#include "shell/api/json.hpp"
#include "shell/api/names.hpp"
#include "shell/api/rights.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"

namespace lintas::api {

Feed::Feed(const Core& core, app::Reader& reader)
    : core_(core), reader_(reader), setting_(core.ports().setting()) {}

std::optional<Feed::Thing>& Feed::thing(app::StreamId id) {
  if (const auto known = things_.find(id); known != things_.end()) return known->second;
  // Read first: of what cannot be read nothing is known afterwards.
  auto row = reader_.stream(id);
  std::optional<Thing> found;
  if (row) found = Thing{.row = *std::move(row)};
  return things_.emplace(id, std::move(found)).first->second;
}

bool Feed::may_see(const access::Actor& actor, std::optional<Thing>& seen) {
  // What was delivered to whom is no news: each delivery would make another one. And its stream is long.
  if (!seen || seen->row.kind == workflow::webhook_stream) return false;
  const Read right = right_of(seen->row.kind);
  if (may_read(actor, right, {})) return true;
  if (!may_ever_read(actor.role, right)) return false;
  if (!seen->state) seen->state = app::load_stream(core_.ports().national, reader_, seen->row).state;
  return may_read(actor, right, core_.relations(*seen->state, seen->row.kind, actor, reader_, setting_));
}

Feed::Part Feed::look(const access::Actor& actor, std::int64_t after, std::size_t count) {
  Part part{.items = Json::array(), .places = {}, .last = after};
  std::map<app::StreamId, bool> visible;
  const auto events = reader_.feed(app::Seq{after}, limits::api_feed_scan_max);
  scanned_ += events.size();
  part.more = events.size() == limits::api_feed_scan_max;
  for (const app::EventRow& event : events) {
    if (part.items.size() == count) {
      part.more = true;
      break;
    }
    const auto [known, is_new] = visible.try_emplace(event.stream, false);
    if (is_new) known->second = may_see(actor, thing(event.stream));
    part.last = std::to_underlying(event.seq);
    if (!known->second) continue;
    const app::StreamRow& row = certain(thing(event.stream), "what may be seen is there").row;
    part.places.push_back(part.last);
    Json item{{"cursor", core_.feed_cursor(part.last)},
              {"kind", kind_name(core_.ports().national, row.kind)},
              {"ref", row.ref},
              {"event", event_name(event.type)},
              {"version", event.version},
              {"at", to_text(event.at)}};
    const ToldStep step = told_step_of(event);
    if (!step.trigger.empty()) item["trigger"] = step.trigger;
    if (!step.state.empty()) item["state"] = step.state;
    if (!step.alarm.empty()) item["alarm"] = step.alarm;
    part.items.push_back(std::move(item));
  }
  return part;
}

}  // namespace lintas::api
