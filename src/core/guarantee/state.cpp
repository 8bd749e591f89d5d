#include "core/guarantee/state.hpp"

#include <algorithm>
#include <cstdint>

#include "core/guarantee/exact.hpp"

namespace lintas::guarantee {

namespace {

/// The part of the reference amount that this much of the guaranteed amount stands for, rounded down.
std::int64_t backed_by(const Header& header, std::int64_t owed) {
  const std::int64_t reference = header.reference_amount.minor_units();
  if (header.kind == Kind::waiver) return reference;  // nobody owes, nothing is used up
  const std::int64_t guaranteed = header.guaranteed_part();
  if (owed <= 0 || guaranteed <= 0) return 0;
  if (owed >= guaranteed) return reference;
  return static_cast<std::int64_t>(product_of(reference, owed) / guaranteed);
}

}  // namespace

std::int64_t Header::available() const {
  const std::int64_t unpaid = guaranteed_amount.minor_units() - sums.paid;
  return std::min(backed_by(*this, unpaid) - sums.reserved, backed_by(*this, left_to_claim()));
}

}  // namespace lintas::guarantee
