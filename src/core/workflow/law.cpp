#include "core/workflow/law.hpp"

#include <chrono>
#include <cstdint>
#include <utility>

#include "base/require.hpp"
#include "core/guarantee/profile.hpp"
#include "core/refdata/calendar.hpp"
#include "core/refdata/state_profile.hpp"
#include "core/transit/ruling.hpp"

namespace lintas::workflow {

namespace {

using refdata::Limit;
using refdata::LimitUnit;

/// A limit as a length of time. Working hours and days count as plain ones, a month as 30 days: the machines'
/// clocks remind and never decide about a right before the calendar's limit is looked at by a person.
std::chrono::minutes length_of(const Limit& limit) {
  switch (limit.unit) {
    case LimitUnit::minutes: return std::chrono::minutes{limit.count};
    case LimitUnit::hours:
    case LimitUnit::working_hours: return std::chrono::hours{limit.count};
    case LimitUnit::days:
    case LimitUnit::working_days: return std::chrono::days{limit.count};
    case LimitUnit::months: return std::chrono::days{30 * limit.count};
  }
  std::unreachable();
}

/// Rounded up: no limit is shorter than the law says.
std::chrono::days days_of(const Limit& limit) {
  return std::chrono::ceil<std::chrono::days>(length_of(limit));
}
std::chrono::hours hours_of(const Limit& limit) {
  return std::chrono::ceil<std::chrono::hours>(length_of(limit));
}

}  // namespace

transit::Terms terms_of(const refdata::StateProfile& profile) {
  const refdata::Timers& timers = profile.timers;
  transit::Terms terms;
  terms.presentation = days_of(timers.presentation);
  terms.auto_release = profile.automatic_release ? length_of(timers.auto_release) : std::chrono::minutes{0};
  terms.guarantee_amendment = days_of(timers.guarantee_amendment);
  terms.amendment_requested = days_of(timers.amendment_requested);
  terms.release_request = days_of(timers.release_request);
  terms.control = hours_of(timers.control_physical);
  terms.arrival = days_of(timers.arrival);
  terms.control_results = days_of(timers.control_results_exceptional);
  terms.control_results_alarm = days_of(timers.control_results);
  terms.discrepancies = days_of(timers.discrepancies);
  terms.enquiry_start = days_of(timers.enquiry_start);
  terms.record_request = length_of(timers.record_request);
  terms.passage_expiry = days_of(timers.passage_expiry);
  terms.stay = days_of(timers.stay);
  terms.unloading_wait = length_of(timers.unloading_permission);
  terms.unloading_remarks = days_of(timers.unloading_remarks);
  terms.amend_after_control_notice = profile.amend_after_control_notice;
  terms.cancel_by_itself = profile.cancellation_automatic;
  terms.credit_at_arrival = profile.guarantee.credit_at_arrival;
  return terms;
}

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

}  // namespace lintas::workflow
