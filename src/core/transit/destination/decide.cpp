#include "core/transit/destination/decide.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/certain.hpp"
#include "base/finding.hpp"
#include "base/require.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/refdata/calendar.hpp"
#include "core/refdata/state_profile.hpp"
#include "core/transit/by_row.hpp"
#include "core/transit/destination/commands.hpp"
#include "core/transit/destination/events.hpp"
#include "core/transit/destination/evolve.hpp"
#include "core/transit/destination/state.hpp"
#include "core/transit/destination/table.hpp"
#include "core/transit/inspection.hpp"
#include "core/transit/limits.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/onward.hpp"
#include "core/transit/refusal.hpp"
#include "core/transit/ruling.hpp"

namespace lintas::transit::destination {

namespace {

// releaseIndicator, CL164: all the goods, a part of them, none until the discrepancies are resolved.
constexpr std::string_view released_fully = "1";
constexpr std::string_view released_partly = "2";
constexpr std::string_view not_released = "4";

Ruling refuse(Findings findings) { return {.answer = {.refused_for = std::move(findings)}}; }
Ruling refuse(Finding finding) { return refuse(Findings{std::move(finding)}); }

void add(Findings& findings, Findings more) {
  findings.insert(findings.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// R-ACTS-075: reminded on the third day and on the sixth, then no more.
std::optional<Instant> results_clock(const Arrival& arrival, const Context& context) {
  if (!arrival.day || arrival.reminders > 1) return std::nullopt;
  const refdata::Timers& timers = context.law.timers;
  return context.due_after(
      *arrival.day, arrival.reminders == 0 ? timers.control_results : timers.control_results_exceptional);
}

/// Before unloading is permitted by itself (ncts.md 9.2).
refdata::Limit unloading_wait(const Arrival& arrival, const Context& context) {
  if (!arrival.unloading_wait_minutes) return context.law.timers.unloading_permission;
  return {static_cast<int>(*arrival.unloading_wait_minutes), refdata::LimitUnit::minutes};
}

/// When the clock runs out, given what the arrival is now. Waiting clocks begin when their state is entered
/// or when they rang: then `anew`.
std::optional<Instant> clock_of(const Arrival& after, bool anew, const Context& context) {
  const refdata::Timers& timers = context.law.timers;
  const auto waiting = [&](refdata::Limit limit) {
    return anew ? std::optional{context.due(limit)} : after.due;
  };
  switch (after.state) {
    case State::requested: return anew ? context.ask_again(after.asked) : after.due;
    case State::refused: return waiting(timers.refused_arrival);
    case State::expected:
      if (!anew || !after.limit) return after.due;
      return context.due_after(*after.limit, timers.arrival_overdue);
    case State::arrived:
      if (!after.simplified) return results_clock(after, context);
      return waiting(unloading_wait(after, context));
    case State::remarks_received:
    case State::under_control: return results_clock(after, context);
    case State::unloading: return waiting(timers.unloading_remarks);
    case State::discrepancies: return waiting(timers.discrepancies);
    case State::none:
    case State::released:
    case State::elsewhere:
    case State::cancelled:
    case State::recovered: return std::nullopt;
  }
  return std::nullopt;
}

/// The event of the row. Refused if there is none.
Ruling by_row(const Arrival& arrival, Trigger trigger, Case when, Fact fact, const Context& context) {
  // Of the states with a clock, only that of goods on the way counts from the limit date.
  const bool other_limit = trigger == Trigger::limit_moved && arrival.state == State::expected;
  auto event =
      event_by_row<Machine>(arrival, arrival.state, trigger, when,
                            Event{.next = arrival.state, .fact = std::move(fact)}, [&](const Arrival& after) {
                              const bool rings = trigger == Trigger::no_answer || other_limit;
                              return clock_of(after, after.state != arrival.state || rings, context);
                            });
  if (!event) return refuse(out_of_turn(arrival, trigger));
  Ruling ruling;
  ruling.events.push_back(*std::move(event));
  return ruling;
}

/// The same, and what follows at once: a state without a waiting period gives permission with the arrival.
Ruling arrive(const Arrival& arrival, Trigger trigger, Case when, Fact fact, const Context& context) {
  Ruling ruling = by_row(arrival, trigger, when, std::move(fact), context);
  if (ruling.events.empty()) return ruling;
  const Arrival after = evolve(arrival, ruling.events.back());
  const bool at_once =
      after.state == State::arrived && after.simplified && unloading_wait(after, context).count == 0;
  if (!at_once) return ruling;
  Ruling permitted = by_row(after, Trigger::permission, Case::any, PermissionGranted{}, context);
  std::ranges::move(permitted.events, std::back_inserter(ruling.events));
  return ruling;
}

/// R-ROA-015: each by a number that a declaration has, and once.
Findings faults_in_items(const std::vector<std::uint16_t>& items) {
  Findings findings;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto before = items.begin() + static_cast<std::ptrdiff_t>(i);
    const bool again = std::find(items.begin(), before, items[i]) != before;
    if (again || items[i] == 0 || items[i] > onward_item_max)
      findings.push_back(road::finding("R-ROA-015", format("items/{}", i + 1), std::to_string(items[i])));
  }
  return findings;
}

bool is_late(const std::optional<Day>& limit, Day day) { return limit && day > *limit; }

Ruling note(const Arrival& arrival, Trigger trigger, const Letter& letter) {
  const bool is_here = arrival.state == State::arrived || arrival.state == State::unloading ||
                       arrival.state == State::remarks_received || arrival.state == State::under_control ||
                       arrival.state == State::discrepancies || arrival.state == State::released;
  // Departure also tells it to the state of the arrival, where an office of transit still waits for the
  // goods.
  const bool ends = trigger == Trigger::p010 || (trigger == Trigger::p024 && letter.office != arrival.office);
  Ruling ruling;
  ruling.events.push_back({.next = arrival.state,
                           .due = arrival.due,
                           .fact = Noted{.ie = ie_of(Machine::triggers, trigger),
                                         .office = letter.office,
                                         .at = letter.at,
                                         .contradiction = is_here && ends}});
  return ruling;
}

Ruling record_received(const Arrival& arrival, Trigger trigger, Case when, const Letter& letter,
                       const Context& context) {
  const Declaration& declared = certain(letter.declaration, "a record has its declaration");
  RecordReceived fact{.mrn = certain(letter.mrn, "a record names the movement"),
                      .ie = ie_of(Machine::triggers, trigger),
                      .declared = declared.route.destination,
                      .limit = letter.limit,
                      .document = declared.document,
                      .departure = declared.route.departure,
                      .consignee = declared.consignee};
  if (arrival.state == State::requested) {
    fact.day = arrival.day;
    fact.late = arrival.day && is_late(letter.limit, *arrival.day);
  }
  return arrive(arrival, trigger, when, fact, context);
}

Ruling request_answered(const Arrival& arrival, const Letter& letter, const Context& context) {
  if (letter.positive) return record_received(arrival, Trigger::p003, Case::positive, letter, context);
  if (arrival.state == State::refused) return note(arrival, Trigger::p003, letter);
  return by_row(arrival, Trigger::p003, Case::negative, RecordRefused{.reason = letter.reason.value_or("")},
                context);
}

Ruling remarks(const Arrival& arrival, const Letter& letter, const Context& context) {
  const bool complete = letter.reason != "0";
  Ruling ruling = by_row(
      arrival, Trigger::t044, complete ? Case::complete : Case::incomplete,
      RemarksReceived{.complete = complete,
                      .conform = letter.positive,
                      .text = letter.text.value_or(""),
                      .seals_broken = letter.seals_intact == false ? std::optional{true} : std::nullopt},
      context);
  if (ruling.events.empty() || !complete) return ruling;
  const Arrival after = evolve(arrival, ruling.events.back());
  // What was reported while goods were unloaded, or of a seal, an officer decides on (G0017).
  if (after.remarks_differ || after.seals_broken) return ruling;
  Ruling conform = by_row(after, Trigger::conform, Case::any,
                          ResultRecorded{.result = {.code = "A2", .day = context.today()},
                                         .manner = Manner::conform,
                                         .inspection = {},
                                         .text = {},
                                         .by = std::nullopt},
                          context);
  std::ranges::move(conform.events, std::back_inserter(ruling.events));
  return ruling;
}

/// What the trader's remarks say of the seals stands for what an officer would have seen: whoever accepts
/// them has not looked.
Inspection inspection_in_remarks(const Arrival& arrival) {
  Inspection inspection;
  if (arrival.seals_broken) inspection.seals = SealState::broken;
  return inspection;
}

}  // namespace

Finding out_of_turn(const Arrival& arrival, Trigger trigger) {
  const bool second =
      trigger == Trigger::t007 && arrival.state != State::cancelled && arrival.state != State::recovered;
  if (second) return road::finding("R-ACTS-078", "mrn", arrival.mrn.str());
  return out_of_sequence<Machine>(arrival.state, trigger);
}

Ruling receive(const Arrival& arrival, Trigger trigger, const Letter& letter, const Context& context) {
  if (verdict<Machine>(arrival.state, trigger) == Verdict::note) return note(arrival, trigger, letter);
  if (trigger == Trigger::t007) return notified(arrival, letter, std::nullopt, context);
  if (trigger == Trigger::t044) return remarks(arrival, letter, context);
  if (trigger == Trigger::p001) return record_received(arrival, trigger, Case::any, letter, context);
  if (trigger == Trigger::p003) return request_answered(arrival, letter, context);
  if (trigger == Trigger::p024) {
    return by_row(arrival, trigger, Case::any, ArrivedElsewhere{.office = letter.office, .at = letter.at},
                  context);
  }
  if (trigger == Trigger::p049) {
    return by_row(arrival, trigger, letter.positive ? Case::positive : Case::negative,
                  DiscrepanciesAnswered{.resolved = letter.positive, .written_off = letter.written_off},
                  context);
  }
  if (trigger == Trigger::p181) {
    return by_row(arrival, trigger, Case::any,
                  IncidentForwarded{.office = letter.office,
                                    .at = letter.at,
                                    .code = letter.reason.value_or(""),
                                    .text = letter.text.value_or(""),
                                    .new_seals = letter.new_seals,
                                    .vehicle = letter.vehicle},
                  context);
  }
  require(trigger == Trigger::p010 || trigger == Trigger::p063, "only messages are received");
  return by_row(arrival, trigger, Case::any,
                EndedByDeparture{.ie = ie_of(Machine::triggers, trigger), .at = letter.at}, context);
}

Ruling notified(const Arrival& arrival, const Letter& letter,
                std::optional<std::uint32_t> unloading_wait_minutes, const Context& context) {
  if (!letter.mrn) return refuse(missing("mrn"));
  if (!letter.office) return refuse(missing("office"));
  return arrive(arrival, Trigger::t007, Case::any,
                ArrivalNotified{.mrn = *letter.mrn,
                                .office = *letter.office,
                                .at = context.at,
                                .day = context.today(),
                                .trader = letter.trader,
                                .simplified = letter.simplified,
                                .late = is_late(arrival.limit, context.today()),
                                .by = std::nullopt,
                                .unloading_wait_minutes = unloading_wait_minutes,
                                .premises = letter.simplified ? letter.premises : std::nullopt},
                context);
}

Ruling act(const Arrival& arrival, const RecordArrival& command, const Context& context) {
  // Whoever unloads by permission answers for it.
  if (command.simplified && !command.trader) return refuse(missing("trader"));
  const bool late = is_late(arrival.limit, context.today());
  if (verdict<Machine>(arrival.state, Trigger::t007) == Verdict::refuse) {
    // An officer may know how the movement stands; whoever sends a message about an MRN may not.
    Finding finding = out_of_turn(arrival, Trigger::t007);
    if (finding.detail.empty()) finding = with_standing(std::move(finding), standing<Machine>(arrival.state));
    return refuse(std::move(finding));
  }
  return arrive(arrival, Trigger::t007, Case::any,
                ArrivalNotified{.mrn = command.mrn,
                                .office = command.office,
                                .at = context.at,
                                .day = context.today(),
                                .trader = command.trader,
                                .simplified = command.simplified,
                                .late = late,
                                .cause_proven = command.cause_proven,
                                .by = context.by},
                context);
}

Ruling act(const Arrival& arrival, const AcceptOnTheTad& command, const Context& context) {
  Findings findings = fault_in_required_text("reason", command.reason);
  if (!arrival.departure) add(findings, road::fault_in_departure(command.departure, command.mrn));
  if (!findings.empty()) return refuse(std::move(findings));
  return arrive(arrival, Trigger::accept_on_the_tad, Case::any,
                AcceptedOnTheTad{.at = context.at,
                                 .day = arrival.day.value_or(context.today()),
                                 .reason = command.reason,
                                 .by = context.by,
                                 .departure = command.departure},
                context);
}

Ruling act(const Arrival& arrival, const GrantPermission& /*command*/, const Context& context) {
  if (arrival.state == State::arrived && !arrival.simplified)
    return refuse(with_standing(road::finding("R-ROA-011", "mrn"), standing<Machine>(arrival.state)));
  return by_row(arrival, Trigger::permission, Case::any, PermissionGranted{.by = context.by}, context);
}

Ruling act(const Arrival& arrival, const DecideControl& /*command*/, const Context& context) {
  return by_row(arrival, Trigger::decide_control, Case::any, ControlDecided{.by = context.by}, context);
}

Ruling act(const Arrival& arrival, const ReleaseUncontrolled& command, const Context& context) {
  Findings findings = faults_in(command.inspection);
  if (arrival.state == State::arrived && arrival.simplified)
    findings.push_back(with_standing(road::finding("R-ROA-011", "mrn"), standing<Machine>(arrival.state)));
  if (command.inspection.seals == SealState::broken)
    findings.push_back(road::finding("R-ROA-009", "inspection/seals"));
  if (!findings.empty()) return refuse(std::move(findings));
  return by_row(arrival, Trigger::no_control, Case::any,
                ResultRecorded{.result = {.code = "A2", .day = context.today()},
                               .manner = Manner::uncontrolled,
                               .inspection = command.inspection,
                               .text = {},
                               .by = context.by},
                context);
}

Ruling act(const Arrival& arrival, const TakeOver& command, const Context& context) {
  if (auto findings = fault_in_required_text("reason", command.reason); !findings.empty())
    return refuse(std::move(findings));
  return by_row(arrival, Trigger::take_over, Case::any, TakenOver{.reason = command.reason, .by = context.by},
                context);
}

Ruling act(const Arrival& arrival, const AcceptRemarks& command, const Context& context) {
  if (command.text.empty()) return refuse(road::finding("R-ROA-010", "text"));
  if (auto findings = fault_in_required_text("text", command.text); !findings.empty())
    return refuse(std::move(findings));
  return by_row(arrival, Trigger::accept_remarks, Case::any,
                ResultRecorded{.result = {.code = "A5", .day = context.today()},
                               .manner = Manner::remarks_accepted,
                               .inspection = inspection_in_remarks(arrival),
                               .text = command.text,
                               .by = context.by},
                context);
}

Ruling act(const Arrival& arrival, const RecordResult& command, const Context& context) {
  const bool differs = command.code == "A5" || command.code == "B1";
  const bool known = differs || command.code == "A1" || command.code == "A2";
  Findings findings = faults_in(command.inspection);
  // A seal that is not as it should be is a discrepancy (C0810, G0017).
  if (!known || (!differs && command.inspection.seals == SealState::broken))
    findings.push_back(road::finding("R-ROA-009", "code", command.code));
  if (differs && command.text.empty()) findings.push_back(road::finding("R-ROA-010", "text"));
  add(findings, fault_in_optional_text("text", command.text));
  if (!findings.empty()) return refuse(std::move(findings));
  const bool unsatisfactory = command.code == "B1";
  return by_row(arrival, unsatisfactory ? Trigger::result_b1 : Trigger::result, Case::any,
                ResultRecorded{.result = {.code = command.code, .day = context.today()},
                               .manner = Manner::controlled,
                               .inspection = command.inspection,
                               .text = command.text,
                               .partly_released = unsatisfactory && command.partly_released,
                               .by = context.by},
                context);
}

Ruling act(const Arrival& arrival, const DecideNationally& command, const Context& context) {
  if (auto findings = fault_in_required_text("reason", command.reason); !findings.empty())
    return refuse(std::move(findings));
  return by_row(arrival, Trigger::national_decision, Case::any,
                DecidedNationally{.reason = command.reason, .by = context.by}, context);
}

Ruling act(const Arrival& arrival, const ReportOnward& command, const Context& context) {
  const Onward said{.declaration = command.declaration, .regime = command.regime, .items = command.items};
  const auto known = std::ranges::find(arrival.onward, said.declaration, &Onward::declaration);
  const bool is_known = known != arrival.onward.end();
  if (is_known && *known == said) return {};
  Findings findings = faults_in_items(command.items);
  if (!is_known && arrival.onward.size() == onward_declarations_max)
    findings.push_back(road::finding("R-ROA-016", "declaration", said.declaration.str()));
  if (!findings.empty()) return refuse(std::move(findings));
  return by_row(arrival, Trigger::onward, Case::any, OnwardReported{.onward = said, .by = context.by},
                context);
}

Ruling act(const Arrival& arrival, const WithdrawOnward& command, const Context& context) {
  const bool is_known =
      std::ranges::find(arrival.onward, command.declaration, &Onward::declaration) != arrival.onward.end();
  if (has_row<Machine>(arrival.state, Trigger::onward_withdrawn) && !is_known)
    return refuse(road::finding("R-ROA-017", "declaration", command.declaration.str()));
  return by_row(arrival, Trigger::onward_withdrawn, Case::any,
                OnwardWithdrawn{.declaration = command.declaration, .by = context.by}, context);
}

Ruling limit_told(const Arrival& arrival, Day limit, const Context& context) {
  const bool heeded = find_row<Machine>(arrival.state, Trigger::limit_moved, Case::any) != nullptr;
  if (arrival.limit == limit || !heeded) return {};
  return by_row(arrival, Trigger::limit_moved, Case::any, LimitMoved{.limit = limit}, context);
}

Ruling time_passed(const Arrival& arrival, const Context& context) {
  constexpr std::chrono::days weekly{7};
  const auto remind = [&](Trigger trigger, Alarm alarm, std::optional<Instant> again) {
    Ruling ruling = by_row(arrival, trigger, Case::any, Reminded{alarm}, context);
    for (Event& event : ruling.events) event.due = again;
    return ruling;
  };
  switch (arrival.state) {
    case State::requested:
      return by_row(arrival, Trigger::no_answer, Case::any, RecordAskedAgain{.at = context.at}, context);
    case State::refused:
      return by_row(arrival, Trigger::refused_arrival, Case::any, GivenUp{.office = arrival.office}, context);
    case State::expected:
      return remind(Trigger::arrival_overdue, Alarm::arrival_overdue, context.at + weekly);
    case State::arrived:
      if (arrival.simplified)
        return by_row(arrival, Trigger::permission, Case::any, PermissionGranted{}, context);
      [[fallthrough]];
    case State::remarks_received:
    case State::under_control:
      return by_row(arrival, Trigger::results_late, Case::any,
                    Reminded{arrival.reminders == 0 ? Alarm::results_late : Alarm::results_overdue}, context);
    case State::unloading: return remind(Trigger::remarks_late, Alarm::remarks_late, std::nullopt);
    case State::discrepancies:
      return remind(Trigger::discrepancies_late, Alarm::discrepancies_late, std::nullopt);
    case State::none:
    case State::released:
    case State::elsewhere:
    case State::cancelled:
    case State::recovered: break;
  }
  require(false, "an arrival without a clock is not asked");
  return {};
}

Letter letter_of(const Arrival& after, const Event& event) {
  Letter letter;
  letter.mrn = after.mrn;
  letter.departure = after.departure;
  letter.office = after.acting_office();
  letter.at = after.at;
  letter.trader = after.trader;
  letter.simplified = after.simplified;
  letter.limit = after.limit;
  const auto refused = [&](const std::string& rule) {
    letter.reason = "007";  // what is refused is the arrival notification
    letter.faults.push_back(
        {.pointer = "/CC007C/TransitOperation/MRN", .code = error_code(rule), .rule = rule});
  };
  std::visit(Overloaded{[&](const RecordRefused& /*e*/) { refused("R-TRA-090"); },
                        [&](const EndedByDeparture& /*e*/) { refused("R-TRA-092"); },
                        [&](const ArrivedElsewhere& /*e*/) { refused("R-ACTS-078"); },
                        [&](const ResultRecorded& e) {
                          letter.result = e.result;
                          letter.positive = e.inspection.seals != SealState::broken;
                          if (!e.text.empty()) letter.text = e.text.str();
                          letter.released = e.result.day;
                          letter.reason = e.result.code != "B1" ? released_fully
                                          : e.partly_released   ? released_partly
                                                                : not_released;
                        },
                        [&](const DiscrepanciesAnswered& e) {
                          letter.released = e.written_off;
                          letter.reason = e.resolved ? released_fully : not_released;
                        },
                        [&](const DecidedNationally& /*e*/) { letter.reason = not_released; },
                        [](const auto& /*says no more*/) {}},
             event.fact);
  return letter;
}

}  // namespace lintas::transit::destination
