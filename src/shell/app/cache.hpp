#pragma once

#include <cstddef>
#include <list>
#include <unordered_map>
#include <utility>

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
  void put(StreamPtr stream);
  void clear();
  [[nodiscard]] std::size_t size() const noexcept { return index_.size(); }

  [[nodiscard]] Store& store() noexcept { return store_; }
  [[nodiscard]] const workflow::Domain& domain() const noexcept { return domain_; }

 private:
  const workflow::Domain& domain_;
  Store& store_;
  std::size_t streams_max_;
  std::list<StreamPtr> by_use_;  ///< newest first
  std::unordered_map<StreamId, std::list<StreamPtr>::iterator> index_;
};

}  // namespace lintas::app
