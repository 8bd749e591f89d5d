#include "core/workflow/departure_checks.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/tin.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/registers/questions.hpp"
#include "core/registers/state.hpp"
#include "core/transit/movement.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/registers_part.hpp"

namespace lintas::workflow {

namespace {

namespace reg = lintas::registers;

/// Where a question's field stands in the declaration.
struct Place {
  std::string_view field;
  std::string_view path;
};
constexpr Place places_of_firms[] = {
    {"tin", "HolderOfTheTransitProcedure/identificationNumber"},
    {"representative", "Representative/identificationNumber"},
    {"person", "messageSender"},
    {"authorisation", "Authorisation/referenceNumber"},
    {"holder", "HolderOfTheTransitProcedure/identificationNumber"},
    {"office", "CustomsOfficeOfDeparture/referenceNumber"},
    {"premises", "Consignment/LocationOfGoods/additionalIdentifier"},
    {"goods", "Consignment/HouseConsignment"},
    {"seal", "Consignment/TransportEquipment/Seal/identifier"},
};

/// The finding with its place in the declaration instead of the question's field.
void add_at(Findings& faults, std::optional<Finding> fault, std::string_view path) {
  if (!fault) return;
  fault->pointer = path;
  faults.push_back(*std::move(fault));
}
void add_of_firm(Findings& faults, std::optional<Finding> fault) {
  if (!fault) return;
  const auto* const place = std::ranges::find(places_of_firms, fault->pointer, &Place::field);
  add_at(faults, std::move(fault), place->path);
}

std::span<const transit::Vehicle> units_of(const transit::Declaration& declaration) {
  return std::span{declaration.vehicles}.first(
      std::min(declaration.vehicles.size(), limits::vehicle_units_max));
}

std::optional<reg::EntryKey> card_of(const transit::Vehicle& unit) {
  const auto state = Country::parse(unit.nationality);
  if (!unit.motor || !state || unit.insurance_card.empty()) return std::nullopt;
  return reg::insurance_key(*state, unit.insurance_card);
}

/// Of a fault in the paper of a unit.
std::string place_of(const Finding& fault, const reg::PaperOfUnit& paper, std::size_t unit) {
  if (fault.pointer == "plate" || paper.number.empty())
    return format("Consignment/DepartureTransportMeans[{}]/identificationNumber", unit + 1);
  if (fault.pointer == "until") return "Consignment/SupportingDocument/complementOfInformation";
  return "Consignment/SupportingDocument/referenceNumber";
}

const reg::Entry* entry_of(const Entries& entries, const std::optional<reg::EntryKey>& key) {
  return key ? entries.find(*key) : nullptr;
}

}  // namespace

std::optional<reg::EntryKey> permit_of(const transit::Vehicle& unit) {
  const auto state = Country::parse(unit.nationality);
  if (!state || unit.permit.empty()) return std::nullopt;
  return reg::permit_key(*state, unit.permit);
}

std::optional<reg::EntryKey> declarant_of(const access::Actor& actor) {
  if (actor.role != access::Role::declarant || actor.person.empty()) return std::nullopt;
  const auto firm = Tin::parse(actor.party);
  if (!firm) return std::nullopt;
  return reg::declarant_key(*firm, actor.person);
}

std::optional<Tin> trader_in(const access::Actor& actor) {
  static constexpr access::Role traders[] = {access::Role::trader, access::Role::declarant,
                                             access::Role::authorised_trader};
  if (std::ranges::find(traders, actor.role) == std::end(traders)) return std::nullopt;
  const auto firm = Tin::parse(actor.party);
  return firm ? std::optional{*firm} : std::nullopt;
}

std::optional<reg::EntryKey> mandate_of(const Tin& holder, const access::Actor& actor) {
  const auto firm = trader_in(actor);
  if (!firm || *firm == holder) return std::nullopt;
  return reg::mandate_key(holder, *firm);
}

void add_once(std::vector<reg::EntryKey>& keys, std::optional<reg::EntryKey> key) {
  if (key && std::ranges::find(keys, *key) == keys.end()) keys.push_back(*std::move(key));
}

std::vector<reg::EntryKey> firms_of(const transit::Declaration& declaration, const access::Actor& actor) {
  std::vector<reg::EntryKey> keys{reg::trader_key(declaration.holder)};
  if (declaration.representative && *declaration.representative != declaration.holder) {
    add_once(keys, reg::trader_key(*declaration.representative));
    add_once(keys, reg::mandate_key(declaration.holder, *declaration.representative));
  }
  add_once(keys, declarant_of(actor));
  if (declaration.simplified)
    add_once(keys, reg::authorisation_key(declaration.holder.country(), declaration.authorisation));
  if (!declaration.special_seals.empty())
    add_once(keys, reg::authorisation_key(declaration.holder.country(), declaration.special_seals));
  return keys;
}

std::vector<reg::EntryKey> papers_of(const transit::Declaration& declaration) {
  std::vector<reg::EntryKey> keys;
  for (const transit::Vehicle& unit : units_of(declaration)) {
    add_once(keys, permit_of(unit));
    add_once(keys, card_of(unit));
  }
  return keys;
}

void add_entry_slots(Located& located, std::span<const reg::EntryKey> keys) {
  for (const reg::EntryKey& key : keys) located.slots.push_back(entry_slot(key));
}

const reg::Entry* Entries::find(const reg::EntryKey& key) const {
  const auto found = std::ranges::find(keys_, key);
  if (found == keys_.end()) return nullptr;
  return &slots_[static_cast<std::size_t>(found - keys_.begin())].state->as<reg::Entry>();
}

Findings faults_of_person(const access::Actor& actor, const Entries& entries, Day today) {
  Findings faults;
  if (const auto key = declarant_of(actor)) {
    add_of_firm(faults, reg::fault_in_declarant(entries.find(*key), Tin::parse(actor.party).value_or(Tin{}),
                                                actor.person, today));
  }
  return faults;
}

Findings faults_of_firms(const transit::Declaration& declaration, const access::Actor& actor,
                         const Entries& entries, Day today) {
  Findings faults;
  const Tin& holder = declaration.holder;
  add_of_firm(faults, reg::fault_in_principal(entries.find(reg::trader_key(holder)), holder,
                                              declaration.route.departure.country(), today));
  if (declaration.representative && *declaration.representative != holder) {
    const Tin& agent = *declaration.representative;
    add_at(faults,
           reg::fault_in_trader(entries.find(reg::trader_key(agent)), agent, reg::TraderRole::broker, today),
           "Representative/identificationNumber");
    add_of_firm(faults,
                reg::fault_in_mandate(entries.find(reg::mandate_key(holder, agent)), holder, agent, today));
  }
  std::ranges::move(faults_of_person(actor, entries, today), std::back_inserter(faults));
  if (declaration.simplified) {
    const reg::SimplifiedUse use{.number = declaration.authorisation,
                                 .holder = holder,
                                 .right = reg::Right::simplified_departure,
                                 .office = declaration.route.departure,
                                 .premises = declaration.premises,
                                 .goods = declaration.goods,
                                 .day = today};
    add_of_firm(faults, reg::fault_in_authorisation(
                            entries.find(reg::authorisation_key(holder.country(), use.number)), use));
  }
  return faults;
}

Findings faults_of_special_seals(const transit::Declaration& declaration, std::span<const Seal> seals,
                                 const Entries& entries, Day today) {
  Findings faults;
  if (declaration.special_seals.empty()) return faults;
  const Tin& holder = declaration.holder;
  const auto* entry = entries.find(reg::authorisation_key(holder.country(), declaration.special_seals));
  for (const Seal& seal : seals) {
    if (faults.size() == limits::findings_max) break;
    add_of_firm(faults, reg::fault_in_special_seal(entry, holder, seal.str(), today));
  }
  return faults;
}

Findings faults_of_papers(const transit::Declaration& declaration, std::string_view asked_by,
                          const Entries& entries, Day today, Day limit) {
  Findings faults;
  if (declaration.vehicles.size() > limits::vehicle_units_max) {
    faults.push_back({.rule = "R-TRA-110",
                      .pointer = "Consignment/DepartureTransportMeans",
                      .value = format("{}", declaration.vehicles.size()),
                      .detail = format("at most {}", limits::vehicle_units_max)});
  }
  const std::vector<Country> states = declaration.route.countries();
  const reg::Journey journey{.start = today, .limit = std::max(today, limit), .states = states};
  const auto units = units_of(declaration);
  for (std::size_t i = 0; i < units.size(); ++i) {
    const transit::Vehicle& unit = units[i];
    const auto ask = [&](auto question, const std::optional<reg::EntryKey>& key, reg::PaperOfUnit paper) {
      paper.plate = unit.registration;
      paper.nationality = unit.nationality;
      paper.asked_by = asked_by;
      auto fault = question(entry_of(entries, key), paper, journey);
      if (!fault) return;
      const std::string at = place_of(*fault, paper, i);
      add_at(faults, std::move(fault), at);
    };
    ask(reg::fault_in_permit, permit_of(unit), {.number = unit.permit, .until = unit.permit_until});
    if (!unit.motor) continue;
    ask(reg::fault_in_card, card_of(unit),
        {.number = unit.insurance_card, .until = unit.card_until, .states = unit.card_states});
  }
  return faults;
}

Findings faults_of_replacement(const transit::Vehicle& unit, const Entries& entries, Country here, Day today,
                               Day limit) {
  const std::array states{here};
  auto fault = reg::fault_in_permit(
      entry_of(entries, permit_of(unit)),
      {.number = unit.permit, .plate = unit.registration, .nationality = unit.nationality, .asked_by = {}},
      {.start = today, .limit = std::max(today, limit), .states = states});
  if (!fault) return {};
  // The rules of declarations say how one of those is mended; an officer is told the rule of the act.
  fault->rule = "R-ACTS-080";
  Findings faults;
  const bool of_plate = fault->pointer == "plate";
  add_at(faults, std::move(fault), of_plate ? "incident/vehicle/registration" : "incident/vehicle/permit");
  return faults;
}

Findings faults_at_release(const transit::Declaration& declaration, const Entries& entries, Day today,
                           Day limit) {
  Findings faults = faults_of_papers(declaration, {}, entries, today, limit);
  if (declaration.pre_lodged && declaration.vehicles.empty()) {
    faults.push_back({.rule = "CND-826",
                      .pointer = "Consignment/DepartureTransportMeans",
                      .value = {},
                      .detail = "neither the declaration nor its presentation names a vehicle"});
  }
  if (declaration.unsealed) {
    faults.push_back({.rule = "R-ACTS-060",
                      .pointer = "Consignment/TransportEquipment/numberOfSeals",
                      .value = {},
                      .detail = {}});
  }
  return faults;
}

Findings faults_of_route(const transit::Declaration& declaration, Country home,
                         const refdata::View& reference) {
  Findings faults;
  const transit::Route& route = declaration.route;
  if (route.departure.country() != home) {
    faults.push_back({.rule = "R-TRA-109",
                      .pointer = "CustomsOfficeOfDeparture/referenceNumber",
                      .value = std::string{route.departure.str()},
                      .detail = {}});
  }
  if (!declaration.at_risk) {
    faults.push_back({.rule = "R-ACTS-043",
                      .pointer = "Consignment/HouseConsignment",
                      .value = {},
                      .detail = "a rate of duty or exchange is missing for a country of the route"});
  }
  for (const auto& gap : reference.route(route.departure, route.transit, route.destination).gaps) {
    faults.push_back({.rule = "R-ACTS-016",
                      .pointer = "CustomsOfficeOfTransitDeclared",
                      .value = format("{} {}", gap.from.str(), gap.to.str()),
                      .detail = "no allowed leg joins these two offices"});
  }
  return faults;
}

}  // namespace lintas::workflow
