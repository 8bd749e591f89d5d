#include "core/workflow/aeo_list_part.hpp"

#include <algorithm>
#include <array>
#include <chrono>
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
#include "base/certain.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/authorisation/table.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/listed/commands.hpp"
#include "core/aeo/listed/decide.hpp"
#include "core/aeo/listed/events.hpp"
#include "core/aeo/listed/evolve.hpp"
#include "core/aeo/listed/letter.hpp"
#include "core/aeo/listed/messages.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/aeo/listed/state.hpp"
#include "core/aeo/listed/table.hpp"
#include "core/attachments/letter.hpp"
#include "core/awsc/messages.hpp"
#include "core/exchange/manifest.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/tin.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/tables.hpp"
#include "core/workflow/aeo_part.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/concerned.hpp"
#include "core/workflow/document_sides.hpp"
#include "core/workflow/documents_telling.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/lane_names.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/manifest_part.hpp"
#include "core/workflow/office_number.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/possible.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/registers_part.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {

namespace {

namespace lst = aeo::listed;
namespace aut = aeo::authorisation;
using access::Relation;
using access::Role;
using lst::Operator;
using lst::Reference;

using ListedSide = StoredMachine<lst::Machine, lst::evolve, aeo_listed_block>;

constexpr bool is_of_others(lst::MessageNumber number) {
  return awsc::is_of_others(number) || !awsc::name_of(number).empty() ||
         !attachments::name_of(number).empty();
}
static_assert(!is_of_others(lst::aeo_record) && !is_of_others(lst::aeo_notice) && !is_of_others(lst::aeo_ack),
              "a number is of one message");

/// How both nodes call them (document_sides.hpp).
struct ListedRecords {
  using Reference = lst::Reference;
  using Letter = lst::Letter;

  static constexpr std::string_view name = name_of_operator;
  static std::string text_of(const Reference& reference) {
    return std::string{reference.holder.str()}.append(" ").append(reference.number.str());
  }
};

constexpr std::size_t its_place = 0;
/// Of an act, and of what the authorisation may have to say.
constexpr std::size_t authorisation_place = 1;

Country state_of(const Reference& reference) { return reference.holder.country(); }

// ---- who may

bool is_programme_office(const access::Actor& actor, const Setting& setting) {
  return actor.role == Role::aeo_manager && is_office_here(actor.office, std::nullopt, setting);
}

/// Whoever keeps the reference data brings in what other states publish.
bool is_keeper(const access::Actor& actor) { return actor.role == Role::reference_data_keeper; }

/// The operator about itself, the programme office about its list.
access::Relations ties(const Reference& reference, const access::Actor& actor, const Setting& setting) {
  access::Relations relations;
  if (is_programme_office(actor, setting)) relations.add(Relation::office);
  if (!actor.party.empty() && actor.party == reference.holder.str()) relations.add(Relation::own);
  return relations;
}

template <class Act>
access::Relations relations_of_act(const Command& command, const Situation& /*situation*/,
                                   const Setting& setting) {
  return ties(read_content<Act>(command.content).reference, command.actor, setting);
}

/// The programme office, who looks at it, and its operator; copies serve recognition, so that customs, who
/// give benefits, read them too.
access::Relations relations_of_reader(const State& state, const access::Actor& actor,
                                      const Setting& setting) {
  const auto& one = state.as<Operator>();
  if (one.state == lst::State::none) return {};
  access::Relations relations = ties(one.reference, actor, setting);
  if (actor.role == Role::auditor) relations.add(Relation::office);
  constexpr std::array customs{Role::officer_of_departure,   Role::officer_of_transit,
                               Role::officer_of_destination, Role::supervisor,
                               Role::risk_analyst,           Role::national_system};
  const bool is_copy = state_of(one.reference) != setting.home;
  if (is_copy && is_keeper(actor)) relations.add(Relation::office);
  if (is_copy && std::ranges::find(customs, actor.role) != customs.end() && is_of_this_state(actor, setting))
    relations.add(Relation::office);
  return relations;
}

// ---- what is said, and who is told

std::string digest_of(const Operator& one, const Setting& setting) {
  return exchange::digest_of(as_bytes(lst::picture_of(one)), setting.sha256);
}

/// Instants are told by the clock of the state's first office, as the programme office counts days.
class ListTold : public DocumentsTelling {
 public:
  ListTold(const Command& command, const Setting& setting) : DocumentsTelling(command, {}, setting) {}

