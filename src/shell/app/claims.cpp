#include "shell/app/claims.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/certain.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/command.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"

namespace lintas::app {

namespace {

std::optional<EventRow> event_at(Reader& reader, Seq seq) {
  const auto number = std::to_underlying(seq);
  if (number <= 0) return std::nullopt;
  auto events = reader.feed(Seq{number - 1}, 1);
  if (events.empty() || events.front().seq != seq) return std::nullopt;
  return std::move(events.front());
}

}  // namespace

/// Rows are found by what the wire calls the message, which the event does not know. Their ids rise with
/// their instants, and a row has the instant of its event: so it is looked for by halves.
std::optional<ReceivedRow> claim_with(Reader& reader, exchange::Partner partner, const EventRow& event) {
  const auto newest_before = [&](std::int64_t id) -> std::optional<ReceivedRow> {
    auto rows = reader.received(NewestFirst{.partner = partner, .before = id, .count = 1});
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
  };
  auto row = newest_before(std::numeric_limits<std::int64_t>::max());
  if (row && row->at > event.at) {
    // The newest row before `low` is not too young, or there is none; that before `high` is.
    std::int64_t low = 0;
    std::int64_t high = row->id + 1;
    while (high - low > 1) {
      const std::int64_t middle = low + ((high - low) / 2);
      const auto there = newest_before(middle);
      if (there && there->at > event.at) {
        high = there->id + 1;
      } else {
        low = middle;
      }
    }
    row = newest_before(low);
  }
  for (; row && row->at == event.at; row = newest_before(row->id))
    if (row->seq == event.seq) return row;
  return std::nullopt;
}

/// The event that sent ours says for which message it was sent. One that had waited in its lane was taken
/// with an event before, which says the same; the claim is of the first.
std::optional<ReceivedRow> question_of(Reader& reader, const OutboxRow& row, std::string_view answers) {
  const auto event = event_at(reader, event_of_outbox(row.id));
  if (!event || answers.empty()) return std::nullopt;
  const auto tells = [&](const EventRow& one) {
    const auto mark = body_of(one).received;
    return mark && mark->partner == row.partner.number() && mark->message_id == answers;
  };
  if (!tells(*event)) return std::nullopt;
  const auto stream = certain(reader.stream(event->stream), "an event has its stream");
  const std::vector<EventRow> history = reader.history(stream.head);
  const auto first = std::ranges::find_if(history, tells);
  const auto claim = first == history.end() ? std::nullopt : claim_with(reader, row.partner, *first);
  return claim ? reader.received(row.partner, claim->message) : std::nullopt;
}

std::optional<exchange::Partner> recipient_of(Reader& reader, std::int64_t outbox_id) {
  const auto event = event_at(reader, event_of_outbox(outbox_id));
  if (!event) return std::nullopt;
  const auto sent = body_of(*event).sent;
  const auto nth = static_cast<std::size_t>(outbox_id - app::outbox_id(event->seq, 0));
  return nth < sent.size() ? exchange::Partner::of(sent[nth].partner) : std::nullopt;
}

}  // namespace lintas::app
