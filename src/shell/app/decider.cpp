#include "shell/app/decider.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <ranges>
#include <source_location>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/cbor.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "core/access/access.hpp"
#include "core/exchange/lanes.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "core/workflow/texts.hpp"
#include "shell/app/evidence.hpp"
#include "shell/app/overlay.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"

namespace lintas::app {

using workflow::Command;
using workflow::Outcome;
using workflow::Reply;

namespace {

Reply refused_by(Finding finding) { return {.kind = Reply::Kind::refused, .findings = {std::move(finding)}}; }

Reply reply_of(const Outcome& outcome) {
  const bool accepted = outcome.answer.accepted();
  return {.kind = accepted ? Reply::Kind::accepted : Reply::Kind::refused,
          .findings = outcome.answer.refused_for,
          .content = accepted ? outcome.reply : Bytes{}};
}

/// Our own records in commands and parked messages: if they cannot be read, we wrote them wrongly.
template <class T>
T must_read(ByteView bytes) {
  auto value = from_cbor<T>(bytes);
  require(value.has_value(), "a record of ours can be read");
  return *std::move(value);
}

bool comes_from_outside(const Command& command) {
  return std::holds_alternative<workflow::HttpCommandId>(command.id) ||
         std::holds_alternative<workflow::MessageCommandId>(command.id);
}

bool is_of_officer(const Command& command) {
  return command.type == workflow::command_drop_parked || command.type == workflow::command_revive_letter ||
         command.type == workflow::command_discard_letter;
}

/// The id of the wire is the message's from now on, with what it is answered whenever it comes again, and
/// with what was signed as far as nothing else in the store says it.
void claim(Overlay& overlay, const Command& command, Packer& packer) {
  if (command.wire == nullptr) return;
  const workflow::WireProof& wire = *command.wire;
  const auto own =
      std::ranges::find_if(overlay.events(), [](const EventRow& event) { return !event.origin.empty(); });
  const bool is_there = own != overlay.events().end();
  // Of a repetition, which has no event, the first one's claim says it.
  const bool is_said = !is_there || (wire.follows_from_document && !command.payloads.empty() &&
                                     own->payload_hash == command.payloads.front().hash);
  overlay.claim(
      {.partner = command.lane->partner,
       .message = wire.message,
       .seq = is_there ? own->seq : Seq::none,
       .at = command.at,
       .content = wire.content,
       .envelope = wire.envelope,
       .receipt = wire.receipt,
       .as_signed = is_said || wire.as_signed.empty() ? Bytes{} : pack_evidence(packer, wire.as_signed)});
}

/// Nothing was decided, or nothing of it stays.
bool is_taken(const Reply& reply) {
  using enum Reply::Kind;
  return reply.kind == accepted || (reply.kind == refused && workflow::not_taken(reply) == nullptr);
}

/// What a client that asks again under its key is told again; else nothing was done, and it is decided anew.
bool is_kept(const Reply& reply) {
  using enum Reply::Kind;
  switch (reply.kind) {
    case refused: return !reply.findings.front().rule.starts_with("ACC-");  // a right may come
    case accepted:
    case internal: return true;
    case conflict:
    case busy:
    case stale: return false;
  }
  std::unreachable();
}

}  // namespace

struct Decider::Turn {
  const Command& command;
  std::size_t depth = 0;
  workflow::Located located;
  std::vector<StreamPtr> before;        // of each slot, none where nothing is stored yet
  std::vector<workflow::State> states;  // of each slot, the machine's first where nothing is stored yet
  std::vector<StreamId> ids;            // of each slot, given when its first event comes
  std::vector<std::optional<StreamId>> asks;
  std::optional<std::int64_t> number;
  std::vector<StreamPtr> page;
  std::vector<exchange::Partner> waiting;
  std::vector<StoredPayload> payloads;  // of the command, once they are stored
  bool answered = false;                // the command's first event, which carries the answer, is written
  bool received = false;                // the partner's message has its mark
  bool waited = false;                  // the message was parked, and has its key since
  std::size_t first_event = 0;          // of this turn in the overlay

