#pragma once

#include <string>

#include "core/guarantee/state.hpp"

/// How a guarantee stands, for an officer who asked out of turn: its state in words and the acts that the
/// table has there. Never for whoever only names a GRN: it stands on the accompanying document.
namespace lintas::guarantee {

[[nodiscard]] std::string standing(Status status);
[[nodiscard]] std::string standing(UseState state);

}  // namespace lintas::guarantee
