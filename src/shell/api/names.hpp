#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "core/guarantee/state.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/records.hpp"

/// What states, events and streams of all businesses are called at the interface. The names are those of the
/// machines' tables and of the records; here is only which belongs to which number of the store.
namespace lintas::api {

/// What a state is called by programs, "REL", and by officers, "Movement released".
struct StateNames {
  std::string_view id;
  std::string_view name;
};
/// Empty where the kind has no machine with names.
[[nodiscard]] StateNames state_names(workflow::StreamKind kind, std::uint16_t status);
/// What the log calls it: "departure.released", "exchange.parked". Every type of event has a name; empty only
/// for a number that no program of ours has written.
[[nodiscard]] std::string event_name(workflow::EventType type);
/// Whether some type of event is called so that the feed tells of.
[[nodiscard]] bool is_event_name(std::string_view name);

/// "departure"; also of the streams that the executor keeps for itself.
[[nodiscard]] std::string_view kind_name(const workflow::National& national, workflow::StreamKind kind);
/// Of a guarantee, and of a use of one.
[[nodiscard]] StateNames names_of(guarantee::Status status);
[[nodiscard]] StateNames names_of(guarantee::UseState state);

/// States, triggers and verdicts of the machines.
[[nodiscard]] nlohmann::json machines();

}  // namespace lintas::api
