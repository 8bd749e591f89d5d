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
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/machine.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/documents/events.hpp"
#include "core/exchange/partner.hpp"
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
#include "core/workflow/documents_telling.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/manifest_part.hpp"
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

const iss::Document& issued_in(const Situation& situation, std::size_t slot = 0) {
  return situation.slots[slot].state->as<iss::Document>();
}
const imp::Document& received_in(const Situation& situation) {
  return situation.slots[0].state->as<imp::Document>();
}

Letter letter_in(const Command& command) { return read_content<Letter>(command.content); }
/// Of a letter or a written document. Precondition: it is one of them.
Reference reference_named_in(ByteView letter_or_document) {
  const auto reference = read_first<Letter>(letter_or_document);
  require(reference.has_value(), "a message is about a document");
  return reference.value_or(Reference{});
}

/// Acts name the document by its reference, or bring its contents.
template <class Act>
Reference reference_of(const Act& act) {
  if constexpr (requires { act.reference; }) {
    return act.reference;
  } else {
    return act.contents.reference;
  }
}

/// R-KIND-030: of this state's own documents the issue side lies here, of others' the import side.
/// R-KIND-034: of no kind that this node has nothing lies here.
std::optional<Finding> not_of_this_side(const Reference& reference, bool is_issue, const Setting& setting) {
  if (kinds_of(setting).find(reference.kind.str()) == nullptr)
    return Finding{"R-KIND-034", "reference/kind", std::string{reference.kind.str()}, ""};
  if ((reference.state == setting.home) == is_issue) return std::nullopt;
  return Finding{"R-KIND-030", "reference/state", std::string{reference.state.str()}, ""};
}

/// Precondition: the node has the kind.
const kinds::Kind& kind_of(const Reference& reference, const Setting& setting) {
  const auto* kind = kinds_of(setting).find(reference.kind.str());
  require(kind != nullptr, "a document is of a kind that the node has");
  return *kind;
}

template <class Machine, class Document>
std::string state_of(const Document& document) {
  return std::string{Machine::states[std::to_underlying(document.state)].id};
}

// ---- what the machines say, as the loop writes it

class DocTold : public DocumentsTelling {
 public:
  DocTold(const Command& command, const Reference& reference, const Setting& setting)
      : DocumentsTelling(command, command.actor.office, setting),
        limits_(kinds::limits_of(kind_of(reference, setting))) {}

  [[nodiscard]] kinds::Context context() const { return context_under(limits_); }
  /// R-ASW-102: between the two states, today; R-ASW-095: and the other one is a partner.
  void look_at_way(kinds::Context& context, const Reference& reference, Country receiver) const {
    context.as_data =
        exchanges(reference.kind.str(), refdata::DocumentProcess::issue, setting_.home, receiver);
    context.has_partner = setting_.is_partner(receiver);
  }

  void add(std::size_t slot, iss::Document& document, const iss::Ruling& ruling) {
    for (const iss::Event& event : ruling.events) {
      const iss::Document before = document;
      document = iss::evolve(std::move(document), event);
      NewEvent made = stored(slot, event_in(doc_issue_block, event.fact.index()), event);
      for (const MessageNumber number : event.sent) {
        send_to(made, document.contents.receiver, number);
        if (is_again(before, event, number)) {
          add_again(number);
        } else {
          add_document(number, write_doc(number, letter_of(document, event, number)));
        }
      }
      outcome_.events.push_back(std::move(made));
    }
    refuse(ruling.answer);
  }

  void add(imp::Document& document, const Reference& reference, const imp::Ruling& ruling) {
    for (const imp::Event& event : ruling.events) {
      document = imp::evolve(std::move(document), event);
      NewEvent made = stored(0, event_in(doc_import_block, event.fact.index()), event);
      for (const MessageNumber number : event.sent) {
        send_to(made, reference.state, number);
        add_document(number, write_doc(number, answer_of(reference, event)));
      }
      outcome_.events.push_back(std::move(made));
    }
    refuse(ruling.answer);
  }

  template <class Machine, class Document>
  Outcome finish(const Reference& reference, const Document& document) && {
    if (accepted())
      outcome_.reply = to_cbor(DocReply{.reference = reference, .state = state_of<Machine>(document)});
    return std::move(outcome_);
  }

