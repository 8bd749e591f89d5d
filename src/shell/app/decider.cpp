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
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/cbor.hpp"
#include "base/certain.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/exchange/lanes.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/attachments_abroad.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "shell/app/decider_turn.hpp"
#include "shell/app/evidence.hpp"
#include "shell/app/overlay.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"

namespace lintas::app {

using workflow::Command;
using workflow::Outcome;
using workflow::Reply;

namespace {

Reply reply_of(const Outcome& outcome) {
  const bool accepted = outcome.answer.accepted();
  return {.kind = accepted ? Reply::Kind::accepted : Reply::Kind::refused,
          .findings = outcome.answer.refused_for,
          .content = accepted ? outcome.reply : Bytes{}};
}

/// What came of the message that was answered first.
std::string told_first(const Reply& reply) {
  if (reply.kind == Reply::Kind::accepted) return "it was taken";
  if (reply.findings.empty()) return "it was rejected";
  return format("it was rejected ({})", reply.findings.front().rule);
}

bool is_of_officer(const Command& command) {
  return command.type == workflow::command_drop_parked || command.type == workflow::command_revive_letter ||
         command.type == workflow::command_discard_letter;
}

/// The id of the wire is the message's from now on, with what it is answered whenever it comes again, and
/// with what was signed as far as nothing else in the store says it. `claimed`: in another way, by the same
/// message. What its sender holds of it is then perhaps this way alone, so it is kept, too.
void claim(Overlay& overlay, const Command& command, Packer& packer,
           const std::optional<ReceivedRow>& claimed, const Reply& reply) {
  if (command.wire == nullptr) return;
  const workflow::WireProof& wire = *command.wire;
  const std::string name = !claimed                  ? wire.message
                           : wire.carrier == nullptr ? name_alone(wire.message)
                                                     : name_within(wire.message, wire.carrier->message);
  const exchange::Partner partner =
      certain(command.lane, "what came over the wire is a partner's message").partner;
  // Of a store of when any text was a MessageId: there may be a message of this name.
  if (claimed && overlay.received(partner, name)) return;
  const auto own =
      std::ranges::find_if(overlay.events(), [](const EventRow& event) { return !event.origin.empty(); });
  const bool is_there = own != overlay.events().end();
  // Of a repetition, which has no event, the first one's claim says it; of what moved nothing, nobody.
  // What a part of a file brings is for whoever may read that, and never lies here.
  const bool is_said = workflow::keeps_octets_apart(command.type) ||
                       (is_there ? wire.follows_from_document && !command.payloads.empty() &&
                                       own->payload_hash == command.payloads.front().hash
                                 : reply.repeated);
  const workflow::WireProof& proof = wire.carrier == nullptr ? wire : *wire.carrier;
  overlay.claim(
      {.partner = partner,
       .message = name,
       .seq = is_there ? own->seq : Seq::none,
       .at = command.at,
       .content = proof.content,
       .envelope = proof.envelope,
       .receipt = proof.receipt,
       .as_signed = is_said || wire.as_signed.empty() ? Bytes{} : pack_evidence(packer, wire.as_signed),
       .carrier = wire.carrier == nullptr ? std::string{} : proof.message});
}

/// Whether a message that comes under a claimed id comes as the one that claimed it did, so that what was
/// signed tells whether it is the same. Once alone and once in a bundle it is signed otherwise: then what it
/// says tells, by its identification.
bool comes_as_before(const ReceivedRow& claimed, const Command& command) {
  if (command.wire->carrier != nullptr) return false;
  return command.type == workflow::command_bundle || claimed.carrier.empty() || claimed.is_of_bundle();
}

/// Nothing was decided, or nothing of it stays.
bool is_taken(const Reply& reply) {
  using enum Reply::Kind;
  return reply.kind == accepted || (reply.kind == refused && workflow::not_taken(reply) == nullptr);
}

/// What the same client and key are in the period of this instant.
std::array<std::byte, 18> in_period_of(const workflow::HttpCommandId& id, Instant at) {
  Hash256 client;
  std::ranges::copy(std::span{id.id}.subspan<2>(), client.bytes.begin());
  return workflow::http_command_id(at, client, id.print).id;
}

Reply another_content() { return refused_by({.rule = "EXC-017", .pointer = {}, .value = {}, .detail = {}}); }

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

Reply Decider::decide(Overlay& batch, const Command& command) {
  std::optional<ReceivedRow> claimed;
  try {
    claimed = claim_on(batch, command);
    if (claimed && comes_as_before(*claimed, command)) {
      if (claimed->content != command.wire->content) return another_content();
      return Reply{.repeated = true};
    }
    if (command.type == workflow::command_bundle) return decide_bundle(batch, command);
    Overlay own = Overlay::above(batch);
    Reply reply = play(own, command, 0);
    if (claimed && !own.events().empty()) return another_content();  // nothing new, in no other way either
    if (is_taken(reply)) claim(own, command, packer_, claimed, reply);
    offer_parked(own);
    if (const auto* http = std::get_if<workflow::HttpCommandId>(&command.id);
        http != nullptr && !reply.repeated && is_kept(reply)) {
      const Seq last = own.events().empty() ? Seq::none : own.events().back().seq;
      own.set(CommandRow{.id = http->id, .print = http->print, .seq = last, .answer = encode_reply(reply)});
    }
    batch.absorb(std::move(own));
    return reply;
  } catch (const std::logic_error& bug) {
    // Whose role never may learns nothing of what is there by a fault of ours, and keeps nothing here by it.
    // A partner's message is taken with a refusal by access, and would be gone.
    if (auto never = access::never_may(domain_.grants(), command.actor, std::to_underlying(command.type));
        never && !command.lane && comes_from_outside(command))
      return refused_by(*std::move(never));
    batch.quarantine(quarantine_row(command, bug));
  }
  if (!command.lane) return {.kind = Reply::Kind::internal};
  if (command.type == workflow::command_bundle)
    return refused_by({.rule = "EXC-012", .pointer = {}, .value = {}, .detail = {}});
  try {
    Overlay instead = Overlay::above(batch);
    hold(instead, command);
    if (claimed) return another_content();
    claim(instead, command, packer_, claimed, {});
    batch.absorb(std::move(instead));
    return {};
  } catch (const std::logic_error&) {
    // The same fault: what it waits on cannot be found either. Its sender has a dead letter, and its line
    // goes on.
    return refused_by({.rule = "EXC-012", .pointer = {}, .value = {}, .detail = {}});
  }
}

/// Whoever sent it sends its messages one by one then, and is told of each what is wrong with it.
Reply Decider::decide_bundle(Overlay& batch, const Command& command) {
  require(command.wire != nullptr && !command.parts.empty(), "a bundle came over the wire and has messages");
  const exchange::Partner partner = certain(command.lane, "a bundle is a partner's").partner;
  Overlay own = Overlay::above(batch);
  own.claim({.partner = partner,
             .message = command.wire->message,
             .seq = Seq::none,
             .at = command.at,
             .content = command.wire->content,
             .envelope = command.wire->envelope,
             .receipt = command.wire->receipt,
             .carrier = command.wire->message});
  Reply reply;
  for (const Command& part : command.parts) {
    require(part.lane && part.lane->partner == partner && part.wire != nullptr &&
                part.wire->carrier == command.wire && part.parts.empty(),
            "the messages of a bundle are their sender's, and came with it");
    reply.parts.push_back(decide(own, part));
    const Reply& one = reply.parts.back();
    if (is_taken(one)) continue;
    reply.kind = one.kind;
    reply.findings = one.findings;
    return reply;
  }
  batch.absorb(std::move(own));
  return reply;
}

void Decider::written() {
  for (auto& [key, denials] : changed_denials_) denials_.insert_or_assign(key, denials);
  changed_denials_.clear();
}

Reply Decider::play(Overlay& overlay, const Command& command, std::size_t depth) {
  require(depth <= limits::derived_depth_max, "commands do not lead to each other for ever");
  if (command.type == workflow::command_keep_identity) return keep_identity(overlay, command);
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

std::optional<Reply> Decider::answered_before(const Overlay& overlay, const Command& command) const {
  if (const auto* http = std::get_if<workflow::HttpCommandId>(&command.id)) {
    auto row = overlay.command(http->id);
    if (!row) row = overlay.command(http->one_period_earlier());
    // Whoever made the id has another clock, which may have been set back since: the writer's never goes
    // back.
    if (!row) row = overlay.command(in_period_of(*http, command.at));
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
    // An event's own document may be the answer to a message that came with none.
    const auto& first = origin.document || command.payloads.empty() ? origin.document : event.payload_hash;
    // A partner that renders its message anew does so under the id of the wire that it had (claim_on).
    const bool may_differ = command.lane && command.wire == nullptr;
    // Of a trader the interface has made the command of the document.
    const bool is_of_a_kind = !command.lane || origin.type == command.type;
    auto reply = workflow::decode_reply(origin.reply);
    if (!is_of_a_kind || (!may_differ && first && !is_told_by(*first, command))) {
      // A partner knows what it was answered; a trader looks for an MRN, or sends again what has one.
      answer = refused_by({.rule = "EXC-016",
                           .pointer = "messageIdentification",
                           .value = {},
                           .detail = command.lane || !reply ? std::string{} : told_first(*reply)});
    } else if (reply) {
      answer = *std::move(reply);
    }
    return true;
  });
  require(answer.has_value(), "a claimed message has its answer in the log");
  return answer;
}

Hash256 Decider::told_by(const Command& command) const {
  if (!command.payloads.empty()) return command.payloads.front().hash;
  const Bytes said = workflow::said_by_sender(command);
  const std::array<ByteView, 1> parts{said};
  return sha256_(parts);
}

bool Decider::is_told_by(const Hash256& first, const Command& command) const {
  if (first == told_by(command)) return true;
  if (!command.payloads.empty()) return false;
  return std::ranges::any_of(workflow::said_as_kept_before(command), [&](const Bytes& said) {
    const std::array<ByteView, 1> parts{said};
    return first == sha256_(parts);
  });
}

std::optional<ReceivedRow> Decider::claim_on(const Overlay& overlay, const Command& command) {
  if (command.wire == nullptr) return std::nullopt;
  const exchange::Partner partner =
      certain(command.lane, "what came over the wire is a partner's message").partner;
  const std::string& message = command.wire->message;
  auto row = overlay.received(partner, message);
  if (!row || comes_as_before(*row, command) || command.wire->carrier != nullptr) return row;
  auto alone = overlay.received(partner, name_alone(message));
  return alone ? std::move(alone) : std::move(row);
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
    if (auto why = judge(agreed)) {
      // What would have to hold is told of whoever asks, not of a second one.
      if (why->rule != "ACC-001") why->detail.clear();
      denial = Finding{
          .rule = "ACC-003", .pointer = {}, .value = std::move(why->value), .detail = std::move(why->detail)};
    }
  }
  if (!denial) return std::nullopt;
  Reply reply = refused_by(*std::move(denial));
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
  Reply reply = reply_of(outcome);
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
  go_on_where_named(overlay, turn, outcome);
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
    const auto number =
        certain(turn.number, "a number is taken from a block that was asked for and is not full");
    overlay.set(number, ensure_stream(overlay, turn, *outcome.number_for));
  }
  for (std::size_t slot = 0; slot < turn.ids.size(); ++slot) {
    const bool made = turn.before[slot] == nullptr && turn.ids[slot] != StreamId::none;
    require(!made || overlay.stream(turn.ids[slot])->row.version > 0, "a stream begins with an event");
  }
  check(overlay, turn);
  follow(overlay, turn);
}

