#include "core/workflow/aeo_part.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/authorisation/commands.hpp"
#include "core/aeo/authorisation/decide.hpp"
#include "core/aeo/authorisation/evolve.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/authorisation/table.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/law.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/aeo/programme.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/tin.hpp"
#include "core/workflow/aeo_list_part.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/concerned.hpp"
#include "core/workflow/document_sides.hpp"
#include "core/workflow/documents_telling.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/expiring.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/office_number.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/possible.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {

namespace {

namespace aut = aeo::authorisation;
using access::Relation;
using access::Role;
using aut::Authorisation;

using AuthorisationSide = StoredMachine<aut::Machine, aut::evolve, aeo_block>;

/// Whose turn it is, as the table names it.
constexpr std::string_view programme_office = "programme office";

constexpr std::size_t its_place = 0;
constexpr std::size_t holder_place = 1;

/// Acts name the authorisation by its reference, or bring the application.
template <class Act>
aut::Reference reference_of(const Act& act) {
  if constexpr (requires { act.reference; }) {
    return act.reference;
  } else {
    return act.application.reference;
  }
}

/// What the operator does itself; the programme office does the rest.
template <class Act>
inline constexpr bool is_of_holder =
    std::same_as<Act, aut::BeginApplication> || std::same_as<Act, aut::SubmitApplication> ||
    std::same_as<Act, aut::WithdrawAuthorisation>;
/// Asks whether the operator is barred, or bars it.
template <class Act>
inline constexpr bool is_about_bar =
    std::same_as<Act, aut::SubmitApplication> || std::same_as<Act, aut::AcceptApplication> ||
    std::same_as<Act, aut::AuthoriseOperator> || std::same_as<Act, aut::RevokeAuthorisation>;
template <class Act>
inline constexpr bool gives_code = requires(const Act& act) { act.code; };

/// A programme that ended takes no new applications.
template <class Act>
inline constexpr bool is_begun =
    std::same_as<Act, aut::BeginApplication> || std::same_as<Act, aut::SubmitApplication>;

/// What it has goes on under its last law.
const aeo::Programme* programme_of(const std::string& name, Day today, Country home) {
  return aeo::last_law_of(aeo::law().programmes, {.state = home, .name = name}, today);
}

// ---- who may

/// The programme office is one for the whole state, whichever office its people sit at.
bool is_programme_office(const access::Actor& actor, const Setting& setting) {
  return actor.role == Role::aeo_manager && is_office_here(actor.office, std::nullopt, setting);
}

access::Relations ties(const aut::Reference& reference, const access::Actor& actor, const Setting& setting) {
  access::Relations relations;
  if (is_programme_office(actor, setting)) relations.add(Relation::office);
  if (!actor.party.empty() && actor.party == reference.holder.str()) relations.add(Relation::own);
  return relations;
}

template <class Act>
access::Relations relations_of_act(const Command& command, const Situation& /*situation*/,
                                   const Setting& setting) {
  return ties(reference_of(read_content<Act>(command.content)), command.actor, setting);
}

/// Of what was never submitted nobody knows but its operator, also once it ended.
bool is_with_holder(const Authorisation& authorisation) {
  return std::ranges::all_of(authorisation.standings, [](const aut::Standing& one) {
    return one.state == aut::State::draft || one.state == aut::State::ended;
  });
}

access::Relations relations_of_reader(const State& state, const access::Actor& actor,
                                      const Setting& setting) {
  const auto& authorisation = state.as<Authorisation>();
  if (authorisation.state == aut::State::none) return {};
  access::Relations relations = ties(authorisation.application.reference, actor, setting);
  // What lies at the office is there for the auditor to look at.
  if (actor.role == Role::auditor) relations.add(Relation::office);
  if (is_with_holder(authorisation) && !relations.has(Relation::own)) return {};
  return relations;
}

// ---- decisions

/// How limits are counted: on the calendar of the state's first office, whichever office acts. Else what one
/// of a later zone sets would be over for the clock before its day is.
class Told : public DocumentsTelling {
 public:
  Told(const Command& command, const Setting& setting) : DocumentsTelling(command, {}, setting) {}

