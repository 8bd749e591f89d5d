#pragma once

#include "base/finding.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/limits.hpp"
#include "core/documents/ruling.hpp"

/// What every decision about a customs declaration document is given.
namespace lintas::acdd {

using Context = documents::ContextOf<Limits>;

/// R-ACDD-012: goods that leave so late would be awaited for ever.
[[nodiscard]] Findings fault_in_departure(const Contents& contents, const Context& context);

}  // namespace lintas::acdd
