#include "core/transit/passage/decide.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/certain.hpp"
#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/transit/by_row.hpp"
#include "core/transit/inspection.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/passage/commands.hpp"
#include "core/transit/passage/events.hpp"
#include "core/transit/passage/evolve.hpp"
#include "core/transit/passage/state.hpp"
#include "core/transit/passage/table.hpp"
#include "core/transit/refusal.hpp"
#include "core/transit/ruling.hpp"

namespace lintas::transit::passage {

namespace {

Ruling refuse(Findings findings) { return {.answer = {.refused_for = std::move(findings)}}; }
Ruling refuse(Finding finding) { return refuse(Findings{std::move(finding)}); }

void add(Findings& findings, Findings more) {
  findings.insert(findings.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::optional<Instant> expiry_of(const Passage& passage, const Context& context) {
  if (!passage.limit) return std::nullopt;
  return context.due_after(*passage.limit, context.law.timers.passage_expiry);
}

std::optional<Instant> clock_in_territory(const Passage& passage, const Context& context) {
  const auto expiry = expiry_of(passage, context);
  if (passage.stay_alarmed || !passage.first_passage) return expiry;
  const Instant stay = context.due_from(*passage.first_passage, context.law.timers.stay);
  return expiry ? std::min(*expiry, stay) : stay;
}

/// When the clock runs out, given what the passage is now. Waiting clocks begin when their state is entered
/// or when they rang: then `anew`.
std::optional<Instant> clock_of(const Passage& after, bool anew, const Context& context) {
  switch (after.state) {
    case State::requested: return anew ? context.ask_again(after.asked) : after.due;
    case State::refused:
    case State::stopped: return anew ? std::optional{context.due(context.law.timers.stopped)} : after.due;
    case State::expected: return expiry_of(after, context);
    case State::in_territory: return clock_in_territory(after, context);
    case State::none:
    case State::passed:
    case State::closed: return std::nullopt;
  }
  return std::nullopt;
}

bool rings(Trigger trigger) {
  return trigger == Trigger::no_answer || trigger == Trigger::unresolved ||
         trigger == Trigger::stopped_too_long;
}

/// The event of the row. Refused if there is none.
Ruling by_row(const Passage& passage, Trigger trigger, Case when, Fact fact, const Context& context) {
  auto event =
      event_by_row<Machine>(passage, passage.state, trigger, when,
                            Event{.next = passage.state, .fact = std::move(fact)}, [&](const Passage& after) {
                              return clock_of(after, after.state != passage.state || rings(trigger), context);
                            });
  if (!event) return refuse(out_of_sequence<Machine>(passage.state, trigger));
  Ruling ruling;
  ruling.events.push_back(*std::move(event));
  return ruling;
}

Case ahead_of(const Passage& after) { return after.has_open() ? Case::more_ahead : Case::last; }

/// The same for a passage: the guard looks at what is left open after it.
Ruling cross(const Passage& passage, Trigger trigger, Fact fact, const Context& context) {
  const Passage after = evolve(passage, Event{.next = passage.state, .fact = fact});
  return by_row(passage, trigger, ahead_of(after), std::move(fact), context);
}

Ruling note(const Passage& passage, Trigger trigger, const Letter& letter) {
  Ruling ruling;
  ruling.events.push_back(
      {.next = passage.state,
       .due = passage.due,
       .fact = Noted{.ie = ie_of(Machine::triggers, trigger), .office = letter.office, .at = letter.at}});
  return ruling;
}

Ruling record_received(const Passage& passage, Trigger trigger, Case when, const Letter& letter, Country home,
                       const Context& context) {
  const Declaration& declared = certain(letter.declaration, "a record has its declaration");
  return by_row(passage, trigger, when,
                RecordReceived{.mrn = certain(letter.mrn, "a record names the movement"),
                               .ie = ie_of(Machine::triggers, trigger),
                               .offices = declared.route.transit_in(home),
                               .limit = letter.limit,
                               .document = declared.document,
                               .departure = declared.route.departure},
                context);
}

Ruling request_answered(const Passage& passage, const Letter& letter, Country home, const Context& context) {
  if (letter.positive) return record_received(passage, Trigger::p115, Case::positive, letter, home, context);
  if (passage.state == State::refused) return note(passage, Trigger::p115, letter);
  return by_row(passage, Trigger::p115, Case::negative, RecordRefused{.reason = letter.reason.value_or("")},
                context);
}

/// There is room for one more office in the list.
Findings no_room_for(const Passage& passage, std::size_t more) {
  if (passage.offices.size() + more <= limits::journey_offices_max) return {};
  return {road::finding("R-ROA-008", "office")};
}

bool without_record(State state) {
  return state == State::none || state == State::requested || state == State::refused;
}

bool names(const std::vector<OfficeId>& offices, const OfficeId& office) {
  return std::ranges::find(offices, office) != offices.end();
}

/// An office before this one is not accounted for.
bool out_of_order(const Passage& passage, std::size_t index) {
  return std::any_of(passage.offices.begin(), passage.offices.begin() + static_cast<std::ptrdiff_t>(index),
                     [](const Office& office) { return office.open(); });
}

/// R-ROA-004: what became of this office, and how the movement stands.
Finding wrong_crossing(const Passage& passage, const OfficeId& office) {
  const auto index = passage.find(office);
  const std::string crossing = index ? format("This office is {}.", name(passage.offices[*index].crossing))
                                     : std::string{"This office is not one of the record."};
  return with_standing(road::finding("R-ROA-004", "office", office.str(), crossing),
                       standing<Machine>(passage.state));
}

Crossed crossed(const OfficeId& office, Manner manner, const Inspection& inspection, const Context& context) {
  return {.office = office,
          .at = context.at,
          .manner = manner,
          .inspection = inspection,
          .text = {},
          .by = context.by};
}

}  // namespace

Ruling receive(const Passage& passage, Trigger trigger, const Letter& letter, Country home,
               const Context& context) {
  if (verdict<Machine>(passage.state, trigger) == Verdict::note) return note(passage, trigger, letter);
  if (trigger == Trigger::p050) return record_received(passage, trigger, Case::any, letter, home, context);
  if (trigger == Trigger::p115) return request_answered(passage, letter, home, context);
  if (trigger == Trigger::p181) {
    return by_row(passage, trigger, Case::any,
                  IncidentForwarded{.office = letter.office,
                                    .at = letter.at,
                                    .code = letter.reason.value_or(""),
                                    .text = letter.text.value_or(""),
                                    .new_seals = letter.new_seals,
                                    .vehicle = letter.vehicle},
                  context);
  }
  if (trigger == Trigger::p024) {
    return by_row(passage, trigger, Case::any, ArrivedElsewhere{.office = letter.office, .at = letter.at},
                  context);
  }
  require(trigger == Trigger::p010 || trigger == Trigger::p063, "only messages are received");
  return by_row(passage, trigger, Case::any,
                EndedByDeparture{.ie = ie_of(Machine::triggers, trigger), .at = letter.at}, context);
}

Ruling act(const Passage& passage, const PresentGoods& command, const Context& context) {
  return by_row(
      passage, Trigger::goods_present, Case::any,
      RecordRequested{.mrn = command.mrn, .office = command.office, .at = context.at, .by = context.by},
      context);
}

Ruling act(const Passage& passage, const RecordPassage& command, const Context& context) {
  if (without_record(passage.state)) {
    return refuse(with_standing(road::finding("R-ACTS-073", "mrn", command.mrn.str()),
                                standing<Machine>(passage.state)));
  }
  Findings findings = faults_in(command.inspection);
  const auto index = passage.find(command.office);
  if (!index || passage.state == State::passed) add(findings, no_room_for(passage, 1));
  if (!findings.empty()) return refuse(std::move(findings));
  const auto made = [&](Manner manner) {
    return crossed(command.office, manner, command.inspection, context);
  };
  if (passage.state == State::passed)
    return by_row(passage, Trigger::pass_again, Case::any, made(Manner::again), context);
  if (!index) return by_row(passage, Trigger::pass_undeclared, Case::any, made(Manner::undeclared), context);
  const Office& office = passage.offices[*index];
  if (office.crossed() || office.crossing == CrossingState::held)
    return refuse(wrong_crossing(passage, command.office));
  if (out_of_order(passage, *index)) {
    return by_row(
        passage, Trigger::pass_out_of_order, Case::any,
        Held{.office = command.office, .at = context.at, .inspection = command.inspection, .by = context.by},
        context);
  }
  return cross(passage, Trigger::pass, made(Manner::in_order), context);
}

Ruling act(const Passage& passage, const PassOnTheTad& command, const Context& context) {
  Findings findings = faults_in(command.inspection);
  add(findings, fault_in_required_text("reason", command.reason));
  if (passage.state == State::refused) add(findings, four_eyes(command.second, context.by));
  for (const OfficeId& office : command.ahead) {
    if (office.country() != command.office.country() || office == command.office)
      findings.push_back(road::finding("R-ROA-007", "ahead", office.str()));
  }
  add(findings, no_room_for(passage, command.ahead.size() + 1));
  if (!passage.departure) add(findings, road::fault_in_departure(command.departure, command.mrn));
  if (!findings.empty()) return refuse(std::move(findings));
  return cross(passage, Trigger::pass_on_the_tad,
               CrossedOnTheTad{.office = command.office,
                               .at = context.at,
                               .inspection = command.inspection,
                               .reason = command.reason,
                               .by = context.by,
                               .second = command.second,
                               .ahead = command.ahead,
                               .limit = command.limit,
                               .departure = command.departure},
               context);
}

Ruling act(const Passage& passage, const AskAgain& command, const Context& context) {
  return by_row(
      passage, Trigger::ask_again, Case::any,
      RecordRequested{.mrn = command.mrn, .office = command.office, .at = context.at, .by = context.by},
      context);
}

Ruling act(const Passage& passage, const TurnBack& command, const Context& context) {
  if (auto findings = fault_in_required_text("reason", command.reason); !findings.empty())
    return refuse(std::move(findings));
  return by_row(passage, Trigger::turn_back, Case::any,
                TurnedBack{.office = command.office, .reason = command.reason, .by = context.by}, context);
}

Ruling act(const Passage& passage, const ConfirmHeld& command, const Context& context) {
  const auto index = passage.find(command.office);
  if (!index || passage.offices[*index].crossing != CrossingState::held)
    return refuse(wrong_crossing(passage, command.office));
  Findings findings;
  std::vector<OfficeId> passed;
  std::vector<OfficeId> unused;
  for (std::size_t i = 0; i < *index; ++i) {
    const Office& earlier = passage.offices[i];
    if (!earlier.open()) continue;
    const bool was_passed = names(command.passed_on_the_tad, earlier.office);
    const bool was_unused = names(command.not_used, earlier.office);
    if (was_passed == was_unused)
      findings.push_back(road::finding("R-ACTS-070", "office", earlier.office.str()));
    (was_passed ? passed : unused).push_back(earlier.office);
  }
  if (!findings.empty()) return refuse(std::move(findings));

  Ruling ruling;
  Passage now = passage;
  const auto take = [&](Ruling step) {
    for (Event& event : step.events) {
      now = evolve(std::move(now), event);
      ruling.events.push_back(std::move(event));
    }
    add(ruling.answer.refused_for, std::move(step.answer.refused_for));
  };
  if (!unused.empty()) {
    ruling.events.push_back(
        {.next = now.state, .due = now.due, .fact = MarkedNotUsed{.offices = unused, .by = context.by}});
    now = evolve(std::move(now), ruling.events.back());
  }
  // The held one is open until the last step, so that these lead no further than into the territory.
  for (const OfficeId& earlier : passed)
    take(cross(now, Trigger::confirm_held, crossed(earlier, Manner::confirmed, {}, context), context));
  take(cross(now, Trigger::confirm_held, crossed(command.office, Manner::confirmed, {}, context), context));
  if (!ruling.answer.accepted()) ruling.events.clear();  // all of it or nothing
  return ruling;
}

Ruling act(const Passage& passage, const RecordIncident& command, const Context& context) {
  if (auto findings = faults_in(command.incident); !findings.empty()) return refuse(std::move(findings));
  return by_row(
      passage, Trigger::incident, Case::any,
      IncidentRecorded{
          .office = command.office, .at = context.at, .incident = command.incident, .by = context.by},
      context);
}

Ruling act(const Passage& passage, const StopGoods& command, const Context& context) {
  Findings findings = fault_in_required_text("text", command.text);
  if (!passage.find(command.office)) add(findings, no_room_for(passage, 1));
  if (!findings.empty()) return refuse(std::move(findings));
  // After the last passage the record stays as it is: the goods may still be somewhere in the state.
  const Trigger trigger = passage.state == State::passed ? Trigger::incident : Trigger::stop;
  return by_row(passage, trigger, Case::any,
                Stopped{.office = command.office, .at = context.at, .text = command.text, .by = context.by},
                context);
}

Ruling act(const Passage& passage, const CompletePassage& command, const Context& context) {
  return by_row(passage, Trigger::complete, Case::any, Completed{.office = command.office, .by = context.by},
                context);
}

Ruling act(const Passage& passage, const LiftStop& command, const Context& context) {
  Findings findings = faults_in(command.inspection);
  add(findings, fault_in_required_text("text", command.text));
  const auto index = passage.find(command.office);
  const bool stopped_here = index && passage.offices[*index].crossing == CrossingState::stopped;
  if (passage.state == State::stopped && !stopped_here)
    findings.push_back(wrong_crossing(passage, command.office));
  if (!findings.empty()) return refuse(std::move(findings));
  Crossed lifted = crossed(command.office, Manner::lifted, command.inspection, context);
  lifted.text = command.text;
  return cross(passage, Trigger::lift, std::move(lifted), context);
}

Ruling act(const Passage& passage, const RefusePassage& command, const Context& context) {
  constexpr std::size_t digits_max = 2;
  const bool a_code = !command.reason.empty() && command.reason.size() <= digits_max &&
                      command.reason.find_first_not_of("0123456789") == std::string::npos;
  const bool other = command.reason == "4";
  Findings findings;
  if (!a_code) findings.push_back(road::finding("R-ROA-006", "reason", command.reason));
  add(findings,
      other ? fault_in_required_text("text", command.text) : fault_in_optional_text("text", command.text));
  const auto index = passage.find(command.office);
  const bool stopped_here = index && passage.offices[*index].crossing == CrossingState::stopped;
  if (passage.state == State::stopped && !stopped_here)
    findings.push_back(wrong_crossing(passage, command.office));
  if (!findings.empty()) return refuse(std::move(findings));
  return by_row(passage, Trigger::refuse_for_good, Case::any,
                PassageRefused{.office = command.office,
                               .at = context.at,
                               .reason = command.reason,
                               .text = command.text,
                               .by = context.by},
                context);
}

Ruling act(const Passage& passage, const EndInTerritory& command, const Context& context) {
  Findings findings = fault_in_required_text("reason", command.reason);
  const bool here = passage.state == State::in_territory || passage.state == State::stopped;
  if (here && !passage.ended_by_departure)
    findings.push_back(with_standing(road::finding("R-ROA-005", "mrn"), standing<Machine>(passage.state)));
  if (!findings.empty()) return refuse(std::move(findings));
  return by_row(passage, Trigger::end_in_territory, Case::any,
                EndedInTerritory{.office = command.office, .reason = command.reason, .by = context.by},
                context);
}

Ruling limit_told(const Passage& passage, Day limit, bool on_the_way, const Context& context) {
  if (passage.limit == limit) return {};
  Case when = Case::any;
  if (passage.state == State::closed) {
    const bool over = context.due_after(limit, context.law.timers.passage_expiry) <= context.at;
    if (!passage.expired || !on_the_way || over) return {};
    when = passage.first_passage ? Case::entered : Case::not_entered;
  }
  if (find_row<Machine>(passage.state, Trigger::limit_moved, when) == nullptr) return {};
  return by_row(passage, Trigger::limit_moved, when, LimitMoved{.limit = limit}, context);
}

Ruling time_passed(const Passage& passage, const Context& context) {
  const auto expiry = expiry_of(passage, context);
  switch (passage.state) {
    case State::requested:
      return by_row(passage, Trigger::no_answer, Case::any,
                    RecordRequested{.mrn = passage.mrn,
                                    .office = certain(passage.asked_by, "some office asked for the record"),
                                    .at = context.at},
                    context);
    case State::refused:
      return by_row(passage, Trigger::unresolved, Case::any, Reminded{Alarm::unresolved}, context);
    case State::stopped:
      return by_row(passage, Trigger::stopped_too_long, Case::any, Reminded{Alarm::stopped_too_long},
                    context);
    case State::expected:
      return by_row(passage, Trigger::expiry, Case::any, Expired{.limit = passage.limit}, context);
    case State::in_territory:
      if (passage.stay_alarmed || (expiry && *expiry <= context.at))
        return by_row(passage, Trigger::expiry, Case::any, Expired{.limit = passage.limit}, context);
      return by_row(passage, Trigger::stay_limit, Case::any, Reminded{Alarm::stay_limit}, context);
    case State::none:
    case State::passed:
    case State::closed: break;
  }
  require(false, "a passage without a clock is not asked");
  return {};
}

Letter letter_of(const Passage& after, const Event& event) {
  Letter letter;
  letter.mrn = after.mrn;
  letter.departure = after.departure;
  const auto placed = [&](const OfficeId& office, Instant at) {
    letter.office = office;
    letter.at = at;
  };
  std::visit(Overloaded{[&](const RecordRequested& e) { placed(e.office, e.at); },
                        [&](const Crossed& e) {
                          placed(e.office, e.at);
                          if (e.manner != Manner::lifted) return;
                          letter.reason = wire_code(incident_other);
                          letter.text = e.text.str();
                        },
                        [&](const CrossedOnTheTad& e) { placed(e.office, e.at); },
                        [&](const Stopped& e) {
                          placed(e.office, e.at);
                          letter.reason = wire_code(incident_other);
                          letter.text = e.text.str();
                        },
                        [&](const PassageRefused& e) {
                          placed(e.office, e.at);
                          letter.reason = e.reason;
                          if (!e.text.empty()) letter.text = e.text.str();
                        },
                        [&](const IncidentRecorded& e) {
                          placed(e.office, e.at);
                          letter.reason = wire_code(e.incident.code);
                          letter.text = e.incident.text.str();
                          letter.new_seals = e.incident.new_seals;
                          letter.vehicle = e.incident.vehicle;
                        },
                        [](const auto& /*sends nothing*/) {}},
             event.fact);
  return letter;
}

}  // namespace lintas::transit::passage
