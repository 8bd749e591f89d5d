#include "core/workflow/acdd_part.hpp"

#include <algorithm>
#include <array>
#include <chrono>
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
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/machine.hpp"
#include "base/require.hpp"
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
#include "core/acdd/ruling.hpp"
#include "core/documents/events.hpp"
#include "core/documents/fault.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/tables.hpp"
#include "core/workflow/acdd_waiting.hpp"
#include "core/workflow/attachments_part.hpp"
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

namespace exp = acdd::export_side;
namespace imp = acdd::import_side;
using access::Relation;
using access::Role;
using acdd::Letter;
using acdd::MessageNumber;
using acdd::Permit;

/// As data/codelists/document-pairs.csv calls them.
constexpr std::string_view kind_of_document = "acdd";
constexpr acdd::Limits limits_now;

const exp::Document& exported_in(const Situation& situation) {
  return situation.slots[0].state->as<exp::Document>();
}
const imp::Document& imported_in(const Situation& situation) {
  return situation.slots[0].state->as<imp::Document>();
}

Letter letter_in(const Command& command) { return read_content<Letter>(command.content); }
/// Of a letter or a written document. Precondition: it is one of them.
Permit permit_named_in(ByteView letter_or_document) {
  const auto permit = read_first<Letter>(letter_or_document);
  require(permit.has_value(), "a message is about a document");
  return permit.value_or(Permit{});
}

/// Acts name the document by its permit, or bring its contents.
template <class Act>
Permit permit_of(const Act& act) {
  if constexpr (requires { act.permit; }) {
    return act.permit;
  } else {
    return act.contents.permit;
  }
}

/// R-ACDD-010: of this state's own documents the export side lies here, of others' the import side.
std::optional<Finding> not_of_this_side(const Permit& permit, bool is_export, const Setting& setting) {
  if ((permit.state == setting.home) == is_export) return std::nullopt;
  return Finding{"R-ACDD-010", "permit/state", std::string{permit.state.str()}, ""};
}

// ---- what the machines say, as the loop writes it

template <class Machine, class Document>
std::string state_of(const Document& document) {
  return std::string{Machine::states[std::to_underlying(document.state)].id};
}

class AcddTold : public DocumentsTelling {
 public:
  AcddTold(const Command& command, const Setting& setting) : DocumentsTelling(command, {}, setting) {}

  [[nodiscard]] acdd::Context context() const { return context_under(limits_now); }
  [[nodiscard]] bool goes_to(Country importer) const {
    return exchanges(kind_of_document, refdata::DocumentProcess::issue, setting_.home, importer);
  }
  /// R-ASW-112: a state's own law, as data.
  [[nodiscard]] bool asks_consent() const {
    return setting_.reference->at(today())
               .code_list(acdd::consent_states)
               .find(setting_.home.str(), today()) != nullptr;
  }

  void add(exp::Document& document, const exp::Ruling& ruling) {
    for (exp::Event event : ruling.events) {
      const exp::Document before = document;
      divide(event, before);
      document = exp::evolve(std::move(document), event);
      NewEvent made = stored(0, event_in(acdd_export_block, event.fact.index()), event);
      for (const MessageNumber number : event.sent) {
        send_to(made, document.contents.importer, number);
        if (is_again(before, event, number)) {
          add_again(number);
        } else {
          add_document(number, write_acdd(number, letter_of(document, event, number)));
        }
      }
      outcome_.events.push_back(std::move(made));
    }
    refuse(ruling.answer);
  }
  /// `heard`: what a message said that is answered; nothing of an act.
  void add(imp::Document& document, const Permit& permit, const Letter& heard, const imp::Ruling& ruling) {
    for (const imp::Event& event : ruling.events) {
      document = imp::evolve(std::move(document), event);
      NewEvent made = stored(0, event_in(acdd_import_block, event.fact.index()), event);
      for (const MessageNumber number : event.sent) {
        send_to(made, permit.state, number);
        add_document(number, write_acdd(number, answer_of(permit, heard, event)));
      }
      outcome_.events.push_back(std::move(made));
    }
    refuse(ruling.answer);
  }

  Outcome finish(const exp::Document& document) && {
    return std::move(*this).finish(AcddReply{.permit = document.contents.permit,
                                             .state = state_of<exp::Machine>(document),
                                             .version = document.contents.version,
                                             .differences = 0});
  }
  Outcome finish(const Permit& permit, const imp::Document& document) && {
    return std::move(*this).finish(AcddReply{.permit = permit,
                                             .state = state_of<imp::Machine>(document),
                                             .version = document.contents.version,
                                             .differences = document.judged.count});
  }

