#include "core/workflow/acdd_part.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/machine.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/export/commands.hpp"
#include "core/acdd/export/decide.hpp"
#include "core/acdd/export/events.hpp"
#include "core/acdd/export/evolve.hpp"
#include "core/acdd/export/state.hpp"
#include "core/acdd/export/table.hpp"
#include "core/acdd/import/commands.hpp"
#include "core/acdd/import/decide.hpp"
#include "core/acdd/import/events.hpp"
#include "core/acdd/import/evolve.hpp"
#include "core/acdd/import/state.hpp"
#include "core/acdd/import/table.hpp"
#include "core/acdd/letter.hpp"
#include "core/acdd/limits.hpp"
#include "core/acdd/matching.hpp"
#include "core/acdd/messages.hpp"
#include "core/acdd/names.hpp"
#include "core/documents/fault.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/tables.hpp"
#include "core/workflow/acdd_waiting.hpp"
#include "core/workflow/attachments_part.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/concerned.hpp"
#include "core/workflow/document_lists.hpp"
#include "core/workflow/document_sides.hpp"
#include "core/workflow/documents_telling.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/lane_names.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/office_number.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/possible.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {

namespace {

namespace exp = acdd::export_side;
namespace imp = acdd::import_side;
using access::Relation;
using access::Role;
using acdd::Letter;
using acdd::MessageNumber;
using acdd::Permit;

/// As data/codelists/document-pairs.csv calls them.
constexpr std::string_view kind_of_document = "acdd";

using ExportSide =
    SideOf<exp::Machine, exp::evolve, exp::receive, exp::time_passed, acdd_export_stream, acdd_export_block>;
using ImportSide =
    SideOf<imp::Machine, imp::evolve, imp::receive, imp::time_passed, acdd_import_stream, acdd_import_block>;

/// What they have of their own (document_sides.hpp).
struct AcddDocuments {
  using Own = ExportSide;
  using Others = ImportSide;
  using Reference = Permit;
  using Letter = acdd::Letter;
  using Limits = acdd::Limits;

  static constexpr std::string_view name = name_of_acdd;
  static constexpr MessageNumber sends = acdd::acdd_send;
  static constexpr MessageNumber cancels = acdd::acdd_cancel;
  static bool has_message(MessageNumber number) { return acdd::find_message(number) != nullptr; }

  static std::string text_of(const Permit& permit) {
    return std::string{permit.state.str()}.append(permit.number.str());
  }
  static Key key_of(std::string_view text) { return make_key(acdd_keys, {}, text); }
  static Key key(const Permit& permit) { return key_of(text_of(permit)); }

  /// Legal days are those of the state.
  static std::string_view office_of(const Command& /*command*/) { return {}; }
  static Limits limits_of(const Permit& /*permit*/, const Setting& /*setting*/) { return {}; }
  static std::string_view kind_of(const Permit& /*permit*/) { return kind_of_document; }
  static Country receiver_of(const exp::Document& document) { return document.contents.importer; }

  /// R-ACDD-010: of this state's own documents the export side lies here, of others' the import side.
  static std::optional<Finding> not_of_this_side(const Permit& permit, bool is_export,
                                                 const Setting& setting) {
    if ((permit.state == setting.home) == is_export) return std::nullopt;
    return Finding{"R-ACDD-010", "permit/state", std::string{permit.state.str()}, ""};
  }
  /// R-ACDD-006: import customs answers about what this state released; export customs speaks of its own.
  static std::optional<Finding> not_its_to_say(const Permit& permit, const Command& command, bool to_export,
                                               const Setting& setting) {
    const bool right = to_export ? permit.state == setting.home : permit.state.str() == command.actor.party;
    if (right) return std::nullopt;
    return Finding{"R-ACDD-006", "permit/state", std::string{permit.state.str()}, ""};
  }
  /// A document that is another than the message names, or is for another state, is not taken for one.
  static Letter as_it_may_be_taken(Letter letter, const Setting& setting) {
    if (letter.contents && letter.contents->importer != setting.home) {
      letter.faults.push_back({.rule = "R-ACDD-001",
                               .pointer = "/ACDD.SEND/Declaration/GoodsShipment/Destination/CountryCode",
                               .detail = {}});
    }
    return letter;
  }

