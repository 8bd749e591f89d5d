#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "base/decision.hpp"
#include "base/finding.hpp"
#include "base/machine.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/events.hpp"
#include "core/documents/fault.hpp"
#include "core/documents/limits.hpp"
#include "core/documents/messages.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/refdata/calendar.hpp"

/// What every decision about a document is given, and what its machines have in common.
namespace lintas::documents {

/// `LimitsOf`: the kind of document has limits of its own.
template <class LimitsOf>
struct ContextOf {
  Instant at;                         ///< when the command reached the node
  PersonId by;                        ///< who acts; of no meaning for messages and clocks
  const LimitsOf& limits;             ///< of certificates those of the day of issue: limits_on
  const refdata::Calendar& calendar;  ///< of the authority that must act
  bool as_data = false;               ///< documents of the kind go to the importing state as data (R-ASW-102)
  bool has_partner = true;  ///< messages can go there: its node is a partner of this one (R-ASW-095)

  [[nodiscard]] Day today() const { return day_of(at, calendar.utc_offset); }
  [[nodiscard]] Instant due(refdata::Limit limit) const { return due_from(at, limit); }
  [[nodiscard]] Instant due_from(Instant start, refdata::Limit limit) const {
    return refdata::due(start, limit, calendar);
  }
  [[nodiscard]] Day last_day(Day start, refdata::Limit limit) const {
    return refdata::last_day(start, limit, calendar);
  }
  [[nodiscard]] Instant end_of(Day day) const { return refdata::end_of(day, calendar); }
};
using Context = ContextOf<Limits>;

/// The last day of a certificate: R-ASW-051; of one that lives on originals the earliest of theirs,
/// R-ASW-042.
[[nodiscard]] Day valid_until(const Contents& contents, Day issued, const Context& context);

/// A clock of a state: when it rings, which row it is then, and whether that row leaves the state.
template <class Trigger>
struct Ring {
  Trigger trigger{};
  Instant at;
  bool leaves = false;
};

/// Of the clocks of a state the first that rings after `rung`. Of those at one instant the one that leaves
/// the state is first, and what rang before never silences it; those that remind ring each once, in the order
/// of their triggers.
template <class Trigger>
[[nodiscard]] std::optional<Ring<Trigger>> next_ring(const std::vector<Ring<Trigger>>& all,
                                                     const std::optional<Rung<Trigger>>& rung) {
  std::optional<Ring<Trigger>> next;
  for (const Ring<Trigger>& one : all) {
    const bool past =
        !one.leaves && rung && std::pair{one.at, one.trigger} <= std::pair{rung->at, rung->trigger};
    if (past) continue;
    const bool earlier = !next || std::tuple{one.at, !one.leaves, one.trigger} <
                                      std::tuple{next->at, !next->leaves, next->trigger};
    if (earlier) next = one;
  }
  return next;
}

/// When somebody is reminded who was reminded before: each pause is as long as all the time until then, so
/// that a partner who is away for months does not fill the log.
[[nodiscard]] Instant again(Instant since, Instant first, std::optional<Instant> rung);
template <class Trigger>
[[nodiscard]] std::optional<Instant> instant_of(const std::optional<Rung<Trigger>>& rung) {
  return rung ? std::optional{rung->at} : std::nullopt;
}

namespace detail {
[[nodiscard]] Finding out_of_sequence(std::string asked, std::string_view subject, std::string_view state,
                                      std::string awaited);
}  // namespace detail

/// R-DOC-001: the table has no row for it in this state. Says how the subject stands and what it waits for.
template <class Machine>
[[nodiscard]] Finding out_of_sequence(typename Machine::State state, typename Machine::Trigger trigger,
                                      std::string_view subject = "The certificate") {
  std::string awaited;
  for (const auto& facts : Machine::triggers) {
    if (!machine::has_row<Machine>(state, facts.trigger) || facts.key.front() == 'C') continue;
    if (!awaited.empty()) awaited.append(", ");
    awaited.append(facts.words());
  }
  return detail::out_of_sequence(std::string{Machine::triggers[std::to_underlying(trigger)].words()}, subject,
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

/// A message that changes nothing but leads to an answer at most: evidence. `subject`: the certificate or
/// request.
template <class Event, class Subject, class Trigger>
[[nodiscard]] Decision<Event> noted(const Subject& subject, Trigger trigger, MessageNumber message,
                                    Instant at, std::vector<Fault> faults = {},
                                    const std::vector<MessageNumber>& sent = {}) {
  Decision<Event> decision;
  decision.events.push_back({.next = subject.state,
                             .trigger = trigger,
                             .when = {},
                             .at = at,
                             .due = subject.due,
                             .sent = sent,
                             .fact = Noted{.message = message, .faults = std::move(faults)}});
  return decision;
}

/// The clock of a state that has run out: which row it is, and its fact. `alarms`: whom the clocks remind
/// that only remind; of the others the row says what follows. Precondition: one of the clocks rings.
template <class Fact, class Trigger, class Alarm, std::size_t N>
[[nodiscard]] std::pair<Trigger, Fact> rung_out(const std::vector<Ring<Trigger>>& all,
                                                const std::optional<Rung<Trigger>>& rung,
                                                const std::array<std::pair<Trigger, Alarm>, N>& alarms) {
  const auto ring = next_ring(all, rung);
  require(ring.has_value(), "what has no clock is not asked");
  const Ring<Trigger> first = ring.value_or(Ring<Trigger>{});
  for (const auto& [of, alarm] : alarms)
    if (of == first.trigger) return {first.trigger, Reminded<Alarm>{alarm}};
  return {first.trigger, TimeOver{first.at}};
}

/// Whether there is a draw to undo: `by` lives on the certificate, and its state lets go.
template <class Machine, class Certificate>
[[nodiscard]] bool lets_go(const Certificate& certificate, const Reference& by) {
  for (const Drawn& draw : certificate.drawn)
    if (draw.by == by) return machine::has_row<Machine>(certificate.state, Machine::Trigger::draw_undone);
  return false;
}

}  // namespace lintas::documents
