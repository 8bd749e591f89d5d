#include "core/registers/decide.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "base/decision.hpp"
#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/calendar.hpp"
#include "core/refdata/state_profile.hpp"
#include "core/registers/commands.hpp"
#include "core/registers/events.hpp"
#include "core/registers/evolve.hpp"
#include "core/registers/refusal.hpp"
#include "core/registers/state.hpp"
#include "core/registers/table.hpp"

namespace lintas::registers {

namespace {

using Refusals = std::vector<Refusal>;

Decision<Event> refuse(const Refusals& faults) {
  Findings findings;
  for (const Refusal refusal : faults) findings.push_back(finding(refusal));
  return refused<Event>(std::move(findings));
}

/// The answer where the table alone decides; nothing if the state has a row for the trigger.
std::optional<Decision<Event>> by_state(const Entry& entry, Trigger trigger) {
  const Cell& cell = cell_of(entry.status, trigger);
  switch (cell.verdict) {
    case Verdict::row: return std::nullopt;
    case Verdict::record_only: return accepted<Event>();
    case Verdict::refuse: return refused<Event>({finding(cell.refusal, standing(entry.status))});
  }
  std::unreachable();
}

// ---- what may be written

template <class E>
bool is_one_of(E value, E last) {
  return std::to_underlying(value) >= 1 && value <= last;
}

template <class T>
bool too_long(const std::vector<T>& list) {
  return list.size() > limits::register_list_max;
}

bool has_right(const Authorisation& facts, Right right) {
  return std::ranges::find(facts.rights, right) != facts.rights.end();
}

void check(const Trader& facts, const refdata::StateProfile& law, Refusals& faults) {
  const auto known = [](TraderRole role) { return is_one_of(role, TraderRole::broker); };
  if (!std::ranges::all_of(facts.roles, known)) faults.push_back(Refusal::unknown_value);
  if (too_long(facts.roles)) faults.push_back(Refusal::list_too_long);
  const bool ours = facts.tin.country() == law.state;
  if (ours && !law.tin_shapes.empty() && !law.has_shape(facts.tin)) faults.push_back(Refusal::number_shape);
}

void check(const Mandate& facts, Refusals& faults) {
  if (facts.holder == facts.agent) faults.push_back(Refusal::agent_of_itself);
}

/// Goods that wait longer before their trader may unload them are looked at by an officer.
constexpr std::chrono::minutes unloading_wait_max = std::chrono::weeks{1};

void check(const Authorisation& facts, Refusals& faults) {
  const auto known = [](Right right) { return is_one_of(right, Right::special_seals); };
  if (!std::ranges::all_of(facts.rights, known)) faults.push_back(Refusal::unknown_value);
  if (facts.rights.empty()) faults.push_back(Refusal::no_rights);
  if (facts.offices.empty()) faults.push_back(Refusal::no_offices);
  if (has_right(facts, Right::special_seals) == facts.seals.empty())
    faults.push_back(Refusal::seals_and_right);
  if (std::cmp_greater(facts.unloading_wait_minutes, unloading_wait_max.count()))
    faults.push_back(Refusal::wait_too_long);
  if (too_long(facts.rights) || too_long(facts.offices) || too_long(facts.premises) ||
      too_long(facts.seals) || too_long(facts.goods_excluded)) {
    faults.push_back(Refusal::list_too_long);
  }
}

void check(const Permit& facts, Refusals& faults) {
  if (!is_one_of(facts.agreement, Agreement::afafist) || !is_one_of(facts.unit, UnitKind::semi_trailer))
    faults.push_back(Refusal::unknown_value);
  if (too_long(facts.states)) faults.push_back(Refusal::list_too_long);
}

void check(const Insurance& facts, const Content& content, Refusals& faults) {
  if (facts.states.empty()) faults.push_back(Refusal::no_states);
  if (too_long(facts.states)) faults.push_back(Refusal::list_too_long);
  const refdata::Limit year{.count = 12, .unit = refdata::LimitUnit::months};
  const Day after_a_year = refdata::last_day(content.valid_from, year, {});
  if (!content.valid_until || *content.valid_until >= after_a_year)
    faults.push_back(Refusal::longer_than_a_year);
}

Refusals faults_in(const Content& content, const refdata::StateProfile& law) {
  Refusals faults;
  if (content.valid_until && *content.valid_until < content.valid_from)
    faults.push_back(Refusal::no_days_of_validity);
  std::visit(Overloaded{[&](const Trader& facts) { check(facts, law, faults); },
                        [&](const Mandate& facts) { check(facts, faults); }, [&](const Declarant&) {},
                        [&](const Authorisation& facts) { check(facts, faults); },
                        [&](const Permit& facts) { check(facts, faults); },
                        [&](const Insurance& facts) { check(facts, content, faults); }},
             content.facts);
  return faults;
}

/// Only who has as much word as whoever stopped the entry lets it hold again.
bool may_start(const Entry& entry, const Given& given) { return entry.stopped_by <= given.side; }

/// It was stopped so before, by one with as much word: nothing new.
bool is_stopped(const Entry& entry, Status how, const Given& given) {
  return entry.status == how && entry.stopped_by >= given.side;
}

bool needs_four_eyes(Kind kind) { return kind == Kind::trader || kind == Kind::authorisation; }

/// R-ACTS-020: the event would make one live permit more than the agreement allows.
bool is_one_too_many(const Entry& entry, const Event& event, const Bounds& bounds) {
  const Country state = bounds.law.state;
  return !is_live_permit(entry, state, bounds.today) &&
         is_live_permit(evolve(entry, event), state, bounds.today) &&
         std::cmp_greater_equal(bounds.live_permits, bounds.law.permits_max);
}

}  // namespace

bool is_live_permit(const Entry& entry, Country state, Day today) {
  if (entry.status != Status::valid && entry.status != Status::suspended) return false;
  const auto* permit = std::get_if<Permit>(&entry.facts);
  return permit != nullptr && permit->agreement == Agreement::acts && permit->issued_by == state &&
         (!entry.valid_until || today <= *entry.valid_until);
}

EntryKey key_of(const Command& command) {
  return std::visit(Overloaded{[](const Register& c) { return key_of(c.content.facts); },
                               [](const Change& c) { return key_of(c.content.facts); },
                               [](const Suspend& c) { return c.key; }, [](const Resume& c) { return c.key; },
                               [](const Withdraw& c) { return c.key; }},
                    command);
}

Decision<Event> decide(const Entry& entry, const Register& c, const Given& given, const Bounds& bounds) {
  if (auto answer = by_state(entry, Trigger::register_it)) return *answer;
  if (!may_start(entry, given)) return refuse({Refusal::stopped_by_authority});
  Refusals faults = faults_in(c.content, bounds.law);
  Event event = Registered{.at = given.at, .by = given.by, .content = c.content};
  if (is_one_too_many(entry, event, bounds)) faults.push_back(Refusal::too_many_permits);
  if (!faults.empty()) return refuse(faults);
  return accepted<Event>(std::move(event));
}

Decision<Event> decide(const Entry& entry, const Change& c, const Given& given, const Bounds& bounds) {
  if (auto answer = by_state(entry, Trigger::change)) return *answer;
  if (key_of(c.content.facts) != key_of(entry.facts)) return refuse({Refusal::other_key});
  Refusals faults = faults_in(c.content, bounds.law);
  Event event = Changed{.at = given.at, .by = given.by, .content = c.content};
  if (is_one_too_many(entry, event, bounds)) faults.push_back(Refusal::too_many_permits);
  if (!faults.empty()) return refuse(faults);
  const bool same = c.content.facts == entry.facts && c.content.valid_from == entry.valid_from &&
                    c.content.valid_until == entry.valid_until && c.content.details == entry.details;
  if (same) return accepted<Event>();
  return accepted<Event>(std::move(event));
}

Decision<Event> decide(const Entry& entry, const Suspend& c, const Given& given, const Bounds&) {
  if (auto answer = by_state(entry, Trigger::suspend)) return *answer;
  if (is_stopped(entry, Status::suspended, given)) return accepted<Event>();
  if (!is_one_of(c.reason, Reason::replaced)) return refuse({Refusal::unknown_value});
  return accepted<Event>(Suspended{.at = given.at, .by = given.by, .reason = c.reason, .side = given.side});
}

Decision<Event> decide(const Entry& entry, const Resume&, const Given& given, const Bounds&) {
  if (auto answer = by_state(entry, Trigger::resume)) return *answer;
  if (!may_start(entry, given)) return refuse({Refusal::stopped_by_authority});
  return accepted<Event>(Resumed{.at = given.at, .by = given.by});
}

Decision<Event> decide(const Entry& entry, const Withdraw& c, const Given& given, const Bounds&) {
  if (auto answer = by_state(entry, Trigger::withdraw)) return *answer;
  if (is_stopped(entry, Status::withdrawn, given)) return accepted<Event>();
  if (!is_one_of(c.reason, Reason::replaced)) return refuse({Refusal::unknown_value});
  const bool four_eyes = c.second && *c.second != given.by;
  const bool against_the_holder = c.reason != Reason::asked_by_holder;
  if (against_the_holder && needs_four_eyes(kind_of(entry.facts)) && !four_eyes)
    return refuse({Refusal::four_eyes});
  return accepted<Event>(
      Withdrawn{.at = given.at, .by = given.by, .second = c.second, .reason = c.reason, .side = given.side});
}

Decision<Event> decide(const Entry& entry, const Command& command, const Given& given, const Bounds& bounds) {
  return std::visit([&](const auto& c) { return decide(entry, c, given, bounds); }, command);
}

}  // namespace lintas::registers