  [[nodiscard]] lst::Context context() const {
    return {.at = command_.at, .by = access::person_of(command_.actor), .today = today()};
  }
  void add(Operator& one, const lst::Ruling& ruling) {
    for (const lst::Event& event : ruling.events) {
      NewEvent made = stored(its_place, event_in(aeo_listed_block, event.fact.index()), event);
      const auto& fact = static_cast<const lst::Facts&>(event.fact);
      if (const auto* told = std::get_if<lst::Told>(&fact)) send_notice(made, one, *told);
      one = lst::evolve(std::move(one), event);
      if (event.trigger == lst::Trigger::notice) send_answer(made, one, fact);
      outcome_.events.push_back(std::move(made));
    }
    refuse(ruling.answer);
  }
  /// What partners have to know of what was done.
  void add_telling(Operator& one) {
    if (accepted() && one.state != lst::State::none && state_of(one.reference) == setting_.home)
      add(one, lst::tell(one, partners_of_list(command_.at, setting_), command_.at));
  }
  Outcome finish(const RowReply& row) && {
    if (accepted()) outcome_.reply = to_cbor(row);
    return std::move(outcome_);
  }
  Outcome finish(const Reference& reference, const Operator& one) && {
    if (accepted()) {
      outcome_.reply =
          to_cbor(AeoListedReply{.reference = reference, .state = id_of<lst::Machine>(one.state)});
    }
    return std::move(outcome_);
  }

