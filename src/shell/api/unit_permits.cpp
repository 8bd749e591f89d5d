#include "shell/api/unit_permits.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "core/model/groups.hpp"
#include "core/model/scalars.hpp"
#include "core/model/values/country.hpp"
#include "core/registers/state.hpp"
#include "core/registers/table.hpp"
#include "core/workflow/concerned.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/registers_part.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/json.hpp"
#include "shell/api/limits.hpp"
#include "shell/api/rights.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"

namespace lintas::api {

namespace {

void add_units(std::vector<std::string>& units, const message::Many<message::DepartureTransportMeans>& all) {
  for (const auto& means : all) {
    const std::string& plate = means.identification_number;
    if (!plate.empty() && std::ranges::find(units, plate) == units.end()) units.push_back(plate);
  }
}

Json show_permit(const registers::Entry& entry, const registers::Permit& permit, Day today) {
  Json states = Json::array();
  for (const Country& state : permit.states) states.push_back(state.str());
  return {{"number", permit.number.str()},
          {"issued_by", permit.issued_by.str()},
          {"state", std::ranges::find(registers::states, entry.status, &registers::StateFacts::status)->name},
          {"valid_from", to_text(entry.valid_from)},
          {"valid_until", entry.valid_until ? Json(to_text(*entry.valid_until)) : Json{}},
          {"ended", entry.valid_until && *entry.valid_until < today},
          {"states", states}};
}

}  // namespace

std::vector<std::string> units_of(const message::Message& message) {
  std::vector<std::string> units;
  if (!message.consignment) return units;
  add_units(units, message.consignment->departure_transport_means);
  for (const auto& house : message.consignment->house_consignment)
    add_units(units, house.departure_transport_means);
  return units;
}

bool is_of_a_permit(std::string_view rule) {
  constexpr std::array<std::string_view, 3> rules{"R-ACTS-018", "R-ACTS-019", "R-ACTS-021"};
  return std::ranges::find(rules, rule) != rules.end();
}

Json permits_of(const Core& core, const CallPtr& call, const std::vector<std::string>& units, Day today,
                app::Reader& reader) {
  const bool may_see_some = may_ever_read(call->actor.role, Read::registers);
  const workflow::Setting setting = core.ports().setting();
  Json shown = Json::array();
  for (const std::string& unit : units) {
    std::vector<std::pair<std::string, Json>> permits;
    const auto registered = may_see_some
                                ? reader.find_all(workflow::concern_list(workflow::permits_of_vehicle(unit)),
                                                  {}, limits::permits_of_unit_max)
                                : std::vector<std::pair<app::Key, app::StreamId>>{};
    for (const auto& [key, id] : registered) {
      const auto seen =
          core.see({.kind = workflow::register_stream, .by = id}, Read::registers, call, reader, setting);
      if (!seen) continue;
      const auto& entry = seen->state.as<registers::Entry>();
      const auto& permit = std::get<registers::Permit>(entry.facts);
      permits.emplace_back(permit.number.str(), show_permit(entry, permit, today));
    }
    std::ranges::sort(permits, {}, &std::pair<std::string, Json>::first);
    Json of_unit = Json::array();
    for (auto& [number, permit] : permits) of_unit.push_back(std::move(permit));
    shown.push_back({{"unit", unit}, {"permits", std::move(of_unit)}});
  }
  return shown;
}

}  // namespace lintas::api
