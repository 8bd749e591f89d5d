#include "core/workflow/awsc_part.hpp"

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
#include "core/awsc/exporter.hpp"
#include "core/awsc/exporter/commands.hpp"
#include "core/awsc/exporter/decide.hpp"
#include "core/awsc/exporter/events.hpp"
#include "core/awsc/exporter/evolve.hpp"
#include "core/awsc/exporter/state.hpp"
#include "core/awsc/exporter/table.hpp"
#include "core/awsc/letter.hpp"
#include "core/awsc/messages.hpp"
#include "core/exchange/manifest.hpp"
#include "core/exchange/partner.hpp"
#include "core/exchange/shared_record.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/code_lists.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/tables.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/concerned.hpp"
#include "core/workflow/document_lists.hpp"
#include "core/workflow/document_sides.hpp"
#include "core/workflow/documents_telling.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/expiring.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/lane_names.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/manifest_part.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/possible.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {

namespace {

namespace exs = awsc::exporter_side;
using access::Relation;
using access::Role;
using awsc::ExporterReference;

using ExporterSide = StoredMachine<exs::Machine, exs::evolve, exporter_block>;

/// How both nodes call them (document_sides.hpp).
struct ExporterRecords {
  using Reference = ExporterReference;
  using Letter = awsc::Letter;

  static constexpr std::string_view name = name_of_exporter;
  static std::string text_of(const ExporterReference& reference) {
    return std::string{reference.state.str()}.append(reference.code.str());
  }
};

/// Whoever keeps the reference data brings in what other states publish of their registers.
bool is_keeper(const access::Actor& actor) { return actor.role == Role::reference_data_keeper; }

/// R-OD-010: an authority writes the register of its state.
std::optional<Finding> not_its_register(const ExporterReference& reference, const Command& command,
                                        const Setting& setting) {
  if (is_keeper(command.actor) || reference.state == setting.home) return std::nullopt;
  return Finding{"R-OD-010", "reference/state", std::string{reference.state.str()}, ""};
}

/// The offices at which the authority that certifies exporters acts.
constexpr std::string_view certifying_offices = "CL923";

constexpr CommandType tell_exporter_again = command_in(exporter_block, 4);
static_assert(std::same_as<std::variant_alternative_t<4, exs::Act>, exs::TellExporterAgain>);

/// R-OD-014: none for whoever brings other states' registers in.
bool certifies(const access::Actor& actor, Day today, const Setting& setting) {
  return is_keeper(actor) || certifies_exporters(actor, today, setting);
}
std::optional<Finding> not_certifying(const Command& command, const Setting& setting) {
  if (certifies(command.actor, std::chrono::floor<std::chrono::days>(command.at), setting))
    return std::nullopt;
  return Finding{"R-OD-014", "office", command.actor.office, std::string{certifying_offices}};
}

// ---- who may

template <class Act>
access::Relations relations_of_act(const Command& command, const Situation& /*situation*/,
                                   const Setting& setting) {
  const bool of_others = name_in(read_content<Act>(command.content)).state != setting.home;
  const bool may = is_keeper(command.actor) ? of_others : is_of_this_state(command.actor, setting);
  return tied_if(may, Relation::office);
}

/// An act that is shown as one that somebody may do.
access::Relations relations_to_act(const State& state, CommandType act, const access::Actor& actor,
                                   Instant now, const Setting& setting) {
  const bool is_own = state.as<exs::Exporter>().content.reference.state == setting.home;
  const Day today = std::chrono::floor<std::chrono::days>(now);
  const bool may = is_keeper(actor)
                       ? !is_own && act != tell_exporter_again
                       : is_own && is_of_this_state(actor, setting) && certifies(actor, today, setting);
  return tied_if(may, Relation::office);
}

/// Customs and agencies read the register, the firm what stands there of it, and the keeper what it brings
/// in.
access::Relations relations_of_exporter(const State& state, const access::Actor& actor,
                                        const Setting& setting) {
  access::Relations relations;
  const auto& exporter = state.as<exs::Exporter>();
  if (exporter.state == exs::State::none) return relations;
  const bool is_brought_in = exporter.content.reference.state != setting.home;
  if (is_keeper(actor) ? is_brought_in : is_of_this_state(actor, setting)) relations.add(Relation::office);
  const auto& content = exporter.content;
  const auto party = party_of(content.reference.state.str(), content.holder);
  const bool is_own = content.reference.state == setting.home && !party.empty() && party == actor.party;
  if (is_own) relations.add(Relation::own);
  return relations;
}

// ---- the register

template <class Act>
Located locate_exporter(const Command& command, const Setting& /*setting*/) {
  Located located;
  located.slots.push_back(exporter_slot(name_in(read_content<Act>(command.content))));
  return located;
}

/// R-OD-011: of a state that gives no form any code will do.
std::string_view form_of_codes(const ExporterReference& reference, Instant at, const Setting& setting) {
  const Day today = std::chrono::floor<std::chrono::days>(at);
  const auto* form = setting.reference->at(today).code_list("CL922").find(reference.state.str(), today);
  return form == nullptr ? std::string_view{} : std::string_view{form->text};
}

/// R-OD-032: what the node of a state tells is its register; nobody writes beside it.
std::optional<Finding> told_by_its_node(const ExporterReference& reference, const exs::Exporter& exporter,
                                        Instant at, const Setting& setting) {
  const Day today = std::chrono::floor<std::chrono::days>(at);
  const bool tells =
      reference.state != setting.home && exporter.heard != 0 &&
      setting.reference->at(today).exchanges(register_of_exporters, refdata::DocumentProcess::issue,
                                             reference.state, setting.home);
  if (!tells) return std::nullopt;
  return Finding{"R-OD-032", "reference/state", std::string{reference.state.str()}, ""};
}

std::string digest_of(const exs::Exporter& exporter, const Setting& setting) {
  return exchange::digest_of(as_bytes(exs::picture_of(exporter)), setting.sha256);
}

/// Nobody's clock is said to be that of the register: instants are told by that of the state's first office.
class RegisterTold : public DocumentsTelling {
 public:
  RegisterTold(const Command& command, const Setting& setting) : DocumentsTelling(command, {}, setting) {}

