#include "bench/bulk.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "bench/station.hpp"

#include "base/audit_tree.hpp"
#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/concerned.hpp"
#include "core/workflow/mrn_numbers.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/audit.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/store/sqlite/sqlite_store.hpp"

namespace lintas::bench {

namespace {

constexpr std::size_t movements_at_once = 1024;
constexpr std::size_t number_digits = 9;
constexpr std::size_t row_id_digits = 16;

/// An identifier given after `before` moves on; what was there before stays what it is.
template <class Id>
Id shifted(Id id, Id before, std::int64_t by) {
  return id > before ? Id{std::to_underlying(id) + by} : id;
}

std::int64_t count(std::size_t size) { return static_cast<std::int64_t>(size); }

}  // namespace

Trace trace_of(std::string_view country, std::span<const app::Batch> batches, const app::Counters& before) {
  Trace trace{.country = std::string{country}, .rows = {}, .before = before};
  std::map<app::StreamId, app::StreamWrite> streams;
  std::map<app::Key, app::StreamId> keys;
  for (const app::Batch& batch : batches) {
    std::ranges::copy(batch.payloads, std::back_inserter(trace.rows.payloads));
    std::ranges::copy(batch.events, std::back_inserter(trace.rows.events));
    std::ranges::copy(batch.numbers, std::back_inserter(trace.rows.numbers));
    std::ranges::copy(batch.commands, std::back_inserter(trace.rows.commands));
    for (const app::StreamWrite& write : batch.streams) streams[write.row.id] = write;
    for (const app::KeyWrite& write : batch.keys) keys[write.key] = write.stream;
  }
  for (auto& [id, write] : streams) {
    if (id <= before.stream) continue;  // a guarantee, which is as it was
    write.version_before = 0;
    trace.rows.streams.push_back(std::move(write));
  }
  for (auto& [key, stream] : keys) {
    if (stream != app::StreamId::none) trace.rows.keys.push_back({.key = key, .stream = stream});
  }
  return trace;
}

BulkLoader::BulkLoader(std::vector<Trace> traces, std::vector<std::string> numbered,
                       const workflow::MrnKey& mrn_key)
    : traces_(std::move(traces)), numbered_(std::move(numbered)), mrn_key_(mrn_key) {
  for (const Trace& trace : traces_) {
    for (const app::NumberWrite& write : trace.rows.numbers) number_ = write.n;
  }
  require(number_ != 0, "a movement takes a number at departure");
  mrn_ = workflow::mrn_of(number_, Country::parse("SG").value(), mrn_key_, crypto::sha256);
}

namespace {

/// Whose list it is an entry of: kind, who, a zero, and the stream in eight bytes.
std::optional<std::string_view> list_of(const app::Key& key) {
  constexpr std::size_t stream_bytes = 8;
  if (key.value.front() != static_cast<std::byte>(workflow::concern_keys)) return std::nullopt;
  return as_text(key.value).substr(1, key.value.size() - stream_bytes - 2);
}

}  // namespace

void BulkLoader::fill(std::span<const std::filesystem::path> folders, std::size_t count) const {
  require(folders.size() == traces_.size(), "each state has a folder");
  for (std::size_t i = 0; i < folders.size(); ++i) fill(traces_[i], folders[i], count);
}

void BulkLoader::fill(const Trace& trace, const std::filesystem::path& folder, std::size_t count) const {
  store::SqliteStore store{{.folder = folder, .vfs = {}, .synchronous = store::Synchronous::off, .room = {}}};
  require(store.counters() == trace.before, "copies begin where the original began");
  AuditTree tree = app::restore_tree(crypto::sha256, store);
  for (std::size_t done = 0; done < count;) {
    app::Batch batch;
    const std::size_t end = std::min(count, done + movements_at_once);
    while (done < end) copy(trace, static_cast<std::int64_t>(++done), batch);
    for (const app::EventRow& event : batch.events) {
      std::ranges::move(tree.append(app::leaf_of(crypto::sha256, event)), std::back_inserter(batch.tiles));
    }
    require(store.commit(batch) == app::CommitOutcome::applied, "copies fit into the store");
    store.checkpoint_if_due();
  }
}

void BulkLoader::copy(const Trace& trace, std::int64_t n, app::Batch& batch) const {
  const app::Batch& rows = trace.rows;
  const app::Counters& before = trace.before;
  const std::int64_t by = n - 1;
  const Mrn mrn = workflow::mrn_of(number_ + by, Country::parse("SG").value(), mrn_key_, crypto::sha256);
  const auto payload = [&](app::PayloadId id) {
    return shifted(id, before.payload, by * count(rows.payloads.size()));
  };
  const auto stream = [&](app::StreamId id) {
    return shifted(id, before.stream, by * count(rows.streams.size()));
  };
  const auto seq = [&](app::Seq id) { return shifted(id, before.seq, by * count(rows.events.size())); };
  for (const app::PayloadWrite& write : rows.payloads)
    batch.payloads.push_back({.id = payload(write.id), .payload = write.payload});
  for (app::EventRow event : rows.events) {
    event.seq = seq(event.seq);
    event.prev = seq(event.prev);
    event.stream = stream(event.stream);
    event.payload = payload(event.payload);
    batch.events.push_back(std::move(event));
  }
  for (app::StreamWrite write : rows.streams) {
    write.row.id = stream(write.row.id);
    write.row.head = seq(write.row.head);
    write.row.ref = renamed(std::move(write.row.ref), n, mrn);
    batch.streams.push_back(std::move(write));
  }
  for (const app::KeyWrite& write : rows.keys) {
    const app::StreamId id = stream(write.stream);
    const auto list = list_of(write.key);
    batch.keys.push_back(
        {.key = list ? workflow::concern_key(*list, id) : renamed(write.key, n, mrn), .stream = id});
  }
  for (const app::NumberWrite& write : rows.numbers)
    batch.numbers.push_back({.n = write.n + by, .stream = stream(write.stream)});
  for (app::CommandRow row : rows.commands) {
    // Ids begin with their day, the rest is a hash.
    const std::array parts{ByteView{row.id}, as_bytes(mrn.str())};
    std::ranges::copy_n(crypto::sha256(parts).bytes.begin(), row.id.size() - 2, row.id.begin() + 2);
    row.seq = seq(row.seq);
    batch.commands.push_back(std::move(row));
  }
}

app::Key BulkLoader::renamed(const app::Key& key, std::int64_t n, const Mrn& mrn) const {
  std::string text = renamed(std::string{as_text(key.value)}, n, mrn);
  const bool of_partner = key.value.front() == static_cast<std::byte>(workflow::KeyKind::partner_message);
  if (!of_partner) return {.value = copy_of(as_bytes(text))};
  // A message of a partner is called by its row in the partner's outbox.
  const auto sender =
      std::ranges::find_if(traces_, [&](const Trace& trace) { return text.substr(1, 2) == trace.country; });
  require(sender != traces_.end() && text.size() > row_id_digits, "a partner is one of the states");
  const auto digits = text.size() - row_id_digits;
  std::uint64_t row = 0;
  std::from_chars(text.data() + digits, text.data() + text.size(), row, 16);
  row += static_cast<std::uint64_t>(n - 1) * sender->rows.events.size() * app::messages_per_event_max;
  text.replace(digits, row_id_digits, format("{:016X}", row));
  return {.value = copy_of(as_bytes(text))};
}

std::string BulkLoader::renamed(std::string text, std::int64_t n, const Mrn& mrn) const {
  const auto replace = [&](std::string_view what, std::string_view with) {
    if (const auto at = text.find(what); at != std::string::npos) text.replace(at, what.size(), with);
  };
  replace(mrn_.str(), mrn.str());
  for (const std::string& one : numbered_)
    replace(one, one.substr(0, one.size() - number_digits) + format("{:09}", n));
  return text;
}

}  // namespace lintas::bench
