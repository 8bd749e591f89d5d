#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/model/values/office_id.hpp"
#include "core/transit/departure/state.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

/// What an officer should know of a movement beside its state. It refuses nothing: whoever looks at the
/// movement, or has just acted on it, is told. A place is one in the movement as it is shown. Pure; safe from
/// any thread.
namespace lintas::workflow {

struct Warning {
  Finding finding;
  std::optional<CommandType> leads_on = std::nullopt;  ///< the act that does away with it
};

/// R-TRA-102 a request for cancellation waits for its decision; R-ROA-014 the goods arrived, and an office of
/// transit has not reported them.
[[nodiscard]] std::vector<Warning> warnings_of(const transit::departure::Movement& movement);

/// R-ROA-013 the passage at an office is held; R-ROA-014 as above, where they arrived here. `route`: the
/// offices of transit by the record of departure, empty where that is not at hand; those of this state are
/// known without it.
[[nodiscard]] std::vector<Warning> warnings_of(const Journey& journey, std::span<const OfficeId> route);

/// R-ASW-102, R-ASW-095: as things are no data of a certificate that is issued here can go to the importing
/// state, so the way is paper; or nothing more, neither receipt nor answer, can come of what was sent. Told
/// from the draft on, so that nobody learns it when the goods are there.
[[nodiscard]] std::vector<Warning> warnings_of(const Issued& issued, Instant now, const Setting& setting);

/// What the machines and the notices raised and nothing has settled yet, in words: "passage: stay limit".
[[nodiscard]] std::vector<std::string> alarms_of(const Journey& journey);
/// Likewise at departure; each is what `departure.look_at` puts away.
[[nodiscard]] std::vector<std::string> alarms_of(const transit::departure::Movement& movement);
/// Of whichever stream of a movement it is; none of other streams.
[[nodiscard]] std::vector<std::string> alarms_of(StreamKind kind, const State& state);

}  // namespace lintas::workflow
