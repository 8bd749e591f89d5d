#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <ranges>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/webhooks/state.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/webhooks_part.hpp"
#include "shell/api/api.hpp"
#include "shell/api/feed.hpp"
#include "shell/api/json.hpp"
#include "shell/app/store.hpp"
#include "shell/net/http.hpp"
#include "tests/sim/node_interface.hpp"
#include "tests/sim/simulator.hpp"
#include "tests/sim/told_event.hpp"
#include "tests/support/random.hpp"
#include "tests/support/store_reader.hpp"

namespace lintas::sim {

/// Are told by webhooks of what happens at a node, and hold in the end what they took against its log.
class WebhookSubscribers {
 public:
  enum class Temper : std::uint8_t {
    faithful,  ///< takes each event
    failing,   ///< often does not, or has it and its answer is late or lost
    moody,     ///< takes each; its owner pauses, resumes, sends back and rotates
  };
  struct Wish {
    std::string name;
    access::Actor owner;              ///< whose right to what happens does not change
    std::vector<std::string> events;  ///< wanted ones; none: all
    Temper temper{};
  };

  WebhookSubscribers(World& world, NodeInterface& interface, const std::vector<Wish>& wishes)
      : world_(world), interface_(interface), node_(interface.node()), random_(world.random().next()) {
    interface_.posts_go_to([this](api::WebhookPost post) { deliver(std::move(post)); });
    interface_.tell_of_death([this] { posts_.clear(); });
    for (const Wish& wish : wishes) {
      auto key = interface_.issue(wish.owner);
      const std::string url = format("https://{}.example/in", wish.name);
      subscribers_[url] = {.wish = wish, .key = std::move(key.key), .hash = key.hash, .id = {}, .taken = {}};
    }
    for (auto& [url, one] : subscribers_)
      world_.after(minutes_below(90), [this, url, &one] { subscribe(url, one); });
  }
  ~WebhookSubscribers() { interface_.stop(); }
  WebhookSubscribers(const WebhookSubscribers&) = delete;
  WebhookSubscribers& operator=(const WebhookSubscribers&) = delete;

  /// A fault of ours, to see the laws notice: an event that was answered for and is never there.
  void lose_one() { loses_one_ = true; }
  /// From now on each takes each event, and all are wanted again.
  void calm() {
    calm_ = true;
    interface_.calm();
  }
  [[nodiscard]] const std::vector<std::string>& broken() const { return broken_; }

  /// When all is well and a while has passed: waits until nothing comes any more, and judges.
  void look_at_the_end() {
    law(becomes_quiet(), "posts come to an end");
    law(posted_ > 0, "something was posted");
    const auto all = node_.store().find_all(workflow::all_webhooks(), {}, subscribers_.size() + 1);
    law(all.size() == subscribers_.size(), "each has one subscription, however often it was asked for");
    for (const Subscriber& one : subscribers_ | std::views::values) {
      check_subscription(one);
      const auto wrong = what_is_wrong(feed_of(one), one.taken);
      law(!wrong, one.wish.name + ": " + wrong.value_or(""));
    }
  }

  using Event = ToldEvent;
  /// Each event of the feed is taken at least once, none before all those in front of it were, and nothing
  /// beside them.
  [[nodiscard]] static std::optional<std::string> what_is_wrong(const std::vector<Event>& feed,
                                                                const std::vector<Event>& taken) {
    std::map<std::string_view, std::size_t> places;
    for (std::size_t i = 0; i < feed.size(); ++i) places[feed[i].cursor] = i;
    std::size_t upto = 0;
    for (const Event& event : taken) {
      const std::string which = event.type + ' ' + event.cursor;
      const auto found = places.find(event.cursor);
      if (found == places.end()) return which + ": it is not in the feed";
      if (feed[found->second] != event) return which + ": the feed has another event there";
      if (found->second > upto) return which + ": one was left out before it";
      upto = std::max(upto, found->second + 1);
    }
    if (upto == feed.size()) return std::nullopt;
    return format("{} of {} have come", upto, feed.size());
  }

 private:
  struct Subscriber {
    Wish wish;
    std::string key;
    Hash256 hash;  ///< of the key
    std::string id;
    std::vector<Event> taken;  ///< in the order in which they came
  };

