#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lintas::bench {

/// What the system says of nodes that are processes of their own.
class Processes {
 public:
  /// `pids`: as many numbers, with commas between them.
  Processes(std::string_view pids, std::size_t count);

  /// Processor time of all, in seconds.
  [[nodiscard]] double processor_seconds() const;
  /// Memory of the process at that place that is its own: no pages of files. In MiB.
  [[nodiscard]] double memory(std::size_t place) const;

 private:
  std::vector<std::string> folders_;
};

}  // namespace lintas::bench