  /// What does not go as data is not sent, and the event says so.
  static exp::Event divided(exp::Event event, const exp::Document& before,
                            const SidesTold<AcddDocuments>& told) {
    const auto* released = std::get_if<exp::Released>(&static_cast<const exp::Facts&>(event.fact));
    if (told.goes_to(released != nullptr ? released->contents.importer : before.contents.importer))
      return event;
    event.by_letter = std::move(event.sent);
    event.sent.clear();
    return event;
  }
  static Letter letter_of(Letter letter, const exp::Document& document, const exp::Event& event,
                          MessageNumber number) {
    if (number == acdd::acdd_send) {
      letter.contents = document.contents;
      letter.version = document.contents.version;
      return letter;
    }
    letter.version = document.asked;
    std::visit(
        [&](const auto& fact) {
          if constexpr (requires { fact.reason; }) letter.text = fact.reason;
        },
        static_cast<const exp::Facts&>(event.fact));
    return letter;
  }
  static Letter answer_of(Letter letter, const Letter& heard, const imp::Event& event) {
    letter.version = heard.version;
    if (event.trigger == imp::Trigger::cancel) return letter;
    std::visit(
        [&](const auto& fact) {
          if constexpr (requires { fact.faults; }) letter.faults = fact.faults;
        },
        static_cast<const imp::Facts&>(event.fact));
    return letter;
  }