/// Others spoke of the thing before it got its key, in a stream that has their lanes since: what happened to
/// it until now is told again there, for it goes on there.
void Decider::go_on_where_named(Overlay& overlay, Turn& turn, const Outcome& outcome) {
  for (const workflow::KeyChange& change : outcome.keys) {
    if (!change.slot || *change.slot == 0 || turn.before.at(*change.slot) == nullptr) continue;
    const auto* named = std::get_if<workflow::Slot::Named>(&turn.located.slots[*change.slot].by);
    if (named == nullptr || named->key != change.key) continue;
    std::vector<EventRow> told;
    overlay.newest_events(turn.ids.front(), [&](const EventRow& event) {
      if (std::to_underlying(event.type) >= workflow::first_machine_event) told.push_back(event);
      return false;
    });
    for (const EventRow& before : std::views::reverse(told)) {
      const workflow::EventBody body = body_of(before);
      require(body.sent.empty() && body.also.empty(), "what has no key yet, nobody else was told of");
      EventRow event = blank_event(turn, before.type);
      event.stream = turn.ids[*change.slot];
      event.type_version = before.type_version;
      event.payload = before.payload;
      event.payload_hash = before.payload_hash;
      event.body = to_cbor(
          workflow::EventBody{.fields_of_type = body.fields_of_type, .sent = {}, .texts = body.texts});
      overlay.append(std::move(event), {});
    }
    turn.first_event = overlay.events().size();  // nothing follows from it a second time
  }
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
    const auto* message = std::get_if<workflow::MessageCommandId>(&turn.command.id);
    std::optional<Hash256> document;
    if (message != nullptr || !turn.command.payloads.empty()) document = told_by(turn.command);
    if (document == event.payload_hash) document.reset();
    event.origin =
        to_cbor(workflow::Origin{workflow::id_bytes(turn.command.id), turn.command.type, turn.command.actor,
                                 copy_of(turn.command.trace), encode_reply(reply), document});
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
  if (const auto law = domain_.violated({.changes = step, .is_whole = true}))
    throw Bug(law->c_str(), std::source_location::current());
}

