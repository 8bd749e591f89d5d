#include "core/workflow/departure_part.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/registers/state.hpp"
#include "core/transit/departure/commands.hpp"
#include "core/transit/departure/decide.hpp"
#include "core/transit/departure/events.hpp"
#include "core/transit/departure/evolve.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/departure/table.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/refusal.hpp"
#include "core/transit/ruling.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/concerned.hpp"
#include "core/workflow/departure_checks.hpp"
#include "core/workflow/departure_guarantees.hpp"
#include "core/workflow/departure_told.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/lane_names.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/manifest_part.hpp"
#include "core/workflow/mrn_numbers.hpp"
#include "core/workflow/office_number.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/possible.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {

namespace {

namespace dep = lintas::transit::departure;
using transit::Ie;
using transit::Letter;

/// The limit day that the legs of the route give; nothing where they say nothing.
std::optional<Day> route_limit(const transit::Route& route, const transit::Context& context,
                               const Setting& setting) {
  const auto facts =
      setting.reference->at(context.today()).route(route.departure, route.transit, route.destination);
  if (!facts.gaps.empty()) return std::nullopt;
  return context.today() + facts.transit;
}

Letter letter_in(const Command& command) { return read_content<Letter>(command.content); }

const transit::Declaration& declared_in(const Letter& letter) {
  return certain(letter.declaration, "a declaration has been read before it is asked about");
}

// ---- what the node knows against a declaration, lodged or amended

/// Lodged, amended or presented: the message is a declaration, or brings it along as it stands.
bool declares(const Command& command) {
  return command.type == command_of_message(15) || command.type == command_of_message(13) ||
         command.type == command_of_message(170);
}

/// What a trader's message is judged by: of a declaration all that it rests on, of a request who makes it.
/// The message names the holder, whose mandate an agent needs.
std::vector<registers::EntryKey> entries_asked(const Letter& letter, const Command& command) {
  if (!letter.declaration) return {};
  const transit::Declaration& declaration = *letter.declaration;
  std::vector<registers::EntryKey> keys;
  if (declares(command)) {
    keys = firms_of(declaration, command.actor);
    std::ranges::move(papers_of(declaration), std::back_inserter(keys));
  }
  add_once(keys, declarant_of(command.actor));
  add_once(keys, mandate_of(declaration.holder, command.actor));
  return keys;
}

Findings faults_of_declaration(const Letter& letter, const access::Actor& actor, const Entries& entries,
                               const transit::Context& context, const Setting& setting) {
  const transit::Declaration& declaration = declared_in(letter);
  const Day today = context.today();
  const Day by_route = route_limit(declaration.route, context, setting)
                           .value_or(context.last_day(context.law.timers.transit_limit));
  Findings faults = faults_of_route(declaration, setting.home, setting.reference->at(today));
  for (Findings more :
       {faults_of_guarantees(declaration), faults_of_firms(declaration, actor, entries, today),
        faults_of_special_seals(declaration, letter.new_seals, entries, today),
        faults_of_papers(declaration, actor.party, entries, today,
                         transit::limit_proposed(declaration, today).value_or(by_route))}) {
    std::ranges::move(more, std::back_inserter(faults));
  }
  return faults;
}

// ---- IE015

Mrn next_mrn(const Situation& situation, const Setting& setting) {
  const auto number = certain(situation.number, "a year has more MRNs than movements");
  return mrn_of(number, setting.home, setting.mrn_key, setting.sha256);
}

Located locate_declaration(const Command& command, const Setting& setting) {
  const Letter letter = letter_in(command);
  const transit::Declaration& declaration = declared_in(letter);
  const Day today = day_of(command.at, offset_of(declaration.route.departure, command.at, setting));
  Located located{.slots = {{.kind = departure_stream, .by = Slot::New{}}},
                  .asks = {lrn_key(declaration.holder, declaration.lrn.str())},
                  .number = mrn_block(std::chrono::year_month_day{today}.year())};
  add_entry_slots(located, entries_asked(letter, command));
  add_deposit_slots(located, declaration);
  return located;
}

bool is_representative(const transit::Declaration& declaration, const access::Actor& actor) {
  return declaration.representative && actor.party == declaration.representative->str();
}

/// Of an agent without a mandate the declaration is rejected, and says so (R-ACTS-003).
access::Relations relations_of_declaration(const Command& command, const Situation& /*situation*/,
                                           const Setting& /*setting*/) {
  const Letter letter = letter_in(command);
  const transit::Declaration& declaration = declared_in(letter);
  access::Relations relations;
  if (command.actor.party == declaration.holder.str()) relations.add(access::Relation::own);
  if (is_representative(declaration, command.actor)) relations.add(access::Relation::agent);
  return relations;
}

/// Whether who sends the message is its holder, or acts for it under a mandate that holds at the office of
/// departure.
bool speaks_for_the_holder(const transit::Declaration& declaration, const Command& command,
                           const Entries& entries, const Setting& setting) {
  if (command.actor.party == declaration.holder.str()) return true;
  const auto mandate = mandate_of(declaration.holder, command.actor);
  const auto* entry = mandate ? entries.find(*mandate) : nullptr;
  return entry != nullptr &&
         entry->holds_on(day_of(command.at, offset_of(declaration.route.departure, command.at, setting)));
}

/// The slots of the deposits stand behind the command's own and those of the entries. To others than the
/// holder and its agents no deposit is there: a refusal would tell them which receipts are right.
Letter with_deposits(Letter letter, const Command& command, const Situation& situation,
                     const Setting& setting) {
  if (!letter.declaration || !declares(command)) return letter;
  const auto keys = entries_asked(letter, command);
  if (speaks_for_the_holder(*letter.declaration, command, Entries{situation, 1, keys}, setting))
    name_deposits(*letter.declaration, situation, 1 + keys.size());
  return letter;
}

Outcome decide_declaration(const Command& command, const Situation& situation, const Setting& setting) {
  const Letter letter = with_deposits(letter_in(command), command, situation, setting);
  const transit::Declaration& declaration = declared_in(letter);
  Told told{command, situation, setting, declaration.route.departure};
  const Mrn mrn = next_mrn(situation, setting);
  const auto keys = entries_asked(letter, command);
  Findings faults =
      faults_of_declaration(letter, command.actor, Entries{situation, 1, keys}, told.context(), setting);
  if (situation.asks[0].has_value()) faults.push_back(transit::lrn_in_use(declaration.lrn.str()));
  told.add(dep::lodge(told.movement(), letter, faults, mrn, told.context()));
  if (told.movement().state == dep::State::rejected) {
    told.outcome().keys.clear();  // the LRN was never taken, or is another declaration's
  } else if (told.movement().state != dep::State::none) {
    told.outcome().keys.push_back({.key = lrn_key(declaration.holder, declaration.lrn.str()), .slot = 0});
    if (told.movement().mrn) told.outcome().number_for = 0;
  }
  return std::move(told).finish();
}

// ---- the other messages

/// By MRN; a trader's message about a declaration that has none yet names holder and LRN.
Located locate_message(const Command& command, const Setting& setting) {
  const bool issues_mrn = command.type == command_of_message(170);
  if (const auto mrn = read_first<Letter>(command.content); mrn && !issues_mrn)
    return {.slots = {departure_slot(*mrn, setting)}, .asks = {}, .number = {}};
  const Letter letter = letter_in(command);
  Located located;
  if (letter.mrn) {
    located.slots.push_back(departure_slot(*letter.mrn, setting));
  } else {
    const transit::Declaration declared = letter.declaration.value_or(transit::Declaration{});
    located.slots.push_back({.kind = departure_stream, .by = lrn_key(declared.holder, declared.lrn.str())});
  }
  if (issues_mrn) {
    const auto offset =
        letter.office ? offset_of(*letter.office, command.at, setting) : std::chrono::minutes{};
    located.number = mrn_block(std::chrono::year_month_day{day_of(command.at, offset)}.year());
  }
  return located;
}

Located locate_trader_message(const Command& command, const Setting& setting) {
  Located located = locate_message(command, setting);
  const Letter letter = letter_in(command);
  add_entry_slots(located, entries_asked(letter, command));
  if (letter.declaration && declares(command)) add_deposit_slots(located, *letter.declaration);
  return located;
}

/// All ties but that of an agent, which rests on a mandate.
access::Relations relations_in(const dep::Movement& movement, const access::Actor& actor) {
  access::Relations relations;
  if (actor.party == movement.declaration.holder.str()) relations.add(access::Relation::own);
  if (actor.office == movement.declaration.route.departure.str()) relations.add(access::Relation::office);
  const auto concerned = movement.concerned();
  if (std::ranges::any_of(concerned, [&](Country country) { return country.str() == actor.party; }))
    relations.add(access::Relation::route_state);
  return relations;
}

/// An MRN that others asked for and nobody issued here has a stream too, for the order of what is said of it.
bool is_known(const Situation& situation) { return departing(situation).state != dep::State::none; }

access::Relations relations_of_message(const Command& command, const Situation& situation,
                                       const Setting& /*setting*/) {
  access::Relations relations = relations_in(departing(situation), command.actor);
  if (is_known(situation)) return relations;
  // Whoever might ask may be told that there is no such movement.
  for (const auto relation : {access::Relation::own, access::Relation::office, access::Relation::route_state})
    relations.add(relation);
  return relations;
}

access::Relations relations_of_trader_message(const Command& command, const Situation& situation,
                                              const Setting& setting) {
  const dep::Movement& movement = departing(situation);
  access::Relations relations = relations_of_message(command, situation, setting);
  const auto keys = entries_asked(letter_in(command), command);
  const auto mandate = mandate_behind(movement, command.actor);
  const auto* entry = mandate ? Entries{situation, 1, keys}.find(*mandate) : nullptr;
  if (entry != nullptr && holds_for(*entry, movement, command.at, setting))
    relations.add(access::Relation::agent);
  return relations;
}

dep::Trigger trigger_of(CommandType type) {
  const auto ie = static_cast<Ie>(std::to_underlying(type) - message_block);
  for (const auto& facts : dep::Machine::triggers) {
    if (facts.is_message() && transit::ie_of(dep::Machine::triggers, facts.trigger) == ie)
      return facts.trigger;
  }
  require(false, "only messages of the table are sent to departure");
  std::unreachable();
}

/// A partner speaks for offices of its own; what the control at destination found comes from where the goods
/// arrived.
std::optional<Finding> of_another_state(const dep::Movement& movement, dep::Trigger trigger,
                                        const Letter& letter, const access::Actor& actor) {
  if (actor.role != access::Role::partner_node) return std::nullopt;
  const bool is_result = trigger == dep::Trigger::p018;
  if (is_result && !movement.arrival) return std::nullopt;  // it is early, and judged when its turn comes
  const auto office = is_result ? std::optional{movement.arrival->office} : letter.office;
  if (!office || office->country().str() == actor.party) return std::nullopt;
  return transit::office_of_another_state(office->str());
}

Outcome decide_refusal(const Command& command, const Situation& situation, const Setting& setting) {
  const Letter letter = letter_in(command);
  if (!is_known(situation))
    return refused_for(transit::unknown_movement(letter.mrn ? letter.mrn->str() : std::string_view{}));
  Told told{command, situation, setting, departing(situation).declaration.route.departure};
  told.add(dep::refusal_received(told.movement(), letter, told.context()));
  return std::move(told).finish();
}

/// The state that sent the message; our own where its journey asks inside the node.
Country asker_of(const Command& command, const Setting& setting) {
  const auto country = Country::parse(command.actor.party);
  return command.actor.role == access::Role::partner_node && country ? *country : setting.home;
}

/// What the registers say against a trader's message; what partners and offices send rests on none.
Findings faults_of_message(dep::Trigger trigger, const Letter& letter, const Command& command,
                           const Situation& situation, const transit::Context& context,
                           const Setting& setting) {
  const auto keys = entries_asked(letter, command);
  const Entries entries{situation, 1, keys};
  if (declares(command) && letter.declaration)
    return faults_of_declaration(letter, command.actor, entries, context, setting);
  if (trigger == dep::Trigger::t014 || trigger == dep::Trigger::t054)
    return faults_of_person(command.actor, entries, context.today());
  return {};
}

Outcome decide_message(const Command& command, const Situation& situation, const Setting& setting) {
  const dep::Movement& movement = departing(situation);
  const Letter letter = with_deposits(letter_in(command), command, situation, setting);
  const dep::Trigger trigger = trigger_of(command.type);
  const transit::Verdict verdict = transit::verdict<dep::Machine>(movement.state, trigger);
  const bool answerable =
      verdict == transit::Verdict::row && letter.mrn && letter.mrn->country() == setting.home;
  if (!is_known(situation) && !answerable)
    return refused_for(transit::unknown_movement(letter.mrn ? letter.mrn->str() : std::string_view{}));
  if (verdict == transit::Verdict::early) return {.early = true};
  if (verdict == transit::Verdict::refuse)
    return refused_for(transit::out_of_sequence<dep::Machine>(movement.state, trigger));
  if (auto fault = of_another_state(movement, trigger, letter, command.actor))
    return refused_for(*std::move(fault));
  Told told{command, situation, setting, movement.declaration.route.departure};
  Findings faults = faults_of_message(trigger, letter, command, situation, told.context(), setting);
  if (!faults.empty()) return Outcome{.answer = {.refused_for = std::move(faults)}};
  if (trigger == dep::Trigger::t170) {
    told.add(dep::present(movement, letter, next_mrn(situation, setting), told.context()));
    if (told.movement().mrn) told.outcome().number_for = 0;
    return std::move(told).finish();
  }
  if (trigger == dep::Trigger::p1096) {
    told.add(dep::status_asked(movement, asker_of(command, setting), told.context()));
    return std::move(told).finish();
  }
  told.add(dep::receive(movement, trigger, letter, told.context()));
  return std::move(told).finish();
}

// ---- acts of officers

template <class Act>
Located locate_act(const Command& command, const Setting& setting) {
  return {
      .slots = {departure_slot(read_content<Act>(command.content).mrn, setting)}, .asks = {}, .number = {}};
}

template <class Act>
Outcome decide_act(const Command& command, const Situation& situation, const Setting& setting) {
  const auto act = read_content<Act>(command.content);
  if (!is_known(situation)) return refused_for(transit::unknown_movement(act.mrn.str()));
  const dep::Movement& movement = departing(situation);
  Told told{command, situation, setting, movement.declaration.route.departure};
  if constexpr (requires { dep::act(movement, act, std::optional<Day>{}, told.context()); }) {
    told.add(dep::act(movement, act, route_limit(movement.declaration.route, told.context(), setting),
                      told.context()));
  } else {
    told.add(dep::act(movement, act, told.context()));
  }
  return std::move(told).finish();
}

// ---- what the daily manifest of another state shows

Located locate_tell(const Command& command, const Setting& setting) {
  return {.slots = {departure_slot(read_content<TellStatus>(command.content).mrn, setting)},
          .asks = {},
          .number = {}};
}

Outcome decide_tell(const Command& command, const Situation& situation, const Setting& setting) {
  const dep::Movement& movement = departing(situation);
  Told told{command, situation, setting, movement.declaration.route.departure};
  if (movement.last_notice)
    told.add(dep::status_asked(movement, read_content<TellStatus>(command.content).to, told.context()));
  return std::move(told).finish();
}

Outcome time_passed(const Command& command, const Situation& situation, const Setting& setting) {
  const dep::Movement& movement = departing(situation);
  Told told{command, situation, setting, movement.declaration.route.departure};
  told.add(dep::time_passed(movement, route_limit(movement.declaration.route, told.context(), setting),
                            told.context()));
  return std::move(told).finish();
}

/// The movement ended by it. What is heard, asked or answered behind the end leaves the state as it is, and
/// ends nothing.
bool ends(const dep::Event& event) {
  const bool ended = event.next == dep::State::written_off || event.next == dep::State::cancelled;
  const auto* resolved = std::get_if<dep::DiscrepanciesResolved>(&event.fact);
  if (resolved != nullptr) return ended && !resolved->office;
  return ended && (std::holds_alternative<dep::Invalidated>(event.fact) ||
                   std::holds_alternative<dep::CancellationDecided>(event.fact) ||
                   std::holds_alternative<dep::ResultReported>(event.fact) ||
                   std::holds_alternative<dep::ProofAccepted>(event.fact));
}

std::vector<Derived> follow(const State& after, const Happened& happened) {
  const auto& movement = after.as<dep::Movement>();
  const auto event = read_whole<dep::Event>(happened);
  std::vector<Derived> derived;
  const auto then = [&](CommandType type) {
    derived.push_back({.type = type, .content = to_cbor(about_guarantees(movement, happened))});
  };
  const bool declared = std::holds_alternative<dep::Submitted>(event.fact) ||
                        std::holds_alternative<dep::Presented>(event.fact) ||
                        std::holds_alternative<dep::Amended>(event.fact);
  if (declared && movement.state == dep::State::accepted) then(check_guarantees);
  if (std::holds_alternative<dep::ReleaseTried>(event.fact)) then(reserve_and_release);
  if (std::holds_alternative<dep::Released>(event.fact))
    derived.push_back({.type = wake_manifests, .content = {}, .alone = true});
  const auto* arrived = std::get_if<dep::ArrivalReported>(&event.fact);
  if (arrived != nullptr && arrived->credits) then(credit_guarantees);
  if (ends(event) && movement.uses_reserved) then(free_guarantees);
  // What concerns our own state as a state of the route stays inside the node.
  const auto* asked = std::get_if<dep::RecordAsked>(&event.fact);
  const Country home = asked != nullptr && asked->unknown ? asked->unknown->country()
                                                          : movement.declaration.route.departure.country();
  for (const Ie ie : event.sent) {
    const auto countries = dep::recipients(ie, movement, event);
    if (std::ranges::find(countries, home) == countries.end()) continue;
    derived.push_back({.type = command_of_message(ie), .content = to_cbor(dep::letter_of(movement, event))});
  }
  return derived;
}

/// The holder and its representative, the office of departure, and whoever reads all.
std::vector<std::string> concerned_by(const dep::Movement& movement) {
  if (movement.state == dep::State::none) return {};
  const transit::Declaration& declaration = movement.declaration;
  std::vector<std::string> all{std::string{all_concerned}};
  add_concerned(all, declaration.route.departure.str());
  add_concerned(all, declaration.holder.str());
  if (declaration.representative) add_concerned(all, declaration.representative->str());
  return all;
}

Summary summary(const State& state) {
  const auto& movement = state.as<dep::Movement>();
  const auto& facts = dep::Machine::states[std::to_underlying(movement.state)];
  return {.office = office_number(movement.declaration.route.departure),
          .status = static_cast<std::uint16_t>(std::to_underlying(movement.state) +
                                               (movement.calls() ? calling_status : 0)),
          .due = movement.due,
          .open = movement.state != dep::State::none && (!facts.terminal || movement.calls()),
          .ref = std::string{movement.mrn ? movement.mrn->str()
                                          : std::string_view{movement.declaration.lrn.str()}},
          .concerned = concerned_by(movement)};
}

constexpr std::array all_acts{
    Task{0, dep::Trigger::decide_control},
    Task{1, dep::Trigger::record_result},
    Task{2, dep::Trigger::release_conditions_met},
    Task{3, dep::Trigger::no_release},
    Task{4, dep::Trigger::ask_amendment},
    Task{5, dep::Trigger::withdraw_request, Weight::any_time},
    Task{6, dep::Trigger::grant_cancellation, Weight::any_time},
    Task{6, dep::Trigger::refuse_cancellation},
    Task{7, dep::Trigger::invalidate, Weight::any_time},
    Task{7, dep::Trigger::invalidate_after_release},
    Task{8, dep::Trigger::extend_limit},
    Task{9, dep::Trigger::resolve},
    Task{10, dep::Trigger::accept_proof},
    Task{11, dep::Trigger::close_recommendation},
    Task{12, dep::Trigger::look},
};
static_assert(has_every_act<dep::Machine>(all_acts, std::variant_size_v<dep::Act>));

/// In these customs of departure leads on; in the others the trader, the carrier or another office.
bool waits_for_customs(dep::State state) {
  using enum dep::State;
  return state == accepted || state == under_control || state == discrepancies ||
         state == enquiry_recommended;
}

/// Whether the holder has asked for cancellation, the status does not tell.
bool may_call(std::uint16_t status) {
  const auto state = departure_state(status);
  return status >= calling_status || waits_for_customs(state) ||
         transit::verdict<dep::Machine>(state, dep::Trigger::refuse_cancellation) == transit::Verdict::row;
}

/// Whether the table's row can be taken as things stand: decide refuses the others until somebody else has
/// acted, the holder or the office itself.
bool stands_open(const dep::Movement& movement, dep::Trigger trigger) {
  using enum dep::Trigger;
  if (trigger == decide_control) return !movement.control_done;
  if (trigger == release_conditions_met) return !movement.cancellation_asked;
  if (trigger == grant_cancellation || trigger == refuse_cancellation) return movement.cancellation_asked;
  if (trigger == look) return movement.calls();
  if (trigger == resolve && movement.state == dep::State::written_off) return movement.unanswered.has_value();
  return true;
}

/// What the state alone does not call for: a request of the holder, goods that a state of the route refuses
/// for good (ncts.md 3.1, P119: another route, the way back, invalidate), and what was reported otherwise
/// than is known.
bool is_called_for(const dep::Movement& movement, dep::Trigger trigger) {
  using enum dep::Trigger;
  if (trigger == invalidate_after_release || trigger == extend_limit) return movement.refused;
  return waits_for_customs(movement.state) || trigger == refuse_cancellation || trigger == look ||
         trigger == resolve;
}

std::vector<CommandType> calls_for(const State& state, Instant /*now*/, const Setting& /*setting*/) {
  const auto& movement = state.as<dep::Movement>();
  std::vector<CommandType> acts;
  add_calls<dep::Machine>(acts, departure_block, all_acts, movement.state, [&](dep::Trigger trigger) {
    return is_called_for(movement, trigger) && stands_open(movement, trigger);
  });
  return acts;
}

/// Acts name a movement by its MRN: before it has one there is none to give.
std::vector<Possible> possible(const State& state) {
  const auto& movement = state.as<dep::Movement>();
  std::vector<Possible> acts;
  if (!movement.mrn) return acts;
  add_possible<dep::Machine>(acts, departure_block, all_acts, movement.state,
                             [&](dep::Trigger trigger) { return stands_open(movement, trigger); });
  return acts;
}

State evolve(const State& state, const Happened& happened) {
  return State::of(dep::evolve(state.as<dep::Movement>(), read_content<dep::Event>(happened.body)));
}

access::Relations relations_of_stream(const State& state, const access::Actor& actor,
                                      const Setting& /*setting*/) {
  return relations_in(state.as<dep::Movement>(), actor);
}

/// The other end calls a movement by its MRN.
std::optional<Slot> slot_of_name(ByteView thing, exchange::Partner /*from*/, const Setting& setting) {
  const std::string_view name = as_text(thing);
  if (!name.starts_with(name_of_departure)) return std::nullopt;
  const auto mrn = Mrn::parse(name.substr(name_of_departure.size()));
  if (!mrn) return std::nullopt;
  return departure_slot(*mrn, setting);
}

Bytes name_for_partner(const Command& waiting) {
  const Letter letter = letter_in(waiting);
  const Mrn& mrn = certain(letter.mrn, "a partner's message is about an MRN");
  return copy_of(as_bytes(format("{}{}", name_of_journey, mrn.str())));
}

// ---- the tables

template <std::size_t I>
using ActAt = std::variant_alternative_t<I, dep::Act>;

template <std::size_t I>
constexpr CommandEntry act_entry(std::string_view name, std::string_view done) {
  return {.type = command_in(departure_block, I),
          .name = name,
          .locate = locate_act<ActAt<I>>,
          .relations = relations_of_message,
          .decide = decide_act<ActAt<I>>,
          .done = done};
}

constexpr CommandEntry message_entry(Ie ie, std::string_view name) {
  return {.type = command_of_message(ie),
          .name = name,
          .locate = locate_message,
          .relations = relations_of_message,
          .decide = decide_message};
}

constexpr CommandEntry trader_entry(Ie ie, std::string_view name, std::string_view done) {
  return {.type = command_of_message(ie),
          .name = name,
          .locate = locate_trader_message,
          .relations = relations_of_trader_message,
          .decide = decide_message,
          .done = done};
}

constexpr CommandEntry guarantee_entry(CommandType type, std::string_view name,
                                       decltype(CommandEntry::decide) decide) {
  return {.type = type,
          .name = name,
          .locate = locate_guarantees,
          .relations = relations_of_message,
          .decide = decide};
}

constexpr std::array entries{
    CommandEntry{.type = command_of_message(15),
                 .name = "departure.declare",
                 .locate = locate_declaration,
                 .relations = relations_of_declaration,
                 .decide = decide_declaration,
                 .begins = true,
                 .done = "declaration received"},
    trader_entry(13, "departure.amend", "amendment received"),
    trader_entry(14, "departure.request_cancellation", "request for cancellation received"),
    trader_entry(170, "departure.present", "presentation of the goods received"),
    trader_entry(54, "departure.answer_release", "answer to the request for release received"),
    message_entry(2, "departure.arrival_record_asked"),
    message_entry(114, "departure.transit_record_asked"),
    message_entry(118, "departure.passage_reported"),
    message_entry(119, "departure.passage_refused"),
    message_entry(180, "departure.incident_reported"),
    message_entry(6, "departure.arrival_advised"),
    message_entry(18, "departure.result_reported"),
    message_entry(transit::ie_status_request, "departure.status_asked"),
    CommandEntry{.type = command_of_message(906),
                 .name = "departure.refusal_received",
                 .locate = locate_message,
                 .relations = relations_of_message,
                 .decide = decide_refusal},
    act_entry<0>("departure.decide_control", "control decided"),
    act_entry<1>("departure.record_control_result", "result of the control recorded"),
    act_entry<2>("departure.release", "release decided"),
    act_entry<3>("departure.refuse_release", "release refused"),
    act_entry<4>("departure.ask_amendment", "amendment asked for"),
    act_entry<5>("departure.withdraw_request", "request for an amendment withdrawn"),
    act_entry<6>("departure.decide_cancellation", "request for cancellation decided"),
    act_entry<7>("departure.invalidate", "movement invalidated"),
    act_entry<8>("departure.extend_limit", "time limit extended"),
    act_entry<9>("departure.resolve_discrepancies", "discrepancies resolved"),
    act_entry<10>("departure.accept_proof", "proof accepted"),
    act_entry<11>("departure.close_recommendation", "recommendation closed"),
    act_entry<12>("departure.look_at", "report looked at"),
    guarantee_entry(check_guarantees, "departure.check_guarantees", decide_check),
    guarantee_entry(reserve_and_release, "departure.reserve_and_release", decide_reserve),
    guarantee_entry(free_guarantees, "departure.free_guarantees", decide_free),
    guarantee_entry(credit_guarantees, "departure.credit_guarantees", decide_credit),
    CommandEntry{.type = tell_status,
                 .name = "departure.tell_status",
                 .locate = locate_tell,
                 .relations = relations_of_message,
                 .decide = decide_tell},
};

constexpr std::array kinds{KindEntry{.kind = departure_stream,
                                     .name = "departure",
                                     .initial = [] { return State::of(dep::Movement{}); },
                                     .evolve = evolve,
                                     .summary = summary,
                                     .relations = relations_of_stream,
                                     .time_passed = time_passed,
                                     .follow = follow,
                                     .calls_for = calls_for,
                                     .may_call = may_call,
                                     .possible = possible}};

using access::Relation;
using access::Role;

/// Who may, by role, what, tied how. Source: acts.md 18.
constexpr Ie of_trader[] = {15, 13, 14, 170, 54};
constexpr Ie of_route_state[] = {118, 119, 180, 6, 18, 906, transit::ie_status_request};
constexpr Ie of_any_state[] = {2, 114};
constexpr std::size_t of_officer[] = {0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 12};
constexpr std::size_t of_supervisor[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
constexpr std::size_t of_enquiry_officer[] = {10, 11, 12};
constexpr CommandType of_node[] = {check_guarantees, reserve_and_release, free_guarantees, credit_guarantees,
                                   tell_status};

std::vector<access::Grant> make_grants() {
  std::vector<access::Grant> grants;
  const auto messages = [&](Role role, std::span<const Ie> list, Relation relation) {
    for (const Ie ie : list) grants.push_back({role, std::to_underlying(command_of_message(ie)), relation});
  };
  const auto acts = [&](Role role, std::span<const std::size_t> list) {
    for (const std::size_t i : list)
      grants.push_back({role, std::to_underlying(command_in(departure_block, i)), Relation::office});
  };
  for (const Role role : {Role::trader, Role::declarant, Role::authorised_trader}) {
    messages(role, of_trader, Relation::own);
    messages(role, of_trader, Relation::agent);
  }
  messages(Role::partner_node, of_route_state, Relation::route_state);
  messages(Role::partner_node, of_any_state, Relation::any);
  // Our own state's journey of the same movement reports without a lane.
  messages(Role::node, of_route_state, Relation::any);
  messages(Role::node, of_any_state, Relation::any);
  acts(Role::officer_of_departure, of_officer);
  acts(Role::supervisor, of_supervisor);
  acts(Role::enquiry_officer, of_enquiry_officer);
  for (const CommandType type : of_node)
    grants.push_back({Role::node, std::to_underlying(type), Relation::any});
  return grants;
}

}  // namespace

std::optional<registers::EntryKey> mandate_behind(const dep::Movement& movement, const access::Actor& actor) {
  if (!is_representative(movement.declaration, actor)) return std::nullopt;
  return mandate_of(movement.declaration.holder, actor);
}

bool holds_for(const registers::Entry& mandate, const dep::Movement& movement, Instant at,
               const Setting& setting) {
  return mandate.holds_on(day_of(at, offset_of(movement.declaration.route.departure, at, setting)));
}

Key lrn_key(const Tin& holder, std::string_view lrn) { return make_key(lrn_keys, holder.str(), lrn); }

Slot departure_slot(const Mrn& mrn, const Setting& setting) {
  const auto number = number_of(mrn, setting.home, setting.mrn_key, setting.sha256);
  return {.kind = departure_stream,
          .by = Slot::Number{.n = number.value_or(0), .otherwise = make_key(unknown_keys, {}, mrn.str())}};
}

const Part& departure_part() {
  static const std::vector<access::Grant> grants = make_grants();
  static const Part part{.commands = entries,
                         .kinds = kinds,
                         .grants = grants,
                         .violated = nullptr,
                         .slot_of_name = slot_of_name,
                         .name_for_partner = name_for_partner};
  return part;
}

}  // namespace lintas::workflow
