#pragma once

#include <chrono>
#include <cstddef>

/// Every limit of the product, with its reason and with what happens there. Nothing else may be the first to
/// run out.
namespace lintas::limits {

using namespace std::chrono_literals;

// ---- encoding

/// Nesting of CBOR in our own records. Deeper input is refused as malformed. Our deepest record has 6 levels.
inline constexpr std::size_t cbor_depth_max = 16;

/// Longest value shown in a finding; the rest is cut. The field of the rejection messages is an..512.
inline constexpr std::size_t finding_value_chars_max = 512;

// ---- the loop

/// Commands in one batch. Larger batches gain a quarter in rate for six times the latency (ADR 0003).
inline constexpr std::size_t batch_commands_max = 64;

/// Payload bytes in one batch, before compression; the batch ends early above it, so that one commit stays
/// short.
inline constexpr std::size_t batch_payload_bytes_max = std::size_t{1024} * 1024;

/// How deep a command may lead to further commands. Deeper is a bug: the command is quarantined.
inline constexpr std::size_t derived_depth_max = 16;

/// Events of one decision. More is a bug: the command is quarantined.
inline constexpr std::size_t events_per_decision_max = 64;

/// Streams kept in memory by one executor. Above it the least recently used are dropped and folded again when
/// asked for, which costs 30 to 60 microseconds each.
inline constexpr std::size_t cached_streams_max = 100'000;

/// Messages of one partner that wait on one stream for a message before them. One more is refused as
/// transient: the partner keeps it and sends it again.
inline constexpr std::size_t parked_per_stream_max = 100;

/// How long a message waits for the ones before it until these are asked for: long enough for a retry to come
/// through.
inline constexpr std::chrono::milliseconds gap_ask_after = 15min;
/// Pause before the missing ones are asked for again.
inline constexpr std::chrono::milliseconds gap_ask_again = 6h;

/// A clock whose command hit a bug of ours rests so long before it strikes again.
inline constexpr std::chrono::milliseconds clock_rest_after_bug = 1h;

// ---- sending to partners

/// First pause after a failed attempt; doubled each time up to the next limit.
inline constexpr std::chrono::milliseconds retry_delay_first = 5s;
/// Longest pause between two attempts at a partner that does not answer: a partner back after days is found
/// in time.
inline constexpr std::chrono::milliseconds retry_delay_max = 10min;
/// Failures in a row after which a partner counts as unreachable and only a probe is sent.
inline constexpr unsigned circuit_failures_max = 5;
/// Messages on the way to one partner at once; lanes in it go one by one.
inline constexpr std::size_t in_flight_per_partner_max = 64;

}  // namespace lintas::limits
