#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <set>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "shell/app/archive.hpp"
#include "shell/app/executor.hpp"
#include "shell/app/pump.hpp"
#include "tests/support/world.hpp"

/// Many nodes in one process: virtual clock, a network that loses, repeats, delays, reorders and partitions,
/// stores that crash. A run is its seed; nothing in it comes from anywhere else.
namespace lintas::sim {

/// What the world does to the nodes, in percent where nothing else is said.
struct Faults {
  unsigned lose = 10;
  unsigned repeat = 10;
  std::chrono::milliseconds delay_max{20'000};
  std::chrono::milliseconds misfortune_each{60'000};  ///< how often the next two may happen
  unsigned partition = 5;                             ///< chance that a pair of nodes parts
  unsigned crash = 2;                                 ///< chance that a node dies
  std::chrono::milliseconds parted_max{1'200'000};
  std::chrono::milliseconds dead_max{600'000};
  unsigned commit_unknown = 2;  ///< chance that a commit ends without anybody knowing how
  unsigned commit_refused = 2;  ///< chance that a commit certainly does not happen
  /// Both are thrown at each tick, and a commit has those of all ticks since the last one. Else once for each
  /// commit: where a node mostly has nothing to write, none would succeed.
  bool commits_fail_by_tick = true;
  unsigned lose_rows = 0;  ///< chance that a message is gone from the outbox and was never sent
  std::chrono::milliseconds forget_after{0};  ///< how long a sender repeats a message; 0: for ever
  std::chrono::milliseconds tick{1'000};      ///< how often a node looks at its clocks and its queue
  unsigned refuse_bundle = 3;      ///< chance that what goes as one is refused, taken before or not
  std::size_t bundled_max = 8;     ///< messages that go as one; below 2 each goes by itself
  bool fresh_message_ids = false;  ///< a fault of ours, to see the laws notice: each attempt under another id

  [[nodiscard]] static Faults none() {
    return {.lose = 0,
            .repeat = 0,
            .delay_max = std::chrono::milliseconds{50},
            .partition = 0,
            .crash = 0,
            .commit_unknown = 0,
            .commit_refused = 0,
            .refuse_bundle = 0};
  }
};

/// The store of a node, as a disk: it outlives crashes. `open` is called at each start of the node.
class Disk {
 public:
  Disk() = default;
  Disk(const Disk&) = delete;
  Disk& operator=(const Disk&) = delete;
  virtual ~Disk() = default;
  [[nodiscard]] virtual app::Store& open() = 0;
  /// The power fails: unsynced writes are lost or torn.
  virtual void crash() = 0;
  /// Whether its power has failed, or a commit is to come to no known end, since it was opened: any other
  /// failure of a store is one of ours.
  [[nodiscard]] virtual bool is_down() = 0;
  /// All that lies on it, for an audit; none where only the node itself can read it.
  [[nodiscard]] virtual std::unique_ptr<app::Archive> archive() { return nullptr; }
  enum class CommitFault : std::uint8_t { not_applied, unknown };
  virtual void fail_next_commit(CommitFault fault, test::Random& random) = 0;
};

class Node;

/// What a message of the sender's outbox, sent under this id, is to the receiver once it has read it; nothing
/// if the receiver will never take it.
using Carried = std::function<std::optional<workflow::Command>(
    Node& from, const std::string& to, const app::OutboxRow& row, const std::string& id)>;

/// The business of the nodes, and how its messages become commands.
struct Business {
  std::function<std::unique_ptr<workflow::Domain>(const std::string& country)> domain;
  Carried carried;
};

/// The receiver is given the content as the sender has stored it.
[[nodiscard]] Carried as_stored(std::function<workflow::CommandType(workflow::PayloadKind)> command_of);

class World;

/// Who lives in the process of a node, beside its writer: told as shell/node tells its interface.
struct Resident {
  std::function<void()> starts = [] {};   ///< the node is there
  std::function<void()> dies = [] {};     ///< nothing of it is gone yet
  std::function<void()> decided = [] {};  ///< a batch, and what came of it is durable
};

class Node {
 public:
  Node(World& world, std::string country, std::unique_ptr<Disk> disk, std::uint64_t seed);

  using OnReply = std::function<void(const workflow::Reply&)>;
  /// Queued; answered after its batch is written, or never if the node dies before.
  void ask(workflow::Command command, OnReply on_reply);
  /// From now on, and in place of whoever was there. If the node is alive it starts for them now.
  void take_in(Resident resident);

  /// The machine loses its power, whatever it is doing.
  void lose_power();

  [[nodiscard]] bool alive() const noexcept { return executor_ != nullptr; }
  [[nodiscard]] app::Executor& executor() { return *executor_; }
  [[nodiscard]] app::Store& store() { return *store_; }
  [[nodiscard]] std::unique_ptr<app::Archive> archive() { return disk_->archive(); }
  [[nodiscard]] bool disk_is_down() { return disk_->is_down(); }
  [[nodiscard]] const std::string& country() const noexcept { return country_; }
  [[nodiscard]] const workflow::Domain& domain() const noexcept { return *domain_; }
  [[nodiscard]] std::size_t waiting() const noexcept { return queue_.size(); }
  [[nodiscard]] std::size_t deaths() const noexcept { return deaths_; }

 private:
  friend class World;
  struct Waiting {
    workflow::Command command;
    OnReply on_reply;
  };

  void start();
  void die();
  void failed(const app::Load& load, std::uint64_t attempt);
  void step();      ///< one batch, and what came of it
  void send_due();  ///< messages that the pump lets go
  /// A message on its way: what names it to both sides.
  struct Posted {
    std::string from;
    app::Load load;
    std::string id;
    std::vector<std::string> names;  ///< of each message in it, that it would have alone
  };
  /// As the gateway does it, with texts for signatures.
  void receive(const Posted& posted, std::vector<workflow::Command> commands);
  void confirm(const Posted& posted, const Bytes& receipt);
  void refuse(const Posted& posted);

  World& world_;
  std::string country_;
  std::unique_ptr<Disk> disk_;
  std::unique_ptr<workflow::Domain> domain_;
  test::SeededEntropy entropy_;
  test::PlainPacker packer_;
  app::Store* store_ = nullptr;
  std::unique_ptr<app::Executor> executor_;
  std::unique_ptr<app::Pump> pump_;
  std::map<std::int64_t, std::uint64_t> attempt_at_;  ///< the newest at each message, in this life
  std::vector<Waiting> queue_;
  Resident resident_;
  std::uint64_t life_ = 0;  ///< answers meant for an earlier life are lost
  std::size_t deaths_ = 0;
};

class World {
 public:
  using MakeDisk = std::function<std::unique_ptr<Disk>(std::uint64_t seed)>;

  World(std::uint64_t seed, Business business, const std::vector<std::string>& countries,
        const MakeDisk& make_disk, Faults faults);

  [[nodiscard]] Instant now() const noexcept { return now_; }
  [[nodiscard]] test::Random& random() noexcept { return random_; }
  /// As they are now.
  [[nodiscard]] const Faults& faults() const noexcept { return faults_; }
  [[nodiscard]] Node& node(const std::string& country) { return *nodes_.at(country); }
  [[nodiscard]] std::vector<Node*> nodes();

  /// Anything from nothing to less than that.
  [[nodiscard]] std::chrono::milliseconds up_to(std::chrono::milliseconds most);
  /// Calls `what` after `delay`.
  void after(std::chrono::milliseconds delay, std::function<void()> what);
  void run_for(std::chrono::milliseconds duration);
  /// Nothing comes through between the two for so long.
  void part(const std::string& a, const std::string& b, std::chrono::milliseconds duration);
  /// From now on nothing fails; the nodes go on as they are.
  void calm();
  /// The same, and all of them are started anew.
  void heal();
  /// From now on nodes look at their clocks and queues so often: long calms need no more.
  void look_each(std::chrono::milliseconds tick) { faults_.tick = tick; }
  /// Messages whose sender keeps another proof of them than their receiver; none is good.
  [[nodiscard]] std::vector<std::string> without_proof();
  /// How often a message that had been taken got the receipt that is stored.
  [[nodiscard]] std::size_t repeated() const noexcept { return repeated_; }
  /// How many messages went with others, and how many of such were sent one by one in the end.
  [[nodiscard]] std::size_t bundled() const noexcept { return bundled_; }
  [[nodiscard]] std::size_t split() const noexcept { return split_; }
  /// Everything that happened, in a line each: printed when a law is broken.
  void log(std::string line);
  [[nodiscard]] const std::vector<std::string>& story() const noexcept { return story_; }

 private:
  friend class Node;
  struct Event {
    Instant at;
    std::uint64_t order = 0;
    std::function<void()> what;
    friend bool operator>(const Event& a, const Event& b) {
      return std::tie(a.at, a.order) > std::tie(b.at, b.order);
    }
  };

  /// Carries it to the other side, sometimes, sometimes twice, sometimes late.
  void carry(const std::string& from, const std::string& to, const std::function<void()>& arrive);
  void send(Node& from, const app::Load& load);
  void tick();  ///< clocks and queues of all nodes, each second
  void misfortune();

  std::uint64_t seed_;
  test::Random random_;
  Business business_;
  Faults faults_;
  Instant now_;
  std::uint64_t order_ = 0;
  std::uint64_t attempts_ = 0;
  std::uint64_t ids_made_ = 0;
  std::uint64_t receipts_made_ = 0;
  std::size_t repeated_ = 0;
  std::size_t bundled_ = 0;
  std::size_t split_ = 0;
  std::map<std::pair<std::string, std::string>, Bytes> receipts_;  ///< that came, by sender and message
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
  std::map<std::string, std::unique_ptr<Node>> nodes_;
  std::set<std::pair<std::string, std::string>> parted_;
  std::vector<std::string> story_;
};

}  // namespace lintas::sim
