#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <future>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "bench/doors.hpp"

#include "shell/net/loop.hpp"

namespace lintas::bench {

/// Certificates of origin on their way from Malaysia to Thailand, through everything that people and programs
/// do about one: handed in, submitted, approved and sent, and used by the customs system as soon as it reads
/// in the feed of its node that one has come.
class Papers {
 public:
  /// What is to be done next.
  enum class Step : std::uint8_t { draft, apply, approve, send, use, none };
  struct Options {
    std::size_t under_way = 256;  ///< certificates, at most
    std::size_t at_once = 48;     ///< requests, at most
  };

  /// `feed`: lines of its own for who follows the feed.
  Papers(net::Loop& loop, Doors& doors, Doors& feed, Options options);
  ~Papers();
  Papers(const Papers&) = delete;
  Papers& operator=(const Papers&) = delete;

  /// Takes certificates from one step until another one is their next, and is back when all are there.
  /// Numbers begin with 1; a step is taken once. The feed is followed where certificates are used. Not from
  /// the loop's thread. `rate`: so many are begun a second; 0: as many as there is room for.
  void play(std::size_t first, std::size_t count, Step from = Step::draft, Step to = Step::none,
            double rate = 0);

  // Not while it plays:
  /// What the node of the issuer calls the certificate.
  [[nodiscard]] const std::string& document(std::size_t n) const { return papers_.at(n - 1).document; }
  /// From when the exporter asked for it to be sent until the customs system has read of it; of those that
  /// were sent and used in one go, since this was last asked.
  [[nodiscard]] Times take_ways() { return std::exchange(ways_, {}); }
  /// Requests that were not taken: the node was busy.
  [[nodiscard]] std::size_t busy() const { return busy_; }
  /// Requests that were not answered: the connection did not come about, or broke.
  [[nodiscard]] std::size_t unanswered() const { return unanswered_; }
  /// An application as its exporter writes it.
  [[nodiscard]] std::string application(std::size_t n) const;

  static constexpr std::size_t issuer = 1;  ///< place in Corridor::countries
  static constexpr std::size_t importer = 2;

 private:
  struct Paper {
    std::string document;
    SteadyClock::time_point sent;
    Step step = Step::draft;
    bool has_come = false;    ///< to the importer, as its feed tells
    bool is_awaited = false;  ///< by the customs system, to be used
  };

  void tick();
  void pump();
  [[nodiscard]] bool may_begin() const;
  void go_on(std::size_t n);
  void ask(std::size_t n);
  [[nodiscard]] Ask next_of(std::size_t n) const;
  void take(std::size_t n, const Answer& answer);
  void look();
  /// How many events the page has.
  std::size_t read(const Answer& page);

  net::Loop& loop_;
  Doors& doors_;
  Doors& feed_;
  const Options options_;
  std::string example_;
  std::vector<Paper> papers_;  ///< by number, from 1

  // What is played now.
  std::size_t first_ = 0;
  std::size_t count_ = 0;
  Step from_ = Step::draft;
  Step to_ = Step::none;
  double rate_ = 0;
  SteadyClock::time_point begin_;
  std::size_t begun_ = 0;
  std::size_t there_ = 0;
  std::promise<void> all_there_;

  std::size_t asked_ = 0;  ///< and not yet answered
  std::deque<std::size_t> ready_;
  std::multimap<SteadyClock::time_point, std::size_t> later_;  ///< the node was busy
  bool is_looking_ = false;
  SteadyClock::time_point look_at_;
  std::string cursor_;
  SteadyClock::time_point last_heard_;
  Times ways_;
  std::size_t busy_ = 0;
  std::size_t unanswered_ = 0;
};

}  // namespace lintas::bench
