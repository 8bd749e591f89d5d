#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "bench/bulk.hpp"
#include "bench/corridor.hpp"

namespace lintas::bench {

/// What one movement gives one state to do in one step: the messages that come in and go out, as XML.
struct Work {
  std::vector<std::string> in;
  std::vector<std::string> out;
};

/// What a movement is: one that went through the corridor alone.
struct Pattern {
  std::array<std::array<Work, Corridor::steps.size()>, Corridor::states> work;
  std::vector<Trace> traces;  ///< of each state
  std::vector<std::string> numbered;
};
/// In the setting's folders, which must be empty; they stay.
[[nodiscard]] Pattern play_one(const Corridor::Setting& setting);

/// Ended movements 1 … count, copies of the pattern's, into stores of the setting that were set up.
void fill(const Pattern& pattern, const Corridor::Setting& setting, std::size_t count);

}  // namespace lintas::bench
