#include "core/workflow/kinds_part.hpp"

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
#include "base/finding.hpp"
#include "base/machine.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/kinds/contents.hpp"
#include "core/kinds/import/commands.hpp"
#include "core/kinds/import/decide.hpp"
#include "core/kinds/import/events.hpp"
#include "core/kinds/import/evolve.hpp"
#include "core/kinds/import/state.hpp"
#include "core/kinds/import/table.hpp"
#include "core/kinds/issue/commands.hpp"
#include "core/kinds/issue/decide.hpp"
#include "core/kinds/issue/events.hpp"
#include "core/kinds/issue/evolve.hpp"
#include "core/kinds/issue/state.hpp"
#include "core/kinds/issue/table.hpp"
#include "core/kinds/kind.hpp"
#include "core/kinds/letter.hpp"
#include "core/kinds/messages.hpp"
#include "core/kinds/ruling.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/tables.hpp"
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

namespace iss = kinds::issue_side;
namespace imp = kinds::import_side;
using access::Relation;
using access::Role;
using kinds::Letter;
using kinds::MessageNumber;
using kinds::Reference;

/// Precondition: the node has the kind.
const kinds::Kind& kind_of(const Reference& reference, const Setting& setting) {
  const auto* kind = kinds_of(setting).find(reference.kind.str());
  require(kind != nullptr, "a document is of a kind that the node has");
  return *kind;
}

using IssueSide =
    SideOf<iss::Machine, iss::evolve, iss::receive, iss::time_passed, doc_issue_stream, doc_issue_block>;
using ImportSide =
    SideOf<imp::Machine, imp::evolve, imp::receive, imp::time_passed, doc_import_stream, doc_import_block>;

/// What they have of their own (document_sides.hpp).
struct KindDocuments {
  using Own = IssueSide;
  using Others = ImportSide;
  using Reference = kinds::Reference;
  using Letter = kinds::Letter;
  using Limits = kinds::Limits;

  static constexpr std::string_view name = name_of_doc;
  static constexpr MessageNumber sends = kinds::doc_send;
  static constexpr MessageNumber cancels = kinds::doc_cancel;
  static bool has_message(MessageNumber number) { return kinds::find_message(number) != nullptr; }

  /// State, kind, a blank, number: no code of a kind has a blank.
  static std::string text_of(const Reference& reference) {
    return std::string{reference.state.str()}
        .append(reference.kind.str())
        .append(" ")
        .append(reference.number.str());
  }
  static Key key_of(std::string_view text) { return make_key(doc_keys, {}, text); }
  static Key key(const Reference& reference) { return key_of(text_of(reference)); }

  static std::string_view office_of(const Command& command) { return command.actor.office; }
  static Limits limits_of(const Reference& reference, const Setting& setting) {
    return kinds::limits_of(workflow::kind_of(reference, setting));
  }
  static std::string_view kind_of(const Reference& reference) { return reference.kind.str(); }
  static Country receiver_of(const iss::Document& document) { return document.contents.receiver; }

  /// R-KIND-030: of this state's own documents the issue side lies here, of others' the import side.
  /// R-KIND-034: of no kind that this node has nothing lies here.
  static std::optional<Finding> not_of_this_side(const Reference& reference, bool is_issue,
                                                 const Setting& setting) {
    if (kinds_of(setting).find(reference.kind.str()) == nullptr)
      return Finding{"R-KIND-034", "reference/kind", std::string{reference.kind.str()}, ""};
    if ((reference.state == setting.home) == is_issue) return std::nullopt;
    return Finding{"R-KIND-030", "reference/state", std::string{reference.state.str()}, ""};
  }
  /// R-KIND-030: a receiving state speaks of what this state issued; an issuing state of its own.
  static std::optional<Finding> not_its_to_say(const Reference& reference, const Command& command,
                                               bool to_issuer, const Setting& setting) {
    if (auto fault = not_of_this_side(reference, to_issuer, setting)) return fault;
    if (to_issuer || reference.state.str() == command.actor.party) return std::nullopt;
    return Finding{"R-KIND-030", "reference/state", std::string{reference.state.str()}, ""};
  }
  /// One that is for another state is not taken.
  static Letter as_it_may_be_taken(Letter letter, const Setting& setting) {
    if (letter.contents && letter.contents->receiver != setting.home)
      letter.faults.push_back({.rule = "R-KIND-032", .pointer = "receiver", .detail = {}});
    return letter;
  }

