#include "core/guarantee/refusal.hpp"

#include <algorithm>
#include <string>

#include "base/finding.hpp"
#include "base/require.hpp"

namespace lintas::guarantee {

const RefusalFacts& facts(Refusal refusal) {
  const auto* found = std::ranges::find(refusals, refusal, &RefusalFacts::refusal);
  require(found != refusals.end(), "every refusal is listed");
  return *found;
}

Finding finding(Refusal refusal, const std::string& place, const std::string& help) {
  const RefusalFacts& known = facts(refusal);
  return {.rule = std::string{known.rule},
          .pointer = place + std::string{known.field},
          .value = {},
          .detail = help};
}

}  // namespace lintas::guarantee