 private:
  void send_notice(NewEvent& made, const Operator& one, const lst::Told& told) {
    const auto partner = certain(exchange::Partner::of(told.partner), "a stored partner is one");
    lst::Letter letter = lst::letter_of(one);
    letter.clock = static_cast<std::int32_t>(calendar_.utc_offset.count());
    send_to(made, Country::parse(partner.str()).value_or(Country{}), lst::aeo_notice);
    add_document(lst::aeo_notice, write_operator_letter(letter));
  }
  void send_answer(NewEvent& made, const Operator& one, const lst::Facts& fact) {
    const auto heard = read_content<lst::Letter>(command_.content);
    lst::Letter letter{.reference = heard.reference, .version = heard.version};
    letter.clock = static_cast<std::int32_t>(calendar_.utc_offset.count());
    if (const auto* refused = std::get_if<lst::NotTaken>(&fact)) letter.faults = refused->faults;
    if (const auto* stopped = std::get_if<lst::Notified>(&fact)) letter.faults = stopped->faults;
    if (letter.faults.empty()) letter.digest = digest_of(one, setting_);
    send_to(made, state_of(certain(letter.reference, "a message is about a record")), lst::aeo_ack);
    add_document(lst::aeo_ack, write_operator_letter(letter));
  }
};

// ---- acts

template <class Act>
Located locate_act(const Command& command, const Setting& /*setting*/) {
  const auto reference = read_content<Act>(command.content).reference;
  Located located;
  located.slots.push_back(aeo_listed_slot(reference));
  located.slots.push_back(aeo_slot(reference));
  return located;
}

/// R-AEO-015 an operator of another state, R-AEO-029 one without an authorisation or an application.
std::optional<Finding> not_here(const Reference& reference, const Situation& situation,
                                const Setting& setting) {
  if (state_of(reference) != setting.home)
    return Finding{"R-AEO-015", "reference/holder", std::string{reference.holder.str()}, ""};
  const auto& authorisation = situation.slots[authorisation_place].state->as<aut::Authorisation>();
  if (authorisation.state != aut::State::none) return std::nullopt;
  return Finding{"R-AEO-029", "reference", aut::in_words(reference), ""};
}

template <class Act>
Outcome decide_act(const Command& command, const Situation& situation, const Setting& setting) {
  const auto act = read_content<Act>(command.content);
  auto one = document_in<ListedSide>(situation, its_place);
  if (auto fault = not_here(act.reference, situation, setting)) return refusal(*std::move(fault));
  ListTold told{command, setting};
  if constexpr (std::same_as<Act, lst::GiveConsent>) {
    // R-AEO-030: what is told is made of the document.
    if (!comes_with(command, act.document)) return refusal(Finding{"R-AEO-030", "document", "", ""});
    const auto& authorisation = situation.slots[authorisation_place].state->as<aut::Authorisation>();
    told.add(one, lst::act(one, act, lst::extract_of(authorisation), told.context()));
  } else {
    told.add(one, lst::act(one, act, told.context()));
  }
  told.add_telling(one);
  return std::move(told).finish(act.reference, one);
}

// ---- what a state without a node publishes

Located locate_bringing(const Command& command, const Setting& /*setting*/) {
  const auto act = read_content<lst::BringIn>(command.content);
  Located located;
  located.slots.push_back(aeo_listed_slot(act.reference));
  return located;
}

access::Relations relations_of_bringing(const Command& command, const Situation& /*situation*/,
                                        const Setting& setting) {
  const auto reference = read_content<lst::BringIn>(command.content).reference;
  return tied_if(is_keeper(command.actor) && state_of(reference) != setting.home, Relation::office);
}

/// R-AEO-032: the list of a state whose node tells it is what that node tells, whichever operator it is
/// about.
std::optional<Finding> told_by_its_node(const Reference& reference, Instant at, const Setting& setting) {
  const Day today = std::chrono::floor<std::chrono::days>(at);
  const Country of = state_of(reference);
  const bool tells =
      setting.is_partner(of) && setting.reference->at(today).exchanges(
                                    lists_of_operators, refdata::DocumentProcess::issue, of, setting.home);
  if (!tells) return std::nullopt;
  return Finding{"R-AEO-032", "reference/holder", std::string{reference.holder.str()}, ""};
}

Outcome decide_bringing(const Command& command, const Situation& situation, const Setting& setting) {
  const auto act = read_content<lst::BringIn>(command.content);
  auto one = document_in<ListedSide>(situation, its_place);
  if (auto fault = told_by_its_node(act.reference, command.at, setting)) return refusal(*std::move(fault));
  ListTold told{command, setting};
  const std::size_t before = one.said.size();
  told.add(one, lst::act(one, act, told.context()));
  const bool is_other = one.said.size() != before;
  const auto effect = !is_other ? RowEffect::unchanged : before == 0 ? RowEffect::added : RowEffect::changed;
  return std::move(told).finish(RowReply{.effect = effect});
}

Outcome decide_publishing(const Command& command, const Situation& situation, const Setting& setting) {
  const auto reference = read_content<AboutOperator>(command.content).reference;
  auto one = document_in<ListedSide>(situation, its_place);
  const auto& authorisation = situation.slots[authorisation_place].state->as<aut::Authorisation>();
  ListTold told{command, setting};
  if (const auto extract = lst::extract_of(authorisation)) {
    told.add(one, lst::publish(one, *extract, command.at));
    told.add_telling(one);
  }
  return std::move(told).finish(reference, one);
}

Outcome decide_telling(const Command& command, const Situation& situation, const Setting& setting) {
  auto one = document_in<ListedSide>(situation, its_place);
  ListTold told{command, setting};
  told.add_telling(one);
  return std::move(told).finish(read_content<AboutOperator>(command.content).reference, one);
}
Located locate_telling(const Command& command, const Setting& /*setting*/) {
  Located located;
  located.slots.push_back(aeo_listed_slot(read_content<AboutOperator>(command.content).reference));
  return located;
}

Outcome time_passed(const Command& command, const Situation& situation, const Setting& setting) {
  auto one = document_in<ListedSide>(situation, its_place);
  const Reference reference = one.reference;
  ListTold told{command, setting};
  told.add(one, lst::time_passed(one, command.at));
  return std::move(told).finish(reference, one);
}

// ---- messages

/// R-AEO-015: a node tells of its own operators, and answers about this one's.
std::optional<Finding> not_its_to_say(const Command& command, bool is_notice, const Setting& setting) {
  const Reference reference = name_of_letter<ListedRecords>(command.content);
  const std::string_view whose = is_notice ? std::string_view{command.actor.party} : setting.home.str();
  if (state_of(reference).str() == whose) return std::nullopt;
  return Finding{"R-AEO-015", "reference/holder", std::string{reference.holder.str()}, ""};
}

template <bool is_notice>
Located locate_message(const Command& command, const Setting& setting) {
  Located located;
  if (not_its_to_say(command, is_notice, setting)) {
    located.slots.push_back({.kind = aeo_listed_stream, .by = Slot::New{}});
    return located;
  }
  located.slots.push_back(aeo_listed_slot(name_of_letter<ListedRecords>(command.content)));
  return located;
}

template <bool is_notice>
access::Relations relations_of_message(const Command& command, const Situation& situation,
                                       const Setting& setting) {
  if (not_its_to_say(command, is_notice, setting)) return {};
  if (is_notice) return access::Relations{Relation::route_state};
  const auto partner = exchange::Partner::parse(command.actor.party);
  const bool was_told = partner && document_in<ListedSide>(situation).shared.find(*partner) != nullptr;
  return tied_if(was_told, Relation::route_state);
}

/// R-AEO-026: it has the newest version, and says by its digest that what it has of that is something else.
/// As where this store was restored, and the answer is one to what is lost.
void add_difference(lst::Letter& answer, const Operator& one, const Setting& setting) {
  const bool compares = answer.faults.empty() && answer.digest && answer.version == one.shared.version;
  if (!compares || *answer.digest == digest_of(one, setting)) return;
  answer.faults.push_back(
      {.rule = "R-AEO-026", .pointer = "/AEO.ACK/Response/FunctionalReferenceID", .detail = *answer.digest});
}

template <bool is_notice>
Outcome decide_message(const Command& command, const Situation& situation, const Setting& setting) {
  if (auto fault = not_its_to_say(command, is_notice, setting)) return refusal(*std::move(fault));
  auto letter = read_content<lst::Letter>(command.content);
  auto one = document_in<ListedSide>(situation);
  ListTold told{command, setting};
  if constexpr (is_notice) {
    told.add(one, lst::notice(one, letter, command.at));
  } else {
    const auto from = certain(exchange::Partner::parse(command.actor.party), "a partner has a name");
    add_difference(letter, one, setting);
    told.add(one, lst::acknowledge(one, from, letter, command.at));
  }
  return std::move(told).finish(certain(letter.reference, "a message is about a record"), one);
}

/// From now on the two nodes compare what they have of it, once a day; and of this state's list the walk
/// finds whom it goes to only later.
std::vector<Derived> follow(const State& /*after*/, const Happened& happened) {
  if (is_of_manifest(happened.type)) return {};
  const auto trigger = read_content<lst::Event>(happened.body).trigger;
  const bool wakes = trigger == lst::Trigger::consent || trigger == lst::Trigger::publish ||
                     trigger == lst::Trigger::tell || trigger == lst::Trigger::notice;
  return wakes ? std::vector{wake_for_document(happened.at)} : std::vector<Derived>{};
}

// ---- lists and work

/// Of what has ended, or is listed no more, everybody who was told has it.
bool is_over(const Operator& one) {
  const lst::Said* said = lst::newest(one);
  if (said == nullptr) return one.state != lst::State::agreed;
  if (!lst::has_ended(said->status) && said->status != lst::Status::unlisted) return false;
  return std::ranges::all_of(one.shared.told, [&](const auto& told) { return one.shared.is_with(told); });
}

/// In the list of its operator, of its state and of each code that it has or had. Open at the programme
/// office as long as somebody has to be asked why a partner does not answer.
Summary summary(const State& state) {
  const auto& one = state.as<Operator>();
  const bool is_overdue = !lst::overdue(one).empty();
  Summary summary{
      .status = static_cast<std::uint16_t>(one.state), .due = one.due, .open = is_overdue || !is_over(one)};
  if (one.state == lst::State::none) return summary;
  if (is_overdue) summary.office = programme_office_number;
  summary.ref = aut::in_words(one.reference);
  add_concerned(summary.concerned, all_concerned);
  add_concerned(summary.concerned, one.reference.holder.str());
  if (lst::newest(one) != nullptr) {
    add_concerned(summary.concerned, list_of_state(state_of(one.reference)));
    const std::vector<lst::ListedCode>* before = nullptr;
    for (const lst::Said& each : one.said) {
      const auto& codes = each.content.grant.codes;
      if (before != nullptr && *before == codes) continue;
      before = &codes;
      for (const lst::ListedCode& held : codes)
        add_concerned(summary.concerned, list_of_listed_code(held.key));
    }
  }
  return summary;
}

constexpr std::array tasks{
    Task{0, lst::Trigger::consent, Weight::any_time},
    Task{1, lst::Trigger::withdraw_consent, Weight::any_time},
    Task{2, lst::Trigger::tell_again},
    Task{3, lst::Trigger::bring_in, Weight::any_time},
};
static_assert(has_every_act<lst::Machine>(tasks, std::variant_size_v<lst::Act>));

/// But for the consent, which comes as a whole message: that is no act. Into a copy nobody writes by acts
/// that stand beside it: a table is brought in whole.
std::vector<Possible> possible(const State& state) {
  const auto& one = state.as<Operator>();
  std::vector<Possible> acts;
  if (one.shared.version == 0 && one.state != lst::State::agreed) return acts;
  add_possible<lst::Machine>(acts, aeo_listed_block, tasks, one.state, [](lst::Trigger trigger) {
    return trigger != lst::Trigger::consent && trigger != lst::Trigger::bring_in;
  });
  return acts;
}

/// A partner that gets the list has not answered in time.
std::vector<CommandType> calls_for(const State& state, Instant now, const Setting& setting) {
  const auto& one = state.as<Operator>();
  const auto partners = partners_of_list(now, setting);
  const bool waits = std::ranges::any_of(lst::overdue(one), [&](exchange::Partner partner) {
    return std::ranges::find(partners, partner) != partners.end();
  });
  std::vector<CommandType> acts;
  if (waits) {
    add_calls<lst::Machine>(acts, aeo_listed_block, tasks, one.state, [](lst::Trigger) { return true; });
  }
  return acts;
}

// ---- the tables

template <std::size_t I>
constexpr CommandEntry entry(std::string_view name, std::string_view done) {
  using Act = std::variant_alternative_t<I, lst::Act>;
  return {.type = command_in(aeo_listed_block, I),
          .name = name,
          .locate = locate_act<Act>,
          .relations = relations_of_act<Act>,
          .decide = decide_act<Act>,
          .begins = std::same_as<Act, lst::GiveConsent>,
          .done = done};
}
template <bool is_notice>
constexpr CommandEntry message_entry(lst::MessageNumber number, std::string_view name) {
  return {.type = command_of_message(number),
          .name = name,
          .locate = locate_message<is_notice>,
          .relations = relations_of_message<is_notice>,
          .decide = decide_message<is_notice>};
}

constexpr std::array entries{
    entry<0>("aeo.consent", "consent recorded"),
    entry<1>("aeo.withdraw_consent", "end of the consent recorded"),
    entry<2>("aeo.tell_again", "partners told anew"),
    CommandEntry{.type = command_in(aeo_listed_block, 3),
                 .name = "aeo.bring_in",
                 .locate = locate_bringing,
                 .relations = relations_of_bringing,
                 .decide = decide_bringing,
                 .begins = true,
                 .done = "operator of another list recorded"},
    CommandEntry{.type = publish_operator,
                 .name = "aeo.publish",
                 .locate = locate_act<AboutOperator>,
                 .relations = ties_of_nobody,
                 .decide = decide_publishing},
    CommandEntry{.type = tell_operator,
                 .name = "aeo.tell",
                 .locate = locate_telling,
                 .relations = ties_of_nobody,
                 .decide = decide_telling},
    message_entry<true>(lst::aeo_notice, "aeo.notice"),
    message_entry<false>(lst::aeo_ack, "aeo.acknowledged"),
};

constexpr std::array stream_kinds{
    KindEntry{.kind = aeo_listed_stream,
              .name = "aeo_listed",
              .initial = initial_of<ListedSide>,
              .evolve = evolved<ListedSide>,
              .summary = summary,
              .relations = relations_of_reader,
              .time_passed = time_passed,
              .follow = follow,
              .calls_for = calls_for,
              .possible = possible},
};

/// Consent is the operator's, by whoever acts for the firm; what goes on between the nodes the programme
/// office's.
std::vector<access::Grant> make_grants() {
  constexpr std::array of_firm{Role::trader, Role::firm_administrator, Role::authorised_trader, Role::carrier,
                               Role::exporter};
  std::vector<access::Grant> grants;
  for (const CommandEntry& one : entries) {
    const auto type = std::to_underlying(one.type);
    if (block_of(type) != aeo_listed_block) {
      grants.push_back({Role::partner_node, type, Relation::route_state});
    } else if (one.relations == ties_of_nobody) {
      grants.push_back({Role::node, type, Relation::any});
    } else if (one.type == command_in(aeo_listed_block, 2)) {
      grants.push_back({Role::aeo_manager, type, Relation::office});
    } else if (one.type == command_in(aeo_listed_block, 3)) {
      grants.push_back({Role::reference_data_keeper, type, Relation::office});
    } else {
      for (const Role role : of_firm) grants.push_back({role, type, Relation::own});
    }
  }
  static_assert(std::same_as<std::variant_alternative_t<2, lst::Act>, lst::TellAgain> &&
                std::same_as<std::variant_alternative_t<3, lst::Act>, lst::BringIn>);
  return grants;
}

/// Nothing is told of an operator that does not agree, and what was said is never changed.
std::optional<std::string> violated(const Step& step) {
  for (const Change& change : step.changes) {
    if (change.kind != aeo_listed_stream) continue;
    const auto& before = change.before->as<Operator>();
    const auto& after = change.after->as<Operator>();
    const lst::Said* said = lst::newest(after);
    const bool is_own = after.shared.version != 0;
    if (is_own && said != nullptr && !after.consent && said->status != lst::Status::unlisted)
      return "nobody is told of an operator that does not agree";
    if (after.said.size() < before.said.size() ||
        !std::equal(before.said.begin(), before.said.end(), after.said.begin()))
      return "what a list said of an operator is never changed";
  }
  return std::nullopt;
}

// ---- names

/// What a partner says of one of its own, is about its list, and what it answers about this one's.
std::optional<Slot> slot_of_name(ByteView thing, exchange::Partner from, const Setting& setting) {
  std::string_view name = as_text(thing);
  if (!name.starts_with(name_of_operator)) return std::nullopt;
  name.remove_prefix(name_of_operator.size());
  if (!name.starts_with(setting.home.str()) && !name.starts_with(from.str())) return std::nullopt;
  const auto blank = name.find(' ');
  if (blank == std::string_view::npos) return std::nullopt;
  const auto holder = Tin::parse(name.substr(0, blank));
  const auto number = aut::ApplicationNumber::parse(name.substr(blank + 1));
  if (!holder || !number) return std::nullopt;
  return aeo_listed_slot({.holder = *holder, .number = *number});
}

}  // namespace

