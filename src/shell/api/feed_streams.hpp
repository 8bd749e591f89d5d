#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "shell/app/service.hpp"
#include "shell/net/server.hpp"

namespace lintas::api {

class Core;
class Feed;

/// The feed as it happens: answers of text/event-stream that go on (WHATWG HTML 9.2). Nobody asks the store
/// on a clock: a commit wakes those who wait, and one look on the pool serves many of them. Each event has
/// the place in the feed as its id, and so has the beginning; before a pause is limits::api_stream_pause_max
/// long it ends with a comment and the place looked at so far, so that whoever comes back does not begin
/// again. A stream ends when its key is
/// not good any more, and with the server. Safe from any thread.
class FeedStreams {
 public:
  /// The core owns this.
  explicit FeedStreams(const Core& core) : core_(core) {}

  enum class Full : std::uint8_t { node, key };
  struct Opened {
    std::shared_ptr<net::Ongoing> body;  ///< null where too many are open
    Full full{};                         ///< by whose limit
  };
  /// Behind `after`, for whoever has the key of this hash.
  [[nodiscard]] Opened open(const Hash256& key, std::int64_t after);
  /// Something was written. Does not wait.
  void happened();
  [[nodiscard]] std::size_t count() const;

 private:
  class Body;
  class Turn;
  using Id = std::uint64_t;
  /// How much was written: a number for each time.
  using Written = std::uint64_t;

  struct Reading {
    Hash256 key;
    std::int64_t after = 0;
    Written seen = 0;
    bool more = true;
    bool begun = false;
    Instant said;
    std::optional<net::NextPiece> next;  ///< while the reader waits
  };
  /// A reader that waits for what there is.
  struct Due {
    Id id = 0;
    Hash256 key;
    std::int64_t after = 0;
    net::NextPiece next;
  };

  void ask(Id id, net::NextPiece next);
  void close(Id id);
  /// With the lock.
  [[nodiscard]] bool is_due(const Reading& reading, Written written) const;
  void want_turn();
  void turn();
  void end_turn();
  [[nodiscard]] std::vector<Due> take_due(Written written);
  /// What went wrong for one of them alone.
  [[nodiscard]] std::exception_ptr look(app::Reader& reader, Written written);
  void serves(Id id);
  void give_back(Due due);
  void serve(Feed& feed, Due due, Written written);
  void tell(Due due, Written written, std::int64_t last, bool more, Bytes text);
  void want_tick();
  void tick();

  const Core& core_;
  mutable std::mutex mutex_;
  std::map<Id, Reading> readings_;
  Id last_id_ = 0;
  Id last_served_ = 0;
  Written written_ = 1;
  bool turning_ = false;
  bool ticking_ = false;
};

}  // namespace lintas::api