  /// The machine itself keeps what does not go as data.
  static iss::Event divided(iss::Event event, const iss::Document& /*before*/,
                            const SidesTold<KindDocuments>& /*told*/) {
    return event;
  }
  static Letter letter_of(Letter letter, const iss::Document& document, const iss::Event& event,
                          MessageNumber number) {
    if (number == kinds::doc_send) {
      letter.contents = document.contents;
      return letter;
    }
    letter.replaced_by = document.replaced_by;
    const auto& fact = static_cast<const iss::Facts&>(event.fact);
    if (const auto* asked = std::get_if<iss::CancellationAsked>(&fact)) letter.text = asked->reason;
    return letter;
  }
  static Letter answer_of(Letter letter, const Letter& /*heard*/, const imp::Event& event) {
    using kinds::Answer;
    const auto& fact = static_cast<const imp::Facts&>(event.fact);
    if (const auto* used = std::get_if<imp::WasUsed>(&fact)) {
      letter.use = used->use;
    } else if (const auto* judged = std::get_if<imp::Judged>(&fact)) {
      letter.answer = judged->accepted ? Answer::accepted : Answer::refused;
      letter.text = judged->reason;
    } else if (event.trigger == imp::Trigger::cancel) {
      letter.answer = event.when == imp::Case::gone ? Answer::not_cancelled : Answer::cancelled;
    } else if (event.when == imp::Case::faulty || event.when == imp::Case::altered) {
      letter.answer = Answer::faulty;
      std::visit(
          [&](const auto& said) {
            if constexpr (requires { said.faults; }) letter.faults = said.faults;
          },
          fact);
    }
    return letter;
  }

  template <class Side>
  static DocReply reply(const Reference& reference, const typename Side::Document& document) {
    return {.reference = reference, .state = id_of<typename Side::Machine>(document.state)};
  }
};
using Told = SidesTold<KindDocuments>;

// ---- who may

/// An authority acts at an office of this state; the national system for all of them. Which roles may do
/// what, the kind says.
bool may(const access::Actor& actor, const Reference& reference, kinds::Part part, const Setting& setting) {
  const auto* kind = kinds_of(setting).find(reference.kind.str());
  if (kind == nullptr || !kind->may(part, actor.role)) return false;
  return is_of_this_state(actor, setting);
}

/// R-KIND-042: an agency is one of several that have the same role; for which documents an office of it acts,
/// the reference data of the day say. Customs uses documents of all of them. None for what speaks for the
/// whole state.
bool is_competent(const access::Actor& actor, const Reference& reference, kinds::Part part, Day today,
                  const Setting& setting) {
  if (is_national_system(actor)) return true;
  const bool is_agency = actor.role == Role::other_agency || actor.role == Role::transport_authority;
  if (part == kinds::Part::use && !is_agency) return true;
  const std::string_view offices = kind_of(reference, setting).offices();
  return offices.empty() ||
         setting.reference->at(today).code_list(offices).find(actor.office, today) != nullptr;
}
Finding not_competent(const access::Actor& actor, const Reference& reference, const Setting& setting) {
  return {"R-KIND-042", "office", actor.office, std::string{kind_of(reference, setting).offices()}};
}

/// A document that an office issued is that office's: another one of the same agency neither takes it back
/// nor puts another in its place.
bool is_of_office(const iss::Document& document, const access::Actor& actor) {
  if (is_national_system(actor)) return true;
  return document.state == iss::State::none || !document.office || document.office->str() == actor.office;
}

