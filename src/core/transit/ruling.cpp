#include "core/transit/ruling.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "base/limits.hpp"
#include "base/time.hpp"
#include "core/refdata/calendar.hpp"

namespace lintas::transit {

Instant Context::due_from(Instant start, refdata::Limit limit) const {
  return refdata::due(start, limit, law.calendar(utc_offset));
}

Day Context::last_day(refdata::Limit limit) const {
  return std::chrono::floor<std::chrono::days>(due(limit) - Instant::duration{1} + utc_offset);
}

Instant Context::ask_again(std::uint32_t asked) const {
  Instant::duration pause = due(law.timers.record_request) - at;
  for (std::uint32_t i = 1; i < asked && pause < limits::record_request_pause_max; ++i) pause *= 2;
  return at + std::min<Instant::duration>(pause, limits::record_request_pause_max);
}

Instant Context::due_after(Day day, refdata::Limit limit) const {
  const refdata::Calendar calendar = law.calendar(utc_offset);
  switch (limit.unit) {
    case refdata::LimitUnit::days:
    case refdata::LimitUnit::working_days:
    case refdata::LimitUnit::months:
      return refdata::end_of(refdata::last_day(day, limit, calendar), calendar);
    case refdata::LimitUnit::minutes:
    case refdata::LimitUnit::hours:
    case refdata::LimitUnit::working_hours: break;
  }
  return refdata::due(end_of(day), limit, calendar);
}

}  // namespace lintas::transit
