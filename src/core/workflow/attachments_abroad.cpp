#include "core/workflow/attachments_abroad.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/decision.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/machine.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/access/access.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/export/events.hpp"
#include "core/acdd/export/state.hpp"
#include "core/acdd/import/state.hpp"
#include "core/acdd/messages.hpp"
#include "core/attachments/abroad.hpp"
#include "core/attachments/file.hpp"
#include "core/attachments/letter.hpp"
#include "core/attachments/list.hpp"
#include "core/attachments/media.hpp"
#include "core/attachments/records.hpp"
#include "core/awsc/declaration.hpp"
#include "core/awsc/import/state.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/issue/events.hpp"
#include "core/documents/messages.hpp"
#include "core/exchange/partner.hpp"
#include "core/kinds/contents.hpp"
#include "core/kinds/import/state.hpp"
#include "core/kinds/issue/events.hpp"
#include "core/kinds/issue/state.hpp"
#include "core/kinds/kind.hpp"
#include "core/kinds/messages.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/tables.hpp"
#include "core/workflow/acdd_part.hpp"
#include "core/workflow/attachments_part.hpp"
#include "core/workflow/awsc_part.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/documents_issue_work.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/documents_telling.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/kinds_part.hpp"
#include "core/workflow/lane_names.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {

namespace {

using access::Relation;
using access::Role;
namespace att = attachments;

constexpr std::size_t own_slot = 0;
constexpr std::size_t document_slot = 1;
constexpr std::size_t file_slot = 2;
constexpr std::size_t name_slot = 2;  ///< of files that are told for the first time

/// State, kind, office, a zero, number: it begins with the state, and no office has a zero byte.
std::string text_of(const att::DocumentName& name) {
  std::string text = name.state;
  text.append(name.kind).append(" ").append(name.office);
  text.push_back('\0');
  return text.append(name.number);
}
Key key_of(std::string_view text) { return make_key(attachment_name_keys, {}, text); }
Key unknown_key_of(std::string_view text) { return make_key(attachment_unknown_keys, {}, text); }

/// The files of a document of this state. Whatever others say before anybody is told of them has a stream of
/// its own: nobody takes a document its name by naming it.
Slot list_slot_of(std::string_view text) {
  return {.kind = attachment_list_stream,
          .by = Slot::Named{.key = key_of(text), .otherwise = unknown_key_of(text)}};
}

/// First in each letter.
att::DocumentName name_in(ByteView letter) {
  return certain(read_first<att::Letter>(letter), "a letter about files names their document");
}

/// Whose the octets are that were fetched: nobody names a file of another owner.
std::string owner_of(const att::DocumentName& name) { return "state " + name.state; }

/// R-ATT-024: a state speaks of the files of its own documents, and asks for those of this one's.
std::optional<Finding> not_its_to_say(const Command& command, const Setting& setting) {
  const att::DocumentName name = name_in(command.content);
  const bool is_own = name.state == setting.home.str();
  const bool asks = command.type == command_of_message(att::file_asked);
  if (asks ? is_own : !is_own && name.state == command.actor.party) return std::nullopt;
  return Finding{"R-ATT-024", "document/state", name.state, ""};
}

Day today(const Command& command) { return std::chrono::floor<std::chrono::days>(command.at); }

// ---- a letter as the loop sends it

class Telling {
 public:
  /// `partner`: to whom.
  Telling(std::uint16_t block, std::string_view partner)
      : block_(block), partner_(exchange::Partner::parse(partner)) {}

  template <class Event>
  NewEvent& add(const Event& event, std::size_t slot = own_slot) {
    return outcome_.events.emplace_back(new_event(slot, block_, event));
  }
  void send(NewEvent& made, att::MessageNumber number, const att::Letter& letter) {
    made.sends.push_back({.to = certain(partner_, "a state is a partner's name"),
                          .kind = payload_of_message(number),
                          .payload = outcome_.documents.size()});
    outcome_.documents.push_back({.kind = payload_of_message(number), .content = to_cbor(letter)});
  }
  [[nodiscard]] Outcome& outcome() { return outcome_; }

