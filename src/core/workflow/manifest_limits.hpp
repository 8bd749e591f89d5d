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
/// Differences of one partner that the month remembers, of each sort. More are asked for and shown in the log
/// all the same; nobody looks through more than this by hand, and the state is held in memory.
inline constexpr std::size_t kept_max{200};

}  // namespace lintas::workflow::manifest_limits
