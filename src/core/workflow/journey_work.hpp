#pragma once

#include <optional>
#include <vector>

#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/model/values/office_id.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

/// A journey as work: where it stands in the work list, whose turn it is, whom it concerns.
namespace lintas::workflow {

/// When it is no longer waited for the end that departure has not told; nothing while offices here have
/// duties, and once it is told.
[[nodiscard]] std::optional<Instant> end_of_wait(const Journey& journey);

[[nodiscard]] Summary summary_of_journey(const State& state);
/// Of the office whose turn it is: the other's acts are not in its list.
[[nodiscard]] std::vector<CommandType> journey_calls_for(const State& state, Instant now,
                                                         const Setting& setting);
/// Of the machines that have a part in it; goods may always arrive here.
[[nodiscard]] std::vector<Possible> possible_on_journey(const State& state);
/// Whether the office may give an act of passage or of destination here: it is of this state and has the role
/// in the reference data; after the arrival only the office where the goods are acts for the destination.
[[nodiscard]] bool may_act_on_journey(const Journey& journey, CommandType act, const OfficeId& office,
                                      Instant at, const Setting& setting);
/// What is told of goods that went on from here: of no office, so that whoever speaks for all customs of the
/// state may; else the office where they arrived.
[[nodiscard]] bool is_of_onward(CommandType act);
[[nodiscard]] bool may_tell_of_onward(const Journey& journey, CommandType act, const access::Actor& actor,
                                      Instant at, const Setting& setting);
[[nodiscard]] access::Relations relations_to_act_on_journey(const State& state, CommandType act,
                                                            const access::Actor& actor, Instant now,
                                                            const Setting& setting);
[[nodiscard]] access::Relations relations_of_journey(const State& state, const access::Actor& actor,
                                                     const Setting& setting);

}  // namespace lintas::workflow
