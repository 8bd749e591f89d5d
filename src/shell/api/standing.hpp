#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string_view>

#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/app/service.hpp"

/// What whoever acted, or looks at a thing, is told of it beside its state.
namespace lintas::api {

/// "arrival recorded", of the command; empty for what nobody asks for by himself.
[[nodiscard]] std::string_view done_words(const workflow::National& national, workflow::CommandType type);

/// The guarantee that an act about a guarantee or a claim names, or the certificate of an act about one;
/// nothing of any other command.
[[nodiscard]] std::optional<workflow::Slot> thing_in(const workflow::Command& command,
                                                     const workflow::National& national,
                                                     const workflow::Setting& setting);

/// Findings that refuse nothing, of a movement that the caller sees: what core/workflow/warnings.hpp says,
/// with the act that leads on as the caller may give it. They are for officers: a party is told none.
[[nodiscard]] nlohmann::json warnings_in(const Core& core, const CallPtr& call, const Core::Seen& movement,
                                         app::Reader& reader, const workflow::Setting& setting);
/// R-ACTS-001, of a guarantee that an office sees: its holder is no trader who may declare.
[[nodiscard]] nlohmann::json warnings_in_guarantee(const Core& core, const CallPtr& call,
                                                   const Core::Seen& account, app::Reader& reader);

}  // namespace lintas::api
