#include "shell/api/status_lists.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/code/limits.hpp"
#include "core/code/records.hpp"
#include "core/code/status.hpp"
#include "core/code/trust.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/transit/departure/table.hpp"
#include "core/workflow/codes_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/office_number.hpp"
#include "shell/api/compact_code.hpp"
#include "shell/api/released.hpp"
#include "shell/app/message_names.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"

namespace lintas::api {

namespace {

/// Open streams of an office that are read at once.
constexpr std::size_t rows_at_once = 1'000;

}  // namespace

StatusLists::StatusLists(std::optional<Bytes> last, std::function<bool(ByteView)> keep,
                         std::function<void(Instant)> dated_ahead)
    : last_(last ? published(*std::move(last)) : std::nullopt),
      keep_(std::move(keep)),
      dated_ahead_(std::move(dated_ahead)) {}

std::optional<StatusLists::Published> StatusLists::published(Bytes bytes) {
  auto read = code::read_list(bytes);
  if (!read) return std::nullopt;
  return Published{.bytes = std::move(bytes),
                   .key_id = std::move(read->envelope.key_id),
                   .as_of = read->list.as_of,
                   .live = std::move(read->list.live),
                   .looked = {}};
}

bool StatusLists::is_believed(const DocumentKey& key) const {
  return last_ && same_bytes(last_->key_id, key.issuer.key.bytes) &&
         !code::fault_of_key(key.trusted, last_->as_of);
}

// Of its own instant too: what is released in that millisecond would be told as ended.
bool StatusLists::is_dated_ahead_of(Instant now) const { return last_ && last_->as_of >= now; }

bool StatusLists::waits_for_clock(Instant now) {
  if (!is_dated_ahead_of(now)) {
    told_ahead_ = false;
    return false;
  }
  last_->looked.reset();
  if (!std::exchange(told_ahead_, true) && dated_ahead_) dated_ahead_(last_->as_of);
  return true;
}

bool StatusLists::is_ahead_of(Instant now) {
  const std::scoped_lock lock{mutex_};
  return waits_for_clock(now);
}

std::optional<Bytes> StatusLists::young(const DocumentKey& key, Instant now) const {
  const std::scoped_lock lock{mutex_};
  if (!is_believed(key) || is_dated_ahead_of(now) || !last_->looked) return std::nullopt;
  // A clock that was set back has not looked yet.
  const bool is_young = now >= *last_->looked && now - *last_->looked < limits::status_list_interval;
  return is_young ? std::optional{last_->bytes} : std::nullopt;
}

std::optional<Bytes> StatusLists::publish(const DocumentKey& key, std::vector<code::Handle> live,
                                          Instant now) {
  const Instant as_of = now - limits::status_list_settling;
  const code::StatusList list{.version = code::current_version,
                              .issuer = key.issuer.state,
                              .kind = code::Kind::accompanying_document,
                              .as_of = as_of,
                              .until = as_of + limits::status_list_life,
                              .live = code::live_of(std::move(live))};
  const std::scoped_lock lock{mutex_};
  if (waits_for_clock(now)) return std::nullopt;
  const bool is_behind = last_ && as_of <= last_->as_of;
  const bool is_old = last_ && as_of - last_->as_of >= limits::status_list_renewal;
  if (last_ && last_->live == list.live && !is_old && is_believed(key)) {
    last_->looked = now;
    return last_->bytes;
  }
  if (is_behind || code::fault_of_key(key.trusted, as_of)) return std::nullopt;
  Bytes bytes = code::sign_list(list, key.issuer);
  if (!keep_(bytes)) return std::nullopt;
  last_ = published(std::move(bytes));
  last_->looked = now;
  return last_->bytes;
}

bool knows_what_holds(std::span<const app::Loss> losses, app::Reader& reader) {
  if (losses.empty()) return true;
  const auto id = reader.find(workflow::codes_key());
  const auto row = id ? reader.stream(*id) : std::nullopt;
  if (!row) return false;
  // By the events: a refusal is noted in the stream as well.
  return std::ranges::any_of(reader.history(row->head), [&](const app::EventRow& event) {
    return event.type == workflow::codes_resumed && event.seq > losses.back().last;
  });
}

std::vector<code::Handle> live_handles(const refdata::Snapshot& reference, Country home,
                                       const std::function<code::Handle(std::string_view)>& handle,
                                       app::Reader& reader) {
  std::vector<code::Handle> live;
  std::int64_t before = 0;
  for (const auto& office : reference.tables().offices.rows()) {
    const std::int64_t number = workflow::office_number(office.key);
    if (office.key.country() != home || number == std::exchange(before, number)) continue;
    app::StreamId last{};
    for (std::size_t count = rows_at_once; count == rows_at_once;) {
      const auto rows = reader.work_list(number, last, rows_at_once);
      count = rows.size();
      for (const app::StreamRow& row : rows) {
        last = row.id;
        const auto state = static_cast<transit::departure::State>(row.status);
        if (row.kind == workflow::departure_stream && is_on_the_road(state)) live.push_back(handle(row.ref));
      }
    }
  }
  return live;
}

}  // namespace lintas::api
