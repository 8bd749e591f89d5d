#include "core/transit/destination/evolve.hpp"

#include <algorithm>
#include <string_view>
#include <variant>
#include <vector>

#include "core/transit/destination/events.hpp"
#include "core/transit/destination/state.hpp"
#include "core/transit/destination/table.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/onward.hpp"

namespace lintas::transit::destination {

// Checked here, once, and not in each source that reads the table.
static_assert(well_formed<Machine>());

Fact::Fact() = default;
Fact::Fact(const Fact& other) = default;
Fact::Fact(Fact&& other) noexcept = default;
Fact& Fact::operator=(const Fact& other) = default;
Fact& Fact::operator=(Fact&& other) noexcept = default;
Fact::~Fact() = default;
bool Fact::operator==(const Fact& other) const = default;

std::string_view name(Alarm alarm) noexcept {
  switch (alarm) {
    case Alarm::arrival_overdue: return "arrival overdue";
    case Alarm::results_late: return "control results late";
    case Alarm::results_overdue: return "control results overdue";
    case Alarm::remarks_late: return "unloading remarks late";
    case Alarm::discrepancies_late: return "discrepancies late";
    case Alarm::contradiction: return "contradiction";
  }
  return "";
}

namespace {

/// What each fact changes beside state and clock.
struct Apply {
  Arrival& arrival;

  void operator()(const RecordReceived& e) const {
    arrival.mrn = e.mrn;
    arrival.declared = e.declared;
    arrival.limit = e.limit;
    arrival.departure = e.departure;
    arrival.consignee = e.consignee;
    if (!e.day) return;
    arrival.day = e.day;
    arrival.late = e.late;
  }
  void operator()(const ArrivalNotified& e) const {
    arrival.mrn = e.mrn;
    arrival.office = e.office;
    arrival.at = e.at;
    arrival.day = e.day;
    arrival.trader = e.trader;
    arrival.simplified = e.simplified;
    arrival.unloading_wait_minutes = e.unloading_wait_minutes;
    arrival.at_premises = e.premises.has_value();
    arrival.confirmed = e.by.has_value();
    arrival.late = e.late;
    arrival.cause_proven = e.cause_proven;
  }
  void operator()(const RecordAskedAgain& /*e*/) const { ++arrival.asked; }
  void operator()(const RecordRefused& /*e*/) const {}
  void operator()(const AcceptedOnTheTad& e) const {
    arrival.day = e.day;
    if (!arrival.departure) arrival.departure = e.departure;
  }
  void operator()(const EndedByDeparture& /*e*/) const {}
  void operator()(const ArrivedElsewhere& /*e*/) const {}
  void operator()(const IncidentForwarded& /*e*/) const {}
  void operator()(const PermissionGranted& e) const {
    if (e.by) arrival.confirmed = true;
  }
  /// Goods are unloaded in parts, and each remark is about its part: a later one takes none of it back.
  void operator()(const RemarksReceived& e) const {
    arrival.seals_broken = arrival.seals_broken || e.seals_broken.value_or(false);
    arrival.remarks_differ = arrival.remarks_differ || !e.conform;
  }
  void operator()(const ControlDecided& /*e*/) const {}
  void operator()(const TakenOver& /*e*/) const {}
  void operator()(const ResultRecorded& e) const {
    arrival.result = e.result;
    if (e.by) arrival.confirmed = true;
  }
  void operator()(const DiscrepanciesAnswered& /*e*/) const {}
  void operator()(const DecidedNationally& /*e*/) const {}
  void operator()(const GivenUp& /*e*/) const {}
  void operator()(const Reminded& e) const {
    arrival.alarm = e.alarm;
    if (e.alarm == Alarm::results_late || e.alarm == Alarm::results_overdue) ++arrival.reminders;
  }
  void operator()(const LimitMoved& e) const {
    arrival.limit = e.limit;
    arrival.late = arrival.day && *arrival.day > e.limit;
    if (arrival.state == State::expected) arrival.alarm.reset();
  }
  void operator()(const OnwardReported& e) const {
    const auto known = std::ranges::find(arrival.onward, e.onward.declaration, &Onward::declaration);
    if (known == arrival.onward.end()) {
      arrival.onward.push_back(e.onward);
    } else {
      *known = e.onward;
    }
  }
  void operator()(const OnwardWithdrawn& e) const {
    std::erase_if(arrival.onward, [&](const Onward& one) { return one.declaration == e.declaration; });
  }
  void operator()(const Noted& e) const {
    if (e.contradiction) arrival.alarm = Alarm::contradiction;
  }
};

}  // namespace

bool Arrival::is_for_its_trader() const {
  if (!trader) return false;
  const bool bound_for_its_premises = at_premises && office == declared;
  return confirmed || consignee == trader || bound_for_its_premises;
}

Arrival evolve(Arrival arrival, const Event& event) {
  if (event.next != arrival.state) arrival.alarm.reset();
  std::visit(Apply{arrival}, event.fact);
  if (event.next == State::requested && arrival.state != State::requested) arrival.asked = 1;
  arrival.state = event.next;
  arrival.due = event.due;
  return arrival;
}

}  // namespace lintas::transit::destination

namespace lintas {

template const Shape& shape<transit::destination::Event>();

}  // namespace lintas