  void add(exs::Exporter& exporter, const exs::Ruling& ruling) {
    for (const exs::Event& event : ruling.events) {
      NewEvent made = stored(0, event_in(exporter_block, event.fact.index()), event);
      const auto& fact = static_cast<const exs::Facts&>(event.fact);
      if (const auto* told = std::get_if<exs::Told>(&fact)) send_notices(made, exporter, *told);
      exporter = exs::evolve(std::move(exporter), event);
      if (event.trigger == exs::Trigger::notice) send_answer(made, exporter, fact);
      outcome_.events.push_back(std::move(made));
    }
    refuse(ruling.answer);
  }
  /// What partners have to know of what was done.
  void add_telling(exs::Exporter& exporter) {
    if (accepted() && exporter.content.reference.state == setting_.home)
      add(exporter, exs::tell(exporter, partners_of_register(command_.at, setting_), command_.at));
  }
  Outcome finish(const ExporterReference& reference, const exs::Exporter& exporter) && {
    if (accepted()) {
      outcome_.reply =
          to_cbor(ExporterReply{.reference = reference, .state = id_of<exs::Machine>(exporter.state)});
    }
    return std::move(outcome_);
  }

 private:
  void send_notices(NewEvent& made, const exs::Exporter& exporter, const exs::Told& told) {
    const auto partner = certain(exchange::Partner::of(told.partner), "a stored partner is one");
    const Country country = Country::parse(partner.str()).value_or(Country{});
    for (awsc::Letter& letter : exs::letters_for(exporter, partner)) {
      letter.clock = static_cast<std::int32_t>(calendar_.utc_offset.count());
      send_to(made, country, awsc::ce_notice);
      add_document(awsc::ce_notice, write_exporter_letter(letter));
    }
  }
  void send_answer(NewEvent& made, const exs::Exporter& exporter, const exs::Facts& fact) {
    const auto heard = read_content<awsc::Letter>(command_.content);
    awsc::Letter letter{.reference = heard.reference, .version = heard.version};
    letter.clock = static_cast<std::int32_t>(calendar_.utc_offset.count());
    if (const auto* refused = std::get_if<exs::NotTaken>(&fact)) letter.faults = refused->faults;
    if (const auto* stopped = std::get_if<exs::Notified>(&fact)) letter.faults = stopped->faults;
    if (letter.faults.empty()) letter.digest = digest_of(exporter, setting_);
    send_to(made, certain(letter.reference, "a message is about a record").state, awsc::ce_ack);
    add_document(awsc::ce_ack, write_exporter_letter(letter));
  }
};

template <class Act>
Outcome decide_exporter(const Command& command, const Situation& situation, const Setting& setting) {
  const auto act = read_content<Act>(command.content);
  const ExporterReference reference = name_in(act);
  auto exporter = document_in<ExporterSide>(situation);
  if (auto fault = not_its_register(reference, command, setting)) return refusal(*std::move(fault));
  if (auto fault = not_certifying(command, setting)) return refusal(*std::move(fault));
  if (auto fault = told_by_its_node(reference, exporter, command.at, setting))
    return refusal(*std::move(fault));
  if constexpr (std::same_as<Act, exs::TellExporterAgain>) {
    if (reference.state != setting.home)
      return refusal({"R-OD-010", "reference/state", std::string{reference.state.str()}, ""});
  }
  if constexpr (std::same_as<Act, exs::RecordExporter>) {
    // R-OD-013: what is kept is the record that it comes with.
    if (!comes_with(command, act.content.document)) return refusal({"R-OD-013", "content/document", "", ""});
  }
  RegisterTold told{command, setting};
  told.add(exporter, exs::act(exporter, act,
                              {.at = command.at,
                               .by = access::person_of(command.actor),
                               .form_of_codes = form_of_codes(reference, command.at, setting),
                               .of_another_state = reference.state != setting.home}));
  told.add_telling(exporter);
  return std::move(told).finish(reference, exporter);
}

// ---- the register between the nodes

Located locate_telling(const Command& command, const Setting& /*setting*/) {
  Located located;
  located.slots.push_back(exporter_slot(read_content<TellExporter>(command.content).reference));
  return located;
}
Outcome decide_telling(const Command& command, const Situation& situation, const Setting& setting) {
  auto exporter = document_in<ExporterSide>(situation);
  RegisterTold told{command, setting};
  told.add_telling(exporter);
  return std::move(told).finish(read_content<TellExporter>(command.content).reference, exporter);
}

/// R-OD-010: a node tells of its own register, and answers about this one's.
std::optional<Finding> not_its_to_say(const Command& command, bool is_notice, const Setting& setting) {
  const ExporterReference reference = name_of_letter<ExporterRecords>(command.content);
  const std::string_view whose = is_notice ? std::string_view{command.actor.party} : setting.home.str();
  if (reference.state.str() == whose) return std::nullopt;
  return Finding{"R-OD-010", "reference/state", std::string{reference.state.str()}, ""};
}

template <bool is_notice>
Located locate_message(const Command& command, const Setting& setting) {
  Located located;
  if (not_its_to_say(command, is_notice, setting)) {
    located.slots.push_back({.kind = exporter_stream, .by = Slot::New{}});
  } else {
    located.slots.push_back(exporter_slot(name_of_letter<ExporterRecords>(command.content)));
  }
  return located;
}

template <bool is_notice>
access::Relations relations_of_message(const Command& command, const Situation& situation,
                                       const Setting& setting) {
  if (not_its_to_say(command, is_notice, setting)) return {};
  if (is_notice) return access::Relations{Relation::route_state};
  const auto partner = exchange::Partner::parse(command.actor.party);
  const bool was_told = partner && document_in<ExporterSide>(situation).shared.find(*partner) != nullptr;
  return tied_if(was_told, Relation::route_state);
}

/// R-OD-031: it has the newest version, and says by its digest that what it has of that is something else. As
/// where this store was restored, and the answer is one to what is lost.
void add_difference(awsc::Letter& answer, const exs::Exporter& exporter, const Setting& setting) {
  const bool compares = answer.faults.empty() && answer.digest && answer.version == exporter.shared.version;
  if (!compares || *answer.digest == digest_of(exporter, setting)) return;
  answer.faults.push_back(
      {.rule = "R-OD-031", .pointer = "/CE.ACK/Response/FunctionalReferenceID", .detail = *answer.digest});
}

template <bool is_notice>
Outcome decide_message(const Command& command, const Situation& situation, const Setting& setting) {
  if (auto fault = not_its_to_say(command, is_notice, setting)) return refusal(*std::move(fault));
  auto letter = read_content<awsc::Letter>(command.content);
  auto exporter = document_in<ExporterSide>(situation);
  RegisterTold told{command, setting};
  if constexpr (is_notice) {
    told.add(exporter, exs::notice(exporter, letter, command.at));
  } else {
    const auto from = certain(exchange::Partner::parse(command.actor.party), "a partner has a name");
    add_difference(letter, exporter, setting);
    told.add(exporter, exs::acknowledge(exporter, from, letter, command.at));
  }
  return std::move(told).finish(certain(letter.reference, "a message is about a record"), exporter);
}

/// From now on the two nodes compare what they have of it, once a day; and of this state's register the walk
/// finds whom it goes to only later.
std::vector<Derived> follow_exporter(const State& /*after*/, const Happened& happened) {
  if (is_of_manifest(happened.type)) return {};
  const auto trigger = read_content<exs::Event>(happened.body).trigger;
  const bool wakes =
      trigger == exs::Trigger::record || trigger == exs::Trigger::tell || trigger == exs::Trigger::notice;
  return wakes ? std::vector{wake_for_document(happened.at)} : std::vector<Derived>{};
}

/// In the list of its firm, too; it waits at no office. Open also when it was withdrawn, so that the walk
/// finds whoever has not been told that, however much later the register goes to it. Of a copy nothing is to
/// be told, and whoever keeps it renews it elsewhere: of what ends soon only what is written here is told.
Summary summary_of_exporter(const State& state) {
  const auto& exporter = state.as<exs::Exporter>();
  const bool is_over = exporter.state == exs::State::withdrawn && exporter.heard != 0;
  Summary summary{.status = static_cast<std::uint16_t>(exporter.state),
                  .due = std::nullopt,
                  .open = exporter.state != exs::State::none && !is_over};
  if (exporter.state == exs::State::none) return summary;
  const auto& content = exporter.content;
  summary.ref = awsc::in_words(content.reference);
  add_concerned(summary.concerned, all_concerned);
  const auto party = party_of(content.reference.state.str(), content.holder);
  if (!party.empty()) add_concerned(summary.concerned, party);
  if (exporter.state == exs::State::withdrawn || exporter.heard != 0) return summary;
  std::vector<std::string_view> whose{exporters_expiring};
  if (!party.empty()) whose.push_back(party);
  add_expiring(summary.concerned, whose, content.valid_until);
  return summary;
}

constexpr std::array acts_of_exporter{
    Task{0, exs::Trigger::record, Weight::any_time},     Task{1, exs::Trigger::suspend, Weight::any_time},
    Task{2, exs::Trigger::resume, Weight::any_time},     Task{3, exs::Trigger::withdraw, Weight::any_time},
    Task{4, exs::Trigger::tell_again, Weight::any_time},
};
static_assert(has_every_act<exs::Machine>(acts_of_exporter, std::variant_size_v<exs::Act>));

/// But for the record itself, which comes as a whole message: that is no act.
std::vector<Possible> possible_of_exporter(const State& state) {
  std::vector<Possible> acts;
  add_possible<exs::Machine>(acts, exporter_block, acts_of_exporter, state.as<exs::Exporter>().state,
                             [](exs::Trigger trigger) { return trigger != exs::Trigger::record; });
  return acts;
}

// ---- the tables

template <std::size_t I>
constexpr CommandEntry act_on_exporter(std::string_view name, std::string_view done) {
  using Act = std::variant_alternative_t<I, exs::Act>;
  return {.type = command_in(exporter_block, I),
          .name = name,
          .locate = locate_exporter<Act>,
          .relations = relations_of_act<Act>,
          .decide = decide_exporter<Act>,
          .begins = std::same_as<Act, exs::RecordExporter>,
          .done = done};
}

template <bool is_notice>
constexpr CommandEntry message_about_exporter(awsc::MessageNumber number, std::string_view name) {
  return {.type = command_of_message(number),
          .name = name,
          .locate = locate_message<is_notice>,
          .relations = relations_of_message<is_notice>,
          .decide = decide_message<is_notice>};
}

constexpr std::array entries{
    act_on_exporter<0>("exporter.record", "record written"),
    act_on_exporter<1>("exporter.suspend", "suspension recorded"),
    act_on_exporter<2>("exporter.resume", "resumption recorded"),
    act_on_exporter<3>("exporter.withdraw", "withdrawal recorded"),
    act_on_exporter<4>("exporter.tell_again", "partners told anew"),
    CommandEntry{.type = tell_exporter,
                 .name = "exporter.tell",
                 .locate = locate_telling,
                 .relations = ties_of_nobody,
                 .decide = decide_telling},
    message_about_exporter<true>(awsc::ce_notice, "exporter.notice"),
    message_about_exporter<false>(awsc::ce_ack, "exporter.acknowledged"),
};

constexpr std::array stream_kinds{
    KindEntry{.kind = exporter_stream,
              .name = "exporter",
              .initial = initial_of<ExporterSide>,
              .evolve = evolved<ExporterSide>,
              .summary = summary_of_exporter,
              .relations = relations_of_exporter,
              .follow = follow_exporter,
              .possible = possible_of_exporter,
              .relations_to_act = relations_to_act},
};

/// The agency that certifies exporters, or the system of the state that has its register; the keeper of the
/// reference data what other states publish.
std::vector<access::Grant> make_grants() {
  constexpr std::array of_register{Role::other_agency, Role::national_system, Role::reference_data_keeper};
  std::vector<access::Grant> grants;
  for (const CommandEntry& entry : entries) {
    const auto type = std::to_underlying(entry.type);
    if (entry.type == tell_exporter) {
      grants.push_back({Role::node, type, Relation::any});
      continue;
    }
    if (block_of(type) != exporter_block) {
      grants.push_back({Role::partner_node, type, Relation::route_state});
      continue;
    }
    for (const Role role : of_register) {
      const bool has_partners = entry.type != tell_exporter_again || role != Role::reference_data_keeper;
      if (has_partners) grants.push_back({role, type, Relation::office});
    }
  }
  return grants;
}

/// What is listed now is in the newest record, and what was ended before is not.
std::optional<std::string> violated(const Step& step) {
  for (const Change& change : step.changes) {
    if (change.kind != exporter_stream) continue;
    const auto& after = change.after->as<exs::Exporter>();
    const auto stands = [](const auto& listed) { return !listed.span.until; };
    if (std::ranges::count_if(after.products, stands) != std::ssize(after.content.products))
      return "the products that are listed are those of the newest record";
  }
  return std::nullopt;
}

// ---- names

/// What a partner says of one of its own, is about its register, and what it answers about this one's.
std::optional<Slot> slot_of_name(ByteView thing, exchange::Partner from, const Setting& setting) {
  std::string_view name = as_text(thing);
  if (!name.starts_with(name_of_exporter)) return std::nullopt;
  name.remove_prefix(name_of_exporter.size());
  if (!name.starts_with(setting.home.str()) && !name.starts_with(from.str())) return std::nullopt;
  const auto state = Country::parse(name.substr(0, 2));
  const auto code = awsc::AuthorisationCode::parse(name.substr(2));
  if (!state || !code) return std::nullopt;
  return exporter_slot({.state = *state, .code = *code});
}

}  // namespace

