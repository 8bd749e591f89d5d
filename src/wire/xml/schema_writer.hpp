#pragma once

#include <string>

#include "core/messages/forward.hpp"

namespace lintas::xml {

/// The XML Schema of a message, in one file without includes. For the published messages it accepts exactly
/// what the published schemas accept (tools/xsd_compare.py).
[[nodiscard]] std::string schema_of(const message::Program& program);

}  // namespace lintas::xml
