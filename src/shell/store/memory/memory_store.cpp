#include "shell/store/memory/memory_store.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/audit_tree.hpp"
#include "base/bytes.hpp"
#include "base/require.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/deaths.hpp"
#include "shell/app/store.hpp"
#include "shell/app/store_failure.hpp"

namespace lintas::store {

using app::Batch;
using app::CommitOutcome;
using app::Seq;
using app::StoreFailure;
using app::StreamId;

/// Changes of rows that are taken back, last first, unless they are kept.
class Undo {
 public:
  Undo() = default;
  Undo(const Undo&) = delete;
  Undo& operator=(const Undo&) = delete;
  ~Undo() {
    for (auto& step : std::views::reverse(steps_)) step();
  }

  void keep() noexcept { steps_.clear(); }

  template <class Rows>
  [[nodiscard]] bool insert(Rows& rows, const typename Rows::key_type& id,
                            const typename Rows::mapped_type& row) {
    if (!rows.try_emplace(id, row).second) return false;
    steps_.emplace_back([&rows, id] { rows.erase(id); });
    return true;
  }

  template <class Rows>
  void replace(Rows& rows, const typename Rows::key_type& id, typename Rows::mapped_type row) {
    auto& place = rows.at(id);
    steps_.emplace_back([&place, before = std::exchange(place, std::move(row))] { place = before; });
  }

  /// True if there was one.
  template <class Rows>
  bool erase(Rows& rows, const typename Rows::key_type& id) {
    auto node = rows.extract(id);
    if (!node) return false;
    steps_.emplace_back([&rows, taken = std::move(node)]() mutable { rows.insert(std::move(taken)); });
    return true;
  }

