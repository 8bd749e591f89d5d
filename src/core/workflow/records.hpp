#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

/// The numbers that everything stored is found by. Integers inside; what leaves the node has ids of its own.
namespace lintas::workflow {

/// One aggregate: a movement in one role, a guarantee account, one use of it. Dense, given by the executor.
enum class StreamId : std::int64_t { none = 0 };
/// Position of an event in the node's one log. Dense, from 1.
enum class Seq : std::int64_t { none = 0 };
enum class PayloadId : std::int64_t { none = 0 };

[[nodiscard]] constexpr StreamId next(StreamId id) { return StreamId{static_cast<std::int64_t>(id) + 1}; }
[[nodiscard]] constexpr Seq next(Seq seq) { return Seq{static_cast<std::int64_t>(seq) + 1}; }
[[nodiscard]] constexpr PayloadId next(PayloadId id) { return PayloadId{static_cast<std::int64_t>(id) + 1}; }

/// Which machine a stream, an event or a command belongs to. Each module lists its own numbers once; they are
/// stored and never used again for something else.
enum class StreamKind : std::uint16_t {};
enum class EventType : std::uint16_t {};
enum class CommandType : std::uint16_t {};
/// What a stored document is: a message of a view, an attachment, a receipt.
enum class PayloadKind : std::uint16_t {};

/// What the executor itself writes and asks; the numbers of the machines start at 64.
inline constexpr EventType event_parked{1};       ///< a message waits for those before it
inline constexpr EventType event_received{2};     ///< a message was taken and changed nothing but its lane
inline constexpr EventType event_dropped{3};      ///< a waiting message was taken out by an officer
inline constexpr EventType event_resent{4};       ///< a partner asked again for what it misses
inline constexpr EventType event_gap_noticed{5};  ///< the missing messages of a lane were asked for
inline constexpr EventType event_refused{
    6};  ///< somebody was refused, and the machine had nothing to say of it
inline constexpr EventType event_revived{7};          ///< a dead letter goes to its partner once more
inline constexpr EventType event_discarded{8};        ///< a dead letter is given up: its partner is told so
inline constexpr EventType event_denied{9};           ///< who may not has asked, on a stream of its own
inline constexpr EventType event_waits_too_long{10};  ///< a waiting message has waited for a day
inline constexpr EventType event_given_up{11};        ///< a partner sends nothing more under this number
inline constexpr EventType event_identity_kept{12};   ///< an identity document has come into force here
inline constexpr std::uint16_t first_machine_event = 64;

inline constexpr CommandType command_time_passed{1};   ///< the stream's next clock has run out
inline constexpr CommandType command_resend_asked{2};  ///< a partner names what it misses
inline constexpr CommandType command_drop_parked{3};   ///< an officer takes a waiting message out of its lane
inline constexpr CommandType command_revive_letter{4};  ///< an officer has a dead letter sent once more
inline constexpr CommandType command_discard_letter{
    5};                                            ///< an officer gives a dead letter up: its lane goes on
inline constexpr CommandType command_given_up{6};  ///< a partner sends nothing more under this number
inline constexpr CommandType command_bundle{7};    ///< messages of a partner that came as one
inline constexpr CommandType command_keep_identity{
    8};  ///< the node keeps an identity document that it goes by
inline constexpr std::uint16_t first_machine_command = 64;

inline constexpr PayloadKind payload_resend_request{1};
inline constexpr PayloadKind payload_waiting_command{2};
inline constexpr PayloadKind payload_given_up{3};  ///< goes in place of a message that was given up
inline constexpr PayloadKind payload_texts{4};     ///< free texts of an event
inline constexpr PayloadKind payload_evidence{5};  ///< an envelope or a receipt, apart from the documents
inline constexpr PayloadKind payload_identity{6};  ///< an identity document, as it was signed
inline constexpr std::uint16_t first_machine_payload = 64;

/// A natural key: kind | owner | 0 | identifier, compared as bytes, so that an owner's keys lie together and
/// where its identifiers rise with time it has one growing end. Never a hash (store.md 4).
struct Key {
  Bytes value;

  friend auto operator<=>(const Key&, const Key&) = default;
};

/// What a key's first byte says. Stored: never used again for something else.
enum class KeyKind : std::uint8_t {
  trader_message = 1,   ///< owner: trader, identifier: messageIdentification
  partner_message = 2,  ///< owner: partner, identifier: messageIdentification
  public_id = 3,        ///< identifier: the Uuid that leaves the node
  denials = 4,          ///< owner: role, party, person and office of an actor
  first_of_machines = 16,
  /// Of the executor all the same. Owner: a state; identifier: none for the stream of its documents, or the
  /// SHA-256 of one of them, in hex.
  identities = 47,
};

/// Precondition: no zero byte in `owner`.
[[nodiscard]] inline Key make_key(KeyKind kind, std::string_view owner, std::string_view identifier) {
  Key key;
  key.value.reserve(owner.size() + identifier.size() + 2);
  key.value.push_back(static_cast<std::byte>(kind));
  const ByteView first = as_bytes(owner);
  const ByteView second = as_bytes(identifier);
  key.value.insert(key.value.end(), first.begin(), first.end());
  key.value.push_back(std::byte{0});
  key.value.insert(key.value.end(), second.begin(), second.end());
  return key;
}

/// A document ready to be stored: compressed on the pool, before the writer sees it.
struct Payload {
  PayloadKind kind{};
  std::uint16_t dictionary = 0;  ///< of the compression, 0 none
  Hash256 hash;                  ///< of the content as it was received or rendered
  Bytes bytes;                   ///< the zstd frame

  friend bool operator==(const Payload&, const Payload&) = default;
};

}  // namespace lintas::workflow
