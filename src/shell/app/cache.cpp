#include "shell/app/cache.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/certain.hpp"
#include "base/limits.hpp"
#include "base/time.hpp"
#include "core/workflow/domain.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"

namespace lintas::app {

StreamPtr Cache::get(StreamId id) {
  if (const auto found = index_.find(id); found != index_.end()) {
    by_use_.splice(by_use_.begin(), by_use_, found->second);
    return *found->second;
  }
  const auto row = certain(store_.stream(id), "a stream that is named exists");
  put(std::make_shared<const Stream>(load_stream(domain_, store_, row)));
  return by_use_.front();
}

StreamPtr Cache::look(StreamId id) {
  if (const auto found = index_.find(id); found != index_.end()) return *found->second;
  const auto row = certain(store_.stream(id), "a stream that is named exists");
  return std::make_shared<const Stream>(load_stream(domain_, store_, row));
}

void Cache::set_open(const StreamRow& row, Instant now) {
  const auto known = walked_.find(row.id);
  if (row.open) {
    walked_.insert_or_assign(row.id, Walked{.kind = row.kind, .closed = std::nullopt});
  } else if (known != walked_.end() && !known->second.closed) {
    known->second.closed = now;
    closed_.emplace_back(now, row.id);
  }
  const auto is_old = [&](Instant closed) { return closed + (2 * limits::manifest_interval) < now; };
  while (!closed_.empty() && (closed_.size() > streams_max_ || is_old(closed_.front().first))) {
    const auto [closed, id] = closed_.front();
    closed_.pop_front();
    const auto found = walked_.find(id);
    if (found != walked_.end() && found->second.closed == closed) walked_.erase(found);
  }
}

std::vector<StreamId> Cache::open_streams(const workflow::Page& page) const {
  std::vector<StreamId> found;
  for (auto next = walked_.upper_bound(page.behind); next != walked_.end() && found.size() < page.count;
       ++next) {
    if (std::ranges::find(page.kinds, next->second.kind) != page.kinds.end()) found.push_back(next->first);
  }
  return found;
}

void Cache::put(StreamPtr stream) {
  const StreamId id = stream->row.id;
  if (const auto found = index_.find(id); found != index_.end()) {
    *found->second = std::move(stream);
    by_use_.splice(by_use_.begin(), by_use_, found->second);
    return;
  }
  by_use_.push_front(std::move(stream));
  index_[id] = by_use_.begin();
  if (by_use_.size() <= streams_max_) return;
  index_.erase(by_use_.back()->row.id);
  by_use_.pop_back();
}

void Cache::clear() {
  index_.clear();
  by_use_.clear();
}

}  // namespace lintas::app
