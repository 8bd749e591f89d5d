#pragma once

#include <optional>
#include <utility>

#include "core/transit/machine.hpp"

/// From the row of a table to its event: one way for the machines of departure, passage and destination.
namespace lintas::transit {

/// The event of the row for this trigger and case: the table says where it leads and what is sent; `event`
/// has the rest. Nothing where there is no row. What is due from then on `clock_of` says of the subject as
/// the event leaves it: a clock counts for what the subject has become, never for what it was.
template <class Machine, class Subject, class Event, class ClockOf>
[[nodiscard]] std::optional<Event> event_by_row(const Subject& before, typename Machine::State previous,
                                                typename Machine::Trigger trigger,
                                                typename Machine::Case when, Event event,
                                                const ClockOf& clock_of) {
  const auto* row = find_row<Machine>(before.state, trigger, when);
  if (row == nullptr) return std::nullopt;
  event.next = resolve(row->next, before.state, previous);
  event.due = before.due;
  event.sent = {row->sent.begin(), row->sent.end()};
  event.due = clock_of(evolve(before, event));
  return std::optional<Event>{std::move(event)};
}

}  // namespace lintas::transit
