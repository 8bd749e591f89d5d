#pragma once

#include <chrono>
#include <cstddef>

/// The limits of connections to several addresses of one name, and what one client of the server may hold of
/// what all share, as those of base/limits.hpp: each with its reason and with what happens there.
namespace lintas::limits {

using namespace std::chrono_literals;

/// What one address of a name has for its connection where the name has another one behind it: then that one
/// is tried. Ten round trips on the worst line; three such fit into client_connect_time_max. The last one has
/// what is left.
inline constexpr std::chrono::milliseconds client_address_time_max = 3s;
/// Names of which it is remembered which address was reached. More, and all are forgotten: then the first
/// address is tried first again.
inline constexpr std::size_t client_addresses_kept_max = 1024;

/// Of the memory for contents that are being received one address may hold this many times the part that it
/// may have of the connections (connections_per_address of connections): with 256 of 4,096 an eighth. One
/// more is answered 503 (NET-006), while others are received; one that comes alone from its address is let in
/// whatever its size. Otherwise whoever opens all connections of one address and sends slowly holds
/// everybody's memory, with two megabytes a second.
inline constexpr std::size_t http_bodies_parts_per_address = 2;

/// Of a content that can be worked on as it comes, so much is held before that begins, where nobody knows who
/// sends it: no certificate was shown, or none that is believed. Three times the size of most messages; of
/// whoever is known more is held, as a route says, for it is quicker.
inline constexpr std::size_t http_unknown_whole_bytes_max = 64UL * 1024;

/// Of a request that is refused by its head, a body up to this length is thrown away as it comes, and the
/// connection goes on; with a longer one it is closed (RFC 9112 9.6). Three times the size of most messages:
/// whoever is told to come later, and comes, needs no other handshake.
inline constexpr std::size_t http_dropped_body_bytes_max = 64UL * 1024;

/// Of requests that give way to others (Request::gives_way) so many are begun between two looks for what has
/// come: each takes some 50 microseconds, so others wait for half a millisecond. At least so many are, while
/// others come without end.
inline constexpr std::size_t http_turns_at_once = 8;

}  // namespace lintas::limits
