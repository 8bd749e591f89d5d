#pragma once

#include <chrono>
#include <cstddef>
#include <future>
#include <map>
#include <string>
#include <vector>

#include "bench/declarations.hpp"
#include "bench/doors.hpp"

#include "shell/net/loop.hpp"

namespace lintas::bench {

/// Traders who declare and wait for nobody: so many declarations a second, whatever becomes of those before.
/// Who is told to come later does not come again.
class Flood {
 public:
  struct Options {
    std::size_t first = 0;  ///< number of the first declaration
    double rate = 0;        ///< declarations a second; 0: as soon as one of those before is answered
    std::size_t at_once = 0;
    std::chrono::seconds lasts{10};
  };
  struct Outcome {
    std::size_t offered = 0;
    std::size_t accepted = 0;
    std::size_t shed = 0;                        ///< told to come later
    std::size_t unexplained = 0;                 ///< of these: without a Retry-After
    std::size_t lost = 0;                        ///< no answer
    std::map<std::string, std::size_t> lost_by;  ///< why there was none
    std::size_t unsent = 0;                      ///< all connections of the crowd waited for answers
    std::vector<std::string> mrns;               ///< of the accepted
    Times until_shed;
    double seconds = 0;  ///< until the last was answered
  };

  Flood(net::Loop& loop, Doors& doors, const Declarations& declarations, Options options);

  void start();
  /// Until the last is answered.
  Outcome wait();

 private:
  void tick();
  void offer();
  void take(const Answer& answer);

  net::Loop& loop_;
  Doors& doors_;
  const Declarations& declarations_;
  const Options options_;
  SteadyClock::time_point begin_;
  std::size_t asked_ = 0;  ///< and not yet answered
  Outcome outcome_;
  std::promise<void> over_;
};

}  // namespace lintas::bench
