#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

/// What `lintas sandbox` does.
namespace lintas::sandbox {

struct SandboxOptions {
  std::string folder;               ///< empty: one that goes with the sandbox
  std::vector<std::string> states;  ///< empty: those of the folder, or the usual ones
  std::optional<std::uint16_t> port;
  double speed = 1;  ///< so many times as fast as people and trucks
};

/// Nodes of several states with a trader, a bank and played officers, until SIGTERM, SIGINT or SIGHUP. `out`
/// gets addresses, keys, what to try, and a line for each act of an officer. Answers 0 after a clean end, 1
/// if something had to be cut off, 2 if it could not start; `err` gets the reason.
[[nodiscard]] int run(const SandboxOptions& options, std::ostream& out, std::ostream& err);

}  // namespace lintas::sandbox
