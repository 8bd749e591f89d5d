#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "core/exchange/circuit.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/store.hpp"

namespace lintas::app {

/// Decides which messages of the outbox to try now. Sends nothing itself: whoever owns it does, and reports
/// back. Tries and pauses live in memory only: after a start everything is tried at once. Within a lane one
/// message is under way at a time, and the lowest number goes first: what stands in place of a message that
/// was given up is younger than those behind it, and they would be refused for want of room. A dead one holds
/// its lane and no other.
class Pump {
 public:
  /// A message that waits, or one that was dead and is to be tried once more; a dead one holds its lane.
  void add(const OutboxRow& row);

  /// Messages to send now. Each is under way until one of the five answers below.
  [[nodiscard]] std::vector<OutboxRow> take(Instant now);
  /// The partner has it.
  void receipted(std::int64_t id);
  /// No answer, or one that says "later": it is tried again, for ever.
  void failed(std::int64_t id, Instant now, std::uint8_t jitter, exchange::RetrySchedule schedule = {});
  /// Nothing was tried: it waits as before, which says nothing about the partner.
  void put_back(std::int64_t id);
  /// An operator has changed something: whatever waits for the end of a pause is tried now.
  void end_pauses() noexcept;
  /// A permanent error: a dead letter.
  void refused(std::int64_t id);
  /// A dead letter, too, by our own word, which says nothing about the partner.
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
  /// Of the messages that have a number.
  struct Lane {
    std::set<std::pair<std::uint32_t, std::int64_t>> waiting;  ///< number and id
    bool busy = false;                                         ///< one is under way
    std::size_t dead = 0;
  };
  struct Line {
    exchange::Circuit circuit;
    std::map<std::int64_t, OutboxRow> waiting;  ///< by id: oldest first
    std::map<std::int64_t, OutboxRow> under_way;
    std::map<std::int64_t, OutboxRow> dead;
    std::map<StreamId, Lane> lanes;  ///< with a message that has a number

    void wait(const OutboxRow& row);
    void bury(const OutboxRow& row);
    /// Nothing if it is not there.
    void unbury(std::int64_t id);
    /// Whether nothing of its lane goes before it.
    [[nodiscard]] bool is_free(const OutboxRow& row) const;
    void forget_if_empty(StreamId lane);
  };

  /// Ends the attempt; nothing if it was not under way.
  [[nodiscard]] static std::optional<OutboxRow> land(Line& line, std::int64_t id);
  [[nodiscard]] Line* line_of(std::int64_t id);

  std::map<exchange::Partner, Line> lines_;
};

}  // namespace lintas::app
