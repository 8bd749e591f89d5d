#include "shell/app/stream.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <ranges>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/cbor.hpp"
#include "base/certain.hpp"
#include "base/fields.hpp"
#include "base/text.hpp"
#include "core/exchange/lanes.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "shell/app/store.hpp"

namespace lintas::app {

namespace {

using exchange::Partner;

template <class T>
T read_record(ByteView bytes, const EventRow& event) {
  auto value = from_cbor<T>(bytes);
  if (!value) {
    throw std::logic_error(
        format("event {} cannot be read: {}", std::to_underlying(event.seq), cbor::name(value.error())));
  }
  return *std::move(value);
}

Partner partner_of(std::uint32_t number) { return certain(Partner::of(number), "a stored partner is one"); }

exchange::Lanes after_event(exchange::Lanes lanes, const EventRow& event, const workflow::EventBody& body) {
  for (const workflow::SentMark& mark : body.sent) {
    if (mark.n != 0) lanes = exchange::sent(std::move(lanes), partner_of(mark.partner), mark.n);
  }
  if (event.type == workflow::event_gap_noticed) {
    const auto gap = read_record<LaneRecord>(body.fields_of_type, event);
    return exchange::asked(std::move(lanes), partner_of(gap.partner), event.at);
  }
  if (event.type == workflow::event_waits_too_long) {
    const auto waiting = read_record<WaitingRecord>(body.fields_of_type, event);
    return exchange::told_overdue(std::move(lanes), partner_of(waiting.partner), waiting.message_id);
  }
  if (!body.received) return lanes;
  const Partner partner = partner_of(body.received->partner);
  if (event.type == workflow::event_dropped)
    return exchange::taken_out(std::move(lanes), partner, body.received->n, body.received->message_id);
  if (event.type != workflow::event_parked) {
    return exchange::taken(std::move(lanes), partner, body.received->n, body.received->message_id);
  }
  const auto reason = read_record<ParkedRecord>(body.fields_of_type, event).reason;
  return exchange::parked(std::move(lanes), {.partner = partner,
                                             .n = body.received->n,
                                             .reason = reason,
                                             .since = event.at,
                                             .message_id = body.received->message_id,
                                             .content = body.fields_of_type});
}

bool of_a_machine(StreamKind kind) { return kind < first_own_stream; }

std::optional<Instant> earlier(std::optional<Instant> a, std::optional<Instant> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

/// The work-list part of the row follows from state and lanes.
void summarise(const workflow::Domain& domain, Stream& stream) {
  workflow::Summary summary = of_a_machine(stream.row.kind) ? domain.summary(stream.row.kind, stream.state)
                                                            : workflow::Summary{.open = false};
  stream.row.office = summary.office;
  stream.row.status = summary.status;
  stream.row.due = earlier(summary.due, exchange::due(stream.lanes));
  stream.row.open = summary.open || !stream.lanes.parked.empty();
  stream.row.ref = std::move(summary.ref);
  stream.concerned = std::move(summary.concerned);
}

workflow::State evolved(const workflow::Domain& domain, const Stream& stream, const EventRow& event,
                        ByteView fields) {
  return domain.evolve(stream.row.kind, stream.state,
                       {.stream = event.stream,
                        .version = event.version,
                        .type = event.type,
                        .type_version = event.type_version,
                        .at = event.at,
                        .body = fields});
}

bool of_a_machine(const EventRow& event) {
  return std::to_underlying(event.type) >= workflow::first_machine_event;
}

/// What the executor writes of its own is a note, but for what officers decide about messages.
bool is_note(const EventRow& event) {
  constexpr std::array decisions{workflow::event_dropped, workflow::event_revived, workflow::event_discarded};
  return !of_a_machine(event) && std::ranges::find(decisions, event.type) == decisions.end();
}

/// Of a stream whose state is kept, by its own history: an event that it followed has a version, and stands
/// in the history of another. A stream begins with a change, whatever its first event is.
std::uint32_t last_change(const StreamRow& row, const std::vector<EventRow>& history) {
  std::uint32_t version = row.version;
  for (const EventRow& event : std::views::reverse(history)) {
    if (event.version != version || version == 1 || !is_note(event)) break;
    --version;
  }
  return version;
}

bool names(const std::vector<StreamId>& streams, StreamId wanted) {
  return std::ranges::find(streams, wanted) != streams.end();
}

/// The events of all streams that this one follows and its own, in the order of the log.
std::vector<EventRow> followed_events(const workflow::Domain& domain, Streams& source, const StreamRow& row) {
  constexpr std::size_t keys_at_once = 1000;
  std::vector<EventRow> events = source.history(row.head);
  const Bytes prefix = domain.followed_keys(row.kind, row.ref);
  Bytes after;
  while (true) {
    const auto page = source.find_all(prefix, after, keys_at_once);
    for (const auto& [key, id] : page) {
      const auto other = certain(source.stream(id), "a key leads to a stream");
      if (id == row.id) continue;
      for (EventRow& event : source.history(other.head)) {
        if (names(body_of(event).also, row.id)) events.push_back(std::move(event));
      }
    }
    if (page.size() < keys_at_once) break;
    after = page.back().first.value;
  }
  std::ranges::sort(events, {}, &EventRow::seq);
  return events;
}

}  // namespace

workflow::EventBody body_of(const EventRow& event) {
  return read_record<workflow::EventBody>(event.body, event);
}

bool keeps_state(const workflow::Domain& domain, StreamKind kind) {
  return of_a_machine(kind) && domain.keeps_state(kind);
}

Stream blank_stream(const workflow::Domain& domain, StreamId id, StreamKind kind) {
  return {.row = {.id = id, .kind = kind},
          .lanes = {},
          .state = of_a_machine(kind) ? domain.initial(kind) : workflow::State{}};
}

Stream after_own(const workflow::Domain& domain, Stream stream, const EventRow& event) {
  const workflow::EventBody body = body_of(event);
  stream.lanes = after_event(std::move(stream.lanes), event, body);
  if (of_a_machine(event)) stream.state = evolved(domain, stream, event, body.fields_of_type);
  stream.row.head = event.seq;
  ++stream.row.version;
  if (stream.row.version == 1 || !is_note(event)) stream.changed = stream.row.version;
  summarise(domain, stream);
  return stream;
}

Stream after_followed(const workflow::Domain& domain, Stream stream, const EventRow& event) {
  stream.state = evolved(domain, stream, event, body_of(event).fields_of_type);
  stream.changed = ++stream.row.version;
  summarise(domain, stream);
  return stream;
}

Stream load_stream(const workflow::Domain& domain, Streams& source, const StreamRow& row) {
  Stream stream = blank_stream(domain, row.id, row.kind);
  const bool keeps = keeps_state(domain, row.kind);
  auto kept = keeps ? domain.decode_state(row.kind, row.state) : std::nullopt;
  const std::vector<EventRow> events =
      keeps && !kept ? followed_events(domain, source, row) : source.history(row.head);
  for (const EventRow& event : events) {
    if (kept) {
      stream.lanes = after_event(std::move(stream.lanes), event, body_of(event));
    } else if (event.stream == row.id) {
      stream = after_own(domain, std::move(stream), event);
    } else {
      stream = after_followed(domain, std::move(stream), event);
    }
  }
  if (kept) {
    stream.state = *std::move(kept);
    stream.changed = last_change(row, events);
    summarise(domain, stream);
  }
  stream.row = row;
  stream.row.state.clear();
  return stream;
}

}  // namespace lintas::app
