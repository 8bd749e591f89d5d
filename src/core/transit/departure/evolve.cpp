#include "core/transit/departure/evolve.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/transit/departure/events.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/departure/table.hpp"
#include "core/transit/limits.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"

namespace lintas::transit::departure {

// Checked here, once, and not in each source that reads the table.
static_assert(lists_are_complete<Machine>());
static_assert(verdicts_agree_with_rows<Machine>());
static_assert(rows_are_unique<Machine>());
static_assert(all_reachable<Machine>());
static_assert(open_states_have_exits<Machine>());

Fact::Fact() = default;
Fact::Fact(const Fact& other) = default;
Fact::Fact(Fact&& other) noexcept = default;
Fact& Fact::operator=(const Fact& other) = default;
Fact& Fact::operator=(Fact&& other) noexcept = default;
Fact::~Fact() = default;
bool Fact::operator==(const Fact& other) const = default;

namespace {

/// What each fact changes beside state and clock.
constexpr Ie ie_passage = 118;
constexpr Ie ie_result = 18;

struct Apply {
  Movement& movement;
  State next;     ///< where the event leads
  bool notified;  ///< other states are told of it

  void operator()(const Submitted& e) const {
    movement.declaration = e.declaration;
    movement.declared_by = e.sender;
    movement.mrn = e.mrn;
    movement.accepted = e.accepted;
  }
  void operator()(const Presented& e) const {
    movement.mrn = e.mrn;
    movement.accepted = e.accepted;
    if (e.declaration) movement.declaration = *e.declaration;
    if (e.limit_proposed) movement.declaration.limit_proposed = e.limit_proposed;
    if (!e.vehicles.empty()) movement.declaration.vehicles = e.vehicles;
    if (e.at_risk) movement.declaration.at_risk = e.at_risk;
    if (e.calculation) movement.declaration.calculation = *e.calculation;
  }
  void operator()(const Amended& e) const {
    const bool load_is_the_same = differs_in_guarantees_only(movement.declaration, e.declaration);
    movement.declaration = e.declaration;
    movement.declared_by = e.sender;
    const bool asked_for = movement.state == State::under_amendment;
    // Of a notified control only other guarantees leave the result as it is (R-ACTS-033).
    const bool result_may_stand = asked_for || movement.state == State::guarantee_problem;
    if (load_is_the_same && result_may_stand && movement.control_done) return;
    movement.control_done = false;  // data changed since: a control may be decided anew
    movement.controlled.reset();
    // One that was decided is to be made whatever is amended before it ends. An earlier program let what
    // customs had amended be accepted without it: of that nothing waits, and a control may be decided anew.
    if (next != State::under_control) movement.control_notified = false;
  }
  void operator()(const CancellationAsked& /*e*/) const { movement.cancellation_asked = true; }
  void operator()(const CancellationDecided& /*e*/) const { movement.cancellation_asked = false; }
  void operator()(const ControlDecided& e) const {
    movement.control_notified = true;
    movement.control = !e.of_goods               ? Control::documents
                       : e.large.value_or(false) ? Control::large_load
                                                 : Control::goods;
  }
  void operator()(const ControlRecorded& e) const {
    movement.control_done = true;
    movement.controlled = e.result;
  }
  void operator()(const ReleaseTried& e) const { movement.limit_tried = e.limit; }
  void operator()(const Released& e) const {
    movement.limit = e.limit;
    movement.limit_tried.reset();
    movement.released = e.day;
    movement.uses_reserved = true;
  }
  // Of what does not go no limit is known: the next attempt has one of its own.
  void operator()(const GuaranteeRefused& /*e*/) const { movement.limit_tried.reset(); }
  void operator()(const ReleaseHindered& /*e*/) const { movement.limit_tried.reset(); }
  void operator()(const LimitExtended& e) const { movement.limit = e.limit; }
  void operator()(const RecordAsked& e) const {
    const Country country = e.office.country();
    if (e.positive && std::ranges::find(movement.further, country) == movement.further.end())
      movement.further.push_back(country);
    if (e.calls.value_or(false)) movement.unexpected.push_back(e.office);
  }
  void operator()(const PassageReported& e) const {
    if (!movement.has_crossed(e.crossing.office)) movement.crossings.push_back(e.crossing);
    // An earlier program told nobody of a passage told again: where it was all that followed an incident,
    // the others see the incident, and so does departure.
    if (notified) movement.incident = false;
    movement.refused = false;  // they went on after all
    are_in(e.crossing.office.country());
  }
  void operator()(const PassageRefused& e) const {
    movement.incident = true;
    if (e.calls.value_or(false)) movement.refused = true;
  }
  void operator()(const IncidentReported& e) const {
    movement.incident = true;
    auto& known = movement.incidents;
    if (known.size() == limits::incidents_told_max) known.erase(known.begin());
    known.push_back({.office = e.crossing.office,
                     .at = e.crossing.at,
                     .code = e.code,
                     .new_seals = e.new_seals,
                     .vehicle = e.vehicle});
  }
  void operator()(const ArrivalReported& e) const {
    movement.arrival = e.arrival;
    movement.incident = false;
    movement.refused = false;
    are_in(e.arrival.office.country());
  }
  void operator()(const ResultReported& e) const { movement.result = e.result; }
  void operator()(const Invalidated& /*e*/) const { movement.refused = false; }
  void operator()(const LookedAt& /*e*/) const {
    movement.refused = false;
    movement.evidence = false;
    movement.unexpected.clear();
    movement.unanswered.reset();
  }
  void operator()(const DiscrepanciesResolved& /*e*/) const { movement.unanswered.reset(); }
  void operator()(const ProofAccepted& /*e*/) const { movement.refused = false; }
  // What the state alone tells.
  void operator()(const AmendmentRequested& /*e*/) const {}
  void operator()(const RequestWithdrawn& /*e*/) const {}
  void operator()(const ReleaseAnswered& /*e*/) const {}
  void operator()(const NotReleased& /*e*/) const {}
  void operator()(const RecommendationClosed& /*e*/) const {}
  void operator()(const ClockRang& /*e*/) const {}
  void operator()(const StatusAsked& /*e*/) const {}
  /// Each state has a line of its own, so the report of a passage may come behind that of the arrival: it
  /// moves nothing, and completes the record.
  void operator()(const Noted& e) const {
    if (e.ie == ie_passage && !e.contradiction && e.office && e.at && !movement.has_crossed(*e.office))
      movement.crossings.push_back({.office = *e.office, .at = *e.at});
    if (!e.calls.value_or(false)) return;
    if (e.ie == ie_result && e.result == "B1" && movement.state == State::written_off && e.office) {
      movement.unanswered = e.office;
    } else {
      movement.evidence = true;
    }
  }

