#pragma once

#include <utility>
#include <vector>

#include "base/finding.hpp"

namespace lintas {

/// What whoever asked is told: accepted, or refused for reasons that each name a rule.
struct Answer {
  Findings refused_for;

  [[nodiscard]] bool accepted() const noexcept { return refused_for.empty(); }
  friend bool operator==(const Answer&, const Answer&) = default;
};

/// What a machine says to a command. A refusal may carry events too: a wrong access code is counted.
template <class Event>
struct Decision {
  std::vector<Event> events;
  Answer answer;
};

template <class Event, class... Events>
[[nodiscard]] Decision<Event> accepted(Events&&... events) {
  Decision<Event> decision;
  (decision.events.emplace_back(std::forward<Events>(events)), ...);
  return decision;
}

template <class Event, class... Events>
[[nodiscard]] Decision<Event> refused(Findings findings, Events&&... events) {
  Decision<Event> decision = accepted<Event>(std::forward<Events>(events)...);
  decision.answer.refused_for = std::move(findings);
  return decision;
}

}  // namespace lintas
