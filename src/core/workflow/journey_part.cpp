#include "core/workflow/journey_part.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/registers/state.hpp"
#include "core/transit/destination/commands.hpp"
#include "core/transit/destination/decide.hpp"
#include "core/transit/destination/events.hpp"
#include "core/transit/destination/evolve.hpp"
#include "core/transit/destination/table.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/notice.hpp"
#include "core/transit/passage/commands.hpp"
#include "core/transit/passage/decide.hpp"
#include "core/transit/passage/events.hpp"
#include "core/transit/passage/evolve.hpp"
#include "core/transit/passage/state.hpp"
#include "core/transit/passage/table.hpp"
#include "core/transit/ruling.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/departure_checks.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/journey_messages.hpp"
#include "core/workflow/journey_told.hpp"
#include "core/workflow/journey_work.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/lane_names.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/manifest_part.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {

namespace {

namespace pas = lintas::transit::passage;
namespace des = lintas::transit::destination;
using transit::Ie;
using transit::Letter;

// ---- acts of officers

/// The permit of a vehicle that takes the goods over, unless the authority lets it go on without.
template <class Act>
std::vector<registers::EntryKey> entries_asked(const Act& act) {
  std::vector<registers::EntryKey> keys;
  if constexpr (requires { act.incident; }) {
    if (act.incident.vehicle && !act.incident.permit_excepted)
      add_once(keys, permit_of(*act.incident.vehicle));
  }
  return keys;
}

template <class Act>
Located locate_act(const Command& command, const Setting& /*setting*/) {
  const auto act = read_content<Act>(command.content);
  Located located = at_journey(act.mrn);
  add_entry_slots(located, entries_asked(act));
  return located;
}

/// What the registers say against an act that the machine would take. A permit that is named has to hold, or
/// the officer says that the authority excepts the vehicle (R-ACTS-080).
template <class Act>
Findings faults_in_registers(const Act& act, const Situation& situation, const transit::Context& context,
                             const Setting& setting) {
  if constexpr (requires { act.incident; }) {
    if (!act.incident.vehicle || act.incident.permit_excepted) return {};
    const auto keys = entries_asked(act);
    const Day today = context.today();
    return faults_of_replacement(*act.incident.vehicle, Entries{situation, 1, keys}, setting.home, today,
                                 journeying(situation).passage.limit.value_or(today));
  } else {
    return {};
  }
}

template <class Act>
constexpr bool of_passage = requires(const pas::Passage& p, const Act& act, const transit::Context& context) {
  pas::act(p, act, context);
};

/// What is told of goods that went on is told of no office; whoever tells it is the customs of this state.
template <class Act>
constexpr bool names_an_office = requires(const Act& act) { act.office; };

/// The office that acts is the actor's own.
template <class Act>
access::Relations relations_of_act(const Command& command, const Situation& situation,
                                   const Setting& setting) {
  const auto act = read_content<Act>(command.content);
  bool may = false;
  if constexpr (names_an_office<Act>) {
    may = act.office.str() == command.actor.office &&
          may_act_on_journey(journeying(situation), command.type, act.office, command.at, setting);
  } else {
    may = may_tell_of_onward(journeying(situation), command.type, command.actor, command.at, setting);
  }
  return may ? access::Relations{access::Relation::office} : access::Relations{};
}

template <class Act>
std::optional<OfficeId> office_of(const Act& act, const Journey& journey) {
  if constexpr (names_an_office<Act>) {
    return act.office;
  } else {
    return journey.arrival.acting_office();
  }
}

template <class Act>
Outcome decide_act(const Command& command, const Situation& situation, const Setting& setting) {
  const auto act = read_content<Act>(command.content);
  const transit::Context context = journey_context(command, office_of(act, journeying(situation)), setting);
  JourneyTold told{command, situation, setting};
  if constexpr (of_passage<Act>) {
    const auto ruling = pas::act(told.journey().passage, act, context);
    if (ruling.answer.refused_for.empty()) {
      auto faults = faults_in_registers(act, situation, context, setting);
      if (!faults.empty()) return Outcome{.answer = {.refused_for = std::move(faults)}};
    }
    told.add(ruling);
  } else {
    told.add(des::act(told.journey().arrival, act, context));
  }
  return std::move(told).finish(act.mrn);
}

// ---- what the daily manifest of departure shows

Located locate_ask(const Command& command, const Setting& /*setting*/) {
  return at_journey(read_content<AskStatus>(command.content).mrn);
}

access::Relations relations_of_ask(const Command& /*command*/, const Situation& /*situation*/,
                                   const Setting& /*setting*/) {
  return {};
}

Outcome decide_ask(const Command& command, const Situation& situation, const Setting& setting) {
  const auto ask = read_content<AskStatus>(command.content);
  JourneyTold told{command, situation, setting};
  transit::Ruling<transit::NoticeFact> ruling;
  ruling.events.emplace_back(transit::ask_up_to(told.journey().sighting, ask.mrn, ask.notice, command.at));
  told.add(ruling);
  return std::move(told).finish(ask.mrn);
}

// ---- clocks, and what follows

Outcome time_passed(const Command& command, const Situation& situation, const Setting& setting) {
  const Journey& journey = journeying(situation);
  JourneyTold told{command, situation, setting};
  if (journey.passage.due && *journey.passage.due <= command.at) {
    told.add(pas::time_passed(journey.passage,
                              journey_context(command, office_concerned(journey.passage), setting)));
  }
  if (journey.arrival.due && *journey.arrival.due <= command.at) {
    told.add(des::time_passed(journey.arrival,
                              journey_context(command, journey.arrival.acting_office(), setting)));
  }
  if (journey.sighting.due && *journey.sighting.due <= command.at)
    told.add(transit::time_passed(journey.sighting, command.at));
  if (const auto end = end_of_wait(journey); end && *end <= command.at)
    told.add(transit::give_up(journey.mrn().value_or(Mrn{})));
  return std::move(told).finish(journey.mrn().value_or(Mrn{}));
}

bool in_block(EventType type, std::uint16_t block) { return block_of(std::to_underlying(type)) == block; }

State evolve(const State& state, const Happened& happened) {
  Journey journey = state.as<Journey>();
  journey.heard = happened.at;
  if (in_block(happened.type, passage_block)) {
    journey.passage = pas::evolve(std::move(journey.passage), read_content<pas::Event>(happened.body));
  } else if (in_block(happened.type, destination_block)) {
    journey.arrival = des::evolve(std::move(journey.arrival), read_content<des::Event>(happened.body));
  } else {
    journey.sighting =
        transit::evolve(std::move(journey.sighting),
                        read_event<transit::NoticeFact>(notice_block, happened.type, happened.body));
  }
  return State::of(std::move(journey));
}

/// Messages to a departure of our own state: the country of the office that writes is that of the MRN.
std::vector<Derived> derived_from(const std::vector<Ie>& sent, const Letter& letter) {
  std::vector<Derived> derived;
  if (!letter.office || !letter.mrn || letter.office->country() != letter.mrn->country()) return derived;
  for (const Ie ie : sent) {
    if (goes_to_departure(ie))
      derived.push_back({.type = command_of_message(ie), .content = to_cbor(letter)});
  }
  return derived;
}

std::vector<Derived> follow(const State& after, const Happened& happened) {
  const auto& journey = after.as<Journey>();
  if (in_block(happened.type, passage_block)) {
    const auto event = read_whole<pas::Event>(happened);
    return derived_from(event.sent, pas::letter_of(journey.passage, event));
  }
  if (in_block(happened.type, destination_block)) {
    const auto event = read_whole<des::Event>(happened);
    return derived_from(event.sent, des::letter_of(journey.arrival, event));
  }
  const auto fact = read_event<transit::NoticeFact>(notice_block, happened.type, happened.body);
  const bool first =
      std::holds_alternative<transit::NoticeTaken>(fact) && journey.sighting.notices.size() == 1;
  if (first) return {{.type = wake_manifests, .content = {}, .alone = true}};
  if (const auto* asked = std::get_if<transit::NoticesAsked>(&fact))
    return derived_from({transit::ie_status_request}, request_of(*asked));
  return {};
}

// ---- the lane to departure

std::optional<Slot> slot_of_name(ByteView thing, exchange::Partner from, const Setting& /*setting*/) {
  const std::string_view name = as_text(thing);
  if (!name.starts_with(name_of_journey)) return std::nullopt;
  const auto mrn = Mrn::parse(name.substr(name_of_journey.size()));
  if (!mrn || mrn->country().str() != from.str()) return std::nullopt;
  return journey_slot(*mrn);
}

Bytes name_for_partner(const Command& waiting) {
  const Letter letter = letter_in(waiting);
  const Mrn& mrn = certain(letter.mrn, "a partner's message is about an MRN");
  return copy_of(as_bytes(format("{}{}", name_of_departure, mrn.str())));
}

// ---- the tables

constexpr CommandEntry office_entry(Ie ie, std::string_view name) {
  return {.type = command_of_message(ie),
          .name = name,
          .locate = locate_message,
          .relations = relations_of_office_message,
          .decide = decide_office_message};
}
constexpr CommandEntry trader_entry(Ie ie, std::string_view name, std::string_view done) {
  return {.type = command_of_message(ie),
          .name = name,
          .locate = locate_trader_message,
          .relations = relations_of_trader_message,
          .decide = decide_trader_message,
          .begins = ie == 7,
          .done = done};
}
template <class Acts, std::size_t I>
constexpr CommandEntry act_entry(std::uint16_t block, std::string_view name, std::string_view done) {
  using Act = std::variant_alternative_t<I, Acts>;
  return {.type = command_in(block, I),
          .name = name,
          .locate = locate_act<Act>,
          .relations = relations_of_act<Act>,
          .decide = decide_act<Act>,
          .begins = std::is_same_v<Act, pas::PresentGoods> || std::is_same_v<Act, des::RecordArrival>,
          .done = done};
}
template <std::size_t I>
constexpr CommandEntry passage_entry(std::string_view name, std::string_view done) {
  return act_entry<pas::Act, I>(passage_block, name, done);
}
template <std::size_t I>
constexpr CommandEntry destination_entry(std::string_view name, std::string_view done) {
  return act_entry<des::Act, I>(destination_block, name, done);
}

constexpr std::array entries{
    office_entry(50, "journey.transit_record"),
    office_entry(115, "journey.transit_record_answered"),
    office_entry(1, "journey.arrival_record"),
    office_entry(3, "journey.arrival_record_answered"),
    office_entry(10, "journey.invalidated"),
    office_entry(24, "journey.arrived_elsewhere"),
    office_entry(49, "journey.discrepancies_answered"),
    office_entry(63, "journey.recovery_begun"),
    office_entry(181, "journey.incident_forwarded"),
    CommandEntry{.type = command_of_message(transit::ie_status_notice),
                 .name = "journey.status_notice",
                 .locate = locate_message,
                 .relations = relations_of_office_message,
                 .decide = decide_notice},
    CommandEntry{.type = ask_status,
                 .name = "journey.ask_status",
                 .locate = locate_ask,
                 .relations = relations_of_ask,
                 .decide = decide_ask},
    trader_entry(7, "destination.notify_arrival", "arrival recorded"),
    trader_entry(44, "destination.report_unloading", "unloading remarks received"),
    passage_entry<0>("passage.present_goods", "record asked for"),
    passage_entry<1>("passage.record_passage", "passage recorded"),
    passage_entry<2>("passage.pass_on_the_tad", "passage on the TAD recorded"),
    passage_entry<3>("passage.ask_again", "record asked for again"),
    passage_entry<4>("passage.turn_back", "goods turned back"),
    passage_entry<5>("passage.confirm_held", "held passage confirmed"),
    passage_entry<6>("passage.record_incident", "incident recorded"),
    passage_entry<7>("passage.stop_goods", "goods stopped"),
    passage_entry<8>("passage.complete", "passage of this state completed"),
    passage_entry<9>("passage.lift_stop", "stop lifted"),
    passage_entry<10>("passage.refuse", "passage refused"),
    passage_entry<11>("passage.end_in_territory", "end in the territory recorded"),
    destination_entry<0>("destination.record_arrival", "arrival recorded"),
    destination_entry<1>("destination.accept_on_the_tad", "arrival on the TAD accepted"),
    destination_entry<2>("destination.grant_permission", "unloading permitted"),
    destination_entry<3>("destination.decide_control", "control decided"),
    destination_entry<4>("destination.release_uncontrolled", "goods released without control"),
    destination_entry<5>("destination.take_over", "goods taken over for control"),
    destination_entry<6>("destination.accept_remarks", "unloading remarks accepted"),
    destination_entry<7>("destination.record_result", "result of the control recorded"),
    destination_entry<8>("destination.decide_nationally", "national decision recorded"),
    destination_entry<9>("destination.report_onward", "onward regime recorded"),
    destination_entry<10>("destination.withdraw_onward", "onward regime withdrawn"),
};

constexpr std::array kinds{KindEntry{.kind = journey_stream,
                                     .name = "journey",
                                     .initial = [] { return State::of(Journey{}); },
                                     .evolve = evolve,
                                     .summary = summary_of_journey,
                                     .relations = relations_of_journey,
                                     .time_passed = time_passed,
                                     .follow = follow,
                                     .calls_for = journey_calls_for,
                                     .possible = possible_on_journey,
                                     .relations_to_act = relations_to_act_on_journey}};

/// Who may, by role, what, tied how. Source: acts.md 18.
std::vector<access::Grant> make_grants() {
  using access::Relation;
  using access::Role;
  std::vector<access::Grant> grants;
  for (const CommandEntry& entry : entries) {
    const auto type = std::to_underlying(entry.type);
    const auto grant = [&](Role role, Relation relation) { grants.push_back({role, type, relation}); };
    if (in_block(EventType{type}, passage_block)) {
      grant(Role::officer_of_transit, Relation::office);
      grant(Role::supervisor, Relation::office);
    } else if (in_block(EventType{type}, destination_block)) {
      grant(Role::officer_of_destination, Relation::office);
      grant(Role::supervisor, Relation::office);
      if (is_of_onward(entry.type)) grant(Role::national_system, Relation::office);
    } else if (entry.type == ask_status) {
      grant(Role::node, Relation::any);
    } else if (entry.decide == decide_trader_message) {
      for (const Role role : {Role::trader, Role::declarant, Role::authorised_trader})
        grant(role, Relation::own);
    } else {
      grant(Role::partner_node, Relation::route_state);
      // Departure in our own state tells without a lane.
      grant(Role::node, Relation::any);
    }
  }
  return grants;
}

}  // namespace

std::optional<Mrn> Journey::mrn() const {
  if (passage.state != pas::State::none) return passage.mrn;
  if (arrival.state != des::State::none) return arrival.mrn;
  return sighting.mrn;
}

Slot journey_slot(const Mrn& mrn) {
  return {.kind = journey_stream, .by = make_key(journey_keys, {}, mrn.str())};
}

const Part& journey_part() {
  static const std::vector<access::Grant> grants = make_grants();
  static const Part part{.commands = entries,
                         .kinds = kinds,
                         .grants = grants,
                         .violated = nullptr,
                         .slot_of_name = slot_of_name,
                         .name_for_partner = name_for_partner};
  return part;
}

}  // namespace lintas::workflow
