#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace lintas {

/// What somebody who wrote `text` may have meant: the name that differs by case or blanks only, or else the
/// only one that differs by one character more, less or other. Nothing if there is none, or if several are as
/// near. Names of one character are near to nothing. ASCII is compared without case; other bytes as they are.
[[nodiscard]] std::optional<std::string_view> near_name(std::span<const std::string_view> names,
                                                        std::string_view text);

}  // namespace lintas
