#pragma once

#include <span>

#include "cli/cli.hpp"

/// What runs or prepares a node on this machine; everything else is the command line's own (src/cli).
namespace lintas::main {

[[nodiscard]] std::span<const cli::Command> node_commands();

}  // namespace lintas::main
