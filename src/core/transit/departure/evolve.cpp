#include "core/transit/departure/evolve.hpp"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

#include "core/transit/departure/events.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/movement.hpp"

namespace lintas::transit::departure {

namespace {

/// What each fact changes beside state and clock.
constexpr Ie ie_passage = 118;

struct Apply {
  Movement& movement;

  void operator()(const Submitted& e) const {
    movement.declaration = e.declaration;
    movement.mrn = e.mrn;
    movement.accepted = e.accepted;
  }
  void operator()(const Presented& e) const {
    movement.mrn = e.mrn;
    movement.accepted = e.accepted;
    if (e.limit_proposed) movement.declaration.limit_proposed = e.limit_proposed;
    if (!e.vehicles.empty()) movement.declaration.vehicles = e.vehicles;
  }
  void operator()(const Amended& e) const {
    movement.declaration = e.declaration;
    // Of a notified control only other guarantees leave the result as it is (R-ACTS-033).
    if (movement.state == State::guarantee_problem && movement.control_notified) return;
    movement.control_done = false;  // data changed since: a control may be decided anew
    movement.control_notified = false;
  }
  void operator()(const CancellationAsked& /*e*/) const { movement.cancellation_asked = true; }
  void operator()(const CancellationDecided& /*e*/) const { movement.cancellation_asked = false; }
  void operator()(const ControlDecided& /*e*/) const { movement.control_notified = true; }
  void operator()(const ControlRecorded& /*e*/) const { movement.control_done = true; }
  void operator()(const ReleaseTried& e) const { movement.limit = e.limit; }
  void operator()(const Released& e) const {
    movement.limit = e.limit;
    movement.released = e.day;
    movement.uses_reserved = true;
  }
  void operator()(const LimitExtended& e) const { movement.limit = e.limit; }
  void operator()(const RecordAsked& e) const {
    const Country country = e.office.country();
    if (e.positive && std::ranges::find(movement.further, country) == movement.further.end())
      movement.further.push_back(country);
  }
  void operator()(const PassageReported& e) const {
    if (!movement.has_crossed(e.crossing.office)) movement.crossings.push_back(e.crossing);
    movement.incident = false;
  }
  void operator()(const PassageRefused& /*e*/) const { movement.incident = true; }
  void operator()(const IncidentReported& /*e*/) const { movement.incident = true; }
  void operator()(const ArrivalReported& e) const {
    movement.arrival = e.arrival;
    movement.incident = false;
  }
  void operator()(const ResultReported& e) const { movement.result = e.result; }
  // What the state alone tells.
  void operator()(const Invalidated& /*e*/) const {}
  void operator()(const GuaranteeRefused& /*e*/) const {}
  void operator()(const AmendmentRequested& /*e*/) const {}
  void operator()(const RequestWithdrawn& /*e*/) const {}
  void operator()(const ReleaseAnswered& /*e*/) const {}
  void operator()(const ReleaseHindered& /*e*/) const {}
  void operator()(const NotReleased& /*e*/) const {}
  void operator()(const DiscrepanciesResolved& /*e*/) const {}
  void operator()(const ProofAccepted& /*e*/) const {}
  void operator()(const RecommendationClosed& /*e*/) const {}
  void operator()(const ClockRang& /*e*/) const {}
  /// Each state has a line of its own, so the report of a passage may come behind that of the arrival: it
  /// moves nothing, and completes the record.
  void operator()(const Noted& e) const {
    if (e.ie == ie_passage && !e.contradiction && e.office && e.at && !movement.has_crossed(*e.office))
      movement.crossings.push_back({.office = *e.office, .at = *e.at});
  }
};

}  // namespace

Movement evolve(Movement movement, const Event& event) {
  std::visit(Apply{movement}, event.fact);
  if (event.next != movement.state) {
    movement.previous = movement.state;
    movement.state = event.next;
  }
  movement.due = event.due;
  if (std::ranges::find(event.sent, ie_status_notice) != event.sent.end()) ++movement.notices;
  return movement;
}

std::vector<Country> Movement::concerned() const {
  std::vector<Country> countries = declaration.route.countries();
  for (const Country country : further) {
    if (std::ranges::find(countries, country) == countries.end()) countries.push_back(country);
  }
  std::erase(countries, declaration.route.departure.country());
  return countries;
}

}  // namespace lintas::transit::departure