 private:
  std::uint16_t block_;
  std::optional<exchange::Partner> partner_;
  Outcome outcome_;
};

const att::ListState& list_in(const Situation& situation) {
  return situation.slots[own_slot].state->as<att::ListState>();
}
const att::AbroadState& abroad_in(const Situation& situation) {
  return situation.slots[own_slot].state->as<att::AbroadState>();
}
const att::FileState& file_in(const Situation& situation, std::size_t slot) {
  return situation.slots[slot].state->as<att::FileState>();
}

void add_to_file(Outcome& outcome, std::size_t slot, const att::FileDecision& decision) {
  for (const att::FileEvent& event : decision.events)
    outcome.events.push_back(new_event(slot, attachment_file_block, event));
}

// ---- where it was issued

Located locate_tell(const Command& command, const Setting& /*setting*/) {
  const auto content = read_content<TellAttachments>(command.content);
  Located located;
  located.slots.push_back(attachments_slot(content.document));
  located.slots.push_back({.kind = content.kind, .by = content.document});
  if (content.name) located.slots.push_back(list_slot_of(text_of(*content.name)));
  return located;
}

/// What happened to the list until now is told again where others spoke of it, so that their lanes go on.
void go_on(const TellAttachments& content, Telling& telling) {
  telling.add(att::ListEvent{att::GoneOn{}});
  const std::string text = text_of(certain(content.name, "files that are told first have a name"));
  auto& keys = telling.outcome().keys;
  keys.push_back({.key = unknown_key_of(text), .slot = std::nullopt});
  const Key key = std::get<Key>(attachments_slot(content.document).by);
  keys.push_back({.key = key, .slot = std::nullopt});
  keys.push_back({.key = key, .slot = name_slot});
}

std::optional<Country> stated(std::string_view state) {
  const auto country = Country::parse(state);
  return country ? std::optional{*country} : std::nullopt;
}

/// A declaration is asked about by one state after another, and what was for one is not for the next
/// (R-ATT-026): whoever was shown the first file is shown all of them, as long as it asks; where nobody was,
/// files go to whoever asked before they were added.
std::optional<Country> receiver_of(const StreamView& document, const att::ListState& list) {
  const bool is_asked_about =
      document.kind == issue_stream && is_of_a_declaration(document.state->as<Issued>());
  if (!is_asked_about) return receiver_of_document(document.kind, *document.state);
  const auto& issued = document.state->as<Issued>();
  const auto receiver = list.receiver.empty() ? only_asker(issued) : stated(list.receiver);
  const auto since = receiver ? asks_since(issued, *receiver) : std::nullopt;
  if (!since) return std::nullopt;
  const bool was_for_another =
      list.receiver.empty() &&
      std::ranges::any_of(list.files, [&](const att::Added& one) { return one.at < *since; });
  return was_for_another ? std::nullopt : receiver;
}

/// The name is found in a step of its own: which document it is, only the document itself says.
Outcome decide_tell(const Command& command, const Situation& situation, const Setting& setting) {
  const StreamView& document = situation.slots[document_slot];
  const att::ListState& list = list_in(situation);
  const auto receiver = receiver_of(document, list);
  const auto name = name_of_document(document.kind, *document.state);
  if (!receiver || !name || !exchanges_files(setting.home, *receiver, today(command), setting)) return {};
  const auto content = read_content<TellAttachments>(command.content);
  const auto decision = att::tell(list, std::string{receiver->str()}, content.again, command.at);
  Telling telling{attachment_list_block, receiver->str()};
  const bool is_first = list.receiver.empty();
  if (!decision.events.empty() && is_first && !content.name) {
    telling.add(att::ListEvent{att::KnownAs{.name = *name}});
    return std::move(telling.outcome());
  }
  const bool goes_on = is_first && content.name && situation.slots[name_slot].exists();
  const std::size_t slot = goes_on ? name_slot : own_slot;
  if (!decision.events.empty() && goes_on) go_on(content, telling);
  for (const att::ListEvent& event : decision.events) {
    NewEvent& made = telling.add(event, slot);
    telling.send(made, att::files_listed, {.document = name, .files = std::get<att::Told>(event).files});
  }
  if (!decision.events.empty() && is_first)
    telling.outcome().keys.push_back({.key = key_of(text_of(*name)), .slot = slot});
  return std::move(telling.outcome());
}

Located locate_request(const Command& command, const Setting& setting) {
  Located located;
  if (not_its_to_say(command, setting)) {
    located.slots.push_back({.kind = attachment_list_stream, .by = Slot::New{}});
  } else {
    located.slots.push_back(list_slot_of(text_of(name_in(command.content))));
  }
  return located;
}

/// Only the state that the document was sent to has its files.
access::Relations relations_of_request(const Command& command, const Situation& situation,
                                       const Setting& /*setting*/) {
  const StreamView& list = situation.slots[own_slot];
  if (!list.exists() || list.state->as<att::ListState>().receiver != command.actor.party) return {};
  return access::Relations{Relation::route_state};
}

const att::ListState& no_list() {
  static const att::ListState none;
  return none;
}

Outcome decide_request(const Command& command, const Situation& situation, const Setting& setting) {
  if (auto fault = not_its_to_say(command, setting)) return refusal(*std::move(fault));
  const auto asked = read_content<att::Letter>(command.content);
  const att::ListState& list = list_in(situation);
  Telling telling{attachment_list_block, list.receiver};
  // Where files go no more, there are none for whoever asks.
  const auto receiver = Country::parse(list.receiver);
  const bool goes = receiver && exchanges_files(setting.home, *receiver, today(command), setting);
  const att::ListState& given = goes ? list : no_list();
  for (const att::ListEvent& event : att::give(given, asked.hash, asked.from, command.at).events) {
    NewEvent& made = telling.add(event);
    const att::Added* added = list.find(asked.hash);
    telling.send(made, att::file_part,
                 {.document = asked.document,
                  .hash = asked.hash,
                  .from = asked.from,
                  .size = added == nullptr ? 0 : added->file.size,
                  .is_gone = std::get<att::Given>(event).is_gone});
  }
  return std::move(telling.outcome());
}

// ---- where the goods are imported

template <bool is_part>
Located locate_told(const Command& command, const Setting& setting) {
  const att::DocumentName name = name_in(command.content);
  Located located;
  if (not_its_to_say(command, setting)) {
    located.slots.push_back({.kind = attachment_abroad_stream, .by = Slot::New{}});
    return located;
  }
  located.slots.push_back(attachments_abroad_slot(name));
  if constexpr (is_part) {
    const auto part = read_content<att::Letter>(command.content);
    located.slots.push_back(attachment_file_slot(part.hash, owner_of(name)));
  }
  return located;
}

access::Relations relations_of_told(const Command& command, const Situation& /*situation*/,
                                    const Setting& setting) {
  return not_its_to_say(command, setting) ? access::Relations{} : access::Relations{Relation::route_state};
}

/// What the machine decided, with the request that follows from it.
Outcome told_of(const att::AbroadDecision& decision, const att::DocumentName& name) {
  Telling telling{attachment_abroad_block, name.state};
  for (const att::AbroadEvent& event : decision.events) {
    NewEvent& made = telling.add(event);
    const auto from = att::asks_from(event);
    if (!from) continue;
    const auto* asked = std::get_if<att::Asked>(&event);
    const Hash256 hash = asked != nullptr ? asked->hash : std::get<att::Came>(event).hash;
    telling.send(made, att::file_asked, {.document = name, .hash = hash, .from = *from});
  }
  telling.outcome().answer = decision.answer;
  return std::move(telling.outcome());
}

Outcome decide_listed(const Command& command, const Situation& situation, const Setting& setting) {
  if (auto fault = not_its_to_say(command, setting)) return refusal(*std::move(fault));
  const auto told = read_content<att::Letter>(command.content);
  const att::DocumentName name = name_in(command.content);
  Outcome outcome = told_of(att::list(abroad_in(situation), name, told.files, command.at), name);
  if (!outcome.events.empty() && !command.payloads.empty()) outcome.events.front().payload = 0;
  return outcome;
}

Outcome decide_part(const Command& command, const Situation& situation, const Setting& setting) {
  if (auto fault = not_its_to_say(command, setting)) return refusal(*std::move(fault));
  const auto part = read_content<att::Letter>(command.content);
  const att::DocumentName name = name_in(command.content);
  const att::AbroadState& abroad = abroad_in(situation);
  const auto decision = att::come(abroad, part, command.at);
  Outcome outcome = told_of(decision, name);
  const att::KnownFile* file = abroad.find(part.hash);
  const bool is_here = std::ranges::any_of(decision.events, [](const att::AbroadEvent& event) {
    const auto* fetched = std::get_if<att::Fetched>(&event);
    return fetched != nullptr && fetched->as == att::Fetch::here;
  });
  if (is_here && file != nullptr && !file->is_kept) {
    add_to_file(
        outcome, 1,
        att::fetch(file_in(situation, 1), file->named.file, owner_of(name), command.at, command.actor));
  }
  return outcome;
}

Located locate_here(const Command& command, const Setting& /*setting*/) {
  const auto content = read_content<FetchedAttachment>(command.content);
  Located located;
  located.slots.push_back(attachments_abroad_slot(content.name));
  located.slots.push_back({.kind = content.which.kind, .by = content.which.document});
  if (command.type == let_fetched_attachment_go)
    located.slots.push_back(attachment_file_slot(content.which.hash, owner_of(content.name)));
  return located;
}

access::Relations relations_here(const Command& command, const Situation& situation, const Setting& setting) {
  return ties_to_document(situation.slots[document_slot], command.actor, setting);
}

Outcome decide_ask(const Command& command, const Situation& situation, const Setting& /*setting*/) {
  const auto content = read_content<FetchedAttachment>(command.content);
  return told_of(att::ask(abroad_in(situation),
                          {.stream = std::to_underlying(content.which.document),
                           .kind = std::to_underlying(content.which.kind)},
                          content.which.hash, content.is_missing, {.at = command.at, .by = command.actor}),
                 content.name);
}

Outcome decide_read(const Command& command, const Situation& situation, const Setting& /*setting*/) {
  const auto content = read_content<FetchedAttachment>(command.content);
  return told_of(att::read(abroad_in(situation), content.which.hash, {.at = command.at, .by = command.actor}),
                 content.name);
}

Outcome decide_let_go(const Command& command, const Situation& situation, const Setting& /*setting*/) {
  const auto content = read_content<FetchedAttachment>(command.content);
  Outcome outcome;
  if (!content.is_dropped) {
    outcome = told_of(att::let_go(abroad_in(situation), content.which.hash,
                                  has_work(situation.slots[document_slot]), command.at),
                      content.name);
    if (outcome.events.empty()) return outcome;
  }
  if (file_in(situation, file_slot).documents > 0)
    add_to_file(outcome, file_slot, att::unname(file_in(situation, file_slot), command.at));
  return outcome;
}

Outcome time_passed(const Command& command, const Situation& situation, const Setting& /*setting*/) {
  const att::AbroadState& abroad = abroad_in(situation);
  return told_of(att::look(abroad, command.at), abroad.document.value_or(att::DocumentName{}));
}

/// Both with one command a file, each with the stream of the document and that of the file.
std::vector<Derived> follow(const State& after, const Happened& event) {
  const auto happened = read_event<att::AbroadEvent>(attachment_abroad_block, event.type, event.body);
  const auto& abroad = after.as<att::AbroadState>();
  std::vector<Derived> commands;
  const auto let_go = [&](const Hash256& hash, bool is_dropped) {
    const FetchedAttachment content{
        .which = {.document = StreamId{abroad.stream}, .kind = StreamKind{abroad.kind}, .hash = hash},
        .name = abroad.document.value_or(att::DocumentName{}),
        .is_dropped = is_dropped};
    commands.push_back({.type = let_fetched_attachment_go, .content = to_cbor(content), .alone = true});
  };
  if (const auto* listed = std::get_if<att::Listed>(&happened))
    for (const Hash256& hash : listed->dropped) let_go(hash, true);
  if (!std::holds_alternative<att::LookedHere>(happened)) return commands;
  for (const att::KnownFile& file : abroad.files)
    if (file.is_kept) let_go(file.named.file.hash, false);
  return commands;
}

State evolve(const State& state, const Happened& event) {
  return State::of(
      att::evolve(state.as<att::AbroadState>(),
                  read_event<att::AbroadEvent>(attachment_abroad_block, event.type, event.body)));
}

/// Nobody's work: what a document waits for, the document says.
Summary summary_of(const State& state) {
  const auto& abroad = state.as<att::AbroadState>();
  return {.office = 0, .status = 0, .due = abroad.look, .open = abroad.look.has_value()};
}

// ---- the tables

constexpr std::array entries{
    CommandEntry{.type = tell_attachments,
                 .name = "attachment.tell",
                 .locate = locate_tell,
                 .relations = ties_of_nobody,
                 .decide = decide_tell},
    CommandEntry{.type = command_of_message(att::file_asked),
                 .name = "attachment.asked_by_partner",
                 .locate = locate_request,
                 .relations = relations_of_request,
                 .decide = decide_request},
    CommandEntry{.type = command_of_message(att::files_listed),
                 .name = "attachment_abroad.list",
                 .locate = locate_told<false>,
                 .relations = relations_of_told,
                 .decide = decide_listed},
    CommandEntry{.type = command_of_message(att::file_part),
                 .name = "attachment_abroad.come",
                 .locate = locate_told<true>,
                 .relations = relations_of_told,
                 .decide = decide_part},
    CommandEntry{.type = ask_attachment,
                 .name = "attachment_abroad.ask",
                 .locate = locate_here,
                 .relations = relations_here,
                 .decide = decide_ask},
    CommandEntry{.type = read_fetched_attachment,
                 .name = "attachment_abroad.read",
                 .locate = locate_here,
                 .relations = relations_here,
                 .decide = decide_read},
    CommandEntry{.type = let_fetched_attachment_go,
                 .name = "attachment_abroad.let_go",
                 .locate = locate_here,
                 .relations = ties_of_nobody,
                 .decide = decide_let_go},
};

constexpr KindEntry own_kind{.kind = attachment_abroad_stream,
                             .name = "attachments_abroad",
                             .initial = [] { return State::of(att::AbroadState{}); },
                             .evolve = evolve,
                             .summary = summary_of,
                             .relations = ties_to_lane,
                             .time_passed = time_passed,
                             .follow = follow};

template <class Event>
bool sends(const Happened& happened, std::initializer_list<machine::MessageNumber> numbers) {
  const auto event = read_content<Event>(happened.body);
  return std::ranges::any_of(numbers, [&](machine::MessageNumber number) {
    return std::ranges::find(event.sent, number) != event.sent.end();
  });
}

/// What an authority has to show goes with its answer, also once more: of a certificate it went with that.
bool answers_a_check(const Happened& happened) {
  const auto request = read_content<RequestEvent>(happened.body);
  const auto& sent = request.event.sent;
  return request.certificate.kind == documents::Kind::origin_declaration &&
         std::ranges::find(sent, documents::co_verify_result) != sent.end();
}

}  // namespace

