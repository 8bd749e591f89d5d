#include "shell/store/sqlite/reads.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/audit_tree.hpp"
#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/store.hpp"
#include "shell/store/sqlite/database.hpp"
#include "shell/store/sqlite/rows.hpp"

namespace lintas::store {

using app::Seq;
using app::StreamId;

namespace {

constexpr std::int64_t behind_all = std::numeric_limits<std::int64_t>::max();

// Braces evaluate from left to right: the members stand in the order of the columns.
app::QuarantineRow quarantined_from(Rows& row) {
  return {.id = row.take<std::int64_t>(),
          .at = row.take<Instant>(),
          .what = row.take<std::string>(),
          .command = row.take<Bytes>()};
}

}  // namespace

// Without INDEXED BY the work list would be found in the order of ids, by reading every stream there ever
// was.
Reads::Reads(Database& database)
    : counters_(
          database,
          "SELECT (SELECT max(seq) FROM event), (SELECT max(id) FROM stream), (SELECT max(id) FROM payload)"),
      stream_(database, format("SELECT {} FROM stream WHERE id = ?1", stream_columns)),
      event_(database, format("SELECT {} FROM event WHERE seq = ?1", event_columns)),
      key_(database, "SELECT stream FROM key WHERE value = ?1"),
      keys_from_(database, "SELECT value, stream FROM key WHERE value >= ?1 ORDER BY value LIMIT ?2"),
      number_(database, "SELECT stream FROM number WHERE n = ?1"),
      last_number_(database,
                   "SELECT max(n) FROM (SELECT max(n) AS n FROM number WHERE n BETWEEN ?1 AND ?2 UNION ALL "
                   "SELECT max(value) FROM meta WHERE name >= 'spent/' AND name < 'spent0' AND value BETWEEN "
                   "?1 AND ?2)"),
      command_(database, "SELECT id, print, seq, answer FROM command WHERE id = ?1"),
      payload_(database,
               "SELECT kind, dictionary, hash, bytes FROM payload WHERE id = ?1 AND length(bytes) > 0"),
      feed_(database, format("SELECT {} FROM event WHERE seq > ?1 ORDER BY seq LIMIT ?2", event_columns)),
      open_streams_(
          database,
          format("SELECT {} FROM stream INDEXED BY stream_open WHERE open = 1 ORDER BY id", stream_columns)),
      office_streams_(
          database,
          format("SELECT {} FROM stream WHERE open = 1 AND office = ?1 AND id > ?2 ORDER BY id LIMIT ?3",
                 stream_columns)),
      office_at_work_(database,
                      "SELECT office FROM stream INDEXED BY stream_open WHERE open = 1 AND office > ?1 "
                      "ORDER BY office LIMIT 1"),
      outbox_(database, format("SELECT {} FROM outbox ORDER BY id", message_columns)),
      outbox_row_(database, format("SELECT {} FROM outbox WHERE id = ?1", message_columns)),
      outbox_newest_(
          database, format("SELECT {} FROM outbox WHERE id < ?1 ORDER BY id DESC LIMIT ?2", message_columns)),
      outbox_newest_of_(database,
                        format("SELECT {} FROM outbox INDEXED BY outbox_partner WHERE partner = ?1 AND id < "
                               "?2 ORDER BY id DESC LIMIT ?3",
                               message_columns)),
      dead_newest_(database,
                   format("SELECT {} FROM outbox INDEXED BY outbox_dead WHERE dead = 1 AND id < ?2 AND (?1 "
                          "IS NULL OR partner = ?1) ORDER BY id DESC LIMIT ?3",
                          message_columns)),
      dead_from_(database, format("SELECT {} FROM outbox INDEXED BY outbox_dead WHERE dead = 1 AND id > ?1 "
                                  "ORDER BY id LIMIT ?2",
                                  message_columns)),
      received_(database,
                format("SELECT {} FROM received WHERE partner = ?1 AND message = ?2", received_whole)),
      received_newest_(database, format("SELECT {} FROM received WHERE id < ?1 ORDER BY id DESC LIMIT ?2",
                                        received_without_evidence)),
      received_newest_of_(database,
                          format("SELECT {} FROM received INDEXED BY received_partner WHERE partner = "
                                 "?1 AND id < ?2 ORDER BY id DESC LIMIT ?3",
                                 received_without_evidence)),
      further_ways_(database,
                    "SELECT message FROM received WHERE partner = ?1 AND message >= ?2 AND message < ?3 "
                    "ORDER BY +id LIMIT ?4"),  // found by their names, and not among all of the partner
      sent_(database, format("SELECT {} FROM sent WHERE id = ?1", sent_whole)),
      sent_newest_(database, format("SELECT {} FROM sent WHERE id < ?1 ORDER BY id DESC LIMIT ?2",
                                    sent_without_evidence)),
      sent_newest_of_(database,
                      format("SELECT {} FROM sent INDEXED BY sent_partner WHERE partner = ?1 AND id < "
                             "?2 ORDER BY id DESC LIMIT ?3",
                             sent_without_evidence)),
      tile_(database, "SELECT hashes FROM tile WHERE level = ?1 AND n = ?2"),
      quarantined_(database, "SELECT id, at, what, command FROM quarantine ORDER BY id"),
      last_head_(database, format("SELECT {} FROM head WHERE owner = ?1 ORDER BY at DESC, size DESC LIMIT 1",
                                  head_columns)),
      certificates_(database) {}

app::Counters Reads::counters() {
  Rows row = counters_.rows();
  require(row.next(), "a select of values has a row");
  return {.seq = row.take<std::optional<Seq>>().value_or(Seq::none),
          .stream = row.take<std::optional<StreamId>>().value_or(StreamId::none),
          .payload = row.take<std::optional<app::PayloadId>>().value_or(app::PayloadId::none)};
}

std::optional<app::StreamRow> Reads::stream(StreamId id) {
  Rows row = stream_.rows(id);
  if (!row.next()) return std::nullopt;
  return stream_from(row);
}

std::vector<app::EventRow> Reads::history(Seq head) {
  std::vector<app::EventRow> events;
  for (Seq seq = head; seq != Seq::none; seq = events.back().prev) {
    Rows row = event_.rows(seq);
    require(row.next(), "an event of a history is in the log");
    events.push_back(event_from(row));
    require(events.back().prev < seq, "an event follows the one before it");
  }
  std::ranges::reverse(events);
  return events;
}

std::optional<StreamId> Reads::find(const app::Key& key) {
  Rows row = key_.rows(key.value);
  if (!row.next()) return std::nullopt;
  return row.take<StreamId>();
}

std::vector<std::pair<app::Key, StreamId>> Reads::find_all(ByteView prefix, ByteView after,
                                                           std::size_t count) {
  Bytes first = copy_of(prefix);
  if (!after.empty() && !std::ranges::lexicographical_compare(after, prefix)) {
    first = copy_of(after);
    first.push_back(std::byte{0});  // the next key in byte order
  }
  std::vector<std::pair<app::Key, StreamId>> found;
  Rows rows = keys_from_.rows(first, count);
  while (rows.next()) {
    app::Key key{.value = rows.take<Bytes>()};
    if (key.value.size() < prefix.size() || !same_bytes(ByteView{key.value}.first(prefix.size()), prefix))
      break;
    found.emplace_back(std::move(key), rows.take<StreamId>());
  }
  return found;
}

std::optional<StreamId> Reads::numbered(std::int64_t n) {
  Rows row = number_.rows(n);
  if (!row.next()) return std::nullopt;
  return row.take<StreamId>();
}

std::optional<std::int64_t> Reads::last_number(std::int64_t first, std::int64_t last) {
  Rows row = last_number_.rows(first, last);
  require(row.next(), "a select of a maximum has a row");
  return row.take<std::optional<std::int64_t>>();
}

std::optional<app::CommandRow> Reads::command(const std::array<std::byte, 18>& id) {
  Rows row = command_.rows(id);
  if (!row.next()) return std::nullopt;
  return app::CommandRow{.id = row.take<std::array<std::byte, 18>>(),
                         .print = row.take<Hash256>(),
                         .seq = row.take<Seq>(),
                         .answer = row.take<Bytes>()};
}

std::optional<app::Payload> Reads::payload(app::PayloadId id) {
  Rows row = payload_.rows(id);
  if (!row.next()) return std::nullopt;
  return app::Payload{.kind = row.take<app::PayloadKind>(),
                      .dictionary = row.take<std::uint16_t>(),
                      .hash = row.take<Hash256>(),
                      .bytes = row.take<Bytes>()};
}

std::vector<app::EventRow> Reads::feed(Seq after, std::size_t count) {
  return all(feed_.rows(after, count), event_from);
}

std::vector<app::StreamRow> Reads::open_streams() { return all(open_streams_.rows(), stream_from); }

std::vector<app::StreamRow> Reads::open_streams(std::int64_t office, StreamId after, std::size_t count) {
  return all(office_streams_.rows(office, after, count), stream_from);
}

std::optional<std::int64_t> Reads::office_at_work(std::int64_t after) {
  Rows row = office_at_work_.rows(after);
  if (!row.next()) return std::nullopt;
  return row.take<std::int64_t>();
}

std::vector<app::OutboxRow> Reads::outbox() { return all(outbox_.rows(), message_from); }

std::optional<app::OutboxRow> Reads::outbox_row(std::int64_t id) {
  Rows row = outbox_row_.rows(id);
  if (!row.next()) return std::nullopt;
  return message_from(row);
}

std::vector<app::OutboxRow> Reads::outbox(const app::NewestFirst& part) {
  const std::int64_t before = part.before.value_or(behind_all);
  return part.partner ? all(outbox_newest_of_.rows(*part.partner, before, part.count), message_from)
                      : all(outbox_newest_.rows(before, part.count), message_from);
}

std::vector<app::OutboxRow> Reads::dead_letters(const app::NewestFirst& part) {
  return all(dead_newest_.rows(part.partner, part.before.value_or(behind_all), part.count), message_from);
}

std::vector<app::OutboxRow> Reads::dead_letters(std::int64_t after, std::size_t count) {
  return all(dead_from_.rows(after, count), message_from);
}

std::optional<app::ReceivedRow> Reads::received(exchange::Partner partner, std::string_view message) {
  Rows row = received_.rows(partner, message);
  if (!row.next()) return std::nullopt;
  return with_certificates(received_from(row), row, certificates_);
}

std::vector<app::ReceivedRow> Reads::received(const app::NewestFirst& part) {
  const std::int64_t before = part.before.value_or(behind_all);
  return part.partner ? all(received_newest_of_.rows(*part.partner, before, part.count), received_from)
                      : all(received_newest_.rows(before, part.count), received_from);
}

std::vector<std::string> Reads::further_ways(exchange::Partner partner, std::string_view message,
                                             std::size_t count) {
  const std::string first = std::string{message} + ' ';
  const std::string behind = std::string{message} + '!';  // the character behind the blank
  return all<std::string>(further_ways_.rows(partner, first, behind, count),
                          [](Rows& row) { return row.take<std::string>(); });
}

std::optional<app::SentRow> Reads::sent(std::int64_t id) {
  Rows row = sent_.rows(id);
  if (!row.next()) return std::nullopt;
  return with_certificates(sent_from(row), row, certificates_);
}

std::vector<app::SentRow> Reads::sent(const app::NewestFirst& part) {
  const std::int64_t before = part.before.value_or(behind_all);
  return part.partner ? all(sent_newest_of_.rows(*part.partner, before, part.count), sent_from)
                      : all(sent_newest_.rows(before, part.count), sent_from);
}

std::optional<Tile> Reads::tile(std::uint8_t level, std::uint64_t n) {
  Rows row = tile_.rows(level, n);
  if (!row.next()) return std::nullopt;
  const auto bytes = row.take<std::array<std::byte, hashes_per_tile * sizeof(Hash256)>>();
  Tile tile{.level = level, .n = n, .hashes = std::vector<Hash256>(hashes_per_tile)};
  std::ranges::copy(bytes, std::as_writable_bytes(std::span{tile.hashes}).begin());
  return tile;
}

std::vector<app::QuarantineRow> Reads::quarantined() { return all(quarantined_.rows(), quarantined_from); }

std::optional<app::HeadRow> Reads::last_head(exchange::Partner owner) {
  Rows row = last_head_.rows(owner);
  if (!row.next()) return std::nullopt;
  return head_from(row);
}

}  // namespace lintas::store
