#include "core/workflow/departure_told.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/transit/departure/decide.hpp"
#include "core/transit/departure/events.hpp"
#include "core/transit/departure/evolve.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/departure/table.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/ruling.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/departure_checks.hpp"
#include "core/workflow/departure_part.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/law.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/part.hpp"

namespace lintas::workflow {

namespace {

namespace dep = lintas::transit::departure;
using transit::Ie;

/// A movement stays under the law of the day on which its declaration was accepted.
transit::Context context_of(const Command& command, const dep::Movement& movement, const OfficeId& office,
                            const Setting& setting) {
  return {.at = command.at,
          .utc_offset = offset_of(office, command.at, setting),
          .by = access::person_of(command.actor),
          .law = movement.accepted ? law_on(*movement.accepted, setting) : law_at(command.at, setting),
          .trader = trader_in(command.actor)};
}

}  // namespace

std::chrono::minutes offset_of(const OfficeId& office, Instant at, const Setting& setting) {
  require(setting.reference != nullptr, "the setting has reference data");
  const auto* row = setting.reference->at(std::chrono::floor<std::chrono::days>(at)).office(office);
  return row == nullptr ? std::chrono::minutes{} : row->value.utc_offset;
}

const dep::Movement& departing(const Situation& situation) {
  return situation.slots[0].state->as<dep::Movement>();
}

Outcome refused_for(Finding finding) {
  Outcome outcome;
  outcome.answer.refused_for.push_back(std::move(finding));
  return outcome;
}

Told::Told(const Command& command, const Situation& situation, const Setting& setting, const OfficeId& office)
    : command_(command),
      setting_(setting),
      context_(context_of(command, departing(situation), office, setting)),
      movement_(departing(situation)) {}

void Told::add(const dep::Ruling& ruling) {
  outcome_.early = ruling.early;
  for (const dep::Event& event : ruling.events) add(event);
  auto& refused = outcome_.answer.refused_for;
  refused.insert(refused.end(), ruling.answer.refused_for.begin(), ruling.answer.refused_for.end());
}

Outcome Told::finish() && {
  if (outcome_.answer.accepted() && !outcome_.early) {
    outcome_.reply =
        to_cbor(MovementReply{.mrn = movement_.mrn, .status = std::string{movement_.public_status()}});
  }
  return std::move(outcome_);
}

void Told::add(const dep::Event& event) {
  const dep::State before = movement_.state;
  movement_ = dep::evolve(std::move(movement_), event);
  NewEvent made = new_event(0, event_in(departure_block, event.fact.index()), event);
  // The document of a command belongs to the first thing that comes of it.
  if (outcome_.events.empty() && !command_.payloads.empty()) made.payload = 0;
  for (const Ie ie : event.sent) {
    for (const Country country : dep::recipients(ie, movement_, event)) {
      if (country == setting_.home) continue;
      const auto to = certain(exchange::Partner::parse(country.str()), "a country is a partner's name");
      made.sends.push_back({.to = to, .kind = payload_of_message(ie), .payload = outcome_.documents.size()});
    }
  }
  if (!made.sends.empty()) {
    // One letter for all messages of the event: the gateway writes each with its own view.
    transit::Letter letter = dep::letter_of(movement_, event);
    if (command_.lane && std::holds_alternative<dep::RecordAsked>(event.fact))
      letter.correlation = command_.lane->message_id;
    outcome_.documents.push_back({.kind = payload_of_message(0), .content = to_cbor(letter)});
  }
  outcome_.events.push_back(std::move(made));
  // Once: what is heard of it later finds the LRN taken by another declaration.
  const bool ends_now = movement_.state != before;
  if (ends_now && (movement_.state == dep::State::rejected || movement_.state == dep::State::cancelled))
    free_lrn();
}

void Told::free_lrn() {
  outcome_.keys.push_back(
      {.key = lrn_key(movement_.declaration.holder, movement_.declaration.lrn.str()), .slot = std::nullopt});
}

}  // namespace lintas::workflow
