#pragma once

#include <chrono>

/// The limits of attempts at messages, as those of base/limits.hpp: each with its reason and with what
/// happens there.
namespace lintas::limits {

using namespace std::chrono_literals;

/// Failures in a row of one message, and how often of these the partner took or refused others in between,
/// until it is set aside as a dead letter. Ten take half an hour by the usual pauses: what a line, a busy
/// partner or its restart costs is over by then. Others that came through once may be chance, three times
/// they are not.
inline constexpr unsigned message_failures_max = 10;
inline constexpr unsigned message_passed_over_max = 3;

/// Messages that were asked for in vain for so long may be lost where they came from, too: what waits behind
/// them need not wait for ever. A partner that is away for a week-end, or restores its store, is back by
/// then.
inline constexpr std::chrono::milliseconds gap_in_vain = 7 * 24h;

/// A clock that goes back by more was put back: every pause that was begun before is over. Two threads that
/// look at it at once differ by milliseconds, and what a step of NTP makes a pause longer hurts nobody.
inline constexpr std::chrono::milliseconds clock_step_back_max = 1min;

}  // namespace lintas::limits