std::optional<att::DocumentName> name_of_document(StreamKind kind, const State& state) {
  const auto of_certificate = [](const documents::Reference& certificate) {
    return att::DocumentName{.state = std::string{certificate.state.str()},
                             .kind = std::string{word_of(certificate.kind)},
                             .office = std::string{certificate.office.str()},
                             .number = std::string{certificate.number.str()}};
  };
  const auto of_acdd = [](const acdd::Permit& permit) {
    return att::DocumentName{.state = std::string{permit.state.str()},
                             .kind = std::string{att::acdd_kind},
                             .office = {},
                             .number = std::string{permit.number.str()}};
  };
  const auto of_kind = [](const kinds::Reference& reference) {
    return att::DocumentName{.state = std::string{reference.state.str()},
                             .kind = std::string{reference.kind.str()},
                             .office = {},
                             .number = std::string{reference.number.str()}};
  };
  if (kind == issue_stream) {
    const auto reference = state.as<Issued>().reference();
    return reference ? std::optional{of_certificate(*reference)} : std::nullopt;
  }
  if (kind == import_stream)
    return of_certificate(state.as<documents::import_side::Certificate>().contents.reference);
  if (kind == acdd_export_stream) return of_acdd(state.as<acdd::export_side::Document>().contents.permit);
  if (kind == acdd_import_stream) return of_acdd(state.as<acdd::import_side::Document>().contents.permit);
  if (kind == doc_issue_stream) return of_kind(state.as<kinds::issue_side::Document>().contents.reference);
  if (kind == doc_import_stream) return of_kind(state.as<kinds::import_side::Document>().contents.reference);
  if (kind == origin_stream) {
    const auto& declaration = state.as<awsc::import_side::Declaration>();
    return of_certificate(awsc::proof_of(declaration.contents.reference));
  }
  return std::nullopt;
}