  /// Mostly quick: what was judged seconds ago is judged anew before it is posted, and that takes its time.
  [[nodiscard]] std::chrono::milliseconds while_networks_work() {
    return std::chrono::milliseconds{1 + random_.below(random_.chance(2) ? 6'000 : 100)};
  }
  [[nodiscard]] std::chrono::milliseconds minutes_below(std::size_t minutes) {
    return std::chrono::milliseconds{random_.below(minutes * 60'000)};
  }

  // ---- what subscribers do

  struct Answer {
    bool takes = true;
    std::optional<std::uint16_t> status = 200;
    std::chrono::milliseconds behind{};  ///< what came
  };
  [[nodiscard]] Answer answer_of(const Subscriber& one) {
    using namespace std::chrono_literals;
    constexpr std::array<std::uint16_t, 4> failures{302, 404, 500, 503};
    constexpr auto given_up = 15s;
    Answer answer{.behind = while_networks_work()};
    if (calm_ || one.wish.temper != Temper::failing || random_.chance(70)) return answer;
    switch (random_.below(4)) {
      case 0: return {.takes = false, .status = failures.at(random_.below(4)), .behind = answer.behind};
      case 1: return {.takes = false, .status = std::nullopt, .behind = given_up};
      case 2: return {.takes = true, .status = std::nullopt, .behind = given_up};
      default: return {.takes = true, .status = 200, .behind = given_up - 1s};
    }
  }

  void deliver(api::WebhookPost post) {
    Subscriber& to = subscribers_.at(post.url.str());
    const Event& event = event_of(post);
    if (loses_one_ && !lost_) lost_.emplace(&to, event.cursor);
    ++posted_;
    const std::uint64_t number = ++last_;
    posts_.emplace(number, std::move(post));
    const Answer answer = answer_of(to);
    const auto on_the_way = while_networks_work();
    world_.after(on_the_way, [this, &to, &event, takes = answer.takes] {
      if (takes && lost_ != std::pair{&std::as_const(to), event.cursor}) to.taken.push_back(event);
    });
    world_.after(on_the_way + answer.behind, [this, number, status = answer.status] {
      if (auto found = posts_.extract(number)) found.mapped().done({.status = status});
    });
  }

  /// Read once: a node that dies posts again what it has not noted.
  [[nodiscard]] const Event& event_of(const api::WebhookPost& post) {
    const auto [known, is_new] = heard_.try_emplace(std::string{as_text(post.body)});
    Event& event = known->second;
    if (is_new) {
      const auto json = api::Json::parse(known->first);
      event = {.cursor = json.at("id"),
               .type = json.at("type"),
               .kind = json.at("data").at("kind"),
               .version = json.at("data").at("version"),
               .at = json.at("time")};
    }
    require(post.headers.find("webhook-id") == "evt_" + event.cursor,
            "who goes by the body is told the same");
    return event;
  }

  // ---- what their owners do: what was not answered is asked again under its key

  using Then = std::function<void(std::uint16_t status, const api::Json& json)>;
  void ask(const Subscriber& by, const std::string& target, const api::Json& body, const std::string& name,
           const Then& then) {
    using namespace std::chrono_literals;
    if (done_.contains(name)) return;
    world_.after(10min, [=, this, &by] { ask(by, target, body, name, then); });
    if (!interface_.is_alive()) return;
    net::Request request{.method = net::Method::post, .target = target};
    request.headers.add("Authorization", "Bearer " + by.key);
    request.headers.add("Idempotency-Key", name);
    request.body = copy_of(as_bytes(body.dump()));
    interface_.ask(std::move(request), [this, name, then](const net::Response& answer) {
      const bool is_busy = answer.status == 429 || answer.status >= 500;
      if (!interface_.is_alive() || is_busy || !done_.insert(name).second) return;
      then(answer.status, api::Json::parse(as_text(answer.body)));
    });
  }

  void subscribe(const std::string& url, Subscriber& one) {
    const api::Json wanted{{"url", url}, {"events", one.wish.events}, {"after", ""}};
    ask(one, "/v1/webhooks", wanted, one.wish.name, [this, &one](std::uint16_t status, const auto& json) {
      law(status == 201, one.wish.name + " subscribes: " + json.dump());
      one.id = json.value("id", "");
      if (one.wish.temper == Temper::moody) decide_later(one);
    });
  }

  void decide_later(const Subscriber& one) {
    using namespace std::chrono_literals;
    world_.after(10min + minutes_below(90), [this, &one] { decide(one); });
  }
  /// Resumed when all is calm, it is left alone.
  void decide(const Subscriber& one) {
    const bool is_last = calm_;
    constexpr std::array acts{"resume", "pause", "rotate", "redeliver"};
    const std::string act = acts.at(is_last ? 0 : random_.below(acts.size()));
    api::Json body = api::Json::object();
    if (act == "redeliver") body["from"] = place_to_go_back_to(one);
    world_.log(format("{} asks: {} {}", one.wish.name, act, body.dump()));
    ask(one, format("/v1/webhooks/{}/{}", one.id, act), body, format("{} {}", one.wish.name, ++acts_),
        [this, &one, is_last](std::uint16_t status, const auto& json) {
          const bool enough_secrets = json.value("code", "") == "R-HOO-204";
          law(status == 200 || enough_secrets, one.wish.name + " decides: " + json.dump());
          if (!is_last) decide_later(one);
        });
  }
  [[nodiscard]] std::string place_to_go_back_to(const Subscriber& one) {
    return one.taken.empty() || random_.chance(20) ? "" : random_.pick(one.taken).cursor;
  }

  // ---- the laws

  void law(bool holds, std::string what) {
    if (!holds) broken_.push_back(std::move(what));
  }

  [[nodiscard]] bool becomes_quiet() {
    using namespace std::chrono_literals;
    for (int minutes = 0; minutes < 60; ++minutes) {
      const auto before = std::pair{posted_, node_.store().counters().seq};
      world_.run_for(1min);
      if (posts_.empty() && before == std::pair{posted_, node_.store().counters().seq}) return true;
    }
    return false;
  }

  void check_subscription(const Subscriber& one) {
    const auto stream = node_.store().find(std::get<workflow::Key>(workflow::webhook_slot(one.id).by));
    law(stream.has_value(), one.wish.name + ": what was answered survives");
    if (!stream) return;
    const auto subscription = node_.executor().stream(*stream)->state.as<webhooks::Subscription>();
    law(subscription.status == webhooks::Status::live, one.wish.name + ": the subscription is live");
    law(!subscription.failing_since, one.wish.name + ": who takes everything does not fail");
  }

  /// What there was to tell: as its owner may see it now, and wants it.
  [[nodiscard]] std::vector<Event> feed_of(const Subscriber& one) {
    const auto core = interface_.core();
    const auto actor = interface_.keys().find(one.hash, world_.now());
    require(actor.has_value(), "the key is good");
    std::vector<Event> found;
    std::size_t seen = 0;
    for (api::Feed::Part part{.items = {}, .places = {}, .more = true}; part.more;) {
      test::StoreReader reader{node_.store()};
      part = api::Feed{*core, reader}.look(*actor, part.last, 100);
      seen += part.items.size();
      for (const api::Json& item : part.items) {
        Event event = event_in(item);
        const auto& wanted = one.wish.events;
        if (wanted.empty() || std::ranges::find(wanted, event.type) != wanted.end())
          found.push_back(std::move(event));
      }
    }
    law(one.wish.owner.role != access::Role::auditor || seen == events_of_log(),
        "an auditor sees all that happens but deliveries");
    return found;
  }
  [[nodiscard]] std::size_t events_of_log() {
    const auto log = node_.store().feed(app::Seq::none, 1'000'000);
    return static_cast<std::size_t>(std::ranges::count_if(log, [&](const app::EventRow& event) {
      return node_.store().stream(event.stream)->kind != workflow::webhook_stream;
    }));
  }

  World& world_;
  NodeInterface& interface_;
  Node& node_;
  test::Random random_;
  std::map<std::string, Subscriber> subscribers_;    ///< by their addresses
  std::map<std::uint64_t, api::WebhookPost> posts_;  ///< under way, in this life of the node
  std::map<std::string, Event> heard_;               ///< by the bodies of posts
  std::uint64_t last_ = 0;                           ///< number of a post, in all lives
  std::set<std::string> done_;
  std::size_t acts_ = 0;
  std::size_t posted_ = 0;
  bool calm_ = false;
  bool loses_one_ = false;
  std::optional<std::pair<const Subscriber*, std::string>> lost_;
  std::vector<std::string> broken_;
};

}  // namespace lintas::sim
