#pragma once

#include "cli/cli.hpp"

namespace lintas::cli {

/// Checks messages in files, XML or JSON, and prints every finding with pointer, rule, value and remedy.
[[nodiscard]] Exit check(Arguments arguments, const Streams& streams);

}  // namespace lintas::cli