bool certifies_exporters(const access::Actor& actor, Day today, const Setting& setting) {
  if (is_national_system(actor)) return true;
  return setting.reference->at(today).code_list(certifying_offices).find(actor.office, today) != nullptr;
}

Bytes exporter_name(const ExporterReference& reference) {
  return partners_name_of<ExporterRecords>(reference);
}

std::vector<exchange::Partner> partners_of_register(Instant now, const Setting& setting) {
  return partners_that_get(register_of_exporters, now, setting);
}

Derived telling_of_exporter(const ExporterReference& reference) {
  return {.type = tell_exporter, .content = to_cbor(TellExporter{.reference = reference}), .alone = true};
}

Bytes write_exporter_letter(const awsc::Letter& letter) {
  require(letter.reference.has_value(), "a message is about a record");
  return to_cbor(letter);
}

std::optional<awsc::Letter> read_exporter_letter(awsc::MessageNumber number, ByteView document) {
  auto letter = from_cbor<awsc::Letter>(document);
  const bool fits = letter && letter->reference && awsc::is_message(number) &&
                    (number != awsc::ce_notice || (letter->content && letter->effective));
  return fits ? std::optional{*std::move(letter)} : std::nullopt;
}

Key exporter_key(const ExporterReference& reference) {
  return make_key(exporter_keys, reference.state.str(), reference.code.str());
}
Slot exporter_slot(const ExporterReference& reference) {
  return {.kind = exporter_stream, .by = exporter_key(reference)};
}

const Part& awsc_part() {
  static const std::vector<access::Grant> grants = make_grants();
  static const Part part{.commands = entries,
                         .kinds = stream_kinds,
                         .grants = grants,
                         .violated = violated,
                         .slot_of_name = slot_of_name,
                         .name_for_partner = name_for_partner<ExporterRecords>};
  return part;
}

}  // namespace lintas::workflow