 private:
  Outcome finish(const AcddReply& reply) && {
    if (accepted()) outcome_.reply = to_cbor(reply);
    return std::move(outcome_);
  }
  /// What does not go as data is not sent, and the event says so.
  void divide(exp::Event& event, const exp::Document& before) const {
    const auto* released = std::get_if<exp::Released>(&static_cast<const exp::Facts&>(event.fact));
    const Country to = released != nullptr ? released->contents.importer : before.contents.importer;
    if (goes_to(to)) return;
    event.by_letter = std::move(event.sent);
    event.sent.clear();
  }
  /// What a clock sends is what was sent before, if it was.
  static bool is_again(const exp::Document& before, const exp::Event& event, MessageNumber number) {
    const auto& fact = static_cast<const exp::Facts&>(event.fact);
    if (!std::holds_alternative<documents::Reminded<exp::Alarm>>(fact)) return false;
    return number == acdd::acdd_send ? before.sent_as_data : before.cancelled_as_data;
  }
  [[nodiscard]] Letter letter_of(const exp::Document& document, const exp::Event& event,
                                 MessageNumber number) const {
    Letter letter{.permit = document.contents.permit};
    letter.clock = static_cast<std::int32_t>(calendar_.utc_offset.count());
    if (number == acdd::acdd_send) {
      letter.contents = document.contents;
      letter.version = document.contents.version;
      return letter;
    }
    letter.version = document.asked;
    std::visit(
        [&](const auto& fact) {
          if constexpr (requires { letter.text = fact.reason; }) letter.text = fact.reason;
        },
        static_cast<const exp::Facts&>(event.fact));
    return letter;
  }
  [[nodiscard]] Letter answer_of(const Permit& permit, const Letter& heard, const imp::Event& event) const {
    Letter letter{.permit = permit};
    letter.version = heard.version;
    letter.clock = static_cast<std::int32_t>(calendar_.utc_offset.count());
    if (event.trigger == imp::Trigger::cancel) return letter;
    std::visit(
        [&](const auto& fact) {
          if constexpr (requires { letter.faults = fact.faults; }) letter.faults = fact.faults;
        },
        static_cast<const imp::Facts&>(event.fact));
    return letter;
  }
};

// ---- export customs

template <class Act>
Located locate_export(const Command& command, const Setting& setting) {
  Located located;
  const Permit permit = permit_of(read_content<Act>(command.content));
  if (not_of_this_side(permit, true, setting)) {
    located.slots.push_back({.kind = acdd_export_stream, .by = Slot::New{}});
  } else {
    located.slots.push_back(acdd_export_slot(permit));
  }
  return located;
}

/// The national customs system speaks for all its offices; an officer for those of this state.
bool is_customs(const access::Actor& actor, const Setting& setting) {
  if (actor.role == Role::other_agency) return false;
  if (actor.role == Role::national_system && actor.office.empty()) return true;
  return is_office_here(actor.office, std::nullopt, setting);
}

access::Relations relations_of_customs(const Command& command, const Situation& /*situation*/,
                                       const Setting& setting) {
  return is_customs(command.actor, setting) ? access::Relations{Relation::office} : access::Relations{};
}

/// An officer at import is one of an office that clears imports; whoever speaks for all of them, of any.
bool is_officer_at_import(const access::Actor& actor) { return actor.role == Role::officer_of_destination; }

/// An act is one of the day; an office that is closed does none.
access::Relations relations_of_import_act(const Command& command, const Situation& situation,
                                          const Setting& setting) {
  if (!is_officer_at_import(command.actor)) return relations_of_customs(command, situation, setting);
  const auto* office = office_of_documents(command.actor.office, command.at, setting);
  const bool clears = office != nullptr && office->value.has(refdata::OfficeRole::destination);
  return clears ? access::Relations{Relation::office} : access::Relations{};
}

/// R-ACDD-009: what is sent is made from the document that it comes with.
template <class Act>
bool lacks_its_document(const Act& act, const Command& command) {
  if constexpr (requires { act.contents; }) {
    return command.payloads.size() != 1 || command.payloads.front().hash != act.contents.document;
  } else {
    return false;
  }
}