  [[nodiscard]] aut::Context context(const aeo::Programme& programme) const {
    return context_under(programme);
  }
  void add(Authorisation& authorisation, const aut::Ruling& ruling) {
    play<AuthorisationSide>(its_place, authorisation, ruling, unaltered, [](const auto&... /*never*/) {});
  }
  Outcome finish(const aut::Reference& reference, const Authorisation& authorisation) && {
    if (accepted()) {
      const auto* code = aut::newest_code(authorisation);
      outcome_.reply = to_cbor(AeoReply{
          .reference = reference,
          .state = id_of<aut::Machine>(authorisation.state),
          .code = code == nullptr ? std::string{} : std::string{code->code.str()},
          .barred_until = authorisation.barred ? std::optional{authorisation.barred->until} : std::nullopt});
    }
    return std::move(outcome_);
  }
};

/// The key of a code as it is written in the act, whatever shape holds at the office's day: the decision
/// knows that. Nothing for what has no key.
template <class Act>
std::optional<aeo::CodeKey> key_in(const Act& act) {
  const auto writing = aeo::read_writing(act.code.str());
  return writing ? std::optional{writing->key} : std::nullopt;
}

/// The programmes of the state, whichever day it is.
std::vector<std::string> programmes_of(Country home) {
  std::vector<std::string> names;
  for (const auto& row : aeo::law().programmes.rows()) {
    if (row.key.state != home || (!names.empty() && names.back() == row.key.name)) continue;
    names.push_back(row.key.name);
  }
  return names;
}

/// Which one the act grants under, only the authorisation says: behind the operator there is what it was
/// granted last under each.
constexpr std::size_t granted_place = 2;

template <class Act>
Located locate(const Command& command, const Setting& setting) {
  const auto act = read_content<Act>(command.content);
  Located located;
  located.slots.push_back(aeo_slot(reference_of(act)));
  if constexpr (is_about_bar<Act>) located.slots.push_back(aeo_holder_slot(reference_of(act).holder));
  if constexpr (std::same_as<Act, aut::AuthoriseOperator>) {
    for (const std::string& name : programmes_of(setting.home)) {
      located.slots.push_back({.kind = aeo_stream, .by = aeo_granted_key(reference_of(act).holder, name)});
    }
  }
  if constexpr (gives_code<Act>) {
    if (const auto key = key_in(act)) located.slots.push_back(aeo_code_slot(setting.home, *key));
  }
  return located;
}

/// R-AEO-010 a programme that the state does not have, R-AEO-015 an operator of another state.
template <class Act>
std::optional<Finding> not_here(const Act& act, const std::string& programme, Day today,
                                const Setting& setting) {
  const auto reference = reference_of(act);
  if (reference.holder.country() != setting.home)
    return Finding{"R-AEO-015", "reference/holder", std::string{reference.holder.str()}, ""};
  const auto& programmes = aeo::law().programmes;
  const aeo::ProgrammeName name{.state = setting.home, .name = programme};
  const auto* found =
      is_begun<Act> ? aeo::programme_on(programmes, name, today) : aeo::last_law_of(programmes, name, today);
  if (found != nullptr) return std::nullopt;
  std::string names;
  for (const auto& row : programmes.rows()) {
    if (row.key.state == setting.home && row.holds_on(today))
      names.append(names.empty() ? "" : ", ").append(row.key.name);
  }
  return Finding{"R-AEO-010", "application/programme", programme, "it has: " + names};
}

template <class Act>
std::optional<aut::Bar> bar_of(const Situation& situation) {
  if constexpr (is_about_bar<Act>) {
    return situation.slots[holder_place].state->as<AeoHolder>().barred;
  } else {
    return std::nullopt;
  }
}

/// Who has the code that an act gives, the last of its slots.
struct Owner {
  bool is_this_one = false;                       ///< of before
  bool keeps_it = false;                          ///< another one, for good
  std::optional<aut::Reference> lets_go_of = {};  ///< another one that lets it go
};
template <class Act>
Owner owner_of(const Act& act, const Situation& situation) {
  if constexpr (gives_code<Act>) {
    const auto key = key_in(act);
    const StreamView& view = situation.slots.back();
    if (!key || !view.exists()) return {};
    if (view.id == situation.slots[its_place].id) return {.is_this_one = true};
    const auto& owner = view.state->template as<Authorisation>();
    if (aut::lets_go(owner, *key, reference_of(act).holder))
      return {.lets_go_of = owner.application.reference};
    return {.keeps_it = true};
  } else {
    return {};
  }
}

/// What the operator was granted last under the programme; nothing where nothing was.
template <class Act>
const StreamView* granted_before(const std::string& programme, const Situation& situation,
                                 const Setting& setting) {
  if constexpr (std::same_as<Act, aut::AuthoriseOperator>) {
    const auto names = programmes_of(setting.home);
    const auto found = std::ranges::find(names, programme);
    if (found == names.end()) return nullptr;
    const StreamView& view = situation.slots[granted_place + static_cast<std::size_t>(found - names.begin())];
    return view.exists() ? &view : nullptr;
  } else {
    return nullptr;
  }
}

/// From now on the key is this one's, whoever has it.
void claim(Outcome& outcome, const Key& key, bool is_taken) {
  if (is_taken) outcome.keys.push_back({.key = key, .slot = std::nullopt});
  outcome.keys.push_back({.key = key, .slot = its_place});
}

template <class Act>
Outcome decide(const Command& command, const Situation& situation, const Setting& setting) {
  const auto act = read_content<Act>(command.content);
  auto authorisation = situation.slots[its_place].state->as<Authorisation>();
  Told told{command, setting};
  const std::string* programme = &authorisation.application.programme;
  if constexpr (std::same_as<Act, aut::BeginApplication>) programme = &act.application.programme;
  if (auto fault = not_here(act, *programme, told.today(), setting)) return refusal(*std::move(fault));
  const Owner owner = owner_of(act, situation);
  const StreamView* granted = granted_before<Act>(*programme, situation, setting);
  const aut::Known known{
      .home = setting.home,
      .shapes = &aeo::law().shapes,
      .barred = bar_of<Act>(situation),
      .code_is_taken = owner.keeps_it,
      .had_before = owner.lets_go_of,
      .live = granted == nullptr ? std::nullopt : aut::live(granted->state->template as<Authorisation>())};
  const auto context = told.context(*programme_of(*programme, told.today(), setting.home));
  told.add(authorisation, aut::act(authorisation, act, context, known));
  if (!told.accepted()) return std::move(told).finish(reference_of(act), authorisation);
  if constexpr (gives_code<Act>) {
    if (!owner.is_this_one) {
      claim(told.outcome(), aeo_code_key(setting.home, aut::newest_code(authorisation)->key),
            known.had_before.has_value());
    }
  }
  if constexpr (std::same_as<Act, aut::AuthoriseOperator>)
    claim(told.outcome(), aeo_granted_key(act.reference.holder, *programme), granted != nullptr);
  if constexpr (std::same_as<Act, aut::RevokeAuthorisation>) {
    if (authorisation.barred) {
      told.outcome().events.push_back(
          new_event(holder_place, aeo_holder_barred, HolderBarred{.bar = *authorisation.barred}));
    }
  }
  return std::move(told).finish(reference_of(act), authorisation);
}

Outcome time_passed(const Command& command, const Situation& situation, const Setting& setting) {
  auto authorisation = situation.slots[its_place].state->as<Authorisation>();
  const auto reference = authorisation.application.reference;
  Told told{command, setting};
  const auto* programme = programme_of(authorisation.application.programme, told.today(), setting.home);
  require(programme != nullptr, "what was applied for is of a programme");
  told.add(authorisation, aut::time_passed(authorisation, told.context(*programme)));
  return std::move(told).finish(reference, authorisation);
}

/// In the list of its holder, and from when it is submitted open at the programme office. What ends soon
/// stands in the lists of both, too, and each code that it ever had in that of the code.
Summary summary(const State& state) {
  const auto& authorisation = state.as<Authorisation>();
  const auto& facts = aut::Machine::states[std::to_underlying(authorisation.state)];
  Summary summary{.status = static_cast<std::uint16_t>(authorisation.state),
                  .due = authorisation.due,
                  .open = authorisation.state != aut::State::none && !facts.terminal};
  if (authorisation.state == aut::State::none) return summary;
  if (!is_with_holder(authorisation)) summary.office = programme_office_number;
  const auto& reference = authorisation.application.reference;
  summary.ref = aut::in_words(reference);
  add_concerned(summary.concerned, all_concerned);
  add_concerned(summary.concerned, reference.holder.str());
  for (const aut::Ends& one : aut::endings(authorisation))
    add_expiring(summary.concerned, {operators_expiring, reference.holder.str()}, one.on);
  for (const aut::HeldCode& one : authorisation.codes) {
    add_concerned(summary.concerned, list_of_code(one.key));
    add_concerned(summary.concerned, list_of_likeness(one.key));
  }
  return summary;
}

constexpr std::array tasks{
    Task{0, aut::Trigger::begin, Weight::any_time},
    Task{1, aut::Trigger::submit},
    Task{2, aut::Trigger::accept},
    Task{3, aut::Trigger::give_back},
    Task{4, aut::Trigger::validate},
    Task{5, aut::Trigger::correct},
    Task{6, aut::Trigger::corrected},
    Task{7, aut::Trigger::refuse},
    Task{8, aut::Trigger::authorise},
    Task{9, aut::Trigger::suspend, Weight::any_time},
    Task{10, aut::Trigger::restore},
    Task{11, aut::Trigger::revoke, Weight::any_time},
    Task{12, aut::Trigger::withdraw, Weight::any_time},
    Task{13, aut::Trigger::revalidate, Weight::any_time},
    Task{14, aut::Trigger::pass},
    Task{15, aut::Trigger::change_code, Weight::any_time},
    Task{16, aut::Trigger::end, Weight::any_time},
};
static_assert(has_every_act<aut::Machine>(tasks, std::variant_size_v<aut::Act>));

std::vector<Possible> possible(const State& state) {
  std::vector<Possible> acts;
  add_possible<aut::Machine>(acts, aeo_block, tasks, state.as<Authorisation>().state,
                             [](aut::Trigger) { return true; });
  return acts;
}

/// It is the programme office's turn: by the state, or since a clock says so. Of what is active it may do
/// something at any time, and nothing waits for it.
std::vector<CommandType> calls_for(const State& state, Instant /*now*/, const Setting& /*setting*/) {
  const auto& authorisation = state.as<Authorisation>();
  const auto& facts = aut::Machine::states[std::to_underlying(authorisation.state)];
  std::vector<CommandType> acts;
  if (facts.owner != programme_office && !authorisation.alarm) return acts;
  add_calls<aut::Machine>(acts, aeo_block, tasks, authorisation.state, [](aut::Trigger) { return true; });
  return acts;
}

/// Of what is active, which is most, nothing ever waits.
bool may_call(std::uint16_t status) {
  const auto state = static_cast<aut::State>(status);
  if (status >= std::size(aut::Machine::states)) return true;
  const bool may_be_its_turn =
      aut::Machine::states[status].owner == programme_office || state == aut::State::suspended;
  std::vector<CommandType> acts;
  add_calls<aut::Machine>(acts, aeo_block, tasks, state, [](aut::Trigger) { return true; });
  return may_be_its_turn && !acts.empty();
}

/// What was granted stands in the list that other states have, where its holder agrees: the list follows in
/// the same step.
std::vector<Derived> follow(const State& after, const Happened& /*happened*/) {
  const auto& authorisation = after.as<Authorisation>();
  if (!aeo::listed::extract_of(authorisation)) return {};
  return {publishing_of_operator(authorisation.application.reference)};
}

// ---- the operator

State evolve_holder(const State& state, const Happened& happened) {
  auto holder = state.as<AeoHolder>();
  const auto barred = read_content<HolderBarred>(happened.body);
  if (!holder.barred || holder.barred->until <= barred.bar.until) holder.barred = barred.bar;
  return State::of(holder);
}

Summary summary_of_holder(const State& /*state*/) { return {.open = false}; }

// ---- the tables

template <std::size_t I>
constexpr CommandEntry entry(std::string_view name, std::string_view done) {
  using Act = std::variant_alternative_t<I, aut::Act>;
  return {.type = command_in(aeo_block, I),
          .name = name,
          .locate = locate<Act>,
          .relations = relations_of_act<Act>,
          .decide = decide<Act>,
          .begins = std::same_as<Act, aut::BeginApplication>,
          .done = done};
}

// What was done, whatever came of it: who is barred is refused by it, and the state beside it says so.
constexpr std::array entries{
    entry<0>("aeo.begin", "application written"),
    entry<1>("aeo.submit", "submission recorded"),
    entry<2>("aeo.accept", "look at completeness recorded"),
    entry<3>("aeo.return", "application returned"),
    entry<4>("aeo.validate", "validation begun"),
    entry<5>("aeo.correct", "corrective action asked for"),
    entry<6>("aeo.corrected", "corrective action recorded"),
    entry<7>("aeo.refuse", "refusal recorded"),
    entry<8>("aeo.authorise", "operator authorised"),
    entry<9>("aeo.suspend", "suspension recorded"),
    entry<10>("aeo.restore", "restoration recorded"),
    entry<11>("aeo.revoke", "revocation recorded"),
    entry<12>("aeo.withdraw", "withdrawal recorded"),
    entry<13>("aeo.revalidate", "re-validation begun"),
    entry<14>("aeo.pass", "re-validation passed"),
    entry<15>("aeo.change_code", "code changed"),
    entry<16>("aeo.end", "end recorded"),
};

constexpr std::array stream_kinds{
    KindEntry{.kind = aeo_stream,
              .name = "aeo",
              .initial = initial_of<AuthorisationSide>,
              .evolve = evolved<AuthorisationSide>,
              .summary = summary,
              .relations = relations_of_reader,
              .time_passed = time_passed,
              .follow = follow,
              .calls_for = calls_for,
              .may_call = may_call,
              .possible = possible},
    KindEntry{.kind = aeo_holder_stream,
              .name = "aeo_holder",
              .initial = [] { return State::of(AeoHolder{}); },
              .evolve = evolve_holder,
              .summary = summary_of_holder},
};

/// The operator, by whoever acts for the firm; the programme office.
template <std::size_t... I>
std::vector<access::Grant> grants_of(std::index_sequence<I...> /*acts*/) {
  constexpr std::array of_firm{Role::trader, Role::firm_administrator, Role::authorised_trader, Role::carrier,
                               Role::exporter};
  std::vector<access::Grant> grants;
  const auto add = [&](std::size_t place, bool by_holder) {
    const auto type = std::to_underlying(command_in(aeo_block, place));
    if (!by_holder) grants.push_back({Role::aeo_manager, type, Relation::office});
    if (!by_holder) return;
    for (const Role role : of_firm) grants.push_back({role, type, Relation::own});
  };
  (add(I, is_of_holder<std::variant_alternative_t<I, aut::Act>>), ...);
  return grants;
}

/// Whoever has benefits has a code and a first day; of its codes one has no end, the newest.
std::optional<std::string> violated(const Step& step) {
  for (const Change& change : step.changes) {
    if (change.kind != aeo_stream) continue;
    const auto& after = change.after->as<Authorisation>();
    const bool is_granted = after.state == aut::State::active || after.state == aut::State::suspended ||
                            after.state == aut::State::revalidation;
    if (!is_granted) continue;
    if (after.codes.empty() || !after.valid_from) return "whoever is authorised has a code from a day on";
    const auto endless = std::ranges::count_if(after.codes, [](const auto& one) { return !one.until; });
    if (endless != 1 || after.codes.back().until) return "of the codes of an operator the newest has no end";
  }
  return std::nullopt;
}

}  // namespace

