#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <utility>

#include "base/require.hpp"

namespace lintas::node {

/// Queues that are served in turn: however much waits in one, the first of another comes next but a few. Not
/// for several threads at once.
template <class T, std::size_t Queues>
class Turns {
 public:
  void push(std::size_t queue, T item) {
    queues_.at(queue).push_back(std::move(item));
    ++size_;
  }
  /// Precondition: not empty.
  [[nodiscard]] T pop() {
    require(size_ > 0, "something waits");
    do last_ = (last_ + 1) % Queues;
    while (queues_[last_].empty());
    T item = std::move(queues_[last_].front());
    queues_[last_].pop_front();
    --size_;
    return item;
  }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::size_t size(std::size_t queue) const { return queues_.at(queue).size(); }

 private:
  std::array<std::deque<T>, Queues> queues_;
  std::size_t size_ = 0;
  std::size_t last_ = Queues - 1;
};

}  // namespace lintas::node