/// None for the customs system of the whole state.
std::optional<OfficeId> office_that_acts(const Command& command) {
  const auto office = OfficeId::parse(command.actor.office);
  return office ? std::optional{*office} : std::nullopt;
}

template <class Act>
Outcome decide_export(const Command& command, const Situation& situation, const Setting& setting) {
  auto act = read_content<Act>(command.content);
  if (auto fault = not_of_this_side(permit_of(act), true, setting)) return refusal(*std::move(fault));
  if (lacks_its_document(act, command)) return refusal({"R-ACDD-009", "contents/document", "", ""});
  exp::Document document = exported_in(situation);
  AcddTold told{command, setting};
  acdd::Context context = told.context();
  if constexpr (std::same_as<Act, exp::ReleaseExport>) {
    context.as_data = told.goes_to(act.contents.importer);
    context.has_partner = setting.is_partner(act.contents.importer);
    act.office = office_that_acts(command);
  } else {
    context.as_data = told.goes_to(document.contents.importer);
    context.has_partner = setting.is_partner(document.contents.importer);
  }
  told.add(document, exp::act(document, act, told.asks_consent(), context));
  return std::move(told).finish(document);
}

// ---- import customs

template <class Act>
Located locate_import(const Command& command, const Setting& setting) {
  Located located;
  const Permit permit = permit_of(read_content<Act>(command.content));
  if (not_of_this_side(permit, false, setting)) {
    located.slots.push_back({.kind = acdd_import_stream, .by = Slot::New{}});
  } else {
    located.slots.push_back(acdd_import_slot(permit));
  }
  return located;
}

template <class Act>
Outcome decide_import(const Command& command, const Situation& situation, const Setting& setting) {
  const auto act = read_content<Act>(command.content);
  if (auto fault = not_of_this_side(act.permit, false, setting)) return refusal(*std::move(fault));
  // What would never come is not waited for.
  const Day today = AcddTold{command, setting}.today();
  if (setting.reference->at(today).country(act.permit.state) == nullptr)
    return refusal({"R-DOC-029", "permit/state", std::string{act.permit.state.str()}, ""});
  imp::Document document = imported_in(situation);
  AcddTold told{command, setting};
  told.add(document, act.permit, {}, imp::act(document, act, told.context()));
  return std::move(told).finish(act.permit, document);
}

// ---- messages

/// R-ACDD-006: import customs answers about what this state released; export customs speaks of its own.
std::optional<Finding> not_its_to_say(const Command& command, bool to_export, const Setting& setting) {
  const Permit permit = permit_named_in(command.content);
  const bool right = to_export ? permit.state == setting.home : permit.state.str() == command.actor.party;
  if (right) return std::nullopt;
  return Finding{"R-ACDD-006", "permit/state", std::string{permit.state.str()}, ""};
}

template <bool to_export>
Located locate_message(const Command& command, const Setting& setting) {
  Located located;
  const Permit permit = permit_named_in(command.content);
  if (not_its_to_say(command, to_export, setting)) {
    located.slots.push_back({.kind = to_export ? acdd_export_stream : acdd_import_stream, .by = Slot::New{}});
  } else {
    located.slots.push_back(to_export ? acdd_export_slot(permit) : acdd_import_slot(permit));
  }
  return located;
}

access::Relations relations_of_answer(const Command& command, const Situation& situation,
                                      const Setting& setting) {
  if (not_its_to_say(command, true, setting)) return {};
  const bool asked = exported_in(situation).contents.importer.str() == command.actor.party;
  return asked ? access::Relations{Relation::route_state} : access::Relations{};
}

access::Relations relations_of_document(const Command& command, const Situation& /*situation*/,
                                        const Setting& setting) {
  return not_its_to_say(command, false, setting) ? access::Relations{}
                                                 : access::Relations{Relation::route_state};
}

Outcome decide_answer(const Command& command, const Situation& situation, const Setting& setting) {
  if (auto fault = not_its_to_say(command, true, setting)) return refusal(*std::move(fault));
  exp::Document document = exported_in(situation);
  AcddTold told{command, setting};
  told.add(document,
           exp::receive(document, number_of_message(command.type), letter_in(command), told.context()));
  return std::move(told).finish(document);
}

