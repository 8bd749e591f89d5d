#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

/// Limits of the manifests of certificates, each with its reason. docs/adr/0034-manifests-of-certificates.md.
namespace lintas::workflow::manifest_limits {

/// So long after it moved last a certificate stands in each day's list. What a store loses that is restored
/// from yesterday's backup, or a line over a long holiday, moved within it.
inline constexpr std::chrono::days daily{10};
/// Behind that it stands in the list of one day of so many, the same at both ends, as long as it is open:
/// most certificates rest for three years, and a list of all of them each day would be kept for ever.
inline constexpr std::uint32_t rest{28};
/// So often what is missing is asked for, a day apart, until it is shown as not to be had: the first request
/// may have been lost as well, and the second have waited for a partner's weekend.
inline constexpr std::uint32_t asked_in_vain{3};
/// Differences of one partner that the month remembers, of each sort. What is missing beyond them is asked
/// for all the same; what differs beyond them is shown once there is room, for what is not remembered would
/// be shown anew with each list. Nobody looks through more than this by hand, and the state is held in
/// memory.
inline constexpr std::size_t kept_max{200};
/// Certificates of which nothing was exchanged with a partner yet, that are asked for on its word in a day:
/// twice what the largest state issues to all others in one. Each is a request in the store, and whether its
/// number is invented shows only then; a longer loss takes some days more.
inline constexpr std::uint32_t unknown_daily{5'000};
/// A list of another day than these around ours is no list of a partner that works: each month makes a stream
/// that is kept. A month of silence, and some days for whoever gives the oldest one up.
inline constexpr std::chrono::days day_window{40};
/// Part number of what answers a part: entries that stand in no list of the day. The largest that a message
/// can have, which no walk reaches; it is not answered itself, or two nodes would answer each other for ever.
inline constexpr std::uint32_t answer_part{99'999};

}  // namespace lintas::workflow::manifest_limits
