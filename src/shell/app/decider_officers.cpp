#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "core/access/access.hpp"
#include "core/exchange/lanes.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/texts.hpp"
#include "shell/app/decider.hpp"
#include "shell/app/decider_turn.hpp"
#include "shell/app/overlay.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"

/// What officers decide about messages that wait or were refused.
namespace lintas::app {

using workflow::Command;
using workflow::Reply;

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
  if (!exchange::may_take_out(turn.before.front()->lanes, *found, turn.command.at))
    return refused_by({.rule = "EXC-003", .pointer = "message", .value = wanted.message_id});
  wanted.stream = turn.ids.front();
  wanted.second = certain(turn.command.second, "what is gone for good takes two").person;
  workflow::EventBody body = body_with(overlay, wanted);
  body.received = workflow::ReceivedMark{wanted.partner, found->n, wanted.message_id};
  note_decision(overlay, turn, workflow::event_dropped, body);
  return {};
}

Reply Decider::decide_letter(Overlay& overlay, Turn& turn) {
  auto wanted = must_read<LetterDecision>(turn.command.content);
  const auto row = certain(overlay.dead_letter(wanted.id), "the letter that led to this stream is there");
  wanted.second = turn.command.second ? turn.command.second->person : std::string{};
  if (turn.command.type == workflow::command_revive_letter) {
    note_decision(overlay, turn, workflow::event_revived, body_with(overlay, wanted));
    overlay.revive(row);
  } else {
    give_up(overlay, turn, row, wanted);
    overlay.discard(row);
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
  const auto stored = certain(overlay.payload(letter.payload), "a message that waits has its letter");
  const Bytes content = packer_.unpack(stored);
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

}  // namespace lintas::app