template <class Act, kinds::Part part>
access::Relations relations_of_act(const Command& command, const Situation& situation,
                                   const Setting& setting) {
  const Reference reference = name_in(read_content<Act>(command.content));
  // What is of no kind here, or of the other side, is refused by its rule, whoever asks.
  const bool nowhere =
      KindDocuments::not_of_this_side(reference, part == kinds::Part::issue, setting).has_value();
  if constexpr (part == kinds::Part::issue) {
    for (std::size_t i = 0; !nowhere && i < situation.slots.size(); ++i)
      if (!is_of_office(document_in<IssueSide>(situation, i), command.actor)) return {};
  }
  return tied_if(nowhere || may(command.actor, reference, part, setting), Relation::office);
}

// ---- where it is issued

/// With it the one that it takes the place of.
template <class Act>
Located locate_issue(const Command& command, const Setting& setting) {
  Located located = locate_act<KindDocuments, IssueSide, Act>(command, setting);
  if constexpr (std::same_as<Act, iss::IssueDocument>) {
    const auto contents = read_content<Act>(command.content).contents;
    const bool is_here = !KindDocuments::not_of_this_side(contents.reference, true, setting);
    if (is_here && contents.replaces && *contents.replaces != contents.reference.number) {
      Reference other = contents.reference;
      other.number = *contents.replaces;
      located.slots.push_back(doc_issue_slot(other));
    }
  }
  return located;
}

template <class Act>
Country receiver_of(const Act& act, const iss::Document& document) {
  if constexpr (requires { act.contents; }) {
    return act.contents.receiver;
  } else {
    return document.contents.receiver;
  }
}

template <class Act>
Outcome decide_issue(const Command& command, const Situation& situation, const Setting& setting) {
  auto act = read_content<Act>(command.content);
  const Reference reference = name_in(act);
  if (auto fault = KindDocuments::not_of_this_side(reference, true, setting))
    return refusal(*std::move(fault));
  auto document = document_in<IssueSide>(situation);
  const Country receiver = receiver_of(act, document);
  Told told{command, reference, setting};
  if constexpr (std::same_as<Act, iss::IssueDocument>) {
    // R-KIND-040: what is sent is made from the document that it comes with.
    if (!comes_with(command, act.contents.document))
      return refusal({"R-KIND-040", "contents/document", "", ""});
    if (!is_competent(command.actor, reference, kinds::Part::issue, told.today(), setting))
      return refusal(not_competent(command.actor, reference, setting));
    if (document.state != iss::State::none)
      return refusal({"R-KIND-035", "contents/reference/number", std::string{reference.number.str()}, ""});
    act.office = office_that_acts(command);
  }
  const kinds::Context context = told.context_to(receiver);
  // Both or neither: what cannot be replaced is asked before anything is sent.
  iss::Ruling replaced;
  if (situation.slots.size() > 1) {
    replaced = iss::replace(document_in<IssueSide>(situation, 1), reference.number, context);
    if (!replaced.answer.accepted()) return refusal(replaced.answer.refused_for.front());
  }
  told.add(0, document, iss::act(document, act, context));
  if (told.accepted() && situation.slots.size() > 1) {
    auto other = document_in<IssueSide>(situation, 1);
    told.add(1, other, replaced);
  }
  return std::move(told).finish<IssueSide>(document);
}

// ---- where it is received

template <class Act, kinds::Part part>
Outcome decide_import(const Command& command, const Situation& situation, const Setting& setting) {
  const auto act = read_content<Act>(command.content);
  if (auto fault = KindDocuments::not_of_this_side(act.reference, false, setting))
    return refusal(*std::move(fault));
  Told told{command, act.reference, setting};
  if (!is_competent(command.actor, act.reference, part, told.today(), setting))
    return refusal(not_competent(command.actor, act.reference, setting));
  auto document = document_in<ImportSide>(situation);
  told.add(document, imp::act(document, act, told.context()));
  return std::move(told).finish<ImportSide>(document);
}