 private:
  /// What a clock sends is what was sent before.
  static bool is_again(const iss::Document& before, const iss::Event& event, MessageNumber number) {
    const auto& fact = static_cast<const iss::Facts&>(event.fact);
    if (!std::holds_alternative<documents::Reminded<iss::Alarm>>(fact)) return false;
    return number == kinds::doc_send ? before.sent_as_data : before.cancelled_as_data;
  }
  [[nodiscard]] Letter begun(const Reference& reference) const {
    Letter letter{.reference = reference};
    letter.clock = static_cast<std::int32_t>(calendar_.utc_offset.count());
    return letter;
  }
  [[nodiscard]] Letter letter_of(const iss::Document& document, const iss::Event& event,
                                 MessageNumber number) const {
    Letter letter = begun(document.contents.reference);
    if (number == kinds::doc_send) {
      letter.contents = document.contents;
      return letter;
    }
    letter.replaced_by = document.replaced_by;
    const auto& fact = static_cast<const iss::Facts&>(event.fact);
    if (const auto* asked = std::get_if<iss::CancellationAsked>(&fact)) letter.text = asked->reason;
    return letter;
  }
  [[nodiscard]] Letter answer_of(const Reference& reference, const imp::Event& event) const {
    using kinds::Answer;
    Letter letter = begun(reference);
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
            if constexpr (requires { letter.faults = said.faults; }) letter.faults = said.faults;
          },
          fact);
    }
    return letter;
  }

  kinds::Limits limits_;
};

// ---- who may

/// An authority acts at an office of this state; the national system for all of them. Which roles may do
/// what, the kind says.
bool may(const access::Actor& actor, const Reference& reference, kinds::Part part, const Setting& setting) {
  const auto* kind = kinds_of(setting).find(reference.kind.str());
  if (kind == nullptr || !kind->may(part, actor.role)) return false;
  if (actor.role == Role::national_system && actor.office.empty()) return true;
  return is_office_here(actor.office, std::nullopt, setting);
}

/// R-KIND-042: an agency is one of several that have the same role; for which documents an office of it acts,
/// the reference data of the day say. Customs uses documents of all of them. None for what speaks for the
/// whole state.
bool is_competent(const access::Actor& actor, const Reference& reference, kinds::Part part, Day today,
                  const Setting& setting) {
  if (actor.role == Role::national_system && actor.office.empty()) return true;
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
  if (actor.role == Role::national_system && actor.office.empty()) return true;
  return document.state == iss::State::none || !document.office || document.office->str() == actor.office;
}

template <class Act, kinds::Part part>
access::Relations relations_of_act(const Command& command, const Situation& situation,
                                   const Setting& setting) {
  const Reference reference = reference_of(read_content<Act>(command.content));
  // What is of no kind here, or of the other side, is refused by its rule, whoever asks.
  const bool nowhere = not_of_this_side(reference, part == kinds::Part::issue, setting).has_value();
  if constexpr (part == kinds::Part::issue) {
    for (std::size_t i = 0; !nowhere && i < situation.slots.size(); ++i)
      if (!is_of_office(issued_in(situation, i), command.actor)) return {};
  }
  return nowhere || may(command.actor, reference, part, setting) ? access::Relations{Relation::office}
                                                                 : access::Relations{};
}

// ---- where it is issued

template <class Act>
Located locate_issue(const Command& command, const Setting& setting) {
  Located located;
  const auto act = read_content<Act>(command.content);
  const Reference reference = reference_of(act);
  if (not_of_this_side(reference, true, setting)) {
    located.slots.push_back({.kind = doc_issue_stream, .by = Slot::New{}});
    return located;
  }
  located.slots.push_back(doc_issue_slot(reference));
  if constexpr (std::same_as<Act, iss::IssueDocument>) {
    if (act.contents.replaces && *act.contents.replaces != reference.number) {
      Reference other = reference;
      other.number = *act.contents.replaces;
      located.slots.push_back(doc_issue_slot(other));
    }
  }
  return located;
}

/// R-KIND-040: what is sent is made from the document that it comes with.
bool lacks_its_document(const kinds::Contents& contents, const Command& command) {
  return command.payloads.size() != 1 || command.payloads.front().hash != contents.document;
}

/// None for the system of the whole state.
std::optional<OfficeId> office_that_acts(const Command& command) {
  const auto office = OfficeId::parse(command.actor.office);
  return office ? std::optional{*office} : std::nullopt;
}

