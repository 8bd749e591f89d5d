#include "core/exchange/shared_record.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "core/exchange/partner.hpp"

namespace lintas::exchange {

const ToldRecord* SharedRecord::find(Partner partner) const {
  const auto found = std::ranges::find(told, partner, &ToldRecord::partner);
  return found == told.end() ? nullptr : &*found;
}

std::vector<Partner> SharedRecord::to_tell(std::span<const Partner> now) const {
  std::vector<Partner> behind;
  for (const Partner partner : now) {
    const ToldRecord* known = find(partner);
    if (version != 0 && (known == nullptr || known->told < version)) behind.push_back(partner);
  }
  return behind;
}

void SharedRecord::change(Instant at) {
  ++version;
  changed = at;
}

void SharedRecord::tell(Partner partner, std::uint32_t newest) {
  const auto known = std::ranges::find(told, partner, &ToldRecord::partner);
  if (known == told.end()) {
    told.push_back({.partner = partner, .told = newest});
  } else {
    known->told = newest;
  }
}

void SharedRecord::answer(Partner partner, std::uint32_t of, std::vector<std::string> refused, Instant at) {
  const auto known = std::ranges::find(told, partner, &ToldRecord::partner);
  if (known == told.end() || of > known->told || of < known->answered) return;
  known->answered = of;
  known->answered_at = at;
  if (refused.empty()) known->taken = of;
  known->refused_for = std::move(refused);
}

Notice judge(std::uint32_t here, std::uint32_t said, bool same) {
  if (said > here) return Notice::newer;
  return said == here && !same ? Notice::other : Notice::again;
}

Instant counts_from(Instant said, Instant now) { return std::min(said, now); }

}  // namespace lintas::exchange
