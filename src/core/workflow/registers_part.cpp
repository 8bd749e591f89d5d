#include "core/workflow/registers_part.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/require.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/state_profile.hpp"
#include "core/registers/commands.hpp"
#include "core/registers/decide.hpp"
#include "core/registers/events.hpp"
#include "core/registers/evolve.hpp"
#include "core/registers/state.hpp"
#include "core/registers/table.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/concerned.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/expiring.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/law.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {

namespace {

namespace reg = lintas::registers;

// ---- where things are

constexpr std::size_t entry_place = 0;
constexpr std::size_t count_place = 1;

Slot count_slot() {
  return {.kind = register_count_stream,
          .by = make_key(register_keys, "count", reg::name(reg::Kind::permit))};
}

template <class C>
reg::EntryKey key_in(const C& c) {
  if constexpr (requires { c.content; }) {
    return reg::key_of(c.content.facts);
  } else {
    return c.key;
  }
}

template <class C>
Located locate(const Command& command, const Setting& /*setting*/) {
  const reg::EntryKey key = key_in(read_content<C>(command.content));
  Located located;
  located.slots.push_back(entry_slot(key));
  if (key.kind == reg::Kind::permit) located.slots.push_back(count_slot());
  return located;
}

// ---- who may

bool is_of_vehicles(reg::Kind kind) { return kind == reg::Kind::permit || kind == reg::Kind::insurance; }

/// A firm's own administrator says who acts for it, not what it is.
bool is_of_firm(const reg::EntryKey& key, const reg::Facts* facts, std::string_view party) {
  if (facts == nullptr) return false;
  if (key.kind == reg::Kind::mandate) return std::get<reg::Mandate>(*facts).holder.str() == party;
  if (key.kind == reg::Kind::declarant) return std::get<reg::Declarant>(*facts).firm.str() == party;
  return false;
}

/// The firms that an entry is about.
std::vector<std::string_view> firms_of(const reg::Facts& facts) {
  using Firms = std::vector<std::string_view>;
  return std::visit(
      Overloaded{[](const reg::Trader& f) { return Firms{f.tin.str()}; },
                 [](const reg::Mandate& f) { return Firms{f.holder.str(), f.agent.str()}; },
                 [](const reg::Declarant& f) { return Firms{f.firm.str()}; },
                 [](const reg::Authorisation& f) { return Firms{f.holder.str()}; },
                 [](const reg::Permit& f) { return Firms{f.carrier.str()}; },
                 [](const reg::Insurance& f) { return f.carrier ? Firms{f.carrier->str()} : Firms{}; }},
      facts);
}

bool concerns(const reg::Facts& facts, std::string_view party) {
  return std::ranges::any_of(firms_of(facts), [&](std::string_view firm) { return firm == party; });
}

/// Whoever looks at an entry: the firm it is about, the authority that keeps it.
access::Relations relations_of_reader(const State& state, const access::Actor& actor,
                                      const Setting& /*setting*/) {
  const auto& entry = state.as<reg::Entry>();
  access::Relations relations;
  if (entry.status == reg::Status::none) return relations;
  if (is_of_vehicles(reg::kind_of(entry.facts))) relations.add(access::Relation::office);
  if (!actor.party.empty() && concerns(entry.facts, actor.party)) relations.add(access::Relation::own);
  return relations;
}

/// The keeper keeps every register; the transport authority that of the vehicles.
template <class C>
access::Relations relations(const Command& command, const Situation& situation, const Setting& /*setting*/) {
  const C c = read_content<C>(command.content);
  const reg::EntryKey key = key_in(c);
  const auto& entry = situation.slots[entry_place].state->as<reg::Entry>();
  const reg::Facts* facts = entry.status == reg::Status::none ? nullptr : &entry.facts;
  if constexpr (requires { c.content; }) facts = &c.content.facts;
  access::Relations relations;
  const bool keeps_all = command.actor.role == access::Role::reference_data_keeper;
  if (keeps_all || is_of_vehicles(key.kind)) relations.add(access::Relation::office);
  if (is_of_firm(key, facts, command.actor.party)) relations.add(access::Relation::own);
  return relations;
}

// ---- decisions

/// The number that counts permits with this last day.
std::uint32_t& place_in(PermitCount& count, const std::optional<Day>& until) {
  if (!until) return count.live;
  const auto place = std::ranges::lower_bound(count.ending, *until, {}, &PermitsEnding::day);
  if (place != count.ending.end() && place->day == *until) return place->live;
  return count.ending.insert(place, {.day = *until})->live;
}

/// Keeps the number of live permits true in the same step.
void count_permit(Outcome& outcome, const Situation& situation, const reg::Entry& before,
                  const reg::Entry& after, Country state, Day today) {
  const bool was = reg::is_live_permit(before, state, today);
  const bool is = reg::is_live_permit(after, state, today);
  if (was == is && (!is || before.valid_until == after.valid_until)) return;
  auto count = situation.slots[count_place].state->as<PermitCount>();
  if (was) {
    std::uint32_t& of_its_day = place_in(count, before.valid_until);
    // Before last days were kept, all were counted without one.
    std::uint32_t& counted = of_its_day > 0 ? of_its_day : count.live;
    require(counted > 0, "a permit that is live was counted");
    --counted;
  }
  if (is) ++place_in(count, after.valid_until);
  std::erase_if(count.ending, [&](const PermitsEnding& some) { return some.live == 0 || some.day < today; });
  outcome.events.push_back(new_event(count_place, permits_counted, count));
}

Outcome decide_as(const reg::Command& asked, const Command& command, const Situation& situation,
                  const Setting& setting) {
  const auto& entry = situation.slots[entry_place].state->as<reg::Entry>();
  const refdata::StateProfile& law = law_at(command.at, setting);
  const bool is_permit = situation.slots.size() > count_place;
  const Day today = day_here(command.at, setting);
  const reg::Bounds bounds{
      .law = law,
      .today = today,
      .live_permits = is_permit ? situation.slots[count_place].state->as<PermitCount>().live_on(today) : 0};
  const bool by_firm = command.actor.role == access::Role::firm_administrator;
  const reg::Given given{.at = command.at,
                         .by = access::person_of(command.actor),
                         .side = by_firm ? reg::Side::firm : reg::Side::authority};
  const auto decision = reg::decide(entry, asked, given, bounds);
  Outcome outcome;
  outcome.answer = decision.answer;
  reg::Entry after = entry;
  for (const reg::Event& event : decision.events) {
    outcome.events.push_back(new_event(entry_place, register_block, event));
    // Name and address of the firm belong to the event that names their hash.
    if (!command.payloads.empty()) outcome.events.back().payload = 0;
    after = reg::evolve(std::move(after), event);
  }
  if (is_permit) count_permit(outcome, situation, entry, after, law.state, today);
  return outcome;
}

template <class C>
Outcome decide(const Command& command, const Situation& situation, const Setting& setting) {
  return decide_as(read_content<C>(command.content), command, situation, setting);
}

/// A row of a file: as it is the first time or any other.
Outcome decide_row(const Command& command, const Situation& situation, const Setting& setting) {
  const auto row = read_content<reg::Register>(command.content);
  const auto& entry = situation.slots[entry_place].state->as<reg::Entry>();
  const bool is_new = reg::cell_of(entry.status, reg::Trigger::register_it).verdict == reg::Verdict::row;
  Outcome outcome = is_new ? decide_as(row, command, situation, setting)
                           : decide_as(reg::Change{row.content}, command, situation, setting);
  const bool happened =
      std::ranges::any_of(outcome.events, [](const NewEvent& event) { return event.slot == entry_place; });
  const RowEffect effect = !happened                           ? RowEffect::unchanged
                           : entry.status == reg::Status::none ? RowEffect::added
                                                               : RowEffect::changed;
  outcome.reply = to_cbor(RowReply{.effect = effect});
  return outcome;
}

// ---- what is kept

State initial_entry() { return State::of(reg::Entry{}); }
State initial_count() { return State::of(PermitCount{}); }

State evolve_entry(const State& state, const Happened& event) {
  return State::of(
      reg::evolve(state.as<reg::Entry>(), read_event<reg::Event>(register_block, event.type, event.body)));
}
State evolve_count(const State& /*state*/, const Happened& event) {
  return State::of(read_content<PermitCount>(event.body));
}

/// No office has an entry in its work list, and expiry is a matter of the day asked about.
Summary summary_of_entry(const State& state) {
  const auto& entry = state.as<reg::Entry>();
  const bool stands = entry.status != reg::Status::none;
  std::vector<std::string> concerned;
  if (stands && entry.status != reg::Status::withdrawn)
    add_expiring(concerned, firms_of(entry.facts), entry.valid_until);
  const auto* permit = stands ? std::get_if<reg::Permit>(&entry.facts) : nullptr;
  if (permit != nullptr && permit->agreement == reg::Agreement::acts)
    add_concerned(concerned, permits_of_vehicle(permit->plate.str()));
  return {.office = 0,
          .status = std::to_underlying(entry.status),
          .due = std::nullopt,
          .open = false,
          .ref = stands ? reg::key_of(entry.facts).text : std::string{},
          .concerned = std::move(concerned)};
}
Summary summary_of_count(const State& /*state*/) {
  return {.office = 0, .status = 0, .due = std::nullopt, .open = false, .ref = {}};
}

struct EntryAct {
  reg::Trigger trigger;
  CommandType type;
};
constexpr std::array acts_on_entries{EntryAct{reg::Trigger::suspend, suspend_entry},
                                     EntryAct{reg::Trigger::resume, resume_entry},
                                     EntryAct{reg::Trigger::withdraw, withdraw_entry}};
/// What an entry says comes as a table: that is no act.
static_assert(std::ranges::all_of(reg::triggers, [](reg::Trigger trigger) {
  const bool as_table = trigger == reg::Trigger::register_it || trigger == reg::Trigger::change;
  return std::ranges::count(acts_on_entries, trigger, &EntryAct::trigger) == (as_table ? 0 : 1);
}));

std::vector<Possible> possible(const State& state) {
  std::vector<Possible> all;
  for (const EntryAct& act : acts_on_entries) {
    if (reg::cell_of(state.as<reg::Entry>().status, act.trigger).verdict != reg::Verdict::row) continue;
    all.push_back(
        {.type = act.type, .words = std::string{reg::trigger_names[std::to_underlying(act.trigger)]}});
  }
  return all;
}

// ---- the tables

template <class C>
constexpr CommandEntry entry(CommandType type, std::string_view name, std::string_view done) {
  return {.type = type,
          .name = name,
          .locate = locate<C>,
          .relations = relations<C>,
          .decide = decide<C>,
          .begins = std::same_as<C, reg::Register>,
          .done = done};
}

constexpr std::array commands{
    entry<reg::Register>(register_entry, "registers.register", "entry registered"),
    entry<reg::Change>(change_entry, "registers.change", "entry changed"),
    entry<reg::Suspend>(suspend_entry, "registers.suspend", "entry suspended"),
    entry<reg::Resume>(resume_entry, "registers.resume", "entry resumed"),
    entry<reg::Withdraw>(withdraw_entry, "registers.withdraw", "entry withdrawn"),
    CommandEntry{.type = record_entry,
                 .name = "registers.record",
                 .locate = locate<reg::Register>,
                 .relations = relations<reg::Register>,
                 .decide = decide_row,
                 .begins = true},
};

static_assert(std::ranges::all_of(acts_on_entries, [](const EntryAct& act) {
  return std::ranges::count(commands, act.type, &CommandEntry::type) == 1;
}));

constexpr std::array kinds{
    KindEntry{.kind = register_stream,
              .name = "register_entry",
              .initial = initial_entry,
              .evolve = evolve_entry,
              .summary = summary_of_entry,
              .relations = relations_of_reader,
              .possible = possible},
    KindEntry{.kind = register_count_stream,
              .name = "register_count",
              .initial = initial_count,
              .evolve = evolve_count,
              .summary = summary_of_count},
};

/// acts.md 18: the registers are the keeper's, those of vehicles the transport authority's too; who acts for
/// a firm its own administrator says.
constexpr auto grants = [] {
  constexpr std::array all{register_entry, change_entry,   suspend_entry,
                           resume_entry,   withdraw_entry, record_entry};
  constexpr std::array who{
      std::pair{access::Role::reference_data_keeper, access::Relation::office},
      std::pair{access::Role::transport_authority, access::Relation::office},
      std::pair{access::Role::firm_administrator, access::Relation::own},
  };
  std::array<access::Grant, all.size() * who.size()> made{};
  std::size_t n = 0;
  for (const auto& [role, relation] : who) {
    for (const CommandType command : all)
      made.at(n++) = {.role = role, .command = std::to_underlying(command), .relation = relation};
  }
  return made;
}();

}  // namespace

std::size_t PermitCount::live_on(Day day) const {
  std::size_t sum = live;
  for (const PermitsEnding& some : ending) sum += day <= some.day ? some.live : 0;
  return sum;
}

Key entry_key(const registers::EntryKey& key) {
  return make_key(register_keys, registers::name(key.kind), key.text);
}

Slot entry_slot(const registers::EntryKey& key) { return {.kind = register_stream, .by = entry_key(key)}; }

std::string permits_of_vehicle(std::string_view plate) { return std::string{"permits of "}.append(plate); }

Bytes entries_of(registers::Kind kind) { return make_key(register_keys, registers::name(kind), "").value; }

const Part& registers_part() {
  static constexpr Part part{.commands = commands, .kinds = kinds, .grants = grants};
  return part;
}

}  // namespace lintas::workflow
