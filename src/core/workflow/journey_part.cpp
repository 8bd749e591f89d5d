#include "core/workflow/journey_part.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/tables.hpp"
#include "core/registers/questions.hpp"
#include "core/registers/state.hpp"
#include "core/transit/destination/commands.hpp"
#include "core/transit/destination/decide.hpp"
#include "core/transit/destination/events.hpp"
#include "core/transit/destination/evolve.hpp"
#include "core/transit/destination/table.hpp"
#include "core/transit/inspection.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/notice.hpp"
#include "core/transit/passage/commands.hpp"
#include "core/transit/passage/decide.hpp"
#include "core/transit/passage/events.hpp"
#include "core/transit/passage/evolve.hpp"
#include "core/transit/passage/table.hpp"
#include "core/transit/refusal.hpp"
#include "core/transit/ruling.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/concerned.hpp"
#include "core/workflow/departure_checks.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/law.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/manifest_part.hpp"
#include "core/workflow/office_number.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {

namespace {

namespace pas = lintas::transit::passage;
namespace des = lintas::transit::destination;
using transit::Ie;
using transit::Letter;
using transit::Verdict;

constexpr Ie ie_refusal = 906;

// ---- what every decision is given beside its content

const refdata::Offices::Row* office_row(const OfficeId& office, Instant at, const Setting& setting) {
  require(setting.reference != nullptr, "the setting has reference data");
  return setting.reference->at(std::chrono::floor<std::chrono::days>(at)).office(office);
}

/// Legal days are those of the office concerned; without one, days of UTC. Limits of this state are counted
/// under its law of the day: the day of acceptance is departure's.
transit::Context context_of(const Command& command, const std::optional<OfficeId>& office,
                            const Setting& setting) {
  const auto* row = office ? office_row(*office, command.at, setting) : nullptr;
  return {.at = command.at,
          .utc_offset = row == nullptr ? std::chrono::minutes{} : row->value.utc_offset,
          .by = access::person_of(command.actor),
          .law = law_at(command.at, setting)};
}

const Journey& journey_in(const Situation& situation) { return situation.slots[0].state->as<Journey>(); }

Letter letter_in(const Command& command) { return read_content<Letter>(command.content); }
std::optional<Mrn> mrn_in(const Command& command) { return read_first<Letter>(command.content); }

std::optional<OfficeId> office_of(const pas::Passage& passage) {
  if (const auto next = passage.next_office()) return next;
  if (!passage.offices.empty()) return passage.offices.back().office;
  return passage.asked_by;
}

std::optional<OfficeId> office_of_passage(const Journey& journey, const Letter& letter, Country home) {
  if (auto office = office_of(journey.passage)) return office;
  if (!letter.declaration) return std::nullopt;
  const auto ours = letter.declaration->route.transit_in(home);
  return ours.empty() ? std::nullopt : std::optional{ours.front()};
}

std::optional<OfficeId> office_of_arrival(const Journey& journey, const Letter& letter) {
  if (auto office = journey.arrival.acting_office()) return office;
  if (letter.declaration) return letter.declaration->route.destination;
  return letter.office;
}

bool is_open(const pas::Passage& passage) {
  return passage.state != pas::State::none &&
         !pas::Machine::states[std::to_underlying(passage.state)].terminal;
}
bool is_open(const des::Arrival& arrival) {
  return arrival.state != des::State::none &&
         !des::Machine::states[std::to_underlying(arrival.state)].terminal;
}

// ---- from what the machines say to what the loop writes

/// Messages between offices; the others are read by traders as rendered from the events.
bool goes_to_departure(Ie ie) {
  static constexpr Ie list[] = {2, 6, 18, 114, 118, 119, 180, ie_refusal, transit::ie_status_request};
  return std::ranges::find(list, ie) != std::end(list);
}

Letter request_of(const transit::NoticesAsked& asked) {
  Letter letter;
  letter.mrn = asked.mrn;
  letter.notice = asked.first;
  letter.notice_last = asked.last;
  return letter;
}

/// Adds what the machines say to the outcome; the journey goes on from there.
class Told {
 public:
  Told(const Command& command, const Situation& situation, const Setting& setting)
      : command_(command), setting_(setting), journey_(journey_in(situation)) {}

