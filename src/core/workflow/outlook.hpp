#pragma once

#include <optional>
#include <string>

#include "base/time.hpp"
#include "core/guarantee/state.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/ruling.hpp"
#include "core/workflow/part.hpp"

/// When money that a guarantee holds comes back, and why: for whoever may see the use. Pure.
namespace lintas::workflow {

/// Days in the texts are those at the office of departure. States are named, offices are not: a guarantor
/// sees the use and not the movement.
struct Outlook {
  std::string waits_for;           ///< "arrival in TH, expected until 2026-11-25"
  std::optional<Instant> due;      ///< until when; of a step that no law limits, when somebody is to look
  std::optional<Instant> free_by;  ///< the amount is free then at the latest, if all keep to their limits
  std::string why;                 ///< the limits that lead there, or why there is no such day
  std::string otherwise;           ///< what follows if it does not come; may be empty
};

/// Nothing where the use holds nothing. `context` is that of the movement: clocks of its office of departure,
/// law of its day of acceptance.
[[nodiscard]] std::optional<Outlook> outlook_of(const guarantee::Use& use,
                                                const transit::departure::Movement& movement,
                                                const transit::Context& context);
/// The same as of `now`.
[[nodiscard]] std::optional<Outlook> outlook_of(const guarantee::Use& use,
                                                const transit::departure::Movement& movement, Instant now,
                                                const Setting& setting);

}  // namespace lintas::workflow
