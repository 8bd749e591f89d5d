#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/time.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/calendar.hpp"
#include "core/refdata/tables.hpp"

/// When an office is open, and a time limit as people at it read it. Pure; safe from any thread.
namespace lintas::refdata {

/// How the office stands at an instant, and since and until when; neither of one that never closes.
struct Opening {
  bool open = false;
  std::optional<Instant> since;
  std::optional<Instant> until;

  friend bool operator==(const Opening&, const Opening&) = default;
};

/// By the hours of the office, which are those of every day, holidays too; nothing where they are not known.
[[nodiscard]] std::optional<Opening> opening_at(const OfficeFacts& office, Instant at);

/// The last moment in which a limit is kept.
struct LastMoment {
  std::optional<Opening> opening;  ///< nothing where the hours of the office are not known
  bool working_day = true;         ///< no weekend and no holiday of its state
  /// "until the end of 2026-11-25 at SGTUS001 (UTC+08:00); the office is closed then: open until 2026-11-25
  /// 22:00, again from 2026-11-26 06:00".
  std::string words;
};

/// `due`: the first instant at which the limit is over. `calendar`: that of the office.
[[nodiscard]] LastMoment last_moment(const OfficeId& id, const OfficeFacts& office, const Calendar& calendar,
                                     Instant due);

/// "+08:00": how far the clocks of a place are ahead of UTC.
[[nodiscard]] std::string offset_text(std::chrono::minutes offset);

}  // namespace lintas::refdata
