#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

/// The limits of links for partners, as those of base/limits.hpp: each with its reason and what happens
/// there.
namespace lintas::limits {

/// How long a link may be good, in days: longer than any journey of the corridor takes. Beyond: API-005.
inline constexpr std::int64_t link_days_max = 30;
/// Without a number: a journey, and some days to look back.
inline constexpr std::int64_t link_days_default = 7;

/// Looks by one link in a minute: a person who loads the page anew, or a program that asks every two seconds,
/// gets by. More: API-009 until the minute is over.
inline constexpr std::size_t link_looks_per_minute = 30;
/// Looks by all links of a node in a minute: 50 a second take a small part of one thread. More: the same.
inline constexpr std::size_t links_looks_per_minute = 3000;
/// Of these by the links that one party or office gave out, whatever the keys: ten partners that ask as often
/// as they may. A tenth of all, or one maker could use up what is for the links of others. More: the same.
inline constexpr std::size_t links_looks_per_maker_per_minute = 300;

/// Bytes of what is sent to make a link. More: 413.
inline constexpr std::size_t link_request_bytes_max = 1024;

}  // namespace lintas::limits
