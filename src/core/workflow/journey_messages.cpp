#include "core/workflow/journey_messages.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/certain.hpp"
#include "base/decision.hpp"
#include "base/finding.hpp"
#include "base/machine.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"
#include "core/refdata/tables.hpp"
#include "core/registers/questions.hpp"
#include "core/registers/state.hpp"
#include "core/transit/destination/decide.hpp"
#include "core/transit/destination/table.hpp"
#include "core/transit/inspection.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/notice.hpp"
#include "core/transit/passage/decide.hpp"
#include "core/transit/passage/table.hpp"
#include "core/transit/refusal.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/departure_checks.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/journey_told.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"

namespace lintas::workflow {

namespace {

namespace pas = lintas::transit::passage;
namespace des = lintas::transit::destination;
using transit::Ie;
using transit::Letter;
using transit::Verdict;

std::optional<Mrn> mrn_in(const Command& command) { return read_first<Letter>(command.content); }

Ie ie_of_command(CommandType type) { return static_cast<Ie>(std::to_underlying(type) - message_block); }

/// The trigger that a message is in a machine; nothing if the machine does not know it.
template <class Machine>
std::optional<typename Machine::Trigger> trigger_of(Ie ie) {
  for (const auto& facts : Machine::triggers) {
    if (facts.is_message() && transit::ie_of(Machine::triggers, facts.trigger) == ie) return facts.trigger;
  }
  return std::nullopt;
}

/// For what a machine has a verdict on.
template <class Machine>
typename Machine::Trigger known_trigger(Ie ie) {
  return certain(trigger_of<Machine>(ie), "a machine judges the messages that it knows");
}

std::optional<OfficeId> office_of_passage(const Journey& journey, const Letter& letter, Country home) {
  if (auto office = office_concerned(journey.passage)) return office;
  if (!letter.declaration) return std::nullopt;
  const auto ours = letter.declaration->route.transit_in(home);
  return ours.empty() ? std::nullopt : std::optional{ours.front()};
}

std::optional<OfficeId> office_of_arrival(const Journey& journey, const Letter& letter) {
  if (auto office = journey.arrival.acting_office()) return office;
  if (letter.declaration) return letter.declaration->route.destination;
  return letter.office;
}

/// The authorisation that a simplified arrival rests on, of the state where the goods are.
std::optional<registers::EntryKey> authorisation_asked(const Letter& letter, const Setting& setting) {
  if (!letter.simplified) return std::nullopt;
  return registers::authorisation_key(setting.home, letter.authorisation);
}

/// Who notifies an arrival: the remarks on it are of the same trader.
std::optional<registers::EntryKey> trader_asked(const Letter& letter, Ie ie) {
  return ie == 7 && letter.trader ? std::optional{registers::trader_key(*letter.trader)} : std::nullopt;
}

std::vector<registers::EntryKey> entries_asked(const Letter& letter, Ie ie, const access::Actor& actor,
                                               const Setting& setting) {
  std::vector<registers::EntryKey> keys;
  add_once(keys, trader_asked(letter, ie));
  add_once(keys, authorisation_asked(letter, setting));
  add_once(keys, declarant_of(actor));
  return keys;
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

/// R-ROA-012 unless the office is an office of destination of ours.
std::optional<Finding> not_a_destination(const std::optional<OfficeId>& office, Instant at,
                                         const Setting& setting) {
  if (!office) return std::nullopt;  // a fault of its own
  const auto* row = row_of_office(*office, at, setting);
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

/// R-ACTS-001 of who notifies an arrival: an MRN can be read off a TAD, and the first notification is what
/// all states of the route are told.
std::optional<Finding> not_registered(const Letter& letter, Ie ie, const Entries& entries, Day today) {
  const auto key = trader_asked(letter, ie);
  if (!key || !letter.trader) return std::nullopt;
  auto fault =
      registers::fault_in_trader(entries.find(*key), *letter.trader, registers::TraderRole::consignee, today);
  if (fault) fault->pointer = "TraderAtDestination/identificationNumber";
  return fault;
}

/// What the registers say against the trader, the person and a simplified arrival.
Findings faults_by_registers(const Letter& letter, Ie ie, const access::Actor& actor, const Entries& entries,
                             Day today, const Setting& setting) {
  Findings faults = faults_of_person(actor, entries, today);
  if (auto unknown = not_registered(letter, ie, entries, today)) faults.push_back(*std::move(unknown));
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

}  // namespace

Letter letter_in(const Command& command) { return read_content<Letter>(command.content); }

Located at_journey(const Mrn& mrn) { return {.slots = {journey_slot(mrn)}, .asks = {}, .number = {}}; }

Located locate_message(const Command& command, const Setting& /*setting*/) {
  return at_journey(certain(mrn_in(command), "a message about a movement names it"));
}

access::Relations relations_of_office_message(const Command& command, const Situation& /*situation*/,
                                              const Setting& /*setting*/) {
  access::Relations relations;
  if (is_departure(mrn_in(command).value_or(Mrn{}), command.actor))
    relations.add(access::Relation::route_state);
  return relations;
}

Outcome decide_office_message(const Command& command, const Situation& situation, const Setting& setting) {
  const Journey& journey = journeying(situation);
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
  JourneyTold told{command, situation, setting};
  if (verdicts.arrival == Verdict::refuse) {
    told.refuse(des::out_of_turn(journey.arrival, known_trigger<des::Machine>(ie)));
    return std::move(told).finish(mrn, ie);
  }
  if (verdicts.passage && verdicts.passage != Verdict::early) {
    const auto context = journey_context(command, office_of_passage(journey, letter, setting.home), setting);
    told.add(pas::receive(journey.passage, known_trigger<pas::Machine>(ie), letter, setting.home, context));
  }
  if (verdicts.arrival && verdicts.arrival != Verdict::early) {
    const auto context = journey_context(command, office_of_arrival(journey, letter), setting);
    told.add(des::receive(journey.arrival, known_trigger<des::Machine>(ie), letter, context));
  }
  return std::move(told).finish(mrn, ie);
}

Outcome decide_notice(const Command& command, const Situation& situation, const Setting& setting) {
  const Letter letter = letter_in(command);
  const Mrn mrn = letter.mrn.value_or(Mrn{});
  JourneyTold told{command, situation, setting};
  // Of our own departure a notice tells the offices of ours nothing but the limit.
  const bool ours = mrn.country() == setting.home;
  if (!ours) told.add(transit::take(told.journey().sighting, letter, command.at));
  const transit::Notice said = transit::notice_of(letter);
  const transit::Notice* newest = ours ? &said : told.journey().sighting.newest();
  if (newest != nullptr && newest->limit) {
    const Day limit = *newest->limit;
    const bool on_the_way = transit::is_on_the_way(*newest);
    const pas::Passage& passage = told.journey().passage;
    told.add(pas::limit_told(passage, limit, on_the_way,
                             journey_context(command, office_concerned(passage), setting)));
    const des::Arrival& arrival = told.journey().arrival;
    told.add(des::limit_told(arrival, limit, journey_context(command, arrival.acting_office(), setting)));
  }
  return std::move(told).finish(mrn, transit::ie_status_notice);
}

Located locate_trader_message(const Command& command, const Setting& setting) {
  Located located = locate_message(command, setting);
  add_entry_slots(located,
                  entries_asked(letter_in(command), ie_of_command(command.type), command.actor, setting));
  return located;
}

access::Relations relations_of_trader_message(const Command& command, const Situation& situation,
                                              const Setting& /*setting*/) {
  const Letter letter = letter_in(command);
  const auto& known = journeying(situation).arrival.trader;
  const bool arrival = ie_of_command(command.type) == 7;
  const auto& expected = arrival ? letter.trader : known;
  access::Relations relations;
  // Whoever might ask may be told that nothing has arrived.
  if (!arrival && journeying(situation).arrival.state == des::State::none)
    relations.add(access::Relation::own);
  if (expected && expected->str() == command.actor.party) relations.add(access::Relation::own);
  return relations;
}

Outcome decide_trader_message(const Command& command, const Situation& situation, const Setting& setting) {
  const Journey& journey = journeying(situation);
  const Letter letter = letter_in(command);
  const Mrn mrn = letter.mrn.value_or(Mrn{});
  const Ie ie = ie_of_command(command.type);
  const auto trigger = certain(trigger_of<des::Machine>(ie), "a trader's message is one of destination's");
  JourneyTold told{command, situation, setting};
  const bool arrival = ie == 7;
  if (!arrival && journey.arrival.state == des::State::none) {
    told.refuse(transit::unknown_movement(mrn.str()));
  } else if (transit::verdict<des::Machine>(journey.arrival.state, trigger) == Verdict::refuse) {
    told.refuse(des::out_of_turn(journey.arrival, trigger));
  } else if (auto fault = arrival ? not_a_destination(letter.office, command.at, setting) : std::nullopt) {
    told.refuse(*std::move(fault));
  } else {
    const auto office = arrival ? letter.office : journey.arrival.acting_office();
    const auto context = journey_context(command, office, setting);
    const auto keys = entries_asked(letter, ie, command.actor, setting);
    const Entries entries{situation, 1, keys};
    auto faults = faults_by_registers(letter, ie, command.actor, entries, context.today(), setting);
    if (!faults.empty()) {
      told.refuse(Answer{.refused_for = std::move(faults)});
    } else if (arrival) {
      told.add(des::notified(journey.arrival, letter, unloading_wait(letter, entries, setting), context));
    } else {
      told.add(des::receive(journey.arrival, trigger, letter, context));
    }
  }
  return std::move(told).finish(mrn);
}

}  // namespace lintas::workflow