void Decider::follow(Overlay& overlay, const Turn& turn) {
  const std::size_t end = overlay.events().size();  // what follows appends further ones, and moves them all
  for (std::size_t i = turn.first_event; i < end; ++i) {
    const EventRow& event = overlay.events()[i];
    if (std::to_underlying(event.type) < workflow::first_machine_event) continue;
    const StreamPtr stream = overlay.stream(event.stream);
    const workflow::EventBody body = body_of(event);
    const auto texts =
        certain(texts_of(body, overlay, packer_), "the texts of what has just happened are there");
    const auto derived = domain_.follow(stream->row.kind, stream->state,
                                        {.stream = event.stream,
                                         .version = event.version,
                                         .type = event.type,
                                         .type_version = event.type_version,
                                         .at = event.at,
                                         .body = body.fields_of_type,
                                         .texts = texts});
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
  stored.reserve(turn.command.payloads.size());
  for (const Payload& payload : turn.command.payloads)
    stored.push_back({.id = overlay.add(payload), .hash = payload.hash});
  return stored;
}

QuarantineRow quarantine_row(const Command& command, const std::logic_error& bug) {
  std::string what = bug.what();
  if (const auto* known = dynamic_cast<const Bug*>(&bug)) {
    what += format(" ({}:{})", known->where().file_name(), known->where().line());
  }
  // The command is kept without what was in it: by these names it is found, at its sender as well.
  std::string_view between = " of ";
  for (const Command& part : command.parts) {
    if (part.wire == nullptr) continue;
    what.append(between).append(part.wire->message);
    between = ", ";
  }
  return {.at = command.at, .what = std::move(what), .command = encode_command(command)};
}

}  // namespace lintas::app
