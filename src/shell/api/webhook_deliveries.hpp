#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/webhooks/attempts.hpp"
#include "core/webhooks/commands.hpp"
#include "core/webhooks/state.hpp"
#include "shell/api/api.hpp"
#include "shell/app/service.hpp"
#include "shell/net/target.hpp"

namespace lintas::api {

class Core;
class Feed;

/// Walks the feed for each subscription and posts what its owner may see and wants, one event after the
/// other: the next one goes out when the one before was taken. So each subscriber gets every event at least
/// once and in the order of the feed; after a sending back, or what a killed node had not noted, the order
/// begins anew further back. Rights are judged some seconds before each post at the latest, and the key right
/// before it. Looks and posts go round: whoever has much to do does not keep the others waiting. Knows how
/// every subscription stands, as of its last change through this node. Safe from any thread; no call waits
/// for the store or a signature.
class WebhookDeliveries {
 public:
  /// The core owns this.
  explicit WebhookDeliveries(const Core& core) : core_(core) {}

  /// Something was written. The first time all subscriptions are read.
  void happened();
  /// Something about a subscription was decided and is durable: nothing more is posted to it until that is
  /// read, whoever reads it.
  void decided(const std::string& id);
  /// Takes a subscription as it stands in the store now.
  void take(std::string_view id, app::Reader& reader);
  /// Has everything noted that was taken; posts nothing more.
  void stop();

  /// All have been read since the start; before, nothing is known for sure.
  [[nodiscard]] bool is_loaded() const;
  struct Known {
    webhooks::Subscription of;
    std::string failed_with;     ///< the status of the last post, or why it had none; empty if it was taken
    std::int64_t delivered = 0;  ///< everything up to this place: what is noted of it comes behind
  };
  [[nodiscard]] std::optional<Known> find(std::string_view id) const;
  /// By their ids; removed ones are not among them.
  [[nodiscard]] std::vector<Known> all() const;
  struct Standing {
    std::size_t live = 0;
    std::size_t failing = 0;
    std::size_t stopped = 0;
  };
  [[nodiscard]] Standing standing() const;

 private:
  class Turn;
  class Posted;
  struct Picked;
  struct Tasks;
  using Written = std::uint64_t;
  /// Counts what changed of subscriptions.
  using Change = std::uint64_t;

  struct Item {
    std::int64_t place = 0;
    std::string cursor;
    std::string body;
  };
  struct Line {
    webhooks::Subscription of;
    std::optional<net::Url> url;
    std::int64_t delivered = 0;  ///< everything up to this place, in this life of the node
    std::int64_t looked = 0;     ///< the queue ends there
    std::int64_t noted = 0;
    std::size_t unnoted = 0;
    std::size_t noting = 0;  ///< of them, what the note that is with the writer is about
    std::optional<Instant> unnoted_since;
    std::deque<Item> queue;
    Instant judged;  ///< what is in the queue
    bool more = true;
    Written seen = 0;
    std::optional<Instant> rests_since;  ///< the look into the feed for it failed
    webhooks::Attempts attempts;
    Instant failed;  ///< the last attempt, if any failed
    std::string failed_with;
    unsigned keyless = 0;         ///< ticks that found its key good no more, and the one that is under way
    std::uint64_t under_way = 0;  ///< number of its post, 0 none
    std::size_t asked = 0;        ///< our commands about it that the writer has
  };
  using Lines = std::map<std::string, Line, std::less<>>;
  /// What is looked for behind which place, by which key.
  struct Wanted {
    std::string id;
    std::int64_t behind = 0;
    Hash256 key;
  };

  void turn();
  void end_turn(bool succeeded);
  /// What went wrong for some of them alone.
  [[nodiscard]] std::exception_ptr look(app::Reader& reader, Written written, Change changes);
  [[nodiscard]] std::exception_ptr load(app::Reader& reader, Change changes);
  [[nodiscard]] std::exception_ptr load_one(const std::string& id, app::Reader& reader, Change changes);
  [[nodiscard]] std::vector<std::string> changed(Change changes) const;
  [[nodiscard]] static Known known(const Line& line);
  [[nodiscard]] static std::optional<webhooks::Subscription> read(std::string_view id, const Core& core,
                                                                  app::Reader& reader);
  [[nodiscard]] std::vector<Wanted> wanted(Instant now) const;
  void look_for(Feed& feed, const Wanted& one, Instant now, Written written);
  void answered(const std::string& id, std::uint64_t number, const WebhookAnswer& answer);

  // With the lock.
  void mark(const std::string& id);
  void want_turn();
  void want_tick();
  void keep(webhooks::Subscription subscription);
  static void begin_anew(Line& line);
  static void forget_queue(Line& line);
  [[nodiscard]] bool waits(Instant now) const;
  [[nodiscard]] bool is_settled(const Line& line) const;
  [[nodiscard]] bool is_due(const Line& line, Instant now) const;
  [[nodiscard]] bool may_post_more(const access::Actor& owner) const;
  /// Picks what is to be posted, going round.
  void pick(Instant now, Tasks& tasks);
  enum class Pick : std::uint8_t { nothing, post, look_first };
  [[nodiscard]] Pick pick(Line& line, Instant now, Tasks& tasks);
  void settle(Line& line, const WebhookAnswer& answer, Instant now, Tasks& tasks);
  void fail(Line& line, std::string why, Instant now, Tasks& tasks);
  void look_at_key(Line& line, Instant now, Tasks& tasks);
  static void note(Line& line, Instant now, bool at_once, Tasks& tasks);
  static void stop_line(Line& line, webhooks::Why why, Tasks& tasks);

  void tick();
  void perform(Tasks tasks);
  void post(Picked picked) const;
  void ask(const webhooks::Command& command);
  void replied(const std::string& id, bool of_note, bool accepted);

  const Core& core_;
  mutable std::mutex mutex_;
  Lines lines_;
  bool loaded_ = false;
  bool stopped_ = false;
  std::string loaded_upto_;              ///< of the reading of all, the key behind which it goes on
  std::map<std::string, Change> dirty_;  ///< to be read anew, as of that change or later
  Change changes_ = 0;
  std::map<std::uint64_t, access::Actor> under_way_;  ///< whose posts
  std::uint64_t last_number_ = 0;
  std::string last_looked_;  ///< for whom; the next look begins behind it
  std::string last_posted_;  ///< to whom, likewise
  Written written_ = 1;
  bool turning_ = false;
  bool ticking_ = false;
};

}  // namespace lintas::api
