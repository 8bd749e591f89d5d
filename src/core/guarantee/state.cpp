#include "core/guarantee/state.hpp"

#include <algorithm>
#include <cstdint>

namespace lintas::guarantee {

namespace {

__extension__ using Wide = __int128;  // a product of two amounts fits

/// The part of the reference amount that this much of the guaranteed amount stands for, rounded down.
std::int64_t backed_by(const Header& header, std::int64_t owed) {
  const std::int64_t reference = header.reference_amount.minor_units();
  if (header.kind == Kind::waiver) return reference;  // nobody owes, nothing is used up
  const std::int64_t guaranteed = std::min(header.guaranteed_amount.minor_units(), reference);
  if (owed <= 0 || guaranteed <= 0) return 0;
  if (owed >= guaranteed) return reference;
  return static_cast<std::int64_t>(static_cast<Wide>(reference) * owed / guaranteed);
}

}  // namespace

std::int64_t Header::available() const {
  const std::int64_t unpaid = guaranteed_amount.minor_units() - sums.paid;
  return std::min(backed_by(*this, unpaid) - sums.reserved, backed_by(*this, left_to_claim()));
}

}  // namespace lintas::guarantee
