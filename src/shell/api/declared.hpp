#pragma once

#include <optional>

#include "core/messages/forward.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/app/service.hpp"

namespace lintas::api {

/// The declaration of the movement that the address names as it stands, or in another state the newest record
/// of it that departure sent. Nothing if there is none for the caller; then the call is answered.
[[nodiscard]] std::optional<message::Document> declaration_for(const Core& core, const CallPtr& call,
                                                               app::Reader& reader,
                                                               const workflow::Setting& setting);

}  // namespace lintas::api
