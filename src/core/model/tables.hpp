#pragma once

#include <span>
#include <string_view>

#include "core/model/field.hpp"

namespace lintas::message {

/// Every group of data, members before the groups that contain them; the last one is the root of all
/// messages.
[[nodiscard]] std::span<const Group* const> all_groups();

/// What may stand below a root element.
[[nodiscard]] const Group& message_group();

/// Nothing if there is none of that name.
[[nodiscard]] const Format* find_format(std::string_view name);
[[nodiscard]] std::span<const Format* const> all_formats();

}  // namespace lintas::message
