#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"

/// Pages of what concerns an office or a party, from the newest on (docs/adr/0014-lists-are-keys.md).
namespace lintas::api {

/// Of whose list, and which of what the caller may see of it.
struct Concerned {
  std::string whose;
  std::string within = {};            ///< another list in which it has to stand, too; empty: none
  std::optional<Instant> since = {};  ///< what began here earlier is not shown
  /// As far as the row alone says it; without it each stream of the list would be folded.
  std::function<bool(const app::StreamRow&)> may_fit;
  /// How it is shown; nothing of what does not fit. "began" is added.
  std::function<std::optional<nlohmann::json>(const Core::Seen&)> show;
};

void answer_concerned(const Core& core, const CallPtr& call, app::Reader& reader, const Core::Page& page,
                      const Concerned& list);

/// Whether nothing in a parameter is a control character: what the description calls `visible` is so.
[[nodiscard]] bool is_visible(std::string_view text) noexcept;
/// An instant, or a day's first one in this state.
[[nodiscard]] std::optional<Instant> instant_or_day(std::string_view text, const workflow::Setting& setting);

/// The same of a parameter by which something is asked about; `otherwise` where it is left out. Nothing, and
/// answered, where it has another form (API-015), or is still to come (API-020): nobody knows what will be.
[[nodiscard]] std::optional<Instant> past_instant_in(const Core& core, const CallPtr& call,
                                                     std::string_view name, std::optional<Instant> otherwise);

}  // namespace lintas::api