  void add(const pas::Ruling& ruling) {
    for (const pas::Event& event : ruling.events) {
      journey_.passage = pas::evolve(std::move(journey_.passage), event);
      NewEvent made = stored(event_in(passage_block, event.fact.index()), event);
      send(made, event.sent, pas::letter_of(journey_.passage, event));
      outcome_.events.push_back(std::move(made));
    }
    refuse(ruling.answer);
  }
  void add(const des::Ruling& ruling) {
    for (const des::Event& event : ruling.events) {
      journey_.arrival = des::evolve(std::move(journey_.arrival), event);
      NewEvent made = stored(event_in(destination_block, event.fact.index()), event);
      send(made, event.sent, des::letter_of(journey_.arrival, event));
      outcome_.events.push_back(std::move(made));
    }
    refuse(ruling.answer);
  }
  void add(const transit::Ruling<transit::NoticeFact>& ruling) {
    for (const transit::NoticeFact& fact : ruling.events) add(fact);
    refuse(ruling.answer);
  }
  void refuse(const Answer& answer) {
    auto& refused = outcome_.answer.refused_for;
    refused.insert(refused.end(), answer.refused_for.begin(), answer.refused_for.end());
  }
  void refuse(Finding finding) { outcome_.answer.refused_for.push_back(std::move(finding)); }

  [[nodiscard]] const Journey& journey() const { return journey_; }

  /// A refused message of departure is answered by IE906, unless it was told already.
  [[nodiscard]] Outcome finish(const Mrn& mrn, Ie ie) && {
    const bool told = std::ranges::any_of(
        outcome_.events, [](const NewEvent& event) { return event.type == event_in(notice_block, 1); });
    if (!outcome_.answer.accepted() && command_.lane && !told) {
      add(transit::MessageRefused{
          .mrn = mrn, .ie = ie, .faults = transit::faults_of(outcome_.answer.refused_for)});
    }
    return std::move(*this).finish(mrn);
  }
  [[nodiscard]] Outcome finish(const Mrn& mrn) && {
    if (outcome_.answer.accepted()) {
      const auto passage = std::to_underlying(journey_.passage.state);
      const auto arrival = std::to_underlying(journey_.arrival.state);
      outcome_.reply = to_cbor(JourneyReply{.mrn = mrn,
                                            .passage = std::string{pas::Machine::states[passage].id},
                                            .arrival = std::string{des::Machine::states[arrival].id}});
    }
    return std::move(outcome_);
  }

 private:
  template <class Event>
  NewEvent stored(EventType type, const Event& event) {
    NewEvent made = new_event(0, type, event);
    // The document of a command belongs to the first thing that comes of it.
    if (outcome_.events.empty() && !command_.payloads.empty()) made.payload = 0;
    return made;
  }

  void add(const transit::NoticeFact& fact) {
    journey_.sighting = transit::evolve(std::move(journey_.sighting), fact);
    NewEvent made = new_event(0, notice_block, fact);
    if (outcome_.events.empty() && !command_.payloads.empty()) made.payload = 0;
    if (const auto* refused = std::get_if<transit::MessageRefused>(&fact)) {
      Letter letter;
      letter.mrn = refused->mrn;
      letter.faults = refused->faults;
      if (command_.lane) letter.correlation = command_.lane->message_id;
      send(made, {ie_refusal}, letter);
    }
    if (const auto* asked = std::get_if<transit::NoticesAsked>(&fact))
      send(made, {transit::ie_status_request}, request_of(*asked));
    outcome_.events.push_back(std::move(made));
  }

