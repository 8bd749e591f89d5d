#include "shell/api/feed.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "base/limits.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/national.hpp"
#include "shell/api/core.hpp"
#include "shell/api/json.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/views.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"

namespace lintas::api {

Feed::Feed(const Core& core, app::Reader& reader)
    : core_(core), reader_(reader), setting_(core.ports().setting()) {}

const std::optional<Feed::Thing>& Feed::thing(app::StreamId id) {
  const auto [place, is_new] = things_.try_emplace(id);
  if (!is_new) return place->second;
  if (auto row = reader_.stream(id)) {
    auto state = app::load_stream(core_.ports().national, reader_, *row).state;
    place->second = Thing{.row = *std::move(row), .state = std::move(state)};
  }
  return place->second;
}

Feed::Part Feed::look(const access::Actor& actor, std::int64_t after, std::size_t count) {
  Part part{.items = Json::array(), .last = after};
  std::map<app::StreamId, bool> visible;
  const auto may_see = [&](app::StreamId id) {
    const auto [place, is_new] = visible.try_emplace(id, false);
    const auto& seen = thing(id);
    // What was delivered to whom is no news: each delivery would make another one.
    if (is_new && seen && seen->row.kind != workflow::webhook_stream)
      place->second = may_read(actor, right_of(seen->row.kind),
                               core_.relations(seen->state, seen->row.kind, actor, reader_, setting_));
    return place->second;
  };
  const auto events = reader_.feed(app::Seq{after}, limits::api_feed_scan_max);
  part.more = events.size() == limits::api_feed_scan_max;
  for (const app::EventRow& event : events) {
    if (part.items.size() == count) {
      part.more = true;
      break;
    }
    part.last = std::to_underlying(event.seq);
    if (!may_see(event.stream)) continue;
    const app::StreamRow& row = thing(event.stream)->row;
    part.items.push_back({{"cursor", core_.cursor(part.last)},
                          {"kind", kind_name(core_.ports().national, row.kind)},
                          {"ref", row.ref},
                          {"event", event_name(event.type)},
                          {"version", event.version},
                          {"at", to_text(event.at)}});
  }
  return part;
}

}  // namespace lintas::api
