#pragma once

#include "core/model/forward.hpp"

namespace lintas::message {

/// Whether two messages say the same: each leaf, and each group with all below it, in the same order.
[[nodiscard]] bool says_the_same(const Message& one, const Message& other);

}  // namespace lintas::message
