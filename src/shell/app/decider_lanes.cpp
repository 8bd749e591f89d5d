#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <ranges>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/fields.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "core/exchange/lanes.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/decider.hpp"
#include "shell/app/decider_turn.hpp"
#include "shell/app/overlay.hpp"
#include "shell/app/store.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/app/stream.hpp"

/// Messages of partners in their order: what is early waits, what is missing is asked for.
namespace lintas::app {

using workflow::Command;
using workflow::Outcome;
using workflow::Reply;

Reply Decider::arrival(Overlay& overlay, Turn& turn) {
  const workflow::LanePosition& lane = certain(turn.command.lane, "what arrives has a place in its lane");
  const bool given_up = turn.command.type == workflow::command_given_up;
  // There is no lane that it could be of: it is refused, and no stream is made for it.
  if (std::holds_alternative<workflow::Slot::New>(turn.located.slots.front().by)) {
    return given_up ? refused_by({.rule = "EXC-014", .pointer = "thing", .value = {}, .detail = {}})
                    : lead_nowhere(turn);
  }
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

Reply Decider::lead_nowhere(const Turn& turn) const {
  const auto views = turn.views();
  const Outcome outcome =
      domain_.decide(turn.command, {.slots = views, .asks = turn.asks, .number = turn.number});
  require(!outcome.answer.accepted(), "a message that leads nowhere is refused");
  const Reply reply{.kind = Reply::Kind::refused, .findings = outcome.answer.refused_for};
  require(workflow::not_taken(reply) != nullptr, "and not taken, for no lane goes on behind it");
  return reply;
}

std::optional<Reply> Decider::in_turn(Overlay& overlay, Turn& turn) {
  if (auto denial = denied(overlay, turn)) return denial;
  if (turn.command.type != workflow::command_given_up) return business(overlay, turn);
  note(overlay, turn, workflow::event_given_up, turn.command.content, {});
  return Reply{};
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
  const auto payload =
      certain(overlay.payload(record.command.id), "a waiting command is kept while it waits");
  Bytes content;
  try {
    content = packer_.unpack(payload);
  } catch (const StoreFailure& damaged) {
    // That of one message: what else there is can be read.
    throw std::logic_error(damaged.what());
  }
  auto command = workflow::decode_command(content);
  require(command.has_value(), "a waiting command can be read");
  for (const StoredPayload& document : record.payloads) {
    // Of one that was erased while it waited the hash is left.
    command->payloads.push_back(overlay.payload(document.id).value_or(Payload{.hash = document.hash}));
  }
  return *std::move(command);
}

void Decider::hold(Overlay& overlay, const Command& command) {
  Turn turn = turn_of(overlay, command, 0);
  park(overlay, turn, exchange::ParkedFor::held);
}

void Decider::hold_waiting(Overlay& overlay, StreamId stream, const exchange::Parked& parked,
                           const std::logic_error& bug, const Command* command) {
  const Command unread{.id = workflow::MessageCommandId{workflow::make_key(
                           workflow::KeyKind::partner_message, parked.partner.str(), parked.message_id)},
                       .type = {},
                       .at = parked.since,
                       .actor = {},
                       .lane = workflow::LanePosition{parked.partner, parked.n, parked.message_id}};
  overlay.quarantine(quarantine_row(command == nullptr ? unread : *command, bug));
  auto held = must_read<ParkedRecord>(parked.content);
  held.reason = exchange::ParkedFor::held;
  EventRow event{.stream = stream, .type = workflow::event_parked, .at = parked.since};
  entropy_.fill(event.salt);
  event.body = to_cbor(workflow::EventBody{
      .fields_of_type = to_cbor(held),
      .received = workflow::ReceivedMark{parked.partner.number(), parked.n, parked.message_id}});
  overlay.append(std::move(event), {});
}

std::optional<Bytes> Decider::name_behind(Overlay& overlay, StreamId stream, exchange::Partner partner) {
  const StreamPtr before = overlay.stream(stream);
  for (const exchange::Parked& parked : before->lanes.parked) {
    if (parked.partner != partner || parked.reason == exchange::ParkedFor::held) continue;
    try {
      return domain_.name_for_partner(waiting_command(overlay, must_read<ParkedRecord>(parked.content)));
    } catch (const std::logic_error& bug) {
      hold_waiting(overlay, stream, parked, bug, nullptr);
    }
  }
  return std::nullopt;
}

void Decider::ask_for_missing(Overlay& overlay, const Turn& turn, const exchange::Gap& gap) {
  const StreamPtr stream = turn.before.front();
  auto thing = name_behind(overlay, stream->row.id, gap.partner);
  if (!thing) return;  // all that waits is held
  EventRow event = blank_event(turn, workflow::event_gap_noticed);
  event.stream = stream->row.id;
  workflow::EventBody body{.fields_of_type = to_cbor(LaneRecord{gap.partner.number(), gap.first, gap.last}),
                           .sent = {},
                           .received = {}};
  // While the partner is away, or until officers have decided about the one that it refused, another one
  // would say the same.
  if (!overlay.waits(stream->row.id, gap.partner, workflow::payload_resend_request)) {
    const ResendRequest request{.thing = *std::move(thing), .first = gap.first, .last = gap.last};
    const StoredPayload document = store(overlay, workflow::payload_resend_request, to_cbor(request));
    event.payload = document.id;
    event.payload_hash = document.hash;
    // Without a number: a request that waited in its lane could wait for an answer that waits for it.
    overlay.send({.id = outbox_id(overlay.next_seq(), 0),
                  .partner = gap.partner,
                  .lane = stream->row.id,
                  .n = 0,
                  .kind = workflow::payload_resend_request,
                  .payload = document.id});
    body.sent.push_back({.partner = gap.partner.number(),
                         .n = 0,
                         .kind = workflow::payload_resend_request,
                         .payload = document.id,
                         .hash = {}});
  }
  event.body = to_cbor(body);
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
  const exchange::Partner partner =
      certain(turn.command.lane, "only a partner asks for what it misses").partner;
  if (!turn.exists()) return {};  // nothing was ever sent about it
  const auto request = must_read<ResendRequest>(turn.command.content);
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
  std::optional<Command> command;
  try {
    const auto record = must_read<ParkedRecord>(parked.content);
    command = waiting_command(overlay, record);
    Overlay apart = Overlay::above(overlay);
    Turn turn = turn_of(apart, *command, 0);
    require(turn.ids.front() == stream, "a waiting message is about the stream it waits on");
    turn.payloads = record.payloads;
    turn.waited = true;
    if (!in_turn(apart, turn)) return false;
    overlay.absorb(std::move(apart));
    return true;
  } catch (const std::logic_error& bug) {
    hold_waiting(overlay, stream, parked, bug, command ? &*command : nullptr);
  }
  return false;
}

}  // namespace lintas::app
