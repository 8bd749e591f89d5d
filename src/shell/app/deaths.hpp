#pragma once

#include <optional>
#include <string_view>

#include "shell/app/store.hpp"

/// Reasons of dead letters that outlive the letter's death.
namespace lintas::app {

/// The partner says of a message that had never been sent from here that it took it before: under this id it
/// has another one. However often it is sent again, the same answer is never a delivery; so the reason stays
/// with the row when the letter is revived, over each start.
inline constexpr std::string_view known_from_elsewhere = "EXC-024";

[[nodiscard]] inline bool is_known_from_elsewhere(const std::optional<Death>& death) {
  return death && death->why.starts_with(known_from_elsewhere);
}

}  // namespace lintas::app
