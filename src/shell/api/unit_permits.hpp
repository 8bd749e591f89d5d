#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/messages/forward.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"

/// What cross-border permits the vehicles of a declaration do hold: the answer to a trial that says that one
/// is missing, or does not do.
namespace lintas::api {

/// Registration marks of the vehicle units of a declaration, each once.
[[nodiscard]] std::vector<std::string> units_of(const message::Message& message);

/// Whether a rule is about the permit of a unit (R-ACTS-018, 019, 021).
[[nodiscard]] bool is_of_a_permit(std::string_view rule);

/// Of each unit the permits under ACTS that are registered for it, by their numbers; of the newest
/// limits::permits_of_unit_max those that the caller may see: a trader sees its own. They are found by the
/// plate, so that it costs what it shows, however many permits there are. Some of them have ended
/// before `today`.
[[nodiscard]] nlohmann::json permits_of(const Core& core, const CallPtr& call,
                                        const std::vector<std::string>& units, Day today,
                                        app::Reader& reader);

}  // namespace lintas::api
