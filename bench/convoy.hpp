#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <queue>
#include <string>
#include <vector>

#include "bench/corridor.hpp"
#include "bench/declarations.hpp"
#include "bench/doors.hpp"

#include "shell/net/loop.hpp"

namespace lintas::bench {

/// Movements on their way, through everything that people do about one: declared, released, three times let
/// past, arrived, released at their destination. Each is taken up again after a pause, in which the nodes
/// tell each other; who comes too early is refused and comes again.
class Convoy {
 public:
  struct Options {
    std::size_t first = 0;  ///< number of the first declaration
    std::size_t count = 0;
    std::size_t under_way = 2048;  ///< movements, at most
    std::size_t at_once = 48;      ///< requests, at most
    double rate = 0;               ///< movements begun a second; 0: as many as there is room for
    std::chrono::milliseconds pause{500};
    std::size_t steps = Corridor::steps.size();  ///< of each movement, from its declaration
    /// MRNs that were declared before: these instead of new declarations.
    std::vector<std::string> stock{};
  };

  Convoy(net::Loop& loop, Doors& doors, const Declarations& declarations, Options options);
  ~Convoy();
  Convoy(const Convoy&) = delete;
  Convoy& operator=(const Convoy&) = delete;

  void start();
  /// Those under way go on, no further one begins, however many there were to be.
  void begin_no_more();
  /// Until all have ended.
  void wait();

  // After the end:
  [[nodiscard]] const std::vector<std::string>& mrns() const { return mrns_; }
  /// Requests that came before the node had what another one tells it.
  [[nodiscard]] std::size_t too_early() const { return too_early_; }
  [[nodiscard]] std::size_t requests() const { return requests_; }
  /// Movements that were begun a second, until the last one was.
  [[nodiscard]] double begun_rate() const;
  /// Requests that were not taken: the node was busy.
  [[nodiscard]] std::size_t busy() const { return busy_; }
  /// Requests that were not answered: the connection did not come about, or broke.
  [[nodiscard]] std::size_t unanswered() const { return unanswered_; }
  /// Movements that ended a second, without the first and the last quarter, in which fewer are under way.
  [[nodiscard]] double steady_rate() const;
  [[nodiscard]] Times& sizes() { return sizes_; }

 private:
  struct Movement {
    std::size_t n = 0;
    std::size_t step = 0;
    std::size_t attempt = 0;
    std::size_t early = 0;  ///< refusals of this step in a row
    std::string mrn;
  };
  struct Due {
    SteadyClock::time_point at;
    std::uint64_t order = 0;  ///< who waits longer comes first
    std::shared_ptr<Movement> movement;
    friend bool operator>(const Due& a, const Due& b) {
      return a.at != b.at ? a.at > b.at : a.order > b.order;
    }
  };

  void tick();
  void pump();
  [[nodiscard]] bool may_begin(SteadyClock::time_point now) const;
  void put(std::shared_ptr<Movement> movement, std::chrono::milliseconds pause);
  void ask(const std::shared_ptr<Movement>& movement, SteadyClock::time_point due);
  [[nodiscard]] Ask next_of(const Movement& movement);
  void take(const std::shared_ptr<Movement>& movement, const Answer& answer);

  net::Loop& loop_;
  Doors& doors_;
  const Declarations& declarations_;
  const Options options_;
  SteadyClock::time_point begin_;
  std::size_t count_;  ///< how many there are to be
  std::size_t begun_ = 0;
  std::size_t ended_ = 0;
  std::size_t asked_ = 0;  ///< and not yet answered
  std::uint64_t order_ = 0;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
  std::vector<std::string> mrns_;
  std::size_t too_early_ = 0;
  std::size_t requests_ = 0;
  SteadyClock::time_point last_begun_;
  SteadyClock::time_point last_answered_;
  std::size_t busy_ = 0;
  std::size_t unanswered_ = 0;
  SteadyClock::time_point quarter_;  ///< has ended
  SteadyClock::time_point three_quarters_;
  Times sizes_;  ///< of declarations, in bytes
  std::promise<void> all_ended_;
};

}  // namespace lintas::bench
