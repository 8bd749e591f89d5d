#include "core/transit/inspection.hpp"

#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/words.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/transit/refusal.hpp"

namespace lintas::transit {

namespace {

void add(Findings& findings, Findings more) {
  findings.insert(findings.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

Finding road::finding(std::string_view rule, std::string_view pointer, std::string_view value,
                      std::string_view detail) {
  return {.rule = std::string{rule},
          .pointer = std::string{pointer},
          .value = std::string{value},
          .detail = std::string{detail}};
}

Findings fault_in_required_text(std::string_view field, std::string_view text) {
  const auto fault = fault_in_text(text, limits::officer_text_chars_max);
  if (!fault) return {};
  return {road::finding("R-ROA-001", field, {}, describe(*fault))};
}

Findings fault_in_optional_text(std::string_view field, std::string_view text) {
  return text.empty() ? Findings{} : fault_in_required_text(field, text);
}

Findings four_eyes(const std::optional<PersonId>& second, const PersonId& by) {
  if (second && *second != by) return {};
  return {needs_four_eyes()};
}

std::string wire_code(IncidentCode code) { return std::to_string(std::to_underlying(code)); }

Findings faults_in(const Inspection& inspection) {
  Findings findings;
  if (inspection.goods_checked && inspection.reason.empty()) {
    findings.push_back(road::finding("R-ACTS-071", "inspection/reason"));
  }
  if (inspection.seals == SealState::broken) {
    if (inspection.state_of_goods.empty())
      findings.push_back(road::finding("R-ACTS-072", "inspection/state_of_goods"));
    if (inspection.result.empty()) findings.push_back(road::finding("R-ACTS-072", "inspection/result"));
    if (inspection.new_seals.empty()) findings.push_back(road::finding("R-ACTS-072", "inspection/new_seals"));
  }
  add(findings, fault_in_optional_text("inspection/reason", inspection.reason.str()));
  add(findings, fault_in_optional_text("inspection/state_of_goods", inspection.state_of_goods.str()));
  add(findings, fault_in_optional_text("inspection/result", inspection.result.str()));
  if (inspection.new_seals.size() > limits::seals_noted_max)
    findings.push_back(road::finding("R-ROA-008", "inspection/new_seals"));
  return findings;
}

Findings faults_in(const Incident& incident) {
  Findings findings;
  if (!is_known(incident.code))
    findings.push_back(road::finding("R-ACTS-079", "incident/code", wire_code(incident.code)));
  add(findings, fault_in_required_text("incident/text", incident.text.str()));
  const bool changes_vehicle =
      incident.code == IncidentCode::other_vehicle || incident.code == IncidentCode::part_of_vehicle;
  if (changes_vehicle && (!incident.vehicle || incident.vehicle->registration.empty())) {
    findings.push_back(road::finding("R-ACTS-080", "incident/vehicle/registration"));
  } else if (incident.vehicle && incident.vehicle->permit.empty() && !incident.permit_excepted) {
    findings.push_back(road::finding("R-ACTS-080", "incident/vehicle/permit"));
  }
  if (incident.new_seals.size() > limits::seals_noted_max)
    findings.push_back(road::finding("R-ROA-008", "incident/new_seals"));
  return findings;
}

Findings road::fault_in_departure(const std::optional<OfficeId>& departure, const Mrn& mrn) {
  if (departure && departure->country() == mrn.country()) return {};
  return {finding("R-ROA-018", "departure", departure ? departure->str() : std::string_view{})};
}

}  // namespace lintas::transit
