#pragma once

#include <string>
#include <string_view>

#include "core/guarantee/state.hpp"
#include "core/guarantee/table.hpp"

/// How a guarantee stands, for an officer who asked out of turn: its state in words. Never for whoever only
/// names a GRN: it stands on the accompanying document.
namespace lintas::guarantee {

[[nodiscard]] std::string standing(Status status);
[[nodiscard]] std::string standing(UseState state);
/// What people call what is done to a guarantee; empty for what clocks and movements do.
[[nodiscard]] std::string_view words_of(AccountTrigger trigger);

}  // namespace lintas::guarantee
