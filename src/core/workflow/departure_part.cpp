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
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/money.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/exchange/partner.hpp"
#include "core/guarantee/amount.hpp"
#include "core/guarantee/commands.hpp"
#include "core/guarantee/decide.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/tin.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/transit/departure/commands.hpp"
#include "core/transit/departure/decide.hpp"
#include "core/transit/departure/events.hpp"
#include "core/transit/departure/evolve.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/departure/table.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/refusal.hpp"
#include "core/transit/ruling.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/mrn_numbers.hpp"
#include "core/workflow/office_number.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "core/workflow/uses.hpp"

namespace lintas::workflow {

namespace {

namespace dep = lintas::transit::departure;
using transit::Ie;
using transit::Letter;

constexpr transit::Terms default_terms;

// ---- what every decision is given beside its content

std::chrono::minutes offset_of(const OfficeId& office, Instant at, const Setting& setting) {
  require(setting.reference != nullptr, "the setting has reference data");
  const auto* row = setting.reference->at(std::chrono::floor<std::chrono::days>(at)).office(office);
  return row == nullptr ? std::chrono::minutes{} : row->value.utc_offset;
}

PersonId person_of(const access::Actor& actor) {
  return PersonId::parse(actor.person.empty() ? actor.party : actor.person).value_or(PersonId{});
}

transit::Context context_of(const Command& command, const OfficeId& office, const Setting& setting) {
  return {.at = command.at,
          .utc_offset = offset_of(office, command.at, setting),
          .by = person_of(command.actor),
          .terms = setting.transit_law != nullptr ? *setting.transit_law : default_terms};
}

const dep::Movement& movement_in(const Situation& situation) {
  return situation.slots[0].state->as<dep::Movement>();
}

/// The limit day that the legs of the route give; nothing where they say nothing.
std::optional<Day> route_limit(const dep::Movement& movement, const transit::Context& context,
                               const Setting& setting) {
  const transit::Route& route = movement.declaration.route;
  const auto facts =
      setting.reference->at(context.today()).route(route.departure, route.transit, route.destination);
  if (!facts.gaps.empty()) return std::nullopt;
  return context.today() + facts.transit;
}

// ---- from what the machine says to what the loop writes

/// Adds the events of the ruling, with the messages that other states are sent, to the outcome; the movement
/// goes on from there. What goes to our own state follows by `follow`.
class Told {
 public:
  Told(const Command& command, const Situation& situation, const Setting& setting, const OfficeId& office)
      : command_(command),
        setting_(setting),
        context_(context_of(command, office, setting)),
        movement_(movement_in(situation)) {}

  void add(const dep::Ruling& ruling) {
    outcome_.early = ruling.early;
    for (const dep::Event& event : ruling.events) add(event);
    auto& refused = outcome_.answer.refused_for;
    refused.insert(refused.end(), ruling.answer.refused_for.begin(), ruling.answer.refused_for.end());
  }

  [[nodiscard]] const dep::Movement& movement() const { return movement_; }
  [[nodiscard]] const transit::Context& context() const { return context_; }
  [[nodiscard]] Outcome& outcome() { return outcome_; }

  [[nodiscard]] Outcome finish() && {
    if (outcome_.answer.accepted() && !outcome_.early) {
      outcome_.reply =
          to_cbor(MovementReply{.mrn = movement_.mrn, .status = std::string{movement_.public_status()}});
    }
    return std::move(outcome_);
  }