/// A document that is another than the message names, or is for another state, is not taken for one.
Letter as_it_may_be_taken(Letter letter, const Setting& setting) {
  if (!letter.contents) return letter;
  const auto fault = [&](std::string rule, std::string pointer) {
    letter.faults.push_back({.rule = std::move(rule), .pointer = std::move(pointer), .detail = {}});
  };
  if (letter.contents->importer != setting.home)
    fault("R-ACDD-001", "/ACDD.SEND/Declaration/GoodsShipment/Destination/CountryCode");
  return letter;
}

Outcome decide_document(const Command& command, const Situation& situation, const Setting& setting) {
  if (auto fault = not_its_to_say(command, false, setting)) return refusal(*std::move(fault));
  const Letter letter = as_it_may_be_taken(letter_in(command), setting);
  const auto trigger =
      number_of_message(command.type) == acdd::acdd_cancel ? imp::Trigger::cancel : imp::Trigger::document;
  imp::Document document = imported_in(situation);
  const Permit permit = letter.permit.value_or(Permit{});
  AcddTold told{command, setting};
  told.add(document, permit, letter, imp::receive(document, trigger, letter, told.context()));
  return std::move(told).finish(permit, document);
}

// ---- clocks, lists

Outcome export_time_passed(const Command& command, const Situation& situation, const Setting& setting) {
  exp::Document document = exported_in(situation);
  AcddTold told{command, setting};
  told.add(document, exp::time_passed(document, told.context()));
  return std::move(told).finish(document);
}

Outcome import_time_passed(const Command& command, const Situation& situation, const Setting& setting) {
  imp::Document document = imported_in(situation);
  const Permit permit = document.contents.permit;
  AcddTold told{command, setting};
  told.add(document, permit, {}, imp::time_passed(document, told.context()));
  return std::move(told).finish(permit, document);
}

/// What a partner's daily list showed: it stands in the history alone.
bool is_of_manifest(const Happened& happened) {
  return block_of(std::to_underlying(happened.type)) == manifest_block;
}

State export_evolve(const State& state, const Happened& happened) {
  if (is_of_manifest(happened)) return state;
  return State::of(exp::evolve(state.as<exp::Document>(), read_content<exp::Event>(happened.body)));
}
State import_evolve(const State& state, const Happened& happened) {
  if (is_of_manifest(happened)) return state;
  return State::of(imp::evolve(state.as<imp::Document>(), read_content<imp::Event>(happened.body)));
}

/// From now on the two nodes compare what they have of it, once a day.
std::vector<Derived> follow_export(const State& /*after*/, const Happened& happened) {
  if (is_of_manifest(happened)) return {};
  const auto sent = read_content<exp::Event>(happened.body).sent;
  if (std::ranges::find(sent, acdd::acdd_send) == sent.end()) return {};
  return {wake_for_document(happened.at)};
}
std::vector<Derived> follow_import(const State& /*after*/, const Happened& happened) {
  if (is_of_manifest(happened)) return {};
  if (read_content<imp::Event>(happened.body).trigger != imp::Trigger::document) return {};
  return {wake_for_document(happened.at)};
}

/// One that is not here is in no list: it has no permit yet. `waits`: for somebody here.
template <class Machine, class Document>
Summary summary_of(const Document& document, bool waits) {
  const bool is_there = document.state != Machine::State::none;
  const bool lives = is_there && !Machine::states[std::to_underlying(document.state)].terminal;
  // One that ended and has an alarm waits for its clock yet.
  Summary summary{.status = static_cast<std::uint16_t>(document.state),
                  .due = document.due,
                  .open = lives || document.due.has_value()};
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
template <class Machine, class Document>
void add_exporter(std::vector<std::string>& concerned, const Document& document) {
  const bool lives = !Machine::states[std::to_underlying(document.state)].terminal;
  if (lives && !document.contents.items.empty())
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
  Summary summary = summary_of<exp::Machine>(document, document.alarm.has_value() || may_lead_on(document));
  if (document.state != exp::State::none)
    add_concerned(summary.concerned, party_of_exporter(document.contents));
  add_exporter<exp::Machine>(summary.concerned, document);
  const bool is_quiet = document.state == exp::State::available && !document.alarm;
  if (document.office && !is_quiet) summary.office = office_number(*document.office);
  return summary;
}
Summary summary_of_import(const State& state) {
  const auto& document = state.as<imp::Document>();
  Summary summary = summary_of<imp::Machine>(document, document.alarm.has_value());
  add_exporter<imp::Machine>(summary.concerned, document);
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
  const bool is_customs_system = actor.role == Role::national_system && actor.office.empty();
  const bool its = is_customs_system || (office && office->str() == actor.office);
  return its ? access::Relations{Relation::office} : access::Relations{};
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
          .locate = locate_export<Act>,
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
          .locate = locate_import<Act>,
          .relations = relations_of_import_act,
          .decide = decide_import<Act>,
          .begins = std::same_as<Act, imp::ReportDeclaration>,
          .done = done};
}
constexpr CommandEntry to_export(MessageNumber number, std::string_view name) {
  return {.type = command_of_message(number),
          .name = name,
          .locate = locate_message<true>,
          .relations = relations_of_answer,
          .decide = decide_answer};
}
constexpr CommandEntry to_import(MessageNumber number, std::string_view name) {
  return {.type = command_of_message(number),
          .name = name,
          .locate = locate_message<false>,
          .relations = relations_of_document,
          .decide = decide_document};
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
    to_import(acdd::acdd_send, "acdd_import.document"),
    to_import(acdd::acdd_cancel, "acdd_import.cancelled"),
    to_export(acdd::acdd_response, "acdd.answered"),
    to_export(acdd::l2_ok, "acdd.taken"),
    to_export(acdd::l2_error, "acdd.found_faulty"),
};

