#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/webhooks/attempts.hpp"
#include "core/webhooks/commands.hpp"
#include "core/webhooks/state.hpp"
#include "shell/api/api.hpp"
#include "shell/app/service.hpp"

namespace lintas::api {

class Core;
class Feed;

/// Walks the feed for each subscription and posts what its owner may see and wants, one event after the
/// other: the next one goes out when the one before was taken. So each subscriber gets every event at least
/// once and in the order of the feed; after a sending back, or what a killed node had not noted, the order
/// begins anew further back. Rights are judged before each look, and the key before each post. Knows how
/// every subscription stands, as of its last change through this node. Safe from any thread.
class WebhookDeliveries {
 public:
  /// The core owns this.
  explicit WebhookDeliveries(const Core& core) : core_(core) {}

  /// Something was written. The first time all subscriptions are read. Does not wait.
  void happened();
  /// Takes a subscription as it stands in the store now.
  void take(std::string_view id, app::Reader& reader);
  /// Has everything noted that was taken; posts nothing more.
  void stop();

  [[nodiscard]] std::optional<webhooks::Subscription> find(std::string_view id) const;
  /// By their ids; removed ones are not among them.
  [[nodiscard]] std::vector<webhooks::Subscription> all() const;
  struct Standing {
    std::size_t live = 0;
    std::size_t failing = 0;
    std::size_t stopped = 0;
  };
  [[nodiscard]] Standing standing() const;

 private:
  class Turn;
  class Posted;
  using Written = std::uint64_t;
  /// Counts what changed of subscriptions.
  using Change = std::uint64_t;
  /// A command of ours about a subscription: until what it did is read, nothing is posted.
  enum class Asked : std::uint8_t { no, with_writer, answered };

  struct Item {
    std::int64_t place = 0;
    std::string cursor;
    std::string body;
  };
  struct Line {
    webhooks::Subscription of;
    std::int64_t delivered = 0;  ///< everything up to this place, in this life of the node
    std::int64_t looked = 0;     ///< the queue ends there
    std::int64_t noted = 0;
    std::size_t unnoted = 0;
    std::optional<Instant> unnoted_since;
    std::deque<Item> queue;
    bool more = true;
    Written seen = 0;
    webhooks::Attempts attempts;
    std::uint64_t under_way = 0;  ///< number of its post, 0 none
    Asked asked = Asked::no;
  };
  using Lines = std::map<std::string, Line, std::less<>>;
  /// What is to be done once the lock is let go.
  struct Tasks {
    std::vector<WebhookPost> posts;
    std::vector<webhooks::Command> commands;
  };

  void want_turn();
  void mark(const std::string& id);
  void turn();
  void end_turn(bool succeeded);
  [[nodiscard]] bool waits(Instant now) const;
  void look(app::Reader& reader, Written written, Change changes);
  void load(app::Reader& reader, Change changes);
  [[nodiscard]] static std::optional<webhooks::Subscription> read(std::string_view id, const Core& core,
                                                                  app::Reader& reader);
  void keep(webhooks::Subscription subscription);
  void loaded(const std::string& id, Change changes);
  [[nodiscard]] bool is_due(const Line& line, Instant now) const;
  void fill(Feed& feed, const std::string& id, std::int64_t behind, const access::Actor& actor,
            Written written);
  void answered(const std::string& id, std::uint64_t number, std::optional<std::uint16_t> status);

  // With the lock.
  void post_next(Line& line, Instant now, Tasks& tasks);
  [[nodiscard]] WebhookPost post_of(const Line& line, const Item& item, Instant now) const;
  void note(Line& line, Instant now, bool at_once, Tasks& tasks);
  void stop_line(Line& line, webhooks::Why why, Tasks& tasks);
  void want_tick();
  void tick();

  void perform(Tasks tasks);
  void ask(const webhooks::Command& command);
  void replied(const std::string& id, bool accepted);

  const Core& core_;
  mutable std::mutex mutex_;
  Lines lines_;
  bool loaded_ = false;
  bool stopped_ = false;
  std::string loaded_upto_;              ///< of the reading of all, the key behind which it goes on
  std::map<std::string, Change> dirty_;  ///< to be read anew, as of that change or later
  Change changes_ = 0;
  std::size_t under_way_ = 0;
  std::uint64_t last_number_ = 0;
  Written written_ = 1;
  bool turning_ = false;
  bool ticking_ = false;
};

}  // namespace lintas::api