  /// To departure, if that is another state; what goes to our own follows by `follow`.
  void send(NewEvent& made, const std::vector<Ie>& sent, const Letter& letter) {
    require(letter.mrn.has_value(), "a message to departure is about an MRN");
    const Country departure = letter.mrn->country();
    if (departure == setting_.home) return;
    const auto to = exchange::Partner::parse(departure.str());
    require(to.has_value(), "a country is a partner's name");
    for (const Ie ie : sent) {
      if (!goes_to_departure(ie)) continue;
      made.sends.push_back({.to = *to, .kind = payload_of_message(ie), .payload = outcome_.documents.size()});
    }
    // One letter for all messages of the event: the gateway writes each with its own view.
    if (!made.sends.empty())
      outcome_.documents.push_back({.kind = payload_of_message(0), .content = to_cbor(letter)});
  }

  const Command& command_;
  const Setting& setting_;
  Journey journey_;
  Outcome outcome_;
};

// ---- messages

Ie ie_of_command(CommandType type) { return static_cast<Ie>(std::to_underlying(type) - message_block); }

/// The trigger that a message is in a machine; nothing if the machine does not know it.
template <class Machine>
std::optional<typename Machine::Trigger> trigger_of(Ie ie) {
  for (const auto& facts : Machine::triggers) {
    if (facts.is_message() && transit::ie_of(Machine::triggers, facts.trigger) == ie) return facts.trigger;
  }
  return std::nullopt;
}

Located at_journey(const Mrn& mrn) { return {.slots = {journey_slot(mrn)}, .asks = {}, .number = {}}; }

Located locate_message(const Command& command, const Setting& /*setting*/) {
  const auto mrn = mrn_in(command);
  require(mrn.has_value(), "a message about a movement names it");
  return at_journey(mrn.value_or(Mrn{}));
}

bool is_departure(const Mrn& mrn, const access::Actor& actor) { return mrn.country().str() == actor.party; }

access::Relations relations_of_office_message(const Command& command, const Situation& /*situation*/,
                                              const Setting& /*setting*/) {
  access::Relations relations;
  if (is_departure(mrn_in(command).value_or(Mrn{}), command.actor))
    relations.add(access::Relation::route_state);
  return relations;
}

/// The authorisation that a simplified arrival rests on, of the state where the goods are.
std::optional<registers::EntryKey> authorisation_asked(const Letter& letter, const Setting& setting) {
  if (!letter.simplified) return std::nullopt;
  return registers::authorisation_key(setting.home, letter.authorisation);
}

std::vector<registers::EntryKey> entries_asked(const Letter& letter, const access::Actor& actor,
                                               const Setting& setting) {
  std::vector<registers::EntryKey> keys;
  add_once(keys, authorisation_asked(letter, setting));
  add_once(keys, declarant_of(actor));
  return keys;
}

Located locate_trader_message(const Command& command, const Setting& setting) {
  Located located = locate_message(command, setting);
  add_entry_slots(located, entries_asked(letter_in(command), command.actor, setting));
  return located;
}

/// Who presented the goods sends the remarks; an arrival is notified by whoever presents them. Nobody speaks
/// for a trader who is not known.
access::Relations relations_of_trader_message(const Command& command, const Situation& situation,
                                              const Setting& /*setting*/) {
  const Letter letter = letter_in(command);
  const auto& known = journey_in(situation).arrival.trader;
  const bool arrival = ie_of_command(command.type) == 7;
  const auto& expected = arrival ? letter.trader : known;
  access::Relations relations;
  // Whoever might ask may be told that nothing has arrived.
  if (!arrival && journey_in(situation).arrival.state == des::State::none)
    relations.add(access::Relation::own);
  if (expected && expected->str() == command.actor.party) relations.add(access::Relation::own);
  return relations;
}

/// What the machines say together: one that has no record leaves the message to the other; if neither has
/// one, both have to let it through. An early one waits for both.
struct Verdicts {
  std::optional<Verdict> passage;
  std::optional<Verdict> arrival;

