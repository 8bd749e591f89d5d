#include "core/transit/passage/evolve.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "core/model/values/office_id.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/passage/events.hpp"
#include "core/transit/passage/state.hpp"
#include "core/transit/passage/table.hpp"

namespace lintas::transit::passage {

// Checked here, once, and not in each source that reads the table.
static_assert(well_formed<Machine>());

Fact::Fact() = default;
Fact::Fact(const Fact& other) = default;
Fact::Fact(Fact&& other) noexcept = default;
Fact& Fact::operator=(const Fact& other) = default;
Fact& Fact::operator=(Fact&& other) noexcept = default;
Fact::~Fact() = default;
bool Fact::operator==(const Fact& other) const = default;

std::string_view name(CrossingState crossing) noexcept {
  switch (crossing) {
    case CrossingState::expected: return "expected";
    case CrossingState::held: return "held";
    case CrossingState::passed: return "passed";
    case CrossingState::stopped: return "stopped";
    case CrossingState::not_used: return "not used";
    case CrossingState::added: return "added";
  }
  return "";
}

std::string_view name(Alarm alarm) noexcept {
  switch (alarm) {
    case Alarm::out_of_order: return "crossing out of order";
    case Alarm::unresolved: return "unresolved";
    case Alarm::stopped_too_long: return "stopped too long";
    case Alarm::stay_limit: return "stay limit";
    case Alarm::ended_while_here: return "ended while here";
    case Alarm::contradiction: return "contradiction";
    case Alarm::reopened: return "reopened";
  }
  return "";
}

std::optional<std::size_t> Passage::find(const OfficeId& office) const {
  const auto found = std::ranges::find(offices, office, &Office::office);
  if (found == offices.end()) return std::nullopt;
  return static_cast<std::size_t>(found - offices.begin());
}

bool Passage::has_open() const { return std::ranges::any_of(offices, &Office::open); }

std::optional<OfficeId> Passage::next_office() const {
  const auto found = std::ranges::find_if(offices, &Office::open);
  if (found == offices.end()) return std::nullopt;
  return found->office;
}

namespace {

/// The office in the list; one that the route lacks stands where the goods are: before the next one expected.
Office& place_of(Passage& passage, const OfficeId& office) {
  if (const auto index = passage.find(office)) return passage.offices[*index];
  const auto next = std::ranges::find_if(passage.offices, &Office::open);
  return *passage.offices.insert(next, Office{.office = office, .declared = false});
}

void cross(Passage& passage, const OfficeId& office, Instant at) {
  Office& place = place_of(passage, office);
  place.crossing = place.declared ? CrossingState::passed : CrossingState::added;
  place.at = at;
  if (!passage.first_passage) passage.first_passage = at;
}

void mark(Passage& passage, const OfficeId& office, CrossingState crossing, Instant at) {
  Office& place = place_of(passage, office);
  place.crossing = crossing;
  place.at = at;
}

void leave_unused(Passage& passage) {
  for (Office& office : passage.offices) {
    const bool waits = office.open() && office.crossing != CrossingState::stopped;
    if (waits) office.crossing = CrossingState::not_used;
  }
}

/// What each fact changes beside state and clock.
struct Apply {
  Passage& passage;

  void operator()(const RecordReceived& e) const {
    passage.mrn = e.mrn;
    passage.limit = e.limit;
    passage.departure = e.departure;
    passage.offices.clear();
    for (const OfficeId& office : e.offices) passage.offices.push_back({.office = office});
    // The goods stand there: it is the next office, whether the route names it or not.
    if (passage.asked_by && !passage.find(*passage.asked_by))
      passage.offices.insert(passage.offices.begin(), Office{.office = *passage.asked_by, .declared = false});
  }
  void operator()(const RecordRequested& e) const {
    passage.mrn = e.mrn;
    passage.asked_by = e.office;
    ++passage.asked;
  }
  void operator()(const RecordRefused& /*e*/) const {}
  void operator()(const Crossed& e) const { cross(passage, e.office, e.at); }
  void operator()(const CrossedOnTheTad& e) const {
    passage.limit = e.limit;
    if (!passage.departure) passage.departure = e.departure;
    cross(passage, e.office, e.at);
    for (const OfficeId& office : e.ahead) passage.offices.push_back({.office = office});
  }
  void operator()(const Held& e) const {
    mark(passage, e.office, CrossingState::held, e.at);
    passage.alarm = Alarm::out_of_order;
  }
  void operator()(const MarkedNotUsed& e) const {
    for (const OfficeId& office : e.offices) place_of(passage, office).crossing = CrossingState::not_used;
  }
  void operator()(const Stopped& e) const { mark(passage, e.office, CrossingState::stopped, e.at); }
  void operator()(const PassageRefused& e) const {
    mark(passage, e.office, CrossingState::stopped, e.at);
    leave_unused(passage);
  }
  void operator()(const IncidentRecorded& /*e*/) const {}
  void operator()(const IncidentForwarded& /*e*/) const {}
  void operator()(const ArrivedElsewhere& /*e*/) const {
    if (passage.state == State::stopped) {
      passage.alarm = Alarm::contradiction;
      return;
    }
    leave_unused(passage);
  }
  void operator()(const EndedByDeparture& /*e*/) const {
    passage.ended_by_departure = true;
    if (passage.state == State::in_territory || passage.state == State::stopped) {
      passage.alarm = Alarm::ended_while_here;
    } else {
      leave_unused(passage);
    }
  }
  void operator()(const Completed& /*e*/) const { leave_unused(passage); }
  void operator()(const EndedInTerritory& /*e*/) const { leave_unused(passage); }
  void operator()(const TurnedBack& /*e*/) const { leave_unused(passage); }
  void operator()(const Reminded& e) const {
    passage.alarm = e.alarm;
    if (e.alarm == Alarm::stay_limit) passage.stay_alarmed = true;
  }
  // The crossings stay as they were: nobody knows what became of them.
  void operator()(const Expired& /*e*/) const { passage.expired = true; }
  void operator()(const LimitMoved& e) const {
    passage.limit = e.limit;
    if (passage.state != State::closed) return;
    passage.expired = false;
    passage.alarm = Alarm::reopened;
  }
  void operator()(const Noted& /*e*/) const {}
};

}  // namespace

Passage evolve(Passage passage, const Event& event) {
  if (event.next != passage.state) passage.alarm.reset();
  std::visit(Apply{passage}, event.fact);
  if (event.next == State::requested && passage.state != State::requested) passage.asked = 1;
  passage.state = event.next;
  passage.due = event.due;
  return passage;
}

}  // namespace lintas::transit::passage

namespace lintas {

template const Shape& shape<transit::passage::Event>();

}  // namespace lintas
