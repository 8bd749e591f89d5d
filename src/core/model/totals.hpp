#pragma once

#include <cstddef>
#include <cstdint>

#include "core/model/groups.hpp"

/// What a consignment has in all, as documents and codes tell it. Source: ncts.md 11.
namespace lintas::message {

[[nodiscard]] std::size_t items_in(const Consignment& goods);

/// What is not counted, as goods in bulk, is one each.
[[nodiscard]] std::int64_t packages_in(const Consignment& goods);

}  // namespace lintas::message