 private:
  std::vector<std::move_only_function<void()>> steps_;
};

namespace {

template <class Rows>
std::optional<typename Rows::mapped_type> row_of(const Rows& rows, const typename Rows::key_type& id) {
  const auto found = rows.find(id);
  if (found == rows.end()) return std::nullopt;
  return found->second;
}

/// The row that has to be there, or a promise is broken.
template <class Rows>
typename Rows::mapped_type row_at(const Rows& rows, const typename Rows::key_type& id, const char* promise) {
  const auto found = rows.find(id);
  require(found != rows.end(), promise);
  return found->second;
}

template <class Rows>
std::vector<typename Rows::mapped_type> all_of(const Rows& rows) {
  const auto values = std::views::values(rows);
  return {values.begin(), values.end()};
}

struct Every {
  bool operator()(const auto& /*row*/) const { return true; }
};

/// At most `count` rows behind `after`, of those that are asked for.
template <class Rows, class Asked = Every>
std::vector<typename Rows::mapped_type> behind(const Rows& rows, const typename Rows::key_type& after,
                                               std::size_t count, Asked asked = {}) {
  std::vector<typename Rows::mapped_type> found;
  for (auto row = rows.upper_bound(after); row != rows.end() && found.size() < count; ++row)
    if (asked(row->second)) found.push_back(row->second);
  return found;
}

/// A part of a list, newest first; likewise.
template <class Rows, class Asked = Every>
std::vector<typename Rows::mapped_type> newest(const Rows& rows, const app::NewestFirst& part,
                                               Asked asked = {}) {
  std::vector<typename Rows::mapped_type> found;
  auto row = part.before ? rows.lower_bound(*part.before) : rows.end();
  while (row != rows.begin() && found.size() < part.count) {
    --row;
    if ((!part.partner || row->second.partner == *part.partner) && asked(row->second))
      found.push_back(row->second);
  }
  return found;
}

bool is_dead(const app::OutboxRow& row) { return row.dead; }

std::vector<app::ReceivedRow> without_evidence(std::vector<app::ReceivedRow> rows) {
  for (app::ReceivedRow& row : rows) row.envelope = row.receipt = row.as_signed = {};
  return rows;
}
std::vector<app::SentRow> without_evidence(std::vector<app::SentRow> rows) {
  for (app::SentRow& row : rows) row.envelope = row.receipt = {};
  return rows;
}

template <class Rows>
typename Rows::key_type last_id(const Rows& rows) {
  return rows.empty() ? typename Rows::key_type{} : rows.rbegin()->first;
}

}  // namespace

CommitOutcome MemoryStore::commit(const Batch& batch) {
  check_usable();
  const std::optional<Fault> fault = row_of(faults_, ++commits_);
  if (fault == Fault::not_applied) return CommitOutcome::not_applied;

  Undo undo;
  if (!write(batch, undo)) return CommitOutcome::not_applied;
  if (fault != Fault::unknown_not_applied) undo.keep();
  lost_ = fault.has_value();
  return lost_ ? CommitOutcome::unknown : CommitOutcome::applied;
}

void MemoryStore::check_usable() const {
  if (lost_) throw StoreFailure("the outcome of a batch is unknown", StoreFailure::Outcome::unknown);
}

bool MemoryStore::write(const Batch& batch, Undo& undo) {
  if (!write_new_rows(batch, undo) || !write_evidence(batch, undo)) return false;
  for (const app::StreamWrite& stream : batch.streams) write_stream(stream, undo);
  for (const app::KeyWrite& key : batch.keys) {
    if (!write_key(key, undo)) return false;
  }
  for (const auto& [message, death] : batch.dead) mark(message, true, death, undo);
  for (const std::int64_t message : batch.revived) {
    const auto death = row_at(outbox_, message, "a message that is revived is in the outbox").death;
    mark(message, false, app::is_known_from_elsewhere(death) ? death : std::nullopt, undo);
  }
  for (const std::int64_t message : batch.receipted) {
    require(undo.erase(outbox_, message), "a receipt is for a message in the outbox");
  }
  for (const app::PayloadId id : batch.erased) erase(id, undo);
  return true;
}

/// Rows under ids that must be new; false if one is not.
bool MemoryStore::write_new_rows(const Batch& batch, Undo& undo) {
  const auto insert_all = [&undo](auto& table, const auto& rows, auto id_of) {
    return std::ranges::all_of(
        rows, [&](const auto& row) { return undo.insert(table, std::invoke(id_of, row), row); });
  };
  const auto place_of = [](const Tile& tile) { return TilePlace{tile.level, tile.n}; };
  std::vector<app::QuarantineRow> quarantined = batch.quarantined;
  std::int64_t last = last_id(quarantined_);
  for (app::QuarantineRow& row : quarantined) row.id = ++last;

  return insert_all(payloads_, batch.payloads, &app::PayloadWrite::id) &&
         insert_all(events_, batch.events, &app::EventRow::seq) &&
         insert_all(tiles_, batch.tiles, place_of) &&
         insert_all(numbers_, batch.numbers, &app::NumberWrite::n) &&
         insert_all(outbox_, batch.outbox, &app::OutboxRow::id) &&
         insert_all(commands_, batch.commands, &app::CommandRow::id) &&
         insert_all(quarantined_, quarantined, &app::QuarantineRow::id);
}

void MemoryStore::write_stream(const app::StreamWrite& write, Undo& undo) {
  const app::StreamRow& row = write.row;
  if (write.version_before == 0) {
    require(undo.insert(streams_, row.id, row), "a stream that is new is not in the store");
    return;
  }
  const app::StreamRow stored = row_at(streams_, row.id, "a stream that steps is in the store");
  require(stored.version == write.version_before, "a stream is in the version it was decided on");
  const bool stays = row.open && !write.office_moved;
  require(!stays || (stored.open && stored.office == row.office),
          "a stream that changes its place in the work list says so");
  app::StreamRow after = row;
  if (!write.state_changed) after.state = stored.state;
  undo.replace(streams_, row.id, std::move(after));
}

bool MemoryStore::write_key(const app::KeyWrite& write, Undo& undo) {
  if (write.stream != StreamId::none) return undo.insert(keys_, write.key, write.stream);
  undo.erase(keys_, write.key);
  return true;
}

bool MemoryStore::write_evidence(const Batch& batch, Undo& undo) {
  for (app::ReceivedRow row : batch.received) {
    row.id = last_id(received_) + 1;
    if (!undo.insert(claims_, {row.partner, row.message}, row.id)) return false;
    require(undo.insert(received_, row.id, row), "the store gives new ids");
  }
  // The first proof of a message stays.
  for (const app::SentRow& row : batch.sent) (void)undo.insert(sent_, row.id, row);
  return true;
}

void MemoryStore::mark(std::int64_t message, bool dead, const std::optional<app::Death>& death, Undo& undo) {
  app::OutboxRow row = row_at(outbox_, message, "a message that is marked is in the outbox");
  row.dead = dead;
  row.death = death;
  undo.replace(outbox_, message, row);
}

void MemoryStore::erase(app::PayloadId id, Undo& undo) {
  app::PayloadWrite row = row_at(payloads_, id, "a document that is erased is in the store");
  row.payload.bytes.clear();
  undo.replace(payloads_, id, std::move(row));
  for (const auto& [place, message] : received_) {
    const auto event = events_.find(message.seq);
    if (message.as_signed.empty() || event == events_.end() || event->second.payload != id) continue;
    app::ReceivedRow emptied = message;
    emptied.as_signed.clear();
    undo.replace(received_, place, std::move(emptied));
  }
}

app::Counters MemoryStore::counters() {
  check_usable();
  return {.seq = last_id(events_), .stream = last_id(streams_), .payload = last_id(payloads_)};
}

std::optional<app::StreamRow> MemoryStore::stream(StreamId id) {
  check_usable();
  return row_of(streams_, id);
}

std::vector<app::EventRow> MemoryStore::history(Seq head) {
  check_usable();
  std::vector<app::EventRow> events;
  for (Seq seq = head; seq != Seq::none; seq = events.back().prev) {
    events.push_back(row_at(events_, seq, "an event of a history is in the log"));
  }
  std::ranges::reverse(events);
  return events;
}

std::optional<StreamId> MemoryStore::find(const app::Key& key) {
  check_usable();
  return row_of(keys_, key);
}

std::vector<std::pair<app::Key, StreamId>> MemoryStore::find_all(ByteView prefix, ByteView after,
                                                                 std::size_t count) {
  check_usable();
  const app::Key first{.value = copy_of(prefix)};
  const app::Key last{.value = copy_of(after)};
  const bool from_first = after.empty() || last < first;
  auto row = from_first ? keys_.lower_bound(first) : keys_.upper_bound(last);
  std::vector<std::pair<app::Key, StreamId>> found;
  for (; row != keys_.end() && found.size() < count; ++row) {
    const ByteView key = row->first.value;
    if (key.size() < prefix.size() || !same_bytes(key.first(prefix.size()), prefix)) break;
    found.emplace_back(*row);
  }
  return found;
}

std::optional<StreamId> MemoryStore::numbered(std::int64_t n) {
  check_usable();
  const auto row = row_of(numbers_, n);
  return row ? std::optional{row->stream} : std::nullopt;
}

std::optional<std::int64_t> MemoryStore::last_number(std::int64_t first, std::int64_t last) {
  check_usable();
  const auto behind = numbers_.upper_bound(last);
  if (behind == numbers_.begin()) return std::nullopt;
  const std::int64_t n = std::prev(behind)->first;
  return n >= first ? std::optional{n} : std::nullopt;
}

std::optional<app::CommandRow> MemoryStore::command(const std::array<std::byte, 18>& id) {
  check_usable();
  return row_of(commands_, id);
}

std::optional<app::Payload> MemoryStore::payload(app::PayloadId id) {
  check_usable();
  auto row = row_of(payloads_, id);
  if (!row || row->payload.bytes.empty()) return std::nullopt;
  return std::move(row->payload);
}

std::vector<app::EventRow> MemoryStore::feed(Seq after, std::size_t count) {
  check_usable();
  return behind(events_, after, count);
}

std::vector<app::StreamRow> MemoryStore::open_streams() {
  check_usable();
  std::vector<app::StreamRow> rows = all_of(streams_);
  std::erase_if(rows, [](const app::StreamRow& row) { return !row.open; });
  return rows;
}

std::vector<app::OutboxRow> MemoryStore::outbox() {
  check_usable();
  return all_of(outbox_);
}

std::optional<app::OutboxRow> MemoryStore::outbox_row(std::int64_t id) {
  check_usable();
  return row_of(outbox_, id);
}

std::vector<app::OutboxRow> MemoryStore::outbox(const app::NewestFirst& part) {
  check_usable();
  return newest(outbox_, part);
}

std::vector<app::OutboxRow> MemoryStore::dead_letters(const app::NewestFirst& part) {
  check_usable();
  return newest(outbox_, part, is_dead);
}

std::vector<app::OutboxRow> MemoryStore::dead_letters(std::int64_t after, std::size_t count) {
  check_usable();
  return behind(outbox_, after, count, is_dead);
}

std::optional<app::ReceivedRow> MemoryStore::received(exchange::Partner partner, std::string_view message) {
  check_usable();
  const auto id = row_of(claims_, {partner, std::string{message}});
  return id ? row_of(received_, *id) : std::nullopt;
}

std::vector<app::ReceivedRow> MemoryStore::received(const app::NewestFirst& part) {
  check_usable();
  return without_evidence(newest(received_, part));
}

std::vector<std::string> MemoryStore::further_ways(exchange::Partner partner, std::string_view message,
                                                   std::size_t count) {
  check_usable();
  const std::string first = std::string{message} + ' ';
  std::map<std::int64_t, std::string> all;
  for (auto at = claims_.lower_bound({partner, first}); at != claims_.end(); ++at) {
    const auto& [owner, name] = at->first;
    if (owner != partner || !name.starts_with(first)) break;
    all.emplace(at->second, name);
  }
  std::vector<std::string> names;
  for (std::string& name : std::views::values(all) | std::views::take(count))
    names.push_back(std::move(name));
  return names;
}

std::optional<app::SentRow> MemoryStore::sent(std::int64_t id) {
  check_usable();
  return row_of(sent_, id);
}

std::vector<app::SentRow> MemoryStore::sent(const app::NewestFirst& part) {
  check_usable();
  return without_evidence(newest(sent_, part));
}

std::optional<Tile> MemoryStore::tile(std::uint8_t level, std::uint64_t n) {
  check_usable();
  return row_of(tiles_, {level, n});
}

std::vector<app::QuarantineRow> MemoryStore::quarantined() {
  check_usable();
  return all_of(quarantined_);
}

std::vector<app::StreamRow> MemoryStore::streams(StreamId after, std::size_t count) const {
  check_usable();
  return behind(streams_, after, count);
}

std::vector<app::NumberWrite> MemoryStore::numbers(std::int64_t after, std::size_t count) const {
  check_usable();
  return behind(numbers_, after, count);
}

std::vector<app::PayloadWrite> MemoryStore::documents(app::PayloadId after, std::size_t count) const {
  check_usable();
  return behind(payloads_, after, count);
}

std::vector<app::OutboxRow> MemoryStore::outbox(std::int64_t after, std::size_t count) const {
  check_usable();
  return behind(outbox_, after, count);
}

std::vector<app::ReceivedRow> MemoryStore::received(std::int64_t after, std::size_t count) const {
  check_usable();
  return behind(received_, after, count);
}

std::vector<app::SentRow> MemoryStore::sent(std::int64_t after, std::size_t count) const {
  check_usable();
  return behind(sent_, after, count);
}

std::vector<app::HeadRow> MemoryStore::heads(exchange::Partner owner, std::uint64_t size,
                                             std::size_t count) const {
  check_usable();
  return behind(heads_, {owner, size}, count);
}

void MemoryStore::save_head(const app::HeadRow& head) {
  check_usable();
  heads_.insert_or_assign({head.owner, head.head.size}, head);
}

std::optional<app::HeadRow> MemoryStore::last_head(exchange::Partner owner) {
  check_usable();
  std::optional<app::HeadRow> newest;
  for (auto one = heads_.lower_bound({owner, 0}); one != heads_.end() && one->first.first == owner; ++one)
    if (!newest || one->second.at >= newest->at) newest = one->second;
  return newest;
}

bool MemoryStore::drop_commands_before(std::uint16_t period) {
  check_usable();
  std::array<std::byte, 18> first{};
  first[0] = static_cast<std::byte>(period >> 8U);
  first[1] = static_cast<std::byte>(period & 0xFFU);
  const auto end = commands_.lower_bound(first);
  const bool any = commands_.begin() != end;
  commands_.erase(commands_.begin(), end);
  return any;
}

}  // namespace lintas::store