bool is_of_another_state(StreamKind kind) {
  return kind == import_stream || kind == acdd_import_stream || kind == doc_import_stream ||
         kind == origin_stream;
}

std::optional<Country> receiver_of_document(StreamKind kind, const State& state) {
  if (kind == issue_stream && is_of_a_declaration(state.as<Issued>())) {
    // Nobody issued it: what its authority has to show is for the state that asks.
    return only_asker(state.as<Issued>());
  }
  if (kind == issue_stream) {
    const auto& certificate = state.as<Issued>().certificate;
    return certificate.transmitted ? std::optional{certificate.contents.importer} : std::nullopt;
  }
  if (kind == acdd_export_stream) {
    const auto& exported = state.as<acdd::export_side::Document>();
    return exported.sent_as_data ? std::optional{exported.contents.importer} : std::nullopt;
  }
  if (kind == doc_issue_stream) {
    const auto& issued = state.as<kinds::issue_side::Document>();
    return issued.sent_as_data ? std::optional{issued.contents.receiver} : std::nullopt;
  }
  return std::nullopt;
}

Bytes said_by_sender(const Command& command) {
  if (!keeps_octets_apart(command.type)) return command.content;
  auto part = read_content<att::Letter>(command.content);
  part.have = 0;
  part.verdict = att::Verdict::part;
  part.media.reset();
  return to_cbor(part);
}

