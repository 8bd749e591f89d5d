#include "core/workflow/attachments_part.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/decision.hpp"
#include "base/fields.hpp"
#include "base/hex.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/acdd/export/state.hpp"
#include "core/acdd/export/table.hpp"
#include "core/acdd/limits.hpp"
#include "core/attachments/file.hpp"
#include "core/attachments/list.hpp"
#include "core/attachments/records.hpp"
#include "core/attachments/share.hpp"
#include "core/documents/issue/events.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/issue/table.hpp"
#include "core/documents/limits.hpp"
#include "core/kinds/kind.hpp"
#include "core/refdata/calendar.hpp"
#include "core/workflow/acdd_part.hpp"
#include "core/workflow/attachments_abroad.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/documents_issue_work.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/documents_telling.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/kinds_part.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/origin_part.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {

namespace {

using access::Relation;
using access::Role;
namespace att = attachments;

constexpr std::size_t list_slot = 0;
constexpr std::size_t document_slot = 1;
constexpr std::size_t file_slot = 2;
constexpr std::size_t share_slot = 1;  ///< of a file that is brought

// ---- the documents that have files

/// The kind of stream of a document; null where it is none of a document.
const KindEntry* entry_of(StreamKind kind) {
  for (const Part* part : {&documents_part(), &acdd_part(), &kinds_part(), &origin_part()}) {
    const auto found = std::ranges::find(part->kinds, kind, &KindEntry::kind);
    if (found != part->kinds.end()) return &*found;
  }
  return nullptr;
}

/// Only of certificates a draft is kept here.
bool is_draft(StreamKind kind, std::uint16_t status) {
  return kind == issue_stream && status == std::to_underlying(documents::issue_side::State::draft);
}

/// In a state that a document has here before anybody else has it. On paper it has gone with its exporter;
/// one of customs or of a kind that stays here was issued with its papers, and others rely on both.
bool is_at_home(StreamKind kind, std::uint16_t status) {
  if (kind != issue_stream) return false;
  using enum documents::issue_side::State;
  constexpr std::array before{none, draft, applied, issued};
  return std::ranges::any_of(before, [&](auto one) { return std::to_underlying(one) == status; });
}

constexpr bool is_issued_here(StreamKind kind) {
  return kind == issue_stream || kind == acdd_export_stream || kind == doc_issue_stream;
}

/// The first instant at which nobody here has to have the papers of a document any more, which follows from
/// its life and not from whether it is anybody's work. At once where that is not counted: of a draft, and
/// where the document has a clock for it.
Instant kept_until(const StreamView& document) {
  constexpr std::chrono::days any_zone{2};  // behind the last day wherever the office is
  const auto end = [&](Day start, refdata::Limit limit) {
    return Instant{refdata::last_day(start, limit, {})} + any_zone;
  };
  const auto end_from = [&](const std::optional<Instant>& start, refdata::Limit limit) {
    return start ? end(std::chrono::floor<std::chrono::days>(*start), limit) : Instant{};
  };
  if (document.kind == issue_stream) {
    const auto& certificate = document.state->as<Issued>().certificate;
    if (is_of_a_declaration(document.state->as<Issued>())) {
      // What was shown to whoever asked is kept as the request is: from its end.
      Instant ended{};
      for (const AskedRequest& one : document.state->as<Issued>().requests)
        ended = std::max(ended, one.request.since.value_or(Instant{}));
      const Day day = std::chrono::floor<std::chrono::days>(ended);
      return end(day, documents::limits_on(day).retention);
    }
    if (is_a_draft(certificate)) return {};
    // OCP R31.1 counts from the issue; what was refused instead may be appealed against as long.
    const Day issued = certificate.issued.value_or(
        std::chrono::floor<std::chrono::days>(certificate.since.value_or(Instant{})));
    return end(issued, documents::limits_on(issued).retention);
  }
  if (document.kind == acdd_export_stream) {
    // Only one that is cancelled ends with no clock.
    const auto& exported = document.state->as<acdd::export_side::Document>();
    const bool is_cancelled = exported.state == acdd::export_side::State::cancelled;
    return is_cancelled ? end_from(exported.since, acdd::Limits{}.retention) : Instant{};
  }
  return {};
}

/// Whether what is shown about a declaration would be for several states, for another one than before, or for
/// one to which no files go.
bool is_for_others(const StreamView& document, const att::ListState& list, Instant at,
                   const Setting& setting) {
  if (document.kind != issue_stream || !is_of_a_declaration(document.state->as<Issued>())) return false;
  const auto asker = only_asker(document.state->as<Issued>());
  if (!asker || !exchanges_files(setting.home, *asker, std::chrono::floor<std::chrono::days>(at), setting))
    return true;
  return !list.receiver.empty() && list.receiver != asker->str();
}

att::DocumentNow document_now(const StreamView& document, const att::ListState& list, Instant at,
                              const Setting& setting) {
  const KindEntry* entry = entry_of(document.kind);
  require(entry != nullptr, "files come with documents");
  const Summary summary = entry->summary(*document.state);
  // One that others spoke of, and that nobody applied for, is no document yet. An origin declaration never is
  // one here: to what is asked about it its authority adds what it has to show, as long as it is asked.
  const bool is_only_named =
      document.kind == issue_stream &&
      document.state->as<Issued>().certificate.state == documents::issue_side::State::none &&
      !is_of_a_declaration(document.state->as<Issued>());
  return {.is_ours = is_issued_here(document.kind),
          .is_draft = is_draft(document.kind, summary.status),
          .has_gone = !is_at_home(document.kind, summary.status),
          .is_over = !summary.open || is_only_named,
          .is_for_others = is_for_others(document, list, at, setting),
          .is_put_away = !summary.open && !summary.due && at >= kept_until(document)};
}

// ---- what a command is about

AttachmentOf which_in(const Command& command) {
  return command.type == add_attachment ? read_content<AddAttachment>(command.content).which
                                        : read_content<AttachmentOf>(command.content);
}

Located locate(const Command& command, const Setting& /*setting*/) {
  const AttachmentOf which = which_in(command);
  Located located;
  located.slots.push_back(attachments_slot(which.document));
  located.slots.push_back({.kind = which.kind, .by = which.document});
  if (command.type != read_attachment)
    located.slots.push_back(attachment_file_slot(which.hash, att::owner_of(command.actor)));
  return located;
}
Located locate_let_go(const Command& command, const Setting& /*setting*/) {
  const auto content = read_content<LetAttachmentGo>(command.content);
  Located located;
  located.slots.push_back(attachments_slot(content.which.document));
  located.slots.push_back({.kind = content.which.kind, .by = content.which.document});
  located.slots.push_back(attachment_file_slot(content.which.hash, content.owner));
  return located;
}
Located locate_file(const Command& command, const Setting& /*setting*/) {
  const auto content = read_content<KeepAttachment>(command.content);
  Located located;
  located.slots.push_back(attachment_file_slot(content.file.hash, att::owner_of(command.actor)));
  located.slots.push_back(attachment_share_slot(att::owner_of(command.actor)));
  return located;
}
Located locate_share(const Command& command, const Setting& /*setting*/) {
  Located located;
  located.slots.push_back(attachment_share_slot(read_content<ShrinkAttachmentShare>(command.content).owner));
  return located;
}

/// Who acts on the document as its exporter, or as the office that issued it, changes its files: who may read
/// it is tied to it by more than that. Of another state's the decision says where they are added.
access::Relations relations_to_change(const Command& command, const Situation& situation,
                                      const Setting& setting) {
  const StreamView& document = situation.slots[document_slot];
  const KindEntry* entry = entry_of(document.kind);
  if (entry == nullptr || !document.exists()) return {};
  const access::Relations ties = entry->relations(*document.state, command.actor, setting);
  if (!is_issued_here(document.kind)) return ties;
  access::Relations acting;
  if (entry->relations_to_act != nullptr)
    acting = entry->relations_to_act(*document.state, command.type, command.actor, command.at, setting);
  if (ties.has(Relation::own)) acting.add(Relation::own);
  return acting;
}
access::Relations relations_to_read(const Command& command, const Situation& situation,
                                    const Setting& setting) {
  return ties_to_document(situation.slots[document_slot], command.actor, setting);
}

// ---- decisions

const att::ListState& list_in(const Situation& situation) {
  return situation.slots[list_slot].state->as<att::ListState>();
}
const att::FileState& file_in(const Situation& situation, std::size_t slot) {
  return situation.slots[slot].state->as<att::FileState>();
}
const att::ShareState& share_in(const Situation& situation, std::size_t slot) {
  return situation.slots[slot].state->as<att::ShareState>();
}
bool is_kept(const att::FileState& file) {
  return file.status == att::FileStatus::held || file.status == att::FileStatus::named;
}

template <class Event>
void take(Outcome& outcome, std::size_t slot, std::uint16_t block, Decision<Event> decision) {
  for (const Event& event : decision.events) outcome.events.push_back(new_event(slot, block, event));
  if (!decision.answer.accepted()) outcome.answer = std::move(decision.answer);
}

Outcome decide_keep(const Command& command, const Situation& situation, const Setting& /*setting*/) {
  const auto content = read_content<KeepAttachment>(command.content);
  const att::FileState& file = file_in(situation, 0);
  auto kept = att::keep(file, content.file, command.at, command.actor);
  Outcome outcome;
  std::int64_t used = share_in(situation, share_slot).bytes;
  const bool is_counted = is_kept(file) && file.is_counted;
  if (!kept.events.empty() && !is_counted) {
    take(outcome, share_slot, attachment_share_block,
         att::grow(share_in(situation, share_slot), content.file, content.most));
    if (!outcome.answer.accepted()) return outcome;
    used += content.file.size;
  }
  take(outcome, 0, attachment_file_block, std::move(kept));
  outcome.reply = to_cbor(KeepAttachmentReply{.used = used});
  return outcome;
}

Outcome decide_shrink(const Command& command, const Situation& situation, const Setting& /*setting*/) {
  Outcome outcome;
  take(outcome, 0, attachment_share_block,
       att::shrink(share_in(situation, 0), read_content<ShrinkAttachmentShare>(command.content).bytes));
  return outcome;
}

Outcome decide_add(const Command& command, const Situation& situation, const Setting& setting) {
  const auto content = read_content<AddAttachment>(command.content);
  const att::FileState& file = file_in(situation, file_slot);
  Outcome outcome;
  auto named = att::name(file);
  if (!named.answer.accepted()) {
    outcome.answer = std::move(named.answer);
    return outcome;
  }
  take(outcome, list_slot, attachment_list_block,
       att::add(list_in(situation),
                {.stream = std::to_underlying(content.which.document),
                 .kind = std::to_underlying(content.which.kind)},
                document_now(situation.slots[document_slot], list_in(situation), command.at, setting),
                file.file, content.name, {.at = command.at, .by = command.actor}));
  if (outcome.answer.accepted()) take(outcome, file_slot, attachment_file_block, std::move(named));
  return outcome;
}

Outcome decide_remove(const Command& command, const Situation& situation, const Setting& setting) {
  const auto which = read_content<AttachmentOf>(command.content);
  Outcome outcome;
  take(outcome, list_slot, attachment_list_block,
       att::remove(list_in(situation),
                   document_now(situation.slots[document_slot], list_in(situation), command.at, setting),
                   which.hash, {.at = command.at, .by = command.actor}));
  if (outcome.answer.accepted()) {
    take(outcome, file_slot, attachment_file_block, att::unname(file_in(situation, file_slot), command.at));
  }
  return outcome;
}

Outcome decide_read(const Command& command, const Situation& situation, const Setting& /*setting*/) {
  const auto which = read_content<AttachmentOf>(command.content);
  Outcome outcome;
  take(outcome, list_slot, attachment_list_block,
       att::read(list_in(situation), which.hash, {.at = command.at, .by = command.actor}));
  return outcome;
}

Outcome decide_let_go(const Command& command, const Situation& situation, const Setting& setting) {
  const auto content = read_content<LetAttachmentGo>(command.content);
  Outcome outcome;
  take(outcome, list_slot, attachment_list_block,
       att::let_go(list_in(situation),
                   document_now(situation.slots[document_slot], list_in(situation), command.at, setting),
                   content.which.hash));
  if (!outcome.events.empty()) {
    take(outcome, file_slot, attachment_file_block, att::unname(file_in(situation, file_slot), command.at));
  }
  return outcome;
}

Located locate_move(const Command& command, const Setting& /*setting*/) {
  const auto content = read_content<MoveAttachments>(command.content);
  Located located;
  located.slots.push_back(attachments_slot(content.from));
  located.slots.push_back(issue_slot(content.document));
  return located;
}

/// Where it has none nothing happens.
Outcome decide_move(const Command& command, const Situation& situation, const Setting& /*setting*/) {
  if (!situation.slots[list_slot].exists()) return {};
  const StreamId document = situation.slots[document_slot].id;
  Outcome outcome;
  outcome.events.push_back(new_event(list_slot, attachment_list_block,
                                     att::ListEvent{att::Moved{.document = std::to_underlying(document)}}));
  const auto key_of = [](StreamId stream) { return std::get<Key>(attachments_slot(stream).by); };
  outcome.keys.push_back(
      {.key = key_of(read_content<MoveAttachments>(command.content).from), .slot = std::nullopt});
  outcome.keys.push_back({.key = key_of(document), .slot = list_slot});
  return outcome;
}

Outcome list_time_passed(const Command& command, const Situation& situation, const Setting& /*setting*/) {
  Outcome outcome;
  take(outcome, list_slot, attachment_list_block, att::time_passed(list_in(situation), command.at));
  return outcome;
}

/// A look leads to one command a file, each with the stream of the document and that of the file.
std::vector<Derived> follow_list(const State& after, const Happened& event) {
  const auto happened = read_event<att::ListEvent>(attachment_list_block, event.type, event.body);
  std::vector<Derived> commands;
  const std::vector<att::Added>& files = after.as<att::ListState>().files;
  const auto tell = [&](const att::Added& added, const std::optional<att::DocumentName>& name) {
    const TellAttachments content{
        .document = StreamId{added.document}, .kind = StreamKind{added.kind}, .name = name};
    commands.push_back({.type = tell_attachments, .content = to_cbor(content), .alone = true});
  };
  // One that is taken away was never told: the document has not gone.
  if (const auto* added = std::get_if<att::Added>(&happened)) tell(*added, std::nullopt);
  if (const auto* known = std::get_if<att::KnownAs>(&happened)) tell(files.front(), known->name);
  if (!std::holds_alternative<att::Looked>(happened)) return commands;
  for (const att::Added& added : files) {
    const LetAttachmentGo content{.which = {.document = StreamId{added.document},
                                            .kind = StreamKind{added.kind},
                                            .hash = added.file.hash},
                                  .owner = added.owner};
    commands.push_back({.type = let_attachment_go, .content = to_cbor(content), .alone = true});
  }
  return commands;
}

Outcome file_time_passed(const Command& command, const Situation& situation, const Setting& /*setting*/) {
  Outcome outcome;
  take(outcome, 0, attachment_file_block, att::time_passed(file_in(situation, 0), command.at));
  return outcome;
}

std::vector<Derived> follow_file(const State& after, const Happened& event) {
  const auto happened = read_event<att::FileEvent>(attachment_file_block, event.type, event.body);
  const auto& file = after.as<att::FileState>();
  if (!std::holds_alternative<att::PutAway>(happened) || !file.is_counted) return {};
  const ShrinkAttachmentShare content{.owner = file.owner, .bytes = file.file.size};
  return {{.type = shrink_attachment_share, .content = to_cbor(content), .alone = true}};
}

// ---- streams

State evolve_list(const State& state, const Happened& event) {
  return State::of(att::evolve(state.as<att::ListState>(),
                               read_event<att::ListEvent>(attachment_list_block, event.type, event.body)));
}
State evolve_file(const State& state, const Happened& event) {
  return State::of(att::evolve(state.as<att::FileState>(),
                               read_event<att::FileEvent>(attachment_file_block, event.type, event.body)));
}
State evolve_share(const State& state, const Happened& event) {
  return State::of(att::evolve(state.as<att::ShareState>(),
                               read_event<att::ShareEvent>(attachment_share_block, event.type, event.body)));
}

/// Nobody's work: what a document waits for, the document says.
Summary summary_of_list(const State& state) {
  const auto& list = state.as<att::ListState>();
  return {.office = 0, .status = 0, .due = list.look, .open = list.look.has_value()};
}
Summary summary_of_file(const State& state) {
  const auto& file = state.as<att::FileState>();
  return {.office = 0,
          .status = std::to_underlying(file.status),
          .due = file.until,
          .open = file.until.has_value(),
          .ref = file.status == att::FileStatus::none ? std::string{} : to_hex(file.file.hash.view())};
}

// ---- the tables

constexpr std::array own_entries{
    CommandEntry{.type = keep_attachment,
                 .name = "attachment.keep",
                 .locate = locate_file,
                 .relations = ties_of_nobody,
                 .decide = decide_keep,
                 .begins = true},
    CommandEntry{.type = add_attachment,
                 .name = "attachment.add",
                 .locate = locate,
                 .relations = relations_to_change,
                 .decide = decide_add,
                 .begins = true},
    CommandEntry{.type = remove_attachment,
                 .name = "attachment.remove",
                 .locate = locate,
                 .relations = relations_to_change,
                 .decide = decide_remove,
                 .begins = true},
    CommandEntry{.type = read_attachment,
                 .name = "attachment.read",
                 .locate = locate,
                 .relations = relations_to_read,
                 .decide = decide_read,
                 .begins = true},
    CommandEntry{.type = let_attachment_go,
                 .name = "attachment.let_go",
                 .locate = locate_let_go,
                 .relations = ties_of_nobody,
                 .decide = decide_let_go},
    CommandEntry{.type = move_attachments,
                 .name = "attachment.move",
                 .locate = locate_move,
                 .relations = ties_of_nobody,
                 .decide = decide_move},
    CommandEntry{.type = shrink_attachment_share,
                 .name = "attachment.shrink_share",
                 .locate = locate_share,
                 .relations = ties_of_nobody,
                 .decide = decide_shrink},
};

constexpr std::array own_kinds{
    KindEntry{.kind = attachment_list_stream,
              .name = "attachments",
              .initial = [] { return State::of(att::ListState{}); },
              .evolve = evolve_list,
              .summary = summary_of_list,
              .relations = ties_to_lane,
              .time_passed = list_time_passed,
              .follow = follow_list},
    KindEntry{.kind = attachment_file_stream,
              .name = "attachment_file",
              .initial = [] { return State::of(att::FileState{}); },
              .evolve = evolve_file,
              .summary = summary_of_file,
              .time_passed = file_time_passed,
              .follow = follow_file},
    KindEntry{.kind = attachment_share_stream,
              .name = "attachment_share",
              .initial = [] { return State::of(att::ShareState{}); },
              .evolve = evolve_share,
              .summary = [](const State&) { return Summary{.open = false}; }},
};

/// Who brings a file or reads one; whether of this document, its own rights say.
std::vector<access::Grant> make_grants() {
  std::vector<access::Grant> grants;
  const auto grant = [&](Role role, CommandType command, Relation relation) {
    grants.push_back({role, std::to_underlying(command), relation});
  };
  const auto issues = [&](Role role, Relation relation) {
    grant(role, keep_attachment, Relation::any);
    grant(role, add_attachment, relation);
    grant(role, remove_attachment, relation);
    grant(role, read_attachment, relation);
  };
  issues(Role::exporter, Relation::own);
  for (const Role role : kinds::authorities) issues(role, Relation::office);
  grant(Role::risk_analyst, read_attachment, Relation::office);
  grant(Role::auditor, read_attachment, Relation::any);
  grant(Role::node, let_attachment_go, Relation::any);
  grant(Role::node, shrink_attachment_share, Relation::any);
  grant(Role::node, move_attachments, Relation::any);
  grant_abroad(grants);
  return grants;
}

}  // namespace

