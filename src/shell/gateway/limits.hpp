#pragma once

#include <chrono>
#include <cstddef>

#include "base/limits.hpp"

/// The limits of messages to partners, as those of base/limits.hpp: each with its reason and with what
/// happens there.
namespace lintas::limits {

using namespace std::chrono_literals;

/// Largest answer to a message. A receipt has 6 KB, with a chain of certificates some 20; a larger answer is
/// not read, and the message is tried again. So what a partner, or a proxy of its, answers to all that is
/// under way and waits to be read is 20 MiB at most.
inline constexpr std::size_t partner_answer_bytes_max = 256UL * 1024;

/// What a message has for each MiB of it beside client_request_time_max: a line of one megabit a second, as
/// our own door for partners gives it.
inline constexpr std::chrono::milliseconds sending_time_per_mib = 10s;

/// What a test of a partner waits for a connection, and then has on it: whoever asks for it waits for both,
/// and is answered within http_answer_time_max.
inline constexpr std::chrono::milliseconds partner_test_time_max = 25s;
static_assert(2 * partner_test_time_max < http_answer_time_max);

/// Of each partner's proofs, the newest that are looked at after a start: one receipt among them says that it
/// takes messages of this store. A partner that lost the receipts of so many messages in a row is looked
/// after by people.
inline constexpr std::size_t proofs_looked_at = 16;

/// Bundles to a partner, one after the other, that came to nothing while none of their messages was refused
/// by itself: then it is the bundles, or what lies between, and each message goes by itself for the time
/// below. Two may be under way when a partner is lost.
inline constexpr unsigned bundles_in_vain_max = 3;
/// Until bundles are tried again, unless the configuration or the partner's document changes before.
inline constexpr std::chrono::hours bundles_pause = 4h;

}  // namespace lintas::limits
