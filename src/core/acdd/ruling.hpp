#pragma once

#include "core/acdd/limits.hpp"
#include "core/documents/ruling.hpp"

/// What every decision about a customs declaration document is given.
namespace lintas::acdd {

using Context = documents::ContextOf<Limits>;

}  // namespace lintas::acdd
