#pragma once

#include <iosfwd>
#include <string>

#include "base/time.hpp"

/// `lintas diag`: one file that support can work with and everybody may read, as JSON lines. Counts, sizes,
/// ages, versions, settings and figures; nothing that a trader, an officer or a partner has said, no
/// identifier of a movement, a guarantee, a person or a firm, no key, and no path.
/// docs/operations/diag.md lists what is in it.
namespace lintas::node {

struct DiagOptions {
  std::string config_file;
  std::string to;        ///< made; must not be there. Empty: `out`
  std::string log_file;  ///< what the node has logged; empty: nothing of it
  Instant now;
};

/// Beside a running node or without one. What cannot be read is a line that says so, and the rest follows.
/// 0 when it is written, 2 when the configuration cannot be read or the file not be written.
[[nodiscard]] int diag(const DiagOptions& options, std::ostream& out, std::ostream& err);

}  // namespace lintas::node
