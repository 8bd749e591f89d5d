#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "core/sandbox/offices.hpp"
#include "shell/sandbox/client.hpp"
#include "shell/sandbox/town.hpp"

/// Officers of every office, played. They are told of movements by the feeds of the nodes, look at them with
/// the keys of their own, do what core/sandbox says as people would who take their time, and ask for it as
/// people do. What they know is in the nodes: after a new start they go on.
namespace lintas::sandbox {

/// What an officer asked for, and what came of it.
struct Done {
  std::string office;
  std::string_view act;
  std::string mrn;
  std::string refused;  ///< empty: done
};

class Officers {
 public:
  struct Options {
    double speed = 1;                       ///< so many times as fast as people and trucks
    std::function<void(const Done&)> tell;  ///< on a thread of their own
  };
  /// The town outlives them.
  Officers(const Town& town, Options options);
  /// Whoever has begun finishes.
  ~Officers();
  Officers(const Officers&) = delete;
  Officers& operator=(const Officers&) = delete;

 private:
  using Clock = std::chrono::steady_clock;
  /// An office at which a movement is looked at.
  struct Place {
    Desk desk{};
    std::string office;
    friend auto operator<=>(const Place&, const Place&) = default;
  };
  struct Intention {
    const Deed* deed = nullptr;
    std::string state;
    Clock::time_point due;
  };
  struct Look {
    const Deed* deed = nullptr;
    std::string state;
    std::string etag;
  };
  /// What the street sees of a movement.
  struct Movement {
    std::string lrn;
    Road road;
    bool released = false;
  };
  using Key = std::pair<std::string, Place>;  ///< MRN, and where

  void run();
  void follow(const std::string& state);
  void consider(const std::string& mrn);
  void intend(const std::string& mrn, const Movement& movement, const Stop& stop);
  void act(const Key& at);
  [[nodiscard]] std::optional<Movement> movement(const std::string& mrn) const;
  [[nodiscard]] Look look(const std::string& mrn, const Movement& movement, const Place& place) const;
  [[nodiscard]] Clock::duration pause(std::chrono::minutes human, unsigned attempts) const;
  [[nodiscard]] std::optional<Clock::time_point> first_due() const;
  void work();

  const Town& town_;
  Options options_;
  std::map<std::string, std::string> seen_;  ///< of each state's feed: behind what to go on
  std::set<std::string> changed_;            ///< movements to be looked at
  std::map<Key, Intention> intended_;
  std::map<std::pair<Key, std::string>, unsigned> attempts_;  ///< of an act in a state
  std::mutex lock_;
  std::condition_variable stop_;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace lintas::sandbox
