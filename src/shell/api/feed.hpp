#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "core/access/access.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/state.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"

namespace lintas::api {

class Core;

/// The log as an actor may see it: what the pages, the streams and the deliveries of the feed show. Looks
/// into one state of the store, at each thing once however many ask for it, and only where the right depends
/// on it.
class Feed {
 public:
  Feed(const Core& core, app::Reader& reader);

  struct Part {
    nlohmann::json items;              ///< what the actor may see, in the order of the log
    std::vector<std::int64_t> places;  ///< of the items
    std::int64_t last = 0;             ///< the place of the last event looked at, shown or not
    bool more = false;                 ///< there may be further ones behind it
  };
  /// At most `count` items, out of at most limits::api_feed_scan_max events behind `after`.
  [[nodiscard]] Part look(const access::Actor& actor, std::int64_t after, std::size_t count);
  /// Events that were read, for all who looked: limits::feed_look_events_max.
  [[nodiscard]] std::size_t scanned() const { return scanned_; }

 private:
  struct Thing {
    app::StreamRow row;
    std::optional<workflow::State> state = {};  ///< folded when somebody's right depends on it
  };
  [[nodiscard]] std::optional<Thing>& thing(app::StreamId id);
  [[nodiscard]] bool may_see(const access::Actor& actor, std::optional<Thing>& seen);

  const Core& core_;
  app::Reader& reader_;
  const workflow::Setting setting_;
  std::map<app::StreamId, std::optional<Thing>> things_;
  std::size_t scanned_ = 0;
};

}  // namespace lintas::api
