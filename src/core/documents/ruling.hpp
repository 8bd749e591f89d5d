#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/decision.hpp"
#include "base/finding.hpp"
#include "base/machine.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/limits.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/refdata/calendar.hpp"

/// What every decision about a document is given, and what its machines have in common.
namespace lintas::documents {

struct Context {
  Instant at;                         ///< when the command reached the node
  PersonId by;                        ///< who acts; of no meaning for messages and clocks
  const Limits& limits;               ///< of the day of issue: limits_on
  const refdata::Calendar& calendar;  ///< of the authority that must act

  [[nodiscard]] Day today() const { return day_of(at, calendar.utc_offset); }
  [[nodiscard]] Instant due(refdata::Limit limit) const { return due_from(at, limit); }
  [[nodiscard]] Instant due_from(Instant start, refdata::Limit limit) const;
  [[nodiscard]] Day last_day(Day start, refdata::Limit limit) const;
  [[nodiscard]] Instant end_of(Day day) const;
};

/// The last day of a certificate: R-ASW-051; of one that lives on originals the earliest of theirs,
/// R-ASW-042.
[[nodiscard]] Day valid_until(const Contents& contents, Day issued, const Context& context);

/// A clock of a state: when it rings, and which row it is then.
template <class Trigger>
struct Ring {
  Trigger trigger{};
  Instant at;
};

/// Of the clocks of a state the first that rings after `rung`: each rings once.
template <class Trigger>
[[nodiscard]] std::optional<Ring<Trigger>> next_ring(const std::vector<Ring<Trigger>>& all,
                                                     std::optional<Instant> rung) {
  std::optional<Ring<Trigger>> next;
  for (const Ring<Trigger>& one : all) {
    const bool past = rung && one.at <= *rung;
    if (!past && (!next || one.at < next->at)) next = one;
  }
  return next;
}

/// When somebody is reminded who was reminded before: each pause is as long as all the time until then, so
/// that a partner who is away for months does not fill the log.
[[nodiscard]] Instant again(Instant since, Instant first, std::optional<Instant> rung);

namespace detail {
[[nodiscard]] Finding out_of_sequence(std::string asked, std::string_view state, std::string awaited);
}  // namespace detail

/// R-DOC-001: the table has no row for it in this state. Says how the document stands and what it waits for.
template <class Machine>
[[nodiscard]] Finding out_of_sequence(typename Machine::State state, typename Machine::Trigger trigger) {
  std::string awaited;
  for (const auto& facts : Machine::triggers) {
    if (!machine::has_row<Machine>(state, facts.trigger) || facts.key.front() == 'C') continue;
    if (!awaited.empty()) awaited.append(", ");
    awaited.append(facts.words());
  }
  return detail::out_of_sequence(std::string{Machine::triggers[std::to_underlying(trigger)].words()},
                                 Machine::states[std::to_underlying(state)].name, std::move(awaited));
}

/// What a row makes of a trigger, its clock not yet set; nothing if the table has no row.
template <class Machine, class Event, class Fact>
[[nodiscard]] std::optional<Event> step(typename Machine::State present, typename Machine::State previous,
                                        typename Machine::Trigger trigger, typename Machine::Case when,
                                        Instant at, Fact fact) {
  const auto* row = machine::find_row<Machine>(present, trigger, when);
  if (row == nullptr) return std::nullopt;
  return Event{.next = machine::resolve(row->next, present, previous),
               .trigger = trigger,
               .when = when,
               .at = at,
               .due = {},
               .sent = {row->sent.begin(), row->sent.end()},
               .fact = std::move(fact)};
}

template <class Event>
[[nodiscard]] Decision<Event> refuse(Findings findings) {
  return refused<Event>(std::move(findings));
}

}  // namespace lintas::documents
