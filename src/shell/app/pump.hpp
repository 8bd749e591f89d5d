#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "base/time.hpp"
#include "core/exchange/circuit.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/store.hpp"

namespace lintas::app {

/// Decides which messages of the outbox to try now. Sends nothing itself: whoever owns it does, and reports
/// back. Tries and pauses live in memory only: after a start everything is tried at once. Within a lane one
/// message is under way at a time; a dead one holds its lane and no other.
class Pump {
 public:
  void add(const OutboxRow& row);
  /// A dead letter found at the start: its lane is held.
  void hold(const OutboxRow& row);

  /// Messages to send now. Each is under way until one of the three answers below.
  [[nodiscard]] std::vector<OutboxRow> take(Instant now);
  /// The partner has it.
  void receipted(std::int64_t id);
  /// No answer, or one that says "later": it is tried again, for ever.
  void failed(std::int64_t id, Instant now, std::uint8_t jitter);
  /// A permanent error: a dead letter.
  void refused(std::int64_t id);
  /// An officer decided about a dead letter: the lane goes on.
  void release(exchange::Partner partner, StreamId lane);

  /// When there is next something to take: the earliest end of a pause, in the past if nothing has to be
  /// waited for. Nothing if nothing waits but what stands behind messages under way or dead.
  [[nodiscard]] std::optional<Instant> next_try() const;
  struct Backlog {
    std::size_t waiting = 0;             ///< those under way included
    std::size_t dead = 0;                ///< lanes held
    std::optional<std::int64_t> oldest;  ///< id of the oldest that waits
  };
  [[nodiscard]] Backlog backlog(exchange::Partner partner) const;
  [[nodiscard]] exchange::Circuit circuit(exchange::Partner partner) const;

 private:
  struct Line {
    exchange::Circuit circuit;
    std::map<std::int64_t, OutboxRow> waiting;  ///< by id: oldest first
    std::map<std::int64_t, OutboxRow> under_way;
    std::set<StreamId> busy;  ///< lanes with a numbered message under way
    std::set<StreamId> held;
  };

  /// Ends the attempt; nothing if it was not under way.
  [[nodiscard]] static std::optional<OutboxRow> land(Line& line, std::int64_t id);
  [[nodiscard]] Line* line_of(std::int64_t id);

  std::map<exchange::Partner, Line> lines_;
};

}  // namespace lintas::app
