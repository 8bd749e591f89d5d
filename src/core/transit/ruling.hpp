#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "base/decision.hpp"
#include "base/time.hpp"
#include "core/model/values/bounded_text.hpp"

/// What every decision of a movement is given and gives back.
namespace lintas::transit {

/// Limits and switches of a state's own law that the machines ask for, as they hold on the day of the
/// command. Source: ncts.md 9.2; the values are rows of data/states.
struct Terms {
  std::chrono::days presentation{30};
  std::chrono::minutes auto_release{45};  ///< of simplified procedures, 0: never by itself
  std::chrono::days guarantee_amendment{5};
  std::chrono::days amendment_requested{5};
  std::chrono::days release_request{5};
  std::chrono::hours control{8};
  std::chrono::days transit_limit{8};    ///< where neither trader nor route says how long the journey takes
  std::chrono::days arrival{1};          ///< after the limit date
  std::chrono::days control_results{6};  ///< after the arrival, at departure
  std::chrono::days control_results_alarm{3};  ///< after the arrival, at destination
  std::chrono::days discrepancies{13};
  std::chrono::days enquiry_start{7};
  std::chrono::minutes record_request{1};
  std::chrono::days passage_expiry{8};   ///< after the limit date
  std::chrono::days arrival_overdue{8};  ///< after the limit date, at destination; then weekly
  std::chrono::days refused_arrival{30};
  std::chrono::days stay{30};
  std::chrono::hours stopped{24};
  std::chrono::minutes unloading_wait{0};  ///< of simplified arrivals, before permission is given by itself
  std::chrono::days unloading_remarks{3};
  bool amend_after_control_notice = false;  ///< R-ACTS-033
  bool cancel_by_itself = false;            ///< in ACC a cancellation asked for is granted at once
  bool credit_at_arrival = false;           ///< R-ACTS-046
};

struct Context {
  Instant at;                         ///< when the command reached the node
  std::chrono::minutes utc_offset{};  ///< of the office concerned: legal days are local
  PersonId by;                        ///< who acts; of no meaning for messages and clocks
  const Terms& terms;

  [[nodiscard]] Day today() const { return std::chrono::floor<std::chrono::days>(at + utc_offset); }
  /// The first instant after a day at the office.
  [[nodiscard]] Instant end_of(Day day) const {
    return Instant{(day + std::chrono::days{1}).time_since_epoch()} - utc_offset;
  }
};

/// What a machine says. A peer's message may be too early: then nothing else is filled.
template <class Event>
struct Ruling {
  bool early = false;
  std::vector<Event> events;
  Answer answer;
};

}  // namespace lintas::transit