  template <class Side>
  static AcddReply reply(const Permit& permit, const typename Side::Document& document) {
    AcddReply reply{.permit = permit,
                    .state = id_of<typename Side::Machine>(document.state),
                    .version = document.contents.version};
    if constexpr (std::same_as<Side, ImportSide>) reply.differences = document.judged.count;
    return reply;
  }
};
using Told = SidesTold<AcddDocuments>;

// ---- export customs

/// The national customs system speaks for all its offices; an officer for those of this state.
bool is_customs(const access::Actor& actor, const Setting& setting) {
  if (actor.role == Role::other_agency) return false;
  return is_of_this_state(actor, setting);
}

access::Relations relations_of_customs(const Command& command, const Situation& /*situation*/,
                                       const Setting& setting) {
  return tied_if(is_customs(command.actor, setting), Relation::office);
}

/// An officer at import is one of an office that clears imports; whoever speaks for all of them, of any.
bool is_officer_at_import(const access::Actor& actor) { return actor.role == Role::officer_of_destination; }

/// An act is one of the day; an office that is closed does none.
access::Relations relations_of_import_act(const Command& command, const Situation& situation,
                                          const Setting& setting) {
  if (!is_officer_at_import(command.actor)) return relations_of_customs(command, situation, setting);
  const auto* office = office_of_documents(command.actor.office, command.at, setting);
  const bool clears = office != nullptr && office->value.has(refdata::OfficeRole::destination);
  return tied_if(clears, Relation::office);
}

/// R-ASW-112: a state's own law, as data.
bool asks_consent(const Setting& setting, Day today) {
  return setting.reference->at(today).code_list(acdd::consent_states).find(setting.home.str(), today) !=
         nullptr;
}

/// To where it goes, or went: an amendment goes to no other state.
template <class Act>
Country importer_of(const Act& act, const exp::Document& document) {
  if constexpr (std::same_as<Act, exp::ReleaseExport>) {
    return act.contents.importer;
  } else {
    return document.contents.importer;
  }
}

template <class Act>
Outcome decide_export(const Command& command, const Situation& situation, const Setting& setting) {
  auto act = read_content<Act>(command.content);
  const Permit permit = name_in(act);
  if (auto fault = AcddDocuments::not_of_this_side(permit, true, setting)) return refusal(*std::move(fault));
  auto document = document_in<ExportSide>(situation);
  if constexpr (requires { act.contents; }) {
    // R-ACDD-009: what is sent is made from the document that it comes with.
    if (!comes_with(command, act.contents.document))
      return refusal({"R-ACDD-009", "contents/document", "", ""});
  }
  if constexpr (std::same_as<Act, exp::ReleaseExport>) {
    act.office = office_that_acts(command);
  }
  Told told{command, permit, setting};
  const auto ruling = exp::act(document, act, asks_consent(setting, told.today()),
                               told.context_to(importer_of(act, document)));
  told.add(0, document, ruling);
  return std::move(told).finish<ExportSide>(document);
}

// ---- import customs

template <class Act>
Outcome decide_import(const Command& command, const Situation& situation, const Setting& setting) {
  const auto act = read_content<Act>(command.content);
  if (auto fault = AcddDocuments::not_of_this_side(act.permit, false, setting))
    return refusal(*std::move(fault));
  Told told{command, act.permit, setting};
  // What would never come is not waited for.
  if (setting.reference->at(told.today()).country(act.permit.state) == nullptr)
    return refusal({"R-DOC-029", "permit/state", std::string{act.permit.state.str()}, ""});
  auto document = document_in<ImportSide>(situation);
  told.add(document, imp::act(document, act, told.context()));
  return std::move(told).finish<ImportSide>(document);
}

// ---- lists

/// One that is not here is in no list: it has no permit yet. `waits`: for somebody here.
template <class Side>
Summary summary_in_lists(const typename Side::Document& document, bool waits) {
  Summary summary = summary_of<Side>(document);
  if (document.contents.permit == Permit{}) return summary;
  summary.ref = acdd::in_words(document.contents.permit);
  add_concerned(summary.concerned, all_concerned);
  if (waits) add_concerned(summary.concerned, waiting_acdd);
  return summary;
}
/// The party whose identifier it is in the state that released the export, as keys name parties: a TIN, with
/// its state in front. Declarations name it with or without (API-019 of certificates). Empty: none.
std::string party_of_exporter(const acdd::Contents& contents) {
  return party_of(contents.permit.state.str(), contents.exporter.str());
}

/// While it lives it is found by its exporter.
template <class Side>
void add_exporter(std::vector<std::string>& concerned, const typename Side::Document& document) {
  if (lives<Side>(document) && !document.contents.items.empty())
    add_concerned(concerned, list_of_exporter(party_of_exporter(document.contents)));
}

constexpr std::array acts_of_export{
    Task{0, exp::Trigger::release, Weight::any_time},
    Task{1, exp::Trigger::send},
    Task{2, exp::Trigger::amend, Weight::any_time},
    Task{3, exp::Trigger::cancel, Weight::any_time},
    Task{4, exp::Trigger::resend},
    Task{5, exp::Trigger::letter},
    Task{6, exp::Trigger::look},
};
static_assert(has_every_act<exp::Machine>(acts_of_export, std::variant_size_v<exp::Act>));

/// A letter is waited for where none of our messages can be answered as data, or none was.
bool is_asked_by_letter(const exp::Document& document) {
  return !document.sent_as_data || (document.awaits_response() && !document.cancelled_as_data) ||
         document.alarm.has_value();
}

/// What was kept waits to be sent, what the partner could not read to be repaired; a letter is waited for,
/// and what no other act answers is looked at. Where the states exchange no such documents nothing can be
/// sent (R-ASW-102), nor to a state that is no partner (R-ASW-095), and the act would be refused; a consent
/// that lacks is said with the act, so that it stands open.
std::vector<CommandType> acts_that_lead_on(const exp::Document& document, bool goes_as_data) {
  std::vector<CommandType> acts;
  add_calls<exp::Machine>(acts, acdd_export_block, acts_of_export, document.state, [&](exp::Trigger trigger) {
    if (trigger == exp::Trigger::letter) return is_asked_by_letter(document);
    if (trigger == exp::Trigger::look) return document.alarm == exp::Alarm::cancel_refused;
    return goes_as_data;
  });
  return acts;
}
std::vector<CommandType> calls_for_at_export(const State& state, Instant now, const Setting& setting) {
  const auto& document = state.as<exp::Document>();
  const Day today = std::chrono::floor<std::chrono::days>(now);
  const Country importer = document.contents.importer;
  return acts_that_lead_on(
      document, setting.is_partner(importer) &&
                    setting.reference->at(today).exchanges(kind_of_document, refdata::DocumentProcess::issue,
                                                           setting.home, importer));
}
/// As far as the document itself says it: whether the states exchange such ones, by what it was kept for.
bool may_lead_on(const exp::Document& document) {
  const bool is_exchanged = std::ranges::none_of(
      document.kept, [](const documents::Fault& why) { return why.rule == "R-ASW-102"; });
  return !acts_that_lead_on(document, is_exchanged).empty();
}
/// As far as its state says it.
bool may_call_at_export(std::uint16_t status) {
  std::vector<CommandType> acts;
  add_calls<exp::Machine>(acts, acdd_export_block, acts_of_export, static_cast<exp::State>(status),
                          [](exp::Trigger /*trigger*/) { return true; });
  return !acts.empty();
}

/// In the list of its exporter, too; open at the office that released it, as long as there may be work: most
/// of its documents lie at the partner for years.
Summary summary_of_export(const State& state) {
  const auto& document = state.as<exp::Document>();
  Summary summary =
      summary_in_lists<ExportSide>(document, document.alarm.has_value() || may_lead_on(document));
  if (document.state != exp::State::none)
    add_concerned(summary.concerned, party_of_exporter(document.contents));
  add_exporter<ExportSide>(summary.concerned, document);
  const bool is_quiet = document.state == exp::State::available && !document.alarm;
  if (document.office && !is_quiet) summary.office = office_number(*document.office);
  return summary;
}
Summary summary_of_import(const State& state) {
  const auto& document = state.as<imp::Document>();
  Summary summary = summary_in_lists<ImportSide>(document, document.alarm.has_value());
  add_exporter<ImportSide>(summary.concerned, document);
  for (const acdd::Declared& one : document.declarations)
    add_declaration(summary.concerned, one.declaration.str());
  return summary;
}

/// Who may look: customs here, the state at the other end, and where the export was released its exporter:
/// another state may have registered somebody else under that identifier.
access::Relations relations_of_export(const State& state, const access::Actor& actor,
                                      const Setting& setting) {
  access::Relations relations;
  const acdd::Contents& contents = state.as<exp::Document>().contents;
  if (contents.importer.str() == actor.party) relations.add(Relation::route_state);
  if (!actor.party.empty() && party_of_exporter(contents) == actor.party) relations.add(Relation::own);
  if (is_customs(actor, setting)) relations.add(Relation::office);
  return relations;
}
/// Any office of customs acts on the declaration of the goods, which the document only follows. Its files are
/// of the office that released it, and where the customs system did, of that.
access::Relations relations_to_act_at_export(const State& state, CommandType act, const access::Actor& actor,
                                             Instant /*now*/, const Setting& setting) {
  const access::Relations relations = relations_of_export(state, actor, setting);
  const bool is_about_files = act == add_attachment || act == remove_attachment;
  if (!is_about_files || !relations.has(Relation::office)) return relations;
  const auto& office = state.as<exp::Document>().office;
  const bool its = is_national_system(actor) || (office && office->str() == actor.office);
  return tied_if(its, Relation::office);
}
access::Relations relations_of_import(const State& state, const access::Actor& actor,
                                      const Setting& setting) {
  access::Relations relations;
  if (state.as<imp::Document>().contents.permit.state.str() == actor.party)
    relations.add(Relation::route_state);
  const bool is_its_customs = is_officer_at_import(actor)
                                  ? is_office_here(actor.office, refdata::OfficeRole::destination, setting)
                                  : is_customs(actor, setting);
  if (is_its_customs) relations.add(Relation::office);
  return relations;
}

constexpr std::array acts_of_import{
    Task{0, imp::Trigger::report, Weight::any_time},
    Task{1, imp::Trigger::withdraw, Weight::any_time},
    Task{2, imp::Trigger::look},
};
static_assert(has_every_act<imp::Machine>(acts_of_import, std::variant_size_v<imp::Act>));

std::vector<Possible> possible_at_export(const State& state) {
  const auto& document = state.as<exp::Document>();
  std::vector<Possible> acts;
  add_possible<exp::Machine>(
      acts, acdd_export_block, acts_of_export, document.state,
      [&](exp::Trigger trigger) { return trigger != exp::Trigger::look || document.alarm.has_value(); });
  return acts;
}
std::vector<Possible> possible_at_import(const State& state) {
  const auto& document = state.as<imp::Document>();
  std::vector<Possible> acts;
  add_possible<imp::Machine>(acts, acdd_import_block, acts_of_import, document.state,
                             [&](imp::Trigger trigger) {
                               if (trigger == imp::Trigger::look) return document.alarm.has_value();
                               return trigger != imp::Trigger::withdraw || !document.declarations.empty();
                             });
  return acts;
}

// ---- the tables

template <std::size_t I>
constexpr CommandEntry export_act(std::string_view name, std::string_view done) {
  using Act = std::variant_alternative_t<I, exp::Act>;
  return {.type = command_in(acdd_export_block, I),
          .name = name,
          .locate = locate_act<AcddDocuments, ExportSide, Act>,
          .relations = relations_of_customs,
          .decide = decide_export<Act>,
          .begins = std::same_as<Act, exp::ReleaseExport>,
          .done = done};
}
template <std::size_t I>
constexpr CommandEntry import_act(std::string_view name, std::string_view done) {
  using Act = std::variant_alternative_t<I, imp::Act>;
  return {.type = command_in(acdd_import_block, I),
          .name = name,
          .locate = locate_act<AcddDocuments, ImportSide, Act>,
          .relations = relations_of_import_act,
          .decide = decide_import<Act>,
          .begins = std::same_as<Act, imp::ReportDeclaration>,
          .done = done};
}
constexpr std::array entries{
    export_act<0>("acdd.release", "export released"),
    export_act<1>("acdd.send", "document sent"),
    export_act<2>("acdd.amend", "export amended"),
    export_act<3>("acdd.cancel", "cancellation recorded"),
    export_act<4>("acdd.resend", "document sent again"),
    export_act<5>("acdd.answered_by_letter", "answer recorded"),
    export_act<6>("acdd.look_at", "alarm looked at"),
    import_act<0>("acdd_import.report", "declaration recorded"),
    import_act<1>("acdd_import.withdraw", "declaration withdrawn"),
    import_act<2>("acdd_import.look_at", "alarm looked at"),
    document_entry<AcddDocuments>(acdd::acdd_send, "acdd_import.document"),
    document_entry<AcddDocuments>(acdd::acdd_cancel, "acdd_import.cancelled"),
    answer_entry<AcddDocuments>(acdd::acdd_response, "acdd.answered"),
    answer_entry<AcddDocuments>(acdd::l2_ok, "acdd.taken"),
    answer_entry<AcddDocuments>(acdd::l2_error, "acdd.found_faulty"),
};

constexpr std::array kinds{
    KindEntry{.kind = acdd_export_stream,
              .name = "acdd_exported",
              .initial = initial_of<ExportSide>,
              .evolve = evolved<ExportSide>,
              .summary = summary_of_export,
              .relations = relations_of_export,
              .time_passed = time_passed<AcddDocuments, ExportSide>,
              .follow = follow_with_lists<AcddDocuments, ExportSide>,
              .calls_for = calls_for_at_export,
              .may_call = may_call_at_export,
              .possible = possible_at_export,
              .relations_to_act = relations_to_act_at_export},
    KindEntry{.kind = acdd_import_stream,
              .name = "acdd_imported",
              .initial = initial_of<ImportSide>,
              .evolve = evolved<ImportSide>,
              .summary = summary_of_import,
              .relations = relations_of_import,
              .time_passed = time_passed<AcddDocuments, ImportSide>,
              .follow = follow_with_lists<AcddDocuments, ImportSide>,
              .possible = possible_at_import},
};

/// Export and import customs act through the system that has the declarations, or a supervisor does it in its
/// place; officers who clear imports may report, too.
std::vector<access::Grant> make_grants() {
  std::vector<access::Grant> grants;
  for (const CommandEntry& entry : entries) {
    const auto type = std::to_underlying(entry.type);
    const std::uint16_t block = block_of(type);
    const auto grant = [&](Role role, Relation relation) { grants.push_back({role, type, relation}); };
    if (block != acdd_export_block && block != acdd_import_block) {
      grant(Role::partner_node, Relation::route_state);
      continue;
    }
    grant(Role::national_system, Relation::office);
    grant(Role::supervisor, Relation::office);
    if (block == acdd_import_block) grant(Role::officer_of_destination, Relation::office);
  }
  return grants;
}

// ---- laws

/// A state says how the comparison comes out, and so does what is kept of it: compared anew, so that the step
/// is not its own witness.
std::optional<std::string> violated(const Step& step) {
  for (const Change& change : step.changes) {
    if (change.kind != acdd_import_stream) continue;
    const auto& after = change.after->as<imp::Document>();
    if (after.state != imp::State::matched && after.state != imp::State::mismatch) continue;
    const acdd::Judged anew = acdd::judge(after.contents, after.declarations);
    if (after.judged != anew || (after.state == imp::State::matched) != (anew.count == 0))
      return "a document matches where nothing differs, and only there";
  }
  return std::nullopt;
}

}  // namespace

Key acdd_key(const Permit& permit) { return AcddDocuments::key(permit); }
Slot acdd_export_slot(const Permit& permit) { return {.kind = acdd_export_stream, .by = acdd_key(permit)}; }
Slot acdd_import_slot(const Permit& permit) { return {.kind = acdd_import_stream, .by = acdd_key(permit)}; }

Bytes acdd_name(const Permit& permit) { return partners_name_of<AcddDocuments>(permit); }

Bytes write_acdd(MessageNumber number, const Letter& letter) {
  return write_letter<AcddDocuments>(number, letter);
}
std::optional<Letter> read_acdd(MessageNumber number, ByteView document) {
  return read_letter<AcddDocuments>(number, document);
}

const Part& acdd_part() {
  static const std::vector<access::Grant> grants = make_grants();
  static const Part part{.commands = entries,
                         .kinds = kinds,
                         .grants = grants,
                         .violated = violated,
                         .slot_of_name = slot_of_name<AcddDocuments>,
                         .name_for_partner = name_for_partner<AcddDocuments>};
  return part;
}

}  // namespace lintas::workflow