 private:
  void add(const dep::Event& event) {
    movement_ = dep::evolve(std::move(movement_), event);
    NewEvent made{.slot = 0,
                  .also = {},
                  .type = event_in(departure_block, event.fact.index()),
                  .body = to_cbor(event),
                  .payload = {},
                  .sends = {}};
    // The document of a command belongs to the first thing that comes of it.
    if (outcome_.events.empty() && !command_.payloads.empty()) made.payload = 0;
    for (const Ie ie : event.sent) {
      for (const Country country : dep::recipients(ie, movement_, event)) {
        if (country == setting_.home) continue;
        const auto to = exchange::Partner::parse(country.str());
        require(to.has_value(), "a country is a partner's name");
        made.sends.push_back(
            {.to = *to, .kind = payload_of_message(ie), .payload = outcome_.documents.size()});
      }
    }
    if (!made.sends.empty()) {
      // One letter for all messages of the event: the gateway writes each with its own view.
      outcome_.documents.push_back(
          {.kind = payload_of_message(0), .content = to_cbor(dep::letter_of(movement_, event))});
    }
    outcome_.events.push_back(std::move(made));
    if (movement_.state == dep::State::rejected || movement_.state == dep::State::cancelled) free_lrn();
  }

  void free_lrn() {
    outcome_.keys.push_back({.key = lrn_key(movement_.declaration.holder, movement_.declaration.lrn.str()),
                             .slot = std::nullopt});
  }

