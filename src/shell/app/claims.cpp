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

/// The newest claim of the partner that has an event, of those from `first` to before `behind`.
std::optional<ReceivedRow> newest_with_event(Reader& reader, exchange::Partner partner, std::int64_t first,
                                             std::int64_t behind) {
  constexpr std::size_t count_max = 64;
  for (std::size_t count = 1; first < behind; count = std::min(count * 4, count_max)) {
    auto rows = reader.received(NewestFirst{.partner = partner, .before = behind, .count = count});
    for (ReceivedRow& row : rows) {
      if (row.id < first) return std::nullopt;
      if (row.seq != Seq::none) return std::move(row);
    }
    if (rows.size() < count) return std::nullopt;
    behind = rows.back().id;
  }
  return std::nullopt;
}

}  // namespace

/// Rows are found by what the wire calls the message, which the event does not know. Of those that have an
/// event the ids rise with its number (their instants do not: a clock is put right), so it is looked for by
/// halves. Each row without an event is read once at most.
std::optional<ReceivedRow> claim_with(Reader& reader, exchange::Partner partner, const EventRow& event) {
  // What is wanted is before `high`, and not before `low`, if it is there.
  std::int64_t low = 0;
  std::int64_t high = std::numeric_limits<std::int64_t>::max();
  for (std::int64_t middle = high; low < high; middle = low + ((high - low + 1) / 2)) {
    auto row = newest_with_event(reader, partner, low, middle);
    if (row && row->seq == event.seq) return row;
    if (row && row->seq > event.seq) {
      high = row->id;
    } else {
      low = middle;
    }
  }
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

bool may_answer_recipient(Reader& reader, const OutboxRow& row, std::string_view answers) {
  const auto event = answers.empty() ? std::nullopt : event_at(reader, event_of_outbox(row.id));
  if (!event) return false;
  const auto mark = body_of(*event).received;
  return !mark || mark->partner == row.partner.number();
}

std::optional<exchange::Partner> recipient_of(Reader& reader, std::int64_t outbox_id) {
  const auto event = event_at(reader, event_of_outbox(outbox_id));
  if (!event) return std::nullopt;
  const auto sent = body_of(*event).sent;
  const auto nth = static_cast<std::size_t>(outbox_id - app::outbox_id(event->seq, 0));
  return nth < sent.size() ? exchange::Partner::of(sent[nth].partner) : std::nullopt;
}

}  // namespace lintas::app