template <class Act>
Outcome decide_issue(const Command& command, const Situation& situation, const Setting& setting) {
  auto act = read_content<Act>(command.content);
  const Reference reference = reference_of(act);
  if (auto fault = not_of_this_side(reference, true, setting)) return refusal(*std::move(fault));
  iss::Document document = issued_in(situation);
  DocTold told{command, reference, setting};
  kinds::Context context = told.context();
  if constexpr (std::same_as<Act, iss::IssueDocument>) {
    if (lacks_its_document(act.contents, command))
      return refusal({"R-KIND-040", "contents/document", "", ""});
    if (!is_competent(command.actor, reference, kinds::Part::issue, told.today(), setting))
      return refusal(not_competent(command.actor, reference, setting));
    if (document.state != iss::State::none)
      return refusal({"R-KIND-035", "contents/reference/number", std::string{reference.number.str()}, ""});
    told.look_at_way(context, reference, act.contents.receiver);
    act.office = office_that_acts(command);
  } else {
    told.look_at_way(context, reference, document.contents.receiver);
  }
  // Both or neither: what cannot be replaced is asked before anything is sent.
  iss::Ruling replaced;
  if (situation.slots.size() > 1) {
    replaced = iss::replace(issued_in(situation, 1), reference.number, context);
    if (!replaced.answer.accepted()) return refusal(replaced.answer.refused_for.front());
  }
  told.add(0, document, iss::act(document, act, context));
  if (told.accepted() && situation.slots.size() > 1) {
    iss::Document other = issued_in(situation, 1);
    told.add(1, other, replaced);
  }
  return std::move(told).template finish<iss::Machine>(reference, document);
}

// ---- where it is received

template <class Act>
Located locate_import(const Command& command, const Setting& setting) {
  Located located;
  const Reference reference = reference_of(read_content<Act>(command.content));
  if (not_of_this_side(reference, false, setting)) {
    located.slots.push_back({.kind = doc_import_stream, .by = Slot::New{}});
  } else {
    located.slots.push_back(doc_import_slot(reference));
  }
  return located;
}

template <class Act, kinds::Part part>
Outcome decide_import(const Command& command, const Situation& situation, const Setting& setting) {
  const auto act = read_content<Act>(command.content);
  if (auto fault = not_of_this_side(act.reference, false, setting)) return refusal(*std::move(fault));
  imp::Document document = received_in(situation);
  DocTold told{command, act.reference, setting};
  if (!is_competent(command.actor, act.reference, part, told.today(), setting))
    return refusal(not_competent(command.actor, act.reference, setting));
  told.add(document, act.reference, imp::act(document, act, told.context()));
  return std::move(told).template finish<imp::Machine>(act.reference, document);
}

// ---- messages

/// R-KIND-030: a receiving state speaks of what this state issued; an issuing state of its own.
std::optional<Finding> not_its_to_say(const Command& command, bool to_issuer, const Setting& setting) {
  const Reference reference = reference_named_in(command.content);
  if (auto fault = not_of_this_side(reference, to_issuer, setting)) return fault;
  if (to_issuer || reference.state.str() == command.actor.party) return std::nullopt;
  return Finding{"R-KIND-030", "reference/state", std::string{reference.state.str()}, ""};
}

template <bool to_issuer>
Located locate_message(const Command& command, const Setting& setting) {
  Located located;
  const Reference reference = reference_named_in(command.content);
  if (not_its_to_say(command, to_issuer, setting)) {
    located.slots.push_back({.kind = to_issuer ? doc_issue_stream : doc_import_stream, .by = Slot::New{}});
  } else {
    located.slots.push_back(to_issuer ? doc_issue_slot(reference) : doc_import_slot(reference));
  }
  return located;
}

access::Relations relations_of_answer(const Command& command, const Situation& situation,
                                      const Setting& setting) {
  if (not_its_to_say(command, true, setting)) return {};
  const bool asked = issued_in(situation).contents.receiver.str() == command.actor.party;
  return asked ? access::Relations{Relation::route_state} : access::Relations{};
}
access::Relations relations_of_document(const Command& command, const Situation& /*situation*/,
                                        const Setting& setting) {
  return not_its_to_say(command, false, setting) ? access::Relations{}
                                                 : access::Relations{Relation::route_state};
}

