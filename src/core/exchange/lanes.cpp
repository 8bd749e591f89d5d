#include "core/exchange/lanes.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/exchange/limits.hpp"
#include "core/exchange/partner.hpp"

namespace lintas::exchange {

namespace {

Lane& lane_of(Lanes& lanes, Partner partner) {
  const auto found = std::ranges::lower_bound(lanes.lanes, partner, {}, &Lane::partner);
  if (found != lanes.lanes.end() && found->partner == partner) return *found;
  return *lanes.lanes.insert(found, Lane{.partner = partner});
}

bool waits(const Lanes& lanes, Partner partner, std::uint32_t n) {
  return std::ranges::any_of(
      lanes.parked, [&](const Parked& message) { return message.partner == partner && message.n == n; });
}

void take_from_waiting(Lanes& lanes, Partner partner, const std::string& message_id) {
  std::erase_if(lanes.parked, [&](const Parked& message) {
    return message.partner == partner && message.message_id == message_id;
  });
}

std::uint32_t applied(const Lanes& lanes, Partner partner) {
  const Lane* lane = lanes.find(partner);
  return lane == nullptr ? 0 : lane->applied;
}

/// When the gap before the first waiting message is to be asked for: a while after it showed, then again and
/// again.
std::optional<Instant> ask_at(const Lanes& lanes, const Gap& gap) {
  std::optional<Instant> since;
  for (const Parked& message : lanes.parked) {
    if (message.partner != gap.partner || message.reason != ParkedFor::gap) continue;
    if (!since || message.since < *since) since = message.since;
  }
  if (!since) return std::nullopt;
  const Lane* lane = lanes.find(gap.partner);
  if (lane != nullptr && lane->asked && *lane->asked >= *since) return *lane->asked + limits::gap_ask_again;
  return *since + limits::gap_ask_after;
}

std::optional<Instant> overdue_at(const Parked& message) {
  if (message.overdue || message.reason == ParkedFor::held) return std::nullopt;
  return message.since + limits::parked_wait_max;
}

}  // namespace

const Lane* Lanes::find(Partner partner) const {
  const auto found = std::ranges::lower_bound(lanes, partner, {}, &Lane::partner);
  return found != lanes.end() && found->partner == partner ? &*found : nullptr;
}

std::uint32_t Lanes::next_to_send(Partner partner) const {
  const Lane* lane = find(partner);
  return lane == nullptr ? 1 : lane->sent + 1;
}

bool is_full(const Lanes& lanes, Partner partner) {
  return std::ranges::count(lanes.parked, partner, &Parked::partner) >=
         static_cast<std::ptrdiff_t>(limits::parked_per_lane_max);
}

bool is_next(const Lanes& lanes, Partner partner, std::uint32_t n) {
  std::uint32_t next = applied(lanes, partner) + 1;
  while (next < n && is_left_out(lanes, partner, next)) ++next;
  return n == 0 || n == next;
}

bool is_left_out(const Lanes& lanes, Partner partner, std::uint32_t n) {
  const Lane* lane = lanes.find(partner);
  return lane != nullptr && std::ranges::find(lane->left_out, n) != lane->left_out.end() &&
         !waits(lanes, partner, n);
}

bool may_take_out(const Lanes& lanes, const Parked& message, Instant now) {
  return is_next(lanes, message.partner, message.n) || now - message.since >= limits::gap_in_vain;
}

Arrival judge(const Lanes& lanes, Partner partner, std::uint32_t n) {
  if (n == 0) return Arrival::apply;
  if (n <= applied(lanes, partner)) return Arrival::repeated;
  if (waits(lanes, partner, n)) return Arrival::repeated;
  if (is_next(lanes, partner, n)) return Arrival::apply;
  return is_full(lanes, partner) ? Arrival::full : Arrival::park;
}

std::vector<Parked> offerable(const Lanes& lanes) {
  std::vector<Parked> turn;
  for (const Parked& message : lanes.parked) {
    if (message.reason == ParkedFor::held) continue;
    if (is_next(lanes, message.partner, message.n)) turn.push_back(message);
  }
  return turn;
}

std::vector<Gap> gaps(const Lanes& lanes) {
  std::vector<Gap> found;
  for (const Lane& lane : lanes.lanes) {
    std::optional<std::uint32_t> first_waiting;
    for (const Parked& message : lanes.parked) {
      if (message.partner != lane.partner || message.n == 0) continue;
      if (!first_waiting || message.n < *first_waiting) first_waiting = message.n;
    }
    if (!first_waiting || is_next(lanes, lane.partner, *first_waiting)) continue;
    found.push_back({.partner = lane.partner, .first = lane.applied + 1, .last = *first_waiting - 1});
  }
  return found;
}

std::optional<Instant> due(const Lanes& lanes) {
  std::optional<Instant> earliest;
  const auto not_after = [&](std::optional<Instant> at) {
    if (at && (!earliest || *at < *earliest)) earliest = at;
  };
  for (const Gap& gap : gaps(lanes)) not_after(ask_at(lanes, gap));
  for (const Parked& message : lanes.parked) not_after(overdue_at(message));
  return earliest;
}

std::vector<Gap> overdue_gaps(const Lanes& lanes, Instant now) {
  std::vector<Gap> overdue = gaps(lanes);
  std::erase_if(overdue, [&](const Gap& gap) {
    const auto at = ask_at(lanes, gap);
    return !at || *at > now;
  });
  return overdue;
}

std::vector<Parked> overdue_messages(const Lanes& lanes, Instant now) {
  std::vector<Parked> overdue = lanes.parked;
  std::erase_if(overdue, [&](const Parked& message) {
    const auto at = overdue_at(message);
    return !at || *at > now;
  });
  return overdue;
}

Lanes sent(Lanes lanes, Partner partner, std::uint32_t n) {
  Lane& lane = lane_of(lanes, partner);
  lane.sent = std::max(lane.sent, n);
  return lanes;
}

Lanes taken(Lanes lanes, Partner partner, std::uint32_t n, const std::string& message_id) {
  require(is_next(lanes, partner, n), "a lane goes on message by message");
  if (n != 0) {
    Lane& lane = lane_of(lanes, partner);
    lane.applied = n;
    std::erase_if(lane.left_out, [&](std::uint32_t one) { return one <= n; });
  }
  take_from_waiting(lanes, partner, message_id);
  return lanes;
}

Lanes taken_out(Lanes lanes, Partner partner, std::uint32_t n, const std::string& message_id) {
  if (is_next(lanes, partner, n)) return taken(std::move(lanes), partner, n, message_id);
  lane_of(lanes, partner).left_out.push_back(n);
  take_from_waiting(lanes, partner, message_id);
  return lanes;
}

Lanes parked(Lanes lanes, Parked message) {
  (void)lane_of(lanes, message.partner);
  std::erase_if(lanes.parked, [&](const Parked& other) {
    return other.partner == message.partner && other.message_id == message.message_id;
  });
  lanes.parked.push_back(std::move(message));
  return lanes;
}

Lanes told_overdue(Lanes lanes, Partner partner, const std::string& message_id) {
  for (Parked& message : lanes.parked) {
    if (message.partner == partner && message.message_id == message_id) message.overdue = true;
  }
  return lanes;
}

Lanes asked(Lanes lanes, Partner partner, Instant at) {
  lane_of(lanes, partner).asked = at;
  return lanes;
}

}  // namespace lintas::exchange
