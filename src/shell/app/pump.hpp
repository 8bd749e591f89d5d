#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "core/exchange/attempts.hpp"
#include "core/exchange/circuit.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/store.hpp"

namespace lintas::app {

/// What goes as one message of the wire: one of the outbox, or several to the same partner, in the order in
/// which they are to be taken.
using Load = std::vector<OutboxRow>;

/// How many messages a partner takes in one; below 2 each goes by itself.
using BundledMax = std::function<std::size_t(exchange::Partner)>;

/// Decides which messages of the outbox to try now. Sends nothing itself: whoever owns it does, and reports
/// back. Tries and pauses live in memory only: after a start everything is tried at once. Within a lane one
/// message is under way at a time, and the lowest number goes first: what stands in place of a message that
/// was given up is younger than those behind it, and they would be refused for want of room. A dead one holds
/// what stands behind it in its lane and nothing else; so does one that fails, which rests by itself while
/// others go. Those that were not tried yet, the oldest first, and those whose rest is over, the one whose
/// rest has ended first, take turns; where a partner is probed the former go before the latter. So it is
/// asked about another message each time. Once it takes or refuses one, what failed for its absence goes at
/// once; what a message has failed by itself it rests for.
///
/// Where the partner takes bundles, with the message whose turn it is go those that wait at this instant and
/// were not tried yet, the oldest first, and of a lane those that stand behind it. Nobody waits for others.
/// What was tried together is tried together again, whole, until it is split. What was posted by itself goes
/// by itself, as does a dead letter that is revived, and so does a probe: a load that rests is split for it.
class Pump {
 public:
  /// A message that waits, or one that was dead and is to be tried once more; or a dead one.
  void add(const OutboxRow& row);

  /// Messages to send now. Each is under way until one of the answers below.
  [[nodiscard]] std::vector<Load> take(Instant now, const BundledMax& bundled_max);
  /// Each by itself.
  [[nodiscard]] std::vector<OutboxRow> take(Instant now);
  /// The partner has it.
  void receipted(std::int64_t id);
  /// It was not taken and not refused: it is tried again, for ever. What is known of it by now; nothing if it
  /// was not under way.
  std::optional<exchange::Attempts> failed(std::int64_t id, Instant now, std::uint8_t jitter,
                                           exchange::RetrySchedule schedule = {},
                                           exchange::Failure failure = exchange::Failure::no_answer);
  /// The same of a load: it goes again as it is. What is known of it by now.
  std::optional<exchange::Attempts> failed(std::span<const std::int64_t> ids, Instant now,
                                           std::uint8_t jitter, exchange::RetrySchedule schedule = {},
                                           exchange::Failure failure = exchange::Failure::no_answer);
  /// Nothing was tried: it waits as before, which says nothing about the partner.
  void put_back(std::int64_t id);
  /// The same of a load, which stays one.
  void put_back(std::span<const std::int64_t> ids);
  /// Of a load that is under way or rests: from now on each goes by itself, and at once.
  void split(std::span<const std::int64_t> ids);
  /// An operator has changed something: whatever waits for the end of a pause is tried now. A clock that was
  /// put back does the same, for pauses end at instants.
  void end_pauses();
  /// A permanent error: a dead letter.
  void refused(std::int64_t id);
  /// A dead letter, too, by our own word, which says nothing about the partner; of one that is under way or
  /// waits.
  void kept_back(std::int64_t id, Death death);
  /// An officer gave a dead letter up: its lane goes on.
  void discard(const OutboxRow& row);

  /// When there is next something to take: the earliest end of a pause, in the past if nothing has to be
  /// waited for. Nothing if nothing waits but what stands behind messages under way or dead.
  [[nodiscard]] std::optional<Instant> next_try() const;
  struct Backlog {
    std::size_t waiting = 0;             ///< those under way included
    std::size_t dead = 0;                ///< until an officer decides
    std::optional<std::int64_t> oldest;  ///< id of the oldest that waits
  };
  [[nodiscard]] Backlog backlog(exchange::Partner partner) const;
  /// Oldest first.
  [[nodiscard]] std::vector<OutboxRow> dead_letters(exchange::Partner partner) const;
  /// Whom there ever was something for, configured or not.
  [[nodiscard]] std::set<exchange::Partner> partners() const;
  [[nodiscard]] exchange::Circuit circuit(exchange::Partner partner) const;

