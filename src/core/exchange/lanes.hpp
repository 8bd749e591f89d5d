#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/exchange/partner.hpp"

/// Order between two nodes, per stream. A lane carries the messages of one partner about one thing (an MRN in
/// its role, a document); they are numbered 1, 2, 3 … and applied in that order. There is no order across
/// lanes: one message that cannot be applied holds its own lane and nothing else.
namespace lintas::exchange {

/// Why a message waits.
enum class ParkedFor : std::uint8_t {
  gap = 1,  ///< a message before it has not arrived
  early =
      2,  ///< the machine cannot take it in its present state; it comes from a partner, so it is not refused
  held = 3,  ///< applying it hit a bug of ours; an officer decides, and its lane waits
};

/// A message taken over from a partner (it has our receipt) and not applied yet.
struct Parked {
  Partner partner;
  std::uint32_t n = 0;  ///< 0: the partner does not number
  ParkedFor reason = ParkedFor::gap;
  Instant since;
  std::string message_id;
  Bytes content;         ///< what is needed to ask it again
  bool overdue = false;  ///< it waited for limits::parked_wait_max: somebody should look

  friend bool operator==(const Parked&, const Parked&) = default;
};

struct Lane {
  Partner partner;
  std::uint32_t sent = 0;        ///< number of our last message in it
  std::uint32_t applied = 0;     ///< number of the partner's last message that was applied
  std::optional<Instant> asked;  ///< when the missing ones were asked for last
  /// Behind a gap, of messages that were taken out: nobody waits for them, and another may come in their
  /// place.
  std::vector<std::uint32_t> left_out = {};

  friend bool operator==(const Lane&, const Lane&) = default;
};

/// The lanes of one stream.
struct Lanes {
  std::vector<Lane> lanes;  ///< by partner; as many as states on a route
  std::vector<Parked> parked;

  [[nodiscard]] const Lane* find(Partner partner) const;
  /// The number our next message to the partner gets.
  [[nodiscard]] std::uint32_t next_to_send(Partner partner) const;

  friend bool operator==(const Lanes&, const Lanes&) = default;
};

enum class Arrival : std::uint8_t {
  apply,     ///< it is its turn
  repeated,  ///< a message of this number was applied or waits already
  park,      ///< one before it is missing
  full,      ///< limits::parked_per_lane_max of it wait already: refused for now, the partner keeps it
};

/// What to do with message `n` of the partner. n = 0: the partner does not number, it is always its turn.
[[nodiscard]] Arrival judge(const Lanes& lanes, Partner partner, std::uint32_t n);

/// Whether as many messages of the partner wait as may.
[[nodiscard]] bool is_full(const Lanes& lanes, Partner partner);

/// Whether the lane goes on behind message `n`: it is the next one, or next to what was left out, or has no
/// number.
[[nodiscard]] bool is_next(const Lanes& lanes, Partner partner, std::uint32_t n);

/// Whether the message was taken out behind a gap, and no other has come under its number.
[[nodiscard]] bool is_left_out(const Lanes& lanes, Partner partner, std::uint32_t n);

/// Whether officers may take out the message, which waits: it is its turn, or those before it were asked for
/// in vain for limits::gap_in_vain.
[[nodiscard]] bool may_take_out(const Lanes& lanes, const Parked& message, Instant now);

/// The waiting messages whose turn it is: for each lane the one after the last applied, and every early one
/// without number. Held ones are not among them.
[[nodiscard]] std::vector<Parked> offerable(const Lanes& lanes);

/// Numbers of the partner that are missing before the first one waiting; empty if none waits for a gap.
struct Gap {
  Partner partner;
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  friend bool operator==(const Gap&, const Gap&) = default;
};
[[nodiscard]] std::vector<Gap> gaps(const Lanes& lanes);

/// When the next gap is old enough to ask for what is missing, or a message has waited too long; nothing if
/// neither will be.
[[nodiscard]] std::optional<Instant> due(const Lanes& lanes);
/// The gaps to ask for now.
[[nodiscard]] std::vector<Gap> overdue_gaps(const Lanes& lanes, Instant now);

/// The messages that have waited too long by now and were not told of yet. Held ones are not among them: an
/// officer knows of them.
[[nodiscard]] std::vector<Parked> overdue_messages(const Lanes& lanes, Instant now);

// ---- evolve: copies what happened, cannot refuse

/// A number that was sent before moves nothing: what stands under it now goes in place of what was given up.
[[nodiscard]] Lanes sent(Lanes lanes, Partner partner, std::uint32_t n);
/// A message was applied: the lane goes on behind it. Precondition: is_next.
[[nodiscard]] Lanes taken(Lanes lanes, Partner partner, std::uint32_t n, const std::string& message_id);
/// Officers took it out: in its turn the lane goes on behind it, else when those before it have come.
[[nodiscard]] Lanes taken_out(Lanes lanes, Partner partner, std::uint32_t n, const std::string& message_id);
[[nodiscard]] Lanes parked(Lanes lanes, Parked message);
/// It was told that the message waits too long.
[[nodiscard]] Lanes told_overdue(Lanes lanes, Partner partner, const std::string& message_id);
[[nodiscard]] Lanes asked(Lanes lanes, Partner partner, Instant at);

}  // namespace lintas::exchange
