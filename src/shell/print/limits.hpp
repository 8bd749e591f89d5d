#pragma once

#include <cstddef>

/// The limits of printing, as those of base/limits.hpp: each with its reason and what happens there.
namespace lintas::limits {

/// Threads that set documents in type, beside the pool: a list of 999 items takes one of them a second or
/// two, 8 MB of Burmese (message_bytes_max) half a minute or more. Two, so that one such list does not stop
/// the others.
inline constexpr std::size_t printing_threads = 2;

/// Documents that wait for a thread, by whom they are for. More: API-009, try again.
inline constexpr std::size_t printing_queue_of_people_max = 32;
inline constexpr std::size_t printing_queue_of_officers_max = 32;

/// Documents of one API key that wait for a thread or are on one. More: API-009, try again. One is set while
/// the next one waits; with as many as places, one key would keep all others from printing, and without its
/// paper no truck leaves.
inline constexpr std::size_t printing_per_key_max = 2;

/// Pages of one document. More: PrintFailure. A list of 1,999 plain items has a hundred; the largest message,
/// filled with text, some 1,500.
inline constexpr std::size_t printed_pages_max = 2000;

/// Bytes of one printed document. More: PrintFailure. 999 items need some 700 KB; our client reads no more
/// than this (http_body_bytes_max).
inline constexpr std::size_t printed_bytes_max = 12UL * 1024 * 1024;

}  // namespace lintas::limits