// ---- lists

/// One that is not here is in no list: it has no reference yet.
template <class Side>
Summary summary_in_lists(const typename Side::Document& document) {
  Summary summary = summary_of<Side>(document);
  if (document.state == Side::Machine::State::none) return summary;
  const Reference& reference = document.contents.reference;
  summary.ref = kinds::in_words(reference);
  add_concerned(summary.concerned, all_concerned);
  add_concerned(summary.concerned, list_of_kind(reference.kind.str()));
  return summary;
}

constexpr std::array acts_of_issue{
    Task{0, iss::Trigger::issue, Weight::any_time},
    Task{1, iss::Trigger::send},
    Task{2, iss::Trigger::cancel, Weight::any_time},
    Task{3, iss::Trigger::resend},
    Task{4, iss::Trigger::look},
};
static_assert(has_every_act<iss::Machine>(acts_of_issue, std::variant_size_v<iss::Act>));
constexpr std::array acts_of_import{
    Task{0, imp::Trigger::answer},
    Task{1, imp::Trigger::use, Weight::any_time},
};
static_assert(has_every_act<imp::Machine>(acts_of_import, std::variant_size_v<imp::Act>));

/// In the lists of its exporter, too; open at the office that issued it while it waits there, or somebody has
/// to look at it.
Summary summary_of_issue(const State& state) {
  const auto& document = state.as<iss::Document>();
  Summary summary = summary_in_lists<IssueSide>(document);
  if (document.state == iss::State::none) return summary;
  const auto party = party_of(document.contents.reference.state.str(), document.contents.exporter);
  if (!party.empty()) add_concerned(summary.concerned, party);
  const bool waits = document.alarm || document.state == iss::State::issued ||
                     document.state == iss::State::tech_error || document.state == iss::State::refused;
  if (document.alarm) summary.open = true;
  if (waits) add_concerned(summary.concerned, waiting_docs);
  if (document.office && waits) summary.office = office_number(*document.office);
  return summary;
}
Summary summary_of_import(const State& state) {
  const auto& document = state.as<imp::Document>();
  Summary summary = summary_in_lists<ImportSide>(document);
  for (const kinds::Use& use : document.uses) add_declaration(summary.concerned, use.declaration.str());
  return summary;
}

/// Who may look: whoever acts on it here, who may see documents of the kind at an office here, the state at
/// the other end, and where it is issued its exporter: another state may have registered somebody else under
/// that identifier.
template <class Document>
bool sees(const Document& document, const access::Actor& actor, const Setting& setting) {
  constexpr std::array parts{kinds::Part::issue, kinds::Part::receive, kinds::Part::use, kinds::Part::see};
  return std::ranges::any_of(
      parts, [&](kinds::Part part) { return may(actor, document.contents.reference, part, setting); });
}
access::Relations relations_of_issue(const State& state, const access::Actor& actor, const Setting& setting) {
  access::Relations relations;
  const auto& document = state.as<iss::Document>();
  const kinds::Contents& contents = document.contents;
  if (contents.receiver.str() == actor.party) relations.add(Relation::route_state);
  const auto party = party_of(contents.reference.state.str(), contents.exporter);
  const auto* kind = kinds_of(setting).find(contents.reference.kind.str());
  const bool exporters_see = kind != nullptr && kind->may(kinds::Part::see, Role::exporter);
  if (exporters_see && !actor.party.empty() && party == actor.party) relations.add(Relation::own);
  if (sees(document, actor, setting)) relations.add(Relation::office);
  return relations;
}
access::Relations relations_of_import(const State& state, const access::Actor& actor,
                                      const Setting& setting) {
  access::Relations relations;
  const auto& document = state.as<imp::Document>();
  if (document.contents.reference.state.str() == actor.party) relations.add(Relation::route_state);
  if (sees(document, actor, setting)) relations.add(Relation::office);
  return relations;
}

