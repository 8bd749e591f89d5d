#pragma once

#include <cstddef>

#include "core/model/values/bounded_text.hpp"

namespace lintas {

struct ReceiptKind {
  static constexpr std::size_t characters_max = 35;
};

/// What an office wrote on the receipt of a cash deposit (otherGuaranteeReference): unique at that office.
using Receipt = BoundedText<ReceiptKind>;

}  // namespace lintas
