#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

/// The limits of telling others of the feed, and of trials, as those of base/limits.hpp: each with its reason
/// and what happens there.
namespace lintas::limits {

using namespace std::chrono_literals;

/// Events that one look into the feed goes through, for all whose turn it is; whoever is left has the next
/// one. Each may be of another stream that is folded, in one transaction of a reader (read_time_max).
inline constexpr std::size_t feed_look_events_max = 1000;

/// Requests under way to subscribers of one owner, of webhooks_under_way_max: what was sent back leaves its
/// old request under way.
inline constexpr std::size_t webhooks_under_way_per_owner_max = 8;
/// What was judged longer ago is judged anew before it is posted: rights end meanwhile.
inline constexpr std::chrono::milliseconds webhook_judged_max = 5s;
/// One whose look into the feed failed, by a mistake of ours or a damaged stream, rests so long: the others
/// go on.
inline constexpr std::chrono::milliseconds webhook_look_rest = 1min;
/// Whatever its owner decides, a subscriber that takes nothing is tried so long after the last time at the
/// soonest.
inline constexpr std::chrono::milliseconds webhook_asked_pause = 1min;
/// A key that was withdrawn stops a subscription at once; one that has expired only when it is found so this
/// often, by ticks and not by the clock: a clock that leaps ahead and back again stops nothing for good.
inline constexpr unsigned webhook_expired_ticks = 12;

/// Permits that a trial tells of one vehicle. It has one a year, of each state at most; more: those that were
/// registered last.
inline constexpr std::size_t permits_of_unit_max = 100;

/// Of a body that may come in pieces, so much comes whole: most files of papers are longer, what is said
/// about them is not.
inline constexpr std::size_t api_whole_body_bytes_max = 64UL * 1024;
/// What names a file: hash and name.
inline constexpr std::size_t attachment_wanted_bytes_max = 1024;
/// A reader of a file that finds the pool full has its next piece a moment later.
inline constexpr std::chrono::milliseconds attachment_piece_pause = 100ms;
/// A file of another state that was asked for is there so much later at the soonest, by the lines that there
/// are; whoever asks again before is told the same.
inline constexpr std::chrono::seconds attachment_ask_again{10};
/// Octets that one party or office brings in a day; then 429 (API-009). Two hundred scans of an agent on its
/// busiest day; whoever means ill fills seven times that, until it is put away.
inline constexpr std::int64_t uploads_of_owner_bytes_max = 1024L * 1024 * 1024;
inline constexpr std::chrono::seconds uploads_counted_for = std::chrono::days{1};

}  // namespace lintas::limits
