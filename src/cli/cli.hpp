#pragma once

#include <iosfwd>
#include <span>
#include <string_view>

namespace lintas::cli {

/// Where a command writes, so that tests can read it.
struct Streams {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
};

/// How a program ends. Scripts may rely on the numbers.
enum class Exit : int {
  ok = 0,
  invalid = 1,     ///< what was asked about is wrong
  unreadable = 2,  ///< a file could not be read or written
  usage = 64,      ///< the command line makes no sense
};

using Arguments = std::span<const std::string_view>;

/// `lintas COMMAND …` without the program's name.
[[nodiscard]] Exit run(Arguments arguments, const Streams& streams);

}  // namespace lintas::cli