Slot attachments_slot(StreamId document) {
  std::array<char, 24> digits{};
  const auto [end, error] =
      std::to_chars(digits.data(), digits.data() + digits.size(), std::to_underlying(document));
  require(error == std::errc{}, "a number has twenty digits at most");
  return {.kind = attachment_list_stream,
          .by = make_key(attachment_list_keys, {}, std::string_view{digits.data(), end})};
}
Slot attachment_file_slot(const Hash256& hash, std::string_view owner) {
  return {.kind = attachment_file_stream, .by = make_key(attachment_file_keys, to_hex(hash.view()), owner)};
}
Slot attachment_share_slot(std::string_view owner) {
  return {.kind = attachment_share_stream, .by = make_key(attachment_share_keys, {}, owner)};
}
Bytes attachment_file_prefix(const Hash256& hash) {
  return make_key(attachment_file_keys, to_hex(hash.view()), {}).value;
}

std::optional<Derived> files_move(StreamKind kind, const Happened& event) {
  if (kind != issue_stream || block_of(std::to_underlying(event.type)) != issue_block) return std::nullopt;
  const auto happened = read_content<documents::issue_side::Event>(event.body);
  const auto* gone = std::get_if<documents::issue_side::GoneOn>(
      &static_cast<const documents::issue_side::Facts&>(happened.fact));
  if (gone == nullptr) return std::nullopt;
  return Derived{.type = move_attachments,
                 .content = to_cbor(MoveAttachments{.from = event.stream, .document = gone->document}),
                 .alone = true};
}

