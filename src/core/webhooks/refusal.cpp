#include "core/webhooks/refusal.hpp"

#include <algorithm>
#include <string>

#include "base/finding.hpp"
#include "base/require.hpp"

namespace lintas::webhooks {

const RefusalFacts& facts(Refusal refusal) {
  const auto* found = std::ranges::find(refusals, refusal, &RefusalFacts::refusal);
  require(found != refusals.end(), "every refusal is listed");
  return *found;
}

Finding finding(Refusal refusal) {
  const RefusalFacts& known = facts(refusal);
  return {.rule = std::string{known.rule}, .pointer = std::string{known.field}, .value = {}, .detail = {}};
}

}  // namespace lintas::webhooks
