#include "shell/api/status_lists.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
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
#include "core/documents/issue/table.hpp"
#include "core/workflow/codes_part.hpp"
#include "core/workflow/departure_part.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/national.hpp"
#include "shell/api/compact_code.hpp"
#include "shell/api/released.hpp"
#include "shell/app/message_names.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"

namespace lintas::api {

namespace {

/// Open streams of an office that are read at once.
constexpr std::size_t rows_at_once = 1'000;

/// Streams, then pages of the log, that one look for cancelled certificates goes through: a fraction of a
/// reader's second.
constexpr std::int64_t streams_at_once = 50'000;
constexpr int pages_at_once = 50;

}  // namespace

StatusLists::StatusLists(std::optional<Bytes> last, std::function<bool(ByteView)> keep,
                         std::function<void(Instant)> dated_ahead, code::Kind kind,
                         std::function<void()> outgrown)
    : kind_(kind),
      last_(last ? published(*std::move(last)) : std::nullopt),
      keep_(std::move(keep)),
      dated_ahead_(std::move(dated_ahead)),
      tell_outgrown_(std::move(outgrown)) {}

std::optional<StatusLists::Published> StatusLists::published(Bytes bytes) const {
  auto read = code::read_list(bytes);
  if (!read || read->list.kind != kind_) return std::nullopt;
  code::StatusList& list = read->list;
  return Published{.bytes = std::move(bytes),
                   .key_id = std::move(read->envelope.key_id),
                   .as_of = list.as_of,
                   .until = list.until,
                   .handles = list.cancelled ? *std::move(list.cancelled) : std::move(list.live),
                   .looked = {}};
}

bool StatusLists::is_believed(const DocumentKey& key) const {
  return last_ && same_bytes(last_->key_id, key.issuer.key.bytes) &&
         !code::fault_of_key(key.trusted, last_->as_of);
}

// Of its own instant too: what is released in that millisecond would be told as ended.
bool StatusLists::is_dated_ahead_of(Instant now) const { return last_ && last_->as_of >= now; }

bool StatusLists::waits_for_clock(Instant now) {
  if (!last_ || !is_dated_ahead_of(now)) {
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
  if (!last_ || !is_believed(key) || is_dated_ahead_of(now) || !last_->looked) return std::nullopt;
  // A clock that was set back has not looked yet.
  const bool is_young = now >= *last_->looked && now - *last_->looked < limits::status_list_interval;
  return is_young ? std::optional{last_->bytes} : std::nullopt;
}

std::optional<Bytes> StatusLists::last(const DocumentKey& key, Instant now) const {
  const std::scoped_lock lock{mutex_};
  if (!last_ || !is_believed(key) || is_dated_ahead_of(now) || now >= last_->until) return std::nullopt;
  return last_->bytes;
}

bool StatusLists::is_outgrown(Instant now) const {
  const std::scoped_lock lock{mutex_};
  return outgrown_ && now >= *outgrown_ && now - *outgrown_ < limits::status_list_interval;
}

/// What is signed has to be readable: by this node, too, when it starts anew.
bool StatusLists::outgrows(const Bytes& handles, Instant now) {
  const bool was = outgrown_.has_value();
  outgrown_.reset();
  if (handles.size() + limits::status_list_frame_max <= limits::status_list_bytes_max) return false;
  outgrown_ = now;
  if (!was && tell_outgrown_) tell_outgrown_();
  return true;
}

std::optional<Bytes> StatusLists::publish(const DocumentKey& key, std::vector<code::Handle> handles,
                                          Instant now) {
  const Instant as_of = now - limits::status_list_settling;
  const std::chrono::hours life =
      code::has_what_was_cancelled(kind_) ? limits::certificate_list_life : limits::status_list_life;
  const code::StatusList list =
      code::list_of(key.issuer.state, kind_, as_of, as_of + life, std::move(handles));
  const Bytes& listed = list.cancelled ? *list.cancelled : list.live;
  const std::scoped_lock lock{mutex_};
  if (waits_for_clock(now) || outgrows(listed, now)) return std::nullopt;
  const bool is_behind = last_ && as_of <= last_->as_of;
  const std::chrono::seconds renewal =
      code::has_what_was_cancelled(kind_) ? limits::certificate_list_renewal : limits::status_list_renewal;
  const bool is_old = last_ && as_of - last_->as_of >= renewal;
  if (last_ && last_->handles == listed && !is_old && is_believed(key)) {
    last_->looked = now;
    return last_->bytes;
  }
  if (is_behind || code::fault_of_key(key.trusted, as_of)) return std::nullopt;
  auto next = published(code::sign_list(list, key.issuer));
  if (!next || !keep_(next->bytes)) return std::nullopt;
  next->looked = now;
  last_ = std::move(next);
  return last_->bytes;
}

bool Cancellations::look(const workflow::National& national, const MakeHandle& handle, app::Reader& reader) {
  const std::unique_lock looking{looking_, std::try_to_lock};
  if (!looking) return false;
  if (!seen_) {
    // What is cancelled while the streams are walked stands behind this place in the log.
    const app::Counters now = reader.counters();
    seen_ = now.seq;
    to_walk_ = now.stream;
  }
  // Noted first, then passed: what a read that fails has not told is never left out.
  for (std::int64_t count = 0; walked_ < to_walk_; ++count) {
    if (count == streams_at_once) return false;
    const auto next = app::StreamId{std::to_underlying(walked_) + 1};
    if (const auto row = reader.stream(next)) note(*row, national, handle, reader);
    walked_ = next;
  }
  for (int page = 0; page < pages_at_once; ++page) {
    const auto events = reader.feed(*seen_, rows_at_once);
    std::set<app::StreamId> moved;
    for (const app::EventRow& event : events) {
      if (!moved.contains(event.stream)) {
        if (const auto row = reader.stream(event.stream)) note(*row, national, handle, reader);
        moved.insert(event.stream);
      }
      seen_ = event.seq;
    }
    if (events.size() < rows_at_once) return true;
  }
  return false;
}

void Cancellations::note(const app::StreamRow& row, const workflow::National& national,
                         const MakeHandle& handle, app::Reader& reader) {
  namespace iss = documents::issue_side;
  if (row.kind != workflow::issue_stream) return;
  bool is_cancelled = row.status == std::to_underlying(iss::State::cancelled);
  // The row shows a request to verify that is open behind the state of what has ended.
  if (row.status >= workflow::request_statuses) {
    const app::Stream stream = app::load_stream(national, reader, row);
    is_cancelled = stream.state.as<workflow::Issued>().certificate.state == iss::State::cancelled;
  }
  if (!is_cancelled) return;
  const code::Handle found_by = handle(handle_name_of_certificate(row.ref));
  const std::scoped_lock lock{mutex_};
  cancelled_.insert(found_by);
}

std::vector<code::Handle> Cancellations::handles() const {
  const std::scoped_lock lock{mutex_};
  return {cancelled_.begin(), cancelled_.end()};
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

std::vector<code::Handle> live_handles(const std::function<code::Handle(std::string_view)>& handle,
                                       app::Reader& reader) {
  std::vector<code::Handle> live;
  for (auto office = reader.office_at_work(0); office; office = reader.office_at_work(*office)) {
    app::StreamId last{};
    for (std::size_t count = rows_at_once; count == rows_at_once;) {
      const auto rows = reader.work_list(*office, last, rows_at_once);
      count = rows.size();
      for (const app::StreamRow& row : rows) {
        last = row.id;
        if (row.kind == workflow::departure_stream && is_on_the_road(workflow::departure_state(row.status)))
          live.push_back(handle(row.ref));
      }
    }
  }
  return live;
}

}  // namespace lintas::api