std::vector<Bytes> said_as_kept_before(const Command& command) {
  std::vector<Bytes> all;
  if (!keeps_octets_apart(command.type)) return all;
  auto part = read_content<att::Letter>(said_by_sender(command));
  for (const att::MediaFacts& facts : att::media_table) {
    part.media = facts.media;
    all.push_back(to_cbor(part));
  }
  return all;
}

Slot attachments_abroad_slot(const att::DocumentName& name) {
  return {.kind = attachment_abroad_stream, .by = key_of(text_of(name))};
}

bool exchanges_files(Country from, Country to, Day today, const Setting& setting) {
  return setting.is_partner(to) &&
         setting.reference->at(today).exchanges(kind_of_files, refdata::DocumentProcess::issue, from, to);
}

access::Relations ties_to_lane(const State& /*state*/, const access::Actor& /*actor*/,
                               const Setting& /*setting*/) {
  return {};
}

std::optional<Derived> files_follow(StreamKind kind, const Happened& event) {
  const std::uint16_t block = block_of(std::to_underlying(event.type));
  const bool has_gone =
      (kind == issue_stream && block == issue_block &&
       sends<documents::issue_side::Event>(event, {documents::co_issue, documents::co_retransmit})) ||
      (kind == issue_stream && block == verification_block && answers_a_check(event)) ||
      (kind == acdd_export_stream && block == acdd_export_block &&
       sends<acdd::export_side::Event>(event, {acdd::acdd_send})) ||
      (kind == doc_issue_stream && block == doc_issue_block &&
       sends<kinds::issue_side::Event>(event, {kinds::doc_send}));
  if (!has_gone) return std::nullopt;
  return Derived{.type = tell_attachments,
                 .content = to_cbor(TellAttachments{.document = event.stream, .kind = kind, .again = true}),
                 .alone = true};
}