constexpr std::array kinds{
    KindEntry{.kind = acdd_export_stream,
              .name = "acdd_exported",
              .initial = [] { return State::of(exp::Document{}); },
              .evolve = export_evolve,
              .summary = summary_of_export,
              .relations = relations_of_export,
              .time_passed = export_time_passed,
              .follow = follow_export,
              .calls_for = calls_for_at_export,
              .may_call = may_call_at_export,
              .possible = possible_at_export,
              .relations_to_act = relations_to_act_at_export},
    KindEntry{.kind = acdd_import_stream,
              .name = "acdd_imported",
              .initial = [] { return State::of(imp::Document{}); },
              .evolve = import_evolve,
              .summary = summary_of_import,
              .relations = relations_of_import,
              .time_passed = import_time_passed,
              .follow = follow_import,
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

// ---- names

std::string text_of(const Permit& permit) {
  return std::string{permit.state.str()}.append(permit.number.str());
}
Key key_of(std::string_view text) { return make_key(acdd_keys, {}, text); }

/// What a partner says of one of its own, is of the import side.
std::optional<Slot> slot_of_name(ByteView thing, exchange::Partner from, const Setting& setting) {
  std::string_view name = as_text(thing);
  if (!name.starts_with(name_of_acdd)) return std::nullopt;
  name.remove_prefix(name_of_acdd.size());
  if (name.starts_with(setting.home.str())) return Slot{.kind = acdd_export_stream, .by = key_of(name)};
  if (name.starts_with(from.str())) return Slot{.kind = acdd_import_stream, .by = key_of(name)};
  return std::nullopt;
}

Bytes name_for_partner(const Command& waiting) { return acdd_name(permit_named_in(waiting.content)); }

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

Key acdd_key(const Permit& permit) { return key_of(text_of(permit)); }
Slot acdd_export_slot(const Permit& permit) { return {.kind = acdd_export_stream, .by = acdd_key(permit)}; }
Slot acdd_import_slot(const Permit& permit) { return {.kind = acdd_import_stream, .by = acdd_key(permit)}; }

Bytes acdd_name(const Permit& permit) {
  return copy_of(as_bytes(std::string{name_of_acdd}.append(text_of(permit))));
}

Bytes write_acdd(MessageNumber number, const Letter& letter) {
  require(acdd::find_message(number) != nullptr, "the message is one of the list");
  require(letter.permit.has_value(), "a message is about a document");
  return to_cbor(letter);
}

std::optional<Letter> read_acdd(MessageNumber number, ByteView document) {
  auto letter = from_cbor<Letter>(document);
  if (!letter || !letter->permit || acdd::find_message(number) == nullptr) return std::nullopt;
  return *std::move(letter);
}

const Part& acdd_part() {
  static const std::vector<access::Grant> grants = make_grants();
  static const Part part{.commands = entries,
                         .kinds = kinds,
                         .grants = grants,
                         .violated = violated,
                         .slot_of_name = slot_of_name,
                         .name_for_partner = name_for_partner};
  return part;
}

}  // namespace lintas::workflow
