#include "core/workflow/journey_told.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/certain.hpp"
#include "base/decision.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/tables.hpp"
#include "core/transit/destination/decide.hpp"
#include "core/transit/destination/events.hpp"
#include "core/transit/destination/evolve.hpp"
#include "core/transit/destination/table.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/notice.hpp"
#include "core/transit/passage/decide.hpp"
#include "core/transit/passage/events.hpp"
#include "core/transit/passage/evolve.hpp"
#include "core/transit/passage/state.hpp"
#include "core/transit/passage/table.hpp"
#include "core/transit/refusal.hpp"
#include "core/transit/ruling.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/law.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"

namespace lintas::workflow {

namespace {

namespace pas = lintas::transit::passage;
namespace des = lintas::transit::destination;
using transit::Ie;
using transit::Letter;

constexpr Ie ie_refusal = 906;

}  // namespace

const refdata::Offices::Row* row_of_office(const OfficeId& office, Instant at, const Setting& setting) {
  require(setting.reference != nullptr, "the setting has reference data");
  return setting.reference->at(std::chrono::floor<std::chrono::days>(at)).office(office);
}

transit::Context journey_context(const Command& command, const std::optional<OfficeId>& office,
                                 const Setting& setting) {
  const auto* row = office ? row_of_office(*office, command.at, setting) : nullptr;
  return {.at = command.at,
          .utc_offset = row == nullptr ? std::chrono::minutes{} : row->value.utc_offset,
          .by = access::person_of(command.actor),
          .law = law_at(command.at, setting)};
}

const Journey& journeying(const Situation& situation) { return situation.slots[0].state->as<Journey>(); }

std::optional<OfficeId> office_concerned(const pas::Passage& passage) {
  if (const auto next = passage.next_office()) return next;
  if (!passage.offices.empty()) return passage.offices.back().office;
  return passage.asked_by;
}

bool is_departure(const Mrn& mrn, const access::Actor& actor) { return mrn.country().str() == actor.party; }

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

template <class Event>
NewEvent JourneyTold::stored(EventType type, const Event& event) {
  NewEvent made = new_event(0, type, event);
  // The document of a command belongs to the first thing that comes of it.
  if (outcome_.events.empty() && !command_.payloads.empty()) made.payload = 0;
  return made;
}

void JourneyTold::add(const pas::Ruling& ruling) {
  for (const pas::Event& event : ruling.events) {
    journey_.passage = pas::evolve(std::move(journey_.passage), event);
    NewEvent made = stored(event_in(passage_block, event.fact.index()), event);
    send(made, event.sent, pas::letter_of(journey_.passage, event));
    outcome_.events.push_back(std::move(made));
  }
  refuse(ruling.answer);
}

void JourneyTold::add(const des::Ruling& ruling) {
  for (const des::Event& event : ruling.events) {
    journey_.arrival = des::evolve(std::move(journey_.arrival), event);
    NewEvent made = stored(event_in(destination_block, event.fact.index()), event);
    send(made, event.sent, des::letter_of(journey_.arrival, event));
    outcome_.events.push_back(std::move(made));
  }
  refuse(ruling.answer);
}

void JourneyTold::add(const transit::Ruling<transit::NoticeFact>& ruling) {
  for (const transit::NoticeFact& fact : ruling.events) add(fact);
  refuse(ruling.answer);
}

void JourneyTold::refuse(const Answer& answer) {
  auto& refused = outcome_.answer.refused_for;
  refused.insert(refused.end(), answer.refused_for.begin(), answer.refused_for.end());
}

Outcome JourneyTold::finish(const Mrn& mrn, Ie ie) && {
  const bool told = std::ranges::any_of(
      outcome_.events, [](const NewEvent& event) { return event.type == event_in(notice_block, 1); });
  if (!outcome_.answer.accepted() && command_.lane && !told) {
    add(transit::MessageRefused{
        .mrn = mrn, .ie = ie, .faults = transit::faults_of(outcome_.answer.refused_for)});
  }
  return std::move(*this).finish(mrn);
}

Outcome JourneyTold::finish(const Mrn& mrn) && {
  if (outcome_.answer.accepted()) {
    const auto passage = std::to_underlying(journey_.passage.state);
    const auto arrival = std::to_underlying(journey_.arrival.state);
    outcome_.reply = to_cbor(JourneyReply{.mrn = mrn,
                                          .passage = std::string{pas::Machine::states[passage].id},
                                          .arrival = std::string{des::Machine::states[arrival].id}});
  }
  return std::move(outcome_);
}

void JourneyTold::add(const transit::NoticeFact& fact) {
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

void JourneyTold::send(NewEvent& made, const std::vector<Ie>& sent, const Letter& letter) {
  const Country departure = certain(letter.mrn, "a message to departure is about an MRN").country();
  if (departure == setting_.home) return;
  const auto to = certain(exchange::Partner::parse(departure.str()), "a country is a partner's name");
  for (const Ie ie : sent) {
    if (!goes_to_departure(ie)) continue;
    made.sends.push_back({.to = to, .kind = payload_of_message(ie), .payload = outcome_.documents.size()});
  }
  // One letter for all messages of the event: the gateway writes each with its own view.
  if (!made.sends.empty())
    outcome_.documents.push_back({.kind = payload_of_message(0), .content = to_cbor(letter)});
}

}  // namespace lintas::workflow
