#pragma once

#include <optional>
#include <string_view>

#include "base/time.hpp"
#include "core/messages/document.hpp"
#include "core/transit/departure/table.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/app/store.hpp"

/// The release of a movement that departs here, for whoever prints its document: the office of departure or
/// the holder, its agent too.
namespace lintas::api {

/// From the release until the movement is written off: an ended one needs no document, and an old document of
/// it would only be used for other goods.
[[nodiscard]] bool is_on_the_road(transit::departure::State state);

/// A release (IE029), and when it was decided.
struct Release {
  message::Document document;
  Instant at;
  /// The limit that binds now: that of the release, or what a supervisor extended it to, of which partners
  /// are told by notice (LIM) and there is no IE029. The paper goes with the goods, so it names this one.
  std::optional<Day> limit;
};

/// The newest release of the movement that the call names. Nothing where the caller may not see it, and where
/// it is not on the road, which this rule says; the call is answered then.
[[nodiscard]] std::optional<Release> release_for(const Core& core, const CallPtr& call, app::Reader& reader,
                                                 std::string_view rule);

}  // namespace lintas::api
