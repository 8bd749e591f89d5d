#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/decision.hpp"
#include "base/time.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/tin.hpp"
#include "core/refdata/calendar.hpp"
#include "core/refdata/state_profile.hpp"

/// What every decision of a movement is given and gives back.
namespace lintas::transit {

struct Context {
  Instant at;                         ///< when the command reached the node
  std::chrono::minutes utc_offset{};  ///< of the office concerned: legal days are local
  PersonId by;                        ///< who acts; of no meaning for messages and clocks
  /// The state's own law, as it holds for the movement: its limits (ncts.md 9.2) and switches.
  const refdata::StateProfile& law;
  /// The trader that a message came from, as it proved to be and whatever the message says; nothing for
  /// offices, partners and clocks.
  std::optional<Tin> trader = std::nullopt;

  [[nodiscard]] Day today() const { return std::chrono::floor<std::chrono::days>(at + utc_offset); }
  /// The first instant after a day at the office.
  [[nodiscard]] Instant end_of(Day day) const {
    return Instant{(day + std::chrono::days{1}).time_since_epoch()} - utc_offset;
  }
  /// When a limit that begins now is over, on the calendar of the office.
  [[nodiscard]] Instant due(refdata::Limit limit) const { return due_from(at, limit); }
  [[nodiscard]] Instant due_from(Instant start, refdata::Limit limit) const;
  /// When a limit that begins with the end of a day is over.
  [[nodiscard]] Instant due_after(Day day, refdata::Limit limit) const;
  /// The last local day of a limit that begins now.
  [[nodiscard]] Day last_day(refdata::Limit limit) const;
  /// When departure is asked again for a record that was asked for so often: it may be away for days, so each
  /// pause is twice as long as the one before, up to limits::record_request_pause_max.
  [[nodiscard]] Instant ask_again(std::uint32_t asked) const;
};

/// What a machine says. A peer's message may be too early: then nothing else is filled.
template <class Event>
struct Ruling {
  bool early = false;
  std::vector<Event> events;
  Answer answer;
};

}  // namespace lintas::transit