Key aeo_listed_key(const Reference& reference) {
  return make_key(aeo_listed_keys, reference.holder.str(), reference.number.str());
}
Slot aeo_listed_slot(const Reference& reference) {
  return {.kind = aeo_listed_stream, .by = aeo_listed_key(reference)};
}
std::string list_of_state(Country state) { return std::string{"list "}.append(state.str()); }
std::string list_of_listed_code(const aeo::CodeKey& code) {
  return std::string{"listed "}.append(code.str());
}

Bytes aeo_listed_name(const Reference& reference) { return partners_name_of<ListedRecords>(reference); }

std::vector<exchange::Partner> partners_of_list(Instant now, const Setting& setting) {
  return partners_that_get(lists_of_operators, now, setting);
}

namespace {

Derived about(CommandType type, const Reference& reference) {
  return {.type = type, .content = to_cbor(AboutOperator{.reference = reference}), .alone = true};
}

}  // namespace

Derived publishing_of_operator(const Reference& reference) { return about(publish_operator, reference); }
Derived telling_of_operator(const Reference& reference) { return about(tell_operator, reference); }

Bytes write_operator_letter(const lst::Letter& letter) {
  require(letter.reference.has_value(), "a message is about a record");
  return to_cbor(letter);
}

std::optional<lst::Letter> read_operator_letter(lst::MessageNumber number, ByteView document) {
  auto letter = from_cbor<lst::Letter>(document);
  const bool is_notice = number == lst::aeo_notice;
  const bool fits =
      letter && letter->reference && lst::is_message(number) &&
      (!is_notice || (letter->effective && (letter->content || letter->status == lst::Status::unlisted ||
                                            !letter->faults.empty())));
  return fits ? std::optional{*std::move(letter)} : std::nullopt;
}

const Part& aeo_list_part() {
  static const std::vector<access::Grant> grants = make_grants();
  static const Part part{.commands = entries,
                         .kinds = stream_kinds,
                         .grants = grants,
                         .violated = violated,
                         .slot_of_name = slot_of_name,
                         .name_for_partner = name_for_partner<ListedRecords>};
  return part;
}

}  // namespace lintas::workflow