/// Who looks need not act: of those who see a document, the kind says who does what.
access::Relations relations_to_act_at_issue(const State& state, CommandType /*act*/,
                                            const access::Actor& actor, Instant /*now*/,
                                            const Setting& setting) {
  const auto& document = state.as<iss::Document>();
  const bool its =
      is_of_office(document, actor) && may(actor, document.contents.reference, kinds::Part::issue, setting);
  return tied_if(its, Relation::office);
}
access::Relations relations_to_act_at_import(const State& state, CommandType act, const access::Actor& actor,
                                             Instant now, const Setting& setting) {
  constexpr auto use = command_in(doc_import_block, 1);
  static_assert(std::same_as<std::variant_alternative_t<1, imp::Act>, imp::UseDocument>);
  const Reference& reference = state.as<imp::Document>().contents.reference;
  const auto part = act == use ? kinds::Part::use : kinds::Part::receive;
  const Day today = std::chrono::floor<std::chrono::days>(now);
  const bool its =
      may(actor, reference, part, setting) && is_competent(actor, reference, part, today, setting);
  return tied_if(its, Relation::office);
}

std::vector<Possible> possible_at_issue(const State& state) {
  std::vector<Possible> acts;
  const auto& document = state.as<iss::Document>();
  add_possible<iss::Machine>(acts, doc_issue_block, acts_of_issue, document.state, [&](iss::Trigger trigger) {
    return trigger != iss::Trigger::look || document.alarm.has_value();
  });
  return acts;
}
std::vector<Possible> possible_at_import(const State& state) {
  const auto& document = state.as<imp::Document>();
  std::vector<Possible> acts;
  add_possible<imp::Machine>(
      acts, doc_import_block, acts_of_import, document.state, [&](imp::Trigger trigger) {
        return trigger != imp::Trigger::use || document.contents.life != kinds::Life::issued_replaced;
      });
  return acts;
}

std::vector<CommandType> calls_for_at_issue(const State& state, Instant now, const Setting& setting) {
  const auto& document = state.as<iss::Document>();
  const Day today = std::chrono::floor<std::chrono::days>(now);
  const bool goes = setting.is_partner(document.contents.receiver) &&
                    setting.reference->at(today).exchanges(document.contents.reference.kind.str(),
                                                           refdata::DocumentProcess::issue, setting.home,
                                                           document.contents.receiver);
  std::vector<CommandType> acts;
  add_calls<iss::Machine>(acts, doc_issue_block, acts_of_issue, document.state, [&](iss::Trigger trigger) {
    return trigger == iss::Trigger::look ? document.alarm.has_value() : goes;
  });
  return acts;
}

// ---- the tables

template <std::size_t I>
constexpr CommandEntry issue_act(std::string_view name, std::string_view done) {
  using Act = std::variant_alternative_t<I, iss::Act>;
  return {.type = command_in(doc_issue_block, I),
          .name = name,
          .locate = locate_issue<Act>,
          .relations = relations_of_act<Act, kinds::Part::issue>,
          .decide = decide_issue<Act>,
          .begins = std::same_as<Act, iss::IssueDocument>,
          .done = done};
}
template <std::size_t I, kinds::Part part>
constexpr CommandEntry import_act(std::string_view name, std::string_view done) {
  using Act = std::variant_alternative_t<I, imp::Act>;
  return {.type = command_in(doc_import_block, I),
          .name = name,
          .locate = locate_act<KindDocuments, ImportSide, Act>,
          .relations = relations_of_act<Act, part>,
          .decide = decide_import<Act, part>,
          .done = done};
}
constexpr std::array entries{
    issue_act<0>("doc.issue", "document issued"),
    issue_act<1>("doc.send", "document sent"),
    issue_act<2>("doc.cancel", "cancellation recorded"),
    issue_act<3>("doc.resend", "document sent again"),
    issue_act<4>("doc.look_at", "alarm looked at"),
    import_act<0, kinds::Part::receive>("doc_import.answer", "answer recorded"),
    import_act<1, kinds::Part::use>("doc_import.use", "use recorded"),
    document_entry<KindDocuments>(kinds::doc_send, "doc_import.document"),
    document_entry<KindDocuments>(kinds::doc_cancel, "doc_import.cancelled"),
    answer_entry<KindDocuments>(kinds::doc_answer, "doc.answered"),
    answer_entry<KindDocuments>(kinds::doc_use, "doc.used"),
};

