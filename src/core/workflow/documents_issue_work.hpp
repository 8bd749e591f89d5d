#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/documents/issue/state.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

/// A certificate that was issued here as work: where it stands in the work list, and what leads it on.
namespace lintas::workflow {

[[nodiscard]] bool is_known(const Issued& issued);
/// Whether it is what others ask about an origin declaration, which nobody issued (docs/adr/0052).
[[nodiscard]] bool is_of_a_declaration(const Issued& issued);
/// The one state whose requests by message about a declaration wait for their end: nothing if none does, or
/// those of several states do.
[[nodiscard]] std::optional<Country> only_asker(const Issued& issued);
/// Since when this state asks about it by message, of what waits for its end; nothing if it does not.
[[nodiscard]] std::optional<Instant> asks_since(const Issued& issued, Country state);
/// Whose business it is; of a number that nobody gave, the office that it would be of.
[[nodiscard]] std::string_view office_of(const Issued& issued);
/// Not submitted, or given back: the exporter's alone until it comes to the office, and for good if it never
/// does.
[[nodiscard]] bool is_a_draft(const documents::issue_side::Certificate& certificate);

[[nodiscard]] Summary summary_of_issued(const State& state);
[[nodiscard]] std::vector<CommandType> issue_calls_for(const State& state, Instant now,
                                                       const Setting& setting);
[[nodiscard]] std::vector<Possible> possible_with_issued(const State& state);

}  // namespace lintas::workflow