Outcome decide_answer(const Command& command, const Situation& situation, const Setting& setting) {
  if (auto fault = not_its_to_say(command, true, setting)) return refusal(*std::move(fault));
  const Letter letter = letter_in(command);
  const Reference reference = letter.reference.value_or(Reference{});
  iss::Document document = issued_in(situation);
  DocTold told{command, reference, setting};
  told.add(0, document, iss::receive(document, number_of_message(command.type), letter, told.context()));
  return std::move(told).template finish<iss::Machine>(reference, document);
}

/// One that is for another state is not taken.
Letter as_it_may_be_taken(Letter letter, const Setting& setting) {
  if (letter.contents && letter.contents->receiver != setting.home)
    letter.faults.push_back({.rule = "R-KIND-032", .pointer = "receiver", .detail = {}});
  return letter;
}

Outcome decide_document(const Command& command, const Situation& situation, const Setting& setting) {
  if (auto fault = not_its_to_say(command, false, setting)) return refusal(*std::move(fault));
  const Letter letter = as_it_may_be_taken(letter_in(command), setting);
  const Reference reference = letter.reference.value_or(Reference{});
  const auto trigger =
      number_of_message(command.type) == kinds::doc_cancel ? imp::Trigger::cancel : imp::Trigger::document;
  imp::Document document = received_in(situation);
  DocTold told{command, reference, setting};
  told.add(document, reference, imp::receive(document, trigger, letter, told.context()));
  return std::move(told).template finish<imp::Machine>(reference, document);
}

// ---- clocks, lists

Outcome issue_time_passed(const Command& command, const Situation& situation, const Setting& setting) {
  iss::Document document = issued_in(situation);
  const Reference reference = document.contents.reference;
  DocTold told{command, reference, setting};
  told.add(0, document, iss::time_passed(document, told.context()));
  return std::move(told).template finish<iss::Machine>(reference, document);
}
Outcome import_time_passed(const Command& command, const Situation& situation, const Setting& setting) {
  imp::Document document = received_in(situation);
  const Reference reference = document.contents.reference;
  DocTold told{command, reference, setting};
  told.add(document, reference, imp::time_passed(document, told.context()));
  return std::move(told).template finish<imp::Machine>(reference, document);
}

/// What a partner's daily list showed: it stands in the history alone.
bool is_of_manifest(const Happened& happened) {
  return block_of(std::to_underlying(happened.type)) == manifest_block;
}

State issue_evolve(const State& state, const Happened& happened) {
  if (is_of_manifest(happened)) return state;
  return State::of(iss::evolve(state.as<iss::Document>(), read_content<iss::Event>(happened.body)));
}
State import_evolve(const State& state, const Happened& happened) {
  if (is_of_manifest(happened)) return state;
  return State::of(imp::evolve(state.as<imp::Document>(), read_content<imp::Event>(happened.body)));
}

/// From now on the two nodes compare what they have of it, once a day.
std::vector<Derived> follow_issue(const State& /*after*/, const Happened& happened) {
  if (is_of_manifest(happened)) return {};
  const auto sent = read_content<iss::Event>(happened.body).sent;
  if (std::ranges::find(sent, kinds::doc_send) == sent.end()) return {};
  return {wake_for_document(happened.at)};
}
std::vector<Derived> follow_import(const State& /*after*/, const Happened& happened) {
  if (is_of_manifest(happened)) return {};
  if (read_content<imp::Event>(happened.body).trigger != imp::Trigger::document) return {};
  return {wake_for_document(happened.at)};
}

/// One that is not here is in no list: it has no reference yet.
template <class Machine, class Document>
Summary summary_of(const Document& document) {
  const bool is_there = document.state != Machine::State::none;
  const bool lives = is_there && !Machine::states[std::to_underlying(document.state)].terminal;
  Summary summary{.status = static_cast<std::uint16_t>(document.state),
                  .due = document.due,
                  .open = lives || document.due.has_value()};
  if (!is_there) return summary;
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
  Summary summary = summary_of<iss::Machine>(document);
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
  Summary summary = summary_of<imp::Machine>(document);
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
  return its ? access::Relations{Relation::office} : access::Relations{};
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
  return its ? access::Relations{Relation::office} : access::Relations{};
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
          .locate = locate_import<Act>,
          .relations = relations_of_act<Act, part>,
          .decide = decide_import<Act, part>,
          .done = done};
}
constexpr CommandEntry to_issuer(MessageNumber number, std::string_view name) {
  return {.type = command_of_message(number),
          .name = name,
          .locate = locate_message<true>,
          .relations = relations_of_answer,
          .decide = decide_answer};
}
constexpr CommandEntry to_receiver(MessageNumber number, std::string_view name) {
  return {.type = command_of_message(number),
          .name = name,
          .locate = locate_message<false>,
          .relations = relations_of_document,
          .decide = decide_document};
}