  /// There the goods are, and all know it.
  void are_in(Country state) const {
    std::erase_if(movement.unexpected, [&](const OfficeId& asker) { return asker.country() == state; });
  }
};

/// When what the report tells came about; nothing where the event itself is what is told.
std::optional<Instant> reported_at(const Fact& fact) {
  if (const auto* passage = std::get_if<PassageReported>(&fact)) return passage->crossing.at;
  if (const auto* refused = std::get_if<PassageRefused>(&fact)) return refused->crossing.at;
  if (const auto* incident = std::get_if<IncidentReported>(&fact)) return incident->crossing.at;
  if (const auto* arrival = std::get_if<ArrivalReported>(&fact)) return arrival->arrival.at;
  return std::nullopt;
}

LastNotice last_notice_of(const Movement& after, const Event& event) {
  LastNotice notice{.status = std::string{notice_status(after, event)},
                    .at = reported_at(event.fact).value_or(event.at.value_or(Instant{})),
                    .written_off = std::nullopt,
                    .crossings = after.crossings.size()};
  if (after.state == State::written_off) notice.written_off = event.day;
  return notice;
}

}  // namespace

Movement evolve(Movement movement, const Event& event) {
  const bool notified = std::ranges::find(event.sent, ie_status_notice) != event.sent.end();
  std::visit(Apply{.movement = movement, .next = event.next, .notified = notified}, event.fact);
  if (event.next != movement.state) {
    movement.previous = movement.state;
    movement.state = event.next;
  }
  movement.due = event.due;
  if (notified && !std::holds_alternative<StatusAsked>(event.fact)) {
    ++movement.notices;
    movement.last_notice = last_notice_of(movement, event);
  }
  return movement;
}

std::string_view notice_status(const Movement& after, const Event& event) {
  // Who has this notice and none before it knows by it alone how the goods stand.
  if (const auto* extended = std::get_if<LimitExtended>(&event.fact))
    return extended->incident.value_or(false) ? "INC" : "LIM";
  if (std::holds_alternative<PassageReported>(event.fact)) return "PAS";
  if (std::holds_alternative<IncidentReported>(event.fact) ||
      std::holds_alternative<PassageRefused>(event.fact))
    return "INC";
  static constexpr std::pair<State, std::string_view> told[] = {{State::arrived, "ARR"},
                                                                {State::discrepancies, "DIS"},
                                                                {State::written_off, "WOF"},
                                                                {State::cancelled, "CAN"}};
  for (const auto& [state, status] : told) {
    if (state == after.state) return status;
  }
  return "REL";
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

namespace lintas {

template const Shape& shape<transit::departure::Event>();

}  // namespace lintas