  const Command& command_;
  const Setting& setting_;
  transit::Context context_;
  dep::Movement movement_;
  Outcome outcome_;
};

Outcome refuse(Finding finding) {
  Outcome outcome;
  outcome.answer.refused_for.push_back(std::move(finding));
  return outcome;
}

Letter letter_in(const Command& command) { return read_content<Letter>(command.content); }

// ---- IE015

Located locate_declaration(const Command& command, const Setting& setting) {
  const Letter letter = letter_in(command);
  require(letter.declaration.has_value(), "a declaration has been read before it is asked about");
  const OfficeId& office = letter.declaration->route.departure;
  const Day today = day_of(command.at, offset_of(office, command.at, setting));
  return {.slots = {{.kind = departure_stream, .by = Slot::New{}}},
          .asks = {lrn_key(letter.declaration->holder, letter.declaration->lrn.str())},
          .number = mrn_block(std::chrono::year_month_day{today}.year())};
}

access::Relations relations_of_declarant(const transit::Declaration& declaration,
                                         const access::Actor& actor) {
  access::Relations relations;
  if (actor.party == declaration.holder.str()) relations.add(access::Relation::own);
  if (declaration.representative && actor.party == declaration.representative->str())
    relations.add(access::Relation::agent);
  return relations;
}

access::Relations relations_of_declaration(const Command& command, const Situation& /*situation*/,
                                           const Setting& /*setting*/) {
  return relations_of_declarant(*letter_in(command).declaration, command.actor);
}

/// What the node itself knows against a declaration, beside what its content shows.
Findings faults_of_declaration(const transit::Declaration& declaration, const Situation& situation,
                               const transit::Context& context, const Setting& setting) {
  Findings faults;
  if (declaration.route.departure.country() != setting.home) {
    faults.push_back({.rule = "R-TRA-109",
                      .pointer = "CustomsOfficeOfDeparture/referenceNumber",
                      .value = std::string{declaration.route.departure.str()},
                      .detail = {}});
  }
  if (situation.asks[0].has_value()) faults.push_back(transit::lrn_in_use(declaration.lrn.str()));
  if (!declaration.at_risk) {
    faults.push_back({.rule = "R-ACTS-043",
                      .pointer = "Consignment/HouseConsignment",
                      .value = {},
                      .detail = "a rate of duty or exchange is missing for a country of the route"});
  }
  const auto facts =
      setting.reference->at(context.today())
          .route(declaration.route.departure, declaration.route.transit, declaration.route.destination);
  for (const auto& gap : facts.gaps) {
    faults.push_back({.rule = "R-ACTS-016",
                      .pointer = "CustomsOfficeOfTransitDeclared",
                      .value = format("{} {}", gap.from.str(), gap.to.str()),
                      .detail = "no allowed leg joins these two offices"});
  }
  return faults;
}

Outcome decide_declaration(const Command& command, const Situation& situation, const Setting& setting) {
  const Letter letter = letter_in(command);
  const transit::Declaration& declaration = *letter.declaration;
  Told told{command, situation, setting, declaration.route.departure};
  require(situation.number.has_value(), "a year has more MRNs than movements");
  const Mrn mrn = mrn_of(*situation.number, setting.home, setting.mrn_key, setting.sha256);
  const Findings faults = faults_of_declaration(declaration, situation, told.context(), setting);
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
  const Letter letter = letter_in(command);
  Located located;
  if (letter.mrn) {
    located.slots.push_back(departure_slot(*letter.mrn, setting));
  } else {
    const transit::Declaration declared = letter.declaration.value_or(transit::Declaration{});
    located.slots.push_back({.kind = departure_stream, .by = lrn_key(declared.holder, declared.lrn.str())});
  }
  if (command.type == command_of_message(170)) {
    const auto offset =
        letter.office ? offset_of(*letter.office, command.at, setting) : std::chrono::minutes{};
    located.number = mrn_block(std::chrono::year_month_day{day_of(command.at, offset)}.year());
  }
  return located;
}

access::Relations relations_in(const dep::Movement& movement, const access::Actor& actor) {
  access::Relations relations = relations_of_declarant(movement.declaration, actor);
  if (actor.office == movement.declaration.route.departure.str()) relations.add(access::Relation::office);
  const auto concerned = movement.concerned();
  if (std::ranges::any_of(concerned, [&](Country country) { return country.str() == actor.party; }))
    relations.add(access::Relation::route_state);
  return relations;
}

access::Relations relations_of_message(const Command& command, const Situation& situation,
                                       const Setting& /*setting*/) {
  access::Relations relations = relations_in(movement_in(situation), command.actor);
  if (situation.slots[0].exists()) return relations;
  // Whoever might ask may be told that there is no such movement.
  for (const auto relation : {access::Relation::own, access::Relation::office, access::Relation::route_state})
    relations.add(relation);
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

Outcome decide_refusal(const Command& command, const Situation& situation, const Setting& setting) {
  const Letter letter = letter_in(command);
  if (!situation.slots[0].exists())
    return refuse(transit::unknown_movement(letter.mrn ? letter.mrn->str() : std::string_view{}));
  Told told{command, situation, setting, movement_in(situation).declaration.route.departure};
  told.add(dep::refusal_received(told.movement(), letter, told.context()));
  return std::move(told).finish();
}

Outcome decide_message(const Command& command, const Situation& situation, const Setting& setting) {
  const dep::Movement& movement = movement_in(situation);
  const Letter letter = letter_in(command);
  if (!situation.slots[0].exists())
    return refuse(transit::unknown_movement(letter.mrn ? letter.mrn->str() : std::string_view{}));
  const dep::Trigger trigger = trigger_of(command.type);
  const transit::Verdict verdict = transit::verdict<dep::Machine>(movement.state, trigger);
  if (verdict == transit::Verdict::early) return {.early = true};
  if (verdict == transit::Verdict::refuse)
    return refuse(transit::out_of_sequence<dep::Machine>(movement.state, trigger));
  Told told{command, situation, setting, movement.declaration.route.departure};
  if (trigger == dep::Trigger::t170) {
    require(situation.number.has_value(), "a year has more MRNs than movements");
    const Mrn mrn = mrn_of(*situation.number, setting.home, setting.mrn_key, setting.sha256);
    told.add(dep::present(movement, letter, mrn, told.context()));
    if (told.movement().mrn) told.outcome().number_for = 0;
  } else {
    told.add(dep::receive(movement, trigger, letter, told.context()));
  }
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
  if (!situation.slots[0].exists()) return refuse(transit::unknown_movement(act.mrn.str()));
  const dep::Movement& movement = movement_in(situation);
  Told told{command, situation, setting, movement.declaration.route.departure};
  if constexpr (requires { dep::act(movement, act, std::optional<Day>{}, told.context()); }) {
    told.add(dep::act(movement, act, route_limit(movement, told.context(), setting), told.context()));
  } else {
    told.add(dep::act(movement, act, told.context()));
  }
  return std::move(told).finish();
}

Outcome time_passed(const Command& command, const Situation& situation, const Setting& setting) {
  const dep::Movement& movement = movement_in(situation);
  Told told{command, situation, setting, movement.declaration.route.departure};
  told.add(dep::time_passed(movement, route_limit(movement, told.context(), setting), told.context()));
  return std::move(told).finish();
}

// ---- guarantees of the movement

Located locate_guarantees(const Command& command, const Setting& /*setting*/) {
  const auto about = read_content<AboutGuarantees>(command.content);
  Located located;
  located.slots.push_back({.kind = departure_stream, .by = about.movement});
  (void)add_use_slots(located, about.grns, about.mrn);
  return located;
}

guarantee::Demand demand_of(const dep::Movement& movement, const AboutGuarantees& about,
                            const transit::Context& context) {
  const transit::Declaration& declaration = movement.declaration;
  const auto message = MessageId::parse(format("{}-{}", about.mrn.str(), about.attempt));
  require(message.has_value(), "an MRN and a number are an identification");
  guarantee::Demand demand{.at = context.at,
                           .day = context.today(),
                           .message = *message,
                           .mrn = about.mrn,
                           .principal = declaration.holder,
                           .sender = declaration.representative.value_or(declaration.holder),
                           .sender_is_agent = declaration.representative.has_value(),
                           .departure = declaration.route.departure,
                           .destination = declaration.route.destination,
                           .route = declaration.route.countries(),
                           .goods = declaration.goods,
                           .limit_day = movement.limit,
                           .lines = {}};
  std::erase(demand.route, declaration.route.departure.country());
  for (const transit::GuaranteeLine& line : declaration.guarantees) {
    demand.lines.push_back({.grn = line.grn,
                            .type = line.type.empty() ? ' ' : line.type.front(),
                            .access_code = line.access_code,
                            .amount = line.amount});
  }
  return demand;
}

/// Whether the lines together cover what is at risk.
Findings amount_faults(const transit::Declaration& declaration) {
  if (!declaration.at_risk) return {};
  std::vector<Money> covered;
  for (const transit::GuaranteeLine& line : declaration.guarantees) covered.push_back(line.amount);
  return guarantee::check_cover(*declaration.at_risk, covered);
}

const guarantee::Profile& guarantee_law(const Setting& setting) {
  require(setting.guarantee_law != nullptr, "the setting has the state's law of guarantees");
  return *setting.guarantee_law;
}

Outcome decide_check(const Command& command, const Situation& situation, const Setting& setting) {
  const auto about = read_content<AboutGuarantees>(command.content);
  const UseSlots uses = use_slots(1, about.grns);
  Told told{command, situation, setting, movement_in(situation).declaration.route.departure};
  const auto decision = guarantee::decide(
      accounts_at(situation, uses), guarantee::CheckUses{demand_of(told.movement(), about, told.context())},
      guarantee_law(setting));
  Findings faults = amount_faults(told.movement().declaration);
  faults.insert(faults.end(), decision.answer.refused_for.begin(), decision.answer.refused_for.end());
  append(told.outcome(), uses, decision);
  if (!faults.empty())
    told.add(dep::guarantee_refused(told.movement(), false, transit::faults_of(faults), told.context()));
  return std::move(told).finish();
}

Outcome decide_reserve(const Command& command, const Situation& situation, const Setting& setting) {
  const auto about = read_content<AboutGuarantees>(command.content);
  const UseSlots uses = use_slots(1, about.grns);
  Told told{command, situation, setting, movement_in(situation).declaration.route.departure};
  const Findings short_of = amount_faults(told.movement().declaration);
  if (!short_of.empty()) {
    told.add(dep::guarantee_refused(told.movement(), true, transit::faults_of(short_of), told.context()));
    return std::move(told).finish();
  }
  const auto decision =
      guarantee::decide(accounts_at(situation, uses),
                        guarantee::ReserveUses{.demand = demand_of(told.movement(), about, told.context()),
                                               .calculation = told.movement().declaration.calculation},
                        guarantee_law(setting));
  append(told.outcome(), uses, decision);
  if (decision.answer.accepted()) {
    told.add(dep::release_conditions_met(told.movement(), told.context()));
  } else {
    told.add(dep::guarantee_refused(told.movement(), true, transit::faults_of(decision.answer.refused_for),
                                    told.context()));
  }
  return std::move(told).finish();
}

Outcome decide_free(const Command& command, const Situation& situation, const Setting& /*setting*/) {
  const auto about = read_content<AboutGuarantees>(command.content);
  const UseSlots uses = use_slots(1, about.grns);
  Outcome outcome;
  const auto accounts = accounts_at(situation, uses);
  const bool discharged = movement_in(situation).state == dep::State::written_off;
  const auto decision = discharged ? guarantee::decide(accounts, guarantee::ReleaseUses{command.at})
                                   : guarantee::decide(accounts, guarantee::CancelUses{command.at});
  append(outcome, uses, decision);
  require(decision.answer.accepted(), "a guarantee that holds an amount can be freed of it");
  return outcome;
}

std::vector<Derived> follow(const State& after, const Happened& happened) {
  const auto& movement = after.as<dep::Movement>();
  const auto event = read_content<dep::Event>(happened.body);
  std::vector<Derived> derived;
  const auto about_guarantees = [&](CommandType type) {
    AboutGuarantees about{.movement = happened.stream,
                          .attempt = happened.version,
                          .mrn = movement.mrn.value_or(Mrn{}),
                          .grns = {}};
    for (const transit::GuaranteeLine& line : movement.declaration.guarantees) about.grns.push_back(line.grn);
    derived.push_back({.type = type, .content = to_cbor(about)});
  };
  const bool declared = std::holds_alternative<dep::Submitted>(event.fact) ||
                        std::holds_alternative<dep::Presented>(event.fact) ||
                        std::holds_alternative<dep::Amended>(event.fact);
  if (declared && movement.state == dep::State::accepted) about_guarantees(check_guarantees);
  if (std::holds_alternative<dep::ReleaseTried>(event.fact)) about_guarantees(reserve_and_release);
  const bool ends = event.next == dep::State::written_off || event.next == dep::State::cancelled;
  const bool late_note =
      std::holds_alternative<dep::Noted>(event.fact) || std::holds_alternative<dep::RecordAsked>(event.fact);
  if (ends && !late_note && movement.uses_reserved) about_guarantees(free_guarantees);
  // What concerns our own state as a state of the route stays inside the node.
  const Country home = movement.declaration.route.departure.country();
  for (const Ie ie : event.sent) {
    const auto countries = dep::recipients(ie, movement, event);
    if (std::ranges::find(countries, home) == countries.end()) continue;
    derived.push_back({.type = command_of_message(ie), .content = to_cbor(dep::letter_of(movement, event))});
  }
  return derived;
}

Summary summary(const State& state) {
  const auto& movement = state.as<dep::Movement>();
  const auto& facts = dep::Machine::states[std::to_underlying(movement.state)];
  return {.office = office_number(movement.declaration.route.departure),
          .status = static_cast<std::uint16_t>(movement.state),
          .due = movement.due,
          .open = !facts.terminal,
          .ref = std::string{movement.mrn ? movement.mrn->str()
                                          : std::string_view{movement.declaration.lrn.str()}}};
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
  constexpr std::string_view prefix = "D";
  const std::string_view name = as_text(thing);
  if (!name.starts_with(prefix)) return std::nullopt;
  const auto mrn = Mrn::parse(name.substr(prefix.size()));
  if (!mrn) return std::nullopt;
  return departure_slot(*mrn, setting);
}

Bytes name_for_partner(const Command& waiting) {
  const Letter letter = letter_in(waiting);
  require(letter.mrn.has_value(), "a partner's message is about an MRN");
  return copy_of(as_bytes(format("J{}", letter.mrn->str())));
}

// ---- the tables

template <std::size_t I>
using ActAt = std::variant_alternative_t<I, dep::Act>;

template <std::size_t I>
constexpr CommandEntry act_entry(std::string_view name) {
  return {.type = command_in(departure_block, I),
          .name = name,
          .locate = locate_act<ActAt<I>>,
          .relations = relations_of_message,
          .decide = decide_act<ActAt<I>>};
}

constexpr CommandEntry message_entry(Ie ie, std::string_view name) {
  return {.type = command_of_message(ie),
          .name = name,
          .locate = locate_message,
          .relations = relations_of_message,
          .decide = decide_message};
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
                 .decide = decide_declaration},
    message_entry(13, "departure.amend"),
    message_entry(14, "departure.request_cancellation"),
    message_entry(170, "departure.present"),
    message_entry(54, "departure.answer_release"),
    message_entry(2, "departure.arrival_record_asked"),
    message_entry(114, "departure.transit_record_asked"),
    message_entry(118, "departure.passage_reported"),
    message_entry(119, "departure.passage_refused"),
    message_entry(180, "departure.incident_reported"),
    message_entry(6, "departure.arrival_advised"),
    message_entry(18, "departure.result_reported"),
    CommandEntry{.type = command_of_message(906),
                 .name = "departure.refusal_received",
                 .locate = locate_message,
                 .relations = relations_of_message,
                 .decide = decide_refusal},
    act_entry<0>("departure.decide_control"),
    act_entry<1>("departure.record_control_result"),
    act_entry<2>("departure.release"),
    act_entry<3>("departure.refuse_release"),
    act_entry<4>("departure.ask_amendment"),
    act_entry<5>("departure.withdraw_request"),
    act_entry<6>("departure.decide_cancellation"),
    act_entry<7>("departure.invalidate"),
    act_entry<8>("departure.extend_limit"),
    act_entry<9>("departure.resolve_discrepancies"),
    act_entry<10>("departure.accept_proof"),
    act_entry<11>("departure.close_recommendation"),
    guarantee_entry(check_guarantees, "departure.check_guarantees", decide_check),
    guarantee_entry(reserve_and_release, "departure.reserve_and_release", decide_reserve),
    guarantee_entry(free_guarantees, "departure.free_guarantees", decide_free),
};

constexpr std::array kinds{KindEntry{.kind = departure_stream,
                                     .name = "departure",
                                     .initial = [] { return State::of(dep::Movement{}); },
                                     .evolve = evolve,
                                     .summary = summary,
                                     .relations = relations_of_stream,
                                     .time_passed = time_passed,
                                     .follow = follow}};

using access::Relation;
using access::Role;

/// Who may, by role, what, tied how. Source: acts.md 18.
constexpr Ie of_trader[] = {15, 13, 14, 170, 54};
constexpr Ie of_route_state[] = {118, 119, 180, 6, 18, 906};
constexpr Ie of_any_state[] = {2, 114};
constexpr std::size_t of_officer[] = {0, 1, 2, 3, 4, 5, 6, 7, 9, 10};
constexpr std::size_t of_supervisor[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
constexpr std::size_t of_enquiry_officer[] = {10, 11};
constexpr CommandType of_node[] = {check_guarantees, reserve_and_release, free_guarantees};

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

Key lrn_key(const Tin& holder, std::string_view lrn) { return make_key(lrn_keys, holder.str(), lrn); }

Slot departure_slot(const Mrn& mrn, const Setting& setting) {
  const auto number = number_of(mrn, setting.home, setting.mrn_key, setting.sha256);
  return {.kind = departure_stream, .by = Slot::Number{number.value_or(0)}};
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
