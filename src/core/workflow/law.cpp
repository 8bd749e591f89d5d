#include "core/workflow/law.hpp"

#include <chrono>
#include <cstdint>
#include <utility>

#include "base/require.hpp"
#include "base/time.hpp"
#include "core/guarantee/profile.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/state_profile.hpp"
#include "core/workflow/part.hpp"

namespace lintas::workflow {

const refdata::StateProfile& law_on(Day day, const Setting& setting) {
  require(setting.reference != nullptr, "the setting has reference data");
  return setting.reference->at(day).home();
}

const refdata::StateProfile& law_at(Instant at, const Setting& setting) {
  return law_on(std::chrono::floor<std::chrono::days>(at), setting);
}

std::chrono::minutes clocks_here(Instant at, const Setting& setting) {
  require(setting.reference != nullptr, "the setting has reference data");
  return setting.reference->at(std::chrono::floor<std::chrono::days>(at)).clocks_in(setting.home);
}

Day day_here(Instant at, const Setting& setting) { return day_of(at, clocks_here(at, setting)); }

guarantee::Profile guarantee_law_of(const refdata::StateProfile& profile) {
  const refdata::GuaranteeLaw& law = profile.guarantee;
  guarantee::Profile result;
  result.state = profile.state;
  result.guarantors.clear();
  for (const refdata::GuarantorName name : law.guarantors)
    result.guarantors.push_back(static_cast<guarantee::GuarantorKind>(std::to_underlying(name)));
  result.waiver_allowed = law.waiver_allowed;
  for (const refdata::ReductionLevel& level : law.reductions)
    result.reductions.push_back({.percent = level.percent, .clean_years = level.clean_years});
  result.waiver_arrears_days_max = static_cast<unsigned>(law.waiver_arrears_days_max);
  result.waiver_years_without_enforcement = static_cast<unsigned>(law.waiver_years_without_enforcement);
  result.credit_at_arrival = law.credit_at_arrival;
  result.valid_through_limit_date = law.valid_through_limit_date;
  result.revocation_delay = law.revocation_delay;
  result.claim_review = law.claim_review;
  require(std::in_range<std::uint8_t>(law.code_failures_max),
          "a profile's numbers were read in their bounds");
  result.code_failures_max = static_cast<std::uint8_t>(law.code_failures_max);
  return result;
}

guarantee::Profile guarantee_law_at(Instant at, const Setting& setting) {
  return guarantee_law_of(law_at(at, setting));
}

}  // namespace lintas::workflow