  [[nodiscard]] bool any(Verdict verdict) const { return passage == verdict || arrival == verdict; }
};

Verdicts verdicts_on(const Journey& journey, Ie ie) {
  const auto on_passage = trigger_of<pas::Machine>(ie);
  const auto on_arrival = trigger_of<des::Machine>(ie);
  Verdicts verdicts;
  if (on_passage) verdicts.passage = transit::verdict<pas::Machine>(journey.passage.state, *on_passage);
  if (on_arrival) verdicts.arrival = transit::verdict<des::Machine>(journey.arrival.state, *on_arrival);
  if (!on_passage || !on_arrival) return verdicts;
  const bool passes = journey.passage.state != pas::State::none;
  const bool ends = journey.arrival.state != des::State::none;
  if (passes && !ends) verdicts.arrival.reset();
  if (ends && !passes) verdicts.passage.reset();
  return verdicts;
}

Outcome decide_office_message(const Command& command, const Situation& situation, const Setting& setting) {
  const Journey& journey = journey_in(situation);
  const Letter letter = letter_in(command);
  const Mrn mrn = letter.mrn.value_or(Mrn{});
  const Ie ie = ie_of_command(command.type);
  const Verdicts verdicts = verdicts_on(journey, ie);
  // Where one machine has a row the message is taken, and the other learns by its own record what it said:
  // waiting, the message would hold the lane in which that record comes.
  if (verdicts.any(Verdict::early) && !verdicts.any(Verdict::row)) {
    Outcome early;
    // Of our own departure everything comes in its order: there is no record for it to wait for.
    early.early = command.lane.has_value();
    return early;
  }
  Told told{command, situation, setting};
  if (verdicts.arrival == Verdict::refuse) {
    told.refuse(des::out_of_turn(journey.arrival, *trigger_of<des::Machine>(ie)));
    return std::move(told).finish(mrn, ie);
  }
  if (verdicts.passage && verdicts.passage != Verdict::early) {
    const auto context = context_of(command, office_of_passage(journey, letter, setting.home), setting);
    told.add(pas::receive(journey.passage, *trigger_of<pas::Machine>(ie), letter, setting.home, context));
  }
  if (verdicts.arrival && verdicts.arrival != Verdict::early) {
    const auto context = context_of(command, office_of_arrival(journey, letter), setting);
    told.add(des::receive(journey.arrival, *trigger_of<des::Machine>(ie), letter, context));
  }
  return std::move(told).finish(mrn, ie);
}

Outcome decide_notice(const Command& command, const Situation& situation, const Setting& setting) {
  const Letter letter = letter_in(command);
  const Mrn mrn = letter.mrn.value_or(Mrn{});
  Told told{command, situation, setting};
  // Of our own departure a notice tells the offices of ours nothing but the limit.
  const bool ours = mrn.country() == setting.home;
  if (!ours) told.add(transit::take(told.journey().sighting, letter, command.at));
  const transit::Notice said = transit::notice_of(letter);
  const transit::Notice* newest = ours ? &said : told.journey().sighting.newest();
  if (newest != nullptr && newest->limit) {
    const Day limit = *newest->limit;
    const bool on_the_way = transit::is_on_the_way(*newest);
    const pas::Passage& passage = told.journey().passage;
    told.add(pas::limit_told(passage, limit, on_the_way, context_of(command, office_of(passage), setting)));
    const des::Arrival& arrival = told.journey().arrival;
    told.add(des::limit_told(arrival, limit, context_of(command, arrival.acting_office(), setting)));
  }
  return std::move(told).finish(mrn, transit::ie_status_notice);
}

/// R-ROA-012 unless the office is an office of destination of ours.
std::optional<Finding> not_a_destination(const std::optional<OfficeId>& office, Instant at,
                                         const Setting& setting) {
  if (!office) return std::nullopt;  // a fault of its own
  const auto* row = office_row(*office, at, setting);
  const bool ours =
      office->country() == setting.home && row != nullptr && row->value.has(refdata::OfficeRole::destination);
  if (ours) return std::nullopt;
  return transit::road::finding("R-ROA-012", "CustomsOfficeOfDestinationActual/referenceNumber",
                                office->str());
}

/// R-REG-401, 402: only whose authorisation reaches this office and these premises unloads without an
/// officer.
std::optional<Finding> not_authorised(const Letter& letter, const Entries& entries, Day today,
                                      const Setting& setting) {
  const auto key = authorisation_asked(letter, setting);
  if (!key || !letter.trader || !letter.office) return std::nullopt;
  const std::string premises = letter.premises.value_or("");
  auto fault =
      registers::fault_in_authorisation(entries.find(*key), {.number = letter.authorisation,
                                                             .holder = *letter.trader,
                                                             .right = registers::Right::simplified_arrival,
                                                             .office = *letter.office,
                                                             .premises = premises,
                                                             .goods = {},
                                                             .day = today});
  if (fault) {
    fault->pointer = fault->pointer == "premises" ? "Consignment/LocationOfGoods/additionalIdentifier"
                                                  : "Authorisation/referenceNumber";
  }
  return fault;
}

/// R-ACTS-003 of the person, and what the authorisation says against a simplified arrival.
Findings faults_by_registers(const Letter& letter, const access::Actor& actor, const Entries& entries,
                             Day today, const Setting& setting) {
  Findings faults = faults_of_person(actor, entries, today);
  if (auto unauthorised = not_authorised(letter, entries, today, setting))
    faults.push_back(*std::move(unauthorised));
  return faults;
}

/// The waiting period that the authorisation names (ncts.md 9.2).
std::optional<std::uint32_t> unloading_wait(const Letter& letter, const Entries& entries,
                                            const Setting& setting) {
  const auto key = authorisation_asked(letter, setting);
  const registers::Entry* entry = key ? entries.find(*key) : nullptr;
  const auto* authorisation =
      entry == nullptr ? nullptr : std::get_if<registers::Authorisation>(&entry->facts);
  if (authorisation == nullptr || authorisation->unloading_wait_minutes == 0) return std::nullopt;
  return authorisation->unloading_wait_minutes;
}

Outcome decide_trader_message(const Command& command, const Situation& situation, const Setting& setting) {
  const Journey& journey = journey_in(situation);
  const Letter letter = letter_in(command);
  const Mrn mrn = letter.mrn.value_or(Mrn{});
  const Ie ie = ie_of_command(command.type);
  const auto trigger = trigger_of<des::Machine>(ie);
  require(trigger.has_value(), "a trader's message is one of destination's");
  Told told{command, situation, setting};
  const bool arrival = ie == 7;
  if (!arrival && journey.arrival.state == des::State::none) {
    told.refuse(transit::unknown_movement(mrn.str()));
  } else if (transit::verdict<des::Machine>(journey.arrival.state, *trigger) == Verdict::refuse) {
    told.refuse(des::out_of_turn(journey.arrival, *trigger));
  } else if (auto fault = arrival ? not_a_destination(letter.office, command.at, setting) : std::nullopt) {
    told.refuse(*std::move(fault));
  } else {
    const auto office = arrival ? letter.office : journey.arrival.acting_office();
    const auto context = context_of(command, office, setting);
    const auto keys = entries_asked(letter, command.actor, setting);
    const Entries entries{situation, 1, keys};
    auto faults = faults_by_registers(letter, command.actor, entries, context.today(), setting);
    if (!faults.empty()) {
      told.refuse(Answer{.refused_for = std::move(faults)});
    } else if (arrival) {
      told.add(des::notified(journey.arrival, letter, unloading_wait(letter, entries, setting), context));
    } else {
      told.add(des::receive(journey.arrival, *trigger, letter, context));
    }
  }
  return std::move(told).finish(mrn);
}

// ---- acts of officers

template <class Act>
Located locate_act(const Command& command, const Setting& /*setting*/) {
  return at_journey(read_content<Act>(command.content).mrn);
}

template <class Act>
constexpr bool of_passage = requires(const pas::Passage& p, const Act& act, const transit::Context& context) {
  pas::act(p, act, context);
};

/// The office that acts is the actor's own, of this state, and may be an office of transit or of destination;
/// after the arrival only the office where the goods are.
template <class Act>
access::Relations relations_of_act(const Command& command, const Situation& situation,
                                   const Setting& setting) {
  const auto act = read_content<Act>(command.content);
  const auto role = of_passage<Act> ? refdata::OfficeRole::transit : refdata::OfficeRole::destination;
  const auto* row = office_row(act.office, command.at, setting);
  bool may = act.office.str() == command.actor.office && act.office.country() == setting.home &&
             row != nullptr && row->value.has(role);
  if constexpr (!of_passage<Act> && !std::is_same_v<Act, des::RecordArrival>) {
    const auto& arrived_at = journey_in(situation).arrival.office;
    may = may && (!arrived_at || *arrived_at == act.office);
  }
  return may ? access::Relations{access::Relation::office} : access::Relations{};
}

template <class Act>
Outcome decide_act(const Command& command, const Situation& situation, const Setting& setting) {
  const auto act = read_content<Act>(command.content);
  const transit::Context context = context_of(command, act.office, setting);
  Told told{command, situation, setting};
  if constexpr (of_passage<Act>) {
    told.add(pas::act(told.journey().passage, act, context));
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
  Told told{command, situation, setting};
  transit::Ruling<transit::NoticeFact> ruling;
  ruling.events.emplace_back(transit::ask_up_to(told.journey().sighting, ask.mrn, ask.notice, command.at));
  told.add(ruling);
  return std::move(told).finish(ask.mrn);
}

// ---- clocks, and what follows

bool has_duties(const Journey& journey) { return is_open(journey.passage) || is_open(journey.arrival); }

/// Departure has not told the end yet: until then the movement stands in the manifest, so that a lost notice
/// of its end is found.
bool awaits_the_end(const Journey& journey) {
  return journey.mrn() && !journey.sighting.has_ended() && !journey.sighting.given_up;
}

std::optional<Instant> end_of_wait(const Journey& journey) {
  if (has_duties(journey) || !awaits_the_end(journey)) return std::nullopt;
  return journey.heard + limits::end_awaited;
}

Outcome time_passed(const Command& command, const Situation& situation, const Setting& setting) {
  const Journey& journey = journey_in(situation);
  Told told{command, situation, setting};
  if (journey.passage.due && *journey.passage.due <= command.at)
    told.add(pas::time_passed(journey.passage, context_of(command, office_of(journey.passage), setting)));
  if (journey.arrival.due && *journey.arrival.due <= command.at) {
    told.add(
        des::time_passed(journey.arrival, context_of(command, journey.arrival.acting_office(), setting)));
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

// ---- the work list

/// The office that has to act: where the goods are or end, before that where they are stopped or expected.
std::optional<OfficeId> office_to_act(const Journey& journey) {
  const auto& offices = journey.passage.offices;
  const auto stopped = std::ranges::find(offices, pas::CrossingState::stopped, &pas::Office::crossing);
  if (journey.passage.state == pas::State::stopped && stopped != offices.end()) return stopped->office;
  const bool here = is_open(journey.arrival) || !is_open(journey.passage);
  if (here && journey.arrival.acting_office()) return journey.arrival.acting_office();
  return office_of(journey.passage);
}

std::optional<Instant> earlier(std::optional<Instant> a, std::optional<Instant> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

/// Those that have or had a part in it: also the one that asked departure for a record that never came, and
/// the declared one after the goods have arrived at another.
std::vector<OfficeId> offices_of(const Journey& journey) {
  std::vector<OfficeId> all;
  for (const pas::Office& office : journey.passage.offices) all.push_back(office.office);
  for (const auto& office : {journey.passage.asked_by, journey.arrival.declared, journey.arrival.office})
    if (office) all.push_back(*office);
  return all;
}

/// The offices that have or had a part in it here, who presented the goods, and whoever reads all.
std::vector<std::string> concerned_by(const Journey& journey) {
  if (!journey.mrn()) return {};
  std::vector<std::string> all{std::string{all_concerned}};
  for (const OfficeId& office : offices_of(journey)) add_concerned(all, office.str());
  if (journey.arrival.trader) add_concerned(all, journey.arrival.trader->str());
  return all;
}

template <class Trigger>
struct Task {
  std::size_t act;  ///< place in the machine's acts
  Trigger trigger;
};
constexpr std::array tasks_of_passage{
    Task{1, pas::Trigger::pass},
    Task{2, pas::Trigger::pass_on_the_tad},
    Task{3, pas::Trigger::ask_again},
    Task{4, pas::Trigger::turn_back},
    Task{5, pas::Trigger::confirm_held},
    Task{7, pas::Trigger::stop},
    Task{8, pas::Trigger::complete},
    Task{9, pas::Trigger::lift},
    Task{10, pas::Trigger::refuse_for_good},
    Task{11, pas::Trigger::end_in_territory},
};
constexpr std::array tasks_of_arrival{
    Task{0, des::Trigger::t007},
    Task{1, des::Trigger::accept_on_the_tad},
    Task{2, des::Trigger::permission},
    Task{3, des::Trigger::decide_control},
    Task{4, des::Trigger::no_control},
    Task{5, des::Trigger::take_over},
    Task{6, des::Trigger::accept_remarks},
    Task{7, des::Trigger::result_b1},
    Task{8, des::Trigger::national_decision},
};

bool is_to_do(const pas::Passage& passage, pas::Trigger trigger) {
  using enum pas::Trigger;
  if (trigger == pass || trigger == stop) return passage.next_office().has_value();
  if (trigger == end_in_territory) return passage.ended_by_departure;
  if (trigger == confirm_held) {
    return std::ranges::find(passage.offices, pas::CrossingState::held, &pas::Office::crossing) !=
           passage.offices.end();
  }
  return true;
}
/// Goods at the trader's own premises are unloaded by permission, others are released at the office.
bool is_to_do(const des::Arrival& arrival, des::Trigger trigger) {
  if (trigger == des::Trigger::permission) return arrival.simplified;
  if (trigger == des::Trigger::no_control) return !arrival.simplified;
  return true;
}

template <class Machine, class Record>
void add_acts(std::vector<CommandType>& acts, std::uint16_t block,
              std::span<const Task<typename Machine::Trigger>> tasks, const Record& record) {
  for (const auto& task : tasks) {
    const bool leads_on = transit::verdict<Machine>(record.state, task.trigger) == Verdict::row;
    if (leads_on && is_to_do(record, task.trigger)) acts.push_back(command_in(block, task.act));
  }
}

/// Of the office whose turn it is: the other's acts are not in its list.
std::vector<CommandType> calls_for(const State& state, Instant /*now*/, const Setting& /*setting*/) {
  const auto& journey = state.as<Journey>();
  std::vector<CommandType> acts;
  if (!has_duties(journey)) return acts;
  const auto office = office_to_act(journey);
  const bool of_arrival = is_open(journey.arrival) && office == journey.arrival.acting_office();
  if (of_arrival)
    add_acts<des::Machine>(acts, destination_block, std::span{tasks_of_arrival}, journey.arrival);
  const bool passes_here = std::ranges::find(journey.passage.offices, office, [](const pas::Office& one) {
                             return std::optional{one.office};
                           }) != journey.passage.offices.end();
  if (is_open(journey.passage) && (!of_arrival || passes_here))
    add_acts<pas::Machine>(acts, passage_block, std::span{tasks_of_passage}, journey.passage);
  return acts;
}

Summary summary(const State& state) {
  const auto& journey = state.as<Journey>();
  const bool acts = has_duties(journey);
  const auto office = acts ? office_to_act(journey) : std::nullopt;
  const auto mrn = journey.mrn();
  const bool ends = journey.arrival.state != des::State::none;
  return {.office = office ? office_number(*office) : 0,
          .status =
              ends ? static_cast<std::uint16_t>(arrival_statuses + std::to_underlying(journey.arrival.state))
                   : static_cast<std::uint16_t>(std::to_underlying(journey.passage.state)),
          .due = earlier(earlier(journey.passage.due, journey.arrival.due),
                         earlier(journey.sighting.due, end_of_wait(journey))),
          .open = acts || awaits_the_end(journey),
          .ref = mrn ? std::string{mrn->str()} : std::string{},
          .concerned = concerned_by(journey)};
}

/// Nothing stands here but what was said at the arrival itself.
bool is_told_of_nothing(const Journey& journey) {
  return !journey.arrival.declared && journey.passage.state == pas::State::none && !journey.sighting.mrn;
}

access::Relations relations_of_stream(const State& state, const access::Actor& actor,
                                      const Setting& /*setting*/) {
  const auto& journey = state.as<Journey>();
  access::Relations relations;
  const auto offices = offices_of(journey);
  if (std::ranges::any_of(offices, [&](const OfficeId& office) { return office.str() == actor.office; }))
    relations.add(access::Relation::office);
  if (const auto mrn = journey.mrn(); mrn && is_departure(*mrn, actor))
    relations.add(access::Relation::route_state);
  // The MRN stands on the TAD for everybody to read: to name oneself at an arrival is not enough.
  const auto& trader = journey.arrival.trader;
  const bool is_its = journey.arrival.is_for_its_trader() || is_told_of_nothing(journey);
  if (trader && trader->str() == actor.party && is_its) relations.add(access::Relation::own);
  return relations;
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
  require(letter.mrn.has_value(), "a partner's message is about an MRN");
  return copy_of(as_bytes(format("{}{}", name_of_departure, letter.mrn.value_or(Mrn{}).str())));
}

// ---- the tables

constexpr CommandEntry office_entry(Ie ie, std::string_view name) {
  return {.type = command_of_message(ie),
          .name = name,
          .locate = locate_message,
          .relations = relations_of_office_message,
          .decide = decide_office_message};
}
constexpr CommandEntry trader_entry(Ie ie, std::string_view name) {
  return {.type = command_of_message(ie),
          .name = name,
          .locate = locate_trader_message,
          .relations = relations_of_trader_message,
          .decide = decide_trader_message,
          .begins = ie == 7};
}
template <class Acts, std::size_t I>
constexpr CommandEntry act_entry(std::uint16_t block, std::string_view name) {
  using Act = std::variant_alternative_t<I, Acts>;
  return {.type = command_in(block, I),
          .name = name,
          .locate = locate_act<Act>,
          .relations = relations_of_act<Act>,
          .decide = decide_act<Act>,
          .begins = std::is_same_v<Act, pas::PresentGoods> || std::is_same_v<Act, des::RecordArrival>};
}
template <std::size_t I>
constexpr CommandEntry passage_entry(std::string_view name) {
  return act_entry<pas::Act, I>(passage_block, name);
}
template <std::size_t I>
constexpr CommandEntry destination_entry(std::string_view name) {
  return act_entry<des::Act, I>(destination_block, name);
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
    trader_entry(7, "destination.notify_arrival"),
    trader_entry(44, "destination.report_unloading"),
    passage_entry<0>("passage.present_goods"),
    passage_entry<1>("passage.record_passage"),
    passage_entry<2>("passage.pass_on_the_tad"),
    passage_entry<3>("passage.ask_again"),
    passage_entry<4>("passage.turn_back"),
    passage_entry<5>("passage.confirm_held"),
    passage_entry<6>("passage.record_incident"),
    passage_entry<7>("passage.stop_goods"),
    passage_entry<8>("passage.complete"),
    passage_entry<9>("passage.lift_stop"),
    passage_entry<10>("passage.refuse"),
    passage_entry<11>("passage.end_in_territory"),
    destination_entry<0>("destination.record_arrival"),
    destination_entry<1>("destination.accept_on_the_tad"),
    destination_entry<2>("destination.grant_permission"),
    destination_entry<3>("destination.decide_control"),
    destination_entry<4>("destination.release_uncontrolled"),
    destination_entry<5>("destination.take_over"),
    destination_entry<6>("destination.accept_remarks"),
    destination_entry<7>("destination.record_result"),
    destination_entry<8>("destination.decide_nationally"),
};

constexpr std::array kinds{KindEntry{.kind = journey_stream,
                                     .name = "journey",
                                     .initial = [] { return State::of(Journey{}); },
                                     .evolve = evolve,
                                     .summary = summary,
                                     .relations = relations_of_stream,
                                     .time_passed = time_passed,
                                     .follow = follow,
                                     .calls_for = calls_for}};

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
