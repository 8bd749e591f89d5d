#include "shell/app/cache.hpp"

#include <memory>
#include <utility>

#include "base/require.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"

namespace lintas::app {

StreamPtr Cache::get(StreamId id) {
  if (const auto found = index_.find(id); found != index_.end()) {
    by_use_.splice(by_use_.begin(), by_use_, found->second);
    return *found->second;
  }
  const auto row = store_.stream(id);
  require(row.has_value(), "a stream that is named exists");
  put(std::make_shared<const Stream>(load_stream(domain_, store_, *row)));
  return by_use_.front();
}

void Cache::put(StreamPtr stream) {
  const StreamId id = stream->row.id;
  if (const auto found = index_.find(id); found != index_.end()) by_use_.erase(found->second);
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
