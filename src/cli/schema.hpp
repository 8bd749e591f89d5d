#pragma once

#include "cli/cli.hpp"

namespace lintas::cli {

/// Prints the XML Schema of a message, or writes those of several into a folder.
[[nodiscard]] Exit schema(Arguments arguments, const Streams& streams);

}  // namespace lintas::cli
