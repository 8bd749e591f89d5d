#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>

#include "bench/pattern.hpp"

namespace lintas::bench {

/// A new folder of this name where the program was started.
[[nodiscard]] std::filesystem::path fresh(const std::string& name);

/// Wall time and this process's processor time since it was made.
class Watch {
 public:
  [[nodiscard]] double seconds() const;
  [[nodiscard]] double processor_seconds() const { return processor() - processor_begin_; }

 private:
  using Clock = std::chrono::steady_clock;
  [[nodiscard]] static double processor();

  Clock::time_point begin_ = Clock::now();
  double processor_begin_ = processor();
};

/// Seconds of a movement.
struct Cost {
  double seconds = 0;
  double processor = 0;
};

struct FloorOptions {
  std::size_t movements = 0;
  std::size_t under_way = 0;
  /// Each message and each act goes over a line as well (bench/tls_line.hpp).
  bool over_tls = false;
};

/// What the scenario asks of anybody, without deciding anything and without a state that waits for another:
/// each message once with zstd-3 and parsed by libxml2's SAX, a row of 300 bytes for each event, plain
/// formatting of what goes out, commits of its own for as many movements under way. The states at the same
/// time, each on a thread.
[[nodiscard]] Cost measure_floor(const Pattern& pattern, const FloorOptions& options);

/// How often somebody asks a node over a line, for one movement: people, and nodes with their messages.
[[nodiscard]] std::size_t exchanges_of(const Pattern& pattern);

}  // namespace lintas::bench