access::Relations ties_to_document(const StreamView& document, const access::Actor& actor,
                                   const Setting& setting) {
  const KindEntry* entry = entry_of(document.kind);
  if (entry == nullptr || !document.exists()) return {};
  return entry->relations(*document.state, actor, setting);
}

bool has_work(const StreamView& document) {
  const KindEntry* entry = entry_of(document.kind);
  require(entry != nullptr, "files come with documents");
  const Summary summary = entry->summary(*document.state);
  return summary.open || summary.due.has_value();
}

const Part& attachments_part() {
  static const std::vector<access::Grant> grants = make_grants();
  static const std::vector<CommandEntry> entries = [] {
    std::vector<CommandEntry> all{own_entries.begin(), own_entries.end()};
    all.insert(all.end(), abroad_commands().begin(), abroad_commands().end());
    return all;
  }();
  static const std::vector<KindEntry> stream_kinds = [] {
    std::vector<KindEntry> all{own_kinds.begin(), own_kinds.end()};
    all.push_back(abroad_kind());
    return all;
  }();
  static const Part part{.commands = entries,
                         .kinds = stream_kinds,
                         .grants = grants,
                         .slot_of_name = slot_of_files,
                         .name_for_partner = name_of_files};
  return part;
}

}  // namespace lintas::workflow