Key aeo_key(const aut::Reference& reference) {
  return make_key(aeo_keys, reference.holder.str(), reference.number.str());
}
Slot aeo_slot(const aut::Reference& reference) { return {.kind = aeo_stream, .by = aeo_key(reference)}; }
Key aeo_code_key(Country state, const aeo::CodeKey& code) {
  return make_key(aeo_code_keys, state.str(), code.str());
}
// No TIN and no office has a blank.
std::string list_of_code(const aeo::CodeKey& code) { return std::string{"code "}.append(code.str()); }
std::string list_of_likeness(const aeo::CodeKey& code) {
  return std::string{"like "}.append(aeo::likeness_of(code).str());
}
Slot aeo_code_slot(Country state, const aeo::CodeKey& code) {
  return {.kind = aeo_stream, .by = aeo_code_key(state, code)};
}
Key aeo_granted_key(const Tin& holder, const std::string& programme) {
  return make_key(aeo_granted_keys, holder.str(), programme);
}
Slot aeo_holder_slot(const Tin& holder) {
  return {.kind = aeo_holder_stream, .by = make_key(aeo_holder_keys, holder.str(), {})};
}

const Part& aeo_part() {
  static const std::vector<access::Grant> grants =
      grants_of(std::make_index_sequence<std::variant_size_v<aut::Act>>{});
  static const Part part{.commands = entries, .kinds = stream_kinds, .grants = grants, .violated = violated};
  return part;
}

}  // namespace lintas::workflow
