#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"

/// Why a machine says no. The texts stand in data/rules.csv; here is which rule, where, and what stood there.
namespace lintas::transit {

/// CL180 code of a finding's rule, for messages.
[[nodiscard]] std::uint16_t error_code(std::string_view rule);
/// Findings in the form that messages and events carry.
[[nodiscard]] std::vector<Fault> faults_of(const Findings& findings);

[[nodiscard]] Finding missing(std::string_view field);
[[nodiscard]] Finding unknown_movement(std::string_view mrn);
[[nodiscard]] Finding lrn_in_use(std::string_view lrn);
[[nodiscard]] Finding not_amendable(std::string_view field);
/// Flag 1 says that only the guarantees change.
[[nodiscard]] Finding more_than_guarantees();
[[nodiscard]] Finding amendment_after_control();
/// The declaration that a presentation completes, or an amendment was read by, is not the one that stands
/// now.
[[nodiscard]] Finding changed_meanwhile();
/// `asked`: what waits for the decision on it, of an act.
[[nodiscard]] Finding cancellation_is_open(std::string_view asked = {});
[[nodiscard]] Finding nothing_to_cancel();
[[nodiscard]] Finding control_was_done();
/// A control of documents only takes no longer where the load is large.
[[nodiscard]] Finding large_without_goods();
[[nodiscard]] Finding unknown_result(std::string_view code);
[[nodiscard]] Finding limit_in_the_past(Day limit);
[[nodiscard]] Finding limit_too_late(Day limit, Day last);
[[nodiscard]] Finding limit_not_later(Day limit);
[[nodiscard]] Finding needs_four_eyes();
/// No report waits for an officer.
[[nodiscard]] Finding nothing_to_look_at();
/// A partner reports for an office that is not its own.
[[nodiscard]] Finding office_of_another_state(std::string_view office);

/// The number of the message that a trigger is.
template <class Triggers, class Trigger>
[[nodiscard]] constexpr Ie ie_of(const Triggers& triggers, Trigger trigger) {
  Ie ie = 0;
  for (const char digit : triggers[std::to_underlying(trigger)].key.substr(1)) {
    if (digit < '0' || digit > '9') break;
    ie = static_cast<Ie>((ie * 10) + (digit - '0'));
  }
  return ie;
}

namespace detail {
/// "amendment (IE013)"; our own messages are X095 and the like.
[[nodiscard]] std::string name_of_message(std::string_view meaning, Ie ie);
[[nodiscard]] std::string standing(std::string_view state, std::string_view clock, bool takes_acts,
                                   std::string_view awaited);
[[nodiscard]] Finding out_of_sequence(std::string asked, std::string standing);

inline void add_to(std::string& list, std::string_view one) {
  if (!list.empty()) list.append(", ");
  list.append(one);
}

/// What people call a trigger.
template <class Machine>
[[nodiscard]] std::string words_of(typename Machine::Trigger trigger) {
  const auto& facts = Machine::triggers[std::to_underlying(trigger)];
  return facts.is_message() ? name_of_message(facts.meaning, ie_of(Machine::triggers, trigger))
                            : std::string{facts.words()};
}

/// A message of this trigger leads out of the state.
template <class Machine>
[[nodiscard]] bool leads_on(typename Machine::State state, typename Machine::Trigger trigger) {
  return std::ranges::any_of(Machine::rows, [&](const auto& row) {
    return row.trigger == trigger && row.states.has(state) && row.next.leads != Leads::same &&
           (row.next.leads == Leads::previous || row.next.state != state);
  });
}
}  // namespace detail

/// How a movement stands, for whoever asked out of turn: its state in words, the messages that a trader may
/// send and those of partners that lead out of it. Which acts of officers it takes, by their names, who knows
/// of rights adds (core/workflow/possible.hpp).
template <class Machine>
[[nodiscard]] std::string standing(typename Machine::State state) {
  const bool ended = Machine::states[std::to_underlying(state)].terminal;
  bool takes_acts = false;
  std::string awaited;
  for (const auto& facts : Machine::triggers) {
    const bool has_row = std::ranges::any_of(Machine::rows, [&](const auto& row) {
      return row.trigger == facts.trigger && row.states.has(state);
    });
    if (!has_row) continue;
    takes_acts = takes_acts || (facts.is_act() && !ended);
    const bool from_trader = facts.key.front() == 'T';
    if (facts.is_message() && (from_trader || detail::leads_on<Machine>(state, facts.trigger)))
      detail::add_to(awaited, detail::words_of<Machine>(facts.trigger));
  }
  const auto& facts = Machine::states[std::to_underlying(state)];
  return detail::standing(facts.name, facts.clock, takes_acts, awaited);
}

/// Functional error 92: the table has no row for it in this state.
template <class Machine>
[[nodiscard]] Finding out_of_sequence(typename Machine::State state, typename Machine::Trigger trigger) {
  return detail::out_of_sequence(detail::words_of<Machine>(trigger), standing<Machine>(state));
}

/// The finding with how the movement stands behind the sentences that it has already.
[[nodiscard]] Finding with_standing(Finding finding, std::string_view standing);

}  // namespace lintas::transit
