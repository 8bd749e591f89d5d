#pragma once

#include <cstddef>
#include <deque>
#include <list>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "core/workflow/domain.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"

namespace lintas::app {

/// The streams in memory, as last committed; the least recently used go first. One thread.
class Cache {
 public:
  Cache(const workflow::Domain& domain, Store& store, std::size_t streams_max)
      : domain_(domain), store_(store), streams_max_(streams_max) {}

  /// From memory, else read and folded. Precondition: the stream exists.
  [[nodiscard]] StreamPtr get(StreamId id);
  /// The same without keeping it: who walks over all streams must not push out those in use.
  [[nodiscard]] StreamPtr look(StreamId id);
  void put(StreamPtr stream);
  void clear();
  [[nodiscard]] std::size_t size() const noexcept { return index_.size(); }

  /// Which streams are open, as last committed: of these there are few enough to know them all. One that has
  /// closed is remembered for two rounds of manifests more, since what it sent last may have been lost; not
  /// over a start of the node, and never more of them than streams are cached.
  void set_open(const StreamRow& row, Instant now);
  [[nodiscard]] std::vector<StreamId> open_streams(const workflow::Page& page) const;

  [[nodiscard]] Store& store() noexcept { return store_; }
  [[nodiscard]] const workflow::Domain& domain() const noexcept { return domain_; }

 private:
  const workflow::Domain& domain_;
  Store& store_;
  std::size_t streams_max_;
  std::list<StreamPtr> by_use_;  ///< newest first
  std::unordered_map<StreamId, std::list<StreamPtr>::iterator> index_;
  struct Walked {
    StreamKind kind{};
    std::optional<Instant> closed;
  };
  std::map<StreamId, Walked> walked_;  ///< open, or closed not long ago
  /// When a stream closed, in that order; one that was opened again since has another time, or none.
  std::deque<std::pair<Instant, StreamId>> closed_;
};

}  // namespace lintas::app