constexpr std::array entries{
    issue_act<0>("doc.issue", "document issued"),
    issue_act<1>("doc.send", "document sent"),
    issue_act<2>("doc.cancel", "cancellation recorded"),
    issue_act<3>("doc.resend", "document sent again"),
    issue_act<4>("doc.look_at", "alarm looked at"),
    import_act<0, kinds::Part::receive>("doc_import.answer", "answer recorded"),
    import_act<1, kinds::Part::use>("doc_import.use", "use recorded"),
    to_receiver(kinds::doc_send, "doc_import.document"),
    to_receiver(kinds::doc_cancel, "doc_import.cancelled"),
    to_issuer(kinds::doc_answer, "doc.answered"),
    to_issuer(kinds::doc_use, "doc.used"),
};

constexpr std::array stream_kinds{
    KindEntry{.kind = doc_issue_stream,
              .name = "doc_issued",
              .initial = [] { return State::of(iss::Document{}); },
              .evolve = issue_evolve,
              .summary = summary_of_issue,
              .relations = relations_of_issue,
              .time_passed = issue_time_passed,
              .follow = follow_issue,
              .calls_for = calls_for_at_issue,
              .possible = possible_at_issue,
              .relations_to_act = relations_to_act_at_issue},
    KindEntry{.kind = doc_import_stream,
              .name = "doc_received",
              .initial = [] { return State::of(imp::Document{}); },
              .evolve = import_evolve,
              .summary = summary_of_import,
              .relations = relations_of_import,
              .time_passed = import_time_passed,
              .follow = follow_import,
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

// ---- names

/// State, kind, a blank, number: no code of a kind has a blank.
std::string text_of(const Reference& reference) {
  return std::string{reference.state.str()}
      .append(reference.kind.str())
      .append(" ")
      .append(reference.number.str());
}
Key key_of(std::string_view text) { return make_key(doc_keys, {}, text); }

/// What a partner says of one of its own, is of the import side.
std::optional<Slot> slot_of_name(ByteView thing, exchange::Partner from, const Setting& setting) {
  std::string_view name = as_text(thing);
  if (!name.starts_with(name_of_doc)) return std::nullopt;
  name.remove_prefix(name_of_doc.size());
  if (name.starts_with(setting.home.str())) return Slot{.kind = doc_issue_stream, .by = key_of(name)};
  if (name.starts_with(from.str())) return Slot{.kind = doc_import_stream, .by = key_of(name)};
  return std::nullopt;
}

Bytes name_for_partner(const Command& waiting) { return doc_name(reference_named_in(waiting.content)); }

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

Key doc_key(const Reference& reference) { return key_of(text_of(reference)); }
Slot doc_issue_slot(const Reference& reference) {
  return {.kind = doc_issue_stream, .by = doc_key(reference)};
}
Slot doc_import_slot(const Reference& reference) {
  return {.kind = doc_import_stream, .by = doc_key(reference)};
}

Bytes doc_name(const Reference& reference) {
  return copy_of(as_bytes(std::string{name_of_doc}.append(text_of(reference))));
}

Bytes write_doc(MessageNumber number, const Letter& letter) {
  require(kinds::find_message(number) != nullptr, "the message is one of the list");
  require(letter.reference.has_value(), "a message is about a document");
  return to_cbor(letter);
}

std::optional<Letter> read_doc(MessageNumber number, ByteView document) {
  auto letter = from_cbor<Letter>(document);
  if (!letter || !letter->reference || kinds::find_message(number) == nullptr) return std::nullopt;
  return *std::move(letter);
}

const Part& kinds_part() {
  static const std::vector<access::Grant> grants = make_grants();
  static const Part part{.commands = entries,
                         .kinds = stream_kinds,
                         .grants = grants,
                         .violated = violated,
                         .slot_of_name = slot_of_name,
                         .name_for_partner = name_for_partner};
  return part;
}

}  // namespace lintas::workflow
