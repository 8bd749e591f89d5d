#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <utility>

#include "base/require.hpp"

namespace lintas::node {

/// Queues that are served in turn: however much waits in one, the first of another comes next but a few. What
/// weighs as much as several takes as many turns, while others wait. Not for several threads at once.
template <class T, std::size_t Queues>
class Turns {
 public:
  /// Precondition: weight > 0.
  void push(std::size_t queue, T item, std::size_t weight = 1) {
    queues_.at(queue).push_back({.item = std::move(item), .weight = weight});
    weights_[queue] += weight;
    ++size_;
  }
  /// Goes before whatever `push` has put there, behind others of its kind. Weighs nothing in its queue, and
  /// takes one turn.
  void push_before(std::size_t queue, T item) {
    before_.at(queue).push_back(std::move(item));
    ++size_;
  }
  /// Precondition: not empty.
  [[nodiscard]] T pop() {
    require(size_ > 0, "something waits");
    do last_ = (last_ + 1) % Queues;
    while (passes());
    --size_;
    if (std::deque<T>& before = before_[last_]; !before.empty()) {
      T next = std::move(before.front());
      before.pop_front();
      return next;
    }
    One next = std::move(queues_[last_].front());
    queues_[last_].pop_front();
    owed_[last_] = next.weight - 1;
    weights_[last_] -= next.weight;
    return std::move(next.item);
  }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  /// What waits in it weighs so much.
  [[nodiscard]] std::size_t weight(std::size_t queue) const { return weights_.at(queue); }

 private:
  struct One {
    T item;
    std::size_t weight;
  };
  /// Whether the queue whose turn it is gives it to the next one.
  [[nodiscard]] bool passes() {
    const std::size_t here = before_[last_].size() + queues_[last_].size();
    const bool owes = owed_[last_] > 0 && here > 0 && here < size_;
    owed_[last_] = owes ? owed_[last_] - 1 : 0;
    return owes || here == 0;
  }

  std::array<std::deque<T>, Queues> before_;
  std::array<std::deque<One>, Queues> queues_;
  std::array<std::size_t, Queues> weights_{};
  std::array<std::size_t, Queues> owed_{};  ///< turns that its last one has taken beforehand
  std::size_t size_ = 0;
  std::size_t last_ = Queues - 1;
};

}  // namespace lintas::node
