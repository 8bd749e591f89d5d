#include "core/workflow/journey_work.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/limits.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"
#include "core/refdata/tables.hpp"
#include "core/transit/destination/commands.hpp"
#include "core/transit/destination/state.hpp"
#include "core/transit/destination/table.hpp"
#include "core/transit/notice.hpp"
#include "core/transit/passage/commands.hpp"
#include "core/transit/passage/state.hpp"
#include "core/transit/passage/table.hpp"
#include "core/workflow/concerned.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/journey_told.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/office_number.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/possible.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {

namespace {

namespace pas = lintas::transit::passage;
namespace des = lintas::transit::destination;

bool is_open(const pas::Passage& passage) {
  return passage.state != pas::State::none &&
         !pas::Machine::states[std::to_underlying(passage.state)].terminal;
}
bool is_open(const des::Arrival& arrival) {
  return arrival.state != des::State::none &&
         !des::Machine::states[std::to_underlying(arrival.state)].terminal;
}

bool has_duties(const Journey& journey) { return is_open(journey.passage) || is_open(journey.arrival); }

/// Departure has not told the end yet: until then the movement stands in the manifest, so that a lost notice
/// of its end is found.
bool awaits_the_end(const Journey& journey) {
  return journey.mrn() && !journey.sighting.has_ended() && !journey.sighting.given_up;
}

/// The office that has to act: where the goods are or end, before that where they are stopped or expected.
std::optional<OfficeId> office_to_act(const Journey& journey) {
  const auto& offices = journey.passage.offices;
  const auto stopped = std::ranges::find(offices, pas::CrossingState::stopped, &pas::Office::crossing);
  if (journey.passage.state == pas::State::stopped && stopped != offices.end()) return stopped->office;
  const bool here = is_open(journey.arrival) || !is_open(journey.passage);
  if (here && journey.arrival.acting_office()) return journey.arrival.acting_office();
  return office_concerned(journey.passage);
}

std::optional<Instant> earlier(std::optional<Instant> a, std::optional<Instant> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

/// Those that have or had a part in it: also the one that asked departure for a record that never came, and
/// the declared one after the goods have arrived at another.
std::vector<OfficeId> offices_of(const Journey& journey) {
  std::vector<OfficeId> all;
  all.reserve(journey.passage.offices.size());
  for (const pas::Office& office : journey.passage.offices) all.push_back(office.office);
  for (const auto& office : {journey.passage.asked_by, journey.arrival.declared, journey.arrival.office})
    if (office) all.push_back(*office);
  return all;
}

/// The offices that have or had a part in it here, who presented the goods, and whoever reads all.
std::vector<std::string> concerned_by(const Journey& journey) {
  if (!journey.mrn()) return {};
  std::vector<std::string> all{std::string{all_concerned}};
  for (const OfficeId& office : offices_of(journey)) add_concerned(all, office.str());
  if (journey.arrival.trader) add_concerned(all, journey.arrival.trader->str());
  return all;
}

constexpr std::array acts_of_passage{
    Task{0, pas::Trigger::goods_present, Weight::any_time},
    Task{1, pas::Trigger::pass},
    Task{1, pas::Trigger::pass_out_of_order, Weight::any_time},
    Task{1, pas::Trigger::pass_undeclared, Weight::any_time},
    Task{1, pas::Trigger::pass_again, Weight::any_time},
    Task{2, pas::Trigger::pass_on_the_tad},
    Task{3, pas::Trigger::ask_again},
    Task{4, pas::Trigger::turn_back},
    Task{5, pas::Trigger::confirm_held},
    Task{6, pas::Trigger::incident, Weight::any_time},
    Task{7, pas::Trigger::stop},
    Task{8, pas::Trigger::complete},
    Task{9, pas::Trigger::lift},
    Task{10, pas::Trigger::refuse_for_good},
    Task{11, pas::Trigger::end_in_territory},
};
static_assert(has_every_act<pas::Machine>(acts_of_passage, std::variant_size_v<pas::Act>));
constexpr CommandType record_arrival = command_in(destination_block, 0);
static_assert(std::is_same_v<std::variant_alternative_t<0, des::Act>, des::RecordArrival>);
constexpr CommandType report_onward = command_in(destination_block, 9);
static_assert(std::is_same_v<std::variant_alternative_t<9, des::Act>, des::ReportOnward>);
constexpr CommandType withdraw_onward = command_in(destination_block, 10);
static_assert(std::is_same_v<std::variant_alternative_t<10, des::Act>, des::WithdrawOnward>);
constexpr std::array acts_of_arrival{
    Task{0, des::Trigger::t007},
    Task{1, des::Trigger::accept_on_the_tad},
    Task{2, des::Trigger::permission},
    Task{3, des::Trigger::decide_control},
    Task{4, des::Trigger::no_control},
    Task{5, des::Trigger::take_over},
    Task{6, des::Trigger::accept_remarks},
    Task{7, des::Trigger::result, Weight::any_time},
    Task{7, des::Trigger::result_b1},
    Task{8, des::Trigger::national_decision},
    Task{9, des::Trigger::onward, Weight::any_time},
    Task{10, des::Trigger::onward_withdrawn, Weight::any_time},
};
static_assert(has_every_act<des::Machine>(acts_of_arrival, std::variant_size_v<des::Act>));

bool is_to_do(const pas::Passage& passage, pas::Trigger trigger) {
  using enum pas::Trigger;
  if (trigger == pass || trigger == stop) return passage.next_office().has_value();
  if (trigger == end_in_territory) return passage.ended_by_departure;
  if (trigger == confirm_held) {
    return std::ranges::find(passage.offices, pas::CrossingState::held, &pas::Office::crossing) !=
           passage.offices.end();
  }
  return true;
}
/// Goods at the trader's own premises are unloaded by permission, others are released at the office.
bool is_to_do(const des::Arrival& arrival, des::Trigger trigger) {
  if (trigger == des::Trigger::permission) return arrival.simplified;
  if (trigger == des::Trigger::no_control) return !arrival.simplified;
  if (trigger == des::Trigger::onward_withdrawn) return !arrival.onward.empty();
  return true;
}

/// Nothing stands here but what was said at the arrival itself.
bool is_told_of_nothing(const Journey& journey) {
  return !journey.arrival.declared && journey.passage.state == pas::State::none && !journey.sighting.mrn;
}

}  // namespace

std::optional<Instant> end_of_wait(const Journey& journey) {
  if (has_duties(journey) || !awaits_the_end(journey)) return std::nullopt;
  return journey.heard + limits::end_awaited;
}

Summary summary_of_journey(const State& state) {
  const auto& journey = state.as<Journey>();
  const bool acts = has_duties(journey);
  const auto office = acts ? office_to_act(journey) : std::nullopt;
  const auto mrn = journey.mrn();
  const bool ends = journey.arrival.state != des::State::none;
  return {.office = office ? office_number(*office) : 0,
          .status =
              ends ? static_cast<std::uint16_t>(arrival_statuses + std::to_underlying(journey.arrival.state))
                   : static_cast<std::uint16_t>(std::to_underlying(journey.passage.state)),
          .due = earlier(earlier(journey.passage.due, journey.arrival.due),
                         earlier(journey.sighting.due, end_of_wait(journey))),
          .open = acts || awaits_the_end(journey),
          .ref = mrn ? std::string{mrn->str()} : std::string{},
          .concerned = concerned_by(journey)};
}

std::vector<CommandType> journey_calls_for(const State& state, Instant /*now*/, const Setting& /*setting*/) {
  const auto& journey = state.as<Journey>();
  std::vector<CommandType> acts;
  if (!has_duties(journey)) return acts;
  const auto office = office_to_act(journey);
  const bool of_arrival = is_open(journey.arrival) && office == journey.arrival.acting_office();
  if (of_arrival) {
    add_calls<des::Machine>(acts, destination_block, acts_of_arrival, journey.arrival.state,
                            [&](des::Trigger trigger) { return is_to_do(journey.arrival, trigger); });
  }
  const bool passes_here = std::ranges::find(journey.passage.offices, office, [](const pas::Office& one) {
                             return std::optional{one.office};
                           }) != journey.passage.offices.end();
  if (is_open(journey.passage) && (!of_arrival || passes_here)) {
    add_calls<pas::Machine>(acts, passage_block, acts_of_passage, journey.passage.state,
                            [&](pas::Trigger trigger) { return is_to_do(journey.passage, trigger); });
  }
  return acts;
}

std::vector<Possible> possible_on_journey(const State& state) {
  const auto& journey = state.as<Journey>();
  std::vector<Possible> acts;
  if (journey.passage.state != pas::State::none || journey.arrival.state == des::State::none) {
    // Goods may be stopped wherever they are, not only where they are expected next.
    add_possible<pas::Machine>(acts, passage_block, acts_of_passage, journey.passage.state,
                               [&](pas::Trigger trigger) {
                                 return trigger == pas::Trigger::stop || is_to_do(journey.passage, trigger);
                               });
  }
  add_possible<des::Machine>(acts, destination_block, acts_of_arrival, journey.arrival.state,
                             [&](des::Trigger trigger) { return is_to_do(journey.arrival, trigger); });
  return acts;
}

bool may_act_on_journey(const Journey& journey, CommandType act, const OfficeId& office, Instant at,
                        const Setting& setting) {
  const bool passes = block_of(std::to_underlying(act)) == passage_block;
  const auto role = passes ? refdata::OfficeRole::transit : refdata::OfficeRole::destination;
  const auto* row = row_of_office(office, at, setting);
  if (office.country() != setting.home || row == nullptr || !row->value.has(role)) return false;
  const bool goes_where_the_goods_are = !passes && act != record_arrival;
  const auto& arrived_at = journey.arrival.office;
  return !goes_where_the_goods_are || !arrived_at || *arrived_at == office;
}

bool is_of_onward(CommandType act) { return act == report_onward || act == withdraw_onward; }

bool may_tell_of_onward(const Journey& journey, CommandType act, const access::Actor& actor, Instant at,
                        const Setting& setting) {
  if (actor.role == access::Role::national_system && actor.office.empty())
    return journey.arrival.state != des::State::none;
  const auto office = OfficeId::parse(actor.office);
  return office && may_act_on_journey(journey, act, *office, at, setting);
}

access::Relations relations_to_act_on_journey(const State& state, CommandType act, const access::Actor& actor,
                                              Instant now, const Setting& setting) {
  const auto& journey = state.as<Journey>();
  const auto office = OfficeId::parse(actor.office);
  const bool may = is_of_onward(act) ? may_tell_of_onward(journey, act, actor, now, setting)
                                     : office && may_act_on_journey(journey, act, *office, now, setting);
  return may ? access::Relations{access::Relation::office} : access::Relations{};
}

access::Relations relations_of_journey(const State& state, const access::Actor& actor,
                                       const Setting& /*setting*/) {
  const auto& journey = state.as<Journey>();
  access::Relations relations;
  const auto offices = offices_of(journey);
  if (std::ranges::any_of(offices, [&](const OfficeId& office) { return office.str() == actor.office; }))
    relations.add(access::Relation::office);
  if (const auto mrn = journey.mrn(); mrn && is_departure(*mrn, actor))
    relations.add(access::Relation::route_state);
  // The MRN stands on the TAD for everybody to read: to name oneself at an arrival is not enough.
  const auto& trader = journey.arrival.trader;
  const bool is_its = journey.arrival.is_for_its_trader() || is_told_of_nothing(journey);
  if (trader && trader->str() == actor.party && is_its) relations.add(access::Relation::own);
  return relations;
}

}  // namespace lintas::workflow