 private:
  struct Waiting {
    OutboxRow row;
    exchange::Attempts attempts;
    bool is_alone = false;  ///< goes with no others, also where it was not tried
    bool is_probe = false;  ///< while it is under way

    [[nodiscard]] bool goes_alone() const noexcept {
      return is_alone || attempts.failures > 0 || attempts.was_posted;
    }
  };
  using Rows = std::map<std::int64_t, Waiting>;  ///< by id: oldest first
  /// By the end of its rest, and id; before all instants of a clock where it was not tried.
  using Ready = std::set<std::pair<Instant, std::int64_t>>;
  /// Of the messages that have a number.
  struct Lane {
    std::set<std::pair<std::uint32_t, std::int64_t>> waiting;  ///< number and id
    std::size_t busy = 0;                                      ///< of a load that is under way or rests
    std::multiset<std::uint32_t> dead;                         ///< numbers
    std::optional<std::int64_t> next;  ///< its message that may go now, among the ready
  };
  struct Line {
    exchange::Circuit circuit;
    std::uint64_t decided = 0;  ///< messages taken or refused
    /// What failed for the partner's absence since the last of them, and waits for it. Of a load its
    /// messages.
    std::set<std::int64_t> in_vain;
    Rows waiting;
    Rows under_way;
    /// Loads of several that were tried, by the id of the first, which stands among the ready for all of
    /// them.
    std::map<std::int64_t, std::vector<Waiting>> resting;
    std::map<std::int64_t, OutboxRow> dead;
    std::map<StreamId, Lane> lanes;  ///< with a message that has a number
    Ready ready;                     ///< of those that wait, the ones that nothing of their lane goes before
    bool is_turn_of_tried = false;
    bool waits_for_room = false;  ///< for a whole load

    void wait(const Waiting& one);
    /// Whose turn it is; the end of `ready` if all of them rest.
    [[nodiscard]] Ready::iterator next_at(Instant now);
    /// They are under way: it, and those that go with it, `most` in all.
    [[nodiscard]] Load begin(Ready::iterator next, std::size_t most);
    const OutboxRow& begin_one(std::int64_t id);
    /// Of those that wait, were not tried and may go with others: the oldest that could go now, `behind`
    /// others of its lane that do or not.
    [[nodiscard]] std::optional<std::int64_t> next_with(std::set<std::int64_t>& behind) const;
    /// Whether more could go with that one, as one, than there is room for. `room` < what the partner takes.
    [[nodiscard]] bool wants_more_than(std::size_t room, Ready::iterator next) const;
    void note_failure(Instant now, std::uint8_t jitter, exchange::RetrySchedule schedule,
                      exchange::Failure failure);
    /// It took a message, or refused it for good.
    void note_decision();
    /// A load that was under way.
    void rest(std::span<const std::int64_t> ids, const exchange::Attempts& attempts);
    /// A load that rests: from now on each of it goes by itself, and at once. False if none does under that
    /// id. `is_told`: the partner has something against them together; else only what was posted goes alone
    /// for good.
    bool split_rest(std::int64_t lead, bool is_told);
    /// Ends the attempt, or the wait; nothing if it does neither.
    [[nodiscard]] std::optional<Waiting> land(std::int64_t id);
    [[nodiscard]] std::optional<Waiting> take_out(std::int64_t id);
    void bury(const OutboxRow& row);
    /// False if it is not there.
    bool unbury(std::int64_t id);
    void end_pauses();
    /// The partner is there: what failed for its absence goes at once.
    void end_waits();
    /// Puts the one of the lane that may go now among the ready, and forgets a lane with nothing in it.
    void look_at(StreamId lane);
    /// Of those that wait the one before all others and before all dead ones.
    [[nodiscard]] static std::optional<std::int64_t> foremost(const Lane& lane);
  };

  [[nodiscard]] Line* line_of(std::int64_t id, Rows Line::* place = &Line::under_way);
  /// Of those of a load that are under way, and how often that was tried.
  [[nodiscard]] std::pair<Line*, exchange::Attempts> line_of(std::span<const std::int64_t> ids);

  std::map<exchange::Partner, Line> lines_;
  Instant seen_;  ///< the latest instant by the clock
};

}  // namespace lintas::app