constexpr std::array stream_kinds{
    KindEntry{.kind = doc_issue_stream,
              .name = "doc_issued",
              .initial = initial_of<IssueSide>,
              .evolve = evolved<IssueSide>,
              .summary = summary_of_issue,
              .relations = relations_of_issue,
              .time_passed = time_passed<KindDocuments, IssueSide>,
              .follow = follow_with_lists<KindDocuments, IssueSide>,
              .calls_for = calls_for_at_issue,
              .possible = possible_at_issue,
              .relations_to_act = relations_to_act_at_issue},
    KindEntry{.kind = doc_import_stream,
              .name = "doc_received",
              .initial = initial_of<ImportSide>,
              .evolve = evolved<ImportSide>,
              .summary = summary_of_import,
              .relations = relations_of_import,
              .time_passed = time_passed<KindDocuments, ImportSide>,
              .follow = follow_with_lists<KindDocuments, ImportSide>,
              .possible = possible_at_import,
              .relations_to_act = relations_to_act_at_import},
};

/// Whoever a table may name for a part; which of them may do it for a kind, its table says.
std::vector<access::Grant> make_grants() {
  std::vector<access::Grant> grants;
  for (const CommandEntry& entry : entries) {
    const auto type = std::to_underlying(entry.type);
    const std::uint16_t block = block_of(type);
    if (block != doc_issue_block && block != doc_import_block) {
      grants.push_back({Role::partner_node, type, Relation::route_state});
      continue;
    }
    for (const Role role : kinds::authorities) grants.push_back({role, type, Relation::office});
  }
  return grants;
}

// ---- laws

/// Of no line more is used here than there is, and what is used up says so.
std::optional<std::string> violated(const Step& step) {
  for (const Change& change : step.changes) {
    if (change.kind != doc_import_stream) continue;
    const auto& after = change.after->as<imp::Document>();
    for (const kinds::Line& line : after.contents.lines) {
      const auto left = left_of(after.contents, after.uses, line);
      if (left && *left < Decimal{}) return "of no line of a document more is used than there is";
    }
    const bool used_up = !after.uses.empty() && is_used_up(after.contents, after.uses);
    if (after.state == imp::State::used && !used_up)
      return "a document is used up where nothing of it is left";
  }
  return std::nullopt;
}

}  // namespace

const kinds::Kinds& kinds_of(const Setting& /*setting*/) { return kinds::of_node(); }

Key doc_key(const Reference& reference) { return KindDocuments::key(reference); }
Slot doc_issue_slot(const Reference& reference) {
  return {.kind = doc_issue_stream, .by = doc_key(reference)};
}
Slot doc_import_slot(const Reference& reference) {
  return {.kind = doc_import_stream, .by = doc_key(reference)};
}

Bytes doc_name(const Reference& reference) { return partners_name_of<KindDocuments>(reference); }

Bytes write_doc(MessageNumber number, const Letter& letter) {
  return write_letter<KindDocuments>(number, letter);
}
std::optional<Letter> read_doc(MessageNumber number, ByteView document) {
  return read_letter<KindDocuments>(number, document);
}

const Part& kinds_part() {
  static const std::vector<access::Grant> grants = make_grants();
  static const Part part{.commands = entries,
                         .kinds = stream_kinds,
                         .grants = grants,
                         .violated = violated,
                         .slot_of_name = slot_of_name<KindDocuments>,
                         .name_for_partner = name_for_partner<KindDocuments>};
  return part;
}

}  // namespace lintas::workflow