  [[nodiscard]] bool exists() const { return before.front() != nullptr; }
  [[nodiscard]] std::optional<std::uint32_t> version() const {
    return exists() ? std::optional{before.front()->changed} : std::nullopt;
  }
  [[nodiscard]] std::vector<workflow::StreamView> views() const {
    std::vector<workflow::StreamView> all;
    for (std::size_t i = 0; i < ids.size(); ++i)
      all.push_back({.id = ids[i],
                     .kind = located.slots[i].kind,
                     .state = &states[i],
                     .lanes = before[i] == nullptr ? nullptr : &before[i]->lanes});
    return all;
  }
};

Reply Decider::decide(Overlay& batch, const Command& command) {
  try {
    if (auto earlier = claimed_before(batch, command)) return *std::move(earlier);
    Overlay own = Overlay::above(batch);
    const Reply reply = play(own, command, 0);
    if (is_taken(reply)) claim(own, command, packer_);
    offer_parked(own);
    if (const auto* http = std::get_if<workflow::HttpCommandId>(&command.id);
        http != nullptr && !reply.repeated && is_kept(reply)) {
      const Seq last = own.events().empty() ? Seq::none : own.events().back().seq;
      own.set(CommandRow{.id = http->id, .print = http->print, .seq = last, .answer = encode_reply(reply)});
    }
    batch.absorb(std::move(own));
    return reply;
  } catch (const std::logic_error& bug) {
    batch.quarantine(quarantine_row(command, bug));
  }
  if (!command.lane) return {.kind = Reply::Kind::internal};
  try {
    Overlay instead = Overlay::above(batch);
    hold(instead, command);
    claim(instead, command, packer_);
    batch.absorb(std::move(instead));
    return {};
  } catch (const std::logic_error& bug) {
    batch.quarantine(quarantine_row(command, bug));
    return {.kind = Reply::Kind::internal};
  }
}

void Decider::written() {
  for (auto& [key, denials] : changed_denials_) denials_.insert_or_assign(key, denials);
  changed_denials_.clear();
}

Reply Decider::play(Overlay& overlay, const Command& command, std::size_t depth) {
  require(depth <= limits::derived_depth_max, "commands do not lead to each other for ever");
  if (auto earlier = answered_before(overlay, command)) return *std::move(earlier);
  if (is_of_officer(command)) return of_officer(overlay, command, depth);
  Turn turn = turn_of(overlay, command, depth);
  const bool in_a_lane = command.lane && command.type != workflow::command_resend_asked;
  if (in_a_lane) return arrival(overlay, turn);
  if (auto denial = denied(overlay, turn)) return *std::move(denial);
  if (command.expected && turn.exists() && turn.version() != command.expected)
    return {.kind = Reply::Kind::stale};
  if (command.type == workflow::command_time_passed) return time_passed(overlay, turn);
  if (command.type == workflow::command_resend_asked) return resend(overlay, turn);
  auto reply = business(overlay, turn);
  require(reply.has_value(), "only a partner's message can be too early");
  return *std::move(reply);
}

std::optional<Reply> Decider::answered_before(const Overlay& overlay, const Command& command) {
  if (const auto* http = std::get_if<workflow::HttpCommandId>(&command.id)) {
    auto row = overlay.command(http->id);
    if (!row) row = overlay.command(http->one_period_earlier());
    if (!row) return std::nullopt;
    if (row->print != http->print) return Reply{.kind = Reply::Kind::conflict};
    auto reply = workflow::decode_reply(row->answer);
    require(reply.has_value(), "a stored answer can be read");
    return *std::move(reply);
  }
  const auto* message = std::get_if<workflow::MessageCommandId>(&command.id);
  if (message == nullptr) return std::nullopt;
  const auto stream = overlay.find(message->key);
  if (!stream) return std::nullopt;
  std::optional<Reply> answer;
  const Bytes id = workflow::id_bytes(command.id);
  overlay.newest_events(*stream, [&](const EventRow& event) {
    if (event.origin.empty()) return false;
    const auto origin = must_read<workflow::Origin>(event.origin);
    if (origin.command != id) return false;
    const auto& first = origin.document ? origin.document : event.payload_hash;
    // A partner that renders its message anew does so under the id of the wire that it had (claimed_before).
    const bool may_differ = command.lane && command.wire == nullptr;
    if (!may_differ && !command.payloads.empty() && first && *first != command.payloads.front().hash) {
      answer = refused_by({.rule = "EXC-016", .pointer = "messageIdentification", .value = {}, .detail = {}});
    } else if (auto reply = workflow::decode_reply(origin.reply)) {
      answer = *std::move(reply);
    }
    return true;
  });
  require(answer.has_value(), "a claimed message has its answer in the log");
  return answer;
}

std::optional<Reply> Decider::claimed_before(const Overlay& overlay, const Command& command) {
  if (command.wire == nullptr) return std::nullopt;
  require(command.lane.has_value(), "what came over the wire is a partner's message");
  const auto claimed = overlay.received(command.lane->partner, command.wire->message);
  if (!claimed) return std::nullopt;
  if (claimed->content != command.wire->content)
    return refused_by({.rule = "EXC-017", .pointer = {}, .value = {}, .detail = {}});
  return Reply{.repeated = true};
}

Decider::Turn Decider::turn_of(const Overlay& overlay, const Command& command, std::size_t depth) const {
  Turn turn{.command = command, .depth = depth, .first_event = overlay.events().size()};
  if (std::holds_alternative<workflow::TimerCommandId>(command.id) || is_of_officer(command)) {
    const StreamId stream = named_stream(overlay, command).value_or(StreamId::none);
    turn.located.slots.push_back({.kind = overlay.stream(stream)->row.kind, .by = stream});
  } else {
    turn.located = domain_.locate(command);
  }
  require(!turn.located.slots.empty(), "a command speaks of some stream");
  for (const workflow::Slot& slot : turn.located.slots) {
    const auto id =
        std::visit(Overloaded{[](workflow::Slot::New) { return std::optional<StreamId>{}; },
                              [](StreamId stream) { return std::optional{stream}; },
                              [&](const Key& key) { return overlay.find(key); },
                              [&](const workflow::Slot::Number& number) {
                                const auto taken = overlay.numbered(number.n);
                                return taken || !number.otherwise ? taken : overlay.find(*number.otherwise);
                              },
                              [&](const workflow::Slot::Named& named) {
                                const auto taken = overlay.find(named.key);
                                return taken ? taken : overlay.find(named.otherwise);
                              }},
                   slot.by);
    turn.before.push_back(id ? overlay.stream(*id) : nullptr);
    turn.ids.push_back(id.value_or(StreamId::none));
    require(!id || turn.before.back()->row.kind == slot.kind, "a slot is of the kind that is stored there");
    turn.states.push_back(id ? turn.before.back()->state : domain_.initial(slot.kind));
  }
  for (const Key& key : turn.located.asks) turn.asks.push_back(overlay.find(key));
  if (turn.located.number) turn.number = overlay.next_number(*turn.located.number);
  if (turn.located.page) turn.page = overlay.open_streams(*turn.located.page);
  if (turn.located.outbox && turn.exists()) turn.waiting = overlay.waiting(turn.ids.front());
  return turn;
}

std::optional<Reply> Decider::denied(Overlay& overlay, Turn& turn) {
  const Command& command = turn.command;
  if (!comes_from_outside(command)) {
    require(command.actor.role == access::Role::node, "what follows inside the node, the node asks");
    return std::nullopt;
  }
  const auto views = turn.views();
  const auto judge = [&](const Command& asked) {
    const auto relations =
        domain_.relations(asked, {.slots = views, .asks = turn.asks, .number = turn.number});
    return access::denied(domain_.grants(), asked.actor, std::to_underlying(asked.type), relations);
  };
  auto denial = judge(command);
  if (!denial && command.second) {
    Command agreed = command;
    agreed.actor = *command.second;
    if (judge(agreed)) denial = Finding{.rule = "ACC-003", .pointer = {}, .value = {}, .detail = {}};
  }
  if (!denial) return std::nullopt;
  const Reply reply = refused_by(*std::move(denial));
  // A message of a lane is taken all the same: those behind it are judged by themselves.
  if (command.lane) {
    note(overlay, turn, workflow::event_refused, {}, reply);
  } else if (turn.exists()) {
    note_denial(overlay, turn, reply);
  }
  return reply;
}

/// Never on the stream that was asked about: whoever may not touch it must not move its version either.
void Decider::note_denial(Overlay& overlay, const Turn& turn, const Reply& reply) {
  const access::Actor& actor = turn.command.actor;
  const Key key = workflow::make_key(
      workflow::KeyKind::denials,
      format("{}/{}/{}/{}", access::name(actor.role), actor.party, actor.person, actor.office), "");
  const auto before = denials_.find(key);
  Denials& known =
      changed_denials_.try_emplace(key, before == denials_.end() ? Denials{} : before->second).first->second;
  const auto hour = std::chrono::floor<std::chrono::hours>(turn.command.at);
  if (hour != known.hour) known = {.hour = hour, .noted = 0, .unnoted = known.unnoted};
  if (known.noted == limits::denials_noted_per_hour) {
    ++known.unnoted;
    return;
  }
  ++known.noted;
  auto stream = overlay.find(key);
  if (!stream) {
    stream = overlay.create(denials_stream);
    overlay.set(key, *stream);
  }
  EventRow event = blank_event(turn, workflow::event_denied);
  event.stream = *stream;
  event.origin = to_cbor(workflow::Origin{workflow::id_bytes(turn.command.id),
                                          turn.command.type,
                                          actor,
                                          copy_of(turn.command.trace),
                                          workflow::encode_reply(reply),
                                          {}});
  event.body = to_cbor(workflow::EventBody{
      .fields_of_type = to_cbor(workflow::DenialRecord{.command = turn.command.type,
                                                       .stream = turn.ids.front(),
                                                       .rule = reply.findings.front().rule,
                                                       .unnoted = std::exchange(known.unnoted, 0)}),
      .sent = {},
      .received = {}});
  overlay.append(std::move(event), {});
}

Reply Decider::arrival(Overlay& overlay, Turn& turn) {
  const workflow::LanePosition& lane = *turn.command.lane;
  const bool given_up = turn.command.type == workflow::command_given_up;
  // There is no lane that it could be of.
  if (given_up && std::holds_alternative<workflow::Slot::New>(turn.located.slots.front().by))
    return refused_by({.rule = "EXC-014", .pointer = "thing", .value = {}, .detail = {}});
  const exchange::Lanes lanes = turn.exists() ? turn.before.front()->lanes : exchange::Lanes{};
  switch (exchange::judge(lanes, lane.partner, lane.n)) {
    case exchange::Arrival::repeated:
      if (given_up) return {};  // something was taken under this number: nobody waits for it
      return refused_by(
          {.rule = "EXC-001", .pointer = "n", .value = std::to_string(lane.n), .detail = lane.message_id});
    case exchange::Arrival::full: return {.kind = Reply::Kind::busy};
    case exchange::Arrival::park: park(overlay, turn, exchange::ParkedFor::gap); return {};
    case exchange::Arrival::apply: break;
  }
  if (auto reply = in_turn(overlay, turn)) return *std::move(reply);
  if (exchange::is_full(lanes, lane.partner)) return {.kind = Reply::Kind::busy};
  park(overlay, turn, exchange::ParkedFor::early);
  return {};
}

std::optional<Reply> Decider::in_turn(Overlay& overlay, Turn& turn) {
  if (auto denial = denied(overlay, turn)) return denial;
  if (turn.command.type != workflow::command_given_up) return business(overlay, turn);
  note(overlay, turn, workflow::event_given_up, turn.command.content, {});
  return Reply{};
}

std::optional<Reply> Decider::business(Overlay& overlay, Turn& turn) {
  const auto views = turn.views();
  std::vector<workflow::StreamView> page;
  page.reserve(turn.page.size());
  for (const StreamPtr& stream : turn.page) {
    page.push_back(
        {.id = stream->row.id, .kind = stream->row.kind, .state = &stream->state, .lanes = &stream->lanes});
  }
  Outcome outcome = domain_.decide(
      turn.command,
      {.slots = views, .asks = turn.asks, .number = turn.number, .page = page, .waiting = turn.waiting});
  if (outcome.early) {
    require(turn.command.lane.has_value(), "people and their software are told at once");
    return std::nullopt;
  }
  const Reply reply = reply_of(outcome);
  apply(overlay, turn, std::move(outcome), reply);
  return reply;
}

void Decider::apply(Overlay& overlay, Turn& turn, Outcome outcome, const Reply& reply) {
  require(outcome.events.size() <= limits::events_per_decision_max, "a decision has few events");
  std::vector<StoredPayload> documents;
  for (workflow::Document& document : outcome.documents) {
    if (document.again) {
      documents.push_back(sent_before(overlay, turn, document.kind));
      continue;
    }
    Payload packed = packer_.pack(document.kind, document.content);
    const Hash256 hash = packed.hash;
    documents.push_back({.id = overlay.add(std::move(packed), std::move(document.content)), .hash = hash});
  }
  for (workflow::NewEvent& made : outcome.events) append(overlay, turn, std::move(made), documents, reply);
  if (turn.command.lane && !turn.received) note(overlay, turn, workflow::event_received, {}, reply);
  if (!reply.findings.empty() && !turn.answered && turn.exists())
    note(overlay, turn, workflow::event_refused, {}, reply);
  const bool a_message = std::holds_alternative<workflow::MessageCommandId>(turn.command.id);
  require(turn.answered || !a_message || !reply.findings.empty(),
          "an accepted message leaves its mark on its own stream");
  for (const workflow::KeyChange& change : outcome.keys) {
    require(!change.slot || !overlay.find(change.key), "a key is claimed once");
    overlay.set(change.key, change.slot ? ensure_stream(overlay, turn, *change.slot) : StreamId::none);
  }
  if (outcome.number_for) {
    require(turn.number.has_value(), "a number is taken from a block that was asked for and is not full");
    overlay.set(*turn.number, ensure_stream(overlay, turn, *outcome.number_for));
  }
  for (std::size_t slot = 0; slot < turn.ids.size(); ++slot) {
    const bool made = turn.before[slot] == nullptr && turn.ids[slot] != StreamId::none;
    require(!made || overlay.stream(turn.ids[slot])->row.version > 0, "a stream begins with an event");
  }
  check(overlay, turn);
  follow(overlay, turn);
}

StoredPayload Decider::sent_before(const Overlay& overlay, const Turn& turn, PayloadKind kind) {
  std::optional<StoredPayload> found;
  overlay.newest_events(turn.ids.front(), [&](const EventRow& event) {
    for (const workflow::SentMark& mark : body_of(event).sent) {
      const auto& hash = mark.hash ? mark.hash : event.payload_hash;
      if (mark.kind == kind && hash) found = StoredPayload{.id = mark.payload, .hash = *hash};
    }
    return found.has_value();
  });
  require(found.has_value(), "what is sent again was sent once");
  return found.value_or(StoredPayload{});
}

void Decider::append(Overlay& overlay, Turn& turn, workflow::NewEvent made,
                     const std::vector<StoredPayload>& documents, const Reply& reply) {
  const StreamId stream = ensure_stream(overlay, turn, made.slot);
  const bool own_stream = made.slot == 0;
  EventRow event = blank_event(turn, made.type);
  event.stream = stream;
  event.type_version = made.version;
  workflow::EventBody body{.fields_of_type = std::move(made.body),
                           .sent = {},
                           .received = {},
                           .also = {},
                           .texts = store_texts(overlay, made.texts)};
  require(made.sends.size() <= messages_per_event_max, "an event sends few messages");
  exchange::Lanes lanes = overlay.stream(stream)->lanes;
  for (const workflow::Outgoing& outgoing : made.sends) {
    const std::uint32_t n = outgoing.numbered ? lanes.next_to_send(outgoing.to) : 0;
    if (outgoing.numbered) lanes = exchange::sent(std::move(lanes), outgoing.to, n);
    require(outgoing.payload < documents.size(), "a message is one of the documents made");
    const StoredPayload& document = documents[outgoing.payload];
    overlay.send({.id = outbox_id(overlay.next_seq(), body.sent.size()),
                  .partner = outgoing.to,
                  .lane = stream,
                  .n = n,
                  .kind = outgoing.kind,
                  .payload = document.id});
    body.sent.push_back({.partner = outgoing.to.number(),
                         .n = n,
                         .kind = outgoing.kind,
                         .payload = document.id,
                         .hash = document.hash});
  }
  if (made.payload) {
    if (turn.payloads.empty()) turn.payloads = store_payloads(overlay, turn);
    require(*made.payload < turn.payloads.size(), "an event keeps a document that came with the command");
    event.payload = turn.payloads[*made.payload].id;
    event.payload_hash = turn.payloads[*made.payload].hash;
  } else if (!made.sends.empty()) {
    event.payload = documents[made.sends.front().payload].id;
    event.payload_hash = documents[made.sends.front().payload].hash;
  }
  for (workflow::SentMark& mark : body.sent) {
    if (mark.payload == event.payload) mark.hash.reset();
  }
  if (own_stream && turn.command.lane && !turn.received) {
    body.received = turn.command.mark();
    turn.received = true;
  }
  if (own_stream && !turn.answered && comes_from_outside(turn.command)) {
    const bool kept =
        turn.command.payloads.empty() || event.payload_hash == turn.command.payloads.front().hash;
    event.origin =
        to_cbor(workflow::Origin{workflow::id_bytes(turn.command.id), turn.command.type, turn.command.actor,
                                 copy_of(turn.command.trace), encode_reply(reply),
                                 kept ? std::nullopt : std::optional{turn.command.payloads.front().hash}});
    const auto* message = std::get_if<workflow::MessageCommandId>(&turn.command.id);
    if (message != nullptr && !turn.waited) overlay.set(message->key, stream);
    turn.answered = true;
  }
  for (const std::size_t slot : made.also) body.also.push_back(ensure_stream(overlay, turn, slot));
  event.body = to_cbor(body);
  overlay.append(std::move(event), body.also);
}

void Decider::note(Overlay& overlay, Turn& turn, EventType type, Bytes fields, const Reply& reply) {
  workflow::NewEvent made{.slot = 0, .type = type, .body = std::move(fields)};
  append(overlay, turn, std::move(made), {}, reply);
}

StoredPayload Decider::store(Overlay& overlay, PayloadKind kind, ByteView content) {
  Payload packed = packer_.pack(kind, content);
  const Hash256 hash = packed.hash;
  return {.id = overlay.add(std::move(packed)), .hash = hash};
}

std::optional<StoredPayload> Decider::store_texts(Overlay& overlay,
                                                  const std::vector<workflow::TextOfEvent>& texts) {
  if (texts.empty()) return std::nullopt;
  std::array<std::byte, 16> salt{};
  entropy_.fill(salt);
  return store(overlay, workflow::payload_texts,
               to_cbor(workflow::Texts{.salt = copy_of(salt), .texts = texts}));
}

void Decider::park(Overlay& overlay, Turn& turn, exchange::ParkedFor reason) {
  turn.payloads = store_payloads(overlay, turn);
  // The command may name people: it lies with the documents, so that it can be erased while the log stays
  // whole.
  const ParkedRecord record{
      .reason = reason,
      .command = store(overlay, workflow::payload_waiting_command, encode_command(turn.command)),
      .payloads = turn.payloads};
  workflow::NewEvent made{.slot = 0, .type = workflow::event_parked, .body = to_cbor(record)};
  if (!turn.payloads.empty()) made.payload = 0;
  append(overlay, turn, std::move(made), {}, {});
}

Command Decider::waiting_command(const Overlay& overlay, const ParkedRecord& record) {
  const auto payload = overlay.payload(record.command.id);
  require(payload.has_value(), "a waiting command is kept while it waits");
  auto command = workflow::decode_command(packer_.unpack(*payload));
  require(command.has_value(), "a waiting command can be read");
  return *std::move(command);
}

void Decider::hold(Overlay& overlay, const Command& command) {
  Turn turn = turn_of(overlay, command, 0);
  park(overlay, turn, exchange::ParkedFor::held);
}

Reply Decider::time_passed(Overlay& overlay, Turn& turn) {
  const auto* timer = std::get_if<workflow::TimerCommandId>(&turn.command.id);
  require(timer != nullptr, "only a timer says that time has passed");
  const StreamPtr stream = turn.before.front();
  if (stream->row.due != timer->due) return {.repeated = true};  // the clock was stopped or moved meanwhile
  for (const exchange::Gap& gap : exchange::overdue_gaps(stream->lanes, turn.command.at))
    ask_for_missing(overlay, turn, gap);
  for (const exchange::Parked& message : exchange::overdue_messages(stream->lanes, turn.command.at))
    tell_overdue(overlay, turn, message);
  const auto due = domain_.summary(stream->row.kind, stream->state).due;
  if (due && *due <= turn.command.at)
    require(business(overlay, turn).has_value(), "a clock is not too early");
  require(overlay.stream(timer->stream)->row.due != timer->due, "each deadline leads to an event");
  return {};
}

void Decider::ask_for_missing(Overlay& overlay, const Turn& turn, const exchange::Gap& gap) {
  const StreamPtr stream = turn.before.front();
  const auto waiting = std::ranges::find(stream->lanes.parked, gap.partner, &exchange::Parked::partner);
  require(waiting != stream->lanes.parked.end(), "a gap is noticed by what waits behind it");
  const Command message = waiting_command(overlay, must_read<ParkedRecord>(waiting->content));
  const ResendRequest request{
      .thing = domain_.name_for_partner(message), .first = gap.first, .last = gap.last};
  const StoredPayload document = store(overlay, workflow::payload_resend_request, to_cbor(request));
  EventRow event = blank_event(turn, workflow::event_gap_noticed);
  event.stream = stream->row.id;
  event.payload = document.id;
  event.payload_hash = document.hash;
  // Without a number: a request that waited in its lane could wait for an answer that waits for it.
  overlay.send({.id = outbox_id(overlay.next_seq(), 0),
                .partner = gap.partner,
                .lane = stream->row.id,
                .n = 0,
                .kind = workflow::payload_resend_request,
                .payload = document.id});
  event.body = to_cbor(
      workflow::EventBody{.fields_of_type = to_cbor(LaneRecord{gap.partner.number(), gap.first, gap.last}),
                          .sent = {{.partner = gap.partner.number(),
                                    .n = 0,
                                    .kind = workflow::payload_resend_request,
                                    .payload = document.id,
                                    .hash = {}}},
                          .received = {}});
  overlay.append(std::move(event), {});
}

void Decider::tell_overdue(Overlay& overlay, const Turn& turn, const exchange::Parked& message) {
  EventRow event = blank_event(turn, workflow::event_waits_too_long);
  event.stream = turn.ids.front();
  event.body = to_cbor(workflow::EventBody{
      .fields_of_type = to_cbor(WaitingRecord{message.partner.number(), message.message_id}),
      .sent = {},
      .received = {}});
  overlay.append(std::move(event), {});
}

Reply Decider::resend(Overlay& overlay, Turn& turn) {
  require(turn.command.lane.has_value(), "only a partner asks for what it misses");
  if (!turn.exists()) return {};  // nothing was ever sent about it
  const auto request = must_read<ResendRequest>(turn.command.content);
  const exchange::Partner partner = turn.command.lane->partner;
  const StreamId stream = turn.ids.front();
  // The newest of a number is what stands there: of a letter that was given up, what goes in its place.
  std::map<std::uint32_t, OutboxRow> again;
  overlay.newest_events(stream, [&](const EventRow& event) {
    const workflow::EventBody body = body_of(event);
    for (std::size_t i = 0; i < body.sent.size(); ++i) {
      const workflow::SentMark& mark = body.sent[i];
      if (mark.partner != partner.number() || mark.n < request.first || mark.n > request.last || mark.n == 0)
        continue;
      again.try_emplace(mark.n, OutboxRow{.id = outbox_id(event.seq, i),
                                          .partner = partner,
                                          .lane = stream,
                                          .n = mark.n,
                                          .kind = mark.kind,
                                          .payload = mark.payload});
    }
    return false;
  });
  // The first ones are what the partner waits for, and it has no more room than this; it will ask for the
  // rest.
  for (const OutboxRow& row : again | std::views::values | std::views::take(limits::parked_per_lane_max))
    overlay.send(row);
  note(overlay, turn, workflow::event_resent,
       to_cbor(LaneRecord{partner.number(), request.first, request.last}), {});
  return {};
}

Reply Decider::of_officer(Overlay& overlay, const Command& command, std::size_t depth) {
  const bool drops = command.type == workflow::command_drop_parked;
  // Whose role never may is told that, not what is there: nothing is looked up.
  if (auto denial = access::denied(domain_.grants(), command.actor, std::to_underlying(command.type),
                                   access::Relations{access::Relation::office}))
    return refused_by(*std::move(denial));
  if (!named_stream(overlay, command)) {
    return refused_by(
        {.rule = drops ? "EXC-002" : "EXC-004", .pointer = "message", .value = {}, .detail = {}});
  }
  Turn turn = turn_of(overlay, command, depth);
  if (auto denial = denied(overlay, turn)) return *std::move(denial);
  if (command.expected && turn.version() != command.expected) return {.kind = Reply::Kind::stale};
  // A message that is gone for good takes two (acts.md 18, four eyes 7).
  if (command.type != workflow::command_revive_letter && !command.second)
    return refused_by({.rule = "EXC-005", .pointer = {}, .value = {}, .detail = {}});
  return drops ? drop_parked(overlay, turn) : decide_letter(overlay, turn);
}

Reply Decider::drop_parked(Overlay& overlay, Turn& turn) {
  auto wanted = must_read<DropParked>(turn.command.content);
  const auto& parked = turn.before.front()->lanes.parked;
  const auto found = std::ranges::find_if(parked, [&](const exchange::Parked& message) {
    return message.partner.number() == wanted.partner && message.message_id == wanted.message_id;
  });
  if (found == parked.end())
    return refused_by({.rule = "EXC-002", .pointer = "message", .value = wanted.message_id});
  if (!exchange::is_next(turn.before.front()->lanes, found->partner, found->n))
    return refused_by({.rule = "EXC-003", .pointer = "message", .value = wanted.message_id});
  wanted.stream = turn.ids.front();
  wanted.second = turn.command.second->person;
  workflow::EventBody body = body_with(overlay, wanted);
  body.received = workflow::ReceivedMark{wanted.partner, found->n, wanted.message_id};
  note_decision(overlay, turn, workflow::event_dropped, body);
  return {};
}

Reply Decider::decide_letter(Overlay& overlay, Turn& turn) {
  auto wanted = must_read<LetterDecision>(turn.command.content);
  const auto row = overlay.dead_letter(wanted.id);
  require(row.has_value(), "the letter that led to this stream is there");
  wanted.second = turn.command.second ? turn.command.second->person : std::string{};
  if (turn.command.type == workflow::command_revive_letter) {
    note_decision(overlay, turn, workflow::event_revived, body_with(overlay, wanted));
    overlay.revive(*row);
  } else {
    give_up(overlay, turn, *row, wanted);
    overlay.discard(*row);
  }
  return {};
}

void Decider::give_up(Overlay& overlay, Turn& turn, const OutboxRow& letter, const LetterDecision& decision) {
  workflow::EventBody body = body_with(overlay, decision);
  // A partner that refuses what stands in place of a message knows no lanes: nothing stands in place of that.
  if (letter.n == 0 || letter.kind == workflow::payload_given_up)
    return note_decision(overlay, turn, workflow::event_discarded, body);
  const StoredPayload document =
      store(overlay, workflow::payload_given_up, in_place_of(overlay, turn, letter));
  overlay.send({.id = outbox_id(overlay.next_seq(), 0),
                .partner = letter.partner,
                .lane = letter.lane,
                .n = letter.n,
                .kind = workflow::payload_given_up,
                .payload = document.id});
  body.sent.push_back({.partner = letter.partner.number(),
                       .n = letter.n,
                       .kind = workflow::payload_given_up,
                       .payload = document.id,
                       .hash = {}});
  note_decision(overlay, turn, workflow::event_discarded, body, document);
}

Bytes Decider::in_place_of(const Overlay& overlay, const Turn& turn, const OutboxRow& letter) {
  const auto stored = overlay.payload(letter.payload);
  require(stored.has_value(), "a message that waits has its letter");
  const Bytes content = packer_.unpack(*stored);
  return to_cbor(GivenUp{.thing = domain_.name_for_receiver(turn.located.slots.front().kind, content)});
}

template <class Decision>
workflow::EventBody Decider::body_with(Overlay& overlay, const Decision& decision) {
  workflow::Parted parted = workflow::without_texts(decision);
  return {.fields_of_type = std::move(parted.fields),
          .sent = {},
          .received = {},
          .also = {},
          .texts = store_texts(overlay, parted.texts)};
}

void Decider::note_decision(Overlay& overlay, Turn& turn, EventType type, const workflow::EventBody& body,
                            const std::optional<StoredPayload>& document) {
  EventRow event = blank_event(turn, type);
  event.stream = turn.ids.front();
  event.origin = to_cbor(workflow::Origin{workflow::id_bytes(turn.command.id),
                                          turn.command.type,
                                          turn.command.actor,
                                          copy_of(turn.command.trace),
                                          workflow::encode_reply(Reply{}),
                                          {}});
  if (document) {
    event.payload = document->id;
    event.payload_hash = document->hash;
  }
  event.body = to_cbor(body);
  overlay.append(std::move(event), {});
}

std::optional<StreamId> Decider::named_stream(const Overlay& overlay, const Command& command) {
  if (const auto* timer = std::get_if<workflow::TimerCommandId>(&command.id)) return timer->stream;
  if (command.type == workflow::command_drop_parked) {
    const auto wanted = must_read<DropParked>(command.content);
    const auto partner = exchange::Partner::of(wanted.partner);
    if (wanted.stream != StreamId::none) return wanted.stream;
    if (!partner) return std::nullopt;
    return overlay.find(
        workflow::make_key(workflow::KeyKind::partner_message, partner->str(), wanted.message_id));
  }
  const auto row = overlay.dead_letter(must_read<LetterDecision>(command.content).id);
  return row ? std::optional{row->lane} : std::nullopt;
}

void Decider::check(const Overlay& overlay, const Turn& turn) const {
  std::vector<StreamPtr> after;
  std::vector<workflow::Change> step;
  for (std::size_t slot = 0; slot < turn.ids.size(); ++slot) {
    if (turn.ids[slot] == StreamId::none) continue;
    after.push_back(overlay.stream(turn.ids[slot]));
    if (after.back() == turn.before[slot]) continue;
    step.push_back(
        {.kind = turn.located.slots[slot].kind, .before = &turn.states[slot], .after = &after.back()->state});
  }
  if (step.empty()) return;
  if (const auto law = domain_.violated(step)) throw Bug(law->c_str(), std::source_location::current());
}

void Decider::follow(Overlay& overlay, const Turn& turn) {
  const std::size_t end = overlay.events().size();  // what follows appends further ones, and moves them all
  for (std::size_t i = turn.first_event; i < end; ++i) {
    const EventRow& event = overlay.events()[i];
    if (std::to_underlying(event.type) < workflow::first_machine_event) continue;
    const StreamPtr stream = overlay.stream(event.stream);
    const workflow::EventBody body = body_of(event);
    const auto texts = texts_of(body, overlay, packer_);
    require(texts.has_value(), "the texts of what has just happened are there");
    const auto derived = domain_.follow(stream->row.kind, stream->state,
                                        {.stream = event.stream,
                                         .version = event.version,
                                         .type = event.type,
                                         .type_version = event.type_version,
                                         .at = event.at,
                                         .body = body.fields_of_type,
                                         .texts = *texts});
    derive(overlay, turn, {event.stream, event.version}, derived);
  }
}

void Decider::derive(Overlay& overlay, const Turn& cause, std::pair<StreamId, std::uint32_t> event,
                     const std::vector<workflow::Derived>& derived) {
  for (std::size_t position = 0; position < derived.size(); ++position) {
    cbor::Writer place;
    place.array(3);
    place.integer(std::to_underlying(event.first));
    place.integer(event.second);
    place.unsigned_integer(position);
    const std::array<ByteView, 1> parts{place.view()};
    const Command command{.id = workflow::DerivedCommandId{sha256_(parts)},
                          .type = derived[position].type,
                          .at = cause.command.at,
                          .actor = {},
                          .trace = cause.command.trace,
                          .content = derived[position].content};
    if (!derived[position].alone) {
      (void)play(overlay, command, cause.depth + 1);
      continue;
    }
    try {
      Overlay apart = Overlay::above(overlay);
      (void)play(apart, command, cause.depth + 1);
      overlay.absorb(std::move(apart));
    } catch (const std::logic_error& bug) {
      overlay.quarantine(quarantine_row(command, bug));
    }
  }
}

void Decider::offer_parked(Overlay& overlay) {
  for (bool progress = true; progress;) {
    progress = false;
    std::vector<StreamId> changed;
    for (const auto& [id, stream] : overlay.streams()) {
      if (!stream->lanes.parked.empty()) changed.push_back(id);
    }
    std::ranges::sort(changed);
    for (const StreamId stream : changed) progress = offer_one(overlay, stream) || progress;
  }
}

bool Decider::offer_one(Overlay& overlay, StreamId stream) {
  const auto turn_has_come = exchange::offerable(overlay.stream(stream)->lanes);
  return std::ranges::any_of(turn_has_come,
                             [&](const exchange::Parked& parked) { return offer(overlay, stream, parked); });
}

bool Decider::offer(Overlay& overlay, StreamId stream, const exchange::Parked& parked) {
  const auto record = must_read<ParkedRecord>(parked.content);
  const Command command = waiting_command(overlay, record);
  try {
    Overlay apart = Overlay::above(overlay);
    Turn turn = turn_of(apart, command, 0);
    require(turn.ids.front() == stream, "a waiting message is about the stream it waits on");
    turn.payloads = record.payloads;
    turn.waited = true;
    if (!in_turn(apart, turn)) return false;
    overlay.absorb(std::move(apart));
    return true;
  } catch (const std::logic_error& bug) {
    overlay.quarantine(quarantine_row(command, bug));
  }
  ParkedRecord held = record;
  held.reason = exchange::ParkedFor::held;
  EventRow event{.stream = stream, .type = workflow::event_parked, .at = command.at};
  entropy_.fill(event.salt);
  event.body = to_cbor(workflow::EventBody{.fields_of_type = to_cbor(held), .received = command.mark()});
  overlay.append(std::move(event), {});
  return false;
}

EventRow Decider::blank_event(const Turn& turn, EventType type) {
  EventRow event{.type = type, .at = turn.command.at};
  entropy_.fill(event.salt);
  return event;
}

StreamId Decider::ensure_stream(Overlay& overlay, Turn& turn, std::size_t slot) const {
  StreamId& id = turn.ids.at(slot);
  if (id != StreamId::none) return id;
  const workflow::Slot& wanted = turn.located.slots[slot];
  id = overlay.create(wanted.kind);
  if (const auto* key = std::get_if<Key>(&wanted.by)) overlay.set(*key, id);
  if (const auto* number = std::get_if<workflow::Slot::Number>(&wanted.by); number && number->otherwise)
    overlay.set(*number->otherwise, id);
  if (const auto* named = std::get_if<workflow::Slot::Named>(&wanted.by)) overlay.set(named->otherwise, id);
  return id;
}

std::vector<StoredPayload> Decider::store_payloads(Overlay& overlay, Turn& turn) {
  if (!turn.payloads.empty()) return turn.payloads;
  std::vector<StoredPayload> stored;
  for (const Payload& payload : turn.command.payloads)
    stored.push_back({.id = overlay.add(payload), .hash = payload.hash});
  return stored;
}

QuarantineRow quarantine_row(const Command& command, const std::logic_error& bug) {
  std::string what = bug.what();
  if (const auto* known = dynamic_cast<const Bug*>(&bug)) {
    what += format(" ({}:{})", known->where().file_name(), known->where().line());
  }
  return {.at = command.at, .what = std::move(what), .command = encode_command(command)};
}

}  // namespace lintas::app