std::span<const CommandEntry> abroad_commands() { return entries; }

const KindEntry& abroad_kind() { return own_kind; }

void grant_abroad(std::vector<access::Grant>& grants) {
  const auto grant = [&](Role role, CommandType command, Relation relation) {
    grants.push_back({role, std::to_underlying(command), relation});
  };
  for (const CommandType command : {ask_attachment, read_fetched_attachment}) {
    for (const Role role : kinds::authorities) grant(role, command, Relation::office);
    grant(Role::risk_analyst, command, Relation::office);
    grant(Role::auditor, command, Relation::any);
  }
  for (const att::MessageName& message : att::message_names)
    grant(Role::partner_node, command_of_message(message.number), Relation::route_state);
  grant(Role::node, tell_attachments, Relation::any);
  grant(Role::node, let_fetched_attachment_go, Relation::any);
}

/// What a partner says of one of its own, is of the import side.
std::optional<Slot> slot_of_files(ByteView thing, exchange::Partner from, const Setting& setting) {
  std::string_view name = as_text(thing);
  if (!name.starts_with(name_of_files_of)) return std::nullopt;
  name.remove_prefix(name_of_files_of.size());
  if (name.starts_with(setting.home.str())) return list_slot_of(name);
  if (name.starts_with(from.str())) return Slot{.kind = attachment_abroad_stream, .by = key_of(name)};
  return std::nullopt;
}

Bytes name_of_files(const Command& waiting) {
  return copy_of(as_bytes(std::string{name_of_files_of}.append(text_of(name_in(waiting.content)))));
}

}  // namespace lintas::workflow
